//! The generated reference says what the registry says.

use super::crate_folder;

#[test]
fn the_reference_of_formats_is_current() {
    let path = crate_folder("../../docs/formats.md");
    let reference = ingest::formats::reference();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &reference).expect("docs/formats.md is written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == reference,
        "docs/formats.md is not current; run the tests with UPDATE_DOCS=1"
    );
}
