//! What a chart gives back: the picture, what can be pointed at in it, and the same figures as a table.
//! It does not draw and does not rasterise.

use serde::Serialize;

/// One finished chart. `svg` is the only picture; screen, PNG and PDF all show it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Drawing {
    /// The whole SVG document.
    pub svg: String,
    /// Width on the page in CSS pixels (the viewBox is twice as wide).
    pub width: u32,
    /// Height on the page in CSS pixels (the viewBox is twice as high).
    pub height: u32,
    /// What one can hover, focus and click, in reading order; at most [`crate::MOST_MARKS`].
    pub marks: Vec<Mark>,
    /// The finding, as the caller said it.
    pub title: String,
    /// What is drawn, in which unit, with the chart's own remarks.
    pub subtitle: String,
    /// The same above its table, whose figures are whole: `USD` where the axis counts `thousand USD`.
    pub table_subtitle: String,
    /// The chart in one sentence, for those who do not see it.
    pub alt: String,
    /// The same figures, all of them, as a table.
    pub table: DataTable,
}

/// Something on the chart one can point at.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mark {
    /// What it stands for, given by the caller: used to drill down. Parts of a grid join two keys with `|`.
    pub key: String,
    /// Its full name; never shortened, even where the picture had no room.
    pub label: String,
    /// Its figure, formatted.
    pub value: String,
    /// Where it is, in viewBox coordinates.
    pub shape: Shape,
}

/// The outline of a mark in viewBox coordinates (twice the CSS pixels).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Shape {
    /// An upright rectangle.
    Rect {
        /// Left edge.
        x: i32,
        /// Upper edge.
        y: i32,
        /// Width.
        w: i32,
        /// Height.
        h: i32,
    },
    /// A circle.
    Circle {
        /// Centre.
        cx: i32,
        /// Centre.
        cy: i32,
        /// Radius.
        r: i32,
    },
    /// Anything else, as SVG path data.
    Path {
        /// The `d` attribute.
        d: String,
    },
}

/// A small table of formatted figures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DataTable {
    /// Column heads, left to right.
    pub columns: Vec<Column>,
    /// Rows; each has one cell per column.
    pub rows: Vec<Vec<String>>,
}

/// One column head.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// What the column holds.
    pub name: String,
    /// Whether its cells are figures, to be aligned right.
    pub is_numeric: bool,
}

impl DataTable {
    /// An empty table: the first column holds names, the others figures.
    pub fn with_columns<N: Into<String>>(names: impl IntoIterator<Item = N>) -> Self {
        let numbered = names.into_iter().enumerate();
        let columns = numbered.map(|(at, name)| Column {
            name: name.into(),
            is_numeric: at > 0,
        });
        Self {
            columns: columns.collect(),
            rows: Vec::new(),
        }
    }

    /// The same where the last column holds words.
    pub fn ending_in_words<N: Into<String>>(names: impl IntoIterator<Item = N>) -> Self {
        let mut table = Self::with_columns(names);
        if let Some(last) = table.columns.last_mut() {
            last.is_numeric = false;
        }
        table
    }

    /// Appends a row.
    pub fn push(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }
}

/// What every chart is told besides its data.
#[derive(Clone, Debug)]
pub struct Options {
    /// CSS pixels; drawn at least [`Options::SMALLEST`] wide and high.
    pub width: u32,
    /// CSS pixels.
    pub height: u32,
    /// Colours.
    pub theme: crate::Theme,
    /// How figures and dates are written.
    pub locale: crate::format::Locale,
    /// Whether title, subtitle and notes are part of the picture (exports and reports) or around it (screen).
    pub with_titles: bool,
}

impl Options {
    /// Smaller than this nothing is legible, so nothing smaller is drawn.
    pub const SMALLEST: (u32, u32) = (240, 140);

    /// The same where titles and notes are drawn in.
    pub const SMALLEST_TITLED: (u32, u32) = (320, 200);

    /// A chart for the screen: no titles inside.
    pub fn new(width: u32, height: u32, theme: crate::Theme) -> Self {
        Self {
            width: width.clamp(Self::SMALLEST.0, 8_000),
            height: height.clamp(Self::SMALLEST.1, 8_000),
            theme,
            locale: crate::format::Locale::default(),
            with_titles: false,
        }
    }

    /// The same with titles and notes drawn in, which need some room.
    #[must_use]
    pub fn titled(mut self) -> Self {
        self.with_titles = true;
        self.width = self.width.max(Self::SMALLEST_TITLED.0);
        self.height = self.height.max(Self::SMALLEST_TITLED.1);
        self
    }
}

/// The words around a chart; every chart input carries them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Titles {
    /// The finding: "Claude output tokens drove 62 % of September's rise".
    pub title: String,
    /// What is drawn, without unit and full stop: "Billed by vendor and month". The chart adds the unit.
    pub description: String,
    /// Sentences after the unit: "September is provisional; two invoices are open."
    pub remark: String,
    /// Lines drawn at the foot of an export: filters, period, measure, "sample".
    pub notes: Vec<String>,
}

impl Titles {
    /// A finding, its description and notes, without a remark.
    pub fn new(title: impl Into<String>, description: impl Into<String>, notes: Vec<String>) -> Self {
        Self {
            title: begun(title.into()),
            description: description.into(),
            remark: String::new(),
            notes,
        }
    }
}

/// Words of ours that a title may begin with, in the place of a name; names keep their letters.
const OURS: &[&str] = &["not stated", "other ", "nothing", "no "];

/// A title with a capital at its beginning, where that is no name.
fn begun(title: String) -> String {
    if OURS.iter().any(|word| title.starts_with(word)) {
        return model::capitalised(&title);
    }
    title
}

impl Titles {
    /// Description, unit and remark as one line.
    pub(crate) fn subtitle(&self, unit: &str, remark: &str) -> String {
        let what = match (self.description.is_empty(), unit.is_empty()) {
            (false, false) => format!("{}, {unit}.", self.description),
            (false, true) => format!("{}.", self.description),
            (true, false) => format!("{unit}."),
            (true, true) => String::new(),
        };
        [what.as_str(), &self.remark, remark]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}
