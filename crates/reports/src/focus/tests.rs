//! An export keeps every rule of FOCUS that one line can break: which columns there are, what may be null, how
//! numbers, days, currencies and categories are written. Rules over several data sets are not checked here.

use std::collections::BTreeMap;

use model::{Amount, Category, Charge, Covered, Currency, Period, TokenClass, What};

use super::{FocusOptions, Version, rows};
use crate::data::{About, Form};

/// Columns that must be there and never null, in both versions.
const NEVER_NULL: &[&str] = &[
    "BilledCost",
    "BillingAccountId",
    "BillingCurrency",
    "BillingPeriodEnd",
    "BillingPeriodStart",
    "ChargeCategory",
    "ChargePeriodEnd",
    "ChargePeriodStart",
    "ContractedCost",
    "EffectiveCost",
    "InvoiceIssuerName",
    "ListCost",
    "ServiceCategory",
    "ServiceName",
    "ServiceSubcategory",
];
/// Columns that must be there and may be null.
const MAY_BE_NULL: &[&str] = &[
    "BillingAccountName",
    "ChargeClass",
    "ChargeDescription",
    "PricingQuantity",
    "PricingUnit",
];
const OLD_PROVIDERS: &[&str] = &["ProviderName", "PublisherName"];
const NEW_PROVIDERS: &[&str] = &["HostProviderName", "ServiceProviderName"];

type Line = BTreeMap<String, String>;

fn charge(day: &str, billed: Option<i64>) -> Charge {
    let from = day.parse().unwrap();
    Charge {
        period: Some(Period::day(from)),
        billing_month: Some(from),
        billed: billed.map(Amount),
        what: What {
            provider: "OpenAI".into(),
            currency: Currency::new("USD"),
            ..What::default()
        }
        .into(),
        ..Charge::default()
    }
}

/// What makes trouble: nothing stated, a covered event, a credit, a tax, an unknown currency, a quantity, tags.
fn charges() -> Vec<Charge> {
    let used = {
        let mut one = charge("2026-09-01", Some(1_230_000_001));
        one.quantity = Some(1_500_000);
        one.list = Some(Amount(2_000_000_000));
        one.what_mut().model = "gpt-5".into();
        one.what_mut().token_class = TokenClass::Input;
        one.what_mut().unit = "tokens".into();
        one.whose_mut().tags = [("team".into(), "claims, \"north\"".into())].into();
        one
    };
    let covered = {
        let mut one = charge("2026-12-31", None);
        one.what_mut().covered = Covered::Seat;
        one
    };
    let credit = {
        let mut one = charge("2026-02-28", Some(-500_000_000));
        one.what_mut().category = Category::Credit;
        one.what_mut().correction = true;
        one
    };
    let tax = {
        let mut one = charge("2026-09-30", Some(0));
        one.quantity = Some(1_000_000);
        one.what_mut().category = Category::Tax;
        one
    };
    vec![used, covered, credit, tax, Charge::default()]
}

fn exported(version: Version, names: bool) -> Vec<Line> {
    let mut bytes = Vec::new();
    let mut out = rows(&mut bytes, Form::Csv, FocusOptions { version, names }).unwrap();
    let about = About {
        file: "bill.csv",
        is_ai: true,
    };
    for charge in charges() {
        out.put(&charge, &about).unwrap();
    }
    out.finish().unwrap();
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    reader.deserialize().map(Result::unwrap).collect()
}

