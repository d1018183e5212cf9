//! Real sample files, where they are at hand, give the totals that are known of them.

use std::collections::BTreeSet;
use std::path::PathBuf;

use model::{Fact, Measure};

use super::{Read, crate_folder, read};

/// The file, or nothing with the reason printed: samples are no part of the project.
#[allow(clippy::print_stdout, reason = "a skipped test must say why")]
pub(crate) fn sample(path: &str) -> Option<PathBuf> {
    let path = crate_folder("../../../shared/data/formats").join(path);
    if !path.exists() {
        println!("skipped: {} is not here", path.display());
    }
    path.exists().then_some(path)
}

fn total(read: &Read, measure: Measure) -> String {
    let found = read.report.totals.iter().filter(|total| total.measure == measure);
    found
        .map(|total| total.amount.clone())
        .collect::<Vec<_>>()
        .join(" + ")
}

fn distinct_keys(read: &Read, of_charges: bool) -> usize {
    let charges = read
        .facts
        .iter()
        .filter(|fact| matches!(fact, Fact::Charge(_)) == of_charges);
    charges.map(Fact::key).collect::<BTreeSet<_>>().len()
}

#[test]
fn github_gross_is_read_and_the_aic_columns_are_not() {
    let Some(path) = sample("github-copilot/billing-credit-usage.real.pseudonymised.csv") else {
        return;
    };
    let read = read(&path);
    assert_eq!(read.report.rows.kept, 123);
    assert_eq!(total(&read, Measure::List), "710.514320809999786332");
    assert_eq!(total(&read, Measure::Billed), "0");
    assert_eq!(distinct_keys(&read, true), 123);
}

#[test]
fn github_legacy_requests_are_read_without_money() {
    let Some(path) = sample("github-copilot/legacy-premium-requests.csv") else {
        return;
    };
    let read = read(&path);
    assert_eq!(read.plan.version.as_deref(), Some("legacy"));
    assert_eq!(read.report.facts.charge, 0);
    assert_eq!(read.report.rows.kept, read.report.rows.read);
}

#[test]
fn every_azure_dialect_is_one_format() {
    for name in [
        "BOM",
        "Enterprise",
        "EnterpriseCamel",
        "German",
        "PayAsYouGo",
        "YA",
    ] {
        let Some(path) = sample(&format!("azure/headersets/{name}.csv")) else {
            return;
        };
        let read = read(&path);
        assert_eq!(read.plan.format, "azure-cost", "{name}");
        assert_eq!(read.report.rows.refused, 0, "{name}: {:?}", read.report.problems);
    }
}

#[test]
fn azure_tags_are_read_with_and_without_braces() {
    for name in ["MissingBrackets", "VirtualMachine"] {
        let Some(path) = sample(&format!("azure/values/{name}.csv")) else {
            return;
        };
        let read = read(&path);
        let Some(Fact::Charge(charge)) = read.facts.first() else {
            panic!("{name}: no charge")
        };
        assert_eq!(charge.whose.tags.len(), 3, "{name}: {:?}", charge.whose.tags);
    }
}

#[test]
fn azure_actual_is_billed_and_amortised_is_effective() {
    let Some(actual) = sample("azure/finops-toolkit/EA_ActualCost_Small.csv") else {
        return;
    };
    let actual = read(&actual);
    assert_eq!(actual.report.rows.kept, 11);
    assert_eq!(total(&actual, Measure::Billed), "8.5450077867419368");
    let Some(amortised) = sample("azure/finops-toolkit/EA_AmortizedCost_Small.csv") else {
        return;
    };
    let amortised = read(&amortised);
    assert_eq!(amortised.report.rows.kept, 28);
    assert_eq!(
        total(&amortised, Measure::Effective),
        "16.296932136636644627485419"
    );
    assert_eq!(total(&amortised, Measure::Billed), "");
    let Some(empty) = sample("azure/finops-toolkit/EA_NoRows.csv") else {
        return;
    };
    let empty = read(&empty);
    assert_eq!((empty.report.rows.read, empty.report.problem_counts[0]), (0, 0));
}

