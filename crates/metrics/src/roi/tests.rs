//! The worked fixtures of the ROI metrics, checked by independent arithmetic.

use chrono::{Datelike, Months, NaiveDate};
use model::{Currency, Total};

use super::benefit::realised;
use super::counterfactual::{Method, NotEnough, counterfactual};
use super::estimate;
use super::evidence::{Factor, Grade, Source, grade, is_scenario_tautology, is_tautology};
use super::finance::{Irr, irr, npv, payback, roi};
use super::monte_carlo::monte_carlo;
use super::scenario::{Range, Scenario};
use super::tornado::tornado;
use super::value_fan::value_fan;
use super::worth::worth;
use crate::fixture::day;

const FLOWS: [f64; 4] = [-100.0, 30.0, 50.0, 60.0];

const TICKETS: &str = r#"
name = "Support assistant"
currency = "EUR"
discount-rate = 0.1
horizon-months = 24
seed = 7

[benefit]
kpi = "Tickets solved"
unit = "tickets"
gain = [100, 200, 260]
gain-source = "measured"
unit-value = { low = 3, mid = 4, high = 5 }
attribution = 0.5
risk = [0, 0.1, 0.3]
ramp-months = 3

[[costs]]
kind = "seats"
monthly = 90
source = "measured"

[[costs]]
kind = "training"
once = [1000, 1200, 2000]

[evidence]
grade = "B"
reason = "before and after, one team"
"#;

fn tickets() -> Scenario {
    toml::from_str(TICKETS).expect("a scenario")
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.005
}

#[test]
fn npv_irr_and_payback_of_the_handbook() {
    assert!(close(npv(0.1, &FLOWS), 13.67));
    let by_powers = -100.0 + 30.0 / 1.1 + 50.0 / 1.21 + 60.0 / 1.331;
    assert!((npv(0.1, &FLOWS) - by_powers).abs() < 1e-12);
    let Irr::One(rate) = irr(&FLOWS) else {
        panic!("one rate")
    };
    assert!(close(rate * 100.0, 16.79));
    // Independent: what 100 grows to at that rate is what the flows grow to.
    let grown = 30.0 * (1.0 + rate).powi(2) + 50.0 * (1.0 + rate) + 60.0;
    assert!((100.0 * (1.0 + rate).powi(3) - grown).abs() < 1e-6);
    assert!(payback(&FLOWS).is_some_and(|periods| close(periods, 2.33)));
    assert_eq!(roi(150.0, 100.0), Some(0.5));
}

#[test]
fn no_rate_and_several_rates_are_said() {
    assert_eq!(irr(&[100.0, 50.0]), Irr::None);
    assert_eq!(irr(&[]), Irr::None);
    assert_eq!(irr(&[0.0, 0.0]), Irr::None);
    // −100 (1+r)² + 230 (1+r) − 132 has roots 10 % and 20 %.
    assert_eq!(irr(&[-100.0, 230.0, -132.0]), Irr::Multiple);
    assert_eq!(payback(&[-100.0, 10.0]), None);
    assert_eq!(payback(&[5.0]), Some(0.0));
    assert_eq!(
        payback(&[0.0, -5.0, -5.0]),
        None,
        "no outlay at the start is no payback"
    );
    assert_eq!(payback(&[0.0, -5.0, 10.0]), Some(1.5));
    assert_eq!(roi(10.0, 0.0), None);
}

#[test]
fn a_scenario_gives_what_pencil_and_paper_give() {
    let result = worth(&tickets());
    // 200 × 4 × 0.5 × 0.9 = 360 a month; year 1: ramp 1/3 + 2/3 + 10 = 11 months, year 2: 12.
    let benefits = 360.0 * 11.0 / 1.1 + 360.0 * 12.0 / 1.21;
    let costs = 1200.0 + 90.0 * 12.0 / 1.1 + 90.0 * 12.0 / 1.21;
    let eur = Currency::new("EUR");
    assert_eq!(result.benefits, estimate(benefits, &eur));
    assert_eq!(result.costs, estimate(costs, &eur));
    assert_eq!(result.npv.total.0, result.benefits.total.0 - result.costs.total.0);
    assert!(
        result
            .roi
            .is_some_and(|roi| close(roi, (benefits - costs) / costs))
    );
    // Owed after month 2: 1200 − 30 − 150 = 1020; then 270 a month: 2 + 1020/270.
    assert!(
        result
            .payback_months
            .is_some_and(|months| close(months, 2.0 + 1020.0 / 270.0))
    );
    assert_eq!(result.flows.len(), 25);
    assert_eq!(result.grade, Grade::B);
    assert_eq!(result.problems, []);
}

