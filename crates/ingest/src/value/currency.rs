//! Currency signs and codes in text: a cell, a heading (`Cost ($)`), a file's preamble.

use model::Currency;

/// Signs and the currency that they mean where nothing else is known. Longer signs first.
const SIGNS: &[(&str, &str)] = &[
    ("US$", "USD"),
    ("CA$", "CAD"),
    ("AU$", "AUD"),
    ("NZ$", "NZD"),
    ("HK$", "HKD"),
    ("A$", "AUD"),
    ("C$", "CAD"),
    ("S$", "SGD"),
    ("R$", "BRL"),
    ("$", "USD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("₹", "INR"),
    ("₩", "KRW"),
    ("₪", "ILS"),
    ("₺", "TRY"),
    ("zł", "PLN"),
    ("Kč", "CZK"),
    ("Fr.", "CHF"),
];
const CODES: &[&str] = &[
    "USD", "EUR", "GBP", "CHF", "CAD", "AUD", "NZD", "JPY", "CNY", "INR", "SEK", "NOK", "DKK", "PLN", "CZK",
    "HUF", "RON", "BGN", "BRL", "MXN", "SGD", "HKD", "KRW", "ILS", "TRY", "ZAR", "AED", "SAR", "THB", "IDR",
    "MYR", "PHP", "TWD", "VND", "CLP", "COP", "ARS", "UAH", "ISK", "KWD", "BHD", "QAR", "EGP", "NGN", "KES",
];

/// Codes of the currencies that are known by name.
pub fn currencies() -> &'static [&'static str] {
    CODES
}

/// Takes a leading or trailing currency off a trimmed text.
pub(super) fn take_currency(text: &str) -> (&str, Option<&'static str>) {
    for (sign, code) in SIGNS {
        if let Some(rest) = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign)) {
            return (rest.trim(), Some(code));
        }
    }
    let letters = |part: &str| part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let code = |part: &str| {
        CODES
            .iter()
            .find(|code| letters(part) && code.eq_ignore_ascii_case(part))
    };
    let before = text
        .split_at_checked(3)
        .and_then(|(head, rest)| Some((rest, code(head)?)));
    let tail = text.len().saturating_sub(3);
    let after = || {
        text.split_at_checked(tail)
            .and_then(|(rest, tail)| Some((rest, code(tail)?)))
    };
    match before.or_else(after) {
        Some((rest, code)) => (rest.trim(), Some(code)),
        None => (text, None),
    }
}

/// The currency that a heading or note names: `Cost ($)`, `cost_usd`, `Amount in EUR`. `None` if none or several.
pub fn currency_in(text: &str) -> Option<Currency> {
    let words = || text.split(|letter: char| !letter.is_alphanumeric());
    let by_code = CODES
        .iter()
        .filter(|code| words().any(|word| word.eq_ignore_ascii_case(code)));
    let mut found: Vec<&str> = by_code.copied().collect();
    if found.is_empty() {
        let sign = SIGNS
            .iter()
            .find(|(sign, _)| !sign.starts_with(char::is_alphabetic) && text.contains(sign));
        found.extend(sign.map(|(_, code)| *code));
    }
    match found[..] {
        [code] => Some(Currency::new(code)),
        _ => None,
    }
}
