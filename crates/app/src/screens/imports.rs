//! Imports: the journal with undo, and the problems of one import.

use model::{ImportRecord, ImportStatus, Measure, MeasureTotal};
use store::Book;

use super::{Desk, placed};
use crate::Result;
use crate::answer;
use crate::preview;
use crate::show;
use crate::view::{Block, Choice, Placed, Route, RowView, TableView};

/// The screen.
pub(super) fn blocks(desk: &Desk<'_>) -> Result<Vec<Placed>> {
    let mut blocks = journal(desk.scope.book, &desk.scope.route)?;
    let coverage = super::coverage::table(desk.scope.book)?;
    blocks.extend(coverage.map(|table| placed(12, Block::Table(table))));
    if let Some(import) = desk
        .scope
        .route
        .item
        .as_deref()
        .and_then(|item| item.parse().ok())
    {
        blocks.push(placed(12, Block::Table(problems(desk.scope.book, import)?)));
    }
    Ok(blocks)
}

/// What came in, newest first.
pub(super) fn journal(book: &Book, route: &Route) -> Result<Vec<Placed>> {
    let imports = book.imports()?;
    if imports.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<RowView> = imports.iter().rev().map(|import| line(import, route)).collect();
    Ok(vec![placed(
        12,
        Block::Table(TableView {
            key: "journal".to_owned(),
            title: "What came in".to_owned(),
            columns: show::columns(&[
                "Import", "File", "Format", "Period", "#Rows", "#Total", "Problems",
            ]),
            count: rows.len() as u32,
            rows,
            totals: Vec::new(),
            note: "Correct reads the file once more, with other fixes, mapping or answers, and puts the result in the \
                   import's place. Undo takes one import back, in any order, and shows what was there before it."
                .to_owned(),
        }),
    )])
}

fn line(import: &ImportRecord, route: &Route) -> RowView {
    let [errors, warnings, infos] = import.problems;
    let is_live = import.status != ImportStatus::Undone;
    let act = |command: &str, label: &str| Choice {
        id: format!("{command}:{}", import.id),
        label: label.to_owned(),
        ..Choice::default()
    };
    let undo = Choice {
        ask: format!(
            "Take import {} out of the book? {}, {}.",
            import.id,
            import.header.file,
            show::counted(import.rows.read, "row")
        ),
        ..act("undo", "Undo")
    };
    RowView {
        cells: vec![
            import.id.to_string(),
            import.header.file.clone(),
            format!(
                "{} · reader\u{a0}{}",
                crate::identity::source_name(&import.header.format),
                import.header.reader_version
            ),
            import
                .period
                .map(|period| show::one_line(&charts::format::span(&period, &charts::Locale::default())))
                .unwrap_or_default(),
            number(import.rows.read),
            total(&import.totals),
            if is_live {
                [problem_words(errors, warnings, infos)]
                    .into_iter()
                    .chain(answered(import))
                    .collect::<Vec<_>>()
                    .join(" · ")
            } else {
                "undone".to_owned()
            },
        ],
        go: Some(Route {
            screen: "imports".to_owned(),
            item: Some(import.id.to_string()),
            ..route.clone()
        }),
        actions: if is_live {
            vec![act("correct", "Correct"), undo]
        } else {
            Vec::new()
        },
        ..RowView::default()
    }
}

/// What was answered about an import, and what of it does not count.
fn answered(import: &ImportRecord) -> Vec<String> {
    let answers = import.answers.iter().filter_map(|question| question.chosen());
    let said = answers.map(|answer| format!("answered: {}", answer.label));
    let held = import
        .not_counted
        .iter()
        .filter(|total| total.measure == Measure::Billed);
    said.chain(held.map(|total| format!("not counted: {}", preview::amount(total))))
        .collect()
}

fn number(count: u64) -> String {
    charts::format::count(count.into(), &charts::Locale::default())
}

/// The day of an instant as people write it.
pub(crate) fn day(at: &str) -> String {
    let day = at.get(..10).and_then(|day| day.parse().ok());
    day.map_or_else(
        || at.to_owned(),
        |day| charts::format::date(day, &charts::Locale::default()),
    )
}

/// What the file comes to, in each of its currencies: what it bills, or the first measure that it has.
fn total(totals: &[MeasureTotal]) -> String {
    let of = |measure| totals.iter().filter(move |total| total.measure == measure);
    let measure = match totals.first() {
        Some(first) if of(Measure::Billed).next().is_none() => first.measure,
        _ => Measure::Billed,
    };
    let amounts: Vec<String> = of(measure).map(preview::amount).collect();
    // A line for each: the column of numbers never breaks one.
    let amounts = amounts.join("\n");
    match measure {
        Measure::Billed => amounts,
        other => format!("{amounts} {}", answer::label(other).to_lowercase()),
    }
}

fn problem_words(errors: u64, warnings: u64, infos: u64) -> String {
    let parts = [(errors, "refused"), (warnings, "to look at"), (infos, "notes")];
    let words: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    if words.is_empty() {
        "none".to_owned()
    } else {
        words.join(", ")
    }
}

/// The problems of one import.
pub(crate) fn problems(book: &Book, import: i64) -> Result<TableView> {
    let problems = book.problems(import)?;
    let rows: Vec<RowView> = problems
        .iter()
        .map(|problem| {
            let text = |value: &Option<String>| value.clone().unwrap_or_default();
            show::row(vec![
                format!("{:?}", problem.severity).to_lowercase(),
                text(&problem.place.sheet),
                problem.place.row.map(|row| row.to_string()).unwrap_or_default(),
                text(&problem.place.column),
                text(&problem.value),
                problem.what.clone(),
                text(&problem.hint),
            ])
        })
        .collect();
    Ok(TableView {
        key: "problems".to_owned(),
        title: format!("Problems of import {import}"),
        columns: show::columns(&[
            "Severity",
            "Sheet",
            "#Row",
            "Column",
            "Value",
            "What is wrong",
            "What to do",
        ]),
        count: rows.len() as u32,
        rows,
        totals: Vec::new(),
        note: String::new(),
    })
}

#[cfg(test)]
mod tests {
    use model::Currency;

    use super::*;

    fn stated(measure: Measure, currency: &str, amount: &str) -> MeasureTotal {
        MeasureTotal {
            currency: Currency::new(currency),
            measure,
            amount: amount.to_owned(),
            rows: 1,
        }
    }

    #[test]
    fn a_file_of_two_currencies_shows_both() {
        let mut totals = vec![
            stated(Measure::Effective, "EUR", "1"),
            stated(Measure::Billed, "EUR", "73680.694"),
            stated(Measure::Billed, "USD", "75695.6"),
        ];
        assert_eq!(total(&totals), "EUR\u{a0}73,680.69\nUSD\u{a0}75,695.60");
        totals.truncate(1);
        assert_eq!(total(&totals), "EUR\u{a0}1.00 effective");
        assert_eq!(total(&[]), "");
    }
}
