//! Importing files: the parent follows a worker process that reads foreign files and writes the book.

mod ahead;
pub(crate) mod detected;
pub(crate) mod document;
pub mod event;
#[cfg(target_os = "linux")]
mod fence;
mod group;
pub mod host;
mod kept;
pub mod limits;
mod meeting;
mod page;
mod pipe;
mod rows;
mod rows_beside;
mod said;
mod unchanged;
mod weigh;
pub mod worker;

pub use crate::choice::{account, currency, dates, decimal, delimiter, encoding, fixes};
pub use event::{ChoiceText, Event, FileReport, Look, OwnText, Request};
pub use ingest::{Delimiter, Fix, Fixes, Reading};

pub use host::{Followed, WORKER_ARGUMENT, Worker};
