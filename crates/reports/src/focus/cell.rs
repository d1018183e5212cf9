//! What a charge says in one cell, as text. A list of functions; which column uses which is in `columns`.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use model::{Amount, Category, Charge, Covered, Exact, MICRO, Period};

pub(crate) fn text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

pub(crate) fn stated(text: &str, otherwise: &str) -> String {
    if text.is_empty() { otherwise } else { text }.to_owned()
}

pub(crate) fn provider(charge: &Charge) -> String {
    stated(&charge.what.provider, "not stated")
}

/// The first amount that is stated. FOCUS allows no null in a cost; `x_` columns keep what was stated apart.
pub(crate) fn cost(charge: &Charge, amounts: &[Option<Amount>]) -> Option<String> {
    let found = amounts.iter().find_map(|amount| *amount).unwrap_or_default();
    amount(charge, Some(found))
}

pub(crate) fn amount(charge: &Charge, amount: Option<Amount>) -> Option<String> {
    amount.map(|amount| Exact::new(amount.0.into(), charge.what.currency.scale() as u8).to_string())
}

/// What stands for the cost at contracted prices, which no book keeps: of use what it is worth, since use that a commitment
/// covers is billed 0; of all else what is billed.
pub(crate) fn contracted(charge: &Charge) -> [Option<Amount>; 2] {
    let Charge {
        billed, effective, ..
    } = *charge;
    if is_use(charge) {
        [effective, billed]
    } else {
        [billed, effective]
    }
}

/// What a seat covers has no amount, which is neither missing nor zero.
pub(crate) fn billed(charge: &Charge) -> Option<String> {
    if charge.what.covered == Covered::Seat {
        return Some("seat".to_owned());
    }
    amount(charge, charge.billed)
}

pub(crate) fn quantity(charge: &Charge) -> Option<String> {
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
    ("1k", "1000 Units"),
    ("1m", "1000000 Units"),
    ("ai-credits", "AI Credits"),
    ("requests", "Requests"),
    ("seats", "Seats"),
];

/// The unit in FOCUS' spelling where it has one; a quantity without a unit is counted in `Units`.
pub(crate) fn unit(charge: &Charge) -> Option<String> {
    charge.quantity?;
    let known = UNITS
        .iter()
        .find(|(own, _)| charge.what.unit.eq_ignore_ascii_case(own));
    Some(
        known
            .map_or(charge.what.unit.as_str(), |(_, theirs)| theirs)
            .to_owned(),
    )
}

pub(crate) fn is_use(charge: &Charge) -> bool {
    charge.what.category == Category::Usage
}

/// Nothing of a tax is priced by quantity.
pub(crate) fn is_priced(charge: &Charge) -> bool {
    charge.what.category != Category::Tax
}

pub(crate) fn category(charge: &Charge) -> &'static str {
    match charge.what.category {
        Category::Usage => "Usage",
        Category::Purchase => "Purchase",
        Category::Tax => "Tax",
        Category::Credit => "Credit",
        Category::Adjustment => "Adjustment",
    }
}

/// Category and subcategory. A service of which any charge names a model is AI; the rest is not told apart here.
pub(crate) fn category_of(is_ai: bool) -> (&'static str, &'static str) {
    if is_ai {
        ("AI and Machine Learning", "Generative AI")
    } else {
        ("Other", "Other (Other)")
    }
}

/// The service, or who sells it.
pub fn service(charge: &Charge) -> String {
    stated(&charge.what.service, &provider(charge))
}

pub(crate) fn billing(charge: &Charge) -> Period {
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

pub(crate) fn charged(charge: &Charge) -> Period {
    charge.period.unwrap_or_else(|| billing(charge))
}

pub(crate) fn instant(day: NaiveDate) -> String {
    format!("{day}T00:00:00Z")
}

pub(crate) fn tags(charge: &Charge) -> Option<String> {
    if charge.whose.tags.is_empty() {
        return None;
    }
    let pairs: BTreeMap<&str, &str> = charge
        .whose
        .tags
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect();
    Some(serde_json::to_string(&pairs).expect("texts are plain data"))
}
