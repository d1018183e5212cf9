//! One import: writes a file's facts against what the book has, all or nothing, by the overlap classes.
//!
//! Nothing is deleted: a replaced row is hidden. Does not read files and does not decide what overlaps; formats do.

mod again;
pub(crate) mod combined;
mod extent;
mod keyed;
mod lane;
mod left_out;
mod placed;
pub(crate) mod received;
pub(crate) mod scoped;
pub(crate) mod unwritten;

use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};
use model::{
    Fact, FactCounts, ImportHeader, ImportId, Key, Made, MeasureTotal, Outcome, Overlap, Period, Problem,
    Question, RowCounts,
};
use rusqlite::{Connection, OptionalExtension};

use crate::book::Book;
use crate::days;
use crate::dictionary::Dictionary;
use crate::error::{Result, StoreError};
use crate::evidence::Shape;
use crate::hold::{self, Aside};
use crate::journal::{Counts, WITH_BYTES, from_json};
use crate::known::ShapeOf;
use crate::pack::{Meanings, Pack, Packed};
use crate::rollup::Changes;
use crate::tables::{Encoded, Kind, Row, TABLES, encode};
use crate::undo::undo;
use crate::version::{self, Place, fingerprint, rank};
use lane::Lane;
pub use left_out::{LeftOut, Side};
use received::Received;
pub use scoped::Met;
use scoped::Scopes;

/// What is known of an import once its file has been read.
#[derive(Clone, Debug, Default)]
pub struct ImportSummary {
    /// Rows.
    pub rows: RowCounts,
    /// Facts.
    pub facts: FactCounts,
    /// Days the file covers, also where nothing happened.
    pub period: Option<Period>,
    /// Exact control totals of the file's own text.
    pub totals: Vec<MeasureTotal>,
    /// Problems in detail, perhaps capped.
    pub problems: Vec<Problem>,
    /// All problems by severity: error, warning, info.
    pub problem_counts: [u64; 3],
    /// What was asked and answered.
    pub answers: Vec<Question>,
    /// When the delivery says that it was made.
    pub made: Made,
    /// SHA-256 of what was read, for an import that was begun without.
    pub sha256: String,
}

/// A committed import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finished {
    /// Its number.
    pub id: ImportId,
    /// Older facts that it replaced (now hidden, restored by an undo).
    pub hidden: u64,
    /// How the rows called kept met those that were there.
    pub met: Met,
}

/// Keys kept in memory before they are written, sorted. Just under the size at which the table would double.
const MOST_KEYS: usize = 1_830_000;

/// An import under way. Dropped without [`ImportTx::finish`], it leaves the book as it was.
pub struct ImportTx<'b> {
    pub(crate) book: &'b Book,
    pub(crate) id: ImportId,
    is_open: bool,
    /// Whether everything that is known of it is written.
    is_settled: bool,
    before: Option<(ImportId, u32)>,
    /// What is known of the file, while its hash is not.
    unhashed: Option<ImportHeader>,
    takes_back: bool,
    /// Its own number, or the place of the import that it comes in for: then others in the book may come after.
    place: Place,
    pub(crate) source: i64,
    overlap: Overlap,
    words: Dictionary<'b>,
    meanings: Meanings,
    lanes: Vec<Lane<'b>>,
    pub(crate) changes: Changes,
    scopes: Scopes,
    received: Received,
    hidden: u64,
    displaced: keyed::Displaced,
    repeats: keyed::Repeats,
    /// What tells its rows from those that they repeat, where they are shown in the place of those.
    stands_in: Option<i64>,
    row: Row,
    buffer: Vec<u8>,
    /// What was asked of facts as they are within this import.
    pub(crate) shapes: HashMap<ShapeOf, Arc<Shape>>,
}

impl Book {
    /// Begins an import. `at` is the time in UTC as text. Refuses a file that is in the book already.
    pub fn import(&mut self, header: &ImportHeader, at: &str) -> Result<ImportTx<'_>> {
        self.start(header, at, None)
    }

    /// Begins an import that takes the place of an earlier one of the same file: that one is taken back in the same
    /// transaction, so that the book has one of the two at any time. What was delivered after that one still comes after.
    pub fn import_instead(
        &mut self,
        header: &ImportHeader,
        at: &str,
        earlier: ImportId,
    ) -> Result<ImportTx<'_>> {
        self.start(header, at, Some(earlier))
    }

    fn start(&mut self, header: &ImportHeader, at: &str, instead: Option<ImportId>) -> Result<ImportTx<'_>> {
        let book = &*self;
        if instead.is_some() {
            // Before what may be given up begins: they are other imports'.
            book.write_versions().map_err(|error| book.named(error))?;
        }
        book.go_straight(header.bytes)
            .map_err(|error| book.named(error))?;
        book.begin_import()?;
        begin(book, header, at, instead).map_err(|error| {
            book.drop_import();
            book.named(error)
        })
    }
}

