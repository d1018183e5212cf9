//! Numbers as people and programs write them → [`Exact`]. The decimal mark is decided for a whole column or file,
//! never for one cell; where the file does not tell, a doubtful cell is reported as ambiguous, never guessed.

use std::borrow::Cow;

use model::{Currency, Exact};

use super::currency::{Sign, YEN, take_currency};

/// More letters than a number with sign, currency and grouping has.
const LONGEST: usize = 80;

/// Between the units and the tenths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DecimalMark {
    /// `1,234.50`.
    #[default]
    Point,
    /// `1.234,50`.
    Comma,
    /// The file holds `1.234` or `1,500` and nothing that tells which.
    Ambiguous,
}

/// A word where a number could be. Never a zero by itself: what it means is the format's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Word {
    /// `Included`: covered by a seat or plan.
    Included,
    /// `Free`, `No charge`.
    Free,
    /// `Nil`: somebody says there was nothing.
    Nil,
    /// `-`, `–`.
    Dash,
    /// `NaN`, `null`, `N/A`, `#N/A`.
    Missing,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberValue {
    /// A number, with the sign or code written beside it.
    Exact(Exact, Option<Sign>),
    /// A number in per cent: `12.5 %` is 12.5.
    Percent(Exact),
    /// Nothing.
    Empty,
    /// A word.
    Word(Word),
    /// Either of two numbers: read with a decimal point, and with a decimal comma.
    Ambiguous(Exact, Exact),
    /// Something else.
    Bad,
}

impl NumberValue {
    /// The sign or code beside the number.
    pub(crate) fn sign(self) -> Option<Sign> {
        match self {
            Self::Exact(_, sign) => sign,
            _ => None,
        }
    }

    /// The number, if it is one without doubt.
    pub fn exact(self) -> Option<Exact> {
        match self {
            Self::Exact(value, _) => Some(value),
            _ => None,
        }
    }
}

/// How the numbers of a column or file are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct NumberStyle {
    /// The decimal mark.
    pub mark: DecimalMark,
}

impl NumberStyle {
    /// Decimal point: what programs write.
    pub const POINT: Self = Self {
        mark: DecimalMark::Point,
    };
    /// Decimal comma.
    pub const COMMA: Self = Self {
        mark: DecimalMark::Comma,
    };

    /// With the other decimal mark.
    pub(crate) fn other(self) -> Self {
        match self.mark {
            DecimalMark::Point => Self::COMMA,
            DecimalMark::Comma => Self::POINT,
            DecimalMark::Ambiguous => self,
        }
    }

    /// Reads a cell.
    pub fn read(self, text: &str) -> NumberValue {
        if let Some(plain) = self.plain(text) {
            return NumberValue::Exact(plain, None);
        }
        if text.contains(is_wide) {
            return self.read(&text.chars().map(narrow).collect::<String>());
        }
        let Some(written) = Written::of(text) else {
            return word(text.trim());
        };
        match (written.value(self.mark), written.percent) {
            (Reading::One(value), true) => NumberValue::Percent(value),
            (Reading::One(value), false) => NumberValue::Exact(value, written.currency),
            (Reading::Two(point, comma), _) => NumberValue::Ambiguous(point, comma),
            (Reading::None, _) => NumberValue::Bad,
        }
    }

    /// The number of a text of a few digits and nothing beside them.
    pub(crate) fn short(self, text: &str) -> Option<Exact> {
        Exact::short(text).filter(|_| self.is_told(text))
    }

    /// Whether a point in a text, if there is one, is the decimal mark.
    fn is_told(self, text: &str) -> bool {
        self.mark == DecimalMark::Point || !text.contains('.')
    }

    /// The fast way for what programs write.
    fn plain(self, text: &str) -> Option<Exact> {
        self.is_told(text).then(|| Exact::parse(text))?
    }
}

/// Letters, digits and signs as wide as East Asian ones.
fn is_wide(letter: char) -> bool {
    matches!(letter, '\u{ff01}'..='\u{ff5e}' | '\u{ffe5}' | '\u{3000}')
}

fn narrow(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
        '\u{ffe5}' => '¥',
        '\u{3000}' => ' ',
        other => other,
    }
}

/// A number taken apart: sign, digits with their marks, currency, per cent.
pub(super) struct Written<'a> {
    pub(super) negative: bool,
    /// Digits, points, commas; apostrophes and spaces of grouping taken out. May end in an exponent.
    pub(super) body: Cow<'a, str>,
    pub(super) currency: Option<Sign>,
    percent: bool,
}

pub(super) enum Reading {
    None,
    One(Exact),
    Two(Exact, Exact),
}

