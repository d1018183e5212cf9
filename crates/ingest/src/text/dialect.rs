//! How a file separates its fields, decided from a sample: every candidate splits the sample, and the one wins whose
//! rows are most alike in length and whose cells look most like values. Does not look for tables.

use std::io;

use super::Records;
use super::kind::CellKind;

/// Delimiter and quoting of a delimited text file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Dialect {
    /// Between fields.
    pub delimiter: u8,
    /// Around fields that hold delimiters; `None` if quotes mean nothing.
    pub quote: Option<u8>,
    /// Before a quote inside a quoted field, where quotes are not doubled: `\`.
    pub escape: Option<u8>,
    /// Whether a quote also opens behind blanks: `a, "b, c"`.
    pub skips_blanks: bool,
}

impl Default for Dialect {
    fn default() -> Self {
        Self {
            delimiter: b',',
            quote: Some(b'"'),
            escape: None,
            skips_blanks: false,
        }
    }
}

/// Candidates with how much is believed of each before looking: punctuation of prose needs better evidence.
const DELIMITERS: &[(u8, f64)] = &[
    (b',', 1.0),
    (b';', 1.0),
    (b'\t', 1.0),
    (b'|', 0.95),
    (b'^', 0.9),
    (b'~', 0.9),
    (b'#', 0.5),
    (b'&', 0.5),
    (b':', 0.4),
    (b' ', 0.4),
];
/// A score below this is no evidence: prose, or one column.
const LEAST: f64 = 0.12;
/// Rows that are compared.
const ROWS: usize = 500;

impl Dialect {
    /// The dialect of a sample whose delimiter is known.
    pub(super) fn with_delimiter(sample: &str, delimiter: u8) -> Self {
        Self {
            delimiter,
            ..quoting(sample)
        }
    }

    /// The dialect of a sample of decoded text, which ends at a line end.
    pub fn detect(sample: &str) -> io::Result<Self> {
        if let Some(delimiter) = excel_hint(sample) {
            return Ok(Self {
                delimiter,
                ..Self::default()
            });
        }
        let quoting = quoting(sample);
        let mut best = (LEAST, quoting);
        for (delimiter, prior) in DELIMITERS {
            let dialect = Self {
                delimiter: *delimiter,
                ..quoting
            };
            if is_frequent(*delimiter, sample) {
                let score = prior * score(sample, dialect, *prior)?;
                if score > best.0 {
                    best = (score, dialect);
                }
            }
        }
        Ok(best.1)
    }
}

/// `sep=;`, the first line that Excel understands.
pub(super) fn excel_hint(text: &str) -> Option<u8> {
    let line = text.lines().next()?.trim_matches('"');
    let mark = line
        .strip_prefix("sep=")
        .or_else(|| line.strip_prefix("SEP="))?
        .trim_end_matches(['\r', '"']);
    match mark.as_bytes() {
        [delimiter] => Some(*delimiter),
        b"\\t" => Some(b'\t'),
        _ => None,
    }
}

/// Whether a delimiter is there at all, and in a long text at least on every other line.
fn is_frequent(delimiter: u8, sample: &str) -> bool {
    let count = |byte| memchr::memchr_iter(byte, sample.as_bytes()).count();
    let (found, lines) = (count(delimiter), count(b'\n'));
    found > 0 && (lines < 20 || found * 2 >= lines)
}

