//! Which charges an invoice bills: all that state its number and issuer, else those of its vendor in its months that no
//! invoice claims by its number. What several invoices share is held against their sum. Concludes nothing where nothing
//! fits.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};
use model::{Currency, Exact, Grain, Invoice, Total};
use store::{BilledSum, StoredInvoice};

use crate::guard::Named;

/// Charges that an invoice, or several together, seem to bill.
#[derive(Clone, Debug, Default)]
pub(crate) struct Link {
    /// Vendors as the charges name them.
    pub(crate) providers: BTreeSet<String>,
    /// The number as the charges state it; nothing where it did not tell.
    pub(crate) numbers: BTreeSet<String>,
    /// Months of the charges, where the number did not tell.
    pub(crate) months: BTreeSet<NaiveDate>,
    /// Numbers of charges in these months that other invoices bill.
    pub(crate) apart: BTreeSet<String>,
    /// The invoices that bill these charges together, by their place in the list.
    pub(crate) invoices: Vec<usize>,
    /// What the charges add up to, without tax.
    pub(crate) billed: Total,
    /// How many charges.
    pub(crate) rows: u64,
    /// What the invoices say, without tax and with the sign of a credit.
    pub(crate) stated: Total,
    /// By how much the two may differ.
    pub(crate) tolerance: Total,
}

impl Link {
    /// Stated less billed.
    pub(crate) fn difference(&self) -> Total {
        Total(self.stated.0 - self.billed.0)
    }

    /// Whether the charges are what the invoices say.
    pub(crate) fn agrees(&self) -> bool {
        self.difference().0.abs() <= self.tolerance.0
    }

    /// The vendors in one text.
    pub(crate) fn vendors(&self) -> String {
        self.providers.iter().cloned().collect::<Vec<_>>().join(", ")
    }

    fn add(&mut self, sum: &BilledSum) {
        self.providers.insert(sum.provider.clone());
        self.billed = self.billed + sum.sum;
        self.rows += sum.rows;
    }

    fn held_against(mut self, stated: Total, currency: &Currency) -> Self {
        self.stated = stated;
        self.tolerance = tolerance(self.rows, currency);
        self
    }
}

/// What each invoice bills.
pub(crate) fn links(
    all: &[StoredInvoice],
    by_number: &[BilledSum],
    by_month: &[BilledSum],
) -> Vec<Option<Link>> {
    let linker = Linker::new(all, by_number, by_month);
    let mut links: Vec<Option<Link>> = (0..all.len()).map(|at| linker.named(at)).collect();
    for (invoices, places) in linker.shares(&links) {
        let link = linker.monthly(&invoices, &places);
        for at in invoices {
            links[at] = Some(link.clone());
        }
    }
    links
}

/// Invoices, and the months of charges that they share.
type Share = (Vec<usize>, BTreeSet<usize>);

/// Months that an invoice of several may bill.
const MOST_MONTHS: usize = 24;

struct Linker<'a> {
    all: &'a [StoredInvoice],
    sellers: Vec<Named>,
    by_number: &'a [BilledSum],
    /// The invoice that bills each of these.
    claims: Vec<Option<usize>>,
    /// Sums by month without what is claimed, and the numbers that were taken off.
    free: Vec<(BilledSum, BTreeSet<String>)>,
    vendors: Vec<Named>,
}

impl<'a> Linker<'a> {
    fn new(all: &'a [StoredInvoice], by_number: &'a [BilledSum], by_month: &[BilledSum]) -> Self {
        let sellers: Vec<Named> = all
            .iter()
            .map(|stored| Named::of(&stored.invoice.seller.name))
            .collect();
        let mut numbered: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, stored) in all.iter().enumerate() {
            numbered.entry(key(&stored.invoice.number)).or_default().push(at);
        }
        let claim = |sum: &BilledSum| claim(sum, all, &sellers, numbered.get(&key(&sum.invoice))?);
        let claims: Vec<Option<usize>> = by_number.iter().map(claim).collect();
        let free = free(by_month, by_number.iter().zip(&claims));
        Self {
            vendors: free.iter().map(|(sum, _)| Named::of(&sum.provider)).collect(),
            all,
            sellers,
            by_number,
            claims,
            free,
        }
    }

    /// The charges that state its number.
    fn named(&self, at: usize) -> Option<Link> {
        let invoice = &self.all[at].invoice;
        let mut link = Link {
            invoices: vec![at],
            ..Link::default()
        };
        for (sum, _) in self
            .by_number
            .iter()
            .zip(&self.claims)
            .filter(|(_, claim)| **claim == Some(at))
        {
            link.add(sum);
            link.numbers.insert(sum.invoice.clone());
        }
        if link.rows == 0 {
            return None;
        }
        Some(link.held_against(stated(invoice)?, &invoice.currency))
    }

    /// Invoices without charges of their number, together with the months of charges they may bill. A credit note or what
    /// asks for no money never bills whole months, and an invoice whose lines count has its charges.
    fn shares(&self, links: &[Option<Link>]) -> Vec<Share> {
        let mut shares: Vec<Share> = Vec::new();
        for (at, stored) in self.all.iter().enumerate() {
            let is_bill = stored.invoice.no_bill.is_empty() && !stored.invoice.is_credit_note;
            let is_document = !stored.is_counted && is_bill;
            if links[at].is_some() || !is_document || self::stated(&stored.invoice).is_none() {
                continue;
            }
            let mut share: Share = (vec![at], self.places(at));
            if share.1.is_empty() {
                continue;
            }
            let meets = |(_, places): &Share| !places.is_disjoint(&share.1);
            let (met, apart): (Vec<Share>, _) = shares.into_iter().partition(meets);
            shares = apart;
            for (invoices, places) in met {
                share.0.extend(invoices);
                share.1.extend(places);
            }
            share.0.sort_unstable();
            shares.push(share);
        }
        shares
    }

    /// The months of charges that an invoice may bill: those it states; without, of the month before it and its own the first
    /// that agrees, else the first that has charges.
    fn places(&self, at: usize) -> BTreeSet<usize> {
        let invoice = &self.all[at].invoice;
        let Some(period) = invoice.period() else {
            return BTreeSet::new();
        };
        if period.days() > 1 {
            let months = period.months().take(MOST_MONTHS).map(|month| month.from);
            return self.within(at, &months.collect::<Vec<_>>());
        }
        let own = Grain::Month.start(period.from);
        let before = own.checked_sub_months(Months::new(1)).unwrap_or(own);
        let each = [before, own].map(|month| self.within(at, &[month]));
        let agrees = |places: &&BTreeSet<usize>| !places.is_empty() && self.monthly(&[at], places).agrees();
        let found = each
            .iter()
            .find(agrees)
            .or_else(|| each.iter().find(|places| !places.is_empty()));
        found.cloned().unwrap_or_default()
    }

    fn within(&self, at: usize, months: &[NaiveDate]) -> BTreeSet<usize> {
        let fits = |place: &usize| {
            let (sum, _) = &self.free[*place];
            sum.currency == self.all[at].invoice.currency
                && sum.month.is_some_and(|month| months.contains(&month))
                && self.sellers[at].issues_for(&self.vendors[*place])
        };
        (0..self.free.len()).filter(fits).collect()
    }

    /// Invoices against all of their months.
    fn monthly(&self, invoices: &[usize], places: &BTreeSet<usize>) -> Link {
        let mut link = Link {
            invoices: invoices.to_vec(),
            ..Link::default()
        };
        for (sum, apart) in places.iter().map(|place| &self.free[*place]) {
            link.add(sum);
            link.months.extend(sum.month);
            link.apart.extend(apart.iter().cloned());
        }
        let stated: Total = invoices
            .iter()
            .filter_map(|at| stated(&self.all[*at].invoice))
            .sum();
        link.held_against(stated, &self.all[invoices[0]].invoice.currency)
    }
}

