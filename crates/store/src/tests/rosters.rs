//! Which roster is in force on which day, and what counts by it.

use model::{Dimension, Fact, Grain, Identity, Made, Measure, Overlap, Period, Person, Query, Seat};

use super::{Desk, charge, day, header, usage};
use crate::ImportSummary;

/// What is in the book: on the first of each month everybody is billed 1 and uses 1 token.
const MONTHS: [&str; 4] = ["2026-03-01", "2026-05-01", "2026-07-01", "2026-09-01"];

fn email(who: &str) -> String {
    format!("{who}@acme.test")
}

fn identity(who: &str) -> Identity {
    Identity {
        source: "openai".into(),
        email: email(who),
        ..Identity::default()
    }
}

fn used(desk: &mut Desk, people: &[&str]) {
    let mut facts = Vec::new();
    for (on, who) in MONTHS
        .iter()
        .flat_map(|on| people.iter().map(move |who| (*on, *who)))
    {
        let key = facts.len() as u128 + 1;
        facts.push(Fact::Charge(Box::new({
            let mut one = charge(key, on, 1);
            one.whose_mut().identity = identity(who);
            one
        })));
        facts.push(Fact::Usage(Box::new(model::Usage {
            identity: identity(who),
            ..usage(key, on, who, 1)
        })));
    }
    desk.import(Overlap::Id, "use", &facts);
}

/// A roster that came in on a day, of people and their teams; their unit is the team's first letter.
fn roster(desk: &mut Desk, came: &str, made: Option<&str>, people: &[(&str, &str)]) -> i64 {
    let header = header(Overlap::Snapshot, &format!("{came} {made:?} {people:?}"));
    let mut import = desk.book.import(&header, &format!("{came}T08:00:00Z")).unwrap();
    for (number, (who, team)) in people.iter().enumerate() {
        let person = Person {
            key: model::Key(number as u128 + 1),
            email: email(who),
            name: (*who).into(),
            team: (*team).into(),
            unit: team[..1].into(),
            cost_centre: format!("cc-{team}"),
            ..Person::default()
        };
        import.put(&Fact::Person(Box::new(person))).unwrap();
    }
    let whole = made.map(|made| day(made).into());
    let made = Made {
        whole,
        ..Made::default()
    };
    let summary = ImportSummary {
        made,
        ..ImportSummary::default()
    };
    import.finish(&summary).unwrap().id
}

/// What an answer has, in short: `2026-03-01 claims 2`.
fn answers(desk: &Desk, query: &Query) -> Vec<String> {
    let groups = desk.book.groups(query).unwrap().groups;
    let line = |group: &model::Group| format!("{} {}", group.keys.join(" "), group.value.0);
    groups.iter().map(line).collect()
}

fn by_month(dimension: Dimension) -> Query {
    Query::of(Measure::Billed)
        .by(Dimension::Time(Grain::Month))
        .by(dimension)
}

fn of_team(query: Query, team: &str) -> Query {
    query.only(Dimension::Team, &[team])
}

const THEN: [(&str, &str); 3] = [("ada", "claims"), ("bob", "claims"), ("eve", "legal")];
const NOW: [(&str, &str); 3] = [("ada", "legal"), ("bob", "claims"), ("new", "claims")];

fn two_rosters() -> Desk {
    let mut desk = Desk::new();
    used(&mut desk, &["ada", "bob", "eve", "new"]);
    roster(&mut desk, "2026-11-01", Some("2026-04-01"), &THEN);
    roster(&mut desk, "2026-11-02", Some("2026-07-01"), &NOW);
    desk
}

#[test]
fn each_day_counts_by_the_roster_in_force_on_it() {
    let desk = two_rosters();
    // The first roster counts before it, too; whom it does not have yet, by the first that has them; who is gone, by none.
    let expected = [
        "2026-03-01 claims 3",
        "2026-03-01 legal 1",
        "2026-05-01 claims 3",
        "2026-05-01 legal 1",
        "2026-07-01  1",
        "2026-07-01 claims 2",
        "2026-07-01 legal 1",
        "2026-09-01  1",
        "2026-09-01 claims 2",
        "2026-09-01 legal 1",
    ];
    let by_team = by_month(Dimension::Team);
    assert_eq!(answers(&desk, &by_team), expected);
    let tokens = Query {
        measure: Measure::Tokens,
        ..by_team.clone()
    };
    assert_eq!(answers(&desk, &tokens), expected);
    let cost_centre = answers(&desk, &by_month(Dimension::CostCentre));
    assert_eq!(
        cost_centre[..2],
        ["2026-03-01 cc-claims 3", "2026-03-01 cc-legal 1"]
    );
    let half = Period::new(day("2026-01-01"), day("2026-07-01"));
    let halves = [half, Period::new(half.to, day("2027-01-01"))];
    let apart = halves.map(|period| answers(&desk, &by_team.clone().within(period)));
    assert_eq!(apart.concat(), expected);
    let all = Query::of(Measure::Billed).by(Dimension::Team);
    assert_eq!(answers(&desk, &all), [" 2", "claims 10", "legal 4"]);
    assert_eq!(desk.book.groups(&all).unwrap().coverage.moved_people, 2);
    let by_day = Query::of(Measure::ActiveDays).by(Dimension::Team);
    assert_eq!(answers(&desk, &by_day), [" 2", "claims 10", "legal 4"]);
    let people = Query::of(Measure::People).by(Dimension::Team);
    assert_eq!(answers(&desk, &people), [" 1", "claims 3", "legal 2"]);
}

