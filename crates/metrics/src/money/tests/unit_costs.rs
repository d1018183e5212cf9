//! Worked examples of unit costs by person and by KPI.

use model::{Measure, Period, Total};

use crate::fixture::{answer, day, group, units};
use crate::money::unit_cost::{per_kpi_unit, per_person, unit_cost};
use crate::people::suppression::{Hidden, Privacy};
use crate::roi::decoupling::LinkedKpi;

#[test]
fn a_request_costs_money_over_whole_requests() {
    let money = answer(Measure::Billed, "provider", vec![group(&["a"], "EUR", units(30))]);
    let requests = answer(
        Measure::Requests,
        "provider",
        vec![group(&["a"], "", Total(1_500_000))],
    );
    let cost = unit_cost(&money, &requests).totals.remove(0);
    assert_eq!(cost.cost.expect("requests").text(), "20");
}

#[test]
fn people_are_counted_once_over_all_and_few_are_hidden() {
    let spent = |name: &str, value| group(&[name], "EUR", units(value));
    let money = answer(
        Measure::Billed,
        "provider",
        vec![spent("a", 120), spent("b", 80), spent("c", 50)],
    );
    let count = |name: &str, people| group(&[name], "", Total(people));
    let people = answer(
        Measure::People,
        "provider",
        vec![count("a", 12), count("b", 4), count("c", 25)],
    );
    let everybody = answer(Measure::People, "", vec![group(&[], "", Total(25))]);
    let made = per_person(&money, &people, &everybody, Privacy::default());
    let hidden: Vec<Option<Hidden>> = made.rows.iter().map(|row| row.hidden).collect();
    assert_eq!(
        hidden,
        [Some(Hidden::Protects(5)), Some(Hidden::Protects(5)), None]
    );
    assert_eq!(made.rows[2].cost.as_ref().expect("25 people").text(), "2");
    // 250 ÷ 25 people; the 41 of the groups would count some of them twice.
    assert_eq!(made.totals[0].cost.as_ref().expect("everybody").text(), "10");
}

#[test]
fn a_kpi_unit_costs_the_money_of_its_team_in_the_months_it_has_points() {
    let at = |month: &str, team: &str, value| group(&[month, team], "EUR", units(value));
    let groups = vec![
        at("2026-08-01", "Claims", 100),
        at("2026-09-01", "Claims", 60),
        at("2026-09-01", "Legal", 900),
    ];
    let money = answer(Measure::Billed, "month team", groups);
    let kpi = |unit: &str| LinkedKpi {
        team: "Claims".into(),
        kpi: "Settled".into(),
        unit: unit.into(),
        points: vec![(day("2026-09-10"), 20_000_000), (day("2026-09-20"), 10_000_000)],
        ..LinkedKpi::default()
    };
    let period = Period::new(day("2026-08-01"), day("2026-10-01"));
    let made = per_kpi_unit(&money, &[kpi("claims"), kpi("%")], period);
    assert_eq!(made.len(), 1, "a share has no unit to pay for");
    assert_eq!(made[0].totals[0].cost.as_ref().expect("30 claims").text(), "2");
    assert_eq!(made[0].base.text(), "per claims of Settled, Claims");
}
