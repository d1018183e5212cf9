//! Each chart of the product: asks the book, runs the metric, hands the result to its drawing. One file a family.

mod adoption;
mod invoices;
mod kpi;
mod licences;
mod models;
mod money;
mod outcomes;
mod people;
mod registers;
mod roi;
pub(crate) mod signals;
mod treemap;
mod variance;
pub(crate) mod workforce;

use charts::Options;
use model::Measure;

use crate::scope::Scope;
use crate::show::Charted;
use crate::taken::{self, Takes};
use crate::{Error, Result};

/// One chart one can ask for by name.
pub struct DrawnChart {
    /// Id on the command line and in routes.
    pub id: &'static str,
    /// The question it answers.
    pub question: &'static str,
    /// What of a question it looks at.
    takes: Takes,
    /// Asks, computes and draws.
    draw: fn(&Scope<'_>, &Options) -> Result<Charted>,
}

/// All charts.
pub const DRAWN: &[DrawnChart] = &[
    DrawnChart {
        id: "spend-over-time",
        question: "What did we spend, and on what?",
        takes: taken::LINES,
        draw: money::over_time,
    },
    DrawnChart {
        id: "pareto",
        question: "Who or what carries most of it?",
        takes: taken::LINES,
        draw: money::pareto,
    },
    DrawnChart {
        id: "variance-waterfall",
        question: "Why did it change?",
        takes: taken::LINES,
        draw: variance::variance,
    },
    DrawnChart {
        id: "treemap",
        question: "What are the parts of it?",
        takes: taken::LINES,
        draw: treemap::treemap,
    },
    DrawnChart {
        id: "spend-per-employee",
        question: "What does it cost per employee?",
        takes: taken::LINES,
        draw: workforce::per_employee,
    },
    DrawnChart {
        id: "spend-to-payroll",
        question: "What does it cost beside pay?",
        takes: taken::LINES_TO_END,
        draw: workforce::to_payroll,
    },
    DrawnChart {
        id: "payroll-outcome",
        question: "Does spend to payroll come with outcome?",
        takes: taken::LINES_TO_END,
        draw: workforce::payroll_outcome,
    },
    DrawnChart {
        id: "usage-distribution",
        question: "How is usage spread over people?",
        takes: taken::PEOPLE,
        draw: people::distribution,
    },
    DrawnChart {
        id: "lorenz",
        question: "How unequal is use?",
        takes: taken::PEOPLE,
        draw: people::lorenz,
    },
    DrawnChart {
        id: "bands",
        question: "How many stand where?",
        takes: taken::PEOPLE,
        draw: adoption::bands,
    },
    DrawnChart {
        id: "adoption-grid",
        question: "Which teams use which tools?",
        takes: taken::PEOPLE,
        draw: adoption::adoption_grid,
    },
    DrawnChart {
        id: "regularity",
        question: "How regular is use?",
        takes: taken::PEOPLE,
        draw: adoption::regularity,
    },
    DrawnChart {
        id: "cohorts",
        question: "Do people stay?",
        takes: taken::PEOPLE,
        draw: adoption::cohorts,
    },
    DrawnChart {
        id: "utilisation",
        question: "Which seats are bought, assigned, active?",
        takes: taken::SEATS,
        draw: licences::utilisation,
    },
    DrawnChart {
        id: "renewals",
        question: "When do contracts renew?",
        takes: taken::SEATS,
        draw: licences::renewals,
    },
    DrawnChart {
        id: "revealed-preference",
        question: "What was renewed, and did seats or prices change?",
        takes: taken::DUE,
        draw: licences::renewed,
    },
    DrawnChart {
        id: "capacity",
        question: "Is what was bought ahead used?",
        takes: taken::SEATS,
        draw: licences::capacity,
    },
    DrawnChart {
        id: "model-mix",
        question: "Which models cost what?",
        takes: taken::LINES,
        draw: models::mix,
    },
    DrawnChart {
        id: "repricing",
        question: "What if another model did it?",
        takes: taken::LINES,
        draw: models::repricing,
    },
    DrawnChart {
        id: "roi",
        question: "Is it worth it?",
        takes: taken::PLANS,
        draw: roi::ranges,
    },
    DrawnChart {
        id: "tornado",
        question: "What drives the return?",
        takes: taken::PLANS,
        draw: roi::tornado,
    },
    DrawnChart {
        id: "cash-flow",
        question: "When does it pay back?",
        takes: taken::PLANS,
        draw: roi::cash_flow,
    },
    DrawnChart {
        id: "kpi",
        question: "Did the KPI move?",
        takes: taken::PLANS,
        draw: kpi::kpi,
    },
    DrawnChart {
        id: "parallel-trend",
        question: "Did KPI and control move in step before?",
        takes: taken::PLANS,
        draw: kpi::trends,
    },
    DrawnChart {
        id: "value-fan",
        question: "What may it have come to by when?",
        takes: taken::PLANS,
        draw: roi::fan,
    },
    DrawnChart {
        id: "scenarios",
        question: "What under other assumptions?",
        takes: taken::PLANS,
        draw: roi::scenarios,
    },
    DrawnChart {
        id: "decoupling",
        question: "Do tokens buy outcomes?",
        takes: taken::ALL_LINES,
        draw: outcomes::decoupling,
    },
    DrawnChart {
        id: "team-ranking",
        question: "Where do teams stand, as far as one can tell?",
        takes: taken::PEOPLE,
        draw: outcomes::ranking,
    },
    DrawnChart {
        id: "value-premium",
        question: "Does value grow faster than use?",
        takes: taken::ALL_LINES,
        draw: registers::premium,
    },
    DrawnChart {
        id: "opportunities",
        question: "What did what was asked for bring?",
        takes: taken::REGISTER,
        draw: registers::opportunities,
    },
    DrawnChart {
        id: "rubric",
        question: "How far are teams from what roles require?",
        takes: taken::PEOPLE,
        draw: registers::rubric,
    },
    DrawnChart {
        id: "diagnosis",
        question: "Access, skill or will?",
        takes: taken::PEOPLE,
        draw: registers::diagnosis,
    },
    DrawnChart {
        id: "phase",
        question: "Exploring, or to be efficient?",
        takes: taken::PEOPLE,
        draw: registers::phase,
    },
    DrawnChart {
        id: "review-flags",
        question: "Which patterns are worth asking about?",
        takes: taken::PEOPLE,
        draw: registers::review,
    },
    DrawnChart {
        id: "forecast",
        question: "What might this cost?",
        takes: taken::ALL_LINES,
        draw: signals::forecast,
    },
    DrawnChart {
        id: "budgets",
        question: "Does the budget last?",
        takes: taken::PLANS,
        draw: signals::budgets,
    },
    DrawnChart {
        id: "anomalies",
        question: "Which days are out of line?",
        takes: taken::ALL_LINES,
        draw: signals::anomalies,
    },
    DrawnChart {
        id: "budget-waste",
        question: "What is paid for nothing?",
        takes: taken::SEATS,
        draw: signals::waste,
    },
    DrawnChart {
        id: "reconciliation",
        question: "Does usage explain the invoice?",
        takes: taken::INVOICES,
        draw: invoices::reconciliation,
    },
];

fn found(id: &str) -> Result<&'static DrawnChart> {
    let found = DRAWN.iter().find(|chart| chart.id == id);
    found.ok_or_else(|| {
        Error::asked(
            format!("`{id}` is no chart"),
            format!("Known: {}.", ids().join(", ")),
        )
    })
}

