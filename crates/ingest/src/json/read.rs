//! Walks documents and lines along a row path and hands rows over. Knows no format.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;

use memchr::memmem;
use model::{Problem, Severity};
use serde_json::value::RawValue;

use crate::row::{Cell, Row};
use crate::unpack::Content;

use super::JsonPlan;
use super::node::{Members, Raw, cell, elements, nothing};
use super::pages::Answers;
use super::path::{Column, Step};
use super::tree::Tree;

/// The longest line that is read.
const LONGEST_LINE: u64 = 64 << 20;
const MOST_PROBLEMS: usize = 1_000;

/// Why a document cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum JsonError {
    /// The bytes cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is no JSON.
    #[error("line {line}, column {column}: {what}")]
    Broken {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What the parser expected.
        what: String,
    },
    /// It does not fit in memory.
    #[error("a JSON document of more than {0} MB; save it as JSON lines, or in parts")]
    TooLarge(u64),
}

impl From<serde_json::Error> for JsonError {
    fn from(error: serde_json::Error) -> Self {
        Self::Broken {
            line: error.line(),
            column: error.column(),
            // The place is told apart.
            what: error
                .to_string()
                .split(" at line ")
                .next()
                .unwrap_or_default()
                .to_owned(),
        }
    }
}

type Visit<'v> = dyn FnMut(Row<'_>) -> ControlFlow<()> + 'v;

/// Reads a document of at most `limit` bytes. Also accepts what people save: several such documents behind one another, a
/// list of them, and the bare list or element that an inner step of the path names. Rows are numbered from 1. Gives what
/// was odd.
pub fn read_document(
    content: &Content,
    limit: u64,
    plan: &JsonPlan,
    visit: &mut Visit<'_>,
) -> Result<Vec<Problem>, JsonError> {
    let mut bytes = Vec::new();
    content.stream()?.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(JsonError::TooLarge(limit >> 20));
    }
    let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes));
    let mut pages = Pages::of(plan);
    let mut walk = Walk::new(plan, (0, &mut pages), visit);
    for page in serde_json::Deserializer::from_str(&text).into_iter::<&RawValue>() {
        // A broken-off walk is what the visitor asked for.
        if walk.root(page?).is_break() {
            break;
        }
    }
    Ok(pages.told().into_iter().collect())
}

/// Reads JSON lines; rows are numbered by line. Lines without one of `must_contain` (if there are any) are passed over
/// unparsed. A malformed line is a problem, never the end.
pub fn read_lines(
    content: &Content,
    plan: &JsonPlan,
    must_contain: &[&str],
    visit: &mut Visit<'_>,
) -> io::Result<Vec<Problem>> {
    let mut input = BufReader::with_capacity(256 * 1024, content.stream()?);
    let finders: Vec<_> = must_contain.iter().map(memmem::Finder::new).collect();
    let (mut problems, mut bytes, mut number) = (Vec::new(), Vec::new(), 0);
    let mut pages = Pages::of(plan);
    loop {
        bytes.clear();
        number += 1;
        if input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut bytes)? == 0 {
            problems.extend(pages.told());
            return Ok(problems);
        }
        let line = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes).trim_ascii();
        if line.is_empty() || !(finders.is_empty() || finders.iter().any(|it| it.find(line).is_some())) {
            continue;
        }
        let text = String::from_utf8_lossy(line);
        if let Some(cells) = plan.line().and_then(|tree| at_once(tree, plan, &text)) {
            if visit(Row { number, cells }).is_break() {
                return Ok(problems);
            }
            continue;
        }
        match serde_json::from_str::<&RawValue>(&text) {
            Ok(root) => {
                if Walk::new(plan, (number, &mut pages), visit).root(root).is_break() {
                    return Ok(problems);
                }
            }
            Err(error) if problems.len() < MOST_PROBLEMS => problems.push(malformed(number, &text, &error)),
            Err(_) => {}
        }
    }
}

/// The cells of a line that is a row; `None` where it must be walked step by step.
fn at_once<'t>(tree: &Tree, plan: &JsonPlan, line: &'t str) -> Option<Vec<Cell<'t>>> {
    if !line.starts_with('{') {
        return None;
    }
    let mut cells = vec![Cell::Empty; plan.columns.len()];
    tree.fill_at_once(line, &mut cells).ok().map(|()| cells)
}