#[test]
fn a_range_goes_one_way_and_what_counts_for_nothing_is_said() {
    let with = |from: &str, to: &str| toml::from_str::<Scenario>(&TICKETS.replace(from, to));
    let odd = with("gain = [100, 200, 260]", "gain = [100, 260, 200]").unwrap_err();
    assert!(
        odd.message().contains("260 does not lie between 100 and 200"),
        "{odd}"
    );
    let short = with("gain = [100, 200, 260]", "gain = [100, 200]").unwrap_err();
    assert!(short.message().starts_with("a range is a number"), "{short}");
    // Of a KPI that is to fall, low may be the larger one.
    let falling = with("gain = [100, 200, 260]", "gain = [260, 200, 100]").expect("a scenario");
    assert_eq!(falling.benefit.gain, Range::new(100.0, 200.0, 260.0));
    let said = |from: &str, to: &str| {
        let problems = with(from, to).expect("a scenario").problems();
        problems
            .into_iter()
            .filter_map(|problem| problem.place.column)
            .collect::<Vec<_>>()
    };
    assert_eq!(said("ramp-months = 3", "recapture = 0.5"), ["recapture"]);
    assert_eq!(said("\"EUR\"", "\"EURO\""), ["currency"]);
    assert_eq!(said("\"EUR\"", "\"€\""), ["currency"]);
}

#[test]
fn the_tornado_starts_with_the_input_that_moves_most() {
    let bars = tornado(&tickets());
    let names: Vec<&str> = bars.iter().map(|bar| bar.input.as_str()).collect();
    assert_eq!(names, ["Gain", "Unit value", "Risk", "Training time, once"]);
    assert_eq!(
        bars[3].at_low.total.0 - bars[3].at_high.total.0,
        1000 * 1_000_000_000
    );
}

#[test]
fn a_simulation_repeats_with_its_seed_and_only_then() {
    let (first, again) = (monte_carlo(&tickets()), monte_carlo(&tickets()));
    assert_eq!(first, again);
    let other = monte_carlo(&Scenario { seed: 8, ..tickets() });
    assert_ne!(first.p50, other.p50);
    assert!(first.p10 < first.p50 && first.p50 < first.p90);
    assert_eq!(
        first.histogram.iter().map(|(_, draws)| draws).sum::<u32>(),
        10_000
    );
    // Fixed across platforms: only + − × ÷ √ and ChaCha.
    let shown = [&first.p10, &first.p50, &first.p90].map(model::Money::text);
    assert_eq!(shown, ["1326.47", "3117.37", "5026.53"]);
}

#[test]
fn a_triangle_has_the_median_of_its_formula() {
    // One uncertain input, no discount: NPV = gain. Median of (0, 20, 100) is 100 − √(100·80/2).
    let scenario: Scenario = toml::from_str(
        "name = \"x\"\ncurrency = \"EUR\"\ndiscount-rate = 0\nhorizon-months = 1\n[benefit]\nkpi = \"k\"\ngain = [0, 20, 100]\nunit-value = 1",
    )
    .expect("a scenario");
    let median = monte_carlo(&scenario).p50.for_geometry();
    assert!((median - (100.0 - 4000.0f64.sqrt())).abs() < 1.0, "{median}");
}

#[test]
fn ten_thousand_draws_leave_time_to_draw() {
    let start = std::time::Instant::now();
    monte_carlo(&tickets());
    let took = start.elapsed();
    assert!(took.as_millis() < 500, "a slider would stutter: {took:?}");
}

#[test]
fn a_scenario_survives_json_and_refuses_unknown_words() {
    let json = serde_json::to_string(&tickets()).expect("writes");
    assert_eq!(serde_json::from_str::<Scenario>(&json).expect("reads"), tickets());
    let text = toml::to_string(&tickets()).expect("writes");
    assert!(
        text.contains("gain = [100.0, 200.0, 260.0]") && text.contains("attribution = 0.5"),
        "{text}"
    );
    assert_eq!(toml::from_str::<Scenario>(&text).expect("reads"), tickets());
    assert!(toml::from_str::<Scenario>(&TICKETS.replace("risk =", "risks =")).is_err());
}

