//! How an invoice meets the one of the same issuer and number that the book has already. Changes nothing.

use ingest::{Planned, ReadReport};
use model::{Invoice, Problem, Severity, Syntax};
use store::{Book, StoredInvoice};

use crate::Error;

/// The invoice of the book, and the one that comes in.
pub(super) struct Meeting {
    earlier: Invoice,
    later: Invoice,
    /// Whether the lines of the earlier one count as charges; then those of the later one have to.
    pub(super) is_counted: bool,
}

/// The plan for a file, where its invoice is known in the book under another name of its issuer, or where the name is that
/// of another company, as their VAT identifiers say.
pub(super) fn placed(book: &Book, plan: &Planned) -> Result<Option<Planned>, Error> {
    let Some((invoice, _)) = plan.invoice.as_deref() else {
        return Ok(None);
    };
    if let Some(known) = book.invoice_of(&invoice.scope)? {
        let is_other = known.has_same_vat(invoice) == Some(false);
        return Ok(is_other.then(|| plan.of_issuer(&invoice.issuer_by_vat())));
    }
    if invoice.seller.vat_id.is_empty() {
        return Ok(None);
    }
    let known = book
        .invoices_with(&invoice.seller.vat_id)?
        .into_iter()
        .find(|stored| {
            stored.invoice.has_same_vat(invoice) == Some(true) && stored.invoice.has_same_number(invoice)
        });
    let of = |known: StoredInvoice| {
        let issuers = [known.invoice.issuer_key(), known.invoice.issuer_by_vat()];
        let mut plans = issuers.iter().map(|issuer| plan.of_issuer(issuer));
        plans.find(|plan| {
            plan.invoice
                .as_ref()
                .is_some_and(|own| own.0.scope == known.invoice.scope)
        })
    };
    Ok(known.and_then(of))
}

/// What is to say of an invoice that corrects another one of the book, which counts, too.
fn corrects(book: &Book, later: &Invoice) -> Result<Option<Problem>, Error> {
    const CORRECTED: &str = "384";
    if later.type_code != CORRECTED {
        return Ok(None);
    }
    let earlier = later.preceding.iter().map(|number| Invoice {
        number: number.clone(),
        is_credit_note: false,
        ..later.clone()
    });
    for mut earlier in earlier {
        earlier.identify();
        if book.invoice_of(&earlier.scope)?.is_some() {
            let what = format!(
                "Invoice {} corrects {}, which is in the book, too.",
                later.number, earlier.number
            );
            let hint = "undo the import of the earlier one if this one takes its place";
            return Ok(Some(Problem::new(Severity::Warning, what).hint(hint)));
        }
    }
    Ok(None)
}

/// Says of an invoice what a reader of the book should know.
pub(super) fn tell(
    (book, plan): (&Book, &Planned),
    meeting: Option<&Meeting>,
    read: &mut ReadReport,
) -> Result<(), Error> {
    let corrected = match plan.invoice.as_deref() {
        Some((invoice, _)) => corrects(book, invoice)?,
        None => None,
    };
    let problems = meeting.and_then(Meeting::difference).into_iter().chain(corrected);
    for problem in problems {
        read.problem_counts[1] += 1;
        read.problems.push(problem);
    }
    Ok(())
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
        if self.is_same() {
            return (is_page || lacks_lines).then(|| self.sentence());
        }
        is_page.then(|| {
            format!(
                "{}; what a page shows does not take the place of data",
                self.amounts()
            )
        })
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
        format!("{} and takes its place", self.amounts())
    }

    /// What the two say.
    fn amounts(&self) -> String {
        let (number, issuer) = (&self.later.number, &self.later.seller.name);
        let due = |invoice: &Invoice| {
            let total = invoice.totals.payable.or(invoice.totals.with_tax);
            total.map_or_else(
                || "no total".to_owned(),
                |total| format!("{total} {}", invoice.currency),
            )
        };
        format!(
            "Invoice {number} of {issuer} is in the book with {}; this one says {}",
            due(&self.earlier),
            due(&self.later)
        )
    }

    /// A warning where amounts differ.
    fn difference(&self) -> Option<Problem> {
        let problem = || Problem::new(Severity::Warning, format!("{}.", self.sentence()));
        (!self.is_same()).then(|| problem().hint("undo this import if the earlier one is right"))
    }
}
