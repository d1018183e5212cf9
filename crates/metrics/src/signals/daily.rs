//! Money day by day, as forecasts and anomalies need it: a day is a sum, nothing spent, or not known.
//!
//! A *stream* is what one provider bills in one charge category. Streams with money on at least a third of the days
//! their sources cover are daily, unless weeks lie between any two; the others (seats, tax, a monthly bill) are monthly and
//! kept by month. A day without
//! money is zero where the sources of every daily stream cover it, else it is missing. A stream that has been silent for
//! 45 days is over; otherwise the series ends where the first of them ends. Inputs: `Groups` of money by
//! [`BY`] in one currency, and the days each import's source covers. Forecasts nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Days, NaiveDate};
use model::{Currency, Dimension, Filter, Grain, Groups, ImportId, Period, Total};

/// What the groups must be by.
pub const BY: [Dimension; 4] = [
    Dimension::Time(Grain::Day),
    Dimension::Provider,
    Dimension::Category,
    Dimension::Import,
];
/// Days between two of a stream that comes by the month, at least: the last of one month to the third week of the next.
const MONTHLY: i64 = 20;
/// Days of silence after which a stream is over.
const SILENCE: u64 = 45;

/// Stretches of days that the source of an import covers.
pub type Seen = HashMap<ImportId, Vec<Period>>;

/// One currency day by day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Daily {
    /// The currency.
    pub currency: Currency,
    /// First day.
    pub from: NaiveDate,
    /// A sum for each day from there; `None` is not known.
    pub days: Vec<Option<Total>>,
    /// What monthly streams billed, by first day of the month.
    pub monthly: BTreeMap<NaiveDate, Total>,
    /// The same by day, as billed.
    pub bills: BTreeMap<NaiveDate, Total>,
    /// Everything by month, both kinds of stream and days after the last known one too.
    pub months: BTreeMap<NaiveDate, Total>,
    /// Provider and category of each daily stream.
    pub streams: BTreeSet<(String, String)>,
    /// Of each monthly one.
    pub monthly_streams: BTreeSet<(String, String)>,
}

impl Daily {
    /// The day after the last known one.
    pub fn end(&self) -> NaiveDate {
        self.from + Days::new(self.days.len() as u64)
    }

    /// Known days.
    pub fn known(&self) -> usize {
        self.days.iter().flatten().count()
    }

    /// Days in whole units of the currency, as an estimate works with them.
    pub fn values(&self) -> Vec<Option<f64>> {
        let unit = 10f64.powi(self.currency.scale() as i32);
        self.days
            .iter()
            .map(|day| day.map(|total| total.0 as f64 / unit))
            .collect()
    }

    /// What is known of a day.
    pub fn on(&self, day: NaiveDate) -> Option<Total> {
        let at = usize::try_from((day - self.from).num_days()).ok()?;
        self.days.get(at).copied().flatten()
    }

    /// Sum of the known days of a period.
    pub fn sum(&self, period: Period) -> Total {
        let days = self.from.iter_days().zip(&self.days);
        days.filter(|(day, _)| period.contains(*day))
            .filter_map(|(_, value)| *value)
            .sum()
    }
}

#[derive(Default)]
struct Stream {
    days: BTreeMap<NaiveDate, Total>,
    imports: BTreeSet<ImportId>,
    covered: Vec<Period>,
}

impl Stream {
    fn first(&self) -> Option<NaiveDate> {
        self.days.keys().next().copied()
    }

    /// The day after the last that its sources cover.
    fn end(&self) -> Option<NaiveDate> {
        let last = self.days.keys().next_back().map(|day| *day + Days::new(1));
        self.covered.iter().map(|days| days.to).max().max(last)
    }

    fn covers(&self, day: NaiveDate) -> bool {
        self.covered.iter().any(|days| days.contains(day)) || self.days.contains_key(&day)
    }

    fn is_daily(&self) -> bool {
        let (Some(first), Some(last)) = (self.first(), self.days.keys().next_back()) else {
            return false;
        };
        let span = first.iter_days().take_while(|day| day <= last);
        let covered = span.filter(|day| self.covers(*day)).count();
        self.days.len() >= 2 && self.days.len() * 3 >= covered && !self.is_by_month()
    }

    /// Monthly files without days in between cover nothing but one day of each month.
    fn is_by_month(&self) -> bool {
        let mut pairs = self.days.keys().zip(self.days.keys().skip(1));
        pairs.all(|(day, next)| (*next - *day).num_days() >= MONTHLY)
    }
}

