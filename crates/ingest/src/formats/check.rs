//! Reads a document and says what is wrong with it. Knows no file.

use model::Overlap;
use thiserror::Error;

use super::document::Document;
use super::lists::LISTS;
use super::parts::Which;
use super::scope::is_field as is_scope_field;
use super::take::Take;

/// Why a document cannot be used.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{file}: {what}{}", hint.as_ref().map_or(String::new(), |hint| format!(" ({hint})")))]
pub struct DocumentError {
    /// Which document.
    pub file: String,
    /// What is wrong, with line and key.
    pub what: String,
    /// What to do.
    pub hint: Option<String>,
}

impl Document {
    /// Reads and checks a document; `file` is for messages.
    pub fn parse(file: &str, text: &str) -> Result<Self, DocumentError> {
        let fault = |what: String, hint: Option<&str>| DocumentError {
            file: file.to_owned(),
            what,
            hint: hint.map(str::to_owned),
        };
        let mut document: Self =
            toml::from_str(text).map_err(|e| fault(short(e.to_string().trim_end()), None))?;
        document.spread();
        document.check().map_err(|(what, hint)| fault(what, Some(hint)))?;
        Ok(document)
    }

    fn check(&self) -> Result<(), (String, &'static str)> {
        if !is_kebab(&self.id) {
            return Err((
                format!("id `{}` is not kebab-case", self.id),
                "letters, digits and single hyphens",
            ));
        }
        if self.detect.iter().all(|detect| detect.has.is_empty()) {
            return Err((
                "detect names no column".into(),
                "add [[detect]] with has = [\"…\"]",
            ));
        }
        for (kind, block) in self.blocks() {
            let lists = block.fields.values().flat_map(Take::lists);
            if let Some(list) = lists.into_iter().find(|list| !LISTS.contains(&list.as_str())) {
                return Err((
                    format!("there is no list `{list}`"),
                    "the list that exists is `payees`",
                ));
            }
            if let Some(field) = block.fields.keys().find(|field| !kind.fields().contains(field)) {
                return Err((
                    format!("{field:?} is no field of a {}", kind.id()),
                    "see docs/mapping.md for the fields",
                ));
            }
        }
        let replaces = matches!(self.overlap, Overlap::Snapshot | Overlap::Period);
        if replaces && self.scope.is_empty() {
            return Err((
                "scope is missing".into(),
                "snapshot and period need scope = \"{account} {billing-month}\"",
            ));
        }
        if let Some(name) = self.scope_fields().find(|name| !is_scope_field(name)) {
            return Err((
                format!("the scope names `{name}`, which is no field of a fact"),
                "it may name provider, account, billing-month, invoice, measure, window, snapshot, product, or {=Column}",
            ));
        }
        let keyed = matches!(self.overlap, Overlap::Id | Overlap::Bucket | Overlap::Largest);
        if keyed && self.key.is_empty() {
            return Err((
                "key is missing".into(),
                "id, bucket and largest need key = [\"column\", …]",
            ));
        }
        let is_kpi = !self.kpi.is_empty() && self.overlap == Overlap::Id;
        if self.one_per_key == Some(Which::Only) && !is_kpi {
            return Err((
                "one-per-key = \"only\" is for KPI values that are known by their key".into(),
                "use it with [[kpi]] and overlap = \"id\", or take `first` or `last`",
            ));
        }
        Ok(())
    }
}

/// What is said of a document, without lines as long as a file.
fn short(said: &str) -> String {
    const LONGEST: usize = 200;
    let line = |line: &str| match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} …", &line[..end]),
        None => line.to_owned(),
    };
    said.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn is_kebab(id: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    id.split('-').all(part)
}
