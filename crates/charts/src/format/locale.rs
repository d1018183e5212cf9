//! How a reader's country writes numbers and dates. A small table, not a language: words stay English.

use super::Currencies;

/// The order of day, month and year. The month is always a word, so no order is ambiguous.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// 3 Mar 2026.
    DayFirst,
    /// Mar 3, 2026.
    MonthFirst,
    /// 2026-03-03.
    Iso,
}

/// How numbers and dates are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locale {
    /// Between groups of three digits.
    pub group: char,
    /// Before the decimals.
    pub decimal: char,
    /// Order of a date.
    pub dates: DateOrder,
    /// Whether the currency sign follows the amount (`1.234,50 €`).
    pub is_sign_after: bool,
    /// Whether a chart says the sign or the code of its currency: the code where the book has several.
    pub currencies: Currencies,
}

impl Default for Locale {
    /// English with the day first.
    fn default() -> Self {
        Self {
            group: ',',
            decimal: '.',
            dates: DateOrder::DayFirst,
            is_sign_after: false,
            currencies: Currencies::One,
        }
    }
}

impl Locale {
    /// By language tag (`de-DE`, `en-US`, `fr_CH.UTF-8`); English for a tag it does not know.
    pub fn by_tag(tag: &str) -> Self {
        let tag = tag.replace('_', "-");
        let tag = tag.split('.').next().unwrap_or_default();
        let (language, region) = tag.split_once('-').unwrap_or((tag, ""));
        let (group, decimal, is_sign_after) = match (language, region) {
            ("de" | "fr" | "it" | "en", "CH" | "LI") => ('’', '.', false),
            ("nl" | "pt", "NL" | "BR" | "") | ("de", "AT") => ('.', ',', false),
            ("de" | "es" | "it" | "nl" | "da" | "pt" | "tr" | "id" | "el" | "hr" | "sl", _) => {
                ('.', ',', true)
            }
            ("fr" | "sv" | "nb" | "no" | "fi" | "cs" | "pl" | "sk" | "uk" | "ru" | "hu" | "bg", _) => {
                ('\u{a0}', ',', true)
            }
            _ => (',', '.', false),
        };
        let dates = match (language, region) {
            ("en", "US") => DateOrder::MonthFirst,
            ("sv" | "lt" | "zh" | "ja" | "ko" | "hu", _) | ("en" | "fr", "CA") => DateOrder::Iso,
            _ => DateOrder::DayFirst,
        };
        Self {
            group,
            decimal,
            dates,
            is_sign_after,
            currencies: Currencies::One,
        }
    }
}
