//! The worked fixtures of the money metrics.

mod payroll;
mod per_employee;
mod unit_costs;

use model::{Measure, Period, Total};

use super::comparison::{comparison, windows};
use super::pareto::{Abc, pareto};
use super::run_rate::run_rate;
use super::spend::spend;
use super::spend_over_time::{Options, spend_over_time};
use super::unit_cost::unit_cost;
use super::variance::{EffectKind, variance};
use crate::fixture::{answer, day, group, priced, units};

#[test]
fn spend_never_adds_two_currencies() {
    let groups = answer(
        Measure::Billed,
        "model",
        vec![
            group(&["a"], "EUR", units(30)),
            group(&["a"], "USD", units(7)),
            group(&["b"], "EUR", units(70)),
        ],
    );
    let spend = spend(&groups);
    let totals: Vec<String> = spend
        .totals
        .iter()
        .map(|total| total.figure.with_unit())
        .collect();
    assert_eq!(totals, ["100 EUR", "7 USD"]);
    assert_eq!(spend.rows[2].share, Some(0.7));
    assert_eq!(
        spend.explanation.formula,
        "Σ of 2 facts = 100 EUR; Σ of 1 facts = 7 USD"
    );
}

#[test]
fn a_small_driver_keeps_its_name_beside_many_larger_series() {
    let month = |month: &str, driver: i128| {
        let large = (0..12).map(|at| group(&[month, &format!("Service {at}")], "USD", units(100)));
        large
            .chain([group(&[month, "Riser"], "USD", units(driver))])
            .collect::<Vec<_>>()
    };
    let groups = [month("2026-08-01", 1), month("2026-09-01", 9)].concat();
    let answer = answer(Measure::Billed, "month service", groups);
    let over_time = spend_over_time(&answer, Options::default());
    let set = &over_time.sets[0];
    let driver = &set.finding.as_ref().expect("two complete months").driver;
    assert_eq!(driver, "Riser");
    let names: Vec<&str> = set.series.iter().map(|s| s.name.as_str()).collect();
    assert!(
        names.len() == 8 && names.contains(&"Riser") && names[7] == "other",
        "{names:?}"
    );
}

#[test]
fn the_largest_contributor_to_the_rise_is_named() {
    let month = |month: &str, opus: i128, rest: i128| {
        vec![
            group(&[month, "Claude Opus"], "USD", units(opus)),
            group(&[month, "GPT"], "USD", units(rest)),
        ]
    };
    let groups = [month("2026-08-01", 100, 50), month("2026-09-01", 162, 88)].concat();
    let over_time = spend_over_time(
        &answer(Measure::Billed, "month model", groups),
        Options::default(),
    );
    let finding = over_time.sets[0].finding.as_ref().expect("two complete months");
    assert_eq!(finding.sentence, "Claude Opus drove 62 % of September's rise");
    assert_eq!(finding.change, units(100));
}

#[test]
fn an_incomplete_month_is_flagged_and_not_compared() {
    let groups = ["2026-07-01", "2026-09-01", "2026-10-01"].map(|m| group(&[m, "a"], "USD", units(5)));
    let over_time = spend_over_time(
        &answer(Measure::Billed, "month model", groups.into()),
        Options::default(),
    );
    let set = &over_time.sets[0];
    let columns: Vec<(bool, u64)> = set
        .periods
        .iter()
        .map(|column| (column.complete, column.facts))
        .collect();
    assert_eq!(
        columns,
        [(true, 1), (true, 0), (true, 1), (false, 1)],
        "August is a gap, October is not over"
    );
    let finding = set.finding.as_ref().expect("September is complete");
    assert_eq!(finding.sentence, "September 2026 follows a period without data");
}

#[test]
fn the_seven_largest_series_keep_their_name_and_the_sum_stays() {
    let groups: Vec<_> = (1..=10)
        .map(|n| group(&["2026-09-01", &format!("m{n:02}")], "USD", units(n)))
        .collect();
    let set = spend_over_time(
        &answer(Measure::Billed, "month model", groups),
        Options::default(),
    )
    .sets
    .remove(0);
    let names: Vec<&str> = set.series.iter().map(|series| series.name.as_str()).collect();
    assert_eq!(names, ["m10", "m09", "m08", "m07", "m06", "m05", "m04", "other"]);
    assert_eq!((set.series[7].members, set.series[7].total), (3, units(6)));
    assert_eq!(set.totals, [units(55)]);
}

