//! Suppression: which cells of a table of people may be shown. Every grouped people result goes through [`suppress`].
//!
//! A cell is hidden when it has fewer than `k` people; when one person makes more than 70 % of its intensity
//! (dominance); or when a hidden neighbour could be had by subtracting from a shown total (complementary).
//! Inputs: cells that add up to one shown total. Unit: none. Guards: it only ever hides.

use serde::{Deserialize, Serialize};

/// Limits, versioned as settings by the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct Privacy {
    /// Fewest distinct people of a shown cell.
    pub minimum: u32,
    /// Largest share of one person in a shown intensity, in percent.
    pub dominance_percent: u32,
}

impl Default for Privacy {
    fn default() -> Self {
        Self {
            minimum: 5,
            dominance_percent: 70,
        }
    }
}

/// One cell before suppression.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell<T> {
    /// What the cell is of: `["Sales"]`.
    pub keys: Vec<String>,
    /// Distinct people in it.
    pub people: u32,
    /// The largest person's part of the cell's intensity, 0 to 1; `None` where the value is no intensity.
    pub largest_share: Option<f64>,
    /// What would be shown.
    pub value: T,
}

/// One cell after suppression.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShownCell<T> {
    /// What the cell is of.
    pub keys: Vec<String>,
    /// The value, or why not.
    pub shown: Shown<T>,
}

/// A value, or the reason why it is not shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shown<T> {
    /// May be shown.
    Value(T),
    /// May not.
    Hidden(Hidden),
}

impl<T> Shown<T> {
    /// The value, if it may be shown.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Hidden(_) => None,
        }
    }
}

/// Why a cell is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hidden {
    /// Fewer people than this.
    FewerThan(u32),
    /// One person makes most of it.
    Dominated,
    /// It would give away a hidden neighbour.
    Complementary,
}

impl Hidden {
    /// The words in place of the figure.
    pub fn text(self) -> String {
        match self {
            Self::FewerThan(k) => format!("fewer than {k}"),
            Self::Dominated => "hidden: one person makes most of it".to_owned(),
            Self::Complementary => "hidden to protect a small group".to_owned(),
        }
    }
}

/// Hides what must not be shown. All cells add up to one total that is shown elsewhere.
pub fn suppress<T>(cells: Vec<Cell<T>>, privacy: Privacy) -> Vec<ShownCell<T>> {
    let mut hidden: Vec<Option<Hidden>> = cells.iter().map(|cell| alone(cell, privacy)).collect();
    while let Some(next) = complement(&cells, &hidden, privacy.minimum) {
        hidden[next] = Some(Hidden::Complementary);
    }
    let show = |(cell, hidden): (Cell<T>, Option<Hidden>)| ShownCell {
        keys: cell.keys,
        shown: hidden.map_or(Shown::Value(cell.value), Shown::Hidden),
    };
    cells.into_iter().zip(hidden).map(show).collect()
}

/// Whether a group of people may be shown by itself. Nobody at all gives nobody away.
pub fn check(people: u32, largest_share: Option<f64>, privacy: Privacy) -> Option<Hidden> {
    if people == 0 {
        None
    } else if people < privacy.minimum {
        Some(Hidden::FewerThan(privacy.minimum))
    } else {
        let limit = f64::from(privacy.dominance_percent) / 100.0;
        largest_share
            .is_some_and(|share| share > limit)
            .then_some(Hidden::Dominated)
    }
}

fn alone<T>(cell: &Cell<T>, privacy: Privacy) -> Option<Hidden> {
    check(cell.people, cell.largest_share, privacy)
}

/// The smallest shown cell that must go too: hidden cells that together hold fewer than `minimum` people are a small
/// group again, and none may follow from the total, the other cells and the words in place of figures.
fn complement<T>(cells: &[Cell<T>], hidden: &[Option<Hidden>], minimum: u32) -> Option<usize> {
    let gone = cells.iter().zip(hidden);
    let gone: Vec<(u64, u64, u64)> = gone
        .filter_map(|(cell, hidden)| hidden.map(|hidden| bounds(cell.people, hidden, minimum)))
        .collect();
    let people: u64 = gone.iter().map(|(_, people, _)| people).sum();
    if gone.is_empty() || (people >= minimum.into() && !gone.iter().any(|cell| follows(*cell, &gone))) {
        return None;
    }
    let shown = (0..cells.len()).filter(|at| hidden[*at].is_none() && cells[*at].people > 0);
    shown.min_by_key(|at| cells[*at].people)
}

