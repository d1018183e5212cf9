//! Sheets as nearly every program writes them, taken from their bytes: several times as fast as through XML events.
//! Whatever is written in another way is left to the general reader, from that cell on; both read alike.

use std::collections::HashMap;
use std::io::Read;
use std::ops::ControlFlow;

use quick_xml::events::Event;

use super::scan::{Lack, Scan, attributes, expect, find, starts, text, text_element};
use super::shared::Shared;
use crate::row::Cell;
use crate::sheet::look::Meaning;
use crate::sheet::package::Package;
use crate::sheet::xlsb::relations;
use crate::sheet::{SheetError, is_error, number_cell, serial};

/// Digits that a double always gives back as they were.
const SURE_DIGITS: usize = 15;

/// The parts of a workbook for this reader.
pub(super) struct Plain {
    package: Package,
    /// Names of sheets and of their parts.
    sheets: Vec<(String, String)>,
    shared: Shared,
}

/// How the reading of a sheet ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// There is no more.
    All,
    /// Who takes the cells has enough.
    Enough,
    /// What follows so many cells is not plain.
    Odd(u64),
}

/// What numbers mean in this workbook.
pub(super) struct Numbers<'m> {
    /// By their style.
    pub(super) meanings: &'m [Meaning],
    pub(super) is_1904: bool,
}

/// Who takes cells, each with its row and column from zero.
pub(super) type Put<'p, 'c> = dyn FnMut((u32, u32), Cell<'c>) -> ControlFlow<()> + 'p;

impl Plain {
    /// The parts of a workbook; `None` where its texts are not written plainly.
    pub(super) fn open(mut package: Package, rels: &[u8]) -> Option<Self> {
        let sheets = sheets(&package.part("xl/workbook.xml")?, &relations(rels));
        let shared = match package.stream("xl/sharedStrings.xml") {
            Some(part) => Shared::read(part).ok()??,
            None => Shared::default(),
        };
        Some(Self {
            package,
            sheets,
            shared,
        })
    }

    /// Hands over the cells of a sheet, empty ones too.
    pub(super) fn cells<'c>(
        &'c mut self,
        sheet: &str,
        numbers: &Numbers<'_>,
        put: &mut Put<'_, 'c>,
    ) -> Result<Ended, SheetError> {
        let path = self
            .sheets
            .iter()
            .find(|(name, _)| name == sheet)
            .map(|(_, path)| path);
        let part = path.and_then(|path| self.package.stream(path));
        part.map_or(Ok(Ended::Odd(0)), |part| cells(part, &self.shared, numbers, put))
    }
}

/// Names of the sheets and of their parts, in the order of the workbook.
fn sheets(workbook: &[u8], paths: &HashMap<String, String>) -> Vec<(String, String)> {
    let mut sheets = Vec::new();
    let mut reader = quick_xml::Reader::from_reader(workbook);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "sheet" => {
                let (mut name, mut path) = (None, None);
                for attribute in tag.attributes().flatten() {
                    match attribute.key.local_name().as_ref() {
                        "name" => name = quick_xml::escape::unescape(&attribute.value).ok().map(Into::into),
                        "id" => path = paths.get(&*attribute.value).cloned(),
                        _ => {}
                    }
                }
                sheets.extend(name.zip(path));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    sheets
}

fn cells<'c>(
    part: impl Read,
    shared: &'c Shared,
    numbers: &Numbers<'_>,
    put: &mut Put<'_, 'c>,
) -> Result<Ended, SheetError> {
    let mut scan = Scan::new(part);
    let mut next = (0, 0);
    let mut count = 0;
    let mut token = scan.next(head)?;
    loop {
        match token {
            None => return Ok(Ended::Odd(count)),
            Some(Token::End) => return Ok(Ended::All),
            Some(Token::Row(row)) => next.0 = row.unwrap_or(next.0),
            Some(Token::EmptyRow(row)) => next = (row.unwrap_or(next.0).saturating_add(1), 0),
            Some(Token::EndRow) => next = (next.0.saturating_add(1), 0),
            Some(Token::Cell(place, cell)) => {
                let (row, column) = place.unwrap_or(next);
                next.1 = column.saturating_add(1);
                count += 1;
                if put((row, column), cell).is_break() {
                    return Ok(Ended::Enough);
                }
            }
            Some(Token::Blank) => {}
        }
        token = scan.next(|bytes| follow(bytes, shared, numbers))?;
    }
}

