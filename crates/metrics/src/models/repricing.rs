//! Repricing: what another model would have cost for the same tokens, as low, middle and high, and when a switch pays.
//!
//! `C′ = Σ tokens × κ × price(other, class, day) × (1 + retry′) ÷ (1 + retry)`; κ = tokeniser (0.9 – 1 – 1.1) and, for output, ×
//! verbosity (0.7 – 1 – 1.5). `cost per success = c ÷ s`; break-even failure cost `L* = (c − c′) ÷ (s − s′)`: if a failure costs
//! more, stay. Inputs: tokens by day, vendor, task and class; the price book. Unit: currency.
//! Guards: a price-only counterfactual; cached input counts as cached only where the other model has a cache price; seats
//! left out (their next token costs nothing); potential until a pilot of 30 pairs, then validated, then realised by bills.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chrono::NaiveDate;
use model::{Currency, Decimal, Money, PriceClass, Terms, TokenClass, Total};
use serde::{Deserialize, Serialize};

use super::pilot::Pilot;
use crate::pricing::{Found, OfToken, PriceBook, canonical};
use crate::registry::{MetricInfo, Need};
use crate::{Explanation, Settings};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "repricing",
    area: "models",
    name: "Cheapest adequate model",
    unit: "currency",
    formula: "C′ = Σ tokens × κ × price × (1 + retry′) ÷ (1 + retry), low / mid / high; L* = (c − c′) ÷ (s − s′)",
    practice: "Sticker shock",
    guard: "Price-only counterfactual; seats left out; potential until a pilot of 30 pairs",
    needs: &[Need::Quantity, Need::Prices],
};

/// Factors in per cent: low, middle, high; retries in per cent; pairs that make a pilot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct Repricing {
    /// How many tokens the other model makes of the same text.
    pub tokeniser_percent: [u32; 3],
    /// How much more or less the other model writes.
    pub verbosity_percent: [u32; 3],
    /// Requests done again by the model in use.
    pub retry_percent: u32,
    /// Requests done again by the other model.
    pub retry_other_percent: u32,
    /// Fewest paired tasks of a pilot.
    pub pilot_pairs: u32,
}

impl Default for Repricing {
    fn default() -> Self {
        Self {
            tokeniser_percent: [90, 100, 110],
            verbosity_percent: [70, 100, 150],
            retry_percent: 0,
            retry_other_percent: 0,
            pilot_pairs: 30,
        }
    }
}

/// Tokens of the model in use on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Day.
    pub day: NaiveDate,
    /// Who sold them.
    pub provider: String,
    /// Task, else project, else tool.
    pub task: String,
    /// Class.
    pub class: TokenClass,
    /// What they were served under; the other model's price is that of the same terms.
    pub terms: Terms,
    /// How many.
    pub tokens: i128,
}

/// What is compared.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    /// Model in use.
    pub from: &'a str,
    /// The other: who sells it (empty is who makes it) and its name.
    pub to: (&'a str, &'a str),
    /// Requests made in all, where known: one is taken as one task.
    pub requests: Option<i128>,
    /// Pilots of the book.
    pub pilots: &'a [Pilot],
    /// Billed for the other model since it was switched to, with its tokens by class: what is realised.
    pub since: Option<(&'a Money, &'a [Cell])>,
}

/// One kind of task, or all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repriced {
    /// The task; `None` is all together.
    pub task: Option<String>,
    /// Tokens priced for both models.
    pub tokens: i128,
    /// What they cost at the prices of the model in use.
    pub actual: Money,
    /// What the other would have cost: low, middle, high.
    pub other: [Money; 3],
}

/// How sure a saving is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Prices only.
    Potential,
    /// Enough paired tasks stand behind it.
    Validated,
    /// Bills say it.
    Realised,
}

/// When the switch pays.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Decision {
    /// Cost of one task now and with the other, in units of the currency.
    pub cost: (f64, f64),
    /// Shares done well.
    pub success: (f64, f64),
    /// Cost per success.
    pub per_success: (f64, f64),
    /// What a failure may cost at most for the switch to pay; `None` where the other fails no more often.
    pub break_even: Option<f64>,
}

