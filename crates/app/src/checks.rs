//! Saved checks: what must hold of the book, said once and looked at after every import and by `counterfoil check`.
//!
//! A check compares what the book has with what the user says. It changes nothing, and *nothing found* is not 0.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::NaiveDate;
use model::{Currency, Decimal, Dimension, Exact, Measure, Period};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::Book;

use crate::ask::Ask;
use crate::beside::{Cells, Listing};
use crate::{Error, Result, estimate, side_file};

const KIND: &str = "check";
/// A cent or the smallest unit: what rounding of a bill can be off.
const TOLERANCE: &str = "0.01";

/// One check. It states a total, an invoice, or a source without gaps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Check {
    /// What to call it.
    pub name: String,
    /// The sum must be this.
    pub total: Option<String>,
    /// The lines of this invoice must sum to `total`.
    pub invoice: Option<String>,
    /// Files of this format must cover every day.
    pub no_gap: Option<String>,
    /// How far the sum may be off.
    pub tolerance: Option<String>,
    /// Currency of the sum.
    pub currency: Option<String>,
    /// What is added up; without it, billed.
    pub measure: Option<String>,
    /// Only these: `provider=OpenAI`.
    pub r#where: Vec<String>,
    /// First day.
    pub from: Option<String>,
    /// End, exclusive.
    pub to: Option<String>,
}

/// A file of checks.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    check: Vec<Check>,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Which check.
    pub name: String,
    /// Whether it holds.
    pub ok: bool,
    /// What must be.
    pub expected: String,
    /// What is.
    pub found: String,
}

impl Verdict {
    /// `ok     OpenAI September: 1902.44 USD`.
    pub fn line(&self) -> String {
        if self.ok {
            format!("ok    {}: {}", self.name, self.found)
        } else {
            format!("FAILS {}: {} instead of {}", self.name, self.found, self.expected)
        }
    }
}

impl Check {
    /// Says what is wrong with it before it is kept.
    pub fn verify(&self) -> Result<()> {
        let wrong = |what: &str| {
            Err(Error::asked(
                format!("Check `{}` {what}", self.name),
                "See docs/checks.md.",
            ))
        };
        let sums = self.total.is_some() || self.invoice.is_some();
        if self.name.trim().is_empty() {
            return wrong("has no name");
        }
        if sums == self.no_gap.is_some() {
            return wrong("must state either total (perhaps with invoice) or no-gap");
        }
        if sums && (self.total.is_none() || self.currency.is_none()) {
            return wrong("must state total and currency");
        }
        if self.no_gap.is_some() && (self.from.is_none() || self.to.is_none()) {
            return wrong("must state from and to");
        }
        for amount in self.total.iter().chain(&self.tolerance) {
            if Exact::parse(amount).is_none() {
                return wrong(&format!(
                    "has `{amount}`, which is no plain decimal such as 1902.44"
                ));
            }
        }
        if self.tolerance.as_ref().is_some_and(|most| most.starts_with('-')) {
            return wrong("has a tolerance below zero, within which nothing lies");
        }
        let query = self.ask().query(Measure::Billed)?;
        if sums && !query.measure.is_money() {
            let measure = query.measure.id();
            return wrong(&format!(
                "adds up {measure}, which have no currency; a total is of money"
            ));
        }
        Ok(())
    }

    fn ask(&self) -> Ask {
        let invoice = self.invoice.iter().map(|number| format!("invoice={number}"));
        Ask {
            measure: self.measure.clone(),
            from: self.from.clone(),
            to: self.to.clone(),
            filters: self.r#where.iter().cloned().chain(invoice).collect(),
            ..Ask::default()
        }
    }

    fn run(&self, book: &Book) -> Result<Verdict> {
        match (&self.total, &self.no_gap) {
            (Some(total), _) => self.sum(book, total),
            (None, Some(source)) => self.gap(book, source),
            (None, None) => Err(Error::asked(format!("Check `{}` states nothing", self.name), "")),
        }
    }

