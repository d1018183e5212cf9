//! The arithmetic behind a scenario: one value per input in, yearly flows and NPV out. Explains nothing.
//!
//! Benefits grow evenly over the ramp; years are discounted at their end, the start not (TEI). Costs once are at the start.

use super::scenario::{Benefit, Range, Scenario};

/// Months a horizon may have; more is said to be a problem and cut.
pub(crate) const MOST_MONTHS: u32 = 600;
const MONTHS_A_YEAR: usize = 12;
/// Inputs before the costs: gain, unit value, attribution, risk, recapture, discount rate.
const FIXED: usize = 6;

/// An input that has a range.
pub(crate) struct Input {
    /// Its name.
    pub name: String,
    /// Its range.
    pub range: Range,
}

/// A scenario made ready to compute many times.
pub(crate) struct Cash {
    /// Gain, unit value, attribution, risk, recapture, discount rate, then once and monthly of each cost.
    pub inputs: Vec<Input>,
    /// Per year: months of benefit at full use, months of cost.
    years: Vec<(f64, f64)>,
    /// Per month, from month 1: part of full use.
    pub ramp: Vec<f64>,
}

/// Present values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Present {
    /// Benefits.
    pub benefits: f64,
    /// Costs.
    pub costs: f64,
}

impl Cash {
    pub(crate) fn of(scenario: &Scenario) -> Self {
        let months = scenario.horizon_months.min(MOST_MONTHS);
        let ramp: Vec<f64> = (1..=months)
            .map(|month| in_use(&scenario.benefit, month))
            .collect();
        let year = |months: &[f64]| (months.iter().sum(), months.len() as f64);
        Self {
            inputs: inputs(scenario),
            years: ramp.chunks(MONTHS_A_YEAR).map(year).collect(),
            ramp,
        }
    }

    /// Every input at its middle.
    pub(crate) fn mid(&self) -> Vec<f64> {
        self.inputs.iter().map(|input| input.range.mid).collect()
    }

    /// Benefits a month at full use.
    pub(crate) fn benefit(values: &[f64]) -> f64 {
        values[0] * values[1] * values[2] * (1.0 - values[3]) * values[4]
    }

    /// Costs at the start, and a month.
    pub(crate) fn costs(values: &[f64]) -> (f64, f64) {
        let pairs = values[FIXED..].chunks(2);
        pairs.fold((0.0, 0.0), |(once, monthly), pair| {
            (once + pair[0], monthly + pair[1])
        })
    }

    /// Present values of benefits and costs.
    pub(crate) fn present(&self, values: &[f64]) -> Present {
        let (benefit, (once, monthly)) = (Self::benefit(values), Self::costs(values));
        let (mut factor, mut sum) = (
            1.0,
            Present {
                benefits: 0.0,
                costs: once,
            },
        );
        for (of_benefit, of_cost) in &self.years {
            factor /= 1.0 + values[5];
            sum.benefits += benefit * of_benefit * factor;
            sum.costs += monthly * of_cost * factor;
        }
        sum
    }

    /// Net present value.
    pub(crate) fn npv(&self, values: &[f64]) -> f64 {
        let present = self.present(values);
        present.benefits - present.costs
    }

    /// Benefits month by month at present value.
    pub(crate) fn benefits(&self, values: &[f64]) -> Vec<f64> {
        let benefit = Self::benefit(values);
        let mut factor = 1.0;
        let months = self.ramp.iter().enumerate().map(|(month, part)| {
            if month % MONTHS_A_YEAR == 0 {
                factor /= 1.0 + values[5];
            }
            benefit * part * factor
        });
        months.collect()
    }

    /// What one unit of money a month is worth at the start.
    pub(crate) fn annuity(&self, rate: f64) -> f64 {
        let mut factor = 1.0;
        let years = self.years.iter().map(|(_, months)| {
            factor /= 1.0 + rate;
            months * factor
        });
        years.sum()
    }

    /// Discounted net value after each month, the start first; the last is the NPV.
    pub(crate) fn cumulative(&self, values: &[f64]) -> Vec<f64> {
        let (benefit, (once, monthly)) = (Self::benefit(values), Self::costs(values));
        let (mut factor, mut sum) = (1.0, -once);
        let months = self.ramp.iter().enumerate().map(|(month, part)| {
            if month % MONTHS_A_YEAR == 0 {
                factor /= 1.0 + values[5];
            }
            sum += (benefit * part - monthly) * factor;
            sum
        });
        std::iter::once(-once).chain(months).collect()
    }

    /// Net flows by year, the start first.
    pub(crate) fn yearly(&self, values: &[f64]) -> Vec<f64> {
        let (benefit, (once, monthly)) = (Self::benefit(values), Self::costs(values));
        let years = self
            .years
            .iter()
            .map(|(full, months)| benefit * full - monthly * months);
        std::iter::once(-once).chain(years).collect()
    }
}

/// Part of full use in a month, counted from 1.
fn in_use(benefit: &Benefit, month: u32) -> f64 {
    (f64::from(month) / f64::from(benefit.ramp_months.max(1))).min(1.0)
}

fn inputs(scenario: &Scenario) -> Vec<Input> {
    let benefit = &scenario.benefit;
    let recapture = if benefit.is_hours {
        benefit.recapture
    } else {
        Range::point(1.0)
    };
    let fixed = [
        ("Gain", benefit.gain),
        ("Unit value", benefit.unit_value),
        ("Attribution", benefit.attribution),
        ("Risk", benefit.risk),
        ("Recapture", recapture),
        ("Discount rate", scenario.discount_rate),
    ];
    debug_assert_eq!(fixed.len(), FIXED);
    let fixed = fixed.into_iter().map(|(name, range)| (name.to_owned(), range));
    let costs = scenario.costs.iter().flat_map(|cost| {
        let label = cost.kind.label();
        [
            (format!("{label}, once"), cost.once),
            (format!("{label}, monthly"), cost.monthly),
        ]
    });
    fixed
        .chain(costs)
        .map(|(name, range)| Input { name, range })
        .collect()
}
