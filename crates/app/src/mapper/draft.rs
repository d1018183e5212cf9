//! What a user has decided about a table so far. Plain data: the window sends it, the book keeps it.

use std::collections::BTreeMap;

use ingest::formats::payee;
use ingest::profile::{Profile, ShownKind, ShownRow};
use ingest::{Delimiter, Reading};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::guess::{self, Guess};
use super::target::{self, BY_HEADING, BY_SIGN, RowKind, TURN, can_turn, headings, row_kind, values};
use super::{currency, sides, wide};

/// A mapping in the making.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// What the mapping is called; empty while it is for this file alone.
    pub name: String,
    /// Place of the table in its file.
    pub table: u32,
    /// What a row is: `charge`, `usage`, `seat`, `person`, `kpi`. Empty: proposed.
    pub kind: String,
    /// What each column becomes, by its place; empty text: it is not imported; `turn`: a row of its own for each of its
    /// cells. No columns at all: proposed.
    pub targets: Vec<String>,
    /// What the headings of the columns become that are turned into rows ([`TURN`]).
    pub heading: String,
    /// What the cells of those columns become.
    pub value: String,
    /// What is the same for every row, by target.
    pub fixed: BTreeMap<String, String>,
    /// `iso`, `dmy`, `mdy`; empty: as the file has it.
    pub dates: String,
    /// `point`, `comma`; empty: as the file has it.
    pub decimal: String,
    /// `content` or `period`: how a later file meets an earlier one.
    pub overlap: String,
    /// Encoding of a text; empty: as the file has it.
    pub encoding: String,
    /// Delimiter of a text, likewise.
    pub delimiter: String,
    /// The row that names the columns, as a person counts; `0`: none does; empty: as the file has it.
    pub header: String,
    /// The one sheet that such files are read from; empty: any that fits.
    pub sheet: String,
}

impl Draft {
    /// The draft with everything proposed that it leaves open.
    pub(crate) fn completed(mut self, profile: &Profile) -> Self {
        self.table = u32::try_from(profile.table).unwrap_or(0);
        if self.kind.is_empty() {
            guess::likeliest_kind(profile).id.clone_into(&mut self.kind);
        }
        if self.targets.is_empty() {
            let proposed = guess::propose(self.row_kind(), profile);
            self.targets = proposed.iter().map(|guess| id(guess.as_ref())).collect();
            let mut turned = wide::months(self.row_kind(), profile);
            if turned.is_empty() {
                turned = wide::of_money(self.row_kind(), profile, &proposed);
                if sides::are_payments(profile, &turned) {
                    "payment".clone_into(&mut self.value);
                }
            }
            for place in turned {
                TURN.clone_into(&mut self.targets[place]);
            }
            self.take_vendors_of_groups(profile);
        }
        self.targets.resize(profile.columns.len(), String::new());
        let kind = self.row_kind();
        for target in &mut self.targets {
            if target::target(kind, target).is_none() && !(target == TURN && can_turn(kind, profile)) {
                target.clear();
            }
        }
        self.settle_turned(profile);
        self.fixed
            .retain(|target, value| kind.fixed.contains(&target.as_str()) && !value.is_empty());
        self.settle_currency(profile);
        if !["content", "period"].contains(&self.overlap.as_str()) {
            "content".clone_into(&mut self.overlap);
        }
        self
    }

    /// Where rows of groups stand above them and most are known vendors, those are the vendors; what else stands in their
    /// column is what was bought.
    fn take_vendors_of_groups(&mut self, profile: &Profile) {
        let groups = profile.shown.iter().filter(|row| row.kind == ShownKind::Group);
        let place = |row: &ShownRow| row.cells.iter().position(|cell| !cell.is_empty());
        let names: Vec<(usize, &str)> = groups
            .filter_map(|row| place(row).map(|place| (place, row.cells[place].as_str())))
            .collect();
        let known = names.iter().filter(|(_, name)| !payee(name).is_empty()).count();
        if self.kind != "charge" || known * 2 <= names.len() || self.has("provider") {
            return;
        }
        self.fixed.insert("provider".to_owned(), BY_HEADING.to_owned());
        let (place, _) = names[0];
        if !self.has("service") && self.targets[place].is_empty() && profile.columns[place].filled() > 0 {
            "service".clone_into(&mut self.targets[place]);
        }
    }

