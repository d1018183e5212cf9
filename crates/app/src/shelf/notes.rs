//! What there is to say about a question whatever its answer: values that the book does not have, options without a part.

use model::{Dimension, Measure, Query};
use store::Book;

use crate::ask::Ask;
use crate::taken::Takes;
use crate::{Error, Result};

/// Metrics and charts that are split by a dimension of one's choice.
const SPLIT: &[&str] = &["spend-over-time", "pareto", "unit-cost", "treemap"];

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

/// One sentence for each option that a metric or chart does not look at.
pub(super) fn unused(what: &str, ask: &Ask, takes: Takes, is_measured: bool) -> Result<Vec<String>> {
    let options = [
        ("measure", ask.measure.is_some() && !is_measured),
        ("grain", ask.grain.is_some()),
        ("by", !ask.by.is_empty() && !SPLIT.contains(&what)),
        ("from", ask.from.is_some() && !takes.first_day()),
        ("to", ask.to.is_some() && !takes.last_day()),
    ];
    let given = options.into_iter().filter(|(_, is_given)| *is_given);
    let given = given.map(|(option, _)| option.to_owned());
    let filters = ask.query(Measure::Billed)?.filters.into_iter();
    let filters = filters.filter(|filter| !takes.by(&filter.dimension));
    let filters = filters.map(|filter| format!("where {}", filter.dimension));
    Ok(given
        .chain(filters)
        .map(|option| format!("`--{option}` changes nothing about `{what}`."))
        .collect())
}

/// One sentence for each option that no part of a report looks at.
pub(super) fn unused_by_report(ask: &Ask) -> Vec<String> {
    let options = [("grain", ask.grain.is_some()), ("by", !ask.by.is_empty())];
    let given = options.into_iter().filter(|(_, is_given)| *is_given);
    given
        .map(|(option, _)| format!("`--{option}` changes nothing about a report."))
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
