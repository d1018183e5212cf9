//! Texts whose columns are aligned by blanks, as mainframes and ledgers print them: where the columns are, and the same
//! text with tabs between them, line by line. Only where the columns are unmistakable.

use std::io::{self, Read};
use std::ops::Range;

use super::kind::CellKind;

/// Lines that are compared.
const LINES: usize = 500;
/// Longer texts stay as they are.
const LONGEST: u64 = 64 << 20;
/// Lines above the columns, such as a title.
const MOST_ABOVE: usize = 6;
/// A header and a few rows show columns; fewer could be chance.
const FEWEST_LINES: usize = 4;
const FEWEST_COLUMNS: usize = 3;

/// Where columns stand, in letters; what is between them is blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Aligned(Vec<Range<usize>>);

type Line = Vec<char>;

impl Aligned {
    /// The columns of a sample.
    pub(super) fn find(sample: &str) -> Option<Self> {
        if !may_be(sample) {
            return None;
        }
        let filled = sample.lines().filter(|line| !line.trim().is_empty());
        let lines: Vec<Line> = filled.take(LINES).map(|line| line.chars().collect()).collect();
        let ruler = lines.iter().position(|line| ruled(line).len() >= FEWEST_COLUMNS);
        match ruler {
            Some(at) => Self::by_ruler(&lines, at),
            None => (0..MOST_ABOVE.min(lines.len())).find_map(|above| Self::by_gaps(&lines[above..])),
        }
    }

    /// By a line of dashes below the header.
    fn by_ruler(lines: &[Line], at: usize) -> Option<Self> {
        let found = Self(ruled(&lines[at]));
        let rows = lines[at + 1..].iter().filter(|line| ruled(line).is_empty());
        let (fit, all) = rows.fold((0, 0), |(fit, all), line| {
            (fit + usize::from(found.fits(line)), all + 1)
        });
        let header = at.checked_sub(1).is_some_and(|header| found.fits(&lines[header]));
        (header && fit >= 2 && fit * 10 >= all * 9).then_some(found)
    }

    /// By blanks that stand above each other in all lines, header included.
    fn by_gaps(lines: &[Line]) -> Option<Self> {
        let lines: Vec<&Line> = lines.iter().filter(|line| ruled(line).is_empty()).collect();
        if lines.len() < FEWEST_LINES {
            return None;
        }
        let width = lines.iter().map(|line| line.len()).max()?;
        let is_blank = |at: usize| {
            lines
                .iter()
                .all(|line| line.get(at).is_none_or(|letter| letter.is_whitespace()))
        };
        let blank: Vec<bool> = (0..width).map(is_blank).collect();
        let mut columns: Vec<Range<usize>> = Vec::new();
        for at in (0..width).filter(|at| !blank[*at]) {
            match columns.last_mut() {
                Some(last) if at - last.end < 2 => last.end = at + 1,
                _ => columns.push(at..at + 1),
            }
        }
        let found = Self(columns).joined(&lines);
        let (header, rows) = lines.split_first()?;
        let named = found
            .cells(header)
            .iter()
            .all(|cell| !cell.is_empty() && !CellKind::of(cell).is_typed());
        let typed = (0..found.0.len())
            .filter(|column| found.is_typed(rows, *column))
            .count();
        (named && typed >= 2 && found.0.len() >= FEWEST_COLUMNS).then_some(found)
    }

    /// A heading that stands beside its values, not above them, is of their column.
    fn joined(self, lines: &[&Line]) -> Self {
        let is_filled =
            |column: &Range<usize>, lines: &[&Line]| lines.iter().any(|line| !cell(line, column).is_empty());
        let mut columns: Vec<Range<usize>> = Vec::new();
        for column in self.0 {
            let (head, rows) = lines.split_at(1);
            let parts = columns.last().is_some_and(|last| {
                let alone = |a: &Range<usize>, b: &Range<usize>| !is_filled(a, rows) && !is_filled(b, head);
                alone(last, &column) || alone(&column, last)
            });
            match columns.last_mut().filter(|_| parts) {
                Some(last) => last.end = column.end,
                None => columns.push(column),
            }
        }
        Self(columns)
    }

    fn is_typed(&self, rows: &[&Line], column: usize) -> bool {
        let cells = rows
            .iter()
            .map(|line| cell(line, &self.0[column]))
            .filter(|cell| !cell.is_empty());
        let (typed, all) = cells.fold((0, 0), |(typed, all), cell| {
            (typed + usize::from(CellKind::of(&cell).is_typed()), all + 1)
        });
        typed > 0 && typed * 5 >= all * 4
    }

    /// Whether nothing stands between the columns.
    fn fits(&self, line: &[char]) -> bool {
        let gaps = self.0.windows(2).flat_map(|pair| pair[0].end..pair[1].start);
        let before = 0..self.0.first().map_or(0, |first| first.start);
        before
            .chain(gaps)
            .all(|at| line.get(at).is_none_or(|letter| letter.is_whitespace()))
    }

    /// The cells of a line; what goes on behind the last column is part of it.
    fn cells(&self, line: &[char]) -> Vec<String> {
        let last = self.0.len() - 1;
        let wide = |(at, column): (usize, &Range<usize>)| {
            column.start..if at == last { usize::MAX } else { column.end }
        };
        self.0
            .iter()
            .enumerate()
            .map(|at| cell(line, &wide(at)))
            .collect()
    }

