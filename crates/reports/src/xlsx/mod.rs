//! The report as a workbook: a summary, one sheet for the table of each section, how the figures came about, the files.
//! Figures are numbers with formats, never formulas; texts stay texts. Pictures are left to PDF and HTML.

mod cell;
mod sheet;
#[cfg(test)]
mod tests;

use std::io::{Read, Seek};

use charts::{Column, DataTable, Locale};
use chrono::Datelike;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use zip::ZipArchive;

use self::cell::Cell;
use self::sheet::Sheet;
use crate::ReportError;
use crate::report::{KeyFigure, Report, Section, Table};

/// Most characters of a tab.
const TAB: usize = 31;
/// The company of every workbook written here.
const COMPANY: &str = "Counterfoil";
/// Where a workbook has it.
const PROPERTIES: &str = "docProps/app.xml";

/// The report as an XLSX workbook.
pub fn xlsx(report: &Report) -> Result<Vec<u8>, ReportError> {
    write(report).map_err(|error| ReportError::Workbook(error.to_string()))
}

/// Whether a file is a workbook that was written here.
pub fn is_workbook_of_ours(file: impl Read + Seek) -> bool {
    let mark = format!("<Company>{COMPANY}</Company>");
    let mut text = String::new();
    let read = ZipArchive::new(file).ok().and_then(|mut parts| {
        let part = parts.by_name(PROPERTIES).ok()?;
        part.take(1 << 20).read_to_string(&mut text).ok()
    });
    read.is_some() && text.contains(&mark)
}

fn write(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let day = report.generated_on;
    let made = ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8)?;
    let properties = DocProperties::new().set_title(&report.title).set_company(COMPANY);
    let mut book = Workbook::new();
    book.set_properties(&properties.set_creation_datetime(&made));
    let foot = format!(
        "{} · {} · {}{}",
        report.book,
        report.title,
        report.period,
        sample(report)
    );
    let mut tabs: Vec<String> = Vec::new();
    for sheet in sheets(report) {
        let tab = tab(&sheet.name, &tabs);
        sheet.write(&tab, &foot, book.add_worksheet())?;
        tabs.push(tab);
    }
    book.save_to_buffer()
}

fn sample(report: &Report) -> &'static str {
    if report.is_sample {
        " · SAMPLE, no real company"
    } else {
        ""
    }
}

/// A name that a tab may have and no other tab has.
fn tab(name: &str, taken: &[String]) -> String {
    let letters = name
        .chars()
        .filter(|c| !"[]:*?/\\'".contains(*c) && crate::text::is_printable(*c));
    let name: String = letters.take(TAB - 4).collect();
    let name = if name.trim().is_empty() {
        "Sheet".to_owned()
    } else {
        name.trim().to_owned()
    };
    let is_free = |tab: &String| {
        !taken
            .iter()
            .any(|other| other.to_lowercase() == tab.to_lowercase())
    };
    let numbered = (2..).map(|number| format!("{name} {number}"));
    std::iter::once(name.clone())
        .chain(numbered)
        .find(is_free)
        .unwrap_or(name)
}

fn sheets(report: &Report) -> Vec<Sheet> {
    let mut all = vec![summary(report)];
    // Key figures stand on the cover; a sheet without rows says nothing.
    all.extend(report.sections.iter().map(|section| of(section, report)));
    all.push(method(report));
    all.push(sources(report));
    all.retain(|sheet| sheet.name == SUMMARY || !sheet.rows.is_empty());
    all
}

const SUMMARY: &str = "Summary";

/// The cover: what the report is about, its key figures, and what each sheet found.
fn summary(report: &Report) -> Sheet {
    let filters = match report.filters.as_slice() {
        [] => "Filters: none, the whole book".to_owned(),
        filters => format!("Filters: {}", filters.join("; ")),
    };
    let made = charts::format::date(report.generated_on, &report.locale);
    let prepared = match report.prepared_by.as_str() {
        "" => String::new(),
        by => format!("Prepared by {by}"),
    };
    let lines = [
        format!("{} · {}{}", report.book, report.period, sample(report)),
        report.currency_note.clone(),
        filters,
        report.hidden_note.clone().unwrap_or_default(),
        prepared,
        format!("Made on {made}, offline, by Counterfoil"),
    ];
    let mut columns = texts(&["What", "Figure", "Unit", "Beside it, or what the sheet says"]);
    columns[1].is_numeric = true;
    Sheet {
        name: SUMMARY.to_owned(),
        title: report.title.clone(),
        lines: lines.into_iter().filter(|line| !line.is_empty()).collect(),
        columns,
        rows: report
            .sections
            .iter()
            .flat_map(|section| said(section, &report.locale))
            .collect(),
        ..Sheet::default()
    }
}

