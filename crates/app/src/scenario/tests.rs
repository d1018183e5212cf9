//! Scenarios saved, written, read again and compared.

use super::*;
use crate::sample::initiatives::initiatives;

fn book() -> (tempfile::TempDir, Book) {
    let folder = tempfile::tempdir().expect("a folder");
    let book = Book::create(&folder.path().join("s.counterfoil"), "S").expect("a book");
    for one in initiatives() {
        book.put_json("initiative", &one.scenario.name, &json!(one))
            .expect("kept");
    }
    (folder, book)
}

#[test]
fn a_scenario_is_saved_under_a_name_read_as_a_file_and_compared() {
    let (folder, book) = book();
    let of = initiatives()[0].scenario.name.clone();
    let saved = variant(&book, &of, "Cautious", &["attribution=0.4".to_owned()]).expect("a variant");
    keep(&book, &saved).expect("kept");
    assert_eq!(find(&book, "Cautious").expect("read"), Some(saved.clone()));
    let path = folder.path().join("cautious.toml");
    std::fs::write(&path, text(&book, "Cautious").expect("text")).expect("written");
    let read = shelf::read_initiative(&path).expect("a scenario file");
    assert_eq!(read.scenario, saved.scenario, "what is written is read again");
    let both = compare(&book, &[of.clone(), "Cautious".to_owned()]).expect("two");
    let npv = |at: usize| {
        both["scenarios"][at]["npv"]
            .as_str()
            .and_then(|text| text.parse::<f64>().ok())
    };
    assert!(npv(0) > npv(1), "{both}");
    assert!(compare(&book, std::slice::from_ref(&of)).is_err());
    assert!(
        keep(
            &book,
            &Saved {
                scenario: Scenario {
                    name: of,
                    ..saved.scenario.clone()
                },
                ..saved
            }
        )
        .is_err()
    );
    remove(&book, "Cautious").expect("removed");
    assert!(list(&book).expect("a list").is_empty());
}

#[test]
fn what_sets_nothing_is_refused() {
    let (_folder, book) = book();
    let of = initiatives()[0].scenario.name.clone();
    for set in ["speed=3", "gain", "risk=much"] {
        assert!(variant(&book, &of, "x", &[set.to_owned()]).is_err(), "{set}");
    }
    assert!(named(&book, "nothing").is_err());
}

#[test]
fn what_the_sliders_show_is_kept_under_what_they_moved_and_can_be_taken_back() {
    let (_folder, book) = book();
    let of = initiatives()[0].scenario.name.clone();
    let press = crate::press::Press::parse("scenario-0-attribution=0.4&risk=0.3").expect("a press");
    press.run(&book).expect("kept");
    let saved = find(
        &book,
        "Caused by the initiative 40\u{a0}%, taken off for risk 30\u{a0}%",
    )
    .expect("read")
    .expect("there");
    assert_eq!((saved.of, saved.scenario.benefit.attribution.low), (of, 0.2));
    press.undo(&book).expect("taken back");
    assert!(list(&book).expect("a list").is_empty());
}
