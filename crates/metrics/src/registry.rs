//! The list of metrics: what each is, in which unit, by which formula, and what it needs to be asked.
//! Computes nothing; `docs/metrics.md` is generated from it.

use std::fmt::Write;

use crate::{licences, models, money, people, roi, signals};

/// One metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MetricInfo {
    /// Kebab-case id, the name of its file.
    pub id: &'static str,
    /// Folder it lives in: `money`, `people`, `licences`, `models`, `roi`, `signals`.
    pub area: &'static str,
    /// Name to show.
    pub name: &'static str,
    /// Unit of its figure.
    pub unit: &'static str,
    /// Formula in words and signs.
    pub formula: &'static str,
    /// The practice that asks for it.
    pub practice: &'static str,
    /// What it refuses or checks.
    pub guard: &'static str,
    /// What it is computed from.
    pub needs: &'static [Need],
}

/// What a metric must be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Groups of any measure by dimensions of the user's choice, and by these.
    Groups(&'static [&'static str]),
    /// Groups of money by dimensions of the user's choice, and by these.
    Money(&'static [&'static str]),
    /// Groups of a quantity by the same dimensions.
    Quantity,
    /// People with their activity in a window and a history.
    People,
    /// KPI series.
    Kpis,
    /// A scenario.
    Scenario,
    /// Documents that the user keeps: a register, a rubric, evidence.
    Register,
    /// Lists of seats with what is known of their use.
    Seats,
    /// Head counts of units.
    Headcount,
    /// Loaded pay of units.
    Payroll,
    /// Contract terms.
    Contracts,
    /// Counted answers to surveys.
    Surveys,
    /// The price book.
    Prices,
}

impl Need {
    fn text(self) -> String {
        let by = |what: &str, dimensions: &[&str]| match dimensions {
            [] => format!("{what}, grouped freely"),
            _ => format!("{what} by {}, and freely", dimensions.join(", ")),
        };
        match self {
            Self::Groups(dimensions) => by("any measure", dimensions),
            Self::Money(dimensions) => by("money", dimensions),
            Self::Quantity => "a quantity, grouped alike".to_owned(),
            Self::People => "people and their activity".to_owned(),
            Self::Kpis => "KPI series".to_owned(),
            Self::Scenario => "a scenario".to_owned(),
            Self::Register => "documents of the user's own".to_owned(),
            Self::Seats => "lists of seats and their use".to_owned(),
            Self::Headcount => "head counts of units".to_owned(),
            Self::Payroll => "loaded pay of units".to_owned(),
            Self::Contracts => "contract terms".to_owned(),
            Self::Surveys => "survey answers".to_owned(),
            Self::Prices => "the price book".to_owned(),
        }
    }
}

/// Every metric.
pub const METRICS: &[MetricInfo] = &[
    money::spend::INFO,
    money::spend_over_time::INFO,
    money::comparison::INFO,
    money::pareto::INFO,
    money::variance::INFO,
    money::unit_cost::INFO,
    money::run_rate::INFO,
    money::spend_per_employee::INFO,
    money::spend_to_payroll::INFO,
    people::distribution::INFO,
    people::concentration::INFO,
    people::utilisation::INFO,
    people::non_adopters::INFO,
    people::review_flags::INFO,
    people::team_ranking::INFO,
    people::rubric::INFO,
    people::diagnosis::INFO,
    licences::idle_seats::INFO,
    licences::renewals::INFO,
    people::bands::INFO,
    people::streaks::INFO,
    people::cohorts::INFO,
    people::adoption_grid::INFO,
    people::regularity::INFO,
    licences::revealed_preference::INFO,
    licences::capacity::INFO,
    models::model_mix::INFO,
    models::repricing::INFO,
    roi::counterfactual::INFO,
    roi::decoupling::INFO,
    roi::value_premium::INFO,
    roi::phase::INFO,
    roi::opportunities::INFO,
    roi::benefit::INFO,
    roi::worth::INFO,
    roi::tornado::INFO,
    roi::monte_carlo::INFO,
    roi::value_fan::INFO,
    roi::tco::INFO,
    roi::overlap_ledger::INFO,
    signals::forecast::INFO,
    signals::budgets::INFO,
    signals::anomalies::INFO,
    signals::budget_waste::INFO,
    signals::reconciliation::INFO,
];

/// The metric of an id.
pub fn metric(id: &str) -> Option<&'static MetricInfo> {
    METRICS.iter().find(|metric| metric.id == id)
}

/// The reference as Markdown: what `docs/metrics.md` holds.
pub fn reference() -> String {
    let mut text = String::from(
        "# Metrics\n\nGenerated from the registry of `crates/metrics`; `UPDATE_DOCS=1 cargo test -p metrics` rewrites it.\n\n\
         Team, unit, role and cost centre: spend and usage of a day count by the roster in force on it; people are those of the roster in\n\
         force on the last day of the window.\n",
    );
    for metric in METRICS {
        let needs: Vec<String> = metric.needs.iter().map(|need| need.text()).collect();
        let lines = [
            ("Formula", metric.formula),
            ("Unit", metric.unit),
            ("Needs", &needs.join("; ")),
            ("Guards", metric.guard),
            ("Practice", metric.practice),
        ];
        let _ = write!(text, "\n## {} (`{}`)\n\n", metric.name, metric.id);
        for (name, value) in lines {
            let _ = writeln!(text, "- {name}: {value}");
        }
    }
    text
}

#[cfg(test)]
mod tests;
