//! Numbers that are no money: chances, inputs, counts of things. Formats, computes nothing.

use charts::format;

use super::percent;

/// How likely something is, of draws: never certain, `over 99 %`.
pub fn chance(fraction: f64) -> String {
    match fraction {
        most if most > 0.99 => format!("over 99{}%", format::THIN),
        least if least < 0.01 => format!("under 1{}%", format::THIN),
        other => percent(other),
    }
}

/// A number with grouped digits and as many decimals as one reads: `31,794`, `12.5`, `0.035`.
pub fn number(value: f64) -> String {
    let decimals = match value.abs() {
        large if large >= 1_000.0 => 0,
        middle if middle >= 1.0 => 2,
        _ => 4,
    };
    let locale = charts::Locale::default();
    let figure = charts::Figure::nanos((value * 1e9).round() as i128);
    let text = format::decimal(figure, decimals, &locale);
    if text.contains(locale.decimal) {
        let bare = text.trim_end_matches('0');
        return bare.trim_end_matches(locale.decimal).to_owned();
    }
    text
}

/// Amounts stay on one line with their minus sign.
pub(crate) fn unbroken(text: &str) -> String {
    text.replace(format::MINUS, "\u{2212}\u{2060}")
}

/// How many of a thing: `1 row`, `1,200 rows`.
pub fn counted(number: impl Into<i128>, thing: &str) -> String {
    let number = number.into();
    let plural = if number == 1 { "" } else { "s" };
    format!(
        "{} {thing}{plural}",
        format::count(number, &charts::Locale::default())
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chance_is_never_certain() {
        assert_eq!(
            [1.0, 0.624, 0.0].map(chance),
            ["over 99\u{a0}%", "62\u{a0}%", "under 1\u{a0}%"]
        );
    }

    #[test]
    fn numbers_have_the_decimals_one_reads() {
        assert_eq!(
            [31_793.793_4, 12.5, 0.035, 80_000.0, 0.0].map(number),
            ["31,794", "12.5", "0.035", "80,000", "0"]
        );
    }

    #[test]
    fn one_of_a_thing_is_one_thing() {
        assert_eq!(
            [counted(1u64, "row"), counted(1200u64, "row")],
            ["1 row", "1,200 rows"]
        );
    }
}
