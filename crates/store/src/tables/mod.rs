//! The fact tables: which columns each has and how a fact becomes a row of integers. One file per table.
//!
//! Every row begins with `id, live, import, tab, line, scope`; a table lists what follows. To add one: a file here,
//! a migration, a line in [`TABLES`]. Two tables are kept in other columns than they are read in ([`split`]).

pub(crate) mod budget;
pub(crate) mod charge;
pub(crate) mod contract;
pub(crate) mod headcount;
mod invoice;
mod kpi;
pub(crate) mod payroll;
mod person;
pub(crate) mod price;
pub(crate) mod rate;
mod seat;
pub(crate) mod split;
pub(crate) mod survey;
pub(crate) mod usage;

use model::{Fact, Origin};

use crate::dictionary::Dictionary;
use crate::error::Result;

/// The values of one row, in the order of the table's columns.
pub(crate) type Row = Vec<Option<i64>>;

/// Which fact table; the discriminant is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Charge,
    Usage,
    Seat,
    Person,
    Kpi,
    Contract,
    Headcount,
    Payroll,
    Budget,
    Survey,
    Price,
    Rate,
    Invoice,
}

/// One fact table.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) kind: Kind,
    pub(crate) name: &'static str,
    /// Columns after the common ones.
    pub(crate) columns: &'static [&'static str],
    /// Columns that two rows of one bucket add up.
    pub(crate) additive: &'static [&'static str],
    /// How it is kept, where that is not as it is read.
    pub(crate) split: Option<&'static split::Split>,
}

/// Every fact table, in the order of [`Kind`].
pub(crate) const TABLES: &[Table] = &[
    charge::TABLE,
    usage::TABLE,
    seat::TABLE,
    person::TABLE,
    kpi::TABLE,
    contract::TABLE,
    headcount::TABLE,
    payroll::TABLE,
    budget::TABLE,
    survey::TABLE,
    price::TABLE,
    rate::TABLE,
    invoice::TABLE,
];

impl Kind {
    /// The table of the kind.
    pub(crate) fn table(self) -> &'static Table {
        &TABLES[self as usize]
    }

    /// Columns that may differ between two readings of the same fact.
    pub(crate) fn wording(self) -> &'static [&'static str] {
        if self == Self::Invoice {
            invoice::WORDING
        } else {
            &[]
        }
    }
}

impl Table {
    /// Position of a column among the values; the name is one of ours.
    pub(crate) fn column(&self, name: &str) -> usize {
        let found = self.columns.iter().position(|column| *column == name);
        found.expect("roll-ups and readers name columns of the table")
    }

    /// Positions of several columns.
    pub(crate) fn positions(&self, names: &[&str]) -> Vec<usize> {
        names.iter().map(|name| self.column(name)).collect()
    }

    /// `provider, service, …`
    pub(crate) fn list(&self) -> String {
        self.columns.join(", ")
    }
}

/// A fact as a row, with what the import needs to place it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Encoded {
    pub(crate) kind: Kind,
    pub(crate) origin: Origin,
    pub(crate) scope: i64,
}

/// The table of a fact, its place in the file, and its scope.
pub(crate) fn place(fact: &Fact) -> (Kind, Origin, &str) {
    match fact {
        Fact::Charge(fact) => (Kind::Charge, fact.origin, &fact.scope),
        Fact::Usage(fact) => (Kind::Usage, fact.origin, &fact.scope),
        Fact::Seat(fact) => (Kind::Seat, fact.origin, &fact.scope),
        Fact::Person(fact) => (Kind::Person, fact.origin, &fact.scope),
        Fact::Kpi(fact) => (Kind::Kpi, fact.origin, &fact.scope),
        Fact::Contract(fact) => (Kind::Contract, fact.origin, &fact.scope),
        Fact::Headcount(fact) => (Kind::Headcount, fact.origin, &fact.scope),
        Fact::Payroll(fact) => (Kind::Payroll, fact.origin, &fact.scope),
        Fact::Budget(fact) => (Kind::Budget, fact.origin, &fact.scope),
        Fact::Survey(fact) => (Kind::Survey, fact.origin, &fact.scope),
        Fact::Price(fact) => (Kind::Price, fact.origin, &fact.scope),
        Fact::Rate(fact) => (Kind::Rate, fact.origin, &fact.scope),
        Fact::Invoice(fact) => (Kind::Invoice, fact.origin, &fact.scope),
    }
}

/// Turns a fact into the values of a row.
pub(crate) fn encode(fact: &Fact, words: &mut Dictionary<'_>, row: &mut Row) -> Result<Encoded> {
    row.clear();
    let (kind, origin, scope) = place(fact);
    match fact {
        Fact::Charge(fact) => charge::encode(fact, words, row)?,
        Fact::Usage(fact) => usage::encode(fact, words, row)?,
        Fact::Seat(fact) => seat::encode(fact, words, row)?,
        Fact::Person(fact) => person::encode(fact, words, row)?,
        Fact::Kpi(fact) => kpi::encode(fact, words, row)?,
        Fact::Contract(fact) => contract::encode(fact, words, row)?,
        Fact::Headcount(fact) => headcount::encode(fact, words, row)?,
        Fact::Payroll(fact) => payroll::encode(fact, words, row)?,
        Fact::Budget(fact) => budget::encode(fact, words, row)?,
        Fact::Survey(fact) => survey::encode(fact, words, row)?,
        Fact::Price(fact) => price::encode(fact, words, row)?,
        Fact::Rate(fact) => rate::encode(fact, words, row)?,
        Fact::Invoice(fact) => invoice::encode(fact, words, row)?,
    }
    debug_assert_eq!(row.len(), kind.table().columns.len());
    let scope = words.word(scope)?;
    Ok(Encoded { kind, origin, scope })
}

/// Number of an enum value in its list, as stored.
pub(crate) fn ordinal<T: PartialEq>(all: &[T], value: &T) -> i64 {
    all.iter()
        .position(|known| known == value)
        .map_or(0, |at| at as i64)
}
