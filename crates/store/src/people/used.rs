//! Columns of `usage_by_person` as SQL: sums as one number, and whether a line is the activity of a person.

use model::{Period, WEEK};

use crate::days;

/// A sum; `NULL` where no line states any.
pub(super) fn stated(name: &str) -> String {
    format!("CASE WHEN {name}_n > 0 THEN {} END", sum(name))
}

/// Tokens of no class.
pub(super) fn untold() -> String {
    let classes = ["input", "cached", "output"];
    format!(
        "CASE WHEN tokens_n > {} THEN {} - {} END",
        classes.map(|class| format!("{class}_n")).join(" + "),
        sum("tokens"),
        classes.map(|class| format!("({})", sum(class))).join(" - ")
    )
}

/// Whether a cost is claimed.
pub(super) fn has_cost() -> String {
    format!("{} > 0", sum("estimated"))
}

/// A person, not a schedule, did something: [`crate::groups::HUMAN`] of the roll-up.
pub(crate) fn human_by_day() -> String {
    format!(
        "automated = 0 AND who <> 0 AND ({} > 0 OR {} > 0 OR active_days > 0 OR {})",
        sum("tokens"),
        sum("requests"),
        has_cost()
    )
}

/// Whether a line is a total of more days than a week: it does not tell in which of its weeks something was done.
pub(super) fn is_total() -> String {
    format!("until - day > {WEEK}")
}

/// Whether the larger part of a line lies in a window.
fn is_larger_in(window: Period) -> String {
    let (from, to) = (days::number(window.from), days::number(window.to));
    format!("2 * (min(until, {to}) - max(day, {from})) > until - day")
}

/// The day that a line is of, of a total that counts in a window one in that.
pub(super) fn placed_in(window: Period) -> String {
    let (is_total, is_larger) = (is_total(), is_larger_in(window));
    let from = days::number(window.from);
    format!("CASE WHEN {is_total} AND {is_larger} THEN max(day, {from}) ELSE day END")
}

/// Whether a line is a total of which a window has the smaller part.
pub(super) fn is_blurred_in(window: Period) -> String {
    let (is_total, is_larger) = (is_total(), is_larger_in(window));
    let (from, to) = (days::number(window.from), days::number(window.to));
    format!("{is_total} AND until > {from} AND day < {to} AND NOT {is_larger}")
}

fn sum(name: &str) -> String {
    format!("({name}_hi << 32) + {name}_lo")
}
