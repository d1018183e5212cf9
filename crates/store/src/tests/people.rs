//! The three states, and who is whom.

use model::{
    Dimension, Fact, Identity, Key, Measure, Overlap, Period, Person, PersonState, Query, Seat, SeatHolder,
};

use super::{Desk, day, header, usage};
use crate::ImportSummary;

fn person(key: u128, email: &str, logins: &[&str], team: &str) -> Fact {
    Fact::Person(Box::new(Person {
        key: Key(key),
        email: email.into(),
        name: email.split('@').next().unwrap().into(),
        logins: logins.iter().map(|login| (*login).to_owned()).collect(),
        team: team.into(),
        ..Person::default()
    }))
}

fn window() -> Period {
    Period::new(day("2026-09-07"), day("2026-10-05"))
}

/// Usage whose file covers some days.
fn covering(desk: &mut Desk, from: &str, to: &str) {
    let facts = [
        usage(1, "2026-09-09", "ada", 10),
        usage(2, "2026-08-05", "bob@acme.test", 10),
        usage(3, "2026-09-09", "stranger", 10),
        model::Usage {
            automated: true,
            ..usage(4, "2026-09-09", "bob@acme.test", 900)
        },
    ];
    let mut import = desk.book.import(&header(Overlap::Id, from), "now").unwrap();
    for fact in facts {
        import.put(&Fact::Usage(Box::new(fact))).unwrap();
    }
    let period = Some(Period::new(day(from), day(to)));
    import
        .finish(&ImportSummary {
            period,
            ..ImportSummary::default()
        })
        .unwrap();
}

fn roster(desk: &mut Desk) {
    let people = [
        person(1, "ada@acme.test", &["ada"], "claims"),
        person(2, "bob@acme.test", &[], "claims"),
        person(3, "eve@acme.test", &[], "legal"),
    ];
    desk.import(Overlap::Snapshot, "roster", &people);
}

