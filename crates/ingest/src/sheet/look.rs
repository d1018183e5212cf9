//! Number formats: what a format code says about a number (a date, a duration, per cent, a currency).
//! Renders nothing.

use crate::value::{Sign, currency_in, written};

/// How a number is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// ISO code, or the sign where it is ambiguous (`$`).
    pub currency: Option<String>,
    /// Shown as per cent: 0.075 is 7.5 %.
    pub percent: bool,
}

/// What a number with a format is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A number.
    #[default]
    Number,
    /// A number shown as per cent or with a currency.
    Dressed(Look),
    /// One with a currency, in a workbook that shows several.
    Money(Sign),
    /// A day, a moment or a time of day.
    Moment,
    /// Hours, minutes or seconds that pass.
    Duration,
}

/// Where the styles of a workbook show several currencies, a cell says which of them it is in.
pub(super) fn apart(meanings: &mut [Meaning]) {
    let sign = |meaning: &Meaning| match meaning {
        Meaning::Dressed(Look {
            currency: Some(shown),
            ..
        }) => written().find(|(text, _)| text == shown).map(|(_, sign)| sign),
        _ => None,
    };
    let signs: Vec<Option<Sign>> = meanings.iter().map(sign).collect();
    let mut all = signs.iter().flatten();
    let first = all.next();
    if all.any(|sign| Some(sign) != first) {
        for (meaning, sign) in meanings.iter_mut().zip(&signs) {
            if let Some(sign) = sign {
                *meaning = Meaning::Money(*sign);
            }
        }
    }
}

/// What Excel's built-in formats mean; they have no code in the file.
pub(super) fn built_in(id: u16) -> Meaning {
    match id {
        9 | 10 => Meaning::Dressed(Look {
            percent: true,
            currency: None,
        }),
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => Meaning::Moment,
        46 => Meaning::Duration,
        _ => Meaning::Number,
    }
}

/// What a format code means: by its first section, or where that only dresses some values, by a later one with time.
pub(super) fn meaning(code: &str) -> Meaning {
    let first = section(code);
    if first != Meaning::Number || !code.starts_with(['[']) || !code.contains(['=', '<', '>']) {
        return first;
    }
    let mut later = code.split(';').skip(1).map(section);
    later
        .find(|meaning| matches!(meaning, Meaning::Moment | Meaning::Duration))
        .unwrap_or(first)
}

fn section(code: &str) -> Meaning {
    let mut look = Look::default();
    let mut literal = String::new();
    let mut chars = code.chars();
    while let Some(next) = chars.next() {
        match next {
            ';' => break,
            '"' => literal.extend(chars.by_ref().take_while(|&inner| inner != '"')),
            '\\' => literal.extend(chars.next()),
            '_' | '*' => drop(chars.next()),
            '[' => {
                let inside: String = chars.by_ref().take_while(|&inner| inner != ']').collect();
                if is_elapsed(&inside) {
                    return Meaning::Duration;
                }
                if let Some(shown) = inside.strip_prefix('$') {
                    let (sign, locale) = shown.split_once('-').unwrap_or((shown, ""));
                    literal.push_str(of_locale(sign, locale).unwrap_or(sign));
                }
            }
            'a' | 'A' if chars.as_str().starts_with(['/', 'm', 'M']) => return Meaning::Moment,
            'd' | 'm' | 'h' | 'y' | 's' | 'D' | 'M' | 'H' | 'Y' | 'S' => return Meaning::Moment,
            '%' => look.percent = true,
            '$' | '€' | '£' | '¥' => literal.push(next),
            _ => (),
        }
    }
    look.currency = currency(literal.trim());
    if look == Look::default() {
        Meaning::Number
    } else {
        Meaning::Dressed(look)
    }
}

/// `[h]`, `[mm]`, `[ss]`: time that passes.
fn is_elapsed(inside: &str) -> bool {
    let lower = inside.to_ascii_lowercase();
    ["h", "m", "s"]
        .iter()
        .any(|unit| !lower.is_empty() && lower.replace(unit, "").is_empty())
}

