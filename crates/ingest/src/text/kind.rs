//! What a cell looks like, roughly: enough to tell headers from data and delimiters from punctuation.

use crate::value::{DateStyle, DateValue, DecimalMark, NumberStyle, NumberValue};

/// A rough kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CellKind {
    /// Nothing, or a word that stands for nothing (`-`, `n/a`).
    Empty,
    Number,
    /// A date, an instant, or a time of day.
    Date,
    Text,
}

impl CellKind {
    pub(super) fn of(text: &str) -> Self {
        let text = text.trim();
        let either = NumberStyle {
            mark: DecimalMark::Ambiguous,
        };
        match either.read(text) {
            NumberValue::Empty | NumberValue::Word(_) => Self::Empty,
            NumberValue::Exact(..) | NumberValue::Percent(_) | NumberValue::Ambiguous(..) => Self::Number,
            NumberValue::Bad if is_time(text) => Self::Date,
            NumberValue::Bad if text.len() > 40 || !text.bytes().any(|byte| byte.is_ascii_digit()) => {
                Self::Text
            }
            NumberValue::Bad => match DateStyle::default().read(text) {
                DateValue::Bad => Self::Text,
                _ => Self::Date,
            },
        }
    }

    /// Whether programs, not people, mostly write such cells.
    pub(super) fn is_typed(self) -> bool {
        matches!(self, Self::Number | Self::Date)
    }
}

/// `12:30`, `12:30:15.25`.
fn is_time(text: &str) -> bool {
    let mut parts = text.split(':');
    let is_part =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    text.contains(':') && text.len() <= 15 && parts.all(is_part)
}
