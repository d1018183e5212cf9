//! Digits: rounding for display, grouping, signs, and the short forms `15.4M` and `143k`.

use super::{Figure, Locale, MINUS};

const SHORT: [&str; 5] = ["", "k", "M", "B", "T"];

/// The whole number `figure × 10^decimals ÷ 10^power`, rounded half away from zero, as people round on paper.
pub(super) fn rounded(figure: Figure, decimals: u32, power: u32) -> i128 {
    let divisor = 10i128.pow((9 + power).saturating_sub(decimals).min(38));
    let (quotient, rest) = (figure.as_nanos() / divisor, figure.as_nanos() % divisor);
    quotient
        + if rest.unsigned_abs() >= divisor.unsigned_abs().div_ceil(2) {
            rest.signum()
        } else {
            0
        }
}

fn grouped(digits: &str, separator: char) -> String {
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// The digits of an unsigned number that has `decimals` decimals.
pub(super) fn digits(scaled: u128, decimals: u32, locale: &Locale) -> String {
    let decimals = decimals as usize;
    let text = format!("{scaled:0>width$}", width = decimals + 1);
    let (whole, fraction) = text.split_at(text.len() - decimals);
    let mut text = grouped(whole, locale.group);
    if decimals > 0 {
        text.push(locale.decimal);
        text.push_str(fraction);
    }
    text
}

/// Rounded to a number of decimals (at most 9), grouped: `1,902.44`, `−0.50`.
pub fn decimal(figure: Figure, decimals: u32, locale: &Locale) -> String {
    let decimals = decimals.min(9);
    let scaled = rounded(figure, decimals, 0);
    let sign = if scaled < 0 {
        MINUS.to_string()
    } else {
        String::new()
    };
    sign + &digits(scaled.unsigned_abs(), decimals, locale)
}

/// All decimals it has and no more: `3`, `3.5`, `1,902.4401`.
pub fn plain(figure: Figure, locale: &Locale) -> String {
    decimal(figure, decimals(figure), locale)
}

/// How many decimals it has.
pub(crate) fn decimals(figure: Figure) -> u32 {
    let mut nanos = figure.as_nanos();
    let mut decimals = 9;
    while decimals > 0 && nanos % 10 == 0 {
        nanos /= 10;
        decimals -= 1;
    }
    decimals
}

/// Three significant digits and a letter: `15.4M`, `143k`, `820`, `8.6k`, `0.25`.
pub fn compact(figure: Figure, locale: &Locale) -> String {
    let size = figure.magnitude();
    let fits = |step: &u32| size >= Figure::whole(10i128.pow(step * 3));
    let step = (1..SHORT.len() as u32).rev().find(fits).unwrap_or(0);
    let step = if rounded(size, 0, step * 3) >= 1000 {
        (step + 1).min(4)
    } else {
        step
    };
    let decimals = match (step, rounded(size, 1, step * 3)) {
        (0, tenths) if tenths < 1000 => 2,
        (_, tenths) if tenths < 1000 => 1,
        _ => 0,
    };
    let scaled = rounded(figure, decimals, step * 3);
    let text = digits(scaled.unsigned_abs(), decimals, locale);
    let trimmed = if decimals > 0 {
        text.trim_end_matches('0').trim_end_matches(locale.decimal)
    } else {
        &text
    };
    let sign = if scaled < 0 {
        MINUS.to_string()
    } else {
        String::new()
    };
    format!("{sign}{trimmed}{}", SHORT[step as usize])
}

/// A plus before what is above zero: `+1,110`. The minus is already there.
pub fn signed(text: String) -> String {
    let is_zero = !text.chars().any(|c| ('1'..='9').contains(&c));
    if text.starts_with(MINUS) || is_zero {
        text
    } else {
        format!("+{text}")
    }
}