/// The series of each currency in a list of groups by [`BY`]; nothing for a currency without any day.
pub fn daily(groups: &Groups, seen: &Seen) -> Vec<Daily> {
    let mut currencies: BTreeMap<&Currency, BTreeMap<(&str, &str), Stream>> = BTreeMap::new();
    for group in groups.stated() {
        let [day, provider, category, import] = group.keys.as_slice() else {
            continue;
        };
        let Ok(day) = day.parse::<NaiveDate>() else {
            continue;
        };
        let streams = currencies.entry(&group.currency).or_default();
        let stream = streams.entry((provider, category)).or_default();
        let sum = stream.days.entry(day).or_default();
        *sum = *sum + group.value;
        stream.imports.extend(import.parse::<ImportId>());
    }
    let series = currencies.into_iter().map(|(currency, mut streams)| {
        for stream in streams.values_mut() {
            stream.covered = stream
                .imports
                .iter()
                .filter_map(|id| seen.get(id))
                .flatten()
                .copied()
                .collect();
        }
        one(currency, &streams)
    });
    series.collect()
}

/// Filters by provider and category that leave the daily streams of all series and nothing of the monthly ones; `None` where
/// these two cannot tell them apart.
pub fn only_daily(series: &[Daily]) -> Option<[Filter; 2]> {
    let streams = || series.iter().flat_map(|one| &one.streams);
    let providers: BTreeSet<&String> = streams().map(|(provider, _)| provider).collect();
    let categories: BTreeSet<&String> = streams().map(|(_, category)| category).collect();
    let mut monthly = series.iter().flat_map(|one| &one.monthly_streams);
    let is_mixed =
        monthly.any(|(provider, category)| providers.contains(provider) && categories.contains(category));
    let filter = |dimension, values: BTreeSet<&String>| Filter {
        dimension,
        values: values.into_iter().cloned().collect(),
    };
    (!is_mixed).then(|| {
        [
            filter(Dimension::Provider, providers),
            filter(Dimension::Category, categories),
        ]
    })
}

fn one(currency: &Currency, streams: &BTreeMap<(&str, &str), Stream>) -> Daily {
    let (is_daily, rare): (Vec<_>, Vec<_>) = streams.iter().partition(|(_, stream)| stream.is_daily());
    let regular: Vec<&Stream> = is_daily.iter().map(|(_, stream)| *stream).collect();
    let mut bills: BTreeMap<NaiveDate, Total> = BTreeMap::new();
    for (day, total) in rare.iter().flat_map(|(_, stream)| &stream.days) {
        let sum = bills.entry(*day).or_default();
        *sum = *sum + *total;
    }
    let months = by_month(streams.values().flat_map(|stream| &stream.days));
    let from = regular.iter().filter_map(|stream| stream.first()).min();
    let newest = regular.iter().filter_map(|stream| stream.end()).max();
    let alive = |stream: &&&Stream| {
        stream
            .end()
            .zip(newest)
            .is_some_and(|(end, newest)| end + Days::new(SILENCE) >= newest)
    };
    let end = regular
        .iter()
        .filter(alive)
        .filter_map(|stream| stream.end())
        .min();
    let span = from.zip(end).map_or_else(Vec::new, |(from, end)| {
        from.iter_days().take_while(|day| *day < end).collect()
    });
    // With no daily stream at all, what comes next starts after the last month billed.
    let empty = months.keys().next_back().map(|month| Grain::Month.next(*month));
    Daily {
        currency: currency.clone(),
        from: from.or(empty).unwrap_or_default(),
        days: span.into_iter().map(|day| value(&regular, day)).collect(),
        monthly: by_month(&bills),
        bills,
        months,
        streams: named(&is_daily),
        monthly_streams: named(&rare),
    }
}

fn named(streams: &[(&(&str, &str), &Stream)]) -> BTreeSet<(String, String)> {
    let owned = |(provider, category): &(&str, &str)| ((*provider).to_owned(), (*category).to_owned());
    streams.iter().map(|(name, _)| owned(name)).collect()
}

fn by_month<'d>(days: impl IntoIterator<Item = (&'d NaiveDate, &'d Total)>) -> BTreeMap<NaiveDate, Total> {
    let mut months: BTreeMap<NaiveDate, Total> = BTreeMap::new();
    for (day, total) in days {
        let sum = months.entry(Grain::Month.start(*day)).or_default();
        *sum = *sum + *total;
    }
    months
}

