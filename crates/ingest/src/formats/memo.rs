//! What the texts of one column turned out to mean, so that a text that stands in every other row is taken apart once.
//! Remembers the first texts only; a column of ever new ones costs a look each.

use std::cell::RefCell;
use std::collections::HashMap;

/// Texts remembered, and how long they may be.
const MOST: usize = 4_096;
const LONGEST: usize = 512;

/// Meanings by text.
#[derive(Clone, Debug)]
pub(super) struct Memo<M>(RefCell<HashMap<Box<str>, M>>);

impl<M> Default for Memo<M> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<M: Clone> Memo<M> {
    /// What a text means: remembered, or found out. The same text must always mean the same.
    pub(super) fn of(&self, text: &str, find_out: impl FnOnce() -> M) -> M {
        if let Some(known) = self.0.borrow().get(text) {
            return known.clone();
        }
        let found = find_out();
        let mut known = self.0.borrow_mut();
        if known.len() < MOST && text.len() <= LONGEST {
            known.insert(text.into(), found.clone());
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_taken_apart_once_and_memory_stays_bounded() {
        let (memo, mut asked) = (Memo::default(), 0);
        for _ in 0..2 {
            for text in 0..MOST + 10 {
                let text = text.to_string();
                let found = memo.of(&text, || {
                    asked += 1;
                    text.clone()
                });
                assert_eq!(found, text);
            }
        }
        assert_eq!(asked, MOST + 2 * 10);
    }
}
