//! Commitments: used by month, expired, and against pay-as-you-go.

use model::{Amount, Contract, Currency, Groups, Measure};

use super::{answer, day, term};
use crate::licences::capacity::{Capacities, Use, capacity};

/// What was billed and its list value in three months: 10, 20 and 15 of 15, 30 and 15; with what else nobody states.
struct Used([Groups; 3]);

/// Services of vendors, on any day.
fn services(of: &[(&str, &str)]) -> Groups {
    let groups = of.iter().map(|(provider, service)| {
        crate::fixture::group(&[provider, service], "USD", crate::fixture::units(0))
    });
    answer(Measure::Billed, "provider service", groups.collect())
}

impl Used {
    fn new() -> Self {
        let by = "day provider service category";
        let use_of = |measure, amounts: [i128; 3]| {
            let months = ["2026-01-01", "2026-02-01", "2026-03-01"];
            let groups = months.iter().zip(amounts).map(|(month, whole)| {
                crate::fixture::group(
                    &[month, "Anthropic", "API", "usage"],
                    "USD",
                    crate::fixture::units(whole),
                )
            });
            answer(measure, by, groups.collect())
        };
        Self([
            use_of(Measure::Billed, [10, 20, 15]),
            answer(Measure::Effective, by, vec![]),
            use_of(Measure::List, [15, 30, 15]),
        ])
    }

    /// How far a term is used on a day, in a book that begins on another.
    fn of(&self, term: &Contract, since: &str, today: &str) -> Capacities {
        let [billed, effective, list] = &self.0;
        let used = Use {
            since: day(since),
            services: &services(&[("Anthropic", "API")]),
            billed,
            effective,
            list,
        };
        capacity(std::slice::from_ref(term), used, &[], day(today))
    }
}

/// 90 dollars for the first quarter.
fn quarter() -> Contract {
    Contract {
        provider: "Anthropic".into(),
        commitment: Some(Amount(90_000_000_000)),
        seats: None,
        unit_price: None,
        ..term("T", ("2026-01-01", "2026-04-01"), (0, 0))
    }
}

#[test]
fn a_commitment_is_used_by_month_and_what_is_over_expires() {
    let (used, dollar) = (Used::new(), Currency::new("USD"));
    let running = &used.of(&quarter(), "2026-01-01", "2026-02-28").rows[0];
    assert_eq!(
        (
            running.used.text(&dollar).as_str(),
            running.bought_to_date.text(&dollar).as_str()
        ),
        ("30", "59")
    );
    assert_eq!((running.months.len(), running.expired), (2, None));
    let all = used.of(&quarter(), "2026-01-01", "2026-05-01");
    let over = &all.rows[0];
    assert_eq!(over.expired.unwrap().text(&dollar), "45");
    assert_eq!(all.expired(&dollar), over.expired);
    assert!(
        (over.break_even().unwrap() - 0.75).abs() < 1e-9,
        "45 ÷ 60: a quarter off the list"
    );
    assert_eq!(
        over.saved().unwrap().text(),
        "-30",
        "60 at list prices against 90 promised"
    );
    // Of two terms that meet within a month each has its own days: the tenth of January is in neither.
    let late = Contract {
        start: Some(day("2026-01-11")),
        ..quarter()
    };
    let late = &used.of(&late, "2026-01-01", "2026-05-01").rows[0];
    assert_eq!(late.used.text(&dollar), "35");
}

#[test]
fn what_was_used_before_the_book_is_not_known() {
    let (used, dollar) = (Used::new(), Currency::new("USD"));
    let unseen = used.of(&quarter(), "2026-02-01", "2026-05-01");
    let row = &unseen.rows[0];
    assert_eq!(unseen.expired(&dollar), None);
    assert_eq!((row.months.len(), row.used.text(&dollar).as_str()), (2, "35"));
    assert_eq!(row.bought_to_date.text(&dollar), "59", "59 of 90 days are known");
    assert!(used.of(&quarter(), "2026-04-01", "2026-05-01").rows.is_empty());
}

/// What a use of a day, vendor and service comes to.
fn uses(measure: Measure, rows: &[(&str, &str, &str, &str, i128)]) -> Groups {
    let groups = rows.iter().map(|(on, provider, service, category, amount)| {
        let keys = [*on, *provider, *service, *category];
        crate::fixture::group(&keys, "USD", crate::fixture::units(*amount))
    });
    answer(measure, "day provider service category", groups.collect())
}

/// Terms against use by day; the services of the book are those of the use.
fn made(terms: &[Contract], billed: &Groups, effective: &Groups, today: &str) -> Capacities {
    let named = billed
        .groups
        .iter()
        .map(|group| (&*group.keys[1], &*group.keys[2]));
    let named: Vec<_> = named.collect();
    let used = Use {
        since: day("2026-01-01"),
        services: &services(&named),
        billed,
        effective,
        list: &uses(Measure::List, &[]),
    };
    capacity(terms, used, &[], day(today))
}

