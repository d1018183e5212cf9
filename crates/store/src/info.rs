//! What a book is, at a glance.

use std::path::PathBuf;

use chrono::{Days, NaiveDate};
use model::{Currency, Grain, Period};
use serde::Serialize;

use crate::book::{Book, side_file};
use crate::days;
use crate::error::Result;
use crate::memo::Asked;
use crate::migrate::version;
use crate::rollup::{LOOKED_AT, end_of_import};
use crate::tables::{Kind, TABLES};

/// A book at a glance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BookInfo {
    /// Where it is.
    pub path: PathBuf,
    /// Name of the client.
    pub name: String,
    /// When its first import came in; there is no clock in here to say more.
    pub first_import: Option<String>,
    /// When its newest import came in.
    pub last_import: Option<String>,
    /// Book version.
    pub version: i64,
    /// Size on disk.
    pub bytes: u64,
    /// Live imports.
    pub imports: u64,
    /// Shown facts of every kind.
    pub facts: u64,
    /// First day of any charge or usage.
    pub from: Option<NaiveDate>,
    /// The day after the last that they cover.
    pub to: Option<NaiveDate>,
    /// Whether it was opened for reading only.
    pub read_only: bool,
}

impl Book {
    /// The book at a glance.
    pub fn info(&self) -> Result<BookInfo> {
        self.remembered(Asked::Info, || self.read_info())
            .map_err(|error| self.named(error))
    }

    /// The days of all charges and usage; `None` before there is any.
    pub fn days(&self) -> Result<Option<Period>> {
        self.remembered(Asked::Covered, || self.read_days())
            .map_err(|error| self.named(error))
    }

    /// The days that a book without charges and usage knows: of seat lists and KPIs, else, where it has contracts or
    /// budgets, up to the day of its newest import.
    pub fn days_beside(&self) -> Result<Option<Period>> {
        self.read_days_beside().map_err(|error| self.named(error))
    }

    /// The day of the newest import.
    pub fn newest_import_day(&self) -> Result<Option<NaiveDate>> {
        self.remembered(Asked::NewestImport, || self.read_newest_import())
            .map_err(|error| self.named(error))
    }

    fn read_newest_import(&self) -> Result<Option<NaiveDate>> {
        let read = "SELECT max(at) FROM import WHERE undone = 0";
        let at: Option<String> = self.conn.query_row(read, (), |row| row.get(0))?;
        Ok(at.and_then(|at| at.get(..10)?.parse().ok()))
    }

    /// Currencies in which anything is billed, the most frequent first.
    pub fn currencies(&self) -> Result<Vec<Currency>> {
        self.remembered(Asked::Currencies, || self.read_currencies())
            .map_err(|error| self.named(error))
    }

    fn read_currencies(&self) -> Result<Vec<Currency>> {
        let sql = "SELECT coalesce(text, '') FROM
                   (SELECT currency, sum(facts) AS facts FROM charge_by_model
                    GROUP BY currency HAVING sum(billed_n) > 0)
                   LEFT JOIN word ON word.id = currency ORDER BY facts DESC, 1";
        let mut query = self.conn.prepare_cached(sql)?;
        let found = query.query_map((), |row| Ok(Currency::new(&row.get::<_, String>(0)?)))?;
        Ok(found.collect::<std::result::Result<_, _>>()?)
    }

