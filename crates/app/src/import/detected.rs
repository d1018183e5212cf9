//! What reading found out about a file's outside, for the chips of a preview: kind, encoding, delimiter, dates, header.

use ingest::inspect::{Inspected, TableFacts, TextFacts};
use ingest::{Choice, InspectOptions, Item};

/// What a file says about its decimal mark: `.`, `,`.
pub(crate) const DECIMAL: &str = "Decimal mark";
/// What a file says about its dates: `iso`, `dmy`, `mdy`, `ambiguous`.
pub(crate) const DATES: &str = "Dates";
/// Larger files are not looked at a second time only to say so.
const LARGE: u64 = 64 << 20;

/// Label and value; nothing for large files.
pub(super) fn chips(item: &Item, choice: &Choice) -> Vec<(String, String)> {
    if item.bytes > LARGE {
        return Vec::new();
    }
    let options = InspectOptions {
        choice: choice.clone(),
        ..InspectOptions::default()
    };
    of(&ingest::inspect_item(item, &options))
}

fn of(found: &Inspected) -> Vec<(String, String)> {
    let mut chips = vec![("Kind", found.kind.to_string())];
    chips.extend(found.text.iter().flat_map(text));
    let tables = found.tables.as_deref().unwrap_or_default();
    chips.extend(tables.first().and_then(header));
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
        ("Encoding", Some(text.encoding.clone())),
        ("Delimiter", Some(delimiter(&text.delimiter).to_owned())),
        (DECIMAL, text.decimal.clone()),
        (DATES, text.dates.clone()),
    ];
    let stated = named
        .into_iter()
        .filter_map(|(label, value)| Some((label, value?)));
    stated.filter(|(_, value)| !value.is_empty()).collect()
}

fn delimiter(sign: &str) -> &str {
    match sign {
        "," => "comma",
        ";" => "semicolon",
        "\t" => "tab",
        "|" => "bar",
        " " => "space",
        other => other,
    }
}

/// Rows are counted from 1 for people.
fn header(table: &TableFacts) -> Option<(&'static str, String)> {
    table.header_row.map(|row| ("Header row", (row + 1).to_string()))
}
