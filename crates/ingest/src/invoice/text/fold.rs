//! Text as the letters that count: no case, no accents, no spaces, no punctuation. Compares, changes nothing.

/// A text and where each letter that counts stands in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Folded {
    pub(super) letters: Vec<char>,
    /// Byte behind each letter.
    pub(super) ends: Vec<usize>,
    /// Whether a word may begin with this letter.
    pub(super) starts: Vec<bool>,
}

impl Folded {
    pub(super) fn of(text: &str) -> Self {
        let mut folded = Self::default();
        let mut before = ' ';
        for (at, letter) in text.char_indices() {
            let end = at + letter.len_utf8();
            for plain in fold(letter) {
                folded.starts.push(
                    before != '_' && !before.is_alphanumeric() || before.is_numeric() && !letter.is_numeric(),
                );
                folded.letters.push(plain);
                folded.ends.push(end);
                before = letter;
            }
            before = letter;
        }
        folded
    }

    /// Byte behind `key` if it stands at letter `from` as whole words.
    pub(super) fn matches(&self, from: usize, key: &[char], text: &str) -> Option<usize> {
        let to = from + key.len();
        if self.letters.get(from..to)? != key {
            return None;
        }
        let end = self.ends[to - 1];
        let next = text[end..].chars().next().unwrap_or(' ');
        let last = key[key.len() - 1];
        let whole = !next.is_alphabetic() && next != '_' || (last.is_numeric() && next.is_alphabetic());
        (whole && !(last.is_numeric() && next.is_numeric())).then_some(end)
    }
}

/// The letters that count of a text.
pub(super) fn key(text: &str) -> Vec<char> {
    text.chars().flat_map(fold).collect()
}

/// The same as a text, to compare names.
pub(super) fn plain(text: &str) -> String {
    text.chars().flat_map(fold).collect()
}

fn fold(letter: char) -> impl Iterator<Item = char> {
    let lower = letter.to_lowercase().next().unwrap_or(letter);
    let (first, second) = match lower {
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ą' | 'ä' => ('a', None),
        'è' | 'é' | 'ê' | 'ë' | 'ę' => ('e', None),
        'ì' | 'í' | 'î' | 'ï' => ('i', None),
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'º' | '°' => ('o', None),
        'ù' | 'ú' | 'û' | 'ü' => ('u', None),
        'ç' | 'ć' => ('c', None),
        'ñ' | 'ń' => ('n', None),
        'ł' => ('l', None),
        'ś' => ('s', None),
        'ź' | 'ż' => ('z', None),
        'ß' => ('s', Some('s')),
        'æ' => ('a', Some('e')),
        '#' => ('#', None),
        other if other.is_alphanumeric() => (other, None),
        _ => return None.into_iter().chain(None),
    };
    Some(first).into_iter().chain(second)
}
