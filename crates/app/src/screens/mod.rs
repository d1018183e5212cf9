//! The screens: each a function from a scope to blocks, in one visible list. They arrange; metrics compute, charts draw.

mod bar;
mod book;
mod conduct;
mod coverage;
mod identities;
mod imports;
mod invoices;
mod keeping;
mod licences;
mod models;
mod one_invoice;
mod overview;
mod people;
mod periods;
mod phases;
mod reports;
mod review;
mod roi;
mod rows;
mod settings;
mod signals;
mod spend;
mod weekly_use;
mod workforce;

pub(crate) use imports::{day, problems};
pub(crate) use invoices::invoice_table;
pub(crate) use overview::key_figures;

use charts::{Options, Theme};
use metrics::people::suppression::{HIDDEN, Hidden};
use store::Book;

use crate::drawn;
use crate::scope::Scope;
use crate::show;
use crate::view::{Block, CanvasSize, Choice, Placed, Route, ScreenView, TableView, ThemeName};
use crate::{Error, Result};

/// One screen.
pub struct Screen {
    /// Id in routes.
    pub id: &'static str,
    /// Name in the sidebar.
    pub title: &'static str,
    /// Letter after `g`.
    pub letter: char,
    /// Whether it shows something where nothing is billed and nothing used yet: seats, contracts, KPIs.
    needs_no_use: bool,
    /// What would be here and which file brings it, for a book without any.
    empty: (&'static str, &'static str),
    /// Its blocks.
    blocks: fn(&Desk<'_>) -> Result<Vec<Placed>>,
}

/// What an empty book says where nothing in particular would appear.
const DROP: (&str, &str) = (
    "Drop a bill here",
    "Cost exports of OpenAI, Anthropic, GitHub, Cursor, AWS and Azure, FOCUS files, a people roster, KPI \
     series: whatever you have. You see what each file is before anything is kept.",
);

/// All screens in the order of the sidebar; `rows` is reached by drilling only.
pub const SCREENS: &[Screen] = &[
    Screen {
        id: "overview",
        title: "Overview",
        letter: 'o',
        needs_no_use: false,
        empty: DROP,
        blocks: overview::blocks,
    },
    Screen {
        id: "spend",
        title: "Spend",
        letter: 's',
        needs_no_use: false,
        empty: (
            "What was spent, and why it changed",
            "Months by vendor, model, project or team, the steps between two periods, and what carries most of \
               it. A cost export or a bill of any vendor brings it.",
        ),
        blocks: spend::blocks,
    },
    Screen {
        id: "invoices",
        title: "Invoices",
        letter: 'v',
        needs_no_use: false,
        empty: (
            "What was invoiced, and whether it adds up",
            "Every invoice with its lines, taxes and checks, and the usage that explains it. E-invoices (XML, or \
               inside a PDF) and PDF pages bring it.",
        ),
        blocks: invoices::blocks,
    },
    Screen {
        id: "people",
        title: "People & adoption",
        letter: 'p',
        needs_no_use: true,
        empty: (
            "Who uses it, and who needs access or help",
            "How use is spread, habits and cohorts, in groups of at least five, without names. A usage export \
               with people in it brings it; a roster says who could use it.",
        ),
        blocks: people::blocks,
    },
    Screen {
        id: "licences",
        title: "Licences & renewals",
        letter: 'l',
        needs_no_use: true,
        empty: (
            "Seats that wait, and contracts that renew",
            "Seats bought, assigned and used, with their price and notice dates. Member lists of vendors bring \
               the seats, a contract list the terms.",
        ),
        blocks: licences::blocks,
    },
    Screen {
        id: "models",
        title: "Models",
        letter: 'm',
        needs_no_use: false,
        empty: (
            "Which models carry the money",
            "Money and tokens by model, cache share, and what another model would have cost. Usage or cost \
               exports with models in them bring it; a price list the comparison.",
        ),
        blocks: models::blocks,
    },
    Screen {
        id: "roi",
        title: "KPIs & ROI",
        letter: 'k',
        needs_no_use: true,
        empty: (
            "Whether it paid, with the range",
            "Value against full cost for each initiative, and what the result hangs on. A KPI series brings what \
               is measured; you say what one unit is worth.",
        ),
        blocks: roi::blocks,
    },
    Screen {
        id: "signals",
        title: "Budgets & signals",
        letter: 'd',
        needs_no_use: false,
        empty: (
            "What it may cost, and what is out of line",
            "The rest of the month and the next twelve, budgets and when they are used up, days that stand out. \
               Two months of any cost export bring it; a budget list the limits.",
        ),
        blocks: signals::blocks,
    },
    Screen {
        id: "imports",
        title: "Imports",
        letter: 'i',
        needs_no_use: false,
        empty: DROP,
        blocks: imports::blocks,
    },
    Screen {
        id: "reports",
        title: "Reports",
        letter: 'e',
        needs_no_use: true,
        empty: (
            "What others read",
            "A report as PDF, workbook or web page, of the sections you choose, with method and sources. Any \
             import that brings a screen to life brings its pages.",
        ),
        blocks: reports::blocks,
    },
    Screen {
        id: "book",
        title: "Book",
        letter: 'b',
        needs_no_use: true,
        empty: DROP,
        blocks: |desk| {
            let mut blocks = keeping::blocks(desk.scope.book, &desk.scope.route)?;
            blocks.extend(book::blocks(desk.scope.book)?);
            blocks.extend(settings::blocks(desk)?);
            Ok(blocks)
        },
    },
    Screen {
        id: "rows",
        title: "Rows",
        letter: 'r',
        needs_no_use: false,
        empty: DROP,
        blocks: rows::blocks,
    },
];

/// A scope and how large its charts may be.
pub(crate) struct Desk<'d> {
    pub(crate) scope: &'d Scope<'d>,
    pub(crate) canvas: CanvasSize,
}