/// The id of every chart.
pub fn ids() -> Vec<&'static str> {
    DRAWN.iter().map(|chart| chart.id).collect()
}

/// What of a question a chart looks at.
pub(crate) fn takes(id: &str) -> Result<Takes> {
    Ok(found(id)?.takes)
}

/// Whether a chart is of a measure of one's choice; the others are of what is billed.
pub(crate) fn is_measured(id: &str) -> bool {
    ["spend-over-time", "pareto", "treemap"].contains(&id)
}

/// Draws a chart by id.
pub fn draw(id: &str, scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let chart = found(id)?;
    let mut scope = scope.taking(chart.takes)?;
    if scope.measure != Measure::Billed && !is_measured(id) {
        scope.to_mut().measure = Measure::Billed;
    }
    let mut options = options.clone();
    options.locale.currencies = scope.writing();
    let mut charted = (chart.draw)(&scope, &options)?;
    charted.explanation.notes.extend(scope.roster_note(chart.takes)?);
    if let Some(aside) = scope.not_filtered().map(|text| format!("{text}.")) {
        let subtitle = &mut charted.drawing.subtitle;
        let said = format!("{subtitle} {aside}");
        said.trim_start().clone_into(subtitle);
        charted.explanation.notes.push(aside);
    }
    Ok(charted)
}
