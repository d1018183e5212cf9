//! What a later file replaces as a whole: the template of a document, taken apart once per file and filled for each fact.

use chrono::{Datelike, NaiveDate};
use model::{Fact, Period};

use super::cells::{Style, text_at};
use crate::row::Row;

/// A template taken apart.
#[derive(Clone, Debug)]
pub(crate) struct Scope(Vec<Piece>);

#[derive(Clone, Debug)]
enum Piece {
    Text(String),
    /// What the row says in a column, or else a field of the fact.
    Column(usize, String),
    /// A field of the fact by its name.
    Field(String),
}

impl Scope {
    /// Takes `{account} {billing-month} {=Column|provider}` apart. A column that the file has not and that no field stands
    /// in for stays as it is written; `{=Column|}` is nothing there.
    pub(super) fn new(template: &str, column: impl Fn(&str) -> Option<usize>) -> Self {
        let (mut pieces, mut rest) = (Vec::new(), template);
        while let Some((before, name, after)) = field(rest) {
            pieces.push(Piece::Text(before.to_owned()));
            let (of_row, field) = name.split_once('|').unwrap_or((name, name));
            let place = of_row.strip_prefix('=').and_then(&column);
            let field = field.to_owned();
            pieces.push(match place {
                Some(place) => Piece::Column(place, field),
                None => Piece::Field(field),
            });
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        Self(pieces)
    }

    /// Adds the scope of a fact to an empty text.
    pub(super) fn fill(&self, filled: &mut String, fact: &Fact, (row, style): (&Row<'_>, &Style)) {
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Column(place, field) => match &*text_at(row, &[*place], style) {
                    "" => _ = push_field(filled, fact, field),
                    text => filled.push_str(text),
                },
                Piece::Field(name) if push_field(filled, fact, name) => {}
                Piece::Field(name) => filled.extend(["{", name, "}"]),
            }
        }
        if let [b' ', ..] | [.., b' '] = filled.as_bytes() {
            *filled = filled.trim().to_owned();
        }
    }
}

/// What stands before the next field in braces, its name, and what stands behind it.
fn field(template: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = template.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// Whether a scope may name it: a field of a fact, or the id in the file's name.
pub(super) fn is_field(name: &str) -> bool {
    const FIELDS: [&str; 9] = [
        "provider",
        "account",
        "billing-month",
        "invoice",
        "measure",
        "window",
        "snapshot",
        "product",
        "uuid",
    ];
    FIELDS.contains(&name)
}

/// Adds the value of a field; whether the fact has it.
fn push_field(filled: &mut String, fact: &Fact, name: &str) -> bool {
    match (fact, name) {
        (Fact::Charge(charge), "provider") => filled.push_str(&charge.what.provider),
        (Fact::Charge(charge), "account") => filled.push_str(&charge.whose.account),
        (Fact::Charge(charge), "billing-month") => push_day(filled, charge.billing_month),
        (Fact::Charge(charge), "invoice") => filled.push_str(&charge.whose.invoice),
        (Fact::Charge(charge), "measure") => filled.push_str(measure(charge)),
        (Fact::Charge(charge), "window") => push_window(filled, charge.period),
        (Fact::Usage(usage), "window") => push_window(filled, usage.period),
        (Fact::Seat(seat), "snapshot" | "window") => push_day(filled, seat.snapshot),
        (Fact::Seat(seat), "product") => filled.push_str(&seat.product),
        (_, "") => {}
        _ => return false,
    }
    true
}

/// Actual and amortised files of one month do not replace each other.
fn measure(charge: &model::Charge) -> &'static str {
    if charge.billed.is_none() && charge.effective.is_some() {
        "effective"
    } else {
        "billed"
    }
}

/// Both days of a window, the second exclusive: windows of one scope that overlap in part are refused.
fn push_window(filled: &mut String, period: Option<Period>) {
    if let Some(period) = period {
        push_day(filled, Some(period.from));
        filled.push_str("..");
        push_day(filled, Some(period.to));
    }
}

/// Adds a day as `2026-08-03`.
fn push_day(filled: &mut String, day: Option<NaiveDate>) {
    let Some(day) = day else { return };
    let year = day.year().unsigned_abs();
    let parts = [year / 100, year % 100, day.month(), day.day()];
    for (part, before) in parts.into_iter().zip(["", "", "-", "-"]) {
        filled.push_str(before);
        filled.extend([part / 10 % 10, part % 10].map(|digit| char::from(b'0' + digit as u8)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::Cell;

    #[test]
    fn a_scope_has_the_words_of_fact_and_row_and_keeps_what_nobody_knows() {
        let day = NaiveDate::from_ymd_opt(2026, 8, 3).expect("a day");
        let charge = model::Charge {
            billing_month: Some(day),
            period: Some(Period::day(day)),
            whose: model::Whose {
                account: "acct {account}".into(),
                ..model::Whose::default()
            }
            .into(),
            ..model::Charge::default()
        };
        let row = Row {
            number: 1,
            cells: vec![Cell::Text(" north ".into())],
        };
        let filled = |template: &str| {
            let mut filled = String::new();
            let scope = Scope::new(template, |name| (name == "Region").then_some(0));
            scope.fill(
                &mut filled,
                &Fact::Charge(Box::new(charge.clone())),
                (&row, &Style::default()),
            );
            filled
        };
        assert_eq!(
            filled("{provider} {account} {billing-month}"),
            "acct {account} 2026-08-03"
        );
        assert_eq!(filled("{=Region}|{window}"), "north|2026-08-03..2026-08-04");
        assert_eq!(
            filled("{=Region|account} {=Gone|billing-month}"),
            "north 2026-08-03"
        );
        assert_eq!(
            filled("{billing-month} {=Gone|}"),
            filled("{billing-month}"),
            "a column that may be missing"
        );
        assert_eq!(
            filled("{=Gone} {product} {measure} {"),
            "{=Gone} {product} billed {"
        );
        assert_eq!(filled(""), "");
    }
}
