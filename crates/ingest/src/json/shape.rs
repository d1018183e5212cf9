//! Which paths a JSON text has near its start, for recognition. Reads a head that may break off anywhere.

use std::collections::{BTreeMap, BTreeSet};

use memchr::{memchr, memchr2};

const MOST_PATHS: usize = 4_000;
const DEEPEST: usize = 16;

/// The paths of a head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Whether several values follow one another, each on a line of its own: JSON lines.
    pub lines: bool,
    /// Every path met, from the root: `data[].results[].amount.value`. A root list starts with `[]`.
    pub paths: BTreeSet<String>,
    /// Text values of members called `object`, `type` or `kind`, at any path.
    pub kinds: BTreeSet<String>,
    /// How often a member of a name is more than `null`, and how often it is there, whatever is around it.
    stated: BTreeMap<String, (u32, u32)>,
}

impl Shape {
    /// Whether a path is there, from the root or from the elements of a root list.
    pub fn has(&self, path: &str) -> bool {
        self.paths.contains(path) || self.paths.contains(&format!("[].{path}"))
    }
}

impl Shape {
    /// Whether at least half of the members of a name are more than `null`.
    pub fn is_stated(&self, name: &str) -> bool {
        self.stated
            .get(name)
            .is_some_and(|(stated, all)| stated * 2 >= *all)
    }

    /// Whether a list is there and nothing in it.
    pub fn is_empty_list(&self, path: &str) -> bool {
        let inner = |path: &String, list: &str| path.len() > list.len() && path.starts_with(list);
        self.has(path)
            && !self
                .paths
                .iter()
                .any(|found| inner(found, path) || inner(found, &format!("[].{path}")))
    }
}

/// What stands around the rows of an answer.
const AROUND: &[&str] = &[
    "",
    "count",
    "data",
    "first_id",
    "has_more",
    "items",
    "last_id",
    "next",
    "next_cursor",
    "next_page",
    "object",
    "page",
    "results",
    "rows",
    "total",
    "total_count",
    "url",
    "value",
];

impl Shape {
    /// Why there is nothing to map in it.
    pub fn nothing(&self) -> Option<&'static str> {
        let is_error = self.has("error")
            && ["error.message", "error.type", "error.code"]
                .iter()
                .any(|path| self.has(path));
        if is_error {
            return Some("it is the error answer of an API; call it again");
        }
        let is_around = |path: &String| AROUND.contains(&path.strip_suffix("[]").unwrap_or(path));
        let is_empty = self.paths.iter().all(is_around);
        is_empty.then_some(
            "it holds no rows: perhaps it is the page after the last, or its filter leaves nothing",
        )
    }
}

/// Looks through the head of a JSON text. `None` if it does not start like one.
pub fn shape(head: &[u8]) -> Option<Shape> {
    let text = head
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(head)
        .trim_ascii_start();
    if !matches!(text.first(), Some(b'{' | b'[')) {
        return None;
    }
    let mut scan = Scan::default();
    scan.run(text);
    scan.shape.lines = scan.roots > 1 && !scan.is_pages;
    (!scan.broken).then_some(scan.shape)
}

#[derive(Default)]
struct Scan<'t> {
    shape: Shape,
    path: String,
    /// Lengths of the path outside every open list or object, and whether it is an object.
    open: Vec<(usize, bool)>,
    /// A string that may turn out to be a key.
    text: Option<&'t [u8]>,
    key: &'t [u8],
    roots: u32,
    /// Whether a value runs over several lines, or begins where another ended: pages saved behind one another.
    is_pages: bool,
    is_line_begun: bool,
    broken: bool,
}

