//! Charges as they are kept, one after the other in the order they came in: for exports. Sums nothing.

use std::collections::HashMap;

use model::{Amount, Category, Charge, Covered, Currency, Identity, Origin, Period, TokenClass};
use rusqlite::Row;

use crate::book::Book;
use crate::days;
use crate::error::Result;
use crate::groups::{Decoder, pairs_of};
use crate::tables::Kind;

/// Columns before those of the table.
const BEFORE: &str = "import, tab, line";
const FIRST: usize = 3;

impl Book {
    /// Gives every live charge whose day lies in a period (or all), and the import that brought it, until told to stop.
    pub fn each_charge<E>(
        &self,
        period: Option<Period>,
        give: &mut dyn FnMut(i64, &Charge) -> Result<(), E>,
    ) -> Result<Result<(), E>> {
        self.read_charges(period, give).map_err(|error| self.named(error))
    }

    fn read_charges<E>(
        &self,
        period: Option<Period>,
        give: &mut dyn FnMut(i64, &Charge) -> Result<(), E>,
    ) -> Result<Result<(), E>> {
        let table = Kind::Charge.table();
        let sql = format!(
            "SELECT {BEFORE}, {} FROM charge WHERE live = 1 AND day >= ?1 AND day < ?2 ORDER BY id",
            table.list()
        );
        let (from, to) = period.map_or((i64::MIN, i64::MAX), |period| {
            (days::number(period.from), days::number(period.to))
        });
        let mut reader = Reader {
            words: Decoder::new(self)?,
            identities: HashMap::new(),
            tags: HashMap::new(),
            book: self,
        };
        let mut query = self.conn.prepare(&sql)?;
        let mut rows = query.query([from, to])?;
        while let Some(row) = rows.next()? {
            let charge = reader.charge(row)?;
            if let Err(error) = give(row.get(0)?, &charge) {
                return Ok(Err(error));
            }
        }
        Ok(Ok(()))
    }
}

/// Turns rows into charges, remembering what it has looked up.
struct Reader<'b> {
    book: &'b Book,
    words: Decoder<'b>,
    identities: HashMap<i64, Identity>,
    tags: HashMap<i64, Vec<(String, String)>>,
}

impl Reader<'_> {
    fn charge(&mut self, row: &Row<'_>) -> Result<Charge> {
        let mut charge = Charge {
            origin: Origin {
                table: row.get(1)?,
                row: row.get::<_, i64>(2)? as u64,
            },
            billing_month: days::day(number(row, "billing_month")?),
            period: period(row)?,
            token_class: listed(TokenClass::ALL, number(row, "token_class")?),
            identity: self.identity(number(row, "who")?)?,
            category: listed(Category::ALL, number(row, "category")?),
            correction: number(row, "correction")? != 0,
            currency: Currency::new(&self.word(row, "currency")?),
            billed: amount(row, "billed")?,
            list: amount(row, "list")?,
            effective: amount(row, "effective")?,
            estimated: amount(row, "estimated")?,
            covered: if number(row, "covered")? == 0 {
                Covered::No
            } else {
                Covered::Seat
            },
            quantity: row.get(place("quantity"))?,
            provisional: number(row, "provisional")? != 0,
            tags: self.tags(number(row, "tags")?)?,
            ..Charge::default()
        };
        for (column, text) in [
            ("provider", &mut charge.provider),
            ("service", &mut charge.service),
            ("sku", &mut charge.sku),
            ("model", &mut charge.model),
            ("account", &mut charge.account),
            ("project", &mut charge.project),
            ("tool", &mut charge.tool),
            ("cost_centre", &mut charge.cost_centre),
            ("unit", &mut charge.unit),
            ("invoice", &mut charge.invoice),
        ] {
            *text = self.word(row, column)?;
        }
        Ok(charge)
    }

    fn word(&mut self, row: &Row<'_>, column: &str) -> Result<String> {
        self.words.word(number(row, column)?)
    }

    fn identity(&mut self, id: i64) -> Result<Identity> {
        if let Some(known) = self.identities.get(&id) {
            return Ok(known.clone());
        }
        let sql = "SELECT source, ext, email, name FROM identity WHERE id = ?1";
        let parts: [i64; 4] = self.book.conn.prepare_cached(sql)?.query_row([id], |row| {
            Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?])
        })?;
        let mut texts = [const { String::new() }; 4];
        for (text, part) in texts.iter_mut().zip(parts) {
            *text = self.words.word(part)?;
        }
        let [source, id_text, email, name] = texts;
        let identity = Identity {
            source,
            id: id_text,
            email,
            name,
        };
        Ok(self.identities.entry(id).or_insert(identity).clone())
    }

    fn tags(&mut self, id: i64) -> Result<Vec<(String, String)>> {
        if let Some(known) = self.tags.get(&id) {
            return Ok(known.clone());
        }
        let sql = "SELECT pairs FROM tag_set WHERE id = ?1";
        let pairs: String = self
            .book
            .conn
            .prepare_cached(sql)?
            .query_row([id], |row| row.get(0))?;
        let mut tags = Vec::new();
        for (key, value) in pairs_of(&pairs) {
            tags.push((self.words.word(key)?, self.words.word(value)?));
        }
        Ok(self.tags.entry(id).or_insert(tags).clone())
    }
}

fn place(column: &str) -> usize {
    FIRST + Kind::Charge.table().column(column)
}

fn number(row: &Row<'_>, column: &str) -> Result<i64> {
    Ok(row.get(place(column))?)
}

fn amount(row: &Row<'_>, column: &str) -> Result<Option<Amount>> {
    Ok(row.get::<_, Option<i64>>(place(column))?.map(Amount))
}

/// A charge without days of its own has none here either; it is known by its billing month.
fn period(row: &Row<'_>) -> Result<Option<Period>> {
    let (from, to) = (days::day(number(row, "day")?), days::day(number(row, "until")?));
    Ok(from.zip(to).map(|(from, to)| Period { from, to }))
}

fn listed<T: Copy + Default>(all: &[T], at: i64) -> T {
    usize::try_from(at)
        .ok()
        .and_then(|at| all.get(at).copied())
        .unwrap_or_default()
}
