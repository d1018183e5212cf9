//! The rosters, and which identity is whom: by e-mail, then login, then an e-mail or login that an earlier list
//! had of a person, then what the user confirmed: an identity, or a rule about how keys are named.
//!
//! Nobody is guessed: an identity that fits nobody, or two people, stays its own visible bucket.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;
use model::{Dimension, Filter};
use rusqlite::Connection;

use super::history::{History, NEWEST};
use super::kind::IdentityKind;
use super::naming::confirmed;
use super::resolve::Likeness;
use crate::book::Book;
use crate::days;
use crate::error::Result;
use crate::groups::is_human;

/// One person as a roster line says.
#[derive(Clone, Debug, Default)]
pub(crate) struct RosterPerson {
    pub(crate) email: String,
    pub(crate) logins: Vec<String>,
    pub(crate) name: String,
    pub(crate) team: String,
    pub(crate) unit: String,
    pub(crate) role: String,
    pub(crate) cost_centre: String,
    pub(crate) state: String,
    pub(crate) starts: Option<NaiveDate>,
    pub(crate) ends: Option<NaiveDate>,
}

impl RosterPerson {
    /// What a dimension of the roster says; `None` where it is no such dimension.
    pub(super) fn text(&self, dimension: &Dimension) -> Option<&String> {
        match dimension {
            Dimension::Team => Some(&self.team),
            Dimension::Unit => Some(&self.unit),
            Dimension::Role => Some(&self.role),
            Dimension::CostCentre => Some(&self.cost_centre),
            _ => None,
        }
    }

    /// The last day of employment; of somebody who left on no known day, before all others.
    pub(super) fn last_day(&self) -> NaiveDate {
        let has_left = self.state.eq_ignore_ascii_case("left");
        let unstated = if has_left { NaiveDate::MIN } else { NaiveDate::MAX };
        self.ends.unwrap_or(unstated)
    }
}

/// One identity as its source wrote it.
#[derive(Clone, Debug, Default)]
pub(crate) struct RawIdentity {
    pub(crate) source: String,
    pub(crate) ext: String,
    pub(crate) email: String,
    pub(crate) name: String,
}

impl RawIdentity {
    /// What tells it from others of its source: its id; where there is neither id nor e-mail, its name.
    pub(super) fn own_text(&self) -> &str {
        if self.ext.is_empty() && self.email.is_empty() {
            &self.name
        } else {
            &self.ext
        }
    }
}

/// Whom an identity is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Somebody {
    /// A person of the roster.
    Person(i64),
    /// Nobody of the roster; shown by what the source calls them.
    Stranger(Arc<str>),
    /// A key, a service: no person, shown by what the source calls it.
    Thing(Arc<str>),
}

/// People and identities of a book.
#[derive(Debug, Default)]
pub(crate) struct Roster {
    /// Everybody whom the newest roster has.
    pub(crate) people: BTreeMap<i64, Arc<RosterPerson>>,
    history: History,
    pub(crate) identities: BTreeMap<i64, RawIdentity>,
    shown: BTreeMap<i64, String>,
    resolved: HashMap<i64, Somebody>,
    /// Identities that something shown names: not those of an import that was taken back, nor of a survey alone.
    seen: OnceLock<BTreeSet<i64>>,
}

impl Roster {
    /// Whom an identity is; `None` for nobody.
    pub(crate) fn who(&self, identity: i64) -> Option<&Somebody> {
        self.resolved.get(&identity)
    }

    /// The roster line behind an identity, of the roster in force on a day.
    pub(crate) fn person(&self, identity: i64, day: i64) -> Option<&RosterPerson> {
        match self.who(identity)? {
            Somebody::Person(person) => Some(self.history.on(*person, day)?),
            Somebody::Stranger(_) | Somebody::Thing(_) => None,
        }
    }

    /// What a dimension of people says of an identity on a day; empty where it says nothing, or is no such dimension.
    pub(crate) fn text(&self, dimension: &Dimension, identity: i64, day: i64) -> String {
        if *dimension == Dimension::Person {
            return self.who(identity).map_or_else(String::new, |who| self.label(who));
        }
        let line = self.person(identity, day);
        line.and_then(|line| line.text(dimension))
            .cloned()
            .unwrap_or_default()
    }

