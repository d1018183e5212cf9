//! What each person did on each day with each tool. Charges, seats and scheduled runs of nobody are not here.

use std::collections::BTreeMap;

use model::{Period, PersonDay, TokenClass};

use super::activity::{Everybody, add};
use super::words::Words;
use crate::book::Book;
use crate::days;
use crate::error::Result;
use crate::groups::listed;

/// Person, first day, end, tool, provider, whether automated.
type At = (i64, i64, i64, i64, i64, bool);

impl Book {
    /// Usage that names somebody, added up per person, days, tool and kind of run, inside a period; in that order.
    /// Lines of several days (a monthly total) keep their span. Usage of people who left before it is not counted.
    pub fn person_days(&self, period: Period) -> Result<Vec<PersonDay>> {
        self.read_person_days(period).map_err(|error| self.named(error))
    }

    fn read_person_days(&self, period: Period) -> Result<Vec<PersonDay>> {
        let roster = self.roster()?;
        let everybody = Everybody::of(&roster, period);
        let sql = "SELECT who, day, until, tool, provider, automated, token_class, count(*),
                   sum(tokens), sum(requests), max(active_days), max(coalesce(estimated, 0) > 0)
                   FROM usage WHERE live = 1 AND who <> 0 AND day >= ?1 AND day < ?2 GROUP BY 1, 2, 3, 4, 5, 6, 7";
        let mut query = self.conn.prepare_cached(sql)?;
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
            found.lines += row.get::<_, i64>(7)? as u32;
            let tokens: Option<i64> = row.get(8)?;
            let of_class = match listed(TokenClass::ALL, row.get(6)?).unwrap_or_default() {
                TokenClass::Output => &mut found.output,
                TokenClass::CacheRead => &mut found.cache_read,
                TokenClass::Input | TokenClass::CacheWrite => &mut found.input,
                TokenClass::None => &mut found.untold,
            };
            add(of_class, tokens);
            add(&mut found.tokens, tokens);
            add(&mut found.requests, row.get(9)?);
            found.stated_days = found.stated_days.max(row.get::<_, Option<i64>>(10)?);
            found.has_cost |= row.get::<_, bool>(11)?;
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
