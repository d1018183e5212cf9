//! How a file separates its fields. Decides from a sample; does not look for tables.

/// Delimiter and quoting of a delimited text file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Dialect {
    /// Between fields.
    pub delimiter: u8,
    /// Around fields that hold delimiters; `None` if quotes mean nothing.
    pub quote: Option<u8>,
    /// Before a quote inside a quoted field, where quotes are not doubled: `\`.
    pub escape: Option<u8>,
}

impl Default for Dialect {
    fn default() -> Self {
        Self {
            delimiter: b',',
            quote: Some(b'"'),
            escape: None,
        }
    }
}
