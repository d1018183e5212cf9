//! Decides how a table writes its numbers and dates where the format does not say: from every cell of the columns
//! the format reads, never from one.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use chrono::Datelike;

use crate::formats::{Dates, Derived, Document, Field, FileFacts, Header};
use crate::read::IngestError;
use crate::row::{Cell, Row, RowKind};
use crate::source::{OpenError, Opened};
use crate::text::TextTable;
use crate::value::{
    DateOrder, DateStyle, DateSurvey, DateValue, DecimalMark, NumberStyle, NumberSurvey, Sign,
};

/// Rows of a sheet from which its styles are assumed until all are read.
const GLANCE: u64 = 1_000;
/// Rows after which a column of a sheet without numbers or dates is given up.
const PATIENCE: u64 = 300;

type Evidence = (NumberSurvey, DateSurvey);

/// Adds the styles to what is known of the file.
pub(crate) fn survey(
    opened: &Opened,
    table: usize,
    document: &Document,
    file: FileFacts,
) -> Result<FileFacts, IngestError> {
    let places = places(opened, table, document);
    let evidence = evidence(opened, table, &places)?;
    let (mut numbers, days, sign) = styles(
        &evidence,
        document,
        (file.is_own, counts_abroad(opened, document)),
    );
    if numbers.mark == DecimalMark::Ambiguous && file.said_decimal.is_none() {
        numbers = mark_of(opened, (table, &places), document)?.unwrap_or(numbers);
    }
    let mut order = order(&days, document);
    if order == DateOrder::Ambiguous && file.said_dates.is_none() {
        order = order_of(opened, (table, &places), document, &days)?;
    }
    let dates = DateStyle {
        order: file.said_dates.map_or(order, Dates::order),
    };
    Ok(FileFacts {
        whole_months: whole_months(opened, table, (document, dates))?,
        preamble: opened.tables[table].preamble.clone(),
        numbers: Some(numbers),
        dates: Some(dates),
        sign,
        swapped: swapped(&places, &evidence),
        ..file
    })
}

/// Columns whose days are half swapped.
fn swapped(places: &BTreeSet<usize>, evidence: &[Evidence]) -> Vec<usize> {
    let both = places.iter().zip(evidence);
    let swapped = both.filter(|(_, (_, days))| days.is_half_swapped());
    swapped.map(|(place, _)| *place).collect()
}

/// The order that the days have; where none tells any, as those of headings and of two days in one cell, the one that
/// the format says.
fn order(days: &DateSurvey, document: &Document) -> DateOrder {
    match days.style().order {
        DateOrder::Iso => told(document).unwrap_or_default(),
        order => order,
    }
}

/// What the cells of some columns say.
fn evidence(opened: &Opened, table: usize, places: &BTreeSet<usize>) -> Result<Vec<Evidence>, OpenError> {
    match opened.text() {
        Some(file) => Ok(known(&file.tables[table], places)),
        None => look(opened, table, places),
    }
}

/// What the other columns say.
fn beside(opened: &Opened, table: usize, places: &BTreeSet<usize>) -> Result<Vec<Evidence>, OpenError> {
    let width = opened.tables[table].columns.len();
    let others = (0..width).filter(|place| !places.contains(place)).collect();
    evidence(opened, table, &others)
}

/// The decimal mark where the amounts leave it open: by the counts that are read, which are whole, and by the hundredths
/// of other columns.
fn mark_of(
    opened: &Opened,
    (table, places): (usize, &BTreeSet<usize>),
    document: &Document,
) -> Result<Option<NumberStyle>, IngestError> {
    if opened.is_glanced() {
        return Err(IngestError::Again);
    }
    let header = Header::new(&opened.tables[table].columns, document.header);
    let names = document.columns_of(Field::is_count);
    let counts = names.filter_map(|name| header.place(name)).collect();
    let counts = numbers_of(&evidence(opened, table, &counts)?);
    Ok(match counts.style_of_counts() {
        None => numbers_of(&beside(opened, table, places)?).style_of_cents(),
        told => told,
    })
}

