//! Paths to rows and to cells. Parses them; does not follow them.

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The member of that name.
    Key(String),
    /// Every element of a list.
    Each,
    /// Every member of an object.
    Members,
}

/// Where a cell is, seen from its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    /// Levels up: 1 is the element that holds the list of rows.
    pub up: usize,
    /// Whether the cell is the key of the member, not its value.
    pub key: bool,
    pub steps: Vec<Step>,
}

/// Where rows and cells are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonPlan {
    pub(super) rows: Vec<Step>,
    pub(super) columns: Vec<Column>,
}

impl JsonPlan {
    /// A plan from a row path and column paths; every row has one cell per column path, in that order.
    pub fn new<T: AsRef<str>>(rows: &str, columns: &[T]) -> Self {
        Self {
            rows: steps(rows),
            columns: columns.iter().map(|path| column(path.as_ref())).collect(),
        }
    }
}

fn column(path: &str) -> Column {
    let rest = path.trim_start_matches('^');
    let key = rest == "@key";
    Column {
        up: path.len() - rest.len(),
        key,
        steps: if key { Vec::new() } else { steps(rest) },
    }
}

/// `data[].results[]`: keys between dots, with `[]` and `{}` behind them.
fn steps(path: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    for part in path.split('.') {
        let name = part
            .trim_end_matches("[]")
            .trim_end_matches("{}")
            .trim_end_matches("[]");
        if !name.is_empty() {
            steps.push(Step::Key(name.to_owned()));
        }
        let marks = part.as_bytes()[name.len()..].chunks(2);
        steps.extend(marks.map(|mark| if mark == b"[]" { Step::Each } else { Step::Members }));
    }
    steps
}
