//! Facts that are kept but not counted, because the user said that their money is in the book already.
//!
//! A *hold* takes charges or usage of one import off the sums: those of one vendor and currency in a stretch of days,
//! on account of another import. It ends when either is undone. Which fact of several is shown is
//! decided elsewhere; a hold only decides whether a shown fact counts (`live` 1) or is set aside (2).

use model::{Currency, Exact, ImportId, Measure, MeasureTotal, Period};
use rusqlite::Connection;

use crate::book::Book;
use crate::days;
use crate::error::Result;
use crate::import::scoped::range;
use crate::rollup::{Changes, joined};
use crate::tables::{Kind, Row};
use crate::version::{HELD, HIDDEN, LIVE, set_state};

/// Facts that can be set aside.
pub(crate) const HELD_KINDS: [Kind; 2] = [Kind::Charge, Kind::Usage];

/// What an answer sets aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// Whose.
    pub import: ImportId,
    /// On account of which import, that counts in its place.
    pub by: ImportId,
    /// Its usage; else its charges.
    pub usage: bool,
    /// Of which vendor, as the facts write it.
    pub provider: String,
    /// In which currency, of charges.
    pub currency: Currency,
    /// Which days.
    pub period: Period,
}

struct Hold {
    import: ImportId,
    source: i64,
    by: ImportId,
    by_source: i64,
    by_place: ImportId,
    kind: i64,
    provider: i64,
    currency: i64,
    first: i64,
    until: i64,
    /// Whether a later import states some of what is held again, by the same keys.
    is_restated: bool,
}

impl Hold {
    fn covers(&self, day: i64) -> bool {
        self.first <= day && day < self.until
    }

    /// Whether what it was made for is set aside for a newer import of the source it holds.
    fn may_end_by(&self, next: &Self) -> bool {
        (next.import, next.kind) == (self.by, self.kind)
            && next.by_place > self.by_place
            && next.by_source == self.source
    }
}

/// Whether some of the rows that a hold is about are no longer shown.
fn is_restated(conn: &Connection, hold: &Hold) -> Result<bool> {
    let Some(kind) = HELD_KINDS.into_iter().find(|kind| *kind as i64 == hold.kind) else {
        return Ok(false);
    };
    let table = kind.table();
    let Some((from, to)) = range(conn, hold.import, table)? else {
        return Ok(false);
    };
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM {} WHERE id BETWEEN ?1 AND ?2 AND live = {HIDDEN} AND day >= ?3 AND day < ?4)",
        table.rows()
    );
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_row((from, to, hold.first, hold.until), |row| row.get(0))?)
}

/// Every hold of a book; there are few.
#[derive(Default)]
pub(crate) struct Holds(Vec<Hold>);

impl Holds {
    pub(crate) fn read(conn: &Connection) -> Result<Self> {
        let sql = "SELECT hold.import, a.source, hold.by, b.source, kind, provider, currency, first, until,
                   coalesce(b.place, b.id) FROM hold
                   JOIN import a ON a.id = hold.import JOIN import b ON b.id = hold.by";
        let mut query = conn.prepare_cached(sql)?;
        let rows = query.query_map((), |row| {
            Ok(Hold {
                import: row.get(0)?,
                source: row.get(1)?,
                by: row.get(2)?,
                by_source: row.get(3)?,
                kind: row.get(4)?,
                provider: row.get(5)?,
                currency: row.get(6)?,
                first: row.get(7)?,
                until: row.get(8)?,
                by_place: row.get(9)?,
                is_restated: false,
            })
        })?;
        let mut all = Self(rows.collect::<Result<_, _>>()?);
        for at in 0..all.0.len() {
            let hold = &all.0[at];
            let may_end = all.0.iter().any(|next| hold.may_end_by(next));
            all.0[at].is_restated = may_end && is_restated(conn, hold)?;
        }
        Ok(all)
    }

    /// Whether anything of an import is set aside.
    pub(crate) fn has(&self, import: ImportId) -> bool {
        self.0.iter().any(|hold| hold.import == import)
    }

