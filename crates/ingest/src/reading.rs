//! How a file is to be read where it is not as it seems: said by a person, or by a mapping, in place of what is
//! detected. Holds words only; opens nothing.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::formats::{Dates, Decimals};
use crate::text::TextEncoding;

/// Delimiters with the words that people have for them.
const DELIMITERS: &[(&str, u8)] = &[
    ("comma", b','),
    ("semicolon", b';'),
    ("tab", b'\t'),
    ("bar", b'|'),
    ("pipe", b'|'),
    ("space", b' '),
    ("colon", b':'),
    ("\\t", b'\t'),
];

/// What is said; where nothing is, what was detected holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Reading {
    /// Encoding of a text, by a name that the web knows: `windows-1252`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// What stands between the fields of a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<Delimiter>,
    /// The row that names the columns, as a person counts, from 1; 0: there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_row: Option<u64>,
    /// The one sheet of a workbook that is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Order of day, month and year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dates: Option<Dates>,
    /// Decimal mark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<Decimals>,
    /// Whose costs and use these are, where the file does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
}

/// One sign, written as itself or by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delimiter(pub u8);

impl Delimiter {
    /// A sign or its name: `;`, `semicolon`, `tab`. `None` if it is no single ASCII sign that could part fields.
    pub fn parse(text: &str) -> Option<Self> {
        let named = DELIMITERS
            .iter()
            .find(|(name, _)| text.eq_ignore_ascii_case(name));
        match (named, text.as_bytes()) {
            (Some((_, sign)), _) => Some(Self(*sign)),
            (None, [sign]) if sign.is_ascii_punctuation() || b" \t".contains(sign) => Some(Self(*sign)),
            _ => None,
        }
    }

    /// Its name, or the sign itself.
    pub fn name(self) -> String {
        let named = DELIMITERS.iter().find(|(_, sign)| *sign == self.0);
        named.map_or_else(|| char::from(self.0).to_string(), |(name, _)| (*name).to_owned())
    }
}

impl Serialize for Delimiter {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&char::from(self.0).to_string())
    }
}

impl<'de> Deserialize<'de> for Delimiter {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let wrong = || serde::de::Error::custom(format!("`{text}` is no delimiter; write one sign, or tab"));
        Self::parse(&text).ok_or_else(wrong)
    }
}

impl Reading {
    /// Whether nothing is said.
    pub fn is_silent(&self) -> bool {
        *self == Self::default()
    }

    /// Whether something is said of how the file is taken apart, and not only of its numbers and dates.
    pub(crate) fn is_of_layout(&self) -> bool {
        self.encoding.is_some()
            || self.delimiter.is_some()
            || self.header_row.is_some()
            || self.sheet.is_some()
    }

    /// The same, with what another says where this says nothing.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            encoding: self.encoding.or(other.encoding),
            delimiter: self.delimiter.or(other.delimiter),
            header_row: self.header_row.or(other.header_row),
            sheet: self.sheet.or(other.sheet),
            dates: self.dates.or(other.dates),
            decimal: self.decimal.or(other.decimal),
            account: self.account.or(other.account),
        }
    }

    /// Why it cannot be meant, in words.
    pub fn oddity(&self) -> Option<String> {
        let unknown = self
            .encoding
            .as_ref()
            .filter(|name| TextEncoding::named(name).is_none())?;
        Some(format!(
            "`{unknown}` is no encoding that is known, such as utf-8 or windows-1252"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delimiter_is_a_sign_or_its_name_and_nothing_longer() {
        assert_eq!(Delimiter::parse("Semicolon"), Some(Delimiter(b';')));
        assert_eq!(
            Delimiter::parse("\t").map(Delimiter::name).as_deref(),
            Some("tab")
        );
        assert_eq!(Delimiter::parse("^").map(Delimiter::name).as_deref(), Some("^"));
        for wrong in ["", ";;", "a", "ü", "\n"] {
            assert_eq!(Delimiter::parse(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn what_one_says_goes_before_what_another_says() {
        let one = Reading {
            header_row: Some(0),
            ..Reading::default()
        };
        let other = Reading {
            header_row: Some(3),
            sheet: Some("Usage".into()),
            ..Reading::default()
        };
        let both = one.or(other);
        assert_eq!((both.header_row, both.sheet.as_deref()), (Some(0), Some("Usage")));
    }

    #[test]
    fn an_encoding_nobody_knows_is_said() {
        let said = |name: &str| Reading {
            encoding: Some(name.into()),
            ..Reading::default()
        };
        assert_eq!(said("latin1").oddity(), None);
        assert!(
            said("klingon")
                .oddity()
                .is_some_and(|why| why.contains("klingon"))
        );
    }
}
