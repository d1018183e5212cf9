//! Units: what a figure counts, and how it is written in full, in short, and on an axis.

use model::{Currency, Money};

use super::number::{digits, rounded};
use super::{Figure, Locale, MINUS, THIN, compact, decimal, plain};

/// What a figure counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Money in one currency.
    Money(Currency),
    /// Things: `tokens`, `people`.
    Count(String),
    /// A share of one: 0.62 is 62 %.
    Share,
    /// Any other quantity with its name, which may be empty: `hours`, `tickets per agent`.
    Quantity(String),
}

/// Whether a page shows one currency (sign) or several (ISO code).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Currencies {
    /// One: `$1,902.44`.
    One,
    /// Several: `USD 1,902.44`.
    Mixed,
}

fn sign_of(code: &str) -> Option<&'static str> {
    Some(match code {
        "USD" => "$",
        "EUR" => "€",
        "GBP" => "£",
        "JPY" => "¥",
        "INR" => "₹",
        "KRW" => "₩",
        "ILS" => "₪",
        "UAH" => "₴",
        "VND" => "₫",
        _ => return None,
    })
}

fn with_currency(number: &str, code: &str, currencies: Currencies, locale: &Locale) -> String {
    let (minus, number) = match number.strip_prefix(MINUS) {
        Some(rest) => ("\u{2212}", rest),
        None => ("", number),
    };
    match (code, sign_of(code)) {
        ("", _) => format!("{minus}{number}"),
        (_, Some(sign)) if currencies == Currencies::One => {
            if locale.is_sign_after {
                format!("{minus}{number}{THIN}{sign}")
            } else {
                format!("{minus}{sign}{number}")
            }
        }
        _ if code.len() == 3 && !locale.is_sign_after => format!("{minus}{code}{THIN}{number}"),
        _ => format!("{minus}{number}{THIN}{code}"),
    }
}

/// The decimals of an amount: the currency's own, more only where the amount would read as zero.
fn money_number(figure: Figure, currency: &Currency, locale: &Locale) -> String {
    let usual = currency.minor_digits();
    let needed = (usual..=9).find(|decimals| rounded(figure, *decimals, 0) != 0);
    match needed {
        Some(decimals) if decimals > usual => decimal(figure, (decimals + 1).min(9), locale),
        _ => decimal(figure, usual, locale),
    }
}

/// `$1,902.44`, `€1.234,50`, `1.234,50 €` by locale; `USD 1,902.44` where currencies are mixed.
pub fn money(money: &Money, currencies: Currencies, locale: &Locale) -> String {
    let number = money_number(Figure::from(money), &money.currency, locale);
    with_currency(&number, money.currency.code(), currencies, locale)
}

/// In short; under a hundred with all decimals of the currency, or none: `12.50`, `8`, `143k`.
fn short_number(figure: Figure, currency: &Currency, locale: &Locale) -> String {
    if is_parted(figure) && rounded(figure, currency.minor_digits(), 0) != 0 {
        decimal(figure, currency.minor_digits(), locale)
    } else {
        compact(figure, locale)
    }
}

/// Whether all are under a hundred and any is not whole.
fn are_parted(figures: &[Figure]) -> bool {
    let is_small = |figure: &Figure| figure.magnitude() < Figure::whole(100);
    figures.iter().all(is_small) && figures.iter().any(|figure| is_parted(*figure))
}

/// Whether it is under a hundred and not whole.
fn is_parted(figure: Figure) -> bool {
    figure.magnitude() < Figure::whole(100) && figure.as_nanos() % 1_000_000_000 != 0
}

/// `$143k`, `−$1.9M`, `USD 143k`, `$12.50`.
pub fn money_compact(money: &Money, currencies: Currencies, locale: &Locale) -> String {
    let number = short_number(Figure::from(money), &money.currency, locale);
    with_currency(&number, money.currency.code(), currencies, locale)
}

/// `15,400,123`.
pub fn count(number: i128, locale: &Locale) -> String {
    let minus = if number < 0 { "\u{2212}" } else { "" };
    format!("{minus}{}", digits(number.unsigned_abs(), 0, locale))
}

/// `15.4M`.
pub fn count_compact(number: i128, locale: &Locale) -> String {
    compact(Figure::whole(number), locale)
}

/// A share as a percentage: 0.6234 is `62.3 %` with one decimal.
pub fn percent(share: Figure, decimals: u32, locale: &Locale) -> String {
    let hundredfold = Figure::nanos(share.as_nanos().saturating_mul(100));
    format!("{}{THIN}%", decimal(hundredfold, decimals, locale))
}

/// A quantity from millionths with its unit: `3.5 hours`.
pub fn quantity(micros: i128, unit: &str, locale: &Locale) -> String {
    let number = plain(Figure::micros(micros), locale);
    if unit.is_empty() {
        number
    } else {
        format!("{number}{THIN}{unit}")
    }
}