    fn sum(&self, book: &Book, total: &str) -> Result<Verdict> {
        let currency = Currency::new(self.currency.as_deref().unwrap_or_default());
        let query = self.ask().query(Measure::Billed)?;
        let (groups, _) = estimate::groups(book, &query)?;
        let found = groups
            .groups
            .iter()
            .find(|group| group.currency == currency && group.facts > 0);
        let others = groups
            .groups
            .iter()
            .filter(|group| group.currency != currency && group.facts > 0);
        let others: Vec<&str> = others.map(|group| group.currency.code()).collect();
        let exact = |text: &str| Exact::parse(text).unwrap_or_default().decimal();
        let most = exact(self.tolerance.as_deref().unwrap_or(TOLERANCE));
        let off: Option<Decimal> = found.map(|group| group.value.decimal(&currency) - exact(total));
        let mut text = found.map_or(format!("nothing in {currency}"), |group| {
            format!("{} {currency}", group.value.text(&currency))
        });
        if !others.is_empty() {
            text = format!("{text} (there is money in {} as well)", others.join(", "));
        }
        Ok(Verdict {
            name: self.name.clone(),
            ok: off.is_some_and(|off| off.abs() <= most),
            expected: format!(
                "{total} ± {} {currency}",
                self.tolerance.as_deref().unwrap_or(TOLERANCE)
            ),
            found: text,
        })
    }

    fn gap(&self, book: &Book, source: &str) -> Result<Verdict> {
        let window = crate::ask::period(self.from.as_deref(), self.to.as_deref())?;
        let window =
            window.ok_or_else(|| Error::asked(format!("Check `{}` has no period", self.name), ""))?;
        let stretches = book.coverage()?.into_iter().filter(|seen| seen.source == source);
        let first = first_gap(window, stretches.map(|seen| seen.period).collect());
        Ok(Verdict {
            name: self.name.clone(),
            ok: first.is_none(),
            expected: format!(
                "{source} on every day from {} to {}",
                window.from,
                window.to.pred_opt().unwrap_or(window.to)
            ),
            found: first.map_or("every day is covered".to_owned(), |day| {
                format!("no file of {source} covers {day}")
            }),
        })
    }
}

/// The first day of a window that no stretch has.
fn first_gap(window: Period, mut stretches: Vec<Period>) -> Option<NaiveDate> {
    stretches.sort_by_key(|stretch| stretch.from);
    let reached = stretches.iter().fold(window.from, |reached, stretch| {
        if stretch.from <= reached {
            reached.max(stretch.to)
        } else {
            reached
        }
    });
    (reached < window.to).then_some(reached)
}

/// Every check of a book by name.
pub fn checks(book: &Book) -> Result<Vec<Check>> {
    let mut checks = Vec::new();
    for name in book.list_json(KIND)? {
        if let Some(check) = book
            .get_json(KIND, &name)?
            .and_then(|json| serde_json::from_value(json).ok())
        {
            checks.push(check);
        }
    }
    Ok(checks)
}

/// Keeps a check, replacing the one of the same name.
pub fn set(book: &Book, check: &Check) -> Result<()> {
    check.verify()?;
    let json = serde_json::to_value(check).expect("plain data");
    book.put_json(KIND, &check.name, &json)?;
    Ok(())
}

/// Removes a check; one that is not there is said.
pub fn remove(book: &Book, name: &str) -> Result<()> {
    if book.get_json(KIND, name)?.is_none() {
        return Err(Error::asked(
            format!("There is no check `{name}`"),
            "`counterfoil checks` lists them.",
        ));
    }
    Ok(book.remove_json(KIND, name)?)
}

