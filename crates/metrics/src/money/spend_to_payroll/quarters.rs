//! Months of a ratio added up to quarters, held against the linked KPI.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use model::{Currency, Grain, Period, Total};
use serde::Serialize;

use super::{PayrollRow, PayrollRules, Ratios};
use crate::roi::decoupling::LinkedKpi;

/// The company or a unit in a quarter, beside one KPI or none.
#[derive(Clone, Debug, PartialEq)]
pub struct Quarter {
    /// The quarter.
    pub period: Period,
    /// Unit; `None` is the whole company.
    pub unit: Option<String>,
    /// Currency.
    pub currency: Currency,
    /// Pay of its three months.
    pub payroll: Total,
    /// Spend of the same months.
    pub spend: Ratios,
    /// KPI of the company or of a team that bears the unit's name; empty is none.
    pub kpi: String,
    /// Mean of its points in the quarter.
    pub outcome: Option<f64>,
}

impl Quarter {
    /// STP tokens and STP all: ratios of sums.
    pub fn ratios(&self) -> [Option<f64>; 2] {
        self.spend.over(Some(self.payroll))
    }
}

/// A ratio that rose two quarters in a row while the KPI was flat.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Runaway {
    /// Unit; `None` is the whole company.
    pub unit: Option<String>,
    /// Currency.
    pub currency: Currency,
    /// KPI.
    pub kpi: String,
    /// First days of the three quarters.
    pub quarters: [NaiveDate; 3],
    /// STP tokens in each.
    pub tokens: [f64; 3],
    /// STP all in each.
    pub all: [f64; 3],
    /// Whether STP tokens rose twice, and STP all.
    pub rises: [bool; 2],
    /// Change of the KPI from the first to the last.
    pub kpi_change: f64,
}

/// Who a course is of: unit, currency, KPI.
type Of<'r> = (&'r Option<String>, &'r Currency, &'r str);

/// Quarters of which every month is complete, paid and shown; one row for each linked KPI, or one without.
pub(super) fn quarters(rows: &[PayrollRow], kpis: &[LinkedKpi]) -> Vec<Quarter> {
    let mut found: BTreeMap<(&Option<String>, &Currency, NaiveDate), Vec<&PayrollRow>> = BTreeMap::new();
    for row in rows {
        let start = Grain::Quarter.start(row.month);
        found
            .entry((&row.unit, &row.currency, start))
            .or_default()
            .push(row);
    }
    let whole = found.into_iter().filter_map(|((unit, currency, from), months)| {
        let is_usable = |row: &&&PayrollRow| row.is_complete && row.payroll.is_some() && row.spend.is_some();
        let usable: Vec<&&PayrollRow> = months.iter().filter(is_usable).collect();
        (usable.len() == 3).then(|| Quarter {
            period: Period::new(from, Grain::Quarter.next(from)),
            unit: unit.clone(),
            currency: currency.clone(),
            payroll: usable.iter().filter_map(|row| row.payroll).sum(),
            spend: Ratios {
                tokens: usable
                    .iter()
                    .filter_map(|row| row.spend)
                    .map(|spend| spend.tokens)
                    .sum(),
                all: usable
                    .iter()
                    .filter_map(|row| row.spend)
                    .map(|spend| spend.all)
                    .sum(),
            },
            kpi: String::new(),
            outcome: None,
        })
    });
    whole.flat_map(|quarter| beside(quarter, kpis)).collect()
}

/// The quarter beside every KPI of the company or of the unit.
fn beside(quarter: Quarter, kpis: &[LinkedKpi]) -> Vec<Quarter> {
    let team = quarter.unit.clone().unwrap_or_default();
    let linked: Vec<Quarter> = kpis
        .iter()
        .filter(|kpi| kpi.team == team)
        .map(|kpi| Quarter {
            kpi: kpi.kpi.clone(),
            outcome: kpi.mean(quarter.period),
            ..quarter.clone()
        })
        .collect();
    if linked.is_empty() { vec![quarter] } else { linked }
}

/// The three newest quarters of each course, where they follow one another.
pub(super) fn runaways(quarters: &[Quarter], rules: PayrollRules) -> Vec<Runaway> {
    let mut courses: BTreeMap<Of<'_>, Vec<&Quarter>> = BTreeMap::new();
    for quarter in quarters.iter().filter(|quarter| !quarter.kpi.is_empty()) {
        let of = (&quarter.unit, &quarter.currency, quarter.kpi.as_str());
        courses.entry(of).or_default().push(quarter);
    }
    courses
        .into_values()
        .filter_map(|course| runaway(&course, rules))
        .collect()
}

fn runaway(course: &[&Quarter], rules: PayrollRules) -> Option<Runaway> {
    let [first, middle, last] = course.last_chunk::<3>()?;
    let follows = first.period.to == middle.period.from && middle.period.to == last.period.from;
    let of = |at: usize| -> Option<[f64; 3]> {
        Some([first.ratios()[at]?, middle.ratios()[at]?, last.ratios()[at]?])
    };
    let (tokens, all) = (of(0)?, of(1)?);
    let (before, after) = (first.outcome?, last.outcome?);
    let change = after / before - 1.0;
    let is_flat = change.is_finite() && change.abs() * 100.0 <= f64::from(rules.flat_percent) + 1e-9;
    let rises = [tokens, all].map(|[a, b, c]| a < b && b < c);
    (follows && is_flat && rises.contains(&true)).then(|| Runaway {
        unit: last.unit.clone(),
        currency: last.currency.clone(),
        kpi: last.kpi.clone(),
        quarters: [first, middle, last].map(|quarter| quarter.period.from),
        tokens,
        all,
        rises,
        kpi_change: change,
    })
}
