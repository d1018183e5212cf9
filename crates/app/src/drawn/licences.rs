//! Charts of licences: seats per product, the renewal timeline, what was renewed, capacity.

use std::collections::BTreeMap;

use charts::charts as chart;
use charts::{Figure, Options, Titles, Unit, format};
use metrics::licences::capacity::MonthUse;
use metrics::licences::idle_seats::{IdleProduct, IdleSeats};
use metrics::licences::renewals::{Renewal, Standing};
use metrics::licences::revealed_preference::{Outcome, Retention};
use metrics::people::suppression::{Shown, whole};
use model::{Dimension, Measure, Total};

use super::people::{titles, window_words};
use crate::Result;
use crate::licences::{self, short_words, words};
use crate::scope::Scope;
use crate::show::{self, Charted};

/// Seats bought, assigned and active per product, with what idle ones cost.
pub(super) fn utilisation(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let made = licences::idle(scope)?;
    let products = seat_uses(scope, &made)?;
    let (bought, active): (u64, u64) = products
        .iter()
        .filter_map(|product| product.bought.zip(product.active))
        .map(|(bought, active)| (bought, active.min(bought)))
        .fold((0, 0), |(seats, used), (bought, active)| {
            (seats + bought, used + active)
        });
    let paid: u64 = products.iter().filter_map(|product| product.bought).sum();
    let title = match (bought, paid) {
        (0, 0) => "No seats are on any bill or contract yet".to_owned(),
        (0, paid) => format!(
            "{} seats are bought; nothing tells who uses them",
            show::count(scope, paid)
        ),
        _ => format!(
            "{} of {} seats bought were seen in use in {} days",
            show::count(scope, active),
            show::count(scope, bought),
            scope.settings.windows.days
        ),
    };
    let input = chart::Utilisation {
        titles: titles(
            scope,
            title,
            format!("Seats bought, assigned and active, {}", window_words(scope)),
        ),
        products,
    };
    let explanation = made
        .explanation
        .note("Where no list says who holds seats, active people are counted per vendor: a vendor with several products shows the same people on each.");
    Ok(Charted::still(input.draw(options), explanation))
}

fn seat_uses(scope: &Scope<'_>, made: &IdleSeats) -> Result<Vec<chart::SeatUse>> {
    let groups = scope.ask(Measure::People, &[Dimension::Provider], scope.people_window())?;
    let active: BTreeMap<String, u64> = groups
        .groups
        .into_iter()
        .map(|group| (group.keys[0].clone(), group.value.0 as u64))
        .collect();
    let privacy = scope.settings.privacy;
    let of = |one: &IdleProduct| {
        // A vendor of whom no source names people is unknown, not idle.
        let by_vendor = active
            .get(&one.provider)
            .map(|people| whole(*people, *people, privacy));
        let seen = if one.assigned.is_some() || one.hidden.is_some() {
            Some(one.active.clone())
        } else {
            by_vendor
        };
        chart::SeatUse {
            key: one.product.clone(),
            name: one.product.clone(),
            bought: one.bought,
            assigned: one.assigned,
            active: seen.as_ref().and_then(Shown::value).copied(),
            idle: match seen.as_ref().and_then(Shown::hidden) {
                Some(why) => why.mark(),
                None => idle_words(scope, one),
            },
        }
    };
    Ok(made.products.iter().map(of).collect())
}

/// The surest idle seats that may be shown: `$570 never used`.
fn idle_words(scope: &Scope<'_>, one: &IdleProduct) -> String {
    let tiers = one
        .tiers
        .iter()
        .filter_map(|tier| Some((tier, *tier.idle.value()?)));
    let tier = tiers.into_iter().find(|(_, idle)| *idle > 0);
    tier.map_or_else(String::new, |(tier, idle)| match &tier.exposure {
        Some(money) => format!(
            "{} {}",
            show::whole_money(scope, money.total, &money.currency),
            tier.tier.text()
        ),
        None => format!("{idle} {}", tier.tier.text()),
    })
}

/// When contracts renew. Terms that are over are in the list of the screen, not here.
pub(super) fn renewals(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let made = licences::calendar(scope)?;
    let is_ahead = |one: &&Renewal| !matches!(one.standing, Standing::Renewed | Standing::Ended);
    let bar = |one: &Renewal| chart::TermBar {
        key: metrics::licences::licence::name(&one.term).to_owned(),
        name: one.term.product.clone(),
        standing: short_words(one, &scope.locale),
        start: one.term.start,
        end: one.term.end,
        notice: one.term.notice,
        is_decided: one.standing == Standing::Decided,
    };
    let title = made.terms.iter().find(|one| one.due.is_some()).map_or_else(
        || "No contract is due".to_owned(),
        |one| format!("{}: {}", one.term.product, words(one, &scope.locale)),
    );
    let input = chart::Renewals {
        titles: Titles::new(
            title,
            format!(
                "Contract terms, as of {}",
                format::date(scope.today(), &scope.locale)
            ),
            scope.filter_notes(),
        ),
        about: chart::Terms::Contracts,
        today: scope.today(),
        terms: made.terms.iter().filter(is_ahead).map(bar).collect(),
    };
    Ok(Charted::still(input.draw(options), made.explanation))
}

