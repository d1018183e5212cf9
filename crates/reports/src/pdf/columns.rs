//! How wide a table's columns are and which way its page lies: measured with the font that will draw them.

use charts::font::{Weight, width};
use serde::Serialize;

use crate::report::Table;

/// Points between the texts of two columns.
const GUTTER: f64 = 8.0;
/// No column claims more than this many ems before all others have what they need.
const MOST_EMS: f64 = 17.0;
/// What names a row, and a date, stays on one line up to this many ems.
const WHOLE_EMS: f64 = 9.5;
/// Larger before smaller, upright before turned, texts on one line before texts that wrap between words; the last one
/// holds what nothing holds.
const ATTEMPTS: [Attempt; 7] = [
    Attempt::new(false, 8.5, false),
    Attempt::new(false, 7.5, false),
    Attempt::new(false, 7.5, true),
    Attempt::new(false, 6.8, true),
    Attempt::new(true, 8.5, false),
    Attempt::new(true, 7.5, true),
    Attempt::new(true, 6.5, true),
];

/// One way to set a table.
#[derive(Clone, Copy)]
struct Attempt {
    is_wide: bool,
    size: f64,
    /// Whether texts may wrap between words.
    is_tight: bool,
}

/// The widest text of a column and the widest of its parts that stay whole, in ems.
#[derive(Clone, Copy)]
struct Extent {
    line: f64,
    word: f64,
}

/// A table, or the part of its columns that one page can hold.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Ruled {
    pub(super) columns: Vec<RuledColumn>,
    pub(super) rows: Vec<Vec<String>>,
    pub(super) totals: Vec<String>,
    pub(super) is_wide: bool,
    pub(super) size: f64,
}

#[derive(Debug, PartialEq, Serialize)]
pub(super) struct RuledColumn {
    name: String,
    is_numeric: bool,
    pub(super) width: f64,
}

/// The width of a page's text, upright and on its side, in points.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    pub(super) upright: f64,
    pub(super) wide: f64,
}

/// The table as one sheet, or as several side by side where even a page on its side is too narrow.
pub(super) fn ruled(table: &Table, room: Room) -> Vec<Ruled> {
    if table.columns.is_empty() {
        return Vec::new();
    }
    let extents: Vec<Extent> = (0..table.columns.len()).map(|at| extent(table, at)).collect();
    let fitting = ATTEMPTS
        .into_iter()
        .find(|attempt| attempt.needs(&extents) <= room.of(attempt.is_wide));
    let attempt = fitting.unwrap_or(ATTEMPTS[ATTEMPTS.len() - 1]);
    let groups = attempt.groups(&extents, room.of(attempt.is_wide));
    let sheet = |columns: &Vec<usize>| {
        let extents: Vec<Extent> = columns.iter().map(|at| extents[*at]).collect();
        let widths = attempt.widths(&extents, room.of(attempt.is_wide));
        let heads = columns.iter().zip(widths);
        Ruled {
            columns: heads.map(|(at, width)| table.head(*at, width)).collect(),
            rows: table.rows.iter().map(|row| pick(row, columns)).collect(),
            totals: if table.totals.is_empty() {
                Vec::new()
            } else {
                pick(&table.totals, columns)
            },
            is_wide: attempt.is_wide,
            size: attempt.size,
        }
    };
    groups.iter().map(sheet).collect()
}

impl Table {
    fn head(&self, at: usize, width: f64) -> RuledColumn {
        let column = &self.columns[at];
        RuledColumn {
            name: column.name.clone(),
            is_numeric: column.is_numeric,
            width,
        }
    }
}

impl Room {
    fn of(self, is_wide: bool) -> f64 {
        if is_wide { self.wide } else { self.upright }
    }
}

fn pick(row: &[String], columns: &[usize]) -> Vec<String> {
    let cell = |at: &usize| row.get(*at).cloned().unwrap_or_default();
    columns.iter().map(cell).collect()
}

fn extent(table: &Table, at: usize) -> Extent {
    let cells = table.rows.iter().filter_map(|row| row.get(at));
    let heads = table.totals.get(at).into_iter().chain([&table.columns[at].name]);
    let is_whole = |text: &str| at == 0 || is_date(text);
    let texts = cells
        .map(|text| (text, Weight::Text))
        .chain(heads.map(|text| (text, Weight::Strong)));
    let least = Extent { line: 3.0, word: 3.0 };
    texts.fold(least, |widest, (text, weight)| Extent {
        line: widest.line.max(width(text, 1.0, weight)),
        word: text
            .split(' ')
            .map(|word| width(word, 1.0, weight))
            .chain(
                [width(text, 1.0, weight)]
                    .into_iter()
                    .filter(|ems| *ems <= WHOLE_EMS && is_whole(text)),
            )
            .fold(widest.word, f64::max),
    })
}

/// `30 Nov 2026`, `Nov 30, 2026`, `Nov 2026`: words before a year.
fn is_date(text: &str) -> bool {
    let Some((before, year)) = text.rsplit_once(' ') else {
        return false;
    };
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    is_year && before.split(' ').count() < 3
}

impl Attempt {
    const fn new(is_wide: bool, size: f64, is_tight: bool) -> Self {
        Self {
            is_wide,
            size,
            is_tight,
        }
    }

