//! Odd cells are mended and rows left out, in the window or from a file of fixes; the file stays as it is, the book
//! remembers, and reading the file again gives the same.

use app::import::Worker;
use app::session::Session;
use app::view::{FileChange, FixChange, PreviewView};

use crate::desk::{Desk, entries, program, rows};

const LEDGER: &str = "Date,Vendor,Amount\n2026-04-03,Nordwind AI,\"12,5O\"\n2026-04-04,Nordwind AI,oops\n\
                      2026-04-05,Nordwind AI,oops\n2026-04-06,Nordwind AI,7.25\n2026-04-07,Nordwind AI,test\n";

const MAPPING: &str = r#"
id = "own-ledger"
name = "Own ledger"
vendor = "Own"
reader = 1
kind = "table"
overlap = "content"
export = "Accounting."
decimal = "point"

[[detect]]
has = ["date", "vendor", "amount"]

[[charge]]
day = "date"
provider = "vendor"
currency = { value = "EUR" }
billed = "amount"
"#;

const FIXES: &str = r#"
[[fix]]
row = 2
column = "Amount"
was = "12,5O"
value = "12.50"

[[fix]]
column = "amount"
was = "oops"
value = "1"

[[fix]]
row = 6
skip = "booked to try the system"
"#;

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("ledger.csv", LEDGER);
    desk.write("ledger.toml", MAPPING);
    desk.write("fixes.toml", FIXES);
    desk
}

fn import(desk: &Desk, more: &str) -> serde_json::Value {
    let answer = desk.json(&format!("import ledger.csv --mapping ledger.toml {more}"));
    entries(&answer)[0].clone()
}

fn billed(desk: &Desk) -> String {
    desk.json("spend")["totals"][0]["billed"]
        .as_str()
        .expect("money")
        .to_owned()
}

#[test]
fn a_file_of_fixes_mends_cells_skips_rows_and_is_given_again_when_the_file_is_read_again() {
    let desk = desk();
    let entry = import(&desk, "--dry-run");
    assert_eq!(rows(&entry), [5, 1, 0, 0, 0, 4]);
    let entry = import(&desk, "--fixes fixes.toml");
    assert_eq!(rows(&entry), [5, 4, 0, 0, 1, 0], "{entry:#}");
    assert_eq!(billed(&desk), "21.75");
    let problems = desk.json("problems 1").to_string();
    assert!(
        problems.contains("Skipped by you: booked to try the system"),
        "{problems}"
    );
    assert_eq!(
        std::fs::read_to_string(desk.path("ledger.csv")).expect("it is there"),
        LEDGER
    );

    desk.json("undo 1");
    let entry = import(&desk, "");
    assert_eq!(
        rows(&entry),
        [5, 4, 0, 0, 1, 0],
        "what was said is remembered: {entry:#}"
    );
    assert_eq!(billed(&desk), "21.75");
    let entry = import(&desk, "--fixes fixes.toml");
    assert_eq!(entry["status"], "unchanged");
    desk.assert_whole("book.counterfoil");
}

#[test]
fn an_import_is_corrected_in_one_step_and_another_file_takes_no_place() {
    let desk = desk();
    import(&desk, "");
    assert_eq!(billed(&desk), "7.25");
    let entry = import(&desk, "--fixes fixes.toml");
    let message = entry["message"].as_str().expect("a message");
    assert!(message.contains("`--instead 1`"), "{message}");
    let entry = import(&desk, "--fixes fixes.toml --instead 1");
    assert_eq!(rows(&entry), [5, 4, 0, 0, 1, 0], "{entry:#}");
    assert_eq!(billed(&desk), "21.75");
    desk.write("other.csv", LEDGER.replace("7.25", "8.25"));
    let answer = desk
        .run("--json import other.csv --mapping ledger.toml --instead 2")
        .json();
    let message = entries(&answer)[0]["message"].as_str().expect("a message");
    assert!(
        message.contains("Import 2 read another file, ledger.csv"),
        "{message}"
    );
    assert_eq!(billed(&desk), "21.75");
    desk.run("import ledger.csv --mapping ledger.toml --instead 1")
        .assert_says(2, &["undone already"]);
    desk.assert_whole("book.counterfoil");
}

#[test]
fn in_the_window_the_file_of_an_import_is_read_anew_with_what_was_said_of_it() {
    let desk = desk();
    import(&desk, "");
    let mut session = Session::new(desk.path("home"), Worker::at(program()));
    session
        .open_path(&desk.path("book.counterfoil"))
        .expect("it is there");
    let preview = session
        .correct("1", desk.path("ledger.csv"))
        .expect("read")
        .remove(0);
    assert!(
        preview.message.contains("place of import 1"),
        "{}",
        preview.message
    );
    let odd = group(&preview, "12,5O");
    let changed = fix(odd, Some(0), Some("12.50"), None);
    let preview = session.choose(preview.id, &changed).expect("read").remove(0);
    let row = &preview.changes.rows[0].cells;
    assert!(row.iter().any(|cell| cell.contains("7.25")), "{row:?}");
    assert!(row.iter().any(|cell| cell.contains("19.75")), "{row:?}");
    session.commit(&[preview.id], &mut |_| {}).expect("imported");
    assert_eq!(billed(&desk), "19.75");

    // A file that was dropped once more can be read anew, too.
    let again = session
        .preview_paths(&[desk.path("ledger.csv")])
        .expect("read")
        .remove(0);
    assert!(!again.can_reread, "nothing built in reads it: {}", again.message);
    desk.write("other.csv", LEDGER.replace("7.25", "8.25"));
    let other = session
        .correct("2", desk.path("other.csv"))
        .expect("read")
        .remove(1);
    assert!(other.message.contains("another file"), "{}", other.message);
}

