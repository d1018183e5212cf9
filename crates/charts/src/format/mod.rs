//! Figures and dates as people read them: money, counts, shares, days. Exact integers in, text out.
//! It never reads text, never rounds what is stored, and no figure passes through a float.

mod date;
mod figure;
mod locale;
mod number;
mod unit;

pub(crate) use date::axis_label;
pub use date::{date, month, period, span};
pub use figure::Figure;
pub use locale::{DateOrder, Locale};
pub(crate) use number::decimals;
pub use number::{compact, decimal, plain, signed};
pub use unit::{Currencies, Unit, count, count_compact, money, money_compact, percent, quantity};
pub(crate) use unit::{Magnitude, without_magnitude};

/// The true minus sign; a hyphen is not one.
pub const MINUS: char = '\u{2212}';
/// Between a figure and its unit: never breaks.
pub const THIN: char = '\u{a0}';

#[cfg(test)]
mod tests;