/// The result.
#[derive(Clone, Debug, PartialEq)]
pub struct Reprice {
    /// All, then by task. Empty without prices or tokens.
    pub rows: Vec<Repriced>,
    /// Tokens that have no price of the model in use, or of the other.
    pub unpriced: i128,
    /// Classes priced as another one, since the other model states no price for them.
    pub stand_ins: Vec<(PriceClass, PriceClass)>,
    /// Why there is nothing, in words.
    pub missing: Option<String>,
    /// How sure the saving is.
    pub standing: Standing,
    /// Saved since the switch, by bills.
    pub realised: Option<Money>,
    /// The pilot behind it.
    pub pilot: Option<Pilot>,
    /// When it pays, where a pilot says how often both do well.
    pub decision: Option<Decision>,
    /// How it came about.
    pub explanation: Explanation,
}

/// Cost per success and break-even failure cost of costs and success shares of one task.
pub fn decide(cost: (f64, f64), success: (f64, f64)) -> Decision {
    let fails_more = success.0 - success.1;
    Decision {
        cost,
        success,
        per_success: (cost.0 / success.0, cost.1 / success.1),
        break_even: (fails_more > 0.0).then(|| (cost.0 - cost.1) / fails_more),
    }
}

/// Prices of one model at one seller, in one region.
struct Priced<'p> {
    prices: &'p PriceBook,
    places: Vec<usize>,
    currency: Currency,
    known: BTreeMap<(NaiveDate, TokenClass, Terms), Option<OfToken>>,
}

impl<'p> Priced<'p> {
    fn of(prices: &'p PriceBook, region: &str, (provider, name): (&str, &str)) -> Result<Self, String> {
        let places = match prices.find_in(region, provider, name) {
            Found::Prices { entries, .. } => entries,
            Found::Ambiguous(which) => {
                return Err(format!(
                    "several could be meant by `{name}`: {}",
                    which.join(", ")
                ));
            }
            Found::Unknown => return Err(format!("the price book does not know `{name}`")),
        };
        let currency = prices
            .currency(&places)
            .cloned()
            .ok_or_else(|| format!("prices of `{name}` are in several currencies"))?;
        Ok(Self {
            prices,
            places,
            currency,
            known: BTreeMap::new(),
        })
    }

    /// The price of a token of a cell.
    fn price(&mut self, cell: &Cell) -> Option<OfToken> {
        let (prices, places) = (self.prices, &self.places);
        *self
            .known
            .entry((cell.day, cell.class, cell.terms.clone()))
            .or_insert_with(|| prices.of_token(places, cell.class, (&cell.terms, cell.day)))
    }
}

/// Exact sums of one task: actual, low, middle, high.
#[derive(Clone, Default)]
struct Sums {
    tokens: i128,
    money: [Decimal; 4],
}

