//! By how much the sums of each month, vendor and currency have changed, taken from the changes to the roll-ups: so an
//! import can say what it changes without counting the book twice. Only what was written is counted.

use std::collections::BTreeMap;

use foldhash::HashMap;
use model::ImportId;
use rusqlite::Connection;

use super::{Key, Rollup, Sum, Tally, joined};
use crate::error::Result;

/// Month, vendor and currency, as numbers, and whether it is usage; usage has no currency.
pub(crate) type Place = (i64, i64, i64, bool);

/// How one place changed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Move {
    /// Facts more or fewer.
    pub(crate) facts: i64,
    /// Provisional facts more or fewer.
    pub(crate) provisional: i64,
    /// Facts of earlier imports that no longer count.
    pub(crate) replaced: i64,
    /// Sums in the order of the roll-up.
    pub(crate) sums: [Sum; 4],
}

impl Move {
    /// Adds another one (`sign` 1), or takes it away (-1).
    pub(crate) fn add(&mut self, other: &Self, sign: i64) {
        self.facts += other.facts * sign;
        self.provisional += other.provisional * sign;
        for (own, more) in self.sums.iter_mut().zip(&other.sums) {
            own.0 += more.0 * i128::from(sign);
            own.1 += more.1 * sign;
        }
    }
}

/// How every place changed.
#[derive(Default)]
pub(crate) struct Moved {
    /// The import under way.
    pub(crate) own: ImportId,
    pub(crate) places: HashMap<Place, Move>,
}

/// The roll-ups looked at: each fact is in exactly one of them.
pub(crate) const LOOKED_AT: [(&str, bool); 2] = [("charge_by_model", false), ("usage_by_model", true)];

impl Moved {
    /// Takes away what an import held that counts no more.
    pub(super) fn take_away(&mut self, held: BTreeMap<Place, Move>) {
        for (place, held) in held {
            let moved = self.places.entry(place).or_default();
            moved.add(&held, -1);
            moved.replaced += held.facts;
        }
    }

    pub(super) fn add(&mut self, rollup: &Rollup, changes: &[(Key, Tally)]) {
        let Some((_, is_usage)) = LOOKED_AT.iter().find(|(name, _)| *name == rollup.name) else {
            return;
        };
        let columns = rollup.key_columns();
        let at = |name: &str| columns.iter().position(|column| *column == name);
        let [month, provider, currency] = ["month", "provider", "currency"].map(|name| at(name).unwrap_or(0));
        for (key, tally) in changes {
            let currency = if *is_usage { 0 } else { key[currency] };
            let place = (key[month], key[provider], currency, *is_usage);
            let moved = self.places.entry(place).or_default();
            moved.facts += tally.facts;
            if at("provisional").is_some_and(|at| key[at] != 0) {
                moved.provisional += tally.facts;
            }
            if key[0] != self.own {
                moved.replaced -= tally.facts;
            }
            for (sum, own) in moved.sums.iter_mut().zip(&tally.sums) {
                sum.0 += own.0;
                sum.1 += own.1;
            }
        }
    }
}

/// What the book, or one import in it, holds by month, vendor and currency.
pub(crate) fn sums(conn: &Connection, import: Option<ImportId>) -> Result<BTreeMap<Place, Move>> {
    let of = import.map_or_else(String::new, |import| format!("WHERE import = {import}"));
    sums_where(conn, |_| of.clone())
}

/// What roll-ups hold by month, vendor and currency; of which of their rows is asked for each.
pub(super) fn sums_where(conn: &Connection, which: impl Fn(&str) -> String) -> Result<BTreeMap<Place, Move>> {
    let mut found: BTreeMap<_, Move> = BTreeMap::new();
    for (rollup, is_usage) in LOOKED_AT {
        let (measures, dims) = if is_usage {
            (["tokens", "requests", "estimated", "estimated"], "0, 0")
        } else {
            let measures = ["billed", "list", "effective", "estimated"];
            (measures, "currency, provisional")
        };
        let sums = measures.map(|name| format!("sum({name}_hi), sum({name}_lo), sum({name}_n)"));
        let of = which(rollup);
        let sql = format!(
            "SELECT month, provider, {dims}, sum(facts), {} FROM {rollup} {of} GROUP BY 1, 2, 3, 4",
            sums.join(", ")
        );
        let mut query = conn.prepare(&sql)?;
        let mut rows = query.query(())?;
        while let Some(row) = rows.next()? {
            let place = (row.get(0)?, row.get(1)?, row.get(2)?, is_usage);
            let (is_provisional, facts): (i64, i64) = (row.get(3)?, row.get(4)?);
            let held = found.entry(place).or_default();
            held.facts += facts;
            held.provisional += facts * is_provisional;
            for (at, sum) in held.sums.iter_mut().enumerate() {
                let base = 5 + at * 3;
                sum.0 += joined(row.get(base)?, row.get(base + 1)?);
                sum.1 += row.get::<_, i64>(base + 2)?;
            }
        }
    }
    Ok(found)
}

/// The first (`min`) or last (`max`) day of the facts of an import, as SQL. Read from the ends of the roll-ups' keys: at
/// once, however many rows there are.
pub(crate) fn end_of_import(end: &str) -> String {
    let order = if end == "min" { "ASC" } else { "DESC" };
    let ends = LOOKED_AT.map(|(rollup, _)| {
        format!(
            "SELECT * FROM (SELECT day FROM {rollup} r WHERE r.import = import.id AND day <> 0
             ORDER BY month {order}, day {order} LIMIT 1)"
        )
    });
    format!("(SELECT {end}(day) FROM ({}))", ends.join(" UNION ALL "))
}