/// What a reader knows of a hidden cell by its word: at least and at most; the true number between them.
fn bounds(people: u32, hidden: Hidden, minimum: u32) -> (u64, u64, u64) {
    match hidden {
        Hidden::FewerThan(k) => (1, people.into(), u64::from(k) - 1),
        Hidden::Dominated | Hidden::Complementary => (minimum.into(), people.into(), u32::MAX.into()),
    }
}

/// Whether the sum of the hidden cells leaves one of them no room.
fn follows((least, people, most): (u64, u64, u64), gone: &[(u64, u64, u64)]) -> bool {
    let sum = |part: fn(&(u64, u64, u64)) -> u64| gone.iter().map(part).sum::<u64>();
    let room_below = sum(|cell| cell.2 - cell.1) - (most - people);
    let room_above = sum(|cell| cell.1 - cell.0) - (people - least);
    let (fewer, more) = ((people - least).min(room_below), (most - people).min(room_above));
    fewer + more == 0
}

/// The largest value over the sum; `None` over nothing.
pub fn largest_share(values: &[u64]) -> Option<f64> {
    let sum: u128 = values.iter().map(|value| u128::from(*value)).sum();
    let largest = values.iter().max()?;
    (sum > 0).then(|| *largest as f64 / sum as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(people: &[u32]) -> Vec<Cell<u32>> {
        let cell = |n: &u32| Cell {
            keys: Vec::new(),
            people: *n,
            largest_share: None,
            value: *n,
        };
        people.iter().map(cell).collect()
    }

    fn shown(people: &[u32]) -> Vec<Option<u32>> {
        let shown = suppress(cells(people), Privacy::default());
        shown.iter().map(|cell| cell.shown.value().copied()).collect()
    }

    #[test]
    fn groups_of_five_are_shown() {
        assert_eq!(shown(&[5, 12, 30]), [Some(5), Some(12), Some(30)]);
    }

    #[test]
    fn a_small_group_takes_its_smallest_neighbour_along_so_that_subtraction_fails() {
        assert_eq!(shown(&[4, 12, 30]), [None, None, Some(30)]);
    }

    #[test]
    fn two_small_groups_below_five_together_take_a_third() {
        assert_eq!(shown(&[2, 2, 9, 30]), [None, None, None, Some(30)]);
        assert_eq!(shown(&[3, 4, 9, 30]), [None, None, Some(9), Some(30)]);
    }

    #[test]
    fn the_words_in_place_of_figures_give_nothing_away_either() {
        // 4 and 4 make 8, and both are fewer than 5: each would follow; 1 and a neighbour of at least 5 make 6.
        assert_eq!(shown(&[4, 4, 9, 30]), [None, None, None, Some(30)]);
        assert_eq!(shown(&[1, 5, 9, 30]), [None, None, None, Some(30)]);
    }

    #[test]
    fn an_empty_group_is_no_secret_and_no_cover() {
        assert_eq!(shown(&[0, 9, 4]), [Some(0), None, None]);
        assert_eq!(shown(&[]), []);
    }

    #[test]
    fn one_person_above_seventy_percent_hides_the_cell() {
        let mut three = cells(&[10, 11, 12]);
        three[1].largest_share = Some(0.71);
        let shown = suppress(three, Privacy::default());
        assert_eq!(shown[1].shown, Shown::Hidden(Hidden::Dominated));
        assert_eq!(shown[0].shown, Shown::Hidden(Hidden::Complementary));
        assert_eq!(shown[2].shown, Shown::Value(12));
        assert_eq!(Hidden::FewerThan(5).text(), "fewer than 5");
    }
}
