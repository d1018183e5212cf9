//! Numbered migrations, one transaction each. Does not back up; `book` does that before calling.

use rusqlite::{Connection, Transaction, TransactionBehavior};
use sha2::{Digest, Sha256};

use crate::error::Result;
use crate::import::to_json;

/// `SQLite` application id of a book: the letters `Cntf`.
pub(crate) const APPLICATION_ID: i64 = 0x436e_7466;

/// Every migration in order; the book's version is how many have run. Never edit one that was released.
pub(crate) const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_book.sql"),
    include_str!("migrations/0002_beside.sql"),
    include_str!("migrations/0003_invoice.sql"),
    include_str!("migrations/0004_hold.sql"),
    include_str!("migrations/0005_stamp.sql"),
    include_str!("migrations/0006_usage_by_person.sql"),
    include_str!("migrations/0007_usage_by_who.sql"),
    include_str!("migrations/0008_survey_panel.sql"),
    include_str!("migrations/0009_usage_by_somebody.sql"),
    include_str!("migrations/0010_charge_by_project.sql"),
    include_str!("migrations/0011_place.sql"),
    include_str!("migrations/0012_terms.sql"),
    include_str!("migrations/0013_account.sql"),
    include_str!("migrations/0014_narrow_rows.sql"),
    include_str!("migrations/0015_long_charges.sql"),
    include_str!("migrations/0016_scope_part.sql"),
];

/// [`digest`] of the schema that all of them make: opening a book then need not run them to know it.
const NEWEST: u128 = 0x887e_6c6f_2a78_5d37_17ee_7e72_1576_dc72;

/// Brings a database from its version to the newest of `migrations`, of which another program may do some meanwhile.
pub(crate) fn migrate(conn: &Connection, migrations: &[&str]) -> Result<()> {
    while (version(conn)? as usize) < migrations.len() {
        let step = Transaction::new_unchecked(conn, TransactionBehavior::Immediate)?;
        let done = version(&step)?;
        if let Some(sql) = migrations.get(done as usize) {
            step.execute_batch(sql)?;
            step.pragma_update(None, "application_id", APPLICATION_ID)?;
            step.pragma_update(None, "user_version", done + 1)?;
        }
        step.commit()?;
    }
    Ok(())
}

/// The book's version.
pub(crate) fn version(conn: &Connection) -> Result<i64> {
    Ok(conn.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// A row of `sqlite_schema`: type, name, SQL.
pub(crate) type Entry = (String, String, Option<String>);

/// What `sqlite_schema` holds.
pub(crate) fn schema(conn: &Connection) -> Result<Vec<Entry>> {
    let mut query = conn.prepare(
        "SELECT type, name, sql FROM sqlite_schema WHERE name <> 'sqlite_sequence' ORDER BY type, name",
    )?;
    let rows = query.query_map((), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What `sqlite_schema` of an honest book of a version holds.
pub(crate) fn expected_schema(version: i64) -> Result<Vec<Entry>> {
    let conn = Connection::open_in_memory()?;
    migrate(&conn, &MIGRATIONS[..version as usize])?;
    schema(&conn)
}

/// Whether a schema is that of the newest version, told without making one to compare.
pub(crate) fn is_newest(schema: &[Entry]) -> bool {
    digest(schema) == NEWEST
}

/// The first half of a SHA-256.
fn digest(schema: &[Entry]) -> u128 {
    let digest = Sha256::digest(to_json(&schema));
    let mut half = [0; 16];
    half.copy_from_slice(&digest[..16]);
    u128::from_be_bytes(half)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_schema_is_known_by_its_digest_and_no_other_is() {
        let mut schema = expected_schema(MIGRATIONS.len() as i64).unwrap();
        assert_eq!(digest(&schema), NEWEST, "NEWEST is now {:#034x}", digest(&schema));
        schema[0].1.push('x');
        assert!(!is_newest(&schema));
    }
}
