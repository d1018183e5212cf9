//! Net, tax and total that add up, found among all that labels propose.

use super::amount::{Money, amounts};
use super::aside::{Aside, is};
use super::beside::{Beside, Side};
use super::labels::Role;
use super::sums::{Proposed, micros, sum as total_of};

/// Edges that differ by less than this are one column.
const EDGE: f64 = 6.0;
/// Rows between a subtotal and a total.
const MOST_ROWS: usize = 8;
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
    /// The net was worked out of amounts that are all printed, and is as good as printed.
    pub(super) summed: bool,
    /// What is left to pay where rows between the tax and the printed amount take off what was paid, withheld or
    /// rounded.
    pub(super) left: Option<i64>,
}

/// An amount between a subtotal and a total.
struct Row {
    spot: usize,
    amount: i64,
    is_tax: bool,
    /// Whether its label says that it is a discount or a charge.
    is_known: bool,
    is_rounding: bool,
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
    /// The best net, tax and total that add up, and whether they may be one part of several.
    pub(super) fn proof(&self) -> Option<(Proof, bool)> {
        let totals = self.totals.iter().map(|offer| (offer, true));
        let payables = self.payables.iter().map(|offer| (offer, false));
        let mut proofs: Vec<Proof> = Vec::new();
        for (total, named) in totals.chain(payables) {
            for net in self.nets.iter().chain(&self.line_totals) {
                proofs.extend(self.three(total, net, named));
                proofs.extend(self.adjusted(total, net, named));
            }
            proofs.extend(self.tax_only(total, named));
            proofs.extend(self.included(total, named));
        }
        let best = proofs.iter().max_by_key(|proof| proof.rank)?;
        let sections = sections(&proofs);
        let whole = self.all_of(&sections);
        Some(match whole.filter(|whole| whole.total.abs() > best.total.abs()) {
            Some(whole) => (whole, false),
            None => (best.clone(), self.is_part(best, &sections)),
        })
    }

    /// Whether another section with a sum of its own stands before the best one, or on its page, and the best is not
    /// the sum of the others.
    fn is_part(&self, best: &Proof, sections: &[&Proof]) -> bool {
        let page = |proof: &Proof| self.sheet.spots[proof.total_spot].page;
        let others = sections.iter().filter(|other| other.total != best.total);
        let others: Vec<&&Proof> = others
            .filter(|other| other.total_spot < best.total_spot || page(other) == page(best))
            .collect();
        let sum = total_of(others.iter().map(|other| other.total));
        !others.is_empty() && best.whole && sum != best.total
    }

    /// The sum of sections, if it is printed below them.
    fn all_of(&self, parts: &[&Proof]) -> Option<Proof> {
        let sum = |of: fn(&Proof) -> i64| total_of(parts.iter().map(|proof| of(proof)));
        let all = sum(|proof| proof.total);
        let mut offers = self.totals.iter().chain(&self.payables);
        let offer = offers.find(|offer| {
            micros(offer.value.value) == all && parts.iter().all(|part| part.total_spot < offer.spot)
        })?;
        let first = parts.first().filter(|_| parts.len() > 1)?;
        Some(Proof {
            net: sum(|proof| proof.net),
            tax: sum(|proof| proof.tax),
            total: all,
            rank: first.rank,
            net_spot: None,
            tax_spot: first.tax_spot,
            total_spot: offer.spot,
            whole: true,
            summed: true,
            left: None,
        })
    }

