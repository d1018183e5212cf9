//! Matched control: which other series moved most like a KPI before the initiative began.
//!
//! `distance = √ mean((K_t ÷ K̄ − C_t ÷ C̄)²)` over the days both state before the start: 0 is the same course, whatever
//! the level. Inputs: KPI series (millionths), start day. Unit: a fraction of the mean. Guards: three common days before and
//! one after; days only one of them states are not compared, nor what is written down more often or less; who may be a control is the caller's to say.

use chrono::NaiveDate;
use model::MICRO;
use serde::Serialize;

use super::counterfactual::{KpiPoints, is_as_often, step};

/// A series that may be the control.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Match {
    /// Its name.
    pub name: String,
    /// How far its course before the start is from the KPI's; 0 is the same.
    pub distance: f64,
    /// Days compared.
    pub days: usize,
}

const FEWEST_BEFORE: usize = 3;

/// Every candidate that can be compared, the closest first.
pub fn closest(kpi: &KpiPoints, candidates: &[(String, &KpiPoints)], start: NaiveDate) -> Vec<Match> {
    let compared = candidates.iter().filter_map(|(name, control)| {
        let (distance, days) = distance(kpi, control, start)?;
        Some(Match {
            name: name.clone(),
            distance,
            days,
        })
    });
    let mut found: Vec<Match> = compared.collect();
    found.sort_by(|a, b| {
        a.distance
            .total_cmp(&b.distance)
            .then_with(|| a.name.cmp(&b.name))
    });
    found
}

fn distance(kpi: &KpiPoints, control: &KpiPoints, start: NaiveDate) -> Option<(f64, usize)> {
    if !is_as_often(step(kpi)?, step(control)?) {
        return None;
    }
    let value = |micros: i64| micros as f64 / MICRO as f64;
    let pairs = kpi.iter().filter_map(|(day, of_kpi)| {
        let (_, of_control) = control.iter().find(|(other, _)| other == day)?;
        Some((*day, value(*of_kpi), value(*of_control)))
    });
    let (before, after): (Vec<_>, Vec<_>) = pairs.partition(|(day, _, _)| *day < start);
    if before.len() < FEWEST_BEFORE || after.is_empty() {
        return None;
    }
    let count = before.len() as f64;
    let sums = before
        .iter()
        .fold((0.0, 0.0), |sum, (_, k, c)| (sum.0 + k, sum.1 + c));
    let (of_kpi, of_control) = (sums.0 / count, sums.1 / count);
    if of_kpi == 0.0 || of_control == 0.0 {
        return None;
    }
    let squares = before
        .iter()
        .map(|(_, k, c)| (k / of_kpi - c / of_control).powi(2));
    Some(((squares.sum::<f64>() / count).sqrt(), before.len()))
}

#[cfg(test)]
mod tests {
    use chrono::Months;

    use super::*;
    use crate::fixture::day;

    fn series(values: &[i64]) -> Vec<(NaiveDate, i64)> {
        let months = (0..).map(|n| day("2026-01-01") + Months::new(n));
        months
            .zip(values)
            .map(|(day, value)| (day, value * 1_000_000))
            .collect()
    }

    #[test]
    fn the_series_with_the_same_course_is_the_closest_at_any_level() {
        let kpi = series(&[10, 12, 14, 30]);
        let (twin, flat, short) = (
            series(&[100, 120, 140, 150]),
            series(&[5, 5, 5, 5]),
            series(&[1, 2]),
        );
        let all = [
            ("flat".to_owned(), &flat[..]),
            ("twin".to_owned(), &twin[..]),
            ("short".to_owned(), &short[..]),
        ];
        let found = closest(&kpi, &all, day("2026-04-01"));
        let names: Vec<&str> = found.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["twin", "flat"], "what is too short is no control");
        assert!(found[0].distance < 1e-12);
        // Against a flat line: 10/12, 12/12, 14/12 are off by 1/6, 0 and 1/6.
        assert!((found[1].distance - (2.0 / 36.0 / 3.0f64).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn a_series_around_zero_has_no_course_to_compare() {
        let (kpi, zero) = (series(&[1, 2, 3, 4]), series(&[-1, 0, 1, 4]));
        assert_eq!(
            closest(&kpi, &[("zero".to_owned(), &zero[..])], day("2026-04-01")),
            []
        );
    }
}