/// What a year of the contracts that were due costs now against before: volume and price apart.
pub(super) fn renewed(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let made = licences::revealed(scope)?;
    let sums = made
        .contracts
        .iter()
        .find(|sums| sums.currency == scope.currency)
        .or(made.contracts.first());
    let currency = sums.map_or_else(|| scope.currency.clone(), |sums| sums.currency.clone());
    let money = |total: Total| Figure::total(total, &currency);
    let item = |key: &str, name: &str, total: Total| chart::Item {
        key: key.to_owned(),
        name: name.to_owned(),
        value: money(total),
    };
    let steps = made
        .due
        .iter()
        .filter(|one| one.term.currency == currency && one.old.zip(one.new).is_some())
        .flat_map(|one| {
            let key = metrics::licences::licence::name(&one.term);
            let what = if one.outcome == Outcome::Lost {
                "ended"
            } else {
                "seats"
            };
            let step = |kind: &str, total: Option<Total>| {
                item(
                    &format!("{key}|{kind}"),
                    &format!("{}, {kind}", one.term.product),
                    total.unwrap_or_default(),
                )
            };
            // One that renewed by itself is in no ratio, and so no step between the two sums.
            let is_counted = matches!(one.outcome, Outcome::Renewed | Outcome::Lost);
            [step(what, one.volume), step("price", one.price)]
                .into_iter()
                .filter(move |_| is_counted)
        });
    let others = made.contracts.iter().filter(|other| other.currency != currency);
    let title = renewed_finding(made.logo, sums.into_iter().chain(others));
    let input = chart::VarianceWaterfall {
        titles: Titles::new(
            title,
            "A year of the contracts that were due, before and after",
            scope.filter_notes(),
        ),
        unit: Unit::Money(currency.clone()),
        from: item("old", "Before", sums.map_or(Total(0), |sums| sums.old)),
        steps: steps.filter(|step| step.value != Figure::ZERO).collect(),
        to: item("new", "After", sums.map_or(Total(0), |sums| sums.new)),
        is_rise_good: false,
        empty: "Nothing changed between the two.".to_owned(),
    };
    Ok(Charted::still(input.draw(options), made.explanation))
}

/// `3 of 4 contracts due were renewed on purpose; net retention 99 % in USD, 70 % in EUR`: the first is of all currencies.
fn renewed_finding<'r>(logo: metrics::Rate, sums: impl Iterator<Item = &'r Retention>) -> String {
    let of_currency = |sums: &Retention| {
        let net = sums.nrr().map_or_else(|| "not known".to_owned(), show::percent);
        format!("{net} in {}", sums.currency.code())
    };
    let net: Vec<String> = sums.map(of_currency).collect();
    if net.is_empty() {
        return "No decided contract was due".to_owned();
    }
    format!(
        "{} of {} contracts due were renewed on purpose; net retention {}",
        logo.numerator,
        logo.denominator,
        net.join(", ")
    )
}

/// The use of a commitment month by month, against what was bought for the month.
pub(super) fn capacity(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let made = licences::capacities(scope)?;
    let row = made.rows.iter().find(|row| !row.months.is_empty());
    let title = row.map_or_else(
        || "No commitment or prepaid capacity is known".to_owned(),
        |row| {
            let share = row.utilisation().map_or_else(|| "none".to_owned(), show::percent);
            format!("{}: {share} of what was bought to date is used", row.title())
        },
    );
    let currency = row.map_or_else(|| scope.currency.clone(), |row| row.currency.clone());
    let months = || row.into_iter().flat_map(|row| &row.months);
    let column = |month: &MonthUse| chart::TimeColumn {
        period: month.period,
        is_provisional: month.period.to > scope.data.to,
        budget: Some(Figure::total(month.bought, &currency)),
    };
    let used = chart::Series {
        key: "used".to_owned(),
        name: "used".to_owned(),
        values: months()
            .map(|month| Figure::total(month.used, &currency))
            .collect(),
    };
    let input = chart::SpendOverTime {
        titles: Titles::new(
            title,
            "Used by month; dotted: bought for the month",
            scope.filter_notes(),
        ),
        unit: Unit::Money(currency.clone()),
        columns: months().map(column).collect(),
        planned: "bought",
        colours: charts::Colours::default(),
        series: if row.is_some() { vec![used] } else { Vec::new() },
    };
    Ok(Charted::still(input.draw(options), made.explanation))
}

#[cfg(test)]
mod tests {
    use model::Currency;

    use super::*;

    #[test]
    fn retention_is_said_for_each_currency_that_the_count_is_of() {
        let sums = |code: &str, old: i128, new: i128| Retention {
            currency: Currency::new(code),
            old: Total(old),
            new: Total(new),
            ..Retention::default()
        };
        let all = [sums("USD", 100, 99), sums("EUR", 100, 70)];
        assert_eq!(
            renewed_finding(metrics::Rate::new(3, 4, 0), all.iter()).replace('\u{a0}', " "),
            "3 of 4 contracts due were renewed on purpose; net retention 99 % in USD, 70 % in EUR"
        );
        assert_eq!(
            renewed_finding(metrics::Rate::default(), std::iter::empty()),
            "No decided contract was due"
        );
    }
}
