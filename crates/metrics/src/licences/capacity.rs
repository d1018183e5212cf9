//! Utilisation of bought capacity: commitments, prepaid and provisioned capacity, and seats: used ÷ bought.
//!
//! Commitment of a term: `used ÷ bought`, bought to date = commitment × known days passed ÷ days of the term; by month likewise.
//! Used is the use of the vendor of that name, of one service alone where the product of the term names one that the book
//! has, on whichever day. Lines with an amortised amount count with that, others with the billed one. Prepaid credits: bought since the first purchase, and
//! used since then; what is reserved by the month is held against the use of the months it was bought for.
//! Expired = max(0, bought − used) of a term that is over and that the book knows from its start. Against pay-as-you-go:
//! `saved = list value of the use − max(bought to date, used)`; break-even use = commitment whose list value equals it = `used ÷ list value` of the commitment.
//! Inputs: contract terms with a commitment, money by day, vendor, service, category; seats in use. Unit: fraction.
//! Guards: currencies apart; nothing is projected; use that two terms count is said to be shared; seats of which nothing
//! tells whether they are used are left out; without a list value no break-even is said; use before the book is not
//! known, so nothing of such a term is said to have expired.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use model::{Category, Contract, Currency, Grain, Group, Groups, Money, Period, Total};
use serde::Serialize;

use super::idle_seats::IdleProduct;
use super::licence::{is_in, name};
use crate::Explanation;
use crate::figure::{percent, share};
use crate::registry::{MetricInfo, Need};
use crate::rounding::scale_half_even;

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "capacity",
    area: "licences",
    name: "Bought capacity",
    unit: "fraction",
    formula: "used ÷ bought by period, credits since they were first bought; expired = bought − used of what is over; break-even use = used ÷ list value of the use",
    practice: "Licence utilisation",
    guard: "Currencies apart; nothing is projected; days before the book are left out; no break-even without a list value",
    needs: &[
        Need::Contracts,
        Need::Seats,
        Need::Money(&["day", "provider", "service", "category"]),
    ],
};

/// What kind of capacity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// An amount promised for a term.
    Commitment,
    /// Credits paid ahead.
    Prepaid,
    /// Throughput or capacity reserved by the hour or month.
    Provisioned,
    /// Seats.
    Seats,
}

/// One month of one capacity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthUse {
    /// Its days within the term.
    pub period: Period,
    /// Bought for them.
    pub bought: Total,
    /// Used in them.
    pub used: Total,
}

/// One capacity. Amounts are money at the currency's scale, or whole seats where the currency is empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Capacity {
    /// Kind.
    pub kind: Kind,
    /// Vendor.
    pub provider: String,
    /// Product or number of the contract.
    pub product: String,
    /// What the contract is of; empty where it has no other name than that.
    pub of: String,
    /// Currency; empty for seats.
    pub currency: Currency,
    /// Bought in all.
    pub bought: Total,
    /// Bought for the days that have passed and that the book knows.
    pub bought_to_date: Total,
    /// Used up to the day.
    pub used: Total,
    /// Whether its days are over.
    pub is_over: bool,
    /// Bought and never used, once it is over; `None` where the book does not know all of its days.
    pub expired: Option<Total>,
    /// List value of the use, where stated.
    pub list: Option<Total>,
    /// By month.
    pub months: Vec<MonthUse>,
}

impl Capacity {
    /// What people call it: a contract by its product, with its number.
    pub fn title(&self) -> &str {
        if self.of.is_empty() {
            &self.product
        } else {
            &self.of
        }
    }

    /// Used of what was bought for the days that have passed.
    pub fn utilisation(&self) -> Option<f64> {
        share(self.used, self.bought_to_date)
    }

    /// The part of the capacity that must be used for it to cost what pay-as-you-go would.
    pub fn break_even(&self) -> Option<f64> {
        share(self.used, self.list.filter(|list| list.0 > 0)?).filter(|_| self.used.0 > 0)
    }

    /// What pay-as-you-go would have cost more (or less, below zero) up to the day.
    pub fn saved(&self) -> Option<Money> {
        let paid = self.bought_to_date.max(self.used);
        Some(Money::new(Total(self.list?.0 - paid.0), self.currency.clone()))
    }

    fn text(&self, total: Total) -> String {
        if self.currency.code().is_empty() {
            total.0.to_string()
        } else {
            total.text(&self.currency)
        }
    }
}

