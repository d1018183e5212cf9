//! What the window can ask for. A command takes the state, calls one function of `app` and maps the error.

pub(crate) mod book;
pub(crate) mod import;
pub(crate) mod save;
pub(crate) mod screen;
