//! Where evidence points, and where it does not.

use super::*;
use crate::fixture::day;

const TODAY: &str = "2026-10-01";

fn item(person: i64, sign: Sign, score: f64) -> Item {
    Item {
        person,
        team: "Claims".into(),
        sign,
        score,
        day: day("2026-09-01"),
    }
}

/// Two items for each axis.
fn of(person: i64, [access, skill, will]: [f64; 3]) -> Vec<Item> {
    vec![
        item(person, Sign::Seat, access),
        item(person, Sign::Permission, access),
        item(person, Sign::Training, skill),
        item(person, Sign::Breadth, skill),
        item(person, Sign::Survey, will),
        item(person, Sign::VoluntaryUse, will),
    ]
}

fn placed(items: &[Item]) -> Placed {
    place(&items.iter().collect::<Vec<_>>(), day(TODAY))
}

#[test]
fn access_comes_first_then_skill_and_will() {
    let cases = [
        ([49.0, 100.0, 100.0], Placed::NoAccess),
        ([50.0, 49.0, 50.0], Placed::Teach),
        ([100.0, 50.0, 49.0], Placed::Relevance),
        ([100.0, 0.0, 0.0], Placed::Pair),
        ([100.0, 90.0, 90.0], Placed::Champion),
    ];
    for (axes, expected) in cases {
        assert_eq!(placed(&of(1, axes)), expected, "{axes:?}");
    }
}

#[test]
fn use_alone_never_places_anyone() {
    let mut items = of(1, [100.0, 90.0, 90.0]);
    for item in items.iter_mut().filter(|item| item.sign.axis() > 0) {
        item.sign = if item.sign.axis() == 1 {
            Sign::Breadth
        } else {
            Sign::VoluntaryUse
        };
    }
    assert_eq!(placed(&items), Placed::NotEnough);
    let only_use: Vec<Item> = [Sign::Breadth, Sign::VoluntaryUse]
        .into_iter()
        .flat_map(|sign| vec![item(1, sign, 100.0); 5])
        .collect();
    assert_eq!(placed(&only_use), Placed::NotEnough);
}

#[test]
fn one_item_an_axis_is_not_enough_and_evidence_expires_after_90_days() {
    let mut items = of(1, [100.0, 90.0, 90.0]);
    items.remove(4);
    assert_eq!(placed(&items), Placed::NotEnough);
    let mut old = of(1, [100.0, 90.0, 90.0]);
    for item in &mut old {
        item.day = day("2026-07-03");
    }
    assert_eq!(placed(&old), Placed::NotEnough, "90 days");
    for item in &mut old {
        item.day = day("2026-07-04");
    }
    assert_eq!(placed(&old), Placed::Champion, "89 days");
}

#[test]
fn a_team_of_five_is_shown_as_shares_and_one_of_four_is_hidden() {
    let team = |people: i64| -> Vec<Item> {
        (1..=people)
            .flat_map(|person| of(person, [100.0, 90.0, 10.0]))
            .collect()
    };
    let made = diagnosis(&team(5), day(TODAY), Privacy::default());
    let shown = made.teams[0].shown.value().expect("five");
    assert_eq!((shown.people, shown.placed[2].value()), (5, Some(&5)));
    let mixed: Vec<Item> = team(8).into_iter().chain(of(9, [10.0; 3])).collect();
    let mixed = diagnosis(&mixed, day(TODAY), Privacy::default());
    let shown = mixed.teams[0].shown.value().expect("nine");
    assert_eq!(
        [&shown.placed[0], &shown.placed[2]].map(Shown::value),
        [None, None],
        "8 of 9 leave one"
    );
    assert_eq!(
        diagnosis(&team(4), day(TODAY), Privacy::default()).teams[0]
            .shown
            .value(),
        None
    );
}
