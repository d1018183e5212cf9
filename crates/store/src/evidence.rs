//! What the book knows that the money of an import under way can be held against. Judges nothing: whether something is
//! odd is for the caller to say.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use model::{Currency, ImportId, Measure, Period, TokenClass, Total};
use rusqlite::{Connection, Row};

use crate::days;
use crate::error::Result;
use crate::import::ImportTx;
use crate::import::scoped::range;
use crate::rollup::{LOOKED_AT, joined};
use crate::tables::Kind;

/// Money or usage of one import and vendor on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayMoney {
    /// Whose.
    pub import: ImportId,
    /// Vendor, as the facts write it.
    pub provider: Arc<str>,
    /// Currency.
    pub currency: Currency,
    /// First day of the charges.
    pub day: NaiveDate,
    /// Facts that count.
    pub facts: u64,
    /// What was added up, in the order of [`MEASURES`]; `None` where no fact carries it.
    pub sums: [Option<Total>; 4],
}

/// The measures of [`DayMoney::sums`]: of charges, and of usage.
pub const MEASURES: [[Measure; 4]; 2] = [
    [
        Measure::Billed,
        Measure::Effective,
        Measure::List,
        Measure::Estimated,
    ],
    [
        Measure::Tokens,
        Measure::Requests,
        Measure::Estimated,
        Measure::Estimated,
    ],
];

/// Money and quantity of one kind of charge of the import under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priced {
    /// Vendor.
    pub provider: String,
    /// Model, if stated.
    pub model: String,
    /// Class.
    pub class: TokenClass,
    /// Currency.
    pub currency: Currency,
    /// Unit of the quantity.
    pub unit: String,
    /// List price, or what was billed where there is none.
    pub amount: Total,
    /// Quantity in millionths.
    pub quantity: i128,
}

/// Seats of the import under way: money and seat-months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatPrice {
    /// Vendor.
    pub provider: String,
    /// Currency.
    pub currency: Currency,
    /// Billed.
    pub amount: Total,
    /// Seats × months, in millionths.
    pub seat_months: i128,
}

/// Tokens of one kind on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tokens {
    /// Whose.
    pub import: ImportId,
    /// Vendor.
    pub provider: String,
    /// Model.
    pub model: String,
    /// Class.
    pub class: TokenClass,
    /// Day.
    pub day: NaiveDate,
    /// Tokens.
    pub tokens: i128,
}

/// By what the charges of one import, vendor and currency are told apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Charges.
    pub facts: u64,
    /// Dimensions with how many of the charges state them.
    pub dimensions: Vec<(&'static str, u64)>,
    /// Accounts named, at most a hundred.
    pub accounts: Vec<String>,
}

const SHAPES: &[&str] = &[
    "service",
    "sku",
    "model",
    "account",
    "project",
    "who",
    "cost_centre",
    "invoice",
    "tags",
];
const USAGE_SHAPES: &[&str] = &["tool", "model", "token_class", "project", "who"];

