//! A table nobody knows, mapped by hand: a Swedish supplier ledger as its program writes it.

use app::import::Worker;
use app::mapper::Draft;
use app::session::Session;
use app::view::{MapperView, PreviewStatus};

use crate::desk::{Desk, program};

const SEPTEMBER: &str = "Leverantörsreskontra 2026-09;;;;
Valuta: SEK;;;;
;;;;
Bokföringsdatum;Leverantör;Beskrivning;Belopp;Attest
2026-09-03;OpenAI;API september;1 234,50;MK
2026-09-13;Anthropic;Konsol;-20,00;MK
2026-09-28;GitHub;Copilot;96,00;AD
Summa;;;1 310,50;
";

/// As Windows programs of the country write it.
fn windows(text: &str) -> Vec<u8> {
    text.chars()
        .map(|letter| u8::try_from(u32::from(letter)).expect("Latin letters"))
        .collect()
}

fn window(desk: &Desk) -> (Session, u32) {
    let mut session = Session::new(desk.path("home"), Worker::at(program()));
    session.new_at(&desk.path("book")).expect("a new book");
    desk.write("2026-09.csv", windows(SEPTEMBER));
    let previews = session
        .preview_paths(&[desk.path("2026-09.csv")])
        .expect("previews");
    assert_eq!(previews[0].status, PreviewStatus::NeedsMapping);
    assert!(previews[0].can_map);
    (session, previews[0].id)
}

fn targets(view: &MapperView) -> Vec<&str> {
    view.columns.iter().map(|column| column.target.as_str()).collect()
}

#[test]
fn titles_and_totals_are_struck_out_and_columns_understood_before_a_word_is_said() {
    let desk = Desk::new();
    let (mut session, id) = window(&desk);
    let view = session.mapper(id, None).expect("a table");
    assert_eq!(targets(&view), ["day", "provider", "sku", "billed", ""]);
    assert_eq!(view.left_out, ["Attest"]);
    let struck: Vec<&str> = view
        .source
        .iter()
        .filter(|row| row.struck)
        .map(|row| row.cells[0].as_str())
        .collect();
    assert_eq!(struck, ["Leverantörsreskontra 2026-09", "Valuta: SEK", "Summa"]);
    assert!(view.missing.is_empty(), "{:?}", view.missing);
    assert!(
        view.preview.totals[0].amount.contains("1,310.50"),
        "{:?}",
        view.preview.totals
    );
    assert_eq!(view.draft.fixed.get("currency").map(String::as_str), Some("SEK"));
}

#[test]
fn a_change_shows_what_it_gives_and_going_away_keeps_it() {
    let desk = Desk::new();
    let (mut session, id) = window(&desk);
    let mut draft = session.mapper(id, None).expect("a table").draft;
    draft.targets[1].clear();
    draft.targets[3].clear();
    let view = session.mapper(id, Some(draft)).expect("a table");
    assert_eq!(view.missing.len(), 2, "{:?}", view.missing);
    assert!(view.preview.totals.is_empty(), "{:?}", view.preview.totals);
    let again = session.mapper(id, None).expect("a table");
    assert_eq!(again.draft, view.draft);
    assert!(view.is_open);
    let refused = session
        .keep_mapping(id, again.draft)
        .expect_err("something must be said");
    assert!(
        refused.to_string().contains("Say which column holds the amount."),
        "{refused}"
    );
    let previews = session.pending();
    assert_eq!(previews[0].status, PreviewStatus::NeedsMapping);
}

#[test]
fn a_named_mapping_reads_this_file_and_recognises_the_next() {
    let desk = Desk::new();
    let (mut session, id) = window(&desk);
    let draft = session.mapper(id, None).expect("a table").draft;
    let named = Draft {
        name: "Vår reskontra".to_owned(),
        ..draft
    };
    let previews = session.keep_mapping(id, named).expect("kept");
    assert_eq!(previews[0].status, PreviewStatus::Ready);
    assert_eq!(previews[0].why[0], "by your mapping Vår reskontra");
    session.commit(&[id], &mut |_| {}).expect("imported");

    desk.write("2026-10.csv", windows(&SEPTEMBER.replace("2026-09-", "2026-10-")));
    let previews = session
        .preview_paths(&[desk.path("2026-10.csv")])
        .expect("previews");
    assert_eq!(previews[0].status, PreviewStatus::Ready, "{previews:#?}");
    assert_eq!(previews[0].format, "Vår reskontra");
    session.commit(&[previews[0].id], &mut |_| {}).expect("imported");
    session.close().expect("closed");
    let spend = desk.json("spend --by currency");
    assert_eq!(spend["rows"][0]["billed"], "2621");
    assert_eq!(spend["rows"][0]["currency"], "SEK");
}
