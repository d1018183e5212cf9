//! A row whose day is not read: what a column says of when all the same. Decides nothing.

use chrono::Datelike;
use model::{Period, Problem, Severity};

use super::header::Header;
use super::layout::Layout;
use super::span::days_of;
use crate::row::{Cell, Row};
use crate::value::{DateStyle, DateValue, bare_month};

/// Words of headings of periods.
const PERIODS: &[&str] = &[
    "period",
    "periode",
    "período",
    "période",
    "month",
    "monat",
    "mois",
    "maand",
    "månad",
    "quarter",
    "quartal",
    "kvartal",
    "trimestre",
    "week",
    "woche",
    "vecka",
    "semaine",
    "half",
    "halbjahr",
    "fiscal",
    "fy",
];
/// Words of headings of days.
const DAYS: &[&str] = &["date", "datum"];
const HINT: &str = "write months as `2026-09`, quarters as `2026-Q3`, half years as `2026-H1`, weeks as `2026-W36` and map the column, or bring each period as a file of its own and say which it is";
const FISCAL: &str = "a period of a fiscal year is a month only once it is known when that year begins: map each as the month that it is (in a mapping: month = { column = \"…\", map = { \"FY26 P03\" = \"YYYY-MM\" } }), or bring each period as a file of its own and say which it is";

/// A row without a date; a column that seems to say it in words that are not read is named.
pub(super) fn no_date(layout: &Layout, row: &Row<'_>) -> Box<Problem> {
    let problem = Problem::new(Severity::Error, "This row has no date.");
    let columns = layout.header.written.iter().zip(&row.cells);
    let mut told = columns.filter(|(name, cell)| !cell.is_empty() && says(name));
    let Some((name, cell)) = told.next() else {
        return problem
            .hint("give the period of the file if its rows have none")
            .into();
    };
    let text = cell.text();
    problem.column(name).value(&text).hint(hint(&text)).into()
}

/// A column that says another period than the one that was given, or says it in words that are not read.
pub(super) fn passed_over(layout: &Layout, row: &Row<'_>, given: Period) -> Option<Problem> {
    let cells = layout
        .periods
        .iter()
        .filter_map(|at| Some((*at, row.cells.get(*at)?)));
    let mut told = cells.filter(|(_, cell)| !cell.is_empty());
    let (at, cell) = told.find(|(_, cell)| !agrees(cell, layout.style.dates, given))?;
    let text = cell.text();
    let what =
        "This column seems to say when, and is not read: the period that was given was taken for every row.";
    let problem = Problem::new(Severity::Warning, what).hint(hint(&text));
    Some(problem.column(&layout.header.written[at]).value(&text))
}

/// Columns that are called periods.
pub(super) fn periods(header: &Header) -> Vec<usize> {
    let named = header.written.iter().enumerate();
    named
        .filter(|(_, name)| is_period(name))
        .map(|(at, _)| at)
        .collect()
}

/// Whether a heading is that of a period and of nothing in it, as `Spend this month` is.
fn is_period(name: &str) -> bool {
    const BESIDE: &[&str] = &[
        "billing",
        "invoice",
        "accounting",
        "posting",
        "service",
        "usage",
        "year",
        "of",
        "no",
    ];
    let is_in = |list: &[&str], word: &String| list.contains(&word.as_str());
    words(name).any(|word| is_in(PERIODS, &word))
        && words(name).all(|word| is_in(PERIODS, &word) || is_in(BESIDE, &word))
}

fn hint(text: &str) -> &'static str {
    if is_fiscal_period(text) { FISCAL } else { HINT }
}

/// Whether a text is a period of a fiscal year: `FY26 P03`, `P3 FY2026`, `2026-P03`.
pub fn is_fiscal_period(text: &str) -> bool {
    let upper = text.to_uppercase();
    let digits = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_period = |part: &str| part.strip_prefix('P').is_some_and(|number| digits(number, 2));
    let is_year = |part: &str| {
        let fiscal = ["FY", "GJ"].iter().find_map(|start| part.strip_prefix(start));
        fiscal.is_some_and(|year| digits(year, 4)) || (part.len() == 4 && digits(part, 4))
    };
    let parts: Vec<&str> = upper
        .split([' ', '-', '/', '.', '_'])
        .filter(|part| !part.is_empty())
        .collect();
    match parts[..] {
        [one] => one
            .find('P')
            .is_some_and(|at| is_year(&one[..at]) && is_period(&one[at..])),
        [a, b] => (is_year(a) && is_period(b)) || (is_period(a) && is_year(b)),
        _ => false,
    }
}

/// Whether a heading has a word of periods or days.
fn says(name: &str) -> bool {
    words(name).any(|word| PERIODS.contains(&word.as_str()) || DAYS.contains(&word.as_str()))
}

/// The words of a heading, in small letters.
fn words(name: &str) -> impl Iterator<Item = String> {
    let parts = name.split(|letter: char| !letter.is_alphanumeric());
    parts.filter(|part| !part.is_empty()).map(str::to_lowercase)
}

/// Whether a cell says nothing else than the given period: all of it, a day of it, or the month that it is.
fn agrees(cell: &Cell<'_>, style: DateStyle, given: Period) -> bool {
    let text = cell.text();
    let value = match cell {
        Cell::Date(at) => DateValue::Day(at.date()),
        _ => style.read(&text),
    };
    if let Some(days) = days_of(value) {
        let is_day = days.days() == 1 && given.contains(days.from);
        return is_day || (days.from <= given.from && given.to <= days.to);
    }
    let month = bare_month(&text).or_else(|| text.trim().parse().ok());
    month == Some(given.from.month()) && given.days() <= 31
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_of_fiscal_years_are_known() {
        for text in [
            "FY26 P03",
            "FY2026-P03",
            "P3 FY26",
            "2026-P03",
            "fy26p3",
            "2026P03",
            "GJ2026/P12",
        ] {
            assert!(is_fiscal_period(text), "{text}");
        }
        for text in [
            "2026-03",
            "Q3 2026",
            "P03",
            "FY26",
            "GPT P4",
            "26 P03",
            "FY26 P003",
            "",
        ] {
            assert!(!is_fiscal_period(text), "{text}");
        }
    }

    #[test]
    fn what_is_counted_by_the_month_is_no_month() {
        assert!(is_period("Period") && is_period("Fiscal period") && is_period("Billing month"));
        assert!(!is_period("Spend this Month (USD)") && !is_period("Lines this month"));
    }

    #[test]
    fn what_a_column_says_agrees_with_the_given_period_or_not() {
        let day = |text: &str| text.parse().expect("a day");
        let september = Period::month(day("2026-09-01"));
        let year = Period::new(day("2026-01-01"), day("2027-01-01"));
        let says =
            |text: &'static str, given: Period| agrees(&Cell::Text(text.into()), DateStyle::default(), given);
        for text in [
            "2026-09",
            "Sep 2026",
            "2026-Q3",
            "H2 2026",
            "2026-09-15",
            "Sep",
            "9",
            "September",
        ] {
            assert!(says(text, september), "{text}");
        }
        for text in [
            "2026-08",
            "P03",
            "FY26 P03",
            "3",
            "2026-W36",
            "2026-08-31",
            "August",
        ] {
            assert!(!says(text, september), "{text}");
        }
        assert!(says("2026-03-05", year) && !says("2026-03", year) && !says("Mar", year));
    }
}