#[test]
fn odd_inputs_are_problems_not_panics() {
    let mut scenario = tickets();
    scenario.benefit.attribution = Range::point(1.5);
    scenario.benefit.gain = Range::new(f64::NAN, 1.0, f64::INFINITY);
    scenario.discount_rate = Range::point(-1.0);
    scenario.horizon_months = u32::MAX;
    let result = worth(&scenario);
    assert_eq!(result.problems.len(), 4);
    assert_eq!(estimate(f64::NAN, &Currency::new("EUR")).total, Total(0));
    let empty = Scenario {
        costs: Vec::new(),
        horizon_months: 0,
        ..tickets()
    };
    assert_eq!((worth(&empty).roi, worth(&empty).irr), (None, Irr::None));
}

#[test]
fn a_grade_is_no_better_than_the_source_of_the_gain() {
    let mut scenario = tickets();
    scenario.evidence.grade = Grade::A;
    scenario.benefit.gain_source = Source::Survey;
    assert_eq!(grade(&scenario), Grade::C);
    assert!(!Grade::C.is_filled() && Grade::B.is_filled());
}

#[test]
fn a_ratio_of_assumed_rates_is_found_after_cancelling() {
    let factor = |name: &str, source| Factor {
        name: name.into(),
        source,
    };
    let tokens = factor("tokens", Source::Measured);
    let minutes = factor("minutes per token", Source::Assumption);
    let price = factor("price per token", Source::Assumption);
    assert!(is_tautology(
        &[tokens.clone(), minutes.clone()],
        &[tokens.clone(), price.clone()]
    ));
    assert!(!is_tautology(&[tokens, minutes], &[price]));
    assert!(!is_scenario_tautology(&tickets()));
}

#[test]
fn the_fan_begins_with_the_costs_and_ends_at_the_simulated_value() {
    let fan = value_fan(&tickets());
    let simulation = monte_carlo(&tickets());
    assert_eq!(fan.points.len(), 25);
    let last = fan.points.last().expect("an end");
    assert_eq!(
        [&last.p10, &last.p50, &last.p90],
        [&simulation.p10, &simulation.p50, &simulation.p90]
    );
    // At the start only the training is paid: 1,000 to 2,000.
    assert!((-2000.0..=-1000.0).contains(&fan.points[0].p50.for_geometry()));
    assert!(
        fan.points
            .iter()
            .all(|point| point.p10 <= point.p50 && point.p50 <= point.p90)
    );
    assert!(
        fan.even.is_some_and(|month| (5..=9).contains(&month)),
        "{:?}",
        fan.even
    );
    let long = Scenario {
        horizon_months: 600,
        ..tickets()
    };
    assert!(value_fan(&long).points.len() <= 61);
}

fn series(values: &[i64]) -> Vec<(NaiveDate, i64)> {
    let months = (0..).map(|n| day("2026-01-01") + Months::new(n));
    months
        .zip(values)
        .map(|(day, value)| (day, value * 1_000_000))
        .collect()
}

#[test]
fn difference_in_differences_takes_the_control_off() {
    let (kpi, control) = (series(&[10, 10, 10, 16, 16]), series(&[20, 20, 20, 22, 22]));
    let of = |method| counterfactual(&kpi, &control, day("2026-04-01"), method).expect("enough points");
    let did = of(Method::DifferenceInDifferences);
    assert!(close(did.gain, 4.0));
    assert_eq!((did.slope_difference, did.grade), (Some(0.0), Grade::A));
    assert!(close(did.points[3].expected, 12.0));
    let matched = of(Method::MatchedControl);
    assert!(close(matched.points[3].expected, 11.0) && close(matched.gain, 5.0));
    let trend = of(Method::PreTrend);
    assert!(close(trend.gain, 6.0));
    assert_eq!(trend.grade, Grade::B);
    // 4 tickets × 4 EUR × 0.5 × 0.9, twice.
    assert_eq!(realised(&did, &tickets(), "tickets").total.text(), "14.4");
}

