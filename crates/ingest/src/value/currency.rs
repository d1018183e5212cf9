//! Currency signs and codes in text: a cell, a heading (`Cost ($)`), a file's preamble. The one list of them.

use model::Currency;

use super::money_unit::code_in;

/// Signs and what they mean: the code of a currency, or themselves where several currencies share them. Longer signs
/// before those that they end with.
const SIGNS: &[(&str, &str)] = &[
    ("US$", "USD"),
    ("CA$", "CAD"),
    ("AU$", "AUD"),
    ("NZ$", "NZD"),
    ("HK$", "HKD"),
    ("NT$", "TWD"),
    ("MX$", "MXN"),
    ("A$", "AUD"),
    ("C$", "CAD"),
    ("S$", "SGD"),
    ("R$", "BRL"),
    ("$", "$"),
    ("€", "EUR"),
    ("Euro", "EUR"),
    ("£", "£"),
    ("¥", "¥"),
    ("￥", "¥"),
    ("円", "JPY"),
    ("元", "元"),
    ("원", "KRW"),
    ("₹", "INR"),
    ("₩", "KRW"),
    ("₪", "ILS"),
    ("₺", "TRY"),
    ("฿", "THB"),
    ("₫", "VND"),
    ("₱", "PHP"),
    ("₴", "UAH"),
    ("zł", "PLN"),
    ("Kč", "CZK"),
    ("Fr.", "CHF"),
    ("kr.", "kr"),
    ("kr", "kr"),
    ("Rs.", "Rs"),
    ("Rs", "Rs"),
    ("Ft", "HUF"),
    ("Rp", "IDR"),
    ("RM", "MYR"),
    // A word of its own in small letters, unlike the other codes.
    ("PEN", "PEN"),
];
const CODES: &[&str] = &[
    "USD", "EUR", "GBP", "CHF", "CAD", "AUD", "NZD", "JPY", "CNY", "INR", "SEK", "NOK", "DKK", "PLN", "CZK",
    "HUF", "RON", "BGN", "BRL", "MXN", "SGD", "HKD", "KRW", "ILS", "TRY", "ZAR", "AED", "SAR", "THB", "IDR",
    "MYR", "PHP", "TWD", "VND", "CLP", "COP", "ARS", "UAH", "ISK", "KWD", "BHD", "QAR", "EGP", "NGN", "KES",
];

/// Currencies that share a sign. The first is meant where nothing else is known, but for crowns.
const SHARED: &[(&str, &[&str])] = &[
    (
        "$",
        &[
            "USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "CLP", "COP", "ARS",
        ],
    ),
    (YEN, &["JPY", "CNY"]),
    ("元", &["CNY", "TWD"]),
    ("£", &["GBP", "EGP"]),
    (CROWN, &["SEK", "NOK", "DKK", "ISK"]),
    ("Rs", &["INR", "PKR", "LKR", "NPR", "MUR"]),
];
const CROWN: &str = "kr";
pub(super) const YEN: &str = "¥";

/// What to do about a cell of another currency than its row.
pub(crate) const OTHER_CURRENCY: &str = "correct the sign or the currency of the row in the file";

/// Codes of the currencies that are known by name.
pub fn currencies() -> &'static [&'static str] {
    CODES
}

/// What is written beside an amount: the code of a currency, or a sign that several share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sign(&'static str);

impl Sign {
    /// The currency that is meant where nothing else is known.
    pub fn code(self) -> Option<&'static str> {
        match shared(self.0) {
            Some(_) if self.0 == CROWN => None,
            Some(codes) => codes.first().copied(),
            None => Some(self.0),
        }
    }

    /// The sign itself, or the code of the one currency it means.
    pub(crate) fn text(self) -> &'static str {
        self.0
    }

    /// Whether several currencies share it.
    pub(crate) fn is_shared(self) -> bool {
        shared(self.0).is_some()
    }

    /// Whether it says that an amount is of another currency than this code; names that are no code say nothing.
    pub(crate) fn contradicts(self, code: &str) -> bool {
        let is_code = code.len() == 3 && code.bytes().all(|letter| letter.is_ascii_alphabetic());
        is_code && !may_mean(self.0, &code.to_uppercase())
    }

    /// What is wrong with a cell that contradicts the currency of its row.
    pub(crate) fn differs_from(self, code: &str) -> String {
        format!(
            "this cell says {}, the row is {code}",
            self.code().unwrap_or(self.0)
        )
    }
}

/// The code that a text is, in any letters.
pub(super) fn in_codes(text: &str) -> Option<Sign> {
    let code = CODES.iter().find(|code| code.eq_ignore_ascii_case(text));
    code.map(|code| Sign(code))
}

/// The sign that a text is.
pub(super) fn signs(text: &str) -> Option<Sign> {
    let sign = SIGNS.iter().find(|(sign, _)| *sign == text);
    sign.map(|(_, means)| Sign(means))
}

/// Whether a sign, or a code, may stand for a currency.
pub(crate) fn may_mean(sign: &str, code: &str) -> bool {
    shared(sign).map_or(sign == code, |codes| codes.contains(&code))
}

