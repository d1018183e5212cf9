//! Files for the user: a chart as SVG or PNG, a report as PDF, HTML or XLSX.

use std::path::Path;

use charts::{Options, Theme};
use model::as_text_cell;
use reports::{PaperSize, Report, ReportError};
use store::Book;

use crate::report::{Paper, Template};
use crate::scope::Scope;
use crate::target::Target;
use crate::view::{Route, Saved};
use crate::{Error, Result, clock, drawn, letters, rejected, report};

/// Size of a chart as a file, where nothing else is asked for.
pub const CHART_SIZE: (u32, u32) = (960, 540);
/// Least width and height of a chart.
pub const CHART_SMALLEST: (u32, u32) = Options::SMALLEST_TITLED;
/// Most width or height of a chart: 64 million pixels of a PNG are a quarter of a gigabyte while it is made.
pub const CHART_LONGEST: u32 = 4_000;
/// PNG pixels per CSS pixel.
const PNG_SCALE: f32 = 2.0;

/// Writes a chart of a route.
pub(crate) fn chart(book: &Book, route: &Route, key: &str, format: &str, to: Target<'_>) -> Result<Saved> {
    check_chart(format, to)?;
    let scope = needed(Scope::of(book, route)?)?;
    let options = Options::new(CHART_SIZE.0, CHART_SIZE.1, Theme::light()).titled();
    let drawing = drawn::draw(key, &scope, &options)?.drawing;
    write_chart(&drawing, format, to.private_if(route.names))
}

/// How the file of a chart begins, by its ending.
const CHARTS: &[(&str, &[u8])] = &[("svg", b"<svg"), ("png", b"\x89PNG")];

/// Looks at the place of a chart before it is drawn.
pub(crate) fn check_chart(format: &str, to: Target<'_>) -> Result<()> {
    let start = CHARTS.iter().find(|(ending, _)| *ending == format);
    let (_, start) = start.ok_or_else(|| no_chart(format))?;
    to.check(start)
}

fn no_chart(format: &str) -> Error {
    Error::asked(
        format!("A chart cannot be saved as `{format}`"),
        "Use svg or png.",
    )
}

/// Writes a drawing as `svg` or `png`.
pub(crate) fn write_chart(drawing: &charts::Drawing, format: &str, to: Target<'_>) -> Result<Saved> {
    if format == "svg" {
        return to.write(drawing.svg.as_bytes());
    }
    if format != "png" {
        return Err(no_chart(format));
    }
    let (fonts, said) = letters::lent(&drawing.svg);
    let bytes = drawing
        .png_with(PNG_SCALE, &fonts)
        .map_err(|error| Error::Report(error.to_string()))?;
    Ok(also(to.write(&bytes)?, &said))
}

/// The same, with one more sentence.
fn also(mut saved: Saved, said: &str) -> Saved {
    if !said.is_empty() {
        saved.message = format!("{}.{said}", saved.message);
    }
    saved
}

/// Writes the problems of an import as CSV, the reason beside each place.
pub(crate) fn problems(book: &Book, import: i64, to: Target<'_>) -> Result<Saved> {
    let problems = book.problems(import)?;
    let records = book.imports()?;
    let record = records.iter().find(|record| record.id == import);
    let file = record.map_or("", |record| record.header.file.as_str());
    to.private_if(true)
        .write(rejected::csv(file, &problems).as_bytes())
}

/// How a report becomes a file: its bytes, and what is to be said of letters that cannot be printed.
type Written = fn(&Report, Paper) -> std::result::Result<(Vec<u8>, String), ReportError>;

/// The files a report can be.
const REPORTS: &[(&str, Written)] = &[
    ("pdf", pdf),
    ("html", |report, _| {
        Ok((reports::html(report).into_bytes(), String::new()))
    }),
    ("xlsx", |report, _| Ok((reports::xlsx(report)?, String::new()))),
];

fn pdf(report: &Report, paper: Paper) -> std::result::Result<(Vec<u8>, String), ReportError> {
    let mut said = String::new();
    let bytes = reports::pdf_with(report, size(paper), &mut |text| {
        let (fonts, left) = letters::lent(text);
        said = left;
        fonts
    })?;
    Ok((bytes, said))
}

fn size(paper: Paper) -> PaperSize {
    match paper {
        Paper::A4 => PaperSize::A4,
        Paper::Letter => PaperSize::Letter,
    }
}

/// Writes the report of a route by a template, as a kind of file.
pub(crate) fn report(
    book: &Book,
    route: &Route,
    (template, format): (&Template, &str),
    to: Target<'_>,
) -> Result<Saved> {
    let found = REPORTS.iter().find(|(id, _)| *id == format);
    let known = || REPORTS.iter().map(|(id, _)| *id).collect::<Vec<_>>().join(", ");
    let (_, written) = found.ok_or_else(|| {
        Error::asked(
            format!("A report cannot be saved as `{format}`"),
            format!("Use one of {}.", known()),
        )
    })?;
    if format == "xlsx" {
        clock::check_for_workbook()?;
    }
    // A report is known by a mark within, never by how it begins.
    to.check(&[])?;
    let route = Route {
        names: route.names && !template.pseudonymise,
        ..route.clone()
    };
    let scope = needed(Scope::of(book, &route)?)?;
    let report = report::of(&scope, template, clock::today())?;
    let (bytes, said) = written(&report, template.paper).map_err(|error| Error::Report(error.to_string()))?;
    Ok(also(to.private_if(route.names).write(&bytes)?, &said))
}

/// What kind of file a path names, in small letters.
pub(crate) fn extension(path: &Path) -> String {
    path.extension()
        .map(|extension| extension.to_string_lossy().to_lowercase())
        .unwrap_or_default()
}

/// The table of a chart as tab-separated text.
pub(crate) fn chart_text(book: &Book, route: &Route, key: &str) -> Result<String> {
    let scope = needed(Scope::of(book, route)?)?;
    let options = Options::new(CHART_SIZE.0, CHART_SIZE.1, Theme::light());
    let table = drawn::draw(key, &scope, &options)?.drawing.table;
    let heads: Vec<String> = table.columns.into_iter().map(|column| column.name).collect();
    let lines = [heads].into_iter().chain(table.rows).map(|cells| {
        cells
            .iter()
            .map(|cell| as_text_cell(cell))
            .collect::<Vec<_>>()
            .join("\t")
    });
    Ok(lines.collect::<Vec<_>>().join("\n") + "\n")
}

/// A scope, or what to do about an empty book.
pub fn needed(scope: Option<Scope<'_>>) -> Result<Scope<'_>> {
    scope.ok_or_else(|| {
        Error::asked(
            "The book holds no charges and no usage yet",
            "Import a bill or an export first.",
        )
    })
}
