//! The totals that a file itself states, beside what its rows come to, with the difference in the currency.

use charts::Locale;
use charts::format::{self, Currencies};
use ingest::Stated;
use model::{Currency, Exact, Money, Total};

use crate::import::FileReport;
use crate::view::StatedView;

/// The column of cells that were turned into rows.
const TURNED: &str = "@value";

/// Every stated total that can be compared: in one currency, for sums of several mean nothing.
pub(super) fn of(report: &FileReport) -> Vec<StatedView> {
    let money = report.totals.iter().filter(|total| total.measure.is_money());
    let mut currencies: Vec<&Currency> = money.map(|total| &total.currency).collect();
    currencies.dedup();
    match currencies[..] {
        [] => report
            .stated
            .iter()
            .map(|stated| view(stated, &Currency::new("")))
            .collect(),
        [one] => report.stated.iter().map(|stated| view(stated, one)).collect(),
        _ => Vec::new(),
    }
}

fn view(stated: &Stated, currency: &Currency) -> StatedView {
    let column = match stated.column.as_str() {
        TURNED => String::new(),
        column => format!(" of {column}"),
    };
    let apart = difference(stated);
    StatedView {
        label: format!(
            "The file’s own total{column}, row {} ({})",
            stated.row, stated.label
        ),
        amount: money(stated.stated, currency),
        read: money(stated.read, currency),
        difference: apart.map_or_else(String::new, |apart| money(apart, currency)),
    }
}

/// What the rows have more than the file says; nothing where they agree.
fn difference(stated: &Stated) -> Option<Exact> {
    let apart = stated.read.decimal() - stated.stated.decimal();
    Exact::parse(&apart.to_string()).filter(|apart| !apart.is_zero())
}

fn money(amount: Exact, currency: &Currency) -> String {
    let Some((units, _)) = amount
        .unscaled(currency.scale())
        .filter(|_| !currency.code().is_empty())
    else {
        return amount.to_string().replace('-', "−");
    };
    let money = Money::new(Total(units), currency.clone());
    format::money(&money, Currencies::Mixed, &Locale::default())
}

#[cfg(test)]
mod tests {
    use model::{ImportStatus, Measure, MeasureTotal};

    use super::*;

    fn report(read: &str, currencies: &[&str]) -> FileReport {
        let exact = |text: &str| Exact::parse(text).expect(text);
        let total = |code: &&str| MeasureTotal {
            currency: Currency::new(code),
            measure: Measure::Billed,
            amount: read.to_owned(),
            rows: 2,
        };
        FileReport {
            totals: currencies.iter().map(total).collect(),
            stated: vec![Stated {
                row: 5,
                label: "Total".to_owned(),
                column: "Betrag".to_owned(),
                stated: exact("1310.50"),
                read: exact(read),
            }],
            ..FileReport::of(0, "ledger.csv", ImportStatus::DryRun)
        }
    }

    #[test]
    fn a_difference_is_said_in_the_currency_and_none_where_they_agree() {
        let apart = &of(&report("1214.5", &["EUR"]))[0];
        assert!(
            apart.label.contains("Betrag") && apart.label.contains("row 5"),
            "{apart:?}"
        );
        assert!(apart.amount.contains("1,310.50"), "{apart:?}");
        assert!(
            apart.difference.contains("96.00") && apart.difference.contains('−'),
            "{apart:?}"
        );
        assert_eq!(of(&report("1310.5", &["EUR"]))[0].difference, "");
    }

    #[test]
    fn a_total_over_several_currencies_is_compared_with_nothing() {
        assert!(of(&report("1310.5", &["EUR", "USD"])).is_empty());
        assert_eq!(of(&report("1310", &[]))[0].difference, "−0.5");
    }
}