/// What a sheet's data is made of.
enum Token<'c> {
    Blank,
    /// A row begins, whose number may be told.
    Row(Option<u32>),
    /// One without cells.
    EmptyRow(Option<u32>),
    EndRow,
    /// A cell, whose place may be told.
    Cell(Option<(u32, u32)>, Cell<'c>),
    End,
}

/// Passes what stands before the data.
fn head(bytes: &[u8]) -> Result<(Token<'static>, usize), Lack> {
    let start = memchr::memmem::find(bytes, b"<sheetData").ok_or(Lack::More)?;
    if !super::is_utf8(&bytes[..start]) {
        return Err(Lack::Plain);
    }
    let end = start + find(b'>', &bytes[start..])?;
    let token = if bytes[end - 1] == b'/' {
        Token::End
    } else {
        Token::Blank
    };
    Ok((token, end + 1))
}

fn follow<'c>(bytes: &[u8], shared: &'c Shared, numbers: &Numbers<'_>) -> Result<(Token<'c>, usize), Lack> {
    if is_tag(bytes, b"<c")? {
        return cell(bytes, shared, numbers);
    }
    if starts(bytes, b"</row>")? {
        return Ok((Token::EndRow, 6));
    }
    if is_tag(bytes, b"<row")? {
        return row(bytes);
    }
    if starts(bytes, b"</sheetData>")? {
        return Ok((Token::End, 12));
    }
    match bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count() {
        0 => Err(Lack::Plain),
        blanks => Ok((Token::Blank, blanks)),
    }
}

/// Whether a tag of this name begins.
fn is_tag(bytes: &[u8], name: &[u8]) -> Result<bool, Lack> {
    if !starts(bytes, name)? {
        return Ok(false);
    }
    let next = bytes.get(name.len()).ok_or(Lack::More)?;
    Ok(b" >/".contains(next))
}

fn row(bytes: &[u8]) -> Result<(Token<'static>, usize), Lack> {
    let end = find(b'>', bytes)?;
    let is_closed = bytes[end - 1] == b'/';
    let mut row = None;
    attributes(&bytes[4..end - usize::from(is_closed)], |name, value| {
        if name == b"r" {
            row = Some(index(value)?);
        }
        Ok(())
    })?;
    let token = if is_closed {
        Token::EmptyRow(row)
    } else {
        Token::Row(row)
    };
    Ok((token, end + 1))
}

/// A cell as it is written.
#[derive(Default)]
struct Written<'b> {
    place: Option<(u32, u32)>,
    style: usize,
    kind: &'b [u8],
}

fn cell<'c>(bytes: &[u8], shared: &'c Shared, numbers: &Numbers<'_>) -> Result<(Token<'c>, usize), Lack> {
    let end = find(b'>', bytes)?;
    let is_closed = bytes[end - 1] == b'/';
    let mut written = Written::default();
    attributes(&bytes[2..end - usize::from(is_closed)], |name, value| {
        match name {
            b"r" => written.place = Some(place(value)?),
            b"s" => written.style = whole(value)?,
            b"t" => written.kind = value,
            _ => {}
        }
        Ok(())
    })?;
    let mut at = end + 1;
    if is_closed {
        return Ok((Token::Cell(written.place, Cell::Empty), at));
    }
    if is_tag(&bytes[at..], b"<f")? {
        at += formula(&bytes[at..])?;
    }
    let rest = &bytes[at..];
    let (cell, length) = if starts(rest, b"<v>")? {
        let end = 3 + find(b'<', &rest[3..])?;
        let length = end + expect(&rest[end..], b"</v>")?;
        (written.cell(&rest[3..end], shared, numbers)?, length)
    } else if written.kind == b"inlineStr" && starts(rest, b"<is>")? {
        let (text, length) = text_element(&rest[4..])?;
        let end = 4 + length;
        let length = end + expect(&rest[end..], b"</is>")?;
        (Cell::Text(text.into_owned().into()), length)
    } else {
        (Cell::Empty, 0)
    };
    at += length;
    at += expect(&bytes[at..], b"</c>")?;
    Ok((Token::Cell(written.place, cell), at))
}

