//! What the card of one invoice says before all else: its number, who issued it, what it asks for.

use model::{Currency, Measure, MeasureTotal};

use crate::import::FileReport;
use crate::view::{Chip, TotalView};

/// Number and issuer; nothing where the file holds no invoice, or several.
pub(super) fn chips(report: &FileReport) -> Vec<Chip> {
    let chip = |label: &str| {
        let value = said(report, label)?;
        Some(Chip {
            label: label.to_owned(),
            value: value.to_owned(),
        })
    };
    ["Number", "Issuer"].into_iter().filter_map(chip).collect()
}

/// What is to be paid.
pub(super) fn payable(report: &FileReport) -> Option<TotalView> {
    let stated = MeasureTotal {
        currency: Currency::new(said(report, "Currency")?),
        measure: Measure::Billed,
        amount: said(report, "Payable")?.to_owned(),
        rows: 1,
    };
    Some(TotalView {
        measure: "Payable".to_owned(),
        amount: super::amount(&stated),
        exact: String::new(),
    })
}

fn said<'r>(report: &'r FileReport, label: &str) -> Option<&'r str> {
    let [only] = report.sample.as_slice() else {
        return None;
    };
    let found = only.iter().find(|(own, _)| own == label);
    let value = found.map(|(_, value)| value.as_str());
    value.filter(|value| report.facts.invoice == 1 && !value.is_empty())
}

#[cfg(test)]
mod tests {
    use model::ImportStatus;

    use super::*;

    #[test]
    fn one_invoice_says_its_number_issuer_and_amount() {
        let cells = [
            ("Issuer", "Bei Spiel GmbH"),
            ("Number", "RE-1"),
            ("Payable", "571.04"),
            ("Currency", "EUR"),
        ];
        let mut report = FileReport::of(0, "a.pdf", ImportStatus::DryRun);
        report.sample = vec![
            cells
                .map(|(label, value)| (label.to_owned(), value.to_owned()))
                .to_vec(),
        ];
        assert!(chips(&report).is_empty(), "no invoice");
        report.facts.invoice = 1;
        let labels: Vec<String> = chips(&report).into_iter().map(|chip| chip.value).collect();
        assert_eq!(labels, ["RE-1", "Bei Spiel GmbH"]);
        let payable = payable(&report).expect("an amount");
        assert_eq!(payable.amount, "EUR\u{a0}571.04");
        report.sample.push(Vec::new());
        assert!(chips(&report).is_empty(), "several");
    }
}
