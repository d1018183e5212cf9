//! What is kept beside the bills: stored as given, replaced, undone, and looked at by the doctor.

use model::{
    Amount, Budget, Contract, Currency, Exact, Fact, Headcount, Identity, Key, Origin, Overlap, Payroll, Per,
    Period, Price, PriceClass, Rate, Survey,
};

use super::{Desk, day};
use crate::Kept;

fn contract() -> Contract {
    Contract {
        origin: Origin { table: 1, row: 7 },
        number: "C-17".into(),
        product: "GitHub Copilot Business".into(),
        provider: "GitHub".into(),
        seats: Some(120),
        unit_price: Some(Amount(228_000_000_000)),
        per: Per::Year,
        currency: Currency::new("USD"),
        start: Some(day("2026-01-01")),
        end: Some(day("2027-01-01")),
        notice: None,
        minimum: Some(0),
        commitment: None,
        auto_renew: Some(false),
        decision: "renew".into(),
        owner: "Technology".into(),
        ..Contract::default()
    }
}

fn price(amount: &str) -> Price {
    Price {
        key: Key(9),
        provider: "openai".into(),
        model: "gpt-5".into(),
        class: PriceClass::CacheWriteHour,
        tier: "batch".into(),
        region: "eu".into(),
        above: 272_000,
        currency: Currency::new("USD"),
        amount: Exact::parse(amount).unwrap(),
        from: Some(day("2025-08-07")),
        source: "a list".into(),
        ..Price::default()
    }
}

fn all() -> Vec<Fact> {
    let month = Some(day("2026-09-01"));
    let (gbp, period) = (
        Currency::new("GBP"),
        Period::new(day("2026-01-01"), day("2027-01-01")),
    );
    vec![
        Fact::Contract(Box::new(contract())),
        Fact::Headcount(Box::new(Headcount {
            unit: "Claims".into(),
            month,
            people: Some(42_500_000),
            ..Headcount::default()
        })),
        Fact::Payroll(Box::new(Payroll {
            unit: "Claims".into(),
            month,
            cost: Some(Amount(7)),
            currency: gbp.clone(),
            ..Payroll::default()
        })),
        Fact::Budget(Box::new(Budget {
            name: "AI".into(),
            owner: "Finance".into(),
            dimension: "team".into(),
            value: "Claims".into(),
            period: Some(period),
            amount: Some(Amount(5)),
            currency: gbp.clone(),
            ..Budget::default()
        })),
        Fact::Survey(Box::new(Survey {
            question: "Q".into(),
            day: month,
            answer: "yes".into(),
            count: Some(0),
            ..Survey::default()
        })),
        Fact::Price(Box::new(price("0.000000000000000001234567890123456789"))),
        Fact::Rate(Box::new(Rate {
            day: month,
            base: gbp,
            quote: Currency::new("EUR"),
            rate: Exact::parse("1.18").unwrap(),
            source: "bank".into(),
            ..Rate::default()
        })),
    ]
}

/// Everything that is shown, as the facts that went in.
fn shown(desk: &Desk) -> Vec<Fact> {
    fn facts<T>(kept: Vec<Kept<T>>, wrap: fn(Box<T>) -> Fact) -> impl Iterator<Item = Fact> {
        kept.into_iter().map(move |kept| wrap(kept.fact.into()))
    }
    let book = &desk.book;
    facts(book.contracts().unwrap(), Fact::Contract)
        .chain(facts(book.headcounts().unwrap(), Fact::Headcount))
        .chain(facts(book.pay().unwrap().kept, Fact::Payroll))
        .chain(facts(book.budgets().unwrap(), Fact::Budget))
        .chain(facts(book.surveys().unwrap(), Fact::Survey))
        .chain(facts(book.prices().unwrap(), Fact::Price))
        .chain(facts(book.rates().unwrap(), Fact::Rate))
        .collect()
}

fn without_key(mut fact: Fact) -> Fact {
    if let Fact::Price(price) = &mut fact {
        price.key = Key::default();
    }
    fact
}

#[test]
fn every_kind_comes_back_as_it_went_in_to_the_last_digit() {
    let mut desk = Desk::new();
    let (finished, _) = desk.import(Overlap::Id, "all", &all());
    let expected: Vec<Fact> = all().into_iter().map(without_key).collect();
    assert_eq!(shown(&desk), expected);
    assert_eq!(desk.book.info().unwrap().facts, 7);
    assert!(desk.book.doctor().unwrap().ok);
    desk.book.undo(finished.id).unwrap();
    assert_eq!(shown(&desk), []);
    assert!(desk.book.doctor().unwrap().ok);
}

