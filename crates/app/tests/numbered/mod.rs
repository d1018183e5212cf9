//! Imports of facts that are known by their number in the file.

use model::{Fact, ImportHeader, Key, Overlap};
use store::{Book, ImportSummary};

/// Imports facts as a file of a format.
pub(crate) fn import_at(book: &mut Book, at: &str, format: &str, facts: Vec<Fact>) {
    let header = ImportHeader {
        file: format.to_owned(),
        sha256: format!("{format} {at}"),
        format: format.to_owned(),
        overlap: Overlap::Id,
        ..ImportHeader::default()
    };
    let mut import = book.import(&header, at).expect("an import");
    for (at, mut fact) in facts.into_iter().enumerate() {
        let key = Key(at as u128 + 1);
        match &mut fact {
            Fact::Charge(fact) => fact.key = key,
            Fact::Usage(fact) => fact.key = key,
            Fact::Seat(fact) => fact.key = key,
            Fact::Person(fact) => fact.key = key,
            Fact::Contract(fact) => fact.key = key,
            Fact::Budget(fact) => fact.key = key,
            Fact::Headcount(fact) => fact.key = key,
            _ => {}
        }
        import.put(&fact).expect("a fact");
    }
    import.finish(&ImportSummary::default()).expect("an import");
}
