//! How one fact table is read for a query: which columns, from which table, under which conditions.

use model::{Dimension, Grain, Query};
use rusqlite::{Connection, OptionalExtension};

use super::source::{columns, is_plain_word};
use super::turns::{SINCE, Turns};
use crate::book::Book;
use crate::days;
use crate::error::Result;
use crate::people::NEWEST;
use crate::rollup::{ROLLUPS, Rollup};
use crate::tables::Kind;

/// A dimension of the query and where its raw numbers stand among the columns read.
pub(crate) struct Part {
    pub(crate) dimension: Dimension,
    pub(crate) at: Vec<usize>,
    /// The day by whose roster all rows count, or where that of each row stands.
    pub(crate) roster: std::result::Result<i64, usize>,
    /// Texts to keep, where the condition could not be left to the database.
    pub(crate) only: Option<Vec<String>>,
}

/// How one table is read.
pub(crate) struct Plan {
    pub(crate) kind: Kind,
    /// Raw columns, in the order they are read.
    pub(crate) columns: Vec<&'static str>,
    /// First the dimensions grouped by, then those only filtered by.
    pub(crate) parts: Vec<Part>,
    /// How many of the parts are grouped by.
    pub(crate) keys: usize,
    /// Where the currency stands, for money.
    pub(crate) currency: Option<usize>,
    /// By which rosters rows count.
    turns: Turns,
    conditions: Vec<String>,
}

impl Plan {
    pub(crate) fn new(book: &Book, kind: Kind, query: &Query) -> Result<Self> {
        let mut plan = Self {
            kind,
            columns: Vec::new(),
            parts: Vec::new(),
            keys: query.by.len(),
            currency: None,
            turns: Turns::of(book, query)?,
            conditions: Vec::new(),
        };
        for dimension in &query.by {
            plan.add(dimension, columns_in(book, kind, dimension)?, None);
        }
        for filter in &query.filters {
            let columns = columns_in(book, kind, &filter.dimension)?;
            let numbers = match columns {
                [_] if filter.dimension == Dimension::Model => {
                    let spellings = book.spellings()?.all(&filter.values);
                    Some(word_numbers(&book.conn, &spellings)?)
                }
                [_] if is_plain_word(&filter.dimension) => Some(word_numbers(&book.conn, &filter.values)?),
                _ => None,
            };
            let of_people = match columns {
                ["who"] => plan.turns.identities(&*book.roster()?, filter),
                _ => None,
            };
            match (numbers, of_people) {
                (Some(numbers), _) => {
                    let condition = format!("{} IN ({})", columns[0], numbers.join(", "));
                    plan.conditions.push(condition);
                }
                // The index of people has no lines of nobody, and is used only where none are asked for.
                (_, Some(condition)) => plan.conditions.extend([condition, "who <> 0".to_owned()]),
                _ => plan.add(&filter.dimension, columns, Some(filter.values.clone())),
            }
        }
        if query.measure.is_money() {
            plan.currency = Some(plan.position("currency"));
        }
        if let Some(period) = query.period {
            let (from, to) = (days::number(period.from), days::number(period.to));
            plan.conditions
                .push(format!("day >= {from} AND day < {to} AND day <> 0"));
        }
        Ok(plan)
    }

    fn add(&mut self, dimension: &Dimension, columns: &'static [&'static str], only: Option<Vec<String>>) {
        let at = columns.iter().map(|column| self.position(column)).collect();
        let is_of_roster = columns.contains(&"who") && *dimension != Dimension::Person;
        let same = self.turns.only().or((!is_of_roster).then_some(NEWEST));
        let roster = same.ok_or_else(|| self.position(SINCE));
        self.parts.push(Part {
            dimension: dimension.clone(),
            at,
            roster,
            only,
        });
    }

    fn position(&mut self, column: &'static str) -> usize {
        self.columns
            .iter()
            .position(|known| *known == column)
            .unwrap_or_else(|| {
                self.columns.push(column);
                self.columns.len() - 1
            })
    }

    /// The first roll-up that has every column read and every column of the conditions.
    pub(crate) fn rollup(&self, measure: &str) -> Option<&'static Rollup> {
        let mut all = ROLLUPS.iter();
        all.find(|rollup| rollup.has(measure) && self.is_in(rollup))
    }

    /// Whether a roll-up has every column read and every column of the conditions.
    pub(crate) fn is_in(&self, rollup: &Rollup) -> bool {
        let knows =
            |column: &str| ["import", "day", SINCE].contains(&column) || rollup.dims.contains(&column);
        let asked = self.conditions.iter();
        let asked = asked.map(|condition| condition.split(' ').next().unwrap_or_default());
        rollup.kind == self.kind && self.columns.iter().copied().chain(asked).all(knows)
    }

    /// `WHERE …`, beginning with a condition that is always there.
    pub(crate) fn conditions(&self, first: &str) -> String {
        let all: Vec<&str> = std::iter::once(first)
            .chain(self.conditions.iter().map(String::as_str))
            .collect();
        all.join(" AND ")
    }

    /// Whether nothing finer than a month is asked for; and the raw columns, a month in place of a day where that is so.
    pub(crate) fn by_month(&self) -> (bool, String) {
        let is_fine = |part: &Part| matches!(part.dimension, Dimension::Time(Grain::Day | Grain::Week));
        if self.parts.iter().any(is_fine) {
            return (false, self.selection());
        }
        (
            true,
            self.selected(|column| if column == "day" { "month" } else { column }),
        )
    }

    /// The raw columns as SQL, each followed by a comma.
    pub(crate) fn selection(&self) -> String {
        self.selected(|column| column)
    }

    fn selected(&self, named: impl Fn(&'static str) -> &'static str) -> String {
        let since = self.turns.since();
        let text = |column| if column == SINCE { &since } else { named(column) };
        self.columns
            .iter()
            .flat_map(|column| [text(column), ", "])
            .collect()
    }
}

/// The columns that a dimension is made from. A tag that no line has is made from none, so that no line is read for it.
fn columns_in(book: &Book, kind: Kind, dimension: &Dimension) -> Result<&'static [&'static str]> {
    match dimension {
        Dimension::Tag(key) if !has_tag(&book.conn, key)? => Ok(&[]),
        _ => Ok(columns(kind, dimension)),
    }
}

fn has_tag(conn: &Connection, key: &str) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM word JOIN tag_set ON ' ' || pairs LIKE '% ' || word.id || ':%'
               WHERE word.text = ?1)";
    Ok(conn.prepare_cached(sql)?.query_row([key], |row| row.get(0))?)
}

/// Numbers of texts; one that the book has never seen matches nothing. Only numbers go into the SQL.
pub(crate) fn word_numbers(conn: &Connection, texts: &[String]) -> Result<Vec<String>> {
    let mut find = conn.prepare_cached("SELECT id FROM word WHERE text = ?1")?;
    let mut numbers = Vec::new();
    for text in texts {
        let number: Option<i64> = find.query_row([text], |row| row.get(0)).optional()?;
        numbers.push(number.unwrap_or(-1).to_string());
    }
    Ok(numbers)
}
