//! A question to the book and its answer: aggregated rows, never the database.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{Currency, Dimension, ImportId, Measure, Period, Total};

/// Keeps rows whose dimension has one of the values (`""` is "not stated").
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Filter {
    /// Which dimension.
    pub dimension: Dimension,
    /// Accepted values.
    pub values: Vec<String>,
}

/// What to add up, by what, of what.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Query {
    /// What is added.
    pub measure: Measure,
    /// Grouped by, in this order. Money is always split by currency as well.
    pub by: Vec<Dimension>,
    /// All must hold.
    pub filters: Vec<Filter>,
    /// Days; `None` is everything.
    pub period: Option<Period>,
}

impl Query {
    /// A query over everything.
    pub fn of(measure: Measure) -> Self {
        Self {
            measure,
            by: Vec::new(),
            filters: Vec::new(),
            period: None,
        }
    }

    /// Groups by one more dimension.
    #[must_use]
    pub fn by(mut self, dimension: Dimension) -> Self {
        self.by.push(dimension);
        self
    }

    /// Looks at one period.
    #[must_use]
    pub fn within(mut self, period: Period) -> Self {
        self.period = Some(period);
        self
    }

    /// Keeps only some values of a dimension.
    #[must_use]
    pub fn only(mut self, dimension: Dimension, values: &[&str]) -> Self {
        self.filters.push(Filter {
            dimension,
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        });
        self
    }
}

/// One group of the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// One value per dimension of the query; days as `YYYY-MM-DD`, `""` where the fact says nothing.
    pub keys: Vec<String>,
    /// Currency of a money measure; empty otherwise.
    pub currency: Currency,
    /// The sum: at the currency's scale for money, else at [`Measure::scale`].
    pub value: Total,
    /// Quantity in millionths, where every fact of the group states one in the same unit (for unit prices).
    pub quantity: Option<i128>,
    /// Unit of that quantity.
    pub unit: String,
    /// Facts in the group that carry the measure.
    pub facts: u64,
    /// Facts in the group whose amount is missing or covered by a seat.
    pub without: u64,
    /// Whether any of it is provisional.
    pub provisional: bool,
}

/// What one source could see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceCoverage {
    /// Format id.
    pub source: String,
    /// Days covered.
    pub period: Period,
    /// Whether it names people.
    pub names_people: bool,
}

/// What the answer rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// Sources (formats) that contributed.
    pub sources: u32,
    /// First and last day seen, end exclusive.
    pub from: Option<NaiveDate>,
    /// End, exclusive.
    pub to: Option<NaiveDate>,
    /// People of the roster no source covers.
    pub unknown_people: u32,
    /// People about whom rosters differ in what the answer is by or filtered by.
    #[serde(default)]
    pub moved_people: u32,
    /// Imports that contributed.
    pub imports: Vec<ImportId>,
}

/// The answer to a [`Query`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Groups {
    /// The question.
    pub query: Query,
    /// Groups in the order of their keys, then currency.
    pub groups: Vec<Group>,
    /// What it rests on.
    pub coverage: Coverage,
}

impl Groups {
    /// Groups that carry an amount. What all others hold is missing or covered by a seat, which is not zero.
    pub fn stated(&self) -> impl Iterator<Item = &Group> {
        self.groups.iter().filter(|group| group.facts > 0)
    }

    /// Where the values of these dimensions stand among the keys of a group; `None` where the query asks for one less.
    pub fn places<const N: usize>(&self, dimensions: &[Dimension; N]) -> Option<[usize; N]> {
        let mut places = [0; N];
        for (place, dimension) in places.iter_mut().zip(dimensions) {
            *place = self.query.by.iter().position(|by| by == dimension)?;
        }
        Some(places)
    }

    /// Where the value of the tag stands among the keys of a group, if the query asks for one.
    pub fn tag_place(&self) -> Option<usize> {
        let mut by = self.query.by.iter();
        by.position(|by| matches!(by, Dimension::Tag(_)))
    }

    /// Facts whose amount is missing or covered by a seat.
    pub fn without(&self) -> u64 {
        self.groups.iter().map(|group| group.without).sum()
    }
}
