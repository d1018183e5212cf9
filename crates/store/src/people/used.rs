//! Columns of `usage_by_person` as SQL: sums as one number, and whether a line is the activity of a person.

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

fn sum(name: &str) -> String {
    format!("({name}_hi << 32) + {name}_lo")
}
