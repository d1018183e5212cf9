//! Spellings of models: `Claude Opus 5` of a bill is `claude-opus-5` of a usage file. What differs in more than letter
//! case and marks between words, such as a date or a region, is another model here.

use std::collections::HashMap;
use std::sync::Arc;

use crate::book::Book;
use crate::error::Result;
use crate::memo::Asked;

/// The models of a book by what their spellings share; of each the spelling that is shown goes first.
#[derive(Debug, Default)]
pub(crate) struct Spellings(HashMap<String, Vec<String>>);

impl Spellings {
    fn of(names: Vec<String>) -> Self {
        let mut all: HashMap<String, Vec<String>> = HashMap::new();
        for name in names {
            all.entry(folded(&name)).or_default().push(name);
        }
        for (folded, names) in &mut all {
            names.sort_by_key(|name| (name != folded, name.clone()));
        }
        Self(all)
    }

    /// The spelling that stands for all of a model's.
    pub(crate) fn shown(&self, name: String) -> String {
        match self.0.get(&folded(&name)) {
            Some(names) => names[0].clone(),
            None => name,
        }
    }

    /// Every spelling of some models.
    pub(crate) fn all(&self, names: &[String]) -> Vec<String> {
        let spellings = |name: &String| match self.0.get(&folded(name)) {
            Some(names) => names.clone(),
            None => vec![name.clone()],
        };
        names.iter().flat_map(spellings).collect()
    }
}

/// Small letters, and dashes for every mark between words.
pub(crate) fn folded(name: &str) -> String {
    let mark = |letter: char| {
        if matches!(letter, ' ' | '_' | '.') {
            '-'
        } else {
            letter
        }
    };
    name.trim().to_lowercase().chars().map(mark).collect()
}

impl Book {
    /// The spellings of its models.
    pub(crate) fn spellings(&self) -> Result<Arc<Spellings>> {
        self.remembered(Asked::Spellings, || {
            let sql = "SELECT text FROM word WHERE id IN
                       (SELECT model FROM charge_what UNION SELECT model FROM usage_what)";
            let mut found = self.conn.prepare_cached(sql)?;
            let names = found.query_map([], |row| row.get(0))?;
            Ok(Arc::new(Spellings::of(names.collect::<rusqlite::Result<_>>()?)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_differ_in_marks_and_case_are_one_model() {
        let names = [
            "Claude Opus 4.5",
            "claude-opus-4-5",
            "claude-opus-4-5-20251101",
            "GPT-5",
            "gpt-5",
            "o3",
        ];
        let spellings = Spellings::of(names.map(str::to_owned).to_vec());
        let shown = names.map(|name| spellings.shown(name.to_owned()));
        assert_eq!(
            shown,
            [
                "claude-opus-4-5",
                "claude-opus-4-5",
                "claude-opus-4-5-20251101",
                "gpt-5",
                "gpt-5",
                "o3"
            ]
        );
        assert_eq!(
            spellings.all(&["GPT-5".into(), "o3".into()]),
            ["gpt-5", "GPT-5", "o3"]
        );
        let alone = Spellings::of(vec!["Claude Opus 5".into()]);
        assert_eq!(alone.shown("Claude Opus 5".into()), "Claude Opus 5");
        assert_eq!(
            alone.all(&["claude-opus-5".into(), "o3".into()]),
            ["Claude Opus 5", "o3"]
        );
    }
}
