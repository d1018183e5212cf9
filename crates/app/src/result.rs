//! Metrics as the JSON document of `show`: columns, rows, totals, explanation. Money is text.

use metrics::money::{comparison, pareto, run_rate, unit_cost, variance};
use metrics::people::{Intensity, concentration, distribution, non_adopters, suppression, utilisation};
use metrics::roi::worth::Worth;
use metrics::{Explanation, METRICS, Rate};
use model::{Currency, Dimension, Measure, Money, Total};
use serde_json::{Value, json};

use crate::drawn;
use crate::initiative;
use crate::scope::Scope;
use crate::{Error, Result, ask};

/// The result of a metric under a scope.
pub(crate) fn of(id: &str, scope: &Scope<'_>) -> Result<Value> {
    let made = match id {
        "spend-over-time" => over_time(scope)?,
        "comparison" => comparison_rows(scope)?,
        "pareto" => pareto_rows(scope)?,
        "variance" => variance_rows(scope)?,
        "unit-cost" => unit_cost_rows(scope)?,
        "run-rate" => run_rate_rows(scope)?,
        "distribution" => distribution_rows(scope)?,
        "concentration" => concentration_rows(scope)?,
        "utilisation" => utilisation_rows(scope)?,
        "non-adopters" => non_adopter_rows(scope)?,
        "worth" | "tornado" | "monte-carlo" => {
            return Ok(json!({"metric": id, "initiatives": worths(scope)?}));
        }
        "counterfactual" | "benefit" => return kpi(id, scope),
        _ => return Err(unknown(id)),
    };
    let (rows, explanation) = made;
    Ok(json!({
        "metric": id,
        "unit": METRICS.iter().find(|metric| metric.id == id).map(|metric| metric.unit),
        "period": {"from": scope.period.from, "to": scope.period.to},
        "filters": scope.filter_texts(),
        "rows": rows,
        "explain": explain(&explanation),
        "notes": explanation.notes,
    }))
}

fn unknown(id: &str) -> Error {
    let known = METRICS
        .iter()
        .map(|metric| metric.id)
        .collect::<Vec<_>>()
        .join(", ");
    Error::asked(format!("`{id}` is no metric"), format!("Known: {known}."))
}

type Made = (Vec<Value>, Explanation);

fn explain(explanation: &Explanation) -> Value {
    json!({
        "what": explanation.what,
        "formula": explanation.formula,
        "inputs": explanation.inputs.iter().cloned().collect::<std::collections::BTreeMap<_, _>>(),
        "numerator": explanation.numerator,
        "denominator": explanation.denominator,
        "coverage": explanation.coverage,
        "guards": explanation.guards,
        "settings_version": crate::settings::VERSION,
    })
}

fn text(total: Total, currency: &Currency) -> String {
    total.text(currency)
}

fn split(scope: &Scope<'_>) -> Dimension {
    scope
        .route
        .by
        .as_deref()
        .and_then(|id| ask::dimension(id).ok())
        .unwrap_or(Dimension::Provider)
}

fn over_time(scope: &Scope<'_>) -> Result<Made> {
    let by = [Dimension::Time(model::Grain::Month), split(scope)];
    let groups = scope.ask(Measure::Billed, &by, scope.period)?;
    let made = metrics::money::spend_over_time::spend_over_time(
        &groups,
        metrics::money::spend_over_time::Options::default(),
    );
    let rows = made.sets.iter().flat_map(|set| {
        set.periods.iter().enumerate().flat_map(move |(at, column)| {
            set.series.iter().map(move |series| {
                json!({"from": column.period.from, "to": column.period.to, "series": series.name, "currency": set.currency,
                       "amount": text(series.values[at], &set.currency), "provisional": column.provisional, "complete": column.complete})
            })
        })
    });
    Ok((rows.collect(), made.explanation))
}

fn comparison_rows(scope: &Scope<'_>) -> Result<Made> {
    let windows = comparison::windows(scope.period, Some(scope.data.to));
    let ask = |period| scope.ask(Measure::Billed, &[], period);
    let made = comparison::comparison(
        windows,
        &ask(windows.this)?,
        &ask(windows.previous)?,
        Some(&ask(windows.last_year)?),
    );
    let change = |change: &comparison::Change, currency: &Currency| json!({"before": change.before.text(), "difference": text(change.difference, currency), "fraction": change.fraction});
    let rows = made.rows.iter().map(|row| {
        json!({"currency": row.currency, "this": row.this.text(), "previous": change(&row.previous, &row.currency),
               "last_year": row.last_year.as_ref().map(|last| change(last, &row.currency)), "day_for_day": made.windows.is_cut})
    });
    Ok((rows.collect(), made.explanation.clone()))
}

