//! Text of a cell → exact numbers and dates, in a style decided for a whole column or file. Knows no columns.

mod currency;
mod date;
mod number;
#[cfg(test)]
mod tests;

pub use currency::currency_in;
pub use date::{DateOrder, DateStyle, DateSurvey, DateValue};
pub use number::{DecimalMark, NumberStyle, NumberSurvey, NumberValue, Word};