/// Both rise by 10 a month, one of them by 20 more at the start; the other is not written down to the end.
#[test]
fn a_point_counts_only_where_the_control_has_one_of_its_month() {
    let kpi = series(&[100, 110, 120, 150, 160, 170, 180, 190]);
    let control = series(&[50, 60, 70, 80, 90, 100]);
    let of = |method| counterfactual(&kpi, &control, day("2026-04-01"), method).expect("enough points");
    let did = of(Method::DifferenceInDifferences);
    assert!(close(did.gain, 20.0), "{}", did.gain);
    assert_eq!(did.points.len(), 6);
    let notes = did.explanation.notes.join(" ");
    assert!(notes.contains("2 of 8 points are left out"), "{notes}");
    let short = counterfactual(&kpi, &control[..3], day("2026-04-01"), Method::MatchedControl);
    assert_eq!(short, Err(NotEnough::Control));
}

#[test]
fn a_level_is_worth_the_same_however_often_it_is_written_down() {
    let of = |days: u64, unit: &str| {
        let start = day("2026-04-01");
        let all = start
            .checked_sub_months(Months::new(3))
            .expect("a day")
            .iter_days();
        let points: Vec<(NaiveDate, i64)> = all
            .take_while(|on| *on < day("2026-07-01"))
            .filter(|on| {
                if days == 0 {
                    on.day() == 1
                } else {
                    u64::from(on.ordinal0()).is_multiple_of(days)
                }
            })
            .map(|on| (on, if on < start { 10_000_000 } else { 14_000_000 }))
            .collect();
        let gains = counterfactual(&points, &[], start, Method::PreTrend).expect("enough points");
        realised(&gains, &tickets(), unit).total.text()
    };
    // 4 points × 4 EUR × 0.5 × 0.9 in each of three months.
    assert_eq!([0, 7, 1].map(|days| of(days, "% satisfied")), ["21.6"; 3]);
    assert_eq!(of(0, "tickets"), "21.6");
    assert_eq!(of(1, "tickets"), (7.2 * 91.0).to_string());
}

#[test]
fn a_rising_trend_is_not_a_gain() {
    // Every 30 days one more, before and after alike.
    let days = (0..6).map(|n| {
        (
            day("2026-01-01") + chrono::Days::new(30 * n),
            n as i64 * 1_000_000,
        )
    });
    let kpi: Vec<_> = days.collect();
    let result = counterfactual(&kpi, &[], kpi[3].0, Method::PreTrend).expect("enough points");
    assert!(result.gain.abs() < 1e-9);
}

#[test]
fn the_month_that_it_began_within_is_neither_before_nor_after() {
    let kpi = months("2025-10-01", &[100, 100, 100, 150, 200]);
    let of = |start| counterfactual(&kpi, &[], day(start), Method::PreTrend).expect("enough points");
    let (within, first) = (of("2026-01-10"), of("2026-01-01"));
    assert!(close(within.gain, 100.0), "{}", within.gain);
    assert_eq!(within.points.len(), 4);
    assert!(
        within
            .explanation
            .notes
            .iter()
            .any(|note| note.contains("January 2026"))
    );
    assert!(close(first.gain, 75.0), "{}", first.gain);
}

#[test]
fn a_control_that_is_written_down_more_often_is_none() {
    let kpi = months("2025-10-01", &[3000, 3000, 3000, 3300, 3300]);
    let days = (0..150).map(|n| (day("2025-10-01") + chrono::Days::new(n), 100_000_000));
    let control: Vec<_> = days.collect();
    let of = |method| counterfactual(&kpi, &control, day("2026-01-01"), method);
    for method in [Method::MatchedControl, Method::DifferenceInDifferences] {
        assert_eq!(of(method), Err(NotEnough::Cadence(31, 1)));
    }
    assert!(of(Method::PreTrend).is_ok());
    let found = super::matching::closest(&kpi, &[("daily".to_owned(), &control)], day("2026-01-01"));
    assert_eq!(found, []);
}

fn months(from: &str, values: &[i64]) -> Vec<(NaiveDate, i64)> {
    let days = (0..).map(|n| day(from) + Months::new(n));
    days.zip(values.iter().map(|value| value * 1_000_000)).collect()
}

#[test]
fn too_few_points_are_said() {
    let kpi = series(&[1, 2, 3, 4]);
    let at = |start: &str, method| counterfactual(&kpi, &[], day(start), method).unwrap_err();
    assert_eq!(at("2026-02-01", Method::PreTrend), NotEnough::Before(1));
    assert_eq!(at("2027-01-01", Method::PreTrend), NotEnough::After);
    assert_eq!(at("2026-04-01", Method::MatchedControl), NotEnough::Control);
}
