//! How an invoice meets the one of the same issuer and number that the book has already. Changes nothing.

use ingest::{Planned, ReadReport};
use model::{Invoice, Problem, Severity, Syntax};
use store::Book;

use crate::Error;

/// The invoice of the book, and the one that comes in.
pub(super) struct Meeting {
    earlier: Invoice,
    later: Invoice,
    /// Whether the lines of the earlier one count as charges; then those of the later one have to.
    pub(super) is_counted: bool,
}

impl Meeting {
    /// Nothing if the file is no invoice, or one that the book does not have.
    pub(super) fn of(book: &Book, plan: &Planned) -> Result<Option<Self>, Error> {
        let Some((later, _)) = plan.invoice.as_deref() else {
            return Ok(None);
        };
        let Some(earlier) = book.invoice_of(&later.scope)? else {
            return Ok(None);
        };
        Ok(Some(Self {
            is_counted: book.is_counted(&later.scope)?,
            later: later.clone(),
            earlier,
        }))
    }

    /// Why the later one is not taken: it says less of the same invoice than the book has, as a page says less than data.
    pub(super) fn needless(&self) -> Option<String> {
        let is_page = self.later.syntax == Syntax::Text && self.earlier.syntax != Syntax::Text;
        let lacks_lines = self.later.lines.is_empty() && !self.earlier.lines.is_empty();
        ((is_page || lacks_lines) && self.is_same()).then(|| self.sentence())
    }

    fn is_same(&self) -> bool {
        self.later.has_same_totals(&self.earlier)
    }

    /// What they are to one another.
    pub(super) fn sentence(&self) -> String {
        let (number, issuer) = (&self.later.number, &self.later.seller.name);
        if self.is_same() {
            return format!("Invoice {number} of {issuer} is in the book already, with the same totals");
        }
        let due = |invoice: &Invoice| {
            let total = invoice.totals.payable.or(invoice.totals.with_tax);
            total.map_or_else(
                || "no total".to_owned(),
                |total| format!("{total} {}", invoice.currency),
            )
        };
        format!(
            "Invoice {number} of {issuer} is in the book with {}; this one says {} and takes its place",
            due(&self.earlier),
            due(&self.later)
        )
    }

    /// A warning where amounts differ.
    pub(super) fn tell(&self, read: &mut ReadReport) {
        if !self.is_same() {
            let problem = Problem::new(Severity::Warning, format!("{}.", self.sentence()));
            read.problem_counts[1] += 1;
            read.problems
                .push(problem.hint("undo this import if the earlier one is right"));
        }
    }
}