impl ImportTx<'_> {
    /// Money (or usage) per import, vendor and day: this import's, and that of the others that are wanted within so many
    /// days of it.
    pub fn by_day(
        &mut self,
        (usage, within): (bool, u32),
        is_wanted: &dyn Fn(ImportId) -> bool,
    ) -> Result<Vec<Arc<DayMoney>>> {
        self.settle()?;
        let conn = &self.book.conn;
        let own = read_days(conn, usage, "import = ?1 AND ?1 = ?2", (self.id, self.id))?;
        let days = own.iter().map(|day| days::number(day.day));
        let Some((from, to)) = days.clone().min().zip(days.max()) else {
            return Ok(Vec::new());
        };
        let within = i64::from(within);
        let (from, to) = (from - within, to + within);
        if self.changes.has_touched_others() {
            let mut all = read_days(conn, usage, "day BETWEEN ?1 AND ?2", (from, to))?;
            all.retain(|day| day.import == self.id || is_wanted(day.import));
            return Ok(all.into_iter().map(Arc::new).collect());
        }
        let mut known = self.book.known.borrow_mut();
        let others = known.days(conn, (usage, self.id), (from, to), is_wanted)?;
        let near = others.filter(|day| (from..=to).contains(&days::number(day.day)));
        Ok(own.into_iter().map(Arc::new).chain(near.cloned()).collect())
    }

    /// Whether anything of an import is hidden behind other facts.
    pub fn has_hidden(&mut self, import: ImportId, usage: bool) -> Result<bool> {
        self.settle()?;
        let table = fact(usage).table();
        let Some((first, last)) = range(&self.book.conn, import, table)? else {
            return Ok(false);
        };
        let sql = format!(
            "SELECT EXISTS (SELECT 1 FROM {} WHERE id BETWEEN ?1 AND ?2 AND live = 0)",
            table.name
        );
        let mut query = self.book.conn.prepare_cached(&sql)?;
        Ok(query.query_row((first, last), |row| row.get(0))?)
    }

    /// The days on which one import has facts by vendor and currency, hidden ones too; without sums.
    pub fn days_ever(&mut self, import: ImportId, usage: bool) -> Result<Vec<Arc<DayMoney>>> {
        self.settle()?;
        let table = fact(usage).table();
        let Some((first, last)) = range(&self.book.conn, import, table)? else {
            return Ok(Vec::new());
        };
        let sql = format!(
            "SELECT p.text, c.text, day, count(*) FROM {} fact JOIN word p ON p.id = provider
             JOIN word c ON c.id = {} WHERE fact.id BETWEEN ?1 AND ?2 AND day <> 0 GROUP BY provider, c.id, day",
            table.name,
            if usage { "0" } else { "currency" }
        );
        let mut query = self.book.conn.prepare_cached(&sql)?;
        let days = query.query_map((first, last), |row| {
            Ok(Arc::new(DayMoney {
                import,
                provider: row.get(0)?,
                currency: Currency::new(row.get_ref(1)?.as_str()?),
                day: day(row, 2)?,
                facts: row.get::<_, i64>(3)? as u64,
                sums: [None; 4],
            }))
        })?;
        Ok(days.collect::<Result<_, _>>()?)
    }

    /// Money of every import on some days.
    pub fn money_in(&mut self, days: Period) -> Result<Vec<DayMoney>> {
        self.settle()?;
        let span = (days::number(days.from), days::number(days.to));
        read_days(&self.book.conn, false, "day >= ?1 AND day < ?2", span)
    }

    /// Money and quantity of an import by model, class and unit, where every charge states both.
    pub fn prices(&mut self, import: ImportId) -> Result<Vec<Priced>> {
        self.settle()?;
        let sql = "SELECT p.text, m.text, token_class, c.text, u.text,
                   sum(CASE WHEN list_n > 0 THEN list_hi ELSE billed_hi END),
                   sum(CASE WHEN list_n > 0 THEN list_lo ELSE billed_lo END),
                   sum(quantity_hi), sum(quantity_lo) FROM charge_by_model
                   JOIN word p ON p.id = provider JOIN word m ON m.id = model
                   JOIN word c ON c.id = currency JOIN word u ON u.id = unit
                   WHERE import = ?1 AND quantity_n = facts AND (list_n = facts OR billed_n = facts) AND unit <> 0
                   GROUP BY provider, model, token_class, currency, unit";
        let mut query = self.book.conn.prepare_cached(sql)?;
        let rows = query.query_map([import], |row| {
            Ok(Priced {
                provider: row.get(0)?,
                model: row.get(1)?,
                class: class(row, 2)?,
                currency: Currency::new(&row.get::<_, String>(3)?),
                unit: row.get(4)?,
                amount: Total(joined(row.get(5)?, row.get(6)?)),
                quantity: joined(row.get(7)?, row.get(8)?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Money and seat-months of this import's charges in a unit of seats. A charge of at most a month and a half is
    /// one month.
    pub fn seat_prices(&mut self) -> Result<Vec<SeatPrice>> {
        self.settle()?;
        let Some((first, last)) = range(&self.book.conn, self.id, Kind::Charge.table())? else {
            return Ok(Vec::new());
        };
        let units = "SELECT group_concat(id) FROM word WHERE (lower(text) LIKE '%seat%' OR lower(text) LIKE '%licen_e%'
                     OR lower(text) LIKE 'user%') AND id IN (SELECT unit FROM charge_by_model WHERE import = ?1)";
        let units: Option<String> = self.book.conn.query_row(units, [self.id], |row| row.get(0))?;
        let Some(units) = units else {
            return Ok(Vec::new());
        };
        let sql = format!("SELECT p.text, c.text, sum(billed >> 32), sum(billed & 0xffffffff),
                   sum(quantity * max(1, (until - day + 15) / 30)) FROM charge
                   JOIN word p ON p.id = provider JOIN word c ON c.id = currency
                   WHERE charge.id BETWEEN ?1 AND ?2 AND live = 1 AND billed > 0 AND quantity BETWEEN 1 AND 1000000000000
                   AND unit IN ({units}) GROUP BY provider, currency");
        let mut query = self.book.conn.prepare(&sql)?;
        let rows = query.query_map((first, last), |row| {
            Ok(SeatPrice {
                provider: row.get(0)?,
                currency: Currency::new(&row.get::<_, String>(1)?),
                amount: Total(joined(row.get(2)?, row.get(3)?)),
                seat_months: i128::from(row.get::<_, i64>(4)?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Tokens by import, model, class and day in some days.
    pub fn tokens(&mut self, days: Period) -> Result<Vec<Tokens>> {
        self.settle()?;
        let sql = "SELECT import, p.text, m.text, token_class, day, sum(tokens_hi), sum(tokens_lo)
                   FROM usage_by_model JOIN word p ON p.id = provider JOIN word m ON m.id = model
                   WHERE day >= ?1 AND day < ?2 AND tokens_n > 0 GROUP BY import, provider, model, token_class, day";
        let mut query = self.book.conn.prepare_cached(sql)?;
        let span = (days::number(days.from), days::number(days.to));
        let rows = query.query_map(span, |row| {
            Ok(Tokens {
                import: row.get(0)?,
                provider: row.get(1)?,
                model: row.get(2)?,
                class: class(row, 3)?,
                day: day(row, 4)?,
                tokens: joined(row.get(5)?, row.get(6)?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// By what the charges (or usage) of one import, vendor and currency that count are told apart.
    pub fn shape(&mut self, of: &DayMoney, usage: bool) -> Result<Arc<Shape>> {
        self.settle()?;
        let key = (
            of.import,
            usage,
            Arc::clone(&of.provider),
            of.currency.code().to_owned(),
        );
        let is_committed = of.import != self.id && !self.changes.has_touched_others();
        let mut known = self.book.known.borrow_mut();
        let shapes = if is_committed {
            &mut known.shapes
        } else {
            &mut self.shapes
        };
        if let Some(shape) = shapes.get(&key) {
            return Ok(Arc::clone(shape));
        }
        let shape = Arc::new(read_shape(&self.book.conn, of, usage)?);
        shapes.insert(key, Arc::clone(&shape));
        Ok(shape)
    }

    /// The models that one import has charges (or usage) of on some days, of one vendor and currency, by day. Models are given
    /// as the book numbers them.
    pub fn models(
        &mut self,
        of: &DayMoney,
        usage: bool,
        days: &BTreeSet<NaiveDate>,
    ) -> Result<BTreeSet<(NaiveDate, i64)>> {
        self.settle()?;
        let conn = &self.book.conn;
        let Some((first, last)) = range(conn, of.import, fact(usage).table())? else {
            return Ok(BTreeSet::new());
        };
        let sql = format!("SELECT DISTINCT day, model {}", those(usage));
        let with = rusqlite::named_params! {
            ":first": first, ":last": last, ":provider": of.provider, ":currency": of.currency.code(),
        };
        let mut query = conn.prepare_cached(&sql)?;
        let models = query.query_map(with, |row| Ok((day(row, 0)?, row.get(1)?)))?;
        let mut models: BTreeSet<_> = models.collect::<Result<_, _>>()?;
        models.retain(|(day, _)| days.contains(day));
        Ok(models)
    }
}

/// Money (or usage) by import, vendor and day, of the rows of a roll-up that fulfil a condition on two numbers.
pub(crate) fn read_days(
    conn: &Connection,
    usage: bool,
    which: &str,
    numbers: (i64, i64),
) -> Result<Vec<DayMoney>> {
    let (rollup, _) = LOOKED_AT[usize::from(usage)];
    let sums = MEASURES[usize::from(usage)].map(|measure| {
        let name = measure.id();
        format!("sum({name}_hi), sum({name}_lo), sum({name}_n)")
    });
    let sql = format!(
        "SELECT import, p.text, c.text, day, sum(facts), {} FROM {rollup}
         JOIN word p ON p.id = provider JOIN word c ON c.id = {}
         WHERE {which} AND day <> 0 GROUP BY 1, provider, c.id, 4",
        sums.join(", "),
        if usage { "0" } else { "currency" }
    );
    let mut query = conn.prepare_cached(&sql)?;
    let rows = query.query_map(numbers, |row| {
        let sum = |at: usize| -> rusqlite::Result<Option<Total>> {
            let stated: i64 = row.get(at + 2)?;
            Ok((stated > 0).then_some(Total(joined(row.get(at)?, row.get(at + 1)?))))
        };
        Ok(DayMoney {
            import: row.get(0)?,
            provider: row.get(1)?,
            currency: Currency::new(row.get_ref(2)?.as_str()?),
            day: day(row, 3)?,
            facts: row.get::<_, i64>(4)? as u64,
            sums: [sum(5)?, sum(8)?, sum(11)?, sum(14)?],
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn read_shape(conn: &Connection, of: &DayMoney, usage: bool) -> Result<Shape> {
    let kind = fact(usage);
    let Some((first, last)) = range(conn, of.import, kind.table())? else {
        return Ok(Shape::default());
    };
    let (names, account) = if usage {
        (USAGE_SHAPES, "0")
    } else {
        (SHAPES, "account")
    };
    let those = those(usage);
    let counts: Vec<String> = names
        .iter()
        .map(|name| format!("count(nullif({name}, 0))"))
        .collect();
    let with = rusqlite::named_params! {
        ":first": first, ":last": last, ":provider": of.provider, ":currency": of.currency.code(),
    };
    let sql = format!("SELECT count(*), {} {those}", counts.join(", "));
    let (facts, dimensions) = conn.prepare_cached(&sql)?.query_row(with, |row| {
        let stated = names.iter().enumerate();
        let stated = stated.map(|(at, name)| Ok((*name, row.get::<_, i64>(at + 1)? as u64)));
        Ok((row.get::<_, i64>(0)?, stated.collect::<rusqlite::Result<_>>()?))
    })?;
    let sql = format!(
        "SELECT text FROM word WHERE id IN (SELECT DISTINCT {account} {those} AND {account} <> 0 LIMIT 100) ORDER BY 1"
    );
    let mut query = conn.prepare_cached(&sql)?;
    let accounts = query.query_map(with, |row| row.get(0))?;
    Ok(Shape {
        facts: facts as u64,
        dimensions,
        accounts: accounts.collect::<Result<_, _>>()?,
    })
}

/// The facts between `:first` and `:last` that count, of `:provider` and, of money, in `:currency`.
fn those(usage: bool) -> String {
    let currency = if usage {
        ""
    } else {
        "AND currency = (SELECT id FROM word WHERE text = :currency)"
    };
    format!(
        "FROM {} WHERE id BETWEEN :first AND :last AND live = 1 AND :currency IS NOT NULL
         AND provider = (SELECT id FROM word WHERE text = :provider) {currency}",
        fact(usage).table().name
    )
}

fn fact(usage: bool) -> Kind {
    if usage { Kind::Usage } else { Kind::Charge }
}

fn day(row: &Row<'_>, at: usize) -> rusqlite::Result<NaiveDate> {
    Ok(days::day(row.get(at)?).unwrap_or_default())
}

fn class(row: &Row<'_>, at: usize) -> rusqlite::Result<TokenClass> {
    let number: i64 = row.get(at)?;
    Ok(TokenClass::ALL.get(number as usize).copied().unwrap_or_default())
}
