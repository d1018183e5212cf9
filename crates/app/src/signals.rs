//! Asks the book for what signals need: money day by day with what each source covers, by budget, by cause.
//! Computes no figure.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use metrics::Explanation;
use metrics::licences::idle_seats::Tier;
use metrics::signals::anomalies::{Anomalies, Anomaly, Carrier, anomalies, carrier};
use metrics::signals::billed_twice::billed_twice;
use metrics::signals::budget_waste::{BudgetWaste, Ending, PaidForNothing, budget_waste, ending};
use metrics::signals::budgets::{Asked, Budgets, Held, budgets};
use metrics::signals::daily::{BY, Daily, Seen, daily, only_daily};
use metrics::signals::forecast::{Forecast, forecast};
use model::{
    Budget, Contract, Currency, Dimension, Filter, Grain, Groups, ImportId, ImportRecord, Invoice, Measure,
    Money, Period, Query, Total,
};
use store::Book;

use crate::invoices::is_issuer;
use crate::once::once;
use crate::scope::Scope;
use crate::{Result, ask, licences, show};

/// What may carry an anomaly. People and teams are not looked at: nobody is pointed at.
const CAUSES: [Dimension; 6] = [
    Dimension::Provider,
    Dimension::Service,
    Dimension::Model,
    Dimension::Project,
    Dimension::Tool,
    Dimension::TokenClass,
];

/// The days of money that the source of each import covers. A bill of the whole month says nothing of days that the file
/// does not reach yet: no file covers a day after the last that it bills.
pub(crate) fn seen(book: &Book) -> Result<Seen> {
    let billed = billed_days(book)?;
    let mut stretches: HashMap<String, Vec<Period>> = HashMap::new();
    let imports = book.imports()?;
    for import in &imports {
        let Some(days) = billed.get(&import.id) else {
            continue;
        };
        let stated = import.period.unwrap_or(*days);
        let reach = Period::new(stated.from, stated.to.min(days.to));
        if !reach.is_empty() {
            stretches
                .entry(import.header.format.clone())
                .or_default()
                .push(reach);
        }
    }
    let of_source = |import: &ImportRecord| stretches.get(&import.header.format).cloned().unwrap_or_default();
    Ok(imports
        .iter()
        .map(|import| (import.id, of_source(import)))
        .collect())
}

/// First to last day with money of each import.
fn billed_days(book: &Book) -> Result<HashMap<ImportId, Period>> {
    let query = Query::of(Measure::Billed)
        .by(Dimension::Time(Grain::Day))
        .by(Dimension::Import);
    let mut found: HashMap<ImportId, Period> = HashMap::new();
    for group in book.groups(&query)?.stated() {
        let [day, import] = group.keys.as_slice() else {
            continue;
        };
        if let (Ok(day), Ok(import)) = (day.parse(), import.parse()) {
            let day = Period::day(day);
            let days = found.entry(import).or_insert(day);
            *days = days.hull(&day);
        }
    }
    Ok(found)
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
#[derive(Clone)]
struct Limited {
    budget: Budget,
    spend: BTreeMap<NaiveDate, Total>,
    series: Option<Daily>,
}

/// The budgets of the book with what is billed within their limits; filters of the screen do not apply to them.
#[derive(Clone)]
pub(crate) struct Limits {
    limited: Vec<Limited>,
    contracts: Vec<Contract>,
    /// How many budgets cannot be held against anything.
    left_out: usize,
    /// What is to be said of them.
    notes: Vec<String>,
}

impl Limits {
    fn of<'s>(scope: &'s Scope<'_>) -> Result<&'s Self> {
        once(&scope.once.limits, || Self::read(scope))
    }

    fn read(scope: &Scope<'_>) -> Result<Self> {
        let mut kept = scope.book.budgets()?;
        let all = kept.len();
        let (mut limited, mut notes) = (Vec::new(), Vec::new());
        if !kept.is_empty() && !scope.has_bills {
            notes.push(
                "No bill is in the book yet, so what was spent of its budgets is not known.".to_owned(),
            );
            kept.clear();
        }
        let seen = if kept.is_empty() {
            Seen::new()
        } else {
            seen(scope.book)?
        };
        for budget in kept.into_iter().map(|kept| kept.fact) {
            let found = match limits(scope.book, &budget)? {
                Ok(filters) => within(scope.book, (&budget, filters), &seen)?,
                Err(why) => Err(why),
            };
            match found {
                Ok((found, others)) => {
                    if let Some(others) = others {
                        notes.push(format!(
                            "{} is held against money in {} alone; there is some in {others} too.",
                            budget.name, budget.currency
                        ));
                    }
                    limited.push(found);
                }
                Err(why) => notes.push(format!("{} is left out: {why}.", budget.name)),
            }
        }
        if !scope.filters.is_empty() {
            notes.push("Budgets have limits of their own; filters do not apply to them.".to_owned());
        }
        let contracts = scope
            .book
            .contracts()?
            .into_iter()
            .map(|kept| kept.fact)
            .collect();
        Ok(Self {
            left_out: all - limited.len(),
            limited,
            contracts,
            notes,
        })
    }

    /// Says what is to be said of them.
    fn remark(&self, explanation: &mut Explanation) {
        explanation.notes.extend(self.notes.iter().cloned());
    }

    fn held(&self) -> Held<'_> {
        let asked = self.limited.iter().map(|one| Asked {
            budget: &one.budget,
            spend: &one.spend,
            series: one.series.as_ref(),
            contracts: &self.contracts,
        });
        Held {
            asked: asked.collect(),
            left_out: self.left_out,
        }
    }
}

