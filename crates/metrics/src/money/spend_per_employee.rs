//! Spend per employee: what AI costs inside the company, over its head count, month by month, whole and by unit.
//!
//! `spend per employee = internal billed spend of a month ÷ average head count of the month`, a ratio of sums; of a unit the
//! spend that belongs to its people. Beside it median and P90 of what belongs to single people, and which share of the
//! spend belongs to anybody. Inputs: money by month, unit and person (and tag), head counts. Unit: currency per employee.
//! Guards: what a tag marks as customer-facing is left out; a head count that lacks a unit is unknown; small and dominated
//! units are hidden; P90 only of ten people or more; never scored, and read beside zero rate and concentration.

mod parts;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use model::{Currency, Groups, Headcount, Money, Total};
use serde::{Deserialize, Serialize};

use crate::Explanation;
use crate::people::suppression::{Cell, Hidden, Privacy, Shown, check, suppress};
use crate::registry::{MetricInfo, Need};
use crate::rounding::scale_half_even;
pub(crate) use parts::Heads;
use parts::{Month, months, quantile};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "spend-per-employee",
    area: "money",
    name: "Spend per employee",
    unit: "currency per employee and month",
    formula: "internal billed spend of a month ÷ average head count; median and P90 of spend that belongs to a person",
    practice: "Low spend per employee as a red flag",
    guard: "Customer-facing inference out by tag; read beside zero rate and concentration; never scored “higher is better”",
    needs: &[Need::Money(&["month", "unit", "person"]), Need::Headcount],
};

/// Lines that others published, in dollars a month; secondary sources, dated, off unless the setting says so.
pub const REFERENCES: [(&str, &str); 3] = [
    ("Ramp customers in the US, median, June 2026", "11.38"),
    ("Ramp customers in the US, top 10 %, June 2026", "611"),
    ("Ramp customers in the US, top 1 %, June 2026, about", "7500"),
];
/// The currency they are in.
pub const REFERENCE_CURRENCY: &str = "USD";

/// What is left out, and whether published lines are drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct PerEmployee {
    /// Tag that says what spend is for; empty where no tag does.
    pub customer_tag: String,
    /// Its values that mean inference for customers, which is cost of sales.
    pub customer_values: Vec<String>,
    /// Whether the lines of others are drawn.
    pub reference_lines: bool,
}

impl Default for PerEmployee {
    fn default() -> Self {
        Self {
            customer_tag: String::new(),
            customer_values: vec!["customer-facing".to_owned()],
            reference_lines: false,
        }
    }
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Billed by month, unit, person, and the tag if there is one.
    pub billed: &'a Groups,
    /// Head counts of units.
    pub heads: &'a [Headcount],
    /// The first day that is not in the data: a month that it cuts is incomplete.
    pub until: NaiveDate,
    /// Who must not be shown.
    pub privacy: Privacy,
    /// What is left out.
    pub settings: &'a PerEmployee,
}

/// Spend per employee of each month and currency.
#[derive(Clone, Debug, PartialEq)]
pub struct SpendPerEmployee {
    /// Oldest month first; the whole company, then its units.
    pub rows: Vec<PerEmployeeRow>,
    /// How it came about.
    pub explanation: Explanation,
}

/// The company or a unit in a month and currency.
#[derive(Clone, Debug, PartialEq)]
pub struct PerEmployeeRow {
    /// First day of the month.
    pub month: NaiveDate,
    /// Unit; `None` is the whole company.
    pub unit: Option<String>,
    /// Currency of all amounts.
    pub currency: Currency,
    /// Whether the data reach to the end of the month.
    pub is_complete: bool,
    /// Average head count in millionths; `None` where it is not stated for every part.
    pub people: Option<i64>,
    /// What is not shown has none.
    pub spent: Option<Spent>,
    /// Why it is not shown.
    pub hidden: Option<Hidden>,
}

/// The money of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spent {
    /// Internal spend; of a unit what belongs to its people.
    pub total: Total,
    /// The part that belongs to single people; `None` where they are too few to show.
    pub of_people: Option<Total>,
    /// Over head count, rounded half-even; `None` without one.
    pub per_employee: Option<Money>,
    /// People to whom any of it belongs; `None` where they are too few to show.
    pub holders: Option<u32>,
    /// Middle of what belongs to each of them.
    pub median: Option<Money>,
    /// Nine in ten of them are at or below; `None` below ten people.
    pub p90: Option<Money>,
    /// Left out as customer-facing.
    pub customer: Total,
}

impl Spent {
    /// The share that belongs to single people.
    pub fn attributed(&self) -> Option<f64> {
        crate::figure::share(self.of_people?, self.total)
    }
}

/// Spend over head count.
pub fn spend_per_employee(asked: Asked<'_>) -> SpendPerEmployee {
    let heads = Heads::of(asked.heads);
    let found = months(asked.billed, asked.settings);
    let rows: Vec<PerEmployeeRow> = found
        .iter()
        .flat_map(|month| rows(month, &heads, asked))
        .collect();
    SpendPerEmployee {
        explanation: explain(&rows, asked, &found),
        rows,
    }
}

