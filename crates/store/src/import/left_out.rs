//! What an earlier delivery of a scope has and the new one has nothing of: other days, or other projects. Then the new file
//! may be another part of the month rather than the month delivered again. Counts; decides nothing.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use foldhash::HashSet;
use model::{ImportId, Period};

use crate::days;
use crate::tables::{Kind, Row};

/// Rows of an earlier import that a new delivery of the same scopes would replace, although it is about other days or
/// projects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The earlier import.
    pub import: ImportId,
    /// How many rows.
    pub rows: u64,
    /// The days they are of.
    pub days: Period,
    /// Whether the new file has none of the earlier one's projects, rather than not all of its days.
    pub is_other_projects: bool,
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
            known.is_other_projects &= one.is_other_projects;
        }
        joined.into_values().collect()
    }
}

/// Projects that are remembered of one scope; with more, only days are compared.
const MOST_PROJECTS: usize = 2_000;

/// What a file has of one scope, and what was there before; both may come in any order.
#[derive(Default)]
pub(super) struct Cover {
    days: Option<(i64, i64)>,
    projects: HashSet<i64>,
    before: Before,
}

/// What an earlier import has of a scope.
#[derive(Default)]
struct Before {
    /// Rows by day.
    days: BTreeMap<i64, u64>,
    projects: HashSet<i64>,
    /// Rows that name a project.
    of_projects: u64,
}

impl Cover {
    /// Takes note of a row of the new file.
    pub(super) fn own(&mut self, kind: Kind, row: &Row) {
        let Some((day, project)) = place(kind, row) else {
            return;
        };
        self.days = Some(widened(self.days, day));
        remember(&mut self.projects, project);
    }

    /// Takes note of a row that was there before.
    pub(super) fn earlier(&mut self, kind: Kind, row: &Row) {
        let Some((day, project)) = place(kind, row) else {
            return;
        };
        let before = &mut self.before;
        *before.days.entry(day).or_default() += 1;
        before.of_projects += u64::from(project != 0);
        remember(&mut before.projects, project);
    }

    /// What is left out, where it is more than the odd row: more than a tenth by its days, or everything by its projects.
    pub(super) fn left_out(&self, import: ImportId) -> Option<LeftOut> {
        let before = &self.before;
        let rows: u64 = before.days.values().sum();
        let is_elsewhen = |day: i64| self.days.is_some_and(|(from, to)| day < from || day > to);
        let elsewhen = Left::of(before.days.iter().filter(|(day, _)| is_elsewhen(**day)));
        if elsewhen.rows * 10 > rows {
            return elsewhen.told(import, false);
        }
        let is_known = [&self.projects, &before.projects]
            .into_iter()
            .all(|projects| (1..MOST_PROJECTS).contains(&projects.len()));
        if is_known && before.of_projects == rows && self.projects.is_disjoint(&before.projects) {
            return Left::of(before.days.iter()).told(import, true);
        }
        None
    }
}

/// Rows of some days.
#[derive(Default)]
struct Left {
    rows: u64,
    days: Option<(i64, i64)>,
}

impl Left {
    fn of<'d>(days: impl Iterator<Item = (&'d i64, &'d u64)>) -> Self {
        days.fold(Self::default(), |left, (day, rows)| Self {
            rows: left.rows + rows,
            days: Some(widened(left.days, *day)),
        })
    }

    fn told(self, import: ImportId, is_other_projects: bool) -> Option<LeftOut> {
        let (from, last) = self.days?;
        Some(LeftOut {
            import,
            rows: self.rows,
            days: Period::new(days::day(from)?, days::day(last + 1)?),
            is_other_projects,
        })
    }
}

fn remember(projects: &mut HashSet<i64>, project: i64) {
    if project != 0 && projects.len() < MOST_PROJECTS {
        projects.insert(project);
    }
}

/// Where day and project of a charge stand.
static PLACES: LazyLock<[usize; 2]> =
    LazyLock::new(|| ["day", "project"].map(|column| Kind::Charge.table().column(column)));

/// Day and project of a charge that states its day.
fn place(kind: Kind, row: &Row) -> Option<(i64, i64)> {
    if kind != Kind::Charge {
        return None;
    }
    let [day, project] = PLACES.map(|place| row[place].unwrap_or(0));
    (day != days::or_unstated(None)).then_some((day, project))
}

fn widened(days: Option<(i64, i64)>, day: i64) -> (i64, i64) {
    let (from, last) = days.unwrap_or((day, day));
    (from.min(day), last.max(day))
}
