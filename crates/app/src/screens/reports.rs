//! Reports: what a report holds is chosen here, seen as it will read, and saved. Composes nothing of its own: the same
//! template makes the file.

use super::{Desk, placed};
use crate::Result;
use crate::report::input::{PAPER, PEOPLE, SECTIONS, TEMPLATE};
use crate::report::{self, FIGURES, INVOICES, Paper, TEMPLATES, Template};
use crate::show;
use crate::view::{Block, Choice, Placed, Route, RowView, TableView, Tone};

/// The files a report can be saved as: command and label.
const FILES: &[(&str, &str)] = &[
    ("report-pdf", "Save as PDF"),
    ("report-xlsx", "Save as workbook"),
    ("report-html", "Save as web page"),
];

/// The screen.
pub(super) fn blocks(desk: &Desk<'_>) -> Result<Vec<Placed>> {
    let template = Template::of_route(&desk.scope.route)?;
    let there = report::sections_of(desk.scope)?;
    let chosen: Vec<&str> = there.iter().copied().filter(|id| template.has(id)).collect();
    let mut blocks = vec![
        placed(12, controls(&desk.scope.route, &template)),
        placed(12, files()),
        placed(12, Block::Table(contents(&desk.scope.route, (&there, &chosen)))),
        placed(12, preview_words(&template)),
    ];
    for id in chosen {
        blocks.push(match id {
            FIGURES => {
                let figures = super::key_figures(desk.scope)?;
                placed(12, Block::Figures { figures })
            }
            INVOICES => placed(12, Block::Table(super::invoice_table(desk.scope)?)),
            id => desk.chart(id, 12, 300)?,
        });
    }
    Ok(blocks)
}

fn with(route: &Route, key: &str, value: &str) -> Route {
    let mut route = route.clone();
    route.inputs.insert(key.to_owned(), value.to_owned());
    route
}

fn controls(route: &Route, template: &Template) -> Block {
    let now = route.inputs.get(TEMPLATE).map_or("full", String::as_str);
    let templates = TEMPLATES.iter().map(|(id, title, _)| {
        let mut go = with(route, TEMPLATE, id);
        go.inputs.remove(SECTIONS);
        choice((id, title), *id == now, go)
    });
    let papers = [("a4", "A4", Paper::A4), ("letter", "Letter", Paper::Letter)];
    let papers =
        papers.map(|(id, label, paper)| choice((id, label), template.paper == paper, with(route, PAPER, id)));
    let people = [
        ("shown", "As in the window", false),
        ("numbered", "Numbered", true),
    ];
    let people = people.map(|(id, label, is_numbered)| {
        let is_now = template.pseudonymise == is_numbered;
        choice((id, label), is_now, with(route, PEOPLE, id))
    });
    Block::Controls {
        title: String::new(),
        controls: vec![
            show::select(TEMPLATE, "Template", templates.collect()),
            show::select(PAPER, "Paper", papers.to_vec()),
            show::select(PEOPLE, "People", people.to_vec()),
        ],
        actions: Vec::new(),
    }
}

fn choice((id, label): (&str, &str), selected: bool, go: Route) -> Choice {
    Choice {
        id: id.to_owned(),
        label: label.to_owned(),
        selected,
        go: Some(go),
        ..Choice::default()
    }
}

fn files() -> Block {
    let action = |(id, label): &(&str, &str)| Choice {
        id: (*id).to_owned(),
        label: (*label).to_owned(),
        ..Choice::default()
    };
    Block::Actions {
        actions: FILES.iter().map(action).collect(),
    }
}

/// The sections in their order. One at least stays.
fn contents(route: &Route, (there, chosen): (&[&str], &[&str])) -> TableView {
    let row = |id: &&str| {
        let is_in = chosen.contains(id);
        let others = there
            .iter()
            .filter(|other| (chosen.contains(other) && *other != id) || (!is_in && *other == id));
        let ids: Vec<&str> = others.copied().collect();
        let label = if is_in { "Leave out" } else { "Put in" };
        let action = choice((id, label), false, with(route, SECTIONS, &ids.join(",")));
        let is_last = is_in && chosen.len() == 1;
        RowView {
            cells: vec![
                report::name(id),
                if is_in { "yes" } else { "left out" }.to_owned(),
            ],
            actions: if is_last { Vec::new() } else { vec![action] },
            ..RowView::default()
        }
    };
    let rows: Vec<RowView> = there.iter().map(row).collect();
    let note = "Method, sources with their hashes and the note on hidden groups are always in it.";
    show::table(SECTIONS, "Contents", &["Section", "In the report"], (rows, note))
}

fn preview_words(template: &Template) -> Block {
    Block::Note {
        tone: Tone::Neutral,
        text: format!("Preview of “{}”:", template.title()),
    }
}
