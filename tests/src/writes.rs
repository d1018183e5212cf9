//! Where files go: never over a book or a file of the user's own, over an earlier one of ours again and again, and only
//! their owner can read what names people.

use crate::desk::{BOOK, Desk};
use crate::mapping::MAPPING;

/// Every command that writes a file, with the ending it wants.
const WRITERS: [(&str, &str); 9] = [
    ("chart pareto -o", "svg"),
    ("chart pareto -o", "png"),
    ("report --sections figures -o", "pdf"),
    ("report --sections figures -o", "html"),
    ("report --sections figures -o", "xlsx"),
    ("export csv -o", "csv"),
    ("export parquet -o", "parquet"),
    ("export focus -o", "csv"),
    ("problems 1 --csv", "csv"),
];

#[test]
fn a_file_of_the_user_stays_and_an_earlier_one_of_ours_is_replaced() {
    let desk = Desk::with_bill();
    for (number, (command, ending)) in WRITERS.iter().enumerate() {
        let own = format!("own.{ending}");
        desk.write(&own, "%PDF-1.7\na bill of my own");
        desk.run(&format!("{command} {own}"))
            .assert_says(2, &[&own, "was not written by Counterfoil"]);
        assert_eq!(desk.bytes(&own), b"%PDF-1.7\na bill of my own", "{command}");
        for _ in 0..2 {
            desk.json(&format!("{command} made-{number}.{ending}"));
        }
    }
    assert_eq!(leftovers(&desk), 0, "nothing half is left behind");
}

#[test]
fn a_book_is_never_written_over() {
    let desk = Desk::with_bill();
    desk.write("ledger.toml", MAPPING);
    let name = desk.json("mapping save ledger.toml")["mapping"].clone();
    let before = desk.bytes(BOOK);
    for to in [BOOK, "book.counterfoil-wal", "book.counterfoil-journal"] {
        desk.run(&format!("problems 1 --csv {to}"))
            .assert_says(2, &[to, "is a book"]);
        let mut export = desk.command("mapping export");
        let export = export.arg(name.as_str().expect("a name")).args(["-o", to]);
        crate::desk::Ran::of("mapping export", export).assert_says(2, &[to, "is a book"]);
    }
    desk.run(&format!("book backup {BOOK}"))
        .assert_says(2, &["no earlier copy of this book"]);
    std::fs::rename(desk.path(BOOK), desk.path("book.csv")).expect("renamed");
    desk.run("--book book.csv export csv -o book.csv")
        .assert_says(2, &["is a book"]);
    assert!(desk.bytes("book.csv") == before, "the book is as it was");
}

#[test]
fn the_sample_takes_no_file_of_somebody_else() {
    let desk = Desk::new();
    desk.write("s.files/people/larkfield-people.csv", "my own");
    desk.run("--book s.counterfoil sample")
        .assert_says(2, &["larkfield-people.csv", "no file of the sample"]);
    assert_eq!(desk.bytes("s.files/people/larkfield-people.csv"), b"my own");
    assert!(!desk.path("s.counterfoil").exists());
    desk.write("t.part", "my own");
    desk.run("--book t.counterfoil sample")
        .assert_says(2, &["t.part"]);
    assert_eq!(desk.bytes("t.part"), b"my own");
}

#[cfg(unix)]
#[test]
fn what_names_people_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with_bill();
    desk.json("book backup copy.counterfoil");
    for command in [
        "chart pareto -o a.svg",
        "report -o b.pdf",
        "export csv -o c.csv",
        "problems 1 --csv d.csv",
    ] {
        desk.json(command);
    }
    desk.json("report --sections figures --names -o named.html");
    let mode = |name: &str| {
        let facts = std::fs::metadata(desk.path(name)).expect(name);
        facts.permissions().mode() & 0o777
    };
    for name in [BOOK, "copy.counterfoil", "c.csv", "d.csv", "named.html"] {
        assert_eq!(mode(name), 0o600, "{name}");
    }
    desk.write("usual", "");
    for name in ["a.svg", "b.pdf"] {
        assert_eq!(mode(name), mode("usual"), "{name} names nobody");
    }
}

fn leftovers(desk: &Desk) -> usize {
    let names = std::fs::read_dir(desk.path("")).expect("a folder").flatten();
    names
        .filter(|entry| entry.file_name().to_string_lossy().ends_with(".part"))
        .count()
}

#[test]
fn a_backup_takes_the_place_of_the_book_that_is_kept_beside_it() {
    let desk = Desk::with_bill();
    desk.json("book backup copy.counterfoil");
    desk.json("undo 1");
    assert!(desk.billed().is_empty());
    let restored = desk.json("book restore copy.counterfoil");
    assert_eq!(desk.billed().len(), 1);
    desk.assert_whole(BOOK);
    let kept = restored["kept"].as_str().expect("a path").to_owned();
    assert!(
        desk.json(&format!("--book {kept} spend"))["totals"]
            .as_array()
            .is_some_and(Vec::is_empty)
    );
    desk.write("bill.pdf", "%PDF");
    let before = desk.bytes(BOOK);
    assert_ne!(desk.run("book restore bill.pdf").status, Some(0));
    assert!(desk.bytes(BOOK) == before, "the book stays");
}
