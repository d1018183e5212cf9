//! Questions about a file and the sums that it would change, as the window shows them. Asks nothing itself.

use model::Question;
use store::Change;

use crate::guard::{ChangeView, shown_change};
use crate::import::FileReport;
use crate::show;
use crate::view::{AnswerView, QuestionView, TableView};

/// A question.
pub(crate) fn question(question: &Question) -> QuestionView {
    let choices = question.choices.iter().map(|choice| AnswerView {
        id: choice.id.clone(),
        label: choice.label.clone(),
        effect: choice.effect.clone(),
        selected: question.answer.as_ref() == Some(&choice.id),
    });
    QuestionView {
        id: question.id.clone(),
        sentence: question.sentence.clone(),
        why: question.why.clone(),
        choices: choices.collect(),
    }
}

/// The sums that a file would change, with what they were.
pub(crate) fn changes(report: &FileReport) -> TableView {
    let row = |change: &Change| {
        let ChangeView {
            month,
            provider,
            before,
            after,
            kind,
        } = shown_change(change);
        show::row(vec![month, provider, kind.to_owned(), before, after])
    };
    TableView {
        key: format!("changes-{}", report.item),
        title: "What it changes in the book".to_owned(),
        columns: show::columns(&["Month", "Vendor", "Change", "#Before", "#After"]),
        rows: report.changes.iter().map(row).collect(),
        count: report.changes.len() as u32,
        ..TableView::default()
    }
}
