//! KPIs & ROI: the initiatives, one of them with its sliders, range, drivers, cash flow and KPI.

use metrics::roi::evidence::Source;
use metrics::roi::finance::Irr;
use metrics::roi::scenario::{Range, Scenario};
use metrics::roi::worth::Worth;

use super::{Desk, placed};
use crate::Result;
use crate::initiative::{self, Initiative, SLIDERS};
use crate::scope::Scope;
use crate::show;
use crate::view::{Block, Choice, Control, ExplainView, Fact, Figure, Placed, Route, Tone};

/// The screen.
pub(super) fn blocks(desk: &Desk<'_>) -> Result<Vec<Placed>> {
    let scope = desk.scope;
    let all = initiative::worths(scope)?;
    let about = scope.route.item.as_deref();
    let at = all
        .iter()
        .position(|(one, _)| Some(one.scenario.name.as_str()) == about)
        .unwrap_or(0);
    let Some((initiative, worth)) = all.get(at) else {
        return Ok(vec![placed(12, nothing())]);
    };
    let mut blocks = vec![
        placed(12, choose(scope, &all, at)),
        placed(
            12,
            Block::Figures {
                figures: figures(scope, worth),
            },
        ),
        placed(
            4,
            Block::Controls {
                title: "Assumptions".to_owned(),
                controls: sliders(initiative),
            },
        ),
        desk.chart("tornado", 8, 300)?,
        desk.chart("roi", 6, 220)?,
        desk.chart("cash-flow", 6, 220)?,
        desk.chart("kpi", 8, 260)?,
        placed(4, evidence(initiative, worth)),
        desk.chart("decoupling", 12, 300)?,
    ];
    blocks.extend(worth.problems.iter().map(|problem| {
        placed(
            12,
            Block::Note {
                tone: Tone::Warn,
                text: problem.what.clone(),
            },
        )
    }));
    Ok(blocks)
}

fn nothing() -> Block {
    Block::Empty {
        title: "No initiative yet".to_owned(),
        text: "An initiative ties a cost to a KPI: describe it in a small scenario file and set it with \
               `counterfoil initiatives set FILE.toml`; import the KPI as a CSV of date, name, value, unit, team."
            .to_owned(),
        actions: vec![Choice { id: "import".to_owned(), label: "Import a KPI series".to_owned(), ..Choice::default() }],
    }
}

fn choose(scope: &Scope<'_>, all: &[(Initiative, Worth)], at: usize) -> Block {
    let choices = all.iter().enumerate().map(|(position, (one, _))| Choice {
        id: one.scenario.name.clone(),
        label: one.scenario.name.clone(),
        selected: position == at,
        go: Some(Route {
            item: Some(one.scenario.name.clone()),
            inputs: std::collections::BTreeMap::new(),
            ..scope.route.clone()
        }),
    });
    let select = Control::Select {
        key: "item".to_owned(),
        label: "Initiative".to_owned(),
        choices: choices.collect(),
    };
    Block::Controls {
        title: String::new(),
        controls: vec![select],
    }
}

fn figures(scope: &Scope<'_>, worth: &Worth) -> Vec<Figure> {
    let money = |total| show::whole_money(scope, total, &worth.npv.currency);
    let simulation = &worth.simulation;
    let range = format!(
        "P10 {} · P90 {}",
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
        estimate(
            "p50",
            "Value, middle of the range",
            money(simulation.p50.total),
            range,
        ),
        estimate(
            "chance",
            "Chance that it pays",
            show::percent(simulation.chance_positive),
            draws,
        ),
        estimate("npv", "NPV at the middle", money(worth.npv.total), roi),
        estimate("payback", "Payback", payback, irr(&worth.irr)),
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
        figure.explain = show::explain(worth.explanation.clone(), None);
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

fn sliders(initiative: &Initiative) -> Vec<Control> {
    let mut scenario = initiative.scenario.clone();
    let is_shown = |key: &str, scenario: &Scenario| key != "recapture" || scenario.benefit.is_hours;
    SLIDERS
        .iter()
        .filter(|slider| is_shown(slider.key, &initiative.scenario))
        .map(|slider| {
            let range = *(slider.of)(&mut scenario);
            let (min, max) = if slider.is_fraction {
                slider.span
            } else {
                (0.0, (range.high * slider.span.1).max(1.0))
            };
            Control::Slider {
                key: slider.key.to_owned(),
                label: slider.label.to_owned(),
                min,
                max,
                step: if slider.is_fraction { 0.01 } else { nice_step(max) },
                value: range.mid,
                shown: if slider.is_fraction {
                    show::percent(range.mid)
                } else {
                    trimmed(range.mid)
                },
                source: span(range, slider.is_fraction),
            }
        })
        .collect()
}

fn span(range: Range, is_fraction: bool) -> String {
    if range.high <= range.low {
        return "no range given".to_owned();
    }
    format!(
        "low {} · high {}",
        shown(range.low, is_fraction),
        shown(range.high, is_fraction)
    )
}

fn shown(value: f64, is_fraction: bool) -> String {
    if is_fraction {
        show::percent(value)
    } else {
        trimmed(value)
    }
}

fn trimmed(value: f64) -> String {
    format!("{}", (value * 100.0).round() / 100.0)
}

/// A hundredth of the range, as 1, 2 or 5 times a power of ten.
fn nice_step(max: f64) -> f64 {
    let raw = max / 100.0;
    let power = 10f64.powf(raw.log10().floor());
    let factor = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .find(|factor| factor * power >= raw)
        .unwrap_or(10.0);
    factor * power
}

fn evidence(initiative: &Initiative, worth: &Worth) -> Block {
    let scenario = &initiative.scenario;
    let fact = |label: &str, value: String| Fact {
        label: label.to_owned(),
        value,
    };
    let source = |source: Source| source_words(source).to_owned();
    Block::Facts {
        title: "What this rests on".to_owned(),
        facts: vec![
            fact("Evidence grade", worth.grade.text().to_owned()),
            fact("Why", scenario.evidence.reason.clone()),
            fact(
                "KPI",
                format!("{} ({})", scenario.benefit.kpi, scenario.benefit.unit),
            ),
            fact("Gain comes from", source(scenario.benefit.gain_source)),
            fact("Worth comes from", source(scenario.benefit.unit_value_source)),
            fact(
                "Control",
                if initiative.control.is_empty() {
                    "none: trend before the start".to_owned()
                } else {
                    initiative.control.clone()
                },
            ),
            fact(
                "Not priced",
                if scenario.flexibility.is_empty() {
                    "nothing".to_owned()
                } else {
                    scenario.flexibility.join(" ")
                },
            ),
            fact("Finding", worth.finding.clone()),
        ],
    }
}

fn source_words(source: Source) -> &'static str {
    match source {
        Source::MeasuredWithControl => "measured against a control",
        Source::Measured => "measured",
        Source::Survey => "a survey",
        Source::Assumption => "an assumption",
    }
}
