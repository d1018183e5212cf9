//! Texts, identities and sets of tags as numbers, remembered so that each is numbered once. Where the numbers come from,
//! a book or a pack on its way to one, is another matter.

use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};
use model::{Identity, Tags, Terms};

use crate::error::Result;

/// More texts than this, or more bytes of them, are asked for again rather than remembered: memory stays bounded.
pub(crate) const REMEMBERED: usize = 500_000;
const REMEMBERED_BYTES: usize = if cfg!(test) { 1 << 10 } else { 32 << 20 };

/// What is known by where it is.
const MOST_SHARED: usize = 16_384;

/// Numbers of what facts share, by where it is; held, so that nothing else ever is there.
pub(crate) struct Shared<T: ?Sized>(HashMap<usize, (Arc<T>, i64)>);

impl<T: ?Sized> Default for Shared<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T: ?Sized> Shared<T> {
    /// The number of one, found out where it was not seen before.
    pub(crate) fn number(&mut self, one: &Arc<T>, find_out: impl FnOnce() -> Result<i64>) -> Result<i64> {
        let place = Arc::as_ptr(one).addr();
        if let Some((_, number)) = self.0.get(&place) {
            return Ok(*number);
        }
        let number = find_out()?;
        // What nobody else holds does not come again.
        if Arc::strong_count(one) > 1 {
            if self.0.len() >= MOST_SHARED {
                self.0.clear();
            }
            self.0.insert(place, (Arc::clone(one), number));
        }
        Ok(number)
    }
}

/// Gives numbers to what is not remembered.
pub(crate) trait Source {
    fn word(&mut self, text: &str) -> Result<i64>;
    /// Source, id, e-mail and name as words.
    fn identity(&mut self, parts: [i64; 4]) -> Result<i64>;
    /// Keys and values as words, in any order.
    fn tags(&mut self, pairs: Vec<(i64, i64)>) -> Result<i64>;
}

/// The numbers known so far. Number 0 is the empty text, nobody, and no tags.
pub(crate) struct Numbering<S> {
    pub(crate) source: S,
    words: HashMap<String, i64>,
    /// How long those are together.
    bytes: usize,
    identities: HashMap<[i64; 4], i64>,
    /// By a hash of keys and values as they came.
    tag_sets: HashMap<u128, i64>,
    shared_tags: Shared<[(String, String)]>,
    buffer: Vec<u8>,
    text: String,
}

impl<S: Source> Numbering<S> {
    pub(crate) fn of(source: S) -> Self {
        Self {
            source,
            words: HashMap::new(),
            bytes: 0,
            identities: HashMap::new(),
            tag_sets: HashMap::new(),
            shared_tags: Shared::default(),
            buffer: Vec::new(),
            text: String::new(),
        }
    }

    /// The number of a text.
    pub(crate) fn word(&mut self, text: &str) -> Result<i64> {
        if text.is_empty() {
            return Ok(0);
        }
        if let Some(known) = self.words.get(text) {
            return Ok(*known);
        }
        let number = self.source.word(text)?;
        if self.words.len() >= REMEMBERED || self.bytes + text.len() > REMEMBERED_BYTES {
            self.words.clear();
            self.bytes = 0;
        }
        self.bytes += text.len();
        self.words.insert(text.to_owned(), number);
        Ok(number)
    }

    /// The number of the text of terms.
    pub(crate) fn terms(&mut self, terms: &Terms) -> Result<i64> {
        if terms.is_standard() {
            return Ok(0);
        }
        let mut text = std::mem::take(&mut self.text);
        terms.write(&mut text);
        let number = self.word(&text);
        self.text = text;
        number
    }

    /// The number of an identity.
    pub(crate) fn identity(&mut self, identity: &Identity) -> Result<i64> {
        if identity.is_empty() {
            return Ok(0);
        }
        let parts = [
            self.word(&identity.source)?,
            self.word(&identity.id)?,
            self.word(&identity.email.to_lowercase())?,
            self.word(&identity.name)?,
        ];
        self.identity_of(parts)
    }

