//! What must hold for every document of the registry.

use super::*;

#[test]
fn every_built_in_document_reads() {
    for (file, text) in DOCUMENTS {
        if let Err(error) = Document::parse(file, text) {
            panic!("{error}");
        }
    }
}

#[test]
fn ids_are_unique_kebab_case_and_name_their_file() {
    let mut ids: Vec<&str> = formats().iter().map(|document| document.id.as_str()).collect();
    for ((file, _), id) in DOCUMENTS.iter().zip(&ids) {
        assert_eq!(*file, format!("{id}.toml"));
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), DOCUMENTS.len());
}
