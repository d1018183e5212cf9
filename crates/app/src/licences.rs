//! What a book knows of licences, put together for metrics, and their dates in words. Computes no figure.

use charts::Locale;
use charts::format::date;
use chrono::{Days, Months, NaiveDate};
use metrics::licences::billed::billed_seats;
use metrics::licences::capacity::{Capacities, Use, capacity};
use metrics::licences::idle_seats::{Days3, IdleSeats, idle_seats};
use metrics::licences::licence::{Licence, licences};
use metrics::licences::renewals::{Renewal, Renewals, Standing, renewals};
use metrics::licences::revealed_preference::{Given, Revealed, revealed_preference};
use model::{Contract, Dimension, Grain, Measure, Period, Query};

use crate::Result;
use crate::scope::Scope;

/// How far back the newest bill of seats may lie.
const BILLS: u64 = 400;

/// Every product bought by the seat: lists, contracts in force, bills.
pub(crate) fn read(scope: &Scope<'_>) -> Result<Vec<Licence>> {
    let seen = scope
        .book
        .seat_uses(scope.people_window(), scope.people_history())?;
    let end = scope.today() + Days::new(1);
    let sold = Period::new(end - Days::new(BILLS), end);
    let bills = billed_seats(&scope.book.seat_lines(&scope.filters, sold)?);
    Ok(licences(seen, &contracts(scope)?, &bills, scope.today()))
}

/// Contract terms, in the order in which they came in. A provider filter holds.
pub(crate) fn contracts(scope: &Scope<'_>) -> Result<Vec<Contract>> {
    let terms = scope.book.contracts()?.into_iter().map(|kept| kept.fact);
    Ok(terms
        .filter(|term| scope.accepts(&Dimension::Provider, &term.provider))
        .collect())
}

/// The windows in which seats are looked at.
pub(crate) fn days(scope: &Scope<'_>) -> Days3 {
    Days3 {
        window: scope.people_window(),
        history: scope.people_history(),
        today: scope.today(),
    }
}

/// Idle seats of the scope.
pub(crate) fn idle(scope: &Scope<'_>) -> Result<IdleSeats> {
    Ok(idle_seats(scope.licences()?, days(scope), &scope.settings))
}

/// The calendar of the scope.
pub(crate) fn calendar(scope: &Scope<'_>) -> Result<Renewals> {
    Ok(renewals(&contracts(scope)?, scope.today()))
}

/// `notice by 30 Nov 2026, in 30 days, or it renews by itself on 1 Jan 2027`.
pub(crate) fn words(one: &Renewal, locale: &Locale) -> String {
    let day =
        |day: Option<NaiveDate>| day.map_or_else(|| "a day not stated".to_owned(), |day| date(day, locale));
    let away = match one.days {
        Some(1) => "tomorrow".to_owned(),
        Some(0) => "today".to_owned(),
        Some(days) => format!("in {days} days"),
        None => String::new(),
    };
    let end = day(one.term.end);
    let otherwise = match one.term.auto_renew {
        Some(true) => format!("or it renews by itself on {end}"),
        Some(false) => format!("; it ends before {end}"),
        None => format!("; the term ends before {end}"),
    };
    match one.standing {
        Standing::NoticeAhead => {
            format!("notice by {}, {away}, {otherwise}", day(one.term.notice)).replace(", ;", ";")
        }
        Standing::NoticePassed => format!(
            "notice was due by {}; the term ends before {end}, {away}",
            day(one.term.notice)
        ),
        Standing::EndAhead => format!("ends before {end}, {away}; no notice day stated"),
        Standing::Decided => format!(
            "decided: {}; the term ends before {end}, {away}",
            one.term.decision
        ),
        Standing::Later => format!("begins on {}, {away}", day(one.term.start)),
        Standing::Open => "no end stated".to_owned(),
        Standing::Renewed => "renewed: a later term follows".to_owned(),
        Standing::Ended => format!("ended before {end}"),
    }
}

/// The same for a narrow place: `notice by 30 Nov 2026`.
pub(crate) fn short_words(one: &Renewal, locale: &Locale) -> String {
    let text = words(one, locale);
    let end = text.find([',', ';']).unwrap_or(text.len());
    text[..end].to_owned()
}

/// Days in which contracts must have been due: the period, and at least the twelve months to its end.
fn due(scope: &Scope<'_>) -> Period {
    let end = scope.today() + Days::new(1);
    Period::new(scope.period.from.min(end - Months::new(12)), end)
}

/// What renewals and spending reveal.
pub(crate) fn revealed(scope: &Scope<'_>) -> Result<Revealed> {
    let by = [Dimension::Time(Grain::Month), Dimension::Provider];
    let days = Period::new(scope.data.from, scope.today() + Days::new(1));
    let surveys: Vec<_> = scope.book.surveys()?.into_iter().map(|kept| kept.fact).collect();
    let given = Given {
        contracts: &contracts(scope)?,
        due: due(scope),
        today: scope.today(),
        spend: &scope.ask(Measure::Billed, &by, days)?,
        surveys: &surveys,
    };
    Ok(revealed_preference(given, &scope.settings))
}

/// What is bought ahead, where a commitment that is over may have expired; asked for nothing else, it costs four queries.
pub(crate) fn ended(scope: &Scope<'_>) -> Result<Option<Capacities>> {
    let today = scope.today();
    let is_over = |term: &Contract| term.commitment.is_some() && term.end.is_some_and(|end| end <= today);
    let has_ended = contracts(scope)?.iter().any(is_over);
    has_ended.then(|| capacities(scope)).transpose()
}

/// How far what is bought ahead is used.
pub(crate) fn capacities(scope: &Scope<'_>) -> Result<Capacities> {
    let is_amortised = || -> Result<bool> {
        let by_year = Query::of(Measure::Effective).by(Dimension::Time(Grain::Year));
        Ok(scope.book.groups(&by_year)?.stated().next().is_some())
    };
    // Without bills nothing is known of what was used of a commitment.
    let contracts = if scope.has_bills || is_amortised()? {
        contracts(scope)?
    } else {
        Vec::new()
    };
    let starts = contracts
        .iter()
        .filter(|term| term.commitment.is_some())
        .filter_map(|term| term.start);
    let first = starts
        .min()
        .map_or(scope.run_up().from, |start| start.min(scope.run_up().from));
    let days = Period::new(first, scope.today() + Days::new(1));
    let by = [
        Dimension::Time(Grain::Day),
        Dimension::Provider,
        Dimension::Service,
        Dimension::Category,
        // Of one file every line states an amortised amount, or none does.
        Dimension::Import,
    ];
    let ask = |measure| scope.ask(measure, &by, days);
    let by_service = Query::of(Measure::Billed)
        .by(Dimension::Provider)
        .by(Dimension::Service);
    let used = Use {
        since: scope.data.from,
        services: &scope.book.groups(&by_service)?,
        billed: &ask(Measure::Billed)?,
        effective: &ask(Measure::Effective)?,
        list: &ask(Measure::List)?,
    };
    Ok(capacity(&contracts, used, &idle(scope)?.products, scope.today()))
}
