//! Names of people are hidden unless shown on purpose: on screens, in exports and in the terminal alike.

use model::{Dimension, Groups};
use store::Book;

use crate::Result;

/// Puts the numbers of people in the place of their names, where an answer is by person.
pub(crate) fn hide(book: &Book, groups: &mut Groups) -> Result<()> {
    let Some(at) = groups
        .query
        .by
        .iter()
        .position(|dimension| *dimension == Dimension::Person)
    else {
        return Ok(());
    };
    let numbers = book.people_numbers()?;
    for group in &mut groups.groups {
        let name = &mut group.keys[at];
        *name = match numbers.get(name.as_str()) {
            _ if name.is_empty() => String::new(),
            Some(number) => format!("Person {number}"),
            None => "not on the roster".to_owned(),
        };
    }
    Ok(())
}
