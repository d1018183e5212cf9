//! KPIs & ROI: the initiatives, one of them with its sliders, range, drivers, cash flow, KPI, costs and scenarios; and
//! what all come to when nothing is counted twice.

mod controls;
mod tables;
pub(super) mod why;

use std::collections::BTreeSet;

use metrics::roi::benefit::realised;
use metrics::roi::evidence::{Grade, Source, is_scenario_tautology};
use metrics::roi::finance::Irr;
use metrics::roi::scenario::Scenario;
use metrics::roi::worth::Worth;
use model::{Money, Period};

use super::{Desk, placed};
use crate::Result;
use crate::initiative::{self, Initiative};
use crate::measured::{self, Measured, measured};
use crate::scope::Scope;
use crate::show;
use crate::view::{Block, ExplainView, Fact, Figure, Placed, Tone};

/// The screen.
pub(super) fn blocks(desk: &Desk<'_>) -> Result<Vec<Placed>> {
    let scope = desk.scope;
    if initiative::worths(scope)?.is_empty() {
        let mut blocks = vec![placed(12, nothing())];
        blocks.extend(kept(desk)?);
        return Ok(blocks);
    }
    let (initiative, worth) = initiative::chosen(scope)?;
    let measured = measured(scope)?;
    let ledger = initiative::ledger(scope)?;
    let figures = Block::Figures {
        figures: figures(scope, worth),
    };
    let sliders = Block::Controls {
        title: "Assumptions".to_owned(),
        controls: controls::sliders(scope, initiative, &measured)?,
        actions: controls::back(scope),
    };
    let mut blocks = vec![
        placed(12, controls::choose(scope, initiative, &measured)?),
        placed(12, answer(scope, (initiative, worth), &measured)),
        placed(12, figures),
    ];
    blocks.extend(
        cautions(initiative, worth)
            .chain(ledger.conflicts.clone())
            .map(caution),
    );
    blocks.extend([
        placed(4, sliders),
        desk.chart("tornado", 8, 300)?,
        desk.chart("roi", 6, 240)?,
        desk.chart("value-fan", 6, 240)?,
        desk.chart("cash-flow", 6, 240)?,
        desk.chart("kpi", 6, 240)?,
    ]);
    if measured.control.is_some() {
        blocks.push(desk.chart("parallel-trend", 6, 260)?);
    }
    blocks.push(placed(6, evidence(scope, initiative, worth, &measured)));
    blocks.push(desk.chart("decoupling", 12, 300)?);
    blocks.push(placed(12, tables::costs(scope)?));
    if crate::scenario::beside(scope)?.len() > 1 {
        blocks.push(desk.chart("scenarios", 12, 220)?);
    }
    blocks.push(placed(12, tables::scenarios(scope)?));
    blocks.push(placed(12, tables::ledger(scope, &ledger)));
    blocks.extend(kept(desk)?);
    Ok(blocks)
}

/// What stands beside initiatives: what a unit costs, spend to payroll, the value premium, opportunities and phases.
fn kept(desk: &Desk<'_>) -> Result<Vec<Placed>> {
    let mut blocks = vec![super::workforce::unit_costs(desk.scope)?];
    blocks.extend(super::workforce::to_payroll(desk)?);
    blocks.extend(super::conduct::premium(desk)?);
    blocks.extend(super::conduct::opportunities(desk)?);
    blocks.extend(super::phases::blocks(desk)?);
    Ok(blocks)
}

/// What must be known before the figures are believed.
fn cautions(initiative: &Initiative, worth: &Worth) -> impl Iterator<Item = String> {
    let tautology = is_scenario_tautology(&initiative.scenario)
        .then(|| "This is a ratio of assumed rates: nothing measured is left in it, so it can say nothing about this company.".to_owned());
    tautology
        .into_iter()
        .chain(worth.problems.iter().map(|problem| problem.what.clone()))
}

fn caution(text: String) -> Placed {
    placed(
        12,
        Block::Note {
            tone: Tone::Warn,
            text,
        },
    )
}

/// Whether it paid, in a sentence with its range.
fn answer(scope: &Scope<'_>, (initiative, worth): (&Initiative, &Worth), measured: &Measured) -> Block {
    let money = |money: &Money| show::whole_money(scope, money.total, &money.currency);
    let simulation = &worth.simulation;
    let (low, high) = (simulation.p10.total.0 > 0, simulation.p90.total.0 > 0);
    let verdict = match (low, high) {
        (true, _) => "is likely to pay",
        (false, true) => "may pay or not",
        (false, false) => "is likely to lose money",
    };
    let basis = match worth.grade {
        Grade::A | Grade::B => match measured.gain() {
            Some(gain) => format!(
                "a gain of {} a month was measured, {} is reckoned with",
                show::number(gain),
                show::number(initiative.scenario.benefit.gain.mid)
            ),
            None => "its gain was measured".to_owned(),
        },
        Grade::C => "its gain rests on a survey".to_owned(),
        Grade::D => "its gain is an assumption".to_owned(),
    };
    let text = format!(
        "{} {verdict}: eight of ten outcomes lie between {} and {}, the middle is {}; {basis}.",
        worth.name,
        money(&simulation.p10),
        money(&simulation.p90),
        money(&simulation.p50)
    );
    Block::Note {
        tone: Tone::Neutral,
        text,
    }
}