    /// The identities that a filter by people keeps on a day; `None` if it keeps what names nobody, too.
    pub(crate) fn identities_of(&self, filter: &Filter, day: i64) -> Option<BTreeSet<i64>> {
        if filter.values.iter().any(String::is_empty) {
            return None;
        }
        let keeps = |identity: &&i64| {
            filter
                .values
                .contains(&self.text(&filter.dimension, **identity, day))
        };
        Some(self.identities.keys().filter(keeps).copied().collect())
    }

    /// The days from which on a newer roster says something else of somebody in these dimensions.
    pub(crate) fn turns(&self, dimensions: &[Dimension]) -> Vec<i64> {
        self.history.turns(dimensions).0
    }

    /// Of how many people another roster says something else in these dimensions.
    pub(crate) fn people_elsewhere(&self, dimensions: &[Dimension]) -> u32 {
        self.history.turns(dimensions).1
    }

    /// The people whom the roster in force on a day has.
    pub(super) fn listed(&self, day: NaiveDate) -> BTreeMap<i64, Arc<RosterPerson>> {
        self.history.listed(days::number(day))
    }

    /// Whether it is somebody whom any roster has.
    pub(super) fn knows(&self, person: i64) -> bool {
        self.history.knows(person)
    }

    /// Everybody of whom something counts on a day.
    pub(super) fn people_on(&self, day: i64) -> impl Iterator<Item = (i64, &Arc<RosterPerson>)> {
        self.history.people(day)
    }

    /// The numbers of all people by their labels.
    pub(super) fn numbers(&self) -> impl Iterator<Item = (&String, i64)> {
        self.shown.iter().map(|(person, label)| (label, *person))
    }

    /// The text of a person's own bucket; two people never share one.
    pub(crate) fn label(&self, somebody: &Somebody) -> String {
        match somebody {
            Somebody::Person(person) => self.shown.get(person).cloned().unwrap_or_default(),
            Somebody::Stranger(text) | Somebody::Thing(text) => text.to_string(),
        }
    }

    pub(crate) fn read(conn: &Connection) -> Result<Self> {
        let mut roster = Self {
            history: History::read(conn)?,
            identities: identities(conn)?,
            ..Self::default()
        };
        roster.people = roster.history.listed(NEWEST);
        roster.shown = labels(&roster.history.last());
        let known = Addresses::of(&roster, &earlier(conn)?);
        let aliases = aliases(conn)?;
        let (rules, likeness) = (confirmed(conn)?, Likeness::of(&roster));
        for (id, identity) in roster.identities.iter().filter(|(id, _)| **id != 0) {
            let alias = aliases.get(&(
                identity.source.clone(),
                identity.own_text().to_owned(),
                identity.email.clone(),
            ));
            let person = known
                .person(identity)
                .or(alias.copied())
                .filter(|person| roster.knows(*person));
            let by_rule = || {
                rules
                    .iter()
                    .find_map(|rule| likeness.person(rule.user(identity)?))
            };
            let somebody = match person.or_else(by_rule) {
                Some(person) => Somebody::Person(person),
                None if IdentityKind::of(identity).is_human() => {
                    Somebody::Stranger(stranger(identity).into())
                }
                None => Somebody::Thing(stranger(identity).into()),
            };
            roster.resolved.insert(*id, somebody);
        }
        Ok(roster)
    }
}

impl Book {
    /// The roster as it stands, read once until something changes.
    pub(crate) fn roster(&self) -> Result<Arc<Roster>> {
        let version: i64 = self
            .conn
            .pragma_query_value(None, "data_version", |row| row.get(0))?;
        if let Some((at, roster)) = self.roster.borrow().as_ref()
            && *at == version
        {
            return Ok(Arc::clone(roster));
        }
        let roster = Arc::new(Roster::read(&self.conn)?);
        self.roster.replace(Some((version, Arc::clone(&roster))));
        Ok(roster)
    }

