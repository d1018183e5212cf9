//! Tables for the tests beside.

use std::ops::ControlFlow;

use ingest::profile::{Profile, profile as look};
use ingest::{Choice, Limits};

/// The document that is proposed for a text.
pub(crate) fn document(text: &str) -> String {
    let profile = profile(text);
    super::toml(&super::Draft::default().completed(&profile), &profile)
}

/// A text as a file, looked through.
pub(crate) fn profile(text: &str) -> Profile {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ledger.csv");
    std::fs::write(&path, text).expect("a file");
    let items = ingest::open(&[path], &Limits::default());
    look(&items[0], &Choice::default(), None, &mut |_| {
        ControlFlow::Continue(())
    })
    .expect("a table")
}
