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
    if let Some(rest) = crowns(text) {
        return (rest, None);
    }
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

/// An amount in crowns, of which there are several: `20,00 kr`.
fn crowns(text: &str) -> Option<&str> {
    let starts = || text.strip_prefix("kr.").or_else(|| text.strip_prefix("kr"));
    let rest = text
        .strip_suffix("kr.")
        .or_else(|| text.strip_suffix("kr"))
        .or_else(starts)?
        .trim();
    rest.bytes().any(|byte| byte.is_ascii_digit()).then_some(rest)
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

/// Currencies that people write with a bare dollar.
const DOLLARS: &[&str] = &[
    "USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "CLP", "COP", "ARS",
];

/// Whether the currency written in a cell is another one than the row's: a sign that several share is not.
pub(crate) fn contradicts(cell: &str, written: &str, row: &str) -> bool {
    let shared = match written {
        "USD" => is_bare(cell, "$", "USD").then_some(DOLLARS),
        "JPY" => is_bare(cell, "¥", "JPY").then_some(&["JPY", "CNY"][..]),
        "GBP" => is_bare(cell, "£", "GBP").then_some(&["GBP", "EGP"][..]),
        _ => None,
    };
    written != row && !shared.is_some_and(|shared| shared.contains(&row))
}

/// Whether a cell has a sign without letters that tell whose it is.
fn is_bare(cell: &str, sign: &str, code: &str) -> bool {
    let cell = cell.to_uppercase();
    let before = cell.split(sign).next().unwrap_or_default();
    cell.contains(sign) && !cell.contains(code) && !before.ends_with(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_that_currencies_share_contradicts_none_of_them() {
        for (cell, written, row, is_other) in [
            ("€1", "EUR", "USD", true),
            ("$1", "USD", "EUR", true),
            ("$1", "USD", "CAD", false),
            ("US$1", "USD", "CAD", true),
            ("USD 1", "USD", "CAD", true),
            ("1 ¥", "JPY", "CNY", false),
            ("£1", "GBP", "GBP", false),
        ] {
            assert_eq!(contradicts(cell, written, row), is_other, "{cell} in {row}");
        }
    }
}