    /// Takes the currency that the table says where the draft says none, or one by signs that are not there.
    fn settle_currency(&mut self, profile: &Profile) {
        if self.is_by_sign() && currency::signs(profile, &self.targets).is_none() {
            self.fixed.remove("currency");
        }
        if self.row_kind().fixed.contains(&"currency")
            && !self.has("currency")
            && let Some(currency) = currency::currency(profile, &self.targets)
        {
            self.fixed.insert("currency".to_owned(), currency);
        }
    }

    /// Whether the sign in each cell says the currency.
    pub(crate) fn is_by_sign(&self) -> bool {
        self.fixed.get("currency").is_some_and(|said| said == BY_SIGN)
    }

    /// A draft of nothing yet but how the file is read.
    pub(crate) fn as_read(reading: &Reading) -> Self {
        let stated = |text: &Option<String>| text.clone().unwrap_or_default();
        Self {
            encoding: stated(&reading.encoding),
            delimiter: reading.delimiter.map_or_else(String::new, Delimiter::name),
            header: reading.header_row.map_or_else(String::new, |row| row.to_string()),
            sheet: stated(&reading.sheet),
            dates: reading
                .dates
                .map_or_else(String::new, |dates| dates.id().to_owned()),
            decimal: reading
                .decimal
                .map_or_else(String::new, |mark| mark.id().to_owned()),
            ..Self::default()
        }
    }

    /// How the file is taken apart, where the draft says so.
    pub(crate) fn reading(&self) -> Reading {
        let stated = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        Reading {
            encoding: stated(&self.encoding),
            delimiter: Delimiter::parse(&self.delimiter),
            header_row: self.header.parse().ok(),
            sheet: stated(&self.sheet),
            ..Reading::default()
        }
    }

    /// The draft for a table of other columns: what they mean is proposed anew.
    pub(crate) fn without_columns(self) -> Self {
        Self {
            targets: Vec::new(),
            ..self
        }
    }

    /// Says what headings and cells of turned columns become where that is open; no other column becomes the same.
    fn settle_turned(&mut self, profile: &Profile) {
        if self.turned().next().is_none() {
            self.heading.clear();
            self.value.clear();
            return;
        }
        let kind = self.row_kind();
        let turned: Vec<usize> = self.turned().collect();
        let said = wide::said(turned.into_iter(), profile);
        if !headings(kind).any(|target| target.id == self.heading) {
            let names = self.turned().map(|place| profile.columns[place].name.as_str());
            self.heading = wide::heading_of(kind, said.as_ref(), names).to_owned();
        }
        if !values(kind).any(|target| target.id == self.value) {
            wide::value_of(kind).clone_into(&mut self.value);
        }
        for target in &mut self.targets {
            if *target == self.heading || *target == self.value {
                target.clear();
            }
        }
    }

    /// Places of the columns whose cells become rows.
    pub(crate) fn turned(&self) -> impl Iterator<Item = usize> {
        let all = self.targets.iter().enumerate();
        all.filter(|(_, target)| *target == TURN).map(|(place, _)| place)
    }

    /// What a row is.
    pub(crate) fn row_kind(&self) -> &'static RowKind {
        row_kind(&self.kind)
    }

    /// Whether a column or a fixed value gives a target.
    pub(crate) fn has(&self, target: &str) -> bool {
        self.fixed.contains_key(target) || self.place(target).is_some() || self.is_of_turned(target)
    }

    /// Whether the turned columns give a target: by their headings or their cells.
    pub(crate) fn is_of_turned(&self, target: &str) -> bool {
        !target.is_empty() && (self.heading == target || self.value == target)
    }

    /// The column that gives a target.
    pub(crate) fn place(&self, target: &str) -> Option<usize> {
        self.targets.iter().position(|given| given == target)
    }
}

fn id(guess: Option<&Guess>) -> String {
    guess.map_or_else(String::new, |guess| guess.target.id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapper::fixture::profile;

    #[test]
    fn known_vendors_above_their_groups_are_the_vendors_and_what_is_below_them_was_bought() {
        let pivot = |vendor: &str| {
            let table = format!(
                "Row Labels,2026-01,2026-02\n{vendor},30,40\nAPI,10,20\nChatGPT,20,20\nAWS,5,5\nBedrock,5,5\nTotal,35,45\n"
            );
            Draft::default().completed(&profile(&table))
        };
        let draft = pivot("OpenAI");
        assert_eq!(draft.fixed["provider"], BY_HEADING);
        assert_eq!(draft.targets[0], "service");
        assert_eq!(pivot("Our own").fixed.get("provider"), None);
    }
}
