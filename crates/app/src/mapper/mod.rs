//! The mapper: what a table of nobody's format holds, what its columns probably mean, and the mapping document that
//! follows from what a user decides. A draft goes in, a view comes out; reads no file and writes no book.

mod again;
mod amounts;
mod asks;
mod carry;
mod charge;
mod currency;
mod document;
mod draft;
mod ends;
#[cfg(test)]
mod fixture;
mod grid;
mod guess;
mod heading;
mod headings;
mod incoming;
mod period;
mod priced;
mod row_words;
mod settle;
mod sides;
mod source;
mod style;
mod target;
mod text;
mod tokens;
mod uncounted;
mod view;
mod wide;

pub use draft::Draft;

pub(crate) use again::draft_of;
pub(crate) use document::toml;
pub(crate) use view::{Shown, view};

use ingest::Reading;
use ingest::profile::Profile;

/// The mapping that is proposed for a table that is read like this, with remarks for whoever edits it.
pub fn proposed(profile: &Profile, reading: &Reading) -> String {
    toml(&Draft::as_read(reading).completed(profile), profile)
}