fn rows(month: &Month<'_>, heads: &Heads<'_>, asked: Asked<'_>) -> Vec<PerEmployeeRow> {
    let row = |unit: Option<String>, people: Option<i64>, shown: Result<Spent, Hidden>| PerEmployeeRow {
        month: month.from,
        unit,
        currency: month.currency.clone(),
        is_complete: model::Grain::Month.next(month.from) <= asked.until,
        people,
        hidden: shown.as_ref().err().copied(),
        spent: shown.ok(),
    };
    let mut rows = vec![row(
        None,
        heads.whole(month.from),
        Ok(whole(month, heads, asked.privacy)),
    )];
    for cell in suppress(cells(month, heads), asked.privacy) {
        let unit = cell.keys[0].clone();
        let people = heads.unit(month.from, &unit);
        let shown = match cell.shown {
            Shown::Value(spent) => Ok(spent),
            Shown::Hidden(why) => Err(why),
        };
        rows.push(row(Some(unit), people, shown));
    }
    rows
}

/// The whole company: its total needs nobody; what belongs to people does.
fn whole(month: &Month<'_>, heads: &Heads<'_>, privacy: Privacy) -> Spent {
    let amounts = month.amounts(None);
    let mut spent = spent(month, (month.total, &amounts), heads.whole(month.from));
    let largest = amounts
        .last()
        .zip(spent.of_people)
        .map(|(most, all)| most.0 as f64 / all.0 as f64);
    if check(
        amounts.len() as u32,
        largest.filter(|share| share.is_finite()),
        privacy,
    )
    .is_some()
    {
        (spent.median, spent.p90, spent.of_people, spent.holders) = (None, None, None, None);
    }
    spent.customer = month.customer;
    spent
}

/// Units with anybody to whom spend belongs; people without a unit are one of them, so that no unit follows from the rest.
fn cells(month: &Month<'_>, heads: &Heads<'_>) -> Vec<Cell<Spent>> {
    let units: BTreeSet<&str> = month.people.iter().map(|((unit, _), _)| *unit).collect();
    let cell = |unit: &str| {
        let amounts = month.amounts(Some(unit));
        let total: Total = amounts.iter().copied().sum();
        let largest = amounts.iter().map(|amount| amount.0).max().unwrap_or(0);
        Cell {
            keys: vec![unit.to_owned()],
            people: amounts.len() as u32,
            largest_share: (total.0 > 0).then(|| largest as f64 / total.0 as f64),
            value: spent(month, (total, &amounts), heads.unit(month.from, unit)),
        }
    };
    units.into_iter().map(cell).collect()
}

/// The figures of a total and what belongs to each person; amounts in rising order.
fn spent(month: &Month<'_>, (total, amounts): (Total, &[Total]), people: Option<i64>) -> Spent {
    const TENTH: usize = 10;
    let money = |total: i128| Money::new(Total(total), month.currency.clone());
    let over = people.filter(|people| *people > 0);
    Spent {
        total,
        of_people: Some(amounts.iter().copied().sum()),
        per_employee: over
            .and_then(|people| scale_half_even(total.0, model::MICRO.into(), people.into()))
            .map(money),
        holders: Some(amounts.len() as u32),
        median: quantile(amounts, (1, 2)).map(money),
        p90: quantile(amounts, (9, 10))
            .filter(|_| amounts.len() >= TENTH)
            .map(money),
        customer: Total(0),
    }
}

fn explain(rows: &[PerEmployeeRow], asked: Asked<'_>, found: &[Month<'_>]) -> Explanation {
    let step = |row: &PerEmployeeRow| {
        let spent = row.spent.as_ref().filter(|_| row.unit.is_none())?;
        let per = spent.per_employee.as_ref()?;
        let people = row.people? as f64 / model::MICRO as f64;
        let (total, month) = (spent.total.text(&row.currency), row.month.format("%Y-%m"));
        Some(format!(
            "{month}: {total} {} ÷ {people} people = {}",
            row.currency,
            per.text()
        ))
    };
    let steps: Vec<String> = rows.iter().rev().filter_map(step).take(3).collect();
    let tag = &asked.settings.customer_tag;
    let left_out = if tag.is_empty() {
        "nothing: no tag is named in per-employee.customer-tag".to_owned()
    } else {
        format!("{tag} = {}", asked.settings.customer_values.join(", "))
    };
    let is_unknown = |row: &&PerEmployeeRow| row.unit.is_none() && row.people.is_none();
    let unknown: BTreeSet<String> = rows
        .iter()
        .filter(is_unknown)
        .map(|row| row.month.format("%Y-%m").to_string())
        .collect();
    let cut = rows.iter().any(|row| !row.is_complete);
    Explanation::new("Internal AI spend of a month over the average head count.", steps.join("; "))
        .covered_by(&asked.billed.coverage)
        .input("Left out as customer-facing", &left_out)
        .guard("Low spend is a question, not a fault, and high spend no merit: read it beside zero rate and concentration.")
        .guard("Of a unit only what belongs to its people; units that are too small, or where one person makes most of it, are hidden.")
        .note_if(asked.heads.is_empty(), "No head count is known: a sheet of unit, month, headcount brings it.")
        .note_if(
            !unknown.is_empty() && !asked.heads.is_empty(),
            format!("Head count is not stated for every unit: {}.", unknown.into_iter().collect::<Vec<_>>().join(", ")),
        )
        .note_if(cut, "The last month is not over in the data, so its figure is too low.")
        .note_if(found.iter().any(|month| month.without > 0), "Charges without an amount are not in it; missing is not zero.")
}
