//! Asks the book for what signals need: money day by day with what each source covers, by budget, by cause.
//! Computes no figure.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use metrics::signals::anomalies::{Anomalies, Anomaly, Carrier, anomalies, carrier};
use metrics::signals::budgets::{Asked, Budgets, budgets};
use metrics::signals::daily::{BY, Daily, Seen, daily};
use model::{Budget, Contract, Dimension, Filter, Grain, Groups, Measure, Period, Query, Total};
use store::Book;

use crate::scope::Scope;
use crate::{Result, ask};

/// What may carry an anomaly. People and teams are not looked at: nobody is pointed at.
const CAUSES: [Dimension; 6] = [
    Dimension::Provider,
    Dimension::Service,
    Dimension::Model,
    Dimension::Project,
    Dimension::Tool,
    Dimension::TokenClass,
];

/// The days that the source of each import covers.
pub(crate) fn seen(book: &Book) -> Result<Seen> {
    let mut stretches: HashMap<String, Vec<Period>> = HashMap::new();
    for source in book.coverage()? {
        stretches.entry(source.source).or_default().push(source.period);
    }
    let of = |record: model::ImportRecord| {
        let covered = stretches.get(&record.header.format).cloned();
        let days = covered.unwrap_or_else(|| record.period.into_iter().collect());
        (record.id, days)
    };
    Ok(book.imports()?.into_iter().map(of).collect())
}

/// What is billed by day and stream under filters of one's choice.
pub(crate) fn billed(book: &Book, filters: Vec<Filter>) -> Result<Groups> {
    let query = Query {
        measure: Measure::Billed,
        by: BY.to_vec(),
        filters,
        period: None,
    };
    Ok(book.groups(&query)?)
}

/// One budget with what is billed within its limits.
struct Limited {
    budget: Budget,
    spend: BTreeMap<NaiveDate, Total>,
    series: Option<Daily>,
}

/// How every budget of the book stands; filters of the screen do not apply to them.
pub(crate) fn budget_states(scope: &Scope<'_>) -> Result<Budgets> {
    let kept = scope.book.budgets()?;
    let seen = if kept.is_empty() {
        Seen::new()
    } else {
        seen(scope.book)?
    };
    let (mut limited, mut left_out) = (Vec::new(), Vec::new());
    for budget in kept.into_iter().map(|kept| kept.fact) {
        match limits(&budget) {
            Ok(filters) => limited.push(within(scope.book, (budget, filters), &seen)?),
            Err(why) => left_out.push(format!("{} is left out: {why}.", budget.name)),
        }
    }
    let contracts: Vec<Contract> = scope
        .book
        .contracts()?
        .into_iter()
        .map(|kept| kept.fact)
        .collect();
    let asked = limited.iter().map(|one| Asked {
        budget: &one.budget,
        spend: &one.spend,
        series: one.series.as_ref(),
        contracts: &contracts,
    });
    let mut made = budgets(&asked.collect::<Vec<_>>(), scope.settings.signals);
    made.explanation.notes.extend(left_out);
    made.explanation = made.explanation.note_if(
        !scope.filters.is_empty(),
        "Budgets have limits of their own; filters do not apply to them.",
    );
    Ok(made)
}

fn limits(budget: &Budget) -> std::result::Result<Vec<Filter>, String> {
    if budget.dimension.is_empty() {
        return Ok(Vec::new());
    }
    let dimension = ask::dimension(&budget.dimension).map_err(|error| error.message())?;
    if dimension == Dimension::Person {
        return Err("a budget of one person is not watched".to_owned());
    }
    Ok(vec![Filter {
        dimension,
        values: vec![budget.value.clone()],
    }])
}

fn within(book: &Book, (budget, filters): (Budget, Vec<Filter>), seen: &Seen) -> Result<Limited> {
    let mut groups = billed(book, filters)?;
    groups.groups.retain(|group| group.currency == budget.currency);
    let mut spend: BTreeMap<NaiveDate, Total> = BTreeMap::new();
    for group in &groups.groups {
        if let Some(day) = group.keys.first().and_then(|day| day.parse().ok()) {
            let sum = spend.entry(day).or_default();
            *sum = *sum + group.value;
        }
    }
    Ok(Limited {
        budget,
        spend,
        series: daily(&groups, seen).pop(),
    })
}

/// Anomalies of every currency, each with what carries it.
pub(crate) fn explained(scope: &Scope<'_>) -> Result<(Anomalies, Vec<Vec<Carrier>>)> {
    let made = anomalies(scope.series()?, scope.settings.signals);
    let windows = made
        .found
        .iter()
        .map(Anomaly::window)
        .reduce(|all, next| all.hull(&next));
    let Some(days) = windows else {
        return Ok((made, Vec::new()));
    };
    let ask = |cause: &Dimension| {
        scope.ask(
            Measure::Billed,
            &[Dimension::Time(Grain::Day), cause.clone()],
            days,
        )
    };
    let causes = CAUSES.iter().map(ask).collect::<Result<Vec<Groups>>>()?;
    let carriers = |anomaly: &Anomaly| {
        causes
            .iter()
            .filter_map(|groups| carrier(anomaly, groups, scope.settings.signals))
            .collect()
    };
    let carried = made.found.iter().map(carriers).collect();
    Ok((made, carried))
}

/// What carries an anomaly, in words: `98 % of it model claude-haiku-4-5`.
pub(crate) fn words(carriers: &[Carrier]) -> String {
    let word = |one: &Carrier| {
        let value = if one.value.is_empty() {
            "not stated"
        } else {
            &one.value
        };
        let of = one.dimension.replace('-', " ");
        format!("{} %: {of} {value}", metrics::figure::percent(one.share))
    };
    carriers.iter().map(word).collect::<Vec<_>>().join("; ")
}
