//! Charts of invoices: what usage explains of one.

use charts::charts as chart;
use charts::{Figure, Options, Titles, Unit};
use metrics::signals::reconciliation::Reconciled;
use model::Total;

use crate::Result;
use crate::reconcile;
use crate::scope::Scope;
use crate::show::{self, Charted};

/// From tokens at contract prices to the invoice: the chosen one, else the newest whose charges are in the book.
pub(super) fn reconciliation(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let made = reconcile::all(scope, scope.route.item.as_deref())?;
    let one = made.invoices.first();
    let currency = one.map_or_else(|| scope.currency.clone(), |one| one.stated.currency.clone());
    let item = |(name, total): (&str, Total)| chart::Item {
        key: name.to_owned(),
        name: name.to_owned(),
        value: Figure::total(total, &currency),
    };
    let steps = one.map(Reconciled::steps).unwrap_or_default();
    let between = steps.iter().skip(1).filter(|(_, total)| total.0 != 0);
    let input = chart::VarianceWaterfall {
        titles: Titles::new(
            one.map_or_else(
                || "No invoice to hold against usage yet".to_owned(),
                |one| finding(scope, one),
            ),
            one.map_or_else(String::new, |one| {
                format!("{}, invoice {}", one.stated.issuer, one.stated.number)
            }),
            scope.filter_notes(),
        ),
        unit: Unit::Money(currency.clone()),
        from: item(("tokens × price", steps[0].1)),
        steps: between.copied().map(item).collect(),
        to: item(("invoice", one.map_or(Total(0), |one| one.stated.total))),
        is_rise_good: false,
        empty: "Nothing changed between the two.".to_owned(),
    };
    Ok(Charted::still(input.draw(options), made.explanation))
}

fn finding(scope: &Scope<'_>, one: &Reconciled) -> String {
    let open = Total(one.unexplained.0.abs());
    let open = show::money(scope, open, &one.stated.currency);
    let is_below = one.unexplained.0 < 0;
    if one.ok() {
        return format!("Usage explains the invoice to {open}");
    }
    match one.discount() {
        Some(share) => format!(
            "The invoice is {open} {} the prices of the book: every model is billed at {share} % of its price",
            if is_below { "below" } else { "above" }
        ),
        None if is_below => format!("Usage explains {open} more than the invoice bills"),
        None => format!("Usage does not explain {open} of the invoice"),
    }
}
