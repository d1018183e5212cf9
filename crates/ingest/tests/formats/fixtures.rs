//! Every format reads its own composed files exactly, and no other format claims them.

use std::path::PathBuf;

use ingest::{Choice, Confidence};

use super::{crate_folder, item, read_as};

/// What every file under `fixtures` must give: one line each, its name first.
const EXPECTED: &str = include_str!("expected.txt");

fn expected(name: &str) -> Option<&'static str> {
    let mut lines = EXPECTED.lines().filter_map(|line| line.split_once(" | "));
    lines
        .find(|(file, _)| *file == name)
        .map(|(_, expected)| expected)
}

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

/// Formats that ask are told which of them it is; all others find out.
pub(crate) fn told(name: &str) -> Choice {
    let id = name.split('/').next().unwrap_or_default();
    let asks = ingest::formats::by_id(id).is_some_and(|document| document.unconfirmed.is_some());
    Choice {
        format: asks.then(|| id.to_owned()),
        ..Choice::default()
    }
}

#[test]
fn json_in_utf_16_needs_no_mark() {
    let text =
        std::fs::read_to_string(crate_folder("fixtures/openai-costs-json/costs.json")).expect("a fixture");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("costs.json");
    for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
        let wide: Vec<u8> = text.encode_utf16().flat_map(bytes).collect();
        std::fs::write(&path, wide).expect("a file");
        let read = read_as(&path, &Choice::default());
        assert_eq!(read.plan.header.format, "openai-costs-json");
        assert!(!read.facts.is_empty());
    }
}

#[test]
fn what_a_file_leaves_open_is_asked_and_not_guessed() {
    for (name, path) in files().iter().filter(|(name, _)| told(name).format.is_some()) {
        let planned = ingest::plan(&item(path), &Choice::default());
        assert!(planned.confidence < Confidence::Likely, "{name}");
        let reason = planned.needs_mapping.unwrap_or_default();
        assert!(reason.contains("--format"), "{name}: {reason}");
    }
}

#[test]
fn a_renamed_report_is_asked_for_its_days_and_read_with_them() {
    let mut reports = files().into_iter();
    let (_, path) = reports
        .find(|(name, _)| name.starts_with("claude-spend-report/"))
        .expect("a report");
    let renamed = std::env::temp_dir().join(format!("claude spend {}.csv", std::process::id()));
    std::fs::copy(path, &renamed).expect("copied");
    let asked = ingest::plan(&item(&renamed), &Choice::default());
    let reason = asked.needs_mapping.unwrap_or_default();
    assert!(
        reason.contains("which days") && asked.hint.contains("--period"),
        "{reason}"
    );
    let august = model::Period::new(
        "2026-08-01".parse().expect("a day"),
        "2026-09-01".parse().expect("a day"),
    );
    let told = Choice {
        period: Some(august),
        ..Choice::default()
    };
    let read = read_as(&renamed, &told);
    std::fs::remove_file(&renamed).expect("removed");
    assert_eq!(read.report.period, Some(august));
    let scopes = read.facts.iter().filter_map(|fact| match fact {
        model::Fact::Charge(charge) => Some(charge.scope.as_str()),
        _ => None,
    });
    assert!(
        scopes
            .into_iter()
            .all(|scope| scope.ends_with("2026-08-01..2026-09-01"))
    );
}

#[test]
fn every_fixture_is_read_by_its_own_format_exactly() {
    let mut wrong = Vec::new();
    for (name, path) in files() {
        let read = read_as(&path, &told(&name));
        assert_eq!(
            Some(read.plan.format.as_str()),
            name.split('/').next(),
            "{name}: {:?}",
            read.plan.why
        );
        let summary = read.summary();
        if expected(&name) != Some(&summary) {
            wrong.push(format!("{name} | {summary}"));
        }
    }
    assert!(wrong.is_empty(), "not as expected:\n{}", wrong.join("\n"));
}

#[test]
fn every_format_has_a_fixture() {
    let readable = ingest::formats::formats()
        .iter()
        .filter(|document| document.blocks().next().is_some() || document.list.is_some());
    for document in readable {
        let own = format!("{}/", document.id);
        assert!(
            EXPECTED.lines().any(|line| line.starts_with(&own)),
            "{}",
            document.id
        );
    }
}

#[test]
fn files_that_must_not_be_read_are_refused_with_the_reason() {
    let expected = [
        ("payroll-journal.csv", "payroll of single people"),
        ("payroll-of-people.csv", "the pay of single people"),
        ("payroll-register.csv", "payroll of single people"),
        ("survey-of-people.csv", "names who answered"),
        ("stripe-invoices.csv", "revenue and no cost"),
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
        let facts = format!("{:?}", read_as(&path, &told(&name)).facts);
        for private in ["Exceeds", "41000", "prompt", "Meets"] {
            assert!(!facts.contains(private), "{name} has {private}");
        }
    }
}
