//! How a file is read can be said, in the terminal and in the window: it holds, is kept with the import and in a saved
//! mapping, and a file is recognised when it is read as its mapping says.

use app::import::Worker;
use app::mapper::Draft;
use app::session::Session;
use app::view::{FileChange, PreviewView};

use crate::desk::{Desk, entries, program, rows};

/// A ledger whose titles look like a header, and whose real one is row 3.
const LEDGER: &str = "Buchung;Kunde;Summe\nQ3;Larkfield;0,00\nDatum;Lieferant;Betrag\n03.09.2026;OpenAI;1.234,50\n13.09.2026;OpenAI;20,00\n";

const MAPPING: &str = r#"
id = "own-ledger"
name = "Own ledger"
vendor = "Own"
reader = 1
kind = "table"
overlap = "content"
export = "Accounting."
decimal = "comma"
dates = "dmy"
header-row = 3
delimiter = "semicolon"

[[detect]]
has = ["datum", "lieferant", "betrag"]
only = true

[[charge]]
day = "datum"
provider = "lieferant"
currency = { value = "EUR" }
billed = "betrag"
"#;

/// `1,5` is one and a half here, and fifteen hundred there.
const OPEN: &str = "Date,Vendor,Amount\n03/04/2026,OpenAI,\"1,500\"\n05/04/2026,OpenAI,\"2,500\"\n";

fn billed(desk: &Desk) -> String {
    desk.json("spend")["totals"][0]["billed"]
        .as_str()
        .expect("money")
        .to_owned()
}

#[test]
fn what_is_told_on_the_command_line_holds_is_kept_and_is_told_again_when_the_file_is_read_again() {
    let desk = Desk::new();
    desk.write("open.csv", OPEN);
    desk.write(
        "own.toml",
        MAPPING
            .replace("header-row = 3\ndelimiter = \"semicolon\"\n", "")
            .replace("decimal = \"comma\"\ndates = \"dmy\"\n", "")
            .replace("\"datum\"", "\"date\"")
            .replace("\"lieferant\"", "\"vendor\"")
            .replace("\"betrag\"", "\"amount\""),
    );
    let told = "--mapping own.toml --decimal comma --dates mdy";
    let entry = entries(&desk.json(&format!("import open.csv {told}")))[0].clone();
    assert_eq!(rows(&entry), [2, 2, 0, 0, 0, 0], "{entry:#}");
    assert_eq!(billed(&desk), "4");
    let months = desk.json("spend --by month")["rows"].to_string();
    assert!(
        months.contains("2026-03-01") && months.contains("2026-05-01"),
        "{months}"
    );
    desk.json("undo 1");
    let again = entries(&desk.json("import open.csv --mapping own.toml"))[0].clone();
    assert_eq!(
        rows(&again),
        [2, 2, 0, 0, 0, 0],
        "what was told is remembered: {again:#}"
    );
    assert_eq!(billed(&desk), "4");
    desk.assert_whole("book.counterfoil");
}

#[test]
fn a_file_is_known_when_it_is_read_as_its_mapping_says() {
    let desk = Desk::new();
    desk.write("ledger.csv", LEDGER);
    desk.write("own.toml", MAPPING);
    desk.json("book new");
    let before = desk.json("inspect ledger.csv");
    assert_ne!(before[0]["format"], "own-ledger");
    desk.json("mapping save own.toml");
    let found = desk.json("inspect ledger.csv");
    assert_eq!(found[0]["format"], "own-ledger", "{found:#}");
    assert_eq!(found[0]["used"]["header_row"], 2);
    let entry = entries(&desk.json("import ledger.csv"))[0].clone();
    assert_eq!(rows(&entry), [2, 2, 0, 0, 0, 0], "{entry:#}");
    assert_eq!(billed(&desk), "1254.5");
}

#[test]
fn nonsense_is_refused_with_what_would_be_right() {
    let desk = Desk::new();
    desk.write("ledger.csv", LEDGER);
    for (flag, says) in [
        ("--delimiter ;;", "semicolon"),
        ("--encoding klingon", "klingon"),
        ("--dates ymd", "iso"),
    ] {
        desk.run(&format!("inspect ledger.csv {flag}"))
            .assert_says(2, &[says]);
    }
    desk.run("inspect --sheet Usage ledger.csv")
        .assert_says(0, &["sheet Usage"]);
}