#[test]
fn a_stray_year_makes_no_million_columns() {
    let groups = ["0001-01-01", "9999-01-01"].map(|d| group(&[d], "USD", units(1)));
    let over_time = spend_over_time(&answer(Measure::Billed, "day", groups.into()), Options::default());
    assert_eq!(over_time.sets[0].periods.len(), 2);
}

#[test]
fn an_incomplete_period_is_compared_day_for_day() {
    let september = Period::month(day("2026-09-05"));
    let cut = windows(september, Some(day("2026-09-11")));
    assert!(cut.is_cut);
    assert_eq!(cut.previous, Period::new(day("2026-08-01"), day("2026-08-11")));
    assert_eq!(cut.last_year, Period::new(day("2025-09-01"), day("2025-09-11")));
    let whole = windows(september, None);
    assert_eq!(whole.previous, Period::month(day("2026-08-01")));
}

#[test]
fn a_comparison_has_no_percentage_over_zero() {
    let of = |value| answer(Measure::Billed, "", vec![group(&[], "EUR", units(value))]);
    let september = windows(Period::month(day("2026-09-01")), None);
    let none = answer(Measure::Billed, "", Vec::new());
    let row = comparison(september, &of(150), Some(&of(100)), Some(&none))
        .rows
        .remove(0);
    let previous = row.previous.expect("asked for");
    assert_eq!((previous.difference, previous.fraction), (units(50), Some(0.5)));
    let alone = comparison(september, &of(150), None, None);
    assert_eq!(
        (&alone.rows[0].previous, &alone.rows[0].last_year),
        (&None, &None)
    );
    let last_year = row.last_year.expect("asked for");
    assert_eq!((last_year.difference, last_year.fraction), (units(150), None));
}

#[test]
fn pareto_classes_end_at_80_and_95_percent() {
    let groups = [("a", 60), ("b", 25), ("c", 10), ("d", 5), ("credit", -20)]
        .map(|(k, v)| group(&[k], "EUR", units(v)));
    let set = pareto(&answer(Measure::Billed, "model", groups.into()))
        .sets
        .remove(0);
    let classes: Vec<Option<Abc>> = set.items.iter().map(|item| item.class).collect();
    assert_eq!(
        classes,
        [Some(Abc::A), Some(Abc::A), Some(Abc::B), Some(Abc::C), None]
    );
    assert_eq!((set.positive, set.negative), (units(100), units(-20)));
    assert_eq!(set.top(2), Some(0.85));
    assert_eq!(set.finding, "2 of 4 models carry 85 %");
}

#[test]
fn the_waterfall_of_the_handbook_sums_to_160() {
    // A 100 at 2 becomes 80 at 2.5, B 50 at 4 becomes 90 at 4.
    let before = answer(
        Measure::Billed,
        "model",
        vec![priced(&["A"], 200, 100), priced(&["B"], 200, 50)],
    );
    let after = answer(
        Measure::Billed,
        "model",
        vec![priced(&["A"], 200, 80), priced(&["B"], 360, 90)],
    );
    let set = variance(&before, &after).sets.remove(0);
    let effect = |kind| {
        set.effects
            .iter()
            .find(|effect| effect.kind == kind)
            .map(|effect| effect.value)
    };
    assert_eq!(effect(EffectKind::Price), Some(units(50)));
    assert_eq!(effect(EffectKind::Volume), Some(Total(53_333_333_333)));
    assert_eq!(effect(EffectKind::Mix), Some(Total(66_666_666_667)));
    assert_eq!(effect(EffectKind::Cross), Some(units(-10)));
    let sum: Total = set.effects.iter().map(|effect| effect.value).sum();
    assert_eq!(sum, units(160));
}

#[test]
fn new_gone_credit_tax_and_unpriced_items_have_their_own_steps() {
    let row = |keys: [&str; 2], value| group(&keys, "EUR", units(value));
    let before = answer(
        Measure::Billed,
        "model category",
        vec![
            row(["old", "usage"], 10),
            row(["flat", "usage"], 5),
            row(["x", "tax"], 2),
        ],
    );
    let after = answer(
        Measure::Billed,
        "model category",
        vec![
            row(["new", "usage"], 7),
            row(["flat", "usage"], 6),
            row(["x", "tax"], 3),
            row(["x", "credit"], -4),
        ],
    );
    let set = variance(&before, &after).sets.remove(0);
    let shown: Vec<(EffectKind, Total)> = set
        .effects
        .iter()
        .filter(|e| e.value != Total(0))
        .map(|e| (e.kind, e.value))
        .collect();
    let expected = [
        (EffectKind::New, 7),
        (EffectKind::Gone, -10),
        (EffectKind::Credits, -4),
        (EffectKind::Tax, 1),
        (EffectKind::Unexplained, 1),
    ];
    assert_eq!(shown, expected.map(|(kind, value)| (kind, units(value))));
    assert_eq!(
        set.before.0 + shown.iter().map(|(_, v)| v.0).sum::<i128>(),
        set.after.0
    );
}

