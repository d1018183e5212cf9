//! Rows on their way into one table, many a statement: to run a statement costs as much as to write a row or two.

use rusqlite::{CachedStatement, Connection, ToSql};

use crate::error::Result;

/// Rows of one statement.
const MANY: usize = 64;

/// Rows on their way into one table.
pub(crate) struct Bulk<'c, V> {
    conn: &'c Connection,
    /// `INSERT INTO … VALUES`, and what comes behind the values.
    sql: [String; 2],
    width: usize,
    one: Statement<'c, V>,
    /// Made once there are as many.
    many: Option<Statement<'c, V>>,
    waiting: Vec<V>,
}

impl<'c, V: ToSql + PartialEq + Copy> Bulk<'c, V> {
    /// The way into some columns of a table, and what is done `beside`, such as with a row that is there.
    pub(crate) fn new(conn: &'c Connection, table: &str, columns: &[&str], beside: &str) -> Result<Self> {
        let width = columns.len();
        let sql = [
            format!("INSERT INTO {table} ({}) VALUES ", columns.join(", ")),
            format!(" {beside}"),
        ];
        Ok(Self {
            conn,
            one: Statement::new(conn, &sql, (width, 1))?,
            many: None,
            sql,
            width,
            waiting: Vec::new(),
        })
    }

    /// Takes a row; it is in the table after [`Self::flush`] at the latest.
    pub(crate) fn write(&mut self, row: impl IntoIterator<Item = V>) -> Result<()> {
        self.waiting.extend(row);
        if self.waiting.len() < MANY * self.width {
            return Ok(());
        }
        let many = match &mut self.many {
            Some(many) => many,
            none => none.insert(Statement::new(self.conn, &self.sql, (self.width, MANY))?),
        };
        many.run(&self.waiting)?;
        self.waiting.clear();
        Ok(())
    }

    /// Writes the rows that wait.
    pub(crate) fn flush(&mut self) -> Result<()> {
        for row in self.waiting.chunks(self.width) {
            self.one.run(row)?;
        }
        self.waiting.clear();
        Ok(())
    }
}

/// A statement and what is bound to it: most values of a row are those of a row before.
struct Statement<'c, V> {
    prepared: CachedStatement<'c>,
    bound: Vec<V>,
}

impl<'c, V: ToSql + PartialEq + Copy> Statement<'c, V> {
    fn new(
        conn: &'c Connection,
        [before, behind]: &[String; 2],
        (width, rows): (usize, usize),
    ) -> Result<Self> {
        let row = format!("({})", vec!["?"; width].join(", "));
        let sql = format!("{before}{}{behind}", vec![row; rows].join(", "));
        Ok(Self {
            prepared: conn.prepare_cached(&sql)?,
            bound: Vec::new(),
        })
    }

    fn run(&mut self, values: &[V]) -> Result<()> {
        for (at, value) in values.iter().enumerate() {
            match self.bound.get_mut(at) {
                Some(bound) if bound == value => continue,
                Some(bound) => *bound = *value,
                None => self.bound.push(*value),
            }
            self.prepared.raw_bind_parameter(at + 1, value)?;
        }
        self.prepared.raw_execute()?;
        Ok(())
    }
}
