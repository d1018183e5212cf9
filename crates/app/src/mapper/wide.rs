//! Columns of numbers under the names of months: a wide table, whose cells are rows.

use ingest::profile::{ColumnProfile, Profile};
use ingest::value::{DateOrder, DateStyle, FEWEST_MONTHS, are_bare_months};

use super::guess::{MOSTLY, share};
use super::target::{Holds, RowKind, can_turn};

/// Columns of numbers under the names of months, where there are several: a wide table.
pub(crate) fn months(kind: &RowKind, profile: &Profile) -> Vec<usize> {
    let is_month_of_numbers = |column: &ColumnProfile| {
        is_month(&column.name) && (column.filled() == 0 || share(Holds::Number, column) >= MOSTLY)
    };
    let columns = profile.columns.iter().enumerate();
    let places = columns.filter(|(_, column)| is_month_of_numbers(column));
    let mut places: Vec<usize> = places.map(|(place, _)| place).collect();
    if places.is_empty() {
        places = bare_months(profile);
    }
    if places.len() >= 2 && can_turn(kind) {
        places
    } else {
        Vec::new()
    }
}

/// The longest run of columns of numbers under months without a year.
fn bare_months(profile: &Profile) -> Vec<usize> {
    let columns = &profile.columns;
    let is_run = |run: &[ColumnProfile]| {
        run.iter().all(|column| share(Holds::Number, column) >= MOSTLY)
            && are_bare_months(run.iter().map(|column| column.name.as_str()))
    };
    let lengths = (FEWEST_MONTHS..=columns.len().min(12)).rev();
    let starts = |length: usize| (0..=columns.len() - length).map(move |from| (from, length));
    let run = lengths
        .flat_map(starts)
        .find(|(from, length)| is_run(&columns[*from..from + length]));
    run.map_or_else(Vec::new, |(from, length)| (from..from + length).collect())
}

/// Whether a heading is a month or a day.
pub(crate) fn is_month(heading: &str) -> bool {
    let style = DateStyle {
        order: DateOrder::Dmy,
    };
    !heading.trim().bytes().all(|byte| byte.is_ascii_digit()) && style.read(heading).day().is_some()
}

/// What the headings of turned columns become unless that is said.
pub(crate) fn heading_of(kind: &RowKind, are_days: bool) -> &'static str {
    match (kind.id, are_days) {
        ("kpi", true) => "day",
        (_, true) => "billing-month",
        ("kpi", false) => "name",
        ("usage", false) => "model",
        (_, false) => "service",
    }
}

/// What their cells become.
pub(crate) fn value_of(kind: &RowKind) -> &'static str {
    match kind.id {
        "kpi" => "value",
        "usage" => "tokens",
        _ => "billed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapper::fixture::profile;
    use crate::mapper::guess::likeliest_kind;

    #[test]
    fn months_over_numbers_are_turned_into_rows_and_a_total_beside_them_is_not() {
        let wide =
            profile("Team,Jan 2026,Feb 2026,2026-03,Total\nClaims,1.50,2.50,3.00,7.00\nSales,1,2,,3\n");
        assert_eq!(months(likeliest_kind(&wide), &wide), [1, 2, 3]);
        let bare = profile("Team,Marketing,Jan,Feb.,März,Total\nClaims,4,1.50,2.50,3.00,7.00\n");
        assert_eq!(months(likeliest_kind(&bare), &bare), [2, 3, 4]);
        let words = profile("Team,Marketing,Mail,Junior\nClaims,4,1,2\n");
        assert_eq!(months(likeliest_kind(&words), &words), [0_usize; 0]);
        let years = profile("Country,2012,2013\nSE,1,2\nDE,3,4\n");
        assert_eq!(months(likeliest_kind(&years), &years), [0_usize; 0]);
    }
}
