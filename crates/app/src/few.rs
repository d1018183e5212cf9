//! Sums of teams, units, roles and cost centres of few people: shown together, never alone, nor so that one follows from others; names
//! are given to those only who ask for them. The one rule is that of `metrics::people::suppression`; this applies it to
//! plain sums. Computes nothing else.

use std::collections::{BTreeMap, BTreeSet};

use metrics::people::suppression::{Hidden, Privacy, closes, closes_together, joined};
use model::{Dimension, Filter, Group, Groups, Measure, Period};
use store::{Book, RosterEntry, TOLD_BY};

use crate::{Error, Result, settings};

/// The people of a book on some days, as far as they tell which sums may be shown.
pub(crate) struct Few {
    people: Vec<RosterEntry>,
    privacy: Privacy,
}

/// Refuses a filter that names somebody, and one that picks people of whom nothing may be shown alone on any of these days.
pub(crate) fn check(book: &Book, filters: &[Filter], days: Option<Period>) -> Result<()> {
    if filters.iter().any(|filter| filter.dimension == Dimension::Person) {
        return Err(Error::asked(
            "A filter by person names somebody",
            "Names are hidden unless they are asked for: add `--names`, or filter by team.",
        ));
    }
    if filters.iter().any(|filter| is_of_roster(&filter.dimension)) {
        return Few::each(book, days)?
            .iter()
            .try_for_each(|few| few.check(filters));
    }
    Ok(())
}

/// Puts what few people stand for together in one row, where an answer is by team, unit, role or cost centre; says so.
pub(crate) fn join(book: &Book, groups: &mut Groups) -> Result<Option<String>> {
    let query = &groups.query;
    let ours: Vec<usize> = (0..query.by.len())
        .filter(|at| is_of_roster(&query.by[*at]))
        .collect();
    if ours.is_empty() {
        return Ok(None);
    }
    let by: Vec<&Dimension> = ours.iter().map(|at| &query.by[*at]).collect();
    let counted = counted(groups, &ours);
    let all = Few::each(book, query.period)?;
    let hidden = all
        .iter()
        .flat_map(|few| few.hidden(&by, &query.filters, &counted));
    let hidden: BTreeSet<Vec<String>> = hidden.collect();
    let minimum = settings::of(book)?.0.privacy.minimum;
    Ok(put_together(groups, (&ours, &hidden), minimum))
}

/// Refuses an answer under a filter by team, unit, role or cost centre that counts few of those whom it picks, or all but few.
pub(crate) fn check_counts(book: &Book, groups: &Groups) -> Result<()> {
    let query = &groups.query;
    let is_broken_down = query.by.iter().any(is_of_roster);
    if !counts_people(query.measure) || is_broken_down || of_roster(&query.filters).is_empty() {
        return Ok(());
    }
    for few in Few::each(book, query.period)? {
        let picked = few.picked(&query.filters);
        let is_few = |group: &Group| few.is_few_of(counted_in(group), picked);
        if groups.groups.iter().any(is_few) {
            return Err(few.refused());
        }
    }
    Ok(())
}

/// How many people of each group were counted, for each of what else an answer is by.
type Counted = Vec<BTreeMap<Vec<String>, u64>>;

/// Nothing where an answer counts something else than people.
fn counted(groups: &Groups, ours: &[usize]) -> Counted {
    if !counts_people(groups.query.measure) {
        return Vec::new();
    }
    let mut found: BTreeMap<Vec<&String>, BTreeMap<Vec<String>, u64>> = BTreeMap::new();
    for group in &groups.groups {
        let keys = group.keys.iter().enumerate();
        let others = keys.filter(|(at, _)| !ours.contains(at)).map(|(_, key)| key);
        let cell = ours.iter().map(|at| group.keys[*at].clone()).collect();
        *found
            .entry(others.collect())
            .or_default()
            .entry(cell)
            .or_default() += counted_in(group);
    }
    found.into_values().collect()
}

fn counted_in(group: &Group) -> u64 {
    u64::try_from(group.value.0).unwrap_or(0)
}

fn counts_people(measure: Measure) -> bool {
    matches!(measure, Measure::People | Measure::Seats)
}

/// The filters by what people of the roster are told apart by.
fn of_roster(filters: &[Filter]) -> Vec<&Filter> {
    let ours = filters.iter();
    ours.filter(|filter| is_of_roster(&filter.dimension)).collect()
}

fn is_of_roster(dimension: &Dimension) -> bool {
    TOLD_BY.contains(dimension)
}

fn value<'p>(dimension: &Dimension, person: &'p RosterEntry) -> &'p str {
    match dimension {
        Dimension::Team => &person.team,
        Dimension::Unit => &person.unit,
        Dimension::CostCentre => &person.cost_centre,
        _ => &person.role,
    }
}

