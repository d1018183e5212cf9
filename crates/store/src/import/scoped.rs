//! Overlap by scope: `snapshot` and `period`. The newest import that delivers a scope replaces it as a whole.
//!
//! Rows of one file are all kept, twins too. Which of them a re-delivery repeats is told by their values, whatever
//! their order. A scope may name its window as `…FROM..TO…`; two windows of one family may be equal or apart, never
//! overlap in part.

use std::mem;

use foldhash::{HashMap, HashSet};
use model::{ImportId, Outcome, Overlap, Period};
use rusqlite::{Connection, OptionalExtension};

use super::ImportTx;
use super::again::{Kept, Parts, value_in};
use super::extent::Extents;
use super::left_out::{Cover, LeftOut};
use crate::error::{Result, StoreError};
use crate::hold;
use crate::rollup::Changes;
use crate::tables::{Encoded, Kind, Row, TABLES, Table};
use crate::version::{HIDDEN, LIVE, Place};
use crate::wide::each_row;

/// The scopes of this import, and what it brings for those that an earlier import delivered.
#[derive(Default)]
pub(super) struct Scopes {
    pub(super) claimed: HashMap<i64, Claim>,
    /// What it has of them, and what earlier imports had.
    pub(super) parts: Parts,
    pub(super) kept: Kept,
    /// Whether earlier imports of the source delivered any scope.
    has_earlier: bool,
    /// Then its facts in their order.
    own: Vec<Own>,
    /// The file's row that came last, and how many there were.
    last: (u16, u64),
    rows: u32,
    /// What the file has of each claimed scope, beside what was there before.
    covers: Vec<Cover>,
    /// Scopes that were taken over of which the earlier rows are still shown, and how many facts came since the first.
    waiting: HashMap<ImportId, HashSet<i64>>,
    waited: u32,
    pub(super) extents: Extents,
    /// What was shown before for its scopes, once that is hidden.
    pub(super) shown: Shown,
    met: Option<Met>,
}

/// Who delivered a scope before, and the number of the scope among the claims.
#[derive(Clone, Copy)]
pub(super) struct Claim {
    before: Option<ImportId>,
    pub(super) number: u32,
}

/// A fact of this import: its values in short, its scope among the claims, its row.
struct Own {
    value: i64,
    scope: u32,
    row: u32,
}

/// How the rows of an import met those that were shown before: how many repeat one, and how many take the place of one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Met {
    /// Rows that the book has already, with the same values.
    pub repeated: u64,
    /// Rows that take the place of others.
    pub replaced: u64,
}

impl Scopes {
    /// Nothing is claimed yet.
    pub(super) fn new(conn: &Connection, source: i64) -> Result<Self> {
        let sql = "SELECT EXISTS (SELECT 1 FROM scope_claim WHERE source = ?1)";
        Ok(Self {
            has_earlier: conn.prepare_cached(sql)?.query_row([source], |row| row.get(0))?,
            ..Self::default()
        })
    }

    /// The claimed scopes.
    pub(super) fn claimed(&self) -> impl Iterator<Item = i64> {
        self.claimed.keys().copied()
    }

    /// Who delivered the claimed scopes before.
    pub(super) fn owners(&self) -> impl Iterator<Item = ImportId> {
        self.claimed.values().filter_map(|claim| claim.before)
    }

    /// How the rows met what was there, once all are put and that is hidden.
    pub(super) fn met(&mut self) -> Met {
        *self
            .met
            .get_or_insert_with(|| mem::take(&mut self.shown).meet(&self.claimed, &mem::take(&mut self.own)))
    }

    /// What earlier deliveries have and this one has nothing of, once all rows are put and those are hidden.
    fn left_out(&self) -> Vec<LeftOut> {
        let claims = self.claimed.values();
        let left_out = claims.filter_map(|claim| self.covers[claim.number as usize].left_out(claim.before?));
        LeftOut::joined(left_out)
    }

    /// Takes note of a fact. Those of new scopes count, too: a row repeats another only as a whole.
    fn note(&mut self, value: i64, claim: Claim, (table, row): (u16, u64)) {
        if self.rows == 0 || self.last != (table, row) {
            self.last = (table, row);
            self.rows += 1;
        }
        self.own.push(Own {
            value,
            scope: claim.number,
            row: self.rows,
        });
    }
}

