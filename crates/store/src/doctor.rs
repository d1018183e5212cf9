//! Whether the book can be trusted: what SQLite sees, and what only the numbers themselves can show.

use std::collections::BTreeMap;

use model::{Exact, ImportId, MeasureTotal};
use rusqlite::Connection;
use serde::Serialize;

use crate::book::Book;
use crate::compact::with;
use crate::error::Result;
use crate::hold::{self, HELD_KINDS, Holds};
use crate::import::received::{Control, written};
use crate::import::scoped::range;
use crate::journal::{Counts, from_json};
use crate::rollup::disagreeing;
use crate::tables::{Kind, TABLES, charge, usage};

/// One thing looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What was looked at: `integrity`, `control-totals` …
    pub name: &'static str,
    /// Whether it is as it should be.
    pub ok: bool,
    /// What was found, in a sentence.
    pub detail: String,
}

/// All that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Doctor {
    /// Whether everything is as it should be.
    pub ok: bool,
    /// Each check.
    pub checks: Vec<Check>,
}

impl Book {
    /// Looks at everything. A check that cannot even run counts as failed; only an unreadable file is an error.
    pub fn doctor(&self) -> Result<Doctor> {
        let checks: Vec<Check> = [
            (
                "integrity",
                integrity as fn(&Connection) -> Result<Vec<String>>,
                "SQLite finds no damage.",
            ),
            ("references", references, "Every reference leads somewhere."),
            ("rows", rows, "Every import has all its rows."),
            (
                "stored-totals",
                stored_totals,
                "The amounts of every import add up to what was stored.",
            ),
            (
                "control-totals",
                control_totals,
                "Every import agrees with the text of its file within rounding.",
            ),
            ("roll-ups", roll_ups, "The roll-ups say what the facts say."),
            (
                "not-counted",
                not_counted,
                "Exactly what answers set aside is not counted.",
            ),
        ]
        .into_iter()
        .map(|(name, look, fine)| run(&self.conn, name, look, fine))
        .collect();
        let ok = checks.iter().all(|check| check.ok);
        Ok(Doctor { ok, checks })
    }
}

fn run(
    conn: &Connection,
    name: &'static str,
    look: fn(&Connection) -> Result<Vec<String>>,
    fine: &str,
) -> Check {
    let found = look(conn).unwrap_or_else(|error| vec![error.to_string()]);
    let ok = found.is_empty();
    let detail = if ok { fine.to_owned() } else { found.join("; ") };
    Check { name, ok, detail }
}

fn integrity(conn: &Connection) -> Result<Vec<String>> {
    let mut query = conn.prepare("PRAGMA integrity_check(20)")?;
    let lines: Vec<String> = query.query_map((), |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(lines.into_iter().filter(|line| line != "ok").collect())
}

fn references(conn: &Connection) -> Result<Vec<String>> {
    let mut query = conn.prepare("PRAGMA foreign_key_check")?;
    let mut tables: Vec<String> = query.query_map((), |row| row.get(0))?.collect::<Result<_, _>>()?;
    for (table, column, to) in leads() {
        let sql = format!(
            "SELECT EXISTS (SELECT 1 FROM {table} WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT id FROM {to}))"
        );
        let is_lost: bool = conn.query_row(&sql, (), |row| row.get(0))?;
        tables.extend(is_lost.then(|| table.to_owned()));
    }
    Ok(tables
        .into_iter()
        .map(|table| format!("a row of `{table}` points nowhere"))
        .collect())
}

/// What no foreign key says: table, column, and the table that its numbers are of.
fn leads() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let parts = TABLES.iter().flat_map(|table| {
        let parts = table.parts().iter();
        parts.map(|part| (table.rows(), part.key, part.name))
    });
    let texts = [(Kind::Charge, charge::WORDS), (Kind::Usage, usage::WORDS)];
    let words = texts.into_iter().flat_map(|(kind, words)| {
        let parts = kind.table().parts().iter();
        let columns = parts.flat_map(|part| part.columns.iter().map(|column| (part.name, *column)));
        columns.filter(|(_, column)| words.contains(column))
    });
    let words = words.map(|(table, column)| (table, column, "word"));
    let who = with("who").map(|(table, column)| (table, column, "identity"));
    let tags = with("tags").map(|(table, column)| (table, column, "tag_set"));
    parts.chain(words).chain(who).chain(tags)
}