impl Desk<'_> {
    /// Options of a chart that takes so many of twelve columns and is so high.
    pub(crate) fn options(&self, span: u32, height: u32) -> Options {
        let gap = if span < 12 { 24 } else { 0 };
        options(self.canvas.theme, self.canvas.width * span / 12 - gap, height)
    }

    /// A chart by id as a block.
    pub(crate) fn chart(&self, id: &str, span: u32, height: u32) -> Result<Placed> {
        let span = self.canvas.span(span);
        let charted = drawn::draw(id, self.scope, &self.options(span, height))?;
        let rows = Some(self.scope.on("rows"));
        Ok(Placed {
            span,
            block: Block::Chart(Box::new(show::chart(id, charted, rows))),
        })
    }
}

/// Options of a chart on the screen.
pub fn options(theme: ThemeName, width: u32, height: u32) -> Options {
    let theme = match theme {
        ThemeName::Light => Theme::light(),
        ThemeName::Dark => Theme::dark(),
    };
    Options::new(width, height, theme)
}

/// A block over so many of twelve columns.
pub(crate) fn placed(span: u32, mut block: Block) -> Placed {
    match &mut block {
        Block::Figures { figures } => {
            for figure in figures {
                figure.detail = show::unbroken(&figure.detail);
            }
        }
        Block::Note { text, .. } => *text = show::unbroken(text),
        _ => {}
    }
    Placed { span, block }
}

/// The screen of a route. An empty book shows what to do on every screen.
pub fn screen(book: &Book, route: &Route, canvas: CanvasSize) -> Result<ScreenView> {
    let canvas = CanvasSize {
        width: canvas.width.clamp(480, 4_000),
        ..canvas
    };
    let id = if route.screen.is_empty() {
        "overview"
    } else {
        &route.screen
    };
    let known = SCREENS.iter().find(|screen| screen.id == id);
    let screen =
        known.ok_or_else(|| Error::asked(format!("There is no screen `{id}`"), "Use the sidebar."))?;
    let scope = Scope::of(book, route)?.filter(|scope| scope.has_use || screen.needs_no_use);
    let Some(scope) = scope else {
        return nothing_yet(book, screen, (route, canvas));
    };
    let desk = Desk {
        scope: &scope,
        canvas,
    };
    let blocks = match ((screen.blocks)(&desk), scope.check_open()) {
        (Err(_), Err(hidden)) => vec![hidden_from_all(&hidden)],
        (blocks, _) => blocks?,
    };
    Ok(ScreenView {
        title: screen.title.to_owned(),
        bar: bar::bar(&scope)?,
        blocks: within(explained(blocks, &scope.settings), canvas),
        route: Route {
            screen: screen.id.to_owned(),
            ..scope.route.clone()
        },
    })
}

impl CanvasSize {
    /// Narrower than this, as with large letters, everything stands below one another.
    const NARROW: u32 = 720;

    /// How many of twelve columns a block takes that would like so many.
    fn span(self, wanted: u32) -> u32 {
        if self.width < Self::NARROW { 12 } else { wanted }
    }
}

fn within(mut blocks: Vec<Placed>, canvas: CanvasSize) -> Vec<Placed> {
    for placed in &mut blocks {
        placed.span = canvas.span(placed.span);
    }
    blocks
}

/// The blocks with the rule about what is hidden, below the first table that hides something.
fn explained(mut blocks: Vec<Placed>, settings: &metrics::Settings) -> Vec<Placed> {
    let tables = blocks.iter_mut().filter_map(|placed| match &mut placed.block {
        Block::Table(table) | Block::Folded(table) => Some(table),
        _ => None,
    });
    let hides = |table: &&mut TableView| {
        let mut cells = table.rows.iter().flat_map(|row| &row.cells).chain(&table.totals);
        cells.any(|cell| cell == HIDDEN)
    };
    if let Some(table) = tables.into_iter().find(hides) {
        let said = format!("{} {}", Hidden::rule(settings.privacy), table.note);
        said.trim_end().clone_into(&mut table.note);
    }
    blocks
}

