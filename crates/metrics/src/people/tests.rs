//! The worked fixtures of the people metrics.

use chrono::Days;
use model::{Currency, Money, Period, PersonActivity, PersonDay, SeatSeen, Total};

use super::Intensity;
use super::concentration::concentration;
use super::distribution::distribution;
use super::non_adopters::{NonUse, non_adopters};
use super::suppression::{Hidden, Privacy, Shown};
use super::utilisation::{SeatValue, Seats, UseFlag, break_even, flag, utilisation};
use crate::fixture::{day, on, people, person};

const OPEN: Privacy = Privacy {
    minimum: 1,
    dominance_percent: 100,
    is_part: false,
    is_closed: false,
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
    assert_eq!(active.top_tenth_share, Some(0.7));
    assert_eq!(
        active.lorenz,
        [(0.0, 0.0), (1.0 / 3.0, 0.1), (2.0 / 3.0, 0.3), (1.0, 1.0)]
    );
    assert_eq!(
        result.finding,
        "The top 10 % of 3 people with stated tokens make 70 % of them"
    );
}

#[test]
fn fewer_than_five_active_people_have_no_concentration() {
    let result = concentration(&people(&[1, 2, 3, 4, 0]), Intensity::Tokens, Privacy::default());
    assert_eq!((result.active, result.hidden), (None, Some(Hidden::FewerThan(5))));
}

#[test]
fn the_curve_steps_over_five_people_at_least_and_a_top_tenth_of_fewer_is_not_shown() {
    let values: Vec<i64> = (1..=13).collect();
    let of = |values: &[i64]| concentration(&people(values), Intensity::Tokens, Privacy::default());
    let active = of(&values).active.expect("thirteen people");
    let across: Vec<f64> = active.lorenz.iter().map(|point| point.0).collect();
    assert_eq!(across, [0.0, 6.0 / 13.0, 1.0]);
    assert_eq!((active.top_tenth_people, active.top_tenth_share), (2, None));
    assert_eq!(
        of(&values).finding,
        "The tokens of 13 people with stated tokens are spread with a Gini of 0.31"
    );
    let one_makes_most = of(&[1, 1, 1, 1, 1, 1, 1, 1, 900]);
    assert_eq!(
        (one_makes_most.active, one_makes_most.hidden),
        (None, Some(Hidden::Dominated))
    );
}

#[test]
fn zero_is_a_bar_of_its_own_and_unknown_another() {
    let mut everybody = people(&[0, 0, 5, 50, 500, 5_000, 50_000]);
    everybody.push(person(99, None));
    let result = distribution(&everybody, Intensity::Tokens, OPEN);
    let beside = result.beside.value().expect("a minimum of one");
    assert_eq!((beside.zero, beside.unknown), (2, 1));
    assert_eq!(result.bins.iter().map(|bin| bin.people).sum::<u32>(), 5);
    assert_eq!(result.bins[0].from, 5);
    let statistics = result.statistics.expect("five people");
    assert!(near(statistics.median, 500.0) && near(statistics.p90, 32_000.0));
    assert_eq!(statistics.mean, Some(11_111.0));
}

#[test]
fn bins_of_few_are_joined_and_a_dominant_person_hides_the_mean() {
    let result = distribution(
        &people(&[1, 2, 3, 4, 5, 900_000]),
        Intensity::Tokens,
        Privacy::default(),
    );
    assert_eq!(result.bins.len(), 1, "six people make one bin of at least five");
    assert_eq!(result.hidden, Some(Hidden::Dominated));
    assert_eq!(result.statistics.expect("median may be shown").mean, None);
    let many = [[1; 6].as_slice(), &[11, 30, 60, 900], &[2_000; 5], &[9_000]].concat();
    let bins = distribution(&people(&many), Intensity::Tokens, Privacy::default()).bins;
    let bins: Vec<(u64, u64, u32)> = bins.iter().map(|bin| (bin.from, bin.to, bin.people)).collect();
    assert_eq!(bins, [(1, 2, 6), (2, 5, 0), (5, 10, 0), (10, 10_000, 10)]);
    let few = distribution(&people(&[1, 2, 3]), Intensity::Tokens, Privacy::default());
    assert_eq!(
        (few.bins.len(), few.statistics, few.hidden),
        (0, None, Some(Hidden::FewerThan(5)))
    );
    assert_eq!(few.beside, Shown::Hidden(Hidden::FewerThan(5)));
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
    holders[9].watched.clear();
    let seats = Seats {
        product: None,
        provider: None,
        is_part: false,
        bought: Some(20),
        price: Some(Money::new(Total(30_000_000_000), Currency::new("USD"))),
        until: day("2026-11-22"),
    };
    let result = utilisation(&holders, &[], &seats, &crate::Settings::default());
    assert_eq!(
        result.headline.text(crate::Rate::text),
        "12 of 36 (33 %), 4 unknown"
    );
    assert_eq!(result.habit.text(crate::Rate::text), "2 of 9 (22 %), 1 unknown");
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
        utilisation(&holders, &[], &euro, &crate::Settings::default()).break_even,
        None
    );
}

