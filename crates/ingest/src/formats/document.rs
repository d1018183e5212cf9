//! A format as a document: what a vendor's export looks like and what a row of it means. The user's saved mapping
//! is the same document. Checks itself when it is read; knows no file.

use std::collections::BTreeMap;

use model::Overlap;
use serde::{Deserialize, Serialize};

use super::field::{FactKind, Field};
use super::header::Header;
use super::parts::{Block, Detect, Note, Skip, SumOf, Unpivot, Version};
use super::rule::Rule;
use super::take::{Condition, Names, Take, When};
use crate::value::DateOrder;

/// A format.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Document {
    /// Kebab-case id, stable for ever: books refer to it.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Who makes the export.
    pub vendor: String,
    /// Version of the reading rules; raised when the same file would give other facts.
    pub reader: u32,
    /// Shape of the file.
    pub kind: Shape,
    /// How a later file meets an earlier one.
    pub overlap: Overlap,
    /// What to export and where, for people.
    pub export: String,
    /// What to know about the export.
    #[serde(default)]
    pub about: String,
    /// Name space of the raw identities.
    #[serde(default)]
    pub identity: String,
    /// Which money its charges are: `anthropic-api`. Formats that state the same value describe the same money, so
    /// files of two of them that cover the same days must not both count.
    #[serde(default)]
    pub same_money: String,
    /// Which activity its usage lines are: likewise for tokens and requests.
    #[serde(default)]
    pub same_usage: String,
    /// The file is this format if one of these fits.
    pub detect: Vec<Detect>,
    /// Versions, newest first: the first that fits names the file's.
    #[serde(default)]
    pub version: Vec<Version>,
    /// The columns are known of from elsewhere, but nobody has confirmed them: why the user is asked first.
    #[serde(default)]
    pub unconfirmed: Option<String>,
    /// Paths of the rows in a JSON document: `data[].results[]`.
    #[serde(default)]
    pub rows: Names,
    /// A wide table: its columns become rows.
    #[serde(default)]
    pub unpivot: Option<Unpivot>,
    /// How header names are read.
    #[serde(default)]
    pub header: HeaderStyle,
    /// Order of day, month and year; without it the whole file decides.
    #[serde(default)]
    pub dates: Option<Dates>,
    /// A column that always holds the first of a month: it decides where the days alone leave the order open.
    #[serde(default)]
    pub first_of_month: Option<Names>,
    /// A column of days: where all are the first of a month, each stands for its whole month.
    #[serde(default)]
    pub months: Option<Names>,
    /// Decimal mark; without it the whole file decides.
    #[serde(default)]
    pub decimal: Option<Decimals>,
    /// JSON lines without any of these texts are passed over unread.
    #[serde(default)]
    pub line_contains: Vec<String>,
    /// Words that mean "nothing" in any cell.
    #[serde(default)]
    pub null: Vec<String>,
    /// Columns that make the overlap key.
    #[serde(default)]
    pub key: Vec<Names>,
    /// What a later file replaces as a whole, with fields in braces: `{account} {billing-month}`.
    #[serde(default)]
    pub scope: String,
    /// Of rows with the same key within one file only the one with the largest sum of these columns counts.
    #[serde(default)]
    pub keep_largest: Vec<Names>,
    /// Rows that are no data.
    #[serde(default)]
    pub skip: Vec<Skip>,
    /// Things to say about rows or the file.
    #[serde(default)]
    pub note: Vec<Note>,
    /// Charges for which this holds belong to a month that is not closed.
    #[serde(default)]
    pub provisional: Option<When>,
    /// Parts of column names that must not be read, with what they are about.
    #[serde(default)]
    pub private: BTreeMap<String, String>,
    /// Columns of money that `inspect` adds up.
    #[serde(default)]
    pub sum: Vec<SumOf>,
    /// Charges a row becomes.
    #[serde(default)]
    pub charge: Vec<Block>,
    /// Usage lines a row becomes.
    #[serde(default)]
    pub usage: Vec<Block>,
    /// Seats a row becomes.
    #[serde(default)]
    pub seat: Vec<Block>,
    /// Roster lines a row becomes.
    #[serde(default)]
    pub person: Vec<Block>,
    /// KPI values a row becomes.
    #[serde(default)]
    pub kpi: Vec<Block>,
    /// Contract terms a row becomes.
    #[serde(default)]
    pub contract: Vec<Block>,
    /// Head counts a row becomes.
    #[serde(default)]
    pub headcount: Vec<Block>,
    /// Payroll months a row becomes.
    #[serde(default)]
    pub payroll: Vec<Block>,
    /// Budgets a row becomes.
    #[serde(default)]
    pub budget: Vec<Block>,
    /// Survey answers a row becomes.
    #[serde(default)]
    pub survey: Vec<Block>,
    /// Prices a row becomes.
    #[serde(default)]
    pub price: Vec<Block>,
    /// Exchange rates a row becomes.
    #[serde(default)]
    pub rate: Vec<Block>,
    /// Files that must not be read at all, with the reason.
    #[serde(default)]
    pub refuse: Vec<Skip>,
}

