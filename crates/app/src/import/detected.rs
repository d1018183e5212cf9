//! What reading found out about a file's outside, for the chips of a preview: kind, encoding, delimiter, dates, header.

use ingest::inspect::{Inspected, TableFacts, TextFacts};
use ingest::{InspectOptions, Item};

/// Larger files are not looked at a second time only to say so.
const LARGE: u64 = 64 << 20;

/// Label and value; nothing for members of archives and for large files.
pub(super) fn chips(item: &Item) -> Vec<(String, String)> {
    if item.member.is_some() || item.bytes > LARGE {
        return Vec::new();
    }
    let found = ingest::inspect(&item.path, &InspectOptions::default())
        .into_iter()
        .next();
    found.map_or_else(Vec::new, |found| of(&found))
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
        ("Decimal mark", text.decimal.clone()),
        ("Dates", text.dates.clone()),
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
