//! What the journal keeps of what was odd in a file. Cells of a row may be shifted, so that a column holds what another
//! was meant to: text that no format lets in must not stay in the book by way of a problem.

use std::collections::{HashMap, HashSet};

use model::{Place, Problem};

/// Longer cells are no number and no date.
const LONGEST: usize = 40;

/// The problems without values that are neither nearly a number nor nearly a date, or are one of several in their row.
pub(super) fn kept(mut problems: Vec<Problem>) -> Vec<Problem> {
    let mut columns: HashMap<Place, HashSet<&Option<String>>> = HashMap::new();
    for problem in problems.iter().filter(|problem| problem.value.is_some()) {
        columns
            .entry(row(problem))
            .or_default()
            .insert(&problem.place.column);
    }
    let shifted = columns
        .into_iter()
        .filter(|(row, columns)| row.row.is_some() && columns.len() > 1);
    let shifted: HashSet<Place> = shifted.map(|(row, _)| row).collect();
    for problem in &mut problems {
        let is_shifted = shifted.contains(&row(problem));
        problem.value = problem
            .value
            .take()
            .filter(|value| !is_shifted && is_figure(value));
    }
    problems
}

/// Sheet and row of a problem.
fn row(problem: &Problem) -> Place {
    Place {
        column: None,
        ..problem.place.clone()
    }
}

/// Whether a text is made of digits, with hardly a letter more: `12,5O`, `31 February 2026`.
fn is_figure(text: &str) -> bool {
    let count = |is: fn(char) -> bool| text.chars().filter(|letter| is(*letter)).count();
    let (digits, letters) = (
        count(|letter| letter.is_ascii_digit()),
        count(char::is_alphabetic),
    );
    digits > 0 && letters <= digits + 2 && text.chars().count() <= LONGEST && !text.contains('@')
}

#[cfg(test)]
mod tests {
    use model::Severity;

    use super::*;

    fn odd(row: u64, column: &str, value: &str) -> Problem {
        Problem::new(Severity::Error, "this is no number")
            .row(row)
            .column(column)
            .value(value)
    }

    #[test]
    fn what_may_stand_in_the_wrong_column_is_not_kept() {
        let values =
            |problems| -> Vec<Option<String>> { kept(problems).into_iter().map(|odd| odd.value).collect() };
        for figure in [
            "12,5O",
            "31 February 2026",
            "1.234",
            "(12.00",
            "31-FEB-26",
            "2026-13-01",
            "12 EUR 5",
        ] {
            assert_eq!(values(vec![odd(2, "Amount", figure)]), [Some(figure.to_owned())]);
        }
        for text in [
            "Odile Tanaka",
            "a1@larkfield.example",
            "write me a poem of 12 lines",
            "n/a",
            "msg_01Aabc",
        ] {
            assert_eq!(values(vec![odd(2, "Amount", text)]), [None], "{text}");
        }
        let several = vec![
            odd(2, "Amount", "4711"),
            odd(2, "Date", "12.00"),
            odd(3, "Date", "12.00"),
        ];
        assert_eq!(values(several), [None, None, Some("12.00".to_owned())]);
    }
}