fn begin<'b>(
    book: &'b Book,
    header: &ImportHeader,
    at: &str,
    instead: Option<ImportId>,
) -> Result<ImportTx<'b>> {
    let conn = &book.conn;
    book.check_known()?;
    let mut changes = Changes::new();
    if let Some(earlier) = instead {
        check_same_file(conn, header, earlier)?;
        book.forget_known();
        undo(conn, &mut changes, earlier)?;
    }
    let mut words = Dictionary::new(conn);
    let source = words.word(&header.format)?;
    let before = refuse_known(conn, source, header)?;
    let of = instead.or(before.map(|(earlier, _)| earlier));
    let place = of.map(|earlier| version::place(conn, earlier)).transpose()?;
    let place = place.map(|(place, _)| place);
    conn.prepare_cached(
        "INSERT INTO import (at, source, sha256, header, outcome, stored, place) VALUES (?1, ?2, ?3, ?4, '', '', ?5)",
    )?
    .execute((at, source, header.identity(), to_json(header), place))?;
    let lanes = TABLES.iter().map(|table| Lane::new(book, source, table.kind));
    let id = conn.last_insert_rowid();
    Ok(ImportTx {
        book,
        id,
        is_open: true,
        is_settled: false,
        before,
        unhashed: header.sha256.is_empty().then(|| header.clone()),
        takes_back: instead.is_some(),
        place: (place.unwrap_or(id), id),
        source,
        overlap: header.overlap,
        words,
        meanings: Meanings::default(),
        lanes: lanes.collect::<Result<_>>()?,
        changes: changes.of_import(conn, id)?,
        scopes: Scopes::new(conn, source)?,
        received: Received::new(),
        hidden: 0,
        displaced: keyed::Displaced::new(),
        repeats: keyed::Repeats::new(),
        stands_in: None,
        row: Row::new(),
        buffer: Vec::new(),
        shapes: HashMap::new(),
    })
}