fn numbers_of(columns: &[Evidence]) -> NumberSurvey {
    let mut all = NumberSurvey::default();
    let numbers = columns.iter().filter(|(_, days)| !days.is_mostly_dates());
    let numbers = numbers.map(|(numbers, _)| numbers);
    numbers
        .filter(|numbers| numbers.is_mostly_numbers())
        .for_each(|numbers| all.merge(numbers));
    all
}

/// The order of days where the columns that are read leave it open or contradict each other: what everything else in the
/// file says, then what the format is known to write.
fn order_of(
    opened: &Opened,
    (table, places): (usize, &BTreeSet<usize>),
    document: &Document,
    days: &DateSurvey,
) -> Result<DateOrder, IngestError> {
    let told = told(document);
    if opened.is_glanced() {
        // What follows may tell.
        return told.filter(|_| days.is_undecided()).ok_or(IngestError::Again);
    }
    if let Some(place) = first_of_month(opened, table, document) {
        let order = by_first_of_month(opened, table, place)?;
        if order != DateOrder::Ambiguous {
            return Ok(order);
        }
    }
    if !days.is_undecided() {
        return Ok(DateOrder::Ambiguous);
    }
    let others = beside(opened, table, places)?;
    Ok(by_others(&others, &opened.tables[table].preamble, told))
}

/// Day or month first, where the format says so.
fn told(document: &Document) -> Option<DateOrder> {
    let order = document.dates.map(Dates::order);
    order.filter(|order| *order != DateOrder::Iso)
}

/// The order that columns which are not read, and lines above the table, have; else the one that is told.
fn by_others(columns: &[Evidence], preamble: &[Vec<String>], told: Option<DateOrder>) -> DateOrder {
    let mut all = DateSurvey::default();
    let days = columns.iter().map(|(_, days)| days);
    days.filter(|days| days.is_mostly_dates())
        .for_each(|days| all.merge(days));
    let words = preamble.iter().flatten().flat_map(|cell| cell.split_whitespace());
    words.for_each(|word| all.see(word.trim_matches(|letter: char| !letter.is_alphanumeric())));
    match all.style().order {
        DateOrder::Iso | DateOrder::Ambiguous => told.unwrap_or(DateOrder::Ambiguous),
        order => order,
    }
}

/// The columns that tell: where the format says how numbers and dates are written, those of numbers and days.
fn places(opened: &Opened, table: usize, document: &Document) -> BTreeSet<usize> {
    let turned = Derived::new(document, &opened.tables[table].columns);
    let header = Header::new(&opened.tables[table].columns, document.header);
    let names: Vec<&String> = if document.dates.is_some() && document.decimal.is_some() {
        let tells = |field: Field| field.is_fraction() || field.is_count() || field.is_day();
        document.columns_of(tells).collect()
    } else {
        document.columns().collect()
    };
    let places = names.into_iter().filter_map(|name| header.place(name));
    places.chain(turned.values()).collect()
}

fn first_of_month(opened: &Opened, table: usize, document: &Document) -> Option<usize> {
    let header = Header::new(&opened.tables[table].columns, document.header);
    header.places(document.first_of_month.as_ref()?).first().copied()
}

/// Whether a file has counts alone and another country's spreadsheet saved it: `1.000` of them is a thousand there.
pub(crate) fn counts_abroad(opened: &Opened, document: &Document) -> bool {
    opened.is_abroad() && document.columns_of(Field::is_fraction).next().is_none()
}

fn styles(
    evidence: &[Evidence],
    document: &Document,
    (is_own, is_abroad): (bool, bool),
) -> (NumberStyle, DateSurvey, Option<Sign>) {
    let (mut numbers, mut dates) = (NumberSurvey::default(), DateSurvey::default());
    for (number, date) in evidence {
        if date.is_mostly_dates() {
            dates.merge(date);
        } else if number.is_mostly_numbers() {
            numbers.merge(number);
        }
    }
    let told = document.decimal.map(NumberStyle::from);
    let style = told.map_or_else(
        || numbers.style(),
        |told| numbers.style_told(told, is_own, is_abroad),
    );
    (style, dates, numbers.sign())
}

