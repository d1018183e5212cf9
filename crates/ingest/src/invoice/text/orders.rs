//! Which of day and month goes first in the days of a document, for each mark between them, and how firm that is.

use super::beside::Style;
use super::day::is_between;
use super::labels::{Labels, Role};
use super::rows::is_in_table;
use super::sheet::Sheet;
use crate::value::{DateOrder, DecimalMark};

/// An order of day and month.
#[derive(Clone, Copy, Debug)]
pub(super) struct Order {
    pub(super) order: DateOrder,
    /// Whether days beside labels prove it, or a language that is the only one. A date in the description of an article
    /// is somebody's own.
    pub(super) firm: bool,
}

impl Order {
    const OPEN: Self = Self {
        order: DateOrder::Ambiguous,
        firm: false,
    };
}

/// The order of day and month for each mark between them: an article `7.2.11` says nothing about `09/04/2026`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Orders {
    point: Order,
    slash: Order,
    dash: Order,
    /// Whether two digits before a dash are the year: `26-09-14`.
    pub(super) year_first: bool,
}

impl From<DateOrder> for Orders {
    fn from(order: DateOrder) -> Self {
        let order = Order { order, firm: true };
        Self {
            point: order,
            slash: order,
            dash: order,
            year_first: false,
        }
    }
}

impl Orders {
    /// What the days of a document prove, or its language has.
    pub(super) fn of(sheet: &Sheet<'_>, mark: DecimalMark, labels: &Labels, language: &str) -> Self {
        let style = Style {
            mark,
            order: DateOrder::Ambiguous.into(),
        };
        let native = !matches!(language, "" | "en");
        let alone = native && !labels.names_days_in("en", language, sheet.texts());
        let by = |mark: char| {
            let shown = |firm: bool| one(shown_by(sheet, style, mark, firm));
            let weak = |order| Order { order, firm: false };
            let by_language = || {
                (native || mark == '.').then_some(Order {
                    order: DateOrder::Dmy,
                    firm: alone,
                })
            };
            match shown(true) {
                Some(DateOrder::Ambiguous) => Order::OPEN,
                Some(order) => Order { order, firm: true },
                None => match shown(false) {
                    Some(order) if !alone => weak(order),
                    _ => by_language().unwrap_or(Order::OPEN),
                },
            }
        };
        Self {
            point: by('.'),
            slash: by('/'),
            dash: by('-'),
            year_first: language == "sv",
        }
    }

    /// The order for the first mark in a date.
    pub(super) fn for_date(self, text: &str) -> Order {
        match text.chars().find(|letter| matches!(letter, '.' | '/' | '-')) {
            Some('.') => self.point,
            Some('-') => self.dash,
            _ => self.slash,
        }
    }

    /// Whether every order is firm.
    pub(super) fn is_firm(self) -> bool {
        self.point.firm && self.slash.firm && self.dash.firm
    }

    /// With another order wherever none is firm.
    pub(super) fn or(self, order: DateOrder) -> Self {
        let other = |own: Order| {
            if own.firm {
                own
            } else {
                Order { order, firm: false }
            }
        };
        Self {
            point: other(self.point),
            slash: other(self.slash),
            dash: other(self.dash),
            ..self
        }
    }
}

/// The only order of all that are shown; none where none is, open where both are.
fn one(shown: impl Iterator<Item = DateOrder>) -> Option<DateOrder> {
    shown.reduce(|one, other| if one == other { one } else { DateOrder::Ambiguous })
}

/// The orders that the days of a document show by a part above 12: those that tell days, or those in descriptions.
fn shown_by<'s>(
    sheet: &'s Sheet<'_>,
    style: Style,
    mark: char,
    firm: bool,
) -> impl Iterator<Item = DateOrder> + 's {
    let texts = sheet.texts().enumerate();
    let shown = texts.flat_map(move |(at, text)| {
        let words = text.split(is_between);
        words.filter_map(move |word| Some((at, shown_in(word, mark)?)))
    });
    let fitting = shown.filter(move |(at, _)| firm != is_described(sheet, style, *at));
    fitting.map(|(_, order)| order)
}

/// Whether a text has words in a table of lines, none of which announces a value.
fn is_described(sheet: &Sheet<'_>, style: Style, at: usize) -> bool {
    let spot = &sheet.spots[at];
    let is_value = |role: Role| !role.is_column() && role != Role::Other;
    let mut words = spot.text().split(is_between);
    words.any(|word| word.starts_with(char::is_alphabetic))
        && !spot.hits.iter().any(|hit| is_value(hit.role))
        && is_in_table(sheet, at, style)
}

/// What `15/11/2019` shows by a part above 12. Points and a short year are also in the version of a product.
fn shown_in(word: &str, mark: char) -> Option<DateOrder> {
    let parts: Vec<&str> = word.trim_end_matches(['.', ',']).split(mark).collect();
    let [a, b, c] = parts[..] else { return None };
    let numbers: Option<Vec<u32>> = [a, b, c].iter().map(|part| part.parse().ok()).collect();
    let numbers = numbers?;
    if a.len() > 2 || b.len() > 2 || c.len() != 4 && (c.len() != 2 || mark == '.') {
        return None;
    }
    match (numbers[0], numbers[1]) {
        (13..=31, 1..=12) => Some(DateOrder::Dmy),
        (1..=12, 13..=31) => Some(DateOrder::Mdy),
        _ => None,
    }
}
