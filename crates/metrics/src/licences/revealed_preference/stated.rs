//! What surveys say beside what was renewed on purpose. Answers of few people are hidden.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::Given;
use crate::people::suppression::{Hidden, check};
use crate::{Rate, Settings};

/// What a survey says against what was done.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stated {
    /// Question.
    pub question: String,
    /// Day the survey closed.
    pub day: NaiveDate,
    /// Positive answers of all.
    pub positive: Rate,
    /// Share positive minus the deliberate renewal rate.
    pub gap: Option<f64>,
    /// Why it must not be shown (the rate is zero).
    pub hidden: Option<Hidden>,
}

/// Each question as it was last asked.
pub(super) fn stated(given: Given<'_>, settings: &Settings, logo: Rate) -> Vec<Stated> {
    let mut newest: BTreeMap<&str, (NaiveDate, u64, u64)> = BTreeMap::new();
    for answer in given.surveys {
        let (Some(day), Some(count)) = (answer.day.filter(|day| *day <= given.today), answer.count) else {
            continue;
        };
        let sums = newest.entry(&answer.question).or_insert((day, 0, 0));
        if day > sums.0 {
            *sums = (day, 0, 0);
        }
        let count = if day == sums.0 {
            count.max(0).unsigned_abs()
        } else {
            0
        };
        let word = answer.answer.trim().to_lowercase();
        sums.2 = sums.2.saturating_add(count);
        if settings.preference.positive_answers.contains(&word) {
            sums.1 = sums.1.saturating_add(count);
        }
    }
    let row = |(question, (day, positive, all)): (&str, (NaiveDate, u64, u64))| {
        let hidden = check(u32::try_from(all).unwrap_or(u32::MAX), None, settings.privacy);
        let positive = if hidden.is_some() {
            Rate::default()
        } else {
            Rate::new(positive, all, 0)
        };
        Stated {
            question: question.to_owned(),
            day,
            gap: positive
                .fraction()
                .zip(logo.fraction())
                .map(|(said, did)| said - did),
            positive,
            hidden,
        }
    };
    newest.into_iter().map(row).collect()
}
