//! Columns of numbers under the names of months: a wide table, whose cells are rows.

use std::collections::BTreeMap;

use ingest::profile::{ColumnProfile, Profile};
use ingest::value::{FEWEST_MONTHS, are_bare_months, around_bare_month};

use super::guess::{MOSTLY, share};
use super::heading::{Role, role};
use super::period::Said;
use super::target::{Holds, RowKind, can_turn};

/// Fewer columns are not taken for a wide table.
const FEWEST: usize = 2;

/// Columns of numbers under the names of months or quarters, where there are several.
pub(crate) fn months(kind: &RowKind, profile: &Profile) -> Vec<usize> {
    if !can_turn(kind) {
        return Vec::new();
    }
    let mut places = said_alike(profile);
    if places.is_empty() {
        places = bare_months(profile);
    }
    if places.is_empty() {
        places = bare_months_alike(profile);
    }
    places
}

/// Columns whose headings say a month in the same way: the most there are, and rather those that say nothing else.
fn said_alike(profile: &Profile) -> Vec<usize> {
    let mut groups: Vec<(Said, Vec<usize>)> = Vec::new();
    for (place, column) in profile.columns.iter().enumerate() {
        let holds = column.filled() == 0 || share(Holds::Number, column) >= MOSTLY;
        let Some(said) = Said::of(&column.name).filter(|_| holds && !is_aside(&column.name)) else {
            continue;
        };
        match groups.iter_mut().find(|(known, _)| *known == said) {
            Some((_, places)) => places.push(place),
            None => groups.push((said, vec![place])),
        }
    }
    groups.retain(|(_, places)| places.len() >= FEWEST);
    let rank = |(said, places): &(Said, Vec<usize>)| (*said != Said::Alone, std::cmp::Reverse(places.len()));
    groups
        .into_iter()
        .min_by_key(rank)
        .map_or_else(Vec::new, |(_, places)| places)
}

/// Whether the words around a month say that nothing was charged: a budget.
fn is_aside(heading: &str) -> bool {
    matches!(role(heading), Role::Aside | Role::Tax | Role::Each)
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

/// Columns of numbers under months without a year between the same words: `Jan Actual`, beside `Jan Budget`.
fn bare_months_alike(profile: &Profile) -> Vec<usize> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, column) in profile.columns.iter().enumerate() {
        let holds = share(Holds::Number, column) >= MOSTLY && !is_aside(&column.name);
        if let Some(around) = around_bare_month(&column.name).filter(|_| holds) {
            groups.entry(around).or_default().push(place);
        }
    }
    let name = |place: &usize| profile.columns[*place].name.as_str();
    let months = groups
        .into_values()
        .filter(|places| are_bare_months(places.iter().map(name)));
    months.max_by_key(Vec::len).unwrap_or_default()
}

/// How the headings of turned columns say their months; `None` where they say none.
pub(crate) fn said(turned: impl Iterator<Item = usize> + Clone, profile: &Profile) -> Option<Said> {
    let names = turned.map(|place| profile.columns[place].name.as_str());
    Said::of_all(names.clone()).or_else(|| are_bare_months(names).then_some(Said::Alone))
}

/// What the headings of turned columns become unless that is said.
pub(crate) fn heading_of(kind: &RowKind, said: Option<&Said>) -> &'static str {
    match (kind.id, said) {
        ("kpi", Some(_)) => "day",
        (_, Some(Said::Quarter)) => "from",
        (_, Some(_)) => "billing-month",
        ("kpi", None) => "name",
        ("usage", None) => "model",
        (_, None) => "service",
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
        let plan =
            "Vendor,Jan Actual,Jan Budget,Feb Actual,Feb Budget,Mar Actual,Mar Budget\nA,1,2,3,4,5,6\n";
        let plan = profile(plan);
        assert_eq!(months(likeliest_kind(&plan), &plan), [1, 3, 5]);
        let numbers = profile("Vendor,202601,202602\nA,1,2\nB,2,2\n");
        assert_eq!(months(likeliest_kind(&numbers), &numbers), [1, 2]);
        let words = profile("Team,Marketing,Mail,Junior\nClaims,4,1,2\n");
        assert_eq!(months(likeliest_kind(&words), &words), [0_usize; 0]);
        let years = profile("Country,2012,2013\nSE,1,2\nDE,3,4\n");
        assert_eq!(months(likeliest_kind(&years), &years), [0_usize; 0]);
    }

    #[test]
    fn months_with_words_around_them_are_turned_if_the_words_are_the_same() {
        let places = |table: &str| months(super::super::target::row_kind("charge"), &profile(table));
        assert_eq!(
            places("Vendor,January 2026 (EUR),February 2026 (EUR)\nA,1.00,2.00\nB,1.00,3.00\n"),
            [1, 2]
        );
        assert_eq!(
            places("Vendor,Jan 2026 Cost,Feb 2026 Cost,Jan 2026 Hours\nA,1.00,2.00,5\nB,1,3,6\n"),
            [1, 2]
        );
        assert_eq!(
            places("Vendor,Q1 2026,Q2 2026,Total\nA,1.00,2.00,3.00\nB,1,3,4\n"),
            [1, 2]
        );
        let budget =
            "Vendor,Jan 2026 Budget,Jan 2026 Actual,Feb 2026 Budget,Feb 2026 Actual\nA,1,2,3,4\nB,1,2,3,4\n";
        assert_eq!(places(budget), [2, 4]);
    }
}