/// Money by day, vendor, service and category: as the vendor values the use, and at list prices.
#[derive(Clone, Copy, Debug)]
pub struct Use<'g> {
    /// The first day that the book knows.
    pub since: NaiveDate,
    /// Vendors and services of all days: what a product names does not depend on the days asked about.
    pub services: &'g Groups,
    /// Billed money.
    pub billed: &'g Groups,
    /// Amortised money: covered use has it where it is billed nothing.
    pub effective: &'g Groups,
    /// At list prices.
    pub list: &'g Groups,
}

/// All capacities with the explanation.
#[derive(Clone, Debug, PartialEq)]
pub struct Capacities {
    /// Each.
    pub rows: Vec<Capacity>,
    /// How it came about.
    pub explanation: Explanation,
}

impl Capacities {
    /// What expired in a currency; `None` where nothing tells of it.
    pub fn expired(&self, currency: &Currency) -> Option<Total> {
        let of = self.rows.iter().filter(|row| row.currency == *currency);
        of.filter_map(|row| row.expired)
            .reduce(|sum, expired| sum + expired)
    }
}

/// How far what was bought is used, up to a day.
pub fn capacity(
    contracts: &[Contract],
    used: Use<'_>,
    seats: &[IdleProduct],
    today: NaiveDate,
) -> Capacities {
    let mut rows: Vec<Capacity> = contracts
        .iter()
        .filter_map(|term| commitment(term, used, today))
        .collect();
    rows.extend(purchases(used, today));
    let (known, untold): (Vec<&IdleProduct>, Vec<&IdleProduct>) =
        seats.iter().partition(|one| !is_untold(one));
    rows.extend(known.into_iter().filter_map(of_seats));
    let mut explanation = explain(&rows, today);
    explanation.notes.extend(shared(contracts, used, today));
    let products: Vec<&str> = untold.iter().map(|one| one.product.as_str()).collect();
    let explanation = explanation.note_if(
        !products.is_empty(),
        format!(
            "Nothing tells whether anybody uses the seats of {}.",
            products.join(", ")
        ),
    );
    Capacities { rows, explanation }
}

/// The use that a term with an amount promised is for: of its vendor, and of the services that its product names.
struct Promised<'g> {
    vendor: String,
    /// Services that the product names; empty is everything of the vendor.
    services: BTreeSet<&'g str>,
}

impl<'g> Promised<'g> {
    fn of(term: &Contract, used: Use<'g>) -> Self {
        let vendor = term.provider.trim().to_lowercase();
        let groups = used.services.groups.iter();
        let services = groups.filter_map(|group| match group.keys.as_slice() {
            [provider, service] if provider.to_lowercase() == vendor => Some(service.as_str()),
            _ => None,
        });
        let named = |service: &&str| is_in(&term.product, &vendor, service);
        Self {
            services: services.filter(named).collect(),
            vendor,
        }
    }

    fn has(&self, provider: &str, service: &str) -> bool {
        provider.to_lowercase() == self.vendor
            && (self.services.is_empty() || self.services.contains(service))
    }

    fn overlaps(&self, other: &Self) -> bool {
        let is_all = self.services.is_empty() || other.services.is_empty();
        self.vendor == other.vendor && (is_all || !self.services.is_disjoint(&other.services))
    }
}

/// One sentence for every two terms that count the same use on the same days.
fn shared(contracts: &[Contract], used: Use<'_>, today: NaiveDate) -> Vec<String> {
    let known = contracts
        .iter()
        .filter_map(|term| Some((term, commitment(term, used, today)?, Promised::of(term, used))));
    let known: Vec<_> = known.collect();
    let mut notes = Vec::new();
    for (at, (term, row, promised)) in known.iter().enumerate() {
        for (other, next, its) in &known[at + 1..] {
            let days = |row: &Capacity| Some(row.months.first()?.period.hull(&row.months.last()?.period));
            let meet = days(row).zip(days(next)).is_some_and(|(a, b)| a.overlaps(&b));
            if meet && row.currency == next.currency && promised.overlaps(its) {
                notes.push(format!(
                    "{} and {} both count use of {}: one use may pay for two promises here, though a vendor counts it once.",
                    name(term),
                    name(other),
                    term.provider
                ));
            }
        }
    }
    notes
}

/// Whether a list says who holds seats, and nothing tells whether any is used.
fn is_untold(one: &IdleProduct) -> bool {
    one.assigned
        .is_some_and(|held| held > 0 && one.unknown.value() == Some(&held))
}

