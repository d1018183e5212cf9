//! Numbers that are no money: chances, inputs, counts of things. Formats, computes nothing.

use charts::format;
use charts::{Figure, Locale};

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

/// At least four digits that count, as far as there are so many, and no fewer decimals than are usual: `0.025`, `1.235`, `5.00`.
pub(super) fn four_digits(figure: Figure, usual: u32, locale: &Locale) -> String {
    let size = figure.magnitude().as_nanos();
    let first = (0..=12)
        .find(|place| size >= 10i128.pow(12 - place))
        .unwrap_or(12);
    // The first digit that counts is that of thousands, hundreds …
    let decimals = first.min(9).max(usual);
    let long = format::decimal(figure, decimals, locale);
    let Some(point) = long.find(locale.decimal) else {
        return long;
    };
    let least = if usual == 0 {
        point
    } else {
        point + 1 + usual as usize
    };
    let bare = long.trim_end_matches('0').trim_end_matches(locale.decimal);
    long[..bare.len().max(least)].to_owned()
}

/// A change with its sign, `+0.2`, `−1.5`, never `−0.0`.
pub fn signed_number(value: f64, decimals: u32) -> String {
    let figure = Figure::nanos((value * 1e9).round() as i128);
    format::signed(format::decimal(figure, decimals, &Locale::default()))
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
    fn a_price_of_one_keeps_four_digits_that_count() {
        let price = |nanos| four_digits(Figure::nanos(nanos), 2, &Locale::default());
        assert_eq!(
            [
                25_000_000,
                175_000_000,
                1_234_567_890,
                18_751_234_567,
                5_000_000_000
            ]
            .map(price),
            ["0.025", "0.175", "1.235", "18.75", "5.00"]
        );
        assert_eq!(
            [1_234_567_000_000, 92_463_000, 0].map(price),
            ["1,234.57", "0.09246", "0.00"]
        );
        let yen = four_digits(Figure::nanos(1_500_000_000), 0, &Locale::default());
        assert_eq!(yen, "1.5");
    }

    #[test]
    fn a_change_has_the_minus_that_is_one() {
        assert_eq!(
            [0.24, -1.46, -0.01].map(|change| signed_number(change, 1)),
            ["+0.2", "\u{2212}1.5", "0.0"]
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
