//! The power of ten that a heading, or a line above a table, says its money is in: cents, thousands, millions. Reads no
//! cells.

use super::count_unit::{MILLIONS, THOUSANDS};
use super::currency::{currencies, currency_in};

/// Words that say it wherever they stand.
const WORDS: &[(&[&str], i8)] = &[
    (THOUSANDS, 3),
    (MILLIONS, 6),
    (&["lakh", "lakhs"], 5),
    (&["crore", "crores"], 7),
];
/// Likewise of a heading, not of a line above a table.
const PARTS: &[&str] = &[
    "cent",
    "pence",
    "penny",
    "öre",
    "øre",
    "centime",
    "centimes",
    "centavos",
    "centesimi",
    "céntimos",
    "groszy",
    "paise",
    "rappen",
    "¢",
];
/// Words of a heading, or ends of one: `costMicros`, `amountInCents`.
const ENDS: &[(&str, i8)] = &[
    ("cents", -2),
    ("credits", -2),
    ("creditsused", -2),
    ("thousands", 3),
    ("micros", -6),
    ("nanos", -9),
    ("ticks", -10),
];
/// What says it only beside a currency, or written together with it: `($K)`, `USD m`, `kEUR`.
const SHORT: &[(&str, i8)] = &[
    ("k", 3),
    ("t", 3),
    ("th", 3),
    ("tsd", 3),
    ("000", 3),
    ("000s", 3),
    ("m", 6),
    ("mm", 6),
    ("mn", 6),
    ("mill", 6),
    ("mio", 6),
    ("mln", 6),
    ("ct", -2),
    ("cts", -2),
];
/// Of these, what says it also behind `in` or in parentheses of its own.
const CLEAR: &[&str] = &["k", "ct", "cts"];
/// Ways to write a currency besides its code.
const SIGNS: &[&str] = &[
    "us$", "€", "$", "£", "¥", "₹", "kr", "zł", "kč", "euro", "dollar", "kronor",
];
/// Behind these stands what something costs that much for: `per 1M tokens`, `pro Tausend`.
const PER: &[&str] = &["per", "pro", "je", "par", "por", "à"];
/// Words that are none of a short word and a code: March, thousandths of an inch, a Czech print, a throne.
const NO_CODES: &[&str] = &["mars", "mils", "tisk", "tron", "kron"];

/// What money is said to be in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyUnit {
    /// The word that says it.
    pub word: String,
    /// The power of ten.
    pub power: i8,
}

impl MoneyUnit {
    fn new((word, power): (&str, i8)) -> Self {
        let word = word.to_owned();
        Self { word, power }
    }
}

/// What the heading of a column of money says it is in.
pub fn money_unit(heading: &str) -> Option<MoneyUnit> {
    let words = words(heading);
    let found = places(&words).find_map(|at| {
        let word = words[at].as_str();
        let ends = || {
            ENDS.iter()
                .find(|(end, _)| word.ends_with(end) && word != "percents")
        };
        let part = || PARTS.contains(&word).then_some((word, -2));
        let long = long(word).or_else(|| ends().map(|(end, power)| (*end, *power)));
        long.or_else(part).or_else(|| short(&words, at))
    });
    found.map(MoneyUnit::new)
}

/// What a line above a table says that its money is in: `USD thousands`, `in Tausend`.
pub(crate) fn unit_above(line: &str) -> Option<MoneyUnit> {
    let words = words(line);
    let is_of_money = currency_in(line).is_some() || words.iter().any(|word| word == "in");
    let is_in = |at: usize| at > 0 && (words[at - 1] == "in" || is_currency(&words[at - 1]));
    let found = places(&words).find_map(|at| {
        let word = words[at].as_str();
        let is_part = is_in(at) && (PARTS.contains(&word) || word == "cents");
        let part = is_part.then_some((word, -2));
        let long = long(word).filter(|_| is_of_money);
        long.or(part).or_else(|| short(&words, at))
    });
    found.map(MoneyUnit::new)
}

/// Words in lower case, with the currency signs in them; parentheses, and `per` for a slash.
fn words(text: &str) -> Vec<String> {
    let apart = |letter: char| match letter {
        '(' | '[' => " ( ".to_owned(),
        ')' | ']' => " ) ".to_owned(),
        '/' => " per ".to_owned(),
        _ if letter.is_alphanumeric() || "€$£¥₹¢".contains(letter) => letter.to_string(),
        _ => " ".to_owned(),
    };
    let text: String = text.to_lowercase().chars().map(apart).collect();
    text.split_whitespace().map(str::to_owned).collect()
}

/// Where a word may be a unit: not behind `per`, and behind no number that is no year.
fn places(words: &[String]) -> impl Iterator<Item = usize> {
    let is_number = |word: &str| word.len() != 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_open = move |at: &usize| {
        let before = at.checked_sub(1).map(|before| words[before].as_str());
        !before.is_some_and(|before| PER.contains(&before) || is_number(before))
    };
    (0..words.len()).filter(is_open)
}

fn long(word: &str) -> Option<(&str, i8)> {
    let known = WORDS.iter().find(|(words, _)| words.contains(&word));
    known.map(|(_, power)| (word, *power))
}