/// A term with an amount promised.
fn commitment(term: &Contract, used: Use<'_>, today: NaiveDate) -> Option<Capacity> {
    let (start, end, amount) = (term.start?, term.end?, term.commitment?);
    let days = Period::new(start, end);
    // What was used before the book is not known, so what was bought for those days is not held against it.
    let passed = Period::new(start.max(used.since), end.min(today.succ_opt()?));
    if days.is_empty() || passed.is_empty() {
        return None;
    }
    let bought = |part: Period| {
        scale_half_even(amount.0.into(), part.days().into(), days.days().into()).map_or(Total(0), Total)
    };
    let promised = Promised::of(term, used);
    let is_its = |provider: &str, service: &str| promised.has(provider, service);
    let in_use = |part: Period| spent(used, (&term.currency, part), &is_its);
    let months: Vec<MonthUse> = months_of(passed)
        .map(|part| MonthUse {
            bought: bought(part),
            used: in_use(part),
            period: part,
        })
        .collect();
    let total: Total = months.iter().map(|month| month.used).sum();
    let is_over = end <= today;
    let is_known = is_over && used.since <= start;
    let expired = is_known.then(|| Total((i128::from(amount.0) - total.0).max(0)));
    Some(Capacity {
        kind: Kind::Commitment,
        provider: term.provider.clone(),
        product: name(term).to_owned(),
        of: if term.number.is_empty() || term.product.is_empty() {
            String::new()
        } else {
            format!("{} ({})", term.product, term.number)
        },
        currency: term.currency.clone(),
        bought: amount.into(),
        bought_to_date: bought(passed),
        used: total,
        is_over,
        expired,
        list: Some(sum(used.list, (&term.currency, passed), &is_its)).filter(|list| list.0 > 0),
        months,
    })
}

/// Months, cut to the period.
fn months_of(period: Period) -> impl Iterator<Item = Period> {
    let months = period.months();
    months.map(move |month| Period::new(month.from.max(period.from), month.to.min(period.to)))
}

/// Use, amortised where a line says so, else billed. Of lines that came together, of which only some say so, the larger sum.
fn spent(used: Use<'_>, within: (&Currency, Period), is_its: &dyn Fn(&str, &str) -> bool) -> Total {
    let amortised: HashMap<&[String], &Group> = uses(used.effective, within, is_its)
        .filter(|group| group.facts > 0)
        .map(|group| (group.keys.as_slice(), group))
        .collect();
    let billed = uses(used.billed, within, is_its);
    let beside = billed.map(|group| match amortised.get(group.keys.as_slice()) {
        None => group.value.0,
        Some(of) if of.without == 0 => 0,
        Some(of) => (group.value.0 - of.value.0).max(0),
    });
    let beside: i128 = beside.sum();
    Total(beside + amortised.values().map(|group| group.value.0).sum::<i128>())
}

/// Use on the days of a period.
fn uses<'g>(
    groups: &'g Groups,
    (currency, period): (&Currency, Period),
    is_its: &dyn Fn(&str, &str) -> bool,
) -> impl Iterator<Item = &'g Group> {
    let fits = move |group: &&Group| {
        let [day, provider, service, category, ..] = group.keys.as_slice() else {
            return false;
        };
        group.currency == *currency
            && category == Category::Usage.id()
            && day.parse().is_ok_and(|day: NaiveDate| period.contains(day))
            && is_its(provider, service)
    };
    groups.groups.iter().filter(fits)
}

fn sum(groups: &Groups, within: (&Currency, Period), is_its: &dyn Fn(&str, &str) -> bool) -> Total {
    uses(groups, within, is_its).map(|group| group.value).sum()
}

/// Words by which bills name what is paid ahead.
const AHEAD: &[(&str, Kind)] = &[
    ("provisioned", Kind::Provisioned),
    ("throughput", Kind::Provisioned),
    ("ptu", Kind::Provisioned),
    ("reserved", Kind::Provisioned),
    ("reservation", Kind::Provisioned),
    ("prepaid", Kind::Prepaid),
    ("credit", Kind::Prepaid),
    ("prepurchase", Kind::Prepaid),
];

/// What was purchased of a provider's service in a currency, by month.
type Purchased<'g> = BTreeMap<(&'g str, &'g str, &'g Currency), (Kind, BTreeMap<NaiveDate, Total>)>;

