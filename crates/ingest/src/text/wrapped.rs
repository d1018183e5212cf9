//! Lines in quotes, each of which is a row by itself: what a spreadsheet makes of a text that was opened as one column and
//! saved. They are taken out of their quotes, line by line. Only where all of them split alike.

use std::io::{self, Read};

use super::{Dialect, Records};

/// Longer texts stay as they are.
const LONGEST: u64 = 64 << 20;
/// A header and a row.
const FEWEST_LINES: usize = 2;

/// How the lines of a sample are written behind their quotes; `None` where they are not in quotes, or of one field.
pub(super) fn dialect(sample: &str) -> io::Result<Option<Dialect>> {
    let mut lines = sample.lines().filter(|line| !line.trim().is_empty());
    if !lines.all(|line| inside(line).is_some()) {
        return Ok(None);
    }
    let bare = without_quotes(sample);
    let dialect = Dialect::detect(&bare)?;
    let mut records = Records::new(bare.as_bytes(), dialect);
    let mut lengths = Vec::new();
    while let Some(record) = records.read()? {
        lengths.extend((!record.is_empty()).then(|| record.len()));
    }
    let is_even = lengths.iter().all(|length| *length > 1 && *length == lengths[0]);
    Ok((is_even && lengths.len() >= FEWEST_LINES).then_some(dialect))
}

/// The whole text without those quotes.
pub(super) fn unwrapped(text: impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut whole = Vec::new();
    text.take(LONGEST + 1).read_to_end(&mut whole)?;
    let is_short = whole.len() as u64 <= LONGEST;
    Ok(is_short.then(|| without_quotes(&String::from_utf8_lossy(&whole)).into_bytes()))
}

fn without_quotes(text: &str) -> String {
    let line = |line: &str| inside(line).unwrap_or_else(|| line.to_owned()) + "\n";
    text.lines().map(line).collect()
}

/// What stands in a line that is one quoted field.
fn inside(line: &str) -> Option<String> {
    let inside = line.trim_end().strip_prefix('"')?.strip_suffix('"')?;
    let plain = inside.replace("\"\"", "");
    (!plain.contains('"')).then(|| inside.replace("\"\"", "\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_that_split_alike_are_taken_out_of_their_quotes() {
        let text = "\"Day,Item,Cost\"\n\"2026-10-01,\"\"A, B\"\",1.25\"\n\n";
        assert!(dialect(text).expect("memory").is_some());
        let bare = unwrapped(text.as_bytes()).expect("memory").expect("short");
        assert_eq!(bare, b"Day,Item,Cost\n2026-10-01,\"A, B\",1.25\n\n");
        for other in [
            "\"Name\"\n\"Smith, John\"\n",
            "\"Day\",\"Cost\"\n\"2026-10-01\",\"1\"\n",
            "Day\n\"1,50\"\n",
            "\"Day,Cost\"\n",
        ] {
            assert!(dialect(other).expect("memory").is_none(), "{other}");
        }
    }
}