impl<'a> Written<'a> {
    pub(super) fn of(text: &'a str) -> Option<Self> {
        if text.len() > LONGEST || !text.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let mut rest = text.trim();
        let (mut currency, mut percent, mut is_whole) = (None, false, false);
        let mut signs = 0;
        // Signs, brackets and currencies nest in any order: `-$5`, `$-5`, `$(5)`, `(5 EUR)`, `5-`, `5 CR`.
        for _ in 0..5 {
            let before = rest;
            if let Some(inner) = rest.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
                signs += 1;
                rest = inner.trim();
            }
            if let Some((inner, is_credit)) = booked(rest) {
                signs += u8::from(is_credit);
                rest = inner;
            }
            if let Some(inner) = without_fraction(rest) {
                (is_whole, rest) = (true, inner);
            }
            if let Some(inner) = rest.strip_prefix(['-', '\u{2212}', '\u{2013}', '\u{25b2}', '\u{25b3}']) {
                signs += 1;
                rest = inner.trim_start();
            } else if let Some(inner) = without_trailing_minus(rest) {
                signs += 1;
                rest = inner;
            } else if let Some(inner) = rest.strip_prefix('+') {
                rest = inner.trim_start();
            }
            if let Some(inner) = rest.strip_suffix('%') {
                percent = true;
                rest = inner.trim_end();
            }
            let is_digit = |letter: char| letter.is_ascii_digit();
            if currency.is_none() && !(rest.starts_with(is_digit) && rest.ends_with(is_digit)) {
                (rest, currency) = take_currency(rest);
            }
            if rest == before {
                break;
            }
        }
        // Two signs say nothing: `--5`, `(5)-`.
        if signs > 1 {
            return None;
        }
        let body = if is_whole {
            whole(ungrouped(rest)?)?
        } else {
            ungrouped(rest)?
        };
        Some(Self {
            negative: signs == 1,
            body,
            currency,
            percent,
        })
    }

    pub(super) fn value(&self, mark: DecimalMark) -> Reading {
        let read = |mark| {
            with_mark(&self.body, mark).map(|value| if self.negative { value.negated() } else { value })
        };
        let (point, comma) = (read(DecimalMark::Point), read(DecimalMark::Comma));
        let one = match mark {
            DecimalMark::Point => point,
            DecimalMark::Comma => comma,
            DecimalMark::Ambiguous => match (point, comma) {
                (Some(point), Some(comma)) if point != comma => match self.whole_mark() {
                    Some(DecimalMark::Point) => Some(point),
                    Some(_) => Some(comma),
                    None => return Reading::Two(point, comma),
                },
                _ => point.or(comma),
            },
        };
        one.map_or(Reading::None, Reading::One)
    }

    /// The decimal mark under which the one mark in an amount groups by thousands, where it can be no decimal mark: beside
    /// a currency without decimals, and a comma beside the sign of yen and yuan.
    pub(super) fn whole_mark(&self) -> Option<DecimalMark> {
        let sign = self.currency?;
        let groups = if self.body.contains(',') {
            DecimalMark::Point
        } else {
            DecimalMark::Comma
        };
        let is_whole = !sign.is_shared() && Currency::new(sign.text()).minor_digits() == 0;
        (is_whole || (sign.text() == YEN && groups == DecimalMark::Point)).then_some(groups)
    }
}

/// What a trailing minus makes negative: `20,00-`.
fn without_trailing_minus(text: &str) -> Option<&str> {
    let inner = text.strip_suffix(['-', '\u{2212}'])?.trim_end();
    let is_amount = inner.ends_with(|letter: char| !is_dash(letter) && !matches!(letter, ',' | '.' | ':'));
    is_amount.then_some(inner)
}

/// An amount booked as a credit, `20.00 CR`, or as a debit, `20.00 DR`; also as `20.00 Cr.` or
/// `20.00(Dr)`, where cents tell that it is no crore.
fn booked(text: &str) -> Option<(&str, bool)> {
    let digits = text.trim_end_matches(|letter: char| !letter.is_ascii_digit());
    let word = text[digits.len()..].trim();
    let bare = word.trim_start_matches('(').trim_end_matches([')', '.']);
    let is_credit = matches!(bare, "CR" | "Cr");
    let cents = digits.rsplit(['.', ',']).next().unwrap_or_default();
    let has_cents =
        cents.len() == 2 && digits.len() > 2 && digits.starts_with(|letter: char| letter.is_ascii_digit());
    let is_word = matches!(word, "CR" | "DR") || (has_cents && (is_credit || matches!(bare, "DR" | "Dr")));
    (is_word && !digits.is_empty()).then_some((digits, is_credit))
}

fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '\u{2212}' | '\u{2013}' | '\u{2014}')
}

/// The part before a mark with one or two dashes in place of the fraction: `20,-`, `20.--`, `20:–`.
fn without_fraction(text: &str) -> Option<&str> {
    let before = text.trim_end_matches(is_dash);
    let whole = before.strip_suffix([',', '.', ':'])?;
    let dashes = text[before.len()..].chars().count();
    ((1..=2).contains(&dashes) && whole.ends_with(|letter: char| letter.is_ascii_digit())).then_some(whole)
}

/// A body that has no fraction, so that a mark in it can only group.
fn whole(body: Cow<'_, str>) -> Option<Cow<'_, str>> {
    match (body.contains('.'), body.contains(',')) {
        (false, false) => Some(body),
        (true, false) => Some(format!("{body},0").into()),
        (false, true) => Some(format!("{body}.0").into()),
        (true, true) => None,
    }
}

/// Takes grouping by apostrophe or space out; `None` if anything but digits, marks and an exponent is left.
fn ungrouped(text: &str) -> Option<Cow<'_, str>> {
    if !text.starts_with(|letter: char| letter.is_ascii_digit() || letter == '.' || letter == ',') {
        return None;
    }
    let allowed =
        |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',' | 'e' | 'E' | '+' | '-');
    if text.chars().all(allowed) {
        return Some(Cow::Borrowed(text));
    }
    let mut parts = text.split([' ', '\u{a0}', '\u{202f}', '\u{2009}', '\'', '\u{2019}']);
    let mut joined = parts.next()?.to_owned();
    if joined.len() > 3 || !joined.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    for part in parts {
        let digits = part.find(['.', ',']).unwrap_or(part.len());
        if digits != 3 {
            return None;
        }
        joined.push_str(part);
    }
    joined.chars().all(allowed).then_some(Cow::Owned(joined))
}

/// The value under a decimal mark; `None` where the other mark does not group by threes (or, in India, by twos).
pub(super) fn with_mark(body: &str, mark: DecimalMark) -> Option<Exact> {
    let (decimal, group) = match mark {
        DecimalMark::Comma => (',', '.'),
        _ => ('.', ','),
    };
    let (whole, fraction) = match body.split_once(decimal) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (body, None),
    };
    if !whole.contains(group) {
        return match (fraction, mark) {
            (Some(fraction), DecimalMark::Comma) => Exact::parse(&format!("{whole}.{fraction}")),
            _ => Exact::parse(body),
        };
    }
    let groups: Vec<&str> = whole.split(group).collect();
    let (first, last) = (groups[0], groups[groups.len() - 1]);
    let middle = &groups[1..groups.len() - 1];
    let is_whole = groups
        .iter()
        .all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let by_threes = (1..=3).contains(&first.len()) && middle.iter().all(|part| part.len() == 3);
    let by_twos = mark != DecimalMark::Comma
        && (1..=2).contains(&first.len())
        && !middle.is_empty()
        && middle.iter().all(|part| part.len() == 2);
    if !is_whole || last.len() != 3 || !(by_threes || by_twos) || first.starts_with('0') {
        return None;
    }
    let digits = groups.concat();
    Exact::parse(&match fraction {
        Some(fraction) => format!("{digits}.{fraction}"),
        None => digits,
    })
}

pub(super) fn word(text: &str) -> NumberValue {
    let is = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if text.is_empty() {
        NumberValue::Empty
    } else if is(&[
        "included",
        "included in plan",
        "included in pro",
        "included in business",
        "inbegriffen",
        "enthalten",
        "inklusive",
        "inclus",
        "inkluderad",
        "inkluderat",
        "inbegrepen",
        "incluido",
        "incluso",
        "inkluderet",
    ]) {
        NumberValue::Word(Word::Included)
    } else if is(&[
        "free",
        "no charge",
        "gratis",
        "kostenlos",
        "kostenfrei",
        "gratuit",
        "kostnadsfri",
        "gratuito",
    ]) {
        NumberValue::Word(Word::Free)
    } else if is(&["nil", "none"]) {
        NumberValue::Word(Word::Nil)
    } else if is(&[
        "-", "–", "—", "\u{2212}", "--", "$-", "£-", "€-", "$ -", "£ -", "€ -",
    ]) {
        NumberValue::Word(Word::Dash)
    } else if is(&[
        "nan",
        "null",
        "n/a",
        "na",
        "#n/a",
        "\\n",
        "undefined",
        "k.a.",
        "k. a.",
    ]) {
        NumberValue::Word(Word::Missing)
    } else {
        NumberValue::Bad
    }
}