/// A text file was surveyed when its tables were found.
fn known(table: &TextTable, places: &BTreeSet<usize>) -> Vec<Evidence> {
    let both = |place: &usize| Some((*table.numbers.get(*place)?, *table.dates.get(*place)?));
    places.iter().filter_map(both).collect()
}

/// The cells of a sheet, or of its first rows if that is all there is to be a glance.
fn look(opened: &Opened, table: usize, places: &BTreeSet<usize>) -> Result<Vec<Evidence>, OpenError> {
    let mut cells = Cells::new(places);
    opened.rows(table, &mut |row, kind| {
        cells.see(row, kind);
        if opened.is_glanced() && cells.rows >= GLANCE {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    })?;
    Ok(cells.evidence)
}

/// Looks at every cell of a table that was only glanced at, while its rows are read.
pub(crate) struct Promise {
    places: BTreeSet<usize>,
    /// For tables that are no text, whose reader looks itself.
    cells: Option<Cells>,
}

impl Promise {
    /// For a table whose rows are about to be read; `None` where everything was looked at.
    pub(crate) fn of(opened: &Opened, table: usize, document: &Document) -> Option<Self> {
        opened.is_glanced().then(|| {
            let places = places(opened, table, document);
            let cells = opened.text().is_none().then(|| Cells::new(&places));
            Self { places, cells }
        })
    }

    /// Looks at a row.
    pub(crate) fn see(&mut self, row: &Row<'_>, kind: RowKind) {
        if let Some(cells) = &mut self.cells {
            cells.see(row, kind);
        }
    }

    /// Whether all rows say what the first ones said.
    pub(crate) fn is_kept(&self, opened: &Opened, document: &Document, file: &FileFacts) -> bool {
        if opened.is_other() {
            return false;
        }
        let (evidence, others) = match (opened.text(), &self.cells) {
            (Some(text), _) => match text.as_promised() {
                Some((table, _)) => (known(table, &self.places), Some(self.others(table))),
                None => return false,
            },
            (None, Some(cells)) => (cells.evidence.clone(), None),
            (None, None) => return true,
        };
        let (numbers, days, sign) = styles(
            &evidence,
            document,
            (file.is_own, counts_abroad(opened, document)),
        );
        let order = match others {
            Some(others) if days.is_undecided() => by_others(&others, &file.preamble, told(document)),
            _ => order(&days, document),
        };
        let is_dated = file.said_dates.is_some() || file.dates == Some(DateStyle { order });
        let is_swapped_alike = swapped(&self.places, &evidence) == file.swapped;
        is_dated && is_swapped_alike && (Some(numbers), sign) == (file.numbers, file.sign)
    }

    fn others(&self, table: &TextTable) -> Vec<Evidence> {
        let others = (0..table.columns.len()).filter(|place| !self.places.contains(place));
        known(table, &others.collect())
    }
}

/// The texts of some columns of a sheet.
struct Cells {
    places: Vec<usize>,
    evidence: Vec<Evidence>,
    rows: u64,
}

impl Cells {
    fn new(places: &BTreeSet<usize>) -> Self {
        Self {
            places: places.iter().copied().collect(),
            evidence: vec![Evidence::default(); places.len()],
            rows: 0,
        }
    }

    fn see(&mut self, row: &Row<'_>, kind: RowKind) {
        if kind != RowKind::Data {
            return;
        }
        self.rows += 1;
        let all = self.rows < PATIENCE;
        for (place, (numbers, dates)) in self.places.iter().zip(&mut self.evidence) {
            if let Some(Cell::Date(at)) = row.cells.get(*place) {
                dates.see_whole(at.date());
            }
            if let Some(Cell::Text(text)) = row.cells.get(*place) {
                if all || numbers.is_open() {
                    numbers.see(text);
                }
                if all || dates.is_open() {
                    dates.see(text);
                }
            }
        }
    }
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
fn whole_months(
    opened: &Opened,
    table: usize,
    (document, style): (&Document, DateStyle),
) -> Result<bool, OpenError> {
    let header = Header::new(&opened.tables[table].columns, document.header);
    let place = document
        .months
        .as_ref()
        .and_then(|names| header.places(names).first().copied());
    let Some(place) = place else {
        return Ok(false);
    };
    let (mut days, mut others) = (0, 0);
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
