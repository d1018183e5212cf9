//! What is kept beside the bills, as it is shown: contracts, units, budgets, surveys, prices, rates.
//!
//! Reads whole series: they are short. Chooses nothing: which price or rate holds is decided elsewhere.

use std::collections::HashMap;

use chrono::NaiveDate;
use model::{Budget, Contract, Currency, Dimension, Exact, Headcount, ImportId, Origin, Price, Rate, Survey};
use rusqlite::CachedStatement;

use crate::book::Book;
use crate::days;
use crate::error::Result;
use crate::groups::word_numbers;
use crate::people::NEWEST;
use crate::tables::{Kind, Row, budget, contract, headcount, price, rate, survey};
use crate::version::BY_PLACE;

/// A fact with the import that brought it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept<T> {
    /// Its import.
    pub import: ImportId,
    /// The fact.
    pub fact: T,
}

/// What one member of a panel answered.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PanelAnswer {
    /// Question.
    pub question: String,
    /// Day of the answer.
    pub day: NaiveDate,
    /// The member, by the text that answers by person use.
    pub person: String,
    /// Answer in millionths.
    pub value: i64,
}

/// Rates of one pair from one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateRange {
    /// One unit of this …
    pub base: String,
    /// … in this.
    pub quote: String,
    /// Who published them.
    pub source: String,
    /// Days with a rate.
    pub days: i64,
    /// The last of them.
    pub to: Option<NaiveDate>,
    /// Its rate.
    pub rate: String,
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

    /// Budgets.
    pub fn budgets(&self) -> Result<Vec<Kept<Budget>>> {
        self.kept(Kind::Budget, budget::decode)
    }

    /// Survey answers that are counted and name nobody.
    pub fn surveys(&self) -> Result<Vec<Kept<Survey>>> {
        let counts = self.read_kept(Kind::Survey, survey::decode, "who = 0");
        counts.map_err(|error| self.named(error))
    }

    /// Answers of panels, in the order of question, day and person. Whoever asks shows no single one of them.
    pub fn panel_answers(&self) -> Result<Vec<PanelAnswer>> {
        self.read_panel().map_err(|error| self.named(error))
    }

    fn read_panel(&self) -> Result<Vec<PanelAnswer>> {
        let sql = "SELECT w.text, day, who, value FROM survey JOIN word w ON w.id = question
                   WHERE live = 1 AND who <> 0 AND value IS NOT NULL";
        let roster = self.roster()?;
        let mut query = self.conn.prepare_cached(sql)?;
        let mut rows = query.query(())?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let Some(day) = days::day(row.get(1)?) else {
                continue;
            };
            found.push(PanelAnswer {
                question: row.get(0)?,
                day,
                person: roster.text(&Dimension::Person, row.get(2)?, NEWEST),
                value: row.get(3)?,
            });
        }
        found.sort();
        Ok(found)
    }

    /// The price book.
    pub fn prices(&self) -> Result<Vec<Kept<Price>>> {
        self.kept(Kind::Price, price::decode)
    }

    /// Exchange rates.
    pub fn rates(&self) -> Result<Vec<Kept<Rate>>> {
        self.kept(Kind::Rate, rate::decode)
    }

    /// What there is of exchange rates, by pair and source: the newest first.
    pub fn rate_ranges(&self) -> Result<Vec<RateRange>> {
        self.read_ranges().map_err(|error| self.named(error))
    }

    fn read_ranges(&self) -> Result<Vec<RateRange>> {
        // Beside max(), SQLite takes the other columns from the row that has it.
        let sql = "SELECT b.text, q.text, s.text, count(DISTINCT day), max(day), r.text FROM rate
                   JOIN word b ON b.id = base JOIN word q ON q.id = quote JOIN word s ON s.id = source
                   JOIN word r ON r.id = rate.rate WHERE live = 1 GROUP BY base, quote, source
                   ORDER BY 5 DESC, 1, 2";
        let mut query = self.conn.prepare_cached(sql)?;
        let ranges = query.query_map((), |row| {
            Ok(RateRange {
                base: row.get(0)?,
                quote: row.get(1)?,
                source: row.get(2)?,
                days: row.get(3)?,
                to: days::day(row.get(4)?),
                rate: row.get(5)?,
            })
        })?;
        Ok(ranges.collect::<std::result::Result<_, _>>()?)
    }

    /// Exchange rates of these currencies against each other and against the euro, which most tables are in.
    pub fn rates_among(&self, currencies: &[Currency]) -> Result<Vec<Kept<Rate>>> {
        let euro = Currency::new("EUR");
        let codes = currencies
            .iter()
            .chain([&euro])
            .map(|currency| currency.code().to_owned());
        let among = word_numbers(&self.conn, &codes.collect::<Vec<_>>())
            .map_err(|error| self.named(error))?
            .join(", ");
        let only = format!("base IN ({among}) AND quote IN ({among})");
        let rates = self.read_kept(Kind::Rate, rate::decode, &only);
        rates.map_err(|error| self.named(error))
    }

    pub(crate) fn kept<T>(
        &self,
        kind: Kind,
        decode: fn(&mut Cells<'_>) -> Result<T>,
    ) -> Result<Vec<Kept<T>>> {
        self.read_kept(kind, decode, "true")
            .map_err(|error| self.named(error))
    }

    /// Shown facts of one kind, in the order in which they came in.
    fn read_kept<T>(
        &self,
        kind: Kind,
        decode: fn(&mut Cells<'_>) -> Result<T>,
        only: &str,
    ) -> Result<Vec<Kept<T>>> {
        let table = kind.table();
        let placed = "SELECT EXISTS (SELECT 1 FROM import WHERE place IS NOT NULL)";
        let is_placed: bool = self.conn.query_row(placed, (), |row| row.get(0))?;
        let order = if is_placed { BY_PLACE } else { "id" };
        let sql = format!(
            "SELECT import, tab, line, {} FROM {} WHERE live = 1 AND {only} ORDER BY {order}, id",
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