/// A short word together with a currency, beside one, or as clear as that.
fn short(words: &[String], at: usize) -> Option<(&str, i8)> {
    let word = words[at].as_str();
    let power = |short: &str| {
        SHORT
            .iter()
            .find(|(own, _)| *own == short)
            .map(|(_, power)| *power)
    };
    if let Some(power) = without_currency(word).and_then(power) {
        return Some((word, power));
    }
    let beside = |place: Option<usize>| place.and_then(|place| words.get(place)).map(String::as_str);
    let (before, after) = (beside(at.checked_sub(1)), beside(Some(at + 1)));
    let is_clear =
        CLEAR.contains(&word) && (before == Some("in") || (before, after) == (Some("("), Some(")")));
    let is_beside = after.is_some_and(is_currency) || (word != "t" && before.is_some_and(is_currency));
    power(word)
        .filter(|_| is_clear || is_beside)
        .map(|power| (word, power))
}

/// The code of the currency that a word is together with a unit: `MSEK`, `TEUR`, `USDm`.
pub(super) fn code_in(word: &str) -> Option<&'static str> {
    if !(4..=7).contains(&word.len()) || !word.is_ascii() {
        return None;
    }
    let word = word.to_lowercase();
    let rest = without_currency(&word)?;
    let is_unit = SHORT.iter().any(|(short, _)| *short == rest);
    let is_it = |code: &&&str| {
        let parts = [word.strip_prefix(rest), word.strip_suffix(rest)];
        parts.iter().flatten().any(|part| part.eq_ignore_ascii_case(code))
    };
    currencies().iter().find(is_it).copied().filter(|_| is_unit)
}

/// A word without the currency before or behind it; `usdt` is one of its own.
fn without_currency(word: &str) -> Option<&str> {
    let mut names = SIGNS.iter().map(|sign| (*sign).to_owned()).chain(codes());
    let rest = names.find_map(|name| {
        let before = word.strip_suffix(name.as_str());
        before.or_else(|| word.strip_prefix(name.as_str()).filter(|rest| *rest != "t"))
    });
    rest.filter(|rest| !rest.is_empty() && !NO_CODES.contains(&word))
}

fn is_currency(word: &str) -> bool {
    SIGNS.contains(&word) || codes().any(|code| code == word)
}

fn codes() -> impl Iterator<Item = String> {
    currencies().iter().map(|code| code.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn power(heading: &str) -> i8 {
        money_unit(heading).map_or(0, |unit| unit.power)
    }

    #[test]
    fn a_heading_says_what_its_money_is_in() {
        for (power_of_ten, headings) in [
            (
                3,
                "Amount ($K)|Amount (K USD)|Amount kUSD|Amount $000|Amount (in $000s)|Amount (USD thousands)|\
                 Amount (USD k)|Amount (€k)|Amount in T€|Betrag in Tsd. EUR|Betrag Tausend EUR|Montant (k€)|\
                 Montant (milliers EUR)|Belopp KSEK|Belopp, tusental kr|Amount (TEUR)|Amount TSEK|Belopp tkr|\
                 Amount ('000)|Amount in 000|Amount (000 USD)|Betrag T EUR|amountThousands|Cost (k)|Amount US$k|Cost 2026 thousands",
            ),
            (
                6,
                "Amount (USD M)|Amount ($M)|Amount MUSD|Betrag (Mio. EUR)|Amount (USDm)|Amount (USD mn)|\
                 Amount EURm|Amount (M€)|Belopp MSEK|Belopp Mkr|Amount in millions|Amount ($MM)",
            ),
            (
                -2,
                "Amount (ct)|Amount in pence|Betrag in Cent|Belopp (öre)|Amount (cents)|amountInCents|cost_cents|\
                 Credits USD|Amount EUR ct|Cost (¢)",
            ),
            (5, "Amount (lakhs INR)"),
            (7, "Amount in crore"),
            (-6, "cost_micros"),
            (-9, "costNanos"),
            (-10, "cost_in_usd_ticks"),
        ] {
            for heading in headings.split('|') {
                assert_eq!(power(heading), power_of_ten, "{heading}");
            }
        }
    }

    #[test]
    fn headings_with_such_letters_that_say_something_else_are_in_units() {
        for heading in [
            "Cost per 1M tokens",
            "Cost per 1 million tokens",
            "Cost per million tokens",
            "Price USD per 1,000 tokens",
            "Price USD/M tokens",
            "Cost / thousand requests",
            "Kosten pro Tausend",
            "Cost Center",
            "Cost Centre USD",
            "M365 cost",
            "M365 cost USD",
            "Microsoft cost",
            "Tickets cost",
            "Cost per cent",
            "Mars",
            "Amount USDT",
            "Cost M",
            "Cost K8s USD",
            "Total cost EUR 2026",
            "Kostnad kr",
        ] {
            assert_eq!(money_unit(heading), None, "{heading}");
        }
    }

    #[test]
    fn a_line_above_a_table_says_what_money_is_in() {
        for (line, power) in [
            ("AI spend, USD thousands", 3),
            ("Beträge in TEUR", 3),
            ("Alle Werte in Tausend", 3),
            ("EUR '000", 3),
            ("Amounts in EUR millions", 6),
            ("Alle Angaben in Mio. EUR", 6),
            ("All amounts in USD cents", -2),
        ] {
            assert_eq!(unit_above(line).map(|unit| unit.power), Some(power), "{line}");
        }
        for line in [
            "AI spend, USD",
            "Thousand Oaks Ltd",
            "Kosten 2026",
            "1,000 seats",
            "Price in USD per million tokens",
            "All amounts after credits, in USD",
        ] {
            assert_eq!(unit_above(line), None, "{line}");
        }
    }
}
