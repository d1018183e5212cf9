//! Seats that bills sell, with the days they are for. A roll-up has only the first day of a line, so the lines themselves
//! are read, of those imports alone that have any. Says nothing of prices.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use model::{
    Category, Currency, Dimension, Filter, ImportId, Measure, Money, Period, Query, SeatLine, Total,
};

use crate::book::Book;
use crate::days;
use crate::error::Result;
use crate::groups::{Plan, Slots, visit};
use crate::import::scoped::range;
use crate::tables::{Kind, ordinal};

/// Words by which bills name seats among their units.
const SEATS: &[&str] = &["seat", "user", "licen"];

/// What tells one line of the answer from another: vendor and service, days, unit, currency.
type Line = (Vec<String>, Period, String, Currency);

impl Book {
    /// What bills of these days sell by the seat, and bills from before that still run in them. The filters hold.
    pub fn seat_lines(&self, filters: &[Filter], days: Period) -> Result<Vec<SeatLine>> {
        self.keep(format!("seat lines {filters:?} {days:?}"), || {
            self.read_seat_lines(filters, days)
        })
        .map_err(|error| self.named(error))
    }

    fn read_seat_lines(&self, filters: &[Filter], within: Period) -> Result<Vec<SeatLine>> {
        let mut slots = Slots::new(self)?;
        let (imports, units) = self.sold_by_the_seat(&mut slots)?;
        let query = Query {
            filters: filters.to_vec(),
            ..Query::of(Measure::Billed)
                .by(Dimension::Provider)
                .by(Dimension::Service)
        };
        let plan = Plan::new(self, Kind::Charge, &query)?;
        let mut found: BTreeMap<Line, (i128, i128)> = BTreeMap::new();
        for import in imports {
            let Some((first, last)) = range(&self.conn, import, Kind::Charge.table())? else {
                continue;
            };
            let condition = format!(
                "id BETWEEN {first} AND {last} AND live = 1 AND category = {} AND unit IN ({units})
                 AND quantity <> 0 AND billed IS NOT NULL AND day <> 0",
                purchase()
            );
            let sql = format!(
                "SELECT {}day, until, unit, currency, quantity, billed FROM charge WHERE {}",
                plan.selection(),
                plan.conditions(&condition)
            );
            visit(self, &plan, &sql, &mut |raw, row| {
                let at = |place: usize| row.get::<_, i64>(raw.len() + place);
                let Some((period, keys)) = period(at(0)?, at(1)?, within).zip(slots.texts(&plan, raw)?)
                else {
                    return Ok(true);
                };
                let unit = slots.decoder.word(at(2)?)?;
                let currency = Currency::new(&slots.decoder.word(at(3)?)?);
                let sums = found.entry((keys, period, unit, currency)).or_default();
                *sums = (sums.0 + i128::from(at(4)?), sums.1 + i128::from(at(5)?));
                Ok(true)
            })?;
        }
        Ok(found.into_iter().filter_map(line).collect())
    }

    /// Imports that have such lines, and the numbers of their units.
    fn sold_by_the_seat(&self, slots: &mut Slots<'_>) -> Result<(BTreeSet<ImportId>, String)> {
        let sql = "SELECT DISTINCT import, unit FROM charge_by_model
                   WHERE category = ?1 AND unit <> 0 AND quantity_n > 0";
        let mut query = self.conn.prepare_cached(sql)?;
        let mut rows = query.query([purchase()])?;
        let (mut imports, mut units) = (BTreeSet::new(), BTreeSet::new());
        while let Some(row) = rows.next()? {
            let unit: i64 = row.get(1)?;
            let text = slots.decoder.word(unit)?.to_lowercase();
            if SEATS.iter().any(|word| text.contains(word)) {
                imports.insert(row.get(0)?);
                units.insert(unit.to_string());
            }
        }
        let units: Vec<String> = units.into_iter().collect();
        Ok((imports, units.join(", ")))
    }
}

fn purchase() -> i64 {
    ordinal(Category::ALL, &Category::Purchase)
}

/// The days of a line that begins within some days or still runs in them; of a line without an end, its month.
fn period(from: i64, until: i64, within: Period) -> Option<Period> {
    let from = days::day(from)?;
    let period = days::day(until).map_or_else(|| Period::month(from), |until| Period::new(from, until));
    let last: NaiveDate = period.to.max(from + Days::new(1));
    (from < within.to && last > within.from).then_some(period)
}

fn line(((keys, period, unit, currency), (seats, amount)): (Line, (i128, i128))) -> Option<SeatLine> {
    let [provider, service]: [String; 2] = keys.try_into().ok()?;
    Some(SeatLine {
        provider,
        service,
        period,
        seats,
        unit,
        amount: Money::new(Total(amount), currency),
    })
}
