//! Text of a cell → exact numbers and dates, in a style decided for a whole column or file. Knows no columns.

mod count_unit;
mod currency;
mod currency_named;
mod date;
mod date_survey;
mod model_name;
mod money_unit;
mod month_names;
mod number;
mod number_survey;
#[cfg(test)]
mod tests;
mod weekday_names;

use std::fmt::Display;

pub(crate) use count_unit::counted_in;
pub(crate) use currency::{OTHER_CURRENCY, may_mean, written};
pub use currency::{Sign, currencies, currency_in};
pub use currency_named::currency_named;
pub(crate) use currency_named::is_no_currency;
pub use date::{DateOrder, DateStyle, DateValue};
pub(crate) use date::{any_instant, plain_instant};
pub use date_survey::DateSurvey;
pub(crate) use date_survey::is_year_first;
pub(crate) use model_name::model_in;
pub(crate) use money_unit::unit_above;
pub use money_unit::{MoneyUnit, money_unit};
pub(crate) use month_names::bare_months;
pub use month_names::{FEWEST_MONTHS, are_bare_months, around_bare_month, bare_month, is_plain_month};
pub use number::{DecimalMark, NumberStyle, NumberValue, Word};
pub use number_survey::NumberSurvey;

/// How it is said that a cell can be read in two ways; both stand behind it.
pub const TWO_WAYS: &str = "this could be ";

/// That a cell can be read in two ways.
pub(crate) fn two_ways(one: impl Display, other: impl Display) -> String {
    format!("{TWO_WAYS}{one} or {other}")
}