#[test]
fn a_line_without_an_amortised_amount_counts_with_what_it_is_billed() {
    let billed = uses(
        Measure::Billed,
        &[
            ("2026-01-05", "Anthropic", "API", "usage", 10),
            ("2026-02-05", "Anthropic", "API", "usage", 100),
        ],
    );
    let effective = uses(
        Measure::Effective,
        &[("2026-01-05", "Anthropic", "API", "usage", 12)],
    );
    let made = made(&[quarter()], &billed, &effective, "2026-05-01");
    assert_eq!(made.rows[0].used.text(&Currency::new("USD")), "112");
}

#[test]
fn a_commitment_counts_its_vendor_and_the_service_it_names_and_shared_use_is_said() {
    let day = "2026-01-05";
    let billed = uses(
        Measure::Billed,
        &[
            (day, "AWS", "EC2", "usage", 50),
            (day, "AWS", "Amazon Bedrock", "usage", 7),
            (day, "AWS China", "EC2", "usage", 300),
        ],
    );
    let term = |number: &str, product: &str| Contract {
        number: number.into(),
        product: product.into(),
        provider: "aws".into(),
        ..quarter()
    };
    let made = made(
        &[term("A1", "EDP"), term("A2", "AWS Bedrock")],
        &billed,
        &uses(Measure::Effective, &[]),
        "2026-05-01",
    );
    let used: Vec<String> = made
        .rows
        .iter()
        .map(|row| row.used.text(&Currency::new("USD")))
        .collect();
    assert_eq!(used, ["57", "7"]);
    let notes = &made.explanation.notes;
    assert!(
        notes.iter().any(|note| note.starts_with("A1 and A2 both count")),
        "{notes:?}"
    );
}

#[test]
fn a_commitment_for_a_service_that_is_first_billed_later_is_not_held_against_all_use_of_the_vendor() {
    let billed = uses(Measure::Billed, &[("2026-01-05", "AWS", "EC2", "usage", 50)]);
    let none = uses(Measure::List, &[]);
    let used = Use {
        since: day("2026-01-01"),
        services: &services(&[("AWS", "Amazon Bedrock"), ("AWS", "EC2")]),
        billed: &billed,
        effective: &none,
        list: &none,
    };
    let term = Contract {
        product: "AWS Bedrock".into(),
        provider: "aws".into(),
        ..quarter()
    };
    let made = capacity(&[term], used, &[], day("2026-02-28"));
    assert_eq!(made.rows[0].used.text(&Currency::new("USD")), "0");
}

#[test]
fn credits_are_used_in_months_without_a_purchase_too() {
    let of = |on, category, amount| (on, "OpenAI", "Prepaid credits", category, amount);
    let rows = [
        of("2026-07-01", "purchase", 1_000),
        of("2026-07-10", "usage", 200),
        of("2026-08-10", "usage", 300),
        of("2026-09-10", "usage", 250),
    ];
    let billed = uses(Measure::Billed, &rows);
    let made = made(&[], &billed, &uses(Measure::Effective, &[]), "2026-09-30");
    let [row] = made.rows.as_slice() else {
        panic!("one row: {:?}", made.rows);
    };
    let dollar = Currency::new("USD");
    assert_eq!(
        (
            row.used.text(&dollar),
            row.bought_to_date.text(&dollar),
            row.months.len()
        ),
        ("750".into(), "1000".into(), 3)
    );
}

#[test]
fn seats_of_unknown_use_are_left_out_and_named() {
    use crate::licences::idle_seats::IdleProduct;
    use crate::people::suppression::Shown;
    let seats = |product: &str, active, unknown| IdleProduct {
        provider: "DeepL".into(),
        product: product.into(),
        bought: Some(10),
        assigned: Some(8),
        unassigned: Some(2),
        active: Shown::Value(active),
        unknown: Shown::Value(unknown),
        new: Shown::Value(0),
        price: None,
        without: Shown::Value(0),
        tiers: vec![],
        renewal: None,
        hidden: None,
    };
    let none = uses(Measure::Billed, &[]);
    let used = Use {
        since: day("2026-01-01"),
        services: &none,
        billed: &none,
        effective: &none,
        list: &none,
    };
    let made = capacity(
        &[],
        used,
        &[seats("DeepL Pro", 0, 8), seats("Write", 6, 0)],
        day("2026-05-01"),
    );
    assert_eq!(made.rows.len(), 1);
    let notes = &made.explanation.notes;
    assert!(
        notes.iter().any(|note| note.contains("seats of DeepL Pro")),
        "{notes:?}"
    );
}
