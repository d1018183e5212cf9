//! The worked fixture of decoupling, its alarm and what it hides.

use model::{Group, Measure, Total};

use super::*;
use crate::fixture::{answer, day, group};

const QUARTERS: [[&str; 3]; 2] = [
    ["2026-01-01", "2026-02-01", "2026-03-01"],
    ["2026-04-01", "2026-05-01", "2026-06-01"],
];

fn asked(settings: DecouplingSettings) -> Asked {
    Asked {
        data: Period::new(day("2026-01-01"), day("2026-07-01")),
        privacy: Privacy::default(),
        settings,
    }
}

/// Each month so many tokens per person, by so many people of a team.
fn used(team: &str, people: usize, monthly: [i128; 6]) -> Vec<Group> {
    let months = QUARTERS.as_flattened().iter().zip(monthly);
    let person = |at: usize| format!("Person {team} {at}");
    months
        .flat_map(|(month, tokens)| {
            (0..people).map(move |at| group(&[month, team, &person(at)], "", Total(tokens)))
        })
        .collect()
}

fn kpi(team: &str, values: [i64; 6]) -> LinkedKpi {
    let days = QUARTERS.as_flattened().iter().map(|month| day(month));
    LinkedKpi {
        team: team.into(),
        kpi: "Merged changes".into(),
        is_declared: true,
        points: days.zip(values.map(|value| value * MICRO)).collect(),
        ..LinkedKpi::default()
    }
}

fn tokens(groups: Vec<Group>) -> Groups {
    answer(Measure::Tokens, "month team person", groups)
}

#[test]
fn ten_times_the_tokens_for_twice_the_output_is_030() {
    let groups = tokens(used("Core", 6, [10, 10, 10, 100, 100, 100]));
    let made = decoupling(
        &groups,
        &[kpi("Core", [5, 5, 5, 10, 10, 10])],
        &asked(DecouplingSettings::default()),
    );
    let link = &made.links[0];
    assert!((link.elasticity.expect("both quarters") - 2f64.ln() / 10f64.ln()).abs() < 1e-12);
    assert_eq!(link.quarters[1].elasticity, link.elasticity);
    assert_eq!(link.quarters[1].tokens, Some(1_800));
    assert_eq!(
        made.finding,
        "Core: tokens +900 %, merged changes +100 %: elasticity 0.30"
    );
    assert!(
        made.explanation.formula.ends_with("= 0.30"),
        "{}",
        made.explanation.formula
    );
}

#[test]
fn tokens_that_hardly_move_have_no_elasticity() {
    assert_eq!(elasticity((100.0, 1.0), (104.0, 2.0), 5), None);
    assert_eq!(elasticity((100.0, 1.0), (100.0, 2.0), 0), None);
    assert!(elasticity((100.0, 1.0), (105.0, 2.0), 5).is_some());
}

#[test]
fn a_ranking_after_which_tokens_and_outcome_run_apart_raises_the_alarm() {
    let settings = DecouplingSettings {
        ranking_live: Some(day("2026-04-01")),
        fewest_months: 3,
        ..DecouplingSettings::default()
    };
    let groups = tokens(used("Core", 6, [1, 2, 3, 4, 5, 6]));
    let alarm = |values| {
        let made = decoupling(&groups, &[kpi("Core", values)], &asked(settings));
        made.links[0].alarm.expect("three months on either side")
    };
    let raised = alarm([1, 2, 3, 6, 5, 4]);
    assert_eq!((raised.before, raised.after, raised.months), (1.0, -1.0, (3, 3)));
    assert!(raised.is_raised && !alarm([1, 2, 3, 4, 5, 6]).is_raised);
    let few = DecouplingSettings {
        fewest_months: 4,
        ..settings
    };
    let made = decoupling(&groups, &[kpi("Core", [1, 2, 3, 6, 5, 4])], &asked(few));
    assert_eq!(made.links[0].alarm, None);
}

#[test]
fn a_team_of_four_is_hidden_and_so_is_the_one_it_could_be_had_from() {
    let mut groups = used("Small", 4, [1; 6]);
    groups.extend(used("Core", 6, [1; 6]));
    groups.extend(used("Large", 9, [1; 6]));
    let kpis = ["Small", "Core", "Large", ""].map(|team| kpi(team, [1; 6]));
    let made = decoupling(&tokens(groups), &kpis, &asked(DecouplingSettings::default()));
    let hidden: Vec<Option<Hidden>> = made.links.iter().map(|link| link.quarters[0].hidden).collect();
    assert_eq!(
        hidden,
        [Some(Hidden::Protects(5)), Some(Hidden::Protects(5)), None, None]
    );
    assert_eq!(made.links[0].quarters[0].tokens, None);
    assert_eq!(made.links[3].quarters[0].tokens, Some(57), "everybody");
}

#[test]
fn half_a_quarter_is_no_quarter() {
    let groups = tokens(used("Core", 6, [1; 6]));
    let half = Asked {
        data: Period::new(day("2026-01-01"), day("2026-06-15")),
        ..asked(DecouplingSettings::default())
    };
    assert_eq!(
        decoupling(&groups, &[kpi("Core", [1; 6])], &half).links[0]
            .quarters
            .len(),
        1
    );
}
