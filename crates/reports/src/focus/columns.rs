//! The columns of an export: in which versions of FOCUS each is, and what a charge says in it. A list one can read.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use model::{Amount, Category, Charge, Covered, Exact, MICRO, Period};

/// A version of FOCUS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// 1.2, of May 2025.
    V1_2,
    /// 1.4, of June 2026.
    V1_4,
}

impl Version {
    /// Every version, oldest first.
    pub const ALL: &[Self] = &[Self::V1_2, Self::V1_4];

    /// `1.4`.
    pub fn id(self) -> &'static str {
        match self {
            Self::V1_2 => "1.2",
            Self::V1_4 => "1.4",
        }
    }
}

/// One charge with where it came from.
pub(super) struct Line<'a> {
    pub(super) charge: &'a Charge,
    pub(super) file: &'a str,
}

/// One column.
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) versions: &'static [Version],
    /// Whether it tells who.
    pub(super) is_personal: bool,
    /// `None` is null.
    pub(super) cell: fn(&Line<'_>) -> Option<String>,
}

impl Column {
    pub(super) fn is_in(&self, version: Version) -> bool {
        self.versions.contains(&version)
    }
}

const BOTH: &[Version] = Version::ALL;
const OLD: &[Version] = &[Version::V1_2];
const NEW: &[Version] = &[Version::V1_4];

const fn column(
    name: &'static str,
    versions: &'static [Version],
    cell: fn(&Line<'_>) -> Option<String>,
) -> Column {
    Column {
        name,
        versions,
        is_personal: false,
        cell,
    }
}

const fn personal(name: &'static str, cell: fn(&Line<'_>) -> Option<String>) -> Column {
    Column {
        name,
        versions: BOTH,
        is_personal: true,
        cell,
    }
}

/// Every column, FOCUS' own first.
pub(super) const COLUMNS: &[Column] = &[
    column("BilledCost", BOTH, |line| cost(line, &[line.charge.billed])),
    column("BillingAccountId", BOTH, |line| {
        Some(stated(&line.charge.account, "not stated"))
    }),
    column("BillingAccountName", BOTH, |_| None),
    column("BillingCurrency", BOTH, |line| {
        Some(stated(line.charge.currency.code(), "XXX"))
    }),
    column("BillingPeriodEnd", BOTH, |line| {
        Some(instant(billing(line.charge).to))
    }),
    column("BillingPeriodStart", BOTH, |line| {
        Some(instant(billing(line.charge).from))
    }),
    column("ChargeCategory", BOTH, |line| {
        Some(category(line.charge).to_owned())
    }),
    column("ChargeClass", BOTH, |line| {
        line.charge.correction.then(|| "Correction".to_owned())
    }),
    column("ChargeDescription", BOTH, |line| text(&line.charge.sku)),
    column("ChargePeriodEnd", BOTH, |line| {
        Some(instant(charged(line.charge).to))
    }),
    column("ChargePeriodStart", BOTH, |line| {
        Some(instant(charged(line.charge).from))
    }),
    column("ConsumedQuantity", BOTH, |line| {
        quantity(line.charge).filter(|_| is_use(line.charge))
    }),
    column("ConsumedUnit", BOTH, |line| {
        unit(line.charge).filter(|_| is_use(line.charge))
    }),
    column("ContractedCost", BOTH, |line| {
        cost(line, &[line.charge.billed, line.charge.effective])
    }),
    column("EffectiveCost", BOTH, |line| {
        cost(line, &[line.charge.effective, line.charge.billed])
    }),
    column("HostProviderName", NEW, |line| Some(provider(line.charge))),
    column("InvoiceId", BOTH, |line| text(&line.charge.invoice)),
    column("InvoiceIssuerName", BOTH, |line| Some(provider(line.charge))),
    column("ListCost", BOTH, |line| {
        cost(
            line,
            &[line.charge.list, line.charge.billed, line.charge.effective],
        )
    }),
    column("PricingQuantity", BOTH, |line| quantity(line.charge)),
    column("PricingUnit", BOTH, |line| unit(line.charge)),
    column("ProviderName", OLD, |line| Some(provider(line.charge))),
    column("PublisherName", OLD, |line| Some(provider(line.charge))),
    column("ServiceCategory", BOTH, |line| {
        Some(service_category(line.charge).to_owned())
    }),
    column("ServiceName", BOTH, |line| {
        Some(stated(&line.charge.service, &provider(line.charge)))
    }),
    column("ServiceProviderName", NEW, |line| Some(provider(line.charge))),
    column("SubAccountId", BOTH, |line| text(&line.charge.project)),
    column("SubAccountName", BOTH, |line| text(&line.charge.project)),
    column("Tags", BOTH, |line| tags(line.charge)),
    column("x_Counterfoil", BOTH, |_| Some("1".to_owned())),
    column("x_Billed", BOTH, |line| billed(line.charge)),
    column("x_List", BOTH, |line| amount(line.charge, line.charge.list)),
    column("x_Effective", BOTH, |line| {
        amount(line.charge, line.charge.effective)
    }),
    column("x_Estimated", BOTH, |line| {
        amount(line.charge, line.charge.estimated)
    }),
    column("x_Provider", BOTH, |line| text(&line.charge.provider)),
    column("x_Service", BOTH, |line| text(&line.charge.service)),
    column("x_Account", BOTH, |line| text(&line.charge.account)),
    column("x_Model", BOTH, |line| text(&line.charge.model)),
    column("x_TokenClass", BOTH, |line| text(line.charge.token_class.id())),
    column("x_Tool", BOTH, |line| text(&line.charge.tool)),
    column("x_CostCentre", BOTH, |line| text(&line.charge.cost_centre)),
    column("x_Quantity", BOTH, |line| quantity(line.charge)),
    column("x_Unit", BOTH, |line| text(&line.charge.unit)),
    column("x_Provisional", BOTH, |line| {
        line.charge.provisional.then(|| "true".to_owned())
    }),
    column("x_SourceFile", BOTH, |line| text(line.file)),
    column("x_SourceRow", BOTH, |line| {
        Some(line.charge.origin.row.to_string())
    }),
    personal("x_IdentitySource", |line| text(&line.charge.identity.source)),
    personal("x_IdentityId", |line| text(&line.charge.identity.id)),
    personal("x_IdentityEmail", |line| text(&line.charge.identity.email)),
    personal("x_IdentityName", |line| text(&line.charge.identity.name)),
];

