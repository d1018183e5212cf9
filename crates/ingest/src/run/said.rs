//! What a file leaves unsaid of its currency, and what it says of the time at which it was made.

use std::collections::BTreeSet;

use model::{Exact, Fact, Made, Measure, Overlap, Problem, Severity};

use super::Run;
use crate::formats::{Document, Layout, Names};
use crate::row::{Cell, Row};
use crate::source::Opened;
use crate::value::any_instant;

/// When a delivery of months was made, by its manifest or the folder of its run.
pub(super) fn made(document: &Document, opened: &Opened) -> Made {
    let is_delivered = document.overlap == Overlap::Period;
    Made {
        whole: opened.made().filter(|_| is_delivered),
        ..Made::default()
    }
}

/// Labels of what is to be paid, in the lines above a table.
const DUE: &[&str] = &[
    "total amount due",
    "amount due",
    "total due",
    "invoice total",
    "invoice amount",
];

/// What the lines above a table say is to be paid, as written and as a number.
pub(super) fn due(layout: &Layout) -> Option<(String, Exact)> {
    let labels = Names(DUE.iter().map(|label| (*label).to_owned()).collect());
    let said = layout.header.said(&labels)?;
    let exact = layout.style.numbers.read(&said).exact()?;
    Some((said, exact))
}

impl Run<'_, '_, '_> {
    /// What is billed is not what the lines above the table say is to be paid: it may be stated before credits.
    pub(super) fn not_due(&mut self) {
        let mut billed = self
            .report
            .totals
            .iter()
            .filter(|total| total.measure == Measure::Billed);
        let (Some((said, due)), Some(total), None) = (&self.due, billed.next(), billed.next()) else {
            return;
        };
        // To the cent: lines of usage are not rounded.
        let cents = |amount: Exact| amount.at_scale(2).map(|(cents, _)| cents);
        let is_due = Exact::parse(&total.amount).is_some_and(|sum| cents(sum) == cents(*due));
        if !is_due && self.parts.len() == 1 {
            let what = format!(
                "Its rows make {}, but the lines above them say that {said} is to be paid.",
                total.amount
            );
            let hint = "it may list amounts before credits and discounts; export it again with them";
            self.problem(Problem::new(Severity::Warning, what).hint(hint));
        }
    }

    /// Amounts whose currency nothing says, or only a sign that several share.
    pub(super) fn unsaid(&mut self) {
        let mut totals = self.report.totals.iter();
        let assumed = self.filled.as_ref().and_then(|filled| filled.assumed);
        let what = if totals.any(|total| total.currency.code().is_empty()) {
            "The file does not say which currency its amounts are in.".to_owned()
        } else if let Some((sign, code)) = assumed.and_then(|sign| Some((sign, sign.code()?))) {
            format!(
                "The file does not say whose {} its amounts are in; they are read as {code}.",
                sign.text()
            )
        } else {
            return;
        };
        self.problem(
            Problem::new(Severity::Warning, what)
                .hint("say it when importing (on the command line: --currency USD)"),
        );
    }

    /// Names that stand for no currency, which no rate changes into another.
    pub(super) fn unknown_currencies(&mut self) {
        // One word may be credits that somebody sells.
        let is_name = |code: &str| code.contains(|letter: char| !letter.is_alphanumeric());
        let totals = self.report.totals.iter().map(|total| total.currency.code());
        let odd: BTreeSet<&str> = totals.filter(|code| is_name(code)).collect();
        if odd.is_empty() {
            return;
        }
        let names: Vec<String> = odd.into_iter().map(|name| format!("`{name}`")).collect();
        let what = format!(
            "{} is no currency of ISO 4217; its amounts stand apart, and no exchange rate changes them.",
            names.join(", ")
        );
        let hint = "say the code when mapping, or with a fix of the column";
        self.problem(Problem::new(Severity::Warning, what).hint(hint));
    }

    /// A file without rows says nothing, which nobody should take for zero. A log of which only some lines are looked at may.
    pub(super) fn nothing(&mut self) {
        if self.report.rows.read > 0 {
            return;
        }
        let is_log = !self.document.line_contains.is_empty();
        let severity = if is_log { Severity::Info } else { Severity::Warning };
        self.problem(
            Problem::new(severity, "There are no rows in it, so nothing was read.")
                .hint("see whether the export was filtered, or this is the page after the last"),
        );
    }

    /// Takes note of when the charges of a month were made.
    pub(super) fn dated(&mut self, layout: &Layout, row: &Row<'_>, facts: &[(usize, Fact)]) {
        let cells = layout.made.iter().filter_map(|place| row.cells.get(*place));
        let at = cells.into_iter().find_map(|cell| match cell {
            Cell::Date(at) => Some(*at),
            cell => any_instant(&cell.text()),
        });
        let Some(at) = at else { return };
        for (_, fact) in facts {
            if let Fact::Charge(charge) = fact
                && let Some(month) = charge.billing_month
            {
                let known = self.report.made.months.entry(month).or_insert(at);
                *known = at.max(*known);
            }
        }
    }
}