fn chip<'p>(preview: &'p PreviewView, key: &str) -> &'p str {
    let found = preview.settings.iter().find(|setting| setting.key == key);
    found.map_or("", |setting| setting.shown.as_str())
}

#[test]
fn a_chip_of_the_window_is_changed_and_goes_into_the_mapping_that_is_made_of_it() {
    let desk = Desk::new();
    desk.write("ledger.csv", LEDGER);
    let mut session = Session::new(desk.path("home"), Worker::at(program()));
    session.new_at(&desk.path("book")).expect("a new book");
    let id = session
        .preview_paths(&[desk.path("ledger.csv")])
        .expect("previews")[0]
        .id;
    let said = FileChange {
        header: Some("3".into()),
        ..FileChange::default()
    };
    let preview = session.choose(id, &said).expect("read again").remove(0);
    assert!(
        chip(&preview, "header").starts_with('3'),
        "{:#?}",
        preview.settings
    );
    assert_eq!(chip(&preview, "delimiter"), "semicolon");
    let view = session.mapper(id, None).expect("a table");
    let names: Vec<&str> = view.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["Datum", "Lieferant", "Betrag"]);
    assert!(view.toml.contains("header-row = 3"), "{}", view.toml);

    let mut draft = view.draft.clone();
    draft.fixed.insert("currency".into(), "EUR".into());
    draft.name = "Hauptbuch".into();
    let kept = session.keep_mapping(id, draft).expect("kept");
    assert_eq!(kept[0].why[0], "by your mapping Hauptbuch", "{kept:#?}");
    assert!(
        kept[0].totals[0].amount.contains("1,254.50"),
        "{:?}",
        kept[0].totals
    );
    session.commit(&[id], &mut |_| {}).expect("imported");
    desk.write("next.csv", LEDGER.replace(".09.2026", ".10.2026"));
    let next = session.preview_paths(&[desk.path("next.csv")]).expect("previews");
    assert_eq!(next[0].why[0], "by your mapping Hauptbuch", "{next:#?}");
}

const WIDE: &str = "Team,Vendor,Jan 2026,Feb 2026,Total\nClaims,OpenAI,1.50,2.50,4.00\nSales,OpenAI,1,2,3\nTotal,,2.50,4.75,7.25\n";

#[test]
fn a_wide_table_is_turned_by_the_mapper_and_its_own_total_is_held_against_the_rows() {
    let desk = Desk::new();
    desk.write("wide.csv", WIDE);
    let mut session = Session::new(desk.path("home"), Worker::at(program()));
    session.new_at(&desk.path("book")).expect("a new book");
    let id = session.preview_paths(&[desk.path("wide.csv")]).expect("previews")[0].id;
    let draft = session.mapper(id, None).expect("a table").draft;
    assert_eq!(draft.heading, "billing-month", "proposed: {draft:?}");
    let mut draft = draft;
    draft.fixed.insert("currency".into(), "EUR".into());
    let view = session.mapper(id, Some(draft.clone())).expect("a table");
    assert_eq!(view.preview.rows.rows.len(), 4, "{:#?}", view.preview.rows);
    assert!(
        view.preview.totals[0].amount.contains("7.00"),
        "{:?}",
        view.preview.totals
    );
    let stated = &view.preview.stated[0];
    assert!(
        stated.amount.contains("7.25") && stated.read.contains("7.00"),
        "{stated:?}"
    );
    assert!(stated.difference.contains("0.25"), "{stated:?}");

    let turned = Draft {
        name: "Teams by month".into(),
        ..draft
    };
    session.keep_mapping(id, turned).expect("kept");
    session.commit(&[id], &mut |_| {}).expect("imported");
    desk.write(
        "next.csv",
        WIDE.replace("Feb 2026", "Feb 2026,Mar 2026")
            .replace("2.50,4.00", "2.50,5.00,9.00")
            .replace("1,2,3", "1,2,3,6")
            .replace("4.75,7.25", "4.50,8.00,15.00"),
    );
    let next = session.preview_paths(&[desk.path("next.csv")]).expect("previews");
    assert_eq!(
        next[0].why[0], "by your mapping Teams by month",
        "one more month: {next:#?}"
    );
    let again = session.mapper(next[0].id, None).expect("a table");
    assert!(again.toml.contains("[unpivot]"), "{}", again.toml);
}
