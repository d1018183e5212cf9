//! Columns of numbers under the names of months: a wide table, whose cells are rows.

use std::collections::BTreeMap;

use ingest::formats::payee;
use ingest::profile::{ColumnProfile, Profile, ShownKind};
use ingest::value::{FEWEST_MONTHS, are_bare_months, around_bare_month, currency_in, is_plain_month};

use super::grid::Grid;
use super::guess::{Guess, MOSTLY, share};
use super::heading::{Role, heading, is_agreed, is_amount, is_of_deed, is_only_currency, is_periodic, role};
use super::headings::BILLED;
use super::period::Said;
use super::sides::holds_balance;
use super::target::{Holds, RowKind, can_turn};
use super::uncounted;

/// Fewer columns are not taken for a wide table.
const FEWEST: usize = 2;

/// Columns of numbers under the names of months or quarters, where there are several.
pub(crate) fn months(kind: &RowKind, profile: &Profile) -> Vec<usize> {
    if !can_turn(kind, profile) {
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

/// Columns of numbers under months without a year: all, where they rise, whatever stands between; else the longest run.
fn bare_months(profile: &Profile) -> Vec<usize> {
    let columns = &profile.columns;
    let is_month = |place: &usize| {
        let column = &columns[*place];
        is_plain_month(&column.name) && share(Holds::Number, column) >= MOSTLY
    };
    let all: Vec<usize> = (0..columns.len()).filter(is_month).collect();
    if are_bare_months(all.iter().map(|place| columns[*place].name.as_str())) {
        return all;
    }
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

/// Columns of numbers under months of which the ones that are turned say nothing: those of another year or block.
pub(super) fn left_behind(profile: &Profile, targets: &[String]) -> Vec<usize> {
    let is_left = |place: &usize| {
        let column = &profile.columns[*place];
        let is_month = Said::of(&column.name) == Some(Said::Alone) || is_plain_month(&column.name);
        targets[*place].is_empty()
            && is_month
            && share(Holds::Number, column) >= MOSTLY
            && planned(profile, &[*place]).is_empty()
    };
    (0..profile.columns.len()).filter(is_left).collect()
}

/// Turned columns over which the row above the headings says that nothing was spent: `Forecast`, beside `Actual`.
pub(super) fn planned(profile: &Profile, turned: &[usize]) -> Vec<usize> {
    let above = profile.shown.iter().rfind(|row| row.kind == ShownKind::Preamble);
    let above = above.filter(|row| Some(row.number) == profile.header_row);
    let band = |place: &usize| {
        let cells = above?.cells.get(..=*place)?;
        cells.iter().rfind(|cell| !cell.is_empty())
    };
    let is_planned = |place: &&usize| band(place).is_some_and(|cell| uncounted::is_planned(cell));
    turned.iter().filter(is_planned).copied().collect()
}

/// Columns of money that are parts of what was charged, each in a currency that its heading says: those of which every row
/// fills one, and those that nothing else is known of.
pub(crate) fn of_money(kind: &RowKind, profile: &Profile, guesses: &[Option<Guess>]) -> Vec<usize> {
    let is_given = |id: &str| guesses.iter().flatten().any(|guess| guess.target.id == id);
    if !can_turn(kind, profile)
        || kind.id != "charge"
        || ["debit", "credit", "side"].into_iter().any(is_given)
    {
        return Vec::new();
    }
    let grid = Grid::of(profile);
    let is_money = |place: &usize| {
        let name = &profile.columns[*place].name;
        let is_free = guesses[*place]
            .as_ref()
            .is_none_or(|guess| ["billed", "payment"].contains(&guess.target.id));
        currency_in(name).is_some() && matches!(role(name), Role::Amount | Role::Tax) && is_free
    };
    let mut places: Vec<usize> = grid.numeric().into_iter().filter(is_money).collect();
    if let Some(parts) = parts_of_sum(profile, &grid, &places) {
        return parts;
    }
    // Where nothing is their sum, a tax is none of them.
    places.retain(|place| role(&profile.columns[*place].name) != Role::Tax);
    let mut codes: Vec<_> = places
        .iter()
        .map(|place| profile.columns[*place].currency.clone())
        .collect();
    codes.sort_unstable();
    codes.dedup();
    let do_take_turns = codes.len() == places.len() && grid.fill_one(&places);
    // In one currency they are the sides of an account.
    if codes.len() == 1 && grid.fill_one(&places) && profile.columns.iter().any(holds_balance) {
        return Vec::new();
    }
    let name = |place: &usize| profile.columns[*place].name.as_str();
    let is_unnamed = |place: &usize| is_unnamed(name(place));
    let is_amount_of_others =
        (0..profile.columns.len()).any(|place| is_amount(name(&place)) && !grid.is_blank(place));
    let of_vendors = places
        .iter()
        .filter(|place| !payee(name(place)).is_empty())
        .count()
        * 2
        >= places.len();
    let is_told = |place: &usize| is_told(name(place));
    let are_of_one_kind = codes.len() == 1 && !places.iter().any(is_told) && !grid.are_alike(&places);
    let are_parts = places.iter().all(is_unnamed)
        && !is_amount_of_others
        && grid.sum_of_others(&places).is_none()
        && (of_vendors || are_of_one_kind);
    if places.len() >= FEWEST && (do_take_turns || are_parts) {
        places
    } else {
        Vec::new()
    }
}

/// The columns that one of some repeats as their sum, where nothing else is known of them.
fn parts_of_sum(profile: &Profile, grid: &Grid, places: &[usize]) -> Option<Vec<usize>> {
    let name = |place: usize| profile.columns[place].name.as_str();
    let sum = grid.sum_of_others(places).filter(|sum| !is_amount(name(*sum)))?;
    let parts: Vec<usize> = places.iter().copied().filter(|place| *place != sum).collect();
    let mut plain = parts.iter().filter(|part| role(name(**part)) != Role::Tax);
    plain
        .all(|part| is_unnamed(name(*part)) && !is_told(name(*part)))
        .then_some(parts)
}

/// Whether a heading says nothing of an amount, but what it is for.
fn is_unnamed(name: &str) -> bool {
    heading(BILLED.words, name).0 == 0 && !is_only_currency(name)
}

/// Whether a heading says more of an amount, that may be the same money twice: invoiced and paid, by year.
fn is_told(name: &str) -> bool {
    is_of_deed(name) || is_periodic(name) || is_agreed(name).0
}

/// Whether a heading says that its column is an amount, and nothing of what is charged.
fn says_nothing(name: &str) -> bool {
    is_only_currency(name) || heading(BILLED.words, name).0 == 3
}

/// How the headings of turned columns say their months; `None` where they say none.
pub(crate) fn said(turned: impl Iterator<Item = usize> + Clone, profile: &Profile) -> Option<Said> {
    let names = turned.map(|place| profile.columns[place].name.as_str());
    Said::of_all(names.clone()).or_else(|| are_bare_months(names).then_some(Said::Alone))
}

/// What the headings of turned columns become unless that is said.
pub(crate) fn heading_of<'t>(
    kind: &RowKind,
    said: Option<&Said>,
    mut names: impl Iterator<Item = &'t str>,
) -> &'static str {
    match (kind.id, said) {
        ("charge", None) if names.all(says_nothing) => "",
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
    use ingest::profile::ShownRow;

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
    fn months_that_rise_are_turned_with_whatever_stands_between_and_the_others_are_asked_about() {
        let wide = profile("Vendor,Jan,Feb,Mar,Q1,Apr,Jun,Q2\nOpenAI,1,2,3,6,5,6,11\n");
        assert_eq!(months(likeliest_kind(&wide), &wide), [1, 2, 3, 5, 6]);
        let year = profile("Vendor,Apr,May,Jun,Jan,Feb,Mar\nOpenAI,1,2,3,4,5,6\n");
        assert_eq!(months(likeliest_kind(&year), &year), [1, 2, 3, 4, 5, 6]);
        let twice = "Vendor,Jan,Feb,Mar,Jan,Feb,Mar\nOpenAI,1,2,3,10,20,30\n";
        let text = super::super::fixture::document(twice);
        assert!(
            text.contains("# INCOMPLETE: some columns are called months"),
            "{text}"
        );
        ingest::Mapping::parse("it", &text).expect("it can be read");
    }

    #[test]
    fn what_stands_above_the_months_is_asked_about_where_it_is_a_forecast() {
        for band in ["||Actual||Forecast|", "||Actual|Actual|Forecast|Forecast"] {
            let mut profile =
                profile("Vendor,Team,Jan 2026,Feb 2026,Mar 2026,Apr 2026\nA,X,1,2,3,4\nB,Y,1,2,3,4\n");
            profile.header_row = Some(1);
            let above = ShownRow {
                number: 1,
                kind: ShownKind::Preamble,
                cells: band.split('|').map(str::to_owned).collect(),
            };
            profile.shown.insert(0, above);
            let text = crate::mapper::toml(&crate::mapper::Draft::default().completed(&profile), &profile);
            assert!(text.contains("# INCOMPLETE: above"), "{text}");
            assert!(text.contains("# drop = [\"Mar 2026\", \"Apr 2026\"]"), "{text}");
            ingest::Mapping::parse("it", &text).expect("it can be read");
        }
    }

    #[test]
    fn columns_of_money_in_several_currencies_become_rows() {
        let text =
            super::super::fixture::document("Date,Vendor,USD,EUR\n2026-09-03,A,1.00,\n2026-09-04,B,,2.00\n");
        assert!(
            text.contains("currency = { column = \"@column\", sign = true }"),
            "{text}"
        );
        assert!(
            text.contains("billed = \"@value\"") && !text.contains("service"),
            "{text}"
        );
        let parts = "Month,OpenAI ($),Mistral (€)\n2026-01,1.00,2.00\n2026-02,3.00,4.00\n";
        let text = super::super::fixture::document(parts);
        assert!(
            text.contains("service = \"@column\"") && text.contains("sign = true"),
            "{text}"
        );
        let teams = "Month,Vendor,Engineering EUR,Legal EUR\n2026-01,A,1.00,2.00\n2026-02,A,3.00,4.00\n";
        assert!(super::super::fixture::document(teams).contains("[unpivot]"));
        // A total is left out, and a tax that is part of it is not.
        for parts in ["Seats EUR,API EUR,Sum EUR", "S3($),Tax($),Costos totales($)"] {
            let table = format!("Month,{parts}\n2026-01,1.00,2.00,3.00\n2026-02,3.00,4.00,7.00\n");
            let text = super::super::fixture::document(&table);
            let dropped = format!(
                "drop = [\"{}\"]",
                parts.split(',').next_back().unwrap_or_default()
            );
            assert!(text.contains(&dropped), "{text}");
        }
        for other in [
            // The same money twice, and the sides of an account.
            "Date,Left EUR,Right EUR,Balance EUR\n2026-01-03,,20.00,980.00\n2026-01-04,500.00,,1480.00\n",
            "Date,Vendor,Amount USD,Amount EUR\n2026-09-03,A,1.00,0.90\n2026-09-04,B,2.00,1.80\n",
            "Date,Vendor,Amount EUR,VAT EUR,Total EUR\n2026-01-03,A,1.00,2.00,3.00\n2026-01-04,A,3.00,4.00,7.00\n",
            "Month,Vendor,Invoice EUR,Paid EUR\n2026-01,A,1.00,2.00\n2026-02,A,3.00,4.00\n",
            "Month,Vendor,Monthly EUR,Annual EUR\n2026-01,A,1.00,12.00\n2026-02,A,3.00,36.00\n",
            "Month,Vendor,Local SEK,Group EUR\n2026-01,A,10.00,1.00\n2026-02,A,30.00,3.00\n",
            "Date,Vendor,Net EUR,VAT EUR\n2026-09-03,A,1.00,0.20\n2026-09-04,B,2.00,0.40\n",
        ] {
            assert!(
                !super::super::fixture::document(other).contains("[unpivot]"),
                "{other}"
            );
        }
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