fn accepts(filter: &Filter, person: &RosterEntry) -> bool {
    filter
        .values
        .iter()
        .any(|kept| kept == value(&filter.dimension, person))
}

impl Few {
    pub(crate) fn of(book: &Book) -> Result<Self> {
        Ok(Self {
            people: book.roster_entries()?,
            privacy: settings::of(book)?.0.privacy,
        })
    }

    /// Once for each stretch of the days on which the rosters in force say the same.
    fn each(book: &Book, days: Option<Period>) -> Result<Vec<Self>> {
        let privacy = settings::of(book)?.0.privacy;
        let rosters = book.rosters(days)?.into_iter();
        Ok(rosters.map(|people| Self { people, privacy }).collect())
    }

    fn sizes(&self, dimension: &Dimension) -> BTreeMap<&str, u32> {
        let mut sizes = BTreeMap::new();
        for person in &self.people {
            *sizes.entry(value(dimension, person)).or_default() += 1;
        }
        sizes
    }

    fn check(&self, filters: &[Filter]) -> Result<()> {
        let ours = of_roster(filters);
        let alone = |filter: &&Filter| {
            let sizes = self.sizes(&filter.dimension).into_iter();
            let groups = sizes.map(|(name, size)| (size, filter.values.iter().any(|kept| kept == name)));
            closes(&groups.collect::<Vec<_>>(), self.privacy)
        };
        let together = |(one, other): (&Filter, &Filter)| {
            let picked = self.people.iter();
            let picked = picked.map(|person| (accepts(one, person), accepts(other, person)));
            closes_together(&picked.collect::<Vec<_>>(), self.privacy)
        };
        let pairs = || {
            let each = ours.iter().enumerate();
            each.flat_map(|(at, one)| ours[at + 1..].iter().map(|other| (*one, *other)))
        };
        let all = || {
            let both = |person: &&RosterEntry| ours.iter().all(|filter| accepts(filter, person));
            self.privacy
                .is_few(self.people.iter().filter(both).count() as u64)
        };
        if ours.iter().any(alone) || pairs().any(together) || (ours.len() > 1 && all()) {
            return Err(self.refused());
        }
        Ok(())
    }

    fn refused(&self) -> Error {
        let words = Hidden::Protects(self.privacy.minimum).text();
        Error::asked(
            format!("What this filter picks is {words}"),
            "Take the filter off or pick more; `--names` shows it to those who may see who it is.",
        )
    }

    /// How many people filters pick.
    fn picked(&self, filters: &[Filter]) -> u64 {
        let ours = of_roster(filters);
        let people = self.people.iter();
        let picked = people.filter(|person| ours.iter().all(|filter| accepts(filter, person)));
        picked.count() as u64
    }

    /// Whether so many of a group, or those of it who are left, are few.
    fn is_few_of(&self, counted: u64, group: u64) -> bool {
        self.privacy.is_few(counted) || self.privacy.is_few(group.saturating_sub(counted))
    }

    /// The groups that must not stand alone, by their values in these dimensions: few, hidden beside few, or few of whom were
    /// counted. What is hidden for some days is hidden for all, else a longer and a shorter answer would tell what lies between.
    fn hidden(
        &self,
        by: &[&Dimension],
        filters: &[Filter],
        counted: &[BTreeMap<Vec<String>, u64>],
    ) -> BTreeSet<Vec<String>> {
        let ours = of_roster(filters);
        let mut cells: BTreeMap<Vec<&str>, u32> = BTreeMap::new();
        for person in &self.people {
            let cell: Vec<&str> = by.iter().map(|dimension| value(dimension, person)).collect();
            // What nobody is named for is of keys and services, too.
            if cell.iter().any(|name| !name.is_empty()) && ours.iter().all(|filter| accepts(filter, person)) {
                *cells.entry(cell).or_default() += 1;
            }
        }
        let is_whole = by.len() == 1 && ours.is_empty();
        let of_dimension =
            |dimension: &&Dimension| (self.sizes(dimension), self.hidden(&[dimension], &[], &[]));
        let alone: Vec<_> = by.iter().filter(|_| !is_whole).map(of_dimension).collect();
        // Few of the same team elsewhere follow from what is shown of the team.
        let tells = |(cell, size): (&Vec<&str>, &u32)| {
            let mut names = cell.iter().zip(&alone).filter(|(name, _)| !name.is_empty());
            names.any(|(name, (sizes, hidden))| {
                hidden.contains([(*name).to_owned()].as_slice()) || self.privacy.is_few(sizes[name] - size)
            })
        };
        let told: Vec<bool> = cells.iter().map(tells).collect();
        let sizes: Vec<u32> = cells.values().copied().collect();
        let names: Vec<Vec<String>> = cells
            .keys()
            .map(|cell| cell.iter().map(|name| (*name).to_owned()).collect())
            .collect();
        let counts: Vec<Vec<u64>> = counted
            .iter()
            .map(|of| {
                names
                    .iter()
                    .map(|cell| of.get(cell).copied().unwrap_or(0))
                    .collect()
            })
            .collect();
        let hidden = self.joined(&sizes, told, &counts);
        let gone = names.into_iter().zip(hidden).filter(|(_, is_hidden)| *is_hidden);
        gone.map(|(cell, _)| cell).collect()
    }

