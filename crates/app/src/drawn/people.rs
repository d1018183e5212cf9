//! Charts of people: distribution, Lorenz, seats bought against used. Nobody is named or ranked.

use std::collections::BTreeMap;

use charts::charts as chart;
use charts::format;
use charts::{Figure, Options, Titles};
use metrics::Explanation;
use metrics::people::Intensity;
use metrics::people::concentration::{Concentration, concentration};
use metrics::people::distribution::{Distribution, distribution as distribution_of};
use metrics::people::suppression::check;
use model::{Category, Dimension, MICRO, Measure, Period};

use crate::Result;
use crate::scope::Scope;
use crate::show::Charted;
use crate::view::Route;

fn window_words(scope: &Scope<'_>) -> String {
    format!(
        "{} days to {}",
        scope.settings.windows.days,
        format::date(
            scope.people_window().to.pred_opt().unwrap_or_default(),
            &scope.locale
        )
    )
}

fn titles(scope: &Scope<'_>, title: String, description: String) -> Titles {
    let days = format::span(&scope.people_window(), &scope.locale);
    Titles {
        title,
        description,
        remark: String::new(),
        notes: [days].into_iter().chain(scope.filter_texts()).collect(),
    }
}

/// How tokens are spread over people; the zero bar apart.
pub(super) fn distribution(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let result = distribution_of(scope.people()?, Intensity::Tokens, scope.settings.privacy);
    let input = chart::UsageDistribution {
        titles: titles(
            scope,
            zero_finding(scope, &result),
            format!("People by tokens, {}, log scale", window_words(scope)),
        ),
        measured: format!("tokens per person, last {} days", scope.settings.windows.days),
        zero: result.zero.into(),
        unknown: result.unknown.into(),
        bins: result.bins.iter().map(bin).collect(),
        median: result
            .statistics
            .map(|statistics| statistics.median.round() as i128),
    };
    let team = Route {
        screen: "people".to_owned(),
        ..scope.route.clone()
    };
    let go = move |key: &str| {
        (key == "zero").then(|| Route {
            item: Some("non-adopters".to_owned()),
            ..team.clone()
        })
    };
    Ok(Charted {
        drawing: input.draw(options),
        explanation: result.explanation,
        go: Box::new(go),
    })
}

fn bin(bin: &metrics::people::distribution::Bin) -> chart::Bin {
    chart::Bin {
        from: bin.from.into(),
        to: bin.to.into(),
        people: Some(bin.people.into()),
    }
}

/// The finding of a distribution: how many have not used it at all, of whom one can know.
fn zero_finding(scope: &Scope<'_>, result: &Distribution) -> String {
    let active: u32 = result.statistics.map_or(0, |statistics| statistics.people) + result.unmeasured;
    let known = active + result.zero;
    if known == 0 {
        return "Nobody's activity is known yet".to_owned();
    }
    if check(known, None, scope.settings.privacy).is_some() {
        return format!("Fewer than {} people: not shown", scope.settings.privacy.minimum);
    }
    format!(
        "{} of {known} people have not used AI in {} days",
        result.zero, scope.settings.windows.days
    )
}

/// How unequal use is.
pub(super) fn lorenz(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let result = concentration(scope.people()?, Intensity::Tokens, scope.settings.privacy);
    let curve = result.active.as_ref();
    let input = chart::Lorenz {
        titles: titles(
            scope,
            lorenz_finding(&result),
            format!(
                "Share of tokens by share of active people, {}",
                window_words(scope)
            ),
        ),
        measured: "tokens".to_owned(),
        points: curve
            .map(|curve| {
                curve
                    .lorenz
                    .iter()
                    .map(|(people, use_)| (share(*people), share(*use_)))
                    .collect()
            })
            .unwrap_or_default(),
        gini: share(curve.map_or(0.0, |curve| curve.gini)),
    };
    Ok(Charted::still(input.draw(options), result.explanation))
}

fn lorenz_finding(result: &Concentration) -> String {
    if result.finding.is_empty() {
        "Concentration is not shown for so few people".to_owned()
    } else {
        result.finding.clone()
    }
}

