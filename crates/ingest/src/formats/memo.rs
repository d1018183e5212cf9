//! What the texts of one column turned out to mean, so that a text that stands in every other row is taken apart once.
//! Remembers the first texts only; a column of ever new ones costs a look each.

use std::cell::RefCell;

use foldhash::HashMap;

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

impl<M> Memo<M> {
    /// Looks at what a text means: remembered, or found out. The same text must always mean the same.
    pub(super) fn of<R>(&self, text: &str, find_out: impl FnOnce() -> M, look: impl FnOnce(&M) -> R) -> R {
        if let Some(known) = self.0.borrow().get(text) {
            return look(known);
        }
        let found = find_out();
        let looked = look(&found);
        let mut known = self.0.borrow_mut();
        if known.len() < MOST && text.len() <= LONGEST {
            known.insert(text.into(), found);
        }
        looked
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
                let find_out = || {
                    asked += 1;
                    text.clone()
                };
                let found = memo.of(&text, find_out, String::clone);
                assert_eq!(found, text);
            }
        }
        assert_eq!(asked, MOST + 2 * 10);
    }
}
