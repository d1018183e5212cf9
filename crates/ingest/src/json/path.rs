//! Paths to rows and to cells. Parses them; rows are followed in `read`.

use serde_json::value::RawValue;

use super::node::follow;
use super::tree::Tree;
use crate::row::Cell;

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The member of that name.
    Key(String),
    /// Every element of a list.
    Each,
    /// Every element of a list; an empty one is one element that says nothing.
    EachOrNone,
    /// Every element of a list whose member of that name is this text.
    Where(String, String),
    /// Every member of an object.
    Members,
    /// Every member of an object; an empty one is one member that says nothing.
    MembersOrNone,
    /// The JSON that a text holds.
    Text,
}

/// Where a cell is, seen from its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    /// Levels up: 1 is the element that holds the list of rows.
    pub up: usize,
    /// Whether the cell is the key of the member, not its value.
    pub key: bool,
    /// Whether it is the number of the answer that the row came in.
    pub answer: bool,
    pub steps: Vec<Step>,
}

/// Where rows and cells are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonPlan {
    /// Row paths, of which the one that fits best counts.
    pub(super) rows: Vec<Vec<Step>>,
    pub(super) columns: Vec<Column>,
    /// The columns of each level, the row's own first, put together so that each object is opened once a row.
    pub(super) trees: Vec<Tree>,
    /// The column paths as they are written.
    pub(crate) names: Vec<String>,
    /// The members by which a page says that another follows.
    pub(super) more: Vec<String>,
}

/// The column that numbers the answers of a file.
pub(crate) const ANSWER: &str = "@answer";

impl JsonPlan {
    /// A plan from row paths and column paths; every row has one cell per column path, in that order.
    pub fn new<R: AsRef<str>, T: AsRef<str>>(rows: &[R], columns: &[T]) -> Self {
        let mut rows: Vec<_> = rows.iter().map(|path| steps(path.as_ref())).collect();
        if rows.is_empty() {
            rows.push(Vec::new());
        }
        let names = columns.iter().map(|path| path.as_ref().to_owned()).collect();
        let columns: Vec<Column> = columns.iter().map(|path| column(path.as_ref())).collect();
        Self {
            rows,
            trees: Tree::of_levels(&columns),
            names,
            columns,
            more: Vec::new(),
        }
    }

    /// With the members by which a page says that another follows, which [`ANSWER`] needs.
    pub(crate) fn with_more(self, more: &[String]) -> Self {
        Self {
            more: more.to_vec(),
            ..self
        }
    }

    /// What is wanted of a line that is itself the row, as most are.
    pub(super) fn line(&self) -> Option<&Tree> {
        let is_plain = self.rows.iter().all(Vec::is_empty)
            && !self.columns.iter().any(|column| column.key || column.answer);
        match self.trees.as_slice() {
            [tree] if is_plain => Some(tree),
            _ => None,
        }
    }
}

fn column(path: &str) -> Column {
    let rest = path.trim_start_matches('^');
    let (key, answer) = (rest == "@key", rest == ANSWER);
    Column {
        up: path.len() - rest.len(),
        key,
        answer,
        steps: if key || answer { Vec::new() } else { steps(rest) },
    }
}

/// A path inside a cell that holds JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part(Vec<Step>);

impl Part {
    pub(crate) fn new(path: &str) -> Self {
        Self(steps(path))
    }

    /// What a JSON text has there; nothing if it is no JSON.
    pub(crate) fn of(&self, text: &str) -> Cell<'static> {
        let parsed = serde_json::from_str::<&RawValue>(text.trim());
        parsed.map_or(Cell::Empty, |raw| follow(raw, &self.0).into_owned())
    }
}

/// `data[].results[]`: keys between dots, with `[]`, `{}` and `$` (JSON in a text) behind them; `models[]?` is a list
/// that may be empty, `keys{}?` such an object, and `tries[type=second]` are the elements of a list whose `type` is `second`.
pub(super) fn steps(path: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    for part in path.split('.') {
        if let Some((list, [member, text])) = of_kind(part) {
            let each = Step::Where(member.to_owned(), text.to_owned());
            steps.extend([Step::Key(list.to_owned()), each]);
            continue;
        }
        let (part, is_text) = part.strip_suffix('$').map_or((part, false), |part| (part, true));
        let (part, may_be_empty) = part.strip_suffix('?').map_or((part, false), |part| (part, true));
        let name = part
            .trim_end_matches("[]")
            .trim_end_matches("{}")
            .trim_end_matches("[]");
        if !name.is_empty() {
            steps.push(Step::Key(name.to_owned()));
        }
        let marks = part.as_bytes()[name.len()..].chunks(2);
        steps.extend(marks.map(|mark| match mark {
            b"[]" if may_be_empty => Step::EachOrNone,
            b"[]" => Step::Each,
            _ if may_be_empty => Step::MembersOrNone,
            _ => Step::Members,
        }));
        steps.extend(is_text.then_some(Step::Text));
    }
    steps
}

/// `tries[type=second]`: the list, the member and its text.
fn of_kind(part: &str) -> Option<(&str, [&str; 2])> {
    let (list, kind) = part.strip_suffix(']')?.split_once('[')?;
    let (member, text) = kind.split_once('=')?;
    Some((list, [member, text]))
}
