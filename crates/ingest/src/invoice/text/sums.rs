//! Totals. Labels propose amounts, arithmetic chooses among them and proves them: net and tax make the total, total
//! less what was paid and with what was owed makes the amount to pay. What no label proposes is not invented.

use model::{Certainty, Exact};

use super::amount::Money;
use super::beside::{Beside, Side, Style, money};
use super::found::Field;
use super::labels::Role;
use super::proof::Proof;
use super::sheet::Sheet;

/// No invoice is about more, in millionths: the price of a house in the smallest of currencies, or the wages of a town.
pub(super) const MOST: u64 = 100_000_000_000_000_000;

/// What labels propose for one role.
pub(super) type Offers = Vec<Beside<Money>>;

/// Amounts that make sense together.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    pub(super) line_total: Option<Field<Exact>>,
    pub(super) net: Option<Field<Exact>>,
    pub(super) tax: Option<Field<Exact>>,
    pub(super) total: Option<Field<Exact>>,
    pub(super) prepaid: Option<Field<Exact>>,
    pub(super) previous: Option<Field<Exact>>,
    pub(super) payable: Option<Field<Exact>>,
    /// The currency beside what was chosen as total, or as amount to pay.
    pub(super) sign: Option<&'static str>,
    /// The piece of the first total, where lines end.
    pub(super) first: Option<usize>,
}

impl Sums {
    /// Whether all of the total was paid.
    pub(super) fn is_paid(&self) -> bool {
        let all = |field: &Option<Field<Exact>>| field.as_ref().map(|field| micros(field.value));
        all(&self.prepaid).is_some_and(|paid| paid != 0 && Some(paid) == all(&self.total))
    }
}

/// Everything that labels propose.
pub(super) struct Proposed<'s, 'p> {
    pub(super) sheet: &'s Sheet<'p>,
    pub(super) style: Style,
    pub(super) nets: Offers,
    pub(super) taxes: Offers,
    pub(super) totals: Offers,
    pub(super) payables: Offers,
    prepaid: Offers,
    previous: Offers,
    pub(super) line_totals: Offers,
}

/// A sum of amounts in millionths, of however many.
pub(super) fn sum(amounts: impl Iterator<Item = i64>) -> i64 {
    amounts.fold(0, i64::saturating_add)
}

/// An amount in millionths.
pub(super) fn micros(value: Exact) -> i64 {
    value.micros().unwrap_or(i64::MAX)
}

fn exact(micros: i64) -> Exact {
    Exact::new(micros.into(), 6)
}

/// Finds the totals.
pub(super) fn sums(sheet: &Sheet<'_>, style: Style) -> Sums {
    let offers = |role| offers(sheet, role, style);
    let proposed = Proposed {
        sheet,
        style,
        nets: offers(Role::Net),
        taxes: offers(Role::Tax),
        totals: offers(Role::Total),
        payables: offers(Role::Payable),
        prepaid: offers(Role::Prepaid),
        previous: offers(Role::PreviousBalance),
        line_totals: offers(Role::LineTotal),
    };
    proposed.solve()
}

/// The amounts that look like money, the nearest of each kind only.
fn offers(sheet: &Sheet<'_>, role: Role, style: Style) -> Offers {
    let mut found = money(sheet, role, style);
    found.retain(|offer| offer.value.clear);
    if found.iter().any(|offer| offer.side > Side::Below) {
        found.retain(|offer| offer.side > Side::Below);
    }
    found
}

impl Proposed<'_, '_> {
    fn solve(&self) -> Sums {
        let mut sums = match self.proof() {
            Some((proof, is_part)) => self.proven(&proof, is_part),
            None => self.unproven(),
        };
        self.pay(&mut sums);
        sums.line_total = self.stated(&self.line_totals);
        sums.sign = self.sign(&sums);
        let offers = [
            &self.nets,
            &self.taxes,
            &self.totals,
            &self.payables,
            &self.line_totals,
        ];
        sums.first = offers
            .iter()
            .flat_map(|offers| offers.iter())
            .map(|offer| offer.label)
            .min();
        sums
    }

