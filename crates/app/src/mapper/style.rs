//! How the columns that a draft takes write their numbers and dates: as the user says, else as all their cells say.

use ingest::profile::{ColumnProfile, Profile};
use ingest::value::{DateOrder, DateSurvey, DecimalMark, NumberSurvey};

use super::draft::Draft;
use super::target::{Holds, TURN, target};
use super::{period, wide};

/// Styles in force.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Styles {
    pub dates: DateOrder,
    pub decimal: DecimalMark,
    /// Whether a column has dates, and numbers with a mark: else there is nothing to choose.
    pub has_dates: bool,
    pub has_marks: bool,
}

/// The styles of a draft.
pub(crate) fn styles(draft: &Draft, profile: &Profile) -> Styles {
    let (mut dates, mut numbers) = (DateSurvey::default(), NumberSurvey::default());
    for (column, holds) in taken(draft, profile) {
        match holds {
            Holds::Day => dates.merge(&column.dates),
            Holds::Money | Holds::Number => numbers.merge(&column.numbers),
            Holds::Range => see_both(&mut dates, &column.values),
            _ => {}
        }
    }
    let heading = target(draft.row_kind(), &draft.heading);
    if heading.is_some_and(|heading| heading.holds == Holds::Day) {
        let turned: Vec<usize> = draft.turned().collect();
        let said = wide::said(turned.iter().copied(), profile).unwrap_or_default();
        for place in turned {
            dates.see(said.meant(&profile.columns[place].name));
        }
    }
    if dates.is_undecided() {
        let others = profile.columns.iter().map(|column| &column.dates);
        let others = others.filter(|others| others.is_mostly_dates());
        others.for_each(|others| dates.merge(others));
    }
    Styles {
        dates: match draft.dates.as_str() {
            "iso" => DateOrder::Iso,
            "dmy" => DateOrder::Dmy,
            "mdy" => DateOrder::Mdy,
            _ => dates.style().order,
        },
        decimal: match draft.decimal.as_str() {
            "point" => DecimalMark::Point,
            "comma" => DecimalMark::Comma,
            _ => match numbers.style().mark {
                DecimalMark::Ambiguous if is_east_asian(profile) => DecimalMark::Point,
                mark => mark,
            },
        },
        has_dates: dates.dates > 0,
        has_marks: numbers.is_telling(),
    }
}

/// Whether headings are Japanese, Chinese or Korean, whose writers part thousands by commas.
fn is_east_asian(profile: &Profile) -> bool {
    let letters = profile.columns.iter().flat_map(|column| column.name.chars());
    letters.into_iter().any(|letter| {
        matches!(letter, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
    })
}

/// The two days of each cell.
fn see_both(dates: &mut DateSurvey, cells: &[String]) {
    let Some(mark) = period::between(cells) else {
        return;
    };
    for (from, last) in cells.iter().filter_map(|cell| period::days(cell, mark)) {
        dates.see(from);
        dates.see(last);
    }
}

impl Styles {
    /// For the document: stated where the cells or the user say it, so that the next file need not.
    pub(crate) fn dates_word(self) -> Option<&'static str> {
        (self.has_dates && self.dates != DateOrder::Ambiguous).then(|| self.dates.id())
    }

    /// Likewise.
    pub(crate) fn decimal_word(self) -> Option<&'static str> {
        match self.decimal {
            _ if !self.has_marks => None,
            DecimalMark::Point => Some("point"),
            DecimalMark::Comma => Some("comma"),
            DecimalMark::Ambiguous => None,
        }
    }
}

/// Columns that a draft takes, with what they must hold.
pub(crate) fn taken<'p>(
    draft: &'p Draft,
    profile: &'p Profile,
) -> impl Iterator<Item = (&'p ColumnProfile, Holds)> {
    let kind = draft.row_kind();
    let both = draft.targets.iter().zip(&profile.columns);
    both.filter_map(|(id, column)| {
        let id = if id == TURN { &draft.value } else { id };
        Some((column, target(kind, id)?.holds))
    })
}
