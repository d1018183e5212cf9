//! Results of what is divided by people, by pay and by outcome.

use metrics::money::spend_per_employee::{PerEmployeeRow, Spent};
use metrics::money::spend_to_payroll::{PayrollRow, Quarter};
use metrics::money::unit_cost::{Base, UnitCost, UnitCostRow};
use metrics::people::suppression::Hidden;
use model::{Exact, Money, Total};
use serde_json::{Value, json};

use super::{Made, money};
use crate::Result;
use crate::scope::Scope;
use crate::workforce;

pub(super) fn per_employee(scope: &Scope<'_>) -> Result<Made> {
    let made = workforce::per_employee(scope)?;
    Ok(Made::new(
        made.rows.iter().map(employee),
        made.explanation.clone(),
    ))
}

fn employee(row: &PerEmployeeRow) -> Value {
    let text = |total: Total| total.text(&row.currency);
    let spent = row.spent.as_ref();
    let money = |money: Option<&Money>| money.map(Money::text);
    json!({"month": row.month, "unit": row.unit, "currency": row.currency, "complete": row.is_complete,
           "people": row.people.map(|people| Exact::new(people.into(), 6).to_string()),
           "spent": spent.map(|spent| text(spent.total)), "of_people": spent.and_then(|spent| spent.of_people).map(text),
           "attributable_share": spent.and_then(Spent::attributed), "per_employee": money(spent.and_then(|spent| spent.per_employee.as_ref())),
           "holders": spent.and_then(|spent| spent.holders), "median": money(spent.and_then(|spent| spent.median.as_ref())),
           "p90": money(spent.and_then(|spent| spent.p90.as_ref())), "customer_facing": spent.map(|spent| text(spent.customer)),
           "hidden": row.hidden.map(Hidden::text)})
}

pub(super) fn to_payroll(scope: &Scope<'_>) -> Result<Made> {
    let made = workforce::to_payroll(scope)?;
    Ok(Made::new(made.rows.iter().map(month), made.explanation.clone())
        .with("quarters", made.quarters.iter().map(quarter).collect::<Vec<_>>())
        .with("flags", json!(made.flags)))
}

fn month(row: &PayrollRow) -> Value {
    let text = |total: Total| total.text(&row.currency);
    let [tokens, all] = row.ratios();
    json!({"month": row.month, "unit": row.unit, "currency": row.currency, "complete": row.is_complete, "payroll": row.payroll.map(text),
           "tokens": row.spend.map(|spend| text(spend.tokens)), "all": row.spend.map(|spend| text(spend.all)),
           "stp_tokens": tokens, "stp_all": all, "hidden": row.hidden.map(Hidden::text)})
}

fn quarter(quarter: &Quarter) -> Value {
    let text = |total: Total| total.text(&quarter.currency);
    let [tokens, all] = quarter.ratios();
    json!({"from": quarter.period.from, "unit": quarter.unit, "currency": quarter.currency, "payroll": text(quarter.payroll),
           "tokens": text(quarter.spend.tokens), "all": text(quarter.spend.all), "stp_tokens": tokens, "stp_all": all,
           "kpi": quarter.kpi, "outcome": quarter.outcome})
}

pub(super) fn unit_costs(scope: &Scope<'_>) -> Result<Made> {
    let made = workforce::unit_costs(scope, &money::split(scope))?;
    let explanation = made.iter().skip(1).fold(
        made.first()
            .map(|one| one.explanation.clone())
            .unwrap_or_default(),
        |mut all, one| {
            all.formula = format!("{}; {}", all.formula, one.explanation.formula);
            all
        },
    );
    Ok(Made::new(made.iter().flat_map(costs), explanation))
}

fn costs(made: &UnitCost) -> Vec<Value> {
    let row = |row: &UnitCostRow| {
        let mut value = json!({"per": made.base.id(), "keys": row.keys, "currency": row.spent.currency, "spent": row.spent.text(),
               "units": row.units.map(|units| made.base.units_text(units)), "cost": row.cost.as_ref().map(Money::text),
               "hidden": row.hidden.map(Hidden::text)});
        if let Base::KpiUnit { kpi, team, unit } = &made.base {
            value["kpi"] = json!({"name": kpi, "team": team, "unit": unit});
        }
        value
    };
    made.rows.iter().chain(&made.totals).map(row).collect()
}
