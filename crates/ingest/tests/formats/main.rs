//! Formats against files: our own fixtures, real samples where they are at hand, and properties of keys.

mod beside;
mod columnar;
mod currencies;
mod deliveries;
mod fields;
mod fixtures;
mod glance;
mod mapping;
mod prices;
mod properties;
mod real;
mod reference;
mod sessions;
mod styles;
mod workbooks;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use ingest::{Choice, Item, Limits, Planned, ReadReport};
use model::{Fact, Outcome};

/// A file read to its end, nothing stored.
pub(crate) struct Read {
    pub(crate) plan: Planned,
    pub(crate) report: ReadReport,
    pub(crate) facts: Vec<Fact>,
}

pub(crate) fn crate_folder(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

pub(crate) fn item(path: &Path) -> Item {
    ingest::open(&[path.to_owned()], &Limits::default()).remove(0)
}

pub(crate) fn read(path: &Path) -> Read {
    read_as(path, &Choice::default())
}

pub(crate) fn read_as(path: &Path, choice: &Choice) -> Read {
    let item = item(path);
    let plan = ingest::plan(&item, choice);
    let mut facts = Vec::new();
    let mut sink = |row: &mut Vec<Fact>| {
        facts.append(row);
        Ok(Outcome::Kept)
    };
    let report = ingest::read(&item, &plan, &mut sink, &mut |_| ControlFlow::Continue(()));
    let report = report.unwrap_or_else(|error| panic!("{}: {error}; {:?}", path.display(), plan.why));
    Read { plan, report, facts }
}

impl Read {
    /// Format, version, rows, facts, money and problems in one line.
    pub(crate) fn summary(&self) -> String {
        let rows = &self.report.rows;
        assert_eq!(
            rows.read,
            rows.kept + rows.duplicate + rows.replaced + rows.skipped + rows.refused
        );
        let counts = self.report.facts.each();
        let some = counts.iter().filter(|(_, count)| *count > 0);
        let facts: Vec<String> = some.map(|(name, count)| format!("{count} {name}")).collect();
        let money = self.report.totals.iter();
        let money: Vec<String> = money
            .map(|total| format!("{} {} {}", total.measure.id(), total.currency, total.amount))
            .collect();
        let tokens: Vec<String> = self
            .tokens()
            .iter()
            .map(|(class, count)| format!("{class} {count}"))
            .collect();
        let [errors, warnings, _] = self.report.problem_counts;
        format!(
            "{} | {} read {} kept {} skipped {} refused | {} | {} | {} | {errors} errors {warnings} warnings",
            self.plan.version.as_deref().unwrap_or("-"),
            rows.read,
            rows.kept,
            rows.skipped,
            rows.refused,
            facts.join(", "),
            money.join(", "),
            tokens.join(", "),
        )
    }

    fn tokens(&self) -> BTreeMap<&'static str, i64> {
        let mut tokens = BTreeMap::new();
        for fact in &self.facts {
            if let Fact::Usage(usage) = fact
                && let Some(count) = usage.tokens
            {
                *tokens.entry(usage.token_class.id()).or_default() += count;
            }
        }
        tokens
    }
}
