//! Overlap ledger: one hour or one unit of a KPI pays for one initiative only.
//!
//! Month by month, claims on the same KPI and team may not add up to more than the whole; what is above it is left out, the
//! weaker evidence first, then the later start: `counted = Σ benefit_t · granted_t ÷ claimed`. Inputs: claims of all
//! initiatives with what each month is worth. Unit: money. Guards: a team is part of everybody, so a claim of everybody
//! meets every team; currencies are never added; nothing is left out silently: who, with whom, and how much.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use model::{Currency, Money, Period, Total};
use serde::Serialize;

use super::cash::Cash;
use super::estimate;
use super::evidence::{Grade, grade};
use super::scenario::Scenario;
use crate::registry::{MetricInfo, Need};
use crate::{Explanation, figure::percent};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "overlap-ledger",
    area: "roi",
    name: "Overlap ledger",
    unit: "currency",
    formula: "counted = Σ benefit · granted ÷ claimed; granted ≤ 1 − what others hold of the KPI, team and month",
    practice: "KPI-linked ROI per initiative",
    guard: "One hour or one KPI unit funds one initiative; what is left out is named",
    needs: &[Need::Scenario],
};

/// What an initiative counts as its own.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Claim {
    /// Name of the initiative.
    pub initiative: String,
    /// Name of the KPI.
    pub kpi: String,
    /// Team; empty is everybody.
    pub team: String,
    /// Part of the gain claimed: the attribution.
    pub share: f64,
    /// How well it is known: the stronger claim is granted first.
    pub grade: Grade,
    /// First days of its months with what the claim is worth in each.
    pub months: Vec<(NaiveDate, Money)>,
    /// What the initiative costs over the same time.
    pub costs: Money,
}

impl Claim {
    /// What a scenario claims from its start on: the attributed part of the gain, month by month at present value.
    pub fn of(scenario: &Scenario, start: NaiveDate) -> Self {
        let cash = Cash::of(scenario);
        let mid = cash.mid();
        let present = cash.present(&mid);
        let money = |value| estimate(value, &scenario.currency);
        let first = Period::month(start).from;
        let mut left = money(present.benefits).total.0;
        let values = cash.benefits(&mid);
        let last = values.len().saturating_sub(1);
        let months = (0..).zip(&values).map(|(at, value)| {
            // The last month takes what rounding left, so that the months add up to the benefits shown.
            let total = if at as usize == last {
                left
            } else {
                money(*value).total.0
            };
            left -= total;
            (
                first + Months::new(at),
                Money::new(Total(total), scenario.currency.clone()),
            )
        });
        Self {
            initiative: scenario.name.clone(),
            kpi: scenario.benefit.kpi.clone(),
            team: scenario.benefit.team.clone(),
            share: scenario.benefit.attribution.mid,
            grade: grade(scenario),
            months: months.collect(),
            costs: money(present.costs),
        }
    }
}

/// What is left of a claim.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// Name of the initiative.
    pub initiative: String,
    /// Name of the KPI.
    pub kpi: String,
    /// Team; empty is everybody.
    pub team: String,
    /// Part of the gain claimed.
    pub claimed: f64,
    /// Smallest part granted in any month.
    pub granted: f64,
    /// Worth of what is granted.
    pub counted: Money,
    /// Worth of what others hold already.
    pub left_out: Money,
    /// Initiatives that hold it.
    pub held_by: Vec<String>,
    /// What the initiative costs.
    pub costs: Money,
}

/// Every initiative once, and what they come to together.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Ledger {
    /// In the order in which claims are granted.
    pub entries: Vec<Entry>,
    /// Per currency: what is counted less the costs.
    pub sums: Vec<Money>,
    /// Conflicts in words, with how much is left out.
    pub conflicts: Vec<String>,
    /// How it came about.
    pub explanation: Explanation,
}

/// Grants claims one after another, each what is still there.
pub fn overlap_ledger(claims: &[Claim]) -> Ledger {
    let mut order: Vec<&Claim> = claims.iter().collect();
    order.sort_by_key(|claim| {
        (
            claim.grade,
            claim.months.first().map(|month| month.0),
            claim.initiative.clone(),
        )
    });
    let mut held = Held::default();
    let entries: Vec<Entry> = order.into_iter().map(|claim| held.grant(claim)).collect();
    let sums = sums(&entries);
    let conflicts: Vec<String> = entries
        .iter()
        .filter(|entry| !entry.held_by.is_empty())
        .map(said)
        .collect();
    let text = |money: &Money| format!("{} {}", money.text(), money.currency);
    let formula = sums.iter().map(text).collect::<Vec<_>>().join("; ");
    let explanation = Explanation::new(
        "What all initiatives come to when each hour and each unit of a KPI is counted once.",
        format!(
            "Σ counted benefits − Σ costs = {}",
            if formula.is_empty() { "nothing" } else { &formula }
        ),
    )
    .covering(format!(
        "{} initiatives, {} of them overlap another",
        entries.len(),
        conflicts.len()
    ))
    .guard("The stronger evidence is granted first, then the earlier start.")
    .guard("Currencies are never added.");
    let explanation = conflicts.iter().fold(explanation, |explanation, conflict| {
        explanation.note_if(true, conflict.clone())
    });
    Ledger {
        entries,
        sums,
        conflicts,
        explanation,
    }
}