fn pareto_rows(scope: &Scope<'_>) -> Result<Made> {
    let made = pareto::pareto(&scope.ask(Measure::Billed, &[split(scope)], scope.period)?);
    let rows = made.sets.iter().flat_map(|set| {
        set.items.iter().map(|item| {
            json!({"name": item.name, "currency": set.currency, "amount": item.figure.text(), "share": item.share, "cumulative": item.cumulative,
                   "class": item.class.map(|class| format!("{class:?}"))})
        })
    });
    Ok((rows.collect(), made.explanation.clone()))
}

fn variance_rows(scope: &Scope<'_>) -> Result<Made> {
    let by = [
        Dimension::Provider,
        Dimension::Service,
        Dimension::Model,
        Dimension::TokenClass,
        Dimension::Category,
    ];
    let before = scope.ask(Measure::Billed, &by, scope.period.previous())?;
    let made = variance::variance(&before, &scope.ask(Measure::Billed, &by, scope.period)?);
    let rows = made.sets.iter().map(|set| {
        let effects: serde_json::Map<String, Value> =
            set.effects.iter().map(|effect| (effect.kind.label().to_lowercase(), text(effect.value, &set.currency).into())).collect();
        json!({"currency": set.currency, "before": text(set.before, &set.currency), "after": text(set.after, &set.currency), "effects": effects})
    });
    Ok((rows.collect(), made.explanation.clone()))
}

fn unit_cost_rows(scope: &Scope<'_>) -> Result<Made> {
    let by = [split(scope)];
    let made = unit_cost::unit_cost(
        &scope.ask(Measure::Billed, &by, scope.period)?,
        &scope.ask(Measure::Tokens, &by, scope.period)?,
    );
    let rows = made.rows.iter().chain(&made.totals).map(|row| {
        json!({"keys": row.keys, "currency": row.spent.currency, "spent": row.spent.text(), "tokens": row.units.map(|units| units.0.to_string()),
               "per_million_tokens": row.cost.as_ref().map(Money::text)})
    });
    Ok((rows.collect(), made.explanation.clone()))
}

fn run_rate_rows(scope: &Scope<'_>) -> Result<Made> {
    let made = run_rate::run_rate(
        &scope.ask(Measure::Billed, &[], scope.period)?,
        scope.period,
        scope.data.to,
    );
    let rows = made.rows.iter().map(|row| {
        json!({"currency": row.currency, "spent": text(row.spent, &row.currency), "expected": text(row.expected, &row.currency)})
    });
    Ok((rows.collect(), made.explanation.clone()))
}

fn distribution_rows(scope: &Scope<'_>) -> Result<Made> {
    let made = distribution::distribution(scope.people()?, Intensity::Tokens, scope.privacy);
    let bins: Vec<Value> = made
        .bins
        .iter()
        .map(|bin| json!({"from": bin.from, "to": bin.to, "people": bin.people}))
        .collect();
    let row = json!({"zero": made.zero, "unknown": made.unknown, "unmeasured": made.unmeasured, "not_entitled": made.not_entitled, "bins": bins,
                     "statistics": made.statistics, "hidden": made.hidden.map(suppression::Hidden::text), "finding": made.finding});
    Ok((vec![row], made.explanation))
}

fn concentration_rows(scope: &Scope<'_>) -> Result<Made> {
    let made = concentration::concentration(scope.people()?, Intensity::Tokens, scope.privacy);
    let row = json!({"active": made.active, "eligible": made.eligible, "unknown": made.unknown, "hidden": made.hidden.map(suppression::Hidden::text),
                     "finding": made.finding});
    Ok((vec![row], made.explanation))
}

fn rate(rate: &Rate) -> Value {
    json!({"numerator": rate.numerator, "denominator": rate.denominator, "unknown": rate.unknown, "fraction": rate.fraction()})
}

