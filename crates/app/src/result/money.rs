//! Results of money.

use metrics::money::{comparison, pareto as pareto_of, run_rate, variance};
use model::{Currency, Dimension, Measure, Total};
use serde_json::{Value, json};

use super::Made;
use crate::scope::Scope;
use crate::{Result, ask, compared};

fn text(total: Total, currency: &Currency) -> String {
    total.text(currency)
}

pub(super) fn split(scope: &Scope<'_>) -> Dimension {
    scope
        .route
        .by
        .as_deref()
        .and_then(|id| ask::dimension(id).ok())
        .unwrap_or(Dimension::Provider)
}

pub(super) fn over_time(scope: &Scope<'_>) -> Result<Made> {
    let by = [Dimension::Time(model::Grain::Month), split(scope)];
    let groups = scope.ask_shown(Measure::Billed, &by, scope.period)?;
    let made = metrics::money::spend_over_time::spend_over_time(
        &groups,
        metrics::money::spend_over_time::Options {
            complete_until: Some(scope.data.to.min(scope.period.to)),
            ..metrics::money::spend_over_time::Options::default()
        },
    );
    let rows = made.sets.iter().flat_map(|set| {
        set.periods.iter().enumerate().flat_map(move |(at, column)| {
            set.series.iter().map(move |series| {
                json!({"from": column.period.from, "to": column.period.to, "series": series.name, "currency": set.currency,
                       "amount": text(series.values[at], &set.currency), "provisional": column.provisional, "complete": column.complete,
                       "facts": column.facts})
            })
        })
    });
    Ok(Made::new(rows, made.explanation))
}

pub(super) fn compared(scope: &Scope<'_>) -> Result<Made> {
    let made = compared::compared(scope, |period| scope.ask(Measure::Billed, &[], period))?;
    let change = |change: &comparison::Change, currency: &Currency| json!({"before": change.before.text(), "difference": text(change.difference, currency), "fraction": change.fraction});
    let rows = made.rows.iter().map(|row| {
        json!({"currency": row.currency, "this": row.this.text(), "previous": row.previous.as_ref().map(|before| change(before, &row.currency)),
               "last_year": row.last_year.as_ref().map(|before| change(before, &row.currency)), "day_for_day": made.windows.is_cut})
    });
    Ok(Made::new(rows, made.explanation.clone()))
}

pub(super) fn pareto(scope: &Scope<'_>) -> Result<Made> {
    let made = pareto_of::pareto(&scope.ask_shown(Measure::Billed, &[split(scope)], scope.period)?);
    let rows = made.sets.iter().flat_map(|set| {
        set.items.iter().map(|item| {
            json!({"name": item.name, "currency": set.currency, "amount": item.figure.text(), "share": item.share, "cumulative": item.cumulative,
                   "class": item.class.map(|class| format!("{class:?}"))})
        })
    });
    Ok(Made::new(rows, made.explanation.clone()))
}

pub(super) fn varied(scope: &Scope<'_>) -> Result<Made> {
    let before = scope.ask(Measure::Billed, &variance::BY, scope.period.previous())?;
    let made = variance::variance(&before, &scope.ask(Measure::Billed, &variance::BY, scope.period)?);
    let rows = made.sets.iter().map(|set| {
        let effects: serde_json::Map<String, Value> =
            set.effects.iter().map(|effect| (effect.kind.label().to_lowercase(), text(effect.value, &set.currency).into())).collect();
        json!({"currency": set.currency, "before": text(set.before, &set.currency), "after": text(set.after, &set.currency), "effects": effects})
    });
    Ok(Made::new(rows, made.explanation.clone()))
}

pub(super) fn run_rates(scope: &Scope<'_>) -> Result<Made> {
    let made = run_rate::run_rate(
        &scope.ask(Measure::Billed, &[], scope.period)?,
        scope.series()?,
        scope.period,
        scope.data.to,
    );
    let rows = made.rows.iter().map(|row| {
        json!({"currency": row.currency, "spent": text(row.spent, &row.currency), "expected": text(row.expected, &row.currency)})
    });
    Ok(Made::new(rows, made.explanation.clone()))
}
