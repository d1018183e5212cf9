//! What an earlier delivery of a scope has and the new one has nothing of: other days, projects or services. Then the new file
//! may be another part of the month rather than the month delivered again. Counts; decides nothing.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use foldhash::{HashMap, HashSet};
use model::{ImportId, Period};

use crate::days;
use crate::tables::{Kind, Row};

/// By what two deliveries of one scope are held against each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The days they are of.
    Days,
    /// The projects or sub-accounts.
    Projects,
    /// The services.
    Services,
}

const SIDES: [Side; 3] = [Side::Days, Side::Projects, Side::Services];

/// Rows of an earlier import that a new delivery of the same scopes would replace, although it has nothing of what they are of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The earlier import.
    pub import: ImportId,
    /// How many rows.
    pub rows: u64,
    /// The days they are of.
    pub days: Period,
    /// What the new file has nothing of.
    pub side: Side,
}

impl LeftOut {
    /// Those of several scopes, one for each earlier import.
    pub(super) fn joined(all: impl Iterator<Item = Self>) -> Vec<Self> {
        let mut joined: BTreeMap<ImportId, Self> = BTreeMap::new();
        for one in all {
            let Some(known) = joined.get_mut(&one.import) else {
                joined.insert(one.import, one);
                continue;
            };
            known.rows += one.rows;
            known.days = Period::new(known.days.from.min(one.days.from), known.days.to.max(one.days.to));
        }
        joined.into_values().collect()
    }
}

/// Projects and services that are remembered of one scope; with more, they are not compared.
const MOST: usize = 2_000;
/// Days of a row that tells of each of them; a longer one is of its first.
const MOST_DAYS: i64 = 7;

/// What a file has of one scope, and what was there before; both may come in any order.
#[derive(Default)]
pub(super) struct Cover {
    own: [HashSet<i64>; 3],
    before: [HashMap<i64, Left>; 3],
    /// Rows that were there before.
    rows: u64,
}

impl Cover {
    /// Takes note of a row of the new file.
    pub(super) fn own(&mut self, kind: Kind, row: &Row) {
        let Some(place) = Place::of(kind, row) else {
            return;
        };
        let [days, projects, services] = &mut self.own;
        // A tax or a fee of a month is of no other day than its first.
        let until = if place.until - place.first > MOST_DAYS {
            place.first + 1
        } else {
            place.until
        };
        days.extend(place.first..until);
        for (known, own) in [(projects, place.project), (services, place.service)] {
            if own != 0 && known.len() < MOST {
                known.insert(own);
            }
        }
    }

    /// Takes note of a row that was there before.
    pub(super) fn earlier(&mut self, kind: Kind, row: &Row) {
        let Some(place) = Place::of(kind, row) else {
            return;
        };
        self.rows += 1;
        let [days, projects, services] = &mut self.before;
        days.entry(place.first).or_default().add(place.first);
        for (known, earlier) in [(projects, place.project), (services, place.service)] {
            if earlier != 0 && (known.len() < MOST || known.contains_key(&earlier)) {
                known.entry(earlier).or_default().add(place.first);
            }
        }
    }

    /// What is left out, where it is more than the odd row: more than a tenth.
    pub(super) fn left_out(&self, import: ImportId) -> Option<LeftOut> {
        let sides = SIDES.into_iter().zip(&self.own).zip(&self.before);
        let sides = sides.filter(|((_, own), _)| !own.is_empty());
        let mut sides = sides.filter(|((side, own), _)| *side == Side::Days || own.len() < MOST);
        sides.find_map(|((side, own), before)| {
            let missing = before.iter().filter(|(value, _)| !own.contains(value));
            let left = missing.fold(Left::default(), |left, (_, more)| left.with(*more));
            (left.rows * 10 > self.rows).then(|| left.told(import, side))?
        })
    }
}

/// Rows and the days they are of.
#[derive(Clone, Copy, Default)]
struct Left {
    rows: u64,
    days: Option<(i64, i64)>,
}

impl Left {
    fn add(&mut self, day: i64) {
        *self = self.with(Self {
            rows: 1,
            days: Some((day, day)),
        });
    }

    fn with(self, more: Self) -> Self {
        let days = self.days.into_iter().chain(more.days);
        Self {
            rows: self.rows + more.rows,
            days: days.reduce(|(from, last), (first, until)| (from.min(first), last.max(until))),
        }
    }

    fn told(self, import: ImportId, side: Side) -> Option<LeftOut> {
        let (from, last) = self.days?;
        Some(LeftOut {
            import,
            rows: self.rows,
            days: Period::new(days::day(from)?, days::day(last + 1)?),
            side,
        })
    }
}

/// What a charge is of that states its day.
struct Place {
    first: i64,
    until: i64,
    project: i64,
    service: i64,
}

/// Where that stands in a row.
static COLUMNS: LazyLock<[usize; 4]> = LazyLock::new(|| {
    ["day", "until", "project", "service"].map(|column| Kind::Charge.table().column(column))
});

impl Place {
    fn of(kind: Kind, row: &Row) -> Option<Self> {
        if kind != Kind::Charge {
            return None;
        }
        let [first, until, project, service] = COLUMNS.map(|place| row[place].unwrap_or(0));
        (first != days::or_unstated(None)).then_some(Self {
            first,
            until: until.max(first + 1),
            project,
            service,
        })
    }
}
