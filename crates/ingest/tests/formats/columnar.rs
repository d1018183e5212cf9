//! Parquet is a table like any other, whatever is done to the bytes.

use std::ops::ControlFlow;
use std::path::PathBuf;

use ingest::{Choice, Confidence, InspectOptions};
use model::Outcome;

use super::{crate_folder, item};

fn fixture() -> Vec<u8> {
    std::fs::read(crate_folder("fixtures/focus/focus-1.2.parquet")).expect("the fixture")
}

fn written(folder: &tempfile::TempDir, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join("focus.parquet");
    std::fs::write(&path, bytes).expect("written");
    path
}

/// Why it cannot be read, if so; reading must end either way.
fn reads(path: &std::path::Path) -> Result<u64, String> {
    let item = item(path);
    let plan = ingest::plan(&item, &Choice::default());
    if let Some(reason) = plan.refused.clone().or(plan.needs_mapping.clone()) {
        return Err(reason);
    }
    let read = ingest::read(&item, &plan, &mut |_| Ok(Outcome::Kept), &mut |_| {
        ControlFlow::Continue(())
    });
    read.map(|report| report.rows.read)
        .map_err(|error| error.to_string())
}

#[test]
fn inspect_shows_a_parquet_file_like_a_table() {
    let found = ingest::inspect(
        &crate_folder("fixtures/focus/focus-1.2.parquet"),
        &InspectOptions::default(),
    );
    let file = &found[0];
    assert_eq!(
        (file.kind.id(), file.format.as_deref()),
        ("parquet", Some("focus"))
    );
    assert_eq!(
        (file.format_version.as_deref(), file.confidence),
        (Some("1.2"), Confidence::Certain)
    );
    let table = &file.tables.as_ref().expect("a table")[0];
    assert_eq!(table.rows, 3);
    assert_eq!(table.sums["BilledCost"]["USD"], "0.810220000000000001");
    assert_eq!(table.sums["BilledCost"]["EUR"], "10000");
}

#[test]
fn a_truncated_parquet_file_gives_one_sentence() {
    let folder = tempfile::tempdir().expect("a folder");
    let bytes = fixture();
    for length in [4, 8, 100, bytes.len() / 2, bytes.len() - 1] {
        let reason = reads(&written(&folder, &bytes[..length])).expect_err("it is not whole");
        assert!(
            reason.contains("damaged") && !reason.contains('\n'),
            "{length}: {reason}"
        );
    }
}

#[test]
fn no_changed_byte_of_a_parquet_file_makes_the_reader_panic() {
    let folder = tempfile::tempdir().expect("a folder");
    let bytes = fixture();
    let (mut read, mut refused) = (0, 0);
    for at in (0..bytes.len()).step_by(7) {
        let mut changed = bytes.clone();
        changed[at] ^= 0x55;
        match reads(&written(&folder, &changed)) {
            Ok(_) => read += 1,
            Err(reason) => {
                assert!(!reason.is_empty());
                refused += 1;
            }
        }
    }
    assert!(refused > 100 && read > 100, "{refused} refused, {read} read");
}

#[test]
fn a_dictionary_that_says_it_has_more_values_than_bytes_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let bytes = fixture();
    // The header of a dictionary page in Thrift's compact form: field 7, then its field 1, the number of values.
    let heads = (0..bytes.len() - 4).filter(|at| bytes[*at..].starts_with(&[0x4c, 0x15]));
    let refused = heads.filter(|at| {
        let mut changed = bytes.clone();
        // 63, doubled as Thrift writes whole numbers.
        changed[at + 2] = 126;
        reads(&written(&folder, &changed)).is_err_and(|reason| reason.contains("says that it has 63 values"))
    });
    assert!(refused.count() > 10);
}
