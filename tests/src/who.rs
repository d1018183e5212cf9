//! Who is who across lists and exports: an e-mail that changed, two addresses of one person, letters written in two ways, and
//! rows that name nobody but by name.

use serde_json::Value;

use crate::desk::Desk;

const HEAD: &str = "Employee ID,Name,Work Email,UserPrincipalName,Department,Job Title\n";

/// A line of Cursor's events: who used it on a day.
fn used(day: &str, who: &str) -> String {
    format!("2026-{day}T08:14:03.120Z,{who},Usage-based,gpt-5,No,0,10,0,5,15,$0.25\n")
}

fn events(lines: &[String]) -> String {
    let head = "Date,User,Kind,Model,Max Mode,Input (w/ Cache Write),Input (w/o Cache Write),Cache Read,Output Tokens,Total Tokens,Cost\n";
    head.to_owned() + &lines.concat()
}

/// What was billed by person or team.
fn billed(desk: &Desk, by: &str) -> Vec<(String, String)> {
    let spend = desk.json(&format!("spend --by {by} --names"));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let rows = spend["rows"].as_array().expect("rows").iter();
    rows.map(|row| (text(&row[by]), text(&row["billed"]))).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(name, sum): &(&str, &str)| ((*name).to_owned(), (*sum).to_owned());
    expected.iter().map(owned).collect()
}

