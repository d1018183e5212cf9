//! What is divided by people, by pay and by outcome, for the screens that show it. Arranges only.

use metrics::money::spend_per_employee::{PerEmployeeRow, Spent};
use metrics::money::spend_to_payroll::Quarter;
use metrics::money::unit_cost::{Base, UnitCost, UnitCostRow};
use model::{Dimension, Money, Total};

use super::{Desk, placed};
use crate::drawn::workforce::{or_hidden, unit_name};
use crate::scope::Scope;
use crate::view::{Block, Placed, RowView, Tone};
use crate::{Result, show, workforce};

/// Spend per employee, for the screen that shows zero rate and concentration; nothing without a head count.
pub(super) fn per_employee(desk: &Desk<'_>) -> Result<Vec<Placed>> {
    let made = workforce::per_employee(desk.scope)?;
    if made.rows.iter().all(|row| row.people.is_none()) {
        return Ok(Vec::new());
    }
    let rows = made.rows.iter().map(|row| employee(desk.scope, row)).collect();
    let note = show::remarks(&made.explanation);
    let columns = [
        "Month",
        "Unit",
        "#Head count",
        "#Spent",
        "#Per employee",
        "#Of people",
        "#Median",
        "#P90",
    ];
    Ok(vec![
        desk.chart("spend-per-employee", 12, 240)?,
        placed(
            12,
            Block::Table(show::table(
                "spend-per-employee",
                "Spend per employee",
                &columns,
                (rows, note),
            )),
        ),
    ])
}

fn employee(scope: &Scope<'_>, row: &PerEmployeeRow) -> RowView {
    let money = |pick: fn(&Spent) -> Option<&Money>| {
        let found = row.spent.as_ref().and_then(pick);
        let text = found.map(|money| show::money(scope, money.total, &money.currency));
        or_hidden(text, row.hidden)
    };
    let spent = row
        .spent
        .as_ref()
        .map(|spent| show::money(scope, spent.total, &row.currency));
    let share = row.spent.as_ref().and_then(Spent::attributed).map(show::share);
    let people = row
        .people
        .map(|people| charts::format::quantity(people.into(), "", &scope.locale));
    let p90 = row.spent.as_ref().and_then(|spent| spent.p90.as_ref());
    let few = if row.hidden.is_none() && p90.is_none() {
        "fewer than 10"
    } else {
        ""
    };
    show::row(vec![
        charts::format::month(row.month),
        unit_name(row.unit.as_deref()).to_owned(),
        people.unwrap_or_else(|| "unknown".to_owned()),
        or_hidden(spent, row.hidden),
        money(|spent| spent.per_employee.as_ref()),
        or_hidden(share, row.hidden),
        money(|spent| spent.median.as_ref()),
        if few.is_empty() {
            money(|spent| spent.p90.as_ref())
        } else {
            few.to_owned()
        },
    ])
}

/// Spend to payroll by quarter, against KPIs; nothing without payroll.
pub(super) fn to_payroll(desk: &Desk<'_>) -> Result<Vec<Placed>> {
    let scope = desk.scope;
    // Spend by person and class of token is read line by line, so not where nothing stands beside it.
    if scope.book.pay()?.kept.is_empty() {
        return Ok(Vec::new());
    }
    let made = workforce::to_payroll(scope)?;
    if made.rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut blocks = vec![
        desk.chart("spend-to-payroll", 6, 240)?,
        desk.chart("payroll-outcome", 6, 240)?,
    ];
    blocks.extend(made.flags.iter().map(|flag| {
        let text = format!(
            "{}: spend to payroll rose two quarters in a row, {} to {}, while {} moved by {} %.",
            unit_name(flag.unit.as_deref()),
            show::percent(flag.all[0]),
            show::percent(flag.all[2]),
            flag.kpi,
            show::signed_number(flag.kpi_change * 100.0, 1)
        );
        placed(
            12,
            Block::Note {
                tone: Tone::Warn,
                text,
            },
        )
    }));
    let rows = made
        .quarters
        .iter()
        .rev()
        .map(|quarter| of_quarter(scope, quarter))
        .collect();
    let note = show::remarks(&made.explanation);
    let columns = [
        "Quarter",
        "Unit",
        "#Payroll",
        "#All spend",
        "#Share",
        "#Tokens",
        "#Tokens share",
        "KPI",
        "#Mean",
    ];
    let title = "Spend to payroll by quarter";
    let table = show::table("spend-to-payroll", title, &columns, (rows, note));
    blocks.push(placed(12, Block::Table(table)));
    Ok(blocks)
}

fn of_quarter(scope: &Scope<'_>, quarter: &Quarter) -> RowView {
    let money = |total: Total| show::money(scope, total, &quarter.currency);
    let [tokens, all] = quarter.ratios();
    let share = |share: Option<f64>| share.map(show::share).unwrap_or_default();
    show::row(vec![
        charts::format::period(&quarter.period, &scope.locale),
        unit_name(quarter.unit.as_deref()).to_owned(),
        money(quarter.payroll),
        money(quarter.spend.all),
        share(all),
        money(quarter.spend.tokens),
        share(tokens),
        quarter.kpi.clone(),
        quarter
            .outcome
            .map(|outcome| format!("{outcome:.1}"))
            .unwrap_or_default(),
    ])
}

/// What a unit costs, over everything and for each KPI, in every currency.
pub(super) fn unit_costs(scope: &Scope<'_>) -> Result<Placed> {
    let made = workforce::unit_costs(scope, &Dimension::Provider)?;
    let rows = made
        .iter()
        .flat_map(|one| one.totals.iter().map(move |row| cost(scope, (one, row))));
    let note = "Ratios of sums, never a mean of ratios. Each currency is divided by all units. A KPI in per cent has no unit to pay for. People with stated usage are those whom usage of these days names; who is active by a list of seats alone is not among them.";
    let columns = ["Billed per", "#Spent", "#Units", "#Cost of one"];
    let table = show::table("unit-cost", "What a unit costs", &columns, (rows.collect(), note));
    Ok(placed(12, Block::Table(table)))
}

fn cost(scope: &Scope<'_>, (made, row): (&UnitCost, &UnitCostRow)) -> RowView {
    let money = |money: &Money| show::money(scope, money.total, &money.currency);
    let units = row.units.map(|units| match made.base {
        Base::Request | Base::KpiUnit { .. } => {
            let micros = i64::try_from(units.0).unwrap_or(i64::MAX);
            charts::format::quantity(micros.into(), "", &scope.locale)
        }
        Base::MillionTokens => {
            let millions = charts::Figure::micros(i64::try_from(units.0).unwrap_or(i64::MAX).into());
            charts::format::decimal(millions, 2, &scope.locale)
        }
        Base::ActivePerson => show::count(scope, units.0),
    });
    let words = made.base.text();
    show::row(vec![
        model::capitalised(words.trim_start_matches("per ")),
        money(&row.spent),
        or_hidden(units, row.hidden),
        or_hidden(row.cost.as_ref().map(money), row.hidden),
    ])
}