fn malformed(number: u64, text: &str, error: &serde_json::Error) -> Problem {
    Problem::new(Severity::Error, format!("this line is no JSON: {error}"))
        .row(number)
        .value(text)
        .hint("the line was passed over; a file that is still being written ends with half a line")
}

/// The pages of one file: the same one saved twice is one.
#[derive(Default)]
struct Pages {
    seen: HashSet<u64>,
    hasher: RandomState,
    repeated: u64,
    answers: Answers,
}

impl Pages {
    fn of(plan: &JsonPlan) -> Self {
        Self {
            answers: Answers::of(&plan.more),
            ..Self::default()
        }
    }

    /// Whether a value holds a list of rows that was met before, letter by letter.
    fn is_repeated(&mut self, raw: Raw<'_>, steps: &[Step]) -> bool {
        let holds_rows = steps
            .iter()
            .any(|step| matches!(step, Step::Each | Step::EachOrNone));
        let is_repeated = holds_rows && !self.seen.insert(self.hasher.hash_one(raw.get()));
        self.repeated += u64::from(is_repeated);
        is_repeated
    }

    fn told(&self) -> Option<Problem> {
        let what = match self.repeated {
            0 => return None,
            1 => "One page stands in this file twice; it was read once.".to_owned(),
            count => format!("{count} pages stand in this file again; each was read once."),
        };
        let problem = Problem::new(Severity::Warning, what);
        Some(problem.hint("if a page was saved twice, see that none is missing for it"))
    }
}

/// An element on the way from the root to a row.
#[derive(Clone)]
struct Level<'a> {
    raw: Raw<'a>,
    key: Option<Cow<'a, str>>,
}

struct Walk<'p, 'v, 'a> {
    plan: &'p JsonPlan,
    /// Line number, or 0 to count rows.
    line: u64,
    pages: &'p mut Pages,
    rows: u64,
    visit: &'p mut Visit<'v>,
    /// Elements that lists on the way are in; the last is where the walk is.
    levels: Vec<Level<'a>>,
}

impl<'p, 'v, 'a> Walk<'p, 'v, 'a> {
    fn new(plan: &'p JsonPlan, (line, pages): (u64, &'p mut Pages), visit: &'p mut Visit<'v>) -> Self {
        Self {
            plan,
            line,
            pages,
            rows: 0,
            visit,
            levels: Vec::new(),
        }
    }

    /// Starts at the step that fits what is there.
    fn root(&mut self, raw: Raw<'a>) -> ControlFlow<()> {
        if let Some(steps) = best(self.plan, raw) {
            return self.page(raw, steps);
        }
        for element in elements(raw) {
            if let Some(steps) = best(self.plan, element) {
                self.page(element, steps)?;
            }
        }
        ControlFlow::Continue(())
    }

    /// A page, or a row that stands alone.
    fn page(&mut self, raw: Raw<'a>, steps: &[Step]) -> ControlFlow<()> {
        self.pages.answers.meet(raw);
        if self.pages.is_repeated(raw, steps) {
            return ControlFlow::Continue(());
        }
        self.enter(raw, None, steps)
    }

    /// Makes an element the current one and goes on from it.
    fn enter(&mut self, raw: Raw<'a>, key: Option<Cow<'a, str>>, steps: &[Step]) -> ControlFlow<()> {
        self.levels.push(Level { raw, key });
        let flow = self.step(raw, steps);
        self.levels.pop();
        flow
    }

    fn step(&mut self, raw: Raw<'a>, steps: &[Step]) -> ControlFlow<()> {
        match steps.split_first() {
            None => self.row(),
            Some((Step::Key(name), rest)) => match Members::of(raw).get(name) {
                Some(member) => self.step(member, rest),
                None if matches!(rest.first(), Some(Step::EachOrNone | Step::MembersOrNone)) => {
                    self.enter(nothing(), None, &rest[1..])
                }
                None => ControlFlow::Continue(()),
            },
            Some((step @ (Step::Each | Step::EachOrNone), rest)) => {
                let elements = elements(raw);
                if elements.is_empty() && *step == Step::EachOrNone {
                    return self.enter(nothing(), None, rest);
                }
                elements
                    .into_iter()
                    .try_for_each(|element| self.enter(element, None, rest))
            }
            Some((step @ (Step::Members | Step::MembersOrNone), rest)) => {
                let members = Members::of(raw).0;
                if members.is_empty() && *step == Step::MembersOrNone {
                    return self.enter(nothing(), None, rest);
                }
                let mut members = members.into_iter();
                members.try_for_each(|(key, member)| self.enter(member, Some(key), rest))
            }
            Some((Step::Text, rest)) => self.inside(&cell(raw).text(), rest),
            // Rows are all elements of a list.
            Some((Step::Where(..), _)) => ControlFlow::Continue(()),
        }
    }

    /// Goes on in the JSON that a text holds; a text that is none is a row of nothing.
    fn inside(&mut self, text: &str, steps: &[Step]) -> ControlFlow<()> {
        let Ok(raw) = serde_json::from_str::<&RawValue>(text) else {
            self.rows += 1;
            let cells = vec![Cell::Empty; self.plan.columns.len()];
            let number = if self.line > 0 { self.line } else { self.rows };
            return (self.visit)(Row { number, cells });
        };
        let mut inner = Walk {
            plan: self.plan,
            line: self.line,
            pages: &mut *self.pages,
            rows: self.rows,
            visit: &mut *self.visit,
            levels: self.levels.clone(),
        };
        let flow = inner.enter(raw, None, steps);
        self.rows = inner.rows;
        flow
    }

    fn row(&mut self) -> ControlFlow<()> {
        self.rows += 1;
        let mut cells = vec![Cell::Empty; self.plan.columns.len()];
        for (up, tree) in self.plan.trees.iter().enumerate() {
            if let Some(at) = self.levels.len().checked_sub(up + 1) {
                tree.fill(self.levels[at].raw, &mut cells);
            }
        }
        for (column, cell) in self.plan.columns.iter().zip(&mut cells) {
            if column.key {
                *cell = self.key(column);
            } else if column.answer {
                *cell = Cell::Number(self.pages.answers.number.to_string().into());
            }
        }
        let number = if self.line > 0 { self.line } else { self.rows };
        (self.visit)(Row { number, cells })
    }

    fn key(&self, column: &Column) -> Cell<'a> {
        let level = self.levels.len().checked_sub(column.up + 1);
        let key = level.and_then(|at| self.levels[at].key.clone());
        key.map_or(Cell::Empty, Cell::Text)
    }
}

