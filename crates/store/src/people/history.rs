//! Which roster is in force on which day. A roster is in force from the day it says it is of, else from the day it came in,
//! until the next one of its source; the first is in force before that, too, since nothing else is known. Of somebody whom
//! no roster up to a day has, the first that has them counts: who is new is not yet in the roster of the month before.

use std::collections::BTreeMap;
use std::collections::hash_map::{Entry, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use model::{Dimension, ImportHeader, ImportId, Overlap};
use rusqlite::{Connection, Row};

use super::roster::RosterPerson;
use super::words::Words;
use crate::days;
use crate::error::Result;
use crate::import::ImportTx;
use crate::journal::{Counts, from_json};

/// What is taken for "now", and for what has no day: the newest roster.
pub(crate) const NEWEST: i64 = i64::MAX;

/// What the rosters say of people.
const OF_ROSTER: [Dimension; 4] = [
    Dimension::Team,
    Dimension::Unit,
    Dimension::Role,
    Dimension::CostCentre,
];

/// What a person's roster line says, and that there is none.
type Line = Option<Arc<RosterPerson>>;

/// Of each person what the rosters say, each from which day on.
#[derive(Debug, Default)]
pub(super) struct History {
    lines: BTreeMap<i64, Vec<(i64, Line)>>,
}

/// One roster: the first day it is in force, its place among those of one day, its import.
struct List {
    from: i64,
    place: (ImportId, ImportId),
    source: i64,
    /// Whether it takes the place of earlier ones as a whole.
    is_whole: bool,
}

/// What one roster has of a person, and the scope it has it for.
struct Said {
    person: i64,
    scope: i64,
    line: Arc<RosterPerson>,
}

impl History {
    pub(super) fn read(conn: &Connection) -> Result<Self> {
        Ok(Self::of(&lists(conn)?, &said(conn)?))
    }

    fn of(lists: &[List], said: &HashMap<ImportId, Vec<Said>>) -> Self {
        let (mut history, mut owners) = (Self::default(), HashMap::new());
        for (number, list) in lists.iter().enumerate() {
            let scopes = said[&list.place.1].iter().filter(|_| list.is_whole);
            owners.extend(scopes.map(|said| ((list.source, said.scope), list.place.1)));
            let next = lists.get(number + 1);
            if next.is_none_or(|next| next.from > list.from) {
                let held = in_force(&lists[..=number], said, &owners);
                history.add(
                    if history.lines.is_empty() {
                        i64::MIN
                    } else {
                        list.from
                    },
                    &held,
                );
            }
        }
        history
    }

    /// What is in force from a day on.
    fn add(&mut self, from: i64, held: &BTreeMap<i64, Arc<RosterPerson>>) {
        for (person, lines) in &mut self.lines {
            if !held.contains_key(person) && lines.last().is_some_and(|(_, line)| line.is_some()) {
                lines.push((from, None));
            }
        }
        for (person, line) in held {
            let lines = self.lines.entry(*person).or_default();
            let is_same = |last: &(i64, Line)| last.1.as_ref().is_some_and(|last| Arc::ptr_eq(last, line));
            if !lines.last().is_some_and(is_same) {
                lines.push((from, Some(Arc::clone(line))));
            }
        }
    }

    /// Whether any roster has a person.
    pub(super) fn knows(&self, person: i64) -> bool {
        self.lines.contains_key(&person)
    }

    /// What counts of a person on a day.
    pub(super) fn on(&self, person: i64, day: i64) -> Option<&Arc<RosterPerson>> {
        let lines = self.lines.get(&person)?;
        let (_, line) = in_force_on(lines, day).or_else(|| lines.first())?;
        line.as_ref()
    }

    /// Everybody of whom something counts on a day.
    pub(super) fn people(&self, day: i64) -> impl Iterator<Item = (i64, &Arc<RosterPerson>)> {
        let people = self.lines.keys();
        people.filter_map(move |person| Some((*person, self.on(*person, day)?)))
    }

    /// The people whom the roster in force on a day has.
    pub(super) fn listed(&self, day: i64) -> BTreeMap<i64, Arc<RosterPerson>> {
        let line = |lines| in_force_on(lines, day)?.1.clone();
        let all = self.lines.iter();
        all.filter_map(|(person, lines)| Some((*person, line(lines)?)))
            .collect()
    }

    /// What the rosters say of each person last, whether or not the newest has them.
    pub(super) fn last(&self) -> BTreeMap<i64, Arc<RosterPerson>> {
        let last = |lines: &[(i64, Line)]| lines.iter().rev().find_map(|(_, line)| line.clone());
        let all = self.lines.iter();
        all.filter_map(|(person, lines)| Some((*person, last(lines)?)))
            .collect()
    }

    /// How many people are elsewhere from a day on than before.
    fn moved_on(&self, day: i64) -> u32 {
        let differs = |pair: &[(i64, Line)]| {
            let is_known = pair[0].1.is_some() && pair[1].1.is_some();
            is_known && pair[1].0 == day && differ(pair, &OF_ROSTER)
        };
        let moved = self.lines.values().filter(|lines| lines.windows(2).any(differs));
        moved.count() as u32
    }

    /// The days from which on something else is said of somebody, the first first; of these dimensions alone, and how many
    /// people that is.
    pub(super) fn turns(&self, dimensions: &[Dimension]) -> (Vec<i64>, u32) {
        let (mut days, mut people) = (Vec::new(), 0);
        // Most questions are about none of them.
        if !dimensions.iter().any(|asked| OF_ROSTER.contains(asked)) {
            return (days, people);
        }
        for lines in self.lines.values().filter(|lines| lines.len() > 1) {
            let turns = lines.windows(2).filter(|pair| differ(pair, dimensions));
            let before = days.len();
            days.extend(turns.map(|pair| pair[1].0));
            people += u32::from(days.len() > before);
        }
        days.sort_unstable();
        days.dedup();
        (days, people)
    }
}

impl ImportTx<'_> {
    /// From when on this import's roster counts if it says no day of its own, and of how many people something else than what
    /// was in force before. All facts must have been put.
    pub fn moves(&mut self) -> Result<Option<(NaiveDate, u32)>> {
        self.settle()?;
        let conn = &self.book.conn;
        let lists = lists(conn)?;
        let own = lists.iter().find(|list| list.place.1 == self.id);
        let Some(from) = own.map(|list| list.from) else {
            return Ok(None);
        };
        let moved = History::of(&lists, &said(conn)?).moved_on(from);
        Ok(days::day(from).map(|day| (day, moved)))
    }
}