/// In the place of a screen whose filter picks too few people.
fn hidden_from_all(why: &Error) -> Placed {
    let empty = Block::Empty {
        title: why.message(),
        text: "Take a filter off or pick more.".to_owned(),
        actions: Vec::new(),
    };
    placed(12, empty)
}

fn nothing_yet(book: &Book, screen: &Screen, (route, canvas): (&Route, CanvasSize)) -> Result<ScreenView> {
    let action = |id: &str, label: &str| Choice {
        id: id.to_owned(),
        label: label.to_owned(),
        ..Choice::default()
    };
    let empty = Block::Empty {
        title: screen.empty.0.to_owned(),
        text: screen.empty.1.to_owned(),
        actions: vec![
            action("import", "Choose files"),
            action("sample", "Try the sample book"),
        ],
    };
    let mut blocks = vec![placed(12, empty)];
    match screen.id {
        "imports" => blocks.extend(imports::journal(book, route)?),
        "book" => {
            blocks = vec![placed(12, book::nothing_yet())];
            blocks.extend(keeping::blocks(book, route)?);
            blocks.extend(book::blocks(book)?);
        }
        // A book may hold nothing but invoices.
        "invoices" => {
            let list = invoices::list(book, route)?;
            blocks = if list.is_empty() { blocks } else { list };
        }
        _ => {}
    }
    Ok(ScreenView {
        route: Route {
            screen: screen.id.to_owned(),
            ..route.clone()
        },
        title: screen.title.to_owned(),
        bar: bar::empty(route),
        blocks: within(blocks, canvas),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sidebar_offers_every_screen_but_the_rows() {
        let list = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/screens/index.ts");
        let list = std::fs::read_to_string(list).expect("the interface lists its screens");
        for screen in SCREENS.iter().filter(|screen| screen.id != "rows") {
            assert!(list.contains(&format!("'{}'", screen.id)), "{}", screen.id);
        }
    }

    #[test]
    fn where_there_is_no_room_everything_stands_below_one_another() {
        let canvas = |width| CanvasSize {
            width,
            height: 700,
            theme: ThemeName::Light,
        };
        assert_eq!([1_028, 600].map(|width| canvas(width).span(6)), [6, 12]);
    }

    #[test]
    fn the_rule_about_what_is_hidden_is_said_once() {
        let table = |cells: &[&str]| {
            let cells = cells.iter().map(|cell| (*cell).to_owned()).collect();
            let table = TableView {
                rows: vec![show::row(cells)],
                ..TableView::default()
            };
            placed(12, Block::Table(table))
        };
        let blocks = vec![
            table(&["Claims", "9"]),
            table(&["Legal", HIDDEN]),
            table(&[HIDDEN]),
        ];
        let notes = explained(blocks, &metrics::Settings::default())
            .into_iter()
            .map(|placed| {
                let Block::Table(table) = placed.block else {
                    unreachable!()
                };
                table.note
            });
        let notes: Vec<String> = notes.collect();
        assert!(notes[1].starts_with("Hidden: fewer than 5"), "{notes:?}");
        assert!(notes[0].is_empty() && notes[2].is_empty(), "{notes:?}");
    }

    #[test]
    fn every_screen_of_an_empty_book_says_what_to_do() {
        let folder = tempfile::tempdir().expect("a folder");
        let book = Book::create(&folder.path().join("empty.counterfoil"), "Empty").expect("a book");
        let canvas = CanvasSize {
            width: 1_000,
            height: 700,
            theme: ThemeName::Light,
        };
        for screen in SCREENS {
            let route = Route {
                screen: screen.id.to_owned(),
                ..Route::default()
            };
            let view = super::screen(&book, &route, canvas).expect(screen.id);
            let Block::Empty { title, .. } = &view.blocks[0].block else {
                panic!("{} shows no hint", screen.id);
            };
            assert!(
                screen.id == "book" || title == screen.empty.0,
                "{}: {title}",
                screen.id
            );
        }
        let nowhere = Route {
            screen: "nowhere".to_owned(),
            ..Route::default()
        };
        assert!(super::screen(&book, &nowhere, canvas).is_err());
    }

    #[test]
    fn screens_and_charts_have_ids_of_their_own() {
        let mut ids: Vec<&str> = SCREENS.iter().map(|screen| screen.id).collect();
        ids.extend(drawn::DRAWN.iter().map(|chart| chart.id));
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        // `roi` is a screen and the chart of its ranges.
        assert_eq!(ids.len() + 1, count);
    }
}
