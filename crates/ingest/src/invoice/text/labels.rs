//! Which words on an invoice announce which value. The words are data: `invoices/labels.toml`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::aside::Aside;
use super::fold::{Folded, key};
use super::kind::NoInvoice;

/// What a word announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Role {
    Number,
    IssueDate,
    DueDate,
    /// The day of the payment: the last one on an invoice, the one when it came on a receipt.
    PaymentDate,
    /// The day on which it was paid.
    PaidDate,
    Currency,
    Seller,
    Buyer,
    Order,
    Period,
    PreviousBalance,
    LineTotal,
    Allowance,
    Charge,
    Net,
    Tax,
    Total,
    Rounding,
    Prepaid,
    Payable,
    /// The word before a name.
    Name,
    /// Says that it is a credit note.
    CreditNote,
    /// Begins another part of the page.
    Section,
    /// A sum at the end of a page that its next page repeats.
    Carried,
    /// Looks like one of the others and is not.
    Other,
    ColumnDescription,
    ColumnQuantity,
    ColumnPrice,
    ColumnAmount,
    ColumnRest,
}

impl Role {
    /// Whether it heads a column of a table of lines.
    pub(super) fn is_column(self) -> bool {
        self >= Self::ColumnDescription
    }

    /// Whether an amount follows.
    pub(super) fn is_amount(self) -> bool {
        (Self::PreviousBalance..=Self::Payable).contains(&self)
    }
}

/// Words per role and language.
pub(super) type Words = BTreeMap<Role, BTreeMap<String, Vec<String>>>;

/// The words that are built in.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct File {
    strong: Words,
    weak: Words,
    pub(super) aside: BTreeMap<Aside, BTreeMap<String, Vec<String>>>,
    pub(super) no_invoice: Vec<NoInvoice>,
}

impl File {
    pub(super) fn built_in() -> &'static Self {
        static FILE: OnceLock<File> = OnceLock::new();
        FILE.get_or_init(|| {
            toml::from_str(include_str!("../../../invoices/labels.toml")).expect("a test reads it")
        })
    }
}

/// A word that announces a value.
#[derive(Clone, Debug)]
pub(super) struct Label {
    pub(super) role: Role,
    /// Whether it can mean little else.
    pub(super) strong: bool,
    pub(super) language: String,
    key: Vec<char>,
}

/// All words that are looked for.
#[derive(Clone, Debug)]
pub(super) struct Labels(BTreeMap<char, Vec<Label>>);

/// A word found in a text.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    pub(super) role: Role,
    pub(super) strong: bool,
    /// Bytes of the text that the word takes.
    pub(super) from: usize,
    pub(super) to: usize,
}

/// `INVOICE-001`, `DE-2026-0042`, `TO123`: letters of a code that happen to be a word.
fn is_part_of_code(text: &str, from: usize, to: usize) -> bool {
    let start = text[..from]
        .rfind(char::is_whitespace)
        .map_or(0, |before| before + 1);
    let word = text[start..].split_whitespace().next().unwrap_or_default();
    let word = word.trim_end_matches([',', ':', ';', '.']);
    let goes_on = word.get(to.saturating_sub(start)..).is_some_and(|behind| {
        behind.starts_with(|next: char| next.is_ascii_digit() || matches!(next, '-' | '_'))
    });
    let fits = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '/' | '_');
    goes_on && word.contains(|letter: char| letter.is_ascii_digit()) && word.chars().all(fits)
}

impl Labels {
    /// The built-in words.
    pub(super) fn built_in() -> &'static Self {
        static LABELS: OnceLock<Labels> = OnceLock::new();
        LABELS.get_or_init(|| {
            let file = File::built_in();
            let mut labels = Self(BTreeMap::new());
            labels.add(&file.strong, true);
            labels.add(&file.weak, false);
            labels
        })
    }

    /// Adds words; the longest are tried first, and of equal ones the last added.
    pub(super) fn add(&mut self, words: &Words, strong: bool) {
        for (role, languages) in words {
            for (language, words) in languages {
                for word in words {
                    let key = key(word);
                    let Some(first) = key.first().copied() else {
                        continue;
                    };
                    let label = Label {
                        role: *role,
                        strong,
                        language: language.clone(),
                        key,
                    };
                    self.0.entry(first).or_default().insert(0, label);
                }
            }
        }
        for labels in self.0.values_mut() {
            labels.sort_by_key(|label| (std::cmp::Reverse(label.key.len()), !label.strong));
        }
    }

    /// The labels that stand at a letter of a text: those with the longest word there.
    pub(super) fn at(&self, text: &str, folded: &Folded, letter: usize) -> Vec<(&Label, usize)> {
        let Some(labels) = folded.letters.get(letter).and_then(|first| self.0.get(first)) else {
            return Vec::new();
        };
        let mut found: Vec<(&Label, usize)> = Vec::new();
        for label in labels {
            if found
                .first()
                .is_some_and(|(first, _)| first.key.len() > label.key.len())
            {
                break;
            }
            if let Some(end) = folded.matches(letter, &label.key, text) {
                found.push((label, end));
            }
        }
        found
    }

    /// Every word in a text, from left to right; those inside another are left out.
    pub(super) fn hits(&self, text: &str) -> Vec<Hit> {
        let folded = Folded::of(text);
        let (mut hits, mut behind) = (Vec::new(), 0);
        for letter in 0..folded.letters.len() {
            let from = if letter == 0 { 0 } else { folded.ends[letter - 1] };
            if !folded.starts[letter] || from < behind {
                continue;
            }
            for (label, to) in self.at(text, &folded, letter) {
                if is_part_of_code(text, from, to) {
                    continue;
                }
                behind = behind.max(to);
                hits.push(Hit {
                    role: label.role,
                    strong: label.strong,
                    from,
                    to,
                });
            }
        }
        hits
    }

    /// Whether texts announce days in a language beside their own.
    pub(super) fn names_days_in<'t>(
        &self,
        language: &str,
        own: &str,
        mut texts: impl Iterator<Item = &'t str>,
    ) -> bool {
        texts.any(|text| {
            let folded = Folded::of(text);
            (0..folded.letters.len())
                .filter(|letter| folded.starts[*letter])
                .any(|letter| {
                    let found = self.at(text, &folded, letter);
                    let is_in = |wanted: &str| found.iter().any(|(label, _)| label.language == wanted);
                    let is_day = |(label, _): &(&Label, usize)| {
                        label.strong && matches!(label.role, Role::IssueDate | Role::DueDate)
                    };
                    found.iter().any(is_day) && is_in(language) && !is_in(own)
                })
        })
    }

    /// The language most of whose words occur in the texts.
    pub(super) fn language<'t>(&self, texts: impl Iterator<Item = &'t str>) -> String {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for text in texts {
            let folded = Folded::of(text);
            for (label, _) in self.at(text, &folded, 0) {
                *counts.entry(&label.language).or_default() += label.key.len();
            }
        }
        let most = counts.into_iter().max_by_key(|(_, count)| *count);
        most.map_or_else(String::new, |(language, _)| language.to_owned())
    }
}
