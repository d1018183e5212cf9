//! What the user said about the files, from the text that crossed the process border.

use ingest::invoice::Confirmed;
use ingest::{Choice, Fixes, Mapping, Reading};
use model::Currency;

use super::event::Request;
use crate::Error;

/// What was said; an error where it cannot be meant.
pub(super) fn choice(request: &Request) -> Result<Choice, Error> {
    let text = &request.choice;
    let asked = |error: String| Error::asked(error, "docs/mapping.md says what a mapping holds.");
    let written = text.mapping.as_deref();
    let confirmed = written.and_then(Confirmed::parse).transpose().map_err(asked)?;
    let mapping = written
        .filter(|_| confirmed.is_none())
        .map(|mapping| Mapping::parse("the mapping", mapping))
        .transpose()
        .map_err(|error| asked(error.to_string()))?;
    // Who asks has left out those that cannot be used, and said so.
    let own = request
        .own
        .iter()
        .filter_map(|own| Mapping::parse(&own.name, &own.text).ok());
    Ok(Choice {
        format: text.format.clone(),
        mapping,
        confirmed,
        own: own.collect(),
        most_rows: request.brief,
        period: text.period,
        currency: text.currency.as_deref().map(Currency::new),
        password: text.password.clone(),
        reading: reading(&text.reading).map_err(asked)?,
        fixes: Fixes::of(text.fixes.clone().unwrap_or_default())
            .map_err(|error| Error::asked(error, "docs/mapping.md says what a fix is."))?,
        answers: text.answers.clone(),
        count_invoices: text.count_invoices,
        ..Choice::default()
    })
}

fn reading(said: &Reading) -> Result<Reading, String> {
    said.oddity().map_or(Ok(said.clone()), Err)
}
