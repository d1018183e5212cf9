//! Unit cost: billed money per request, per million tokens, per active person, per unit of a KPI.
//!
//! `unit cost = Σ money ÷ Σ units × per`: a ratio of sums, never a mean of ratios. Inputs: `Groups` of money and of a
//! quantity by the same dimensions; people cannot be added up, so the whole is counted by itself; a KPI is its points, in
//! the months that have any. Unit: currency per unit. Guards: no figure over zero or missing units; money without units is
//! counted beside; currencies apart; small groups of people hidden; a KPI in per cent has no unit to pay for.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use model::{Currency, Dimension, Exact, Grain, Group, Groups, Measure, Money, Period, Total};
use serde::Serialize;

use super::spend::spend;
use crate::Explanation;
use crate::people::suppression::{Cell, Hidden, Privacy, Shown, check, suppress};
use crate::registry::{MetricInfo, Need};
use crate::roi::benefit::is_level;
use crate::roi::decoupling::LinkedKpi;
use crate::rounding::scale_half_even;

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "unit-cost",
    area: "money",
    name: "Unit cost",
    unit: "currency per request, million tokens, active person, KPI unit",
    formula: "Σ money ÷ Σ units × per",
    practice: "Outcome, not tokens",
    guard: "A ratio of sums; none over zero units; too few people hidden; a KPI in per cent has none",
    needs: &[Need::Money(&[]), Need::Quantity, Need::Kpis],
};

/// What money is divided by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Base {
    /// Requests.
    Request,
    /// Tokens, a million each.
    MillionTokens,
    /// Distinct people with activity of their own.
    ActivePerson,
    /// A unit of a KPI.
    KpiUnit {
        /// The KPI.
        kpi: String,
        /// Its team; empty is the whole company.
        team: String,
        /// Its unit: `claims`.
        unit: String,
    },
}

impl Base {
    /// `request`, `million-tokens`, `active-person`, `kpi-unit`.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::MillionTokens => "million-tokens",
            Self::ActivePerson => "active-person",
            Self::KpiUnit { .. } => "kpi-unit",
        }
    }

    /// `per million tokens`, `per person with stated usage`, `per claims of Claims settled, Claims`.
    pub fn text(&self) -> String {
        match self {
            Self::KpiUnit { kpi, team, unit } => {
                let team = if team.is_empty() {
                    String::new()
                } else {
                    format!(", {team}")
                };
                let unit = if unit.is_empty() { "unit" } else { unit };
                format!("per {unit} of {kpi}{team}")
            }
            // Whom a list of seats alone calls active is not among them.
            Self::ActivePerson => "per person with stated usage".to_owned(),
            other => format!("per {}", other.id().replace('-', " ")),
        }
    }

    /// Decimals of the stored units.
    fn scale(&self) -> u32 {
        match self {
            Self::Request | Self::KpiUnit { .. } => 6,
            Self::MillionTokens | Self::ActivePerson => 0,
        }
    }

    fn per(&self) -> i128 {
        if *self == Self::MillionTokens {
            1_000_000
        } else {
            1
        }
    }

    /// Stored units as plain decimal text.
    pub fn units_text(&self, units: Total) -> String {
        Exact::new(units.0, self.scale() as u8).to_string()
    }
}

/// Unit costs per group and currency.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnitCost {
    /// The money measure.
    pub measure: Measure,
    /// What it is divided by.
    pub base: Base,
    /// Per group.
    pub rows: Vec<UnitCostRow>,
    /// Over all groups, per currency.
    pub totals: Vec<UnitCostRow>,
    /// How it came about.
    pub explanation: Explanation,
}

/// One group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitCostRow {
    /// Its keys; empty for a total.
    pub keys: Vec<String>,
    /// The money.
    pub spent: Money,
    /// The units at the scale of their base; `None` when nothing tells them, or they are not shown.
    pub units: Option<Total>,
    /// Money per unit, rounded half-even at the currency's scale; `None` over zero.
    pub cost: Option<Money>,
    /// Why the units are not shown.
    pub hidden: Option<Hidden>,
}

/// What is known of the units of a group.
type Units = Option<Result<Total, Hidden>>;
/// Units of a group, by its keys.
type UnitsOf<'u> = dyn Fn(&[String]) -> Units + 'u;

/// Money over requests or tokens, group by group. Both answers are grouped by the same dimensions.
pub fn unit_cost(money: &Groups, units: &Groups) -> UnitCost {
    let base = if units.query.measure == Measure::Requests {
        Base::Request
    } else {
        Base::MillionTokens
    };
    let mut by_keys: BTreeMap<&[String], Total> = BTreeMap::new();
    for group in units.stated() {
        let sum = by_keys.entry(&group.keys).or_default();
        *sum = *sum + group.value;
    }
    let all: Option<Total> = (!by_keys.is_empty()).then(|| by_keys.values().copied().sum());
    let of = |keys: &[String]| by_keys.get(keys).copied().map(Ok);
    made(money, base, (&of, all.map(Ok)))
}