    /// Identities that use, charges or seats name, found out once for a roster.
    pub(super) fn seen_identities<'r>(&self, roster: &'r Roster) -> Result<&'r BTreeSet<i64>> {
        if let Some(seen) = roster.seen.get() {
            return Ok(seen);
        }
        let sql = "SELECT who FROM usage_by_person UNION SELECT who FROM charge_by_project
                   UNION SELECT who FROM seat WHERE live = 1";
        let mut query = self.conn.prepare_cached(sql)?;
        let seen = query.query_map((), |row| row.get(0))?;
        let seen = seen.collect::<std::result::Result<_, _>>()?;
        Ok(roster.seen.get_or_init(|| seen))
    }

    /// Identities that anything in the book names, answers of panels too.
    pub(crate) fn named_identities(&self, roster: &Roster) -> Result<BTreeSet<i64>> {
        let mut query = self
            .conn
            .prepare_cached("SELECT DISTINCT who FROM survey WHERE live = 1")?;
        let answered = query.query_map((), |row| row.get(0))?;
        let mut named: BTreeSet<i64> = answered.collect::<std::result::Result<_, _>>()?;
        named.extend(self.seen_identities(roster)?);
        Ok(named)
    }

    /// The texts that answers by person use for people: those of the roster, and strangers. Keys and services are not among
    /// them.
    pub fn people_labels(&self) -> Result<BTreeSet<String>> {
        let roster = self.roster().map_err(|error| self.named(error))?;
        let people = roster.resolved.values().filter(|who| is_human(who));
        let named = people
            .map(|who| roster.label(who))
            .filter(|label| !label.is_empty());
        Ok(named.chain(roster.shown.values().cloned()).collect())
    }

    /// Forgets what was read of people; the next question reads it anew.
    pub(crate) fn forget_roster(&self) {
        self.roster.replace(None);
    }
}

/// The e-mail of an identity; some sources write it in the id's place.
pub(super) fn address(identity: &RawIdentity) -> &str {
    if identity.email.is_empty() && identity.ext.contains('@') {
        &identity.ext
    } else {
        &identity.email
    }
}

/// How an identity is called that fits nobody.
fn stranger(identity: &RawIdentity) -> String {
    match (address(identity), identity.name.as_str(), identity.ext.as_str()) {
        ("", "", ext) => ext.to_owned(),
        ("", name, ext) if ext.is_empty() || name == ext => name.to_owned(),
        ("", name, ext) => format!("{name} ({ext})"),
        (email, _, _) => email.to_lowercase(),
    }
}

/// E-mails and logins in lower case, and whose each is: nobody's where it is of two people.
struct Addresses {
    emails: HashMap<String, Option<i64>>,
    logins: HashMap<String, Option<i64>>,
    /// What people had in lists before; it counts where nobody has it now.
    earlier: HashMap<String, Option<i64>>,
}

impl Addresses {
    fn of(roster: &Roster, before: &[(i64, String)]) -> Self {
        let lines = || roster.people.iter().map(|(id, line)| (*id, &**line));
        // A login that is an address (a user principal name) stands beside the e-mail.
        let logins =
            || lines().flat_map(|(id, line)| line.logins.iter().map(move |login| (login.as_str(), id, line)));
        let emails = lines().map(|(id, line)| (line.email.as_str(), id, line));
        let mut earlier: HashMap<String, Option<i64>> = HashMap::new();
        for (person, text) in before {
            let known = earlier.entry(text.to_lowercase()).or_insert(Some(*person));
            *known = known.filter(|known| known == person);
        }
        Self {
            emails: unique(emails.chain(logins().filter(|(login, ..)| login.contains('@')))),
            logins: unique(logins()),
            earlier,
        }
    }

