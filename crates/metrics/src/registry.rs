//! The list of metrics: what each is, in which unit, by which formula, and what it needs to be asked.
//! Computes nothing; `docs/metrics.md` is generated from it.

use std::fmt::Write;

/// One metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MetricInfo {
    /// Kebab-case id, the name of its file.
    pub id: &'static str,
    /// Folder it lives in: `money`, `people`, `roi`.
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
        }
    }
}

/// Every metric.
pub const METRICS: &[MetricInfo] = &[
    MetricInfo {
        id: "spend",
        area: "money",
        name: "Spend",
        unit: "currency",
        formula: "Σ amount per group and currency",
        practice: "Spend is revealed preference",
        guard: "One measure per figure; currencies are never added",
        needs: &[Need::Groups(&[])],
    },
    MetricInfo {
        id: "spend-over-time",
        area: "money",
        name: "Spend over time",
        unit: "currency",
        formula: "Σ amount per period and series; seven largest series, the rest is other",
        practice: "Sticker shock",
        guard: "Findings compare complete periods only; a gap is not a zero",
        needs: &[Need::Groups(&["month"])],
    },
    MetricInfo {
        id: "comparison",
        area: "money",
        name: "Comparison",
        unit: "currency",
        formula: "this − before; (this − before) ÷ |before|",
        practice: "Sticker shock",
        guard: "Incomplete periods are compared day for day; no percentage over zero",
        needs: &[Need::Groups(&[])],
    },
    MetricInfo {
        id: "pareto",
        area: "money",
        name: "Pareto",
        unit: "fraction",
        formula: "Σ first n ÷ Σ positive; A to 80 %, B to 95 %, C",
        practice: "Cheapest adequate model",
        guard: "Negatives carry no class and stay out of the base",
        needs: &[Need::Groups(&[])],
    },
    MetricInfo {
        id: "variance",
        area: "money",
        name: "Variance waterfall",
        unit: "currency",
        formula: "Σ (p₁−p₀)q₀ + Σ p₀q₀(Q₁/Q₀−1) + Σ p₀(q₁−q₀Q₁/Q₀) + Σ (p₁−p₀)(q₁−q₀) + new − gone + credits + tax + unexplained",
        practice: "Sticker shock",
        guard: "Steps sum to the difference exactly; units are never added",
        needs: &[Need::Money(&["category"])],
    },
    MetricInfo {
        id: "unit-cost",
        area: "money",
        name: "Unit cost",
        unit: "currency per unit",
        formula: "Σ money ÷ Σ units × per",
        practice: "Outcome, not tokens",
        guard: "A ratio of sums; none over zero units",
        needs: &[Need::Money(&[]), Need::Quantity],
    },
    MetricInfo {
        id: "run-rate",
        area: "money",
        name: "Run rate",
        unit: "currency",
        formula: "spent ÷ days with data × days of the period",
        practice: "Token budgets",
        guard: "A calculation, not a forecast",
        needs: &[Need::Money(&[])],
    },
    MetricInfo {
        id: "distribution",
        area: "people",
        name: "Distribution",
        unit: "people",
        formula: "people per log-scale bin; mean, median, P90 of the active",
        practice: "Zero-token signal",
        guard: "Zero and unknown apart; the mean never without the median; outer bins hold at least k people",
        needs: &[Need::People],
    },
    MetricInfo {
        id: "concentration",
        area: "people",
        name: "Concentration",
        unit: "0 to 1",
        formula: "G = Σ(2i−n−1)x_i ÷ (nΣx), × n/(n−1) for small n",
        practice: "Low spend per employee as a red flag",
        guard: "Shown with and without people at zero; a fact to explain, not a fault",
        needs: &[Need::People],
    },
    MetricInfo {
        id: "utilisation",
        area: "people",
        name: "Weekly-active utilisation",
        unit: "fraction",
        formula: "active seat-weeks ÷ assigned seat-weeks of the last 4 full weeks; habit = 9 of 12 weeks",
        practice: "Licence utilisation",
        guard: "Full ISO weeks; unknown people in neither count; products never averaged",
        needs: &[Need::People],
    },
    MetricInfo {
        id: "non-adopters",
        area: "people",
        name: "Non-adopters",
        unit: "people",
        formula: "zero ÷ (active + zero) of the eligible; never used, dormant, one day only",
        practice: "Zero-token signal",
        guard: "Nobody is listed whom no source covers; not a ranking",
        needs: &[Need::People],
    },
    MetricInfo {
        id: "counterfactual",
        area: "roi",
        name: "KPI counterfactual",
        unit: "KPI units",
        formula: "mean(KPI − expected): pre-trend, matched control or (T₁−T₀) − (C₁−C₀)",
        practice: "Outcome, not tokens",
        guard: "Three points before and one after; slopes before are compared",
        needs: &[Need::Kpis],
    },
    MetricInfo {
        id: "benefit",
        area: "roi",
        name: "Realised benefit",
        unit: "currency",
        formula: "(KPI − expected) · unit value · attribution · (1 − risk), hours · recapture",
        practice: "Tie consumption to KPIs",
        guard: "Never in one bar with an estimate",
        needs: &[Need::Kpis, Need::Scenario],
    },
    MetricInfo {
        id: "worth",
        area: "roi",
        name: "ROI of a scenario",
        unit: "currency",
        formula: "NPV = Σ CF_t ÷ (1+d)^t; ROI = (PV benefits − PV costs) ÷ PV costs; IRR; payback",
        practice: "KPI-linked ROI per initiative",
        guard: "An estimate with its evidence grade; outlined below B; tautology check",
        needs: &[Need::Scenario],
    },
    MetricInfo {
        id: "tornado",
        area: "roi",
        name: "Tornado",
        unit: "currency",
        formula: "NPV(low), NPV(high), one input at a time, by |ΔNPV|",
        practice: "Anxious investment without measurement",
        guard: "Inputs without a range are left out",
        needs: &[Need::Scenario],
    },
    MetricInfo {
        id: "monte-carlo",
        area: "roi",
        name: "Simulation",
        unit: "currency",
        formula: "10,000 triangular draws: P10, P50, P90, P(NPV > 0)",
        practice: "Anxious investment without measurement",
        guard: "The seed is stored; inputs are drawn independently",
        needs: &[Need::Scenario],
    },
];

/// The metric of an id.
pub fn metric(id: &str) -> Option<&'static MetricInfo> {
    METRICS.iter().find(|metric| metric.id == id)
}

/// The reference as Markdown: what `docs/metrics.md` holds.
pub fn reference() -> String {
    let mut text = String::from(
        "# Metrics\n\nGenerated from the registry of `crates/metrics`; `UPDATE_DOCS=1 cargo test -p metrics` rewrites it.\n",
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
