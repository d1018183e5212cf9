//! The pieces of a screen.

use serde::Serialize;
use specta::Type;

use super::{BarView, Route};

/// A screen, ready to show.
#[derive(Clone, Debug, Serialize, Type)]
pub struct ScreenView {
    /// The route shown, with every default filled in.
    pub route: Route,
    /// Name of the screen.
    pub title: String,
    /// The global bar.
    pub bar: BarView,
    /// Blocks, top to bottom.
    pub blocks: Vec<Placed>,
}

/// A block and how many of twelve columns it takes.
#[derive(Clone, Debug, Serialize, Type)]
pub struct Placed {
    /// 1 to 12.
    pub span: u32,
    /// The block.
    pub block: Block,
}

/// A piece of a screen.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Block {
    /// A row of large figures.
    Figures {
        /// Left to right, five at most.
        figures: Vec<Figure>,
    },
    /// A chart with its table.
    Chart(Box<ChartView>),
    /// A table.
    Table(TableView),
    /// A table behind its title, to be unfolded.
    Folded(TableView),
    /// Selects and sliders; a change is a new route with the input set.
    Controls {
        /// Heading, may be empty.
        title: String,
        /// In order.
        controls: Vec<Control>,
        /// Below them, such as the way back.
        actions: Vec<Choice>,
    },
    /// A sentence.
    Note {
        /// How it is meant.
        tone: Tone,
        /// The sentence.
        text: String,
    },
    /// Nothing to show yet: what would be here and which file brings it.
    Empty {
        /// One line.
        title: String,
        /// What would appear and what to import.
        text: String,
        /// Command ids to offer as buttons with labels: `import`, `sample`.
        actions: Vec<Choice>,
    },
    /// Things to do, the first before all others.
    Actions {
        /// Command ids with labels.
        actions: Vec<Choice>,
    },
    /// Label and value pairs.
    Facts {
        /// Heading.
        title: String,
        /// In order.
        facts: Vec<Fact>,
    },
}

/// How something is meant; always with a word or sign, never by colour alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// A fact.
    #[default]
    Neutral,
    /// Good.
    Good,
    /// Bad.
    Bad,
    /// Look at it.
    Warn,
}

/// A large figure.
#[derive(Clone, Debug, Serialize, Type)]
pub struct Figure {
    /// Stable key.
    pub key: String,
    /// `Billed in September`.
    pub label: String,
    /// `$143,218`.
    pub value: String,
    /// Beside the value: `provisional`, `of 285 active`.
    pub unit: String,
    /// The line below: `+$24,906 +21 %, over plan`.
    pub detail: String,
    /// How the detail is meant.
    pub tone: Tone,
    /// Estimated money is marked.
    pub estimated: bool,
    /// Why.
    pub explain: ExplainView,
}

/// A chart: picture, marks and the table of the same figures.
#[derive(Clone, Debug, Serialize, Type)]
pub struct ChartView {
    /// Stable key; also the chart id for saving.
    pub key: String,
    /// The finding.
    pub title: String,
    /// Measure, unit, period, scope.
    pub subtitle: String,
    /// SVG text with a `viewBox`, drawn by Rust.
    pub svg: String,
    /// Width of the `viewBox`.
    pub width: u32,
    /// Height of the `viewBox`.
    pub height: u32,
    /// What one can point at, in reading order.
    pub marks: Vec<MarkView>,
    /// One sentence for those who cannot see it.
    pub alt: String,
    /// The same figures as text.
    pub table: TableView,
    /// Why.
    pub explain: ExplainView,
}

/// A thing on a chart one can point at.
#[derive(Clone, Debug, Serialize, Type)]
pub struct MarkView {
    /// Stable key.
    pub key: String,
    /// `Anthropic, Sep 2026`.
    pub label: String,
    /// `$52,310`.
    pub value: String,
    /// Where, in `viewBox` coordinates.
    pub shape: MarkShape,
    /// Where a click leads.
    pub go: Option<Route>,
}

/// Shape of a mark.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum MarkShape {
    /// A rectangle.
    Rect {
        /// Left.
        x: f64,
        /// Top.
        y: f64,
        /// Width.
        w: f64,
        /// Height.
        h: f64,
    },
    /// A circle.
    Circle {
        /// Centre.
        x: f64,
        /// Centre.
        y: f64,
        /// Radius.
        r: f64,
    },
    /// Anything else, as SVG path data.
    Path {
        /// The `d` attribute.
        d: String,
    },
}

/// A table; cells are formatted.
#[derive(Clone, Debug, Default, Serialize, Type)]
pub struct TableView {
    /// Stable key; the input `sort:<key>` of the route sorts it (`column` or `-column`), where its columns say so.
    pub key: String,
    /// Heading, may be empty.
    pub title: String,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows.
    pub rows: Vec<RowView>,
    /// Sums per column, empty where there is none; no row if empty.
    pub totals: Vec<String>,
    /// Number of rows there are in all.
    pub count: u32,
    /// Below the table: units, what is left out.
    pub note: String,
}

/// A column.
#[derive(Clone, Debug, Default, Serialize, Type)]
pub struct Column {
    /// Stable key.
    pub key: String,
    /// Heading with unit.
    pub label: String,
    /// Numbers right, text left.
    pub align: Align,
    /// Whether the route's input `sort:<table>` may name it.
    pub sorts: bool,
}

/// Alignment of a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    /// Text.
    #[default]
    Left,
    /// Numbers, tabular digits.
    Right,
}

/// A row of a table.
#[derive(Clone, Debug, Default, Serialize, Type)]
pub struct RowView {
    /// One text per column.
    pub cells: Vec<String>,
    /// Where a click leads.
    pub go: Option<Route>,
    /// Command ids to offer at the end of the row, as `undo:7`.
    pub actions: Vec<Choice>,
    /// How it is meant.
    pub tone: Tone,
}

/// Label and value.
#[derive(Clone, Debug, Serialize, Type)]
pub struct Fact {
    /// What.
    pub label: String,
    /// How much.
    pub value: String,
}

/// Why a figure is what it is.
#[derive(Clone, Debug, Default, Serialize, Type)]
pub struct ExplainView {
    /// What it is, one sentence.
    pub what: String,
    /// The formula with the actual numbers.
    pub formula: String,
    /// Inputs.
    pub inputs: Vec<Fact>,
    /// What it rests on: sources, days, unknown people.
    pub coverage: String,
    /// Guards and remarks.
    pub notes: Vec<String>,
    /// Files.
    pub sources: Vec<String>,
    /// The rows behind it.
    pub rows: Option<Route>,
}

/// One of several: where it leads or what it does.
#[derive(Clone, Debug, Default, Serialize, Type)]
pub struct Choice {
    /// Id (value or command).
    pub id: String,
    /// What is shown.
    pub label: String,
    /// Whether it is in force.
    pub selected: bool,
    /// Where it leads, if it is a place.
    pub go: Option<Route>,
    /// What is asked before it is done; nothing where it is done at once.
    pub ask: String,
}

/// Something to set; the UI writes `inputs[key]` and asks for the screen again.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Control {
    /// One of several.
    Select {
        /// Input key, or `by` / `measure` / `item` of the route itself.
        key: String,
        /// Name.
        label: String,
        /// Values.
        choices: Vec<Choice>,
    },
    /// A number in a range.
    Slider {
        /// Input key.
        key: String,
        /// Name.
        label: String,
        /// Lowest.
        min: f64,
        /// Highest.
        max: f64,
        /// Step.
        step: f64,
        /// Value now.
        value: f64,
        /// Value as people read it.
        shown: String,
        /// Where the assumption comes from.
        source: String,
    },
}
