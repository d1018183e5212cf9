//! Suppression: which figures about people may be shown. The one rule, for every metric, screen, export and chart.
//!
//! `k` people, 5 unless a setting says otherwise, are few enough to hide in and many enough to speak of.
//!
//! 1. **The whole book.** A figure about everybody is shown exactly when the people it is about are at least `k`
//!    ([`whole`], [`whole_rate`]), be its numerator as small as it likes. Under a filter by team
//!    or unit there is no whole book: what the filter leaves is a group; and where that group would not be shown in the
//!    breakdown of everybody, nothing of it is ([`closes`]), for the whole less the group would be the others.
//! 2. **A breakdown**, by team or anything else. A group of fewer than `k` people is not shown. Of a group that is shown,
//!    no part of 1 to `k` − 1 people is: not a count of people with a property, not those without it, not those of whom
//!    nothing is known. Nor may one follow from the sums that are shown: what is hidden in a row or column holds `k`
//!    people together, or nobody ([`suppress`] for sums, `people/table.rs` for counts of people and rates).
//!    An intensity of which one person makes more than 70 % is not shown either.
//! 3. **Names** are shown only where somebody unlocked them.
//!
//! All hidden cells of a breakdown say the same words, since the reason alone would tell the small from those beside them.
//! With `k` = 1 everything is shown. Inputs: cells that add up to one total. Unit: none. Guards: it only ever hides.

use serde::{Deserialize, Serialize};

use super::rates::group_rate;
use crate::Rate;

/// Limits, versioned as settings by the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct Privacy {
    /// Fewest distinct people of a shown cell.
    pub minimum: u32,
    /// Largest share of one person in a shown intensity, in percent.
    pub dominance_percent: u32,
    /// Whether the people asked about are a part of the book, which a filter leaves: the second rule holds for all of them.
    #[serde(skip)]
    pub is_part: bool,
    /// Whether nothing may be shown of that part.
    #[serde(skip)]
    pub is_closed: bool,
}

impl Default for Privacy {
    fn default() -> Self {
        Self {
            minimum: 5,
            dominance_percent: 70,
            is_part: false,
            is_closed: false,
        }
    }
}

impl Privacy {
    /// The least that the minimum may be set to.
    pub const FLOOR: u32 = 5;

    /// Whether so many are somebody, and too few to be spoken of.
    pub fn is_few(self, people: impl Into<u64>) -> bool {
        let people = people.into();
        people > 0 && (self.is_closed || people < u64::from(self.minimum))
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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

    /// Why it may not be shown.
    pub fn hidden(&self) -> Option<Hidden> {
        match self {
            Self::Value(_) => None,
            Self::Hidden(why) => Some(*why),
        }
    }

    /// The same of another value.
    pub fn map<U>(self, of: impl FnOnce(T) -> U) -> Shown<U> {
        match self {
            Self::Value(value) => Shown::Value(of(value)),
            Self::Hidden(why) => Shown::Hidden(why),
        }
    }

    /// Another value, shown where this one is.
    pub fn like<U>(&self, value: U) -> Shown<U> {
        self.hidden().map_or(Shown::Value(value), Shown::Hidden)
    }

    /// The value in words, or the words in its place.
    pub fn text(&self, of: impl FnOnce(&T) -> String) -> String {
        match self {
            Self::Value(value) => of(value),
            Self::Hidden(why) => why.mark(),
        }
    }
}

/// The mark of what is hidden.
pub const HIDDEN: &str = "hidden";

/// Why a figure is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hidden {
    /// The whole it is about has fewer people than this.
    FewerThan(u32),
    /// One person makes most of it.
    Dominated,
    /// A group or part of fewer than this, or one that would give such a one away.
    Protects(u32),
}

const PROTECTS: &str = "hidden to protect fewer than ";

impl Hidden {
    /// The shortest words in place of the figure, for cells; [`Hidden::rule`] says once what they mean.
    pub fn mark(self) -> String {
        match self {
            Self::FewerThan(_) => self.text(),
            Self::Dominated | Self::Protects(_) => HIDDEN.to_owned(),
        }
    }

    /// What is hidden and why, in one sentence.
    pub fn rule(privacy: Privacy) -> String {
        format!(
            "Hidden: fewer than {0} people, figures most of which one person makes, and whatever would give either away.",
            privacy.minimum
        )
    }

    /// Whether these are the words for what is hidden to protect few.
    pub fn protects(words: &str) -> bool {
        words.starts_with(PROTECTS)
    }

