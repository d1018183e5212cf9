//! Commitments: used by month, expired, and against pay-as-you-go.

use model::{Amount, Contract, Currency, Groups, Measure};

use super::{answer, day, term};
use crate::licences::capacity::{Capacities, Use, capacity};

/// What was billed and its list value in three months: 10, 20 and 15 of 15, 30 and 15; with what else nobody states.
struct Used([Groups; 3]);

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
