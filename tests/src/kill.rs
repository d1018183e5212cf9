//! `kill -9` in the middle of an import: all of the file or none of it, and the next import works.
#![cfg(unix)]

use std::fmt::Write;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::desk::{BOOK, Desk, entries, fixture};

const KILLS: u64 = 30;
/// Enough for the book to be written to long before the end.
const ROWS: usize = 15_000;
/// How often a run is looked at.
const TICK: Duration = Duration::from_millis(5);

/// A FOCUS bill of many rows that all differ.
pub(crate) fn big_bill(rows: usize) -> String {
    let header = fixture("focus/focus-1.2.csv");
    let mut text = format!("{}\n", header.lines().next().expect("a header"));
    for row in 0..rows {
        let day = row % 28 + 1;
        writeln!(
            text,
            "0.0{:02},0.5,1.00,1111,USD,2026-09-01T00:00:00Z,2026-10-01T00:00:00Z,2026-09-{day:02}T00:00:00Z,2026-09-{day:02}T01:00:00Z,Usage,,AWS,Service {},AI and Machine Learning,{row}.5,1K tokens,project {},INV-1,",
            row % 97 + 1,
            row % 50,
            row % 9
        )
        .expect("text can be written");
    }
    text
}

/// Starts the import in a process group of its own and kills the group, reader and all. How long it ran if it ended
/// before.
fn import_and_kill(desk: &Desk, what: &str, after: Duration) -> Option<Duration> {
    let began = Instant::now();
    let mut child = desk
        .command(&format!("--quiet import {what}"))
        .process_group(0)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    while began.elapsed() < after {
        if child.try_wait().expect("it can be asked").is_some() {
            return Some(began.elapsed());
        }
        thread::sleep(TICK.min(after));
    }
    let group = format!("-{}", child.id());
    let killed = Command::new("kill").args(["-KILL", "--", &group]).status();
    assert!(killed.is_ok_and(|status| status.success()), "the group is there");
    child.wait().expect("it ends");
    None
}

/// A reproducible fraction in 0..1 per step (a Weyl sequence with the golden ratio).
fn fraction(step: u64) -> f64 {
    (step.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 11) as f64 / (1_u64 << 53) as f64
}

#[test]
fn thirty_kills_during_an_import_leave_all_of_the_file_or_nothing() {
    let desk = Desk::with_bill();
    desk.write("big.csv", big_bill(ROWS));
    let empty = desk.bytes(BOOK);
    let without = desk.json("spend")["totals"].clone();
    let began = Instant::now();
    desk.json("import big.csv");
    let mut whole = began.elapsed();
    let with = desk.json("spend")["totals"].clone();
    assert_ne!(with, without);

    let mut met = 0;
    desk.write(BOOK, &empty);
    for step in 1..=KILLS {
        let after = whole.mul_f64(fraction(step));
        match import_and_kill(&desk, "big.csv", after) {
            // The first run was slower than this one: aim better.
            Some(ran) => whole = whole.min(ran),
            None => met += 1,
        }
        desk.assert_whole(BOOK);
        let totals = desk.json("spend")["totals"].clone();
        assert!(
            totals == with || totals == without,
            "kill {step} after {after:?}: {totals}"
        );
        if totals == with {
            desk.write(BOOK, &empty);
        }
    }
    assert!(met >= KILLS / 2, "only {met} kills met a running import");
    desk.write(BOOK, &empty);
    desk.json("import big.csv");
    assert_eq!(desk.json("spend")["totals"], with);
    desk.assert_whole(BOOK);
}

/// Logs so small that they share a commit.
const MANY: usize = 60;

#[test]
fn kills_among_many_small_files_leave_each_of_them_whole_or_out() {
    let desk = Desk::with_bill();
    let log = fixture("claude-code-log/session.jsonl");
    for at in 0..MANY {
        let own = log
            .replace("\"req_", &format!("\"{at}_"))
            .replace("\"msg_", &format!("\"m{at}_"));
        desk.write(&format!("many/{at}.jsonl"), own);
    }
    let empty = desk.bytes(BOOK);
    let began = Instant::now();
    let first = desk.json("import many");
    let whole = began.elapsed();
    let kept = |told: &serde_json::Value| {
        entries(told)
            .iter()
            .filter(|file| file["status"] == "committed")
            .count()
    };
    assert_eq!(kept(&first), MANY);
    let used = || desk.json("usage --measure tokens --by day")["rows"].clone();
    let with = used();
    assert!(
        with[0]["tokens"].is_string() || with[0]["tokens"].is_u64(),
        "{with}"
    );
    for step in 1..=KILLS / 3 {
        desk.write(BOOK, &empty);
        import_and_kill(&desk, "many", whole.mul_f64(fraction(step)));
        desk.assert_whole(BOOK);
        let rest = desk.json("import many");
        assert!(kept(&rest) <= MANY, "kill {step}");
        assert_eq!(used(), with, "kill {step}");
    }
}

/// Starts a command, sends the signal once a name shows that it is at work, and answers its status.
fn interrupt_once(desk: &Desk, line: &str, is_at_work: impl Fn(&str) -> bool) -> Option<i32> {
    let mut child = desk
        .command(line)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    while child.try_wait().expect("it can be asked").is_none()
        && !names(desk).iter().any(|name| is_at_work(name))
    {
        thread::sleep(Duration::from_millis(1));
    }
    let _gone_already = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    child.wait().expect("it ends").code()
}

fn is_part(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending == "part")
}

fn names(desk: &Desk) -> Vec<String> {
    let entries = std::fs::read_dir(desk.path("")).expect("a folder").flatten();
    entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}

#[test]
fn what_is_interrupted_leaves_nothing_half_behind() {
    let desk = Desk::new();
    desk.write("big.csv", big_bill(ROWS));
    let status = interrupt_once(&desk, "import big.csv", |name| name == BOOK);
    assert_eq!(status, Some(130));
    assert_eq!(names(&desk), ["big.csv"], "no empty book");
    desk.json("import big.csv");
    for line in [
        "export csv -o made.csv",
        "export parquet -o made.parquet",
        "book backup made.counterfoil",
    ] {
        let status = interrupt_once(&desk, line, is_part);
        // One that was done already, or had nothing to clear up, ends as it would.
        assert!(
            status.is_none_or(|status| [0, 130].contains(&status)),
            "{line}: {status:?}"
        );
        assert!(
            !names(&desk).iter().any(|name| is_part(name)),
            "{line}: {:?}",
            names(&desk)
        );
    }
    desk.assert_whole(BOOK);
}
