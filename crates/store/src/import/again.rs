//! Scopes that come again just as an earlier import delivered them: told by what is kept of each, so that their earlier rows
//! can be hidden and taken off the roll-ups together, without a look at any of them. Whatever is in doubt is looked at.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashSet};
use model::ImportId;
use rusqlite::Connection;

use super::ImportTx;
use super::scoped::{range, turn_scopes};
use crate::bulk::Bulk;
use crate::error::Result;
use crate::rollup::counts_just;
use crate::tables::{Kind, Row, TABLES, Table};
use crate::version::telling;

/// What an import delivered of one scope in one fact table and month.
#[derive(Clone, Copy)]
pub(super) struct ScopePart {
    kind: Kind,
    /// As the roll-ups have it; none in tables without.
    month: i64,
    facts: i64,
    /// The fingerprints of all facts together, whatever their order.
    telling: i64,
    first: i64,
    last: i64,
}

impl ScopePart {
    /// What two deliveries of the same have in common.
    fn what(&self) -> (Kind, i64, i64, i64) {
        (self.kind, self.month, self.facts, self.telling)
    }
}

/// What an import delivered, scope by scope.
type ByScope = HashMap<i64, Vec<ScopePart>>;

/// First and last row of each scope in a table.
type Ranges = HashMap<i64, (i64, i64)>;

/// Of this import: in the order of its claims.
#[derive(Default)]
pub(super) struct Parts(Vec<(i64, Vec<ScopePart>)>);

impl Parts {
    /// A scope is claimed.
    pub(super) fn claim(&mut self, scope: i64) {
        self.0.push((scope, Vec::new()));
    }

    /// Takes note of a fact of a claim: its table and month, its fingerprint and its row.
    pub(super) fn add(&mut self, claim: u32, (kind, month): (Kind, i64), (value, row): (i64, i64)) {
        let (_, parts) = &mut self.0[claim as usize];
        // Files mostly are in the order of days.
        let known = parts
            .iter_mut()
            .rev()
            .find(|part| (part.month, part.kind) == (month, kind));
        if let Some(part) = known {
            part.facts += 1;
            part.telling = part.telling.wrapping_add(value);
            part.last = row;
        } else {
            parts.push(ScopePart {
                kind,
                month,
                facts: 1,
                telling: value,
                first: row,
                last: row,
            });
        }
    }

    /// Writes what is known so far.
    pub(super) fn write(&self, conn: &Connection, import: ImportId) -> Result<()> {
        let columns = [
            "import", "scope", "kind", "month", "facts", "telling", "first", "last",
        ];
        let again = "ON CONFLICT DO UPDATE SET facts = excluded.facts, telling = excluded.telling, last = excluded.last";
        let mut rows = Bulk::new(conn, "scope_part", &columns, again)?;
        for (scope, part) in self
            .0
            .iter()
            .flat_map(|(scope, parts)| parts.iter().map(move |part| (scope, part)))
        {
            let (kind, month, facts, telling) = part.what();
            rows.write([
                import,
                *scope,
                kind as i64,
                month,
                facts,
                telling,
                part.first,
                part.last,
            ])?;
        }
        rows.flush()
    }

    fn of(&self, claim: u32) -> &[ScopePart] {
        &self.0[claim as usize].1
    }
}

/// What is kept of the earlier imports that were looked up.
#[derive(Default)]
pub(super) struct Kept(HashMap<ImportId, Option<ByScope>>);

impl Kept {
    /// Looks an import up: where the rows of its scopes lie, table by table, if that was not known yet.
    pub(super) fn look_up(&mut self, conn: &Connection, import: ImportId) -> Result<Option<Vec<Ranges>>> {
        if self.0.contains_key(&import) {
            return Ok(None);
        }
        let kept = read(conn, import)?;
        let lie = kept
            .as_ref()
            .map(|kept| TABLES.iter().map(|table| lie_in(table, kept)).collect());
        self.0.insert(import, kept);
        Ok(lie)
    }

    fn of(&self, import: ImportId) -> Option<&ByScope> {
        self.0.get(&import)?.as_ref()
    }
}

/// Where the rows of each scope lie in a table.
fn lie_in(table: &Table, kept: &ByScope) -> Ranges {
    let ranges = kept.iter().filter_map(|(scope, parts)| {
        let parts = parts.iter().filter(|part| part.kind == table.kind);
        let ranges = parts.map(|part| (part.first, part.last));
        Some((
            *scope,
            ranges.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))?,
        ))
    });
    ranges.collect()
}

