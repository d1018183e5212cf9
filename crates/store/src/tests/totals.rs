//! Totals of a month by person: what they tell of a window, and what not of its weeks.

use chrono::Datelike;
use model::{Fact, Overlap, Period, PersonActivity, PersonState, Usage};

use super::{Desk, day, header, usage};
use crate::ImportSummary;

fn days(from: &str, to: &str) -> Period {
    Period::new(day(from), day(to))
}

/// One file of a month: who used how many tokens in it.
fn month(desk: &mut Desk, days: Period, people: &[(&str, i64)]) {
    let at = format!("{}T10:00:00Z", days.to);
    let mut import = desk.book.import(&header(Overlap::Id, &at), &at).unwrap();
    for (key, (who, tokens)) in (0..).zip(people) {
        let total = Usage {
            period: Some(days),
            ..usage(
                u128::from(days.from.ordinal()) * 100 + key,
                "2026-01-01",
                who,
                *tokens,
            )
        };
        import.put(&Fact::Usage(Box::new(total))).unwrap();
    }
    import
        .finish(&ImportSummary {
            period: Some(days),
            ..ImportSummary::default()
        })
        .unwrap();
}

fn asked(desk: &Desk, window: Period) -> Vec<PersonActivity> {
    let mut people = desk
        .book
        .people(window, days("2026-04-01", "2026-07-01"))
        .unwrap();
    people.sort_by_key(|person| std::cmp::Reverse(person.person));
    people
}

#[test]
fn a_month_tells_of_the_window_that_most_of_it_lies_in_but_of_no_week() {
    let mut desk = Desk::new();
    month(
        &mut desk,
        days("2026-06-01", "2026-07-01"),
        &[("ada", 9), ("bob", 0)],
    );
    assert_eq!(desk.book.days().unwrap(), Some(days("2026-06-01", "2026-07-01")));
    let window = days("2026-06-03", "2026-07-01");
    let people = asked(&desk, window);
    let states: Vec<PersonState> = people.iter().map(|person| person.state).collect();
    assert_eq!(states, [PersonState::Active, PersonState::Zero]);
    assert_eq!(people[0].tokens, Some(9));
    let week = days("2026-06-08", "2026-06-15");
    let watched = |period| {
        people
            .iter()
            .map(|person| person.is_watched(period, None))
            .collect::<Vec<_>>()
    };
    assert_eq!(watched(window), [true, true]);
    assert_eq!(
        watched(week),
        [false, true],
        "nothing in a month is nothing in each week of it"
    );
    assert!(people.iter().all(|person| person.active_weeks.is_empty()));
    let lines = desk.book.person_days(window).unwrap();
    assert!(
        lines
            .iter()
            .all(|line| line.counts_in(window) && !line.counts_in(week))
    );
}

#[test]
fn what_two_months_halve_is_not_known() {
    let mut desk = Desk::new();
    month(
        &mut desk,
        days("2026-05-01", "2026-06-01"),
        &[("ada", 9), ("bob", 0)],
    );
    month(
        &mut desk,
        days("2026-06-01", "2026-07-01"),
        &[("ada", 0), ("bob", 0)],
    );
    let states =
        |window| -> Vec<PersonState> { asked(&desk, window).iter().map(|person| person.state).collect() };
    // 12 of the 31 days of May.
    assert_eq!(
        states(days("2026-05-20", "2026-06-17")),
        [PersonState::Unknown, PersonState::Zero]
    );
    assert_eq!(
        states(days("2026-05-05", "2026-06-02")),
        [PersonState::Active, PersonState::Zero]
    );
    assert_eq!(
        states(days("2026-06-03", "2026-07-01")),
        [PersonState::Zero, PersonState::Zero]
    );
}