/// Shape of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// Rows and columns: delimited text or a sheet.
    Table,
    /// One JSON document (or several, or lines of them).
    Json,
    /// One JSON object per line.
    Jsonl,
    /// A table, or JSON whose paths are the names of its columns.
    Any,
}

/// How header names are read before they are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeaderStyle {
    /// Trimmed, lower case.
    #[default]
    Plain,
    /// The text of the last parentheses, where there are any: `Abonnement-GUID (SubscriptionGuid)`.
    LastParentheses,
    /// Without the text in brackets at the end: `Status [READ ONLY]`.
    WithoutBrackets,
}

/// Decimal mark of a format's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decimals {
    /// `1,234.50`.
    Point,
    /// `1.234,50`.
    Comma,
}

/// Order of day, month and year in a format's dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dates {
    /// Year first.
    Iso,
    /// Day first.
    Dmy,
    /// Month first.
    Mdy,
}

impl Dates {
    /// The order that it names.
    pub(crate) fn order(self) -> DateOrder {
        match self {
            Self::Iso => DateOrder::Iso,
            Self::Dmy => DateOrder::Dmy,
            Self::Mdy => DateOrder::Mdy,
        }
    }
}

impl Document {
    /// Every block with its kind, in the order of the document.
    pub fn blocks(&self) -> impl Iterator<Item = (FactKind, &Block)> {
        let lists = [
            &self.charge,
            &self.usage,
            &self.seat,
            &self.person,
            &self.kpi,
            &self.contract,
            &self.headcount,
            &self.payroll,
            &self.budget,
            &self.survey,
            &self.price,
            &self.rate,
        ];
        FactKind::ALL
            .iter()
            .zip(lists)
            .flat_map(|(kind, blocks)| blocks.iter().map(|block| (*kind, block)))
    }

    /// Every column a fact may come from.
    pub fn columns(&self) -> impl Iterator<Item = &String> {
        let fields = self
            .blocks()
            .flat_map(|(_, block)| block.fields.values().flat_map(Take::columns));
        fields.chain(self.key.iter().flat_map(|names| &names.0))
    }

    /// Every column that rules or facts look at, once: what is read of a JSON file.
    pub fn every_column(&self) -> Vec<String> {
        let rules = self
            .skip
            .iter()
            .map(|skip| &skip.when)
            .chain(self.note.iter().map(|note| &note.when));
        let rules = rules
            .chain(self.provisional.as_ref())
            .chain(self.blocks().map(|(_, block)| &block.when));
        let tested = rules.flat_map(|when| &when.0).flat_map(Condition::columns);
        let deciding = self.keep_largest.iter().flat_map(|names| &names.0);
        let mut columns: Vec<String> = self.columns().chain(tested).chain(deciding).cloned().collect();
        columns.sort();
        columns.dedup();
        columns
    }

    /// Why a table with such a header must not be read, if so.
    pub(crate) fn refuses(&self, columns: &[String], file: &str) -> Option<&str> {
        let header = Header::new(columns, self.header);
        let forbids = |refuse: &&Skip| Rule::place(&refuse.when, &header, file).always();
        self.refuse
            .iter()
            .find(forbids)
            .map(|refuse| refuse.reason.as_str())
    }

    /// Whether facts name people.
    pub fn names_people(&self) -> bool {
        let named = [Field::PersonId, Field::Email, Field::Employee];
        self.blocks()
            .any(|(_, block)| named.iter().any(|field| block.fields.contains_key(field)))
    }
}
