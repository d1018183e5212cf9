//! Sheets as nearly every program writes them, taken from their bytes: several times as fast as through XML events.
//! Whatever is written in another way is left to the general reader, from that cell on; both read alike.

use std::collections::HashMap;
use std::io::Read;
use std::ops::ControlFlow;

use quick_xml::events::Event;

use super::scan::Scan;
use super::shared::Shared;
use super::token::{Numbers, Token, follow, head};
use crate::row::Cell;
use crate::sheet::SheetError;
use crate::sheet::package::{Package, relations};

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

    /// Hands over the cells of a sheet, empty ones too; also whether what is not plain may have formulas.
    pub(super) fn cells<'c>(
        &'c mut self,
        sheet: &str,
        numbers: &Numbers<'_>,
        put: &mut Put<'_, 'c>,
    ) -> Result<(Ended, bool), SheetError> {
        let mut sheets = self.sheets.iter();
        let Some((_, path)) = sheets.find(|(name, _)| name == sheet) else {
            return Ok((Ended::Odd(0), true));
        };
        let Some(part) = self.package.stream(path) else {
            return Ok((Ended::Odd(0), true));
        };
        let ended = cells(part, &self.shared, numbers, put)?;
        let again = matches!(ended, Ended::Odd(_))
            .then(|| self.package.stream(path))
            .flatten();
        let has_formulas = again.is_some_and(|part| Scan::new(part).has_formulas().unwrap_or(true));
        Ok((ended, has_formulas))
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
    // Where the next cell stands that does not say so, and whether it is in a row.
    let (mut next, mut is_in_row) = ((0, 0), false);
    let mut count = 0;
    let mut token = scan.next(head)?;
    loop {
        match token {
            Some(Token::End) if !is_in_row => return Ok(Ended::All),
            Some(Token::Row(row)) if !is_in_row => {
                next.0 = row.unwrap_or(next.0);
                is_in_row = true;
            }
            Some(Token::EmptyRow(row)) if !is_in_row => {
                next = (row.unwrap_or(next.0).saturating_add(1), 0);
            }
            Some(Token::EndRow) if is_in_row => {
                next = (next.0.saturating_add(1), 0);
                is_in_row = false;
            }
            Some(Token::Cell(place, cell)) if is_in_row => {
                let (row, column) = place.unwrap_or(next);
                next.1 = column.saturating_add(1);
                count += 1;
                if put((row, column), cell).is_break() {
                    return Ok(Ended::Enough);
                }
            }
            Some(Token::Blank) => {}
            _ => return Ok(Ended::Odd(count)),
        }
        token = scan.next(|bytes| follow(bytes, shared, numbers))?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::look::Meaning;

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
    fn a_formula_without_a_value_is_no_empty_cell_unless_it_came_to_an_empty_text() {
        let shared = Shared::default();
        let numbers = Numbers {
            meanings: &[],
            is_1904: false,
        };
        let mut found = Vec::new();
        let data = "<sheetData><row r=\"1\"><c><f>A1</f></c><c><f>A1</f><v/></c><c><f>A1</f><v></v></c>\
                    <c t=\"str\"><f>A1</f><v></v></c><c><v/></c><c><f>A1</f><v>2</v></c></row></sheetData>";
        let part = format!("<worksheet>{data}</worksheet>");
        let ended = cells(part.as_bytes(), &shared, &numbers, &mut |_, cell| {
            found.push(cell.into_owned());
            ControlFlow::Continue(())
        });
        assert_eq!(ended.expect("bytes in memory"), Ended::All);
        let formula = || Cell::Formula;
        assert_eq!(
            found,
            [
                formula(),
                formula(),
                formula(),
                Cell::Empty,
                Cell::Empty,
                Cell::Number("2".into())
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
}