/// Signs that several currencies share, and whose they are in which country.
const SHARED: &[(&str, u32, &str)] = &[
    ("$", 0x0409, "USD"),
    ("$", 0x1009, "CAD"),
    ("$", 0x0c0c, "CAD"),
    ("$", 0x0c09, "AUD"),
    ("$", 0x1409, "NZD"),
    ("$", 0x4809, "SGD"),
    ("$", 0x0c04, "HKD"),
    ("$", 0x0404, "TWD"),
    ("$", 0x080a, "MXN"),
    ("$", 0x340a, "CLP"),
    ("$", 0x240a, "COP"),
    ("$", 0x2c0a, "ARS"),
    ("¥", 0x0411, "JPY"),
    ("¥", 0x0804, "CNY"),
    ("kr", 0x041d, "SEK"),
    ("kr", 0x0414, "NOK"),
    ("kr", 0x0406, "DKK"),
    ("kr.", 0x0406, "DKK"),
    ("kr", 0x040f, "ISK"),
];

/// Whose sign it is where the format names a country: `[$kr-41D]`.
fn of_locale(sign: &str, locale: &str) -> Option<&'static str> {
    let locale = u32::from_str_radix(locale, 16).ok()? & 0xffff;
    let known = SHARED
        .iter()
        .find(|(known, of, _)| *known == sign && *of == locale);
    known.map(|(.., code)| *code)
}

fn currency(literal: &str) -> Option<String> {
    let code = match literal {
        "€" => "EUR",
        "£" => "GBP",
        "US$" => "USD",
        "$" | "¥" => literal,
        _ if literal.len() == 3 && literal.bytes().all(|byte| byte.is_ascii_uppercase()) => literal,
        _ => return currency_in(literal).map(|currency| currency.code().to_owned()),
    };
    Some(code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_code_is_told_from_text_that_holds_its_letters() {
        for code in ["yyyy-mm-dd", "[$-409]d/m/yy h:mm AM/PM;@", "*-dd.mm.yyyy", "h:mm"] {
            assert_eq!(meaning(code), Meaning::Moment, "{code}");
        }
        for code in [
            "General",
            "0.00\" days\"",
            "#,##0\\d",
            "#,##0_m",
            "[Red]0.0",
            "0.00E+00",
        ] {
            assert_eq!(meaning(code), Meaning::Number, "{code}");
        }
    }

    #[test]
    fn elapsed_hours_are_a_duration() {
        assert_eq!(meaning("[h]:mm:ss"), Meaning::Duration);
        assert_eq!(meaning("[=0]?;[hh]:mm"), Meaning::Duration);
        assert_eq!(meaning("[Blue]\\+[hh]:mm"), Meaning::Duration);
    }

    #[test]
    fn a_currency_is_named_where_the_sign_is_unambiguous() {
        let sign = |code| match meaning(code) {
            Meaning::Dressed(look) => look.currency,
            _ => None,
        };
        assert_eq!(sign("#,##0.00 [$€-407]").as_deref(), Some("EUR"));
        assert_eq!(sign("\"$\"#,##0.00").as_deref(), Some("$"));
        assert_eq!(sign("[$CHF] #,##0.00").as_deref(), Some("CHF"));
        assert_eq!(sign("[$-409]0.00"), None);
        for (code, currency) in [
            ("[$SEK] 0.00", "SEK"),
            ("#,##0.00\\ [$kr-41D]", "SEK"),
            ("[$kr.-406] 0.00", "DKK"),
            ("[$$-1009]0.00", "CAD"),
            ("[$¥-804]0.00", "CNY"),
            ("[$$-407]0.00", "$"),
            ("_-* #,##0.00\\ [$€-407]_-;[Red]-* #,##0.00\\ [$€-407]_-", "EUR"),
            ("[$₹-4009] 0.00", "INR"),
        ] {
            assert_eq!(sign(code).as_deref(), Some(currency), "{code}");
        }
    }

    #[test]
    fn cells_say_their_currency_where_the_workbook_shows_several() {
        let styles = |codes: &[&str]| {
            let mut meanings: Vec<Meaning> = codes.iter().map(|code| meaning(code)).collect();
            apart(&mut meanings);
            let sign = |meaning: &Meaning| match meaning {
                Meaning::Money(sign) => Some(sign.text()),
                _ => None,
            };
            meanings.iter().map(sign).collect::<Vec<_>>()
        };
        let codes = [
            "[$$-409]0.00",
            "0.00",
            "#,##0.00 [$€-407]",
            "0.0%",
            "[$£-809]0.00",
        ];
        assert_eq!(
            styles(&codes),
            [Some("USD"), None, Some("EUR"), None, Some("GBP")]
        );
        assert_eq!(styles(&codes[..2]), [None, None]);
    }

    #[test]
    fn per_cent_is_noticed() {
        assert_eq!(
            meaning("0.0%"),
            Meaning::Dressed(Look {
                percent: true,
                currency: None
            })
        );
    }
}
