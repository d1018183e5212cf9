//! What is remembered from one import to the next is what a book that was just opened says.

use std::sync::Arc;

use model::{Currency, Fact, Overlap, Period};

use super::{Desk, charge, day, header, usage};
use crate::{Aside, Book, Change, DayMoney, ImportSummary, Shape};

type Said = (Vec<Arc<DayMoney>>, Vec<Arc<DayMoney>>, Vec<Shape>, Vec<Change>);

/// All that the import of some facts is told of the book; then it is given up.
fn told(book: &mut Book, facts: &[Fact]) -> Said {
    let mut import = book
        .import(&header(Overlap::Id, "asking"), "2026-11-22T10:00:00Z")
        .unwrap();
    for fact in facts {
        import.put(fact).unwrap();
    }
    let (mut money, mut use_) = (
        import.by_day((false, 40), &|_| true).unwrap(),
        import.by_day((true, 0), &|_| true).unwrap(),
    );
    for days in [&mut money, &mut use_] {
        days.sort_by_key(|day| (day.import, day.day, Arc::clone(&day.provider)));
    }
    let mut shapes = Vec::new();
    for (days, is_usage) in [(&money, false), (&use_, true)] {
        for day in days {
            shapes.push(Shape::clone(&*import.shape(day, is_usage).unwrap()));
        }
    }
    (money, use_, shapes, import.changes().unwrap())
}

fn agrees(desk: &mut Desk, path: &std::path::Path, when: &str) {
    for (key, on) in [(900, "2026-08-20"), (1, "2026-09-02")] {
        let facts = [
            Fact::Charge(Box::new(charge(key, on, 70))),
            Fact::Usage(Box::new(usage(key, on, "ada", 7))),
        ];
        let remembered = told(&mut desk.book, &facts);
        let fresh = told(&mut Book::open(path).unwrap(), &facts);
        assert!(!fresh.0.is_empty() && !fresh.1.is_empty(), "{when}");
        assert_eq!(remembered, fresh, "{when}");
    }
}

#[test]
fn what_is_remembered_is_what_a_fresh_look_finds_whatever_happened_before() {
    let mut desk = Desk::new();
    let path = desk.path("acme.counterfoil");
    for (at, on) in ["2026-08-20", "2026-09-01", "2026-09-02"].into_iter().enumerate() {
        let key = at as u128 + 1;
        let facts = [
            Fact::Charge(Box::new(charge(key, on, 100))),
            Fact::Usage(Box::new(usage(key, on, "ada", 10))),
        ];
        desk.import(Overlap::Id, &format!("file {at}"), &facts);
        agrees(&mut desk, &path, on);
    }
    let newer = [Fact::Charge(Box::new(charge(1, "2026-08-20", 50)))];
    let (replacing, _) = desk.import(Overlap::Id, "replaces a row", &newer);
    agrees(&mut desk, &path, "after rows were replaced");
    desk.book.undo(replacing.id).unwrap();
    agrees(&mut desk, &path, "after an undo");

    let mut import = desk
        .book
        .import(&header(Overlap::Id, "sets aside"), "2026-11-22T10:00:00Z")
        .unwrap();
    import
        .put(&Fact::Charge(Box::new(charge(50, "2026-09-01", 5))))
        .unwrap();
    let aside = Aside {
        by: import.id(),
        import: 2,
        usage: false,
        provider: "OpenAI".into(),
        currency: Currency::new("USD"),
        period: Period::day(day("2026-09-01")),
    };
    import.set_aside(&[aside]).unwrap();
    import.finish(&ImportSummary::default()).unwrap();
    agrees(&mut desk, &path, "after money was set aside");

    Book::open(&path).unwrap().undo(3).unwrap();
    agrees(&mut desk, &path, "after another connection wrote");
}
