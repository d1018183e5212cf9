//! Every format reads its own composed files exactly, and no other format claims them.

use std::path::PathBuf;

use super::{crate_folder, read};

/// File under `fixtures`, and what it must give.
const EXPECTED: &[(&str, &str)] = &[
];

fn files() -> Vec<(String, PathBuf)> {
    let mut files = Vec::new();
    for folder in std::fs::read_dir(crate_folder("fixtures")).expect("fixtures") {
        let folder = folder.expect("a folder").path();
        for file in std::fs::read_dir(&folder).expect("a folder") {
            let path = file.expect("a file").path();
            let id = folder.file_name().expect("a name").to_string_lossy().into_owned();
            files.push((format!("{id}/{}", path.file_name().expect("a name").to_string_lossy()), path));
        }
    }
    files.sort();
    files
}

#[test]
fn every_fixture_is_read_by_its_own_format_exactly() {
    let mut wrong = Vec::new();
    for (name, path) in files() {
        let read = read(&path);
        assert_eq!(Some(read.plan.format.as_str()), name.split('/').next(), "{name}: {:?}", read.plan.why);
        let summary = read.summary();
        let expected = EXPECTED.iter().find(|(file, _)| *file == name).map(|(_, expected)| *expected);
        if expected != Some(&summary) {
            wrong.push(format!("    (\"{name}\", \"{summary}\"),"));
        }
    }
    assert!(wrong.is_empty(), "not as expected:\n{}", wrong.join("\n"));
}

#[test]
fn every_format_has_a_fixture() {
    for document in ingest::formats::formats() {
        let own = format!("{}/", document.id);
        assert!(EXPECTED.iter().any(|(file, _)| file.starts_with(&own)), "{}", document.id);
    }
}

#[test]
fn nothing_private_reaches_a_fact() {
    for (name, path) in files() {
        let facts = format!("{:?}", read(&path).facts);
        for private in ["Exceeds", "41000", "prompt", "Meets"] {
            assert!(!facts.contains(private), "{name} has {private}");
        }
    }
}