/// What is granted so far: initiative, KPI, team, and the part held in each month.
#[derive(Default)]
struct Held<'c> {
    grants: Vec<(&'c Claim, BTreeMap<NaiveDate, f64>)>,
}

impl<'c> Held<'c> {
    fn grant(&mut self, claim: &'c Claim) -> Entry {
        let mut parts = BTreeMap::new();
        let (mut counted, mut all, mut least) = (Total(0), Total(0), claim.share);
        for (month, money) in &claim.months {
            let granted = claim.share.min((1.0 - self.in_month(claim, *month)).max(0.0));
            let part = if claim.share > 0.0 {
                granted / claim.share
            } else {
                1.0
            };
            counted = counted + share_of(money.total, part);
            all = all + money.total;
            least = least.min(granted);
            parts.insert(*month, granted);
        }
        let held_by = if least < claim.share - 1e-9 {
            self.holders(claim)
        } else {
            Vec::new()
        };
        self.grants.push((claim, parts));
        let currency = claim.costs.currency.clone();
        Entry {
            initiative: claim.initiative.clone(),
            kpi: claim.kpi.clone(),
            team: claim.team.clone(),
            claimed: claim.share,
            granted: least,
            left_out: Money::new(Total(all.0 - counted.0), currency.clone()),
            counted: Money::new(counted, currency),
            held_by,
            costs: claim.costs.clone(),
        }
    }

    /// Grants of the same KPI.
    fn of_kpi(&self, claim: &Claim) -> impl Iterator<Item = &(&'c Claim, BTreeMap<NaiveDate, f64>)> {
        let kpi = claim.kpi.to_lowercase();
        let is_same = move |(other, _): &&(&Claim, _)| other.kpi.to_lowercase() == kpi;
        self.grants.iter().filter(is_same)
    }

    /// The part of the KPI that others hold in a month. Of several teams, the fullest counts for a claim of everybody.
    fn in_month(&self, claim: &Claim, month: NaiveDate) -> f64 {
        let mut by_team: BTreeMap<&str, f64> = BTreeMap::new();
        for (other, parts) in self.of_kpi(claim) {
            *by_team.entry(&other.team).or_default() += parts.get(&month).copied().unwrap_or_default();
        }
        let everybody = by_team.remove("").unwrap_or_default();
        let team = match claim.team.as_str() {
            "" => by_team.into_values().fold(0.0, f64::max),
            team => by_team.get(team).copied().unwrap_or_default(),
        };
        everybody + team
    }

    fn holders(&self, claim: &Claim) -> Vec<String> {
        let meets =
            |other: &Claim| other.team == claim.team || other.team.is_empty() || claim.team.is_empty();
        let is_holding = |parts: &BTreeMap<NaiveDate, f64>| {
            claim
                .months
                .iter()
                .any(|(month, _)| parts.get(month).is_some_and(|part| *part > 0.0))
        };
        let found = self
            .of_kpi(claim)
            .filter(|(other, parts)| meets(other) && is_holding(parts));
        found.map(|(other, _)| other.initiative.clone()).collect()
    }
}

/// A part of an estimate, rounded to its smallest unit.
fn share_of(total: Total, part: f64) -> Total {
    if part >= 1.0 {
        return total;
    }
    Total((total.0 as f64 * part).round() as i128)
}

fn sums(entries: &[Entry]) -> Vec<Money> {
    let mut sums: BTreeMap<String, (Currency, Total)> = BTreeMap::new();
    for entry in entries {
        let currency = &entry.counted.currency;
        let sum = sums
            .entry(currency.code().to_owned())
            .or_insert((currency.clone(), Total(0)));
        sum.1 = Total(sum.1.0 + entry.counted.total.0 - entry.costs.total.0);
    }
    sums.into_values()
        .map(|(currency, total)| Money::new(total, currency))
        .collect()
}

/// `“Letters” claims 70 % of “Tickets”, of which Triage holds 60 %…`.
fn said(entry: &Entry) -> String {
    let team = if entry.team.is_empty() {
        "everybody"
    } else {
        &entry.team
    };
    format!(
        "“{}” claims {} % of the gain in “{}” of {team}; {} holds a part of it already, so {} % counts and {} {} is left out.",
        entry.initiative,
        percent(entry.claimed),
        entry.kpi,
        entry.held_by.join(" and "),
        percent(entry.granted),
        entry.left_out.text(),
        entry.left_out.currency
    )
}

#[cfg(test)]
mod tests;
