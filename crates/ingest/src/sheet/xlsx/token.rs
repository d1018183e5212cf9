//! What the data of a sheet is made of: rows and cells, as nearly every program writes them.

use super::scan::{Lack, attributes, expect, find, opening, starts, tag, text, text_element};
use super::shared::Shared;
use crate::row::Cell;
use crate::sheet::look::Meaning;
use crate::sheet::{is_error, number_cell, serial};

/// Digits that a double always gives back as they were.
const SURE_DIGITS: usize = 15;

/// What numbers mean in this workbook.
pub(super) struct Numbers<'m> {
    /// By their style.
    pub(super) meanings: &'m [Meaning],
    pub(super) is_1904: bool,
}

/// What a sheet's data is made of.
pub(super) enum Token<'c> {
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
pub(super) fn head(bytes: &[u8]) -> Result<(Token<'static>, usize), Lack> {
    let (is_empty, length) = opening(bytes, b"<sheetData")?;
    Ok((if is_empty { Token::End } else { Token::Blank }, length))
}

/// What stands next in the data.
pub(super) fn follow<'c>(
    bytes: &[u8],
    shared: &'c Shared,
    numbers: &Numbers<'_>,
) -> Result<(Token<'c>, usize), Lack> {
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
        0 => Err(Lack::Plainness),
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
    let tag = tag(bytes)?;
    let mut row = None;
    attributes(&tag.inside[3..], |name, value| {
        if name == b"r" {
            row = Some(index(value)?);
        }
        Ok(())
    })?;
    let token = if tag.is_closed {
        Token::EmptyRow(row)
    } else {
        Token::Row(row)
    };
    Ok((token, tag.length))
}

/// A cell as it is written.
#[derive(Default)]
struct Written<'b> {
    place: Option<(u32, u32)>,
    style: usize,
    kind: &'b [u8],
}

fn cell<'c>(bytes: &[u8], shared: &'c Shared, numbers: &Numbers<'_>) -> Result<(Token<'c>, usize), Lack> {
    let tag = tag(bytes)?;
    let mut written = Written::default();
    attributes(&tag.inside[1..], |name, value| {
        match name {
            b"r" => written.place = Some(place(value)?),
            b"s" => written.style = whole(value)?,
            b"t" => written.kind = value,
            _ => {}
        }
        Ok(())
    })?;
    let (mut at, mut blank) = (tag.length, Cell::Empty);
    if tag.is_closed {
        return Ok((Token::Cell(written.place, Cell::Empty), at));
    }
    if is_tag(&bytes[at..], b"<f")? {
        at += formula(&bytes[at..])?;
        // A text that a formula came to may be empty; a number is not.
        if written.kind != b"str" {
            blank = Cell::Formula;
        }
    }
    let rest = &bytes[at..];
    let (cell, length) = if starts(rest, b"<v/>")? {
        (blank, 4)
    } else if starts(rest, b"<v />")? {
        (blank, 5)
    } else if starts(rest, b"<v></v>")? {
        (blank, 7)
    } else if starts(rest, b"<v>")? {
        let end = 3 + find(b'<', &rest[3..])?;
        let length = end + expect(&rest[end..], b"</v>")?;
        (written.cell(&rest[3..end], shared, numbers)?, length)
    } else if written.kind == b"inlineStr" && starts(rest, b"<is>")? {
        let (text, length) = text_element(&rest[4..])?;
        let end = 4 + length;
        let length = end + expect(&rest[end..], b"</is>")?;
        (Cell::Text(text.into_owned().into()), length)
    } else {
        (blank, 0)
    };
    at += length;
    at += expect(&bytes[at..], b"</c>")?;
    Ok((Token::Cell(written.place, cell), at))
}

/// Length of a formula, which is not read.
fn formula(bytes: &[u8]) -> Result<usize, Lack> {
    let tag = tag(bytes)?;
    if tag.is_closed {
        return Ok(tag.length);
    }
    let close = tag.length + find(b'<', &bytes[tag.length..])?;
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
                .ok_or(Lack::Plainness),
            b"" | b"n" => numbers.cell(value, self.style),
            b"str" => Ok(Cell::Text(text(value)?.into_owned().into())),
            b"b" if value == b"0" || value == b"1" => Ok(Cell::Bool(value == b"1")),
            b"e" => {
                let text = text(value)?;
                // One that the general reader calls by another name.
                let is_same = is_error(&text) && text != "#GETTING_DATA";
                is_same
                    .then(|| Cell::Error(text.into_owned().into()))
                    .ok_or(Lack::Plainness)
            }
            b"d" => {
                let text = text(value)?;
                Ok(serial::iso(&text).unwrap_or_else(|| Cell::Text(text.into_owned().into())))
            }
            _ => Err(Lack::Plainness),
        }
    }
}

impl Numbers<'_> {
    fn cell<'c>(&self, written: &[u8], style: usize) -> Result<Cell<'c>, Lack> {
        let is_plain = |byte: &u8| byte.is_ascii_digit() || b".-+eE".contains(byte);
        let text = str::from_utf8(written).map_err(|_| Lack::Plainness)?;
        if !written.iter().all(is_plain) || text.starts_with('+') {
            return Err(Lack::Plainness);
        }
        let meaning = self.meanings.get(style).unwrap_or(&Meaning::Number);
        if matches!(meaning, Meaning::Number | Meaning::Dressed(_)) && is_shortest(written) {
            return Ok(Cell::Number(text.to_owned().into()));
        }
        let value = text.parse().map_err(|_| Lack::Plainness)?;
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
        return Err(Lack::Plainness);
    }
    Ok(digits
        .iter()
        .fold(0, |sum, digit| sum * 10 + usize::from(digit - b'0')))
}

/// A number from one as one from zero.
fn index(digits: &[u8]) -> Result<u32, Lack> {
    let number = whole(digits)?;
    number
        .checked_sub(1)
        .map(|index| index as u32)
        .ok_or(Lack::Plainness)
}

/// Row and column of `AB12`, also written `ab12` or `$AB$12`.
fn place(name: &[u8]) -> Result<(u32, u32), Lack> {
    let name = name.strip_prefix(b"$").unwrap_or(name);
    let letters = name.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    if !(1..=3).contains(&letters) {
        return Err(Lack::Plainness);
    }
    let (letters, row) = name.split_at(letters);
    let column = letters.iter().fold(0, |sum, letter| {
        sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    Ok((index(row.strip_prefix(b"$").unwrap_or(row))?, column - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_however_it_is_written() {
        for name in ["AB12", "ab12", "$AB$12", "AB$12"] {
            assert_eq!(place(name.as_bytes()).ok(), Some((11, 27)), "{name}");
        }
        for name in ["12", "A", "$", "ABCD1", "A1B"] {
            assert!(place(name.as_bytes()).is_err(), "{name}");
        }
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
