//! The worked fixtures of the people metrics.

use chrono::Days;
use model::{Currency, Money, Period, PersonState, Total};

use super::Intensity;
use super::concentration::concentration;
use super::distribution::distribution;
use super::non_adopters::{NonUse, non_adopters};
use super::suppression::{Hidden, Privacy, Shown};
use super::utilisation::{SeatValue, Seats, UseFlag, break_even, flag, utilisation};
use crate::fixture::{day, people, person};

const OPEN: Privacy = Privacy {
    minimum: 1,
    dominance_percent: 100,
};

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

/// Gini by its other definition: half the mean absolute difference over the mean.
fn gini_by_pairs(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let pairs = values
        .iter()
        .flat_map(|a| values.iter().map(move |b| (a - b).abs()));
    pairs.sum::<f64>() / (2.0 * n * values.iter().sum::<f64>())
}

#[test]
fn gini_of_the_handbook_is_070_and_040() {
    let result = concentration(&people(&[0, 70, 0, 10, 0, 20]), Intensity::Tokens, OPEN);
    let (eligible, active) = (result.eligible.expect("shown"), result.active.expect("shown"));
    assert!(near(eligible.gini, 0.70) && near(eligible.gini_corrected, 0.84));
    assert!(near(active.gini, 0.40) && near(active.gini_corrected, 0.60));
    assert!(near(
        eligible.gini,
        gini_by_pairs(&[0.0, 0.0, 0.0, 10.0, 20.0, 70.0])
    ));
    assert!(near(active.top_tenth_share, 0.7));
    assert_eq!(
        active.lorenz,
        [(0.0, 0.0), (1.0 / 3.0, 0.1), (2.0 / 3.0, 0.3), (1.0, 1.0)]
    );
    assert_eq!(
        result.finding,
        "The top 10 % of 3 active people make 70 % of tokens"
    );
}

#[test]
fn fewer_than_five_active_people_have_no_concentration() {
    let result = concentration(&people(&[1, 2, 3, 4, 0]), Intensity::Tokens, Privacy::default());
    assert_eq!((result.active, result.hidden), (None, Some(Hidden::FewerThan(5))));
}

#[test]
fn zero_is_a_bar_of_its_own_and_unknown_another() {
    let mut everybody = people(&[0, 0, 5, 50, 500, 5_000, 50_000]);
    everybody.push(person(99, None));
    let result = distribution(&everybody, Intensity::Tokens, OPEN);
    assert_eq!((result.zero, result.unknown), (2, 1));
    assert_eq!(result.bins.iter().map(|bin| bin.people).sum::<u32>(), 5);
    assert_eq!(result.bins[0].from, 5);
    let statistics = result.statistics.expect("five people");
    assert!(near(statistics.median, 500.0) && near(statistics.p90, 32_000.0));
    assert_eq!(statistics.mean, Some(11_111.0));
}

#[test]
fn outer_bins_are_widened_and_a_dominant_person_hides_the_mean() {
    let result = distribution(
        &people(&[1, 2, 3, 4, 5, 900_000]),
        Intensity::Tokens,
        Privacy::default(),
    );
    assert_eq!(result.bins.len(), 1, "six people make one bin of at least five");
    assert_eq!(result.hidden, Some(Hidden::Dominated));
    assert_eq!(result.statistics.expect("median may be shown").mean, None);
    let few = distribution(&people(&[1, 2, 3]), Intensity::Tokens, Privacy::default());
    assert_eq!(
        (few.bins.len(), few.statistics, few.hidden),
        (0, None, Some(Hidden::FewerThan(5)))
    );
}

#[test]
fn the_largest_value_has_a_bin() {
    let result = distribution(&people(&[1, i64::MAX]), Intensity::Tokens, OPEN);
    assert_eq!(result.bins.iter().map(|bin| bin.people).sum::<u32>(), 2);
}

#[test]
fn break_even_of_the_handbook_is_18_5_and_37_percent() {
    let at = |recapture| {
        let seat = SeatValue {
            seat_price: 30.0,
            weeks_a_month: 4.33,
            hours_a_week: 1.0,
            hourly_value: 75.0,
            recapture,
        };
        break_even(seat).map(|fraction| (fraction * 1000.0).round())
    };
    assert_eq!((at(0.5), at(0.25), at(0.0)), (Some(185.0), Some(370.0), None));
}

#[test]
fn utilisation_counts_full_weeks_and_leaves_the_unknown_out() {
    let monday = day("2026-11-16");
    let mut holders = people(&[1; 10]);
    let weeks = |n: u64| {
        (1..=n)
            .map(|back| monday - Days::new(7 * back))
            .collect::<Vec<_>>()
    };
    for holder in &mut holders[..2] {
        holder.active_weeks = weeks(12);
    }
    holders[2].active_weeks = weeks(4);
    holders[9].state = PersonState::Unknown;
    let seats = Seats {
        product: Some("Assistant".into()),
        bought: Some(20),
        price: Some(Money::new(Total(30_000_000_000), Currency::new("USD"))),
        until: day("2026-11-22"),
    };
    let result = utilisation(&holders, &seats, &crate::Settings::default());
    assert_eq!(result.headline.text(), "12 of 36 (33 %), 4 unknown");
    assert_eq!(result.habit.text(), "2 of 9 (22 %), 1 unknown");
    assert_eq!(
        result.of_bought.map(|rate| rate.text()).as_deref(),
        Some("12 of 80 (15 %), 4 unknown")
    );
    assert_eq!(result.flag, Some(UseFlag::Low));
    assert_eq!(result.weeks[11].week, day("2026-11-09"));
    let even = result
        .break_even
        .expect("a price in the currency of the settings");
    assert_eq!(even.formula, "30 USD ÷ (4.33 weeks × 1 h × 75 × 25 %) = 37 %");
    let euro = Seats {
        price: Some(Money::new(Total(30), Currency::new("EUR"))),
        ..seats
    };
    assert_eq!(
        utilisation(&holders, &euro, &crate::Settings::default()).break_even,
        None
    );
}

#[test]
fn flags_change_at_20_40_and_70_percent() {
    let flags = [0.199, 0.2, 0.4, 0.7].map(|fraction| flag(fraction, [20, 40, 70]));
    assert_eq!(
        flags,
        [
            UseFlag::ChangeProblem,
            UseFlag::Low,
            UseFlag::Growing,
            UseFlag::Established
        ]
    );
}

#[test]
fn non_adopters_are_split_and_the_unknown_are_never_listed() {
    let mut everybody = people(&[0, 0, 9, 9, 0]);
    everybody[1].last_active = Some(day("2026-08-01"));
    everybody[2].active_days = 1;
    everybody[4].entitled_since = Some(day("2026-11-10"));
    everybody.push(person(6, None));
    let window = Period::new(day("2026-10-19"), day("2026-11-16"));
    let history = Period::new(day("2026-05-20"), window.to);
    let result = non_adopters(&everybody, window, history, &crate::Settings::default());
    let kinds: Vec<(i64, NonUse)> = result
        .listed
        .iter()
        .map(|person| (person.person, person.kind))
        .collect();
    assert_eq!(
        kinds,
        [
            (1, NonUse::NeverUsed),
            (2, NonUse::Dormant),
            (3, NonUse::TouchOnly)
        ]
    );
    assert_eq!(result.zero_rate.text(), "2 of 4 (50 %), 1 unknown");
    assert_eq!(result.outside.too_new, 1);
    assert!(
        matches!(result.teams[0].shown, Shown::Value(_)),
        "five eligible people in one team"
    );
}
