//! What is said about one file in the window holds for that file, in its preview and in its import, and for no other.

use app::import::Worker;
use app::session::Session;
use app::view::{FileChange, PreviewStatus, PreviewView};

use crate::desk::{Desk, beside, program};

const LEDGER: &str =
    "Buchung;Lieferant;Betrag\n03/04/2026;Nordwind AI;1.234,50\n05/04/2026;Nordwind AI;-12,25\n";

const MAPPING: &str = r#"
id = "own-ledger"
name = "Own ledger"
vendor = "Own"
reader = 1
kind = "table"
overlap = "content"
export = "Accounting, list of a cost centre."

[[detect]]
has = ["buchung", "lieferant", "betrag"]

[[charge]]
day = "buchung"
provider = "lieferant"
billed = "betrag"
"#;

/// A window with an empty book, and two files of the same layout dropped together.
fn window(desk: &Desk) -> (Session, Vec<PreviewView>) {
    let mut session = Session::new(desk.path("home"), Worker::at(program()));
    session.new_at(&desk.path("book")).expect("a new book");
    let paths = ["a.csv", "b.csv"].map(|name| {
        let text = if name == "a.csv" {
            LEDGER.to_owned()
        } else {
            LEDGER.replace("Nordwind", "Ostwind")
        };
        desk.write(name, text);
        desk.path(name)
    });
    let previews = session.preview_paths(&paths).expect("previews");
    (session, previews)
}

fn mapping() -> FileChange {
    FileChange {
        mapping: Some(MAPPING.to_owned()),
        ..FileChange::default()
    }
}

fn setting<'p>(preview: &'p PreviewView, key: &str) -> Option<&'p app::view::Setting> {
    preview.settings.iter().find(|setting| setting.key == key)
}

#[test]
fn a_choice_is_for_one_file_and_is_kept_through_later_choices_and_the_import() {
    let desk = Desk::new();
    let (mut session, previews) = window(&desk);
    let is_unknown = |preview: &PreviewView| preview.status == PreviewStatus::NeedsMapping;
    assert!(previews.iter().all(is_unknown));
    let [first, second] = previews.iter().map(|preview| preview.id).collect::<Vec<_>>()[..] else {
        panic!("two files: {previews:#?}");
    };

    let previews = session.choose(first, &mapping()).expect("read again");
    assert_eq!(previews[0].status, PreviewStatus::NeedsAnswer);
    assert_eq!(previews[1].status, PreviewStatus::NeedsMapping);
    assert!(setting(&previews[0], "dates").is_some_and(|setting| setting.wanted));
    let change = FileChange {
        dates: Some("mdy".to_owned()),
        ..FileChange::default()
    };
    let previews = session.choose(first, &change).expect("read again");
    assert!(setting(&previews[0], "dates").is_some_and(|setting| !setting.wanted));
    assert!(setting(&previews[0], "currency").is_some_and(|setting| setting.wanted));
    assert_eq!(previews[0].status, PreviewStatus::NeedsAnswer);

    let change = FileChange {
        currency: Some("SEK".to_owned()),
        ..FileChange::default()
    };
    let previews = session.choose(first, &change).expect("read again");
    assert_eq!(previews[0].period, "4 Mar – 4 May 2026");
    assert!(
        previews[0].totals[0].amount.contains("SEK"),
        "{:?}",
        previews[0].totals
    );
    assert!(setting(&previews[0], "currency").is_some_and(|setting| !setting.wanted));
    assert_eq!(previews[0].status, PreviewStatus::Ready);

    let mut other = mapping();
    other.currency = Some("NOK".to_owned());
    other.dates = Some("dmy".to_owned());
    session.choose(second, &other).expect("read again");
    let result = session.commit(&[first, second], &mut |_| {}).expect("imported");
    assert_eq!(result.imports.len(), 2, "{result:?}");
    session.close().expect("closed");
    let spend = desk.json("spend --by month,currency");
    let shown: Vec<String> = spend["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| format!("{} {} {}", row["month"], row["currency"], row["billed"]).replace('"', ""))
        .collect();
    assert_eq!(
        shown,
        [
            "2026-03-01 SEK 1234.5",
            "2026-04-01 NOK 1222.25",
            "2026-05-01 SEK -12.25"
        ]
    );
}

#[test]
fn a_choice_that_means_nothing_changes_nothing() {
    let desk = Desk::new();
    let (mut session, previews) = window(&desk);
    let change = FileChange {
        currency: Some("crowns".to_owned()),
        ..FileChange::default()
    };
    let error = session.choose(previews[0].id, &change).expect_err("no currency");
    assert!(error.message().contains("crowns"), "{error}");
    assert_eq!(
        session.choose(99, &mapping()).expect_err("no file").code(),
        "asked"
    );
    assert_eq!(session.pending().len(), 2);
}

#[test]
fn a_locked_workbook_is_opened_with_its_password_which_is_kept_nowhere() {
    let Some(path) = beside("data/corpora/spreadsheets-hostile/poi__protected_passtika.xlsx") else {
        return;
    };
    let desk = Desk::new();
    let mut session = Session::new(desk.path("home"), Worker::at(program()));
    session.new_at(&desk.path("book")).expect("a new book");
    let previews = session.preview_paths(&[path]).expect("previews");
    assert!(setting(&previews[0], "password").is_some_and(|asked| asked.wanted && asked.secret));
    assert_eq!(previews[0].settings.len(), 1, "{:?}", previews[0].settings);
    let said = |password: &str| FileChange {
        password: Some(password.to_owned()),
        ..FileChange::default()
    };
    let id = previews[0].id;
    let previews = session.choose(id, &said("wrong")).expect("read again");
    assert!(setting(&previews[0], "password").is_some_and(|asked| asked.shown == "does not open it"));
    let previews = session.choose(id, &said("tika")).expect("read again");
    assert!(setting(&previews[0], "password").is_some_and(|asked| asked.shown == "opened"));
    assert_ne!(previews[0].status, PreviewStatus::Refused);
    assert!(
        previews[0]
            .settings
            .iter()
            .all(|setting| !format!("{setting:?}").contains("tika"))
    );
    session.close().expect("closed");
    let bytes = desk.bytes("book.counterfoil");
    assert!(!bytes.windows(4).any(|some| some == b"tika"));
}