/// Length of a formula, which is not read.
fn formula(bytes: &[u8]) -> Result<usize, Lack> {
    let end = find(b'>', bytes)?;
    if bytes[end - 1] == b'/' {
        return Ok(end + 1);
    }
    let from = end + 1;
    let close = from + find(b'<', &bytes[from..])?;
    Ok(close + expect(&bytes[close..], b"</f>")?)
}

impl Written<'_> {
    /// The cell with this value.
    fn cell<'c>(&self, value: &[u8], shared: &'c Shared, numbers: &Numbers<'_>) -> Result<Cell<'c>, Lack> {
        if value.is_empty() {
            return Ok(Cell::Empty);
        }
        match self.kind {
            b"s" => shared
                .get(whole(value)?)
                .map(|text| Cell::Text(text.into()))
                .ok_or(Lack::Plain),
            b"" | b"n" => numbers.cell(value, self.style),
            b"str" => Ok(Cell::Text(text(value)?.into_owned().into())),
            b"b" if value == b"0" || value == b"1" => Ok(Cell::Bool(value == b"1")),
            b"e" => {
                let text = text(value)?;
                // One that the general reader calls by another name.
                let is_same = is_error(&text) && text != "#GETTING_DATA";
                is_same
                    .then(|| Cell::Error(text.into_owned().into()))
                    .ok_or(Lack::Plain)
            }
            b"d" => {
                let text = text(value)?;
                Ok(serial::iso(&text).unwrap_or_else(|| Cell::Text(text.into_owned().into())))
            }
            _ => Err(Lack::Plain),
        }
    }
}

impl Numbers<'_> {
    fn cell<'c>(&self, written: &[u8], style: usize) -> Result<Cell<'c>, Lack> {
        let is_plain = |byte: &u8| byte.is_ascii_digit() || b".-+eE".contains(byte);
        let text = str::from_utf8(written).map_err(|_| Lack::Plain)?;
        if !written.iter().all(is_plain) || text.starts_with('+') {
            return Err(Lack::Plain);
        }
        let meaning = self.meanings.get(style).unwrap_or(&Meaning::Number);
        if matches!(meaning, Meaning::Number | Meaning::Dressed(_)) && is_shortest(written) {
            return Ok(Cell::Number(text.to_owned().into()));
        }
        let value = text.parse().map_err(|_| Lack::Plain)?;
        Ok(number_cell(value, meaning, self.is_1904))
    }
}

/// Whether a number is written as its double would be: then it need not become one.
fn is_shortest(written: &[u8]) -> bool {
    let digits = written.strip_prefix(b"-").unwrap_or(written);
    let point = digits.iter().position(|byte| *byte == b'.');
    let (whole, fraction) = digits.split_at(point.unwrap_or(digits.len()));
    let are_digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    let is_led = matches!(whole, [b'1'..=b'9', ..]) || (whole == b"0" && digits.len() > 1) || written == b"0";
    let is_ended = match fraction {
        [] => true,
        [_, parts @ .., last] => are_digits(parts) && matches!(last, b'1'..=b'9'),
        [_] => false,
    };
    is_led && is_ended && are_digits(whole) && digits.len() <= SURE_DIGITS
}

/// A whole number.
fn whole(digits: &[u8]) -> Result<usize, Lack> {
    if digits.is_empty() || digits.len() > 9 || !digits.iter().all(u8::is_ascii_digit) {
        return Err(Lack::Plain);
    }
    Ok(digits
        .iter()
        .fold(0, |sum, digit| sum * 10 + usize::from(digit - b'0')))
}

