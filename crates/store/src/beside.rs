//! What is kept beside the bills, as it is shown: contracts, units, budgets, surveys, prices, rates.
//!
//! Reads whole series: they are short. Chooses nothing: which price or rate holds is decided elsewhere.

use std::collections::HashMap;

use chrono::NaiveDate;
use model::{Budget, Contract, Exact, Headcount, ImportId, Origin, Payroll, Price, Rate, Survey};
use rusqlite::CachedStatement;

use crate::book::Book;
use crate::days;
use crate::error::Result;
use crate::tables::{Kind, Row, budget, contract, headcount, payroll, price, rate, survey};

/// A fact with the import that brought it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept<T> {
    /// Its import.
    pub import: ImportId,
    /// The fact.
    pub fact: T,
}

impl Book {
    /// Contract terms.
    pub fn contracts(&self) -> Result<Vec<Kept<Contract>>> {
        self.kept(Kind::Contract, contract::decode)
    }

    /// Head counts of units.
    pub fn headcounts(&self) -> Result<Vec<Kept<Headcount>>> {
        self.kept(Kind::Headcount, headcount::decode)
    }

    /// Loaded pay of units.
    pub fn payrolls(&self) -> Result<Vec<Kept<Payroll>>> {
        self.kept(Kind::Payroll, payroll::decode)
    }

    /// Budgets.
    pub fn budgets(&self) -> Result<Vec<Kept<Budget>>> {
        self.kept(Kind::Budget, budget::decode)
    }

    /// Survey answers.
    pub fn surveys(&self) -> Result<Vec<Kept<Survey>>> {
        self.kept(Kind::Survey, survey::decode)
    }

    /// The price book.
    pub fn prices(&self) -> Result<Vec<Kept<Price>>> {
        self.kept(Kind::Price, price::decode)
    }

    /// Exchange rates.
    pub fn rates(&self) -> Result<Vec<Kept<Rate>>> {
        self.kept(Kind::Rate, rate::decode)
    }

    fn kept<T>(&self, kind: Kind, decode: fn(&mut Cells<'_>) -> Result<T>) -> Result<Vec<Kept<T>>> {
        self.read_kept(kind, decode).map_err(|error| self.named(error))
    }

    /// Shown facts of one kind, in the order in which they came in.
    fn read_kept<T>(&self, kind: Kind, decode: fn(&mut Cells<'_>) -> Result<T>) -> Result<Vec<Kept<T>>> {
        let table = kind.table();
        let sql = format!(
            "SELECT import, tab, line, {} FROM {} WHERE live = 1 ORDER BY id",
            table.list(),
            table.name
        );
        let find = self.conn.prepare_cached("SELECT text FROM word WHERE id = ?1")?;
        let mut cells = Cells {
            row: Row::new(),
            at: 0,
            origin: Origin::default(),
            words: HashMap::new(),
            find,
        };
        let mut query = self.conn.prepare_cached(&sql)?;
        let mut rows = query.query(())?;
        let mut kept = Vec::new();
        while let Some(row) = rows.next()? {
            cells.row = (0..table.columns.len())
                .map(|at| row.get(at + 3))
                .collect::<Result<_, _>>()?;
            cells.at = 0;
            cells.origin = Origin {
                table: row.get(1)?,
                row: row.get::<_, i64>(2)? as u64,
            };
            kept.push(Kept {
                import: row.get(0)?,
                fact: decode(&mut cells)?,
            });
        }
        Ok(kept)
    }
}

/// The cells of one row, taken from the first to the last.
pub(crate) struct Cells<'c> {
    row: Row,
    at: usize,
    pub(crate) origin: Origin,
    words: HashMap<i64, String>,
    find: CachedStatement<'c>,
}

impl Cells<'_> {
    /// The next cell as it is stored.
    pub(crate) fn number(&mut self) -> Option<i64> {
        self.at += 1;
        self.row[self.at - 1]
    }

    /// The next cell as the text it numbers.
    pub(crate) fn word(&mut self) -> Result<String> {
        let number = self.number().unwrap_or(0);
        if let Some(text) = self.words.get(&number) {
            return Ok(text.clone());
        }
        let text: String = self.find.query_row([number], |row| row.get(0))?;
        self.words.insert(number, text.clone());
        Ok(text)
    }

    /// The next cell as a day.
    pub(crate) fn day(&mut self) -> Option<NaiveDate> {
        self.number().and_then(days::day)
    }

    /// The next cell as exact decimal text.
    pub(crate) fn exact(&mut self) -> Result<Exact> {
        Ok(Exact::parse(&self.word()?).unwrap_or_default())
    }

    /// The next cell as a place in a list.
    pub(crate) fn ordinal<T: Copy + Default>(&mut self, all: &[T]) -> T {
        let place = self.number().and_then(|place| usize::try_from(place).ok());
        place
            .and_then(|place| all.get(place).copied())
            .unwrap_or_default()
    }
}
