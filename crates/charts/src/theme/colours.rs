//! Which of the series colours a name has: its own, whatever else is drawn beside it. Chooses no colour values.

use super::MOST_SERIES;

/// The names of a book that have colours, those that keep theirs first. Empty: colours follow what is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Colours(Vec<String>);

impl Colours {
    /// Colours for names, the most important first.
    pub fn new(names: impl IntoIterator<Item = String>) -> Self {
        Self(names.into_iter().collect())
    }

    /// The series colour of each key that is drawn. The first seven names of the book always have theirs; a later one takes
    /// its own where nobody drawn has it, else the first that is free, else grey.
    pub fn of(&self, drawn: &[&str]) -> Vec<usize> {
        let rank = |at: usize| {
            let known = self.0.iter().position(|name| name == drawn[at]);
            known.unwrap_or(self.0.len() + at)
        };
        let mut order: Vec<(usize, usize)> = (0..drawn.len()).map(|at| (rank(at), at)).collect();
        order.sort_unstable();
        let mut taken = [false; MOST_SERIES];
        let mut colours = vec![MOST_SERIES; drawn.len()];
        for (rank, at) in order {
            let own = rank % MOST_SERIES;
            let free = (own..own + MOST_SERIES)
                .map(|slot| slot % MOST_SERIES)
                .find(|slot| !taken[*slot]);
            if let Some(slot) = free {
                taken[slot] = true;
                colours[at] = slot;
            }
        }
        colours
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book() -> Colours {
        Colours::new(('a'..='j').map(String::from))
    }

    #[test]
    fn a_name_keeps_its_colour_whatever_is_drawn_beside_it() {
        assert_eq!(book().of(&["a", "b", "c"]), [0, 1, 2]);
        assert_eq!(book().of(&["c", "a"]), [2, 0]);
        assert_eq!(book().of(&["c"]), [2]);
        assert_eq!(book().of(&["h", "c"]), [0, 2], "the eighth has that of the first");
    }

    #[test]
    fn no_two_names_share_a_colour() {
        assert_eq!(book().of(&["h", "a"]), [1, 0], "the first keeps its own");
        let all: Vec<String> = ('a'..='h').map(String::from).collect();
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        assert_eq!(book().of(&all), [0, 1, 2, 3, 4, 5, 6, MOST_SERIES]);
    }

    #[test]
    fn without_a_book_colours_follow_the_order() {
        assert_eq!(Colours::default().of(&["x", "y", "z"]), [0, 1, 2]);
    }
}
