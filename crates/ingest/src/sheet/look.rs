//! Number formats: what a format code says about a number (a date, a duration, per cent, a currency).
//! Renders nothing.

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
    /// A day, a moment or a time of day.
    Moment,
    /// Hours, minutes or seconds that pass.
    Duration,
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
                if let Some(sign) = inside.strip_prefix('$') {
                    literal.push_str(sign.split('-').next().unwrap_or_default());
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

fn currency(literal: &str) -> Option<String> {
    let code = match literal {
        "€" => "EUR",
        "£" => "GBP",
        "US$" => "USD",
        "$" | "¥" => literal,
        _ if literal.len() == 3 && literal.bytes().all(|byte| byte.is_ascii_uppercase()) => literal,
        _ => return None,
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
