//! Texts as cells of a CSV file that a spreadsheet opens: none may be taken for a formula.

use std::borrow::Cow;

use crate::Exact;

/// The text of a cell without the apostrophe that [`as_text_cell`] put before it; any other stays.
pub fn unmarked(cell: &str) -> &str {
    let text = cell
        .strip_prefix('\'')
        .filter(|text| matches!(as_text_cell(text), Cow::Owned(_)));
    text.unwrap_or(cell)
}

/// The text as a spreadsheet takes it for text: with an apostrophe before what begins like a formula, and before an
/// apostrophe, so that taking one away gives the text again. A number stays as it is.
pub fn as_text_cell(text: &str) -> Cow<'_, str> {
    let is_odd = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\'', '＝', '＋', '－', '＠']);
    if is_odd && Exact::parse(text).is_none() {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_becomes_text_and_numbers_and_names_stay() {
        for formula in [
            "=1+1",
            "+cmd|' /C calc'!A0",
            "-2+3",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "-",
            "'=1",
        ] {
            let cell = as_text_cell(formula);
            assert_eq!(cell.strip_prefix('\''), Some(formula));
            assert_eq!(unmarked(&cell), formula);
        }
        for plain in ["", "-5", "-0.000001", "+1", "gpt-5", "a=b", "1-2"] {
            assert_eq!(as_text_cell(plain), plain);
            assert_eq!(unmarked(plain), plain);
        }
        assert_eq!(unmarked("'tis"), "'tis", "what nobody marked stays");
    }
}