fn shared(sign: &str) -> Option<&'static [&'static str]> {
    let mut signs = SHARED.iter();
    signs.find(|(shared, _)| *shared == sign).map(|(_, codes)| *codes)
}

/// Every sign and code as it is written, with what it is; longer ones before those that they end with.
pub(crate) fn written() -> impl Iterator<Item = (&'static str, Sign)> {
    let codes = CODES.iter().map(|code| (*code, Sign(code)));
    SIGNS
        .iter()
        .map(|(text, means)| (*text, Sign(means)))
        .chain(codes)
}

/// Takes a leading or trailing currency off a trimmed text.
pub(super) fn take_currency(text: &str) -> (&str, Option<Sign>) {
    for (sign, means) in SIGNS {
        let rest = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign));
        if let Some(rest) = rest.filter(|rest| is_apart(sign, means, rest)) {
            return (rest.trim(), Some(Sign(means)));
        }
    }
    let before = text
        .split_at_checked(3)
        .and_then(|(head, rest)| Some((rest, in_codes(head)?)));
    let tail = text.len().saturating_sub(3);
    let after = || {
        text.split_at_checked(tail)
            .and_then(|(rest, tail)| Some((rest, in_codes(tail)?)))
    };
    match before.or_else(after) {
        Some((rest, sign)) => (rest.trim(), Some(sign)),
        None => (text, None),
    }
}

/// Whether a sign is no part of a name such as `RM500`: what is all letters stands apart, but for crowns.
fn is_apart(sign: &str, means: &str, rest: &str) -> bool {
    let is_word = sign.bytes().all(|letter| letter.is_ascii_alphabetic()) && means != CROWN;
    !is_word || rest.starts_with(char::is_whitespace) || rest.ends_with(char::is_whitespace)
}

/// The currency that a heading or note names: `Cost ($)`, `cost_usd`, `Amount in EUR`, `MSEK`, `C$ 10`. `None` if none or
/// several.
pub fn currency_in(text: &str) -> Option<Currency> {
    let words = || text.split(|letter: char| !letter.is_alphanumeric());
    let by_code = CODES
        .iter()
        .filter(|code| words().any(|word| word.eq_ignore_ascii_case(code)));
    let mut found: Vec<&str> = by_code.copied().collect();
    if found.is_empty() {
        found.extend(words().filter_map(code_in));
        found.dedup();
    }
    if found.is_empty() {
        let stands = |sign: &str| {
            if sign.ends_with(is_of_words) {
                // A word of its own: `金額（円）`, `Cost (zł)`.
                !sign.is_ascii() && words().any(|word| word == sign)
            } else {
                stands_in(text, sign)
            }
        };
        let mark = SIGNS.iter().find(|(sign, _)| stands(sign));
        found.extend(mark.and_then(|(_, means)| Sign(means).code()));
    }
    match found[..] {
        [code] => Some(Currency::new(code)),
        _ => None,
    }
}

fn is_of_words(letter: char) -> bool {
    letter.is_alphabetic() || letter == '.'
}

/// Whether a sign stands in a text; one that begins with letters is no end of a word.
fn stands_in(text: &str, sign: &str) -> bool {
    let is_word = sign.starts_with(char::is_alphabetic);
    text.match_indices(sign)
        .any(|(at, _)| !is_word || !text[..at].ends_with(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_that_currencies_share_contradicts_none_of_them() {
        for (cell, row, is_other) in [
            ("€1", "USD", true),
            ("$1", "EUR", true),
            ("$1", "CAD", false),
            ("$1", "usd", false),
            ("US$1", "CAD", true),
            ("USD 1", "CAD", true),
            ("C$1", "CAD", false),
            ("C$1", "AUD", true),
            ("1 ¥", "CNY", false),
            ("1 ¥", "USD", true),
            ("£1", "GBP", false),
            ("20 kr", "DKK", false),
            ("kr. 20", "EUR", true),
            ("Rs 20", "PKR", false),
            ("$1", "CREDITS", false),
        ] {
            let sign = take_currency(cell).1.expect(cell);
            assert_eq!(sign.contradicts(row), is_other, "{cell} in {row}");
        }
    }

    #[test]
    fn a_dollar_with_letters_before_it_is_that_dollar_wherever_it_stands() {
        for (text, code) in [
            ("C$10", "CAD"),
            ("CA$10", "CAD"),
            ("Cost (A$)", "AUD"),
            ("AU$ 5", "AUD"),
            ("金額（円）", "JPY"),
            ("금액(원)", "KRW"),
            ("Koszt (zł)", "PLN"),
            ("NZ$1", "NZD"),
            ("10 HK$", "HKD"),
            ("S$1", "SGD"),
            ("R$ 1", "BRL"),
            ("Total US$", "USD"),
            ("MX$3", "MXN"),
            ("TOTALS$", "USD"),
        ] {
            assert_eq!(currency_in(text).expect(text).code(), code, "{text}");
        }
    }

    #[test]
    fn letters_that_are_part_of_a_name_are_no_sign() {
        assert_eq!(take_currency("RM500"), ("RM500", None));
        assert_eq!(take_currency("RM 500"), ("500", Some(Sign("MYR"))));
    }
}