/// A number from one as one from zero.
fn index(digits: &[u8]) -> Result<u32, Lack> {
    let number = whole(digits)?;
    number.checked_sub(1).map(|index| index as u32).ok_or(Lack::Plain)
}

/// Row and column of `AB12`.
fn place(name: &[u8]) -> Result<(u32, u32), Lack> {
    let letters = name.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    if !(1..=3).contains(&letters) {
        return Err(Lack::Plain);
    }
    let column = name[..letters]
        .iter()
        .fold(0, |sum, letter| sum * 26 + u32::from(letter - b'A') + 1);
    Ok((index(&name[letters..])?, column - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(data: &str) -> (Ended, Vec<String>) {
        let shared = Shared::read(&b"<sst><si><t>shared</t></si></sst>"[..]);
        let shared = shared.expect("bytes in memory").expect("plain");
        let meanings = [Meaning::Number, Meaning::Moment];
        let numbers = Numbers {
            meanings: &meanings,
            is_1904: false,
        };
        let mut found = Vec::new();
        let part = format!("<worksheet><dimension ref=\"A1\"/>{data}</worksheet>");
        let ended = cells(part.as_bytes(), &shared, &numbers, &mut |place, cell| {
            found.push(format!("{place:?} {}", cell.text()));
            ControlFlow::Continue(())
        });
        (ended.expect("bytes in memory"), found)
    }

    #[test]
    fn cells_have_the_value_of_their_kind_and_the_place_that_is_told_or_follows() {
        let (ended, found) = read(
            "<sheetData><row r=\"2\"><c r=\"B2\" t=\"s\"><v>0</v></c><c t=\"b\"><v>1</v></c></row>\n<row r=\"4\" ht=\"15\"/>\
             <row><c t=\"str\"><f>A1&amp;\"&lt;\"</f><v>a &lt; b</v></c><c s=\"1\"><v>46086.5</v></c><c><v>1.50</v></c>\
             <c t=\"inlineStr\"><is><t> in </t></is></c><c t=\"e\"><v>#N/A</v></c><c r=\"AA5\" s=\"1\"/></row></sheetData>",
        );
        assert_eq!(ended, Ended::All);
        assert_eq!(
            found,
            [
                "(1, 1) shared",
                "(1, 2) TRUE",
                "(4, 0) a < b",
                "(4, 1) 2026-03-05T12:00:00",
                "(4, 2) 1.5",
                "(4, 3) in",
                "(4, 4) #N/A",
                "(4, 26) ",
            ]
        );
    }

    #[test]
    fn what_is_written_otherwise_is_left_to_others_with_the_number_of_cells_before_it() {
        for odd in [
            "<c t=\"s\"><v>7</v></c>",
            "<c><v>1</v><f>A1</f></c>",
            "<c t='s'><v>0</v></c>",
            "<x:c><v>1</v></x:c>",
            "<c><v>nan</v></c>",
            "<c t=\"str\"><v>_x000D_</v></c>",
            "<c><!-- --><v>1</v></c>",
            "<c r=\"1A\"><v>1</v></c>",
            "<c><v>1",
        ] {
            let (ended, found) = read(&format!("<sheetData><row r=\"1\"><c><v>1</v></c>{odd}"));
            assert_eq!((ended, found.len()), (Ended::Odd(1), 1), "{odd}");
        }
        assert_eq!(read("<x:sheetData/>").0, Ended::Odd(0));
        assert_eq!(read("<sheetData/>").0, Ended::All);
    }

    #[test]
    fn only_a_number_written_as_its_double_is_taken_as_it_stands() {
        for number in ["0", "-7", "12.5", "0.075", "-0.5", "123456789012345"] {
            assert!(is_shortest(number.as_bytes()), "{number}");
            assert_eq!(number.parse::<f64>().expect("a number").to_string(), number);
        }
        for number in [
            "-0",
            "1.50",
            "007",
            "1.",
            ".5",
            "1e3",
            "0.30000000000000004",
            "",
            "-",
        ] {
            assert!(!is_shortest(number.as_bytes()), "{number}");
        }
    }
}
