//! A read invoice into a sink: the document itself. Counts it as one row of its file.

use model::{Fact, Invoice, Outcome, Problem, Severity};

use crate::read::{IngestError, ReadReport, Sink};

/// Gives the invoice to the sink and says what became of it.
pub(crate) fn deliver(
    invoice: &Invoice,
    odd: &[Problem],
    sink: &mut Sink<'_>,
) -> Result<ReadReport, IngestError> {
    let mut report = ReadReport {
        period: invoice.period(),
        ..ReadReport::default()
    };
    report.rows.read = 1;
    odd.iter().cloned().for_each(|problem| report.note(problem));
    if let Some(problem) = nameless(invoice) {
        report.rows.refused = 1;
        report.note(problem);
        return Ok(report);
    }
    for rule in invoice.failed_rules() {
        report.note(Problem::new(
            Severity::Warning,
            format!("{}: {}", rule.rule, rule.what),
        ));
    }
    let fact = Fact::Invoice(Box::new(invoice.clone()));
    match sink(&mut vec![fact.clone()]).map_err(IngestError::Sink)? {
        Outcome::Kept => report.rows.kept = 1,
        Outcome::Duplicate => report.rows.duplicate = 1,
        Outcome::Replaced => report.rows.replaced = 1,
    }
    report.facts.invoice = 1;
    report.first_rows.push(fact);
    Ok(report)
}

/// Without a number or an issuer, an invoice cannot be told from another.
fn nameless(invoice: &Invoice) -> Option<Problem> {
    let lacks = if invoice.number.is_empty() {
        "number"
    } else if invoice.issuer_key().is_empty() {
        "issuer"
    } else {
        return None;
    };
    let what = format!("The invoice states no {lacks}, so it cannot be told from others.");
    Some(Problem::new(Severity::Error, what).hint("ask the issuer for a complete invoice"))
}