/// How every budget of the book stands.
pub(crate) fn budget_states<'s>(scope: &'s Scope<'_>) -> Result<&'s Budgets> {
    once(&scope.once.budgets, || {
        let about = (scope.settings.signals, scope.filters.is_empty());
        scope.book.keep(format!("budgets {about:?}"), || {
            let limits = Limits::of(scope)?;
            let mut made = budgets(&limits.held(), scope.settings.signals);
            limits.remark(&mut made.explanation);
            Ok(made)
        })
    })
}

/// The forecast of what is billed under the filters in force.
pub(crate) fn forecasts(scope: &Scope<'_>) -> Result<Forecast> {
    let about = (scope.settings.signals, &scope.filters);
    scope.book.keep(format!("forecast {about:?}"), || {
        Ok(forecast(scope.series()?, scope.settings.signals))
    })
}

/// The end of each budget of the book, whether it is over or not.
pub(crate) fn endings<'s>(scope: &'s Scope<'_>) -> Result<Vec<(&'s Budget, Ending)>> {
    let limits = Limits::of(scope)?;
    let made = limits.limited.iter().zip(limits.held().asked);
    Ok(made
        .filter_map(|(limited, asked)| Some((&limited.budget, ending(&asked)?)))
        .collect())
}

/// Invoices of the book that a filter by vendor keeps; of what else one filters by, an invoice says nothing.
fn invoices(scope: &Scope<'_>) -> Result<Vec<Invoice>> {
    let fits = |invoice: &Invoice, filter: &Filter| {
        let by_vendor = filter.dimension == Dimension::Provider;
        by_vendor && filter.values.iter().any(|vendor| is_issuer(invoice, vendor))
    };
    let mut kept: Vec<Invoice> = scope
        .book
        .invoices()?
        .into_iter()
        .map(|stored| stored.invoice)
        .collect();
    kept.retain(|invoice| scope.filters.iter().all(|filter| fits(invoice, filter)));
    Ok(kept)
}

/// What is paid for nothing: seats of those who left, commitments that ended unused, bills that came twice, and the ends of
/// budgets.
pub(crate) fn waste(scope: &Scope<'_>) -> Result<BudgetWaste> {
    let limits = Limits::of(scope)?;
    let idle = licences::idle(scope)?;
    let ended = licences::ended(scope)?;
    let invoices = invoices(scope)?;
    let twice = billed_twice(&invoices);
    let again = |currency: &Currency| {
        let told = |one: &Invoice| one.currency == *currency && !one.lines.is_empty();
        let ours = twice.iter().filter(|one| one.currency == *currency);
        let sum: Total = ours.map(|one| one.again).sum();
        invoices.iter().any(told).then_some(sum)
    };
    let part = |currency: &Currency| PaidForNothing {
        currency: currency.clone(),
        idle_seats: idle.exposure(Tier::Certain, currency).map(|money| money.total),
        expired_credits: ended.as_ref().and_then(|ended| ended.expired(currency)),
        duplicates: again(currency),
    };
    let parts = scope.currencies.iter().map(part).collect();
    let mut made = budget_waste(&limits.held(), (parts, twice), scope.data.to);
    limits.remark(&mut made.explanation);
    Ok(made)
}

/// Idle seats that are not certain: they are in no sum.
pub(crate) struct UnsureSeats {
    pub(crate) tier: Tier,
    pub(crate) currency: Currency,
    /// `USD 589.00 a month of seats never used`.
    pub(crate) words: String,
}

impl UnsureSeats {
    /// `Idle seats, never used`.
    pub(crate) fn name(&self) -> String {
        format!("Idle seats, {}", self.tier.text())
    }
}

/// What idle seats that are not certain cost, of every currency.
pub(crate) fn unsure_seats(scope: &Scope<'_>) -> Result<Vec<UnsureSeats>> {
    let idle = licences::idle(scope)?.exposures.into_iter();
    let unsure = idle.filter(|(tier, money)| *tier != Tier::Certain && money.total.0 > 0);
    let words = |tier: Tier, money: &Money| {
        let cost = show::money(scope, money.total, &money.currency);
        format!("{cost} a month of seats {}", tier.text())
    };
    Ok(unsure
        .map(|(tier, money)| UnsureSeats {
            tier,
            words: words(tier, &money),
            currency: money.currency,
        })
        .collect())
}

/// Either something, or why there is none.
type OrWhy<T> = std::result::Result<T, String>;

