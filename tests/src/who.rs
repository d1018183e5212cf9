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
    // All days count where the newest roster has her, and that is said.
    assert_eq!(billed(&desk, "team"), pairs(&[("Legal", "0.5")]));
    let explained = desk.json("show spend --by team --names").to_string();
    assert!(
        explained.contains("1 person is elsewhere in an earlier roster"),
        "{explained}"
    );
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
