//! Tables for the tests beside.

use std::ops::ControlFlow;

use ingest::profile::{Profile, profile as look};
use ingest::{Choice, Limits};

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
