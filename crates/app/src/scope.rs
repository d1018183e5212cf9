//! What a route is about, with every default filled in: period, currency, measure, filters. Asks the book, computes nothing.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use charts::Locale;
use charts::format::Currencies;
use chrono::{Datelike, Days, Months, NaiveDate};
use metrics::Settings;
use metrics::licences::licence::Licence;
use metrics::people::suppression;
use metrics::signals::daily::{Daily, daily};
use model::{
    Currency, Dimension, Filter, Grain, Groups, Measure, Period, PersonActivity, PersonDay, Query,
    capitalised,
};
use store::Book;

use crate::once::{Once, once};
use crate::sample::is_sample;
use crate::taken::{self, OF_PEOPLE, Takes};
use crate::view::{FilterView, Route};
use crate::{Result, ask, estimate, few, licences, names, settings, signals};

/// Columns of a chart over time.
const MONTHS_SHOWN: u32 = 16;

/// A route with a book behind it.
#[derive(Clone)]
pub struct Scope<'b> {
    /// The book.
    pub book: &'b Book,
    /// The route as asked for, defaults filled in.
    pub route: Route,
    /// Days in force.
    pub period: Period,
    /// Days the book knows anything of.
    pub data: Period,
    /// The newest month that is over, of those the book knows: what is shown without being asked for.
    pub(crate) newest: Period,
    /// Whether these are days of charges or usage, rather than of seats, KPIs or contracts alone.
    pub(crate) has_use: bool,
    /// Whether anything is billed.
    pub(crate) has_bills: bool,
    /// Whether the book is the sample.
    pub(crate) is_sample: bool,
    /// Currencies with money, the most frequent first; without any bill, those of budgets and contracts.
    pub currencies: Vec<Currency>,
    /// The one in force.
    pub currency: Currency,
    /// The measure in force.
    pub measure: Measure,
    /// Filters in force.
    pub filters: Vec<Filter>,
    /// Filters of the route that what is asked for does not look at.
    aside: Vec<Filter>,
    /// How figures are written.
    pub locale: Locale,
    /// Thresholds, windows and defaults in force.
    pub settings: Settings,
    /// Their version.
    pub settings_version: i64,
    pub(crate) once: Once,
}

impl<'b> Scope<'b> {
    /// The scope of a route; `None` when the book has nothing with a day to it yet.
    pub fn of(book: &'b Book, route: &Route) -> Result<Option<Self>> {
        let used = book.days()?;
        let beside = || book.days_beside();
        let Some(data) = used.map_or_else(beside, |days| Ok(Some(days)))? else {
            return Ok(None);
        };
        let mut currencies = book.currencies()?;
        let has_bills = !currencies.is_empty();
        if !has_bills {
            currencies = promised(book)?;
        }
        let chosen = route
            .currency
            .as_deref()
            .map(Currency::new)
            .filter(|currency| currencies.contains(currency));
        let currency = chosen.or_else(|| currencies.first().cloned()).unwrap_or_default();
        let measure = route
            .measure
            .as_deref()
            .and_then(|id| id.parse().ok())
            .unwrap_or(Measure::Billed);
        let newest = newest_month(data, book.newest_import_day()?);
        let asked = ask::period(route.from.as_deref(), route.to.as_deref())?;
        let period = asked.map_or(newest, |asked| within(asked, data));
        let mut route = route.clone();
        route.from = Some(period.from.to_string());
        route.to = Some(period.to.to_string());
        route.currency = Some(currency.code().to_owned());
        route.measure = Some(measure.id().to_owned());
        let (mut settings, settings_version) = settings::of(book)?;
        let filters: Vec<Filter> = route.filters.iter().map(filter).collect::<Result<_>>()?;
        settings.privacy.is_part = is_part(&filters);
        let mut scope = Self {
            book,
            route,
            period,
            data,
            newest,
            has_use: used.is_some(),
            has_bills,
            is_sample: is_sample(book)?,
            currencies,
            currency,
            measure,
            filters,
            aside: Vec::new(),
            locale: Locale::default(),
            settings,
            settings_version,
            once: Once::default(),
        };
        scope.settings.privacy.is_closed = scope.is_closed()?;
        Ok(Some(scope))
    }

