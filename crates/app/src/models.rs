//! What a book knows of models, put together for metrics: which are used, their tokens, pilots. Computes no figure.

use std::path::Path;

use chrono::Days;
use metrics::licences::licence::likeness;
use metrics::models::model_mix::{ModelMix, model_mix};
pub use metrics::models::pilot::Pilot;
use metrics::models::repricing::{Asking, Cell, Reprice, repricing};
use metrics::pricing::{Found, PriceBook, canonical};
use model::{
    Dimension, Filter, Grain, Group, Groups, Measure, Money, Period, Query, Terms, TokenClass, Total,
};
use store::Book;

use crate::scope::Scope;
use crate::{Error, Result, estimate, side_file};

/// Kind of the documents that hold pilots.
const PILOT: &str = "pilot";
/// Inputs of a route.
pub(crate) const FROM: &str = "from-model";
/// The other model.
pub(crate) const TO: &str = "to-model";

/// Money and tokens by model and class.
pub(crate) fn mix(scope: &Scope<'_>) -> Result<ModelMix> {
    let by = [Dimension::Model, Dimension::TokenClass];
    let named = |measure| -> Result<Groups> {
        let mut groups = scope.ask(measure, &by, scope.period)?;
        // Seats, taxes and credits name no model.
        groups.groups.retain(|group| !group.keys[0].is_empty());
        Ok(groups)
    };
    Ok(model_mix(
        &named(Measure::Tokens)?,
        &named(Measure::Billed)?,
        &named(Measure::Estimated)?,
    ))
}

/// A comparison of two models with how it was made.
pub(crate) struct Compared {
    /// The model in use.
    pub(crate) from: String,
    /// The other.
    pub(crate) to: String,
    /// Models one can choose, most tokens first.
    pub(crate) models: Vec<String>,
    /// The result.
    pub(crate) made: Reprice,
    /// Tokens of seats, left out.
    pub(crate) seats: i128,
    /// `project` or `tool`: what tasks are told apart by.
    pub(crate) by: &'static str,
}

/// Reprices the model of the route, else the one with most tokens, with that of the route, else the cheapest other in use.
pub(crate) fn compared(scope: &Scope<'_>) -> Result<Compared> {
    let used = used(scope)?;
    let prices = estimate::price_book(scope.book)?;
    let input = |key: &str| {
        scope
            .route
            .inputs
            .get(key)
            .filter(|model| !model.is_empty())
            .cloned()
    };
    let is_priced =
        |(provider, model): &&(String, String)| matches!(prices.find(provider, model), Found::Prices { .. });
    let from = input(FROM).or_else(|| used.iter().find(is_priced).map(|(_, model)| model.clone()));
    let from = from
        .or_else(|| used.first().map(|(_, model)| model.clone()))
        .unwrap_or_default();
    let spelled = |model: &str| spellings(&used, model);
    let (cells, seats, by) = cells(scope, &spelled(&from), scope.period)?;
    let pilots = pilots(scope.book)?;
    let requests = requests(scope, &spelled(&from))?;
    let sell = |model: &str| {
        used.iter()
            .find(|(_, name)| is_same(name, model))
            .map_or("", |(provider, _)| provider.as_str())
    };
    let reprice = |to: &str| -> Result<Reprice> {
        let (provider, since) = (sell(to), since(scope, &pilots, (&from, to), &spelled(to))?);
        let since = since.as_ref().map(|(billed, cells)| (billed, cells.as_slice()));
        let asking = Asking {
            from: &from,
            to: (provider, to),
            requests,
            pilots: &pilots,
            since,
        };
        Ok(repricing(&cells, &prices, asking, &scope.settings))
    };
    let to = match input(TO) {
        Some(to) => to,
        None => cheapest(&used, &from, &prices, &cells, scope),
    };
    let mut models: Vec<String> = Vec::new();
    let named = [from.clone(), to.clone()];
    for model in used.iter().map(|(_, model)| model).chain(&named) {
        if !model.is_empty() && !models.iter().any(|known| is_same(known, model)) {
            models.push(model.clone());
        }
    }
    let made = reprice(&to)?;
    Ok(Compared {
        from,
        to,
        models,
        made,
        seats,
        by,
    })
}

/// Of the models in use, the one that would have cost least; nothing where none has a price.
fn cheapest(
    used: &[(String, String)],
    from: &str,
    prices: &PriceBook,
    cells: &[Cell],
    scope: &Scope<'_>,
) -> String {
    let others = used.iter().filter(|(_, model)| !is_same(model, from));
    let cost = |(provider, to): &(String, String)| {
        let asking = Asking {
            from,
            to: (provider, to),
            requests: None,
            pilots: &[],
            since: None,
        };
        let made = repricing(cells, prices, asking, &scope.settings);
        made.rows
            .first()
            .filter(|_| made.unpriced == 0)
            .map(|all| all.other[1].total)
    };
    let with_cost = others.filter_map(|one| Some((cost(one)?, one)));
    with_cost
        .min_by_key(|(cost, one)| (*cost, one.1.clone()))
        .map_or_else(String::new, |(_, one)| one.1.clone())
}

/// Vendor and model, most tokens first.
fn used(scope: &Scope<'_>) -> Result<Vec<(String, String)>> {
    let mut groups = scope
        .ask(
            Measure::Tokens,
            &[Dimension::Provider, Dimension::Model],
            scope.period,
        )?
        .groups;
    groups.retain(|group| !group.keys[1].is_empty() && group.value.0 > 0);
    groups.sort_by(|a, b| (b.value, &a.keys).cmp(&(a.value, &b.keys)));
    Ok(groups
        .into_iter()
        .map(|group| (group.keys[0].clone(), group.keys[1].clone()))
        .collect())
}