#[test]
fn a_fix_that_fits_nothing_is_said_and_one_that_means_nothing_is_refused() {
    let desk = desk();
    desk.write(
        "off.toml",
        "[[fix]]\nrow = 2\ncolumn = \"Amount\"\nwas = \"8\"\nvalue = \"9\"\n",
    );
    let entry = import(&desk, "--fixes off.toml");
    assert_eq!(rows(&entry), [5, 1, 0, 0, 0, 4]);
    let problems = desk.json("problems 1").to_string();
    assert!(problems.contains("found nothing to do"), "{problems}");
    desk.write("bad.toml", "[[fix]]\nskip = \"everything\"\n");
    desk.run("import ledger.csv --mapping ledger.toml --fixes bad.toml")
        .assert_says(2, &["row"]);
}

fn group(preview: &PreviewView, example: &str) -> u32 {
    let holds = |group: &app::view::ProblemGroup| group.examples.iter().any(|text| text.contains(example));
    preview.problems.iter().position(holds).expect("a group") as u32
}

fn fix(group: u32, example: Option<u32>, value: Option<&str>, skip: Option<&str>) -> FileChange {
    FileChange {
        fix: Some(FixChange {
            group,
            example,
            value: value.map(str::to_owned),
            skip: skip.map(str::to_owned),
        }),
        ..FileChange::default()
    }
}

#[test]
fn in_the_window_a_cell_is_fixed_a_group_is_fixed_and_a_fix_is_taken_back() {
    let desk = desk();
    let mut session = Session::new(desk.path("home"), Worker::at(program()));
    session.new_at(&desk.path("book")).expect("a new book");
    session
        .preview_paths(&[desk.path("ledger.csv")])
        .expect("previews");
    let id = session.pending()[0].id;
    let mapped = FileChange {
        mapping: Some(MAPPING.to_owned()),
        ..FileChange::default()
    };
    let mut choose = |change: &FileChange| session.choose(id, change).expect("read again").remove(0);
    let preview = choose(&mapped);
    let odd = group(&preview, "12,5O");
    assert!(preview.problems[odd as usize].can_fix, "{:?}", preview.problems);

    // The whole group first: the same value would be wrong for all but one, so one is given another afterwards.
    let preview = choose(&fix(odd, None, Some("1"), None));
    assert!(preview.counts.starts_with("5 rows: 5 new"), "{}", preview.counts);
    assert_eq!(preview.fixes.len(), 3, "one for each value: {:?}", preview.fixes);
    assert!(preview.fixes[1].contains("every row"), "{:?}", preview.fixes);
    let undo = FileChange {
        unfix: Some(2),
        ..FileChange::default()
    };
    let preview = choose(&undo);
    let odd = group(&preview, "test");
    let preview = choose(&fix(odd, Some(0), None, Some("only a test")));
    assert!(preview.counts.contains("1 skipped"), "{}", preview.counts);
    let result = session.commit(&[id], &mut |_| {}).expect("imported");
    assert_eq!(result.imports.len(), 1, "{result:?}");
    session.close().expect("closed");
    assert_eq!(billed(&desk), "10.25");
}

const LOG: &str = "{\"event_id\":\"a\",\"identity_user_id\":\"u1\",\"day\":\"2026-09-01\",\"product\":\"codex\",\"model\":\"gpt-5\",\"text_input_token\":900,\"text_output_token\":120}\n\
    {\"event_id\":\"b\",\"identity_user_id\":\"u1\",\"day\":\"2026-09-0x\",\"product\":\"codex\",\"model\":\"gpt-5\",\"text_input_token\":90,\"text_output_token\":12}\n\
    half a li\n";

#[test]
fn rows_of_json_lines_are_fixed_and_skipped_as_those_of_tables_are() {
    let desk = Desk::new();
    desk.write("costs.jsonl", LOG);
    desk.write(
        "fixes.toml",
        "[[fix]]\nrow = 2\ncolumn = \"day\"\nwas = \"2026-09-0x\"\nvalue = \"2026-09-02\"\n\n[[fix]]\nrow = 3\nskip = \"half a line\"\n",
    );
    let entry = entries(&desk.json("import costs.jsonl --dry-run"))[0].clone();
    assert_eq!(rows(&entry), [3, 1, 0, 0, 0, 2], "{entry:#}");
    let entry = entries(&desk.json("import costs.jsonl --fixes fixes.toml"))[0].clone();
    assert_eq!(rows(&entry), [3, 2, 0, 0, 1, 0], "{entry:#}");
}

#[test]
fn in_the_window_a_cell_of_json_is_fixed_in_place() {
    let desk = Desk::new();
    desk.write("costs.jsonl", LOG);
    let mut session = Session::new(desk.path("home"), Worker::at(program()));
    session.new_at(&desk.path("book")).expect("a new book");
    let previews = session
        .preview_paths(&[desk.path("costs.jsonl")])
        .expect("previews");
    let (id, at) = (previews[0].id, group(&previews[0], "2026-09-0x"));
    assert!(
        previews[0].problems[at as usize].can_fix,
        "{:#?}",
        previews[0].problems
    );
    let previews = session
        .choose(id, &fix(at, Some(0), Some("2026-09-02"), None))
        .expect("read again");
    assert!(previews[0].counts.contains("2 new"), "{}", previews[0].counts);
}
