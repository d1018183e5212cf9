//! Keys that tell one fact from another across files: stable 128-bit hashes of the cells a format names.

use xxhash_rust::xxh3::Xxh3;

/// What identifies a fact within its format. Equal keys of the same format are the same fact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub u128);

impl Key {
    /// Big-endian bytes, as stored.
    pub fn bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }

    /// The key of stored bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(u128::from_be_bytes(bytes))
    }
}

/// Builds a [`Key`] from parts; part boundaries count, so `("ab", "c")` differs from `("a", "bc")`.
#[derive(Clone, Default)]
pub struct KeyBuilder(Xxh3);

impl KeyBuilder {
    /// An empty key.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one part.
    pub fn part(&mut self, text: &str) -> &mut Self {
        self.0.update(&(text.len() as u64).to_le_bytes());
        self.0.update(text.as_bytes());
        self
    }

    /// The key of all parts so far.
    pub fn key(&self) -> Key {
        Key(self.0.digest128())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn part_boundaries_count() {
        let key = |parts: &[&str]| {
            parts
                .iter()
                .fold(KeyBuilder::new(), |mut b, p| {
                    b.part(p);
                    b
                })
                .key()
        };
        assert_ne!(key(&["ab", "c"]), key(&["a", "bc"]));
        assert_eq!(key(&["ab", "c"]), key(&["ab", "c"]));
    }
}
