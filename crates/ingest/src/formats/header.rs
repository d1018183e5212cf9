//! Header names, normalised for comparison, and where they stand; what the lines above them say. Looks at no rows.

use std::collections::HashMap;

use super::cells::composed;
use super::parts::HeaderStyle;
use super::take::Names;

/// The header of a table.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    /// Names as the file writes them.
    pub written: Vec<String>,
    /// Normalised names in the order of the file.
    pub names: Vec<String>,
    places: HashMap<String, usize>,
    /// Where names stand by their letters and digits, if they are compared so.
    joined: HashMap<String, usize>,
    /// The lines above the table.
    preamble: Vec<Vec<String>>,
    /// The nearest folders that the file is in, letters and digits alone.
    folders: Vec<String>,
}

impl Header {
    /// A header; of two equal names the first counts.
    pub(crate) fn new(columns: &[String], style: HeaderStyle) -> Self {
        let names: Vec<String> = columns.iter().map(|name| normal(name, style)).collect();
        let (mut places, mut joined) = (HashMap::new(), HashMap::new());
        for (place, name) in names.iter().enumerate() {
            places.entry(name.clone()).or_insert(place);
            if style == HeaderStyle::Joined {
                joined.entry(letters(name)).or_insert(place);
            }
        }
        Self {
            written: columns.to_vec(),
            names,
            places,
            joined,
            preamble: Vec::new(),
            folders: Vec::new(),
        }
    }

    /// With the folders that the file is in.
    pub(crate) fn in_folders(self, folders: &[String]) -> Self {
        Self {
            folders: folders.iter().map(|name| letters(name)).collect(),
            ..self
        }
    }

    /// Whether one of the folders has one of these words in its name.
    pub(crate) fn is_in(&self, words: &[String]) -> bool {
        let is_named = |folder: &String| words.iter().any(|word| folder.contains(word.as_str()));
        self.folders.iter().any(is_named)
    }

    /// With the lines above the table.
    pub(crate) fn below(self, preamble: &[Vec<String>]) -> Self {
        Self {
            preamble: preamble.to_vec(),
            ..self
        }
    }

    /// What a line above the table says behind one of these labels: `Invoice number,5123` or `Currency: USD`.
    pub(crate) fn said(&self, labels: &Names) -> Option<String> {
        let value = |label: &String| {
            self.preamble.iter().find_map(|line| {
                let (at, behind) = line.iter().enumerate().find_map(|(at, cell)| {
                    let (name, behind) = cell.split_once(':').unwrap_or((cell, ""));
                    let is_it = normal(name, HeaderStyle::Plain) == normal(label, HeaderStyle::Plain);
                    is_it.then(|| (at, behind.trim()))
                })?;
                let next = line[at + 1..].iter().map(|cell| cell.trim());
                let said = [behind].into_iter().chain(next).find(|text| !text.is_empty())?;
                Some(said.to_owned())
            })
        };
        labels.0.iter().find_map(value)
    }

    /// Where a column stands; a name that ends in `*` is the first column that starts so, `Column 3` the third if it has no
    /// heading.
    pub(crate) fn place(&self, name: &str) -> Option<usize> {
        let name = normal(name, HeaderStyle::Plain);
        if let Some(start) = name.strip_suffix('*') {
            return self.names.iter().position(|name| name.starts_with(start));
        }
        // Most headers are not compared so, and each is asked for many names.
        let is_joined = !self.joined.is_empty();
        let joined = || is_joined.then(|| self.joined.get(&letters(&name))).flatten();
        let found = self.places.get(&name).or_else(joined).copied();
        found.or_else(|| self.unnamed(&name))
    }

    fn unnamed(&self, name: &str) -> Option<usize> {
        let number: usize = name.strip_prefix("column ")?.parse().ok()?;
        let place = number.checked_sub(1)?;
        self.names.get(place)?.is_empty().then_some(place)
    }

    /// Where those that are there stand, in the order of the names.
    pub(crate) fn places(&self, names: &Names) -> Vec<usize> {
        names.0.iter().filter_map(|name| self.place(name)).collect()
    }

    /// The first of the names that is there, as the file writes it.
    pub(crate) fn first(&self, names: &Names) -> Option<&str> {
        names
            .0
            .iter()
            .find_map(|name| self.place(name))
            .map(|place| self.written[place].as_str())
    }

    /// Whether one of the names is there.
    pub(crate) fn has_any(&self, names: &Names) -> bool {
        names.0.iter().any(|name| self.place(name).is_some())
    }
}

/// Letters and digits alone, in small letters.
fn letters(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Whether a normalised name is this one, or starts so where the other ends in `*`.
pub(crate) fn matches(name: &str, pattern: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == pattern,
    }
}

/// Without byte order mark and outer blanks, white space single, lower case.
pub(crate) fn normal(name: &str, style: HeaderStyle) -> String {
    let name = name.trim_start_matches('\u{feff}').trim();
    let inner = match style {
        HeaderStyle::LastParentheses if name.ends_with(')') => name
            .rfind('(')
            .map_or(name, |open| name[open + 1..name.len() - 1].trim()),
        HeaderStyle::WithoutBrackets if name.ends_with(']') => {
            name.rfind('[').map_or(name, |open| name[..open].trim())
        }
        _ => name,
    };
    let words = inner.split_whitespace().collect::<Vec<_>>().join(" ");
    composed(words.into()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_without_a_heading_is_named_by_its_place() {
        let header = Header::new(
            &[String::new(), "Total".into(), "Column 9".into()],
            HeaderStyle::Plain,
        );
        let place = |name: &str| header.place(name);
        assert_eq!((place("Column 1"), place("column 9")), (Some(0), Some(2)));
        assert_eq!(
            (place("Column 2"), place("Column 4"), place("Column 0")),
            (None, None, None)
        );
    }

    #[test]
    fn names_written_in_another_way_are_known_where_they_may_be() {
        let columns = ["billed_cost".into(), "Charge Period Start".into(), "x".into()];
        let places = |style| {
            let header = Header::new(&columns, style);
            ["BilledCost", "ChargePeriodStart", "x_"].map(|name| header.place(name))
        };
        assert_eq!(places(HeaderStyle::Plain), [None; 3]);
        assert_eq!(places(HeaderStyle::Joined), [Some(0), Some(1), Some(2)]);
    }

    #[test]
    fn localised_headers_are_known_by_the_name_in_parentheses() {
        assert_eq!(
            normal("Abonnement-GUID (SubscriptionGuid)", HeaderStyle::LastParentheses),
            "subscriptionguid"
        );
        assert_eq!(normal("\u{feff} Cost  ($) ", HeaderStyle::Plain), "cost ($)");
        assert_eq!(
            normal("Status [READ ONLY]", HeaderStyle::WithoutBrackets),
            "status"
        );
    }

    #[test]
    fn lines_above_the_table_answer_by_their_label() {
        let lines = [
            vec!["Invoice number".into(), "5123".into()],
            vec!["Currency: USD".into()],
        ];
        let header = Header::new(&["Cost ($)".into()], HeaderStyle::Plain).below(&lines);
        let said = |label: &str| header.said(&Names(vec![label.to_owned()]));
        assert_eq!(said("invoice number").as_deref(), Some("5123"));
        assert_eq!(said("currency").as_deref(), Some("USD"));
        assert_eq!(said("invoice"), None);
        assert_eq!(header.place("cost (*"), Some(0));
    }
}
