//! Which decimal mark the numbers of a column use: evidence gathered cell by cell. Reads no numbers itself.

use serde::{Deserialize, Serialize};

use super::currency::Sign;
use super::number::{DecimalMark, NumberStyle, NumberValue, Reading, Written, with_mark, word};

/// Evidence for a decimal mark, gathered cell by cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberSurvey {
    /// Cells that are numbers.
    pub numbers: u64,
    /// Numbers below zero.
    pub negatives: u64,
    /// Cells that are words such as `Included`.
    pub words: u64,
    /// Cells that are anything else but empty.
    pub others: u64,
    /// Cells that only a decimal point explains, only a comma, and both.
    point: u64,
    comma: u64,
    either_point: u64,
    either_comma: u64,
    /// Of those that both explain, the ones that are no whole number with the mark that they have.
    part_point: u64,
    part_comma: u64,
    /// Hundredths behind a point, and behind a comma.
    cents_point: u64,
    cents_comma: u64,
    small: u64,
    large: u64,
    anglo: u64,
    /// What is written beside the numbers, and whether that is several things.
    #[serde(skip)]
    sign: Option<Sign>,
    #[serde(skip)]
    has_signs: bool,
}

impl NumberSurvey {
    /// Looks at one cell.
    pub fn see(&mut self, text: &str) {
        if self.see_plain(text) {
            return;
        }
        let Some(written) = Written::of(text) else {
            match word(text.trim()) {
                NumberValue::Empty => {}
                NumberValue::Bad => self.others += 1,
                _ => self.words += 1,
            }
            return;
        };
        let reading = written.value(DecimalMark::Ambiguous);
        if matches!(reading, Reading::None) {
            self.others += 1;
            return;
        }
        self.numbers += 1;
        self.negatives += u64::from(written.negative);
        self.see_sign(written.currency);
        self.weigh(&written);
    }

    /// Counts a number of a cell that holds a number and no text: it has no decimal mark.
    pub fn count(&mut self, number: &str) {
        self.numbers += 1;
        self.negatives += u64::from(number.starts_with('-'));
    }

    fn see_sign(&mut self, sign: Option<Sign>) {
        match (self.sign, sign) {
            (Some(have), Some(other)) if have.code() != other.code() => self.has_signs = true,
            (have, Some(_)) if have.is_none_or(Sign::is_shared) => self.sign = sign,
            _ => {}
        }
    }

    /// What is written beside the numbers, of one currency; `None` if nothing is, or several.
    pub(crate) fn sign(&self) -> Option<Sign> {
        self.sign.filter(|_| !self.has_signs)
    }

    /// The fast way for digits with at most a sign and one point. Weighs as [`Self::weigh`] does.
    fn see_plain(&mut self, text: &str) -> bool {
        let digits = match text.as_bytes() {
            [b'-', digits @ ..] | digits => digits,
        };
        let mut point = None;
        for (at, byte) in digits.iter().enumerate() {
            match byte {
                b'0'..=b'9' => {}
                b'.' if point.is_none() => point = Some(at),
                _ => return false,
            }
        }
        let whole = point.unwrap_or(digits.len());
        let fraction = point.map_or(0, |point| digits.len() - point - 1);
        if whole == 0 || digits.len() > 30 || (point.is_some() && fraction == 0) {
            return false;
        }
        self.numbers += 1;
        self.negatives += u64::from(digits.len() < text.len());
        match fraction {
            0 if whole <= 3 => self.small += 1,
            0 => self.large += 1,
            3 if whole <= 3 && digits[0] != b'0' => {
                self.either_point += 1;
                self.part_point += u64::from(!digits.ends_with(b"000"));
            }
            fraction => {
                self.point += 1;
                self.cents_point += u64::from(fraction == 2);
            }
        }
        true
    }

    fn weigh(&mut self, written: &Written<'_>) {
        let body = &*written.body;
        let (point, comma) = (
            with_mark(body, DecimalMark::Point),
            with_mark(body, DecimalMark::Comma),
        );
        match (point, comma) {
            (Some(a), Some(b)) if a == b => {
                self.small += u64::from(body.len() <= 3);
                self.large += u64::from(body.len() > 3);
            }
            (Some(_), Some(_)) if let Some(mark) = written.whole_mark() => {
                let told = if mark == DecimalMark::Point {
                    &mut self.point
                } else {
                    &mut self.comma
                };
                *told += 1;
            }
            (Some(_), Some(_)) => {
                let is_part = u64::from(!body.ends_with("000"));
                if body.contains('.') {
                    self.either_point += 1;
                    self.part_point += is_part;
                } else {
                    self.either_comma += 1;
                    self.part_comma += is_part;
                }
                self.anglo += u64::from(matches!(
                    written.currency.and_then(Sign::code),
                    Some("GBP" | "USD")
                ));
            }
            (Some(_), None) => {
                self.point += 1;
                self.cents_point += u64::from(has_cents(body, '.'));
            }
            _ => {
                self.comma += 1;
                self.cents_comma += u64::from(has_cents(body, ','));
            }
        }
    }

