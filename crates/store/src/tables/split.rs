//! Tables kept as narrow rows: values that repeat in combination are rows of tables of their own, each combination once or
//! a few times, and a row has their numbers. Such a table is read through a view of its name, which has all its columns;
//! only what writes knows of this.

use std::sync::LazyLock;

use super::{Kind, Row, Table};

/// How a table is kept.
#[derive(Debug)]
pub(crate) struct Split {
    /// Where its rows are.
    pub(crate) rows: &'static str,
    pub(crate) parts: &'static [Part],
}

/// Columns of a table that are kept as combinations.
#[derive(Debug)]
pub(crate) struct Part {
    /// Where the combinations are.
    pub(crate) name: &'static str,
    /// The column of a row that has the number of its combination.
    pub(crate) key: &'static str,
    /// None of them may be NULL.
    pub(crate) columns: &'static [&'static str],
}

/// Most combinations of a row.
pub(crate) const MOST_COMBINED: usize = 2;

/// Most columns of a combination.
pub(crate) const WIDEST: usize = 11;

/// The values of a combination, and zeros behind them.
pub(crate) type Combination = [i64; WIDEST];

impl Table {
    /// Where its rows are: what is written to and deleted from.
    pub(crate) fn rows(&self) -> &'static str {
        self.split.map_or(self.name, |split| split.rows)
    }

    /// What is kept as combinations.
    pub(crate) fn parts(&self) -> &'static [Part] {
        self.split.map_or(&[], |split| split.parts)
    }

    /// Columns that are kept in the rows themselves.
    pub(crate) fn own(&self) -> Vec<&'static str> {
        let is_own = |column: &&str| !self.parts().iter().any(|part| part.columns.contains(column));
        self.columns.iter().copied().filter(is_own).collect()
    }

    /// Columns of the rows behind the common ones: their own, then the numbers of combinations.
    pub(crate) fn kept(&self) -> Vec<&'static str> {
        let keys = self.parts().iter().map(|part| part.key);
        self.own().into_iter().chain(keys).collect()
    }
}

/// Where the values that a row keeps itself stand in it, and those of each combination.
#[derive(Debug)]
pub(crate) struct Places {
    pub(crate) own: Vec<usize>,
    pub(crate) parts: Vec<Vec<usize>>,
}

impl Places {
    fn of(kind: Kind) -> Self {
        let table = kind.table();
        let parts = table.parts().iter();
        Self {
            own: table.positions(&table.own()),
            parts: parts.map(|part| table.positions(part.columns)).collect(),
        }
    }

    /// Puts a row together.
    pub(crate) fn row<'c>(
        &self,
        own: &[Option<i64>],
        parts: impl Iterator<Item = &'c Combination>,
        row: &mut Row,
    ) {
        let width = self.own.len() + self.parts.iter().map(Vec::len).sum::<usize>();
        row.resize(width, None);
        for (at, value) in self.own.iter().zip(own) {
            row[*at] = *value;
        }
        for (places, values) in self.parts.iter().zip(parts) {
            for (at, value) in places.iter().zip(values) {
                row[*at] = Some(*value);
            }
        }
    }
}

static CHARGE: LazyLock<Places> = LazyLock::new(|| Places::of(Kind::Charge));
static USAGE: LazyLock<Places> = LazyLock::new(|| Places::of(Kind::Usage));

/// The places of a table that is kept as narrow rows.
pub(crate) fn places(kind: Kind) -> &'static Places {
    if kind == Kind::Charge { &CHARGE } else { &USAGE }
}

/// The values of a row that stand at some positions.
pub(crate) fn combination(row: &Row, at: &[usize]) -> Combination {
    let mut values = [0; WIDEST];
    for (value, at) in values.iter_mut().zip(at) {
        *value = row[*at].unwrap_or(0);
    }
    values
}

#[cfg(test)]
mod tests {
    use super::super::TABLES;
    use super::*;
    use crate::migrate::{MIGRATIONS, migrate};

    fn columns(conn: &rusqlite::Connection, table: &str) -> Vec<String> {
        let mut query = conn
            .prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid")
            .unwrap();
        let names = query.query_map([table], |row| row.get(0)).unwrap();
        names.collect::<Result<_, _>>().unwrap()
    }

    fn sorted<'c>(columns: impl IntoIterator<Item = &'c str>) -> Vec<&'c str> {
        let mut columns: Vec<_> = columns.into_iter().collect();
        columns.sort_unstable();
        columns
    }

    #[test]
    fn rows_and_combinations_hold_every_column_once_and_the_view_shows_all_in_their_order() {
        let conn = rusqlite::Connection::open_in_memory().unwrap();
        migrate(&conn, MIGRATIONS).unwrap();
        let common = ["id", "live", "import", "tab", "line", "scope"];
        for table in TABLES {
            let name = table.name;
            assert_eq!(sorted(columns(&conn, name).iter().map(String::as_str))[..], {
                sorted(common.iter().chain(table.columns).copied())
            });
            let rows = columns(&conn, table.rows());
            let expected = sorted(common.into_iter().chain(table.kept()));
            assert_eq!(sorted(rows.iter().map(String::as_str)), expected, "{name}");
            let mut all = table.own();
            for part in table.parts() {
                let expected: Vec<_> = ["id"].iter().chain(part.columns).copied().collect();
                assert_eq!(columns(&conn, part.name), expected, "{}", part.name);
                assert!(part.columns.len() <= WIDEST, "{}", part.name);
                all.extend(part.columns);
            }
            assert_eq!(sorted(all), sorted(table.columns.iter().copied()), "{name}");
            if table.split.is_some() {
                let expected: Vec<_> = common.iter().chain(table.columns).copied().collect();
                assert_eq!(columns(&conn, name), expected, "{name}");
            }
        }
    }

    #[test]
    fn a_view_looks_up_only_what_is_asked_for_and_goes_through_the_rows_first() {
        let conn = rusqlite::Connection::open_in_memory().unwrap();
        migrate(&conn, MIGRATIONS).unwrap();
        let plan = |sql: &str| -> Vec<String> {
            let mut query = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let steps = query.query_map((), |row| row.get::<_, String>(3)).unwrap();
            let steps = steps.map(|step| step.unwrap().replace(" LEFT-JOIN", ""));
            steps.collect()
        };
        let what = "SEARCH w USING INTEGER PRIMARY KEY (rowid=?)";
        let whose = "SEARCH o USING INTEGER PRIMARY KEY (rowid=?)";
        let range = "SEARCH r USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)";
        let people = "SEARCH r USING INDEX usage_by_who (who=? AND day>?)";
        for (sql, expected) in [
            ("SELECT day, billed FROM charge WHERE live = 1", &["SCAN r"][..]),
            (
                "SELECT provider, billed FROM charge WHERE live = 1 AND provider IN (3, 4) ORDER BY id",
                &["SCAN r", what],
            ),
            (
                "SELECT day, project, sku FROM charge WHERE id BETWEEN 1 AND 9 AND project = 7",
                &[range, what, whose],
            ),
            (
                "SELECT model, tokens FROM usage WHERE live = 1 AND who IN (1, 2) AND who <> 0 AND day > 5",
                &[people, what],
            ),
        ] {
            assert_eq!(plan(sql), expected, "{sql}");
        }
    }
}
