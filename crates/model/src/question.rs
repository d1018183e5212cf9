//! A question about a file that only its owner can answer. Until it is answered, nothing of the file is kept.

use serde::{Deserialize, Serialize};

use crate::ImportId;

/// Something that would make the book wrong if it were guessed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Kebab-case id, the same whenever the same file meets the same book: `unit`, `same-money-3`.
    pub id: String,
    /// What is asked, one sentence.
    pub sentence: String,
    /// Why it is asked, with the numbers.
    pub why: Vec<String>,
    /// What can be answered.
    pub choices: Vec<Answer>,
    /// The id of the choice made, if one was made.
    pub answer: Option<String>,
}

/// One possible answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Kebab-case id.
    pub id: String,
    /// The answer in words.
    pub label: String,
    /// What follows from it.
    pub effect: String,
}

impl Answer {
    /// An answer with what follows from it.
    pub fn new(id: &str, label: impl Into<String>, effect: impl Into<String>) -> Self {
        Self {
            id: id.to_owned(),
            label: label.into(),
            effect: effect.into(),
        }
    }
}

impl Question {
    /// Takes what was answered: by the question's id, or by its kind (`same-money` for `same-money-3`). An answer
    /// that is none of the choices is no answer.
    pub fn take<'a>(&mut self, answered: impl Fn(&str) -> Option<&'a String>) {
        let given = answered(&self.id).or_else(|| answered(self.kind()));
        self.answer = given
            .filter(|given| self.choices.iter().any(|choice| choice.id == **given))
            .cloned();
        if let Some(given) = given.filter(|_| self.answer.is_none()) {
            self.why.push(format!("`{given}` is none of the answers."));
        }
    }

    /// What it asks, whichever import it is about: `same-money` of `same-money-3`.
    pub fn kind(&self) -> &str {
        let kind = self.id.trim_end_matches(|sign: char| sign.is_ascii_digit());
        kind.trim_end_matches('-')
    }

    /// The import that it is about: 3 for `same-money-3`.
    pub fn about(&self) -> Option<ImportId> {
        self.id.get(self.kind().len() + 1..)?.parse().ok()
    }

    /// The choice made.
    pub fn chosen(&self) -> Option<&Answer> {
        let answer = self.answer.as_ref()?;
        self.choices.iter().find(|choice| choice.id == *answer)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn an_answer_counts_for_its_question_or_for_all_of_its_kind_and_only_if_it_is_offered() {
        let asked = Question {
            id: "same-money-12".into(),
            sentence: String::new(),
            why: Vec::new(),
            choices: vec![Answer::new("keep-both", "Keep both", "")],
            answer: None,
        };
        let with = |key: &str, value: &str| {
            let given = BTreeMap::from([(key.to_owned(), value.to_owned())]);
            let mut question = asked.clone();
            question.take(|id| given.get(id));
            question.chosen().map(|choice| choice.label.clone())
        };
        assert_eq!(with("same-money-12", "keep-both").as_deref(), Some("Keep both"));
        assert_eq!(with("same-money", "keep-both").as_deref(), Some("Keep both"));
        assert_eq!(with("same-money-1", "keep-both"), None);
        assert_eq!(with("same-money", "whatever"), None);
    }
}