    /// The words in place of the figure.
    pub fn text(self) -> String {
        match self {
            Self::FewerThan(k) => format!("fewer than {k}"),
            Self::Dominated => "hidden: one person makes most of it".to_owned(),
            Self::Protects(k) => format!("{PROTECTS}{k}"),
        }
    }
}

/// A figure about everybody, of whom there are so many. Nobody at all gives nobody away.
pub fn whole<T>(value: T, people: impl Into<u64>, privacy: Privacy) -> Shown<T> {
    if privacy.is_few(people) {
        let why = if privacy.is_closed {
            Hidden::Protects
        } else {
            Hidden::FewerThan
        };
        Shown::Hidden(why(privacy.minimum))
    } else {
        Shown::Value(value)
    }
}

/// How many people of everybody have a property.
pub fn whole_count(having: u32, people: impl Into<u64>, privacy: Privacy) -> Shown<u32> {
    let people = people.into();
    let is_few = |people: u64| privacy.is_part && privacy.is_few(people);
    if is_few(having.into()) || is_few(people.saturating_sub(having.into())) {
        return Shown::Hidden(Hidden::Protects(privacy.minimum));
    }
    whole(having, people, privacy)
}

/// A rate about everybody: about those of whom it is known, and beside them those of whom nothing is.
pub fn whole_rate(rate: Rate, privacy: Privacy) -> Shown<Rate> {
    if privacy.is_part {
        return group_rate(rate, privacy);
    }
    match whole(rate, rate.denominator, privacy) {
        Shown::Value(_) => whole(rate, rate.denominator + rate.unknown, privacy),
        hidden @ Shown::Hidden(_) => hidden,
    }
}

/// Whether an intensity of everybody may be shown.
pub fn check(people: u32, largest_share: Option<f64>, privacy: Privacy) -> Option<Hidden> {
    let dominated = || (people > 0 && is_dominated(largest_share, privacy)).then_some(Hidden::Dominated);
    whole((), people, privacy).hidden().or_else(dominated)
}

fn is_dominated(largest_share: Option<f64>, privacy: Privacy) -> bool {
    let limit = f64::from(privacy.dominance_percent) / 100.0;
    largest_share.is_some_and(|share| share > limit)
}

/// Hides what must not be shown of groups whose values add up to one total that is shown.
pub fn suppress<T>(cells: Vec<Cell<T>>, privacy: Privacy) -> Vec<ShownCell<T>> {
    let is_dominated = |cell: &Cell<T>| cell.people > 0 && is_dominated(cell.largest_share, privacy);
    let sizes: Vec<u32> = cells.iter().map(|cell| cell.people).collect();
    let dominated: Vec<bool> = cells.iter().map(is_dominated).collect();
    let hidden = joined(&sizes, dominated.clone(), privacy);
    let show = |((cell, hidden), is_dominated): ((Cell<T>, bool), bool)| ShownCell {
        keys: cell.keys,
        shown: match (hidden, is_dominated && !privacy.is_few(cell.people)) {
            (false, _) => Shown::Value(cell.value),
            (true, true) => Shown::Hidden(Hidden::Dominated),
            (true, false) => Shown::Hidden(Hidden::Protects(privacy.minimum)),
        },
    };
    cells.into_iter().zip(hidden).zip(dominated).map(show).collect()
}

/// Whether nothing may be shown of some groups, picked by a filter from all there are with these numbers of people: one of
/// them is hidden in the breakdown of all.
pub fn closes(groups: &[(u32, bool)], privacy: Privacy) -> bool {
    let sizes: Vec<u32> = groups.iter().map(|(people, _)| *people).collect();
    let hidden = joined(&sizes, vec![false; sizes.len()], privacy);
    let is_all = groups.iter().all(|(_, is_picked)| *is_picked);
    !is_all
        && groups
            .iter()
            .zip(hidden)
            .any(|((_, is_picked), hidden)| *is_picked && hidden)
}

/// Whether nothing may be shown of people whom two filters pick together: they, or those whom only one of them picks, are
/// few, and the one is known by taking the other off. Each person: whether the first filter picks them, and the second.
pub fn closes_together(people: &[(bool, bool)], privacy: Privacy) -> bool {
    let count = |picked: (bool, bool)| people.iter().filter(|one| **one == picked).count() as u64;
    [(true, true), (true, false), (false, true)]
        .into_iter()
        .any(|picked| privacy.is_few(count(picked)))
}

