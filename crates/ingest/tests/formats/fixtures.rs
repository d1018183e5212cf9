//! Every format reads its own composed files exactly, and no other format claims them.

use std::path::PathBuf;

use super::{crate_folder, read};

/// File under `fixtures`, and what it must give.
const EXPECTED: &[(&str, &str)] = &[
    (
        "anthropic-cost-csv/cost_2024.csv",
        "2024 | 1 read 1 kept 0 skipped 0 refused | 1 charge | billed USD 0.75 |  | 0 errors 0 warnings",
    ),
    (
        "anthropic-cost-csv/cost_2025.csv",
        "2025 | 1 read 1 kept 0 skipped 0 refused | 1 charge | billed USD 1.25 |  | 0 errors 0 warnings",
    ),
    (
        "anthropic-cost-csv/cost_2026.csv",
        "2026 | 1 read 1 kept 0 skipped 0 refused | 1 charge | billed USD 2.5, list USD 2.5 |  | 0 errors 0 warnings",
    ),
    (
        "anthropic-cost-csv/cost_2026_08.csv",
        "2026-08 | 2 read 2 kept 0 skipped 0 refused | 2 charge | billed USD 41.37, list USD 45.97 |  | 0 errors 0 warnings",
    ),
    (
        "anthropic-usage-csv/tokens.csv",
        "2026 | 2 read 2 kept 0 skipped 0 refused | 6 usage |  | cache-read 7718034, cache-write 910230, input 5712255, output 675992 | 0 errors 0 warnings",
    ),
    (
        "anthropic-usage-csv/tokens_2025.csv",
        "2025 | 1 read 1 kept 0 skipped 0 refused | 4 usage |  | cache-read 30, cache-write 20, input 100, output 40 | 0 errors 0 warnings",
    ),
    (
        "aws-cost-explorer/daily.csv",
        "- | 3 read 2 kept 1 skipped 0 refused | 6 charge | billed USD 145.84 |  | 0 errors 0 warnings",
    ),
    (
        "aws-cost-explorer/monthly_accounts.csv",
        "- | 3 read 2 kept 1 skipped 0 refused | 3 charge | billed USD 2204.7500003 |  | 0 errors 0 warnings",
    ),
    (
        "aws-cur/cur2-00001.snappy.parquet",
        "2.0 | 2 read 2 kept 0 skipped 0 refused | 2 charge | billed USD 0.6627750181 |  | 0 errors 0 warnings",
    ),
    (
        "aws-cur/cur2.csv",
        "2.0 | 2 read 2 kept 0 skipped 0 refused | 2 charge | billed USD 1.572995 |  | 0 errors 0 warnings",
    ),
    (
        "aws-cur/legacy.csv",
        "legacy | 2 read 2 kept 0 skipped 0 refused | 2 charge | billed USD 0.9102200181 |  | 0 errors 0 warnings",
    ),
    (
        "azure-cost/ea_2019.csv",
        "ea-2019-11 | 1 read 1 kept 0 skipped 0 refused | 1 charge | billed USD 3.25 |  | 0 errors 0 warnings",
    ),
    (
        "azure-cost/ea_2024.csv",
        "ea-2024-08 | 2 read 2 kept 0 skipped 0 refused | 2 charge | billed EUR 13.95570264 |  | 0 errors 0 warnings",
    ),
    (
        "azure-cost/ea_2024_Amortized.csv",
        "ea-2024-08 | 3 read 3 kept 0 skipped 0 refused | 3 charge | effective EUR 15.45570264 |  | 0 errors 0 warnings",
    ),
    (
        "azure-cost/empty.csv",
        "ea-2019-11 | 0 read 0 kept 0 skipped 0 refused |  |  |  | 0 errors 0 warnings",
    ),
    (
        "azure-cost/mca.csv",
        "mca | 1 read 1 kept 0 skipped 0 refused | 1 charge | billed USD 0.012 |  | 0 errors 0 warnings",
    ),
    (
        "azure-cost/payg_german.csv",
        "mosa-2019-11 | 1 read 1 kept 0 skipped 0 refused | 1 charge | billed USD 0.075 |  | 0 errors 0 warnings",
    ),
    (
        "bedrock-log/calls.jsonl",
        "- | 3 read 2 kept 1 skipped 0 refused | 6 usage |  | cache-read 40211, cache-write 8123, input 1012, output 468 | 0 errors 0 warnings",
    ),
    (
        "bedrock-log/cloudwatch.json.gz",
        "- | 2 read 1 kept 1 skipped 0 refused | 4 usage |  | cache-read 40211, cache-write 8123, input 12, output 418 | 0 errors 0 warnings",
    ),
    (
        "brex-card/card.csv",
        "- | 3 read 2 kept 1 skipped 0 refused | 2 charge | billed  15 |  | 0 errors 1 warnings",
    ),
    (
        "claude-code-log/session.jsonl",
        "- | 7 read 4 kept 3 skipped 0 refused | 10 usage | estimated USD 0.25 | cache-read 40211, cache-write 8123, input 19, output 427 | 0 errors 0 warnings",
    ),
    (
        "cursor-usage/personal-2026.csv",
        "personal-2026 | 1 read 1 kept 0 skipped 0 refused | 1 charge, 4 usage | billed USD 0.25 | cache-read 20, cache-write 5, input 10, output 30 | 0 errors 0 warnings",
    ),
    (
        "cursor-usage/personal.csv",
        "personal | 1 read 1 kept 0 skipped 0 refused | 1 charge, 1 usage | billed USD 0.71 |  | 0 errors 0 warnings",
    ),
    (
        "cursor-usage/requests.csv",
        "requests | 1 read 1 kept 0 skipped 0 refused | 4 usage |  | cache-read 20, cache-write 5, input 10, output 30 | 0 errors 1 warnings",
    ),
    (
        "cursor-usage/team-2026.csv",
        "team-2026 | 5 read 4 kept 0 skipped 1 refused | 4 charge, 15 usage | billed USD 1.5 | cache-read 852425, cache-write 16346, input 18238, output 3517 | 1 errors 0 warnings",
    ),
    (
        "cursor-usage/team.csv",
        "team | 1 read 1 kept 0 skipped 0 refused | 1 charge, 4 usage |  | cache-read 20, cache-write 5, input 10, output 30 | 0 errors 0 warnings",
    ),
    (
        "focus-contract-commitment/terms.csv",
        "1.3 | 1 read 0 kept 1 skipped 0 refused |  |  |  | 0 errors 0 warnings",
    ),
    (
        "focus-invoice-detail/lines.csv",
        "1.4 | 1 read 0 kept 1 skipped 0 refused |  |  |  | 0 errors 0 warnings",
    ),
    (
        "focus/focus-1.2.csv",
        "1.2 | 3 read 3 kept 0 skipped 0 refused | 3 charge | billed EUR 10000, list EUR 10000, effective EUR 0, billed USD 0.81022, list USD 1, effective USD 0.81022 |  | 0 errors 0 warnings",
    ),
    (
        "focus/focus-1.2.parquet",
        "1.2 | 3 read 3 kept 0 skipped 0 refused | 3 charge | billed EUR 10000, list EUR 10000, effective EUR 0, billed USD 0.810220000000000001, list USD 1, effective USD 0.810220000000000001 |  | 0 errors 0 warnings",
    ),
    (
        "gcp-billing-export/lines.jsonl",
        "standard | 3 read 3 kept 0 skipped 0 refused | 3 charge | billed USD 1.55585, list USD 1.721913 |  | 0 errors 0 warnings",
    ),
    (
        "gcp-billing-export/lines.parquet",
        "standard | 2 read 2 kept 0 skipped 0 refused | 2 charge | billed USD 1.55582, list USD 1.721883 |  | 0 errors 0 warnings",
    ),
    (
        "gcp-billing-export/query.csv",
        "standard | 2 read 2 kept 0 skipped 0 refused | 2 charge | billed USD 2.25, list USD 2.75 |  | 0 errors 0 warnings",
    ),
    (
        "gcp-cost-table/invoice.csv",
        "- | 5 read 4 kept 1 skipped 0 refused | 4 charge | billed EUR 1072 |  | 0 errors 0 warnings",
    ),
    (
        "gcp-reports-daily/reports.csv",
        "- | 2 read 2 kept 0 skipped 0 refused | 2 charge | billed GBP 1.555977, list GBP 1.72 |  | 0 errors 0 warnings",
    ),
    (
        "github-ai-usage/2025_12.csv",
        "2025-12 | 1 read 1 kept 0 skipped 0 refused | 1 charge, 1 usage | billed USD 0.12, list USD 0.12 |  | 0 errors 0 warnings",
    ),
    (
        "github-ai-usage/legacy.csv",
        "legacy | 2 read 2 kept 0 skipped 0 refused | 2 usage |  |  | 0 errors 1 warnings",
    ),
    (
        "github-ai-usage/mixed.csv",
        "2026-06-repository | 2 read 2 kept 0 skipped 0 refused | 2 charge, 2 usage | billed USD 0.00003, list USD 4.161000000000000004 |  | 0 errors 0 warnings",
    ),
    (
        "github-ai-usage/tokens.csv",
        "ai-usage | 1 read 1 kept 0 skipped 0 refused | 1 charge, 4 usage | billed USD 0.5, list USD 0.5 | cache-read 300, cache-write 4, input 100, output 20 | 0 errors 0 warnings",
    ),
    (
        "github-ai-usage/without_aic.csv",
        "2026-06 | 1 read 1 kept 0 skipped 0 refused | 1 charge, 1 usage | billed USD 0.5, list USD 0.5 |  | 0 errors 0 warnings",
    ),
    (
        "github-copilot-seats/activity.csv",
        "- | 2 read 2 kept 0 skipped 0 refused | 2 seat |  |  | 0 errors 0 warnings",
    ),
    (
        "google-users/users.csv",
        "- | 2 read 2 kept 0 skipped 0 refused | 2 person |  |  | 0 errors 0 warnings",
    ),
    (
        "invoice/cloud.cii.xml",
        "- | 1 read 1 kept 0 skipped 0 refused | 1 invoice |  |  | 0 errors 0 warnings",
    ),
    (
        "invoice/cloud.ubl.xml",
        "- | 1 read 1 kept 0 skipped 0 refused | 1 invoice |  |  | 0 errors 0 warnings",
    ),
    (
        "invoice/cloud.zugferd1.xml",
        "- | 1 read 1 kept 0 skipped 0 refused | 1 invoice |  |  | 0 errors 0 warnings",
    ),
    (
        "invoice/credit.ubl.xml",
        "- | 1 read 1 kept 0 skipped 0 refused | 1 invoice |  |  | 0 errors 0 warnings",
    ),
    (
        "kpi-series/kpis.csv",
        "- | 3 read 2 kept 1 skipped 0 refused | 2 kpi |  |  | 0 errors 0 warnings",
    ),
    (
        "oci-cost/cost.csv",
        "- | 2 read 2 kept 0 skipped 0 refused | 2 charge | billed USD 0.012264279823710943 |  | 0 errors 0 warnings",
    ),
    (
        "okta-assignments/current.csv",
        "- | 3 read 2 kept 1 skipped 0 refused | 2 seat |  |  | 0 errors 0 warnings",
    ),
    (
        "openai-activity-csv/completions_usage.csv",
        "- | 2 read 1 kept 1 skipped 0 refused | 3 usage |  | cache-read 5760, input 55440, output 10010 | 0 errors 0 warnings",
    ),
    (
        "openai-cost-csv/cost_2025.tsv",
        "2025 | 2 read 2 kept 0 skipped 0 refused | 2 charge | billed USD 2 |  | 0 errors 0 warnings",
    ),
    (
        "openai-cost-csv/cost_2026-09-01_2026-09-02.csv",
        "- | 1 read 0 kept 1 skipped 0 refused |  |  |  | 0 errors 0 warnings",
    ),
    (
        "openai-cost-csv/cost_2026.csv",
        "2026 | 3 read 2 kept 1 skipped 0 refused | 2 charge | billed USD 3.518250000000000000000000000001 |  | 0 errors 0 warnings",
    ),
    (
        "openai-costs-json/costs.json",
        "- | 2 read 2 kept 0 skipped 0 refused | 2 charge | billed USD 17.37 |  | 0 errors 0 warnings",
    ),
    (
        "people-roster/bamboo.csv",
        "- | 3 read 2 kept 1 skipped 0 refused | 2 person |  |  | 0 errors 0 warnings",
    ),
    (
        "people-roster/entra.csv",
        "- | 1 read 1 kept 0 skipped 0 refused | 1 person |  |  | 0 errors 0 warnings",
    ),
    (
        "people-roster/workday.tsv",
        "- | 2 read 2 kept 0 skipped 0 refused | 2 person |  |  | 0 errors 0 warnings",
    ),
    (
        "budgets/budgets.csv",
        "- | 3 read 2 kept 0 skipped 1 refused | 2 budget |  |  | 1 errors 0 warnings",
    ),
    (
        "budgets/monthly.csv",
        "- | 2 read 2 kept 0 skipped 0 refused | 2 budget |  |  | 0 errors 0 warnings",
    ),
    (
        "contracts/backwards.csv",
        "- | 2 read 1 kept 0 skipped 1 refused | 1 contract |  |  | 1 errors 0 warnings",
    ),
    (
        "contracts/terms.csv",
        "- | 3 read 3 kept 0 skipped 0 refused | 3 contract |  |  | 0 errors 0 warnings",
    ),
    (
        "exchange-rates/rates.csv",
        "- | 3 read 2 kept 0 skipped 1 refused | 2 rate |  |  | 1 errors 0 warnings",
    ),
    (
        "headcount/units.csv",
        "- | 4 read 3 kept 0 skipped 1 refused | 3 headcount |  |  | 1 errors 0 warnings",
    ),
    (
        "payroll/one-person.csv",
        "- | 2 read 1 kept 0 skipped 1 refused | 1 payroll |  |  | 1 errors 0 warnings",
    ),
    (
        "payroll/units.csv",
        "- | 2 read 2 kept 0 skipped 0 refused | 2 payroll |  |  | 0 errors 0 warnings",
    ),
    (
        "price-list/own.csv",
        "- | 5 read 4 kept 0 skipped 1 refused | 4 price |  |  | 1 errors 0 warnings",
    ),
    (
        "survey-answers/pulse.csv",
        "- | 3 read 3 kept 0 skipped 0 refused | 3 survey |  |  | 0 errors 0 warnings",
    ),
    (
        "quickbooks-ledger/general_ledger.csv",
        "- | 13 read 3 kept 10 skipped 0 refused | 3 charge | billed  1582.94 |  | 0 errors 1 warnings",
    ),
    (
        "slack-members/members.csv",
        "- | 4 read 2 kept 2 skipped 0 refused | 2 seat |  |  | 0 errors 0 warnings",
    ),
    (
        "xero-bills/bills.csv",
        "- | 3 read 2 kept 1 skipped 0 refused | 2 charge | billed USD 4062.44 |  | 0 errors 0 warnings",
    ),
    (
        "xero-transactions/transactions.csv",
        "- | 7 read 2 kept 5 skipped 0 refused | 2 charge | billed  1900 |  | 0 errors 1 warnings",
    ),
];

