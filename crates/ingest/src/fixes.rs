//! What a person says about single cells and rows of a file: another value for a cell, or a row that does not count.
//! Applied while rows are read, so that all that follows sees what was said. The file itself stays as it is.

use std::borrow::Cow;
use std::cell::Cell as Flag;
use std::sync::Arc;

use model::{Problem, Severity};
use serde::{Deserialize, Serialize};

use crate::reading::Reading;
use crate::row::{Cell, Row};

/// One thing said. It is about a row by its number, about every row in which a column holds something, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Fix {
    /// Sheet, or part of a delivery; any without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Row as a person counts it, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// Column by its heading.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What the cell holds; where it holds something else, nothing is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// What it is to hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Why the row does not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skip: Option<String>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default, skip_serializing_if = "Reading::is_silent")]
    read: Reading,
    #[serde(default)]
    fix: Vec<Fix>,
}

impl Fix {
    /// Why it cannot be meant like this.
    fn oddity(&self) -> Option<&'static str> {
        let stated = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
        match () {
            () if self.value.is_some() == self.skip.is_some() => {
                Some("it needs a `value`, or `skip` with a reason")
            }
            () if self.skip.is_some() && !stated(&self.skip) => Some("`skip` needs a reason"),
            () if self.column.is_none() && (self.value.is_some() || self.was.is_some()) => {
                Some("it needs the `column`")
            }
            () if self.row.is_none() && self.was.is_none() => {
                Some("it needs a `row`, or what the cell holds (`was`)")
            }
            () => None,
        }
    }

    /// In words: `row 42, Amount: "12,5O" becomes "12.50"`.
    pub fn words(&self) -> String {
        let row = match self.row {
            Some(row) => format!("row {row}"),
            None => "every row".to_owned(),
        };
        let place = [self.sheet.clone(), Some(row), self.column.clone()];
        let place = place.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let held = self
            .was
            .as_ref()
            .map_or(String::new(), |was| format!(" holding “{was}”"));
        match (&self.value, &self.skip) {
            (Some(value), _) => format!("{place}{held}: read as “{value}”"),
            (_, Some(reason)) => format!("{place}{held}: skipped, {reason}"),
            (None, None) => place,
        }
    }

    fn is_about(&self, table: &Place<'_>, row: &Row<'_>) -> bool {
        let in_sheet = |sheet: &String| sheet == table.sheet || sheet == table.file;
        self.sheet.as_ref().is_none_or(in_sheet)
            && self.row.is_none_or(|number| number == row.number)
            && self.holds(table, row)
    }

    fn holds(&self, table: &Place<'_>, row: &Row<'_>) -> bool {
        let Some(was) = &self.was else {
            return true;
        };
        let place = self.column.as_ref().and_then(|column| table.column(column));
        let text = place.map(|place| row.cells.get(place).map_or(Cow::Borrowed(""), Cell::text));
        text.is_some_and(|text| text.trim() == was.trim())
    }
}

/// The table that a row is of.
pub(crate) struct Place<'t> {
    pub(crate) sheet: &'t str,
    pub(crate) file: &'t str,
    pub(crate) columns: &'t [String],
}

impl Place<'_> {
    /// Headings are compared as people read them.
    fn column(&self, name: &str) -> Option<usize> {
        let plain = |text: &str| {
            text.split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .to_lowercase()
        };
        let name = plain(name);
        self.columns.iter().position(|column| plain(column) == name)
    }
}

/// What was said about a file.
#[derive(Clone, Debug, Default)]
pub struct Fixes {
    list: Arc<[Fix]>,
    /// How the file is to be read where it is not as it seems.
    pub reading: Reading,
}

impl Fixes {
    /// Reads a document: TOML with `[[fix]]` tables and a table `[read]`, or CSV with the columns sheet, row, column, value (what the cell
    /// holds), fix and skip, such as the file of an import's problems with a column `fix` added.
    pub fn parse(text: &str) -> Result<Self, String> {
        let first = text
            .lines()
            .find(|line| !line.trim().is_empty())
            .unwrap_or_default();
        if first.contains(',') && !first.contains('=') && !first.trim_start().starts_with('[') {
            return Self::of(of_csv(text)?);
        }
        let Written { read, fix } = toml::from_str(text).map_err(|error| error.to_string())?;
        Ok(Self::of(fix)?.as_read(read))
    }

    /// The same for a file that is read like this.
    #[must_use]
    pub fn as_read(self, reading: Reading) -> Self {
        Self { reading, ..self }
    }