    /// Whether a filter picks people of whom nothing may be shown: a team that the breakdown by team hides.
    fn is_closed(&self) -> Result<bool> {
        if !self.settings.privacy.is_part {
            return Ok(false);
        }
        let people = self.everybody()?;
        let hides = |dimension: &Dimension| {
            let mut groups: BTreeMap<&String, (u32, bool)> = BTreeMap::new();
            for person in &people {
                let value = value(dimension, person);
                let group = groups.entry(value).or_default();
                *group = (group.0 + 1, self.accepts(dimension, value));
            }
            let groups: Vec<(u32, bool)> = groups.into_values().collect();
            suppression::closes(&groups, self.settings.privacy)
        };
        let picks =
            |person: &PersonActivity| OF_PEOPLE.map(|by| self.accepts(&by, value(&by, person))).into();
        let filtered = || OF_PEOPLE.iter().filter(|by| self.filter(by).is_some());
        let is_known_together = || {
            let picked: Vec<(bool, bool)> = people.iter().map(picks).collect();
            suppression::closes_together(&picked, self.settings.privacy)
        };
        Ok(filtered().any(hides) || (filtered().count() > 1 && is_known_together()))
    }

    /// The same under other settings, which the book does not keep yet.
    pub(crate) fn with_settings(&self, mut settings: Settings) -> Result<Self> {
        settings.privacy.is_part = self.settings.privacy.is_part;
        settings.privacy.is_closed = false;
        let once = self
            .once
            .under_other_settings(settings.windows == self.settings.windows);
        let mut scope = Self {
            book: self.book,
            route: self.route.clone(),
            currencies: self.currencies.clone(),
            currency: self.currency.clone(),
            filters: self.filters.clone(),
            aside: self.aside.clone(),
            locale: self.locale.clone(),
            settings,
            once,
            ..*self
        };
        scope.settings.privacy.is_closed = scope.is_closed()?;
        Ok(scope)
    }

