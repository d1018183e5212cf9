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

use crate::scope::Scope;
use crate::show::Charted;
use crate::{Error, Result};

/// One chart one can ask for by name.
pub struct DrawnChart {
    /// Id on the command line and in routes.
    pub id: &'static str,
    /// The question it answers.
    pub question: &'static str,
    /// Asks, computes and draws.
    pub draw: fn(&Scope<'_>, &Options) -> Result<Charted>,
}

/// All charts.
pub const DRAWN: &[DrawnChart] = &[
    DrawnChart {
        id: "spend-over-time",
        question: "What did we spend, and on what?",
        draw: money::over_time,
    },
    DrawnChart {
        id: "pareto",
        question: "Who or what carries most of it?",
        draw: money::pareto,
    },
    DrawnChart {
        id: "variance-waterfall",
        question: "Why did it change?",
        draw: variance::variance,
    },
    DrawnChart {
        id: "treemap",
        question: "What are the parts of it?",
        draw: treemap::treemap,
    },
    DrawnChart {
        id: "spend-per-employee",
        question: "What does it cost per employee?",
        draw: workforce::per_employee,
    },
    DrawnChart {
        id: "spend-to-payroll",
        question: "What does it cost beside pay?",
        draw: workforce::to_payroll,
    },
    DrawnChart {
        id: "payroll-outcome",
        question: "Does spend to payroll come with outcome?",
        draw: workforce::payroll_outcome,
    },
    DrawnChart {
        id: "usage-distribution",
        question: "How is usage spread over people?",
        draw: people::distribution,
    },
    DrawnChart {
        id: "lorenz",
        question: "How unequal is use?",
        draw: people::lorenz,
    },
    DrawnChart {
        id: "bands",
        question: "How many stand where?",
        draw: adoption::bands,
    },
    DrawnChart {
        id: "adoption-grid",
        question: "Which teams use which tools?",
        draw: adoption::adoption_grid,
    },
    DrawnChart {
        id: "regularity",
        question: "How regular is use?",
        draw: adoption::regularity,
    },
    DrawnChart {
        id: "cohorts",
        question: "Do people stay?",
        draw: adoption::cohorts,
    },
    DrawnChart {
        id: "utilisation",
        question: "Which seats are bought, assigned, active?",
        draw: licences::utilisation,
    },
    DrawnChart {
        id: "renewals",
        question: "When do contracts renew?",
        draw: licences::renewals,
    },
    DrawnChart {
        id: "revealed-preference",
        question: "What was renewed, and did seats or prices change?",
        draw: licences::renewed,
    },
    DrawnChart {
        id: "capacity",
        question: "Is what was bought ahead used?",
        draw: licences::capacity,
    },
    DrawnChart {
        id: "model-mix",
        question: "Which models cost what?",
        draw: models::mix,
    },
    DrawnChart {
        id: "repricing",
        question: "What if another model did it?",
        draw: models::repricing,
    },
    DrawnChart {
        id: "roi",
        question: "Is it worth it?",
        draw: roi::ranges,
    },
    DrawnChart {
        id: "tornado",
        question: "What drives the return?",
        draw: roi::tornado,
    },
    DrawnChart {
        id: "cash-flow",
        question: "When does it pay back?",
        draw: roi::cash_flow,
    },
    DrawnChart {
        id: "kpi",
        question: "Did the KPI move?",
        draw: kpi::kpi,
    },
    DrawnChart {
        id: "parallel-trend",
        question: "Did KPI and control move in step before?",
        draw: kpi::trends,
    },
    DrawnChart {
        id: "value-fan",
        question: "What may it have come to by when?",
        draw: roi::fan,
    },
    DrawnChart {
        id: "scenarios",
        question: "What under other assumptions?",
        draw: roi::scenarios,
    },
    DrawnChart {
        id: "decoupling",
        question: "Do tokens buy outcomes?",
        draw: outcomes::decoupling,
    },
    DrawnChart {
        id: "team-ranking",
        question: "Where do teams stand, as far as one can tell?",
        draw: outcomes::ranking,
    },
    DrawnChart {
        id: "value-premium",
        question: "Does value grow faster than use?",
        draw: registers::premium,
    },
    DrawnChart {
        id: "opportunities",
        question: "What did what was asked for bring?",
        draw: registers::opportunities,
    },
    DrawnChart {
        id: "rubric",
        question: "How far are teams from what roles require?",
        draw: registers::rubric,
    },
    DrawnChart {
        id: "diagnosis",
        question: "Access, skill or will?",
        draw: registers::diagnosis,
    },
    DrawnChart {
        id: "phase",
        question: "Exploring, or to be efficient?",
        draw: registers::phase,
    },
    DrawnChart {
        id: "review-flags",
        question: "Which patterns are worth asking about?",
        draw: registers::review,
    },
    DrawnChart {
        id: "forecast",
        question: "What might this cost?",
        draw: signals::forecast,
    },
    DrawnChart {
        id: "budgets",
        question: "Does the budget last?",
        draw: signals::budgets,
    },
    DrawnChart {
        id: "anomalies",
        question: "Which days are out of line?",
        draw: signals::anomalies,
    },
    DrawnChart {
        id: "budget-waste",
        question: "What is paid for nothing?",
        draw: signals::waste,
    },
    DrawnChart {
        id: "reconciliation",
        question: "Does usage explain the invoice?",
        draw: invoices::reconciliation,
    },
];

/// Draws a chart by id.
pub fn draw(id: &str, scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let found = DRAWN.iter().find(|chart| chart.id == id);
    let known = || DRAWN.iter().map(|chart| chart.id).collect::<Vec<_>>().join(", ");
    let chart =
        found.ok_or_else(|| Error::asked(format!("`{id}` is no chart"), format!("Known: {}.", known())))?;
    let mut options = options.clone();
    options.locale.currencies = scope.writing();
    (chart.draw)(scope, &options)
}
