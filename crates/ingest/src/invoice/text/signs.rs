//! Signs and codes of currencies beside amounts. A sign of several currencies stands for itself.

/// Longer signs before those that they end with.
const SIGNS: &[(&str, &str)] = &[
    ("US$", "USD"),
    ("USD", "USD"),
    ("CA$", "CAD"),
    ("CAD", "CAD"),
    ("AU$", "AUD"),
    ("A$", "AUD"),
    ("AUD", "AUD"),
    ("C$", "CAD"),
    ("NZ$", "NZD"),
    ("NT$", "TWD"),
    ("TWD", "TWD"),
    ("MX$", "MXN"),
    ("HK$", "HKD"),
    ("S$", "SGD"),
    ("SGD", "SGD"),
    ("R$", "BRL"),
    ("BRL", "BRL"),
    ("$", "$"),
    ("€", "EUR"),
    ("EUR", "EUR"),
    ("Euro", "EUR"),
    ("£", "GBP"),
    ("GBP", "GBP"),
    ("CHF", "CHF"),
    ("Fr.", "CHF"),
    ("¥", "¥"),
    ("￥", "¥"),
    ("円", "JPY"),
    ("元", "¥"),
    ("원", "KRW"),
    ("JPY", "JPY"),
    ("CNY", "CNY"),
    ("₹", "INR"),
    ("INR", "INR"),
    ("Rs.", "INR"),
    ("Rs", "INR"),
    ("SEK", "SEK"),
    ("NOK", "NOK"),
    ("DKK", "DKK"),
    ("kr.", "kr"),
    ("kr", "kr"),
    (":-", "kr"),
    ("zł", "PLN"),
    ("PLN", "PLN"),
    ("CZK", "CZK"),
    ("Kč", "CZK"),
    ("HUF", "HUF"),
    ("₩", "KRW"),
    ("KRW", "KRW"),
    ("₪", "ILS"),
    ("ILS", "ILS"),
    ("₺", "TRY"),
    ("TRY", "TRY"),
    ("MXN", "MXN"),
    ("ZAR", "ZAR"),
    ("AED", "AED"),
    ("RON", "RON"),
    ("HKD", "HKD"),
    ("฿", "THB"),
    ("THB", "THB"),
    ("Ft", "HUF"),
    ("SAR", "SAR"),
    ("QAR", "QAR"),
    ("IDR", "IDR"),
    ("Rp", "IDR"),
    ("₫", "VND"),
    ("VND", "VND"),
    ("₱", "PHP"),
    ("PHP", "PHP"),
    ("MYR", "MYR"),
    ("RM", "MYR"),
    ("₴", "UAH"),
    ("UAH", "UAH"),
    ("BGN", "BGN"),
    ("ISK", "ISK"),
    ("CLP", "CLP"),
    ("COP", "COP"),
    ("ARS", "ARS"),
    ("PEN", "PEN"),
    ("EGP", "EGP"),
    ("NGN", "NGN"),
    ("KES", "KES"),
    ("NZD", "NZD"),
];

/// The currency a text ends with, and how many bytes it takes.
pub(super) fn sign_at_end(text: &str) -> Option<(&'static str, usize)> {
    SIGNS.iter().find_map(|(sign, code)| {
        let rest = text.strip_suffix(sign)?;
        let letters = sign.starts_with(char::is_alphabetic);
        (!letters || !rest.ends_with(char::is_alphabetic)).then_some((*code, sign.len()))
    })
}

/// The currency a text begins with, and how many bytes it takes.
pub(super) fn sign_at_start(text: &str) -> Option<(&'static str, usize)> {
    SIGNS.iter().find_map(|(sign, code)| {
        let rest = text.strip_prefix(sign)?;
        let letters = sign.ends_with(char::is_alphabetic);
        (!letters || !rest.starts_with(char::is_alphabetic)).then_some((*code, sign.len()))
    })
}
