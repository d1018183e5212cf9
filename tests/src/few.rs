//! What is shown of few people: by cost centre as by team, in counts as in sums, in answers to surveys and in pay. And what a
//! total of a month tells of a person.

use serde_json::Value;

use crate::desk::Desk;

const WORDS: &str = "hidden to protect fewer than 5";

/// Twenty-one people: seven in Alpha, of whom one has a cost centre alone, six in Beta, eight in Delta.
fn roster() -> String {
    let team = |number| match number {
        1..=7 => "Alpha",
        8..=13 => "Beta",
        _ => "Delta",
    };
    let centre = |number| if number == 1 { "CC-boss" } else { team(number) };
    let line = |number| {
        let (team, centre) = (team(number), centre(number));
        format!("E{number},p{number}@x.example,P {number},{team},Analyst,{centre}\n")
    };
    "Employee ID,Work Email,Name,Team,Job Title,Cost Center\n".to_owned()
        + &(1..=21).map(line).collect::<String>()
}

/// One month of `ChatGPT`: messages by person.
fn month(days: [&str; 2], messages: impl Fn(u32) -> u32) -> String {
    let line = |number: u32| {
        let count = messages(number);
        format!(
            "a,u{number},p{number}@x.example,,enabled,2025-12-01,True,{count},{{}},{},{},Monthly,\n",
            days[0], days[1]
        )
    };
    "account_id,public_id,email,name,user_status,created_or_invited_date,is_active,messages,model_to_messages,period_start,period_end,cadence,last_day_active\n"
        .to_owned()
        + &(1..=21).map(line).collect::<String>()
}

fn desk(messages: impl Fn(u32) -> u32) -> Desk {
    let desk = Desk::new();
    desk.write("roster-2026-01-01.csv", roster());
    desk.write("june.csv", month(["2026-06-01", "2026-06-30"], messages));
    desk.json("import roster-2026-01-01.csv june.csv");
    desk
}

fn names(answer: &Value, key: &str) -> Vec<String> {
    let rows = answer["rows"].as_array().expect("rows").iter();
    rows.map(|row| row[key].as_str().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn one_person_alone_is_hidden_by_cost_centre_as_by_team() {
    let desk = desk(|_| 10);
    let by_centre = desk.json("usage --measure requests --by cost-centre");
    let shown = names(&by_centre, "cost-centre");
    assert!(shown.contains(&WORDS.to_owned()), "{shown:?}");
    assert!(!shown.contains(&"CC-boss".to_owned()), "{shown:?}");
    desk.run("usage --measure requests --where cost-centre=CC-boss")
        .assert_says(2, &[WORDS]);
    let named = desk.json("usage --measure requests --by cost-centre --names");
    assert!(names(&named, "cost-centre").contains(&"CC-boss".to_owned()));
}

#[test]
fn one_person_without_use_does_not_follow_from_a_count() {
    // One of Alpha did nothing; of the others everybody did something.
    let desk = desk(|number| u32::from(number != 2));
    let people = desk.json("usage --measure people --by team");
    assert!(!names(&people, "team").contains(&"Alpha".to_owned()), "{people}");
    desk.run("usage --measure people --where team=Alpha")
        .assert_says(2, &[WORDS]);
    desk.run("usage --measure people --where team=Beta")
        .assert_says(0, &["6"]);
}

#[test]
fn answers_of_few_are_not_counted_out() {
    let desk = Desk::new();
    desk.write(
        "survey.csv",
        "Date,Question,Team,Answer,Count\n2026-09-30,Of use?,Gamma,yes,2\n2026-09-30,Of use?,Gamma,no,1\n\
         2026-09-30,Of use?,Beta,yes,12\n2026-09-30,Of use?,Beta,no,3\n2026-09-30,Of use?,,no,1\n",
    );
    desk.json("import survey.csv");
    let surveys = desk.json("surveys");
    let counts: Vec<Option<i64>> = surveys["surveys"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| row["count"].as_i64())
        .collect();
    assert_eq!(counts, [None, None, Some(12), None, Some(1)]);
    desk.run("surveys").assert_says(0, &["fewer than 5"]);
}

#[test]
fn pay_of_one_person_is_withheld_whichever_file_says_that_it_is_one() {
    let desk = Desk::new();
    desk.write(
        "heads.csv",
        "Unit,Month,Headcount\nBoard,2026-03,1\nClaims,2026-03,40\n",
    );
    desk.write(
        "pay.csv",
        "Unit,Month,Payroll,Currency\nBoard,2026-03,5000,EUR\nClaims,2026-03,90000,EUR\n",
    );
    desk.json("import pay.csv heads.csv");
    let ran = desk.run("payroll");
    ran.assert_says(0, &["Claims", "Pay of Board is left out"]);
    assert!(!ran.stdout.contains("5000"), "{}", ran.stdout);
}

#[test]
fn who_did_nothing_in_a_month_is_zero_in_its_window_and_weeks_are_unknown() {
    // Half of everybody did nothing in June.
    let desk = desk(|number| u32::from(number % 2 == 1) * 20);
    let shown = desk.json("show non-adopters");
    assert_eq!(shown["explain"]["inputs"]["window"], "3 – 30 Jun 2026");
    let formula = shown["explain"]["formula"].as_str().expect("a formula");
    assert!(formula.ends_with("10 of 21 (48 %)"), "{formula}");
    let use_of_seats = desk.json("show utilisation");
    let headline = &use_of_seats["rows"][0]["headline"];
    // Nobody of the eleven is known to have done something in one week, or nothing.
    assert_eq!(
        (&headline["numerator"], &headline["unknown"]),
        (&0.into(), &44.into())
    );
}
