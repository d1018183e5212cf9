//! Worked examples small enough to check by hand.

use std::collections::BTreeMap;

use super::*;
use crate::fixture::{day, units};
use crate::signals::daily::Daily;
use model::{Amount, Budget};

/// A month of twenty working days, 2027-02-01 to 2027-02-28, with these amounts.
fn asked_with(amount: i64, last: [i128; 3]) -> (Budget, BTreeMap<NaiveDate, Total>, Daily) {
    let from = day("2027-02-01");
    let working: Vec<NaiveDate> = from
        .iter_days()
        .take(28)
        .filter(|day| model::is_working_day(*day))
        .collect();
    let amounts = std::iter::repeat_n(35, 17).chain(last);
    let spend: BTreeMap<NaiveDate, Total> = working.into_iter().zip(amounts.map(units)).collect();
    let days = from
        .iter_days()
        .take(28)
        .map(|day| Some(spend.get(&day).copied().unwrap_or_default()));
    let series = Daily {
        currency: Currency::new("EUR"),
        from,
        days: days.collect(),
        ..Daily::default()
    };
    let budget = Budget {
        name: "B".into(),
        period: Some(Period::new(from, day("2027-03-01"))),
        amount: Some(Amount(amount * 1_000_000_000)),
        currency: Currency::new("EUR"),
        ..Budget::default()
    };
    (budget, spend, series)
}

fn made(amount: i64, last: [i128; 3]) -> BudgetWaste {
    let (budget, spend, series) = asked_with(amount, last);
    let asked = Asked {
        budget: &budget,
        spend: &spend,
        series: Some(&series),
        contracts: &[],
    };
    let parts = PaidForNothing {
        currency: Currency::new("EUR"),
        idle_seats: Some(units(40)),
        ..PaidForNothing::default()
    };
    budget_waste(&asked.into(), (vec![parts], Vec::new()), day("2027-03-01"))
}

#[test]
fn seventeen_calm_days_and_three_wild_ones_are_a_spike_of_three_hundred() {
    let waste = made(1_000, [135, 135, 135]);
    assert_eq!(
        (waste.endings[0].before, waste.endings[0].last),
        (units(595), units(405))
    );
    assert_eq!(waste.endings[0].spike, Some(units(300)));
    assert_eq!(
        (waste.ranges[0].low, waste.ranges[0].high),
        (Some(units(40)), Some(units(340)))
    );
    assert_eq!(waste.bunching, (1, 0), "1,000 of 1,000");
    assert!(
        waste
            .explanation
            .notes
            .iter()
            .any(|note| note.contains("missing, not zero"))
    );
}

#[test]
fn a_spike_after_ninety_percent_and_a_calm_end_are_none() {
    assert_eq!(
        made(660, [135; 3]).endings[0].spike,
        Some(Total(0)),
        "595 of 660 is above 90 %"
    );
    assert_eq!(made(1_000, [35; 3]).endings[0].spike, Some(Total(0)));
    assert_eq!(made(740, [35; 3]).bunching, (0, 1), "700 of 740 is 94.6 %");
}

#[test]
fn a_budget_that_still_runs_is_not_judged() {
    let (budget, spend, series) = asked_with(1_000, [135; 3]);
    let asked = Asked {
        budget: &budget,
        spend: &spend,
        series: Some(&series),
        contracts: &[],
    };
    let waste = budget_waste(&asked.into(), (Vec::new(), Vec::new()), day("2027-02-28"));
    assert!(waste.endings.is_empty() && waste.explanation.notes[0].contains("No budget has ended"));
}

#[test]
fn days_that_are_not_known_are_no_calm_days_and_no_end() {
    let spike = |change: fn(&mut Daily)| {
        let (budget, spend, mut series) = asked_with(1_000, [135; 3]);
        change(&mut series);
        let asked = Asked {
            budget: &budget,
            spend: &spend,
            series: Some(&series),
            contracts: &[],
        };
        ending(&asked).expect("it has days and an amount").spike
    };
    // Ten of seventeen days before are not known: the others still say 35.
    assert_eq!(spike(|series| series.days[..14].fill(None)), Some(units(300)));
    assert_eq!(
        spike(|series| series.days[..21].fill(None)),
        None,
        "two known days before"
    );
    assert_eq!(
        spike(|series| series.days.truncate(25)),
        None,
        "the last day is not known"
    );
    let (budget, spend, _) = asked_with(1_000, [135; 3]);
    let unknown = Asked {
        budget: &budget,
        spend: &spend,
        series: None,
        contracts: &[],
    };
    assert_eq!(ending(&unknown).expect("as above").spike, None);
}

#[test]
fn nothing_known_is_no_zero() {
    let waste = budget_waste(
        &Held::default(),
        (vec![PaidForNothing::default()], Vec::new()),
        day("2027-03-01"),
    );
    assert_eq!((waste.ranges[0].low, waste.ranges[0].high), (None, None));
    assert_eq!(
        waste.ranges[0].parts.unknown(),
        ["idle seats, certain", "expired credits", "duplicates"]
    );
    assert!(waste.explanation.formula.contains("unknown to unknown"));
}
