//! Header names, normalised for comparison, and where they stand. Looks at no rows.

use std::collections::HashMap;

use super::document::HeaderStyle;
use super::take::Names;

/// The header of a table.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    /// Names as the file writes them.
    pub written: Vec<String>,
    /// Normalised names in the order of the file.
    pub names: Vec<String>,
    places: HashMap<String, usize>,
}

impl Header {
    /// A header; of two equal names the first counts.
    pub(crate) fn new(columns: &[String], style: HeaderStyle) -> Self {
        let names: Vec<String> = columns.iter().map(|name| normal(name, style)).collect();
        let mut places = HashMap::new();
        for (place, name) in names.iter().enumerate() {
            places.entry(name.clone()).or_insert(place);
        }
        Self {
            written: columns.to_vec(),
            names,
            places,
        }
    }

    /// Where a column stands.
    pub(crate) fn place(&self, name: &str) -> Option<usize> {
        self.places.get(&normal(name, HeaderStyle::Plain)).copied()
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

/// Without byte order mark and outer blanks, white space single, lower case.
pub(crate) fn normal(name: &str, style: HeaderStyle) -> String {
    let name = name.trim_start_matches('\u{feff}').trim();
    let inner = match (style, name.rfind('('), name.ends_with(')')) {
        (HeaderStyle::LastParentheses, Some(open), true) => name[open + 1..name.len() - 1].trim(),
        _ => name,
    };
    inner
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn localised_headers_are_known_by_the_name_in_parentheses() {
        assert_eq!(
            normal("Abonnement-GUID (SubscriptionGuid)", HeaderStyle::LastParentheses),
            "subscriptionguid"
        );
        assert_eq!(normal("\u{feff} Cost  ($) ", HeaderStyle::Plain), "cost ($)");
    }
}