    /// These, if each can be meant.
    pub fn of(fixes: Vec<Fix>) -> Result<Self, String> {
        let mut numbered = fixes.iter().enumerate();
        match numbered.find_map(|(at, fix)| Some((at, fix.oddity()?))) {
            Some((at, oddity)) => Err(format!("fix {} cannot be taken: {oddity}", at + 1)),
            None => Ok(Self {
                list: fixes.into(),
                reading: Reading::default(),
            }),
        }
    }

    /// The document that says the same.
    pub fn text(&self) -> Option<String> {
        let is_silent = self.list.is_empty() && self.reading.is_silent();
        let written = Written {
            read: self.reading.clone(),
            fix: self.list.to_vec(),
        };
        let text = toml::to_string(&written).expect("texts and numbers are plain data");
        (!is_silent).then_some(text)
    }

    /// Each of them.
    pub fn list(&self) -> &[Fix] {
        &self.list
    }
}

/// A line that says nothing to be done is left out.
fn of_csv(text: &str) -> Result<Vec<Fix>, String> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let heads = reader.headers().map_err(|error| error.to_string())?.clone();
    let place = |name: &str| {
        heads
            .iter()
            .position(|head| head.trim().eq_ignore_ascii_case(name))
    };
    let mut fixes = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        let said = |name: &str| {
            let text = place(name).and_then(|place| record.get(place))?.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        let row = said("row").map(|row| row.parse().map_err(|_| format!("{row} is no row")));
        let fix = Fix {
            sheet: said("sheet"),
            row: row.transpose()?,
            column: said("column"),
            was: said("value"),
            value: said("fix"),
            skip: said("skip"),
        };
        if fix.value.is_some() || fix.skip.is_some() {
            fixes.push(fix);
        }
    }
    Ok(fixes)
}

/// Fixes at work in one opened file.
#[derive(Debug, Default)]
pub(crate) struct Mending {
    fixes: Fixes,
    /// Which of them found something to do.
    found: Vec<Flag<bool>>,
}

impl Mending {
    pub(crate) fn new(fixes: &Fixes) -> Self {
        Self {
            fixes: fixes.clone(),
            found: vec![Flag::new(false); fixes.list.len()],
        }
    }

    pub(crate) fn is_idle(&self) -> bool {
        self.found.is_empty()
    }

    fn about<'m>(&'m self, place: &'m Place<'_>, row: &'m Row<'_>) -> impl Iterator<Item = &'m Fix> {
        let all = self.fixes.list.iter().zip(&self.found);
        all.filter(|(fix, _)| fix.is_about(place, row))
            .map(|(fix, found)| {
                found.set(true);
                fix
            })
    }

    /// Why a row does not count.
    pub(crate) fn skipped(&self, place: &Place<'_>, row: &Row<'_>) -> Option<String> {
        let mut skips = self.about(place, row).filter_map(|fix| fix.skip.as_ref());
        skips.next().map(|reason| format!("Skipped by you: {reason}"))
    }

    /// The row as it was said to be.
    pub(crate) fn mended<'r>(&self, place: &Place<'_>, row: &Row<'r>) -> Option<Row<'r>> {
        let mut mended: Option<Row<'r>> = None;
        for fix in self.about(place, row) {
            let at = fix.column.as_ref().and_then(|column| place.column(column));
            if let (Some(at), Some(value)) = (at, &fix.value) {
                let row = mended.get_or_insert_with(|| row.clone());
                while row.cells.len() <= at {
                    row.cells.push(Cell::Empty);
                }
                row.cells[at] = cell(value);
            }
        }
        mended
    }

    /// Those that found nothing to do in any of the parts of a file, as remarks.
    pub(crate) fn idle<'m>(parts: impl Iterator<Item = &'m Self> + Clone) -> impl Iterator<Item = Problem> {
        let fixes = parts.clone().next().map_or(&[][..], |first| first.fixes.list());
        let idle = fixes.iter().enumerate();
        let idle = idle.filter(move |(at, _)| parts.clone().all(|part| !part.found[*at].get()));
        idle.map(|(_, fix)| {
            let what = "A fix found nothing to do: no such row, or its cell holds something else.";
            let mut problem = Problem::new(Severity::Warning, what);
            problem.place.sheet.clone_from(&fix.sheet);
            problem.place.row = fix.row;
            problem.place.column.clone_from(&fix.column);
            problem.hint("take it back, or say what the cell holds now")
        })
    }
}