/// An invoice number however it is written.
fn key(number: &str) -> String {
    number.trim().to_lowercase()
}

/// The invoice of a number that bills these charges. Where they say who issued it, that must be its seller; where they do
/// not and several invoices have the number, their vendor must be.
fn claim(sum: &BilledSum, all: &[StoredInvoice], sellers: &[Named], numbered: &[usize]) -> Option<usize> {
    let fits = |at: &&usize| all[**at].invoice.currency == sum.currency;
    let is_of = |at: usize, name: &Named| sellers[at].issues_for(name) || name.issues_for(&sellers[at]);
    let mut of: Vec<usize> = numbered.iter().filter(fits).copied().collect();
    if !sum.issuer.is_empty() {
        let issuer = Named::of(&sum.issuer);
        of.retain(|at| all[*at].invoice.seller.name.is_empty() || is_of(*at, &issuer));
    }
    if of.len() > 1 {
        let vendor = Named::of(&sum.provider);
        of.retain(|at| is_of(*at, &vendor));
    }
    (of.len() == 1).then(|| of[0])
}

/// Sums by month without what an invoice claims; nothing where nothing is left.
fn free<'s>(
    by_month: &[BilledSum],
    claims: impl Iterator<Item = (&'s BilledSum, &'s Option<usize>)>,
) -> Vec<(BilledSum, BTreeSet<String>)> {
    let mut claimed: BTreeMap<_, Vec<&BilledSum>> = BTreeMap::new();
    for (sum, _) in claims.filter(|(_, claim)| claim.is_some()) {
        let place = (sum.provider.as_str(), &sum.currency, sum.month);
        claimed.entry(place).or_default().push(sum);
    }
    let left = |of: &BilledSum| {
        let (mut sum, mut apart) = (of.clone(), BTreeSet::new());
        let taken = claimed.get(&(of.provider.as_str(), &of.currency, of.month));
        for taken in taken.into_iter().flatten() {
            sum.sum.0 -= taken.sum.0;
            sum.rows = sum.rows.saturating_sub(taken.rows);
            apart.insert(taken.invoice.clone());
        }
        (sum.rows > 0).then_some((sum, apart))
    };
    by_month.iter().filter_map(left).collect()
}

/// What the invoice says without tax, at the scale of its currency.
fn stated(invoice: &Invoice) -> Option<Total> {
    let of = |amount: Exact| total(amount, &invoice.currency);
    let totals = &invoice.totals;
    let net = match (totals.without_tax, totals.with_tax, totals.tax) {
        (Some(net), ..) => of(net)?,
        (None, Some(gross), tax) => Total(of(gross)?.0 - tax.map_or(Some(Total(0)), of)?.0),
        (None, None, _) => return None,
    };
    Some(Total(net.0 * i128::from(invoice.sign())))
}

/// An exact amount at the scale of its currency; nothing if it is too large.
pub(crate) fn total(exact: Exact, currency: &Currency) -> Option<Total> {
    exact.amount(currency).map(|(amount, _)| amount.into())
}

/// FOCUS 1.4: the larger of 100 subunits and half a subunit times the root of the rows.
fn tolerance(rows: u64, currency: &Currency) -> Total {
    let subunit = 10i128.pow(currency.scale() - currency.minor_digits());
    let by_rows = (i128::from(rows) * subunit * subunit / 4).isqrt();
    Total(by_rows.max(100 * subunit))
}

#[cfg(test)]
mod tests;
