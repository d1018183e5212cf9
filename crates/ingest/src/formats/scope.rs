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
    Column(usize, Named),
    /// A field of the fact, and its name.
    Field(Named, String),
}

/// A field of a fact that a scope may name.
#[derive(Clone, Copy, Debug)]
enum Named {
    /// `{=Column|}`, or no field at all: nothing.
    Nothing,
    Provider,
    Account,
    BillingMonth,
    Invoice,
    Measure,
    Window,
    Snapshot,
    Product,
}

impl Named {
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "" => Self::Nothing,
            "provider" => Self::Provider,
            "account" => Self::Account,
            "billing-month" => Self::BillingMonth,
            "invoice" => Self::Invoice,
            "measure" => Self::Measure,
            "window" => Self::Window,
            "snapshot" => Self::Snapshot,
            "product" => Self::Product,
            _ => return None,
        })
    }
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
            pieces.push(match (place, Named::of(field)) {
                (Some(place), named) => Piece::Column(place, named.unwrap_or(Named::Nothing)),
                (None, Some(named)) => Piece::Field(named, field.to_owned()),
                (None, None) => Piece::Text(format!("{{{field}}}")),
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
                Piece::Column(place, named) => match &*text_at(row, &[*place], style) {
                    "" => _ = push_field(filled, fact, *named),
                    text => filled.push_str(text),
                },
                Piece::Field(named, _) if push_field(filled, fact, *named) => {}
                Piece::Field(_, name) => filled.extend(["{", name, "}"]),
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
    name == "uuid" || (!name.is_empty() && Named::of(name).is_some())
}

/// Adds the value of a field; whether the fact has it.
fn push_field(filled: &mut String, fact: &Fact, named: Named) -> bool {
    match (fact, named) {
        (Fact::Charge(charge), Named::Provider) => filled.push_str(&charge.what.provider),
        (Fact::Charge(charge), Named::Account) => filled.push_str(&charge.whose.account),
        (Fact::Charge(charge), Named::BillingMonth) => push_day(filled, charge.billing_month),
        (Fact::Charge(charge), Named::Invoice) => filled.push_str(&charge.whose.invoice),
        (Fact::Charge(charge), Named::Measure) => filled.push_str(measure(charge)),
        (Fact::Charge(charge), Named::Window) => push_window(filled, charge.period),
        (Fact::Usage(usage), Named::Window) => push_window(filled, usage.period),
        (Fact::Seat(seat), Named::Snapshot | Named::Window) => push_day(filled, seat.snapshot),
        (Fact::Seat(seat), Named::Product) => filled.push_str(&seat.product),
        (_, Named::Nothing) => {}
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
    let parts = [(year / 100, 0), (year % 100, 2), (day.month(), 5), (day.day(), 8)];
    let mut text = *b"0000-00-00";
    for (part, at) in parts {
        text[at] = b'0' + (part / 10 % 10) as u8;
        text[at + 1] = b'0' + (part % 10) as u8;
    }
    filled.push_str(str::from_utf8(&text).expect("digits and dashes"));
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
