//! Roll-ups: sums by the dimensions that screens ask for, kept current by adding and taking away single facts.
//!
//! Everything in a roll-up can be taken away again, so an undo needs no recount. Sums are exact: they are kept as two
//! integers, `hi × 2^32 + lo`.

mod check;
mod moved;

pub(crate) use check::disagreeing;
pub(crate) use moved::{LOOKED_AT, Move, Moved, Place, end_of_import, sums};

use foldhash::HashMap;
use rusqlite::Connection;

use crate::bulk::Bulk;
use crate::days;
use crate::digest::digest;
use crate::error::Result;
use crate::groups::listed;
use crate::hold::Holds;
use crate::tables::{Kind, Row, Table};
use model::{Grain, ImportId, TokenClass};

/// One roll-up of a fact table: by import, month and day, then `dims`.
pub(crate) struct Rollup {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) dims: &'static [&'static str],
    pub(crate) sums: &'static [Summed],
}

/// One sum of a roll-up.
pub(crate) struct Summed {
    /// How its columns begin.
    pub(crate) name: &'static str,
    /// The column of the facts.
    column: &'static str,
    /// Of these classes of token only; of all, if there are none.
    classes: &'static [TokenClass],
}

/// The sum of a whole column.
const fn all(name: &'static str) -> Summed {
    Summed {
        name,
        column: name,
        classes: &[],
    }
}

/// The tokens of some classes.
const fn tokens(name: &'static str, classes: &'static [TokenClass]) -> Summed {
    Summed {
        name,
        column: "tokens",
        classes,
    }
}

const MONEY: &[Summed] = &[
    all("billed"),
    all("list"),
    all("effective"),
    all("estimated"),
    all("quantity"),
];
const USED: &[Summed] = &[all("tokens"), all("requests"), all("estimated")];
/// Most sums of a roll-up.
const WIDEST: usize = 6;
/// Most columns of its key.
const LONGEST: usize = 13;
/// What makes a row unique, in the order of the key's columns; the rest is 0.
type Key = [i64; LONGEST];

/// What people used, by day.
pub(crate) const USAGE_BY_PERSON: Rollup = Rollup {
    name: "usage_by_person",
    kind: Kind::Usage,
    dims: &[
        "provider",
        "tool",
        "who",
        "until",
        "automated",
        "active_days",
        "currency",
    ],
    sums: &[
        all("tokens"),
        all("requests"),
        all("estimated"),
        tokens("input", &[TokenClass::Input, TokenClass::CacheWrite]),
        tokens("cached", &[TokenClass::CacheRead]),
        tokens("output", &[TokenClass::Output]),
    ],
};

/// Every roll-up; a query takes the first that has all it asks for.
pub(crate) const ROLLUPS: &[Rollup] = &[
    Rollup {
        name: "charge_by_model",
        kind: Kind::Charge,
        dims: &[
            "provider",
            "account",
            "service",
            "model",
            "token_class",
            "tool",
            "category",
            "currency",
            "unit",
            "provisional",
        ],
        sums: MONEY,
    },
    Rollup {
        name: "charge_by_project",
        kind: Kind::Charge,
        dims: &[
            "provider",
            "account",
            "project",
            "cost_centre",
            "who",
            "category",
            "currency",
            "unit",
            "provisional",
        ],
        sums: MONEY,
    },
    Rollup {
        name: "usage_by_model",
        kind: Kind::Usage,
        dims: &[
            "provider",
            "tool",
            "model",
            "token_class",
            "terms",
            "project",
            "currency",
        ],
        sums: USED,
    },
    USAGE_BY_PERSON,
];

const _: () = {
    let mut at = 0;
    while at < ROLLUPS.len() {
        assert!(ROLLUPS[at].dims.len() + 3 <= LONGEST && ROLLUPS[at].sums.len() <= WIDEST);
        at += 1;
    }
};

impl Summed {
    fn place(&self, kind: Kind) -> (usize, &'static [TokenClass]) {
        (kind.table().column(self.column), self.classes)
    }
}

impl Rollup {
    /// Whether it has a sum of a whole column.
    pub(crate) fn has(&self, column: &str) -> bool {
        self.sums.iter().any(|sum| sum.name == column)
    }

    /// The columns that make a row of the roll-up unique.
    fn key_columns(&self) -> Vec<&'static str> {
        ["import", "month", "day"]
            .into_iter()
            .chain(self.dims.iter().copied())
            .collect()
    }

    fn sum_columns(&self) -> Vec<String> {
        let parts = self
            .sums
            .iter()
            .flat_map(|sum| ["hi", "lo", "n"].map(|part| format!("{}_{part}", sum.name)));
        std::iter::once("facts".to_owned()).chain(parts).collect()
    }

    /// Where changes are added to what is there.
    fn upsert<'c>(&self, conn: &'c Connection) -> Result<Bulk<'c, i64>> {
        let (keys, sums) = (self.key_columns(), self.sum_columns());
        let adds: Vec<String> = sums
            .iter()
            .map(|sum| format!("{sum} = {sum} + excluded.{sum}"))
            .collect();
        let add = format!(
            "ON CONFLICT ({}) DO UPDATE SET {}",
            keys.join(", "),
            adds.join(", ")
        );
        let columns: Vec<&str> = keys.into_iter().chain(sums.iter().map(String::as_str)).collect();
        Bulk::new(conn, self.name, &columns, &add)
    }
}