fn live_imports(conn: &Connection) -> Result<Vec<(ImportId, Counts, Vec<Control>)>> {
    let mut query = conn.prepare("SELECT id, outcome, stored FROM import WHERE undone = 0 ORDER BY id")?;
    let rows = query.query_map((), |row| {
        let (outcome, stored): (String, String) = (row.get(1)?, row.get(2)?);
        Ok((row.get(0)?, from_json(&outcome), from_json(&stored)))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn rows(conn: &Connection) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for table in TABLES {
        let mut expected = 0;
        for (import, ..) in live_imports(conn)? {
            let Some((first, last)) = range(conn, import, table)? else {
                continue;
            };
            let sql = format!(
                "SELECT count(*) FROM {} WHERE id BETWEEN ?1 AND ?2 AND import = ?3",
                table.rows()
            );
            let found: i64 = conn.query_row(&sql, (first, last, import), |row| row.get(0))?;
            expected += last - first + 1;
            if found != last - first + 1 {
                wrong.push(format!("import {import} lacks rows of `{}`", table.name));
            }
        }
        let all: i64 = conn.query_row(&format!("SELECT count(*) FROM {}", table.rows()), (), |row| {
            row.get(0)
        })?;
        if all != expected {
            wrong.push(format!(
                "`{}` holds {all} rows, the journal says {expected}",
                table.name
            ));
        }
    }
    Ok(wrong)
}

fn stored_totals(conn: &Connection) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for (import, _, stored) in live_imports(conn)? {
        let mut sums: BTreeMap<(String, &str), i128> = BTreeMap::new();
        for (currency, measure, sum) in written(conn, import)? {
            let code: String = conn.query_row("SELECT text FROM word WHERE id = ?1", [currency], |row| {
                row.get(0)
            })?;
            *sums.entry((code, measure.id())).or_default() += sum;
        }
        for told in stored {
            let key = (told.currency.code().to_owned(), told.measure.id());
            let found = sums.get(&key).copied().unwrap_or(0).to_string();
            if found != told.stored {
                wrong.push(format!(
                    "import {import}, {} {}: the rows add up differently",
                    key.0, key.1
                ));
            }
        }
    }
    Ok(wrong)
}

fn control_totals(conn: &Connection) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for (import, counts, stored) in live_imports(conn)? {
        for total in &counts.totals {
            let told = stored
                .iter()
                .find(|told| (&told.currency, told.measure) == (&total.currency, total.measure));
            if !agrees(total, told) {
                wrong.push(format!(
                    "import {import}, {} {}: the file says {}, the book received something else",
                    total.currency,
                    total.measure.id(),
                    total.amount
                ));
            }
        }
    }
    Ok(wrong)
}

/// Each stored amount may differ from its text by half a unit in the last place, so a sum by half a unit per row.
fn agrees(total: &MeasureTotal, told: Option<&Control>) -> bool {
    let (received, rows) = told.map_or((0, 0), |told| {
        (told.received.parse().unwrap_or(i128::MAX), told.rows)
    });
    let received = Exact::new(received, total.currency.scale() as u8).decimal();
    let bound = Exact::new(
        i128::from(rows.max(total.rows)) * 5,
        total.currency.scale() as u8 + 1,
    )
    .decimal();
    // A sum of more digits than 38 is written by `ExactSum` in plain decimals, which `Decimal` reads.
    total
        .amount
        .parse::<model::Decimal>()
        .is_ok_and(|text| (text - received).abs() <= bound)
}

fn roll_ups(conn: &Connection) -> Result<Vec<String>> {
    let wrong = disagreeing(conn)?;
    Ok(wrong
        .into_iter()
        .map(|name| format!("`{name}` differs from its facts"))
        .collect())
}

fn not_counted(conn: &Connection) -> Result<Vec<String>> {
    let holds = Holds::read(conn)?;
    let mut wrong = Vec::new();
    for (import, ..) in live_imports(conn)? {
        for kind in HELD_KINDS {
            if !hold::misplaced(conn, &holds, (kind, import))?.is_empty() {
                wrong.push(format!(
                    "import {import} counts what is set aside, or the other way round"
                ));
            }
        }
    }
    Ok(wrong)
}