    /// The same under those filters only that something looks at.
    pub(crate) fn taking(&self, takes: Takes) -> Result<Cow<'_, Self>> {
        if takes.every_line() {
            self.check_open()?;
        }
        if self.filters.iter().all(|filter| takes.by(&filter.dimension)) {
            return Ok(Cow::Borrowed(self));
        }
        let mut scope = self.clone();
        let filters = std::mem::take(&mut scope.filters).into_iter();
        (scope.filters, scope.aside) = filters.partition(|filter| takes.by(&filter.dimension));
        scope.once = self.once.under_fewer_filters(!is_part(&scope.aside));
        scope.settings.privacy.is_part = is_part(&scope.filters);
        scope.settings.privacy.is_closed = false;
        scope.settings.privacy.is_closed = scope.is_closed()?;
        Ok(Cow::Owned(scope))
    }

    /// Refuses filters that pick people of whom nothing may be shown alone on any day of the book: charts look at earlier days
    /// than those asked about, too.
    pub(crate) fn check_open(&self) -> Result<()> {
        let check = || {
            if self.route.names {
                return Ok(());
            }
            few::check(self.book, &self.filters, Some(self.data))
        };
        once(&self.once.open, check).copied()
    }

    /// The answer to a question for all to see: few people never stand alone in it.
    pub(crate) fn ask_shown(&self, measure: Measure, by: &[Dimension], period: Period) -> Result<Groups> {
        let mut groups = self.ask(measure, by, period)?;
        if !self.route.names {
            few::join(self.book, &mut groups)?;
        }
        Ok(groups)
    }

    /// The answer to a question about a period of one's choice, under the filters in force.
    pub fn ask(&self, measure: Measure, by: &[Dimension], period: Period) -> Result<Groups> {
        self.ask_of(&[], (measure, by), period)
    }

    /// The same under more filters.
    pub fn ask_of(
        &self,
        more: &[Filter],
        (measure, by): (Measure, &[Dimension]),
        period: Period,
    ) -> Result<Groups> {
        self.check_open()?;
        let query = Query {
            measure,
            by: by.to_vec(),
            filters: self.filters.iter().chain(more).cloned().collect(),
            period: Some(period),
        };
        let (mut groups, _) = estimate::groups(self.book, &query)?;
        if !self.route.names {
            names::hide(self.book, &mut groups)?;
        }
        Ok(groups)
    }

    /// The same in the currency in force only, for all to see.
    pub fn ask_in_currency(&self, measure: Measure, by: &[Dimension], period: Period) -> Result<Groups> {
        let mut groups = self.ask_shown(measure, by, period)?;
        if measure.is_money() {
            groups.groups.retain(|group| group.currency == self.currency);
        }
        Ok(groups)
    }

    /// The months that end with the period in force, as many as a chart shows.
    pub fn run_up(&self) -> Period {
        let end = Grain::Month.next(self.period.to - Days::new(1));
        let from = Grain::Month
            .start(self.data.from)
            .max(end - Months::new(MONTHS_SHOWN));
        Period::new(from.min(self.period.from), end)
    }

    /// The window people are looked at in: some days up to the end of the period, within the data.
    pub fn people_window(&self) -> Period {
        let end = self.period.to.min(self.data.to);
        Period::new(end - Days::new(self.settings.windows.days.into()), end)
    }

    /// The history behind that window.
    pub fn people_history(&self) -> Period {
        let end = self.people_window().to;
        Period::new(end - Days::new(self.settings.windows.history.into()), end)
    }

    /// Everybody in that window, read once for all charts of a screen. Team and unit filters hold.
    pub fn people(&self) -> Result<&[PersonActivity]> {
        let people = once(&self.once.people, || {
            let mut people = self.everybody()?;
            people.retain(|person| OF_PEOPLE.iter().all(|by| self.accepts(by, value(by, person))));
            Ok(Rc::new(people))
        });
        people.map(|people| people.as_slice())
    }

    fn everybody(&self) -> Result<Vec<PersonActivity>> {
        Ok(self.book.people(self.people_window(), self.people_history())?)
    }

    /// The day things are looked at from: the last one of the period, or of the book where that is earlier.
    pub fn today(&self) -> NaiveDate {
        self.people_window().to - Days::new(1)
    }

    /// Every product that is bought by the seat, read once for all charts of a screen. A provider filter holds.
    pub fn licences(&self) -> Result<&[Licence]> {
        let licences = once(&self.once.licences, || {
            let mut all = licences::read(self)?;
            all.retain(|one| self.accepts(&Dimension::Provider, &one.provider));
            Ok(Rc::new(all))
        });
        licences.map(|licences| licences.as_slice())
    }

    /// What each of them did on each day up to the window's end, as far back as the book knows; read once.
    pub fn person_days(&self) -> Result<&[PersonDay]> {
        let days = once(&self.once.days, || {
            let asked: BTreeSet<i64> = self.people()?.iter().map(|person| person.person).collect();
            let all = Period::new(self.data.from, self.people_window().to);
            let mut days = self.book.person_days(all)?;
            if days.iter().any(|line| !asked.contains(&line.person)) {
                Arc::make_mut(&mut days).retain(|line| asked.contains(&line.person));
            }
            Ok(days)
        });
        days.map(|days| days.as_slice())
    }

    /// What is billed day by day under the filters in force, per currency; read once for all signals of a screen.
    pub fn series(&self) -> Result<&[Daily]> {
        let series = once(&self.once.series, || {
            let groups = signals::billed(self.book, self.filters.clone())?;
            Ok(Rc::new(daily(&groups, &signals::seen(self.book)?)))
        });
        series.map(|series| series.as_slice())
    }

    fn filter(&self, dimension: &Dimension) -> Option<&Filter> {
        self.filters.iter().find(|filter| filter.dimension == *dimension)
    }

    /// What a filter by a dimension keeps, if there is one.
    pub(crate) fn values(&self, dimension: &Dimension) -> Option<&[String]> {
        self.filter(dimension).map(|filter| filter.values.as_slice())
    }

    pub(crate) fn accepts(&self, dimension: &Dimension, value: &String) -> bool {
        self.filter(dimension)
            .is_none_or(|filter| filter.values.contains(value))
    }

    /// One sign, or ISO codes when the page mixes currencies.
    pub fn writing(&self) -> Currencies {
        if self.currencies.len() > 1 {
            Currencies::Mixed
        } else {
            Currencies::One
        }
    }

    /// Which roster tells of people and their teams, where rosters differ.
    pub(crate) fn roster_note(&self, takes: Takes) -> Result<Option<String>> {
        let is_said = takes.of_people() && self.book.people_elsewhere()? > 0;
        let said =
            "Rosters differ: people and their teams are those of the one in force at the end of the window.";
        Ok(is_said.then(|| said.to_owned()))
    }

    /// Filters in words: `Team: Claims`.
    pub fn filter_texts(&self) -> Vec<String> {
        self.filters.iter().map(filter_text).collect()
    }

    /// The same with those that change nothing here, for charts and exports; first of all, that the book is the sample.
    pub(crate) fn filter_notes(&self) -> Vec<String> {
        let sample = self.is_sample.then(|| "Sample book: invented data".to_owned());
        sample
            .into_iter()
            .chain(self.filter_texts())
            .chain(self.not_filtered())
            .collect()
    }

    /// What is said of filters that change nothing here.
    pub(crate) fn not_filtered(&self) -> Option<String> {
        taken::not_filtered(&self.aside).map(|text| capitalised(&text))
    }

    /// The route with one more filter.
    pub fn with_filter(&self, dimension: &Dimension, value: &str) -> Route {
        let mut route = self.route.clone();
        let id = dimension.to_string();
        route.filters.retain(|filter| filter.dimension != id);
        route.filters.push(FilterView {
            dimension: id,
            values: vec![value.to_owned()],
        });
        route
    }

    /// The route on another screen.
    pub fn on(&self, screen: &str) -> Route {
        Route {
            screen: screen.to_owned(),
            ..self.route.clone()
        }
    }
}

