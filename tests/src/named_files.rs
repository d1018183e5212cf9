//! Files that are named beside the bills, and words that mean nothing: what is wrong is said, with the right exit status.

use crate::desk::Desk;

/// Commands that read a small file.
const READERS: [&str; 13] = [
    "phases set",
    "opportunities set",
    "rubrics set",
    "initiatives set",
    "pilots set",
    "checks import",
    "mapping save",
    "mapping draft",
    "roi save",
    "report -o a.pdf --template",
    "import bill.csv --mapping",
    "import bill.csv --fixes",
    "import bill.csv --password-file",
];

#[test]
fn a_named_file_that_is_not_there_is_an_input_that_cannot_be_read() {
    let desk = Desk::with_bill();
    for command in READERS {
        let ran = desk.run(&format!("{command} none.toml"));
        ran.assert_says(3, &["none.toml", "could not be read"]);
        assert!(!ran.stderr.contains("free space"), "{command}: {}", ran.stderr);
    }
    desk.run("import bill.csv --book new.counterfoil --mapping none.toml")
        .assert_says(3, &["none.toml"]);
    assert!(!desk.path("new.counterfoil").exists(), "no empty book is left");
}

#[cfg(unix)]
#[test]
fn a_device_without_end_and_a_pipe_that_never_begins_are_refused_at_once() {
    let desk = Desk::with_bill();
    let made = std::process::Command::new("mkfifo")
        .arg(desk.path("pipe.toml"))
        .status();
    assert!(made.is_ok_and(|status| status.success()));
    std::os::unix::fs::symlink("/dev/zero", desk.path("zero.toml")).expect("a link");
    for command in READERS.iter().filter(|command| **command != "mapping draft") {
        for file in ["pipe.toml", "zero.toml"] {
            desk.run(&format!("{command} {file}"))
                .assert_says(3, &[file, "an ordinary file is needed"]);
        }
    }
}

#[test]
fn what_does_not_exist_is_a_matter_of_usage() {
    let desk = Desk::with_bill();
    desk.run("undo 999").assert_says(2, &["no import 999"]);
    desk.run("import bill.csv --instead 999")
        .assert_says(2, &["no import 999"]);
    desk.run("import bill.csv --format nosuch")
        .assert_says(2, &["no format `nosuch`", "counterfoil formats"]);
    desk.run("undo 1 1").assert_says(2, &["named twice"]);
    desk.run("chart pareto --size 0x0 -o a.svg")
        .assert_says(2, &["320 to 4000"]);
    desk.run("chart pareto --size 60000x60000 -o a.png")
        .assert_says(2, &["320 to 4000"]);
    desk.run("spend --in ZZZ").assert_says(2, &["no currency `ZZZ`"]);
    desk.run("spend --in GBP")
        .assert_says(0, &["no rate from USD to GBP"]);
    for command in [
        "chart pareto -o a.svg",
        "report -o a.pdf",
        "show pareto",
        "reprice",
    ] {
        desk.run(&format!("{command} --in EUR")).assert_says(2, &["--in"]);
    }
}

#[test]
fn what_a_question_asks_in_vain_is_said() {
    let desk = Desk::with_bill();
    let nobody = "The book has no provider `Nobody`.";
    desk.run("spend --where provider=Nobody")
        .assert_says(0, &[nobody]);
    for command in ["spend", "usage", "show spend", "show pareto"] {
        let answer = desk.json(&format!("{command} --where provider=Nobody"));
        assert!(
            answer["notes"].to_string().contains(nobody),
            "{command}: {answer}"
        );
    }
    desk.run("spend --where provider=openai")
        .assert_says(0, &["It has `OpenAI`."]);
    let notes = desk.json("show run-rate --measure list --grain week --by team")["notes"].to_string();
    for option in ["--measure", "--grain", "--by"] {
        assert!(notes.contains(&format!("`{option}` changes nothing")), "{notes}");
    }
    let notes = desk.json("show pareto --by model")["notes"].to_string();
    assert!(!notes.contains("changes nothing"), "{notes}");
    let twice = desk.json("spend --by provider,provider");
    assert_eq!(twice["columns"].as_array().map(Vec::len), Some(3));
    let notes = desk.json("spend --measure list")["notes"].clone();
    let note = notes[0].as_str().expect("a note").to_owned();
    desk.run("spend --measure list").assert_says(0, &[&note]);
}

#[test]
fn seats_are_those_of_the_newest_list_and_a_list_may_state_no_day() {
    let desk = Desk::with_bill();
    desk.run("seats").assert_says(0, &["no lists of seats"]);
    desk.fixture("github-copilot-seats/activity.csv", "seats.csv");
    desk.json("import seats.csv");
    let seats = desk.json("seats")["seats"].clone();
    assert!(seats[0]["assigned"].as_u64() > Some(0), "{seats}");
    assert!(seats[0]["snapshot"].is_string(), "{seats}");
    let desk = Desk::new();
    desk.fixture("slack-members/members.csv", "members.csv");
    desk.json("import members.csv");
    assert!(desk.json("seats")["seats"][0]["snapshot"].is_null());
    desk.run("seats").assert_says(0, &["the list states no day"]);
}
