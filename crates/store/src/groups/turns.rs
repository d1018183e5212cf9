//! Which roster a row counts by, as SQL. Only days from which on a newer roster says something else in what is asked make a
//! difference; where there is none among the days asked for, nothing more is read of any row.

use std::collections::BTreeSet;

use model::{Dimension, Filter, Query};

use crate::book::Book;
use crate::days;
use crate::error::Result;
use crate::people::{NEWEST, Roster};

/// Stands among the columns of a plan for the day since which a row's roster is in force.
pub(crate) const SINCE: &str = "since";

/// The day by whose roster all rows count, and from when on they count by newer ones.
pub(crate) struct Turns {
    first: i64,
    later: Vec<i64>,
}

impl Turns {
    pub(super) fn of(book: &Book, query: &Query) -> Result<Self> {
        let filters = query.filters.iter().map(|filter| &filter.dimension);
        let asked: Vec<Dimension> = query.by.iter().chain(filters).cloned().collect();
        let mut later = book.roster()?.turns(&asked);
        if later.is_empty() {
            let first = NEWEST;
            return Ok(Self { first, later });
        }
        let Some(period) = query.period else {
            let first = i64::MIN + 1;
            return Ok(Self { first, later });
        };
        let (first, to) = (days::number(period.from), days::number(period.to));
        later.retain(|day| first < *day && *day < to);
        Ok(Self { first, later })
    }

    /// The day by whose roster all rows count; `None` where that depends on the row.
    pub(super) fn only(&self) -> Option<i64> {
        self.later.is_empty().then_some(self.first)
    }

    /// The day since which the roster of a row is in force. A row without a day counts by the newest.
    pub(super) fn since(&self) -> String {
        let cases = self.later.iter().rev();
        let cases: String = cases
            .flat_map(|day| {
                [
                    "WHEN day >= ".to_owned(),
                    day.to_string(),
                    " THEN ".to_owned(),
                    format!("{day} "),
                ]
            })
            .collect();
        format!("CASE WHEN day = 0 THEN {NEWEST} {cases}ELSE {} END", self.first)
    }

    /// A condition for the rows of people whom a filter keeps on the row's day; `None` if it keeps what names nobody, too.
    pub(super) fn identities(&self, roster: &Roster, filter: &Filter) -> Option<String> {
        let kept = |day: &i64| roster.identities_of(filter, *day);
        let kept: Vec<BTreeSet<i64>> = self.starts().map(kept).collect::<Option<_>>()?;
        let ever = kept.iter().fold(BTreeSet::new(), |ever, kept| &ever | kept);
        let always = kept.iter().fold(ever.clone(), |always, kept| &always & kept);
        let by_day: Vec<String> = kept
            .iter()
            .enumerate()
            .map(|(at, kept)| (at, kept - &always))
            .filter(|(_, more)| !more.is_empty())
            .map(|(at, more)| format!(" OR ({} AND {})", is_among(&more), self.days(at)))
            .collect();
        Some(if by_day.is_empty() {
            is_among(&ever)
        } else {
            let by_day = by_day.concat();
            format!("{} AND ({}{by_day})", is_among(&ever), is_among(&always))
        })
    }

    fn starts(&self) -> impl Iterator<Item = &i64> {
        std::iter::once(&self.first).chain(&self.later)
    }

    /// The rows that count by the roster of one of the starts.
    fn days(&self, at: usize) -> String {
        let since = at.checked_sub(1).map(|at| format!("day >= {}", self.later[at]));
        let until = self.later.get(at).map(|day| format!("day < {day} AND day <> 0"));
        match (since, until) {
            (Some(since), None) => format!("({since} OR day = 0)"),
            (since, until) => since.into_iter().chain(until).collect::<Vec<_>>().join(" AND "),
        }
    }
}

fn is_among(identities: &BTreeSet<i64>) -> String {
    let numbers: Vec<String> = identities.iter().map(i64::to_string).collect();
    format!("who IN ({})", numbers.join(", "))
}
