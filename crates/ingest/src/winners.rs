//! Which row counts where a format writes several for one thing, and which day a list was made. Looks at all rows once
//! before they are read.

use std::collections::HashMap;
use std::ops::ControlFlow;

use chrono::NaiveDate;
use model::Key;

use crate::feed::Feed;
use crate::formats::{Identifier, Layout, Which};
use crate::json::ANSWER;
use crate::row::Row;
use crate::source::{OpenError, Opened};

/// Which rows of a key count.
pub(crate) enum Winners {
    /// This one.
    Row(HashMap<Key, u64>),
    /// Those of this answer, whose number stands in the column.
    Answer(HashMap<Key, u64>, usize),
}

impl Winners {
    /// Why a row does not count; nothing if it does.
    pub(crate) fn reason(&self, key: Key, row: &Row<'_>) -> Option<String> {
        match self {
            Self::Row(rows) => {
                let winner = rows.get(&key)?;
                (*winner != row.number)
                    .then(|| format!("Row {winner} states the same thing more completely."))
            }
            Self::Answer(answers, place) => (*answers.get(&key)? != answer(row, *place))
                .then(|| "A later answer in this file states the same bucket again.".to_owned()),
        }
    }
}

fn answer(row: &Row<'_>, place: usize) -> u64 {
    let cell = row.cells.get(place);
    cell.and_then(|cell| cell.text().parse().ok()).unwrap_or_default()
}

/// The rows that count; `None` where every row does.
pub(crate) fn winners(opened: &Opened, layout: &Layout, feed: &Feed) -> Result<Option<Winners>, OpenError> {
    if let Some(place) = layout.header.place(ANSWER) {
        return last_answers(opened, layout, feed, place).map(Some);
    }
    let which = layout.document.one_per_key.filter(|which| *which != Which::Only);
    if layout.keep_largest.is_empty() && which.is_none() {
        return Ok(None);
    }
    let mut best: HashMap<Key, (u64, (bool, i64))> = HashMap::new();
    let mut identifier = Identifier::default();
    feed.rows_first(opened, layout, &mut |row, _| {
        let prefer = layout.prefer.as_ref();
        let size = (
            prefer.is_some_and(|rule| rule.holds(row, &layout.style)),
            layout.size(row),
        );
        let Some(key) = identifier.row(layout, row).map(|key| key.key()) else {
            return ControlFlow::Break(());
        };
        if layout.is_skipped(row) {
            return ControlFlow::Continue(());
        }
        let entry = best.entry(key).or_insert((row.number, size));
        if size > entry.1 || which == Some(Which::Last) {
            *entry = (row.number, size);
        }
        ControlFlow::Continue(())
    })?;
    let rows = best.into_iter().map(|(key, (row, _))| (key, row));
    Ok(Some(Winners::Row(rows.collect())))
}

/// The last answer that states each key.
fn last_answers(opened: &Opened, layout: &Layout, feed: &Feed, place: usize) -> Result<Winners, OpenError> {
    let mut last: HashMap<Key, u64> = HashMap::new();
    let mut identifier = Identifier::default();
    feed.rows_first(opened, layout, &mut |row, _| {
        if let Some(key) = identifier.row(layout, row) {
            last.insert(key.key(), answer(row, place));
        }
        ControlFlow::Continue(())
    })?;
    Ok(Winners::Answer(last, place))
}

/// The newest day in the columns that date a list.
pub(crate) fn newest(opened: &Opened, layout: &Layout, feed: &Feed) -> Result<Option<NaiveDate>, OpenError> {
    let mut newest = None;
    feed.rows_first(opened, layout, &mut |row, _| {
        let cells = layout.newest.iter().filter_map(|place| row.cells.get(*place));
        let days = cells.filter_map(|cell| layout.style.dates.read(&cell.text()).day());
        newest = newest.max(days.max());
        ControlFlow::Continue(())
    })?;
    Ok(newest)
}
