//! What a spreadsheet does to a file that was only opened and saved in it: long ids in scientific notation, moments
//! as `1.79E+09`, dates in the local order, leading zeros gone. Such rows would be other rows, so they are refused.

use model::{Problem, Severity};

use super::document::Document;
use super::field::Field;
use super::header::Header;
use super::layout::Placed;
use crate::row::{Cell, Row};
use crate::value::is_year_first;

/// What to do about all of it.
pub(super) const HINT: &str =
    "Export the file again and import it as it is; do not open it in Excel or another spreadsheet first.";

/// What to do about days in the order of some country.
pub(super) const SAY_DATES: &str = "Export the file again and import it as it is, or say in which order its days are (on the command line: --dates dmy or mdy).";

/// What is wrong with a day of a column whose days are half swapped, and what to do about it.
pub(super) const SWAPPED: &str = "a spreadsheet seems to have swapped day and month of this date: in this column all whose day is 12 at most are dates, and all others texts";
pub(super) const SWAPPED_HINT: &str = "Export the file again and import it as it is; if these days are right, say in which order those that are texts are (on the command line: --dates dmy or mdy).";

/// Digits that a spreadsheet keeps of a number.
const KEPT_DIGITS: usize = 15;

/// More leading zeros than this no id has; shorter ones are invented, not damaged.
const MOST_ZEROS: usize = 3;

/// The columns of a file that hold ids.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ids {
    /// Place and name.
    columns: Vec<(usize, String)>,
    /// Of those with a fixed number of digits: place, name, digits.
    fixed: Vec<(usize, String, u8)>,
}

impl Ids {
    /// Key columns and those that name accounts, people and invoices.
    pub(super) fn place(document: &Document, blocks: &[Placed], header: &Header) -> Self {
        let named = |place: usize| (place, header.written[place].clone());
        let fields = blocks.iter().flat_map(|block| &block.fields);
        let naming = fields.filter(|(field, _)| is_naming(*field));
        let keys = document.key.iter().flat_map(|names| header.places(names));
        let mut places: Vec<usize> = naming
            .flat_map(|(_, getter)| getter.places())
            .chain(keys)
            .collect();
        places.sort_unstable();
        places.dedup();
        let fixed = document.digits.iter().filter_map(|(name, digits)| {
            let place = header.names.iter().position(|own| own == name)?;
            Some((place, header.written[place].clone(), *digits))
        });
        Self {
            columns: places.into_iter().map(named).collect(),
            fixed: fixed.collect(),
        }
    }

    /// What is damaged in a row.
    pub(crate) fn damage(&self, row: &Row<'_>) -> Option<Problem> {
        let cell = |place: &usize| row.cells.get(*place);
        let shortened = self.columns.iter().find_map(|(place, name)| {
            let cell = cell(place)?;
            (is_scientific(&cell.text()) || is_rounded(cell)).then(|| {
                let what = "A spreadsheet shortened this id: its last digits are lost.";
                problem(what.to_owned(), name, &cell.text())
            })
        });
        shortened.or_else(|| {
            self.fixed.iter().find_map(|(place, name, digits)| {
                let text = cell(place)?.text();
                let text = text.trim();
                let missing = usize::from(*digits).saturating_sub(text.len());
                let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
                ((1..=MOST_ZEROS).contains(&missing) && is_number).then(|| {
                    let what =
                        format!("This id has {digits} digits; a spreadsheet took its leading zeros away.");
                    problem(what, name, text)
                })
            })
        })
    }
}

/// The text of a field, where it is an id without what a program made of it.
pub(super) fn undamaged(field: Field, text: &str) -> &str {
    if is_naming(field) {
        without_fraction(text)
    } else {
        text
    }
}

/// Whether a field holds an id.
fn is_naming(field: Field) -> bool {
    use Field::{Account, Employee, Invoice, PersonId, Project};
    matches!(field, Account | Project | PersonId | Employee | Invoice)
}

fn problem(what: String, column: &str, value: &str) -> Problem {
    Problem::new(Severity::Error, what)
        .column(column)
        .value(value)
        .hint(HINT)
}

/// `1.23E+17`: how a spreadsheet shows a long whole number.
pub(super) fn is_scientific(text: &str) -> bool {
    if !text.as_bytes().contains(&b'+') {
        return false;
    }
    let Some((number, power)) = text.trim().split_once(['E', 'e']) else {
        return false;
    };
    let (whole, fraction) = number.split_once(['.', ',']).unwrap_or((number, ""));
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let power = power.strip_prefix('+').filter(|digits| is_number(digits));
    whole.len() == 1 && is_number(whole) && is_number(fraction) && power.is_some_and(|power| power.len() == 2)
}

/// An id without the `.0` of a program that took its column for numbers: `88112233.0`.
pub(super) fn without_fraction(id: &str) -> &str {
    const SHORTEST: usize = 4;
    let is_id = |digits: &&str| {
        digits.len() >= SHORTEST
            && !digits.starts_with('0')
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    id.strip_suffix(".0").filter(is_id).unwrap_or(id)
}

/// A number with more digits than a spreadsheet keeps, ending in the zeros it puts there.
fn is_rounded(cell: &Cell<'_>) -> bool {
    let Cell::Number(text) = cell else { return false };
    text.len() > KEPT_DIGITS + 1
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && text.bytes().skip(KEPT_DIGITS).all(|byte| byte == b'0')
}

/// `9/1/2026 0:00`: a date that a spreadsheet wrote in the order of its country.
pub(super) fn is_local_date(text: &str) -> bool {
    let day = text.trim().split(' ').next().unwrap_or_default();
    let parts: Vec<&str> = day.split(['/', '.', '-']).collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.len() == 3 && parts.iter().all(is_number) && parts[0].len() <= 2 && parts[1].len() <= 2
}

/// A day as a spreadsheet has it: no text in the order of a country.
pub(super) fn is_whole_day(cell: &Cell<'_>) -> bool {
    match cell {
        Cell::Date(_) => true,
        Cell::Text(text) => is_year_first(text),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_no_number_with_a_fraction() {
        assert_eq!(without_fraction("88112233.0"), "88112233");
        for id in [
            "1.0",
            "2026.10",
            "088112.0",
            "a-12345.0",
            "12345.00",
            "88112233",
            ".0",
            "",
        ] {
            assert_eq!(without_fraction(id), id);
        }
    }

    #[test]
    fn what_a_spreadsheet_writes_is_told_from_what_vendors_write() {
        assert!(is_scientific("1.23E+17") && is_scientific("1,79E+09") && is_scientific("9E+11"));
        assert!(!is_scientific("3E-05") && !is_scientific("12E+17") && !is_scientific("user-E+17"));
        assert!(is_local_date("9/1/2026 0:00") && is_local_date("1.9.2026") && is_local_date("01-09-26"));
        assert!(!is_local_date("2026-09-01") && !is_local_date("2026/09/01") && !is_local_date("1788220800"));
        assert!(is_rounded(&Cell::Number("123456789012345000".into())));
        assert!(!is_rounded(&Cell::Number("123456789012345678".into())));
        assert!(!is_rounded(&Cell::Text("123456789012345000".into())));
    }
}
