//! The scenarios of one initiative side by side, and keeping what the sliders show as one more.

use model::capitalised;
use std::collections::BTreeMap;

use metrics::roi::scenario::Scenario;
use metrics::roi::worth::{Worth, worth};
use store::Book;

use super::{keep, list, named, variant};
use crate::initiative::{self, Initiative, SLIDERS};
use crate::scope::Scope;
use crate::view::Route;
use crate::{Result, show};

/// One scenario among others.
pub(crate) struct Beside {
    pub(crate) name: String,
    pub(crate) scenario: Scenario,
    pub(crate) worth: Worth,
    /// Where it is open.
    pub(crate) go: Route,
}

/// Most scenarios that stand side by side.
const MOST: usize = 4;
/// What the initiative's own scenario is called among its variants.
pub(crate) const DESCRIBED: &str = "As described";
/// What the sliders show, where they differ from what is saved.
pub(crate) const SHOWN: &str = "As the sliders stand";

/// The scenarios of the initiative a route is about: as described, as the sliders stand, and those saved.
pub(crate) fn beside(scope: &Scope<'_>) -> Result<Vec<Beside>> {
    let (shown, worth_shown) = initiative::chosen(scope)?;
    let of = &shown.scenario.name;
    // A route without a word shows the first initiative: where it is shown, it is the same place.
    let route = |inputs: &[(&str, &str)]| Route {
        item: scope.route.item.clone().map(|_| of.clone()),
        inputs: inputs
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect(),
        ..scope.route.clone()
    };
    let mut all = vec![valued(DESCRIBED, &named(scope.book, of)?, route(&[]))];
    let saved = list(scope.book)?.into_iter().filter(|saved| saved.of == *of);
    for saved in saved {
        let name = saved.scenario.name;
        all.push(valued(
            &name,
            &named(scope.book, &name)?,
            route(&[("scenario", &name)]),
        ));
    }
    let is_known = all.iter().any(|one| {
        Scenario {
            name: of.clone(),
            ..one.scenario.clone()
        } == shown.scenario
    });
    if !is_known {
        all.insert(
            1,
            Beside {
                name: SHOWN.to_owned(),
                scenario: shown.scenario.clone(),
                worth: worth_shown.clone(),
                go: scope.route.clone(),
            },
        );
    }
    all.truncate(MOST);
    Ok(all)
}

fn valued(name: &str, one: &Initiative, go: Route) -> Beside {
    Beside {
        name: name.to_owned(),
        worth: worth(&one.scenario),
        scenario: one.scenario.clone(),
        go,
    }
}

/// What the sliders of a route moved, in words: `Caused by the initiative 40 %, taken off for risk 20 %`.
pub(crate) fn moves(inputs: &BTreeMap<String, String>) -> String {
    let moved = SLIDERS.iter().filter_map(|slider| {
        let value = inputs.get(slider.key)?.parse::<f64>().ok()?;
        let shown = if slider.is_fraction {
            show::percent(value)
        } else {
            format!("{}", (value * 100.0).round() / 100.0)
        };
        Some(format!("{} {shown}", slider.label.to_lowercase()))
    });
    capitalised(&moved.collect::<Vec<_>>().join(", "))
}

/// Keeps an initiative with some sliders moved as a variant named after them. Gives its name.
pub(crate) fn keep_moved(book: &Book, of: &str, inputs: &BTreeMap<String, String>) -> Result<String> {
    let set: Vec<String> = inputs
        .iter()
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    let name = moves(inputs);
    keep(book, &variant(book, of, &name, &set)?)?;
    Ok(name)
}

/// Which sliders stand elsewhere than the initiative's own scenario has them.
pub(crate) fn moved(described: &Scenario, shown: &Scenario) -> BTreeMap<String, String> {
    let (mut described, mut shown) = (described.clone(), shown.clone());
    let pairs = SLIDERS.iter().map(|slider| {
        (
            slider.key,
            (slider.of)(&mut described).mid,
            (slider.of)(&mut shown).mid,
        )
    });
    let elsewhere = pairs.filter(|(_, before, now)| (before - now).abs() > 1e-9);
    elsewhere
        .map(|(key, _, now)| (key.to_owned(), now.to_string()))
        .collect()
}