/// A section on the cover: its key figures, or its finding under the name of its sheet.
fn said(section: &Section, locale: &Locale) -> Vec<Vec<Cell>> {
    let row = |figure: &KeyFigure| {
        let [label, unit, detail] =
            [&figure.label, &figure.unit, &figure.detail].map(|text| Cell::text(text));
        let label = if figure.estimated {
            Cell::text(&format!("{} (estimated)", figure.label))
        } else {
            label
        };
        vec![label, Cell::figure(&figure.value, locale), unit, detail]
    };
    if let Section::Figures { figures, .. } = section {
        return figures.iter().map(row).collect();
    }
    let finding = Some(section.title()).filter(|title| *title != section.name());
    let cells = [section.name(), "", "", finding.unwrap_or_default()];
    vec![cells.map(Cell::text).into()]
}

fn of(section: &Section, report: &Report) -> Sheet {
    let sheet = match section {
        Section::Figures { .. } => Sheet::default(),
        Section::Chart { drawing, .. } => Sheet {
            lines: vec![drawing.table_subtitle.clone()],
            ..cells(&drawing.table, &report.locale)
        },
        Section::Table(table) => ruled(table, &report.locale),
        Section::Text { paragraphs, .. } => Sheet {
            columns: texts(&["Text"]),
            rows: paragraphs.iter().map(|text| vec![Cell::text(text)]).collect(),
            ..Sheet::default()
        },
    };
    let mut lines = sheet.lines;
    lines.push(format!("{}{}", report.period, sample(report)));
    if !report.filters.is_empty() {
        lines.push(report.filters.join("; "));
    }
    Sheet {
        name: section.name().to_owned(),
        title: section.title().to_owned(),
        lines: lines.into_iter().filter(|line| !line.is_empty()).collect(),
        ..sheet
    }
}

fn cells(table: &DataTable, locale: &Locale) -> Sheet {
    Sheet {
        rows: table
            .rows
            .iter()
            .map(|row| line(&table.columns, row, locale))
            .collect(),
        columns: table.columns.clone(),
        ..Sheet::default()
    }
}

fn ruled(table: &Table, locale: &Locale) -> Sheet {
    Sheet {
        columns: table.columns.clone(),
        rows: table
            .rows
            .iter()
            .map(|row| line(&table.columns, row, locale))
            .collect(),
        totals: line(&table.columns, &table.totals, locale),
        note: table.note.clone(),
        ..Sheet::default()
    }
}

/// Figures stand in numeric columns only: a name made of digits stays a name.
fn line(columns: &[Column], cells: &[String], locale: &Locale) -> Vec<Cell> {
    let pairs = columns.iter().zip(cells);
    pairs
        .map(|(column, text)| {
            if column.is_numeric {
                Cell::value(text, locale)
            } else {
                Cell::day(text, locale)
            }
        })
        .collect()
}

fn method(report: &Report) -> Sheet {
    let row = |note: &crate::MethodNote| {
        let texts = [
            &note.name,
            &note.what,
            &note.formula,
            &note.coverage,
            &note.notes.join(" "),
        ];
        texts.map(|text| Cell::text(text)).into()
    };
    Sheet {
        name: "Method".to_owned(),
        title: "How the figures came about".to_owned(),
        lines: report.hidden_note.iter().cloned().collect(),
        columns: texts(&[
            "Figure",
            "What it is",
            "Formula",
            "Rests on",
            "Guards and remarks",
        ]),
        rows: report.method.iter().map(row).collect(),
        ..Sheet::default()
    }
}

fn sources(report: &Report) -> Sheet {
    let row = |source: &crate::Source| {
        vec![
            Cell::text(&source.file),
            Cell::text(&source.sha256),
            Cell::text(&source.format),
            Cell::figure(&source.rows, &report.locale),
            Cell::day(&source.imported, &report.locale),
        ]
    };
    let mut columns = texts(&["File", "SHA-256", "Read as", "Rows", "Imported"]);
    columns[3].is_numeric = true;
    Sheet {
        name: "Sources".to_owned(),
        title: "Every figure comes from these files".to_owned(),
        lines: vec!["A file whose SHA-256 differs is another file.".to_owned()],
        columns,
        rows: report.sources.iter().map(row).collect(),
        ..Sheet::default()
    }
}

fn texts(names: &[&str]) -> Vec<Column> {
    let column = |name: &&str| Column {
        name: (*name).to_owned(),
        is_numeric: false,
    };
    names.iter().map(column).collect()
}
