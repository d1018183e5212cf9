//! What is kept beside the bills: what a row may not say, and what it is never taken for.

use model::{Fact, Severity};

use super::{Read, read};

fn table(text: &str) -> Read {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("table.csv");
    std::fs::write(&path, text).expect("written");
    read(&path)
}

fn said(read: &Read, severity: Severity) -> Vec<&str> {
    let problems = read.report.problems.iter();
    problems
        .filter(|problem| problem.severity == severity)
        .map(|problem| problem.what.as_str())
        .collect()
}

#[test]
fn two_values_of_one_series_and_day_are_never_added_up() {
    let read = table(
        "date,name,value,unit,team\n\
         2026-07-01,Satisfaction,80.5,%,\n\
         2026-07-01,Satisfaction,82.25,%,\n\
         2026-07-01,Satisfaction,80.5,%,\n\
         2026-07-01,Satisfaction,3000.5,answers,\n\
         2026-07-01,Satisfaction,70.5,%,Claims\n",
    );
    let values: Vec<(i64, &str, &str)> = read
        .facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::Kpi(kpi) => Some((kpi.value, kpi.unit.as_str(), kpi.team.as_str())),
            _ => None,
        })
        .collect();
    let expected = [
        (80_500_000, "%", ""),
        (80_500_000, "%", ""),
        (3_000_500_000, "answers", ""),
        (70_500_000, "%", "Claims"),
    ];
    assert_eq!(values, expected);
    let errors = said(&read, Severity::Error);
    assert_eq!(errors, ["Row 2 states another value of this series and day."]);
}

#[test]
fn yes_and_no_are_read_in_other_languages_and_what_is_neither_is_not_stated() {
    let words = [
        ("ja", Some(true)),
        ("Oui", Some(true)),
        ("x", Some(true)),
        ("nein", Some(false)),
        ("No", Some(false)),
        ("", None),
        ("12 months", None),
    ];
    let rows = words
        .iter()
        .enumerate()
        .map(|(at, (word, _))| format!("V-{at},Copilot,GitHub,10,2026-01-01,2026-12-31,{word}\n"));
    let head = "Contract,Product,Provider,Seats,Start,Last day,Auto renew\n";
    let read = table(&(head.to_owned() + &rows.collect::<String>()));
    let found: Vec<Option<bool>> = read
        .facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::Contract(contract) => Some(contract.auto_renew),
            _ => None,
        })
        .collect();
    assert_eq!(found, words.map(|(_, renews)| renews));
    let warnings = said(&read, Severity::Warning);
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].contains("neither yes nor no"));
}

#[test]
fn terms_that_contradict_themselves_are_said_and_half_a_seat_is_refused() {
    let read = table(
        "Contract,Product,Provider,Seats,Minimum seats,Start,Last day,Notice by\n\
         C-1,Copilot,GitHub,12.5,,2026-01-01,2026-12-31,\n\
         C-2,Copilot,GitHub,10,20,2026-01-01,2026-12-31,\n\
         C-3,Copilot,GitHub,10,5,2026-01-01,2026-12-31,2027-03-31\n\
         C-4,Copilot,GitHub,10,5,2026-01-01,2026-12-31,2026-11-30\n",
    );
    assert_eq!(read.facts.len(), 3);
    assert_eq!(said(&read, Severity::Error).len(), 1);
    assert_eq!(
        said(&read, Severity::Warning),
        [
            "More seats are the minimum than were bought.",
            "The last day for notice lies after the end of this term.",
        ]
    );
}

#[test]
fn a_budget_needs_an_end_that_lies_behind_its_beginning() {
    let read = table(
        "Budget,From,Last day,Amount,Currency\n\
         Whole,2026-01-01,2026-12-31,400,EUR\n\
         Endless,2026-01-01,,400,EUR\n\
         Backwards,2026-12-31,2026-01-01,400,EUR\n\
         A day,2026-01-01,2026-01-01,400,EUR\n",
    );
    let names: Vec<(&str, i64)> = read
        .facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::Budget(budget) => Some((budget.name.as_str(), budget.period?.days())),
            _ => None,
        })
        .collect();
    assert_eq!(names, [("Whole", 365), ("A day", 1)]);
    assert_eq!(
        said(&read, Severity::Error),
        [
            "A budget needs a name, a month or a first and a last day, an amount and a currency.",
            "This budget ends before it begins.",
        ]
    );
    let months = table("Budget,Month,Amount,Currency\nOne,2026-02,400,EUR\n");
    assert_eq!(months.facts.len(), 1, "{:?}", months.report.problems);
}

#[test]
fn a_head_count_below_zero_is_refused() {
    let read = table("Unit,Month,Headcount\nClaims,2026-09,42.5\nSales,2026-09,-4\n");
    assert_eq!(read.facts.len(), 1);
    assert_eq!(
        said(&read, Severity::Error),
        ["A head count cannot be below zero."]
    );
}
