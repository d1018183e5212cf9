//! A JSON document or JSON lines → rows by path. Numbers keep the text that the file has; nothing passes a float.
//!
//! Row paths say where rows are: `data[].results[]` (lists), `{}` (the members of an object), `message$` (JSON inside a
//! text), nothing (the value).
//! Column paths say what a cell is: `amount.value`, `^start_time` (one level up: the element that holds the list),
//! `@key` (the key of a member), `credits[].amount` (through a list: the exact sum of numbers, or texts joined).

mod node;
mod pages;
mod path;
mod read;
mod records;
mod shape;
#[cfg(test)]
mod tests;
mod tree;

pub use pages::{Said, said};
pub use path::JsonPlan;
pub(crate) use path::{ANSWER, Part};
pub use read::{JsonError, read_document, read_lines};
pub use records::Records;
pub use shape::{Shape, shape};