/// The rest of the row path that fits a value from its earliest step; of several the first that leads to a row.
fn best<'p>(plan: &'p JsonPlan, raw: Raw<'_>) -> Option<&'p [Step]> {
    let fits = plan
        .rows
        .iter()
        .filter_map(|steps| Some((fitting(raw, steps)?, steps)));
    let mut fits: Vec<&[Step]> = match fits.clone().map(|(start, _)| start).min() {
        Some(first) => fits
            .filter(|(start, _)| *start == first)
            .map(|(start, steps)| &steps[start..])
            .collect(),
        None => return None,
    };
    let at = if fits.len() > 1 {
        fits.iter().position(|steps| leads(raw, steps))
    } else {
        None
    };
    Some(fits.swap_remove(at.unwrap_or(0)))
}

/// Whether a path leads from a value to a row.
fn leads(raw: Raw<'_>, steps: &[Step]) -> bool {
    match steps.split_first() {
        Some((Step::Key(name), rest)) => Members::of(raw)
            .get(name)
            .is_some_and(|member| leads(member, rest)),
        Some((Step::Each, rest)) => elements(raw).into_iter().any(|element| leads(element, rest)),
        Some((Step::Members, rest)) => Members::of(raw)
            .0
            .into_iter()
            .any(|(_, member)| leads(member, rest)),
        _ => true,
    }
}

/// The first step of the path from which a value can be walked: its own root, or an inner element saved alone.
fn fitting(raw: Raw<'_>, steps: &[Step]) -> Option<usize> {
    let kind = raw.get().as_bytes().first()?;
    let members = if steps.is_empty() {
        Members::default()
    } else {
        Members::of(raw)
    };
    (0..=steps.len()).find(|start| match steps.get(*start) {
        // Only an object can be a row of a path that leads somewhere.
        None => *kind == b'{' && (steps.is_empty() || !members.0.is_empty()),
        Some(Step::Key(name)) => members.get(name).is_some(),
        Some(Step::Each | Step::EachOrNone) => *start == 0 && *kind == b'[',
        Some(Step::Members | Step::MembersOrNone) => *start == 0 && *kind == b'{',
        Some(Step::Text | Step::Where(..)) => false,
    })
}
