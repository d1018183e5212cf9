//! Delimited text: bytes → encoding → dialect → records → tables. Knows nothing of what columns mean.

mod aligned;
mod body;
mod classify;
mod cut;
mod dialect;
mod encoding;
mod feed;
mod header;
mod judge;
mod kind;
mod layout;
mod marks;
mod outline;
mod record;
mod records;
mod sketch;
mod sums;
mod supply;
mod survey;
mod table;
#[cfg(test)]
mod tests;
mod wrapped;

pub(crate) use judge::Judge;
pub(crate) use supply::Supply;
pub(crate) use survey::Survey;

pub use dialect::Dialect;
pub use encoding::{Decoding, TextEncoding};
pub use record::Record;
pub use records::{Lost, Records};
pub use table::{Detected, StatedTotal, TextFile, TextTable};
