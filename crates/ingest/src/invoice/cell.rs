//! Texts of an invoice's XML to amounts and days, with a word about what cannot be read. Decides no rule.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use model::{Exact, Invoice, Problem, Severity};

use super::rules::Gaps;
use super::xml::Element;

/// Reads values and keeps what was odd.
#[derive(Debug, Default)]
pub(super) struct Cells {
    pub(super) problems: Vec<Problem>,
    /// Currencies that amounts themselves state.
    currencies: BTreeSet<String>,
    pub(super) gaps: Gaps,
}

impl Cells {
    /// The amount down a path.
    pub(super) fn amount(&mut self, element: &Element, path: &str) -> Option<Exact> {
        element.at(path).and_then(|found| self.own_amount(found))
    }

    /// The amount that an element is.
    pub(super) fn own_amount(&mut self, element: &Element) -> Option<Exact> {
        let text = element.own_text();
        let value = Exact::parse(&text);
        self.currencies.extend(
            element
                .value("currencyID")
                .filter(|code| !code.is_empty())
                .map(str::to_owned),
        );
        if value.is_none() && !text.is_empty() {
            let what = if text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'))
            {
                "This number is too large or too long to be an amount and was not read."
            } else {
                "This is no decimal number and was not read."
            };
            self.odd(element, &text, what);
        }
        value
    }

    /// The day down a path.
    pub(super) fn day(&mut self, element: &Element, path: &str) -> Option<NaiveDate> {
        let found = element.at(path)?;
        let text = found.own_text();
        let day = day(&text, found.value("format").unwrap_or_default());
        if day.is_none() && !text.is_empty() {
            self.odd(found, &text, "This is no day of the calendar and was not read.");
        }
        day
    }

    /// A word where amounts say another currency than the document.
    pub(super) fn look_at_currency(&mut self, invoice: &Invoice) {
        let mut others = self
            .currencies
            .iter()
            .filter(|code| **code != *invoice.currency.code() && **code != *invoice.tax_currency.code());
        let Some(other) = others.next() else { return };
        let stated = match invoice.currency.code() {
            "" => "no currency".to_owned(),
            code => code.to_owned(),
        };
        let what = format!("The invoice states {stated}, but some of its amounts say {other}.");
        let problem = Problem::new(Severity::Warning, what);
        self.problems.push(problem.hint("ask the issuer which it is"));
    }

    fn odd(&mut self, element: &Element, text: &str, what: &str) {
        let problem = Problem::new(Severity::Warning, what);
        self.problems.push(problem.column(&element.name).value(text));
    }
}

/// `2026-03-05`, with time or zone behind it, or by the code of its format: `102` is YYYYMMDD.
fn day(text: &str, format: &str) -> Option<NaiveDate> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let compact = |pattern: &str, length: usize| NaiveDate::parse_from_str(text.get(..length)?, pattern).ok();
    match (format, digits) {
        ("2" | "4", 6) => NaiveDate::parse_from_str(text, "%d%m%y").ok(),
        ("3", 6) => NaiveDate::parse_from_str(text, "%m%d%y").ok(),
        ("4", 8) => compact("%d%m%Y", 8),
        ("101", 6) => compact("%y%m%d", 6),
        ("610", 6) => NaiveDate::parse_from_str(&format!("{text}01"), "%Y%m%d").ok(),
        (_, 8 | 12 | 14) => compact("%Y%m%d", 8),
        (_, 4) => compact("%Y-%m-%d", 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_by_the_code_of_their_format() {
        let third = NaiveDate::from_ymd_opt(2026, 11, 3);
        for (text, format) in [
            ("20261103", "102"),
            ("20261103", ""),
            ("202611031530", "203"),
            ("20261103153000", "204"),
            ("2026-11-03", ""),
            ("2026-11-03+01:00", ""),
            ("2026-11-03T10:00:00", ""),
            ("261103", "101"),
            ("031126", "2"),
        ] {
            assert_eq!(day(text, format), third, "{text} {format}");
        }
        for (text, format) in [
            ("20260431", "102"),
            ("20151399", "102"),
            ("2026-02-30", ""),
            ("soon", ""),
        ] {
            assert_eq!(day(text, format), None, "{text}");
        }
    }
}
