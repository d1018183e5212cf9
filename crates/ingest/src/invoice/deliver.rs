//! A read invoice into a sink: the document itself, and its lines as charges if that was asked for. It is one row of its
//! file either way.

use model::{Fact, Invoice, Measure, Problem, Severity};

use super::charges::charges;
use crate::read::{IngestError, ReadReport, Sink};
use crate::totals::Totals;

/// Gives the invoice to the sink and says what became of it.
pub(crate) fn deliver(
    invoice: &Invoice,
    odd: &[Problem],
    count: bool,
    sink: &mut Sink<'_>,
) -> Result<ReadReport, IngestError> {
    let mut report = ReadReport::default();
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
    let mut facts = vec![Fact::Invoice(Box::new(invoice.clone()))];
    if count {
        facts.extend(counted(invoice, &mut report));
    }
    for fact in &facts {
        report.count(fact);
    }
    report.rows.met(sink(&mut facts).map_err(IngestError::Sink)?);
    Ok(report)
}

/// The lines as charges; an invoice that does not add up is not counted at all.
fn counted(invoice: &Invoice, report: &mut ReadReport) -> Vec<Fact> {
    let charges = match charges(invoice) {
        Ok(charges) => charges,
        Err(reason) => {
            report.note(Problem::new(Severity::Warning, reason).hint("the invoice itself is kept"));
            return Vec::new();
        }
    };
    let mut totals = Totals::default();
    for (charge, exact) in &charges {
        totals.add(&charge.what.currency, Measure::Billed, *exact);
        totals.add(&charge.what.currency, Measure::Effective, *exact);
    }
    report.totals = totals.finish();
    charges
        .into_iter()
        .map(|(charge, _)| Fact::Charge(Box::new(charge)))
        .collect()
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