impl ImportTx<'_> {
    /// Every row counts as kept here; how many of them repeat or replace something is known only in the end.
    pub(super) fn put_scoped(&mut self, encoded: &Encoded, row: &Row) -> Result<Outcome> {
        let claim = self.claim(encoded.scope)?;
        let id = self.insert(encoded, row, true)?;
        let value = value_in(encoded.scope, encoded.kind, row);
        let month = self.changes.month(encoded.kind, row);
        self.scopes
            .parts
            .add(claim.number, (encoded.kind, month), (value, id));
        if self.scopes.has_earlier {
            let origin = (encoded.origin.table, encoded.origin.row);
            self.scopes.note(value, claim, origin);
            if claim.before.is_some() {
                self.scopes.covers[claim.number as usize].own(encoded.kind, row);
                self.hide_meanwhile()?;
            }
        }
        Ok(Outcome::Kept)
    }

    /// The first fact of a scope takes it over from the import that delivered it before.
    fn claim(&mut self, scope: i64) -> Result<Claim> {
        if let Some(known) = self.scopes.claimed.get(&scope) {
            return Ok(*known);
        }
        let conn = &self.book.conn;
        if self.overlap == Overlap::Snapshot {
            refuse_partial_overlap(conn, self.source, scope)?;
        }
        let claim = Claim {
            before: owner_before(conn, (self.source, scope), self.place)?,
            number: self.scopes.claimed.len() as u32,
        };
        if let Some(before) = claim.before {
            if let Some(lie) = self.scopes.kept.look_up(conn, before)? {
                self.scopes.extents.know(before, lie);
            }
            if self.scopes.waiting.is_empty() {
                self.scopes.waited = 0;
            }
            self.scopes.waiting.entry(before).or_default().insert(scope);
        }
        self.scopes.claimed.insert(scope, claim);
        self.scopes.covers.push(Cover::default());
        self.scopes.parts.claim(scope);
        conn.prepare_cached("INSERT INTO scope_claim (source, scope, import) VALUES (?1, ?2, ?3)")?
            .execute((self.source, scope, self.id))?;
        Ok(claim)
    }

    /// What earlier deliveries of the same scopes have and this one has nothing of: it may be another part of a month, not
    /// the month anew. All facts must have been put.
    pub fn left_out(&mut self) -> Result<Vec<LeftOut>> {
        self.settle().map_err(|error| self.book.named(error))?;
        Ok(self.scopes.left_out())
    }

    /// Hides earlier rows while the file is still being read, where that does not visit rows again and again: at the end
    /// nothing else would go on.
    fn hide_meanwhile(&mut self) -> Result<()> {
        self.scopes.waited += 1;
        if self.scopes.waited < TOGETHER || self.scopes.waiting.is_empty() {
            return Ok(());
        }
        self.scopes.waited = 0;
        for (before, scopes) in mem::take(&mut self.scopes.waiting) {
            let waits = self.may_come_again(before);
            if !waits && self.scopes.extents.afford(&self.book.conn, before, &scopes)? {
                self.hide(before, &scopes)?;
            } else {
                self.scopes.waiting.insert(before, scopes);
            }
        }
        Ok(())
    }

    /// Hides what earlier imports delivered for the scopes of this one, and remembers what that was.
    pub(super) fn hide_replaced(&mut self) -> Result<()> {
        for (before, mut scopes) in mem::take(&mut self.scopes.waiting) {
            if self.may_come_again(before) {
                self.hide_again(before, &mut scopes)?;
            }
            if !scopes.is_empty() {
                self.hide(before, &scopes)?;
            }
        }
        Ok(())
    }

    fn hide(&mut self, before: ImportId, scopes: &HashSet<i64>) -> Result<()> {
        let own = &mut self.scopes;
        let mut count = |kind, scope, row: &Row| {
            own.shown.add(value_in(scope, kind, row), scope);
            own.covers[own.claimed[&scope].number as usize].earlier(kind, row);
        };
        let conn = &self.book.conn;
        let extent = |table: &Table| own.extents.of(conn, before, table, scopes);
        self.hidden += show_scopes(
            conn,
            &mut self.changes,
            (before, scopes),
            false,
            extent,
            &mut count,
        )?;
        Ok(())
    }
}