fn value(streams: &[&Stream], day: NaiveDate) -> Option<Total> {
    let running = |stream: &&&Stream| stream.first() <= Some(day) && stream.end() > Some(day);
    let running = || streams.iter().filter(running);
    (running().count() > 0 && running().all(|stream| stream.covers(day))).then(|| {
        running()
            .filter_map(|stream| stream.days.get(&day))
            .copied()
            .sum()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{answer, day, group, units};
    use model::{Group, Measure};

    fn on(days: &[(&str, i128)], category: &str) -> Vec<Group> {
        let one = |(day, value): &(&str, i128)| group(&[day, "Acme", category, "1"], "EUR", units(*value));
        days.iter().map(one).collect()
    }

    fn series(groups: Vec<Group>, seen: &[(&str, &str)]) -> Daily {
        let seen = seen
            .iter()
            .map(|(from, to)| Period::new(day(from), day(to)))
            .collect();
        let groups = answer(Measure::Billed, "day provider category import", groups);
        daily(&groups, &HashMap::from([(1, seen)])).remove(0)
    }

    #[test]
    fn a_silent_day_is_zero_where_a_source_covers_it_and_missing_where_none_does() {
        let groups = on(
            &[("2026-09-02", 5), ("2026-09-04", 7), ("2026-09-08", 9)],
            "usage",
        );
        let series = series(
            groups,
            &[("2026-09-01", "2026-09-05"), ("2026-09-08", "2026-09-09")],
        );
        let days: Vec<Option<i128>> = series
            .days
            .iter()
            .map(|day| day.map(|total| total.0 / 1_000_000_000))
            .collect();
        assert_eq!(days, [Some(5), Some(0), Some(7), None, None, None, Some(9)]);
        assert_eq!(series.from, day("2026-09-02"));
    }

    #[test]
    fn seats_billed_on_the_first_are_no_spike_of_that_day() {
        let mut groups = on(
            &[("2026-09-01", 1), ("2026-09-02", 1), ("2026-09-03", 1)],
            "usage",
        );
        groups.extend(on(&[("2026-09-01", 900)], "purchase"));
        let series = series(groups, &[("2026-09-01", "2026-09-04")]);
        assert_eq!(series.days, [Some(units(1)); 3]);
        assert_eq!(series.monthly[&day("2026-09-01")], units(900));
        assert_eq!(series.months[&day("2026-09-01")], units(903));
    }

    #[test]
    fn one_day_a_month_is_no_daily_stream_whatever_its_files_cover() {
        let days = ["2026-07-03", "2026-08-04", "2026-09-03"];
        let made = series(on(&days.map(|day| (day, 900)), "usage"), &[]);
        assert_eq!((made.days.len(), made.monthly.len()), (0, 3));
    }

    #[test]
    fn the_series_ends_where_the_first_running_source_ends() {
        let mut groups = on(
            &[("2026-09-02", 1), ("2026-09-03", 1), ("2026-09-04", 1)],
            "usage",
        );
        for (day, value) in [("2026-09-02", 4), ("2026-09-03", 4)] {
            groups.push(group(&[day, "Other", "usage", "2"], "EUR", units(value)));
        }
        let groups = answer(Measure::Billed, "day provider category import", groups);
        let series = daily(&groups, &HashMap::new()).remove(0);
        assert_eq!(series.days, [Some(units(5)), Some(units(5))]);
    }

    #[test]
    fn two_filters_leave_the_daily_streams_where_no_monthly_one_has_both() {
        let mut groups = on(
            &[("2026-09-01", 1), ("2026-09-02", 1), ("2026-09-03", 1)],
            "usage",
        );
        groups.extend(on(&[("2026-09-01", 900)], "purchase"));
        let apart = series(groups.clone(), &[]);
        let only = only_daily(std::slice::from_ref(&apart)).expect("seats are of another category");
        assert_eq!(only.map(|filter| filter.values), [["Acme"], ["usage"]]);
        for day in ["2026-09-01", "2026-10-01"] {
            groups.push(group(&[day, "Other", "usage", "1"], "EUR", units(50)));
        }
        for day in ["2026-09-01", "2026-09-02", "2026-09-03"] {
            groups.push(group(&[day, "Other", "credit", "1"], "EUR", units(-1)));
        }
        assert_eq!(only_daily(&[series(groups, &[])]), None);
    }
}