/// Purchases of credits and capacity on bills, month by month, against the use of the same service.
fn purchases(used: Use<'_>, today: NaiveDate) -> Vec<Capacity> {
    let mut found = Purchased::new();
    for group in &used.billed.groups {
        let [day, provider, service, category, ..] = group.keys.as_slice() else {
            continue;
        };
        let (Some(kind), true, Ok(day)) = (
            kind_of(service, &group.unit),
            category == Category::Purchase.id(),
            day.parse::<NaiveDate>(),
        ) else {
            continue;
        };
        let (_, months) = found
            .entry((provider, service, &group.currency))
            .or_insert_with(|| (kind, BTreeMap::new()));
        let sum = months.entry(Grain::Month.start(day)).or_default();
        *sum = *sum + group.value;
    }
    let rows = found.into_iter();
    rows.map(|(of, (kind, mut months))| {
        if let (Kind::Prepaid, Some(first)) = (kind, months.keys().next().copied()) {
            // Credits last beyond the month they were bought in.
            let since = months_of(Period::new(first, today.succ_opt().unwrap_or(today)));
            since.for_each(|month| {
                months.entry(month.from).or_default();
            });
        }
        purchased(of, (kind, &months), used)
    })
    .collect()
}

/// What words of a bill say of something paid ahead.
fn kind_of(service: &str, unit: &str) -> Option<Kind> {
    let words = format!("{service} {unit}").to_lowercase();
    let own = |word: &str| {
        words
            .split(|c: char| !c.is_alphanumeric())
            .any(|own| own.starts_with(word))
    };
    AHEAD.iter().find(|(word, _)| own(word)).map(|(_, kind)| *kind)
}

fn purchased(
    (provider, service, currency): (&str, &str, &Currency),
    (kind, months): (Kind, &BTreeMap<NaiveDate, Total>),
    used: Use<'_>,
) -> Capacity {
    let is_its = |by: &str, of: &str| by == provider && of == service;
    let month = |(month, bought): (&NaiveDate, &Total)| {
        let period = Period::month(*month);
        MonthUse {
            period,
            bought: *bought,
            used: spent(used, (currency, period), &is_its),
        }
    };
    let months: Vec<MonthUse> = months.iter().map(month).collect();
    let listed = months
        .iter()
        .map(|month| sum(used.list, (currency, month.period), &is_its));
    let list: Total = listed.sum();
    let bought: Total = months.iter().map(|month| month.bought).sum();
    Capacity {
        kind,
        provider: provider.to_owned(),
        product: service.to_owned(),
        of: String::new(),
        currency: currency.clone(),
        bought,
        bought_to_date: bought,
        used: months.iter().map(|month| month.used).sum(),
        is_over: false,
        expired: None,
        list: Some(list).filter(|list| list.0 > 0),
        months,
    }
}

/// Seats: whoever holds one and used it, of those bought; `None` where that is hidden.
fn of_seats(one: &IdleProduct) -> Option<Capacity> {
    let (bought, _) = one.bought.zip(one.assigned)?;
    let active = *one.active.value()?;
    Some(Capacity {
        kind: Kind::Seats,
        provider: one.provider.clone(),
        product: one.product.clone(),
        of: String::new(),
        currency: Currency::default(),
        bought: Total(bought.into()),
        bought_to_date: Total(bought.into()),
        used: Total(active.into()),
        is_over: false,
        expired: None,
        list: None,
        months: Vec::new(),
    })
}

fn explain(rows: &[Capacity], today: NaiveDate) -> Explanation {
    let step = |row: &Capacity| {
        let share = row
            .utilisation()
            .map_or_else(|| "none".to_owned(), |share| format!("{} %", percent(share)));
        format!(
            "{}: {} ÷ {} = {share}",
            row.title(),
            row.text(row.used),
            row.text(row.bought_to_date)
        )
    };
    let steps: Vec<String> = rows.iter().map(step).collect();
    Explanation::new(
        "How far commitments, prepaid or provisioned capacity and seats are used.",
        if steps.is_empty() { "nothing is bought ahead".to_owned() } else { steps.join("; ") },
    )
    .input("as of", &today)
    .covering(format!("{} capacities", rows.len()))
    .guard("Currencies apart; nothing is projected.")
    .note("An unused subscription is a person or a system that waits.")
    .note_if(
        rows.iter().all(|row| row.kind == Kind::Seats),
        "No commitment is known: contracts with an amount promised, or a FOCUS contract commitment file, bring it.",
    )
}
