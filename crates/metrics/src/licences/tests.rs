//! Worked examples of licences, small enough to check by hand.

use model::{Amount, Contract, Currency, PersonState, SeatHolder, SeatUse, SeatsSeen};

use super::idle_seats::{Days3, Tier, idle_seats};
use super::licence::{billed_seats, licences, monthly_price};
use super::renewals::{Standing, renewals};
use crate::Settings;
use crate::fixture::{answer, day, priced};

pub(super) fn term(number: &str, (start, end): (&str, &str), (seats, price): (i64, i64)) -> Contract {
    Contract {
        number: number.into(),
        product: format!("Product {number}"),
        provider: "Vendor".into(),
        seats: Some(seats),
        unit_price: Some(Amount(price * 1_000_000_000)),
        currency: Currency::new("USD"),
        start: Some(day(start)),
        end: Some(day(end)),
        ..Contract::default()
    }
}

fn days() -> Days3 {
    Days3 {
        window: model::Period::new(day("2026-10-04"), day("2026-11-01")),
        history: model::Period::new(day("2026-05-05"), day("2026-11-01")),
        today: day("2026-10-31"),
    }
}

fn seat(state: PersonState, last: Option<&str>) -> SeatUse {
    SeatUse {
        provider: "GitHub".into(),
        product: "GitHub Copilot".into(),
        snapshot: day("2026-11-01"),
        since: Some(day("2026-01-01")),
        holder: SeatHolder::Present,
        state,
        last_active: last.map(day),
    }
}

/// 10 seats: 4 active, 1 unknown, 2 of leavers (one still active), 1 never used, 1 too new, 1 dormant.
fn ten() -> Vec<SeatUse> {
    use PersonState::{Active, Unknown, Zero};
    let gone = |state| SeatUse {
        holder: SeatHolder::Gone,
        ..seat(state, None)
    };
    let new = SeatUse {
        since: Some(day("2026-10-20")),
        ..seat(Zero, None)
    };
    let active = || seat(Active, Some("2026-10-30"));
    let idle = [
        seat(Unknown, None),
        gone(Active),
        gone(Zero),
        seat(Zero, Some("2026-01-03")),
        new,
        seat(Zero, Some("2026-08-03")),
    ];
    [active(), active(), active(), active()]
        .into_iter()
        .chain(idle)
        .collect()
}

fn copilot(minimum: Option<i64>, notice: Option<&str>) -> Contract {
    Contract {
        product: "GitHub Copilot Business".into(),
        provider: "GitHub".into(),
        minimum,
        notice: notice.map(day),
        ..term("C-17", ("2026-01-01", "2027-01-01"), (12, 19))
    }
}

#[test]
fn idle_seats_come_in_three_tiers_that_are_never_summed_and_unknown_is_not_idle() {
    let seen = SeatsSeen {
        seats: ten(),
        without: vec![("GitHub".into(), "Copilot".into(), 1)],
    };
    let all = licences(seen, &[copilot(Some(11), Some("2026-11-30"))], &[], days().today);
    let made = idle_seats(&all, days(), &Settings::default());
    let one = &made.products[0];
    assert_eq!(
        (one.bought, one.assigned, one.unassigned),
        (Some(12), Some(10), Some(2))
    );
    assert_eq!((one.active, one.unknown, one.new), (4, 1, 1));
    let tiers: Vec<_> = one
        .tiers
        .iter()
        .map(|tier| {
            (
                tier.idle,
                tier.exposure.as_ref().unwrap().text(),
                tier.reassignable,
                tier.reducible,
            )
        })
        .collect();
    assert_eq!(
        tiers,
        [
            (2, "38".to_owned(), 1, Some(1)),
            (1, "19".into(), 1, Some(1)),
            (1, "19".into(), 1, Some(1))
        ]
    );
    assert_eq!(one.renewal.as_ref().unwrap().on, day("2027-01-01"));
    assert_eq!(
        made.exposure(Tier::Certain, &Currency::new("USD"))
            .unwrap()
            .text(),
        "38"
    );
    assert!(
        made.explanation.formula.contains("2 × 19 = 38 USD"),
        "{}",
        made.explanation.formula
    );
}

#[test]
fn nothing_can_be_dropped_once_the_notice_day_has_passed_and_no_minimum_frees_all() {
    let reducible = |term: Contract| {
        let seen = SeatsSeen {
            seats: ten(),
            without: vec![],
        };
        let made = idle_seats(
            &licences(seen, &[term], &[], days().today),
            days(),
            &Settings::default(),
        );
        made.products[0].tiers[0].reducible
    };
    assert_eq!(reducible(copilot(None, Some("2026-10-30"))), Some(0));
    assert_eq!(
        reducible(copilot(None, Some("2026-10-31"))),
        Some(2),
        "the last day for notice is still a day for it"
    );
    assert_eq!(reducible(copilot(Some(20), None)), Some(0));
}

