//! The product without a window: use cases, view types, error codes, settings, clock.

pub mod answer;
pub mod ask;
mod asked;
pub mod beside;
mod choice;
pub mod clock;
mod copies;
pub mod drawn;
mod error;
mod export;
mod guard;
mod identity;
pub mod import;
pub mod initiative;
pub mod inspect;
pub mod mapper;
mod names;
pub mod own;
mod palette;
mod preview;
mod recent;
mod rejected;
pub mod report;
mod result;
pub mod sample;
pub mod save;
pub mod scope;
pub mod screens;
pub mod session;
pub mod settings;
pub mod shelf;
pub mod show;
pub mod view;

pub use error::{Error, Result};