    /// Which groups go together, so that neither few people nor few of those counted in them stand alone; all, if need be.
    fn joined(&self, sizes: &[u32], mut told: Vec<bool>, counts: &[Vec<u64>]) -> Vec<bool> {
        for (at, told) in told.iter_mut().enumerate() {
            *told |= counts.iter().any(|of| self.is_few_of(of[at], sizes[at].into()));
        }
        loop {
            let hidden = joined(sizes, told, self.privacy);
            let sum = |values: &mut dyn Iterator<Item = u64>| {
                values
                    .zip(&hidden)
                    .filter(|(_, is_hidden)| **is_hidden)
                    .map(|(value, _)| value)
                    .sum()
            };
            let people: u64 = sum(&mut sizes.iter().map(|size| u64::from(*size)));
            let is_open = |of: &Vec<u64>| self.is_few_of(sum(&mut of.iter().copied()), people);
            let left = (0..sizes.len()).filter(|at| !hidden[*at] && sizes[*at] > 0);
            let next = left.min_by_key(|at| sizes[*at]);
            let Some(next) = next.filter(|_| people > 0 && counts.iter().any(is_open)) else {
                return hidden;
            };
            told = hidden;
            told[next] = true;
        }
    }

    /// What may be said of people who have numbers for names: nothing that few share.
    pub(crate) fn roster(mut self) -> Vec<RosterEntry> {
        let [team, unit, role] = [&Dimension::Team, &Dimension::Unit, &Dimension::Role];
        let hidden =
            [vec![team], vec![team, unit], vec![team, unit, role]].map(|by| self.hidden(&by, &[], &[]));
        for person in &mut self.people {
            let cell = [person.team.clone(), person.unit.clone(), person.role.clone()];
            let is_hidden =
                |depth: usize| (1..=depth).any(|depth| hidden[depth - 1].contains(&cell[..depth]));
            let parts = [&mut person.team, &mut person.unit, &mut person.role];
            for (at, part) in parts.into_iter().enumerate() {
                if is_hidden(at + 1) {
                    part.clear();
                }
            }
        }
        self.people
    }
}

/// Puts the hidden groups together, told by their values in the dimensions of the roster; says so.
fn put_together(
    groups: &mut Groups,
    (ours, hidden): (&[usize], &BTreeSet<Vec<String>>),
    minimum: u32,
) -> Option<String> {
    let by = &groups.query.by;
    let is_hidden =
        |group: &Group| hidden.contains(&ours.iter().map(|at| group.keys[*at].clone()).collect::<Vec<_>>());
    let of_people: Vec<usize> = (0..by.len())
        .filter(|at| is_of_roster(&by[*at]) || by[*at] == Dimension::Person)
        .collect();
    let words = Hidden::Protects(minimum).text();
    let (gone, mut shown): (Vec<Group>, Vec<Group>) = groups.groups.drain(..).partition(is_hidden);
    let mut together: Vec<Group> = Vec::new();
    for mut group in gone {
        for at in &of_people {
            group.keys[*at].clone_from(&words);
        }
        let same = |one: &&mut Group| one.keys == group.keys && one.currency == group.currency;
        match together.iter_mut().find(same) {
            Some(sum) => add(sum, &group),
            None => together.push(group),
        }
    }
    let note = format!(
        "Groups of fewer than {minimum} people, and those that would tell of them, stand together in one row."
    );
    let said = (!together.is_empty()).then_some(note);
    shown.append(&mut together);
    groups.groups = shown;
    said
}

/// The teams that must not stand alone on any of these days, and what is said in their place.
pub(crate) fn hidden_teams(book: &Book, days: Period) -> Result<(BTreeSet<Vec<String>>, String)> {
    let words = Hidden::Protects(settings::of(book)?.0.privacy.minimum).text();
    let all = Few::each(book, Some(days))?;
    let hidden = all
        .iter()
        .flat_map(|few| few.hidden(&[&Dimension::Team], &[], &[]));
    Ok((hidden.collect(), words))
}

/// Whether a row stands for several groups that are hidden alone.
pub(crate) fn is_joined(name: &str) -> bool {
    Hidden::protects(name)
}

fn add(sum: &mut Group, group: &Group) {
    sum.value = sum.value + group.value;
    sum.quantity = match (sum.quantity, group.quantity) {
        (Some(ours), Some(theirs)) if sum.unit == group.unit => Some(ours + theirs),
        _ => None,
    };
    sum.facts += group.facts;
    sum.without += group.without;
    sum.provisional |= group.provisional;
}
