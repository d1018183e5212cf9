//! Money of one vendor in two files: what of each meets the other, in words, and what an answer sets aside.

use std::collections::BTreeSet;

use charts::Locale;
use charts::format;
use chrono::{Days, NaiveDate};
use model::{Currency, ImportId, Measure, Period, Total};
use store::{Aside, DayMoney, MEASURES};

/// What of one file meets the other.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) import: ImportId,
    pub(super) providers: BTreeSet<String>,
    pub(super) currency: Currency,
    pub(super) period: Period,
    pub(super) facts: u64,
    pub(super) sum: Total,
}

/// Two files that may hold the same money.
#[derive(Clone, Debug)]
pub(super) struct Meeting {
    pub(super) usage: bool,
    pub(super) measure: Measure,
    pub(super) own: Part,
    pub(super) other: Part,
    /// Why they may be the same, one sentence.
    pub(super) reason: String,
    /// What `replace-earlier` and what `not-counted` also take off, of rows that are hidden behind others now and come back
    /// when those are undone.
    pub(super) hidden: [Vec<Aside>; 2],
}

impl Part {
    /// The part made of some days; `None` where there are none.
    pub(super) fn of(days: &[&DayMoney], measure: usize) -> Option<Self> {
        let first = days.first()?;
        let from = days.iter().map(|day| day.day).min()?;
        let last = days.iter().map(|day| day.day).max()?;
        Some(Self {
            import: first.import,
            providers: days.iter().map(|day| day.provider.to_string()).collect(),
            currency: first.currency.clone(),
            period: Period::new(from, after(last)),
            facts: days.iter().map(|day| day.facts).sum(),
            sum: days.iter().filter_map(|day| day.sums[measure]).sum(),
        })
    }

    /// It, taken off the sums on account of another import.
    pub(super) fn asides(&self, by: ImportId, usage: bool) -> Vec<Aside> {
        let aside = |provider: &String| Aside {
            import: self.import,
            by,
            usage,
            provider: provider.clone(),
            currency: self.currency.clone(),
            period: self.period,
        };
        self.providers.iter().map(aside).collect()
    }

    /// `USD 420.00 billed of OpenAI, 1 – 31 Aug 2026`.
    pub(super) fn said(&self, measure: Measure) -> String {
        let names: Vec<&str> = self.providers.iter().map(String::as_str).collect();
        let sum = super::amount(self.sum, &self.currency, measure);
        let days = format::span(&self.period, &Locale::default());
        format!("{sum} of {}, {days}", names.join(", "))
    }
}

impl Meeting {
    /// Two lists of days as a meeting, by the first measure that both carry.
    pub(super) fn of(usage: bool, own: &[&DayMoney], other: &[&DayMoney], reason: &str) -> Option<Self> {
        let measure = shared_measure(own, other)?;
        Some(Self {
            usage,
            measure: MEASURES[usize::from(usage)][measure],
            own: Part::of(own, measure)?,
            other: Part::of(other, measure)?,
            reason: reason.to_owned(),
            hidden: <[Vec<Aside>; 2]>::default(),
        })
    }

    /// What an answer takes off the sums; of hidden rows, too, where every question was answered alike.
    pub(super) fn asides(&self, answer: Option<&str>, is_alike: bool) -> Vec<Aside> {
        let (part, by, hidden) = match answer {
            Some("replace-earlier") => (&self.other, self.own.import, &self.hidden[0]),
            Some("not-counted") => (&self.own, self.other.import, &self.hidden[1]),
            _ => return Vec::new(),
        };
        let mut asides = part.asides(by, self.usage);
        asides.extend(hidden.iter().filter(|_| is_alike).cloned());
        asides
    }
}

/// The place of the first measure of which both have something.
pub(super) fn shared_measure(own: &[&DayMoney], other: &[&DayMoney]) -> Option<usize> {
    let has =
        |days: &[&DayMoney], at: usize| days.iter().any(|day| day.sums[at].is_some_and(|sum| sum.0 != 0));
    (0..4).find(|at| has(own, *at) && has(other, *at))
}

pub(super) fn after(day: NaiveDate) -> NaiveDate {
    day + Days::new(1)
}