#[test]
fn the_aws_bill_is_exact_and_its_keys_are_unique() {
    let Some(path) = sample("aws/focus_converters/sample-anonymous-aws-export-dataset.csv") else {
        return;
    };
    let read = read(&path);
    assert_eq!(read.report.rows.kept, 1281);
    assert_eq!(total(&read, Measure::Billed), "1.6823086974");
    assert_eq!(distinct_keys(&read, true), 1281);
    let provisional = read
        .facts
        .iter()
        .filter(|fact| matches!(fact, Fact::Charge(charge) if charge.what.provisional));
    assert_eq!(provisional.count(), 1281);
}

#[test]
fn focus_keeps_billed_and_effective_apart() {
    let Some(path) = sample("focus/focus-data-toolkit/aws_1_2_cost_and_usage_rows100_seed42.csv") else {
        return;
    };
    let read = read(&path);
    assert_eq!(read.plan.version.as_deref(), Some("1.2"));
    assert_eq!(total(&read, Measure::Billed), "1157.48882377213324");
    assert_eq!(total(&read, Measure::Effective), "403.45921877213324");
}

#[test]
fn focus_nulls_and_odd_times_of_the_public_sample_cost_no_row() {
    let Some(path) = sample("focus/focus_sample.csv") else {
        return;
    };
    let read = read(&path);
    assert_eq!(read.plan.version.as_deref(), Some("1.0"));
    assert_eq!(read.report.rows.kept, 1000, "{:?}", read.report.problems.first());
    assert_eq!(total(&read, Measure::Billed), "20.52022672899");
}

#[test]
fn claude_code_logs_give_the_tokens_and_the_claimed_cost() {
    let Some(path) = sample("claude-code/ccusage/project-alpha.chat.jsonl") else {
        return;
    };
    let read = read(&path);
    let expected = "cache-read 70, cache-write 75, input 600, output 250";
    assert!(read.summary().contains(expected), "{}", read.summary());
    assert_eq!(total(&read, Measure::Estimated), "1.02");
}

#[test]
fn openai_costs_from_the_api_documentation_are_read() {
    let Some(path) = sample("openai-api/costs.example.json") else {
        return;
    };
    let read = read(&path);
    assert_eq!(total(&read, Measure::Billed), "0.06");
}

#[test]
fn a_roster_with_performance_and_age_is_read_without_them() {
    let Some(path) = sample("hr/viva-insights-org-data-sample.xlsx") else {
        return;
    };
    let read = read(&path);
    assert_eq!(read.plan.format, "people-roster");
    assert!(read.report.facts.person > 300, "{}", read.summary());
    let dropped = read
        .report
        .problems
        .iter()
        .filter(|problem| problem.what.contains("was not read"));
    let columns: BTreeSet<_> = dropped
        .filter_map(|problem| problem.place.column.clone())
        .collect();
    for column in [
        "Performance",
        "AgeGroup",
        "Generation",
        "PerfScore",
        "Dec2020Rating",
    ] {
        assert!(columns.contains(column), "{column} is not reported: {columns:?}");
    }
    let facts = format!("{:?}", read.facts);
    assert!(!facts.contains("Exceed") && !facts.contains("Gen Y"));
}