#[test]
fn a_filter_keeps_of_everybody_the_days_on_which_they_were_there() {
    let desk = two_rosters();
    for team in ["claims", "legal"] {
        let by_team = answers(&desk, &by_month(Dimension::Team));
        let of: Vec<String> = by_team.into_iter().filter(|line| line.contains(team)).collect();
        for by in [Dimension::Team, Dimension::Model] {
            let mut filtered = answers(&desk, &of_team(by_month(by), team));
            for line in &mut filtered {
                *line = line.replace("gpt-5", team);
            }
            assert_eq!(filtered, of);
        }
    }
    let ada = Query::of(Measure::Tokens).by(Dimension::Person);
    assert_eq!(
        answers(&desk, &of_team(ada, "claims")),
        ["ada 2", "bob 4", "new 4"]
    );
    let none = of_team(by_month(Dimension::Person), "");
    assert_eq!(answers(&desk, &none), ["2026-07-01 eve 1", "2026-09-01 eve 1"]);
    let rows = desk
        .book
        .facts(&of_team(Query::of(Measure::Billed), "legal"), 9, 0)
        .unwrap();
    assert_eq!(rows.len(), 4);
    assert_eq!(
        desk.book.values(&Dimension::Team, "", 9).unwrap(),
        ["claims", "legal"]
    );
}

#[test]
fn what_was_counted_before_a_newer_roster_stays_and_an_undo_takes_it_back() {
    let mut desk = Desk::new();
    used(&mut desk, &["ada", "bob", "eve"]);
    roster(&mut desk, "2026-11-01", Some("2026-04-01"), &THEN);
    let before = answers(&desk, &by_month(Dimension::Team));
    let newer = roster(&mut desk, "2026-11-02", Some("2026-07-01"), &NOW);
    let after = answers(&desk, &by_month(Dimension::Team));
    assert_eq!(after[..4], before[..4]);
    assert_ne!(after[4..], before[4..]);
    // An older one that comes in late counts for its own days only.
    let late = roster(
        &mut desk,
        "2026-11-03",
        Some("2026-01-01"),
        &[("ada", "audit"), ("bob", "audit")],
    );
    let with_late = answers(&desk, &by_month(Dimension::Team));
    assert_eq!(with_late[..2], ["2026-03-01 audit 2", "2026-03-01 legal 1"]);
    assert_eq!(with_late[2..], after[2..]);
    assert_eq!(desk.book.roster_entries().unwrap().len(), 3);
    desk.book.undo(late).unwrap();
    desk.book.undo(newer).unwrap();
    assert_eq!(answers(&desk, &by_month(Dimension::Team)), before);
}

#[test]
fn a_roster_that_does_not_say_its_day_counts_from_the_day_it_came_in() {
    let mut desk = Desk::new();
    used(&mut desk, &["ada"]);
    roster(&mut desk, "2026-04-01", None, &[("ada", "claims")]);
    roster(&mut desk, "2026-08-01", None, &[("ada", "legal")]);
    // One that comes in on the same day takes its place.
    roster(&mut desk, "2026-08-01", None, &[("ada", "audit")]);
    let by_team = Query::of(Measure::Billed).by(Dimension::Team);
    assert_eq!(answers(&desk, &by_team), ["audit 1", "claims 3"]);
}

#[test]
fn a_roster_without_rows_is_none() {
    let mut desk = two_rosters();
    let said = |desk: &Desk| {
        let window = Period::new(day("2026-09-01"), day("2026-09-29"));
        let people = desk.book.people(window, window).unwrap();
        let teams: Vec<String> = people.iter().map(|one| one.team.clone()).collect();
        (
            answers(desk, &by_month(Dimension::Team)),
            teams,
            desk.book.roster_entries().unwrap().len(),
        )
    };
    let before = said(&desk);
    for made in [Some("2026-08-01"), Some("2026-07-01"), Some("2026-01-01"), None] {
        roster(&mut desk, "2026-11-03", made, &[]);
        assert_eq!(said(&desk), before, "{made:?}");
    }
}

#[test]
fn people_are_those_of_the_roster_at_the_end_of_the_window() {
    let mut desk = two_rosters();
    let teams = |desk: &Desk, from: &str, to: &str| {
        let window = Period::new(day(from), day(to));
        let people = desk.book.people(window, window).unwrap();
        let named = people.iter().map(|one| format!("{} {}", one.name, one.team));
        (
            named.collect::<Vec<_>>(),
            desk.book.person_days(window).unwrap().len(),
        )
    };
    let before = (
        vec!["ada claims".to_owned(), "bob claims".into(), "eve legal".into()],
        3,
    );
    assert_eq!(teams(&desk, "2026-05-01", "2026-07-01"), before);
    let after = (
        vec!["ada legal".to_owned(), "bob claims".into(), "new claims".into()],
        6,
    );
    assert_eq!(teams(&desk, "2026-05-01", "2026-07-02"), after);
    let stretches = desk.book.rosters(None).unwrap();
    let sizes: Vec<usize> = stretches.iter().map(Vec::len).collect();
    assert_eq!(
        sizes,
        [4, 3],
        "who comes later counts before, who is gone does not"
    );
    let seat = Fact::Seat(Box::new(Seat {
        product: "Codex".into(),
        provider: "OpenAI".into(),
        identity: identity("eve"),
        snapshot: Some(day("2026-05-01")),
        ..Seat::default()
    }));
    desk.import(Overlap::Snapshot, "seats", &[seat]);
    let seats = Query::of(Measure::Seats).by(Dimension::Team);
    assert_eq!(answers(&desk, &seats), ["legal 1"]);
}
