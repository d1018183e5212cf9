//! The premium, and what is shown of a panel of people.

use super::*;
use crate::fixture::day;

fn panel(members: Vec<Member>) -> Panel {
    Panel {
        value: "Does it help?".into(),
        is_reported: true,
        of: Members::Teams,
        days: (day("2026-03-31"), day("2026-09-30")),
        members,
        leavers: 1,
    }
}

fn people(members: Vec<Member>) -> Panel {
    Panel {
        of: Members::People,
        ..panel(members)
    }
}

fn member(value: f64, used: f64) -> Member {
    Member {
        value: (1.0, value),
        used: (100.0, used),
    }
}

fn made(members: Vec<Member>) -> PanelPremium {
    judged(panel(members), Privacy::default())
}

fn judged(panel: Panel, privacy: Privacy) -> PanelPremium {
    value_premium(&[panel], PremiumSettings::default(), privacy)
        .panels
        .remove(0)
}

#[test]
fn value_up_30_percent_over_use_up_5_percent_is_a_premium_of_23_8_percent() {
    let premium = made(vec![member(1.3, 105.0); 20])
        .premium
        .expect("twenty members");
    assert_eq!(percent(premium.raw), "24");
    assert!((premium.raw - 0.238_095).abs() < 1e-6);
    assert!((premium.low - premium.raw).abs() < 1e-9 && (premium.high - premium.raw).abs() < 1e-9);
    assert!((premium.after_haircut.expect("reported") - (0.9 / 1.05 - 1.0)).abs() < 1e-9);
    assert_eq!(premium.flat_members, Some(20));
    assert!((premium.flat.expect("all flat") - 0.3).abs() < 1e-9);
}

#[test]
fn nineteen_members_are_refused() {
    let refused = made(vec![member(1.3, 105.0); 19]);
    assert_eq!(refused.premium, None);
    assert_eq!(
        refused.refused.as_deref(),
        Some("19 teams in the panel, 20 are needed")
    );
}

#[test]
fn the_interval_holds_the_figure_and_repeats() {
    let members: Vec<Member> = (0..24)
        .map(|at| member(1.0 + f64::from(at % 5) / 10.0, 90.0 + f64::from(at)))
        .collect();
    let premium = made(members.clone()).premium.expect("enough");
    assert!(premium.low < premium.raw && premium.raw < premium.high);
    assert_eq!(made(members).premium, Some(premium));
}

#[test]
fn a_panel_of_people_shows_no_count_of_a_few_and_nothing_of_a_team() {
    let mut members = vec![member(1.3, 150.0); 17];
    members.extend(vec![member(1.2, 105.0); 3]);
    let whole = judged(people(members.clone()), Privacy::default());
    let premium = whole.premium.expect("twenty people");
    assert_eq!((whole.members, whole.leavers), (Some(20), None), "one left");
    assert_eq!(
        (premium.flat, premium.flat_members),
        (None, None),
        "three had flat use"
    );
    let part = Privacy {
        is_part: true,
        ..Privacy::default()
    };
    let part = judged(people(members.clone()), part);
    assert_eq!((part.premium, part.members, part.leavers), (None, None, None));
    let teams = judged(panel(members), Privacy::default());
    assert_eq!(teams.premium.expect("twenty teams").flat_members, Some(3));
}

#[test]
fn a_panel_that_is_mostly_one_person_or_of_a_few_is_refused() {
    let mut members = vec![member(1.3, 150.0); 19];
    members.push(member(1.2, 100_000.0));
    let refused = judged(people(members), Privacy::default()).refused;
    assert_eq!(refused.as_deref(), Some("one person makes most of it"));
    let few = judged(people(vec![member(1.3, 150.0); 4]), Privacy::default());
    assert_eq!(few.members, None);
    assert_eq!(
        few.refused.as_deref(),
        Some("too few people in the panel, 20 are needed")
    );
}
