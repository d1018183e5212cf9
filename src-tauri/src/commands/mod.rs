//! What the window can ask for. A command takes the state, calls one function of `app` and maps the error.

#![allow(
    clippy::needless_pass_by_value,
    reason = "Tauri hands every argument of a command over by value"
)]

pub(crate) mod book;
pub(crate) mod import;
pub(crate) mod mapper;
pub(crate) mod save;
pub(crate) mod screen;
