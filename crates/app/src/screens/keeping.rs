//! What the book is and how it is kept: its file, who is protected, whether it is whole. Arranges; looks only when asked.

use metrics::people::suppression::Hidden;
use store::Book;

use super::placed;
use crate::view::{Block, Choice, Fact, Placed, Route, TableView, Tone};
use crate::{Result, settings, show};

/// Input of the route that asks for the integrity check.
const LOOK: &str = "look";

/// File, privacy, and the check of the book where it was asked for.
pub(super) fn blocks(book: &Book, route: &Route) -> Result<Vec<Placed>> {
    let mut blocks = vec![
        placed(6, this_book(book)?),
        placed(6, privacy(book, route)?),
        placed(12, actions(route)),
    ];
    if route.inputs.contains_key(LOOK) {
        blocks.extend(integrity(book)?);
    }
    Ok(blocks)
}

fn facts(title: &str, facts: impl IntoIterator<Item = (&'static str, String)>) -> Block {
    let facts = facts.into_iter().map(|(label, value)| Fact {
        label: label.to_owned(),
        value,
    });
    Block::Facts {
        title: title.to_owned(),
        facts: facts.collect(),
    }
}

fn this_book(book: &Book) -> Result<Block> {
    let info = book.info()?;
    let last = info
        .last_import
        .as_deref()
        .map_or_else(|| "none yet".to_owned(), super::day);
    let saved = if info.read_only {
        "opened for reading only"
    } else {
        "every change at once; nothing waits to be saved"
    };
    Ok(facts(
        "This book",
        [
            ("File", info.path.to_string_lossy().into_owned()),
            ("Last import", last),
            ("Saved", saved.to_owned()),
            (
                "Copies",
                "one on each day the book changes, the newest seven, kept by this program and offered on the start screen".to_owned(),
            ),
        ],
    ))
}

fn privacy(book: &Book, route: &Route) -> Result<Block> {
    let (settings, _) = settings::of(book)?;
    let privacy = settings.privacy;
    let names = if route.names {
        "shown in this window, until you hide them above"
    } else {
        "hidden; each person has a number that stays the same"
    };
    Ok(facts(
        "Privacy",
        [
            ("Names", names.to_owned()),
            ("Smallest group", format!("{} people", privacy.minimum)),
            (
                "One person's part",
                format!("at most {} % of what a group makes", privacy.dominance_percent),
            ),
            ("Everywhere", Hidden::rule(privacy)),
            (
                "Never stored",
                "prompts and answers, API keys, pay or performance of a person".to_owned(),
            ),
        ],
    ))
}

fn actions(route: &Route) -> Block {
    let mut look = route.clone();
    "book".clone_into(&mut look.screen);
    look.inputs.insert(LOOK.to_owned(), "1".to_owned());
    let choice = |id: &str, label: &str, go| Choice {
        id: id.to_owned(),
        label: label.to_owned(),
        go,
        ..Choice::default()
    };
    Block::Actions {
        actions: vec![
            choice("look", "Check that the book is whole", Some(look)),
            choice("copy", "Save a copy", None),
        ],
    }
}

/// Every check with its verdict; what to do where one fails.
fn integrity(book: &Book) -> Result<Vec<Placed>> {
    let doctor = book.doctor()?;
    let failing = doctor.checks.iter().filter(|check| !check.ok).count();
    let rows = doctor.checks.iter().map(|check| {
        let verdict = if check.ok { "holds" } else { "fails" };
        show::row(vec![
            model::capitalised(&check.name.replace('-', " ")),
            verdict.to_owned(),
            check.detail.clone(),
        ])
    });
    let table = TableView {
        key: "integrity".to_owned(),
        title: match failing {
            0 => format!("The book is whole: all {} checks hold", doctor.checks.len()),
            some => format!("{some} of {} checks of the book fail", doctor.checks.len()),
        },
        columns: show::columns(&["Looked at", "Verdict", "Found"]),
        count: doctor.checks.len() as u32,
        rows: rows.collect(),
        ..TableView::default()
    };
    let mut blocks = vec![placed(12, Block::Table(table))];
    if failing > 0 {
        let text = "Nothing was changed. Save a copy of the file as it is, then go back to an earlier copy on the start \
                    screen, or undo the import that a check names."
            .to_owned();
        blocks.push(placed(
            12,
            Block::Note {
                tone: Tone::Warn,
                text,
            },
        ));
    }
    Ok(blocks)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(look: bool) -> Vec<Block> {
        let folder = tempfile::tempdir().expect("a folder");
        let book = Book::create(&folder.path().join("b.counterfoil"), "B").expect("a book");
        let mut route = Route::default();
        if look {
            route.inputs.insert(LOOK.to_owned(), "1".to_owned());
        }
        let blocks = blocks(&book, &route).expect("blocks");
        blocks.into_iter().map(|placed| placed.block).collect()
    }

    #[test]
    fn the_book_says_where_it_is_and_whom_it_protects() {
        let blocks = shown(false);
        let [
            Block::Facts { facts: book, .. },
            Block::Facts { facts: privacy, .. },
            Block::Actions { actions },
        ] = &blocks[..]
        else {
            panic!("{blocks:?}");
        };
        assert!(book[0].value.ends_with("b.counterfoil"), "{}", book[0].value);
        assert!(privacy.iter().any(|fact| fact.value == "5 people"), "{privacy:?}");
        assert!(actions[0].go.as_ref().is_some_and(|go| go.screen == "book"));
    }

    #[test]
    fn the_check_of_the_book_is_made_when_it_is_asked_for() {
        let blocks = shown(true);
        let Some(Block::Table(table)) = blocks.last() else {
            panic!("{blocks:?}");
        };
        assert!(table.title.starts_with("The book is whole"), "{}", table.title);
        assert!(table.rows.iter().all(|row| row.cells[1] == "holds"));
    }
}
