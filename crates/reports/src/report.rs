//! What a report holds: plain, formatted data. It decides nothing about looks and computes no figure.

use charts::{Column, DataTable, Drawing, Locale, Options, Theme};
use chrono::NaiveDate;
use metrics::Explanation;
use serde::Serialize;

/// Everything a report says, in the order in which it says it.
#[derive(Clone, Debug)]
pub struct Report {
    /// Its name: "AI spend and adoption".
    pub title: String,
    /// The book it was made from: usually the client.
    pub book: String,
    /// The time it speaks of, as text: "Q3 2026".
    pub period: String,
    /// Who made it, for the cover. May be empty.
    pub prepared_by: String,
    /// The day it was made. Printed, and the only date in the document's metadata.
    pub generated_on: NaiveDate,
    /// How that day is written; the figures arrive written.
    pub locale: Locale,
    /// Which currency and measure the figures are in, and what was converted at which rate. May be empty.
    pub currency_note: String,
    /// The filters in force, one text each; printed on the cover and on every page.
    pub filters: Vec<String>,
    /// Whether the book is the sample book; marked on every page.
    pub is_sample: bool,
    /// The body.
    pub sections: Vec<Section>,
    /// How the figures came about.
    pub method: Vec<MethodNote>,
    /// The files behind the figures.
    pub sources: Vec<Source>,
    /// What was left out to protect people. Named, so that nobody takes the rest for the whole.
    pub hidden_note: Option<String>,
}

/// One part of the body.
#[derive(Clone, Debug)]
pub enum Section {
    /// A few large figures.
    Figures {
        /// Heading.
        title: String,
        /// The figures; three a row.
        figures: Vec<KeyFigure>,
    },
    /// A chart under its finding. Draw it with [`chart_options`]: light, and its titles left to the report.
    Chart {
        /// What people call it: "Pareto".
        name: String,
        /// The drawing; its title becomes the heading, its subtitle the line below, its `alt` is read aloud.
        drawing: Box<Drawing>,
        /// Whether the table of the same figures follows.
        with_table: bool,
    },
    /// A table of any length; its header repeats on every page.
    Table(Table),
    /// Paragraphs.
    Text {
        /// Heading; none if empty.
        title: String,
        /// One text each. Plain: nothing in it is markup.
        paragraphs: Vec<String>,
    },
}

impl Section {
    /// What to call it in few words.
    pub fn name(&self) -> &str {
        match self {
            Self::Figures { .. } => "Figures",
            Self::Chart { name, .. } => name,
            Self::Table(table) => &table.title,
            Self::Text { title, .. } if title.is_empty() => "Text",
            Self::Text { title, .. } => title,
        }
    }

    /// Its heading; a chart's is its finding. May be empty.
    pub fn title(&self) -> &str {
        match self {
            Self::Figures { title, .. } | Self::Text { title, .. } => title,
            Self::Chart { drawing, .. } => &drawing.title,
            Self::Table(table) => &table.title,
        }
    }
}

/// A large figure with what it means.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct KeyFigure {
    /// What it is: "Billed".
    pub label: String,
    /// The figure, formatted: "$184,210".
    pub value: String,
    /// Its unit where the figure does not carry it: "people". May be empty.
    pub unit: String,
    /// One line beside it: "+12 % against Q2 2026". May be empty.
    pub detail: String,
    /// Whether it is an estimate, which is said beside it.
    pub estimated: bool,
}

/// A table with a heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Heading.
    pub title: String,
    /// Column heads; numeric columns align right.
    pub columns: Vec<Column>,
    /// Rows of formatted cells, one per column; missing cells stay empty.
    pub rows: Vec<Vec<String>>,
    /// The last, ruled row; none if empty.
    pub totals: Vec<String>,
    /// A line under the table. May be empty.
    pub note: String,
}

/// A file behind the figures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Its name.
    pub file: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// What it was read as: "OpenAI usage export".
    pub format: String,
    /// How many rows it has, formatted.
    pub rows: String,
    /// When it was imported, formatted.
    pub imported: String,
}

/// How one figure of the report came about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MethodNote {
    /// The metric: "Weekly active utilisation".
    pub name: String,
    /// What it is, one sentence.
    pub what: String,
    /// The formula, with the actual numbers where it has them.
    pub formula: String,
    /// Sources, days and people it rests on. May be empty.
    pub coverage: String,
    /// Guards and remarks, one sentence each.
    pub notes: Vec<String>,
}

impl MethodNote {
    /// The note of a metric's own explanation.
    pub fn explained(name: impl Into<String>, explanation: &Explanation) -> Self {
        let rate = explanation.numerator.iter().zip(&explanation.denominator);
        // Benefits are no part of costs.
        let word = if explanation.is_ratio { "÷" } else { "of" };
        let parts = rate.map(|(above, below)| format!("{above} {word} {below}."));
        Self {
            name: name.into(),
            what: explanation.what.clone(),
            formula: explanation.formula.clone(),
            coverage: explanation.coverage.clone(),
            notes: parts
                .chain(explanation.guards.iter().cloned())
                .chain(explanation.notes.iter().cloned())
                .collect(),
        }
    }
}

impl Table {
    /// A drawing's figures as a table under a heading.
    pub fn of(title: impl Into<String>, data: &DataTable) -> Self {
        Self {
            title: title.into(),
            columns: data.columns.clone(),
            rows: data.rows.clone(),
            ..Self::default()
        }
    }
}

/// How charts for a report are drawn: light on white paper, as wide as a page's text, without titles.
pub fn chart_options(locale: &Locale) -> Options {
    let light = Theme::light();
    let theme = Theme {
        paper: light.card,
        ..light
    };
    let mut options = Options::new(660, 300, theme);
    options.locale = locale.clone();
    options
}
