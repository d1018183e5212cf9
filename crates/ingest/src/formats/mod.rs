//! Formats: documents, their registry, and how a row becomes facts. Opens no files.

mod cells;
mod check;
mod derive;
mod document;
mod field;
mod fill;
mod fill_beside;
mod getter;
mod header;
mod identify;
mod layout;
mod lists;
mod parts;
mod reference;
mod rule;
mod slot;
mod span;
mod steps;
mod take;

use std::sync::{Arc, LazyLock};

pub(crate) use cells::Style;
pub use check::DocumentError;
pub(crate) use derive::{Derived, Headings};
pub use document::{Dates, Decimals, Document, HeaderStyle, Shape};
pub use field::fields_of;
pub(crate) use fill::{Filled, fill};
pub(crate) use getter::Getter;
pub(crate) use header::Header;
pub(crate) use identify::{Identifier, identify};
pub(crate) use layout::{FileFacts, Layout};
pub use lists::payee;
pub use parts::{Detect, SumOf, Version};
pub use reference::reference;
pub use take::{Names, Take};

/// Every built-in format: one line each.
const DOCUMENTS: &[(&str, &str)] = &[
    (
        "openai-cost-csv.toml",
        include_str!("../../formats/openai-cost-csv.toml"),
    ),
    (
        "openai-costs-json.toml",
        include_str!("../../formats/openai-costs-json.toml"),
    ),
    (
        "openai-activity-csv.toml",
        include_str!("../../formats/openai-activity-csv.toml"),
    ),
    (
        "anthropic-cost-csv.toml",
        include_str!("../../formats/anthropic-cost-csv.toml"),
    ),
    (
        "anthropic-usage-csv.toml",
        include_str!("../../formats/anthropic-usage-csv.toml"),
    ),
    (
        "github-ai-usage.toml",
        include_str!("../../formats/github-ai-usage.toml"),
    ),
    (
        "github-copilot-seats.toml",
        include_str!("../../formats/github-copilot-seats.toml"),
    ),
    (
        "cursor-usage.toml",
        include_str!("../../formats/cursor-usage.toml"),
    ),
    ("focus.toml", include_str!("../../formats/focus.toml")),
    (
        "focus-contract-commitment.toml",
        include_str!("../../formats/focus-contract-commitment.toml"),
    ),
    (
        "focus-invoice-detail.toml",
        include_str!("../../formats/focus-invoice-detail.toml"),
    ),
    ("azure-cost.toml", include_str!("../../formats/azure-cost.toml")),
    ("aws-cur.toml", include_str!("../../formats/aws-cur.toml")),
    ("oci-cost.toml", include_str!("../../formats/oci-cost.toml")),
    (
        "claude-code-log.toml",
        include_str!("../../formats/claude-code-log.toml"),
    ),
    (
        "people-roster.toml",
        include_str!("../../formats/people-roster.toml"),
    ),
    (
        "aws-cost-explorer.toml",
        include_str!("../../formats/aws-cost-explorer.toml"),
    ),
    ("bedrock-log.toml", include_str!("../../formats/bedrock-log.toml")),
    (
        "gcp-cost-table.toml",
        include_str!("../../formats/gcp-cost-table.toml"),
    ),
    (
        "gcp-reports-daily.toml",
        include_str!("../../formats/gcp-reports-daily.toml"),
    ),
    (
        "gcp-billing-export.toml",
        include_str!("../../formats/gcp-billing-export.toml"),
    ),
    (
        "quickbooks-ledger.toml",
        include_str!("../../formats/quickbooks-ledger.toml"),
    ),
    (
        "xero-transactions.toml",
        include_str!("../../formats/xero-transactions.toml"),
    ),
    ("xero-bills.toml", include_str!("../../formats/xero-bills.toml")),
    ("brex-card.toml", include_str!("../../formats/brex-card.toml")),
    (
        "slack-members.toml",
        include_str!("../../formats/slack-members.toml"),
    ),
    (
        "okta-assignments.toml",
        include_str!("../../formats/okta-assignments.toml"),
    ),
    (
        "google-users.toml",
        include_str!("../../formats/google-users.toml"),
    ),
    ("kpi-series.toml", include_str!("../../formats/kpi-series.toml")),
    ("contracts.toml", include_str!("../../formats/contracts.toml")),
    ("headcount.toml", include_str!("../../formats/headcount.toml")),
    ("payroll.toml", include_str!("../../formats/payroll.toml")),
    (
        "payroll-person.toml",
        include_str!("../../formats/payroll-person.toml"),
    ),
    ("budgets.toml", include_str!("../../formats/budgets.toml")),
    (
        "survey-answers.toml",
        include_str!("../../formats/survey-answers.toml"),
    ),
    ("price-list.toml", include_str!("../../formats/price-list.toml")),
    (
        "exchange-rates.toml",
        include_str!("../../formats/exchange-rates.toml"),
    ),
];

static FORMATS: LazyLock<Vec<Arc<Document>>> = LazyLock::new(|| {
    let parse = |(file, text): &(&str, &str)| {
        Arc::new(Document::parse(file, text).expect("a test reads every built-in document"))
    };
    DOCUMENTS.iter().map(parse).collect()
});

/// Every built-in format.
pub fn formats() -> &'static [Arc<Document>] {
    &FORMATS
}

/// A built-in format by its id.
pub fn by_id(id: &str) -> Option<Arc<Document>> {
    FORMATS.iter().find(|document| document.id == id).cloned()
}

#[cfg(test)]
mod tests;
