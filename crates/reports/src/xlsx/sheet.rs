//! One sheet: lines of context, a header that stays in view, rows, totals. Knows where things stand, not what they are.

use charts::Column;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use super::cell::Cell;

/// What a sheet holds.
#[derive(Default)]
pub(super) struct Sheet {
    /// Short, for the tab.
    pub(super) name: String,
    /// The finding.
    pub(super) title: String,
    /// Lines under it: measure, period, filters.
    pub(super) lines: Vec<String>,
    /// Heads.
    pub(super) columns: Vec<Column>,
    /// Cells, one per column.
    pub(super) rows: Vec<Vec<Cell>>,
    /// The last, ruled row; none if empty.
    pub(super) totals: Vec<Cell>,
    /// A line below. May be empty.
    pub(super) note: String,
}

/// Narrowest and widest column, in characters; longer texts wrap.
const WIDTHS: (usize, usize) = (9, 60);
const A4: u8 = 9;
const GREY: u32 = 0x0066_6259;

impl Sheet {
    /// Writes it; `foot` stands at the foot of each printed page.
    pub(super) fn write(&self, tab: &str, foot: &str, to: &mut Worksheet) -> Result<(), XlsxError> {
        to.set_name(tab)?;
        to.write_string_with_format(
            0,
            0,
            clean(&self.title),
            &Format::new().set_bold().set_font_size(14),
        )?;
        let grey = Format::new().set_font_color(GREY);
        for (row, line) in (1..).zip(&self.lines) {
            write(to, (row, 0), &Cell::text(line), &grey)?;
        }
        // One row apart, so that the table is a range of its own.
        let head = self.lines.len() as u32 + 2;
        for (at, column) in (0..).zip(&self.columns) {
            let side = if column.is_numeric {
                FormatAlign::Right
            } else {
                FormatAlign::Left
            };
            let bold = Format::new()
                .set_bold()
                .set_border_bottom(FormatBorder::Thin)
                .set_align(side)
                .set_text_wrap();
            write(to, (head, at), &Cell::text(&column.name), &bold)?;
        }
        let last = self.body(head, to)?;
        if !self.note.is_empty() {
            write(to, (last + 1, 0), &Cell::text(&self.note), &grey)?;
        }
        self.widths(to)?;
        to.set_freeze_panes(head + 1, 0)?;
        to.set_repeat_rows(head, head)?;
        to.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
        // An ampersand begins a code there.
        to.set_footer(format!("&L{}&RPage &P of &N", foot.replace('&', "&&")));
        Ok(())
    }

    /// The rows and totals; gives the first row below.
    fn body(&self, head: u32, to: &mut Worksheet) -> Result<u32, XlsxError> {
        let mut row = head + 1;
        let ruled = Format::new().set_bold().set_border_top(FormatBorder::Thin);
        let totals = (!self.totals.is_empty()).then_some((&self.totals, &ruled));
        let plain = Format::new();
        for (cells, format) in self.rows.iter().map(|cells| (cells, &plain)).chain(totals) {
            for (at, cell) in (0..).zip(cells) {
                write(to, (row, at), cell, format)?;
            }
            row += 1;
        }
        Ok(row)
    }

    fn widths(&self, to: &mut Worksheet) -> Result<(), XlsxError> {
        for (at, column) in self.columns.iter().enumerate() {
            let cells = self
                .rows
                .iter()
                .chain([&self.totals])
                .filter_map(|cells| cells.get(at));
            let longest = cells.map(length).chain([column.name.chars().count()]).max();
            let width = longest.unwrap_or_default().clamp(WIDTHS.0, WIDTHS.1);
            to.set_column_width(at as u16, width as f64 + 2.0)?;
        }
        Ok(())
    }
}

/// What a spreadsheet may show of a text.
fn clean(text: &str) -> String {
    match Cell::text(text) {
        Cell::Text(text) => text,
        _ => String::new(),
    }
}

/// Characters a cell needs; of a number with its grouping and sign.
fn length(cell: &Cell) -> usize {
    match cell {
        Cell::Text(text) => text.chars().count(),
        Cell::Day(..) => 11,
        Cell::Number(value, _) => format!("{value:.2}").len() * 4 / 3 + 2,
    }
}

fn write(
    to: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    format: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Number(value, shown) => {
            let format = format.clone().set_num_format(shown);
            to.write_number_with_format(row, column, *value, &format)?;
        }
        Cell::Day(day, shown) => {
            let format = format.clone().set_num_format(*shown);
            to.write_datetime_with_format(row, column, day, &format)?;
        }
        Cell::Text(text) if text.is_empty() => {
            to.write_blank(row, column, format)?;
        }
        Cell::Text(text) => {
            to.write_string_with_format(row, column, text, &textual(text, format.clone()))?;
        }
    }
    Ok(())
}

/// A text that could be taken for a formula stays a text also when somebody edits its cell.
fn textual(text: &str, format: Format) -> Format {
    let format = if text.chars().count() > WIDTHS.1 {
        format.set_text_wrap().set_align(FormatAlign::Top)
    } else {
        format
    };
    if text.starts_with(['=', '+', '-', '@', '\t', '\n']) {
        return format.set_quote_prefix();
    }
    format
}
