//! Phases on a screen: what is declared, what the figures suggest, and unit cost in the tone that its phase allows.

use metrics::money::unit_cost::{UnitCostRow, unit_cost};
use metrics::roi::phase::{About, Phase, PhaseRow, phase_of};
use model::{Dimension, Measure};

use super::{Desk, placed};
use crate::scope::Scope;
use crate::view::{Block, Figure, Placed, RowView, TableView, Tone};
use crate::{Result, phases, show};

/// Figures of a row of figures.
const MOST: usize = 5;

/// The blocks, for the screen that shows them.
pub(super) fn blocks(desk: &Desk<'_>) -> Result<Vec<Placed>> {
    let scope = desk.scope;
    let made = phases::of(scope)?;
    let figures = costs(scope, &made.rows)?;
    let mut blocks = Vec::new();
    if !figures.is_empty() {
        blocks.push(placed(12, Block::Figures { figures }));
    }
    let over: Vec<&str> = made
        .rows
        .iter()
        .filter(|row| row.is_over)
        .map(|row| row.about.name())
        .collect();
    if !over.is_empty() {
        let text = format!(
            "Past its end date and not extended: {}. Unit cost is marked as usual again.",
            over.join(", ")
        );
        blocks.push(placed(
            12,
            Block::Note {
                tone: Tone::Warn,
                text,
            },
        ));
    }
    if made.rows.iter().any(|row| row.until.is_some()) {
        blocks.push(desk.chart("phase", 12, 180)?);
    }
    blocks.push(placed(12, Block::Table(table(scope, &made.rows))));
    Ok(blocks)
}

fn table(scope: &Scope<'_>, rows: &[PhaseRow]) -> TableView {
    let phase = |phase: Option<Phase>| phase.map_or("", Phase::text).to_owned();
    let row = |row: &PhaseRow| {
        let until = row
            .until
            .map_or_else(String::new, |day| charts::format::date(day, &scope.locale));
        let declared = if row.is_over {
            "past its end".to_owned()
        } else {
            phase(row.declared)
        };
        show::row(vec![
            format!("{} ({})", row.about.name(), row.about.kind()),
            declared,
            row.owner.clone(),
            until,
            phase(row.suggested),
            row.why.clone(),
        ])
    };
    let rows: Vec<RowView> = rows.iter().map(row).collect();
    TableView {
        key: "phases".to_owned(),
        title: "Exploring, or to be efficient".to_owned(),
        columns: show::columns(&["Unit or tool", "Declared", "Owner", "Until", "Suggested", "Since"]),
        count: rows.len() as u32,
        rows,
        totals: Vec::new(),
        note: "An owner declares a phase with an end date. A suggestion decides nothing.".to_owned(),
    }
}

/// Unit cost of what has a declared phase: in it, or since it is over.
fn costs(scope: &Scope<'_>, rows: &[PhaseRow]) -> Result<Vec<Figure>> {
    let declared = phases::declared(scope.book)?;
    let day = scope.people_window().to;
    let mut figures = Vec::new();
    for row in rows.iter().filter(|row| row.until.is_some()).take(MOST) {
        let phase = phase_of(&declared, &row.about, day);
        figures.extend(cost(scope, row, phase)?);
    }
    Ok(figures)
}

fn cost(scope: &Scope<'_>, row: &PhaseRow, phase: Option<Phase>) -> Result<Option<Figure>> {
    let by = match row.about {
        About::Unit(_) => Dimension::Unit,
        About::Tool(_) => Dimension::Service,
    };
    let of = |period| -> Result<Option<(UnitCostRow, metrics::Explanation)>> {
        let by = [by.clone()];
        let made = unit_cost(
            &scope.ask_in_currency(Measure::Billed, &by, period)?,
            &scope.ask(Measure::Tokens, &by, period)?,
        );
        let own = made
            .rows
            .into_iter()
            .find(|cost| cost.keys[0] == row.about.name() && cost.cost.is_some());
        Ok(own.map(|own| (own, made.explanation)))
    };
    let Some((now, explanation)) = of(scope.period)? else {
        return Ok(None);
    };
    let before = of(scope.period.previous())?;
    let cost = |row: &UnitCostRow| row.cost.as_ref().map_or(0, |cost| cost.total.0);
    let before = before
        .map(|(before, _)| cost(&before))
        .filter(|before| *before != 0);
    let change = before.map(|before| (cost(&now) - before) as f64 / before.abs() as f64);
    let Some(money) = &now.cost else { return Ok(None) };
    let words = phase.map_or("no phase", Phase::text);
    let moved = change.map_or_else(
        || "nothing to compare with".to_owned(),
        |change| {
            format!(
                "{} % against the period before",
                show::signed_number(change * 100.0, 0)
            )
        },
    );
    Ok(Some(Figure {
        unit: "per million tokens".to_owned(),
        detail: format!("{words}: {moved}"),
        tone: phases::cost_tone(phase, change),
        ..super::overview::figure(
            &format!("unit-cost-{}", row.about.name()),
            row.about.name().to_owned(),
            show::money(scope, money.total, &money.currency),
            show::explain(explanation, None),
        )
    }))
}
