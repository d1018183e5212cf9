//! The coverage grid: which source can see which days, and how many people it saw on them. A day without a cell is not
//! covered; a cell with nobody is covered and silent. These are two things.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use model::{Period, is_working_day};
use serde::Serialize;

use super::Somebody;
use crate::book::Book;
use crate::days;
use crate::error::Result;
use crate::groups::is_human;

/// A day that a source covers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeenDay {
    /// The day.
    pub day: NaiveDate,
    /// Distinct people it names on that day.
    pub people: u32,
}

/// What one source can see in some days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceSeen {
    /// Format id.
    pub source: String,
    /// Whether it names people.
    pub names_people: bool,
    /// Distinct people it names in these days.
    pub people: u32,
    /// Days it covers, oldest first.
    pub days: Vec<SeenDay>,
    /// Stretches with a working day that it does not cover.
    pub gaps: Vec<Period>,
}

impl Book {
    /// Every source that covers any of these days.
    pub fn seen(&self, period: Period) -> Result<Vec<SourceSeen>> {
        self.read_seen(period).map_err(|error| self.named(error))
    }

    fn read_seen(&self, period: Period) -> Result<Vec<SourceSeen>> {
        let mut people = self.people_by_day(period)?;
        let mut found = Vec::new();
        for source in self.sources()? {
            let covered: Vec<NaiveDate> = all_days(period)
                .filter(|day| source.stretches.iter().any(|days| days.contains(*day)))
                .collect();
            if covered.is_empty() {
                continue;
            }
            let mut by_day = people.remove(&source.number).unwrap_or_default();
            let all: BTreeSet<&Somebody> = by_day.values().flatten().collect();
            let all = all.len() as u32;
            found.push(SourceSeen {
                gaps: gaps(period, &covered),
                source: source.name,
                names_people: source.names_people,
                people: all,
                days: covered
                    .into_iter()
                    .map(|day| SeenDay {
                        day,
                        people: by_day.remove(&day).map_or(0, |people| people.len() as u32),
                    })
                    .collect(),
            });
        }
        Ok(found)
    }

    /// People by source and day. A line for several days shows on its first.
    fn people_by_day(
        &self,
        period: Period,
    ) -> Result<BTreeMap<i64, BTreeMap<NaiveDate, BTreeSet<Somebody>>>> {
        let roster = self.roster()?;
        let sql = "SELECT DISTINCT source, day, who FROM usage_by_person used JOIN import ON import.id = used.import
                   WHERE who <> 0 AND day >= ?1 AND day < ?2";
        let mut query = self.conn.prepare_cached(sql)?;
        let mut rows = query.query((days::number(period.from), days::number(period.to)))?;
        let mut found: BTreeMap<i64, BTreeMap<NaiveDate, BTreeSet<Somebody>>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let who = roster.who(row.get(2)?).filter(|who| is_human(who));
            if let Some((who, day)) = who.zip(days::day(row.get(1)?)) {
                let by_day = found.entry(row.get(0)?).or_default();
                by_day.entry(day).or_default().insert(who.clone());
            }
        }
        Ok(found)
    }
}

fn all_days(period: Period) -> impl Iterator<Item = NaiveDate> {
    period.from.iter_days().take_while(move |day| *day < period.to)
}

/// Stretches of days that are not covered, where they hold a working day.
fn gaps(period: Period, covered: &[NaiveDate]) -> Vec<Period> {
    let covered: BTreeSet<&NaiveDate> = covered.iter().collect();
    let mut gaps: Vec<Period> = Vec::new();
    for day in all_days(period).filter(|day| !covered.contains(day)) {
        match gaps.last_mut().filter(|gap| gap.to == day) {
            Some(gap) => *gap = gap.hull(&Period::day(day)),
            None => gaps.push(Period::day(day)),
        }
    }
    gaps.retain(|gap| all_days(*gap).any(is_working_day));
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_needs_a_working_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let period = Period::new(day("2026-09-01"), day("2026-09-15"));
        // 5 and 6 September 2026 are a weekend.
        let covered: Vec<NaiveDate> = all_days(period)
            .filter(|day| {
                !["2026-09-05", "2026-09-06", "2026-09-08", "2026-09-09"].contains(&day.to_string().as_str())
            })
            .collect();
        assert_eq!(
            gaps(period, &covered),
            [Period::new(day("2026-09-08"), day("2026-09-10"))]
        );
    }
}
