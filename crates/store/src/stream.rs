//! Charges and usage as they are kept, one after the other in the order they came in: for exports. Sums nothing.

use std::collections::HashMap;

use model::{
    Amount, Category, Charge, Covered, Currency, Identity, Origin, Period, Tags, Terms, TokenClass, Usage,
    What, Whose,
};
use rusqlite::Row;

use crate::book::Book;
use crate::days;
use crate::error::{Result, StoreError};
use crate::groups::{Decoder, listed, pairs_of};
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
        self.each(Kind::Charge, period, &mut |reader, row| {
            Ok(give(row.get(0)?, &reader.charge(row)?))
        })
        .map_err(|error| self.named(error))
    }

    /// Gives every live line of usage, as [`Self::each_charge`] gives charges.
    pub fn each_usage<E>(
        &self,
        period: Option<Period>,
        give: &mut dyn FnMut(i64, &Usage) -> Result<(), E>,
    ) -> Result<Result<(), E>> {
        self.each(Kind::Usage, period, &mut |reader, row| {
            Ok(give(row.get(0)?, &reader.usage(row)?))
        })
        .map_err(|error| self.named(error))
    }

    fn each<E>(&self, kind: Kind, period: Option<Period>, give: GiveRow<'_, E>) -> Result<Result<(), E>> {
        let (table, columns) = (kind.table().name, kind.table().list());
        let sql = format!(
            "SELECT {BEFORE}, {columns} FROM {table} WHERE live = 1 AND day >= ?1 AND day < ?2 ORDER BY id"
        );
        let (from, to) = period.map_or((i64::MIN, i64::MAX), |period| {
            (days::number(period.from), days::number(period.to))
        });
        let mut reader = Reader {
            kind,
            words: Decoder::new(self)?,
            identities: HashMap::new(),
            tags: HashMap::new(),
            book: self,
        };
        let mut query = self.conn.prepare(&sql)?;
        let mut rows = query.query([from, to])?;
        while let Some(row) = rows.next()? {
            if let Err(error) = give(&mut reader, row)? {
                return Ok(Err(error));
            }
        }
        Ok(Ok(()))
    }
}

/// Is given each row; answers whether to go on.
type GiveRow<'g, E> = &'g mut dyn FnMut(&mut Reader<'_>, &Row<'_>) -> Result<Result<(), E>>;

/// Turns rows into facts, remembering what it has looked up.
struct Reader<'b> {
    kind: Kind,
    book: &'b Book,
    words: Decoder<'b>,
    identities: HashMap<i64, Identity>,
    tags: HashMap<i64, Tags>,
}

impl Reader<'_> {
    fn charge(&mut self, row: &Row<'_>) -> Result<Charge> {
        Ok(Charge {
            origin: origin(row)?,
            billing_month: days::day(self.number(row, "billing_month")?),
            period: self.period(row)?,
            what: self.what(row)?.into(),
            whose: self.whose(row)?.into(),
            billed: self.amount(row, "billed")?,
            list: self.amount(row, "list")?,
            effective: self.amount(row, "effective")?,
            estimated: self.amount(row, "estimated")?,
            quantity: self.maybe(row, "quantity")?,
            ..Charge::default()
        })
    }

    fn what(&mut self, row: &Row<'_>) -> Result<What> {
        Ok(What {
            provider: self.word(row, "provider")?,
            service: self.word(row, "service")?,
            sku: self.word(row, "sku")?,
            model: self.word(row, "model")?,
            token_class: listed(TokenClass::ALL, self.number(row, "token_class")?).unwrap_or_default(),
            category: listed(Category::ALL, self.number(row, "category")?).unwrap_or_default(),
            correction: self.number(row, "correction")? != 0,
            currency: Currency::new(&self.word(row, "currency")?),
            covered: if self.number(row, "covered")? == 0 {
                Covered::No
            } else {
                Covered::Seat
            },
            unit: self.word(row, "unit")?,
            provisional: self.number(row, "provisional")? != 0,
        })
    }

    fn whose(&mut self, row: &Row<'_>) -> Result<Whose> {
        Ok(Whose {
            account: self.word(row, "account")?,
            project: self.word(row, "project")?,
            tool: self.word(row, "tool")?,
            identity: self.identity(row)?,
            cost_centre: self.word(row, "cost_centre")?,
            invoice: self.word(row, "invoice")?,
            tags: self.tags(row)?,
        })
    }

    fn usage(&mut self, row: &Row<'_>) -> Result<Usage> {
        Ok(Usage {
            origin: origin(row)?,
            period: self.period(row)?,
            identity: self.identity(row)?,
            provider: self.word(row, "provider")?,
            tool: self.word(row, "tool")?,
            model: self.word(row, "model")?,
            token_class: listed(TokenClass::ALL, self.number(row, "token_class")?).unwrap_or_default(),
            project: self.word(row, "project")?,
            tokens: self.maybe(row, "tokens")?,
            requests: self.maybe(row, "requests")?,
            active_days: self.maybe(row, "active_days")?.map(|days| days as i32),
            automated: self.number(row, "automated")? != 0,
            estimated: self.amount(row, "estimated")?,
            currency: Currency::new(&self.word(row, "currency")?),
            terms: Terms::parse(&self.word(row, "terms")?),
            ..Usage::default()
        })
    }

    fn place(&self, column: &str) -> usize {
        FIRST + self.kind.table().column(column)
    }

    fn number(&self, row: &Row<'_>, column: &str) -> Result<i64> {
        Ok(row.get(self.place(column))?)
    }

    fn maybe(&self, row: &Row<'_>, column: &str) -> Result<Option<i64>> {
        Ok(row.get(self.place(column))?)
    }

    fn amount(&self, row: &Row<'_>, column: &str) -> Result<Option<Amount>> {
        Ok(self.maybe(row, column)?.map(Amount))
    }

    /// A fact without days of its own has none here either; a charge is then known by its billing month.
    fn period(&self, row: &Row<'_>) -> Result<Option<Period>> {
        let day = |column| Ok::<_, StoreError>(days::day(self.number(row, column)?));
        Ok(day("day")?
            .zip(day("until")?)
            .map(|(from, to)| Period { from, to }))
    }

    fn word(&mut self, row: &Row<'_>, column: &str) -> Result<String> {
        self.words.word(self.number(row, column)?)
    }

    fn identity(&mut self, row: &Row<'_>) -> Result<Identity> {
        let id = self.number(row, "who")?;
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

    fn tags(&mut self, row: &Row<'_>) -> Result<Tags> {
        let id = self.number(row, "tags")?;
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
        Ok(self.tags.entry(id).or_insert(tags.into()).clone())
    }
}

fn origin(row: &Row<'_>) -> Result<Origin> {
    Ok(Origin {
        table: row.get(1)?,
        row: row.get::<_, i64>(2)? as u64,
    })
}