/// A sum and how many facts carry it.
pub(crate) type Sum = (i128, i64);

#[derive(Clone, Default)]
struct Tally {
    facts: i64,
    sums: [Sum; WIDEST],
}

/// The changes to one roll-up not yet written.
struct Pending {
    rollup: &'static Rollup,
    dims: Vec<usize>,
    /// Where each sum stands in a row, and the classes of token it is of.
    sums: Vec<(usize, &'static [TokenClass])>,
    /// Where the class of token stands.
    class: usize,
    changes: Groups,
}

/// Groups of a roll-up, in the order in which they came.
#[derive(Default)]
struct Groups {
    places: HashMap<u128, u32>,
    all: Vec<(Key, Tally)>,
}

impl Groups {
    fn get(&self, key: &Key) -> Option<&Tally> {
        let place = *self.places.get(&digest(key))?;
        Some(&self.all[place as usize].1)
    }

    fn tally(&mut self, key: &Key) -> &mut Tally {
        let next = self.all.len() as u32;
        let place = *self.places.entry(digest(key)).or_insert(next);
        if place == next {
            self.all.push((*key, Tally::default()));
        }
        &mut self.all[place as usize].1
    }
}

/// The changes to all roll-ups not yet written.
pub(crate) struct Changes {
    /// What is set aside; a row that is shown counts only if it is not.
    pub(crate) holds: Holds,
    pending: Vec<Pending>,
    /// The last day met, and its month.
    month: (i64, i64),
    moved: Moved,
    /// Whether facts of other imports count no more, or again.
    has_touched_others: bool,
}

/// More groups than this are written out early: memory stays bounded.
const MOST_PENDING: usize = 200_000;

impl Changes {
    pub(crate) fn new() -> Self {
        let pending = ROLLUPS.iter().map(|rollup| Pending {
            rollup,
            dims: rollup.kind.table().positions(rollup.dims),
            sums: rollup.sums.iter().map(|sum| sum.place(rollup.kind)).collect(),
            class: rollup.kind.table().column("token_class"),
            changes: Groups::default(),
        });
        Self {
            holds: Holds::default(),
            pending: pending.collect(),
            month: (0, 0),
            moved: Moved::default(),
            has_touched_others: false,
        }
    }

    /// From here on the changes of one import, which knows what is set aside and says what it moves.
    pub(crate) fn of_import(mut self, conn: &Connection, import: ImportId) -> Result<Self> {
        self.holds = Holds::read(conn)?;
        self.moved.own = import;
        Ok(self)
    }

    /// Adds one fact (`sign` 1) or takes one away (-1).
    pub(crate) fn count(&mut self, kind: Kind, import: ImportId, row: &Row, sign: i8) {
        let table = kind.table();
        self.has_touched_others |= import != self.moved.own;
        let month = self.month(kind, row);
        let pendings = self
            .pending
            .iter_mut()
            .filter(|pending| pending.rollup.kind == kind);
        for pending in pendings {
            let mut key = [0; LONGEST];
            key[..3].copy_from_slice(&[import, month, row[DAY].unwrap_or(0)]);
            for (part, at) in key[3..].iter_mut().zip(&pending.dims) {
                *part = row[*at].unwrap_or(0);
            }
            let tally = pending.changes.tally(&key);
            tally.facts += i64::from(sign);
            let class = listed(TokenClass::ALL, row[pending.class].unwrap_or_default());
            for (sum, (at, classes)) in tally.sums.iter_mut().zip(&pending.sums) {
                if !classes.is_empty() && !class.is_some_and(|class| classes.contains(&class)) {
                    continue;
                }
                if let Some(value) = carried(table, row, *at) {
                    sum.0 += i128::from(value) * i128::from(sign);
                    sum.1 += i64::from(sign);
                }
            }
        }
    }

    /// The month in which roll-ups have a fact; 0 for those that no roll-up has.
    pub(crate) fn month(&mut self, kind: Kind, row: &Row) -> i64 {
        if !self.pending.iter().any(|pending| pending.rollup.kind == kind) {
            return 0;
        }
        let day = row[DAY].unwrap_or(0);
        if self.month.0 != day {
            self.month = (day, month_of(day));
        }
        self.month.1
    }

