//! Versions: which import brought which value for a key, and which of them is shown.

use std::sync::LazyLock;

use model::{ImportId, Key, Overlap};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, ToSql, params_from_iter};

use crate::bulk::Bulk;
use crate::error::Result;
use crate::rollup::Changes;
use crate::tables::{Kind, Row, TABLES};

/// What one import brought for one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Version {
    pub(crate) import: ImportId,
    /// Row in the fact table.
    pub(crate) id: i64,
    /// Fingerprint of the values.
    pub(crate) value: i64,
}

/// Keys of one format and one fact table. Books of the first version left room for eight tables; the later ones count
/// downwards from zero, so that no stored key has to be written again.
pub(crate) fn family(source: i64, kind: Kind) -> i64 {
    match kind as i64 {
        early @ 0..8 => source * 8 + early,
        later => -(source * 64 + later),
    }
}

/// A place in the order of deliveries, and the import that is there; of two at one place the later number comes after.
pub(crate) type Place = (ImportId, ImportId);

/// Orders facts by the place of their import.
pub(crate) const BY_PLACE: &str = "(SELECT coalesce(i.place, i.id) FROM import i WHERE i.id = import)";

/// The place of an import.
pub(crate) fn place(conn: &Connection, import: ImportId) -> Result<Place> {
    let sql = "SELECT coalesce(place, id), id FROM import WHERE id = ?1";
    let place = conn
        .prepare_cached(sql)?
        .query_row([import], |row| Ok((row.get(0)?, row.get(1)?)));
    Ok(place?)
}

/// All versions of a key, in the order of deliveries.
pub(crate) fn versions(conn: &Connection, family: i64, key: Key) -> Result<Vec<Version>> {
    let mut query = conn.prepare_cached(
        "SELECT import, id, value FROM version WHERE family = ?1 AND key = ?2 ORDER BY import",
    )?;
    let rows = query.query_map((family, key.bytes()), |row| {
        Ok(Version {
            import: row.get(0)?,
            id: row.get(1)?,
            value: row.get(2)?,
        })
    })?;
    in_order(conn, rows.collect::<Result<_, _>>()?)
}

/// Versions in the order of deliveries.
pub(crate) fn in_order(conn: &Connection, versions: Vec<Version>) -> Result<Vec<Version>> {
    if versions.len() < 2 {
        return Ok(versions);
    }
    let placed = versions.into_iter();
    let placed = placed.map(|version| Ok((place(conn, version.import)?, version)));
    let mut placed: Vec<_> = placed.collect::<Result<_>>()?;
    placed.sort_unstable_by_key(|(place, _)| *place);
    Ok(placed.into_iter().map(|(_, version)| version).collect())
}

/// The version to show: the newest value, as its first deliverer wrote it (later identical ones are duplicates).
pub(crate) fn shown(overlap: Overlap, versions: impl IntoIterator<Item = Version>) -> Option<Version> {
    versions.into_iter().reduce(|shown, next| {
        if takes_over(overlap, shown.value, next.value) {
            next
        } else {
            shown
        }
    })
}

/// Whether a later value hides an earlier one.
pub(crate) fn takes_over(overlap: Overlap, earlier: i64, later: i64) -> bool {
    match overlap {
        Overlap::Largest => later > earlier,
        _ => later != earlier,
    }
}

/// How much a line of usage states, as a number to compare: tokens, then whether it claims a cost, then the earlier
/// day. Other facts all state the same.
pub(crate) fn rank(kind: Kind, row: &Row) -> i64 {
    const MOST_TOKENS: i64 = (1 << 40) - 1;
    const LAST_DAY: i64 = 0xffff;
    if kind != Kind::Usage {
        return 0;
    }
    let value = |column| row[kind.table().column(column)].unwrap_or(0);
    let tokens = value("tokens").clamp(0, MOST_TOKENS);
    let costs = i64::from(value("estimated") != 0);
    tokens << 17 | costs << 16 | (LAST_DAY - value("day").clamp(0, LAST_DAY))
}

/// Writes versions, one after the other.
pub(crate) struct Writer<'c>(Bulk<'c, Value>);

impl<'c> Writer<'c> {
    /// Of keys of which the import has written none yet.
    pub(crate) fn first(conn: &'c Connection) -> Result<Self> {
        Self::new(conn, "")
    }

    /// Of which a later one of the same import takes the place of the one before.
    pub(crate) fn latest(conn: &'c Connection) -> Result<Self> {
        Self::new(
            conn,
            "ON CONFLICT DO UPDATE SET id = excluded.id, value = excluded.value",
        )
    }

    fn new(conn: &'c Connection, twice: &str) -> Result<Self> {
        let columns = ["family", "key", "import", "id", "value"];
        Ok(Self(Bulk::new(conn, "version", &columns, twice)?))
    }

    /// Takes one.
    pub(crate) fn write(&mut self, family: i64, key: Key, version: Version) -> Result<()> {
        let [import, id, value] = [version.import, version.id, version.value].map(Value::Number);
        self.0
            .write([Value::Number(family), Value::Key(key.bytes()), import, id, value])
    }

