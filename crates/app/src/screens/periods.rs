//! The periods one can choose: recent months, quarters and years, twelve months, everything. No two hold the same days. Other
//! days are written out in the command palette.

use charts::format::{self, Locale};
use chrono::{Days, Months, NaiveDate};
use model::{Grain, Period};

use super::bar::choice;
use crate::Result;
use crate::scope::Scope;
use crate::view::{Choice, Route};

const RECENT_MONTHS: u32 = 6;
/// The running one among them.
const RECENT_QUARTERS: u32 = 5;
const RECENT_YEARS: u32 = 3;

/// What the book knows, which of it has happened, and the newest month that is over.
struct Known {
    data: Period,
    until: NaiveDate,
    newest: Period,
}

/// The choices of a scope.
pub(super) fn choices(scope: &Scope<'_>) -> Result<Vec<Choice>> {
    let known = Known {
        data: scope.data,
        until: until(scope.data, scope.book.newest_import_day()?),
        newest: scope.newest,
    };
    let shown = held(scope.period, scope.data);
    let choice = |(label, period): (String, Period)| {
        let route = Route {
            from: Some(period.from.to_string()),
            to: Some(period.to.to_string()),
            ..scope.route.clone()
        };
        let id = format!("{}..{}", period.from, period.to);
        choice(&id, label, held(period, scope.data) == shown, route)
    };
    Ok(listed(&known).into_iter().map(choice).collect())
}

/// The day after the last one with data, apart from what files say of days that lie ahead.
fn until(data: Period, imported: Option<NaiveDate>) -> NaiveDate {
    let happened = imported.map_or(data.to, |day| data.to.min(day + Days::new(1)));
    if happened > data.from { happened } else { data.to }
}

/// The days of a period that the book knows anything of.
fn held(period: Period, data: Period) -> Period {
    Period::new(period.from.max(data.from), period.to.min(data.to))
}

/// Months first; of wider periods that hold the same days, the widest only.
fn listed(known: &Known) -> Vec<(String, Period)> {
    let held = |period: &Period| held(*period, known.data);
    let months = months(known);
    let wide = wide(known);
    let is_told = |at: usize, period: &Period| {
        let later = wide.iter().skip(at + 1).map(|(_, later)| later);
        let mut others = months.iter().map(|(_, month)| month).chain(later);
        others.any(|other| held(other) == held(period))
    };
    let wide = wide.iter().enumerate();
    let kept: Vec<(String, Period)> = wide
        .filter(|(at, (_, period))| !is_told(*at, period))
        .map(|(_, named)| named.clone())
        .collect();
    months.into_iter().chain(kept).collect()
}

/// The running month as far as it is known, then whole months, the newest first.
fn months(known: &Known) -> Vec<(String, Period)> {
    let newest = known.newest;
    let running = (known.until > newest.to).then(|| {
        let label = format!("{} so far", format::month(newest.to));
        (label, Period::new(newest.to, known.until))
    });
    let whole = (0..RECENT_MONTHS)
        .map(|back| Period::month(newest.from - Months::new(back)))
        .filter(|month| month.overlaps(&known.data))
        .map(|month| (format::month(month.from), month));
    running.into_iter().chain(whole).collect()
}

/// Wider periods, from the narrowest to the widest, of each kind the newest first.
fn wide(known: &Known) -> Vec<(String, Period)> {
    let everything = Period::new(
        Grain::Month.start(known.data.from),
        Grain::Month.next(known.data.to - Days::new(1)),
    );
    let year = Period::new(known.newest.to - Months::new(12), known.newest.to);
    let quarters = back(known, Grain::Quarter, RECENT_QUARTERS);
    let years = back(known, Grain::Year, RECENT_YEARS);
    let others = [("Last 12 months", year), ("Everything", everything)];
    let others = others.map(|(name, period)| (name.to_owned(), period));
    quarters.chain(years).chain(others).collect()
}

