//! Where a field of a mapping document comes from: a column, the same for every row, or a part of what a cell or heading
//! says.

use ingest::formats::payee;

use super::currency::{self, Signs};
use super::document::{Writing, quoted};
use super::period::{self, Said};
use super::target::{BY_HEADING, Holds, target};
use super::wide;

impl Writing<'_> {
    /// Where a target comes from.
    pub(super) fn take(&self, target: &str) -> Option<String> {
        let fixed = || {
            if target == "currency" && self.draft.is_by_sign() {
                return self.by_sign();
            }
            let value = self.draft.fixed.get(target)?;
            if value == BY_HEADING {
                return Some(quoted(value));
            }
            Some(format!("{{ value = {} }}", quoted(value)))
        };
        self.of_heading(target)
            .or_else(|| self.of_month(target))
            .or_else(|| self.column_of(target))
            .or_else(fixed)
            .or_else(|| self.vendor_of_heading(target))
    }

    /// The column of a target, quoted.
    pub(super) fn column_of(&self, target: &str) -> Option<String> {
        let is_turned = |given: &str| !target.is_empty() && given == target;
        if is_turned(&self.draft.heading) {
            return Some(quoted("@column"));
        }
        if is_turned(&self.draft.value) {
            return Some(quoted("@value"));
        }
        self.draft.place(target).map(|place| self.name(place))
    }

    fn name(&self, place: usize) -> String {
        quoted(&self.profile.columns[place].name)
    }

    /// Fields that the period of a row needs besides those that are targets: the month that stands for its days, both
    /// days of a cell, the end of a quarter.
    pub(super) fn spans(&self) -> Vec<(&'static str, String)> {
        let mut spans = Vec::new();
        let is_open = |field: &str| !self.draft.has(field);
        if let Some(place) = self
            .draft
            .place("range")
            .filter(|_| is_open("from") && is_open("last"))
            && let Some(mark) = period::between(&self.profile.columns[place].values)
        {
            let (name, mark) = (self.name(place), quoted_as_is(mark));
            spans.push(("from", format!("{{ column = {name}, before-last = {mark} }}")));
            spans.push(("last", format!("{{ column = {name}, after-last = {mark} }}")));
        } else if self.draft.heading == "from" && is_open("last") && self.said() == Some(Said::Quarter) {
            spans.push(("last", self.quarters(|(_, last)| last)));
        } else if is_open("day")
            && is_open("from")
            && let Some(month) = self.take("billing-month")
        {
            spans.push(("month", month));
        }
        spans
    }

    /// A day that the headings of turned columns say.
    fn of_heading(&self, given: &str) -> Option<String> {
        let is_day = target(self.draft.row_kind(), given).is_some_and(|target| target.holds == Holds::Day);
        if given != self.draft.heading || !is_day {
            return None;
        }
        let cut = |key: &str, mark: &str| match mark {
            "" => String::new(),
            mark => format!(", {key} = {}", quoted_as_is(mark)),
        };
        match self.said()? {
            Said::Alone => None,
            Said::Quarter => Some(self.quarters(|(first, _)| first)),
            Said::Among(before, after) => Some(format!(
                "{{ column = \"@column\"{}{} }}",
                cut("before-last", &after),
                cut("after-last", &before)
            )),
        }
    }

    /// How the headings of turned columns say their months.
    pub(super) fn said(&self) -> Option<Said> {
        let turned: Vec<usize> = self.draft.turned().collect();
        wide::said(turned.into_iter(), self.profile)
    }

    /// The quarters of the headings' years as days.
    fn quarters(&self, day: impl Fn((String, String)) -> String) -> String {
        let columns = self.draft.turned().map(|place| &self.profile.columns[place]);
        let mut days: Vec<String> = Vec::new();
        for name in columns.flat_map(|column| period::quarters_like(&column.name)) {
            let day = period::quarter_days(&name).map(&day).unwrap_or_default();
            let line = format!("{} = {}", quoted(&name), quoted(&day));
            if !days.contains(&line) {
                days.push(line);
            }
        }
        format!("{{ column = \"@column\", map = {{ {} }} }}", days.join(", "))
    }

    /// The vendor that the headings of turned columns name, where most do.
    fn vendor_of_heading(&self, target: &str) -> Option<String> {
        let names: Vec<&str> = self
            .draft
            .turned()
            .map(|place| self.profile.columns[place].name.as_str())
            .collect();
        let known = names.iter().filter(|name| !payee(name).is_empty()).count();
        let is_told = target == "provider" && self.draft.heading == "service" && known * 2 >= names.len();
        is_told.then(|| "{ column = \"@column\", known = \"payees\" }".to_owned())
    }

    /// A month whose year stands in another column.
    fn of_month(&self, target: &str) -> Option<String> {
        let year = self.draft.place("year").filter(|_| target == "billing-month")?;
        let month = self.draft.place("billing-month")?;
        let (year, month) = (self.name(year), self.name(month));
        Some(format!("{{ column = {year}, join = [{month}] }}"))
    }

    /// Turned columns with the sign of each: in its heading or in its cells.
    pub(super) fn signs_of_turned(&self) -> Vec<(String, String)> {
        let signs = currency::signs(self.profile, &self.draft.targets);
        let names = self.draft.turned().map(|place| self.name(place));
        let sign = |name: &str| match signs {
            Some(Signs::Headings) => format!("{{ header = {name} }}"),
            _ => format!("{{ column = {name}, sign = true }}"),
        };
        names.map(|name| (name.clone(), sign(&name))).collect()
    }

    /// One name, or a list of them.
    pub(super) fn names(&self, places: &[usize]) -> String {
        let names: Vec<String> = places.iter().map(|place| self.name(*place)).collect();
        match &names[..] {
            [name] => name.clone(),
            names => format!("[{}]", names.join(", ")),
        }
    }

    /// The currency by the signs in cells or headings.
    fn by_sign(&self) -> Option<String> {
        let column = match currency::signs(self.profile, &self.draft.targets)? {
            Signs::Headings => quoted("@column"),
            Signs::Values => quoted("@value"),
            Signs::Cells(places) => self.names(&places),
        };
        Some(format!("{{ column = {column}, sign = true }}"))
    }
}