fn nothing() -> Block {
    show::nothing(
        "No initiative yet",
        "An initiative ties a cost to a KPI: describe it in a small scenario file and set it on \
               the command line; import the KPI as a CSV of date, name, value, unit, team.",
        "Import a KPI series",
    )
}

fn figures(scope: &Scope<'_>, worth: &Worth) -> Vec<Figure> {
    let money = |total| show::whole_money(scope, total, &worth.npv.currency);
    let simulation = &worth.simulation;
    let range = format!(
        "8 of 10 outcomes: {} to {}",
        money(simulation.p10.total),
        money(simulation.p90.total)
    );
    let draws = format!(
        "{} draws, seed {}",
        show::count(scope, simulation.draws),
        simulation.seed
    );
    let roi = worth
        .roi
        .map_or_else(String::new, |roi| format!("ROI {}", show::percent(roi)));
    let never = || "not within the horizon".to_owned();
    let payback = worth
        .payback_months
        .map_or_else(never, |months| format!("{months:.1} months"));
    let evidence = worth.grade.text().split_once(": ").map_or("", |(_, text)| text);
    let mut figures = vec![
        estimate("p50", "Value, middle outcome", money(simulation.p50.total), range),
        estimate(
            "chance",
            "Chance that it pays",
            show::chance(simulation.chance_positive),
            draws,
        ),
        estimate("npv", "NPV, base case", money(worth.npv.total), roi),
        estimate("payback", "Payback, undiscounted", payback, irr(&worth.irr)),
        estimate(
            "evidence",
            "Evidence",
            format!("{:?}", worth.grade),
            evidence.to_owned(),
        ),
    ];
    figures[0].tone = if simulation.p50.total.0 < 0 {
        Tone::Bad
    } else {
        Tone::Good
    };
    figures[4].estimated = false;
    for figure in &mut figures {
        figure.explain = show::explain(why::of(scope, worth, &figure.key), None);
    }
    figures
}

fn estimate(key: &str, label: &str, value: String, detail: String) -> Figure {
    let figure = super::overview::figure(key, label.to_owned(), value, ExplainView::default());
    Figure {
        detail,
        estimated: true,
        ..figure
    }
}

fn irr(irr: &Irr) -> String {
    match irr {
        Irr::One(rate) => format!("IRR {} a year", show::percent(*rate)),
        Irr::None => "no IRR".to_owned(),
        Irr::Multiple => "several IRRs, so none".to_owned(),
    }
}

fn evidence(scope: &Scope<'_>, initiative: &Initiative, worth: &Worth, measured: &Measured) -> Block {
    let scenario = &initiative.scenario;
    let fact = |label: &str, value: String| Fact {
        label: label.to_owned(),
        value,
    };
    let control = measured
        .control
        .as_ref()
        .map_or_else(|| "none: trend before the start".to_owned(), measured::name);
    let mut facts = vec![
        fact("Evidence grade", worth.grade.text().to_owned()),
        fact("Why", scenario.evidence.reason.clone()),
        fact(
            "KPI",
            format!("{} ({})", scenario.benefit.kpi, scenario.benefit.unit),
        ),
        fact(
            "Gain comes from",
            source_words(scenario.benefit.gain_source).to_owned(),
        ),
        fact(
            "Worth comes from",
            source_words(scenario.benefit.unit_value_source).to_owned(),
        ),
        fact("Control", control),
        fact("Realised so far", realised_words(scope, scenario, measured)),
    ];
    if scenario.benefit.is_hours {
        facts.push(fact(
            "Where did the time go?",
            scenario.benefit.time_went_to.label().to_owned(),
        ));
    }
    if !scenario.flexibility.is_empty() {
        facts.push(fact("Named, not priced", scenario.flexibility.join(" ")));
    }
    Block::Facts {
        title: "What this rests on".to_owned(),
        facts,
    }
}

/// What the measured gain was worth: beside the estimate, never in it.
fn realised_words(scope: &Scope<'_>, scenario: &Scenario, measured: &Measured) -> String {
    let Some((result, series)) = measured.result.as_ref().zip(measured.series.as_ref()) else {
        return format!("not known: {}", measured.missing);
    };
    let made = realised(result, scenario, &series.unit);
    let money = show::whole_money(scope, made.total.total, &made.total.currency);
    let months: BTreeSet<Period> = made.points.iter().map(|(day, _)| Period::month(*day)).collect();
    format!(
        "{money} from the measured KPI, in {} months since the start",
        months.len()
    )
}

pub(super) fn source_words(source: Source) -> &'static str {
    match source {
        Source::MeasuredWithControl => "measured against a control",
        Source::Measured => "measured",
        Source::Survey => "a survey",
        Source::Assumption => "an assumption",
    }
}