#[test]
fn a_newer_price_hides_the_older_and_undo_brings_it_back() {
    let mut desk = Desk::new();
    desk.import(Overlap::Id, "old", &[Fact::Price(Box::new(price("0.00000125")))]);
    let (newer, _) = desk.import(Overlap::Id, "new", &[Fact::Price(Box::new(price("0.000001")))]);
    let amounts = |desk: &Desk| -> Vec<String> {
        let kept = desk.book.prices().unwrap();
        kept.iter().map(|price| price.fact.amount.to_string()).collect()
    };
    assert_eq!(amounts(&desk), ["0.000001"]);
    desk.book.undo(newer.id).unwrap();
    assert_eq!(amounts(&desk), ["0.00000125"]);
}

#[test]
fn rows_of_one_unit_and_month_in_a_file_are_added_up() {
    let mut desk = Desk::new();
    let part = |people| {
        Fact::Headcount(Box::new(Headcount {
            key: Key(1),
            unit: "Claims".into(),
            month: Some(day("2026-09-01")),
            people: Some(people),
            ..Headcount::default()
        }))
    };
    desk.import(Overlap::Bucket, "one", &[part(40_000_000), part(2_500_000)]);
    let kept = desk.book.headcounts().unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].fact.people, Some(42_500_000));
}

#[test]
fn answers_of_a_panel_are_no_counts_and_know_whose_they_are() {
    let answer = |who: &str, on: &str, value: i64| {
        Fact::Survey(Box::new(Survey {
            key: Key(u128::from(who.as_bytes()[0]) * 100 + value as u128),
            question: "Hours".into(),
            day: Some(day(on)),
            identity: Identity {
                source: "survey".into(),
                email: who.into(),
                ..Identity::default()
            },
            value: Some(value),
            ..Survey::default()
        }))
    };
    let mut desk = Desk::new();
    desk.import(
        Overlap::Id,
        "panel",
        &[
            answer("bo@a.example", "2026-09-30", 2),
            answer("ann@a.example", "2026-09-30", 3),
        ],
    );
    assert!(desk.book.surveys().unwrap().is_empty());
    let answers = desk.book.panel_answers().unwrap();
    let told: Vec<_> = answers
        .iter()
        .map(|one| (one.person.as_str(), one.value))
        .collect();
    assert_eq!(told, [("ann@a.example", 3), ("bo@a.example", 2)]);
}

#[test]
fn pay_of_a_unit_of_one_person_is_shown_nowhere_whichever_file_comes_first() {
    let head = |unit: &str, month: &str, people: i64| {
        Fact::Headcount(Box::new(Headcount {
            unit: unit.into(),
            month: Some(day(month)),
            people: Some(people * 1_000_000),
            key: Key(unit.len() as u128 * 100 + people as u128),
            ..Headcount::default()
        }))
    };
    let pay = |unit: &str, month: &str| {
        Fact::Payroll(Box::new(Payroll {
            unit: unit.into(),
            month: Some(day(month)),
            cost: Some(Amount(7)),
            currency: Currency::new("EUR"),
            key: Key(month.bytes().chain(unit.bytes()).map(u128::from).sum()),
            ..Payroll::default()
        }))
    };
    let heads = [head("one", "2026-09-01", 1), head("Claims", "2026-09-01", 12)];
    let pays = [
        pay("One", "2026-09-01"),
        pay("One", "2026-10-01"),
        pay("Claims", "2026-09-01"),
        pay("", "2026-09-01"),
        pay("Unknown", "2026-09-01"),
    ];
    for is_pay_first in [false, true] {
        let mut desk = Desk::new();
        let (first, then) = if is_pay_first {
            (&pays[..], &heads[..])
        } else {
            (&heads[..], &pays[..])
        };
        desk.import(Overlap::Id, "a", first);
        desk.import(Overlap::Id, "b", then);
        let found = desk.book.pay().unwrap();
        let units: Vec<&str> = found.kept.iter().map(|one| one.fact.unit.as_str()).collect();
        assert_eq!(units, ["Claims", "Unknown"]);
        assert_eq!(found.withheld.into_iter().collect::<Vec<_>>(), ["One"]);
    }
}