/// Facts of a file within which scopes that are taken over together mostly begin, as those of a month do.
const TOGETHER: u32 = if cfg!(test) { 10 } else { 10_000 };

/// What was shown before for the scopes of an import.
#[derive(Default)]
pub(super) struct Shown {
    /// How often a fact of these values is there.
    values: HashMap<i64, u32>,
    /// Facts by scope.
    facts: HashMap<i64, u64>,
    /// Scopes of which the import has every fact, so that their values are not told.
    again: HashSet<i64>,
}

/// What was shown of a scope and is not repeated so far, and what is new.
#[derive(Clone, Copy, Default)]
struct Standing {
    left: u64,
    new: u64,
    had_any: bool,
    is_again: bool,
}

impl Shown {
    fn add(&mut self, value: i64, scope: i64) {
        *self.values.entry(value).or_default() += 1;
        *self.facts.entry(scope).or_default() += 1;
    }

    /// Takes note of a scope of which the import has every fact.
    pub(super) fn again(&mut self, scope: i64, facts: u64) {
        self.facts.insert(scope, facts);
        self.again.insert(scope);
    }

    /// Whether a fact of a scope was shown, and nothing has repeated it yet.
    fn knows(&mut self, value: i64, scope: Standing) -> bool {
        if scope.is_again {
            return scope.left > 0;
        }
        let Some(count @ 1..) = self.values.get_mut(&value).filter(|_| scope.had_any) else {
            return false;
        };
        *count -= 1;
        true
    }

    /// Holds the facts of an import against what was shown. A row that says something new takes the place of a fact of its
    /// scope that nothing repeats, as long as there are any.
    fn meet(mut self, claimed: &HashMap<i64, Claim>, own: &[Own]) -> Met {
        let mut numbered = vec![Standing::default(); claimed.len()];
        for (scope, claim) in claimed {
            let left = self.facts.get(scope).copied().unwrap_or(0);
            numbered[claim.number as usize] = Standing {
                left,
                new: 0,
                had_any: left > 0,
                is_again: self.again.contains(scope),
            };
        }
        let mut met = Met::default();
        for row in own.chunk_by(|one, next| one.row == next.row) {
            let mut new = None;
            for fact in row {
                let scope = &mut numbered[fact.scope as usize];
                if self.knows(fact.value, *scope) {
                    scope.left = scope.left.saturating_sub(1);
                } else if new.replace(fact.scope) != Some(fact.scope) {
                    scope.new += 1;
                }
            }
            met.repeated += u64::from(new.is_none());
        }
        met.replaced = numbered.iter().map(|scope| scope.left.min(scope.new)).sum();
        met
    }
}

/// The live import that delivered a scope last.
pub(crate) fn owner(conn: &Connection, source: i64, scope: i64) -> Result<Option<ImportId>> {
    owner_before(conn, (source, scope), (ImportId::MAX, 0))
}

/// The live import that delivered a scope last before a place in the order of deliveries.
fn owner_before(conn: &Connection, (source, scope): (i64, i64), place: Place) -> Result<Option<ImportId>> {
    let last = "SELECT claim.import FROM scope_claim claim JOIN import i ON i.id = claim.import
                WHERE claim.source = ?1 AND scope = ?2 AND (coalesce(i.place, i.id), i.id) < (?3, ?4)
                ORDER BY coalesce(i.place, i.id) DESC, i.id DESC LIMIT 1";
    let mut query = conn.prepare_cached(last)?;
    let found = query.query_row((source, scope, place.0, place.1), |row| row.get(0));
    Ok(found.optional()?)
}