/// Prices of the other model and of the one in use, by who sold and where it ran.
type Pairs<'p, 'c> = BTreeMap<(&'c str, &'c str), [Priced<'p>; 2]>;

fn place(cell: &Cell) -> (&str, &str) {
    (&cell.provider, &cell.terms.region)
}

fn pairs<'p, 'c>(
    cells: &'c [Cell],
    prices: &'p PriceBook,
    asking: Asking<'_>,
) -> Result<Pairs<'p, 'c>, String> {
    if asking.to.1.is_empty() {
        return Err("no other model in use has a price: import a price list".to_owned());
    }
    if cells.is_empty() {
        return Priced::of(prices, "", asking.to).map(|_| BTreeMap::new());
    }
    let mut pairs = BTreeMap::new();
    for (provider, region) in cells.iter().map(place) {
        if let Entry::Vacant(entry) = pairs.entry((provider, region)) {
            let other = Priced::of(prices, region, asking.to)?;
            let own = Priced::of(prices, region, (provider, asking.from))?;
            entry.insert([other, own]);
        }
    }
    let mut currencies = pairs.values().flatten().map(|priced| &priced.currency);
    let first = currencies.next();
    if currencies.all(|currency| Some(currency) == first) {
        Ok(pairs)
    } else {
        Err("the two models are priced in different currencies".to_owned())
    }
}

/// What another model would have cost.
pub fn repricing(cells: &[Cell], prices: &PriceBook, asking: Asking<'_>, settings: &Settings) -> Reprice {
    let rule = settings.repricing;
    let mut made = Reprice {
        rows: Vec::new(),
        unpriced: 0,
        stand_ins: Vec::new(),
        missing: None,
        standing: Standing::Potential,
        realised: None,
        pilot: pilot(asking, rule).cloned(),
        decision: None,
        explanation: Explanation::default(),
    };
    match pairs(cells, prices, asking) {
        Ok(pairs) if !cells.is_empty() => fill(&mut made, cells, pairs, (asking, rule)),
        Ok(_) => made.missing = Some(format!("no usage of `{}` in these days", asking.from)),
        Err(why) => made.missing = Some(why),
    }
    made.explanation = explain(&made, asking, rule);
    made
}

fn pilot(asking: Asking<'_>, rule: Repricing) -> Option<&Pilot> {
    let same = |a: &str, b: &str| canonical(a) == canonical(b);
    let fits = |one: &&Pilot| same(&one.from_model, asking.from) && same(&one.to_model, asking.to.1);
    let enough = asking
        .pilots
        .iter()
        .filter(fits)
        .filter(|one| one.pairs >= rule.pilot_pairs);
    enough.max_by_key(|one| (one.day, one.pairs))
}

fn fill<'c>(
    made: &mut Reprice,
    cells: &'c [Cell],
    mut pairs: Pairs<'_, 'c>,
    (asking, rule): (Asking<'_>, Repricing),
) {
    let mut tasks: BTreeMap<&str, Sums> = BTreeMap::new();
    let mut all = Sums::default();
    for cell in cells {
        let pair = pairs.get_mut(&place(cell)).expect("every seller was looked up");
        let [Some(then), Some(now)] = pair.each_mut().map(|priced| priced.price(cell)) else {
            made.unpriced += cell.tokens;
            continue;
        };
        let stood_in = (then.class, then.priced_as);
        if then.class != then.priced_as && !made.stand_ins.contains(&stood_in) {
            made.stand_ins.push(stood_in);
        }
        let kappa = factors(cell.class, rule);
        for sums in [&mut all, tasks.entry(&cell.task).or_default()] {
            sums.tokens += cell.tokens;
            sums.money[0] += now.price.decimal() * Decimal::from(cell.tokens);
            for (sum, kappa) in sums.money[1..].iter_mut().zip(kappa) {
                *sum += then.price.decimal() * Decimal::from(cell.tokens) * Decimal::from(kappa);
            }
        }
    }
    let currency = pairs
        .values()
        .flatten()
        .next()
        .map(|priced| priced.currency.clone());
    let (currency, retries) = (currency.unwrap_or_default(), rule);
    made.stand_ins.sort_unstable();
    if all.tokens == 0 {
        made.missing = Some("no token has a price of both models".to_owned());
        return;
    }
    made.rows.push(repriced(None, &all, (&currency, retries)));
    let named = tasks.into_iter().filter(|(_, sums)| sums.tokens > 0);
    made.rows
        .extend(named.map(|(task, sums)| repriced(Some(task.to_owned()), &sums, (&currency, retries))));
    judge(made, (pairs, asking));
}

/// κ of a class in ten-thousandths: tokeniser, and verbosity for what is written.
fn factors(class: TokenClass, rule: Repricing) -> [u64; 3] {
    let written = class == TokenClass::Output;
    [0, 1, 2].map(|at| {
        let verbosity = if written { rule.verbosity_percent[at] } else { 100 };
        u64::from(rule.tokeniser_percent[at]) * u64::from(verbosity)
    })
}

fn repriced(task: Option<String>, sums: &Sums, (currency, rule): (&Currency, Repricing)) -> Repriced {
    let [actual, low, mid, high] = &sums.money;
    let other = |sum: &Decimal| {
        let more = Decimal::from(100 + u64::from(rule.retry_other_percent));
        let less = Decimal::from(10_000 * (100 + u64::from(rule.retry_percent)));
        rounded(&(sum * more / less), currency)
    };
    Repriced {
        task,
        tokens: sums.tokens,
        actual: rounded(actual, currency),
        other: [other(low), other(mid), other(high)],
    }
}

fn rounded(sum: &Decimal, currency: &Currency) -> Money {
    let scaled = sum.with_scale_round(i64::from(currency.scale()), bigdecimal::RoundingMode::HalfEven);
    let total = scaled.as_bigint_and_exponent().0.try_into().unwrap_or(i128::MAX);
    Money::new(Total(total), currency.clone())
}

/// What a pilot and bills make of it.
fn judge(made: &mut Reprice, (mut pairs, asking): (Pairs<'_, '_>, Asking<'_>)) {
    let Some(pilot) = made.pilot.clone() else { return };
    made.standing = Standing::Validated;
    let all = &made.rows[0];
    if let Some(tasks) = asking.requests.filter(|requests| *requests > 0) {
        let one = |money: &Money| money.for_geometry() / (tasks as f64 / 1e6);
        made.decision = Some(decide((one(&all.actual), one(&all.other[1])), pilot.success()));
    }
    let Some((billed, cells)) = asking
        .since
        .filter(|(billed, _)| billed.currency == all.actual.currency && billed.total.0 > 0)
    else {
        return;
    };
    // What the tokens of the other model would have cost at the prices of the one it replaced.
    let Some([_, before]) = pairs.values_mut().next() else {
        return;
    };
    let priced = cells
        .iter()
        .filter_map(|cell| Some(before.price(cell)?.price.decimal() * Decimal::from(cell.tokens)));
    let sum = priced.fold(Decimal::default(), |sum, next| sum + next);
    let avoided = rounded(&sum, &billed.currency);
    made.realised = Some(Money::new(
        Total(avoided.total.0 - billed.total.0),
        billed.currency.clone(),
    ));
    made.standing = Standing::Realised;
}

fn explain(made: &Reprice, asking: Asking<'_>, rule: Repricing) -> Explanation {
    let formula = made.rows.first().map_or_else(
        || made.missing.clone().unwrap_or_default(),
        |all| {
            let [low, mid, high] = &all.other;
            format!(
                "{} now {}; {} low {}, mid {}, high {} {}",
                asking.from,
                all.actual.text(),
                asking.to.1,
                low.text(),
                mid.text(),
                high.text(),
                mid.currency
            )
        },
    );
    let percents = |of: [u32; 3]| format!("{} – {} – {} %", of[0], of[1], of[2]);
    let stood = made
        .stand_ins
        .iter()
        .map(|(class, by)| format!("{} as {}", class.id(), by.id()))
        .collect::<Vec<_>>()
        .join(", ");
    let tokens: i128 = made.rows.first().map_or(0, |all| all.tokens);
    Explanation::new("Price-only counterfactual: what the same tokens would have cost with another model.", formula)
        .input("tokeniser", &percents(rule.tokeniser_percent))
        .input("verbosity of output", &percents(rule.verbosity_percent))
        .input("retries", &format!("{} % now, {} % with the other", rule.retry_percent, rule.retry_other_percent))
        .covering(format!("{tokens} tokens priced for both, {} without a price", made.unpriced))
        .guard("Says nothing about quality: a saving stays potential until a pilot of enough paired tasks is attached.")
        .guard("Seats are left out: the next token of a seat costs nothing.")
        .note("Prices are those in force on each day, of the terms that the usage states: batch, priority, long requests, region.")
        .note_if(!stood.is_empty(), format!("The other model states no price for some classes; priced {stood}."))
        .note_if(made.decision.is_some(), "One request is taken as one task.")
        .note_if(made.pilot.is_none(), format!("No pilot of {} or more paired tasks from {} to {} is attached: `counterfoil pilots set FILE`.", rule.pilot_pairs, asking.from, asking.to.1))
}
