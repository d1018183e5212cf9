//! What a user keeps beside the bills: contracts, people and pay of units, budgets, survey answers.
//!
//! Head count and payroll exist for a unit and a month only, never for a person. Of a survey, counts name nobody; the
//! members of a panel are kept as identities, so that the same people can be compared at two times.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{Amount, Currency, Identity, Key, Origin, Period};

/// What a unit price of a contract is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Per {
    /// A seat and a month.
    #[default]
    Month,
    /// A seat and a year.
    Year,
    /// A seat and the whole term.
    Term,
}

impl Per {
    /// Every one.
    pub const ALL: &[Self] = &[Self::Month, Self::Year, Self::Term];

    /// Lower-case id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Year => "year",
            Self::Term => "term",
        }
    }

    /// The one a word means: `month`, `monthly`, `per year`, `annual` …
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let word = text.trim_start_matches("per ").trim_start_matches("a ");
        match word {
            "month" | "monthly" | "mo" => Some(Self::Month),
            "year" | "yearly" | "annual" | "annually" | "yr" => Some(Self::Year),
            "term" | "total" => Some(Self::Term),
            _ => None,
        }
    }
}

/// One term of one contract.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contract {
    /// File position.
    pub origin: Origin,
    /// Overlap key within the format.
    pub key: Key,
    /// Snapshot scope.
    pub scope: String,
    /// Number or name of the contract.
    pub number: String,
    /// Product.
    pub product: String,
    /// Vendor.
    pub provider: String,
    /// Seats bought.
    pub seats: Option<i64>,
    /// Price of one seat for `per`.
    pub unit_price: Option<Amount>,
    /// What the unit price is for.
    pub per: Per,
    /// Currency of all amounts.
    pub currency: Currency,
    /// First day.
    pub start: Option<NaiveDate>,
    /// The day after the last; `None` is open-ended or not stated.
    pub end: Option<NaiveDate>,
    /// Last day on which notice can be given.
    pub notice: Option<NaiveDate>,
    /// Seats below which the contract does not go.
    pub minimum: Option<i64>,
    /// Amount committed for the whole term.
    pub commitment: Option<Amount>,
    /// Whether it renews by itself; `None` is not stated.
    pub auto_renew: Option<bool>,
    /// What was decided: `renew`, `cancel`, `reduce` … in the user's words; empty is undecided.
    pub decision: String,
    /// Who answers for it: a unit or role.
    pub owner: String,
}

/// Average number of people of a unit in a month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headcount {
    /// File position.
    pub origin: Origin,
    /// Overlap key within the format.
    pub key: Key,
    /// Snapshot scope.
    pub scope: String,
    /// Unit; empty for the whole company.
    pub unit: String,
    /// First day of the month.
    pub month: Option<NaiveDate>,
    /// People in millionths: 12.5 is possible.
    pub people: Option<i64>,
}

/// Loaded cost of the people of a unit in a month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Payroll {
    /// File position.
    pub origin: Origin,
    /// Overlap key within the format.
    pub key: Key,
    /// Snapshot scope.
    pub scope: String,
    /// Unit; empty for the whole company.
    pub unit: String,
    /// First day of the month.
    pub month: Option<NaiveDate>,
    /// Pay, employer's contributions and benefits together.
    pub cost: Option<Amount>,
    /// Currency.
    pub currency: Currency,
}

/// A budget: how much may be spent on what, and who owns it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Budget {
    /// File position.
    pub origin: Origin,
    /// Overlap key within the format.
    pub key: Key,
    /// Snapshot scope.
    pub scope: String,
    /// Name.
    pub name: String,
    /// Owner: a unit or role.
    pub owner: String,
    /// Dimension it is limited to (`provider`, `team`, `tag:app` …); empty is everything.
    pub dimension: String,
    /// Value of that dimension.
    pub value: String,
    /// Days it is for.
    pub period: Option<Period>,
    /// How much.
    pub amount: Option<Amount>,
    /// Currency.
    pub currency: Currency,
}

/// How often one answer was given to one question; or, where it names somebody, what one member of a panel answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// File position.
    pub origin: Origin,
    /// Overlap key within the format.
    pub key: Key,
    /// Snapshot scope.
    pub scope: String,
    /// Question.
    pub question: String,
    /// Team; empty for the whole company.
    pub team: String,
    /// Day the survey closed.
    pub day: Option<NaiveDate>,
    /// Answer.
    pub answer: String,
    /// How many people gave it.
    pub count: Option<i64>,
    /// Member of a panel; nobody for counts.
    pub identity: Identity,
    /// The member's answer as a number, in millionths.
    pub value: Option<i64>,
}
