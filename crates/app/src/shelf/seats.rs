//! Seats per product, as they were on the day of the newest list of any product.

use chrono::NaiveDate;
use serde_json::{Value, json};
use store::Book;

use crate::Result;

/// Seats per product; the day of a list that states none is null.
pub(super) fn document(book: &Book) -> Result<Value> {
    let stated = |day: &NaiveDate| *day != NaiveDate::default();
    let end_of_time = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or_default();
    let lists = book.seats(end_of_time)?;
    let newest = lists.iter().map(|seat| seat.snapshot).filter(stated).max();
    // Whoever was active on that very day was active.
    let behind = newest.and_then(|day| day.succ_opt());
    let day = behind.or(book.info()?.to).unwrap_or_default();
    let mut seats = json!(book.seats(day)?);
    for seat in seats.as_array_mut().into_iter().flatten() {
        if seat["snapshot"] == json!(NaiveDate::default()) {
            seat["snapshot"] = Value::Null;
        }
    }
    Ok(json!({ "seats": seats }))
}