    /// Has all that were taken in the book.
    pub(crate) fn finish(mut self) -> Result<()> {
        self.0.flush()
    }
}

/// A value of a version.
#[derive(Clone, Copy, PartialEq)]
enum Value {
    Number(i64),
    Key([u8; 16]),
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Number(number) => (*number).into(),
            Self::Key(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}

/// Columns that an older version did not have: where they say nothing, they are no part of a fingerprint, so that a row
/// that was kept without them is the same row.
const LATER: &[&str] = &["terms"];

/// When the value of a column is part of a fingerprint.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Telling {
    Always,
    UnlessZero,
    Never,
}

/// By table and column.
static TELLING: LazyLock<Vec<Vec<Telling>>> = LazyLock::new(|| {
    let telling = |kind: Kind, column: &&str| {
        if kind.wording().contains(column) {
            Telling::Never
        } else if LATER.contains(column) {
            Telling::UnlessZero
        } else {
            Telling::Always
        }
    };
    let tables = TABLES.iter();
    let columns = tables.map(|table| {
        table
            .columns
            .iter()
            .map(|column| telling(table.kind, column))
            .collect()
    });
    columns.collect()
});

/// A fingerprint of values that never changes between program versions.
pub(crate) fn fingerprint(kind: Kind, row: &Row, buffer: &mut Vec<u8>) -> i64 {
    buffer.clear();
    for (_, value) in telling(kind, row) {
        buffer.push(u8::from(value.is_some()));
        buffer.extend(value.unwrap_or(0).to_le_bytes());
    }
    xxhash_rust::xxh3::xxh3_64(buffer) as i64
}

/// The values that tell a row from others, with their places.
pub(crate) fn telling(kind: Kind, row: &Row) -> impl Iterator<Item = (usize, Option<i64>)> {
    let both = TELLING[kind as usize].iter().zip(row).enumerate();
    both.filter(|(_, (telling, value))| {
        **telling == Telling::Always || (**telling == Telling::UnlessZero && **value != Some(0))
    })
    .map(|(place, (_, value))| (place, *value))
}

/// States of a row in the column `live`: another version is shown; shown and counted; shown and set aside.
pub(crate) const HIDDEN: i64 = 0;
/// Shown and counted.
pub(crate) const LIVE: i64 = 1;
/// Shown, but set aside by a hold.
pub(crate) const HELD: i64 = 2;

/// A stored row: its state, its import, its values.
pub(crate) struct Stored {
    pub(crate) state: i64,
    pub(crate) import: ImportId,
    pub(crate) row: Row,
}

/// Reads one row of a fact table.
pub(crate) fn read(conn: &Connection, kind: Kind, id: i64) -> Result<Option<Stored>> {
    let table = kind.table();
    let sql = format!(
        "SELECT live, import, {} FROM {} WHERE id = ?1",
        table.list(),
        table.name
    );
    let stored = conn
        .prepare_cached(&sql)?
        .query_row([id], |row| {
            Ok(Stored {
                state: row.get(0)?,
                import: row.get(1)?,
                row: (0..table.columns.len())
                    .map(|at| row.get(at + 2))
                    .collect::<Result<_, _>>()?,
            })
        })
        .optional()?;
    Ok(stored)
}

/// Overwrites one row with values as they are kept.
pub(crate) fn overwrite(
    conn: &Connection,
    kind: Kind,
    id: i64,
    kept: impl Iterator<Item = Option<i64>>,
) -> Result<()> {
    let table = kind.table();
    let columns = table.kept().into_iter();
    let sets: Vec<String> = columns.map(|column| format!("{column} = ?")).collect();
    let sql = format!("UPDATE {} SET {} WHERE id = ?", table.rows(), sets.join(", "));
    conn.prepare_cached(&sql)?
        .execute(params_from_iter(kept.chain([Some(id)])))?;
    Ok(())
}

/// Shows or hides one row and keeps the roll-ups right. Whether anything changed.
pub(crate) fn show(
    conn: &Connection,
    changes: &mut Changes,
    kind: Kind,
    id: i64,
    is_shown: bool,
) -> Result<bool> {
    let Some(stored) = read(conn, kind, id)? else {
        return Ok(false);
    };
    let state = match is_shown {
        false => HIDDEN,
        true if changes.holds.is_held(kind, stored.import, &stored.row) => HELD,
        true => LIVE,
    };
    if state == stored.state {
        return Ok(false);
    }
    set_state(conn, kind, id, state)?;
    for (counted, sign) in [(stored.state, -1), (state, 1)] {
        if counted == LIVE {
            changes.count(kind, stored.import, &stored.row, sign);
        }
    }
    Ok(true)
}

/// Writes the state of one row; the caller counts.
pub(crate) fn set_state(conn: &Connection, kind: Kind, id: i64, state: i64) -> Result<()> {
    let sql = format!("UPDATE {} SET live = ?1 WHERE id = ?2", kind.table().rows());
    conn.prepare_cached(&sql)?.execute((state, id))?;
    Ok(())
}