/// Checks of a TOML file, each verified.
pub fn read(path: &Path) -> Result<Vec<Check>> {
    let text = side_file::text(path)?;
    let file: File = side_file::parsed(&text).map_err(|what| {
        let what = format!("{}: {what}", path.display());
        Error::asked(what, "See docs/checks.md for the shape.")
    })?;
    let mut names = BTreeSet::new();
    for check in &file.check {
        check.verify()?;
        if !names.insert(&check.name) {
            return Err(Error::asked(
                format!("{}: two checks are called `{}`", path.display(), check.name),
                "Each needs a name of its own.",
            ));
        }
    }
    Ok(file.check)
}

/// What every check finds now.
pub fn run(book: &Book) -> Result<Vec<Verdict>> {
    checks(book)?.iter().map(|check| check.run(book)).collect()
}

/// Those that fail, as sentences for the end of an import.
pub fn failing(book: &Book) -> Result<Vec<String>> {
    let verdicts = run(book)?.into_iter().filter(|verdict| !verdict.ok);
    Ok(verdicts
        .map(|verdict| format!("Check {}", verdict.line().trim_start_matches("FAILS ")))
        .collect())
}

/// As the JSON document of `counterfoil check`.
pub fn document(verdicts: &[Verdict]) -> Value {
    json!({"ok": verdicts.iter().all(|verdict| verdict.ok), "checks": verdicts})
}

/// The checks as a list.
pub fn listing(book: &Book) -> Result<Listing> {
    let row = |check: &Check| -> Cells {
        let what = match (&check.total, &check.no_gap) {
            (_, Some(source)) => format!("{source} without gaps"),
            (total, _) => format!(
                "{} {} {} ± {}",
                check.measure.as_deref().unwrap_or("billed"),
                total.as_deref().unwrap_or_default(),
                check.currency.as_deref().unwrap_or_default(),
                check.tolerance.as_deref().unwrap_or(TOLERANCE)
            ),
        };
        let only = check.r#where.iter().cloned().chain(
            check
                .invoice
                .iter()
                .map(|number| format!("{}={number}", Dimension::Invoice)),
        );
        vec![
            ("check", check.name.clone().into()),
            ("what", what.into()),
            ("where", only.collect::<Vec<_>>().join(", ").into()),
            ("from", check.from.clone().into()),
            ("to", check.to.clone().into()),
        ]
    };
    Ok(Listing::of("checks", checks(book)?.iter().map(row).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(from: &str, to: &str) -> Period {
        Period::new(from.parse().unwrap(), to.parse().unwrap())
    }

    #[test]
    fn the_first_uncovered_day_is_found_whatever_the_order_of_files() {
        let window = days("2026-09-01", "2026-10-01");
        let parts = vec![days("2026-09-20", "2026-10-05"), days("2026-08-01", "2026-09-15")];
        assert_eq!(first_gap(window, parts), "2026-09-15".parse().ok());
        let parts = vec![days("2026-09-15", "2026-10-05"), days("2026-08-01", "2026-09-15")];
        assert_eq!(first_gap(window, parts), None);
        assert_eq!(first_gap(window, Vec::new()), Some(window.from));
    }

    #[test]
    fn a_check_that_states_too_little_or_too_much_is_refused() {
        let check = |text: &str| toml::from_str::<Check>(text).unwrap().verify();
        assert!(check("name = \"a\"\ntotal = \"1902.44\"\ncurrency = \"USD\"").is_ok());
        assert!(check("name = \"a\"\ntotal = \"1902,44\"\ncurrency = \"USD\"").is_err());
        assert!(check("name = \"a\"\ntotal = \"1\"").is_err());
        assert!(check("name = \"a\"\ntotal = \"1\"\ncurrency = \"USD\"\ntolerance = \"-1\"").is_err());
        assert!(check("name = \"a\"\ntotal = \"1\"\ncurrency = \"USD\"\nmeasure = \"tokens\"").is_err());
        assert!(check("name = \"a\"").is_err());
        assert!(check("name = \"a\"\nno-gap = \"focus\"").is_err());
        assert!(check("name = \"a\"\ntotal = \"1\"\ncurrency = \"USD\"\nwhere = [\"modle=x\"]").is_err());
    }
}
