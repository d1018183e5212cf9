//! Worked examples of licences, small enough to check by hand.

use model::{Amount, Contract, Currency, PersonState, SeatHolder, SeatUse, SeatsSeen};

use super::idle_seats::{Days3, Tier, idle_seats};
use super::licence::{licences, monthly_price};
use super::renewals::{Standing, renewals, yearly};
use super::revealed_preference::{Given, Outcome, Revealed, revealed_preference, split};
use crate::Settings;
use crate::fixture::{answer, day};
use crate::people::suppression::Shown;

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

/// A minimum of one person, so that every count is seen.
fn open() -> Settings {
    let mut settings = Settings::default();
    settings.privacy.minimum = 1;
    settings
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
    let made = idle_seats(&all, days(), &open());
    let one = &made.products[0];
    assert_eq!(
        (one.bought, one.assigned, one.unassigned),
        (Some(12), Some(10), Some(2))
    );
    let unassigned = made.unassigned();
    assert_eq!(
        (unassigned[0].0, unassigned[0].1.text()),
        (2, "38".to_owned()),
        "bought and assigned to nobody, 2 × 19"
    );
    assert_eq!(
        [&one.active, &one.unknown, &one.new].map(Shown::value),
        [Some(&4), Some(&1), Some(&1)]
    );
    let tiers: Vec<_> = one
        .tiers
        .iter()
        .map(|tier| {
            (
                *tier.idle.value().unwrap(),
                tier.exposure.as_ref().unwrap().text(),
                *tier.reassignable.value().unwrap(),
                tier.reducible.as_ref().and_then(Shown::value).copied(),
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
fn a_tier_of_two_is_hidden_with_a_neighbour_and_the_sum_of_all_products_holds_it() {
    let other = |seat: SeatUse| SeatUse {
        product: "GitHub Models".into(),
        ..seat
    };
    let idle = |seats: usize| std::iter::repeat_n(seat(PersonState::Zero, None), seats);
    let active = |seats: usize| std::iter::repeat_n(seat(PersonState::Active, Some("2026-10-30")), seats);
    let seats = idle(2)
        .chain(active(20))
        .chain(idle(7).map(other))
        .chain(active(30).map(other));
    let seen = SeatsSeen {
        seats: seats.collect(),
        without: vec![("GitHub".into(), "GitHub Copilot".into(), 3)],
    };
    let terms = [
        copilot(None, None),
        Contract {
            product: "GitHub Models".into(),
            ..copilot(None, None)
        },
    ];
    let made = idle_seats(
        &licences(seen, &terms, &[], days().today),
        days(),
        &Settings::default(),
    );
    let one = &made.products[0];
    assert_eq!(one.assigned, Some(22));
    assert_eq!(
        [&one.active, &one.new, &one.without].map(Shown::value),
        [None, Some(&0), None]
    );
    for product in &made.products {
        let never_used = &product.tiers[1];
        assert_eq!(
            (never_used.idle.value(), &never_used.exposure),
            (None, &None),
            "{never_used:?}"
        );
    }
    let usd = Currency::new("USD");
    let probable = made.exposure(Tier::Probable, &usd).map(model::Money::text);
    assert_eq!(probable.as_deref(), Some("171"), "9 seats of 19");
}

#[test]
fn nothing_can_be_dropped_once_the_notice_day_has_passed_and_no_minimum_frees_all() {
    let reducible = |term: Contract| {
        let seen = SeatsSeen {
            seats: ten(),
            without: vec![],
        };
        let made = idle_seats(&licences(seen, &[term], &[], days().today), days(), &open());
        let reducible = made.products[0].tiers[0].reducible.clone();
        reducible.and_then(|seats| seats.value().copied())
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
fn a_true_up_adds_its_seats_at_the_price_of_all() {
    let more = Contract {
        number: "C-17-TU".into(),
        seats: Some(8),
        unit_price: Some(Amount(9_000_000_000)),
        ..copilot(Some(2), Some("2026-11-30"))
    };
    let seen = SeatsSeen {
        seats: ten(),
        without: vec![],
    };
    let made = licences(seen, &[copilot(Some(11), None), more], &[], days().today);
    let [one] = made.as_slice() else {
        panic!("one product: {made:?}");
    };
    let price = one.price.as_ref().unwrap();
    assert_eq!(
        (one.bought, price.monthly.text().as_str(), price.source.as_str()),
        (Some(20), "15", "contract C-17, C-17-TU"),
        "12 at 19 and 8 at 9"
    );
    let last = one.last_term.as_ref().unwrap();
    assert_eq!((last.seats, last.minimum), (Some(20), Some(13)));
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
        (one.tiers.len(), one.active.value(), one.new.value(), one.assigned),
        (0, None, None, None)
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

fn spend(rows: &[(&str, i128)]) -> model::Groups {
    let groups = rows.iter().map(|(month, whole)| {
        crate::fixture::group(&[month, "OpenAI"], "USD", crate::fixture::units(*whole))
    });
    answer(model::Measure::Billed, "month provider", groups.collect())
}

fn revealed(contracts: &[Contract], rows: &[(&str, i128)], surveys: &[model::Survey]) -> Revealed {
    let given = Given {
        contracts,
        due: model::Period::new(day("2026-01-01"), day("2027-01-01")),
        today: day("2026-12-31"),
        spend: &spend(rows),
        surveys,
    };
    revealed_preference(given, &Settings::default())
}

/// Old 100, 50, 80, 40 a year; new 120, 50, 60, nothing.
fn four() -> Vec<Contract> {
    let old = |number: &str, price| Contract {
        per: model::Per::Year,
        decision: "renew".into(),
        ..term(number, ("2025-06-01", "2026-06-01"), (1, price))
    };
    let new = |number: &str, price| Contract {
        per: model::Per::Year,
        ..term(number, ("2026-06-01", "2027-06-01"), (1, price))
    };
    let lost = Contract {
        decision: "cancel".into(),
        ..old("d", 40)
    };
    vec![
        old("a", 100),
        old("b", 50),
        old("c", 80),
        lost,
        new("a", 120),
        new("b", 50),
        new("c", 60),
    ]
}

#[test]
fn gross_and_net_retention_are_ratios_of_sums_over_what_was_due() {
    let made = revealed(&four(), &[], &[]);
    assert_eq!((made.logo.numerator, made.logo.denominator), (3, 4));
    let sums = &made.contracts[0];
    assert!((sums.grr().unwrap() - 0.778).abs() < 0.0005 && (sums.nrr().unwrap() - 0.852).abs() < 0.0005);
    assert_eq!(
        (
            sums.volume.0 + sums.price.0,
            sums.volume.text(&sums.currency).as_str()
        ),
        (sums.new.0 - sums.old.0, "-40")
    );
    assert_eq!(made.not_due, 3, "the new terms are not due in the year");
}

#[test]
fn a_commitment_that_ends_is_no_change_of_seats() {
    let mut terms = four();
    terms[3].seats = None;
    terms[3].commitment = Some(model::Amount(40_000_000_000));
    let made = revealed(&terms, &[], &[]);
    let lost = &made.due[3];
    assert_eq!(
        (lost.outcome, lost.volume, lost.price),
        (Outcome::Lost, None, None)
    );
    let sums = &made.contracts[0];
    let text = |total: model::Total| total.text(&sums.currency);
    assert_eq!((text(sums.old), text(sums.volume)), ("270".into(), "0".into()));
}

#[test]
fn a_term_that_renews_by_itself_is_in_no_ratio() {
    let mut terms = four();
    terms[0].decision = String::new();
    terms[0].auto_renew = Some(true);
    let made = revealed(&terms, &[], &[]);
    assert_eq!(made.due[0].outcome, Outcome::Silent);
    assert_eq!(
        (made.logo.numerator, made.logo.denominator, made.logo.unknown),
        (2, 3, 1)
    );
    assert_eq!(made.contracts[0].old.text(&Currency::new("USD")), "170");
}

#[test]
fn a_vendor_paid_by_use_counts_once_adopted_for_three_months_in_a_row() {
    let then = [
        ("2025-07-01", 90),
        ("2025-10-01", 100),
        ("2025-11-01", 100),
        ("2025-12-01", 100),
    ];
    let now = [("2026-10-01", 200), ("2026-11-01", 200), ("2026-12-01", 50)];
    let made = revealed(&[], &[then.as_slice(), &now].concat(), &[]);
    assert!((made.usage[0].nrr().unwrap() - 1.5).abs() < 1e-9 && made.vendors[0].is_counted);
    let gap = [("2025-09-01", 100), ("2025-10-01", 100), ("2025-12-01", 100)];
    assert!(
        !revealed(&[], &[gap.as_slice(), &now].concat(), &[]).vendors[0].is_counted,
        "a month is missing"
    );
}

#[test]
fn what_people_say_is_held_against_what_was_renewed_on_purpose() {
    let answers = [("yes", 90), ("no", 10)].map(|(answer, count)| model::Survey {
        question: "Does it help?".into(),
        day: Some(day("2026-09-30")),
        answer: answer.into(),
        count: Some(count),
        ..model::Survey::default()
    });
    let made = revealed(&four(), &[], &answers);
    assert!(
        (made.stated[0].gap.unwrap() - 0.15).abs() < 1e-9,
        "90 % say yes, 3 of 4 were renewed"
    );
    let few = model::Survey {
        count: Some(3),
        ..answers[0].clone()
    };
    let hidden = revealed(&four(), &[], &[few]);
    assert!(hidden.stated[0].hidden.is_some() && hidden.stated[0].gap.is_none());
}

proptest::proptest! {
    #[test]
    fn volume_and_price_are_the_whole_change_exactly(seats in proptest::array::uniform2(0i64..1_000_000), prices in proptest::array::uniform2(0i64..1_000_000_000_000), months in 1u32..60) {
        let of = |at: usize| Contract {
            unit_price: Some(Amount(prices[at])),
            per: [model::Per::Month, model::Per::Term][at],
            end: Some(day("2026-01-01") + chrono::Months::new(months)),
            ..term("a", ("2026-01-01", "2027-01-01"), (seats[at], 1))
        };
        let (old, new) = (of(0), of(1));
        let (volume, price) = split(&old, &new).unwrap();
        proptest::prop_assert_eq!(volume.0 + price.0, yearly(&new).unwrap().0 - yearly(&old).unwrap().0);
    }
}

mod billed;
mod bought;
