//! Worked examples of spend to payroll, small enough to check by hand.

use std::collections::BTreeSet;

use chrono::{Datelike, Months};
use model::{Amount, Currency, Group, Measure, Payroll};

use crate::fixture::{answer, day, group, units};
use crate::money::spend_per_employee::PerEmployee;
use crate::money::spend_to_payroll::{Asked, PayrollRules, SpendToPayroll, spend_to_payroll};
use crate::people::suppression::{Hidden, Privacy};
use crate::roi::decoupling::LinkedKpi;

fn pay(unit: &str, month: &str, whole: i64, currency: &str) -> Payroll {
    Payroll {
        unit: unit.into(),
        month: Some(day(month)),
        cost: Some(Amount(whole * 1_000_000_000)),
        currency: Currency::new(currency),
        ..Payroll::default()
    }
}

fn made(groups: Vec<Group>, payrolls: &[Payroll], kpis: &[LinkedKpi]) -> SpendToPayroll {
    spend_to_payroll(Asked {
        billed: &answer(Measure::Billed, "month unit person token-class", groups),
        payrolls,
        withheld: &BTreeSet::new(),
        kpis,
        until: day("2026-10-01"),
        privacy: Privacy::default(),
        left_out: &PerEmployee::default(),
        rules: PayrollRules::default(),
    })
}

#[test]
fn tokens_and_everything_are_two_ratios_of_the_same_payroll() {
    let groups = vec![
        group(&["2026-09-01", "", "", "output"], "EUR", units(600)),
        group(&["2026-09-01", "", "", ""], "EUR", units(900)),
        group(&["2026-09-01", "", "", ""], "USD", units(70)),
    ];
    let payrolls = [
        pay("Sales", "2026-09-01", 20_000, "EUR"),
        pay("Legal", "2026-09-01", 10_000, "EUR"),
    ];
    let made = made(groups, &payrolls, &[]);
    assert_eq!(made.rows[0].ratios(), [Some(0.02), Some(0.05)]);
    assert_eq!(
        made.finding,
        "AI in EUR is 5 % of payroll in September 2026, tokens 2 %; USD is in no ratio"
    );
    // Nobody of a unit has spend of their own: unknown, not nothing.
    assert_eq!(made.rows[1].ratios(), [None, None]);
}

#[test]
fn a_payroll_that_lacks_a_unit_or_is_in_two_currencies_gives_no_ratio_of_the_whole() {
    let groups = || vec![group(&["2026-09-01", "", "", ""], "EUR", units(900))];
    let gap = [
        pay("Sales", "2026-09-01", 20_000, "EUR"),
        pay("Legal", "2026-08-01", 10_000, "EUR"),
    ];
    let whole = |made: &SpendToPayroll| {
        let row = made
            .rows
            .iter()
            .find(|row| row.unit.is_none() && row.month == day("2026-09-01"));
        row.expect("September").payroll
    };
    assert_eq!(whole(&made(groups(), &gap, &[])), None);
    let mixed = [
        pay("Sales", "2026-09-01", 20_000, "EUR"),
        pay("Legal", "2026-09-01", 10_000, "USD"),
    ];
    let made = made(groups(), &mixed, &[]);
    assert_eq!(whole(&made), None);
    assert!(
        made.explanation
            .notes
            .iter()
            .any(|note| note.contains("several currencies"))
    );
}

#[test]
fn a_unit_of_four_people_is_hidden() {
    let groups = (0..4).map(|at| group(&["2026-09-01", "Legal", &format!("p{at}"), ""], "EUR", units(5)));
    let made = made(
        groups.collect(),
        &[pay("Legal", "2026-09-01", 10_000, "EUR")],
        &[],
    );
    assert_eq!(
        (made.rows[1].hidden, made.rows[1].spend),
        (Some(Hidden::Protects(5)), None)
    );
}

/// Nine months from January 2026 with spend that grows by so much a quarter, and a KPI of three quarters.
fn course(step: i128, kpi: [i64; 3]) -> SpendToPayroll {
    let months: Vec<_> = (0..9).map(|at| day("2026-01-01") + Months::new(at)).collect();
    let groups = months.iter().map(|month| {
        let value = 100 + step * i128::from(month.month0() / 3);
        group(&[&month.to_string(), "", "", "input"], "EUR", units(value))
    });
    let payrolls: Vec<Payroll> = months
        .iter()
        .map(|month| pay("", &month.to_string(), 10_000, "EUR"))
        .collect();
    let points = kpi
        .iter()
        .enumerate()
        .map(|(at, value)| (months[at * 3], value * 1_000_000));
    let kpi = LinkedKpi {
        kpi: "Satisfaction".into(),
        points: points.collect(),
        ..LinkedKpi::default()
    };
    made(groups.collect(), &payrolls, &[kpi])
}

#[test]
fn two_rising_quarters_beside_a_flat_kpi_are_flagged() {
    let made = course(10, [80, 81, 82]);
    let flag = &made.flags[0];
    let exactly = [0.01_f64, 0.011, 0.012];
    assert_eq!(flag.all.map(f64::to_bits), exactly.map(f64::to_bits));
    assert_eq!(flag.rises, [true, true]);
    assert!((flag.kpi_change - 0.025).abs() < 1e-12);
    assert!(
        course(10, [80, 81, 90]).flags.is_empty(),
        "the KPI rose by an eighth"
    );
    assert!(course(0, [80, 80, 80]).flags.is_empty(), "spend did not rise");
}