/// Refuses to put one file in the place of another.
fn check_same_file(conn: &Connection, header: &ImportHeader, earlier: ImportId) -> Result<()> {
    let sql = "SELECT sha256, header FROM import WHERE id = ?1";
    let known: Option<(String, String)> = conn
        .query_row(sql, [earlier], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (sha256, known) = known.ok_or(StoreError::UnknownImport(earlier))?;
    if sha256 == header.identity() {
        return Ok(());
    }
    let known = from_json::<ImportHeader>(&known);
    // The same bytes, for other days than was said before.
    if known.sha256 == header.sha256 {
        return Ok(());
    }
    let file = known.file;
    Err(StoreError::AnotherFile {
        import: earlier,
        file,
    })
}

/// Refuses a file that is in the book, unless an older reader read it: then it says which import that was.
fn refuse_known(conn: &Connection, source: i64, header: &ImportHeader) -> Result<Option<(ImportId, u32)>> {
    let sql = format!(
        "SELECT id, at, header, outcome FROM {WITH_BYTES} AND source = ?2 AND undone = 0 ORDER BY id DESC"
    );
    let mut query = conn.prepare_cached(&sql)?;
    let mut rows = query.query((&header.sha256, source))?;
    let (id, at, earlier) = loop {
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let earlier: ImportHeader = from_json(&row.get::<_, String>(2)?);
        if is_same_file(header, &earlier, &row.get::<_, String>(3)?) {
            break (row.get(0)?, row.get(1)?, earlier);
        }
    };
    if earlier.reader_version < header.reader_version
        && earlier.mapping.is_some() == header.mapping.is_some()
        && earlier.fixes == header.fixes
    {
        return Ok(Some((id, earlier.reader_version)));
    }
    Err(StoreError::AlreadyImported { id, at })
}

/// Whether a file with the bytes of an earlier one is that one: it is called as that was, or says nothing of its own; or that
/// was read when the day of a list was no part of it yet.
fn is_same_file(header: &ImportHeader, earlier: &ImportHeader, outcome: &str) -> bool {
    let its_day = || {
        from_json::<Counts>(outcome)
            .made
            .whole
            .map(|made| made.date().to_string())
    };
    header.said.is_empty()
        || header.said == earlier.said
        || (earlier.said.is_empty() && its_day().as_ref() == Some(&header.said))
}

impl ImportTx<'_> {
    /// The book, as it would be.
    pub fn book(&self) -> &Book {
        self.book
    }

    /// The live import of the same file by an older reader, and that reader's version.
    pub fn read_before(&self) -> Option<(ImportId, u32)> {
        self.before
    }

    /// The number this import will have.
    pub fn id(&self) -> ImportId {
        self.id
    }

    /// Earlier imports from which this one takes over a month or a window.
    pub fn takes_from(&self) -> impl Iterator<Item = ImportId> {
        self.scopes.owners()
    }

    /// Writes one fact and says how it met the book. After an error the import must be dropped.
    pub fn put(&mut self, fact: &Fact) -> Result<Outcome> {
        self.place(fact).map_err(|error| self.book.named(error))
    }

    fn place(&mut self, fact: &Fact) -> Result<Outcome> {
        self.meanings.lay_down();
        let mut row = std::mem::take(&mut self.row);
        let outcome = encode(fact, &mut self.words, &mut row)
            .and_then(|encoded| self.place_row(&encoded, fact.key(), &mut row));
        self.row = row;
        outcome
    }

    fn place_row(&mut self, encoded: &Encoded, key: Key, row: &mut Row) -> Result<Outcome> {
        self.is_settled = false;
        self.received.add(encoded.kind, row);
        match self.overlap {
            Overlap::Snapshot | Overlap::Period => self.put_scoped(encoded, row),
            _ => self.put_keyed(key, encoded, row),
        }
    }

    /// Writes the facts of a pack in their order and says of each how it met the book. Packs come in the order in which they
    /// were made. After an error the import must be dropped.
    pub fn put_pack(&mut self, pack: &Pack, told: &mut dyn FnMut(Outcome)) -> Result<()> {
        self.unpack(pack, told).map_err(|error| self.book.named(error))
    }

    fn unpack(&mut self, pack: &Pack, told: &mut dyn FnMut(Outcome)) -> Result<()> {
        self.meanings.learn(pack, &mut self.words)?;
        for line in pack.lines() {
            told(match line {
                Packed::Fact(fact) => self.place(fact)?,
                Packed::Row { encoded, key, values } => {
                    let mut row = std::mem::take(&mut self.row);
                    let encoded = self.meanings.take_up(encoded, values, &mut row);
                    let outcome = self.place_row(&encoded, key, &mut row);
                    self.row = row;
                    outcome?
                }
            });
        }
        Ok(())
    }

    /// Inserts a row; the roll-ups learn of it when it is shown.
    fn insert(&mut self, encoded: &Encoded, row: &Row, is_live: bool) -> Result<i64> {
        let lane = &mut self.lanes[encoded.kind as usize];
        let id = lane.next;
        lane.next += 1;
        let origin = encoded.origin;
        let common = [
            i64::from(is_live),
            self.id,
            i64::from(origin.table),
            origin.row as i64,
            encoded.scope,
        ];
        lane.write(common, row, &mut self.meanings)?;
        self.received.wrote(encoded.kind, row, 1);
        if is_live {
            self.changes.count(encoded.kind, self.id, row, 1);
            if self.changes.is_full() {
                self.changes.write(&self.book.conn)?;
                self.shapes.clear();
            }
        }
        Ok(id)
    }

    fn fingerprint(&mut self, kind: Kind, row: &Row) -> i64 {
        match self.overlap {
            Overlap::Content if self.before.is_none() => self.stands_in.unwrap_or(0),
            Overlap::Largest => rank(kind, row),
            _ => fingerprint(kind, row, &mut self.buffer),
        }
    }

    /// Earlier imports of which single rows no longer count, and the days that those lie in. All facts must have been put.
    pub fn displaced(&mut self) -> Result<Vec<(ImportId, Period)>> {
        self.settle().map_err(|error| self.book.named(error))?;
        let days = |(import, (first, last)): (&ImportId, &(i64, i64))| {
            Some((*import, Period::new(days::day(*first)?, days::day(*last + 1)?)))
        };
        Ok(self.displaced.iter().filter_map(days).collect())
    }

    /// Of the rows that [`ImportTx::put`] called kept, those that repeat earlier ones or take their place. All facts must
    /// have been put.
    pub fn met(&mut self) -> Result<Met> {
        self.settle().map_err(|error| self.book.named(error))?;
        Ok(self.scopes.met())
    }

    /// Commits everything: facts, journal, control totals and problems, in the one transaction begun at the start.
    pub fn finish(mut self, summary: &ImportSummary) -> Result<Finished> {
        self.write_all(summary).map_err(|error| self.book.named(error))?;
        self.book.settle();
        let met = self.scopes.met();
        Ok(Finished {
            id: self.id,
            hidden: self.hidden,
            met,
        })
    }

    /// Takes charges off the sums. All facts must have been put.
    pub fn set_aside(&mut self, asides: &[Aside]) -> Result<()> {
        let held = self
            .settle()
            .and_then(|()| hold::hold(&self.book.conn, &mut self.changes, asides));
        self.is_settled = false;
        held.map_err(|error| self.book.named(error))
    }

    /// Has the rows of this import stand in the place of those that they repeat, before any is put: what it corrects can
    /// then be taken off whole.
    pub fn correcting(&mut self) {
        self.stands_in = Some(self.id);
    }

    /// Takes an earlier import off the sums of some days, on which this one counts in its place. All facts must have been put.
    pub fn correct(&mut self, earlier: ImportId, days: Period) -> Result<()> {
        let held = self
            .settle()
            .and_then(|()| hold::correct(&self.book.conn, &mut self.changes, (earlier, self.id), days));
        self.is_settled = false;
        held.map_err(|error| self.book.named(error))
    }

    /// Rows of an earlier import that this one repeats; of its usage, else of its charges.
    pub fn repeated(&self, earlier: ImportId, usage: bool) -> u64 {
        let kind = if usage { Kind::Usage } else { Kind::Charge };
        self.repeats.get(&(earlier, kind)).copied().unwrap_or(0)
    }

    /// Writes what is only remembered so far, so that the book can be asked as it will be.
    pub(crate) fn settle(&mut self) -> Result<()> {
        if self.is_settled {
            return Ok(());
        }
        for table in TABLES {
            self.write_keys(table.kind)?;
        }
        self.hide_replaced()?;
        let conn = &self.book.conn;
        for lane in self.lanes.iter().filter(|lane| lane.next > lane.first) {
            debug_assert_eq!(
                lane.next,
                lane::next(conn, lane.kind.table().rows())?,
                "rows are numbered as they are written"
            );
            let sql =
                "INSERT OR IGNORE INTO import_range (import, kind, first, last) VALUES (?1, ?2, ?3, ?4)";
            conn.prepare_cached(sql)?
                .execute((self.id, lane.kind as i64, lane.first, lane.next - 1))?;
        }
        self.scopes.parts.write(conn, self.id)?;
        if self.has_place() {
            self.stand_behind()?;
        }
        if self.changes.write(conn)? {
            self.shapes.clear();
        }
        self.is_settled = true;
        Ok(())
    }

    /// Says what the file's hash is, where that was not known at the beginning.
    fn identify(&mut self, sha256: &str) -> Result<()> {
        let Some(mut header) = self.unhashed.take().filter(|_| !sha256.is_empty()) else {
            return Ok(());
        };
        let conn = &self.book.conn;
        sha256.clone_into(&mut header.sha256);
        refuse_known(conn, self.source, &header)?;
        conn.prepare_cached("UPDATE import SET sha256 = ?2, header = ?3 WHERE id = ?1")?
            .execute((self.id, header.identity(), to_json(&header)))?;
        Ok(())
    }

    fn write_all(&mut self, summary: &ImportSummary) -> Result<()> {
        self.settle()?;
        self.identify(&summary.sha256)?;
        let conn = &self.book.conn;
        for (number, problem) in summary.problems.iter().enumerate() {
            conn.prepare_cached("INSERT INTO problem (import, number, problem) VALUES (?1, ?2, ?3)")?
                .execute((self.id, number as i64, to_json(problem)))?;
        }
        let stored = self.received.control(conn)?;
        conn.prepare_cached(
            "UPDATE import SET outcome = ?2, period_from = ?3, period_to = ?4, stored = ?5 WHERE id = ?1",
        )?
        .execute((
            self.id,
            to_json(&Counts::of(summary)),
            summary.period.map(|period| days::number(period.from)),
            summary.period.map(|period| days::number(period.to)),
            to_json(&stored),
        ))?;
        self.book.keep_import()?;
        self.is_open = false;
        self.book.forget_roster();
        if self.changes.has_touched_others() {
            self.book.forget_known();
        } else {
            self.book.know(self.id, self.changes.moved());
        }
        self.lanes.iter_mut().for_each(|lane| lane.leave(self.book));
        Ok(())
    }

    /// Leaves the book as it was; the same as dropping.
    pub fn abandon(self) {}
}

impl Drop for ImportTx<'_> {
    fn drop(&mut self) {
        if self.is_open {
            self.book.drop_import();
            self.book.unwritten.borrow_mut().give_up(self.id);
        }
        if self.takes_back {
            self.book.forget_known();
            self.book.forget_roster();
        }
    }
}

/// JSON of our own types.
pub(crate) fn to_json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("our own types have text keys and no failing serializer")
}