    /// The currency beside what was chosen as total, else beside the amount to pay.
    fn sign(&self, sums: &Sums) -> Option<&'static str> {
        let chosen = [(&self.totals, &sums.total), (&self.payables, &sums.payable)];
        chosen.iter().find_map(|(offers, field)| {
            let value = field.as_ref()?.value;
            offers
                .iter()
                .filter(|offer| micros(offer.value.value) == micros(value))
                .find_map(|offer| offer.value.currency)
        })
    }

    fn proven(&self, proof: &Proof, is_part: bool) -> Sums {
        // A larger total that nothing explains: what adds up may be a part only.
        let exceeds = |offer: &Beside<Money>| {
            let other = micros(offer.value.value).abs();
            offer.hit.strong && other > proof.total.abs() && !self.explains(proof.total, other)
        };
        let larger = is_part || self.totals.iter().any(exceeds);
        // An amount to pay that is larger may have a fee on top.
        let due = proof.left.unwrap_or(proof.total);
        let payable = |offer: &Beside<Money>| micros(offer.value.value) == due;
        let owed = !self.payables.iter().any(payable) && self.payables.iter().any(exceeds);
        let strong = match (proof.whole && proof.rank.0 && !owed, larger) {
            (true, false) => Certainty::Certain,
            (_, false) if proof.net_spot.is_some() && proof.rank.0 && !owed => Certainty::Certain,
            (_, false) => Certainty::Likely,
            (_, true) => Certainty::Guess,
        };
        let printed = |value: i64, spot: Option<usize>, most: Certainty| {
            let confidence = if spot.is_some() {
                most
            } else {
                most.min(Certainty::Likely)
            };
            Some(Field::new(
                exact(value),
                confidence,
                spot.map(|spot| self.sheet.place(spot)),
            ))
        };
        let tax = if proof.tax_spot.is_some() || !self.taxes.is_empty() {
            printed(proof.tax, proof.tax_spot, strong)
        } else {
            None
        };
        Sums {
            net: if proof.summed {
                Some(Field::new(exact(proof.net), strong, None))
            } else {
                printed(proof.net, proof.net_spot, strong)
            },
            tax,
            total: printed(proof.total, Some(proof.total_spot), strong),
            payable: proof
                .left
                .and_then(|left| printed(left, Some(proof.total_spot), strong)),
            ..Sums::default()
        }
    }

    /// Whether a larger amount is a total with what was owed before.
    fn explains(&self, total: i64, larger: i64) -> bool {
        let owed = |offers: &Offers| {
            offers
                .iter()
                .any(|offer| total + micros(offer.value.value) == larger)
        };
        owed(&self.previous) || owed(&self.prepaid)
    }

    /// Nothing adds up: what the labels say, one by one.
    fn unproven(&self) -> Sums {
        let total = self.stated(&self.totals);
        Sums {
            net: self.stated(&self.nets),
            tax: self.stated(&self.taxes),
            total,
            ..Sums::default()
        }
    }

    /// The last of the nearest offers, as likely as its label.
    fn stated(&self, offers: &Offers) -> Option<Field<Exact>> {
        let best = offers
            .iter()
            .max_by_key(|offer| (offer.hit.strong, offer.side, offer.spot))?;
        let agreed = offers
            .iter()
            .all(|other| micros(other.value.value) == micros(best.value.value));
        let confidence = if agreed && best.side > Side::Below {
            Certainty::Likely
        } else {
            Certainty::Guess
        };
        Some(Field::new(
            best.value.value,
            confidence,
            Some(self.sheet.place(best.spot)),
        ))
    }

    /// The amount to pay: the one that follows from the total, the payments and the balance, if a label says so.
    fn pay(&self, sums: &mut Sums) {
        let Some(total) = sums.total.clone() else {
            sums.payable = self.stated(&self.payables);
            return;
        };
        let (all, sure) = (micros(total.value), total.confidence);
        let named = |wanted: i64| {
            self.payables
                .iter()
                .find(|offer| micros(offer.value.value) == wanted)
        };
        for (paid, paid_offer) in choices(&self.prepaid) {
            for (owed, owed_offer) in choices(&self.previous) {
                let wanted = all - paid.abs() + owed;
                let Some(offer) = named(wanted) else { continue };
                let clash = self
                    .payables
                    .iter()
                    .any(|other| micros(other.value.value) != wanted && other.side == offer.side);
                let own = self.totals.iter().any(|total| total.spot != offer.spot) || sums.net.is_some();
                let agreed = (paid, owed) == (0, 0) && self.agree(offer, all);
                let confidence = match (clash || !own, agreed && sure == Certainty::Likely) {
                    (true, _) => sure.min(Certainty::Likely),
                    (false, true) => Certainty::Certain,
                    (false, false) => sure,
                };
                if let Some(total) = &mut sums.total {
                    total.confidence = total.confidence.max(confidence);
                }
                let spot = Some(self.sheet.place(offer.spot));
                sums.payable = Some(Field::new(offer.value.value, confidence, spot));
                sums.prepaid = paid_offer.map(|offer| self.field(offer, paid.abs(), confidence));
                sums.previous = owed_offer.map(|offer| self.field(offer, owed, confidence));
                return;
            }
        }
        sums.prepaid = self.stated(&self.prepaid);
        sums.previous = self.stated(&self.previous);
        if sums.payable.is_some() {
            return;
        }
        sums.payable = self.stated(&self.payables);
        if sums.payable.is_none() && self.prepaid.is_empty() && self.previous.is_empty() {
            sums.payable = Some(Field::new(total.value, sure.min(Certainty::Likely), total.place));
        }
    }

    /// Whether every total that is printed is the amount to pay, each beside a label of its own.
    fn agree(&self, payable: &Beside<Money>, all: i64) -> bool {
        let mut totals = self.totals.iter();
        let stated = totals
            .clone()
            .any(|total| total.hit.strong && total.spot != payable.spot);
        payable.hit.strong
            && payable.side > Side::Below
            && stated
            && totals.all(|total| total.side > Side::Below && micros(total.value.value) == all)
    }

    fn field(&self, offer: &Beside<Money>, value: i64, confidence: Certainty) -> Field<Exact> {
        Field::new(exact(value), confidence, Some(self.sheet.place(offer.spot)))
    }
}

/// What may have been paid or owed: each offer, all of them together, or nothing.
fn choices(offers: &Offers) -> Vec<(i64, Option<&Beside<Money>>)> {
    let mut choices: Vec<(i64, Option<&Beside<Money>>)> = offers
        .iter()
        .map(|offer| (micros(offer.value.value), Some(offer)))
        .collect();
    if offers.len() > 1 {
        let sum = offers.iter().map(|offer| micros(offer.value.value)).sum();
        choices.push((sum, offers.first()));
    }
    // Payments that are printed are part of the sum; nothing is tried only where none is printed or all are zero.
    if offers.iter().all(|offer| offer.value.value.is_zero()) {
        choices.push((0, None));
    }
    choices
}
