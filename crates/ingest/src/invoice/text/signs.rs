//! Signs and codes of currencies beside amounts. A sign of several currencies stands for itself.

use crate::value::{Sign, written};

/// In Swedish a dash behind a colon is a sign.
const DASH: &str = ":-";

/// The currency a text ends with, and how many bytes it takes.
pub(super) fn sign_at_end(text: &str) -> Option<(&'static str, usize)> {
    let ends = |sign: &str| {
        let rest = text.strip_suffix(sign);
        let letters = sign.starts_with(char::is_alphabetic);
        rest.is_some_and(|rest| !letters || !rest.ends_with(char::is_alphabetic))
    };
    found(ends)
}

/// The currency a text begins with, and how many bytes it takes.
pub(super) fn sign_at_start(text: &str) -> Option<(&'static str, usize)> {
    let begins = |sign: &str| {
        let rest = text.strip_prefix(sign);
        let letters = sign.ends_with(char::is_alphabetic);
        rest.is_some_and(|rest| !letters || !rest.starts_with(char::is_alphabetic))
    };
    found(begins)
}

fn found(is_there: impl Fn(&str) -> bool) -> Option<(&'static str, usize)> {
    let dash = || is_there(DASH).then_some(("kr", DASH.len()));
    let known = written().find(|(text, _)| is_there(text));
    known
        .map(|(text, sign)| (meaning(sign), text.len()))
        .or_else(dash)
}

fn meaning(sign: Sign) -> &'static str {
    match sign.text() {
        open @ ("$" | "¥" | "kr") => open,
        other => sign.code().unwrap_or(other),
    }
}