/// Whether a text stands anywhere in the file of a book.
fn stands(desk: &Desk, text: &str) -> bool {
    desk.book.settle();
    let bytes = std::fs::read(desk.path("acme.counterfoil")).unwrap();
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn who_was_undone_is_forgotten_when_the_book_is_compacted() {
    let mut desk = Desk::new();
    let (first, _) = desk.import(
        Overlap::Snapshot,
        "first",
        &[person(1, "ada@acme.test", &["ada-l"], "claims")],
    );
    covering(&mut desk, "2026-09-07", "2026-10-05");
    let (second, _) = desk.import(
        Overlap::Snapshot,
        "second",
        &[
            person(1, "ada@acme.test", &["ada-l"], "claims"),
            person(2, "zoe@acme.test", &["zoe-q"], "secret team"),
        ],
    );
    let before = desk
        .book
        .groups(&Query::of(Measure::Tokens).by(Dimension::Person))
        .unwrap()
        .groups;
    desk.book.undo(second.id).unwrap();
    assert!(stands(&desk, "zoe-q"), "an undo forgets nothing yet");
    let made = desk.book.compact().unwrap();
    assert!(made.forgotten > 3 && made.after <= made.before, "{made:?}");
    for gone in ["zoe", "secret team"] {
        assert!(!stands(&desk, gone), "{gone} is still in the file");
    }
    for kept in ["ada@acme.test", "stranger", "OpenAI"] {
        assert!(stands(&desk, kept), "{kept} is gone");
    }
    let after = desk
        .book
        .groups(&Query::of(Measure::Tokens).by(Dimension::Person))
        .unwrap()
        .groups;
    assert_eq!(before, after);
    assert!(desk.book.doctor().unwrap().ok);
    // A number that was given once is not given to somebody else.
    desk.import(
        Overlap::Snapshot,
        "third",
        &[
            person(1, "ada@acme.test", &["ada-l"], "claims"),
            person(3, "new@acme.test", &[], "legal"),
        ],
    );
    let numbers: Vec<i64> = desk
        .book
        .roster_entries()
        .unwrap()
        .iter()
        .map(|entry| entry.person)
        .collect();
    assert_eq!(numbers, [1, 3]);
    desk.book.undo(first.id).unwrap();
    assert!(desk.book.compact().is_ok());
}

fn states(desk: &Desk) -> Vec<(String, PersonState)> {
    let history = Period::new(day("2026-04-01"), day("2026-10-05"));
    let people = desk.book.people(window(), history).unwrap();
    people
        .into_iter()
        .map(|person| (person.name, person.state))
        .collect()
}

#[test]
fn zero_needs_a_source_that_covers_every_working_day_of_the_window() {
    use PersonState::{Active, Unknown, Zero};
    let mut desk = Desk::new();
    roster(&mut desk);
    covering(&mut desk, "2026-08-01", "2026-10-05");
    let named = |state| {
        vec![
            ("ada".to_owned(), Active),
            ("bob".into(), state),
            ("eve".into(), Unknown),
        ]
    };
    assert_eq!(states(&desk), named(Zero));
    let mut desk = Desk::new();
    roster(&mut desk);
    covering(&mut desk, "2026-08-01", "2026-10-03");
    assert_eq!(
        states(&desk),
        named(Zero),
        "a silent weekend at the end proves nothing"
    );
    let mut desk = Desk::new();
    roster(&mut desk);
    covering(&mut desk, "2026-08-01", "2026-10-02");
    assert_eq!(states(&desk), named(Unknown), "the last Friday is missing");
}

#[test]
fn who_has_no_seat_anywhere_is_not_entitled_and_who_has_one_is_zero() {
    use PersonState::{Active, NotEntitled, Zero};
    let mut desk = Desk::new();
    roster(&mut desk);
    covering(&mut desk, "2026-08-01", "2026-10-05");
    let seat = |email: &str| {
        Fact::Seat(Box::new(Seat {
            key: Key(email.len() as u128),
            scope: "seats".into(),
            product: "Codex".into(),
            provider: "OpenAI".into(),
            identity: Identity {
                source: "openai".into(),
                email: email.into(),
                ..Identity::default()
            },
            snapshot: Some(day("2026-10-05")),
            assigned: Some(day("2026-03-01")),
            ..Seat::default()
        }))
    };
    let (import, _) = desk.import(Overlap::Period, "seats", &[seat("bob@acme.test")]);
    assert_eq!(states(&desk)[2], ("eve".into(), NotEntitled));
    desk.book.undo(import.id).unwrap();
    desk.import(Overlap::Period, "more seats", &[seat("eve@acme.test")]);
    assert_eq!(
        states(&desk),
        [("ada".into(), Active), ("bob".into(), Zero), ("eve".into(), Zero)]
    );
    let seats = desk.book.seats(day("2026-10-05")).unwrap();
    assert_eq!((seats[0].assigned, seats[0].active_28), (1, 0));
}

/// A vendor that is used, or of which a seat is held, and of which nothing tells about the window.
#[test]
fn zero_needs_every_vendor_that_a_person_uses_or_holds_a_seat_of() {
    use PersonState::{Unknown, Zero};
    let with = |fact: Option<Fact>| {
        let mut desk = Desk::new();
        roster(&mut desk);
        covering(&mut desk, "2026-08-01", "2026-10-05");
        desk.import(Overlap::Content, "other", &fact.into_iter().collect::<Vec<_>>());
        states(&desk)[1].1
    };
    assert_eq!(with(None), Zero);
    let used = |on| {
        let mut usage = usage(9, on, "bob@acme.test", 5);
        usage.provider = "Anthropic".into();
        Some(Fact::Usage(Box::new(usage)))
    };
    assert_eq!(with(used("2026-08-20")), Unknown);
    assert_eq!(with(used("2026-03-20")), Zero, "that was before the history");
    let seat = |last_active| {
        let seat = Seat {
            product: "Translator".into(),
            provider: "DeepL".into(),
            identity: usage(9, "2026-08-20", "bob@acme.test", 5).identity,
            snapshot: Some(day("2026-10-05")),
            last_active,
            ..Seat::default()
        };
        Some(Fact::Seat(Box::new(seat)))
    };
    assert_eq!(with(seat(None)), Unknown);
    assert_eq!(with(seat(Some(day("2026-07-01")))), Zero, "its list tells");
}

#[test]
fn days_that_a_source_covered_before_the_history_stay_seen_and_those_of_a_gap_do_not() {
    let mut desk = Desk::new();
    roster(&mut desk);
    covering(&mut desk, "2025-10-01", "2025-12-01");
    covering(&mut desk, "2026-08-01", "2026-10-05");
    let mut given_up = usage(9, "2025-11-20", "bob@acme.test", 5);
    given_up.provider = "Anthropic".into();
    desk.import(Overlap::Content, "other", &[Fact::Usage(Box::new(given_up))]);
    let history = Period::new(day("2026-04-08"), window().to);
    let people = desk.book.people(window(), history).unwrap();
    let bob = people.iter().find(|person| person.name == "bob").unwrap();
    let week = |monday| bob.is_watched(Period::new(day(monday), day(monday) + chrono::Days::new(7)), None);
    let seen = ["2025-10-06", "2026-03-02", "2026-08-10"].map(week);
    assert_eq!(seen, [true, false, true]);
}

#[test]
fn of_a_past_window_the_list_of_its_end_says_who_held_seats_and_every_list_what_was_seen() {
    let mut desk = Desk::new();
    roster(&mut desk);
    covering(&mut desk, "2026-09-01", "2026-10-05");
    let lists = [
        (
            "2026-03-31",
            [("ada", "2026-03-20"), ("bob@acme.test", "2026-02-10")],
        ),
        (
            "2026-09-30",
            [("ada", "2026-09-20"), ("eve@acme.test", "2026-09-01")],
        ),
    ];
    for (on, holders) in lists {
        let seat = |(number, (who, last)): (usize, (&str, &str))| {
            Fact::Seat(Box::new(Seat {
                key: Key(number as u128),
                scope: format!("Translator {on}"),
                product: "Translator".into(),
                provider: "DeepL".into(),
                identity: usage(9, on, who, 5).identity,
                snapshot: Some(day(on)),
                last_active: Some(day(last)),
                ..Seat::default()
            }))
        };
        let seats: Vec<Fact> = holders.into_iter().enumerate().map(seat).collect();
        desk.import(Overlap::Snapshot, on, &seats);
    }
    let march = Period::new(day("2026-03-04"), day("2026-04-01"));
    let people = desk
        .book
        .people(march, Period::new(day("2025-10-03"), march.to))
        .unwrap();
    let told: Vec<_> = people
        .iter()
        .map(|person| {
            (
                &*person.name,
                person.state,
                person.products.len(),
                person.seen_by_seat.len(),
            )
        })
        .collect();
    let expected = [
        ("ada", PersonState::Active, 1, 2),
        ("bob", PersonState::Zero, 1, 1),
        ("eve", PersonState::Unknown, 0, 1),
    ];
    assert_eq!(told, expected);
}

/// Rows of a roster: employee number, e-mail, last day.
fn employees(rows: &[(&str, &str, Option<&str>)]) -> Vec<Fact> {
    let row = |((employee, email, ends), key): (&(&str, &str, Option<&str>), u128)| {
        let Fact::Person(line) = person(key, email, &[], "claims") else {
            unreachable!("it makes people");
        };
        Fact::Person(Box::new(Person {
            employee: (*employee).into(),
            name: format!("{employee} {email}"),
            end: ends.map(day),
            ..*line
        }))
    };
    rows.iter().zip(1..).map(row).collect()
}

#[test]
fn an_employee_number_decides_who_is_who_and_the_address_is_whose_who_is_there() {
    let left = Some("2024-05-01");
    let rows = [
        ("1", "bob@acme.test", left),
        ("2", "bob@acme.test", None),
        ("3", "agency@acme.test", None),
        ("4", "agency@acme.test", None),
        ("5", "eve@acme.test", None),
        ("5", "eve@acme.test", left),
    ];
    for rows in [rows.to_vec(), rows.iter().rev().copied().collect()] {
        let mut desk = Desk::new();
        desk.import(Overlap::Content, "roster", &employees(&rows));
        covering(&mut desk, "2026-08-01", "2026-10-05");
        let mut known = states(&desk);
        known.sort_by(|one, other| one.0.cmp(&other.0));
        let expected = [
            ("2 bob@acme.test", PersonState::Zero),
            ("3 agency@acme.test", PersonState::Unknown),
            ("4 agency@acme.test", PersonState::Unknown),
            ("5 eve@acme.test", PersonState::Unknown),
        ];
        assert_eq!(known, expected.map(|(name, state)| (name.to_owned(), state)));
    }
}

#[test]
fn strangers_are_a_visible_bucket_until_the_user_confirms_who_they_are() {
    let mut desk = Desk::new();
    roster(&mut desk);
    covering(&mut desk, "2026-08-01", "2026-10-05");
    let by_person = Query::of(Measure::Tokens).by(Dimension::Person);
    let names = |desk: &Desk| -> Vec<String> {
        desk.book
            .groups(&by_person)
            .unwrap()
            .groups
            .into_iter()
            .map(|group| group.keys[0].clone())
            .collect()
    };
    assert_eq!(names(&desk), ["ada", "bob", "stranger"]);
    let matching = desk.book.matching().unwrap();
    assert_eq!((matching.matched, matching.unmatched.len()), (2, 1));
    let eve = desk.book.roster_entries().unwrap()[2].person;
    desk.book
        .confirm_alias(&matching.unmatched[0], Some(eve))
        .unwrap();
    assert_eq!(names(&desk), ["ada", "bob", "eve"]);
    let by_team = Query::of(Measure::Tokens).by(Dimension::Team);
    assert_eq!(desk.book.groups(&by_team).unwrap().groups.len(), 2);
    desk.book.confirm_alias(&matching.unmatched[0], None).unwrap();
    assert_eq!(names(&desk)[2], "stranger");
}

#[test]
fn nobody_is_left_of_a_file_that_was_undone() {
    let mut desk = Desk::new();
    roster(&mut desk);
    let unknown = |desk: &Desk| {
        let groups = desk.book.groups(&Query::of(Measure::Tokens)).unwrap();
        groups.coverage.unknown_people
    };
    let facts = [(1, "ada@acme.test"), (2, "stranger@else.test")]
        .map(|(key, who)| Fact::Usage(Box::new(usage(key, "2026-09-01", who, 5))));
    let before = unknown(&desk);
    let (import, _) = desk.import(Overlap::Id, "use", &facts);
    assert_eq!(desk.book.matching().unwrap().rate(), (1, 2));
    assert_eq!(unknown(&desk), before - 1);
    desk.book.undo(import.id).unwrap();
    assert_eq!(unknown(&desk), before);
    assert_eq!(desk.book.matching().unwrap().rate(), (0, 0));
    assert!(desk.book.unresolved().unwrap().is_empty());
}

#[test]
fn a_newer_roster_moves_people_without_renumbering_them() {
    let mut desk = Desk::new();
    roster(&mut desk);
    let before = desk.book.roster_entries().unwrap();
    desk.import(
        Overlap::Snapshot,
        "new roster",
        &[person(1, "ada@acme.test", &["ada"], "legal")],
    );
    let after = desk.book.roster_entries().unwrap();
    assert_eq!(
        (after.len(), after[0].person, after[0].team.as_str()),
        (1, before[0].person, "legal")
    );
}

#[test]
fn without_a_roster_identities_are_the_people() {
    let mut desk = Desk::new();
    covering(&mut desk, "2026-08-01", "2026-10-05");
    let found = states(&desk);
    assert_eq!(found.len(), 3);
    assert_eq!(found[1], ("bob@acme.test".into(), PersonState::Zero));
}

#[test]
fn the_days_of_people_keep_what_runs_by_itself_apart() {
    let mut desk = Desk::new();
    roster(&mut desk);
    covering(&mut desk, "2026-08-01", "2026-10-05");
    let days = desk.book.person_days_by_class(window()).unwrap();
    let shown: Vec<(String, Option<i64>, bool)> = days
        .iter()
        .map(|line| (line.day.to_string(), line.tokens, line.is_activity()))
        .collect();
    // The stranger fits nobody on the roster, and August lies outside.
    assert_eq!(
        shown,
        [
            ("2026-09-09".to_owned(), Some(10), true),
            ("2026-09-09".to_owned(), Some(900), false),
        ]
    );
    assert!(days[0].person < days[1].person && days[1].is_automated);
}

#[test]
fn a_seat_is_idle_only_where_its_use_would_have_been_seen() {
    use PersonState::{Active, Unknown, Zero};
    let mut desk = Desk::new();
    roster(&mut desk);
    covering(&mut desk, "2026-08-01", "2026-10-05");
    let seat = |key, provider: &str, login: &str, state: &str| {
        Fact::Seat(Box::new(Seat {
            key: Key(key),
            product: format!("{provider} seats"),
            provider: provider.into(),
            identity: Identity {
                source: "test".into(),
                id: login.into(),
                ..Identity::default()
            },
            snapshot: Some(day("2026-10-04")),
            state: state.into(),
            ..Seat::default()
        }))
    };
    let vendor = usage(9, "2026-09-09", "ada", 1).provider;
    let seats = [
        seat(1, &vendor, "ada", ""),
        seat(2, &vendor, "bob@acme.test", ""),
        seat(3, &vendor, "eve@acme.test", "Suspended"),
        seat(4, "Elsewhere", "eve@acme.test", ""),
    ];
    desk.import(Overlap::Snapshot, "seats", &seats);
    let history = Period::new(day("2026-04-01"), day("2026-10-05"));
    let seen = desk.book.seat_uses(window(), history).unwrap();
    let found: Vec<_> = seen.seats.iter().map(|seat| (seat.state, seat.holder)).collect();
    assert_eq!(
        found,
        [
            (Active, SeatHolder::Present),
            (Zero, SeatHolder::Present),
            (Zero, SeatHolder::Gone),
            (Unknown, SeatHolder::Present),
        ]
    );
    assert_eq!(
        seen.seats[1].last_active,
        Some(day("2026-08-05")),
        "dormant, not new"
    );
    assert_eq!(seen.without.len(), 1, "the stranger uses it without a seat");
    assert_eq!(seen.without[0].2, 1);
}

#[test]
fn who_was_named_only_by_what_is_taken_back_or_by_a_survey_is_nobody() {
    let mut desk = Desk::new();
    covering(&mut desk, "2026-08-01", "2026-10-05");
    let before = states(&desk);
    assert_eq!(before.len(), 3);
    let guest = Fact::Usage(Box::new(usage(9, "2026-09-10", "guest@acme.test", 5)));
    let (import, _) = desk.import(Overlap::Id, "more", &[guest]);
    assert_eq!(states(&desk).len(), 4);
    desk.book.undo(import.id).unwrap();
    let answer = model::Survey {
        key: Key(1),
        question: "Hours".into(),
        day: Some(day("2026-09-30")),
        identity: Identity {
            source: "survey".into(),
            email: "other@acme.test".into(),
            ..Identity::default()
        },
        value: Some(1),
        ..model::Survey::default()
    };
    desk.import(Overlap::Id, "panel", &[Fact::Survey(Box::new(answer))]);
    assert_eq!(states(&desk), before);
}

/// Lists of seats, each an import: its organisation, its day, and the logins on it.
fn listed(desk: &mut Desk, lists: &[(&str, &str, &[&str])]) {
    for (organisation, on, logins) in lists {
        let seats = list((organisation, on, logins));
        desk.import(Overlap::Snapshot, &format!("list {organisation} {on}"), &seats);
    }
}

fn list((organisation, on, logins): (&str, &str, &[&str])) -> Vec<Fact> {
    let seat = |(number, login): (usize, &&str)| {
        Fact::Seat(Box::new(Seat {
            key: Key(number as u128),
            scope: format!("Copilot {on} {organisation}").trim().to_owned(),
            product: "Copilot".into(),
            provider: "OpenAI".into(),
            identity: Identity {
                source: "openai".into(),
                id: (*login).into(),
                ..Identity::default()
            },
            snapshot: Some(day(on)),
            ..Seat::default()
        }))
    };
    logins.iter().enumerate().map(seat).collect()
}

#[test]
fn a_newer_list_of_one_organisation_leaves_the_seats_of_another() {
    let held = |lists: &[(&str, &str, &[&str])]| {
        let mut desk = Desk::new();
        listed(&mut desk, lists);
        let seats = desk.book.seats(day("2026-10-31")).unwrap();
        (seats[0].assigned, seats[0].snapshot)
    };
    let a = ("org-a", "2026-09-28", ["ada", "bob"].as_slice());
    let b = ("org-b", "2026-09-29", ["bob", "eve", "max"].as_slice());
    assert_eq!(held(&[a, b]), (4, day("2026-09-29")), "bob is in both");
    let later = ("org-a", "2026-10-02", ["ada"].as_slice());
    assert_eq!(
        held(&[a, b, later]),
        (4, day("2026-10-02")),
        "the older list of the same is over"
    );
    let all = ("", "2026-10-03", ["ada"].as_slice());
    assert_eq!(
        held(&[a, b, all]),
        (1, day("2026-10-03")),
        "a list that names none is of all"
    );
    assert_eq!(held(&[("", "2026-09-27", &["old"]), a]), (2, day("2026-09-28")));
}

#[test]
fn who_is_on_the_lists_of_two_accounts_has_two_seats() {
    let mut desk = Desk::new();
    let seat = |account: &str, on: &str, login: &str| {
        let Some(Fact::Seat(seat)) = list(("", on, &[login])).pop() else {
            unreachable!("it makes seats");
        };
        let scope = format!("{} of {account}", seat.scope);
        Fact::Seat(Box::new(Seat {
            account: account.into(),
            scope,
            ..*seat
        }))
    };
    let named = ["ada", "bob"].map(|login| seat("Globex", "2026-09-28", login));
    desk.import(Overlap::Snapshot, "Globex", &named);
    listed(&mut desk, &[("", "2026-09-29", &["bob", "eve", "max"])]);
    let assigned = |desk: &Desk| desk.book.seats(day("2026-10-31")).unwrap()[0].assigned;
    assert_eq!(
        assigned(&desk),
        5,
        "bob is in both, and the older list is another account's"
    );
    let seats = |desk: &Desk| {
        let query = Query::of(Measure::Seats).by(Dimension::Account);
        let groups = desk.book.groups(&query).unwrap().groups;
        let all = groups
            .into_iter()
            .map(|group| (group.keys[0].clone(), group.value.0));
        all.collect::<Vec<_>>()
    };
    assert_eq!(seats(&desk), [(String::new(), 3), ("Globex".to_owned(), 2)]);
    let whole = desk.book.groups(&Query::of(Measure::Seats)).unwrap().groups;
    assert_eq!(whole[0].value.0, 5);
    desk.import(Overlap::Snapshot, "later", &[seat("Globex", "2026-10-02", "ada")]);
    assert_eq!(assigned(&desk), 4, "a newer list of the same account");
    let history = Period::new(day("2026-04-01"), day("2026-11-01"));
    let seen = desk.book.seat_uses(history, history).unwrap();
    assert_eq!(seen.seats.len(), 4);
}

#[test]
fn a_list_made_after_the_last_day_of_use_counts_for_it() {
    let mut desk = Desk::new();
    covering(&mut desk, "2026-08-01", "2026-10-05");
    listed(&mut desk, &[("", "2026-10-07", &["ada", "eve"])]);
    let history = Period::new(day("2026-04-01"), day("2026-10-05"));
    assert_eq!(desk.book.seat_uses(window(), history).unwrap().seats.len(), 2);
    let earlier = Period::new(day("2026-08-03"), day("2026-08-31"));
    let seen = desk.book.seat_uses(earlier, history).unwrap();
    assert_eq!(seen.seats.len(), 2, "there is no list of that time");
    listed(&mut desk, &[("", "2026-08-20", &["ada"])]);
    assert_eq!(desk.book.seat_uses(earlier, history).unwrap().seats.len(), 1);
}