/// Which groups go: those of few people, those told to, and the smallest of the rest until what is hidden is more than one
/// group, of `k` people together.
pub fn joined(sizes: &[u32], told: Vec<bool>, privacy: Privacy) -> Vec<bool> {
    let mut hidden = told;
    for (hidden, people) in hidden.iter_mut().zip(sizes) {
        *hidden |= privacy.is_few(*people);
    }
    loop {
        let gone = || sizes.iter().zip(&hidden).filter(|(_, hidden)| **hidden);
        let people: u64 = gone().map(|(people, _)| u64::from(*people)).sum();
        if gone().count() == 0 || (gone().count() > 1 && !privacy.is_few(people)) {
            return hidden;
        }
        let left = (0..sizes.len()).filter(|at| !hidden[*at] && sizes[*at] > 0);
        let Some(next) = left.min_by_key(|at| sizes[*at]) else {
            return hidden;
        };
        hidden[next] = true;
    }
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
    fn small_groups_and_those_beside_them_say_the_same_words() {
        let shown = suppress(cells(&[1, 6, 9, 30]), Privacy::default());
        let words: Vec<Option<Hidden>> = shown.iter().map(|cell| cell.shown.hidden()).collect();
        let protects = Some(Hidden::Protects(5));
        assert_eq!(words, [protects, protects, None, None]);
        assert_eq!(Hidden::Protects(5).text(), "hidden to protect fewer than 5");
        assert_eq!(Hidden::Protects(5).mark(), "hidden");
        assert_eq!(Hidden::FewerThan(5).mark(), "fewer than 5");
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
        assert_eq!(shown[0].shown, Shown::Hidden(Hidden::Protects(5)));
        assert_eq!(shown[2].shown, Shown::Value(12));
        assert_eq!(Hidden::FewerThan(5).text(), "fewer than 5");
    }

    #[test]
    fn the_whole_book_is_shown_from_five_people_on_with_any_numerator() {
        let shown = |rate| whole_rate(rate, Privacy::default());
        assert_eq!(shown(Rate::new(1, 5, 0)), Shown::Value(Rate::new(1, 5, 0)));
        assert_eq!(shown(Rate::new(1, 4, 90)).hidden(), Some(Hidden::FewerThan(5)));
        assert_eq!(shown(Rate::new(0, 0, 4)).hidden(), Some(Hidden::FewerThan(5)));
        assert_eq!(shown(Rate::new(0, 0, 5)).hidden(), None);
        assert_eq!(whole(7, 0u32, Privacy::default()), Shown::Value(7));
    }

    #[test]
    fn a_filter_shows_no_group_that_the_breakdown_hides() {
        let picked = |sizes: &[u32], at: usize| {
            let groups: Vec<(u32, bool)> = sizes.iter().enumerate().map(|(own, n)| (*n, own == at)).collect();
            closes(&groups, Privacy::default())
        };
        assert!(picked(&[4, 12, 30], 0) && picked(&[4, 12, 30], 1) && !picked(&[4, 12, 30], 2));
        assert!(!picked(&[3], 0), "all there is");
        let closed = Privacy {
            is_part: true,
            is_closed: true,
            ..Privacy::default()
        };
        assert_eq!(whole(7, 30u32, closed).hidden(), Some(Hidden::Protects(5)));
        assert_eq!(whole(7, 0u32, closed), Shown::Value(7));
    }

    #[test]
    fn two_filters_show_nothing_where_one_person_makes_the_difference() {
        let people = |both: usize, first: usize, second: usize| {
            let of = |picked, count| std::iter::repeat_n(picked, count);
            let all = of((true, true), both).chain(of((true, false), first));
            let all = all.chain(of((false, true), second)).chain(of((false, false), 40));
            closes_together(&all.collect::<Vec<_>>(), Privacy::default())
        };
        assert!(people(5, 1, 20) && people(5, 20, 1) && people(4, 20, 20));
        assert!(!people(5, 0, 20) && !people(5, 6, 0) && !people(0, 9, 9));
    }

    #[test]
    fn what_a_filter_leaves_is_a_group() {
        let part = Privacy {
            is_part: true,
            ..Privacy::default()
        };
        let protects = Some(Hidden::Protects(5));
        assert_eq!(whole_rate(Rate::new(3, 50, 0), part).hidden(), protects);
        assert_eq!(whole_rate(Rate::new(6, 50, 0), part).hidden(), None);
        assert_eq!(whole_count(3, 50u32, part).hidden(), protects);
        assert_eq!(whole_count(48, 50u32, part).hidden(), protects);
        assert_eq!(whole_count(3, 50u32, Privacy::default()), Shown::Value(3));
    }
}
