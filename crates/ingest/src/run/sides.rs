//! Whether a ledger has both sides of its bookings, so that its lines take each other away. Changes nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::{Fact, Problem, Severity};

use crate::formats::{Document, Field, Layout};
use crate::row::Row;

/// Lines of one payee and amount: by account, how many above zero less those below.
type Lines = BTreeMap<String, i64>;

/// Accounts that are no expenses, by the column that names the other side of a line.
const OTHER_SIDE: &str = "split";
const OPEN: &[&str] = &[
    "payable",
    "(a/p)",
    "receivable",
    "(a/r)",
    "checking",
    "savings",
    "credit card",
];

/// What is looked at of a ledger's lines.
#[derive(Default)]
pub(super) struct Sides {
    /// Lines that name no account of their own: those that stand against an open account, and the others.
    unnamed: [u64; 2],
    lines: u64,
    booked: HashMap<(String, i64), Lines>,
}

impl Sides {
    /// Nothing where the document is of no ledger.
    pub(super) fn of(document: &Document) -> Option<Self> {
        (document.same_money == "ledger").then(Self::default)
    }

    pub(super) fn see(&mut self, fact: &Fact) {
        if let Fact::Charge(charge) = fact
            && let Some(billed) = charge.billed.filter(|billed| billed.0 != 0)
        {
            self.lines += 1;
            let of = (charge.what.provider.clone(), billed.0.saturating_abs());
            let lines = self.booked.entry(of).or_default();
            *lines.entry(charge.what.service.clone()).or_default() += billed.0.signum();
        }
    }

    /// Takes note of what a line stands against, where it does not say of which account it is.
    pub(super) fn see_line(&mut self, layout: &Layout, row: &Row<'_>) {
        let Some(other) = layout
            .header
            .place(OTHER_SIDE)
            .and_then(|place| row.cells.get(place))
        else {
            return;
        };
        let mut accounts = layout
            .blocks
            .iter()
            .filter_map(|block| block.getter(Field::Service));
        if accounts.any(|account| !account.text(row, &layout.style).is_empty()) {
            return;
        }
        let other = other.text().to_lowercase();
        let is_open = OPEN.iter().any(|word| other.contains(word));
        self.unnamed[usize::from(!is_open)] += u64::from(!other.is_empty());
    }

    /// What there is to say where lines name no accounts, and some stand against open ones and others do not.
    fn unnamed(&self) -> Option<Problem> {
        let [against_open, others] = self.unnamed;
        if against_open.min(others) == 0 {
            return None;
        }
        let what = format!(
            "Nothing says of which accounts the lines are: {against_open} stand against open accounts and {others} do not, so both sides of a booking are in the file."
        );
        let hint =
            "undo the import and export it again with all of its columns, or the accounts of expenses only";
        Some(Problem::new(Severity::Warning, what).hint(hint))
    }

    /// What there is to say of both sides of bookings.
    pub(super) fn problem(&self) -> Option<Problem> {
        self.unnamed().or_else(|| self.cancelled())
    }

    /// Where half of the lines or more stand against others of another account.
    fn cancelled(&self) -> Option<Problem> {
        let (mut cancelled, mut accounts) = (0, BTreeSet::new());
        for lines in self.booked.values() {
            let side = |sign: i64| {
                lines
                    .values()
                    .map(move |count| (count * sign).max(0))
                    .sum::<i64>()
            };
            let both = side(1).min(side(-1));
            cancelled += 2 * both as u64;
            if both > 0 {
                accounts.extend(lines.keys().map(String::as_str));
            }
        }
        if cancelled == 0 || cancelled * 2 < self.lines {
            return None;
        }
        let names: Vec<&str> = accounts.into_iter().collect();
        let what = format!(
            "{cancelled} lines under {} take each other away: both sides of a booking are in the file.",
            names.join(", ")
        );
        let hint = "undo the import and export the accounts of expenses only";
        Some(Problem::new(Severity::Warning, what).hint(hint))
    }
}

#[cfg(test)]
mod tests {
    use model::{Amount, Charge, What};

    use super::*;
    use crate::formats::by_id;

    fn problem(lines: &[(&str, i64)]) -> Option<String> {
        let ledger = by_id("xero-transactions").expect("a format");
        let mut sides = Sides::of(&ledger).expect("a ledger");
        for (account, billed) in lines {
            let charge = Charge {
                billed: Some(Amount(*billed)),
                what: What {
                    service: (*account).to_owned(),
                    provider: "OpenAI".into(),
                    ..What::default()
                }
                .into(),
                ..Charge::default()
            };
            sides.see(&Fact::Charge(Box::new(charge)));
        }
        Some(sides.problem()?.what)
    }

    #[test]
    fn lines_of_two_accounts_that_cancel_are_said_and_a_refund_is_not() {
        let said = problem(&[("Software", 1_800), ("Everyday", -1_800), ("Software", 70)]);
        assert!(said.is_some_and(|said| said.starts_with("2 lines under Everyday, Software take")));
        assert_eq!(problem(&[("Software", 1_800), ("Software", -1_800)]), None);
        assert_eq!(problem(&[("Software", 1_800), ("Cloud", 1_800)]), None);
        assert_eq!(
            problem(&[("Software", 5), ("Cloud", -5), ("A", 1), ("A", 2), ("A", 3)]),
            None
        );
    }
}