    /// Whether enough has gathered to write it out.
    pub(crate) fn is_full(&self) -> bool {
        self.pending
            .iter()
            .any(|pending| pending.changes.all.len() >= MOST_PENDING)
    }

    /// Writes all changes; whether there were any.
    pub(crate) fn write(&mut self, conn: &Connection) -> Result<bool> {
        let mut has_any = false;
        for pending in self
            .pending
            .iter_mut()
            .filter(|pending| !pending.changes.all.is_empty())
        {
            let changes = std::mem::take(&mut pending.changes).all;
            self.moved.add(pending.rollup, &changes);
            write_changes(conn, pending.rollup, changes)?;
            has_any = true;
        }
        Ok(has_any)
    }

    /// Forgets everything of one import, after all changes were written.
    pub(crate) fn forget(&mut self, conn: &Connection, import: ImportId) -> Result<()> {
        self.has_touched_others = true;
        self.moved.take_away(sums(conn, Some(import))?);
        for rollup in ROLLUPS {
            let sql = format!("DELETE FROM {} WHERE import = ?1", rollup.name);
            conn.execute(&sql, [import])?;
        }
        Ok(())
    }

    /// Forgets some months of one import by kind of fact, after all changes were written.
    pub(crate) fn forget_months(
        &mut self,
        conn: &Connection,
        import: ImportId,
        months: &[(Kind, i64)],
    ) -> Result<()> {
        self.has_touched_others = true;
        let those = |rollup: &Rollup| {
            let own = months.iter().filter(|(kind, _)| *kind == rollup.kind);
            let own: Vec<String> = own.map(|(_, month)| month.to_string()).collect();
            format!("WHERE import = {import} AND month IN ({})", own.join(", "))
        };
        let named = |name: &str| ROLLUPS.iter().find(|rollup| rollup.name == name);
        let held = moved::sums_where(conn, |name| named(name).map_or_else(String::new, those))?;
        self.moved.take_away(held);
        for rollup in ROLLUPS {
            conn.execute(&format!("DELETE FROM {} {}", rollup.name, those(rollup)), ())?;
        }
        Ok(())
    }

    /// Whether facts of other imports count no more, or again.
    pub(crate) fn has_touched_others(&self) -> bool {
        self.has_touched_others
    }

    /// By how much sums have changed so far, of what was written.
    pub(crate) fn moved(&self) -> &Moved {
        &self.moved
    }
}

/// Whether just so many facts of an import count in a month, as every roll-up of their kind says.
pub(crate) fn counts_just(
    conn: &Connection,
    import: ImportId,
    (kind, month): (Kind, i64),
    facts: i64,
) -> Result<bool> {
    for rollup in ROLLUPS.iter().filter(|rollup| rollup.kind == kind) {
        let sql = format!(
            "SELECT coalesce(sum(facts), 0) FROM {} WHERE import = ?1 AND month = ?2",
            rollup.name
        );
        let counted: i64 = conn
            .prepare_cached(&sql)?
            .query_row((import, month), |row| row.get(0))?;
        if counted != facts {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Position of `day` in both tables that have roll-ups.
const DAY: usize = 0;

/// A row's amount; `None` where it is missing, or zero because a seat covers it.
pub(crate) fn carried(table: &Table, row: &Row, at: usize) -> Option<i64> {
    let value = row[at]?;
    let is_covered = table.kind == Kind::Charge && value == 0 && row[COVERED] == Some(1);
    (!is_covered).then_some(value)
}

/// Position of `covered` among the charge's columns.
pub(crate) const COVERED: usize = 20;

/// First day of the month of a day.
pub(crate) fn month_of(day: i64) -> i64 {
    days::day(day).map_or(0, |day| days::number(Grain::Month.start(day)))
}

fn write_changes(conn: &Connection, rollup: &Rollup, mut changes: Vec<(Key, Tally)>) -> Result<()> {
    let keys = rollup.key_columns().len();
    changes.sort_unstable_by_key(|(key, _)| *key);
    let mut upsert = rollup.upsert(conn)?;
    let mut has_removed = false;
    for (key, tally) in &changes {
        has_removed |= tally.facts <= 0;
        let sums = tally.sums[..rollup.sums.len()].iter();
        let sums = sums.flat_map(|(sum, n)| [(sum >> 32) as i64, (sum & 0xffff_ffff) as i64, *n]);
        upsert.write(key[..keys].iter().copied().chain([tally.facts]).chain(sums))?;
    }
    upsert.flush()?;
    if has_removed {
        conn.execute(&format!("DELETE FROM {} WHERE facts = 0", rollup.name), ())?;
    }
    Ok(())
}

/// A sum from its two stored integers.
pub(crate) fn joined(hi: i64, lo: i64) -> i128 {
    (i128::from(hi) << 32) + i128::from(lo)
}
