//! Which row counts where a format writes several for one thing, and which day a list was made. Looks at all rows once
//! before they are read.

use std::collections::HashMap;
use std::ops::ControlFlow;

use chrono::NaiveDate;
use model::Key;

use crate::feed::Feed;
use crate::formats::{Identifier, Layout, Which};
use crate::source::{OpenError, Opened};

/// The rows that count, by key; `None` where every row does.
pub(crate) fn winners(
    opened: &Opened,
    layout: &Layout,
    feed: &Feed,
) -> Result<Option<HashMap<Key, u64>>, OpenError> {
    let which = layout.document.one_per_key;
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
    Ok(Some(best.into_iter().map(|(key, (row, _))| (key, row)).collect()))
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