    /// The number of an identity whose texts are numbered.
    pub(crate) fn identity_of(&mut self, parts: [i64; 4]) -> Result<i64> {
        if let Some(known) = self.identities.get(&parts) {
            return Ok(*known);
        }
        let number = self.source.identity(parts)?;
        if self.identities.len() >= REMEMBERED {
            self.identities.clear();
        }
        self.identities.insert(parts, number);
        Ok(number)
    }

    /// The number of a set of tags; their order does not matter.
    pub(crate) fn tags(&mut self, tags: &Tags) -> Result<i64> {
        if tags.is_empty() {
            return Ok(0);
        }
        let mut shared = std::mem::take(&mut self.shared_tags);
        let number = shared.number(tags, || self.number_of(tags));
        self.shared_tags = shared;
        number
    }

    fn number_of(&mut self, tags: &[(String, String)]) -> Result<i64> {
        let hash = self.hash(tags);
        if let Some(known) = self.tag_sets.get(&hash) {
            return Ok(*known);
        }
        let pairs = tags
            .iter()
            .map(|(key, value)| Ok((self.word(key)?, self.word(value)?)));
        let pairs = pairs.collect::<Result<_>>()?;
        let number = self.source.tags(pairs)?;
        if self.tag_sets.len() >= REMEMBERED {
            self.tag_sets.clear();
        }
        self.tag_sets.insert(hash, number);
        Ok(number)
    }

    fn hash(&mut self, tags: &[(String, String)]) -> u128 {
        self.buffer.clear();
        for text in tags.iter().flat_map(|(key, value)| [key, value]) {
            self.buffer.extend((text.len() as u64).to_le_bytes());
            self.buffer.extend(text.as_bytes());
        }
        xxhash_rust::xxh3::xxh3_128(&self.buffer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_by_others_is_numbered_once_and_what_is_not_is_not_kept() {
        let (mut shared, mut asked) = (Shared::<str>::default(), 0);
        let mut number = |one: &Arc<str>| {
            let mut find_out = || {
                asked += 1;
                Ok(asked)
            };
            (
                shared.number(one, &mut find_out).expect("a number"),
                shared.0.len(),
            )
        };
        let one: Arc<str> = "one".into();
        assert_eq!([number(&one), number(&one)], [(1, 0), (2, 0)]);
        let _held = Arc::clone(&one);
        assert_eq!([number(&one), number(&one)], [(3, 1), (3, 1)]);
        let others: Vec<Arc<str>> = (0..=MOST_SHARED).map(|_| "other".into()).collect();
        let held = others.clone();
        assert!(held.iter().all(|other| number(other).1 <= MOST_SHARED));
    }

    /// A source that gives numbers without end.
    struct Endless(i64);

    impl Endless {
        fn next(&mut self) -> i64 {
            self.0 += 1;
            self.0
        }
    }

    impl Source for Endless {
        fn word(&mut self, _: &str) -> Result<i64> {
            Ok(self.next())
        }

        fn identity(&mut self, _: [i64; 4]) -> Result<i64> {
            Ok(self.next())
        }

        fn tags(&mut self, _: Vec<(i64, i64)>) -> Result<i64> {
            Ok(self.next())
        }
    }

    #[test]
    fn a_text_is_numbered_once_and_long_ones_are_remembered_up_to_so_many_bytes() {
        let mut numbering = Numbering::of(Endless(0));
        for text in 0..100 {
            let text = format!("{text:0>100}");
            let number = numbering.word(&text).expect("a number");
            assert_eq!(numbering.word(&text).expect("a number"), number);
            let bytes: usize = numbering.words.keys().map(String::len).sum();
            assert!(bytes <= REMEMBERED_BYTES, "{bytes}");
        }
        assert_eq!(numbering.source.0, 100);
    }
}
