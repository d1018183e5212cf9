//! Delimited text: bytes → encoding → dialect → records → tables. Knows nothing of what columns mean.

mod classify;
mod dialect;
mod encoding;
mod feed;
mod kind;
mod layout;
mod record;
mod records;
mod survey;
mod table;
#[cfg(test)]
mod tests;

pub use dialect::Dialect;
pub use encoding::{Decoding, TextEncoding};
pub use record::Record;
pub use records::{Lost, Records};
pub use table::{Detected, StatedTotal, TextFile, TextTable};