    /// Whether a fact is set aside.
    pub(crate) fn is_held(&self, kind: Kind, import: ImportId, row: &Row) -> bool {
        if self.0.is_empty() || !HELD_KINDS.contains(&kind) {
            return false;
        }
        let value = |name| row[kind.table().column(name)].unwrap_or(0);
        let currency = if kind == Kind::Charge {
            value("currency")
        } else {
            0
        };
        let of = (import, kind as i64, value("provider"), currency);
        let day = value("day");
        self.0.iter().any(|hold| {
            (hold.import, hold.kind, hold.provider, hold.currency) == of
                && hold.covers(day)
                && self.is_in_force(hold, day)
        })
    }

    /// A hold is over where what it was made for was itself set aside for a newer delivery of the source it holds. One in
    /// another grouping states nothing of it again, and stands for it as well.
    fn is_in_force(&self, hold: &Hold, day: i64) -> bool {
        !hold.is_restated
            || !self
                .0
                .iter()
                .any(|next| hold.may_end_by(next) && next.covers(day) && self.is_in_force(next, day))
    }

    fn imports(&self) -> Vec<ImportId> {
        let mut imports: Vec<ImportId> = self.0.iter().map(|hold| hold.import).collect();
        imports.sort_unstable();
        imports.dedup();
        imports
    }
}

/// Has one import count in the place of another on some days, and of what that one took the place of.
pub(crate) fn correct(
    conn: &Connection,
    changes: &mut Changes,
    (earlier, by): (ImportId, ImportId),
    days: Period,
) -> Result<()> {
    let (from, to) = (days::number(days.from), days::number(days.to));
    for kind in HELD_KINDS {
        let Some((first, last)) = range(conn, earlier, kind.table())? else {
            continue;
        };
        let is_usage = kind == Kind::Usage;
        let sql = format!(
            "INSERT OR IGNORE INTO hold (import, by, kind, provider, currency, first, until)
             SELECT DISTINCT import, ?1, ?2, provider, {}, ?3, ?4 FROM {} WHERE id BETWEEN ?5 AND ?6",
            if is_usage { "0" } else { "currency" },
            kind.table().name
        );
        conn.execute(&sql, (by, is_usage, from, to, first, last))?;
    }
    let inherited = "INSERT OR IGNORE INTO hold (import, by, kind, provider, currency, first, until)
                     SELECT import, ?1, kind, provider, currency, max(first, ?3), min(until, ?4) FROM hold
                     WHERE by = ?2 AND first < ?4 AND until > ?3";
    conn.execute(inherited, (by, earlier, from, to))?;
    follow(conn, changes, &[])
}

/// Makes holds; the facts follow.
pub(crate) fn hold(conn: &Connection, changes: &mut Changes, asides: &[Aside]) -> Result<()> {
    for aside in asides {
        conn.execute(
            "INSERT OR IGNORE INTO hold (import, by, kind, provider, currency, first, until)
             SELECT ?1, ?2, ?3, p.id, c.id, ?6, ?7 FROM word p, word c WHERE p.text = ?4 AND c.text = ?5",
            (
                aside.import,
                aside.by,
                aside.usage,
                &aside.provider,
                if aside.usage { "" } else { aside.currency.code() },
                days::number(aside.period.from),
                days::number(aside.period.to),
            ),
        )?;
    }
    follow(conn, changes, &[])
}

/// Ends every hold on an import or on account of it; the facts follow.
pub(crate) fn release(conn: &Connection, changes: &mut Changes, import: ImportId) -> Result<()> {
    let before = Holds::read(conn)?.imports();
    if before.is_empty() {
        return Ok(());
    }
    conn.execute("DELETE FROM hold WHERE import = ?1 OR by = ?1", [import])?;
    follow(conn, changes, &before)
}