impl<'t> Scan<'t> {
    fn run(&mut self, text: &'t [u8]) {
        let mut at = 0;
        while at < text.len() && !self.broken && self.shape.paths.len() < MOST_PATHS {
            match text[at] {
                b'"' => at = self.string(text, at),
                b'{' => self.enter(true),
                b'[' => self.enter(false),
                b'}' | b']' => self.leave(),
                b':' => self.name(&text[at + 1..]),
                b',' => self.next(),
                b'\n' => self.line_ends(),
                b' ' | b'\r' | b'\t' => {}
                // A line between lines that is none of them.
                _ if self.open.is_empty() && self.roots > 0 => {
                    let rest = memchr(b'\n', &text[at..]).unwrap_or(text.len() - at);
                    at += rest.saturating_sub(1);
                }
                byte => self.broken |= !byte.is_ascii_alphanumeric() && !b"+-.".contains(&byte),
            }
            at += 1;
        }
    }

    /// Reads a string and gives the place of its closing quote, or the end.
    fn string(&mut self, text: &'t [u8], at: usize) -> usize {
        let mut end = at + 1;
        while let Some(found) = text.get(end..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
            end += found;
            if text[end] == b'"' {
                break;
            }
            // What is escaped ends nothing.
            end += 2;
        }
        if text.get(end) != Some(&b'"') {
            end = text.len();
        }
        self.text = Some(&text[(at + 1).min(text.len())..end.min(text.len())]);
        end
    }

    fn enter(&mut self, is_object: bool) {
        if self.open.is_empty() {
            self.roots += 1;
            self.is_pages |= self.is_line_begun;
            self.is_line_begun = true;
        }
        self.open.push((self.path.len(), is_object));
        if !is_object {
            self.path.push_str("[]");
        }
        self.note();
    }

    fn line_ends(&mut self) {
        self.is_pages |= !self.open.is_empty();
        self.is_line_begun = false;
    }

    fn leave(&mut self) {
        self.value();
        match self.open.pop() {
            Some((length, _)) => self.path.truncate(length),
            None => self.broken = true,
        }
    }

    fn name(&mut self, value: &[u8]) {
        let (Some(name), Some((length, true))) = (self.text.take(), self.open.last().copied()) else {
            self.broken = true;
            return;
        };
        self.path.truncate(length);
        if !self.path.is_empty() {
            self.path.push('.');
        }
        self.path.push_str(&String::from_utf8_lossy(name));
        self.key = name;
        self.note();
        let name = String::from_utf8_lossy(name);
        if !self.shape.stated.contains_key(&*name) {
            self.shape.stated.insert(name.clone().into_owned(), (0, 0));
        }
        if let Some((stated, all)) = self.shape.stated.get_mut(&*name) {
            *stated += u32::from(!value.trim_ascii_start().starts_with(b"null"));
            *all += 1;
        }
    }

    fn next(&mut self) {
        self.value();
        if let Some((length, true)) = self.open.last() {
            self.path.truncate(*length);
        }
    }

    fn value(&mut self) {
        let Some(text) = self.text.take() else { return };
        if matches!(self.key, b"object" | b"type" | b"kind") && text.len() < 100 {
            let kind = String::from_utf8_lossy(text);
            if !self.shape.kinds.contains(&*kind) {
                self.shape.kinds.insert(kind.into_owned());
            }
        } else if text.starts_with(b"{\\\"") && self.shape.paths.len() < MOST_PATHS {
            self.inside(&String::from_utf8_lossy(text));
        }
    }

    /// Notes the paths of the JSON that a text holds: `message$.requestId`.
    fn inside(&mut self, escaped: &str) {
        let text = serde_json::from_str::<String>(&format!("\"{escaped}\""));
        let inner = text.ok().and_then(|text| shape(text.as_bytes()));
        let paths = inner.into_iter().flat_map(|inner| inner.paths);
        self.shape
            .paths
            .extend(paths.map(|path| format!("{}$.{path}", self.path)));
    }

    fn note(&mut self) {
        if self.open.len() <= DEEPEST && !self.path.is_empty() && !self.shape.paths.contains(&self.path) {
            self.shape.paths.insert(self.path.clone());
        }
    }
}
