//! What there is to say about a question whatever its answer: values that the book does not have, options without a part.

use model::{Dimension, Query};
use store::Book;

use crate::ask::Ask;
use crate::{Error, Result};

/// Metrics that are split by a dimension of one's choice.
const SPLIT: &[&str] = &["spend-over-time", "pareto", "unit-cost"];

/// One sentence for each value of a filter that nothing in the book has.
pub(super) fn unknown_values(book: &Book, query: &Query) -> Result<Vec<String>> {
    let mut notes = Vec::new();
    for filter in &query.filters {
        // Who is in the book is not for a filter to tell.
        if matches!(filter.dimension, Dimension::Person | Dimension::Time(_)) {
            continue;
        }
        for value in filter.values.iter().filter(|value| !value.is_empty()) {
            let like = book.values(&filter.dimension, value, usize::MAX)?;
            if like.contains(value) {
                continue;
            }
            let label = filter.dimension.label().to_lowercase();
            let perhaps = like
                .first()
                .map_or_else(String::new, |like| format!(" It has `{like}`."));
            notes.push(format!("The book has no {label} `{value}`.{perhaps}"));
        }
    }
    Ok(notes)
}

/// One sentence for each option that a metric other than a plain sum does not look at.
pub(super) fn unused(metric: &str, ask: &Ask) -> Vec<String> {
    let is_split = SPLIT.contains(&metric);
    let options = [
        ("--measure", ask.measure.is_some()),
        ("--grain", ask.grain.is_some()),
        ("--by", !ask.by.is_empty() && !is_split),
    ];
    let given = options.into_iter().filter(|(_, is_given)| *is_given);
    given
        .map(|(option, _)| format!("`{option}` changes nothing about `{metric}`."))
        .collect()
}

/// Refuses a currency that something more than a sum would be converted to.
pub(super) fn check_unconverted(what: &str, ask: &Ask) -> Result<()> {
    if ask.currency.is_none() {
        return Ok(());
    }
    Err(Error::asked(
        format!("`--in` converts sums of money, and `{what}` is more than a sum"),
        "Use it with spend, with usage --measure estimated, or with show spend.",
    ))
}