/// Whether two lines of a person say different things in these dimensions.
fn differ(pair: &[(i64, Line)], dimensions: &[Dimension]) -> bool {
    let differs = |by: &Dimension| text(&pair[0].1, by) != text(&pair[1].1, by);
    dimensions.iter().any(differs)
}

fn text<'l>(line: &'l Line, dimension: &Dimension) -> &'l str {
    line.as_ref()
        .and_then(|line| line.text(dimension))
        .map_or("", String::as_str)
}

fn in_force_on(lines: &[(i64, Line)], day: i64) -> Option<&(i64, Line)> {
    lines.iter().rev().find(|(from, _)| *from <= day)
}

/// The people of the rosters that count once all of these came in.
fn in_force(
    lists: &[List],
    said: &HashMap<ImportId, Vec<Said>>,
    owners: &HashMap<(i64, i64), ImportId>,
) -> BTreeMap<i64, Arc<RosterPerson>> {
    let mut people: BTreeMap<i64, (ImportId, Arc<RosterPerson>)> = BTreeMap::new();
    for list in lists {
        let import = list.place.1;
        let counts = |said: &&Said| !list.is_whole || owners[&(list.source, said.scope)] == import;
        for one in said[&import].iter().filter(counts) {
            // Of several lines of one list the one that holds longest.
            let is_older = people
                .get(&one.person)
                .is_some_and(|(by, known)| *by == import && one.line.last_day() < known.last_day());
            if !is_older {
                people.insert(one.person, (import, Arc::clone(&one.line)));
            }
        }
    }
    people
        .into_iter()
        .map(|(person, (_, line))| (person, line))
        .collect()
}

/// Every roster that was not undone, in the order in which they come into force.
fn lists(conn: &Connection) -> Result<Vec<List>> {
    let sql = "SELECT i.id, first.id, i.source, i.header, i.outcome, first.at FROM import i
               JOIN import first ON first.id = coalesce(i.place, i.id)
               WHERE i.undone = 0 AND i.id IN (SELECT import FROM person)";
    let mut query = conn.prepare(sql)?;
    let list = |row: &Row<'_>| {
        let header: ImportHeader = from_json(&row.get::<_, String>(3)?);
        let made = from_json::<Counts>(&row.get::<_, String>(4)?).made.whole;
        let at: String = row.get(5)?;
        let came = at.get(..10).and_then(|day| day.parse::<NaiveDate>().ok());
        Ok(List {
            from: days::or_unstated(made.map(|made| made.date()).or(came)),
            place: (row.get(1)?, row.get(0)?),
            source: row.get(2)?,
            is_whole: matches!(header.overlap, Overlap::Snapshot | Overlap::Period),
        })
    };
    let mut lists: Vec<List> = query.query_map((), list)?.collect::<Result<_, _>>()?;
    lists.sort_unstable_by_key(|list| (list.from, list.place));
    Ok(lists)
}

/// What every import says of people. Lines that say the same are one and the same.
fn said(conn: &Connection) -> Result<HashMap<ImportId, Vec<Said>>> {
    let sql = "SELECT import, person, scope, email, logins, name, team, unit, role, cost_centre, state, starts, ends
               FROM person ORDER BY id";
    let mut query = conn.prepare(sql)?;
    let mut rows = query.query(())?;
    let (mut words, mut known) = (Words::new(conn), HashMap::new());
    let mut said: HashMap<ImportId, Vec<Said>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let mut raw = [None; 10];
        for (at, value) in raw.iter_mut().enumerate() {
            *value = row.get::<_, Option<i64>>(at + 3)?;
        }
        let line = match known.entry(raw) {
            Entry::Occupied(known) => Arc::clone(known.get()),
            Entry::Vacant(new) => Arc::clone(new.insert(Arc::new(line(&mut words, &raw)?))),
        };
        said.entry(row.get(0)?).or_default().push(Said {
            person: row.get(1)?,
            scope: row.get(2)?,
            line,
        });
    }
    Ok(said)
}

fn line(words: &mut Words<'_>, raw: &[Option<i64>; 10]) -> Result<RosterPerson> {
    let mut text =
        |at: usize| Ok::<_, crate::error::StoreError>(words.text(raw[at].unwrap_or(0))?.to_string());
    Ok(RosterPerson {
        email: text(0)?,
        logins: text(1)?.lines().map(str::to_owned).collect(),
        name: text(2)?,
        team: text(3)?,
        unit: text(4)?,
        role: text(5)?,
        cost_centre: text(6)?,
        state: text(7)?,
        starts: raw[8].and_then(days::day),
        ends: raw[9].and_then(days::day),
    })
}