/// The running period of a grain as far as it is known, and those before it.
fn back(known: &Known, grain: Grain, most: u32) -> impl Iterator<Item = (String, Period)> {
    let end = known.until.max(known.newest.to);
    let data = known.data;
    let first = grain.start(end - Days::new(1));
    let before = move |from: &NaiveDate| Some(grain.start(*from - Days::new(1)));
    std::iter::successors(Some(first), before)
        .take(most as usize)
        .map(move |from| Period::new(from, grain.next(from)))
        .filter(move |period| period.overlaps(&data))
        .map(move |period| {
            let name = format::period(&period, &Locale::default());
            let words = if period.to > end { " so far" } else { "" };
            (
                format!("{name}{words}"),
                Period::new(period.from, period.to.min(end)),
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(from: &str, to: &str) -> Period {
        Period::new(from.parse().unwrap(), to.parse().unwrap())
    }

    fn labels(data: Period, newest: &str) -> Vec<String> {
        let known = Known {
            data,
            until: until(data, None),
            newest: Period::month(newest.parse().unwrap()),
        };
        let listed = listed(&known);
        let mut periods: Vec<String> = listed.iter().map(|(_, period)| format!("{period:?}")).collect();
        periods.sort();
        periods.dedup();
        assert_eq!(periods.len(), listed.len(), "each once: {listed:?}");
        listed.into_iter().map(|(label, _)| label).collect()
    }

    #[test]
    fn a_book_of_one_month_offers_that_month() {
        assert_eq!(
            labels(days("2026-09-01", "2026-10-01"), "2026-09-01"),
            ["Sep 2026"]
        );
        assert_eq!(
            labels(days("2026-09-05", "2026-09-12"), "2026-09-01"),
            ["Sep 2026"]
        );
    }

    #[test]
    fn a_quarter_that_has_one_month_is_that_month() {
        let labels = labels(days("2025-07-01", "2026-11-01"), "2026-10-01");
        assert_eq!(labels[0], "Oct 2026");
        let quarters = ["Q3 2026", "Q2 2026", "Q1 2026", "Q4 2025"];
        assert_eq!(labels[6..10], quarters);
        let wide = ["2026 so far", "2025", "Last 12 months", "Everything"];
        assert_eq!(labels[10..], wide);
    }

    #[test]
    fn twelve_months_are_everything_where_there_are_no_more() {
        let year = labels(days("2026-01-01", "2027-01-01"), "2026-12-01");
        assert_eq!(
            year[6..],
            ["Q4 2026", "Q3 2026", "Q2 2026", "Q1 2026", "Everything"]
        );
        let across = labels(days("2025-11-01", "2026-11-01"), "2026-10-01");
        assert_eq!(
            across[6..],
            [
                "Q3 2026",
                "Q2 2026",
                "Q1 2026",
                "2026 so far",
                "2025",
                "Everything"
            ]
        );
    }

    #[test]
    fn so_far_reaches_the_last_day_with_data() {
        let known = Known {
            data: days("2025-03-01", "2026-11-13"),
            until: "2026-11-13".parse().unwrap(),
            newest: days("2026-10-01", "2026-11-01"),
        };
        let listed = listed(&known);
        assert_eq!(
            listed[0],
            ("Nov 2026 so far".to_owned(), days("2026-11-01", "2026-11-13"))
        );
        let named: Vec<&(String, Period)> = listed.iter().skip(7).collect();
        assert_eq!(
            named[0],
            &("Q4 2026 so far".to_owned(), days("2026-10-01", "2026-11-13"))
        );
        let year = named.iter().find(|(label, _)| label == "2026 so far");
        assert_eq!(year.map(|named| named.1), Some(days("2026-01-01", "2026-11-13")));
    }

    #[test]
    fn what_lies_ahead_makes_no_month() {
        let data = days("2026-01-05", "2029-12-31");
        assert_eq!(
            until(data, "2026-11-12".parse().ok()),
            "2026-11-13".parse().unwrap()
        );
        assert_eq!(until(data, "2025-01-01".parse().ok()), data.to);
    }
}
