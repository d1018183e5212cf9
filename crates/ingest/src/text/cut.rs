//! Cuts a record that is there as a whole into its fields, fast. What is unusual it leaves to `records`, which reads any.

use super::Dialect;
use super::marks::Marks;
use super::records::{LONGEST, MOST_FIELDS};

/// Whether records of a dialect can be cut: a quote only opens at the start of a field, and closes where it is not doubled.
pub(super) fn can_cut(dialect: Dialect) -> bool {
    !dialect.skips_blanks && (dialect.escape.is_none() || dialect.escape == dialect.quote)
}

/// Cuts the record at the beginning of some bytes into fields; its length and lines, or nothing where its end is not sure to
/// be there, or far away.
pub(super) fn cut(
    window: &[u8],
    dialect: Dialect,
    bytes: &mut Vec<u8>,
    ends: &mut Vec<usize>,
) -> Option<(usize, u64)> {
    let mut marks = Marks::of(window, dialect.delimiter, dialect.quote);
    let is_quote = |at: usize| Some(window[at]) == dialect.quote;
    let (mut from, mut lines) = (0, 1);
    loop {
        let mut at = marks.next()?;
        if at == from && is_quote(at) {
            let (close, feeds) = quoted(window, at, &mut marks, bytes)?;
            (from, lines) = (close + 1, lines + feeds);
            at = marks.next()?;
        }
        while is_quote(at) {
            at = marks.next()?;
        }
        bytes.extend_from_slice(&window[from..at]);
        ends.push(bytes.len());
        if at > LONGEST || ends.len() >= MOST_FIELDS {
            return None;
        }
        if window[at] != dialect.delimiter {
            let feeds = window[at] == b'\r' && *window.get(at + 1)? == b'\n';
            return Some((at + 1 + usize::from(feeds), lines));
        }
        from = at + 1;
    }
}

/// Copies what stands between the quote at an offset and the one that closes it; where that is, and line feeds before it.
fn quoted(window: &[u8], open: usize, marks: &mut Marks<'_>, bytes: &mut Vec<u8>) -> Option<(usize, u64)> {
    let quote = window[open];
    let (mut from, mut feeds) = (open + 1, 0);
    loop {
        let at = marks.next()?;
        feeds += u64::from(window[at] == b'\n');
        if window[at] != quote {
            continue;
        }
        bytes.extend_from_slice(&window[from..at]);
        if *window.get(at + 1)? != quote {
            return Some((at, feeds));
        }
        // Of two quotes one is part of the field.
        marks.next()?;
        bytes.push(quote);
        from = at + 2;
    }
}
