//! Formats: documents, their registry, and how a row becomes facts. Opens no files.

mod alike;
mod cells;
mod check;
mod columns;
mod damage;
mod derive;
mod document;
mod field;
mod fill;
mod fill_beside;
mod fill_charge;
mod fill_odd;
mod getter;
mod header;
mod identify;
mod layout;
mod lists;
mod memo;
mod parts;
mod quantity;
mod reference;
mod rule;
mod scope;
mod slot;
mod span;
mod steps;
mod take;
mod undated;

use std::sync::{Arc, LazyLock, OnceLock};

pub(crate) use cells::{Style, is_blank};
pub use check::DocumentError;
pub use derive::turned_columns;
pub(crate) use derive::{Derived, Headings};
pub use document::Document;
pub use field::fields_of;
pub(crate) use field::{FactKind, Field};
pub(crate) use fill::{Filled, fill};
pub(crate) use getter::Getter;
pub(crate) use header::Header;
pub(crate) use identify::{Identifier, identify};
pub(crate) use layout::{FileFacts, Layout, Telling};
pub use lists::payee;
pub use parts::{Block, Dates, Decimals, Detect, HeaderStyle, NameSays, Shape, SumOf, Version, Which};
pub use reference::reference;
pub(crate) use rule::Rule;
pub use take::{Condition, Names, Take};
pub use undated::is_fiscal_period;

/// The format in which a book is exported.
pub const OWN_EXPORT: &str = "counterfoil-focus";

/// The name and text of a document.
macro_rules! document {
    ($id:literal) => {
        (
            concat!($id, ".toml"),
            include_str!(concat!("../../formats/", $id, ".toml")),
        )
    };
}

/// Every built-in format: one line each.
const DOCUMENTS: &[(&str, &str)] = &[
    document!("openai-cost-csv"),
    document!("openai-costs-json"),
    document!("openai-activity-csv"),
    document!("openai-usage-json"),
    document!("openai-compliance-costs"),
    document!("codex-enterprise-usage"),
    document!("chatgpt-users"),
    document!("chatgpt-gpts"),
    document!("codex-cli-log"),
    document!("anthropic-cost-csv"),
    document!("anthropic-usage-csv"),
    document!("anthropic-cost-json"),
    document!("anthropic-usage-json"),
    document!("claude-code-log"),
    document!("claude-code-analytics-json"),
    document!("claude-spend-report"),
    document!("claude-members"),
    document!("claude-members-analytics"),
    document!("claude-code-console-users"),
    document!("claude-code-team-users"),
    document!("claude-user-cost-cents"),
    document!("claude-user-cost-dollars"),
    document!("claude-cost-report-json"),
    document!("claude-usage-report-json"),
    document!("github-ai-usage"),
    document!("github-copilot-seats"),
    document!("github-usage-summary"),
    document!("github-usage-detail"),
    document!("github-usage-json"),
    document!("github-usage-detail-json"),
    document!("github-copilot-seats-json"),
    document!("github-copilot-users-json"),
    document!("github-copilot-org-json"),
    document!("github-copilot-metrics-json"),
    document!("github-download-links"),
    document!("cursor-usage"),
    document!("cursor-events-json"),
    document!("cursor-spend-json"),
    document!("cursor-daily-json"),
    document!("windsurf-users-json"),
    document!("gemini-cli-log"),
    document!("qwen-code-log"),
    document!("litellm-spend-logs"),
    document!("litellm-daily-user"),
    document!("litellm-daily-team"),
    document!("litellm-daily-organization"),
    document!("litellm-daily-tag"),
    document!("openrouter-activity"),
    document!("openrouter-daily"),
    document!("helicone-requests"),
    document!("langfuse-observations"),
    document!("langfuse-daily-json"),
    document!("litellm-daily-activity-json"),
    document!("portkey-log-cents"),
    document!("portkey-log-dollars"),
    document!("deepseek-cost"),
    document!("deepseek-amount"),
    document!("slack-ai-analytics"),
    document!("focus"),
    document!("focus-contract-commitment"),
    document!("focus-invoice-detail"),
    document!("counterfoil-focus"),
    document!("azure-cost"),
    document!("aws-cur"),
    document!("oci-cost"),
    document!("people-roster"),
    document!("kpi-series"),
    document!("contracts"),
    document!("headcount"),
    document!("payroll"),
    document!("payroll-person"),
    document!("budgets"),
    document!("survey-answers"),
    document!("survey-panel"),
    document!("price-list"),
    document!("exchange-rates"),
    document!("ecb-rates"),
    document!("litellm-prices"),
    document!("models-dev-prices"),
    document!("openrouter-models"),
    document!("genai-prices"),
    document!("portkey-prices"),
    document!("aws-cost-explorer"),
    document!("aws-cost-explorer-json"),
    document!("bedrock-log"),
    document!("gcp-cost-table"),
    document!("gcp-reports"),
    document!("gcp-reports-daily"),
    document!("gcp-billing-export"),
    document!("quickbooks-ledger"),
    document!("xero-transactions"),
    document!("xero-bills"),
    document!("brex-card"),
    document!("ramp-card"),
    document!("slack-members"),
    document!("notion-members"),
    document!("okta-assignments"),
    document!("google-users"),
    document!("m365-copilot-graph"),
    document!("m365-copilot-usage"),
    document!("google-gemini-usage"),
    document!("stripe-invoices"),
    document!("focus-billing-period"),
];

static FORMATS: LazyLock<Vec<Arc<Document>>> = LazyLock::new(|| (0..DOCUMENTS.len()).map(document).collect());

/// Those that were asked for.
static PARSED: [OnceLock<Arc<Document>>; DOCUMENTS.len()] = [const { OnceLock::new() }; DOCUMENTS.len()];

fn document(at: usize) -> Arc<Document> {
    let parse = || {
        let (file, text) = DOCUMENTS[at];
        Arc::new(Document::parse(file, text).expect("a test reads every built-in document"))
    };
    Arc::clone(PARSED[at].get_or_init(parse))
}

/// Every built-in format.
pub fn formats() -> &'static [Arc<Document>] {
    &FORMATS
}

/// A built-in format by its id.
pub fn by_id(id: &str) -> Option<Arc<Document>> {
    let is_it = |(file, _): &(&str, &str)| file.strip_suffix(".toml") == Some(id);
    DOCUMENTS.iter().position(is_it).map(document)
}

#[cfg(test)]
mod tests;