/// Money over distinct people with activity. `everybody` counts them over all groups: people are not added up.
pub fn per_person(money: &Groups, people: &Groups, everybody: &Groups, privacy: Privacy) -> UnitCost {
    let cell = |group: &Group| Cell {
        keys: group.keys.clone(),
        people: u32::try_from(group.value.0).unwrap_or(u32::MAX),
        largest_share: None,
        value: group.value,
    };
    let shown = suppress(people.stated().map(cell).collect(), privacy);
    let of = |keys: &[String]| {
        let cell = shown.iter().find(|cell| cell.keys == keys)?;
        Some(match &cell.shown {
            Shown::Value(people) => Ok(*people),
            Shown::Hidden(why) => Err(*why),
        })
    };
    let all = everybody.stated().next().map(|group| {
        let people = u32::try_from(group.value.0).unwrap_or(u32::MAX);
        check(people, None, privacy).map_or(Ok(group.value), Err)
    });
    made(money, Base::ActivePerson, (&of, all))
}

fn made(money: &Groups, base: Base, (of, all): (&UnitsOf<'_>, Units)) -> UnitCost {
    let rows: Vec<UnitCostRow> = money
        .stated()
        .map(|group| {
            let spent = Money::new(group.value, group.currency.clone());
            row(&base, &group.keys, (spent, of(&group.keys)))
        })
        .collect();
    let totals: Vec<UnitCostRow> = spend(money)
        .totals
        .into_iter()
        .filter(|total| total.facts > 0)
        .filter_map(|total| Some(row(&base, &[], (total.figure.money()?, all))))
        .collect();
    let explanation = explain(money, &totals, &base)
        .note_if(
            rows.iter().any(|row| row.cost.is_none() && row.hidden.is_none()),
            "Groups without units have no unit cost.",
        )
        .note_if(
            rows.iter().chain(&totals).any(|row| row.hidden.is_some()),
            "Groups of too few people are hidden.",
        );
    UnitCost {
        measure: money.query.measure,
        base,
        rows,
        totals,
        explanation,
    }
}

fn row(base: &Base, keys: &[String], (spent, units): (Money, Units)) -> UnitCostRow {
    let hidden = units.and_then(Result::err);
    let units = units.and_then(Result::ok);
    UnitCostRow {
        cost: units.and_then(|units| cost(&spent, units, base)),
        keys: keys.to_vec(),
        spent,
        units,
        hidden,
    }
}

fn cost(spent: &Money, units: Total, base: &Base) -> Option<Money> {
    let factor = base.per() * 10i128.pow(base.scale());
    let total = scale_half_even(spent.total.0, factor, units.0).filter(|_| units.0 > 0)?;
    Some(Money::new(Total(total), spent.currency.clone()))
}

/// Money of the team of each KPI, or of the company, over the sum of its points: in the months of the period that have
/// points, so that both are of the same time. Money is grouped by month and team.
pub fn per_kpi_unit(money: &Groups, kpis: &[LinkedKpi], period: Period) -> Vec<UnitCost> {
    let countable = kpis.iter().filter(|kpi| !is_level(&kpi.unit));
    countable.filter_map(|kpi| of_kpi(money, kpi, period)).collect()
}

fn of_kpi(money: &Groups, kpi: &LinkedKpi, period: Period) -> Option<UnitCost> {
    let place = |wanted: Dimension| money.query.by.iter().position(|by| *by == wanted);
    let (month, team) = (place(Dimension::Time(Grain::Month))?, place(Dimension::Team)?);
    let points = || kpi.points.iter().filter(|(day, _)| period.contains(*day));
    let months: BTreeSet<NaiveDate> = points().map(|(day, _)| Grain::Month.start(*day)).collect();
    let units: i128 = points().map(|(_, value)| i128::from(*value)).sum();
    let base = Base::KpiUnit {
        kpi: kpi.kpi.clone(),
        team: kpi.team.clone(),
        unit: kpi.unit.clone(),
    };
    let mut sums: BTreeMap<&Currency, Total> = BTreeMap::new();
    for group in money.stated() {
        let is_in = group.keys[month]
            .parse()
            .is_ok_and(|day: NaiveDate| months.contains(&day));
        if is_in && (kpi.team.is_empty() || group.keys[team] == kpi.team) {
            let sum = sums.entry(&group.currency).or_default();
            *sum = *sum + group.value;
        }
    }
    let totals: Vec<UnitCostRow> = sums
        .into_iter()
        .map(|(currency, total)| {
            row(
                &base,
                &[],
                (Money::new(total, currency.clone()), Some(Ok(Total(units)))),
            )
        })
        .collect();
    (!totals.is_empty()).then(|| UnitCost {
        measure: money.query.measure,
        explanation: explain(money, &totals, &base).note(
            "Money of the months that have points, whoever caused them: a ratio says nothing about cause.",
        ),
        rows: Vec::new(),
        totals,
        base,
    })
}

fn explain(money: &Groups, totals: &[UnitCostRow], base: &Base) -> Explanation {
    let step = |total: &UnitCostRow| {
        let units = match (total.units, total.hidden) {
            (Some(units), _) => base.units_text(units),
            (None, Some(why)) => why.text(),
            (None, None) => "no units".to_owned(),
        };
        let cost = total.cost.as_ref().map_or_else(|| "none".to_owned(), Money::text);
        let (spent, currency) = (total.spent.text(), &total.spent.currency);
        format!("{spent} {currency} ÷ {units} × {} = {cost}", base.per())
    };
    let steps: Vec<String> = totals.iter().map(step).collect();
    let what = format!("{} {}: a ratio of sums.", money.query.measure.id(), base.text());
    Explanation::new(what, steps.join("; "))
        .covered_by(&money.coverage)
        .guard("Never a mean of ratios; none over zero units.")
        .note_if(
            totals.len() > 1,
            "Each currency is divided by all units, also those paid for in another currency.",
        )
}
