//! The price book of a book: its price lists and what was restated with later ones.

use std::collections::HashSet;

use chrono::NaiveDate;
use metrics::pricing::{Entry, PriceBook, Restated};
use serde::{Deserialize, Serialize};
use store::Book;

use crate::{Error, Result};

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
    price_book_with(book, &restatements(book)?)
}

fn entries(book: &Book) -> Result<Vec<Entry>> {
    let (imports, places) = (book.imports()?, book.places()?);
    let own: HashSet<i64> = imports
        .iter()
        .filter(|import| import.header.format == OWN_LIST)
        .map(|import| import.id)
        .collect();
    let entry = |kept: store::Kept<model::Price>| {
        let (place, at) = places.get(&kept.import).cloned().unwrap_or_default();
        Entry {
            price: kept.fact,
            import: kept.import,
            place,
            stated: at.get(..10).and_then(|day| day.parse().ok()).unwrap_or_default(),
            own: own.contains(&kept.import),
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

/// What is restated from a day on with everything imported so far.
pub fn restating(book: &Book, from: NaiveDate, at: &str) -> Result<Vec<Restatement>> {
    let newest = book.imports()?.last().map_or(0, |import| import.id);
    let mut all = restatements(book)?;
    all.push(Restatement {
        from,
        import: newest,
        at: at.to_owned(),
    });
    Ok(all)
}

/// What is restated without the last word about the days from one on.
pub fn taking_back(book: &Book, from: NaiveDate) -> Result<Vec<Restatement>> {
    let mut all = restatements(book)?;
    let Some(last) = all.iter().rposition(|one| one.from == from) else {
        let mut days: Vec<String> = all.iter().map(|one| one.from.to_string()).collect();
        days.dedup();
        let known = if days.is_empty() {
            "Nothing was.".to_owned()
        } else {
            format!("Days from these on were: {}.", days.join(", "))
        };
        return Err(Error::asked(
            format!("No prices were restated from {from} on"),
            known,
        ));
    };
    all.remove(last);
    Ok(all)
}

/// Keeps what is restated.
pub fn restate(book: &Book, all: &[Restatement]) -> Result<()> {
    let json = serde_json::to_value(all).expect("plain data");
    book.put_json(RESTATED.0, RESTATED.1, &json)?;
    Ok(())
}

/// The price book as it would be with other restatements.
pub fn price_book_with(book: &Book, all: &[Restatement]) -> Result<PriceBook> {
    Ok(PriceBook::new(entries(book)?, said(all)))
}

fn said(all: &[Restatement]) -> Vec<Restated> {
    let each = all.iter().map(|one| Restated {
        from: one.from,
        import: one.import,
    });
    each.collect()
}
