//! What a cell of a column of currencies says: a code, a sign, or the name of a currency.

use super::currency::{Sign, in_codes, signs};

/// Names of currencies, folded: small letters, no points, one of each.
const NAMES: &[(&[&str], &str)] = &[
    (
        &[
            "us dollar",
            "usa dollar",
            "american dollar",
            "united states dollar",
            "us-dollar",
            "amerikanischer dollar",
            "dollar américain",
            "dollar us",
            "dólar estadounidense",
            "dólar americano",
            "dollaro statunitense",
            "amerikansk dollar",
        ],
        "USD",
    ),
    (&["euro"], "EUR"),
    (
        &[
            "pound sterling",
            "british pound",
            "british pound sterling",
            "uk pound",
            "gb pound",
            "sterling",
            "britisches pfund",
            "livre sterling",
            "libra esterlina",
            "sterlina britannica",
            "brittiskt pund",
        ],
        "GBP",
    ),
    (
        &[
            "swiss franc",
            "schweizer franken",
            "franc suisse",
            "franco svizzero",
        ],
        "CHF",
    ),
    (&["japanese yen", "yen", "japanischer yen", "yen japonais"], "JPY"),
    (
        &["canadian dollar", "kanadischer dollar", "dollar canadien"],
        "CAD",
    ),
    (&["australian dollar", "australischer dollar"], "AUD"),
    (&["new zealand dollar"], "NZD"),
    (&["singapore dollar"], "SGD"),
    (&["hong kong dollar"], "HKD"),
    (&["new taiwan dollar", "taiwan dollar"], "TWD"),
    (
        &[
            "swedish krona",
            "svensk krona",
            "svenska kronor",
            "schwedische krone",
        ],
        "SEK",
    ),
    (&["norwegian krone", "norsk krone", "norwegische krone"], "NOK"),
    (&["danish krone", "dansk krone", "dänische krone"], "DKK"),
    (&["icelandic krona", "icelandic króna"], "ISK"),
    (&["polish zloty", "polish złoty", "złoty polski", "zloty"], "PLN"),
    (&["czech koruna", "koruna česká"], "CZK"),
    (&["hungarian forint", "forint"], "HUF"),
    (&["romanian leu"], "RON"),
    (&["turkish lira"], "TRY"),
    (&["indian rupee"], "INR"),
    (
        &[
            "chinese yuan",
            "chinese renminbi",
            "yuan renminbi",
            "renminbi",
            "yuan",
            "rmb",
            "人民币",
        ],
        "CNY",
    ),
    (&["south korean won", "korean won", "korea (south) won"], "KRW"),
    (
        &[
            "israeli shekel",
            "israeli new shekel",
            "new israeli shekel",
            "israeli new sheqel",
        ],
        "ILS",
    ),
    (&["brazilian real", "real brasileiro"], "BRL"),
    (&["mexican peso", "peso mexicano"], "MXN"),
    (&["south african rand", "rand"], "ZAR"),
    (&["uae dirham", "united arab emirates dirham"], "AED"),
    (&["saudi riyal", "saudi arabian riyal"], "SAR"),
    (&["thai baht", "baht"], "THB"),
    (&["indonesian rupiah", "rupiah"], "IDR"),
    (&["malaysian ringgit", "ringgit"], "MYR"),
    (&["philippine peso"], "PHP"),
    (&["vietnamese dong"], "VND"),
];
/// What is written where there is none.
const NOTHING: &[&str] = &["n/a", "na", "null", "none", "nil", "unknown", "-", "--", "–", "—"];
/// No name of a currency is longer, nor a code with one.
const LONGEST: usize = 40;

/// What a cell says of a currency: `USD`, `$`, `US Dollars`, `EUR - Euro`. Nothing if it is none of the common ones.
pub fn currency_named(text: &str) -> Option<Sign> {
    let text = text.trim();
    // `USD 10.00` is an amount. So are most cells that are asked about, or a text.
    if text.len() > LONGEST || text.contains(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    in_codes(text)
        .or_else(|| signs(text))
        .or_else(|| by_name(text))
        .or_else(|| beside_its_name(text))
}

fn by_name(text: &str) -> Option<Sign> {
    let folded = text.to_lowercase().replace('.', "");
    let one = folded.strip_suffix('s').unwrap_or(&folded);
    let mut names = NAMES.iter();
    let (_, code) = names.find(|(names, _)| names.contains(&folded.as_str()) || names.contains(&one))?;
    in_codes(code)
}

/// Whether a cell says that there is no currency.
pub(crate) fn is_no_currency(text: &str) -> bool {
    NOTHING.iter().any(|word| word.eq_ignore_ascii_case(text.trim()))
}

/// The one code in `USD - US Dollar`, in capitals.
fn beside_its_name(text: &str) -> Option<Sign> {
    let is_code = |word: &&str| word.bytes().all(|letter| letter.is_ascii_uppercase());
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    let mut codes = words.filter(is_code).filter_map(in_codes);
    let first = codes.next()?;
    codes.all(|other| other == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_currency_is_known_by_its_code_its_sign_or_its_name() {
        for (text, code) in [
            ("usd", "USD"),
            ("US Dollar", "USD"),
            ("U.S. Dollars", "USD"),
            ("$", "USD"),
            ("British Pound", "GBP"),
            ("Pounds", ""),
            ("£", "GBP"),
            ("Euros", "EUR"),
            ("EUR - Euro", "EUR"),
            ("Swiss Franc (CHF)", "CHF"),
            ("USD/EUR", ""),
            ("USD 100.00", ""),
            ("10,00 SEK", ""),
            ("TRY 1", ""),
            ("RMB", "CNY"),
            ("元", "CNY"),
            ("Svenska kronor", "SEK"),
            ("kr", ""),
            ("CREDITS", ""),
            ("", ""),
        ] {
            let named = currency_named(text).and_then(Sign::code).unwrap_or_default();
            assert_eq!(named, code, "{text}");
        }
    }

    #[test]
    fn every_name_is_folded_and_means_a_known_code() {
        for (names, code) in NAMES {
            assert!(in_codes(code).is_some(), "{code}");
            for name in *names {
                assert_eq!(**name, name.to_lowercase().replace('.', ""), "{name}");
                assert!(name.len() <= LONGEST, "{name}");
            }
        }
    }
}
