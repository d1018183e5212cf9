//! Levels, gaps, agreement, and who is not shown.

use super::*;
use crate::fixture::day;

fn assessed(person: i64, on: &str, rater: Rater, levels: [u32; 2]) -> Assessed {
    let level = |(name, level): (&str, u32)| (name.to_owned(), level, 2);
    Assessed {
        person,
        team: "Claims".into(),
        day: day(on),
        rater,
        levels: ["strategy", "building"]
            .into_iter()
            .zip(levels)
            .map(level)
            .collect(),
    }
}

#[test]
fn the_level_is_the_minimum_and_the_gap_is_to_what_the_role_requires() {
    let one = assessed(1, "2026-09-30", Rater::Manager, [3, 1]);
    assert_eq!((one.level(), one.gap()), (1, 1));
}

#[test]
fn kappa_is_1_for_agreement_0_for_chance_and_weighs_by_distance() {
    assert_eq!(weighted_kappa(&[(0, 0), (1, 1), (3, 3)]), Some(1.0));
    assert_eq!(weighted_kappa(&[(0, 0), (0, 3), (3, 0), (3, 3)]), Some(0.0));
    assert_eq!(weighted_kappa(&[(1, 1), (1, 1)]), None);
    // Seen 1/3 ÷ 4 = 1/12; expected by margins (0:1 1:1 2:1 3:1) and (0:1 1:2 3:1): (1 + 2·2/3·… ) = 20/48.
    let near = weighted_kappa(&[(0, 0), (1, 1), (2, 1), (3, 3)]).expect("spread");
    assert!(
        (near - (1.0 - (1.0 / 12.0) / (5.0 / 12.0))).abs() < 1e-12,
        "{near}"
    );
}

#[test]
fn a_team_of_five_is_shown_with_its_slope_and_one_of_four_is_not() {
    let judged = |people: i64| -> Vec<Assessed> {
        let twice = |person| {
            [
                assessed(person, "2026-01-01", Rater::Manager, [1, 1]),
                assessed(person, "2026-12-31", Rater::Manager, [2, 3]),
            ]
        };
        (1..=people).flat_map(twice).collect()
    };
    let made = rubric(&judged(5), Privacy::default());
    let team = made.teams[0].shown.value().expect("five");
    assert_eq!(
        (
            team.people,
            team.levels[2].value(),
            team.gap_sum,
            team.judged_twice.value()
        ),
        (5, Some(&5), 0, Some(&5))
    );
    assert!((team.slope.expect("twice") - 365.25 / 4.0 / 364.0).abs() < 1e-12);
    assert_eq!(
        rubric(&judged(4), Privacy::default()).teams[0].shown.value(),
        None
    );
}
