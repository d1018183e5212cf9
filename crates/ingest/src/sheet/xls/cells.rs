//! The cell records of a sheet. They are listed first (twelve bytes each) and decoded row by row, because nothing
//! forces a writer to keep them in order.

use std::cell::LazyCell;

use super::record::{Record, f64_at, records, u16_at, u32_at};
use super::{Version, Xls};
use crate::row::Cell;
use crate::sheet::rows::{Rows, Visit};
use crate::sheet::{Region, error_text, number_cell};

const EOF: u16 = 0x0a;
const MERGED: u16 = 0xe5;
const STRING: [u16; 2] = [0x07, 0x207];

/// Visits the rows of the sheet whose first record is at `from`.
pub(super) fn rows<'v>(book: &Xls, from: usize, visit: &'v mut Visit<'v>) {
    let mut found: Vec<(u16, u16, u32)> = own(&book.stream, from)
        .filter_map(|record| place(&record))
        .collect();
    if !found.is_sorted() {
        found.sort_unstable();
    }
    let worked_out = LazyCell::new(|| are_worked_out(book, from));
    let mut rows = Rows::new(visit);
    for (_, _, at) in found {
        let mut following = records(&book.stream, at as usize);
        let Some(record) = following.next() else { continue };
        if decode((book, &|| *worked_out), &record, following, &mut rows).is_some_and(|flow| flow.is_break())
        {
            return;
        }
    }
    rows.finish();
}

/// Whether any formula came to something. Programs that do not work them out write empty text for all of them.
fn are_worked_out(book: &Xls, from: usize) -> bool {
    let at = result_at(book);
    let formulas = own(&book.stream, from).filter(|record| matches!(record.id, 0x06 | 0x206 | 0x406));
    let mut results = formulas.filter_map(|record| record.data.get(at..at + 8));
    results.any(|result| !matches!(result, [3, .., 0xff, 0xff]))
}

/// Where the value of a cell begins.
fn result_at(book: &Xls) -> usize {
    if book.version == Version::Biff2 { 7 } else { 6 }
}

/// The merged regions of that sheet.
pub(super) fn merged(stream: &[u8], from: usize) -> Vec<Region> {
    own(stream, from)
        .filter(|record| record.id == MERGED)
        .flat_map(|record| {
            record
                .data
                .get(2..)
                .unwrap_or_default()
                .chunks_exact(8)
                .filter_map(|raw| {
                    let [top, bottom, left, right] =
                        [0, 2, 4, 6].map(|at| u16_at(raw, at).unwrap_or(0).into());
                    (top <= bottom && left <= right).then_some(Region {
                        top,
                        bottom,
                        left,
                        right,
                    })
                })
        })
        .collect()
}

/// The records of one sheet, without those of charts inside it.
fn own(stream: &[u8], from: usize) -> impl Iterator<Item = Record<'_>> {
    let mut depth = 0_u32;
    let mut following = records(stream, from);
    let inside = std::iter::from_fn(move || {
        let record = following.next()?;
        match record.id {
            0x09 | 0x209 | 0x409 | 0x809 => depth += 1,
            EOF if depth <= 1 => return None,
            EOF => depth -= 1,
            _ => (),
        }
        Some((depth, record))
    });
    inside.filter_map(|(depth, record)| (depth <= 1).then_some(record))
}

fn place(record: &Record<'_>) -> Option<(u16, u16, u32)> {
    let is_cell = matches!(
        record.id,
        0x02..=0x06 | 0x203..=0x206 | 0x406 | 0x27e | 0xbd | 0xfd | 0xd6
    );
    is_cell.then_some((
        u16_at(record.data, 0)?,
        u16_at(record.data, 2)?,
        u32::try_from(record.at).ok()?,
    ))
}

fn decode<'b>(
    (book, worked_out): (&'b Xls, &dyn Fn() -> bool),
    record: &Record<'b>,
    following: impl Iterator<Item = Record<'b>>,
    rows: &mut Rows<'_, 'b>,
) -> Option<std::ops::ControlFlow<()>> {
    let data = record.data;
    let (row, column) = (u32::from(u16_at(data, 0)?), u32::from(u16_at(data, 2)?));
    if record.id == 0xbd {
        return many(book, data, (row, column), rows);
    }
    let old = book.version == Version::Biff2;
    let body = data.get(result_at(book)..)?;
    let format = if old {
        usize::from(data[5] & 0x3f)
    } else {
        usize::from(u16_at(data, 4)?)
    };
    let shown = |value: f64| number_cell(value, book.meaning(format), book.is_1904);
    let cell = match record.id {
        0x02 => shown(u16_at(body, 0)?.into()),
        0x03 | 0x203 => shown(f64_at(body, 0)?),
        0x27e => shown(compact(u32_at(body, 0)?)),
        0x05 | 0x205 => truth(*body.first()?, *body.get(1)? != 0),
        0x04 if old => text(book.strings().short(body)?),
        0x04 | 0x204 | 0xd6 => text(book.strings().long(body)?),
        0xfd => Cell::Text(book.shared.get(u32_at(body, 0)? as usize)?.as_str().into()),
        0x06 | 0x206 | 0x406 => match *body.get(..8)? {
            [1, _, value, _, _, _, 0xff, 0xff] => truth(value, false),
            [2, _, value, _, _, _, 0xff, 0xff] => truth(value, true),
            [0, .., 0xff, 0xff] => text(result_text(book, following)?),
            [3, .., 0xff, 0xff] if !worked_out() => Cell::Formula,
            [.., 0xff, 0xff] => Cell::Empty,
            _ => shown(f64_at(body, 0)?),
        },
        _ => return None,
    };
    Some(rows.put((row, column), cell))
}

