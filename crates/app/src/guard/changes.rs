//! What an import changes in the sums of the book, in words: as a table before it happens, as a notice where a closed
//! month changes, as a question where a newer reader reads a known file differently. Adds nothing up.

use charts::format;
use ingest::Planned;
use model::{Answer, Problem, Question, Total};
use store::{Change, ImportTx};

use super::{amount, notice};
use crate::Result;

/// One changed sum in words.
pub(crate) struct ChangeView {
    /// `Sep 2026`.
    pub(crate) month: String,
    /// Vendor.
    pub(crate) provider: String,
    /// `USD 12.50 billed`, empty where there was nothing.
    pub(crate) before: String,
    /// Likewise.
    pub(crate) after: String,
    /// `new`, `changed`, `gone`.
    pub(crate) kind: &'static str,
}

/// A change in words.
pub(crate) fn shown(change: &Change) -> ChangeView {
    let said = |total: Option<Total>| {
        total.map_or_else(String::new, |total| {
            amount(total, &change.currency, change.measure)
        })
    };
    ChangeView {
        month: format::month(change.month),
        provider: change.provider.clone(),
        before: said(change.before),
        after: said(change.after),
        kind: kind(change),
    }
}

/// `new`, `changed` or `gone`.
pub(crate) fn kind(change: &Change) -> &'static str {
    match (change.before, change.after) {
        (None, _) => "new",
        (_, None) => "gone",
        _ => "changed",
    }
}

/// Closed months whose sums change because earlier facts no longer count, with before and after. A month is closed when
/// it is over and none of its facts is provisional.
pub(crate) fn restated(changes: &[Change], at: &str) -> Vec<Problem> {
    let this_month = at.get(..7).unwrap_or_default();
    let is_over = |change: &Change| change.month.to_string().get(..7).unwrap_or_default() < this_month;
    let closed = changes
        .iter()
        .filter(|change| change.replaced && change.closed && is_over(change));
    let problem = |change: &Change| {
        let view = shown(change);
        let after = if view.after.is_empty() {
            "nothing"
        } else {
            &view.after
        };
        notice(
            format!(
                "Restated: {} of {} was closed at {} and is now {after}.",
                view.month, view.provider, view.before
            ),
            "The file delivers this month anew. Undo brings the earlier figures back.",
        )
    };
    closed
        .filter(|change| change.before.is_some())
        .map(problem)
        .collect()
}

/// Whether to take over what a newer reader makes of a file that is in the book already.
pub(super) fn rereading(import: &mut ImportTx<'_>, plan: &Planned) -> Result<Option<Question>> {
    let Some((earlier, reader)) = import.read_before() else {
        return Ok(None);
    };
    let changes = import.changes()?;
    let why = changes.iter().map(shown).map(|view| {
        let before = if view.before.is_empty() {
            "nothing".to_owned()
        } else {
            view.before
        };
        let after = if view.after.is_empty() {
            "nothing".to_owned()
        } else {
            view.after
        };
        format!("{}, {}: {before} becomes {after}.", view.month, view.provider)
    });
    Ok(Some(Question {
        id: format!("restate-{earlier}"),
        sentence: format!(
            "This file is import {earlier}, read by reader {reader}. Reader {} reads it differently: should it replace that import?",
            plan.header.reader_version
        ),
        why: why.collect(),
        choices: vec![Answer::new(
            "restate",
            "Yes: restate these sums",
            format!(
                "What import {earlier} brought and the new reading changes is replaced; undo brings it back."
            ),
        )],
        answer: None,
    }))
}