/// Quoted with the blanks around it.
fn quoted_as_is(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::document;

    #[track_caller]
    fn says(table: &str, lines: &[&str]) {
        let text = document(table);
        for line in lines {
            assert!(text.contains(line), "{line}\n{text}");
        }
        ingest::Mapping::parse("it", &text).expect("it can be read");
    }

    #[test]
    fn two_days_in_a_cell_are_the_first_and_the_last() {
        says(
            "Produkt;Zeitraum;Betrag\nA;01.01.2026 - 31.01.2026;1,50\nB;01.02.2026 - 28.02.2026;2,50\n",
            &[
                "from = { column = \"Zeitraum\", before-last = \" - \" }",
                "last = { column = \"Zeitraum\", after-last = \" - \" }",
                "dates = \"dmy\"",
            ],
        );
    }

    #[test]
    fn a_month_between_words_and_a_quarter_are_read_off_the_headings() {
        says(
            "Vendor,January 2026 (EUR),February 2026 (EUR)\nA,1.00,2.00\nB,1.00,3.00\n",
            &[
                "billing-month = { column = \"@column\", before-last = \" (\" }",
                "month = { column = \"@column\", before-last = \" (\" }",
                "currency = { column = \"@column\", sign = true }",
            ],
        );
        says(
            "Vendor,Q1 2026,Q2 2026\nA,1.00,2.00\nB,1.00,3.00\n",
            &[
                "from = { column = \"@column\", map = { \"Q1 2026\" = \"2026-01-01\", \"Q2 2026\" = \"2026-04-01\", ",
                "last = { column = \"@column\", map = { \"Q1 2026\" = \"2026-03-31\", \"Q2 2026\" = \"2026-06-30\", ",
                "\"Q4 2026\" = \"2026-12-31\" } }",
            ],
        );
    }

    #[test]
    fn headings_that_name_vendors_say_who_they_are() {
        let table = "Month,OpenAI ($),Anthropic ($)\n2026-01,1.00,2.00\n2026-02,3.00,5.00\n";
        says(
            table,
            &[
                "provider = { column = \"@column\", known = \"payees\" }",
                "service = \"@column\"",
            ],
        );
    }

    #[test]
    fn a_month_or_quarter_and_its_year_are_joined() {
        says(
            "Vendor,Month,Year,Amount\nOpenAI,1,2026,10.00\nOpenAI,2,2026,20.00\n",
            &[
                "billing-month = { column = \"Year\", join = [\"Month\"] }",
                "month = { column = \"Year\", join = [\"Month\"] }",
            ],
        );
        says(
            "Vendor,Quarter,Year,Amount\nOpenAI,Q1,2026,10.00\nOpenAI,Q2,2026,20.00\n",
            &["month = { column = \"Year\", join = [\"Quarter\"] }"],
        );
    }

    #[test]
    fn the_sign_in_each_cell_says_its_currency() {
        says(
            "Date,Vendor,Amount\n2026-01-01,OpenAI,$10.00\n2026-01-02,OpenAI,$20.00\n",
            &["currency = { column = \"Amount\", sign = true }", "[[sum]]"],
        );
        says(
            "Date,Text,Debit,Credit\n2026-01-01,OpenAI,$10.00,\n2026-01-02,OpenAI,,€2.00\n",
            &["currency = { column = [\"Debit\", \"Credit\"], sign = true }"],
        );
        says(
            "Vendor,Jan 2026,Feb 2026\nA,$1.00,€2.00\nB,$1.00,€3.00\n",
            &[
                "currency = { column = \"@value\", sign = true }",
                "columns = \"Feb 2026\"\ncurrency = { column = \"Feb 2026\", sign = true }",
            ],
        );
        says(
            "Vendor,Jan 2026 (EUR),Feb 2026 (USD)\nA,1.00,2.00\nB,1.00,3.00\n",
            &[
                "currency = { column = \"@column\", sign = true }",
                "columns = \"Feb 2026 (USD)\"\ncurrency = { header = \"Feb 2026 (USD)\" }",
            ],
        );
    }
}