/// Format, rows kept and the summary of every sample of these vendors whose total is known.
const KNOWN: &[(&str, &str, &str)] = &[
    (
        "openai-api/completions.example.json",
        "openai-usage-json",
        "cache-read 400, cache-write 100, input 500, output 500",
    ),
    (
        "openai-api/embeddings.example.json",
        "openai-usage-json",
        "input 16",
    ),
    (
        "openai-api/moderations.example.json",
        "openai-usage-json",
        "input 16",
    ),
    ("openai-api/images.example.json", "openai-usage-json", "1 kept"),
    (
        "openai-api/audio_speeches.example.json",
        "openai-usage-json",
        "1 kept",
    ),
    (
        "openai-api/audio_transcriptions.example.json",
        "openai-usage-json",
        "1 kept",
    ),
    (
        "openai-api/vector_stores.example.json",
        "openai-usage-json",
        "0 kept 1 skipped",
    ),
    (
        "openai-api/code_interpreter_sessions.example.json",
        "openai-usage-json",
        "1 kept",
    ),
    (
        "openai-api/file_search_calls.example.json",
        "openai-usage-json",
        "1 kept",
    ),
    (
        "openai-api/web_search_calls.example.json",
        "openai-usage-json",
        "1 kept",
    ),
    (
        "claude-code/tokscale/conversation.jsonl",
        "claude-code-log",
        "estimated USD 0.08 | cache-read 50, cache-write 100, input 350, output 180",
    ),
    (
        "codex-cli/ccusage/session-alpha.jsonl",
        "codex-cli-log",
        "cache-read 750, input 2750, output 425",
    ),
    (
        "gemini-cli/splitrail-qwen_code.jsonl",
        "qwen-code-log",
        "cache-read 50, input 1050, output 25",
    ),
    (
        "github-copilot/billing-credits.json",
        "github-usage-json",
        "110 kept 0 skipped 0 refused | 110 charge, 110 usage | billed USD 1005.804021, list USD 3631.133066",
    ),
    (
        "github-copilot/organization_seats_response_sample.json",
        "github-copilot-seats-json",
        "9 kept 0 skipped 0 refused | 9 seat",
    ),
    (
        "github-copilot/new-api/organization-users-28-day-report.json",
        "github-copilot-users-json",
        "107 kept 0 skipped 0 refused",
    ),
    (
        "github-copilot/new-api/organization-users-1-day-report.json",
        "github-copilot-users-json",
        "2 kept 0 skipped 0 refused",
    ),
    (
        "github-copilot/new-api/enterprise-users-1-day-report.json",
        "github-copilot-users-json",
        "1 kept 0 skipped 0 refused",
    ),
    (
        "github-copilot/new-api/organization-28-day-report.json",
        "github-copilot-org-json",
        "28 kept 0 skipped 0 refused | 56 kpi",
    ),
    (
        "github-copilot/new-api/download-links-organization-28-day.json",
        "github-download-links",
        "0 kept 1 skipped",
    ),
    (
        "github-copilot/legacy-metrics-api.organization.json",
        "github-copilot-metrics-json",
        "21 kept 0 skipped 0 refused | 42 kpi",
    ),
    (
        "github-copilot/legacy-metrics-api.testdata.json",
        "github-copilot-metrics-json",
        "1 kept 0 skipped 0 refused | 2 kpi",
    ),
    (
        "litellm/example_standard_logging_payload.json",
        "litellm-spend-logs",
        "estimated USD 0.00022500000000000002 | input 10, output 20",
    ),
];

#[test]
fn samples_of_ai_vendors_give_what_is_known_of_them() {
    for (path, format, part) in KNOWN {
        let Some(path) = sample(path) else { return };
        let read = read(&path);
        assert_eq!(read.plan.format, *format, "{}", path.display());
        assert!(
            read.summary().contains(part),
            "{}: {}",
            path.display(),
            read.summary()
        );
    }
}

#[test]
fn a_day_of_a_person_is_the_same_in_reports_of_one_day_and_of_28() {
    let names = [
        "organization-users-1-day-report",
        "organization-users-28-day-report",
    ];
    let paths = names.map(|name| sample(&format!("github-copilot/new-api/{name}.json")));
    let [Some(day), Some(month)] = paths else { return };
    let keys = |path: &PathBuf| read(path).facts.iter().map(Fact::key).collect::<BTreeSet<_>>();
    let requests = |read: &Read| -> i64 {
        let asked = |fact: &Fact| match fact {
            Fact::Usage(usage) => usage.requests.unwrap_or(0),
            _ => 0,
        };
        read.facts.iter().map(asked).sum()
    };
    assert_eq!(requests(&read(&month)), 2987 * 1_000_000);
    let (day, month) = (keys(&day), keys(&month));
    assert!(
        !day.is_empty() && day.is_subset(&month),
        "{} days are new",
        day.difference(&month).count()
    );
}
