//! The report as the template reads it: the same texts, with what only Rust can measure beside them.

use charts::font::{Weight, fit, width, wrap};
use charts::theme::Theme;
use chrono::Datelike;
use serde::Serialize;
use serde_json::{Value, json};

use super::PaperSize;
use super::columns::{Room, Ruled, ruled};
use crate::report::{KeyFigure, Report, Section, Table};
use crate::text::is_printable;

/// Points left and right of the text; the template's `margins` say the same.
const MARGINS: f64 = 2.0 * 62.36;
/// A key figure's size, and the room each of three has.
const FIGURE: (f64, f64) = (22.0, 142.0);

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Part<'a> {
    Figures {
        title: &'a str,
        figures: &'a [KeyFigure],
        size: f64,
    },
    Chart {
        title: &'a str,
        subtitle: &'a str,
        alt: &'a str,
        svg: &'a str,
        tables: Vec<Ruled>,
    },
    Table {
        title: &'a str,
        tables: Vec<Ruled>,
        note: &'a str,
    },
    Text {
        title: &'a str,
        paragraphs: &'a [String],
    },
}

/// `report.json`.
pub(super) fn data(report: &Report, paper: PaperSize) -> Value {
    let (w, h) = paper.points();
    let room = Room {
        upright: w - MARGINS,
        wide: h - MARGINS,
    };
    let parts: Vec<Part<'_>> = report
        .sections
        .iter()
        .map(|section| part(section, room))
        .collect();
    let day = report.generated_on;
    let mut data = json!({
        "paper": paper.typst(),
        "day": { "year": day.year(), "month": day.month(), "day": day.day() },
        "made": charts::format::date(day, &report.locale),
        "colours": colours(&Theme::light()),
        "head": head(report, room),
        "when": fit(&report.period, 8.0, Weight::Text, room.upright * 0.25),
        "foot": foot(report, room),
        "report": report.frame(),
        "parts": parts,
    });
    clean(&mut data);
    data
}

impl Report {
    /// Everything but the body.
    fn frame(&self) -> Value {
        json!({
            "title": self.title,
            "book": self.book,
            "period": self.period,
            "currency-note": self.currency_note,
            "filters": self.filters,
            "prepared-by": self.prepared_by,
            "is-sample": self.is_sample,
            "hidden-note": self.hidden_note,
            "method": self.method,
            "sources": self.sources,
        })
    }
}

fn colours(theme: &Theme) -> Value {
    json!({
        "ink": theme.ink.css(),
        "muted": theme.muted.css(),
        "hair": theme.hair.css(),
        "accent": theme.accent.css(),
        "warn": theme.warn.css(),
        "wash": theme.paper.css(),
    })
}

fn part(section: &Section, room: Room) -> Part<'_> {
    match section {
        Section::Figures { title, figures } => Part::Figures {
            title,
            figures,
            size: figure_size(figures),
        },
        Section::Chart {
            drawing, with_table, ..
        } => {
            let table = with_table.then(|| Table::of("", &drawing.table));
            Part::Chart {
                title: &drawing.title,
                subtitle: &drawing.subtitle,
                alt: &drawing.alt,
                svg: &drawing.svg,
                tables: table.map(|table| ruled(&table, room)).unwrap_or_default(),
            }
        }
        Section::Table(table) => Part::Table {
            title: &table.title,
            tables: ruled(table, room),
            note: &table.note,
        },
        Section::Text { title, paragraphs } => Part::Text { title, paragraphs },
    }
}

/// One size for all figures of a section: the largest at which the longest fits.
fn figure_size(figures: &[KeyFigure]) -> f64 {
    let (size, room) = FIGURE;
    let widest = figures
        .iter()
        .map(|figure| width(&figure.value, size, Weight::Strong));
    size * (room / widest.fold(room, f64::max)).max(0.5)
}

/// The line over every page but the first.
fn head(report: &Report, room: Room) -> String {
    let line = format!("{} · {}", report.book, report.title);
    fit(&line, 8.0, Weight::Text, room.upright * 0.62)
}

/// The filters in force, in at most two lines; the cover has them in full.
fn foot(report: &Report, room: Room) -> Vec<String> {
    let line = match report.filters.as_slice() {
        [] => "No filters".to_owned(),
        filters => format!("Filters: {}", filters.join("; ")),
    };
    wrap(&line, 7.5, Weight::Text, room.upright * 0.8, 2)
}

/// Drops what cannot be printed from every text.
fn clean(value: &mut Value) {
    match value {
        Value::String(text) if !text.chars().all(is_printable) => text.retain(is_printable),
        Value::Array(values) => values.iter_mut().for_each(clean),
        Value::Object(values) => values.values_mut().for_each(clean),
        _ => {}
    }
}