/// Has the shown facts of every import that is or was held count as the holds say.
fn follow(conn: &Connection, changes: &mut Changes, before: &[ImportId]) -> Result<()> {
    changes.holds = Holds::read(conn)?;
    let mut imports = changes.holds.imports();
    imports.extend(before);
    imports.sort_unstable();
    imports.dedup();
    imports
        .into_iter()
        .try_for_each(|import| settle(conn, changes, import))
}

/// Has the shown facts of one import count as the holds say.
pub(crate) fn settle(conn: &Connection, changes: &mut Changes, import: ImportId) -> Result<()> {
    for kind in HELD_KINDS {
        for (id, state, row) in misplaced(conn, &changes.holds, (kind, import))? {
            set_state(conn, kind, id, state)?;
            changes.count(kind, import, &row, if state == LIVE { 1 } else { -1 });
        }
    }
    Ok(())
}

type Misplaced = Vec<(i64, i64, Row)>;

/// Shown facts that count although they are held, or the other way round, with the state they should have.
pub(crate) fn misplaced(conn: &Connection, holds: &Holds, of: (Kind, ImportId)) -> Result<Misplaced> {
    let (kind, import) = of;
    let table = kind.table();
    let Some((first, last)) = range(conn, import, table)? else {
        return Ok(Vec::new());
    };
    let sql = format!(
        "SELECT id, live, {} FROM {} WHERE id BETWEEN ?1 AND ?2 AND live > 0",
        table.list(),
        table.name
    );
    let mut query = conn.prepare_cached(&sql)?;
    let mut rows = query.query((first, last))?;
    let mut wrong = Vec::new();
    while let Some(row) = rows.next()? {
        let values: Row = (0..table.columns.len())
            .map(|at| row.get(at + 2))
            .collect::<Result<_, _>>()?;
        let state = if holds.is_held(kind, import, &values) {
            HELD
        } else {
            LIVE
        };
        if row.get::<_, i64>(1)? != state {
            wrong.push((row.get(0)?, state, values));
        }
    }
    Ok(wrong)
}

impl Book {
    /// What of each import is kept but not counted: by import, currency and measure.
    pub fn not_counted(&self) -> Result<Vec<(ImportId, MeasureTotal)>> {
        self.sum_held().map_err(|error| self.named(error))
    }

    fn sum_held(&self) -> Result<Vec<(ImportId, MeasureTotal)>> {
        let mut found = Vec::new();
        for import in Holds::read(&self.conn)?.imports() {
            for (kind, column, measure) in SUMMED {
                let Some((first, last)) = range(&self.conn, import, kind.table())? else {
                    continue;
                };
                let currency = if measure.is_money() { "currency" } else { "0" };
                let sql = format!(
                    "SELECT word.text, sum({column} >> 32), sum({column} & 0xffffffff), count(*) FROM {} AS fact
                     JOIN word ON word.id = {currency} WHERE fact.id BETWEEN ?1 AND ?2 AND live = {HELD}
                     AND {column} IS NOT NULL GROUP BY 1",
                    kind.table().name
                );
                let mut query = self.conn.prepare_cached(&sql)?;
                let mut rows = query.query((first, last))?;
                while let Some(row) = rows.next()? {
                    let currency = Currency::new(&row.get::<_, String>(0)?);
                    let scale = if measure.is_money() { currency.scale() } else { 0 };
                    let amount = Exact::new(joined(row.get(1)?, row.get(2)?), scale as u8).to_string();
                    let rows = row.get::<_, i64>(3)? as u64;
                    found.push((
                        import,
                        MeasureTotal {
                            currency,
                            measure,
                            amount,
                            rows,
                        },
                    ));
                }
            }
        }
        Ok(found)
    }
}

/// What is said of facts that do not count.
const SUMMED: [(Kind, &str, Measure); 5] = [
    (Kind::Charge, "billed", Measure::Billed),
    (Kind::Charge, "list", Measure::List),
    (Kind::Charge, "effective", Measure::Effective),
    (Kind::Charge, "estimated", Measure::Estimated),
    (Kind::Usage, "tokens", Measure::Tokens),
];