/// Which quote, whether it is escaped rather than doubled, and whether blanks stand before it; of the usual delimiter.
fn quoting(sample: &str) -> Dialect {
    let bytes = sample.as_bytes();
    let at_edges = |quote: u8, edges: &[u8]| {
        let is_edge = |byte: Option<&u8>| byte.is_none_or(|byte| edges.contains(byte));
        let (mut opens, mut closes) = (0usize, 0usize);
        for at in memchr::memchr_iter(quote, bytes) {
            opens += usize::from(is_edge(at.checked_sub(1).and_then(|before| bytes.get(before))));
            closes += usize::from(is_edge(bytes.get(at + 1)));
        }
        opens.min(closes)
    };
    let (all, sure): (&[u8], &[u8]) = (b",;\t|:^~ \r\n", b",;\t|\r\n");
    let is_single = |edges| at_edges(b'"', edges) == 0 && at_edges(b'\'', edges) > 2;
    let quote = if is_single(all) || is_single(sure) {
        b'\''
    } else {
        b'"'
    };
    let count = |pair: &[u8]| memchr::memmem::find_iter(bytes, pair).count();
    let escaped = count(&[b'\\', quote]) > 0 && count(&[quote, quote]) < count(&[b'\\', quote]);
    let behind = |blank: &[u8]| -> usize {
        let behind = |delimiter: &u8| count(&[&[*delimiter], blank, &[quote]].concat());
        b",;|\t".iter().map(behind).sum()
    };
    Dialect {
        quote: Some(quote),
        escape: escaped.then_some(b'\\'),
        skips_blanks: behind(b" ") > behind(b""),
        ..Dialect::default()
    }
}

/// Between 0 and 1: how much the sample looks like a table in this dialect.
fn score(sample: &str, dialect: Dialect, prior: f64) -> io::Result<f64> {
    let mut records = Records::new(sample.as_bytes(), dialect);
    let mut lengths: Vec<usize> = Vec::new();
    let (mut worth, mut cells) = (0.0, 0usize);
    while let Some(record) = records.read()? {
        if record.is_empty() {
            continue;
        }
        lengths.push(record.len());
        let looked_at = record.len().min(200);
        worth += (0..looked_at)
            .map(|place| cell_worth(record.get(place)))
            .sum::<f64>();
        cells += looked_at;
        if lengths.len() == ROWS {
            break;
        }
    }
    if prior < 0.9 && is_one_column(sample) {
        return Ok(0.0);
    }
    // One row shows no pattern: then only what everybody uses is believed.
    let is_rare = lengths.len() == 1 && prior < 1.0;
    Ok(evenness(&lengths) * worth / cells.max(1) as f64 * if is_rare { 0.6 } else { 1.0 })
}

/// Whether most lines are one value as they stand: a time is not three columns between colons.
fn is_one_column(sample: &str) -> bool {
    let lines = || sample.lines().take(100).filter(|line| !line.trim().is_empty());
    let values = lines()
        .filter(|line| CellKind::of(line.trim_matches('"')).is_typed())
        .count();
    values * 2 >= lines().count()
}

/// How alike the lengths of rows are. Rows of one field say nothing; runs of equal length count even when the file
/// holds several tables.
fn evenness(lengths: &[usize]) -> f64 {
    let rows = lengths.len() as f64;
    // Of one row, more fields are no better evidence than a few.
    let most = if lengths.len() == 1 { 3 } else { usize::MAX };
    let gain = |length: usize| (length.min(most) as f64 - 1.0) / length.min(most) as f64;
    let mut counts = std::collections::HashMap::<usize, usize>::new();
    for length in lengths {
        *counts.entry(*length).or_default() += 1;
    }
    let common: f64 = counts
        .iter()
        .map(|(length, count)| (*count as f64 / rows).powi(2) * gain(*length))
        .sum();
    let pairs = lengths.windows(2).filter(|pair| pair[0] == pair[1]);
    let runs: f64 = pairs.map(|pair| gain(pair[0])).sum::<f64>() / (rows - 1.0).max(1.0);
    let starts_late = if lengths.first() == Some(&1) { 0.6 } else { 1.0 };
    let is_even = if counts.len() == 1 { 1.3 } else { 1.0 };
    (0.5 * common + 0.5 * runs) * starts_late * is_even
}

fn cell_worth(text: &str) -> f64 {
    match CellKind::of(text) {
        CellKind::Number | CellKind::Date => 1.0,
        CellKind::Empty => 0.8,
        CellKind::Text if text.ends_with([',', ';', '"']) => 0.05,
        CellKind::Text if text.contains([';', '\t', '|', '"']) => 0.3,
        CellKind::Text if text.contains(',') => 0.5,
        CellKind::Text if text.trim() != text => 0.7,
        CellKind::Text => 0.9,
    }
}
