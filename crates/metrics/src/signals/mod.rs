//! What is about to happen, and what is out of line: forecast, budgets, anomalies, waste, reconciliation.
//! Estimates are floats and marked so; what was billed stays exact.

pub mod anomalies;
pub mod billed_twice;
pub mod budget_waste;
pub mod budgets;
pub mod daily;
pub mod fan;
pub mod forecast;
pub mod reconciliation;

use serde::{Deserialize, Serialize};

/// Thresholds of signals. All defaults are our choices.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct Signals {
    /// Known days below which nothing but a run rate is shown.
    pub forecast_days: u32,
    /// Half the width of the narrowest band of a run rate, in percent.
    pub run_rate_percent: u32,
    /// How many robust standard deviations a day may be away from what is usual.
    pub anomaly_z: f64,
    /// Least impact of an anomaly, in whole units of the currency.
    pub anomaly_minimum: u32,
    /// Least part of an anomaly that a value must carry to explain it, in percent.
    pub anomaly_share_percent: u32,
    /// How much of an invoice or a model's charges may differ from tokens × price, in percent.
    pub reconcile_percent: u32,
}

impl Default for Signals {
    fn default() -> Self {
        Self {
            forecast_days: 60,
            run_rate_percent: 25,
            anomaly_z: 3.5,
            anomaly_minimum: 50,
            anomaly_share_percent: 50,
            reconcile_percent: 3,
        }
    }
}

impl Signals {
    /// What makes them unusable.
    pub(crate) fn check(self) -> Result<(), String> {
        let refused = [
            (
                self.forecast_days < 42,
                "signals.forecast-days is at least 42: four weeks are held back to test on",
            ),
            (
                !(1.0..=100.0).contains(&self.anomaly_z),
                "signals.anomaly-z lies between 1 and 100",
            ),
            (
                !(1..=100).contains(&self.anomaly_share_percent),
                "signals.anomaly-share-percent lies between 1 and 100",
            ),
            (
                self.reconcile_percent > 100,
                "signals.reconcile-percent lies between 0 and 100",
            ),
            (
                self.run_rate_percent > 100,
                "signals.run-rate-percent lies between 0 and 100",
            ),
        ];
        let fault = refused.iter().find(|(is_wrong, _)| *is_wrong);
        fault.map_or(Ok(()), |(_, what)| Err((*what).to_owned()))
    }
}