#[test]
fn of_a_product_only_its_own_tools_count_and_without_any_its_use_is_unknown() {
    let monday = day("2026-11-16");
    let line = |who: i64, back: u64, provider: &str, tool: &str| PersonDay {
        provider: provider.into(),
        ..on(who, monday - Days::new(7 * back), tool, 1)
    };
    // Six used the assistant last week; all of them use a chat of another vendor all the time.
    let own = (1..=6).map(|who| line(who, 1, "Vendor", "Assistant Business"));
    let other = (1..=12).flat_map(|who| (1..=12).map(move |back| line(who, back, "Other", "Chat")));
    let days: Vec<PersonDay> = own.chain(other).collect();
    let mut holders = people(&[1; 12]);
    for holder in &mut holders {
        holder.active_weeks = (1..=12).map(|back| monday - Days::new(7 * back)).collect();
    }
    let of = |holders: &[PersonActivity], product: &str| {
        let seats = Seats {
            product: Some(product.into()),
            provider: Some("Vendor".into()),
            is_part: false,
            bought: None,
            price: None,
            until: monday,
        };
        utilisation(holders, &days, &seats, &crate::Settings::default())
    };
    let made = of(&holders, "Assistant");
    assert_eq!(made.weeks[11].rate, Shown::Value(crate::Rate::new(6, 12, 0)));
    assert_eq!(made.headline, Shown::Value(crate::Rate::new(6, 48, 0)));
    assert_eq!(
        made.tools.as_deref(),
        Some(&["Assistant Business".to_owned()][..])
    );
    let mut listed = holders.clone();
    for holder in &mut listed {
        holder.products = vec!["Writer".into()];
        holder.seen_by_seat = vec![SeatSeen {
            provider: "Vendor".into(),
            product: "Writer".into(),
            day: monday - Days::new(10),
            listed: monday,
            ..SeatSeen::default()
        }];
    }
    let made = of(&listed, "Writer");
    let text = |at: usize| made.weeks[at].rate.text(crate::Rate::text);
    assert_eq!(
        text(9),
        "0 of 0, 12 unknown",
        "before the last activity that the list states"
    );
    assert_eq!(
        (text(10), text(11)),
        ("12 of 12 (100 %)".to_owned(), "0 of 12 (0 %)".to_owned())
    );
    assert_eq!(made.habit.text(crate::Rate::text), "0 of 0, 12 unknown");
}

#[test]
fn a_product_that_three_of_its_holders_use_shows_no_rate() {
    let monday = day("2026-11-16");
    let days: Vec<PersonDay> = (1..=3)
        .map(|who| on(who, monday - Days::new(7), "Assistant", 1))
        .collect();
    let seats = Seats {
        product: Some("Assistant".into()),
        provider: Some("Vendor".into()),
        is_part: false,
        bought: Some(40),
        price: None,
        until: monday,
    };
    let made = utilisation(&people(&[1; 12]), &days, &seats, &crate::Settings::default());
    assert_eq!(made.weeks[11].rate.hidden(), Some(Hidden::Protects(5)));
    assert_eq!(made.weeks[10].rate.text(crate::Rate::text), "0 of 12 (0 %)");
    assert_eq!(
        (made.headline.hidden(), made.of_bought, made.flag),
        (Some(Hidden::Protects(5)), None, None)
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
    assert_eq!(
        result.zero_rate,
        Shown::Hidden(Hidden::FewerThan(5)),
        "four are known"
    );
    assert_eq!(result.never_used, Shown::Hidden(Hidden::FewerThan(5)));
    assert_eq!(result.outside.value().map(|outside| outside.too_new), Some(1));
    assert!(result.teams[0].shown.value().is_none());
    let open = crate::Settings {
        privacy: OPEN,
        ..crate::Settings::default()
    };
    let result = non_adopters(&everybody, window, history, &open);
    assert_eq!(
        result.zero_rate.text(crate::Rate::text),
        "2 of 4 (50 %), 1 unknown"
    );
    assert!(matches!(result.teams[0].shown, Shown::Value(_)));
}
