//! The pieces of all pages in reading order, with the labels in them, and what stands beside them. Reads no values.

use super::aside::{self, Aside};
use super::found::Place;
use super::labels::{Hit, Labels, Role};
use crate::pdf::{Pages, Piece};

/// How far below a label its value may stand, in font sizes.
const BELOW: f64 = 2.6;
/// How far apart the rows of a column may stand, in font sizes.
const ROWS: f64 = 3.2;

/// A piece of text where it stands.
#[derive(Debug)]
pub(super) struct Spot<'p> {
    pub(super) page: usize,
    /// Line within the page.
    pub(super) line: usize,
    pub(super) piece: &'p Piece,
    /// Labels in it.
    pub(super) hits: Vec<Hit>,
}

impl Spot<'_> {
    pub(super) fn text(&self) -> &str {
        &self.piece.text
    }

    /// The labels that it begins with.
    pub(super) fn first_hits(&self) -> impl Iterator<Item = &Hit> {
        self.hits.iter().filter(|hit| self.leads(hit))
    }

    /// Whether a label begins it.
    pub(super) fn leads(&self, hit: &Hit) -> bool {
        self.text()[..hit.from].trim().is_empty()
    }

    /// Whether a label begins it or goes on with one that does: `No.: 17  Date: 2026-09-17`, each with its colon, or
    /// `payable within 30 days, net until 2026-09-17`, of one kind.
    pub(super) fn stands_out(&self, hit: &Hit) -> bool {
        let pair =
            || self.text()[hit.to..].trim_start().starts_with(':') && self.first_hits().next().is_some();
        self.begins(|role| role == hit.role) || pair()
    }

    /// Whether a label is about another document or another day: `next billing date`, `zur Rechnung vom`.
    pub(super) fn is_elsewhere(&self, hit: &Hit) -> bool {
        let asides: &[Aside] = if hit.role == Role::Period {
            &[Aside::Other]
        } else {
            &[Aside::Other, Aside::About]
        };
        aside::is_behind(&self.text()[..hit.from], asides)
    }

    /// Whether it begins with a label for which `wanted` holds.
    pub(super) fn begins(&self, wanted: impl Fn(Role) -> bool) -> bool {
        self.first_hits().any(|hit| wanted(hit.role))
    }

    /// Whether it and another share a part of the width.
    pub(super) fn is_over(&self, other: &Piece) -> bool {
        self.piece.left < other.right && other.left < self.piece.right
    }

    /// Whether both begin or both end at the same place.
    fn is_aligned(&self, other: &Piece) -> bool {
        let near = self.piece.size * 0.6;
        (self.piece.left - other.left).abs() < near || (self.piece.right - other.right).abs() < near
    }
}

/// All pieces of a document.
#[derive(Debug)]
pub(super) struct Sheet<'p> {
    pub(super) spots: Vec<Spot<'p>>,
}

impl<'p> Sheet<'p> {
    pub(super) fn of(pages: &'p Pages, labels: &Labels) -> Self {
        let mut spots = Vec::new();
        for (page, lines) in pages.all.iter().enumerate() {
            for (line, pieces) in lines.lines.iter().enumerate() {
                spots.extend(pieces.pieces.iter().map(|piece| Spot {
                    page,
                    line,
                    piece,
                    hits: labels.hits(&piece.text),
                }));
            }
        }
        Self { spots }
    }

    /// Where a piece stands.
    pub(super) fn place(&self, at: usize) -> Place {
        let spot = &self.spots[at];
        Place {
            page: spot.page,
            left: spot.piece.left,
            base: spot.piece.base,
            right: spot.piece.right,
        }
    }

    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.spots.iter().map(Spot::text)
    }

    /// Pieces to the right on the same line, from left to right.
    pub(super) fn right_of(&self, at: usize) -> impl Iterator<Item = usize> {
        let (page, line) = (self.spots[at].page, self.spots[at].line);
        (at + 1..self.spots.len())
            .take_while(move |next| self.spots[*next].page == page && self.spots[*next].line == line)
    }

    /// Pieces of the line that a piece stands on.
    pub(super) fn line_of(&self, at: usize) -> impl Iterator<Item = usize> {
        let (page, line) = (self.spots[at].page, self.spots[at].line);
        let first = self.spots[..at]
            .iter()
            .rposition(|spot| spot.page != page || spot.line != line);
        (first.map_or(0, |before| before + 1)..self.spots.len())
            .take_while(move |next| self.spots[*next].page == page && self.spots[*next].line == line)
    }

    /// Where the value of a label may stand, nearest first: to its right, to its right a little lower, below.
    pub(super) fn beside(&self, at: usize) -> impl Iterator<Item = (usize, bool)> {
        let right = self.right_of(at).next().map(|next| (next, true));
        let lower = self.right_below(at).map(|next| (next, false));
        let below = self.below(at).map(|next| (next, false));
        right.into_iter().chain(lower).chain(below)
    }

    /// The piece to the right that stands lower by less than a line.
    fn right_below(&self, at: usize) -> Option<usize> {
        let label = &self.spots[at];
        (at + 1..self.spots.len())
            .take_while(|next| {
                let other = &self.spots[*next];
                other.page == label.page && other.piece.base - label.piece.base < 0.8 * label.piece.size
            })
            .find(|next| {
                self.spots[*next].line > label.line && self.spots[*next].piece.left > label.piece.right
            })
    }

    /// The next piece below that begins, ends or overlaps with this one.
    pub(super) fn below(&self, at: usize) -> Option<usize> {
        self.next_below(at, BELOW)
    }

    /// The pieces below, one under another, as long as no wide gap separates them.
    pub(super) fn column_below(&self, at: usize) -> impl Iterator<Item = usize> {
        let mut now = at;
        std::iter::from_fn(move || {
            let next = self.next_below_of(at, now, ROWS)?;
            now = next;
            Some(next)
        })
    }

    fn next_below(&self, at: usize, far: f64) -> Option<usize> {
        self.next_below_of(at, at, far)
    }

    /// The next piece below `now` that stands under `head`.
    fn next_below_of(&self, head: usize, now: usize, far: f64) -> Option<usize> {
        let (spot, from) = (&self.spots[head], &self.spots[now]);
        let limit = from.piece.base + far * from.piece.size.max(6.0);
        let lower = self.spots[now + 1..].iter().enumerate();
        lower
            .take_while(|(_, other)| other.page == from.page && other.piece.base <= limit)
            .filter(|(_, other)| other.line > from.line)
            .find(|(_, other)| spot.is_over(other.piece) || spot.is_aligned(other.piece))
            .map(|(ahead, _)| now + 1 + ahead)
    }
}
