//! What one can group by, and what one can measure.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Grain;

/// Something to group or filter by. The text form is the id used on the command line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Dimension {
    /// `day`, `week`, `month`, `quarter`, `year`.
    Time(Grain),
    /// Who sells the service: `OpenAI`, `Anthropic`.
    Provider,
    /// Product of the provider.
    Service,
    /// Stock-keeping unit, line item.
    Sku,
    /// AI model.
    Model,
    /// Input, output, cache read …
    TokenClass,
    /// Tier, region and length that usage was served under; nothing where it is standard.
    Terms,
    /// Billing account: what the file names as such, else what the user named the file's.
    Account,
    /// Project, workspace, sub-account.
    Project,
    /// A resolved person.
    Person,
    /// The person's team.
    Team,
    /// The person's organisational unit.
    Unit,
    /// The person's role.
    Role,
    /// Cost centre of the charge, else of the person.
    CostCentre,
    /// The tool used (`Claude Code`, `Cursor`).
    Tool,
    /// FOCUS charge category.
    Category,
    /// Invoice number.
    Invoice,
    /// Currency of the money.
    Currency,
    /// The import that brought the fact.
    Import,
    /// A tag of the charge.
    Tag(String),
}

/// Every dimension without a parameter, with its id.
const NAMED: &[(&str, Dimension)] = &[
    ("day", Dimension::Time(Grain::Day)),
    ("week", Dimension::Time(Grain::Week)),
    ("month", Dimension::Time(Grain::Month)),
    ("quarter", Dimension::Time(Grain::Quarter)),
    ("year", Dimension::Time(Grain::Year)),
    ("provider", Dimension::Provider),
    ("service", Dimension::Service),
    ("sku", Dimension::Sku),
    ("model", Dimension::Model),
    ("token-class", Dimension::TokenClass),
    ("terms", Dimension::Terms),
    ("account", Dimension::Account),
    ("project", Dimension::Project),
    ("person", Dimension::Person),
    ("team", Dimension::Team),
    ("unit", Dimension::Unit),
    ("role", Dimension::Role),
    ("cost-centre", Dimension::CostCentre),
    ("tool", Dimension::Tool),
    ("category", Dimension::Category),
    ("invoice", Dimension::Invoice),
    ("currency", Dimension::Currency),
    ("import", Dimension::Import),
];

/// Words with their first letter as a capital.
pub fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next();
    first.map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl Dimension {
    /// Every dimension without a parameter.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        NAMED.iter().map(|(_, dimension)| dimension)
    }

    /// The heading of a column: `Token class`.
    pub fn label(&self) -> String {
        let id = match self {
            Self::Tag(key) => return format!("Tag {key}"),
            other => other.to_string().replace('-', " "),
        };
        capitalised(&id)
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tag(key) => write!(f, "tag:{key}"),
            other => f.write_str(
                NAMED
                    .iter()
                    .find(|(_, named)| named == other)
                    .map_or("", |(id, _)| id),
            ),
        }
    }
}

impl FromStr for Dimension {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let id = if text == "cost-center" {
            "cost-centre"
        } else {
            text
        };
        if let Some(key) = id.strip_prefix("tag:") {
            return Ok(Self::Tag(key.to_owned()));
        }
        let found = NAMED
            .iter()
            .find(|(name, _)| *name == id)
            .map(|(_, dimension)| dimension.clone());
        found.ok_or_else(|| {
            format!(
                "`{text}` is no dimension; known: {}, tag:KEY",
                NAMED.iter().map(|(id, _)| *id).collect::<Vec<_>>().join(", ")
            )
        })
    }
}

impl TryFrom<String> for Dimension {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Dimension> for String {
    fn from(dimension: Dimension) -> Self {
        dimension.to_string()
    }
}

/// What is added up. Money measures are never added to one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// What an invoice says.
    Billed,
    /// Gross value before discounts, credits and pools.
    List,
    /// Amortised.
    Effective,
    /// The tool's own cost claim, or tokens × price book.
    Estimated,
    /// Tokens of every class.
    Tokens,
    /// Requests, in millionths (some vendors bill fractions).
    Requests,
    /// Days with human-initiated activity, counted per person.
    ActiveDays,
    /// Distinct people with activity.
    People,
    /// Seats in the newest snapshot of the period.
    Seats,
}

impl Measure {
    /// Every measure.
    pub const ALL: &[Self] = &[
        Self::Billed,
        Self::List,
        Self::Effective,
        Self::Estimated,
        Self::Tokens,
        Self::Requests,
        Self::ActiveDays,
        Self::People,
        Self::Seats,
    ];

    /// Whether the measure is money and so has a currency.
    pub fn is_money(self) -> bool {
        matches!(
            self,
            Self::Billed | Self::List | Self::Effective | Self::Estimated
        )
    }

    /// Decimals of the stored integer where the measure is not money.
    pub fn scale(self) -> u32 {
        if self == Self::Requests { 6 } else { 0 }
    }

    /// The id used on the command line: `active-days`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Billed => "billed",
            Self::List => "list",
            Self::Effective => "effective",
            Self::Estimated => "estimated",
            Self::Tokens => "tokens",
            Self::Requests => "requests",
            Self::ActiveDays => "active-days",
            Self::People => "people",
            Self::Seats => "seats",
        }
    }
}

impl FromStr for Measure {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().find(|measure| measure.id() == text).copied();
        found.ok_or_else(|| {
            format!(
                "`{text}` is no measure; known: {}",
                Self::ALL.iter().map(|m| m.id()).collect::<Vec<_>>().join(", ")
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dimension_survives_its_text_form() {
        for dimension in Dimension::all().cloned().chain([Dimension::Tag("team".into())]) {
            assert_eq!(dimension.to_string().parse(), Ok(dimension.clone()));
        }
        assert_eq!(Dimension::TokenClass.label(), "Token class");
    }

    #[test]
    fn every_measure_survives_its_text_form() {
        for measure in Measure::ALL {
            assert_eq!(measure.id().parse(), Ok(*measure));
        }
    }
}
