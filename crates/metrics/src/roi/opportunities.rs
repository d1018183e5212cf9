//! Opportunity register: what was asked for, what it should bring, and what it brought.
//!
//! `priority = P10(PV benefit) · p(success) ÷ effort cost`; `realisation = realised ÷ forecast P50`;
//! `cycle = days from idea to live`; `reuse = units using it`. Inputs: the register. Unit: ratios, days, units.
//! Guards: a requester does not score an item of its own; no points for handing in; live without a measurement for 90
//! days is reviewed, and nothing younger; amounts of two currencies are never added or ranked together.

use chrono::NaiveDate;
use model::{Currency, Exact};
use serde::{Deserialize, Serialize};

use crate::Explanation;
use crate::registry::{MetricInfo, Need};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "opportunities",
    area: "roi",
    name: "Opportunity register",
    unit: "ratios and days",
    formula: "priority = P10(PV benefit) · p(success) ÷ effort cost; realisation = realised ÷ P50; cycle = idea to live; reuse = units",
    practice: "Quests as an opportunity register",
    guard: "A requester does not score its own item; no points; live and unmeasured for 90 days is reviewed",
    needs: &[Need::Register],
};

/// Days that something may be live without a measurement.
const UNMEASURED_DAYS: i64 = 90;

/// How far an opportunity is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Asked for.
    #[default]
    Idea,
    /// Looked at.
    Triaged,
    /// Being tried.
    Pilot,
    /// In use.
    Live,
    /// In use, and measured.
    Measured,
    /// No longer in use.
    Retired,
}

/// What it may bring, as present values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forecast {
    /// One in ten outcomes is below.
    pub p10: Exact,
    /// The middle.
    pub p50: Exact,
    /// One in ten outcomes is above.
    pub p90: Exact,
}

/// One item of the register.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Opportunity {
    /// What it is called.
    pub name: String,
    /// What is needed.
    #[serde(default)]
    pub need: String,
    /// Unit that asks for it.
    pub requester: String,
    /// KPI it should move.
    #[serde(default)]
    pub kpi: String,
    /// Times a month.
    #[serde(default)]
    pub times_a_month: f64,
    /// Minutes each time.
    #[serde(default)]
    pub minutes: f64,
    /// People it concerns.
    #[serde(default)]
    pub people: u32,
    /// `public`, `internal`, `personal` … in the user's words.
    #[serde(default)]
    pub sensitivity: String,
    /// `person` or `agent`, and which.
    #[serde(default)]
    pub builder: String,
    /// Currency of every amount.
    pub currency: Currency,
    /// What it may bring.
    pub forecast: Forecast,
    /// Chance that it works, 0 to 1.
    pub success: f64,
    /// What it takes to build.
    pub effort_cost: Exact,
    /// Unit that scored it.
    pub scored_by: String,
    /// Spent so far.
    pub cost_to_date: Option<Exact>,
    /// What it brought, measured.
    pub realised: Option<Exact>,
    /// How far it is.
    #[serde(default)]
    pub state: State,
    /// Day of the idea.
    pub idea: NaiveDate,
    /// Day it went live.
    pub live: Option<NaiveDate>,
    /// Day it was measured last.
    pub measured: Option<NaiveDate>,
    /// Units that use it.
    #[serde(default)]
    pub units: Vec<String>,
}

impl Opportunity {
    /// What makes it unusable, in words.
    pub fn check(&self) -> Result<(), String> {
        let Forecast { p10, p50, p90 } = self.forecast;
        let same = |a: &str, b: &str| a.trim().to_lowercase() == b.trim().to_lowercase();
        let faults = [
            (self.name.trim().is_empty(), "has no name"),
            (
                self.requester.trim().is_empty(),
                "names the unit that asks for it as `requester`",
            ),
            (
                self.scored_by.trim().is_empty(),
                "names the unit that scored it as `scored-by`",
            ),
            (
                same(&self.requester, &self.scored_by),
                "is scored by its own requester; another unit scores it",
            ),
            (
                !(0.0..=1.0).contains(&self.success),
                "has a `success` between 0 and 1",
            ),
            (
                number(p10) > number(p50) || number(p50) > number(p90),
                "has a forecast with p10 ≤ p50 ≤ p90",
            ),
            (number(self.effort_cost) <= 0.0, "has an `effort-cost` above 0"),
            (
                self.live.is_some_and(|live| live < self.idea),
                "went live before its idea",
            ),
            (
                self.realised.is_some() && self.measured.is_none(),
                "states what it `realised` without the day it was `measured`",
            ),
        ];
        let fault = faults.iter().find(|(is_wrong, _)| *is_wrong);
        fault.map_or(Ok(()), |(_, what)| Err(format!("`{}` {what}", self.name)))
    }
}