/// What a budget is limited to, in every spelling that the book has of it, or why that says nothing.
fn limits(book: &Book, budget: &Budget) -> Result<OrWhy<Vec<Filter>>> {
    if budget.dimension.is_empty() {
        return Ok(Ok(Vec::new()));
    }
    let dimension = match ask::dimension(&budget.dimension) {
        Ok(Dimension::Person) => return Ok(Err("a budget of one person is not watched".to_owned())),
        Ok(dimension) => dimension,
        Err(error) => return Ok(Err(error.message())),
    };
    let mut values = vec![budget.value.clone()];
    if !budget.value.is_empty() {
        let same = |text: &String| text.to_lowercase() == budget.value.to_lowercase();
        values = book.values(&dimension, &budget.value, usize::MAX)?;
        values.extend(of_roster(book, &dimension)?);
        values.retain(same);
    }
    if values.is_empty() {
        let label = dimension.label().to_lowercase();
        return Ok(Err(format!("the book has no {label} `{}`", budget.value)));
    }
    Ok(Ok(vec![Filter { dimension, values }]))
}

/// Values that the roster has, of which nothing need be billed.
fn of_roster(book: &Book, dimension: &Dimension) -> Result<Vec<String>> {
    let of: fn(store::RosterEntry) -> String = match dimension {
        Dimension::Team => |entry| entry.team,
        Dimension::Unit => |entry| entry.unit,
        Dimension::Role => |entry| entry.role,
        _ => return Ok(Vec::new()),
    };
    Ok(book.roster_entries()?.into_iter().map(of).collect())
}

/// What is billed within the limits in the currency of the budget, and the other currencies with money within them.
fn within(
    book: &Book,
    (budget, filters): (&Budget, Vec<Filter>),
    seen: &Seen,
) -> Result<OrWhy<(Limited, Option<String>)>> {
    let mut groups = billed(book, filters)?;
    let others: BTreeSet<String> = groups
        .stated()
        .filter(|group| group.currency != budget.currency)
        .map(|group| group.currency.to_string())
        .collect();
    let others = Vec::from_iter(others).join(", ");
    groups.groups.retain(|group| group.currency == budget.currency);
    let mut spend: BTreeMap<NaiveDate, Total> = BTreeMap::new();
    for group in groups.stated() {
        if let Some(day) = group.keys.first().and_then(|day| day.parse().ok()) {
            let sum = spend.entry(day).or_default();
            *sum = *sum + group.value;
        }
    }
    if spend.is_empty() && !others.is_empty() {
        return Ok(Err(format!(
            "it is in {}, and what is billed within its limits is in {others}; money is not converted for a budget, so state it in that currency",
            budget.currency
        )));
    }
    let limited = Limited {
        budget: budget.clone(),
        spend,
        series: daily(&groups, seen).pop(),
    };
    Ok(Ok((limited, Some(others).filter(|others| !others.is_empty()))))
}

/// Anomalies of every currency, each with what carries it.
pub(crate) fn explained<'s>(scope: &'s Scope<'_>) -> Result<&'s (Anomalies, Vec<Vec<Carrier>>)> {
    once(&scope.once.anomalies, || {
        let about = (scope.settings.signals, &scope.filters, scope.route.names);
        scope.book.keep(format!("anomalies {about:?}"), || explain(scope))
    })
}

fn explain(scope: &Scope<'_>) -> Result<(Anomalies, Vec<Vec<Carrier>>)> {
    let made = anomalies(scope.series()?, scope.settings.signals);
    let windows = made
        .found
        .iter()
        .map(Anomaly::window)
        .reduce(|all, next| all.hull(&next));
    let Some(days) = windows else {
        return Ok((made, Vec::new()));
    };
    let series = scope.series()?;
    let only = only_daily(series);
    let ask = |cause: &Dimension| {
        let mut by = vec![Dimension::Time(Grain::Day), cause.clone()];
        if only.is_none() {
            by.extend([Dimension::Provider, Dimension::Category]);
        }
        scope.ask_of(
            only.as_ref().map_or(&[], |only| only),
            (Measure::Billed, &by),
            days,
        )
    };
    let causes = CAUSES.iter().map(ask).collect::<Result<Vec<Groups>>>()?;
    let carriers = |anomaly: &Anomaly| {
        let of = series.iter().find(|daily| daily.currency == anomaly.currency);
        let by_cause = |groups: &Groups| carrier(anomaly, (groups, of?), scope.settings.signals);
        causes.iter().filter_map(by_cause).collect()
    };
    let carried = made.found.iter().map(carriers).collect();
    Ok((made, carried))
}

/// What carries an anomaly, in words: `98 % of it model claude-haiku-4-5`.
pub(crate) fn words(carriers: &[Carrier]) -> String {
    let word = |one: &Carrier| {
        let of = one.dimension.replace('-', " ");
        format!("{} %: {of} {}", metrics::figure::percent(one.share), one.value)
    };
    carriers.iter().map(word).collect::<Vec<_>>().join("; ")
}