fn utilisation_rows(scope: &Scope<'_>) -> Result<Made> {
    let people = scope.people()?;
    let until = scope.people_window().to;
    let seats = |product: Option<String>| utilisation::Seats {
        product,
        bought: None,
        until,
    };
    let products: std::collections::BTreeSet<String> = people
        .iter()
        .flat_map(|person| person.products.iter().cloned())
        .collect();
    let all = utilisation::utilisation(people, &seats(None), scope.privacy);
    let each = products
        .into_iter()
        .map(|product| utilisation::utilisation(people, &seats(Some(product)), scope.privacy));
    let rows = [all.clone()].into_iter().chain(each).map(|one| {
        json!({"product": one.product, "headline": rate(&one.headline), "habit": rate(&one.habit), "flag": one.flag,
               "weeks": one.weeks.iter().map(|week| json!({"week": week.week, "rate": rate(&week.rate)})).collect::<Vec<_>>(),
               "hidden": one.hidden.map(suppression::Hidden::text)})
    });
    Ok((rows.collect(), all.explanation))
}

fn non_adopter_rows(scope: &Scope<'_>) -> Result<Made> {
    let made = non_adopters::non_adopters(
        scope.people()?,
        scope.people_window(),
        scope.people_history(),
        scope.privacy,
    );
    let teams = made.teams.iter().map(|team| match &team.shown {
        suppression::Shown::Value(value) => json!({"team": team.keys.first(), "zero_rate": rate(value)}),
        suppression::Shown::Hidden(why) => json!({"team": team.keys.first(), "hidden": why.text()}),
    });
    let row = json!({"zero_rate": rate(&made.zero_rate), "never_used": made.never_used, "dormant": made.dormant, "touch_only": made.touch_only,
                     "too_new": made.too_new, "teams": teams.collect::<Vec<_>>()});
    Ok((vec![row], made.explanation))
}

fn worths(scope: &Scope<'_>) -> Result<Vec<Value>> {
    Ok(initiative::worths(scope)?
        .iter()
        .map(|(_, made)| worth(made))
        .collect())
}

/// The ROI of one initiative: NPV, IRR, payback, P10/P50/P90, tornado.
pub(crate) fn worth(made: &Worth) -> Value {
    let money = |money: &Money| Value::from(money.text());
    let tornado = made.tornado.iter().map(|bar| json!({"input": bar.input, "range": bar.range, "at_low": money(&bar.at_low), "at_high": money(&bar.at_high)}));
    json!({
        "name": made.name,
        "currency": made.npv.currency,
        "npv": money(&made.npv),
        "benefits": money(&made.benefits),
        "costs": money(&made.costs),
        "roi": made.roi,
        "irr": made.irr,
        "payback_months": made.payback_months,
        "simulation": {"draws": made.simulation.draws, "seed": made.simulation.seed, "p10": money(&made.simulation.p10), "p50": money(&made.simulation.p50),
                       "p90": money(&made.simulation.p90), "chance_positive": made.simulation.chance_positive},
        "tornado": tornado.collect::<Vec<_>>(),
        "evidence": format!("{:?}", made.grade),
        "problems": made.problems,
        "explain": explain(&made.explanation),
    })
}

/// The KPI of the initiative beside what it would have been, and what the difference was worth.
fn kpi(id: &str, scope: &Scope<'_>) -> Result<Value> {
    let measured = drawn::measured(scope)?;
    let scenario = &measured.initiative.scenario;
    let mut document = json!({"metric": id, "initiative": scenario.name, "kpi": scenario.benefit.kpi, "team": scenario.benefit.team, "rows": []});
    let Some(result) = measured.result else {
        return Ok(document);
    };
    if id == "benefit" {
        let benefits = metrics::roi::benefit::realised(&result, scenario);
        let row = |(day, money): &(chrono::NaiveDate, Money)| json!({"day": day, "currency": money.currency, "benefit": money.text()});
        document["rows"] = benefits.points.iter().map(row).collect();
        document["totals"] = json!([{"currency": benefits.total.currency, "benefit": benefits.total.text()}]);
        document["explain"] = explain(&benefits.explanation);
        return Ok(document);
    }
    let row = |point: &metrics::roi::counterfactual::CounterfactualPoint| json!({"day": point.day, "actual": point.actual, "expected": point.expected});
    document["unit"] = measured.series.map(|series| series.unit).into();
    document["method"] = json!(result.method);
    document["start"] = json!(result.start);
    document["gain"] = json!(result.gain);
    document["rows"] = result.points.iter().map(row).collect();
    document["explain"] = explain(&result.explanation);
    Ok(document)
}