impl Unit {
    /// Money, counts of things and shares, written in full.
    pub fn full(&self, figure: Figure, locale: &Locale) -> String {
        match self {
            Self::Money(currency) => {
                let number = money_number(figure, currency, locale);
                with_currency(&number, currency.code(), locale.currencies, locale)
            }
            Self::Share => percent(figure, 1, locale),
            Self::Count(name) | Self::Quantity(name) if name.is_empty() => plain(figure, locale),
            Self::Count(name) | Self::Quantity(name) => format!("{}{THIN}{name}", plain(figure, locale)),
        }
    }

    /// In short, without the name of what is counted: `$143k`, `15.4M`, `62 %`.
    pub fn short(&self, figure: Figure, locale: &Locale) -> String {
        match self {
            Self::Money(currency) => with_currency(
                &short_number(figure, currency, locale),
                currency.code(),
                locale.currencies,
                locale,
            ),
            Self::Share => percent(figure, 0, locale),
            Self::Count(_) | Self::Quantity(_) => compact(figure, locale),
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::Money(currency) => currency.code(),
            Self::Count(name) | Self::Quantity(name) => name,
            Self::Share => "%",
        }
    }
}

/// Powers of ten that an axis counts in, and their words.
const MAGNITUDES: &[(i32, &str)] = &[(3, "thousand"), (6, "million"), (9, "billion"), (12, "trillion")];

/// A unit without the power of ten that an axis counts in: `USD` of `thousand USD`.
pub(crate) fn without_magnitude(phrase: &str) -> &str {
    MAGNITUDES
        .iter()
        .find_map(|(_, word)| phrase.strip_prefix(word)?.strip_prefix(' '))
        .unwrap_or(phrase)
}

/// The power of ten an axis counts in, so that its ticks stay short and its unit is said once, in the subtitle.
#[derive(Clone, Debug)]
pub(crate) struct Magnitude {
    /// 0, 3, 6, 9, 12; −2 for percentages.
    pub(crate) power: i32,
    decimals: u32,
    unit: Unit,
}

impl Magnitude {
    /// The magnitude that suits an axis whose longest value and tick step are given.
    pub(crate) fn of(unit: &Unit, longest: f64, step: f64) -> Self {
        let power = match unit {
            Unit::Share => -2,
            _ if longest >= 2e12 => 12,
            _ if longest >= 2e9 => 9,
            _ if longest >= 2e6 => 6,
            _ if longest >= 2e3 => 3,
            _ => 0,
        };
        let step = step / 10f64.powi(power);
        let decimals = (0..4).find(|d| is_whole(step * 10f64.powi(*d))).unwrap_or(4) as u32;
        Self {
            power,
            decimals,
            unit: unit.clone(),
        }
    }

    /// `thousand USD`, `million tokens`, `%`.
    pub(crate) fn phrase(&self) -> String {
        let word = MAGNITUDES
            .iter()
            .find(|(power, _)| *power == self.power)
            .map_or("", |(_, word)| word);
        let parts = [word, self.unit.name()];
        parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// A tick of the axis: a round number chosen by the axis, not a figure of the book.
    pub(crate) fn tick(&self, value: f64, locale: &Locale) -> String {
        let nanos = (value / 10f64.powi(self.power) * 1e9).round() as i128;
        decimal(Figure::nanos(nanos), self.decimals, locale)
    }

    /// A figure in the axis' unit, with about three significant digits: `143`, `8.6`; of money, `12.50`.
    pub(crate) fn label(&self, figure: Figure, locale: &Locale) -> String {
        self.precise(figure, 0, are_parted(&[figure]), locale)
    }

    /// Labels of figures side by side: neighbours that differ do not read alike, as far as two more digits tell. Money has
    /// its minor units where no amount is large.
    pub(crate) fn labels(&self, figures: &[Figure], locale: &Locale) -> Vec<String> {
        let has_parts = are_parted(figures);
        let text = |at: usize, more| self.precise(figures[at], more, has_parts, locale);
        let is_alike = |at: usize, more| {
            let near = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
            let mut others =
                near.filter(|near| figures.get(*near).is_some_and(|other| *other != figures[at]));
            others.any(|other| text(other, more) == text(at, more))
        };
        let label = |at| text(at, (0..3).find(|more| !is_alike(at, *more)).unwrap_or(0));
        (0..figures.len()).map(label).collect()
    }

    fn precise(&self, figure: Figure, more: u32, has_parts: bool, locale: &Locale) -> String {
        if matches!(self.unit, Unit::Share) {
            return decimal(Figure::nanos(figure.as_nanos().saturating_mul(100)), more, locale);
        }
        if let (Unit::Money(currency), 0, true) = (&self.unit, self.power, has_parts) {
            return money_number(figure, currency, locale);
        }
        let power = self.power.unsigned_abs();
        let size = figure.magnitude();
        let decimals = match rounded(size, 1, power) {
            0 if size != Figure::ZERO => 2,
            tenths if tenths < 100 => 1,
            _ => 0,
        } + more;
        let scaled = rounded(figure, decimals, power);
        let minus = if scaled < 0 { "\u{2212}" } else { "" };
        let text = digits(scaled.unsigned_abs(), decimals, locale);
        let zeros = format!("{}0", locale.decimal);
        format!("{minus}{}", text.strip_suffix(&zeros).unwrap_or(&text))
    }
}

fn is_whole(value: f64) -> bool {
    (value - value.round()).abs() < 1e-6
}
