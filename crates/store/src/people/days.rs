//! What each person did on each day with each tool. Charges, seats and scheduled runs of nobody are not here.

use std::collections::BTreeMap;

use model::{Period, PersonDay};

use super::activity::{Everybody, add};
use super::used::{CACHED, HAS_COST, INPUT, OUTPUT, REQUESTS, TOKENS, UNTOLD};
use super::words::Words;
use crate::book::Book;
use crate::days;
use crate::error::Result;
use crate::memo::Asked;

/// Person, first day, end, tool, provider, whether automated.
type At = (i64, i64, i64, i64, i64, bool);

impl Book {
    /// Usage that names somebody, added up per person, days, tool and kind of run, inside a period; in that order.
    /// Lines of several days (a monthly total) keep their span. Usage of people who left before it is not counted.
    pub fn person_days(&self, period: Period) -> Result<Vec<PersonDay>> {
        self.remembered(Asked::Days(period), || self.read_person_days(period))
            .map_err(|error| self.named(error))
    }

    fn read_person_days(&self, period: Period) -> Result<Vec<PersonDay>> {
        let roster = self.roster()?;
        let everybody = Everybody::of(&roster, period);
        let sql = format!(
            "SELECT who, day, until, tool, provider, automated, facts, {TOKENS}, {REQUESTS}, nullif(active_days, 0),
             {HAS_COST}, {INPUT}, {CACHED}, {OUTPUT}, {UNTOLD}
             FROM usage_by_person WHERE who <> 0 AND day >= ?1 AND day < ?2"
        );
        let mut query = self.conn.prepare_cached(&sql)?;
        let mut rows = query.query((days::number(period.from), days::number(period.to)))?;
        let mut found: BTreeMap<At, PersonDay> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let Some(person) = everybody.number(&roster, row.get(0)?) else {
                continue;
            };
            let (day, until) = (row.get(1)?, row.get(2)?);
            let at = (person, day, until, row.get(3)?, row.get(4)?, row.get(5)?);
            let Some(from) = days::day(day) else { continue };
            let found = found.entry(at).or_insert_with(|| PersonDay {
                person,
                day: from,
                days: (until - day).max(1) as u32,
                is_automated: at.5,
                ..PersonDay::default()
            });
            found.lines += row.get::<_, i64>(6)? as u32;
            add(&mut found.tokens, row.get(7)?);
            add(&mut found.requests, row.get(8)?);
            found.stated_days = found.stated_days.max(row.get::<_, Option<i64>>(9)?);
            found.has_cost |= row.get::<_, bool>(10)?;
            let classes = [
                &mut found.input,
                &mut found.cache_read,
                &mut found.output,
                &mut found.untold,
            ];
            for (at, sum) in classes.into_iter().enumerate() {
                add(sum, row.get(11 + at)?);
            }
        }
        let mut words = Words::new(&self.conn);
        let named = found.into_iter().map(|(at, day)| {
            Ok(PersonDay {
                tool: words.text(at.3)?.to_owned(),
                provider: words.text(at.4)?.to_owned(),
                ..day
            })
        });
        named.collect()
    }
}
