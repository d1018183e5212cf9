//! A format as a document: what a vendor's export looks like and what a row of it means. The user's saved mapping
//! is the same document. Checks itself when it is read; knows no file.

use std::collections::BTreeMap;

use model::Overlap;
use serde::Deserialize;

use super::field::FactKind;
use super::parts::{
    Block, Dates, Decimals, Detect, Fields, HeaderStyle, History, NameSays, Note, Pages, Shape, Skip, SumOf,
    Unpivot, Version, Which,
};
use super::take::{Names, When};
use crate::file_name::uuid;
use crate::prices::ListShape;
use crate::reading::{Delimiter, Reading};

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
    /// What a page of an answer says of pages that are not in the file.
    #[serde(default)]
    pub pages: Option<Pages>,
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
    /// Encoding of a text, whatever it looks like.
    #[serde(default)]
    pub encoding: Option<String>,
    /// What stands between the fields of a text, likewise.
    #[serde(default)]
    pub delimiter: Option<Delimiter>,
    /// The row that names the columns, as a person counts; 0: there is none.
    #[serde(default)]
    pub header_row: Option<u64>,
    /// The one sheet of a workbook that is read.
    #[serde(default)]
    pub sheet: Option<String>,
    /// JSON lines without any of these texts are passed over unread.
    #[serde(default)]
    pub line_contains: Vec<String>,
    /// Words that mean "nothing" in any cell.
    #[serde(default)]
    pub null: Vec<String>,
    /// The file is a public list of this shape, read by code.
    #[serde(default)]
    pub list: Option<ListShape>,
    /// Columns that make the overlap key.
    #[serde(default)]
    pub key: Vec<Names>,
    /// Columns of ids with a fixed number of digits: fewer mean that leading zeros are lost.
    #[serde(default)]
    pub digits: BTreeMap<String, u8>,
    /// What a later file replaces as a whole, with fields in braces: `{account} {billing-month}`.
    #[serde(default)]
    pub scope: String,
    /// Of rows with the same key within one file only the one with the largest sum of these columns counts.
    #[serde(default)]
    pub keep_largest: Vec<Names>,
    /// Of rows with the same key one for which this holds counts before any other.
    #[serde(default)]
    pub prefer: Option<When>,
    /// Of rows with the same key within one file only this one counts.
    #[serde(default)]
    pub one_per_key: Option<Which>,
    /// Rows with the same key within one file all count, each as the first, second … of its key.
    #[serde(default)]
    pub many_per_key: bool,
    /// What rows leave to the file's name; where that says nothing either, the user is asked.
    #[serde(default)]
    pub name_says: Option<NameSays>,
    /// Columns whose newest day dates a list that does not say when it was made.
    #[serde(default)]
    pub newest: Names,
    /// Columns that say when a row was made: of two deliveries of a month the one with the newer rows counts.
    #[serde(default)]
    pub made: Names,
    /// Its files say neither whose they are nor how they were filtered: of two for the same days one may be something else.
    #[serde(default)]
    pub nameless: bool,
    /// Columns whose blank cells mean: as in the row above.
    #[serde(default)]
    pub carry: Names,
    /// How a session log repeats another.
    #[serde(default)]
    pub history: Option<History>,
    /// Rows that are no data.
    #[serde(default)]
    pub skip: Vec<Skip>,
    /// Things to say about rows or the file.
    #[serde(default)]
    pub note: Vec<Note>,
    /// Columns that every version of the export has: a file without one of them states less than it seems to.
    #[serde(default)]
    pub expects: Vec<Names>,
    /// Charges for which this holds belong to a month that is not closed.
    #[serde(default)]
    pub provisional: Option<When>,
    /// Parts of column names that must not be read, with what they are about.
    #[serde(default)]
    pub private: BTreeMap<String, String>,
    /// Columns of money that `inspect` adds up.
    #[serde(default)]
    pub sum: Vec<SumOf>,
    /// Fields of every charge that does not say otherwise.
    #[serde(default)]
    pub every_charge: Fields,
    /// Likewise of every usage line.
    #[serde(default)]
    pub every_usage: Fields,
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

impl Document {
    /// Whether a file of it says neither whose it is nor how it was filtered; a name with an id says whose.
    pub fn is_nameless(&self, file: &str) -> bool {
        self.nameless && (!self.scope.contains("{uuid}") || uuid(file).is_empty())
    }

    /// Whether a file that is as it was can be passed over: it says nothing of other files, and no delivery needs it whole.
    pub fn stands_alone(&self) -> bool {
        self.history.is_none() && matches!(self.overlap, Overlap::Id | Overlap::Largest)
    }

    /// How its files are taken apart, where it says so; the order of dates and the decimal mark are its own affair.
    pub fn reading(&self) -> Reading {
        Reading {
            encoding: self.encoding.clone(),
            delimiter: self.delimiter,
            header_row: self.header_row,
            sheet: self.sheet.clone(),
            ..Reading::default()
        }
    }

    /// Gives every block what all of its kind have.
    pub(super) fn spread(&mut self) {
        for (every, blocks) in [
            (&self.every_charge, &mut self.charge),
            (&self.every_usage, &mut self.usage),
        ] {
            for block in blocks {
                for (field, take) in every {
                    block.fields.entry(*field).or_insert_with(|| take.clone());
                }
            }
        }
    }

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
}
