//! Pay of units, without that of units of one person: whatever file the head count came in, nobody's pay is seen.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use model::{MICRO, Payroll};

use crate::beside::Kept;
use crate::book::Book;
use crate::error::Result;
use crate::tables::{Kind, payroll};

/// Loaded pay of units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pay {
    /// What may be shown.
    pub kept: Vec<Kept<Payroll>>,
    /// Units that have one person at most, whose pay is in nothing.
    pub withheld: BTreeSet<String>,
}

impl Book {
    /// Loaded pay of units. Pay of a unit is left out where its head count of that month is one or less, or where only other
    /// months state one and one of them does; with it the pay of the whole company, which would give it away.
    pub fn pay(&self) -> Result<Pay> {
        let all = self.kept(Kind::Payroll, payroll::decode)?;
        let heads = Heads::of(self)?;
        let (alone, mut kept): (Vec<_>, Vec<_>) = all
            .into_iter()
            .partition(|one| heads.is_one_person(&one.fact.unit, one.fact.month));
        let months: BTreeSet<_> = alone.iter().map(|one| one.fact.month).collect();
        kept.retain(|one| !one.fact.unit.is_empty() || !months.contains(&one.fact.month));
        let withheld = alone.into_iter().map(|one| one.fact.unit).collect();
        Ok(Pay { kept, withheld })
    }
}

/// People of a unit by month, in millionths.
#[derive(Default)]
struct Heads(BTreeMap<String, BTreeMap<Option<NaiveDate>, i64>>);

impl Heads {
    fn of(book: &Book) -> Result<Self> {
        let mut heads = Self::default();
        for one in book.headcounts()? {
            let months = heads.0.entry(one.fact.unit.to_lowercase()).or_default();
            let people = months.entry(one.fact.month).or_default();
            *people = people.saturating_add(one.fact.people.unwrap_or(0));
        }
        Ok(heads)
    }

    fn is_one_person(&self, unit: &str, month: Option<NaiveDate>) -> bool {
        let Some(months) = self.0.get(&unit.to_lowercase()) else {
            return false;
        };
        let least = months.get(&month).or_else(|| months.values().min());
        least.is_some_and(|people| *people <= MICRO)
    }
}
