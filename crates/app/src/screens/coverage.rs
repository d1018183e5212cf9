//! The coverage grid: sources by months, with the days each can see and the people it saw. Not covered is said, never
//! left to look like zero.

use std::collections::BTreeMap;

use charts::Locale;
use charts::format;
use chrono::{Months, NaiveDate};
use model::{Grain, Period};
use store::{Book, SourceSeen};

use crate::show;
use crate::view::{RowView, TableView};
use crate::{Result, identity};

/// Months shown.
const MONTHS: u32 = 9;

/// The grid; nothing where the book has no days.
pub(super) fn table(book: &Book) -> Result<Option<TableView>> {
    let info = book.info()?;
    let Some((from, to)) = info.from.zip(info.to) else {
        return Ok(None);
    };
    let last = Grain::Month.start(to.pred_opt().unwrap_or(to));
    let first = Grain::Month.start(from).max(last - Months::new(MONTHS - 1));
    let period = Period::new(from.max(first), to);
    let months: Vec<NaiveDate> = (0..MONTHS)
        .map(|month| first + Months::new(month))
        .take_while(|month| *month <= last)
        .collect();
    let names: Vec<String> = months
        .iter()
        .map(|month| format!("#{}", format::month(*month)))
        .collect();
    let labels: Vec<&str> = std::iter::once("Source")
        .chain(names.iter().map(String::as_str))
        .chain(["#People", "Not covered"])
        .collect();
    let seen = book.seen(period)?;
    let rows: Vec<RowView> = seen.iter().map(|source| row(source, &months)).collect();
    Ok(Some(TableView {
        key: "coverage".to_owned(),
        title: "Which days each source can see, and how many people".to_owned(),
        columns: show::columns(&labels),
        count: rows.len() as u32,
        rows,
        totals: Vec::new(),
        note: "Of the last nine months, days covered · most people named on one day. A dash is a month no file of that source covers: unknown, not zero."
            .to_owned(),
    }))
}

fn row(source: &SourceSeen, months: &[NaiveDate]) -> RowView {
    let mut by_month: BTreeMap<NaiveDate, (u32, u32)> = BTreeMap::new();
    for day in &source.days {
        let (days, people) = by_month.entry(Grain::Month.start(day.day)).or_default();
        *days += 1;
        *people = (*people).max(day.people);
    }
    let cell = |month: &NaiveDate| match by_month.get(month) {
        None => "–".to_owned(),
        Some((days, _)) if !source.names_people => days.to_string(),
        Some((days, people)) => format!("{days}\u{a0}·\u{a0}{people}"),
    };
    let people = if source.names_people {
        source.people.to_string()
    } else {
        "none named".to_owned()
    };
    let gaps = source
        .gaps
        .iter()
        .map(|gap| show::one_line(&format::span(gap, &Locale::default())));
    let cells = std::iter::once(identity::source_name(&source.source))
        .chain(months.iter().map(cell))
        .chain([people, gaps.collect::<Vec<_>>().join("; ")]);
    show::row(cells.collect())
}