    /// The text with tabs between its cells; `None` if it is too long. A line that does not fit stays one cell; a line of
    /// dashes becomes blank.
    pub(super) fn delimited(&self, text: impl Read) -> io::Result<Option<Vec<u8>>> {
        let mut whole = Vec::new();
        text.take(LONGEST + 1).read_to_end(&mut whole)?;
        if whole.len() as u64 > LONGEST {
            return Ok(None);
        }
        let whole = String::from_utf8_lossy(&whole);
        let line = |line: &str| {
            let letters: Line = line
                .trim_end()
                .chars()
                .map(|letter| if letter == '\t' { ' ' } else { letter })
                .collect();
            if !ruled(&letters).is_empty() {
                String::new()
            } else if self.fits(&letters) {
                self.cells(&letters).join("\t").trim_end().to_owned()
            } else {
                letters.iter().collect::<String>().trim().to_owned()
            }
        };
        let lines: Vec<String> = whole.split('\n').map(line).collect();
        Ok(Some(lines.join("\n").into_bytes()))
    }
}

fn cell(line: &[char], column: &Range<usize>) -> String {
    let part = line.get(column.start.min(line.len())..column.end.min(line.len()));
    part.unwrap_or_default()
        .iter()
        .collect::<String>()
        .trim()
        .to_owned()
}

/// The groups of dashes of a line of nothing else.
fn ruled(line: &[char]) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    for (at, letter) in line.iter().enumerate() {
        match letter {
            '-' | '=' | '_' => match groups.last_mut() {
                Some(last) if last.end == at => last.end = at + 1,
                _ => groups.push(at..at + 1),
            },
            letter if letter.is_whitespace() => {}
            _ => return Vec::new(),
        }
    }
    groups.retain(|group| group.len() > 1 || groups_are_short(line));
    groups
}

/// A column of one letter has a dash of its own; a lone dash in a line is a value.
fn groups_are_short(line: &[char]) -> bool {
    line.iter()
        .filter(|letter| matches!(letter, '-' | '=' | '_'))
        .count()
        > FEWEST_COLUMNS
}

/// Whether most lines have blanks side by side, and none of the signs that separate fields.
fn may_be(sample: &str) -> bool {
    let lines = || sample.lines().filter(|line| !line.trim().is_empty()).take(50);
    let all = lines().count();
    let count = |is: &dyn Fn(&str) -> bool| lines().filter(|line| is(line)).count();
    let has_signs =
        |line: &str| line.contains([';', '|', '"']) || line.contains(",  ") || line.contains("  ,");
    all >= FEWEST_LINES
        && !sample.contains('\t')
        && count(&|line| line.trim().contains("  ")) * 2 >= all
        && count(&has_signs) * 4 <= all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delimited(text: &str) -> Option<String> {
        let found = Aligned::find(text)?;
        let bytes = found.delimited(text.as_bytes()).expect("bytes in memory")?;
        Some(String::from_utf8(bytes).expect("text"))
    }

    #[test]
    fn a_line_of_dashes_says_where_the_columns_are() {
        let text = "Ledger 4711\n\nDate       Vendor         Amount\n---------- ---------- ----------\n\
                    2026-09-01 OpenAI LLC   1,902.44\n2026-09-03 Cursor          96.00-\n                      ----------\nTotal                   1,806.44\n";
        let expected = "Ledger 4711\n\nDate\tVendor\tAmount\n\n2026-09-01\tOpenAI LLC\t1,902.44\n\
                        2026-09-03\tCursor\t96.00-\n\nTotal\t\t1,806.44\n";
        assert_eq!(delimited(text).as_deref(), Some(expected));
    }

    #[test]
    fn blanks_above_each_other_show_columns_with_two_of_figures() {
        let text = "DATE       VENDOR NAME          AMT  CUR\n20260901   OPENAI LLC       1902.44  USD\n\
                    20260902   ANTHROPIC PBC     420.00  USD\n20260903   ANYSPHERE          96.00  USD\n";
        let expected = "DATE\tVENDOR NAME\tAMT\tCUR\n20260901\tOPENAI LLC\t1902.44\tUSD\n\
                        20260902\tANTHROPIC PBC\t420.00\tUSD\n20260903\tANYSPHERE\t96.00\tUSD\n";
        assert_eq!(delimited(text).as_deref(), Some(expected));
        let beside = "Day         AMT             Text\n2026-09-01         1902.44  a\n\
                      2026-09-02          420.00  b\n2026-09-03           96.00  c\n";
        let expected =
            "Day\tAMT\tText\n2026-09-01\t1902.44\ta\n2026-09-02\t420.00\tb\n2026-09-03\t96.00\tc\n";
        assert_eq!(
            delimited(beside).as_deref(),
            Some(expected),
            "a heading beside its values"
        );
    }

    #[test]
    fn delimited_texts_prose_and_logs_are_left_alone() {
        for text in [
            "a   ,b   ,c\n1   ,2   ,3\n4   ,5   ,6\n7   ,8   ,9\n",
            "a;  b;  c\n1;  2;  3\n4;  5;  6\n7;  8;  9\n",
            "Dear all,\n\nthis  is a text  with blanks.\nIt goes  on and  on.\nAnd on  and  on.\nBest\n",
            "2026-09-01 10:00 INFO  started\n2026-09-01 10:01 WARN  slow\n2026-09-01 10:02 INFO  done\n2026-09-01 10:03 INFO  x\n",
        ] {
            assert_eq!(delimited(text), None, "{text}");
        }
    }
}