fn text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn stated(text: &str, otherwise: &str) -> String {
    if text.is_empty() { otherwise } else { text }.to_owned()
}

fn provider(charge: &Charge) -> String {
    stated(&charge.provider, "not stated")
}

/// The first amount that is stated. FOCUS allows no null in a cost; `x_` columns keep what was stated apart.
fn cost(line: &Line<'_>, amounts: &[Option<Amount>]) -> Option<String> {
    let found = amounts.iter().find_map(|amount| *amount).unwrap_or_default();
    amount(line.charge, Some(found))
}

fn amount(charge: &Charge, amount: Option<Amount>) -> Option<String> {
    amount.map(|amount| Exact::new(amount.0.into(), charge.currency.scale() as u8).to_string())
}

/// What a seat covers has no amount, which is neither missing nor zero.
fn billed(charge: &Charge) -> Option<String> {
    if charge.covered == Covered::Seat {
        return Some("seat".to_owned());
    }
    amount(charge, charge.billed)
}

fn quantity(charge: &Charge) -> Option<String> {
    let scale = MICRO.ilog10() as u8;
    charge
        .quantity
        .map(|micros| Exact::new(micros.into(), scale).to_string())
}

/// Units as FOCUS writes them.
const UNITS: &[(&str, &str)] = &[
    ("", "Units"),
    ("tokens", "Tokens"),
    ("1k tokens", "1000 Tokens"),
    ("1m tokens", "1000000 Tokens"),
    ("requests", "Requests"),
    ("seats", "Seats"),
];

/// The unit in FOCUS' spelling where it has one; a quantity without a unit is counted in `Units`.
fn unit(charge: &Charge) -> Option<String> {
    charge.quantity?;
    let known = UNITS
        .iter()
        .find(|(own, _)| charge.unit.eq_ignore_ascii_case(own));
    Some(
        known
            .map_or(charge.unit.as_str(), |(_, theirs)| theirs)
            .to_owned(),
    )
}

fn is_use(charge: &Charge) -> bool {
    charge.category == Category::Usage
}

fn category(charge: &Charge) -> &'static str {
    match charge.category {
        Category::Usage => "Usage",
        Category::Purchase => "Purchase",
        Category::Tax => "Tax",
        Category::Credit => "Credit",
        Category::Adjustment => "Adjustment",
    }
}

/// What is known to be AI by its model; the rest is not told apart here.
fn service_category(charge: &Charge) -> &'static str {
    const VENDORS: &[&str] = &["OpenAI", "Anthropic", "Cursor"];
    if !charge.model.is_empty() || VENDORS.contains(&charge.provider.as_str()) {
        "AI and Machine Learning"
    } else {
        "Other"
    }
}

fn billing(charge: &Charge) -> Period {
    let day = charge
        .billing_month
        .or(charge.period.map(|period| period.from))
        .unwrap_or_default();
    let from = day.with_day(1).unwrap_or(day);
    Period {
        from,
        to: from.checked_add_months(Months::new(1)).unwrap_or(from),
    }
}

fn charged(charge: &Charge) -> Period {
    charge.period.unwrap_or_else(|| billing(charge))
}

fn instant(day: NaiveDate) -> String {
    format!("{day}T00:00:00Z")
}

fn tags(charge: &Charge) -> Option<String> {
    if charge.tags.is_empty() {
        return None;
    }
    let pairs: BTreeMap<&str, &str> = charge
        .tags
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect();
    Some(serde_json::to_string(&pairs).expect("texts are plain data"))
}