fn files() -> Vec<(String, PathBuf)> {
    let mut files = Vec::new();
    for folder in std::fs::read_dir(crate_folder("fixtures")).expect("fixtures") {
        let folder = folder.expect("a folder").path();
        for file in std::fs::read_dir(&folder).expect("a folder") {
            let path = file.expect("a file").path();
            let id = folder.file_name().expect("a name").to_string_lossy().into_owned();
            files.push((
                format!("{id}/{}", path.file_name().expect("a name").to_string_lossy()),
                path,
            ));
        }
    }
    files.sort();
    files
}

#[test]
fn every_fixture_is_read_by_its_own_format_exactly() {
    let mut wrong = Vec::new();
    for (name, path) in files() {
        let read = read(&path);
        assert_eq!(
            Some(read.plan.format.as_str()),
            name.split('/').next(),
            "{name}: {:?}",
            read.plan.why
        );
        let summary = read.summary();
        let expected = EXPECTED
            .iter()
            .find(|(file, _)| *file == name)
            .map(|(_, expected)| *expected);
        if expected != Some(&summary) {
            wrong.push(format!("    (\"{name}\", \"{summary}\"),"));
        }
    }
    assert!(wrong.is_empty(), "not as expected:\n{}", wrong.join("\n"));
}

#[test]
fn every_format_has_a_fixture() {
    let readable = ingest::formats::formats()
        .iter()
        .filter(|document| document.blocks().next().is_some());
    for document in readable {
        let own = format!("{}/", document.id);
        assert!(
            EXPECTED.iter().any(|(file, _)| file.starts_with(&own)),
            "{}",
            document.id
        );
    }
}

#[test]
fn files_about_single_people_are_refused_with_the_reason() {
    let expected = [
        ("payroll-journal.csv", "payroll of single people"),
        ("payroll-of-people.csv", "the pay of single people"),
        ("payroll-register.csv", "payroll of single people"),
        ("survey-of-people.csv", "names who answered"),
    ];
    for (file, reason) in expected {
        let item = super::item(&crate_folder("fixtures-refused").join(file));
        let plan = ingest::plan(&item, &ingest::Choice::default());
        let refused = plan
            .refused
            .unwrap_or_else(|| panic!("{file} is read: {:?}", plan.why));
        assert!(refused.contains(reason), "{file}: {refused}");
    }
}

#[test]
fn nothing_private_reaches_a_fact() {
    for (name, path) in files() {
        let facts = format!("{:?}", read(&path).facts);
        for private in ["Exceeds", "41000", "prompt", "Meets"] {
            assert!(!facts.contains(private), "{name} has {private}");
        }
    }
}