    /// What a column must have, in ems.
    fn claim(self, extent: Extent) -> f64 {
        let natural = if self.is_tight { extent.word } else { extent.line };
        natural.min(MOST_EMS)
    }

    fn needs(self, extents: &[Extent]) -> f64 {
        let columns = extents
            .iter()
            .map(|extent| self.claim(*extent) * self.size + GUTTER);
        columns.sum()
    }

    /// Columns that fit beside each other; the first column, which names the rows, leads each group.
    fn groups(self, extents: &[Extent], room: f64) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = vec![Vec::new()];
        for at in 0..extents.len() {
            let group = groups.last_mut().expect("there is always a group");
            group.push(at);
            let taken: Vec<Extent> = group.iter().map(|at| extents[*at]).collect();
            if group.len() > 2 && self.needs(&taken) > room {
                group.pop();
                groups.push(vec![0, at]);
            }
        }
        groups
    }

    /// Each column gets what it must have; what is left goes to those whose texts wrap, else to all.
    fn widths(self, extents: &[Extent], room: f64) -> Vec<f64> {
        let left = (room - self.needs(extents)).max(0.0);
        let wanting = |extent: &Extent| extent.line - self.claim(*extent);
        let wanted: f64 = extents.iter().map(wanting).sum();
        let all: f64 = extents.iter().map(|extent| extent.line).sum();
        let share = |extent: &Extent| {
            if wanted > 0.0 {
                wanting(extent) / wanted
            } else {
                extent.line / all
            }
        };
        let width = |extent: &Extent| self.claim(*extent) * self.size + GUTTER + left * share(extent);
        extents.iter().map(width).collect()
    }
}

#[cfg(test)]
mod tests {
    use charts::Column;

    use super::*;

    const A4: Room = Room {
        upright: 470.0,
        wide: 717.0,
    };

    fn table(columns: usize, cell: &str) -> Table {
        let column = |at| Column {
            name: format!("C{at}"),
            is_numeric: at > 0,
        };
        Table {
            columns: (0..columns).map(column).collect(),
            rows: vec![vec![cell.to_owned(); columns]; 2],
            ..Table::default()
        }
    }

    #[test]
    fn a_small_table_stands_upright_and_fills_the_width() {
        let sheets = ruled(&table(3, "1,234"), A4);
        assert_eq!(sheets.len(), 1);
        assert!(!sheets[0].is_wide);
        let total: f64 = sheets[0].columns.iter().map(|column| column.width).sum();
        assert!((total - 470.0).abs() < 1e-6, "{total}");
    }

    #[test]
    fn names_wrap_before_a_page_is_turned() {
        let mut named = table(9, "$209,010.00");
        named.rows[0][0] = "September 2026 (provisional, two invoices)".to_owned();
        let sheets = ruled(&named, A4);
        assert_eq!((sheets.len(), sheets[0].is_wide), (1, false));
    }

    #[test]
    fn a_period_and_a_date_stay_on_one_line_where_figures_are_many() {
        let mut months = table(9, "$17,193.65");
        for row in &mut months.rows {
            row[0] = "Nov 2026".to_owned();
            row[4] = "30 Nov 2026".to_owned();
        }
        let sheet = &ruled(&months, A4)[0];
        for (at, text) in [(0, "Nov 2026"), (4, "30 Nov 2026")] {
            let room = sheet.columns[at].width - GUTTER;
            assert!(
                width(text, sheet.size, Weight::Text) <= room + 1e-9,
                "{text} in {room}"
            );
        }
        assert!(
            !is_date("September 2026 (provisional, two invoices)") && !is_date("12 of 2026 of 2027 2028")
        );
    }

    #[test]
    fn a_wide_table_turns_its_page() {
        let sheets = ruled(&table(9, "1,234,567,890"), A4);
        assert_eq!((sheets.len(), sheets[0].is_wide), (1, true));
    }

    #[test]
    fn a_table_no_page_holds_is_cut_between_columns_and_names_its_rows_again() {
        let sheets = ruled(&table(40, "1,234,567,890"), A4);
        assert!(sheets.len() > 2);
        assert!(sheets.iter().all(|sheet| sheet.columns[0].name == "C0"));
        let columns: usize = sheets.iter().map(|sheet| sheet.columns.len() - 1).sum();
        assert_eq!(columns, 39, "every column once");
        let widest = sheets
            .iter()
            .map(|sheet| sheet.columns.iter().map(|column| column.width).sum::<f64>());
        assert!(widest.fold(0.0, f64::max) <= 717.0 + 1e-6);
    }

    #[test]
    fn rows_that_are_too_short_or_too_long_become_as_wide_as_the_header() {
        let mut odd = table(3, "x");
        odd.rows = vec![vec![], vec!["a".to_owned(); 9]];
        let sheets = ruled(&odd, A4);
        assert!(sheets[0].rows.iter().all(|row| row.len() == 3));
    }

    #[test]
    fn a_column_of_long_texts_takes_what_the_figures_leave() {
        let mut prose = table(2, "12");
        prose.rows[0][0] = "long ".repeat(60);
        let sheets = ruled(&prose, A4);
        let [text, figures] = &sheets[0].columns[..] else {
            panic!("two columns")
        };
        assert!(text.width > 400.0 && figures.width < 60.0);
    }
}