/// Shows or hides all rows that one import delivered for some scopes, which lie within some extent, and visits those that count or did; returns how
/// many are shown or hidden.
pub(crate) fn show_scopes(
    conn: &Connection,
    changes: &mut Changes,
    (import, scopes): (ImportId, &HashSet<i64>),
    live: bool,
    extent: impl Fn(&Table) -> Result<Option<(i64, i64)>>,
    visit: &mut dyn FnMut(Kind, i64, &Row),
) -> Result<u64> {
    let mut total = 0;
    let (counted, sign) = if live { (HIDDEN, 1) } else { (LIVE, -1) };
    for table in TABLES {
        let Some(range) = extent(table)? else {
            continue;
        };
        for those in listed(scopes) {
            // What is set aside is shown, but not counted.
            let counted = format!("{those} AND live = {counted}");
            each_row(conn, (table, &counted), range, &mut |scope, row| {
                changes.count(table.kind, import, row, sign);
                visit(table.kind, scope, row);
            })?;
        }
        total += turn_scopes(conn, (table, range), scopes, live)?;
    }
    if live {
        hold::settle(conn, changes, import)?;
    }
    Ok(total)
}

/// Shows or hides the rows of some scopes within some extent of a table; the caller counts.
pub(super) fn turn_scopes(
    conn: &Connection,
    (table, range): (&Table, (i64, i64)),
    scopes: &HashSet<i64>,
    live: bool,
) -> Result<u64> {
    let mut total = 0;
    let (from, to) = if live { ("= 0", LIVE) } else { ("<> 0", HIDDEN) };
    for those in listed(scopes) {
        // Without a way back for this statement alone, which would keep a copy of every page: who fails drops it all.
        let sql = format!(
            "UPDATE OR ROLLBACK {} SET live = {to} WHERE {those} AND live {from}",
            table.rows()
        );
        total += conn.execute(&sql, range)? as u64;
    }
    Ok(total)
}

/// Rows of some scopes in an extent, as SQL.
fn listed(scopes: &HashSet<i64>) -> Vec<String> {
    let all: Vec<String> = scopes.iter().map(i64::to_string).collect();
    let those = |some: &[String]| format!("id BETWEEN ?1 AND ?2 AND scope IN ({})", some.join(", "));
    all.chunks(MOST_LISTED).map(those).collect()
}

/// Numbers that one statement lists.
const MOST_LISTED: usize = 10_000;

/// First and last row of an import in a table.
pub(crate) fn range(conn: &Connection, import: ImportId, table: &Table) -> Result<Option<(i64, i64)>> {
    let sql = "SELECT first, last FROM import_range WHERE import = ?1 AND kind = ?2";
    let found = conn
        .prepare_cached(sql)?
        .query_row((import, table.kind as i64), |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found)
}

fn refuse_partial_overlap(conn: &Connection, source: i64, scope: i64) -> Result<()> {
    let text: String = conn.query_row("SELECT text FROM word WHERE id = ?1", [scope], |row| row.get(0))?;
    let Some((family, window)) = split_window(&text) else {
        return Ok(());
    };
    let mut query = conn.prepare_cached(
        "SELECT text, import FROM scope_claim JOIN word ON word.id = scope WHERE source = ?1 AND scope <> ?2",
    )?;
    let mut rows = query.query((source, scope))?;
    while let Some(row) = rows.next()? {
        let other: String = row.get(0)?;
        let clash = split_window(&other).filter(|(kin, days)| *kin == family && days.overlaps(&window));
        if let Some((_, days)) = clash {
            return Err(StoreError::WindowOverlap {
                window: spoken(window),
                other: spoken(days),
                import: row.get(1)?,
            });
        }
    }
    Ok(())
}

fn spoken(window: Period) -> String {
    format!("{} to {} (exclusive)", window.from, window.to)
}

/// A scope's text without its window `2026-09-01..2026-09-29`, and the window.
fn split_window(scope: &str) -> Option<(String, Period)> {
    let dots = scope.match_indices("..").find_map(|(at, _)| {
        let from = scope.get(at.checked_sub(10)?..at)?.parse().ok()?;
        let to = scope.get(at + 2..at + 12)?.parse().ok()?;
        Some((at, Period::new(from, to)))
    });
    dots.map(|(at, window)| (format!("{}|{}", &scope[..at - 10], &scope[at + 12..]), window))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_found_in_a_scope_and_leaves_the_family() {
        let (family, window) = split_window("org-a|2026-09-01..2026-09-29").expect("a window");
        assert_eq!((family.as_str(), window.days()), ("org-a||", 28));
        assert!(split_window("é..2026").is_none());
        assert!(split_window("2026-09").is_none());
    }
}
