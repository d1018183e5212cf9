//! What each person did on each day with each tool. Charges, seats and scheduled runs of nobody are not here.

use std::sync::Arc;

use model::{Period, PersonDay};

use super::activity::add;
use super::used::{has_cost, placed_in, stated, untold};
use super::words::Words;
use crate::book::Book;
use crate::days;
use crate::error::Result;
use crate::memo::Asked;

/// Person, first day, end, tool, provider, whether automated.
type At = (i64, i64, i64, i64, i64, bool);

impl Book {
    /// Usage that names somebody, added up per person, days, tool and kind of run, inside a period; in that order.
    /// Lines of several days (a monthly total) keep their span; those that count in the period begin in it. Usage of people who left before it is not counted.
    /// Tokens are those of all classes together.
    pub fn person_days(&self, period: Period) -> Result<Arc<Vec<PersonDay>>> {
        self.days_of(period, false)
    }

    /// The same with the tokens of each class.
    pub fn person_days_by_class(&self, period: Period) -> Result<Arc<Vec<PersonDay>>> {
        self.days_of(period, true)
    }

    fn days_of(&self, period: Period, by_class: bool) -> Result<Arc<Vec<PersonDay>>> {
        let read = || self.read_person_days(period, by_class).map(Arc::new);
        self.remembered(Asked::Days(period, by_class), read)
            .map_err(|error| self.named(error))
    }

    fn read_person_days(&self, period: Period, by_class: bool) -> Result<Vec<PersonDay>> {
        let roster = self.roster()?;
        let everybody = self.everybody(&roster, period)?;
        let mut sums: Vec<String> = ["tokens", "requests"].map(stated).to_vec();
        if by_class {
            sums.extend(["input", "cached", "output"].map(stated));
            sums.push(untold());
        }
        let placed = placed_in(period);
        let sql = format!(
            "SELECT who, {placed}, {placed} + until - day, tool, provider, automated, facts, nullif(active_days, 0), {}, {}
             FROM usage_by_person WHERE who <> 0 AND {placed} >= ?1 AND day < ?2",
            has_cost(),
            sums.join(", ")
        );
        let mut query = self.conn.prepare_cached(&sql)?;
        let mut rows = query.query((days::number(period.from), days::number(period.to)))?;
        let mut words = Words::new(&self.conn);
        let (mut lines, mut order): (Vec<PersonDay>, Vec<(At, usize)>) = (Vec::new(), Vec::new());
        while let Some(row) = rows.next()? {
            let Some(person) = everybody.number(row.get(0)?) else {
                continue;
            };
            let (day, until): (i64, i64) = (row.get(1)?, row.get(2)?);
            let Some(from) = days::day(day) else { continue };
            let class = |at: usize| if by_class { row.get(at) } else { Ok(None) };
            let at = (person, day, until, row.get(3)?, row.get(4)?, row.get(5)?);
            order.push((at, lines.len()));
            lines.push(PersonDay {
                person,
                day: from,
                days: (until - day).max(1) as u32,
                tool: Arc::clone(words.text(at.3)?),
                provider: Arc::clone(words.text(at.4)?),
                is_automated: at.5,
                lines: row.get::<_, i64>(6)? as u32,
                stated_days: row.get(7)?,
                has_cost: row.get(8)?,
                tokens: row.get(9)?,
                requests: row.get(10)?,
                input: class(11)?,
                cache_read: class(12)?,
                output: class(13)?,
                untold: class(14)?,
            });
        }
        order.sort_unstable();
        let same = order.chunk_by(|(a, _), (b, _)| a == b).map(|same| {
            let mut day = std::mem::take(&mut lines[same[0].1]);
            for (_, more) in &same[1..] {
                join(&mut day, &lines[*more]);
            }
            day
        });
        Ok(same.collect())
    }
}

/// Adds what another line of the same person, days, tool and kind of run says.
fn join(day: &mut PersonDay, more: &PersonDay) {
    day.lines += more.lines;
    day.has_cost |= more.has_cost;
    day.stated_days = day.stated_days.max(more.stated_days);
    add(&mut day.tokens, more.tokens);
    add(&mut day.requests, more.requests);
    add(&mut day.input, more.input);
    add(&mut day.cache_read, more.cache_read);
    add(&mut day.output, more.output);
    add(&mut day.untold, more.untold);
}
