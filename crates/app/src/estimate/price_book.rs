//! The price book of a book: its price lists and what was restated with later ones.

use std::collections::HashMap;

use chrono::NaiveDate;
use metrics::pricing::{Entry, PriceBook, Restated};
use serde::{Deserialize, Serialize};
use store::Book;

use crate::Result;

/// The document that keeps what was restated.
const RESTATED: (&str, &str) = ("prices", "restated");
/// The format of the user's own list, which stands above published ones.
const OWN_LIST: &str = "price-list";

/// A restatement as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Restatement {
    /// First day.
    pub from: NaiveDate,
    /// The newest import then.
    pub import: i64,
    /// When it was said.
    pub at: String,
}

/// The price book of a book.
pub fn price_book(book: &Book) -> Result<PriceBook> {
    Ok(PriceBook::new(entries(book)?, restated(book)?))
}

fn entries(book: &Book) -> Result<Vec<Entry>> {
    let imports: HashMap<i64, (NaiveDate, bool)> = book
        .imports()?
        .into_iter()
        .map(|import| {
            let stated = import
                .at
                .get(..10)
                .and_then(|day| day.parse().ok())
                .unwrap_or_default();
            (import.id, (stated, import.header.format == OWN_LIST))
        })
        .collect();
    let entry = |kept: store::Kept<model::Price>| {
        let (stated, own) = imports.get(&kept.import).copied().unwrap_or_default();
        Entry {
            price: kept.fact,
            import: kept.import,
            stated,
            own,
        }
    };
    Ok(book.prices()?.into_iter().map(entry).collect())
}

/// What was restated, oldest first.
pub fn restatements(book: &Book) -> Result<Vec<Restatement>> {
    let kept = book.get_json(RESTATED.0, RESTATED.1)?;
    Ok(kept
        .and_then(|kept| serde_json::from_value(kept).ok())
        .unwrap_or_default())
}

fn restated(book: &Book) -> Result<Vec<Restated>> {
    let all = restatements(book)?.into_iter();
    Ok(all
        .map(|one| Restated {
            from: one.from,
            import: one.import,
        })
        .collect())
}

/// The restatement that would be made now.
pub fn restating(book: &Book, from: NaiveDate, at: &str) -> Result<Restatement> {
    let newest = book.imports()?.last().map_or(0, |import| import.id);
    Ok(Restatement {
        from,
        import: newest,
        at: at.to_owned(),
    })
}

/// Keeps a restatement.
pub fn restate(book: &Book, one: Restatement) -> Result<()> {
    let mut all = restatements(book)?;
    all.push(one);
    let json = serde_json::to_value(all).expect("plain data");
    book.put_json(RESTATED.0, RESTATED.1, &json)?;
    Ok(())
}

/// The price book as it would be with one more restatement.
pub fn price_book_with(book: &Book, one: &Restatement) -> Result<PriceBook> {
    let mut all = restated(book)?;
    all.push(Restated {
        from: one.from,
        import: one.import,
    });
    Ok(PriceBook::new(entries(book)?, all))
}