/// A record of several numbers side by side.
fn many(
    book: &Xls,
    data: &[u8],
    (row, first): (u32, u32),
    rows: &mut Rows<'_, '_>,
) -> Option<std::ops::ControlFlow<()>> {
    for (column, raw) in (first..).zip(data.get(4..data.len().checked_sub(2)?)?.chunks_exact(6)) {
        let meaning = book.meaning(u16_at(raw, 0)?.into());
        let flow = rows.put(
            (row, column),
            number_cell(compact(u32_at(raw, 2)?), meaning, book.is_1904),
        );
        if flow.is_break() {
            return Some(flow);
        }
    }
    None
}

/// The text that a formula came to: in the next record but for those that carry a shared formula.
fn result_text<'b>(book: &Xls, following: impl Iterator<Item = Record<'b>>) -> Option<String> {
    let record = following.take(3).find(|record| STRING.contains(&record.id))?;
    if book.version == Version::Biff2 {
        book.strings().short(record.data)
    } else {
        book.strings().long(record.data)
    }
}

fn text(text: String) -> Cell<'static> {
    Cell::Text(text.into())
}

fn truth(value: u8, is_error: bool) -> Cell<'static> {
    if is_error {
        Cell::Error(error_text(value).into())
    } else {
        Cell::Bool(value != 0)
    }
}

/// A number in four bytes: an integer or the high half of a double, perhaps times 100.
pub(in crate::sheet) fn compact(raw: u32) -> f64 {
    let value = if raw & 2 != 0 {
        f64::from(raw as i32 >> 2)
    } else {
        f64::from_bits(u64::from(raw & 0xffff_fffc) << 32)
    };
    if raw & 1 != 0 { value / 100.0 } else { value }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::super::Xls;
    use super::compact;
    use crate::row::Cell;

    #[test]
    fn compact_numbers_are_whole_halved_or_hundredths() {
        let texts = [(1234 << 2) | 3, (7 << 2) | 2, 0x3ff0_0000].map(|raw| compact(raw).to_string());
        assert_eq!(texts, ["12.34", "7", "1"]);
    }

    #[test]
    fn empty_texts_are_no_values_where_no_formula_came_to_anything() {
        let formula = |row: u8, result: [u8; 8]| {
            let mut record = vec![0x06, 0, 16, 0, row, 0, 0, 0, 0, 0, 0];
            record.extend(result);
            record.push(0);
            record
        };
        let empty = [3, 0, 0, 0, 0, 0, 0xff, 0xff];
        let cells = |results: &[[u8; 8]]| {
            let formulas = (0_u8..).zip(results).map(|(row, result)| formula(row, *result));
            let begin = vec![0x09, 0, 4, 0, 2, 0, 0x10, 0];
            let all = std::iter::once(begin)
                .chain(formulas)
                .chain([vec![0x0a, 0, 0, 0]]);
            let (book, _) = Xls::open(all.collect::<Vec<_>>().concat(), None).expect("a sheet of Excel 2");
            let mut cells = Vec::new();
            book.rows(0, &mut |row| {
                cells.extend(row.cells.into_iter().map(Cell::into_owned));
                ControlFlow::Continue(())
            });
            cells
        };
        assert_eq!(cells(&[empty, empty]), [Cell::Formula, Cell::Formula]);
        assert_eq!(
            cells(&[empty, 1.5_f64.to_le_bytes()]),
            [Cell::Number("1.5".into())]
        );
    }

    #[test]
    fn a_cell_that_breaks_off_before_its_value_is_no_cell() {
        let begin = [0x09, 0, 4, 0, 2, 0, 0x10, 0];
        // A truth value of Excel 2: row, column, three bytes of format, and nothing after them.
        let cut = [0x05, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0];
        let end = [0x0a, 0, 0, 0];
        let bytes = [&begin[..], &cut[..], &end[..]].concat();
        let (book, _) = Xls::open(bytes, None).expect("a sheet of Excel 2");
        let mut seen = 0;
        book.rows(0, &mut |_| {
            seen += 1;
            ControlFlow::Continue(())
        });
        assert_eq!(seen, 0);
    }
}
