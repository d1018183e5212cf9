//! The book: open, migrate, write, undo, answer a query. All SQL of the product. Knows no formats and no metrics.
//!
//! A fact is stored as integers: texts are numbered words, days are days since 1970-01-01, amounts are at the scale of
//! their currency. Every version that a live import brought stays; `live` marks the one that is shown
//! (1), or shown but not counted (2). So undoing an
//! import, in any order, shows exactly what the remaining imports alone would have made.

mod backup;
mod beside;
mod book;
mod bulk;
mod change;
mod compact;

mod days;
mod dictionary;
mod digest;
mod doctor;
mod drill;
mod error;
mod evidence;
mod groups;
mod hold;
mod import;
mod info;
mod invoices;
mod journal;
mod json;
mod known;
mod kpis;
mod memo;
mod migrate;
mod numbering;
mod pack;
mod pay;
mod people;
mod rollup;
mod seat_lines;
mod spellings;
mod stamp;
mod straight;
mod stream;
mod tables;
#[cfg(test)]
mod tests;
mod undo;
mod version;
mod wide;

pub use backup::stop_when;
pub use beside::{Kept, PanelAnswer, RateRange};
pub use book::Book;
pub use change::Change;
pub use compact::Compacted;
pub use doctor::{Check, Doctor};
pub use drill::FactRow;
pub use error::{Result, StoreError};
pub use evidence::{DayMoney, MEASURES, Priced, SeatPrice, Shape, Tokens};
pub use hold::Aside;
pub use import::{Finished, ImportSummary, ImportTx, LeftOut, Met, Side};
pub use info::BookInfo;
pub use invoices::{BilledSum, StoredInvoice};
pub use kpis::KpiSeries;
pub use pack::{Pack, Packer};
pub use pay::Pay;
pub use people::{
    IdentityKind, Matching, NamingRule, RosterEntry, RuleUse, SeatCount, SeenDay, SourceSeen, Suggestion,
    TOLD_BY, Unmatched, Unresolved,
};
pub use stamp::{ReadBy, Stamp};
pub use undo::Undone;
