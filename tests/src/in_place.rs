//! What an answer or a new reading does holds whatever is undone or delivered later.

use crate::desk::Desk;

const HEAD: &str = "start_time,end_time,amount_value,amount_currency,project_name,line_item\n";
/// 1 September 2026.
const FIRST: i64 = 1_788_220_800;
const DAY: i64 = 86_400;

/// An OpenAI cost export of some days, one dollar and something a day and project, by line item or not.
fn export(days: std::ops::Range<i64>, dollars: u32, is_by_item: bool) -> String {
    let mut text = HEAD.to_owned();
    for day in days {
        let (from, to) = (FIRST + day * DAY, FIRST + (day + 1) * DAY);
        for project in ["web", "batch"] {
            let lines: &[(&str, u32)] = if is_by_item {
                &[("gpt-5, input", 1), ("gpt-5, output", 1)]
            } else {
                &[("", 2)]
            };
            let line = |(item, share): &(&str, u32)| {
                format!("{from},{to},{}.25,usd,{project},{item}\n", dollars * share)
            };
            text.extend(lines.iter().map(line));
        }
    }
    text
}

fn billed(desk: &Desk) -> String {
    let totals = desk.json("spend")["totals"].clone();
    totals[0]["billed"].as_str().unwrap_or_default().to_owned()
}

fn alone(files: &[(&str, &str, &str)]) -> String {
    let desk = Desk::new();
    for (name, text, answers) in files {
        desk.write(name, *text);
        desk.json(&format!("import {name} {answers}"));
    }
    billed(&desk)
}

#[test]
fn money_that_was_set_aside_for_another_file_counts_again_when_that_is_undone() {
    let (a, c) = (export(0..10, 10, true), export(0..15, 10, false));
    let desk = Desk::new();
    desk.write("a.csv", &*a);
    desk.write("c.csv", &*c);
    desk.json("import a.csv");
    desk.json("import c.csv --answer same-money=not-counted");
    desk.json("undo 1");
    assert_eq!(billed(&desk), alone(&[("c.csv", &c, "")]));
    desk.assert_whole("book.counterfoil");
}

#[test]
fn what_comes_back_by_an_undo_is_under_the_answer_too() {
    let (a, b) = (export(0..10, 10, true), export(5..15, 11, true));
    let c = export(0..15, 10, false);
    for answer in ["replace-earlier", "not-counted"] {
        let desk = Desk::new();
        for (name, text) in [("a.csv", &a), ("b.csv", &b), ("c.csv", &c)] {
            desk.write(name, &**text);
        }
        let answered = format!("--answer same-money={answer}");
        desk.json("import a.csv");
        desk.json("import b.csv");
        desk.json(&format!("import c.csv {answered}"));
        desk.json("undo 2");
        let rest = alone(&[("a.csv", &a, ""), ("c.csv", &c, &answered)]);
        assert_eq!(billed(&desk), rest, "{answer}");
        desk.assert_whole("book.counterfoil");
    }
}

#[test]
fn a_file_read_anew_stays_before_what_was_delivered_after_it() {
    let (a, b) = (export(0..10, 10, true), export(5..15, 11, true));
    let desk = Desk::new();
    desk.write("a.csv", &*a);
    desk.write("b.csv", &*b);
    desk.write(
        "fixes.toml",
        "[[fix]]\nrow = 2\ncolumn = \"amount_value\"\nvalue = \"20.25\"\n",
    );
    desk.json("import a.csv");
    desk.json("import b.csv");
    desk.json("import a.csv --instead 1 --fixes fixes.toml");
    let fixed = a.replacen("10.25", "20.25", 1);
    assert_eq!(billed(&desk), alone(&[("a.csv", &fixed, ""), ("b.csv", &b, "")]));
    desk.json("undo 2");
    assert_eq!(billed(&desk), alone(&[("a.csv", &fixed, "")]));
    desk.assert_whole("book.counterfoil");
}
