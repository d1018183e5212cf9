//! Worked examples small enough to check by hand.

use super::*;
use crate::fixture::{day, units};
use model::Amount;

fn budget(amount: i64) -> Budget {
    Budget {
        name: "AI".into(),
        dimension: "provider".into(),
        value: "Acme".into(),
        period: Some(Period::new(day("2026-06-01"), day("2026-10-01"))),
        amount: Some(Amount(amount * 1_000_000_000)),
        currency: Currency::new("EUR"),
        ..Budget::default()
    }
}

/// Ten a day from the first of June, known for so many days.
fn made(amount: i64, days: u64) -> BudgetState {
    let from = day("2026-06-01");
    let spend: BTreeMap<NaiveDate, Total> = from
        .iter_days()
        .take(days as usize)
        .map(|day| (day, units(10)))
        .collect();
    let mut months = BTreeMap::new();
    for day in spend.keys() {
        let sum: &mut Total = months.entry(Grain::Month.start(*day)).or_default();
        *sum = *sum + units(10);
    }
    let series = Daily {
        currency: Currency::new("EUR"),
        from,
        days: spend.values().copied().map(Some).collect(),
        months,
        ..Daily::default()
    };
    let contract = |provider: &str, commitment| Contract {
        provider: provider.into(),
        currency: Currency::new("EUR"),
        start: Some(from),
        end: Some(day("2026-10-01")),
        commitment,
        seats: Some(3),
        unit_price: Some(Amount(7_000_000_000)),
        ..Contract::default()
    };
    let contracts = [
        contract("acme", None),
        contract("Other", None),
        contract("Acme", Some(Amount(122_000_000_000))),
    ];
    let asked = Asked {
        budget: &budget(amount),
        spend: &spend,
        series: Some(&series),
        contracts: &contracts,
    };
    budgets(&asked.into(), Signals::default()).states.remove(0)
}

#[test]
fn a_budget_is_spent_expected_and_breached_on_a_day() {
    // 92 of 122 days are known: 920 spent, 30 days of 10 to come.
    let state = made(1_005, 92);
    assert_eq!((state.spent, state.remaining()), (units(920), units(85)));
    assert!(
        (state.expected[1].0 - units(1_220).0).abs() < units(1).0,
        "{:?}",
        state.expected
    );
    assert_eq!(
        state.breach[1],
        Some(day("2026-09-09")),
        "the ninth day passes 1,005"
    );
    // One first of a month with three seats of 7, and 30 of 122 days of a commitment of 122.
    assert_eq!(state.committed, units(21 + 30));
    assert_eq!(made(2_000, 92).breach, [None; 3]);
}

#[test]
fn a_budget_that_is_used_up_says_when_it_was() {
    let state = made(500, 92);
    assert_eq!(state.breach, [Some(day("2026-07-21")); 3]);
    assert_eq!(state.remaining(), units(-420));
}

#[test]
fn a_finished_period_expects_what_was_spent() {
    let state = made(2_000, 130);
    assert_eq!(state.expected, [units(1_220); 3]);
    assert_eq!(
        (state.committed, state.basis, state.is_over),
        (Total(0), None, true)
    );
}

#[test]
fn a_month_that_a_term_does_not_fill_is_committed_by_its_days() {
    let term = |start: &str, end: Option<&str>, per| Contract {
        start: Some(day(start)),
        end: end.map(day),
        seats: Some(10),
        unit_price: Some(Amount(31_000_000_000)),
        per,
        ..Contract::default()
    };
    let rest = Period::new(day("2026-10-10"), day("2027-01-01"));
    let of = |start, end, per| committed(&term(start, end, per), rest);
    // 17 of 31 days of October, then November and December.
    assert_eq!(of("2026-10-15", None, Per::Month), Some(units(170 + 620)));
    // October of a term that runs already is billed; 15 of 30 days of November are left of it.
    assert_eq!(of("2026-01-01", Some("2026-11-16"), Per::Month), Some(units(155)));
    assert_eq!(of("2027-01-01", None, Per::Month), None);
}

#[test]
fn a_budget_without_any_bill_is_not_over() {
    let asked = Asked {
        budget: &budget(10),
        spend: &BTreeMap::new(),
        series: None,
        contracts: &[],
    };
    let state = budgets(&asked.into(), Signals::default()).states.remove(0);
    assert_eq!((state.basis, state.is_over), (None, false));
}

#[test]
fn the_bill_of_the_running_month_and_bills_already_in_are_expected() {
    let from = day("2026-06-01");
    let bill = |text: &str| (day(text), units(100));
    let series = Daily {
        currency: Currency::new("EUR"),
        from,
        days: vec![Some(units(10)); 40],
        monthly: [bill("2026-05-01"), bill("2026-06-01")].into(),
        bills: [bill("2026-05-01"), bill("2026-06-01")].into(),
        ..Daily::default()
    };
    // 40 days of 10 and a bill of 100 are in; 21 days of July, its bill and 31 days of August with its bill are not.
    let mut spend: BTreeMap<NaiveDate, Total> =
        from.iter_days().take(40).map(|day| (day, units(10))).collect();
    spend.insert(from, units(110));
    let budget = Budget {
        period: Some(Period::new(from, day("2026-09-01"))),
        dimension: String::new(),
        ..budget(5_000)
    };
    let expected = |series: &Daily, spend: &BTreeMap<NaiveDate, Total>| {
        let asked = Asked {
            budget: &budget,
            spend,
            series: Some(series),
            contracts: &[],
        };
        budgets(&asked.into(), Signals::default()).states[0].expected[1]
    };
    assert_eq!(expected(&series, &spend), units(500 + 210 + 100 + 310 + 100));
    // The bill of August came early: it is spent, and not expected once more.
    let mut early = series.clone();
    early.monthly.extend([bill("2026-08-01")]);
    early.bills.extend([bill("2026-08-01")]);
    let (at, amount) = bill("2026-08-01");
    spend.insert(at, amount);
    assert_eq!(expected(&early, &spend), units(500 + 210 + 100 + 310 + 100));
}
