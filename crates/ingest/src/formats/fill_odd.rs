//! Values that do not fit their field, as problems that say what to do about them.

use model::{Category, Currency, Exact, Fact, Period, Problem, Severity};

use super::getter::{Getter, Number};

/// Nobody is active on more days than there are.
pub(super) fn too_active(stated: Option<i32>, period: Period) -> Option<Problem> {
    let (stated, days) = (stated?, (period.to - period.from).num_days());
    (i64::from(stated) > days).then(|| {
        let what = format!("{stated} active days are stated of a period of {days}, which are counted.");
        Problem::new(Severity::Warning, what).hint("see that the days the file is for are right")
    })
}

/// What in the terms of a contract cannot be meant together.
pub(super) fn odd_terms(fact: &Fact) -> Option<Problem> {
    let Fact::Contract(contract) = fact else {
        return None;
    };
    let is_late = contract
        .notice
        .zip(contract.end)
        .is_some_and(|(day, end)| day >= end);
    let is_more = contract
        .minimum
        .zip(contract.seats)
        .is_some_and(|(least, all)| least > all);
    let what = match (is_late, is_more) {
        (true, _) => "The last day for notice lies after the end of this term.",
        (_, true) => "More seats are the minimum than were bought.",
        _ => return None,
    };
    let hint = "see that the columns are not mixed up, and correct the file";
    Some(Problem::new(Severity::Warning, what).hint(hint))
}

/// A category that nobody knows is use, with a word about it.
pub(super) fn known(category: &mut Category, getter: &Getter, text: &str) -> Result<(), Box<Problem>> {
    let known = Category::parse(text);
    *category = known.unwrap_or_default();
    if !text.is_empty() && known.is_none() {
        let what = "this is no charge category; read as usage";
        return Err(lesser(getter.problem(text, what)));
    }
    Ok(())
}

/// An amount whose currency is not known is kept at the common scale.
pub(super) fn stored(exact: Exact, currency: &Currency) -> Option<model::Amount> {
    exact.amount(currency).map(|(amount, _)| amount)
}

/// Three letters that stand for no money.
pub(super) fn no_currency(getter: &Getter, text: &str) -> Box<Problem> {
    getter
        .problem(text, "this is no currency of ISO 4217")
        .hint("correct the code in the file, or say what it stands for with a fix of the column")
        .into()
}

pub(super) fn too_large(getter: &Getter, exact: Exact) -> Box<Problem> {
    getter
        .problem(&exact.to_string(), "this amount is too large to store")
        .hint("check the decimal mark and the unit")
        .into()
}

/// A count, which is not below zero, nor a part of one where it must be whole: of seats, and in a user's own mapping.
pub(super) fn counted(getter: &Getter, number: Number, is_whole: bool) -> Result<Option<i64>, Box<Problem>> {
    if is_whole && number.is_part() {
        return Err(a_part(getter, number));
    }
    let count = whole(getter, number, 0)?;
    match count.filter(|count| *count < 0) {
        Some(count) => Err(below_zero(getter, count)),
        None => Ok(count),
    }
}

/// Half a token is none: whoever mapped the column meant another, or its unit is not said.
fn a_part(getter: &Getter, number: Number) -> Box<Problem> {
    let value = match number {
        Number::Is(value) => value.to_string(),
        _ => String::new(),
    };
    getter
        .problem(&value, "this count has a fraction")
        .hint("a seat is whole; if the column counts in thousands or millions, its heading must say so: `Tokens (millions)`")
        .into()
}

fn below_zero(getter: &Getter, count: i64) -> Box<Problem> {
    getter
        .problem(&count.to_string(), "this count is below zero")
        .hint("a part that is taken off, such as cached input, is larger than the whole")
        .into()
}

pub(super) fn whole(getter: &Getter, number: Number, scale: u32) -> Result<Option<i64>, Box<Problem>> {
    let Number::Is(exact) = number else {
        return Ok(None);
    };
    let fits = exact.at_scale(scale).map(|(value, _)| Some(value));
    fits.ok_or_else(|| getter.problem(&exact.to_string(), "this number is too large to store"))
}

/// A value that is only odd does not cost the row.
pub(super) fn lesser(mut problem: Box<Problem>) -> Box<Problem> {
    problem.severity = Severity::Warning;
    problem
}

pub(super) fn no_person() -> Box<Problem> {
    Problem::new(
        Severity::Error,
        "This row names nobody: no e-mail, employee number or login.",
    )
    .hint("add one of these columns to the export; names alone are not matched")
    .into()
}