#[test]
fn a_price_comes_from_the_contract_else_from_the_newest_bill_as_a_ratio_of_sums() {
    let bill = |month: &str, amount, seats| {
        priced(
            &[month, "GitHub", "GitHub Copilot Business", "purchase"],
            amount,
            seats,
        )
    };
    let groups = answer(
        model::Measure::Billed,
        "month provider service category",
        vec![
            bill("2026-08-01", 9_000, 10),
            bill("2026-10-01", 300, 12),
            priced(
                &["2026-10-01", "GitHub", "GitHub Copilot Business", "usage"],
                7,
                1,
            ),
        ],
    );
    let seen = || SeatsSeen {
        seats: ten(),
        without: vec![],
    };
    let by_bill = licences(seen(), &[], &billed_seats(&groups), days().today);
    assert_eq!(by_bill.len(), 1, "list and bill are one product");
    let price = by_bill[0].price.clone().unwrap();
    assert_eq!(
        (price.monthly.text(), price.source.as_str()),
        ("25".into(), "bill of 2026-10")
    );
    assert_eq!(by_bill[0].bought, Some(12));
    let both = licences(
        seen(),
        &[copilot(None, None)],
        &billed_seats(&groups),
        days().today,
    );
    assert_eq!(both[0].price.clone().unwrap().source, "contract C-17");
    assert_eq!((both.len(), both[0].bought), (1, Some(12)));
}

#[test]
fn a_price_of_a_year_or_a_term_becomes_one_of_a_month() {
    let of = |per, end| {
        monthly_price(&Contract {
            per,
            ..term("a", ("2026-01-01", end), (1, 120))
        })
        .map(|total| total.text(&Currency::new("USD")))
    };
    assert_eq!(of(model::Per::Month, "2027-01-01").as_deref(), Some("120"));
    assert_eq!(of(model::Per::Year, "2027-01-01").as_deref(), Some("10"));
    assert_eq!(of(model::Per::Term, "2029-01-01").as_deref(), Some("3.333333333"));
    assert_eq!(
        of(model::Per::Term, "2026-01-01"),
        None,
        "a term of no days has no price a month"
    );
}

#[test]
fn a_product_of_few_holders_is_not_shown() {
    let seen = SeatsSeen {
        seats: ten().split_off(6),
        without: vec![],
    };
    let made = idle_seats(
        &licences(seen, &[], &[], days().today),
        days(),
        &Settings::default(),
    );
    let one = &made.products[0];
    assert_eq!(one.hidden.unwrap().text(), "fewer than 5");
    assert_eq!(
        (one.tiers.len(), one.active, one.new, one.assigned),
        (0, 0, 0, None)
    );
}

#[test]
fn what_is_due_next_is_the_notice_day_then_the_end() {
    let today = day("2026-10-31");
    let with = |decision: &str, notice: Option<&str>| Contract {
        decision: decision.into(),
        ..copilot(None, notice)
    };
    let standing = |terms: &[Contract]| {
        let made = renewals(terms, today);
        (made.terms[0].standing, made.terms[0].days)
    };
    assert_eq!(
        standing(&[with("", Some("2026-11-30"))]),
        (Standing::NoticeAhead, Some(30))
    );
    assert_eq!(
        standing(&[with("", Some("2026-10-30"))]),
        (Standing::NoticePassed, Some(62))
    );
    assert_eq!(
        standing(&[with("renew", Some("2026-11-30"))]),
        (Standing::Decided, Some(62))
    );
    assert_eq!(standing(&[with("", None)]), (Standing::EndAhead, Some(62)));
    assert_eq!(
        standing(&[term("a", ("2025-01-01", "2026-01-01"), (1, 1))]),
        (Standing::Ended, None)
    );
    let followed = [
        term("a", ("2025-01-01", "2026-01-01"), (1, 1)),
        term("a", ("2026-01-01", "2027-01-01"), (2, 1)),
    ];
    let made = renewals(&followed, today);
    let standings: Vec<_> = made.terms.iter().map(|one| one.standing).collect();
    assert_eq!(
        standings,
        [Standing::EndAhead, Standing::Renewed],
        "what is over comes last"
    );
    assert_eq!(made.terms[0].yearly.as_ref().unwrap().text(), "24");
}
