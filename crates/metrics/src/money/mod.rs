//! What was spent, when, on what, and why it changed. Exact to the last stored decimal; floats only in shares.

pub mod comparison;
pub mod pareto;
pub mod run_rate;
pub mod spend;
pub mod spend_over_time;
pub mod spend_per_employee;
pub mod spend_to_payroll;
pub mod unit_cost;
pub mod variance;

#[cfg(test)]
mod tests;
