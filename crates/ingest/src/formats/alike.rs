//! What many rows of a file share: filled once for each set of cells that it is read from, and held together from then on.
//! Remembers the latest sets only, so that memory stays bounded.

use std::cell::RefCell;
use std::sync::Arc;

use foldhash::HashMap;
use model::{What, Whose};
use xxhash_rust::xxh3::xxh3_128;

use super::field::Field;
use super::getter::Getter;
use super::rule::Rule;
use crate::row::{Cell, Row};

/// Sets of cells that are remembered, and how long they may be.
const MOST: usize = if cfg!(test) { 4 } else { 16_384 };
const LONGEST: usize = 4_096;

/// One part of a charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// What was billed; its currency is known first.
    Currency,
    What,
    Whose,
    /// What is a row's own.
    Own,
}

impl Part {
    /// The part that a field of a charge is in.
    pub(super) fn of(field: Field) -> Self {
        match field {
            Field::Currency => Self::Currency,
            Field::Provider
            | Field::Service
            | Field::Sku
            | Field::Model
            | Field::TokenClass
            | Field::Category
            | Field::Correction
            | Field::Unit => Self::What,
            Field::Account
            | Field::Project
            | Field::Tool
            | Field::CostCentre
            | Field::Invoice
            | Field::Tags
            | Field::Source
            | Field::PersonId
            | Field::Email
            | Field::Name => Self::Whose,
            _ => Self::Own,
        }
    }
}

/// A part by the cells that it is read from.
#[derive(Clone, Debug)]
pub(crate) struct Alike<T> {
    reads: Vec<usize>,
    known: RefCell<HashMap<u128, Arc<T>>>,
}

impl<T> Default for Alike<T> {
    fn default() -> Self {
        Self {
            reads: Vec::new(),
            known: RefCell::default(),
        }
    }
}

impl<T> Alike<T> {
    /// A part that some getters and rules fill.
    pub(super) fn read_by<'g>(
        getters: impl Iterator<Item = &'g Getter>,
        rules: impl Iterator<Item = &'g Rule>,
    ) -> Self {
        let mut reads: Vec<usize> = getters.flat_map(Getter::reads).collect();
        reads.extend(rules.flat_map(Rule::reads));
        reads.sort_unstable();
        reads.dedup();
        Self {
            reads,
            known: RefCell::default(),
        }
    }

    /// What stands for the cells of a row, beside what else decides; nothing where they are too long to be remembered.
    pub(super) fn cells(&self, row: &Row<'_>, beside: &str, room: &mut Vec<u8>) -> Option<u128> {
        room.clear();
        room.extend_from_slice(beside.as_bytes());
        for place in &self.reads {
            let cell = row.cells.get(*place).unwrap_or(&Cell::Empty);
            room.push(mark(cell));
            match cell {
                Cell::Text(text) => room.extend_from_slice(text.as_bytes()),
                other => room.extend_from_slice(other.text().as_bytes()),
            }
        }
        (room.len() <= LONGEST).then(|| xxh3_128(room))
    }

    /// The part that was kept for such cells.
    pub(super) fn known(&self, cells: u128) -> Option<Arc<T>> {
        self.known.borrow().get(&cells).map(Arc::clone)
    }

    /// Keeps what such cells say.
    pub(super) fn keep(&self, cells: u128, part: &Arc<T>) {
        let mut known = self.known.borrow_mut();
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(cells, Arc::clone(part));
    }
}

/// What stands before the text of a cell: a byte that no text has, for each kind of cell another.
fn mark(cell: &Cell<'_>) -> u8 {
    match cell {
        Cell::Empty => 0xff,
        Cell::Text(_) => 0xfe,
        Cell::Number(_) => 0xfd,
        Cell::Money(..) => 0xfc,
        Cell::Date(_) => 0xfb,
        Cell::Time(_) => 0xfa,
        Cell::Bool(_) => 0xf9,
        Cell::Error(_) => 0xf8,
        Cell::Formula => 0xf7,
    }
}

/// The parts of a charge on the columns of one file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parts {
    /// Where the fields of each end among those of the block.
    pub(super) ends: [usize; 2],
    pub(super) what: Alike<What>,
    pub(super) whose: Alike<Whose>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[Cell<'static>]) -> Row<'static> {
        Row {
            number: 1,
            cells: cells.to_vec(),
        }
    }

    fn of(places: &[usize]) -> Alike<What> {
        Alike {
            reads: places.to_vec(),
            ..Alike::default()
        }
    }

    #[test]
    fn cells_are_the_same_only_if_all_that_is_read_is() {
        let (alike, room) = (of(&[0, 2]), &mut Vec::new());
        let text = |text: &'static str| Cell::Text(text.into());
        let mut cells = |cells: &[Cell<'static>], beside| alike.cells(&row(cells), beside, room);
        let known = cells(&[text("a"), text("b"), text("c")], "");
        assert_eq!(known, cells(&[text("a"), text("other"), text("c")], ""));
        for other in [
            [text("ab"), text("b"), Cell::Text("".into())],
            [text("a"), text("b"), Cell::Empty],
            [text("a"), text("b"), Cell::Number("c".into())],
        ] {
            assert_ne!(known, cells(&other, ""), "{other:?}");
        }
        assert_ne!(known, cells(&[text("a"), text("b"), text("c")], "EUR"));
        let long = Cell::Text("x".repeat(LONGEST).into());
        assert_eq!(None, cells(&[text("a"), text("b"), long], ""));
    }

    #[test]
    fn a_part_is_known_again_and_memory_stays_bounded() {
        let alike = of(&[]);
        let part = Arc::new(What::default());
        for cells in 0..10 {
            assert!(alike.known(cells).is_none());
            alike.keep(cells, &part);
            assert!(Arc::ptr_eq(&alike.known(cells).expect("it was kept"), &part));
            assert!(alike.known.borrow().len() <= MOST);
        }
    }
}