    /// Whether more cells may still tell: those seen so far are blank, words, or some of them numbers.
    pub fn is_open(&self) -> bool {
        self.others == 0 || self.numbers > 0 && self.numbers * 10 >= self.others
    }

    /// Whether it is a column of numbers, a few cells aside.
    pub fn is_mostly_numbers(&self) -> bool {
        self.numbers > self.others
    }

    /// Adds the evidence of another column.
    pub fn merge(&mut self, other: &Self) {
        self.numbers += other.numbers;
        self.negatives += other.negatives;
        self.words += other.words;
        self.others += other.others;
        self.point += other.point;
        self.comma += other.comma;
        self.either_point += other.either_point;
        self.either_comma += other.either_comma;
        self.part_point += other.part_point;
        self.part_comma += other.part_comma;
        self.cents_point += other.cents_point;
        self.cents_comma += other.cents_comma;
        self.small += other.small;
        self.large += other.large;
        self.anglo += other.anglo;
        self.see_sign(other.sign);
        self.has_signs |= other.has_signs;
    }

    /// Numbers that cannot be read with a decimal mark.
    pub fn unread(&self, mark: DecimalMark) -> u64 {
        match mark {
            DecimalMark::Point => self.comma,
            DecimalMark::Comma => self.point,
            DecimalMark::Ambiguous => 0,
        }
    }

    /// Numbers that either mark can read, differently.
    pub fn open(&self) -> u64 {
        self.either_point + self.either_comma
    }

    /// Whether a cell was seen that says which mark it is, or that leaves it open.
    pub fn is_telling(&self) -> bool {
        self.point + self.comma + self.either_point + self.either_comma > 0
    }

    /// The style that a format is known to write, unless the cells say another one, or could as well be written in it: a
    /// spreadsheet saves a file again as its country writes numbers. What a user's own mapping says holds where cells
    /// leave it open. In a file of another country's spreadsheet `1.000` may be a thousand, too.
    pub fn style_told(&self, told: NumberStyle, is_own: bool, is_abroad: bool) -> NumberStyle {
        let (own, other, mut open) = match told.mark {
            DecimalMark::Point => (self.point, self.comma, self.either_comma),
            DecimalMark::Comma => (self.comma, self.point, self.either_point),
            DecimalMark::Ambiguous => return self.style(),
        };
        if is_abroad {
            open = self.either_point + self.either_comma;
        }
        if own >= other && (own > 0 || open == 0 || is_own) {
            told
        } else {
            self.style()
        }
    }

    /// The style of a file by numbers that are counts, and so whole: `1,210` has no comma for a decimal mark.
    pub(crate) fn style_of_counts(&self) -> Option<NumberStyle> {
        match (self.part_point, self.part_comma) {
            (0, 0) => None,
            (0, _) => Some(NumberStyle::POINT),
            (_, 0) => Some(NumberStyle::COMMA),
            _ => None,
        }
    }

    /// The style of a file by amounts beside those that are read: hundredths tell, other fractions may be versions.
    pub(crate) fn style_of_cents(&self) -> Option<NumberStyle> {
        match (self.cents_point, self.cents_comma) {
            (0, 0) => None,
            (_, 0) if self.comma == 0 => Some(NumberStyle::POINT),
            (0, _) if self.point == 0 => Some(NumberStyle::COMMA),
            _ => None,
        }
    }

    /// The style that explains most; ambiguous where the cells leave it open.
    pub fn style(&self) -> NumberStyle {
        let open = self.either_point + self.either_comma;
        // Thousands are grouped when enough of them always have three digits behind the mark,
        // stand beside plain numbers below a thousand, and no plain number is longer.
        let grouped = open >= 20 && self.small >= 5 && self.large == 0;
        let mark = match (self.point, self.comma) {
            (0, 0) if open == 0 => DecimalMark::Point,
            (0, 0) if self.either_point == 0 && (self.anglo > 0 || grouped) => DecimalMark::Point,
            (0, 0) if self.either_comma == 0 && self.anglo == 0 && grouped => DecimalMark::Comma,
            // `1.234` and `1,234` in one column, or only one of them: nothing tells.
            (0, 0) => DecimalMark::Ambiguous,
            (point, comma) if comma > point => DecimalMark::Comma,
            _ => DecimalMark::Point,
        };
        NumberStyle { mark }
    }
}

fn has_cents(body: &str, mark: char) -> bool {
    body.rsplit_once(mark)
        .is_some_and(|(_, fraction)| fraction.len() == 2)
}
