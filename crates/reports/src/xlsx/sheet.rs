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
/// Height of a line of text, in points.
const LINE: usize = 15;
/// Most lines that a row shows.
const MOST_LINES: usize = 27;
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
        let sides = self.sides();
        let widths: Vec<usize> = (0..self.columns.len()).map(|at| self.width(at)).collect();
        for ((at, column), side) in (0..).zip(&self.columns).zip(&sides) {
            let bold = side.clone().set_bold().set_border_bottom(FormatBorder::Thin);
            write(to, (head, at), &Cell::text(&column.name), &bold.set_text_wrap())?;
        }
        let last = self.body(head, (&sides, &widths), to)?;
        if !self.note.is_empty() {
            write(to, (last + 1, 0), &Cell::text(&self.note), &grey)?;
        }
        for (at, width) in (0..).zip(&widths) {
            to.set_column_width(at, *width as f64 + 2.0)?;
        }
        to.set_freeze_panes(head + 1, 0)?;
        to.set_repeat_rows(head, head)?;
        to.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
        // An ampersand begins a code there.
        to.set_footer(format!("&L{}&RPage &P of &N", foot.replace('&', "&&")));
        Ok(())
    }

    /// The rows and totals; gives the first row below.
    fn body(
        &self,
        head: u32,
        (sides, widths): (&[Format], &[usize]),
        to: &mut Worksheet,
    ) -> Result<u32, XlsxError> {
        let mut row = head + 1;
        let totals = (!self.totals.is_empty()).then_some((&self.totals, true));
        for (cells, is_total) in self.rows.iter().map(|cells| (cells, false)).chain(totals) {
            for ((at, cell), side) in (0..).zip(cells).zip(sides) {
                let mut format = side.clone();
                if is_total {
                    format = format.set_bold().set_border_top(FormatBorder::Thin);
                }
                if length(cell) > WIDTHS.1 {
                    format = format.set_text_wrap();
                }
                write(to, (row, at), cell, &format)?;
            }
            // Not every program finds out by itself how high a row has to be.
            let lines = cells.iter().zip(widths).map(|(cell, width)| lines(cell, *width));
            let lines = lines.max().unwrap_or(1).min(MOST_LINES);
            if lines > 1 {
                to.set_row_height(row, (LINE * lines) as f64)?;
            }
            row += 1;
        }
        Ok(row)
    }

    /// How the cells of each column stand: figures, and what stands in their place, to the right; a text behind figures a
    /// little apart from them.
    fn sides(&self) -> Vec<Format> {
        let top = || Format::new().set_align(FormatAlign::Top);
        let is_figure = |at: usize| self.columns.get(at).is_some_and(|column| column.is_numeric);
        let side = |at: usize| match (is_figure(at), at > 0 && is_figure(at - 1)) {
            (true, _) => top().set_align(FormatAlign::Right),
            (false, true) => top().set_align(FormatAlign::Left).set_indent(1),
            (false, false) => top().set_align(FormatAlign::Left),
        };
        (0..self.columns.len()).map(side).collect()
    }

    /// Characters that a column has room for.
    fn width(&self, at: usize) -> usize {
        let rows = self.rows.iter().chain([&self.totals]);
        let cells = rows.filter_map(|cells| cells.get(at));
        let longest = cells
            .map(length)
            .chain([self.columns[at].name.chars().count()])
            .max();
        longest.unwrap_or_default().clamp(WIDTHS.0, WIDTHS.1)
    }
}

/// Lines that a cell takes in a column of some width.
fn lines(cell: &Cell, width: usize) -> usize {
    match cell {
        Cell::Text(text) if length(cell) > WIDTHS.1 => {
            let lines = text.split('\n');
            lines
                .map(|line| line.chars().count().max(1).div_ceil(width))
                .sum()
        }
        _ => 1,
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
    if text.starts_with(['=', '+', '-', '@', '\t', '\n']) {
        return format.set_quote_prefix();
    }
    format
}
