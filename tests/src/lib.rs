//! User journeys over the real `counterfoil` program: files in, figures out, and every way it can go wrong between.
//!
//! The program is not built from here: `cargo xtask test` builds it first, or `cargo build --package cli`.
#![cfg(test)]
#![allow(clippy::print_stderr, reason = "a journey that cannot be made here says why")]

mod bad_books;
mod bad_files;
mod choices;
mod deliveries;
mod desk;
mod determinism;
mod documents;
mod exact;
mod export;
mod few;
mod filters;
mod fixes;
mod foreign_texts;
mod hurdles;
mod in_place;
mod invoice_page;
mod invoices;
mod json_contract;
mod kill;
mod mapper;
mod mapping;
mod named_files;
mod order;
mod outputs;
mod overlap;
mod questions;
mod reading;
mod same_rows;
mod totals;
mod unchanged;
mod undo;
mod who;
mod writes;
