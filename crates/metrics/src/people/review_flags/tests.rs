//! The worked fixture of the review flags, and what must not be counted.

use chrono::Days;

use super::super::suppression::Hidden;
use super::*;
use crate::fixture::{day, person};

fn window() -> Period {
    Period::new(day("2026-09-03"), day("2026-10-01"))
}

fn called(person: i64, on: &str, calls: i64) -> PersonDay {
    PersonDay {
        person,
        day: day(on),
        days: 1,
        requests: Some(calls * 1_000_000),
        tokens: Some(calls),
        ..PersonDay::default()
    }
}

fn of(people: &[PersonActivity], days: &[PersonDay], kpis: &[LinkedKpi]) -> ReviewFlags {
    let reviewed = Reviewed {
        people,
        days,
        kpis,
        ended: &[],
        window: window(),
    };
    review_flags(&reviewed, ReviewSettings::default(), Privacy::default())
}

fn twenty() -> Vec<PersonActivity> {
    (1..=20).map(|number| person(number, Some(1))).collect()
}

#[test]
fn fifty_one_thousand_calls_a_day_trip_volume_and_rate() {
    let mut days: Vec<PersonDay> = (1..=19)
        .map(|number| called(number, "2026-09-10", 40 + 3 * number))
        .collect();
    days.push(called(20, "2026-09-10", 51_111));
    let people = twenty();
    let result = of(&people, &days, &[]);
    let raised: Vec<u32> = result
        .flags
        .iter()
        .map(|told| *told.raised.value().expect("twenty people"))
        .collect();
    assert_eq!(raised, [1, 0, 0, 0, 0, 0, 1]);
    assert_eq!(
        (result.asked_about, result.people),
        (Shown::Value(1), Shown::Value(20))
    );
    assert_eq!(
        result.teams[0].shown.value().map(|team| team.asked_about.clone()),
        Some(Shown::Hidden(Hidden::Protects(5))),
        "one person of a team is nobody's business"
    );
    let reviewed = Reviewed {
        people: &people,
        days: &days,
        kpis: &[],
        ended: &[],
        window: window(),
    };
    assert_eq!(
        left_out(&reviewed, ReviewSettings::default()),
        BTreeSet::from([20])
    );
}

#[test]
fn off_hours_and_repeats_are_told_by_no_source_and_never_counted() {
    let result = of(&twenty(), &[called(1, "2026-09-10", 1)], &[]);
    for at in [1, 3] {
        assert_eq!(
            (&result.flags[at].people, &result.flags[at].raised),
            (&Shown::Value(0), &Shown::Value(0))
        );
        assert!(
            result.flags[at]
                .why_not
                .is_some_and(|why| why.starts_with("not told by any source"))
        );
    }
}

#[test]
fn runs_of_agents_raise_nothing() {
    let mut days: Vec<PersonDay> = (1..=19)
        .map(|number| called(number, "2026-09-10", 40 + number))
        .collect();
    days.push(PersonDay {
        is_automated: true,
        ..called(20, "2026-09-10", 51_111)
    });
    assert_eq!(of(&twenty(), &days, &[]).asked_about, Shown::Value(0));
}

#[test]
fn tokens_up_by_half_while_the_kpi_stands_is_a_flag_and_while_it_rises_is_none() {
    let now = window().to - Days::new(10);
    let before = now - Days::new(91);
    let used = |person: i64, tokens: [i64; 2]| {
        [before, now]
            .into_iter()
            .zip(tokens)
            .map(move |(day, tokens)| PersonDay {
                person,
                day,
                days: 1,
                tokens: Some(tokens),
                ..PersonDay::default()
            })
    };
    let days: Vec<PersonDay> = (1..=6)
        .flat_map(|number| used(number, if number == 1 { [100, 150] } else { [100, 149] }))
        .collect();
    let kpi = |after: i64| LinkedKpi {
        team: "Sales".into(),
        points: vec![(before, 5_000_000), (now, after)],
        ..LinkedKpi::default()
    };
    let people: Vec<PersonActivity> = (1..=6).map(|number| person(number, Some(1))).collect();
    let growth = |after: i64| of(&people, &days, &[kpi(after)]).flags[5].clone();
    assert_eq!(
        (growth(5_000_000).raised, growth(5_000_000).people),
        (Shown::Value(1), Shown::Value(6))
    );
    assert_eq!(growth(5_000_001).raised, Shown::Value(0));
    assert_eq!(
        of(&people, &days, &[]).flags[5].people,
        Shown::Value(0),
        "no KPI, no flag"
    );
}

#[test]
fn a_hundred_people_of_a_role_have_one_above_its_99th_percentile_and_ninety_nine_have_none() {
    let people: Vec<PersonActivity> = (1..=100).map(|number| person(number, Some(1))).collect();
    let read = |number: i64| PersonDay {
        input: Some(100 * number),
        output: Some(100),
        ..called(number, "2026-09-10", 1)
    };
    let days: Vec<PersonDay> = (1..=100).map(read).collect();
    assert_eq!(of(&people, &days, &[]).flags[2].raised, Shown::Value(1));
    assert_eq!(
        of(&people[..99], &days[..99], &[]).flags[2].raised,
        Shown::Value(0)
    );
}

#[test]
fn somebody_who_bursts_at_the_end_of_a_burnt_budget_has_a_flag() {
    let people: Vec<PersonActivity> = (1..=6).map(|number| person(number, Some(1))).collect();
    let used = |number: i64, end: i64| {
        let usual = (1..=14u64).map(|at| (day("2026-09-01") + Days::new(at), 10));
        usual
            .chain([(day("2026-09-30"), end)])
            .map(move |(on, tokens)| PersonDay {
                person: number,
                day: on,
                days: 1,
                tokens: Some(tokens),
                ..PersonDay::default()
            })
    };
    let days: Vec<PersonDay> = (1..=6)
        .flat_map(|number| used(number, if number == 1 { 61 } else { 60 }))
        .collect();
    let raised = |is_burnt: bool| {
        let ended = [Ended {
            period: Period::month(day("2026-09-01")),
            team: None,
            is_burnt,
        }];
        let reviewed = Reviewed {
            people: &people,
            days: &days,
            kpis: &[],
            ended: &ended,
            window: window(),
        };
        review_flags(&reviewed, ReviewSettings::default(), Privacy::default()).flags[4]
            .raised
            .clone()
    };
    assert_eq!((raised(true), raised(false)), (Shown::Value(1), Shown::Value(0)));
}

#[test]
fn a_team_of_four_shows_no_flags() {
    let mut people = twenty();
    people
        .iter_mut()
        .take(4)
        .for_each(|person| person.team = "Tiny".into());
    let days: Vec<PersonDay> = (1..=20)
        .map(|number| called(number, "2026-09-10", number))
        .collect();
    let result = of(&people, &days, &[]);
    assert!(
        result.teams.iter().all(|team| team.shown.value().is_none()),
        "one alone could be had by subtraction"
    );
}
