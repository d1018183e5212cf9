//! Suppression of rates: the second rule of `people/suppression.rs` for groups of whom some are above the line, some below
//! it only, and some unknown. A rate is shown where all three may be; it is never shown in part.

use super::suppression::{Privacy, Shown, ShownCell, whole_rate};
use super::table::{Totals, suppress_table};
use crate::Rate;

/// Rates of groups after suppression.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownRates {
    /// Of each group.
    pub groups: Vec<Shown<Rate>>,
    /// Of all together.
    pub all: Shown<Rate>,
}

/// Rates of groups that share nobody. `rest` is of people of each group who are in no count of its rate; empty where there
/// are none.
pub fn suppress_rates(rates: &[Rate], rest: &[u64], totals: Totals, privacy: Privacy) -> ShownRates {
    let count = |people: u64| u32::try_from(people).unwrap_or(u32::MAX);
    let parts = |(at, rate): (usize, &Rate)| {
        let without = rate.denominator.saturating_sub(rate.numerator);
        let rest = rest.get(at).copied().unwrap_or(0);
        [rate.numerator, without, rate.unknown, rest].map(count).to_vec()
    };
    let table: Vec<Vec<u32>> = rates.iter().enumerate().map(parts).collect();
    let table = suppress_table(&table, totals, privacy);
    let said = |parts: &[Shown<u32>], size: &Shown<u32>, rate: Rate| {
        let hidden = parts.iter().chain([size]).find_map(Shown::hidden);
        hidden.map_or(Shown::Value(rate), Shown::Hidden)
    };
    let groups = rates.iter().zip(&table.cells).zip(&table.rows);
    let groups = groups.map(|((rate, parts), size)| said(parts, size, *rate));
    let all = sum(rates);
    ShownRates {
        groups: groups.collect(),
        all: match totals {
            Totals::Whole => whole_rate(all, privacy),
            Totals::Groups | Totals::Unseen => said(&table.columns, &table.total, all),
        },
    }
}

/// Rates by team, and that of the whole book.
pub fn rates_by_team<'t>(
    teams: impl IntoIterator<Item = (&'t str, Rate)>,
    privacy: Privacy,
) -> (Vec<ShownCell<Rate>>, Shown<Rate>) {
    let (names, rates): (Vec<&str>, Vec<Rate>) = teams.into_iter().unzip();
    let shown = suppress_rates(&rates, &[], Totals::Whole, privacy);
    let cell = |(name, shown): (&str, Shown<Rate>)| ShownCell {
        keys: vec![name.to_owned()],
        shown,
    };
    let cells = names.into_iter().zip(shown.groups).map(cell).collect();
    (cells, shown.all)
}

/// The rate of one group whose sums with others nothing shows.
pub fn group_rate(rate: Rate, privacy: Privacy) -> Shown<Rate> {
    let shown = suppress_rates(&[rate], &[], Totals::Unseen, privacy);
    shown.groups.into_iter().next().unwrap_or(Shown::Value(rate))
}

/// How many people of each group have a property, and how many there are: `(having, people)`.
pub fn suppress_property(
    groups: &[(u32, u32)],
    totals: Totals,
    privacy: Privacy,
) -> Vec<(Shown<u32>, Shown<u32>)> {
    let parts = groups
        .iter()
        .map(|(having, of)| vec![*having, of.saturating_sub(*having)]);
    let table = suppress_table(&parts.collect::<Vec<_>>(), totals, privacy);
    let rows = table.cells.into_iter().zip(table.rows);
    rows.filter_map(|(parts, size)| Some((parts.into_iter().next()?, size)))
        .collect()
}

fn sum(rates: &[Rate]) -> Rate {
    let sum = |pick: fn(&Rate) -> u64| rates.iter().map(pick).sum();
    Rate::new(sum(|r| r.numerator), sum(|r| r.denominator), sum(|r| r.unknown))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which groups are shown, and whether the whole is.
    fn shown(all: &[(u64, u64, u64)]) -> (Vec<bool>, bool) {
        let rates: Vec<Rate> = all
            .iter()
            .map(|(above, below, unknown)| Rate::new(*above, *below, *unknown))
            .collect();
        let shown = suppress_rates(&rates, &[], Totals::Whole, Privacy::default());
        let groups = shown.groups.iter().map(|rate| rate.value().is_some());
        (groups.collect(), shown.all.value().is_some())
    }

    #[test]
    fn three_of_fifty_are_hidden_with_a_neighbour_and_so_are_all_but_three() {
        let most = (vec![false, false, true], true);
        assert_eq!(shown(&[(3, 50, 0), (6, 20, 0), (12, 60, 0)]), most);
        assert_eq!(shown(&[(47, 50, 0), (6, 20, 0), (12, 60, 0)]), most);
        assert_eq!(shown(&[(10, 20, 3), (6, 20, 9), (12, 60, 9)]), most);
    }

    #[test]
    fn nobody_learns_in_which_team_the_three_of_the_whole_book_are() {
        let all = [(3, 50, 0), (0, 20, 0), (0, 60, 0)];
        assert_eq!(shown(&all), (vec![false; 3], true));
    }

    #[test]
    fn a_team_of_nobody_known_does_not_tell_how_many_it_is() {
        assert!(!shown(&[(0, 0, 3), (6, 20, 9), (12, 60, 9)]).0[0]);
        assert_eq!(shown(&[(0, 0, 9), (6, 20, 9), (12, 60, 9)]).0, [true; 3]);
    }

    #[test]
    fn one_person_as_minimum_shows_everything() {
        let open = Privacy {
            minimum: 1,
            ..Privacy::default()
        };
        let rate = Rate::new(1, 2, 1);
        assert_eq!(group_rate(rate, open), Shown::Value(rate));
        assert!(
            group_rate(Rate::new(1, 20, 0), Privacy::default())
                .value()
                .is_none()
        );
        let having = suppress_property(&[(1, 9), (7, 14)], Totals::Whole, open);
        assert_eq!(having[0], (Shown::Value(1), Shown::Value(9)));
    }
}