    fn three(&self, total: &Beside<Money>, net: &Beside<Money>, named: bool) -> Option<Proof> {
        if total.spot == net.spot && total.value.from == net.value.from || !alike(total, net) {
            return None;
        }
        let (all, part) = (micros(total.value.value), micros(net.value.value));
        let tax = all.checked_sub(part)?;
        if tax < 0 && all > 0 && part > 0 {
            return None;
        }
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
            summed: false,
            left: None,
        })
    }

    /// Where the tax is printed that net and total leave.
    fn tax_of(&self, tax: i64, total: &Beside<Money>) -> Tax {
        let offers: Vec<&Beside<Money>> = self.taxes.iter().filter(|offer| alike(offer, total)).collect();
        // A tax below zero may have lost its sign on the page.
        let same = |offer: &&&Beside<Money>| {
            micros(offer.value.value) == tax || tax < 0 && micros(offer.value.value) == -tax
        };
        let nearest = |offer: &&&Beside<Money>| offer.spot.abs_diff(total.spot);
        if let Some(found) = offers.iter().filter(same).min_by_key(nearest) {
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
            summed: false,
            left: None,
        })
    }

    /// A subtotal, the discounts, fees and taxes printed below it, and the total that they make.
    fn adjusted(&self, total: &Beside<Money>, net: &Beside<Money>, named: bool) -> Option<Proof> {
        let rows = self.rows_between(net, total)?;
        let (all, part) = (micros(total.value.value), micros(net.value.value));
        let sum = |rows: &[Row]| total_of(rows.iter().map(|row| row.amount));
        let taxes: Vec<&Row> = rows.iter().filter(|row| row.is_tax).collect();
        let known = !taxes.is_empty() || self.taxes.is_empty() && rows.iter().all(|row| row.is_known);
        if !known || part.checked_add(sum(&rows))? != all {
            return None;
        }
        let tax = taxes.iter().map(|row| row.amount).sum::<i64>();
        // A discount or fee that its label names changes the net wherever it stands, any other row only above the tax.
        let last = rows.iter().rposition(|row| row.is_tax);
        let below = &rows[last.map_or(rows.len(), |last| last + 1)..];
        let is_below = |row: &Row| below.iter().any(|other| other.spot == row.spot);
        let changes = |row: &&Row| !row.is_tax && !row.is_rounding && (row.is_known || !is_below(row));
        let adjusting: Vec<&Row> = rows.iter().filter(changes).collect();
        let net_amount = part + adjusting.iter().map(|row| row.amount).sum::<i64>();
        let others: Vec<&Row> = rows.iter().filter(|row| !row.is_tax && !changes(row)).collect();
        let settles = |row: &&Row| if row.is_rounding { !named } else { row.amount < 0 };
        let left = others.iter().any(settles).then_some(all);
        Some(Proof {
            net: net_amount,
            tax,
            total: if left.is_some() { net_amount + tax } else { all },
            rank: (true, true, 2 * u8::from(named), all.abs(), total.spot),
            net_spot: adjusting.is_empty().then_some(net.spot),
            tax_spot: taxes.first().map(|row| row.spot),
            total_spot: total.spot,
            // A discount below the tax may have been taken off either.
            whole: !below.iter().any(|row| row.is_known && row.amount < 0),
            summed: true,
            left,
        })
    }

    /// The last amounts of the lines between a subtotal and a total of one column. A discount printed without a sign
    /// counts below zero.
    fn rows_between(&self, net: &Beside<Money>, total: &Beside<Money>) -> Option<Vec<Row>> {
        let piece = |spot: usize| self.sheet.spots[spot].piece;
        let near = |spot: usize| {
            let (one, other) = (piece(spot), piece(total.spot));
            (one.right - other.right).abs() < EDGE || (one.left - other.left).abs() < EDGE
        };
        if net.spot >= total.label || !alike(net, total) || !near(net.spot) || net.hit.role != Role::Net {
            return None;
        }
        let line = |spot: usize| (self.sheet.spots[spot].page, self.sheet.spots[spot].line);
        let inside = (net.spot + 1..total.spot)
            .filter(|spot| line(*spot) > line(net.spot) && line(*spot) < line(total.spot) && near(*spot));
        let rows = inside.filter_map(|spot| {
            let text = self.sheet.spots[spot].text();
            let money = *amounts(text, self.style.mark).last()?;
            money.clear.then(|| self.row(spot, micros(money.value)))
        });
        let rows: Vec<Row> = rows.collect();
        (!rows.is_empty() && rows.len() <= MOST_ROWS).then_some(rows)
    }

    fn row(&self, spot: usize, amount: i64) -> Row {
        let line = || self.sheet.line_of(spot).map(|other| &self.sheet.spots[other]);
        let begins = |wanted: Role| line().any(|other| other.begins(|role| role == wanted));
        let lowers = begins(Role::Allowance);
        Row {
            spot,
            amount: if lowers { -amount.abs() } else { amount },
            is_tax: line().any(|other| other.hits.iter().any(|hit| hit.role == Role::Tax)),
            is_known: lowers || begins(Role::Charge),
            is_rounding: begins(Role::Rounding),
        }
    }

    /// A total and the tax in it: `of which VAT 20.00`.
    fn included(&self, total: &Beside<Money>, named: bool) -> Option<Proof> {
        let tax = self
            .taxes
            .first()
            .filter(|tax| self.is_included(tax) && alike(tax, total))?;
        let (all, part) = (micros(total.value.value), micros(tax.value.value));
        let fits = part > 0 && part < all / 2 && self.taxes.iter().all(|other| other.spot == tax.spot);
        (fits && named).then(|| Proof {
            net: all - part,
            tax: part,
            total: all,
            rank: (false, false, 1, all.abs(), total.spot),
            net_spot: None,
            tax_spot: Some(tax.spot),
            total_spot: total.spot,
            whole: false,
            summed: false,
            left: None,
        })
    }

    /// Whether a word beside a tax says that the total has it already.
    fn is_included(&self, tax: &Beside<Money>) -> bool {
        let text = self.sheet.spots[tax.label].text();
        let (before, behind) = text.split_at(tax.hit.to);
        let mut words = before.split_whitespace().chain(behind.split_whitespace().take(2));
        words.any(|word| is(Aside::Included, word))
    }
}

/// Sections with a net, tax and total each, one after the other.
fn sections(proofs: &[Proof]) -> Vec<&Proof> {
    let whole = |proof: &&Proof| proof.whole && proof.rank.0 && proof.left.is_none();
    let mut all: Vec<&Proof> = proofs.iter().filter(whole).collect();
    all.sort_by_key(|proof| proof.total_spot);
    let mut sections: Vec<&Proof> = Vec::new();
    for proof in all {
        let behind = sections.last().map_or(0, |last| last.total_spot + 1);
        let spots = [proof.net_spot, proof.tax_spot, Some(proof.total_spot)];
        if spots
            .into_iter()
            .all(|spot| spot.is_some_and(|spot| spot >= behind))
        {
            sections.push(proof);
        }
    }
    sections
}

/// Whether two amounts can be in one sum: no two currencies.
fn alike(one: &Beside<Money>, other: &Beside<Money>) -> bool {
    match (one.value.currency, other.value.currency) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}
