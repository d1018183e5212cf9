//! Letters → pieces of text without a wide gap → lines. Decides no columns.

use super::glyphs::{Glyphs, Letter};

/// A gap wider than this share of the font size is a space.
const SPACE: f64 = 0.16;
/// A gap wider than this share of the font size separates two pieces.
const WIDE: f64 = 0.95;
/// Baselines that differ by less than this share of the font size are one line.
const LEVEL: f64 = 0.36;

/// Text without a wide gap. Places in points, from the top left.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) left: f64,
    pub(crate) right: f64,
    /// Baseline.
    pub(crate) base: f64,
    /// Font size.
    pub(crate) size: f64,
}

/// Pieces on one baseline, from left to right.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Line {
    pub(crate) pieces: Vec<Piece>,
}

/// One page, lines from top to bottom.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    pub(crate) lines: Vec<Line>,
}

impl Page {
    pub(super) fn of(glyphs: &Glyphs) -> Self {
        let mut letters: Vec<&Letter> = glyphs.shown().collect();
        letters.sort_by(|a, b| a.base.total_cmp(&b.base));
        let mut rows: Vec<Vec<&Letter>> = Vec::new();
        for letter in letters {
            match rows.last_mut() {
                Some(row) if level(row, letter) => row.push(letter),
                _ => rows.push(vec![letter]),
            }
        }
        Self {
            lines: rows.into_iter().map(line).collect(),
        }
    }
}

/// Whether a letter stands on the line that is being gathered.
fn level(row: &[&Letter], letter: &Letter) -> bool {
    let last = row[row.len() - 1];
    let size = last.size.min(letter.size);
    letter.base - last.base < size * LEVEL * 0.7 && letter.base - row[0].base < size * LEVEL
}

fn line(mut row: Vec<&Letter>) -> Line {
    row.sort_by(|a, b| a.left.total_cmp(&b.left));
    // Bold by drawing twice.
    row.dedup_by(|a, b| a.text == b.text && (a.left - b.left).abs() < a.size * 0.12);
    let mut pieces: Vec<Piece> = Vec::new();
    for letter in row {
        match pieces.last_mut() {
            Some(piece) if letter.left - piece.right < WIDE * letter.size.max(piece.size) => {
                append(piece, letter);
            }
            _ => pieces.push(Piece {
                text: letter.text.clone(),
                left: letter.left,
                right: letter.right,
                base: letter.base,
                size: letter.size,
            }),
        }
    }
    Line { pieces }
}

fn append(piece: &mut Piece, letter: &Letter) {
    if letter.left - piece.right > SPACE * letter.size {
        piece.text.push(' ');
    }
    piece.text.push_str(&letter.text);
    piece.right = piece.right.max(letter.right);
    piece.size = piece.size.max(letter.size);
}