fn cell(value: &str) -> Cell<'static> {
    if value.trim().is_empty() {
        Cell::Empty
    } else {
        Cell::Text(value.to_owned().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[&str] = &["Date", "Amount"];

    fn row(number: u64, cells: &[&str]) -> Row<'static> {
        Row {
            number,
            cells: cells.iter().map(|text| cell(text)).collect(),
        }
    }

    fn mended(document: &str, row: &Row<'static>) -> (Vec<String>, Option<String>) {
        let columns: Vec<String> = COLUMNS.iter().map(|&name| name.to_owned()).collect();
        let place = Place {
            sheet: "Bills",
            file: "bill.csv",
            columns: &columns,
        };
        let mending = Mending::new(&Fixes::parse(document).expect("it can be read"));
        let after = mending.mended(&place, row).unwrap_or_else(|| row.clone());
        let texts = after.cells.iter().map(|cell| cell.text().into_owned()).collect();
        (texts, mending.skipped(&place, row))
    }

    #[test]
    fn a_cell_is_read_as_it_was_said_and_only_where_it_holds_what_was_meant() {
        let fix = "[[fix]]\nrow = 3\ncolumn = \"amount\"\nwas = \"12,5O\"\nvalue = \"12.50\"\n";
        assert_eq!(mended(fix, &row(3, &["d", "12,5O"])).0, ["d", "12.50"]);
        assert_eq!(mended(fix, &row(4, &["d", "12,5O"])).0, ["d", "12,5O"]);
        assert_eq!(mended(fix, &row(3, &["d", "7"])).0, ["d", "7"]);
    }

    #[test]
    fn one_fix_is_for_all_rows_that_hold_the_same_and_one_fills_what_is_not_there() {
        let all = "[[fix]]\ncolumn = \"Amount\"\nwas = \"n/a\"\nvalue = \"0\"\n";
        assert_eq!(mended(all, &row(9, &["d", "n/a"])).0, ["d", "0"]);
        let short = "[[fix]]\nrow = 2\ncolumn = \"Amount\"\nvalue = \"5\"\n";
        assert_eq!(mended(short, &row(2, &["d"])).0, ["d", "5"]);
    }

    #[test]
    fn a_row_is_skipped_with_the_reason_in_the_sheet_that_was_named() {
        let skip = |sheet: &str| format!("[[fix]]\nsheet = \"{sheet}\"\nrow = 2\nskip = \"a test\"\n");
        let said = mended(&skip("Bills"), &row(2, &["d", "1"])).1;
        assert_eq!(said.as_deref(), Some("Skipped by you: a test"));
        assert_eq!(mended(&skip("Other"), &row(2, &["d", "1"])).1, None);
    }

    #[test]
    fn the_file_of_problems_with_a_column_for_the_fix_is_a_fixes_file() {
        let csv = "file,sheet,row,column,value,severity,reason,hint,fix,skip\r\n\
                   b.csv,,3,Amount,\"12,5O\",error,no number,,12.50,\r\n\
                   b.csv,,4,Amount,x,error,no number,,,\r\n\
                   b.csv,,5,,,error,too long,,,booked twice\r\n";
        let fixes = Fixes::parse(csv).expect("it can be read");
        assert_eq!(fixes.list().len(), 2);
        let again = fixes.text().expect("there are some");
        assert_eq!(Fixes::parse(&again).expect("it can be read").list(), fixes.list());
    }

    #[test]
    fn how_a_file_is_read_is_kept_beside_its_fixes() {
        let said = "[read]\ndelimiter = \"tab\"\nheader-row = 3\ndates = \"dmy\"\n";
        let fixes = Fixes::parse(said).expect("it can be read");
        assert_eq!(fixes.reading.header_row, Some(3));
        let again = fixes.text().expect("something is said");
        assert_eq!(
            Fixes::parse(&again).expect("it can be read").reading,
            fixes.reading
        );
        assert!(Fixes::parse("[read]\ndelimiter = \";;\"\n").is_err());
    }

    #[test]
    fn what_cannot_be_meant_is_refused_in_words() {
        for (text, word) in [
            ("[[fix]]\nrow = 1\n", "value"),
            ("[[fix]]\nrow = 1\nvalue = \"1\"\n", "column"),
            ("[[fix]]\nrow = 1\nskip = \" \"\n", "reason"),
            ("[[fix]]\nskip = \"all\"\n", "row"),
            ("[[fix]]\nrow = 1\ncolour = \"red\"\n", "colour"),
        ] {
            let error = Fixes::parse(text).expect_err(text);
            assert!(error.contains(word), "{error}");
        }
    }

    #[test]
    fn a_fix_that_found_nothing_is_said() {
        let mending =
            Mending::new(&Fixes::parse("[[fix]]\nrow = 1\nskip = \"x\"\n").expect("it can be read"));
        assert_eq!(Mending::idle(std::iter::once(&mending)).count(), 1);
    }
}