    fn read_days_beside(&self) -> Result<Option<Period>> {
        let listed = "SELECT min(day), max(day) FROM (SELECT day FROM seat WHERE live = 1 AND day <> 0
                      UNION ALL SELECT day FROM kpi WHERE live = 1 AND day <> 0)";
        let (from, last): (Option<i64>, Option<i64>) = self
            .conn
            .query_row(listed, (), |row| Ok((row.get(0)?, row.get(1)?)))?;
        if let Some((from, last)) = from.and_then(days::day).zip(last.and_then(days::day)) {
            return Ok(Some(Period::new(from, last + Days::new(1))));
        }
        let promised = "SELECT EXISTS (SELECT 1 FROM contract WHERE live = 1) OR EXISTS (SELECT 1 FROM budget WHERE live = 1)";
        if !self.conn.query_row(promised, (), |row| row.get(0))? {
            return Ok(None);
        }
        let day = self.read_newest_import()?;
        Ok(day.map(|day| Period::new(Grain::Month.start(day), day + Days::new(1))))
    }

    fn read_days(&self) -> Result<Option<Period>> {
        let (first, last) = (end_of_import("min"), end_of_import("max"));
        let sql = format!("SELECT min({first}), max({last}) FROM import WHERE undone = 0");
        let (from, last): (Option<i64>, Option<i64>) = self
            .conn
            .query_row(&sql, (), |row| Ok((row.get(0)?, row.get(1)?)))?;
        let days = from.and_then(days::day).zip(last.and_then(days::day));
        let Some((from, last)) = days else {
            return Ok(None);
        };
        let next = last + Days::new(1);
        let ends = [Some(next), self.billed_until(last)?, self.used_until()?];
        Ok(ends.into_iter().max().flatten().map(|to| Period::new(from, to)))
    }

    /// The day after the last that totals of usage cover, within what has passed when the newest import came in.
    fn used_until(&self) -> Result<Option<NaiveDate>> {
        let long = "SELECT max(until) FROM usage_by_person WHERE until > day + 1";
        let until: Option<i64> = self.conn.query_row(long, (), |row| row.get(0))?;
        let passed = self.read_newest_import()?.map(|day| day + Days::new(1));
        Ok(until.and_then(days::day).min(passed))
    }

    /// Where the newest month has nothing but charges of more than one day: the day after the last that they cover, within
    /// that month and what has passed when the newest import came in. A bill of years, or in advance, is not known so far.
    fn billed_until(&self, last: NaiveDate) -> Result<Option<NaiveDate>> {
        let month = Grain::Month.start(last);
        let long =
            "SELECT count(*), max(until) FROM charge_row WHERE until > day + 1 AND day >= ?1 AND live = 1";
        let (long, until): (i64, Option<i64>) = self
            .conn
            .prepare_cached(long)?
            .query_row([days::number(month)], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let Some(until) = until.and_then(days::day) else {
            return Ok(None);
        };
        let of_month = LOOKED_AT.map(|(rollup, _)| {
            format!(
                "(SELECT coalesce(sum(facts), 0) FROM import CROSS JOIN {rollup} r ON r.import = import.id AND r.month = ?1
                 WHERE undone = 0)"
            )
        });
        let sql = format!("SELECT {}", of_month.join(" + "));
        let all: i64 = self
            .conn
            .query_row(&sql, [days::number(month)], |row| row.get(0))?;
        let passed = self.read_newest_import()?.map(|day| day + Days::new(1));
        let end = [Some(until), Some(Grain::Month.next(month)), passed]
            .into_iter()
            .flatten()
            .min();
        Ok(end.filter(|_| all == long))
    }

    fn read_info(&self) -> Result<BookInfo> {
        let name = self.get_json("book", "name")?;
        let journal = "SELECT count(*), min(at), max(at) FROM import WHERE undone = 0";
        let (imports, first_import, last_import) = self.conn.query_row(journal, (), |row| {
            Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?))
        })?;
        let days = self.read_days()?;
        let summed = "SELECT (SELECT coalesce(sum(facts), 0) FROM charge_by_model)
                      + (SELECT coalesce(sum(facts), 0) FROM usage_by_model)";
        let mut facts: i64 = self.conn.query_row(summed, (), |row| row.get(0))?;
        for table in TABLES
            .iter()
            .filter(|table| !matches!(table.kind, Kind::Charge | Kind::Usage))
        {
            let count = format!("SELECT count(*) FROM {} WHERE live = 1", table.name);
            facts += self.conn.query_row(&count, (), |row| row.get::<_, i64>(0))?;
        }
        Ok(BookInfo {
            path: self.path.clone(),
            name: name
                .and_then(|name| name.as_str().map(str::to_owned))
                .unwrap_or_default(),
            first_import,
            last_import,
            version: version(&self.conn)?,
            bytes: size(&self.path) + size(&side_file(&self.path, "-wal")),
            imports: imports as u64,
            facts: facts as u64,
            from: days.map(|days| days.from),
            to: days.map(|days| days.to),
            read_only: self.is_read_only(),
        })
    }
}

fn size(path: &std::path::Path) -> u64 {
    std::fs::metadata(path).map_or(0, |data| data.len())
}
