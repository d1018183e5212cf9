//! Asks for what is divided by people, by pay, and by outcome: money of months by unit and person, head counts, payroll,
//! KPIs. People are counted and never leave the metric by name. Computes nothing.

use chrono::Days;
use metrics::money::spend_per_employee::{self, SpendPerEmployee};
use metrics::money::spend_to_payroll::{self, SpendToPayroll};
use metrics::money::unit_cost::{UnitCost, per_kpi_unit, per_person, unit_cost};
use model::{Dimension, Grain, Groups, Headcount, Measure, Payroll, Period, Query};

use crate::scope::Scope;
use crate::{Result, outcomes};

/// Spend per employee of the whole months that the period in force touches.
pub(crate) fn per_employee(scope: &Scope<'_>) -> Result<SpendPerEmployee> {
    let by = [Dimension::Time(Grain::Month), Dimension::Unit, Dimension::Person];
    let mut made = spend_per_employee::spend_per_employee(spend_per_employee::Asked {
        billed: &internal(scope, &by, months(scope))?,
        heads: &heads(scope)?,
        until: scope.data.to,
        privacy: scope.settings.privacy,
        settings: &scope.settings.per_employee,
    });
    made.explanation.notes.extend(filtered(scope));
    Ok(made)
}

/// Spend to payroll of all months up to the end of the period in force.
pub(crate) fn to_payroll(scope: &Scope<'_>) -> Result<SpendToPayroll> {
    let by = [
        Dimension::Time(Grain::Month),
        Dimension::Unit,
        Dimension::Person,
        Dimension::TokenClass,
    ];
    let period = Period::new(Grain::Month.start(scope.data.from), months(scope).to);
    let pay = scope.book.pay()?;
    let payrolls = pay.kept.into_iter().map(|kept| kept.fact);
    let payrolls: Vec<Payroll> = payrolls
        .filter(|one| one.month.is_some_and(|month| period.contains(month)))
        .collect();
    let mut made = spend_to_payroll::spend_to_payroll(spend_to_payroll::Asked {
        billed: &internal(scope, &by, period)?,
        payrolls: &payrolls,
        withheld: &pay.withheld,
        kpis: &outcomes::linked(scope)?,
        until: scope.data.to,
        privacy: scope.settings.privacy,
        left_out: &scope.settings.per_employee,
        rules: scope.settings.payroll,
    });
    made.explanation.notes.extend(filtered(scope));
    Ok(made)
}

/// Unit costs of the period in force: per request, million tokens and active person by a dimension, and per unit of each
/// KPI. People are counted from usage.
pub(crate) fn unit_costs(scope: &Scope<'_>, by: &Dimension) -> Result<Vec<UnitCost>> {
    let by = std::slice::from_ref(by);
    let money = scope.ask_shown(Measure::Billed, by, scope.period)?;
    let units = |measure, by: &[Dimension]| scope.ask_shown(measure, by, scope.period);
    let people = (units(Measure::People, by)?, units(Measure::People, &[])?);
    let mut made = vec![
        unit_cost(&money, &units(Measure::Requests, by)?),
        unit_cost(&money, &units(Measure::Tokens, by)?),
        per_person(&money, &people.0, &people.1, scope.settings.privacy),
    ];
    let kpis = outcomes::linked(scope)?;
    if !kpis.is_empty() {
        let by = [Dimension::Time(Grain::Month), Dimension::Team];
        // Points are of whole months, so is the money beside them.
        let money = scope.ask(Measure::Billed, &by, months(scope))?;
        made.extend(per_kpi_unit(&money, &kpis, months(scope)));
    }
    Ok(made)
}

/// The whole months that the period in force touches.
fn months(scope: &Scope<'_>) -> Period {
    let last = scope.period.to - Days::new(1);
    Period::new(
        Grain::Month.start(scope.period.from),
        Grain::Month.next(last.max(scope.period.from)),
    )
}

/// Billed by dimensions, and by the tag that marks what is for customers, if one is named.
fn internal(scope: &Scope<'_>, by: &[Dimension], period: Period) -> Result<Groups> {
    let tag = &scope.settings.per_employee.customer_tag;
    let tag = (!tag.is_empty()).then(|| Dimension::Tag(tag.clone()));
    let query = Query {
        measure: Measure::Billed,
        by: by.iter().cloned().chain(tag).collect(),
        filters: scope.filters.clone(),
        period: Some(period),
    };
    let mut groups = scope.book.groups(&query)?;
    only_people(scope, &mut groups)?;
    Ok(groups)
}

/// Keys, services and strangers are nobody here: a unit has people of the roster only.
fn only_people(scope: &Scope<'_>, groups: &mut Groups) -> Result<()> {
    let Some([at]) = groups.places(&[Dimension::Person]) else {
        return Ok(());
    };
    let known = scope.book.people_numbers()?;
    for group in &mut groups.groups {
        if !known.contains_key(&group.keys[at]) {
            group.keys[at].clear();
        }
    }
    Ok(())
}

fn heads(scope: &Scope<'_>) -> Result<Vec<Headcount>> {
    let kept = scope.book.headcounts()?.into_iter();
    Ok(kept.map(|kept| kept.fact).collect())
}

/// What filters do to a ratio.
fn filtered(scope: &Scope<'_>) -> Option<String> {
    let is_filtered = !scope.filters.is_empty();
    is_filtered
        .then(|| "Filters hold for the spend only: head count and payroll are of everybody.".to_owned())
}
