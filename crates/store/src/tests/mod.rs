//! Tests of the book as a whole, and what they share.
#![allow(clippy::print_stderr, reason = "a test says why it tests less")]

mod again;
mod beside;
mod import;
mod known;
mod open;
mod pack;
mod people;
mod query;
mod rosters;
mod scoped;
mod split;
mod stamp;
mod straight;
mod totals;
mod undo;

use std::path::PathBuf;

use chrono::NaiveDate;
use model::{
    Amount, Charge, Currency, Fact, Identity, ImportHeader, Key, Measure, Origin, Outcome, Overlap, Period,
    Query, Usage, What,
};
use tempfile::TempDir;

use crate::{Book, Finished, ImportSummary};

/// A book in a folder that goes away with it.
struct Desk {
    book: Book,
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let book = Book::create(&folder.path().join("acme.counterfoil"), "Acme").unwrap();
        book.conn.execute_batch("PRAGMA synchronous = OFF").unwrap();
        Self { book, folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn import(&mut self, overlap: Overlap, sha256: &str, facts: &[Fact]) -> (Finished, Vec<Outcome>) {
        let header = header(overlap, sha256);
        let mut import = self.book.import(&header, "2026-11-22T10:00:00Z").unwrap();
        let outcomes = facts.iter().map(|fact| import.put(fact).unwrap()).collect();
        (import.finish(&ImportSummary::default()).unwrap(), outcomes)
    }
}

fn header(overlap: Overlap, sha256: &str) -> ImportHeader {
    ImportHeader {
        file: format!("{sha256}.csv"),
        sha256: sha256.to_owned(),
        format: format!("vendor-{overlap:?}"),
        overlap,
        ..ImportHeader::default()
    }
}

fn billed(desk: &Desk) -> i128 {
    let groups = desk.book.groups(&Query::of(Measure::Billed)).unwrap();
    groups.groups.iter().map(|group| group.value.0).sum()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn charge(key: u128, on: &str, billed: i64) -> Charge {
    Charge {
        origin: Origin { table: 0, row: 2 },
        key: Key(key),
        period: Some(Period::day(day(on))),
        billed: Some(Amount(billed)),
        what: What {
            provider: "OpenAI".into(),
            model: "gpt-5".into(),
            currency: Currency::new("USD"),
            ..What::default()
        }
        .into(),
        ..Charge::default()
    }
}

fn usage(key: u128, on: &str, who: &str, tokens: i64) -> Usage {
    Usage {
        key: Key(key),
        period: Some(Period::day(day(on))),
        identity: Identity {
            source: "openai".into(),
            id: who.into(),
            ..Identity::default()
        },
        provider: "OpenAI".into(),
        tool: "Codex".into(),
        tokens: Some(tokens),
        ..Usage::default()
    }
}

/// Takes a book back to the version before rows were narrow.
fn widen(conn: &rusqlite::Connection) {
    let made = |migration: usize, begins: &str| {
        let sql = crate::migrate::MIGRATIONS[migration];
        let from = sql.find(begins).unwrap();
        &sql[from..=from + sql[from..].find(';').unwrap()]
    };
    let wide = [
        "CREATE TEMP TABLE charges AS SELECT * FROM charge; CREATE TEMP TABLE used AS SELECT * FROM usage;
         DROP VIEW charge; DROP TABLE charge_row; DROP TABLE charge_what; DROP TABLE charge_whose;
         DROP VIEW usage; DROP TABLE usage_row; DROP TABLE usage_what; DROP INDEX import_digest;
         DROP TABLE scope_part;",
        made(0, "CREATE TABLE charge ("),
        made(0, "CREATE TABLE usage ("),
        made(8, "CREATE INDEX usage_by_who"),
        made(11, "ALTER TABLE usage ADD COLUMN terms"),
        "INSERT INTO charge SELECT * FROM charges; INSERT INTO usage SELECT * FROM used;
         DROP TABLE charges; DROP TABLE used; PRAGMA user_version = 13",
    ];
    conn.execute_batch(&wide.concat()).unwrap();
}
