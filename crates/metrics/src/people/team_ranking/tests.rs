//! What a ranking says, and what it refuses to say.

use super::*;
use crate::fixture::{day, person};

const ON: RankingSettings = RankingSettings {
    on: true,
    by: RankBy::Habit,
    draws: 2_000,
    seed: 1,
};

/// So many people of a team, of whom the first so many have a habit.
fn team(name: &str, people: usize, habitual: usize) -> Contender {
    let part = |at| (f64::from(u8::from(at < habitual)), 1.0);
    Contender {
        team: name.into(),
        people: people as u32,
        parts: (0..people).map(part).collect(),
    }
}

fn groups(ranking: &TeamRanking) -> Vec<(&str, u32)> {
    ranking
        .ranked
        .iter()
        .map(|team| (team.team.as_str(), team.group))
        .collect()
}

#[test]
fn a_ranking_is_off_until_a_setting_turns_it_on() {
    let off = team_ranking(
        vec![team("Core", 9, 9)],
        RankingSettings::default(),
        Privacy::default(),
    );
    assert!(!off.is_on && off.ranked.is_empty());
    assert_eq!(off.finding, "Teams are not ranked");
}

#[test]
fn teams_that_cannot_be_told_apart_share_a_group_and_have_no_order() {
    let all = vec![
        team("Zeta", 20, 11),
        team("Alpha", 20, 10),
        team("Last", 20, 0),
        team("First", 20, 20),
    ];
    let ranking = team_ranking(all, ON, Privacy::default());
    assert_eq!(
        groups(&ranking),
        [("First", 1), ("Alpha", 2), ("Zeta", 2), ("Last", 3)]
    );
    let zeta = &ranking.ranked[2];
    assert_eq!((zeta.rank, zeta.low, zeta.high), (2, 2, 3));
    assert_eq!(ranking.finding, "First stands apart at the top");
}

#[test]
fn the_same_seed_gives_the_same_intervals() {
    let all = || vec![team("A", 12, 6), team("B", 9, 5), team("C", 30, 14)];
    assert_eq!(
        team_ranking(all(), ON, Privacy::default()),
        team_ranking(all(), ON, Privacy::default())
    );
}

#[test]
fn a_team_of_four_and_the_one_it_could_be_had_from_are_not_ranked() {
    let ranking = team_ranking(
        vec![team("A", 4, 4), team("B", 9, 4), team("C", 30, 14)],
        ON,
        Privacy::default(),
    );
    assert_eq!(groups(&ranking), [("C", 1)]);
    assert_eq!(
        ranking.hidden,
        [
            ("A".to_owned(), Hidden::Protects(5)),
            ("B".to_owned(), Hidden::Protects(5))
        ]
    );
}

#[test]
fn habit_is_nine_of_twelve_weeks_of_people_known_and_not_left_out() {
    let until = day("2026-10-01");
    let monday = Grain::Week.start(until);
    let active = |number: i64, weeks: u64| PersonActivity {
        active_weeks: (1..=weeks).map(|back| monday - Days::new(7 * back)).collect(),
        ..person(number, Some(5))
    };
    let people = [
        active(1, 9),
        active(2, 8),
        active(3, 12),
        person(4, None),
        person(5, Some(0)),
    ];
    let left_out = BTreeSet::from([3]);
    let made = by_habit(&people, &left_out, until);
    assert_eq!(
        made,
        [Contender {
            team: "Sales".into(),
            people: 3,
            parts: vec![(1.0, 1.0), (0.0, 1.0), (0.0, 1.0)]
        }]
    );
}
