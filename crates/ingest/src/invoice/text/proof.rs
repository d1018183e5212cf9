//! Net, tax and total that add up, found among all that labels propose.

use super::amount::Money;
use super::beside::{Beside, Side};
use super::labels::Role;
use super::sums::{Proposed, micros};

/// Tax amounts tried in every combination.
const MOST_TAXES: usize = 10;

/// Net, tax and total that add up.
#[derive(Clone, Debug)]
pub(super) struct Proof {
    pub(super) net: i64,
    pub(super) tax: i64,
    pub(super) total: i64,
    /// How good it is.
    pub(super) rank: (bool, bool, u8, i64, usize),
    pub(super) net_spot: Option<usize>,
    pub(super) tax_spot: Option<usize>,
    pub(super) total_spot: usize,
    /// All three were printed and the tax is not zero.
    pub(super) whole: bool,
}

/// The tax between a net and a total.
enum Tax {
    /// Printed here.
    At(usize),
    /// There is none, and none is printed.
    None,
    /// Net and total do not belong together.
    Unexplained,
}

impl Proposed<'_, '_> {
    /// The best net, tax and total that add up.
    pub(super) fn proof(&self) -> Option<Proof> {
        let totals = self.totals.iter().map(|offer| (offer, true));
        let payables = self.payables.iter().map(|offer| (offer, false));
        let mut proofs: Vec<Proof> = Vec::new();
        for (total, named) in totals.chain(payables) {
            for net in self.nets.iter().chain(&self.line_totals) {
                proofs.extend(self.three(total, net, named));
            }
            proofs.extend(self.tax_only(total, named));
        }
        proofs.into_iter().max_by_key(|proof| proof.rank)
    }

    fn three(&self, total: &Beside<Money>, net: &Beside<Money>, named: bool) -> Option<Proof> {
        if total.spot == net.spot && total.value.from == net.value.from || !alike(total, net) {
            return None;
        }
        let (all, part) = (micros(total.value.value), micros(net.value.value));
        let tax = all.checked_sub(part)?;
        let tax_spot = match self.tax_of(tax, total) {
            Tax::At(spot) => Some(spot),
            Tax::None => None,
            Tax::Unexplained => return None,
        };
        let whole = tax != 0 && tax_spot.is_some();
        let near = net.side.min(total.side) > Side::Below;
        Some(Proof {
            net: part,
            tax,
            total: all,
            rank: (
                near,
                whole || tax == 0 && tax_spot.is_some(),
                2 * u8::from(named) + u8::from(net.hit.role == Role::Net),
                all.abs(),
                total.spot,
            ),
            net_spot: Some(net.spot),
            tax_spot,
            total_spot: total.spot,
            whole,
        })
    }

    /// Where the tax is printed that net and total leave.
    fn tax_of(&self, tax: i64, total: &Beside<Money>) -> Tax {
        let offers: Vec<&Beside<Money>> = self.taxes.iter().filter(|offer| alike(offer, total)).collect();
        // A tax below zero may have lost its sign on the page.
        let same = |offer: &&&Beside<Money>| {
            micros(offer.value.value) == tax || tax < 0 && micros(offer.value.value) == -tax
        };
        if let Some(found) = offers.iter().find(same) {
            return Tax::At(found.spot);
        }
        if tax == 0 {
            let none = offers.iter().all(|offer| offer.value.value.is_zero());
            return if none { Tax::None } else { Tax::Unexplained };
        }
        let few = &offers[..offers.len().min(MOST_TAXES)];
        let sum = |set: u32| {
            let chosen = few.iter().enumerate().filter(|(at, _)| set & (1 << at) != 0);
            chosen.map(|(_, offer)| micros(offer.value.value)).sum::<i64>()
        };
        let mut sets = (1u32..1 << few.len()).filter(|set| set.count_ones() >= 2);
        match sets.find(|set| sum(*set) == tax) {
            Some(set) => Tax::At(few[set.trailing_zeros() as usize].spot),
            None => Tax::Unexplained,
        }
    }

    /// A total and its tax where no net is printed.
    fn tax_only(&self, total: &Beside<Money>, named: bool) -> Option<Proof> {
        let tax = self
            .taxes
            .iter()
            .find(|offer| alike(offer, total) && offer.spot != total.spot)?;
        let (all, tax_amount) = (micros(total.value.value), micros(tax.value.value));
        let fits = tax_amount == 0 || (tax_amount.abs() < all.abs() / 2 && (tax_amount < 0) == (all < 0));
        (fits && named && self.nets.is_empty()).then(|| Proof {
            net: all - tax_amount,
            tax: tax_amount,
            total: all,
            rank: (false, false, 0, all.abs(), total.spot),
            net_spot: None,
            tax_spot: Some(tax.spot),
            total_spot: total.spot,
            whole: false,
        })
    }
}

/// Whether two amounts can be in one sum: no two currencies.
fn alike(one: &Beside<Money>, other: &Beside<Money>) -> bool {
    match (one.value.currency, other.value.currency) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}