fn unmatched(desk: &Desk) -> Vec<String> {
    let listed = desk.json("people unmatched --names");
    let all = listed["unmatched"].as_array().expect("a list").iter();
    all.map(|one| one["id"].as_str().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn an_address_of_an_earlier_roster_stays_the_same_person() {
    let desk = Desk::new();
    let roster = |email: &str, team: &str| {
        format!("{HEAD}1,Ana Ruiz,{email},,{team},Analyst\n2,Max Koch,max@x.example,,Claims,Analyst\n")
    };
    desk.write("roster-2026-01-31.csv", roster("a@old.example", "Claims"));
    desk.write("roster-2026-06-30.csv", roster("a@new.example", "Legal"));
    desk.write(
        "events.csv",
        events(&[used("03-01", "a@old.example"), used("07-01", "a@new.example")]),
    );
    desk.json("import roster-2026-01-31.csv events.csv");
    assert_eq!(unmatched(&desk), ["a@new.example"]);
    desk.json("import roster-2026-06-30.csv");
    assert_eq!(billed(&desk, "person"), pairs(&[("Ana Ruiz", "0.5")]));
    // Each day counts where the roster in force on it has her, and that is said.
    let apart = pairs(&[("Claims", "0.25"), ("Legal", "0.25")]);
    assert_eq!(billed(&desk, "team"), apart);
    let explained = desk.json("show spend --by team --names").to_string();
    assert!(explained.contains("Rosters differ about 1 person"), "{explained}");
    // An address that somebody else has now is theirs.
    desk.write(
        "roster-2026-09-30.csv",
        roster("a@new.example", "Legal") + "3,Eve Lang,a@old.example,,Claims,Analyst\n",
    );
    desk.json("import roster-2026-09-30.csv");
    assert_eq!(
        billed(&desk, "person"),
        pairs(&[("Ana Ruiz", "0.25"), ("Eve Lang", "0.25")])
    );
    desk.json("undo 4");
    assert_eq!(billed(&desk, "person"), pairs(&[("Ana Ruiz", "0.5")]));
    // What an undone roster said is not remembered.
    desk.json("undo 1");
    assert_eq!(unmatched(&desk), ["a@old.example"]);
}

#[test]
fn a_roster_without_a_day_says_from_when_on_it_counts() {
    let desk = Desk::new();
    let roster = |team: &str| {
        format!("{HEAD}1,Ana Ruiz,a@x.example,,{team},Analyst\n2,Max Koch,m@x.example,,Legal,Analyst\n")
    };
    desk.write("roster-2026-01-31.csv", roster("Claims"));
    desk.write("again.csv", roster("Claims").replace("Max", "Maximilian"));
    desk.write("corrected.csv", roster("Legal"));
    desk.write("events.csv", events(&[used("03-01", "a@x.example")]));
    let said = |files: &str| {
        let ran = desk.run(&format!("import {files}"));
        format!("{}{}", ran.stdout, ran.stderr).contains("does not say its day")
    };
    assert!(!said("roster-2026-01-31.csv events.csv") && !said("again.csv") && said("corrected.csv"));
    assert_eq!(billed(&desk, "team"), pairs(&[("Claims", "0.25")]));
    desk.json("undo 4");
    desk.json("import corrected.csv --period 2026-01-31..2027-01-01");
    assert_eq!(billed(&desk, "team"), pairs(&[("Legal", "0.25")]));
}

/// A roster of people with numbers, each in a team.
fn roster_of(teams: &[(u32, &str)]) -> String {
    let line =
        |(number, team): &(u32, &str)| format!("{number},Ada {number},p{number}@x.example,,{team},Analyst\n");
    HEAD.to_owned() + &teams.iter().map(line).collect::<String>()
}

/// What is billed by team on some days, as it is shown to all.
fn shown(desk: &Desk, days: &str) -> Vec<(String, String)> {
    let spend = desk.json(&format!("spend --by team {days}"));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let rows = spend["rows"].as_array().expect("rows").iter();
    rows.map(|row| (text(&row["team"]), text(&row["billed"])))
        .collect()
}

#[test]
fn a_newer_roster_leaves_the_months_before_it_as_they_were() {
    const BEFORE: &str = "--from 2026-03-01 --to 2026-04-01";
    const AFTER: &str = "--from 2026-07-01 --to 2026-08-01";
    let of = |numbers: std::ops::Range<u32>, team| numbers.map(move |number| (number, team));
    // Two of a team of their own go to Claims, one goes from Claims to Legal, one comes, one is gone.
    let then: Vec<_> = of(1..9, "Claims")
        .chain(of(9..18, "Legal"))
        .chain(of(18..20, "Pilots"))
        .collect();
    let now: Vec<_> = of(1..8, "Claims")
        .chain(of(8..17, "Legal"))
        .chain(of(18..21, "Claims"))
        .collect();
    let used_in = |month: &'static str| (1..21).map(move |who| (who, format!("{month}-{who:02}")));
    let all = used_in("03").chain(used_in("07"));
    let lines: Vec<String> = all
        .map(|(who, day)| used(&day, &format!("p{who}@x.example")))
        .collect();
    let with = |order: [&str; 2]| {
        let desk = Desk::new();
        desk.write("roster-2026-01-31.csv", roster_of(&then));
        desk.write("roster-2026-06-30.csv", roster_of(&now));
        desk.write("events.csv", events(&lines));
        desk.json(&format!("import events.csv {}", order[0]));
        let before = shown(&desk, BEFORE);
        desk.json(&format!("import {}", order[1]));
        (before, desk)
    };
    let (before, desk) = with(["roster-2026-01-31.csv", "roster-2026-06-30.csv"]);
    // The team of two never stands alone, nor follows from the others.
    let words = "hidden to protect fewer than 5";
    let (rest, legal) = (("", "0.25"), ("Legal", "2.25"));
    assert_eq!(before, pairs(&[rest, legal, (words, "2.5")]));
    // Whom no roster had until now counts where the first has them; nobody else's month before changes.
    assert_eq!(shown(&desk, BEFORE), pairs(&[legal, (words, "2.75")]));
    let moved = [("", "0.25"), ("Claims", "2.5"), ("Legal", "2.25")];
    assert_eq!(shown(&desk, AFTER), pairs(&moved));
    // Both together tell no more than the months by themselves: less the later month, the sums are the earlier ones.
    let both = [("", "0.25"), ("Legal", "4.5"), (words, "5.25")];
    assert_eq!(shown(&desk, ""), pairs(&both));
    for (filter, days) in [
        ("Pilots", BEFORE),
        ("Claims", BEFORE),
        ("Pilots", ""),
        ("Claims", ""),
    ] {
        desk.run(&format!("spend --where team={filter} {days}"))
            .assert_says(2, &[words]);
    }
    let claims = desk.json(&format!("spend --where team=Claims {AFTER}"));
    assert_eq!(claims["totals"][0]["billed"], "2.5");
    // The order in which rosters come in does not matter.
    let (_, other) = with(["roster-2026-06-30.csv", "roster-2026-01-31.csv"]);
    for by in ["month,team", "month,person", "month,role"] {
        assert_eq!(
            desk.json(&format!("spend --by {by} --names"))["rows"],
            other.json(&format!("spend --by {by} --names"))["rows"]
        );
    }
}

#[test]
fn a_person_is_found_by_either_address_in_any_case_and_spelling() {
    let desk = Desk::new();
    let roster =
        format!("{HEAD}1,Zo\u{e9} Ferr\u{e9},zo\u{e9}@x.example,zferre@corp.example,Claims,Analyst\n");
    desk.write("roster.csv", roster);
    // As a Mac writes it: the accent is a sign of its own behind the letter.
    desk.write(
        "events.csv",
        events(&[
            used("03-01", "ZOE\u{301}@x.example"),
            used("03-02", "ZFerre@Corp.example"),
        ]),
    );
    desk.json("import roster.csv events.csv");
    assert_eq!(unmatched(&desk), Vec::<String>::new());
    assert_eq!(billed(&desk, "person"), pairs(&[("Zo\u{e9} Ferr\u{e9}", "0.5")]));
}

const NAMED: &str = r#"
id = "booked"
name = "Booked by name"
vendor = "Own"
kind = "table"
overlap = "content"
reader = 1
export = "A list of one's own."
identity = "booked"

[[detect]]
has = ["day", "who", "cost"]

[[charge]]
day = "Day"
provider = { value = "OpenAI" }
name = "Who"
billed = "Cost"
currency = { value = "USD" }
"#;

#[test]
fn rows_that_name_only_a_name_are_matched_only_when_that_is_said() {
    let desk = Desk::new();
    desk.write(
        "roster.csv",
        format!("{HEAD}1,Max Koch,max@x.example,,Claims,Analyst\n2,Ana Ruiz,ana@x.example,,Legal,Analyst\n"),
    );
    desk.write("booked.toml", NAMED);
    desk.write(
        "booked.csv",
        "Day,Who,Cost\n2026-03-01,Max Koch,5\n2026-03-02,Ana Ruiz,7\n2026-03-03,,1\n",
    );
    desk.json("import roster.csv");
    desk.json("import booked.csv --mapping booked.toml");
    assert_eq!(unmatched(&desk), ["Ana Ruiz", "Max Koch"]);
    assert_eq!(billed(&desk, "team"), pairs(&[("", "13")]));
    desk.run("people match booked:Max_Koch max@x.example")
        .assert_says(2, &["No file names"]);
    let listed = desk.json("people unmatched --names");
    let all = listed["unmatched"].as_array().expect("a list").iter();
    let max = all
        .filter(|one| one["id"] == "Max Koch")
        .find_map(|one| one["number"].as_i64());
    // One name that was confirmed says nothing of another one of the same source.
    desk.json(&format!(
        "people match booked:#{} max@x.example",
        max.expect("it is listed")
    ));
    assert_eq!(unmatched(&desk), ["Ana Ruiz"]);
    assert_eq!(billed(&desk, "team"), pairs(&[("", "8"), ("Claims", "5")]));
}

#[test]
fn what_went_through_a_cloud_is_the_clouds() {
    let line = |id: &str, model: &str, tokens: u32| {
        format!(
            r#"{{"timestamp":"2026-09-01T08:14:03.120Z","sessionId":"s","requestId":"r{id}","type":"assistant","message":{{"id":"{id}","role":"assistant","model":"{model}","usage":{{"input_tokens":{tokens},"output_tokens":0}}}}}}"#
        ) + "\n"
    };
    let log = [
        line("msg_1", "claude-opus-5", 1),
        line("msg_2", "us.anthropic.claude-opus-5-v1:0", 2),
        line("msg_3", "claude-opus-4@20250514", 4),
        line("msg_bdrk_4", "claude-opus-5", 8),
        line("msg_vrtx_5", "claude-opus-5", 16),
    ];
    let desk = Desk::new();
    desk.write("session.jsonl", log.concat());
    desk.json("import session.jsonl");
    let usage = desk.json("usage --by provider");
    let rows = usage["rows"].as_array().expect("rows").iter();
    let found: Vec<String> = rows
        .map(|row| format!("{} {}", row["provider"], row["tokens"]).replace('"', ""))
        .collect();
    assert_eq!(found, ["AWS 10", "Anthropic 1", "Google 20"]);
}

#[test]
fn a_list_that_is_as_an_earlier_one_was_is_of_its_own_day() {
    let desk = Desk::new();
    let people = |team: &str| roster_of(&[(1, team), (2, team)]);
    let team = || desk.json("people --names")["people"][0]["team"].clone();
    for (day, now) in [("01-10", "Claims"), ("03-10", "Legal"), ("05-10", "Claims")] {
        desk.write(&format!("people-2026-{day}.csv"), people(now));
        desk.json(&format!("import people-2026-{day}.csv"));
        assert_eq!(team(), now, "{day}");
    }
    // The same once more, also where it does not say its day, is nothing new.
    desk.write("again/people-2026-03-10.csv", people("Legal"));
    desk.write("people.csv", people("Legal"));
    desk.json("import again people.csv");
    assert_eq!(team(), "Claims");

    for day in ["2026-01-31", "2026-02-28"] {
        let list = format!("assignments-{day}.csv");
        desk.fixture("okta-assignments/current.csv", &list);
        desk.json(&format!("import {list}"));
        assert_eq!(desk.json("seats")["seats"][0]["snapshot"], day);
    }
    let imports = desk.json("imports")["imports"].clone();
    assert_eq!(imports.as_array().map(Vec::len), Some(5), "{imports}");
}
