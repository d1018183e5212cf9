//! The period in force beside the earlier ones that the book has from their first day on. Computes nothing.

use metrics::money::comparison::{Comparison, comparison, windows};
use model::{Groups, Period};

use crate::Result;
use crate::scope::Scope;

/// The comparison, by what `ask` answers of each period.
pub(crate) fn compared(scope: &Scope<'_>, ask: impl Fn(Period) -> Result<Groups>) -> Result<Comparison> {
    let windows = windows(scope.period, Some(scope.data.to));
    let earlier = |period: Period| (scope.data.from <= period.from).then(|| ask(period)).transpose();
    let (previous, last_year) = (earlier(windows.previous)?, earlier(windows.last_year)?);
    let this = ask(windows.this)?;
    Ok(comparison(windows, &this, previous.as_ref(), last_year.as_ref()))
}
