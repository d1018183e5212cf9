//! One part of the body as HTML.

use std::fmt::Write as _;

use charts::Drawing;

use super::{escape::Text, table};
use crate::report::{KeyFigure, Section, Table};

/// Writes the part under the anchor `s<at>`.
pub(super) fn write(out: &mut String, section: &Section, at: usize) {
    _ = writeln!(out, "<section id=\"s{at}\">");
    if !section.title().is_empty() {
        _ = writeln!(out, "<h2>{}</h2>", Text(section.title()));
    }
    match section {
        Section::Figures { figures, .. } => figures_list(out, figures),
        Section::Chart {
            drawing, with_table, ..
        } => chart(out, drawing, *with_table),
        Section::Table(sheet) => table::write(out, sheet, &sheet.title),
        Section::Text { paragraphs, .. } => {
            for paragraph in paragraphs {
                _ = writeln!(out, "<p>{}</p>", Text(paragraph));
            }
        }
    }
    out.push_str("</section>\n");
}

fn figures_list(out: &mut String, figures: &[KeyFigure]) {
    out.push_str("<dl class=\"figures\">\n");
    for figure in figures {
        _ = writeln!(
            out,
            "<div><dt>{}</dt><dd><b>{}</b> <span>{}{}</span><small>{}</small></dd></div>",
            Text(&figure.label),
            Text(&figure.value),
            Text(&figure.unit),
            match (figure.estimated, figure.unit.is_empty()) {
                (true, true) => "<em>estimated</em>",
                (true, false) => " <em>estimated</em>",
                _ => "",
            },
            Text(&figure.detail)
        );
    }
    out.push_str("</dl>\n");
}

/// The drawing is our own SVG, whose texts are escaped where it is drawn.
fn chart(out: &mut String, drawing: &Drawing, with_table: bool) {
    _ = write!(
        out,
        "<p class=\"note\">{}</p>\n<div class=\"chart\" role=\"img\" aria-label=\"{}\">{}</div>\n",
        Text(&drawing.subtitle),
        Text(&drawing.alt),
        drawing.svg.trim()
    );
    if with_table {
        table::write(out, &Table::of("", &drawing.table), &drawing.title);
    }
}