/// Whether two spellings mean one model.
fn is_same(a: &str, b: &str) -> bool {
    canonical(a) == canonical(b)
}

/// Every spelling of a model in the usage, and its own.
fn spellings(used: &[(String, String)], model: &str) -> Vec<String> {
    let spelled = used
        .iter()
        .map(|(_, name)| name)
        .filter(|name| is_same(name, model));
    spelled.cloned().chain([model.to_owned()]).collect()
}

fn of_model(
    scope: &Scope<'_>,
    measure: Measure,
    (models, period): (&[String], Period),
    by: &[Dimension],
) -> Result<Groups> {
    let mut filters = scope.filters.clone();
    filters.push(Filter {
        dimension: Dimension::Model,
        values: models.to_vec(),
    });
    let query = Query {
        measure,
        by: by.to_vec(),
        filters,
        period: Some(period),
    };
    Ok(scope.book.groups(&query)?)
}

/// Tokens of a model by day, vendor, task and class; those of seats apart. Usage names no task: projects stand for it, else
/// tools.
fn cells(scope: &Scope<'_>, models: &[String], period: Period) -> Result<(Vec<Cell>, i128, &'static str)> {
    let by = [
        Dimension::Time(Grain::Day),
        Dimension::Provider,
        Dimension::Project,
        Dimension::Tool,
        Dimension::TokenClass,
        Dimension::Terms,
    ];
    let groups = of_model(scope, Measure::Tokens, (models, period), &by)?.groups;
    let licences = scope.licences()?;
    let is_seat = |group: &&Group| {
        licences
            .iter()
            .any(|one| one.provider == group.keys[1] && likeness(&one.product, &group.keys[3]).is_some())
    };
    let (seats, tokens): (Vec<&Group>, Vec<&Group>) = groups.iter().partition(is_seat);
    let has_project = tokens.iter().any(|group| !group.keys[2].is_empty());
    let at = if has_project { 2 } else { 3 };
    let cell = |group: &&Group| {
        Some(Cell {
            day: group.keys[0].parse().ok()?,
            provider: group.keys[1].clone(),
            task: if group.keys[at].is_empty() {
                "not stated".to_owned()
            } else {
                group.keys[at].clone()
            },
            class: TokenClass::parse(&group.keys[4])?,
            terms: Terms::parse(&group.keys[5]),
            tokens: group.value.0,
        })
    };
    let seat_tokens = seats.iter().map(|group| group.value.0).sum();
    let by = if has_project { "project" } else { "tool" };
    Ok((tokens.iter().filter_map(cell).collect(), seat_tokens, by))
}

fn requests(scope: &Scope<'_>, models: &[String]) -> Result<Option<i128>> {
    let groups = of_model(scope, Measure::Requests, (models, scope.period), &[])?.groups;
    Ok(groups.first().map(|group| group.value.0))
}

/// What was billed for the other model, and its tokens, since it was switched to.
fn since(
    scope: &Scope<'_>,
    pilots: &[Pilot],
    (from, to): (&str, &str),
    spelled: &[String],
) -> Result<Option<(Money, Vec<Cell>)>> {
    let is_it = |pilot: &&Pilot| is_same(&pilot.from_model, from) && is_same(&pilot.to_model, to);
    let Some(start) = pilots.iter().filter(is_it).find_map(|pilot| pilot.switched) else {
        return Ok(None);
    };
    let period = Period::new(start, scope.today() + Days::new(1));
    let groups = of_model(scope, Measure::Billed, (spelled, period), &[])?.groups;
    let in_currency = groups
        .into_iter()
        .filter(|group| group.currency == scope.currency);
    let billed: Total = in_currency.map(|group| group.value).sum();
    Ok(Some((
        Money::new(billed, scope.currency.clone()),
        cells(scope, spelled, period)?.0,
    )))
}

/// Every pilot of the book, by name.
pub(crate) fn pilots(book: &Book) -> Result<Vec<Pilot>> {
    let read = |name: &String| {
        let json = book.get_json(PILOT, name)?.unwrap_or_default();
        serde_json::from_value(json).map_err(|error| {
            Error::asked(
                format!("The pilot {name} cannot be read: {error}"),
                "Set it again from its file.",
            )
        })
    };
    book.list_json(PILOT)?.iter().map(read).collect()
}

/// A pilot from its TOML file.
pub fn read_pilot(path: &Path) -> Result<Pilot> {
    let text = side_file::text(path)?;
    let wrong = |what: String| {
        Error::asked(
            format!("{}: {what}", path.display()),
            "See docs/prices.md for the shape.",
        )
    };
    let pilot: Pilot = side_file::parsed(&text).map_err(wrong)?;
    pilot.check().map_err(wrong)?;
    Ok(pilot)
}

/// Keeps a pilot, replacing the one of the same name.
pub(crate) fn set_pilot(book: &Book, pilot: &Pilot) -> Result<()> {
    let json = serde_json::to_value(pilot).expect("a pilot is plain data");
    book.put_json(PILOT, &pilot.name, &json)?;
    Ok(())
}

/// Removes a pilot.
pub(crate) fn remove_pilot(book: &Book, name: &str) -> Result<()> {
    if book.get_json(PILOT, name)?.is_none() {
        return Err(Error::asked(
            format!("There is no pilot `{name}`"),
            "`counterfoil pilots` lists them.",
        ));
    }
    Ok(book.remove_json(PILOT, name)?)
}