/// A fraction for geometry.
fn share(fraction: f64) -> Figure {
    Figure::nanos((fraction * 1e9).round() as i128)
}

/// Seats bought, assigned and active per product.
pub(super) fn utilisation(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let products = products(scope)?;
    let (bought, active): (u64, u64) = products
        .iter()
        .filter_map(|product| product.bought.map(|bought| (bought, product.active.min(bought))))
        .fold((0, 0), |(seats, used), (bought, active)| {
            (seats + bought, used + active)
        });
    let title = if bought == 0 {
        "No seats are on any bill or list yet".to_owned()
    } else {
        format!(
            "{} of {bought} seats bought were not used in {} days",
            bought - active,
            scope.settings.windows.days
        )
    };
    let formula = format!("seats bought {bought} − active {active} = {}", bought - active);
    let explanation = Explanation::new("Seats on the newest bills against people seen active.", formula)
        .covering(format!("Seat purchases of {}; activity of {}.", format::period(&last_month(scope), &scope.locale), window_words(scope)))
        .guard("A login is not use; products are never averaged.")
        .note("Active people are counted per vendor: a vendor with several products shows the same people on each.");
    let input = chart::Utilisation {
        titles: titles(
            scope,
            title,
            format!("Seats bought, assigned and active, {}", window_words(scope)),
        ),
        products,
    };
    Ok(Charted::still(input.draw(options), explanation))
}

fn last_month(scope: &Scope<'_>) -> Period {
    Period::month(scope.period.to.pred_opt().unwrap_or(scope.period.from))
}

fn products(scope: &Scope<'_>) -> Result<Vec<chart::SeatUse>> {
    let bought = seats_bought(scope)?;
    let lists = scope.book.seats(scope.people_window().to)?;
    let active: BTreeMap<String, u64> = scope
        .ask(Measure::People, &[Dimension::Provider], scope.people_window())?
        .groups
        .into_iter()
        .map(|group| {
            (
                group.keys.into_iter().next().unwrap_or_default(),
                group.value.0 as u64,
            )
        })
        .collect();
    let mut rows: Vec<chart::SeatUse> = bought
        .iter()
        .map(|((provider, service), seats)| {
            let list = lists.iter().find(|list| list.provider == *provider);
            chart::SeatUse {
                key: service.clone(),
                name: service.clone(),
                bought: Some(*seats),
                assigned: list.map(|list| list.assigned.into()),
                active: list.map_or_else(
                    || active.get(provider).copied().unwrap_or(0),
                    |list| list.active_28.into(),
                ),
                idle: String::new(),
            }
        })
        .collect();
    let unbilled = lists
        .iter()
        .filter(|list| !bought.keys().any(|(provider, _)| *provider == list.provider));
    rows.extend(unbilled.map(|list| chart::SeatUse {
        key: list.product.clone(),
        name: list.product.clone(),
        bought: None,
        assigned: Some(list.assigned.into()),
        active: list.active_28.into(),
        idle: String::new(),
    }));
    Ok(rows)
}

/// Seats on the bills of the newest month, by provider and service: purchases counted in seats.
fn seats_bought(scope: &Scope<'_>) -> Result<BTreeMap<(String, String), u64>> {
    let by = [Dimension::Provider, Dimension::Service, Dimension::Category];
    let groups = scope.ask(Measure::Billed, &by, last_month(scope))?;
    let purchases = groups
        .groups
        .into_iter()
        .filter(|group| group.keys[2] == Category::Purchase.id() && is_seats(&group.unit));
    Ok(purchases
        .filter_map(|group| {
            Some((
                (group.keys[0].clone(), group.keys[1].clone()),
                (group.quantity? / i128::from(MICRO)) as u64,
            ))
        })
        .collect())
}

fn is_seats(unit: &str) -> bool {
    let unit = unit.to_lowercase();
    ["seat", "user", "licen"].iter().any(|word| unit.contains(word))
}