/// What is kept of an import; nothing, unless it is of all its rows.
fn read(conn: &Connection, import: ImportId) -> Result<Option<ByScope>> {
    let mut kept = ByScope::default();
    let mut left = Vec::new();
    for table in TABLES {
        left.push(range(conn, import, table)?.map_or(0, |(first, last)| last - first + 1));
    }
    let mut query = conn.prepare_cached(
        "SELECT scope, kind, month, facts, telling, first, last FROM scope_part WHERE import = ?1
         ORDER BY scope, kind, month",
    )?;
    let mut rows = query.query([import])?;
    while let Some(row) = rows.next()? {
        let Some(table) = TABLES.get(usize::from(row.get::<_, u16>(1)?)) else {
            return Ok(None);
        };
        let part = ScopePart {
            kind: table.kind,
            month: row.get(2)?,
            facts: row.get(3)?,
            telling: row.get(4)?,
            first: row.get(5)?,
            last: row.get(6)?,
        };
        left[table.kind as usize] -= part.facts;
        kept.entry(row.get(0)?).or_default().push(part);
    }
    Ok(left.iter().all(|left| *left == 0).then_some(kept))
}

impl ImportTx<'_> {
    /// Whether scopes of an earlier import can be told to come again as they were: then they are hidden when all have come.
    pub(super) fn may_come_again(&self, before: ImportId) -> bool {
        !self.has_place() && self.scopes.kept.of(before).is_some() && !self.changes.holds.has(before)
    }

    /// Hides those of some scopes of an earlier import that come again just as they were and that have months to themselves;
    /// the others are left.
    pub(super) fn hide_again(&mut self, before: ImportId, scopes: &mut HashSet<i64>) -> Result<()> {
        let mut again = self.same(before, scopes);
        if again.is_empty() {
            return Ok(());
        }
        let conn = &self.book.conn;
        self.changes.write(conn)?;
        let months = retain_whole(conn, before, &mut again)?;
        if again.is_empty() {
            return Ok(());
        }
        scopes.retain(|scope| !again.contains_key(scope));
        let those = again.keys().copied().collect();
        for table in TABLES {
            if let Some(range) = self.scopes.extents.of(conn, before, table, &those)? {
                self.hidden += turn_scopes(conn, (table, range), &those, false)?;
            }
        }
        self.changes.forget_months(conn, before, &months)?;
        self.shapes.clear();
        for (scope, parts) in &again {
            let facts: i64 = parts.iter().map(|part| part.facts).sum();
            self.scopes.shown.again(*scope, facts as u64);
        }
        Ok(())
    }

    /// Those of some scopes of which this import has just what an earlier one delivered.
    fn same(&self, before: ImportId, scopes: &HashSet<i64>) -> ByScope {
        let Some(kept) = self.scopes.kept.of(before) else {
            return ByScope::default();
        };
        let both = scopes.iter().filter_map(|scope| {
            let mut own = self
                .scopes
                .parts
                .of(self.scopes.claimed.get(scope)?.number)
                .to_vec();
            own.sort_unstable_by_key(ScopePart::what);
            let is_same = own
                .iter()
                .map(ScopePart::what)
                .eq(kept.get(scope)?.iter().map(ScopePart::what));
            is_same.then_some((*scope, own))
        });
        both.collect()
    }
}

/// Leaves those scopes that are all that counts of their import in each of their months, and says which months those are.
fn retain_whole(conn: &Connection, import: ImportId, again: &mut ByScope) -> Result<Vec<(Kind, i64)>> {
    loop {
        let mut months: BTreeMap<(Kind, i64), i64> = BTreeMap::new();
        for part in again.values().flatten() {
            *months.entry((part.kind, part.month)).or_default() += part.facts;
        }
        let mut shared = BTreeSet::new();
        for (month, facts) in &months {
            if !counts_just(conn, import, *month, *facts)? {
                shared.insert(*month);
            }
        }
        if shared.is_empty() {
            return Ok(months.into_keys().collect());
        }
        again.retain(|_, parts| {
            parts
                .iter()
                .all(|part| !shared.contains(&(part.kind, part.month)))
        });
    }
}

/// A fingerprint of a row among the rows of all scopes and tables. Sums of it are kept: of another making, or of texts that
/// were numbered anew, it is another one, which costs a look at the rows.
pub(super) fn value_in(scope: i64, kind: Kind, row: &Row) -> i64 {
    let start = (scope as u64) << 8 | kind as u64;
    telling(kind, row).fold(start, |all, (place, value)| {
        // What is not stated is no value that is likely to be.
        let value = value.map_or(NOTHING, |value| value as u64);
        folded(all ^ value, ODD ^ (place as u64) << 32)
    }) as i64
}

const NOTHING: u64 = 0x2545_f491_4f6c_dd1d;
const ODD: u64 = 0x9e37_79b9_7f4a_7c15;

/// Both halves of a product, so that each bit tells on all others.
fn folded(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other);
    product as u64 ^ (product >> 64) as u64
}