#[test]
fn absurd_quantities_become_unexplained_instead_of_a_panic() {
    let odd = |value, quantity| {
        let mut group = group(&["a"], "EUR", Total(value));
        group.quantity = Some(quantity);
        answer(Measure::Billed, "model", vec![group])
    };
    let set = variance(&odd(i128::MAX / 4, i128::MAX / 4), &odd(i128::MAX / 2, 1))
        .sets
        .remove(0);
    assert_eq!(set.effects[8].value, Total(i128::MAX / 2 - i128::MAX / 4));
}

#[test]
fn a_unit_cost_is_a_ratio_of_sums() {
    let money = answer(
        Measure::Billed,
        "model",
        vec![group(&["a"], "USD", units(30)), group(&["b"], "USD", units(10))],
    );
    let tokens = answer(
        Measure::Tokens,
        "model",
        vec![
            group(&["a"], "", Total(2_000_000)),
            group(&["b"], "", Total(6_000_000)),
        ],
    );
    let result = unit_cost(&money, &tokens);
    let text = |row: &super::unit_cost::UnitCostRow| row.cost.as_ref().map(model::Money::text);
    assert_eq!(text(&result.rows[0]).as_deref(), Some("15"));
    assert_eq!(text(&result.rows[1]).as_deref(), Some("1.666666667"));
    assert_eq!(
        text(&result.totals[0]).as_deref(),
        Some("5"),
        "not the mean of 15 and 1.67"
    );
    let none = unit_cost(&money, &answer(Measure::Tokens, "model", Vec::new()));
    assert_eq!(none.totals[0].cost, None);
}

#[test]
fn a_run_rate_scales_days_and_ends_at_what_was_spent() {
    let september = Period::month(day("2026-09-01"));
    let groups = answer(Measure::Billed, "", vec![group(&[], "USD", units(100))]);
    let at = |data_to| run_rate(&groups, &[], september, day(data_to)).rows;
    assert_eq!(at("2026-09-11")[0].expected, units(300));
    assert_eq!(at("2026-12-01")[0].expected, units(100));
    assert_eq!(at("2026-09-01"), []);
}

#[test]
fn a_run_rate_stretches_what_comes_by_the_day_and_counts_bills_whole() {
    let september = Period::month(day("2026-09-01"));
    let bills = crate::signals::daily::Daily {
        currency: model::Currency::new("USD"),
        bills: [("2026-08-01", 7), ("2026-09-01", 40)]
            .map(|(on, bill)| (day(on), units(bill)))
            .into(),
        ..crate::signals::daily::Daily::default()
    };
    let at = |spent| {
        let groups = answer(Measure::Billed, "", vec![group(&[], "USD", units(spent))]);
        let made = run_rate(
            &groups,
            std::slice::from_ref(&bills),
            september,
            day("2026-09-11"),
        );
        (made.rows[0].expected, made.explanation.formula)
    };
    assert_eq!(at(100).0, units(40 + 180));
    assert_eq!(at(40), (units(40), "40 USD of bills, whole = 40".to_owned()));
}

#[test]
fn what_carries_no_amount_is_no_zero() {
    let mut seat = group(&["Mistral"], "USD", units(0));
    (seat.facts, seat.without) = (0, 3);
    let only = answer(Measure::Billed, "provider", vec![seat]);
    let tokens = answer(
        Measure::Tokens,
        "provider",
        vec![group(&["Mistral"], "", Total(5))],
    );
    assert!(pareto(&only).sets.is_empty());
    assert!(variance(&only, &only).sets.is_empty());
    let cost = unit_cost(&only, &tokens);
    assert!(cost.rows.is_empty() && cost.totals.is_empty());
    let month = Period::month(day("2026-09-01"));
    assert!(run_rate(&only, &[], month, month.to).rows.is_empty());
    let compared = comparison(windows(month, None), &only, Some(&only), None);
    assert!(compared.rows.is_empty());
    let note = "6 facts of these periods carry no amount or are covered by a seat.";
    assert!(compared.explanation.notes.contains(&note.to_owned()));
}
