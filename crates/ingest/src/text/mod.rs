//! Delimited text: bytes → encoding → dialect → records → tables. Knows nothing of what columns mean.

mod dialect;
mod encoding;
mod records;
mod table;

pub use dialect::Dialect;
pub use encoding::{Decoding, TextEncoding};
pub use records::{Record, Records};
pub use table::{StatedTotal, TextFile, TextTable};
