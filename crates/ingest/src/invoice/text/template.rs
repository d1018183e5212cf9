//! Templates of vendors: small TOML documents that know a vendor's words and names. They add to the general rules
//! and never replace the arithmetic.

use serde::Deserialize;

use super::fold::plain;
use super::labels::{Labels, Words};
use super::sheet::Sheet;

/// What is known about the invoices of a vendor.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Template {
    /// Kebab-case id, the name of its file.
    pub id: String,
    /// Provider as the charges name it.
    pub provider: String,
    /// Groups of words; the template fits if every word of one group is on the pages.
    pub detect: Vec<Vec<String>>,
    /// Legal names under which the vendor bills; the first that is on the pages is the seller.
    #[serde(default)]
    pub sellers: Vec<String>,
    /// Words beside values that mean little else.
    #[serde(default)]
    strong: Words,
    /// Words beside values that may mean something else.
    #[serde(default)]
    weak: Words,
    /// How lines are found where no table has headings.
    #[serde(default)]
    pub(super) lines: LineRule,
}

/// How lines are found.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct LineRule {
    /// The line above the first of them.
    #[serde(default)]
    pub(super) after: Vec<String>,
    /// Lines that only split up the one above.
    #[serde(default)]
    pub(super) skip: Vec<String>,
}

/// The built-in templates.
pub(super) const TEMPLATES: &[&str] = &[
    include_str!("../../../invoices/anthropic.toml"),
    include_str!("../../../invoices/aws.toml"),
    include_str!("../../../invoices/cursor.toml"),
    include_str!("../../../invoices/digitalocean.toml"),
    include_str!("../../../invoices/github.toml"),
    include_str!("../../../invoices/google.toml"),
    include_str!("../../../invoices/hetzner.toml"),
    include_str!("../../../invoices/microsoft.toml"),
    include_str!("../../../invoices/mistral.toml"),
    include_str!("../../../invoices/openai.toml"),
    include_str!("../../../invoices/perplexity.toml"),
];

impl Template {
    /// Reads a template.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }

    /// The first of the user's and the built-in templates that fits.
    pub(super) fn fitting(own: &[Template], sheet: &Sheet<'_>) -> Option<Self> {
        let text: Vec<String> = sheet.texts().map(plain).collect();
        let text = text.join(" ");
        let built_in = TEMPLATES.iter().filter_map(|text| Self::parse(text).ok());
        own.iter()
            .cloned()
            .chain(built_in)
            .find(|template| template.fits(&text))
    }

    fn fits(&self, text: &str) -> bool {
        self.detect
            .iter()
            .any(|group| !group.is_empty() && group.iter().all(|word| text.contains(&plain(word))))
    }

    /// Adds its words.
    pub(super) fn teach(&self, labels: &mut Labels) {
        labels.add(&self.strong, true);
        labels.add(&self.weak, false);
    }
}
