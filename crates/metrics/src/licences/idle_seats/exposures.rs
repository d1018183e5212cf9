//! Which counts of products may be shown, and what idle seats of all products cost: figures of the whole book.

use std::collections::BTreeMap;

use model::Money;

use super::counted::{Counted, cost};
use super::{IdleProduct, Tier};
use crate::people::suppression::{Privacy, Shown};
use crate::people::table::{Totals, suppress_table};

/// The parts of a product and its size, as far as they may be shown.
type ShownParts = (Vec<Shown<u64>>, Shown<u64>);

/// Products by the currency of their price: what seats cost is added up within one, so nothing may follow from that.
fn by_currency(counted: &[Counted<'_>]) -> BTreeMap<String, Vec<usize>> {
    let mut found: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, one) in counted.iter().enumerate() {
        let price = one.licence.price.as_ref();
        let code = price.map_or("", |price| price.monthly.currency.code());
        found.entry(code.to_owned()).or_default().push(at);
    }
    found
}

/// What may be shown of each product.
pub(super) fn hidden_products(counted: &[Counted<'_>], privacy: Privacy) -> Vec<ShownParts> {
    let nothing: ShownParts = (Vec::new(), Shown::Value(0));
    let mut all = vec![nothing; counted.len()];
    for of_currency in by_currency(counted).into_values() {
        let parts: Vec<Vec<u32>> = of_currency.iter().map(|at| counted[*at].parts.to_vec()).collect();
        let table = suppress_table(&parts, Totals::Whole, privacy);
        for ((at, cells), size) in of_currency.into_iter().zip(table.cells).zip(table.rows) {
            let cells = cells.into_iter().map(|cell| cell.map(u64::from));
            all[at] = (cells.collect(), size.map(u64::from));
        }
    }
    all
}

/// Exposure by currency and tier over all products with a price. It is left out where its product is the only one of its
/// currency, the book has others, and its seats are hidden: it would say their number.
pub(super) fn exposures(
    counted: &[Counted<'_>],
    products: &[IdleProduct],
    privacy: Privacy,
) -> Vec<(Tier, Money)> {
    let listed = |at: &&usize| counted[**at].held() > 0;
    let all = counted.iter().filter(|one| one.held() > 0).count();
    let sum = |of: &[usize], tier: Tier| -> Option<(Tier, Money)> {
        let listed: Vec<&usize> = of.iter().filter(listed).collect();
        let held: u64 = listed.iter().map(|at| counted[**at].held()).sum();
        let is_shown = |at: &&usize| {
            let tiers = &products[**at].tiers;
            tiers
                .iter()
                .any(|one| one.tier == tier && one.idle.value().is_some())
        };
        let is_alone = listed.len() == 1 && all > 1 && !listed.iter().all(is_shown);
        let money = |at: &&usize| cost(counted[**at].licence, counted[**at].parts[tier as usize].into());
        let mut sums = listed.iter().filter_map(money);
        let first = sums.next().filter(|_| !is_alone && !privacy.is_few(held))?;
        let sum = sums.fold(first, |sum, money| {
            Money::new(sum.total + money.total, sum.currency)
        });
        Some((tier, sum))
    };
    let currencies = by_currency(counted).into_values();
    let sums = currencies.flat_map(|of| {
        Tier::ALL
            .iter()
            .filter_map(|tier| sum(&of, *tier))
            .collect::<Vec<_>>()
    });
    sums.collect()
}
