//! What is filtered is filtered: a filter or a period that an answer echoes changes what it is made of, and one that does not
//! is said to change nothing. Every metric is computed with and without.

use app::ask::Ask;
use app::shelf::Shelf;
use serde_json::Value;

use crate::desk::Desk;

/// One of each kind of thing there is in the sample book, that most of it is not of.
const FILTERS: [&str; 5] = [
    "provider=GitHub",
    "team=Engineering",
    "project=Policy search",
    "model=gpt-5",
    "unit=Technology",
];

fn sample() -> Desk {
    let desk = Desk::new();
    desk.run("sample").assert_says(0, &["sample.counterfoil"]);
    desk
}

/// An answer without what is said about it.
fn figures(answer: &Value) -> Value {
    let mut figures = answer.clone();
    for said in ["explain", "notes", "filters", "finding", "period"] {
        figures[said] = Value::Null;
    }
    figures
}

#[test]
fn a_filter_is_echoed_exactly_where_it_changes_what_a_metric_is_made_of() {
    let desk = sample();
    let book = Shelf::open(&desk.path("sample.counterfoil")).expect("the sample book");
    let show = |id: &str, ask: &Ask| {
        book.show(id, ask)
            .unwrap_or_else(|error| panic!("{id}: {}", error.message()))
    };
    let (mut applied, mut aside) = (0, 0);
    for metric in app::shelf::metrics()["metrics"].as_array().expect("metrics") {
        let id = metric["id"].as_str().expect("an id");
        let plain = show(id, &Ask::default());
        if id == "spend"
            || plain["rows"].as_array().is_none_or(Vec::is_empty)
            || plain["rows"][0]["on"] == false
        {
            continue;
        }
        for filter in FILTERS {
            let ask = Ask {
                filters: vec![filter.to_owned()],
                ..Ask::default()
            };
            let filtered = show(id, &ask);
            let is_same = figures(&filtered) == figures(&plain);
            let is_echoed = !filtered["filters"].as_array().expect("filters").is_empty();
            let said = format!(
                "`--where {}` changes nothing",
                filter.split_once('=').expect("a filter").0
            );
            let is_said = filtered["notes"].to_string().contains(&said);
            assert_eq!(is_said, !is_echoed, "{id} {filter}: {}", filtered["notes"]);
            assert_eq!(is_same, !is_echoed, "{id} under {filter}: echoed {is_echoed}");
            *(if is_echoed { &mut applied } else { &mut aside }) += 1;
        }
    }
    assert!(applied > 60 && aside > 60, "{applied} applied, {aside} set aside");
}

#[test]
fn days_that_change_nothing_are_said_and_not_echoed() {
    let desk = sample();
    let book = Shelf::open(&desk.path("sample.counterfoil")).expect("the sample book");
    let spring = Ask {
        from: Some("2026-03-01".to_owned()),
        to: Some("2026-05-01".to_owned()),
        ..Ask::default()
    };
    for metric in app::shelf::metrics()["metrics"].as_array().expect("metrics") {
        let id = metric["id"].as_str().expect("an id");
        let (plain, asked) = (book.show(id, &Ask::default()), book.show(id, &spring));
        let (plain, asked) = (plain.expect(id), asked.expect(id));
        let notes = asked["notes"].to_string();
        if asked["period"].is_null() {
            assert_eq!(figures(&plain), figures(&asked), "{id} has no period");
            assert!(notes.contains("`--to` changes nothing"), "{id}: {notes}");
        } else {
            assert!(!notes.contains("`--to` changes nothing"), "{id}: {notes}");
        }
    }
}

#[test]
fn a_chart_and_a_report_say_which_filter_changes_nothing_in_them() {
    let desk = sample();
    let book = "--book sample.counterfoil";
    desk.run(&format!("{book} chart spend-over-time --grain week -o c.svg"))
        .assert_says(0, &["`--grain` changes nothing about `spend-over-time`."]);
    desk.run(&format!(
        "{book} chart bands --where project=Intake --measure tokens -o c.svg"
    ))
    .assert_says(0, &["`--where project`", "`--measure`"]);
    let svg = String::from_utf8(desk.bytes("c.svg")).expect("text");
    assert!(
        svg.contains("Not filtered by project") && !svg.contains("Project: "),
        "{svg}"
    );
    desk.run(&format!(
        "{book} report -o r.html --where team=Claims --grain week"
    ))
    .assert_says(0, &["`--grain` changes nothing about a report."]);
    let html = String::from_utf8(desk.bytes("r.html")).expect("text");
    let utilisation = html.split("seats bought").nth(2).expect("the chart of seats");
    assert!(
        utilisation
            .chars()
            .take(2_000)
            .collect::<String>()
            .contains("Not filtered by team."),
        "seats are of the whole company"
    );
    assert!(
        !html.contains("(end exclusive)"),
        "days are said as people say them"
    );
}
