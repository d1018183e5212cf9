//! The quantity of a charge in millionths. One that cannot be kept so is said by the next column and its unit, or not at
//! all; the money of the charge stays.

use model::{Exact, Problem};

use super::cells::Style;
use super::fill_odd::lesser;
use super::getter::{Getter, Number};
use crate::row::Row;

/// The quantity, and the column that says it where that is not the first one.
pub(super) fn quantity(
    (quantity, unit): (&Getter, Option<&Getter>),
    (row, style): (&Row<'_>, &Style),
) -> Result<(Option<i64>, Option<usize>), Box<Problem>> {
    let Number::Is(first) = quantity.number(row, style)? else {
        return Ok((None, None));
    };
    if let Some(micros) = kept(first) {
        return Ok((Some(micros), None));
    }
    let columns = quantity.places().count();
    let has_units = unit.is_some_and(|unit| unit.places().count() == columns);
    for at in (1..columns).filter(|_| has_units) {
        if let Number::Is(other) = quantity.number_at(at, row, style)?
            && let Some(micros) = kept(other)
        {
            return Ok((Some(micros), Some(at)));
        }
    }
    let what = if first.micros().is_some() {
        "this quantity is less than a millionth of its unit, so the charge is kept without it"
    } else {
        "this quantity is too large to store, so the charge is kept without it"
    };
    Err(lesser(quantity.problem(&first.to_string(), what)))
}

/// Millionths, unless nothing would be left of them.
fn kept(exact: Exact) -> Option<i64> {
    exact.micros().filter(|micros| *micros != 0 || exact.is_zero())
}