    fn person(&self, identity: &RawIdentity) -> Option<i64> {
        let (email, ext) = (address(identity).to_lowercase(), identity.ext.to_lowercase());
        let tried = [(&self.emails, &email), (&self.emails, &ext), (&self.logins, &ext)];
        let own: Vec<&Option<i64>> = tried.iter().filter_map(|(all, text)| all.get(*text)).collect();
        if !own.is_empty() {
            return own.into_iter().find_map(|person| *person);
        }
        [&email, &ext]
            .into_iter()
            .find_map(|text| *self.earlier.get(text)?)
    }
}

/// Whose each text is, in lower case. Of several people it is of the one who is there longest: whoever comes back, or is
/// given the address of somebody who left.
fn unique<'a>(lines: impl Iterator<Item = (&'a str, i64, &'a RosterPerson)>) -> HashMap<String, Option<i64>> {
    let mut found: HashMap<String, (NaiveDate, Option<i64>)> = HashMap::new();
    for (text, person, line) in lines.filter(|(text, ..)| !text.is_empty()) {
        let own = (line.last_day(), Some(person));
        let known = found.entry(text.to_lowercase()).or_insert(own);
        *known = match own.0.cmp(&known.0) {
            Ordering::Less => *known,
            Ordering::Equal => (own.0, known.1.filter(|known| *known == person)),
            Ordering::Greater => own,
        };
    }
    found
        .into_iter()
        .map(|(text, (_, person))| (text, person))
        .collect()
}

/// Every e-mail and login that a list which was not undone has of a person.
fn earlier(conn: &Connection) -> Result<Vec<(i64, String)>> {
    let sql = "SELECT person, e.text, l.text FROM
               (SELECT DISTINCT person, email, logins FROM person JOIN import ON import.id = person.import WHERE undone = 0)
               JOIN word e ON e.id = email JOIN word l ON l.id = logins";
    let mut query = conn.prepare(sql)?;
    let mut rows = query.query(())?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (person, email, logins): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let texts = logins.lines().chain([&*email]).filter(|text| !text.is_empty());
        found.extend(texts.map(|text| (person, text.to_owned())));
    }
    Ok(found)
}

/// Names to show; where two people share one, the e-mail or the number tells them apart.
fn labels(people: &BTreeMap<i64, Arc<RosterPerson>>) -> BTreeMap<i64, String> {
    let plain = |person: &RosterPerson| {
        let name = if person.name.is_empty() {
            &person.email
        } else {
            &person.name
        };
        name.clone()
    };
    let mut uses: HashMap<String, u32> = HashMap::new();
    for person in people.values() {
        *uses.entry(plain(person)).or_default() += 1;
    }
    let label = |(id, person): (&i64, &Arc<RosterPerson>)| {
        let name = plain(person);
        let is_shared = name.is_empty() || uses[&name] > 1;
        let label = match (is_shared, person.email.as_str()) {
            (false, _) => name,
            (true, "") => format!("{name} (person {id})").trim_start().to_owned(),
            (true, email) => format!("{name} ({email})"),
        };
        (*id, label)
    };
    people.iter().map(label).collect()
}

fn identities(conn: &Connection) -> Result<BTreeMap<i64, RawIdentity>> {
    let sql = "SELECT identity.id, s.text, x.text, e.text, n.text FROM identity
               JOIN word s ON s.id = source JOIN word x ON x.id = ext
               JOIN word e ON e.id = email JOIN word n ON n.id = name";
    let mut query = conn.prepare(sql)?;
    let rows = query.query_map((), |row| {
        let identity = RawIdentity {
            source: row.get(1)?,
            ext: row.get(2)?,
            email: row.get(3)?,
            name: row.get(4)?,
        };
        Ok((row.get(0)?, identity))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

type Aliases = HashMap<(String, String, String), i64>;

fn aliases(conn: &Connection) -> Result<Aliases> {
    let sql = "SELECT s.text, x.text, e.text, person FROM alias
               JOIN word s ON s.id = source JOIN word x ON x.id = ext JOIN word e ON e.id = email";
    let mut query = conn.prepare(sql)?;
    let rows = query.query_map((), |row| {
        Ok(((row.get(0)?, row.get(1)?, row.get(2)?), row.get(3)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
