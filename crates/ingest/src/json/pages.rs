//! What the pages of an answer say of pages that are not in it: that another follows, and how much there is in all.

use std::io::Read;

use serde_json::value::RawValue;

use super::node::{Raw, elements, follow};
use super::path::{Step, steps};
use crate::row::Cell;
use crate::unpack::Content;

/// What is said of pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The member by which the last page says that another follows.
    pub more: Option<String>,
    /// The largest number of rows that a page counts in all pages.
    pub total: Option<u64>,
    /// How many answers there are, each of one page or of several.
    pub answers: u64,
}

/// The members by which a page says that another follows, and the number of the answer that a page is of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Answers {
    pub(super) more: Vec<String>,
    /// Of the page that was met last, from 1.
    pub(super) number: u64,
    goes_on: bool,
}

impl Answers {
    pub(super) fn of(more: &[String]) -> Self {
        Self {
            more: more.to_vec(),
            ..Self::default()
        }
    }

    /// Takes note of a page: it goes on with the answer before if that said so. The member by which it says so itself.
    pub(super) fn meet(&mut self, page: Raw<'_>) -> Option<&String> {
        self.number += u64::from(!self.goes_on);
        // A plain no holds, whatever cursor stands beside it.
        let mut paths = self.more.iter();
        let is_last = paths.any(|path| member(page, path) == Cell::Bool(false));
        let mut paths = self.more.iter().filter(|_| !is_last);
        let follows = paths.find(|path| is_more(&member(page, path)));
        self.goes_on = follows.is_some();
        follows
    }
}

/// Looks at the answers that a file of at most `limit` bytes holds: at the members `more` by which one says that another
/// follows, and at `total`, which counts the rows of all. What cannot be read says nothing.
pub fn said(content: &Content, limit: u64, more: &[String], total: &str) -> Said {
    let mut bytes = Vec::new();
    let read = content
        .stream()
        .and_then(|stream| stream.take(limit).read_to_end(&mut bytes));
    if read.is_err() {
        return Said::default();
    }
    let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes));
    let (mut said, mut answers) = (Said::default(), Answers::of(more));
    let mut look = |page: Raw<'_>| {
        said.more = answers.meet(page).cloned();
        said.answers = answers.number;
        said.total = said.total.max(member(page, total).text().parse().ok());
    };
    let roots = serde_json::Deserializer::from_str(&text).into_iter::<&RawValue>();
    for root in roots.map_while(Result::ok) {
        if root.get().starts_with('{') {
            look(root);
        }
        elements(root).into_iter().for_each(&mut look);
    }
    said
}

/// A member by its name, which may have a point in it, or by its path.
fn member<'a>(page: Raw<'a>, path: &str) -> Cell<'a> {
    match follow(page, &[Step::Key(path.to_owned())]) {
        Cell::Empty => follow(page, &steps(path)),
        found => found,
    }
}

/// Whether a member says yes, or names the page that follows.
fn is_more(cell: &Cell<'_>) -> bool {
    !cell.is_empty() && *cell != Cell::Bool(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_page_says_whether_another_follows_and_the_largest_total_counts() {
        let more = ["has_more".to_owned(), "@odata.nextLink".to_owned()];
        let said = |text: &str| said(&text.as_bytes().to_vec().into(), 1 << 20, &more, "meta.total");
        let of = |more: Option<&str>, total, answers| Said {
            more: more.map(str::to_owned),
            total,
            answers,
        };
        assert_eq!(
            said(r#"{"has_more": true, "meta": {"total": 9}}"#),
            of(Some("has_more"), Some(9), 1)
        );
        assert_eq!(
            said(r#"[{"has_more": true}, {"has_more": false, "meta": {"total": 4}}]"#),
            of(None, Some(4), 1)
        );
        assert_eq!(said("{\"has_more\": true}\n{\"data\": []}\n"), of(None, None, 1));
        assert_eq!(
            said("{\"has_more\": false}\n{\"has_more\": true}\n{\"data\": []}\n"),
            of(None, None, 2)
        );
        assert_eq!(
            said(r#"{"@odata.nextLink": "https://x"}"#),
            of(Some("@odata.nextLink"), None, 1)
        );
        assert_eq!(said(r#"{"@odata.nextLink": null}"#), of(None, None, 1));
        assert_eq!(said(r#"{"has_more": tr"#), of(None, None, 0));
        assert_eq!(
            said(r#"{"has_more": false, "@odata.nextLink": "x"}"#),
            of(None, None, 1)
        );
    }
}