fn check(line: &Line, version: Version) {
    let (there, gone) = match version {
        Version::V1_2 => (OLD_PROVIDERS, NEW_PROVIDERS),
        Version::V1_4 => (NEW_PROVIDERS, OLD_PROVIDERS),
    };
    for name in NEVER_NULL.iter().chain(there) {
        assert!(!line[*name].is_empty(), "{name} is null");
    }
    assert!(MAY_BE_NULL.iter().all(|name| line.contains_key(*name)));
    assert!(gone.iter().all(|name| !line.contains_key(*name)));
    for (name, cell) in line.iter().filter(|(_, cell)| !cell.is_empty()) {
        check_cell(name, cell);
    }
    assert_eq!(
        line["ConsumedQuantity"].is_empty(),
        line["ConsumedUnit"].is_empty()
    );
    assert_eq!(line["PricingQuantity"].is_empty(), line["PricingUnit"].is_empty());
    let is_tax = line["ChargeCategory"] == "Tax";
    assert!(
        !is_tax || line["PricingQuantity"].is_empty(),
        "a tax is not priced"
    );
    let is_use = line["ChargeCategory"] == "Usage";
    assert!(
        is_use || line["ConsumedQuantity"].is_empty(),
        "only use is consumed"
    );
    assert!(
        line["ChargePeriodStart"] < line["ChargePeriodEnd"],
        "ends are exclusive"
    );
    assert!(line["BillingPeriodStart"] < line["BillingPeriodEnd"]);
}

fn check_cell(name: &str, cell: &str) {
    let one_of = |allowed: &[&str]| assert!(allowed.contains(&cell), "{name}: {cell}");
    match name {
        "ChargeCategory" => one_of(&["Usage", "Purchase", "Tax", "Credit", "Adjustment"]),
        "ChargeClass" => one_of(&["Correction"]),
        "ServiceCategory" => one_of(&["AI and Machine Learning", "Other"]),
        "BillingCurrency" => assert!(cell.len() == 3 && cell.bytes().all(|byte| byte.is_ascii_uppercase())),
        "Tags" => drop(serde_json::from_str::<BTreeMap<String, String>>(cell).unwrap()),
        _ if name.ends_with("PeriodStart") || name.ends_with("PeriodEnd") => {
            assert!(
                chrono::DateTime::parse_from_rfc3339(cell).is_ok(),
                "{name}: {cell}"
            );
            assert!(cell.ends_with('Z'), "{name}: {cell}");
        }
        _ if name.ends_with("Cost") || name.ends_with("Quantity") => {
            let digits = cell.strip_prefix('-').unwrap_or(cell);
            assert!(
                digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'),
                "{name}: {cell}"
            );
        }
        _ => {}
    }
}

#[test]
fn every_line_of_every_version_keeps_the_rules() {
    for version in Version::ALL {
        let lines = exported(*version, true);
        assert_eq!(lines.len(), charges().len());
        for line in &lines {
            check(line, *version);
        }
    }
}

#[test]
fn amounts_are_exact_and_what_is_missing_or_covered_stays_so_beside_them() {
    let lines = exported(Version::V1_4, false);
    assert_eq!(lines[0]["BilledCost"], "1.230000001");
    assert_eq!(
        (lines[0]["x_List"].as_str(), lines[0]["x_Effective"].as_str()),
        ("2", "")
    );
    assert_eq!(
        (lines[1]["BilledCost"].as_str(), lines[1]["x_Billed"].as_str()),
        ("0", "seat")
    );
    assert_eq!(lines[1]["BillingPeriodEnd"], "2027-01-01T00:00:00Z");
    assert_eq!(
        (
            lines[0]["ConsumedQuantity"].as_str(),
            lines[0]["ConsumedUnit"].as_str()
        ),
        ("1.5", "Tokens")
    );
}

#[test]
fn people_go_out_only_where_they_are_asked_for() {
    let personal = |line: &Line| line.keys().any(|name| name.starts_with("x_Identity"));
    assert!(!exported(Version::V1_2, false).iter().any(personal));
    assert!(exported(Version::V1_2, true).iter().all(personal));
}

#[test]
fn use_that_a_commitment_covers_is_worth_something_and_its_purchase_what_was_billed() {
    let covered = Charge {
        effective: Some(Amount(750_000_000)),
        ..charge("2026-09-01", Some(0))
    };
    let bought = {
        let mut one = charge("2026-09-01", Some(9_000_000_000));
        one.effective = Some(Amount(0));
        one.what_mut().category = Category::Purchase;
        one
    };
    let costs = |charge: &Charge| {
        let said = super::cell::contracted(charge);
        super::cell::cost(charge, &said).unwrap()
    };
    assert_eq!([costs(&covered), costs(&bought)], ["0.75", "9"]);
}
