//! Prices: which one holds for a model on a day, and what an amount of tokens costs by it.
//!
//! `names` says which names mean the same model, `book` which entry is in force, `cost` what it comes to. Nothing here
//! asks the book; nothing is guessed: what two prices could fit has none.

mod book;
mod cost;
mod names;

pub use book::{Asked, Entry, Found, OfToken, PriceBook, Restated};
pub use cost::{Bill, Line, Quantities, cost};
pub use names::{canonical, maker, vendor};

#[cfg(test)]
mod tests;
