//! The product without a window: use cases, view types, error codes, settings, clock.

mod adoption;
pub mod answer;
pub mod ask;
mod asked;
pub mod beside;
pub mod checks;
mod choice;
pub mod clock;
mod copies;
pub mod currency;
pub mod documents;
pub mod drawn;
mod error;
pub mod estimate;
mod export;
mod guard;
mod identity;
pub mod import;
pub mod initiative;
pub mod inspect;
mod invoices;
mod licences;
pub mod mapper;
mod measured;
pub mod models;
mod names;
mod outcomes;
pub mod own;
mod owned;
mod palette;
mod panels;
mod phases;
mod press;
mod preview;
mod prices;
mod recent;
mod reconcile;
mod registers;
mod rejected;
pub mod report;
mod result;
pub mod sample;
pub mod save;
pub mod scenario;
pub mod scope;
pub mod screens;
pub mod session;
pub mod settings;
pub mod shelf;
pub mod show;
mod signals;
pub mod view;

pub use error::{Error, Result};

/// Of every program that is made of this crate: an import makes facts on one thread and drops them on another.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;
