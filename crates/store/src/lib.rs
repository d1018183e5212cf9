//! The book: open, migrate, write, undo, answer a query. All SQL of the product. Knows no formats and no metrics.
//!
//! A fact is stored as integers: texts are numbered words, days are days since 1970-01-01, amounts are at the scale of
//! their currency. Every version that a live import brought stays; `live` marks the one that is shown. So undoing an
//! import, in any order, shows exactly what the remaining imports alone would have made.

mod backup;
mod book;
mod days;
mod dictionary;
mod error;
mod import;
mod journal;
mod json;
mod migrate;
mod people;
mod rollup;
mod tables;
mod version;

pub use book::Book;
pub use error::{Result, StoreError};
pub use import::{Finished, ImportSummary, ImportTx};