/// An amount for a ratio; never shown.
fn number(exact: Exact) -> f64 {
    exact.to_string().parse().unwrap_or(0.0)
}

/// The register with its figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Register {
    /// By currency, then by priority; what has no forecast left to win (retired) comes last.
    pub rows: Vec<Row>,
    /// How it came about.
    pub explanation: Explanation,
}

/// One item with its figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// The item.
    pub item: Opportunity,
    /// `P10 · p ÷ effort`.
    pub priority: f64,
    /// `realised ÷ P50`; `None` unless measured.
    pub realisation: Option<f64>,
    /// Days from idea to live.
    pub cycle: Option<i64>,
    /// Units that use it.
    pub reuse: u32,
    /// Hours a month it concerns: times × minutes × people.
    pub hours_a_month: f64,
    /// Why it should be looked at.
    pub review: Option<String>,
}

/// The register on a day.
pub fn opportunities(items: &[Opportunity], day: NaiveDate) -> Register {
    let mut rows: Vec<Row> = items.iter().map(|item| row(item, day)).collect();
    let last = |row: &Row| (row.item.state == State::Retired, row.item.currency.clone());
    rows.sort_by(|a, b| {
        last(a)
            .cmp(&last(b))
            .then(b.priority.total_cmp(&a.priority))
            .then(a.item.name.cmp(&b.item.name))
    });
    Register {
        explanation: explain(&rows, day),
        rows,
    }
}

fn row(item: &Opportunity, day: NaiveDate) -> Row {
    let effort = number(item.effort_cost);
    let middle = number(item.forecast.p50);
    let mut units: Vec<&String> = item.units.iter().collect();
    units.sort_unstable();
    units.dedup();
    Row {
        priority: if effort > 0.0 {
            // A benefit below zero that is sure to fail is no less than nothing: minus zero is zero.
            number(item.forecast.p10) * item.success / effort + 0.0
        } else {
            0.0
        },
        realisation: item
            .realised
            .filter(|_| middle > 0.0)
            .map(|realised| number(realised) / middle),
        cycle: item.live.map(|live| (live - item.idea).num_days()),
        reuse: units.len() as u32,
        hours_a_month: item.times_a_month * item.minutes * f64::from(item.people) / 60.0,
        review: review(item, day),
        item: item.clone(),
    }
}

fn review(item: &Opportunity, day: NaiveDate) -> Option<String> {
    let live = item.live.filter(|_| item.state != State::Retired)?;
    let since = item.measured.map_or(live, |measured| measured.max(live));
    let days = (day - since).num_days();
    (days >= UNMEASURED_DAYS).then(|| format!("live and not measured for {days} days"))
}

fn explain(rows: &[Row], day: NaiveDate) -> Explanation {
    let formula = rows.first().map_or_else(String::new, |row| {
        let item = &row.item;
        format!(
            "{}: {} · {} ÷ {} = {:.2}",
            item.name, item.forecast.p10, item.success, item.effort_cost, row.priority
        )
    });
    let reviewed = rows.iter().filter(|row| row.review.is_some()).count();
    Explanation::new(
        "What is asked for, by what it surely brings for its effort, and what came of it.",
        formula,
    )
    .input("Day", &day)
    .input("Items", &rows.len())
    .guard("Another unit than the requester scores an item; nobody gets points for handing one in.")
    .note_if(
        reviewed > 0,
        format!("{reviewed} items are live and were not measured for {UNMEASURED_DAYS} days or more."),
    )
    .note_if(
        rows.is_empty(),
        "The book has no register: `counterfoil opportunities set FILE` (docs/documents.md).",
    )
}

#[cfg(test)]
mod tests;