/// Whether filters leave a part of the people of the book only.
fn is_part(filters: &[Filter]) -> bool {
    filters.iter().any(|filter| OF_PEOPLE.contains(&filter.dimension))
}

/// What a dimension of people says of a person.
fn value<'p>(dimension: &Dimension, person: &'p PersonActivity) -> &'p String {
    match dimension {
        Dimension::Team => &person.team,
        _ => &person.unit,
    }
}

/// A filter in words: `Team: Claims`.
pub fn filter_text(filter: &Filter) -> String {
    let values: Vec<&str> = filter
        .values
        .iter()
        .map(|value| if value.is_empty() { "not stated" } else { value })
        .collect();
    format!("{}: {}", filter.dimension.label(), values.join(", "))
}

fn filter(view: &FilterView) -> Result<Filter> {
    Ok(Filter {
        dimension: ask::dimension(&view.dimension)?,
        values: view.values.clone(),
    })
}

/// Currencies of budgets and contracts, for a book in which nothing is billed.
fn promised(book: &Book) -> Result<Vec<Currency>> {
    let budgets = book.budgets()?.into_iter().map(|kept| kept.fact.currency);
    let contracts = book.contracts()?.into_iter().map(|kept| kept.fact.currency);
    let mut all: Vec<Currency> = budgets.chain(contracts).collect();
    all.retain(|currency| !currency.code().is_empty());
    all.sort();
    all.dedup();
    Ok(all)
}

/// The period asked for, cut to the data.
fn within(asked: Period, data: Period) -> Period {
    Period::new(
        asked.from.max(data.from),
        asked.to.min(Grain::Month.next(data.to)),
    )
}

/// The newest month whose days are all in the data; the newest at all when there is none. What a file says of days after it
/// was imported, such as a commitment of years, makes no month.
fn newest_month(data: Period, imported: Option<NaiveDate>) -> Period {
    let until = imported.map_or(data.to, |day| data.to.min(day + Days::new(1)));
    let to = if until > data.from { until } else { data.to };
    let month = Period::month(to - Days::new(1));
    let before = month.previous();
    if month.to > to && before.from >= data.from {
        before
    } else {
        month
    }
}

/// The word for a month among its neighbours: `September`.
pub fn month_word(day: NaiveDate) -> &'static str {
    const WORDS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    WORDS[day.month0() as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(from: &str, to: &str) -> Period {
        Period::new(from.parse().unwrap(), to.parse().unwrap())
    }

    #[test]
    fn the_newest_complete_month_is_shown_first() {
        assert_eq!(
            newest_month(days("2026-01-05", "2026-09-12"), None),
            days("2026-08-01", "2026-09-01")
        );
        assert_eq!(
            newest_month(days("2026-01-05", "2026-10-01"), None),
            days("2026-09-01", "2026-10-01")
        );
        assert_eq!(
            newest_month(days("2026-09-05", "2026-09-12"), None),
            days("2026-09-01", "2026-10-01")
        );
    }

    #[test]
    fn days_after_the_newest_import_make_no_month() {
        let imported = |day: &str| newest_month(days("2026-01-05", "2029-12-31"), day.parse().ok());
        assert_eq!(imported("2026-11-30"), days("2026-11-01", "2026-12-01"));
        assert_eq!(imported("2026-11-12"), days("2026-10-01", "2026-11-01"));
        assert_eq!(
            imported("2025-03-01"),
            days("2029-11-01", "2029-12-01"),
            "all lies ahead"
        );
    }
}
