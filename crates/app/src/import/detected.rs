//! What reading found out about a file's outside, for the chips of a preview: kind, encoding, delimiter, dates, header;
//! and what can be said instead.

use ingest::inspect::{Inspected, TableFacts, TextFacts};
use ingest::{Choice, Delimiter, InspectOptions, Item};

use super::event::FileReport;

/// What a file says about its decimal mark: `.`, `,`.
pub(crate) const DECIMAL: &str = "Decimal mark";
/// What a file says about its dates: `iso`, `dmy`, `mdy`, `ambiguous`.
pub(crate) const DATES: &str = "Dates";
/// Its encoding: `utf-8`.
pub(crate) const ENCODING: &str = "Encoding";
/// Its delimiter by name: `comma`.
pub(crate) const DELIMITER: &str = "Delimiter";
/// The row that seems to name the columns, as a person counts.
pub(crate) const HEADER: &str = "Header row";
/// Larger files are not looked at a second time only to say so.
const LARGE: u64 = 64 << 20;

/// Fills in what a report says of a file's outside; nothing for large files.
pub(super) fn tell(report: &mut FileReport, item: &Item, choice: &Choice) {
    if item.bytes > LARGE {
        return;
    }
    let options = InspectOptions {
        choice: choice.clone(),
        ..InspectOptions::default()
    };
    let found = ingest::inspect_item(item, &options);
    report.detected.extend(of(&found));
    report.head = found
        .head
        .iter()
        .map(|(number, cells)| (*number, row(cells)))
        .collect();
    let sheets = found.tables.iter().flatten().map(|table| &table.sheet);
    report.sheets = sheets.filter(|sheet| !sheet.is_empty()).cloned().collect();
}

/// The filled cells of a row, to know it by.
fn row(cells: &[String]) -> String {
    let filled: Vec<&str> = cells
        .iter()
        .map(String::as_str)
        .filter(|cell| !cell.is_empty())
        .collect();
    filled.join(" · ")
}

fn of(found: &Inspected) -> Vec<(String, String)> {
    let mut chips = vec![("Kind", found.kind.to_string())];
    chips.extend(found.text.iter().flat_map(text));
    let tables = found.tables.as_deref().unwrap_or_default();
    let detected = found.text.as_ref().and_then(|text| text.header_row);
    let read = tables.iter().find(|table| !table.columns.is_empty());
    chips.extend(read.map(|table| header(table, detected)));
    if tables.len() > 1 {
        chips.push(("Tables", tables.len().to_string()));
    }
    chips
        .into_iter()
        .map(|(label, value)| (label.to_owned(), value))
        .collect()
}

fn text(text: &TextFacts) -> Vec<(&'static str, String)> {
    let named = [
        (ENCODING, Some(text.encoding.clone())),
        (DELIMITER, Delimiter::parse(&text.delimiter).map(Delimiter::name)),
        (DECIMAL, text.decimal.clone()),
        (DATES, text.dates.clone()),
    ];
    let stated = named
        .into_iter()
        .filter_map(|(label, value)| Some((label, value?)));
    stated.filter(|(_, value)| !value.is_empty()).collect()
}

/// Rows are counted from 1 for people; 0 where there is no header.
fn header(table: &TableFacts, detected: Option<u64>) -> (&'static str, String) {
    let row = detected.or(table.header_row);
    (HEADER, row.map_or(0, |row| row + 1).to_string())
}
