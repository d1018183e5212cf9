//! Decides how a table writes its numbers and dates where the format does not say: from every cell of the columns
//! the format reads, never from one.

use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;

use chrono::Datelike;

use crate::formats::{Dates, Derived, Document, FileFacts, Header};
use crate::row::{Cell, RowKind};
use crate::source::{OpenError, Opened};
use crate::text::TextTable;
use crate::value::{DateOrder, DateStyle, DateSurvey, DateValue, NumberSurvey};

/// Adds the styles to what is known of the file.
pub(crate) fn survey(
    opened: &Opened,
    table: usize,
    document: &Document,
    file: FileFacts,
) -> Result<FileFacts, OpenError> {
    let file = FileFacts {
        whole_months: whole_months(opened, table, document)?,
        preamble: opened.tables[table].preamble.clone(),
        ..file
    };
    if document.dates.is_some() && document.decimal.is_some() {
        return Ok(file);
    }
    let turned = Derived::new(document, &opened.tables[table].columns);
    let header = Header::new(&opened.tables[table].columns, document.header);
    let places = document.columns().filter_map(|name| header.place(name));
    let places = places.chain(turned.values()).collect();
    let surveys = match opened.text() {
        Some(file) => known(&file.tables[table], &places),
        None => look(opened, table, &places)?,
    };
    let (mut numbers, mut dates) = (NumberSurvey::default(), DateSurvey::default());
    for (number, date) in &surveys {
        if date.dates > 0 && date.others == 0 {
            dates.merge(date);
        } else if number.numbers > 0 && number.others == 0 {
            numbers.merge(number);
        }
    }
    let mut dates = dates.style();
    if dates.order == DateOrder::Ambiguous
        && let Some(place) = document
            .first_of_month
            .as_ref()
            .and_then(|names| header.places(names).first().copied())
    {
        dates.order = by_first_of_month(opened, table, place)?;
    }
    Ok(FileFacts {
        numbers: numbers.style(),
        dates,
        ..file
    })
}

/// A text file was surveyed when its tables were found.
fn known(table: &TextTable, places: &BTreeSet<usize>) -> Vec<(NumberSurvey, DateSurvey)> {
    let both = |place: &usize| Some((*table.numbers.get(*place)?, *table.dates.get(*place)?));
    places.iter().filter_map(both).collect()
}

fn look(
    opened: &Opened,
    table: usize,
    places: &BTreeSet<usize>,
) -> Result<Vec<(NumberSurvey, DateSurvey)>, OpenError> {
    let mut surveys: HashMap<usize, (NumberSurvey, DateSurvey)> =
        places.iter().map(|place| (*place, Default::default())).collect();
    opened.rows(table, &mut |row, kind| {
        if kind == RowKind::Data {
            for (place, (numbers, dates)) in &mut surveys {
                if let Some(Cell::Text(text)) = row.cells.get(*place) {
                    numbers.see(text);
                    dates.see(text);
                }
            }
        }
        ControlFlow::Continue(())
    })?;
    Ok(surveys.into_values().collect())
}

/// The order under which a column of firsts of months holds only those.
fn by_first_of_month(opened: &Opened, table: usize, place: usize) -> Result<DateOrder, OpenError> {
    let (mut day_first, mut month_first) = (true, true);
    let open = DateStyle {
        order: DateOrder::Ambiguous,
    };
    opened.rows(table, &mut |row, kind| {
        let text = row
            .cells
            .get(place)
            .filter(|_| kind == RowKind::Data)
            .map(|cell| cell.text());
        if let Some(DateValue::Ambiguous(dmy, mdy)) = text.map(|text| open.read(&text)) {
            day_first &= dmy.day() == 1;
            month_first &= mdy.day() == 1;
        }
        ControlFlow::Continue(())
    })?;
    Ok(match (day_first, month_first) {
        (true, false) => DateOrder::Dmy,
        (false, true) => DateOrder::Mdy,
        _ => DateOrder::Ambiguous,
    })
}

/// Whether every day of the document's column of months is the first of one.
fn whole_months(opened: &Opened, table: usize, document: &Document) -> Result<bool, OpenError> {
    let header = Header::new(&opened.tables[table].columns, document.header);
    let place = document
        .months
        .as_ref()
        .and_then(|names| header.places(names).first().copied());
    let Some(place) = place else {
        return Ok(false);
    };
    let (mut days, mut others) = (0, 0);
    let style = DateStyle {
        order: document.dates.map_or(DateOrder::Ambiguous, Dates::order),
    };
    opened.rows(table, &mut |row, kind| {
        let cell = row.cells.get(place).filter(|_| kind == RowKind::Data);
        let day = cell.and_then(|cell| style.read(&cell.text()).day());
        match day {
            Some(day) if day.day() == 1 => days += 1,
            Some(_) => others += 1,
            None => {}
        }
        ControlFlow::Continue(())
    })?;
    Ok(days > 0 && others == 0)
}
