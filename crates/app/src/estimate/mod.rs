//! The measure *estimated*: what tools claim stays, and usage without a claim is priced by the price book, on read.
//!
//! Nothing of this is stored: undoing a price list takes its figures with it. Where a tool claims a cost for a day,
//! tool, model and project, its claim stands for all of it and nothing is added.

mod price_book;

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use metrics::pricing::{Found, OfToken, PriceBook};
use model::{
    Currency, Decimal, Dimension, Exact, Grain, Group, Groups, Measure, Query, Terms, TokenClass, Total,
};
use serde::Serialize;
use store::Book;

use crate::Result;
pub use price_book::{
    Restatement, price_book, price_book_with, restate, restatements, restating, taking_back,
};

/// The kind of tokens, and what they were served under.
const KIND: [Dimension; 2] = [Dimension::TokenClass, Dimension::Terms];
/// What their price depends on besides.
const PRICED: [Dimension; 3] = [Dimension::Time(Grain::Day), Dimension::Provider, Dimension::Model];
/// What a claim of cost is of besides. Where no tool claims any, nothing is asked by it: a thousand logs of a month come to far
/// fewer groups so.
const CLAIMED: [Dimension; 3] = [Dimension::Import, Dimension::Tool, Dimension::Project];
/// Places among the keys of usage: its kind, what it is priced by, what it may be claimed by, then what was asked.
const CLASS: usize = 0;
const TERMS: usize = 1;
const DAY: usize = KIND.len();
const PROVIDER: usize = DAY + 1;
const MODEL: usize = DAY + 2;
const UNCLAIMED: usize = KIND.len() + PRICED.len();
const WHOLE: usize = UNCLAIMED + CLAIMED.len();

/// Usage that has no price.
#[derive(Clone, Debug, Serialize)]
pub struct Missing {
    /// Who sold.
    pub provider: String,
    /// The model, as the file names it.
    pub model: String,
    /// Tokens.
    pub tokens: i128,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Why there is none.
    pub why: String,
}

/// How far the estimate reaches.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// Tokens of usage.
    pub tokens: i128,
    /// Of them in cells for which the tool claims a cost.
    pub claimed: i128,
    /// Of them priced by the price book.
    pub priced: i128,
    /// Of those priced otherwise than they were served, by what the price is of.
    pub otherwise: BTreeMap<String, i128>,
    /// What is neither.
    pub missing: Vec<Missing>,
}

impl Reach {
    /// Coverage as a sentence.
    pub fn text(&self) -> String {
        if self.tokens == 0 {
            return "no usage states tokens".to_owned();
        }
        let covered = self.claimed + self.priced;
        let share = covered as f64 / self.tokens as f64;
        format!(
            "{covered} of {} tokens ({} %): {} by the tool's own claim, {} by the price book",
            self.tokens,
            metrics::figure::percent(share),
            self.claimed,
            self.priced
        )
    }

    /// What is not priced, or not as it was served, as notes.
    pub fn notes(&self) -> Vec<String> {
        self.without_price()
            .into_iter()
            .chain(self.otherwise_note())
            .collect()
    }

    /// What is not priced as it was served.
    pub fn otherwise_note(&self) -> Option<String> {
        let parts = self.otherwise.iter();
        let parts: Vec<String> = parts.map(|(what, tokens)| format!("{tokens} {what}")).collect();
        (!parts.is_empty()).then(|| {
            format!(
                "Of the priced tokens some have no price of their own terms: {}.",
                parts.join(", ")
            )
        })
    }

    fn without_price(&self) -> Option<String> {
        let first = self.missing.first()?;
        let tokens: i128 = self.missing.iter().map(|missing| missing.tokens).sum();
        Some(format!(
            "{tokens} tokens have no price and are not in the sum, most of them of {} ({}); `counterfoil prices missing` lists them.",
            if first.model.is_empty() {
                "no stated model"
            } else {
                &first.model
            },
            first.why
        ))
    }
}

/// The answer to a query: for `estimated` with the price book, else the book's own.
pub fn groups(book: &Book, query: &Query) -> Result<(Groups, Option<Reach>)> {
    if query.measure != Measure::Estimated {
        return Ok((book.groups(query)?, None));
    }
    let (groups, reach) = estimated(book, query, &price_book(book)?)?;
    Ok((groups, Some(reach)))
}

/// Computed estimates by keys and currency, still exact, and how many facts each is of.
pub type Computed = BTreeMap<(Vec<String>, Currency), (Decimal, u64)>;

/// Claims and computed estimates, added up.
pub fn estimated(book: &Book, query: &Query, prices: &PriceBook) -> Result<(Groups, Reach)> {
    let (mut claims, computed, reach) = apart(book, query, prices)?;
    add(&mut claims, computed);
    Ok((claims, reach))
}

/// Claims, and beside them what is computed.
pub fn apart(book: &Book, query: &Query, prices: &PriceBook) -> Result<(Groups, Computed, Reach)> {
    let mut claims = book.groups(query)?;
    let mut cells = Cells::new(book, query, prices)?;
    let usage = book.groups(&cells.usage_query())?;
    let mut computed = Computed::new();
    for group in &usage.groups {
        if let Some((currency, amount)) = cells.price(group) {
            let sum = computed
                .entry((cells.keys(group, &currency), currency))
                .or_default();
            sum.0 += amount;
            sum.1 += group.facts;
        }
    }
    merge(&mut claims.coverage, usage.coverage);
    Ok((claims, computed, cells.reach()))
}

/// Tokens by model, and what they cost at the price book: nothing where some of them have no price.
pub(crate) type AtPrices = BTreeMap<String, (i128, Option<(Currency, Total)>)>;

/// The tokens of a query by model at the price book, whatever their tools claim.
pub(crate) fn at_prices(book: &Book, query: &Query, prices: &PriceBook) -> Result<AtPrices> {
    let mut cells = Cells {
        claimed: HashSet::new(),
        ..Cells::new(book, query, prices)?
    };
    let mut sums: BTreeMap<String, (i128, Option<(Currency, Decimal)>)> = BTreeMap::new();
    for group in &book.groups(&cells.usage_query())?.groups {
        let tokens = group.value.0;
        let (sum, cost) = sums
            .entry(group.keys[MODEL].clone())
            .or_insert_with(|| (0, Some((Currency::default(), Decimal::default()))));
        *sum += tokens;
        let bill = cells.price(group);
        if tokens != 0 {
            *cost = bill.and_then(|(currency, amount)| {
                let (of, total) = cost.take()?;
                (of.code().is_empty() || of == currency).then(|| (currency, total + amount))
            });
        }
    }
    let round =
        |(currency, total): (Currency, Decimal)| (currency.clone(), Total(rounded(&total, &currency)));
    let models = sums
        .into_iter()
        .map(|(model, (tokens, cost))| (model, (tokens, cost.map(round))));
    Ok(models.collect())
}

fn merge(coverage: &mut model::Coverage, other: model::Coverage) {
    coverage.imports.extend(other.imports);
    coverage.imports.sort_unstable();
    coverage.imports.dedup();
    coverage.sources = coverage.sources.max(other.sources);
    coverage.from = [coverage.from, other.from].into_iter().flatten().min();
    coverage.to = [coverage.to, other.to].into_iter().flatten().max();
}

/// Rounds each sum once and joins it with the claim of the same group.
fn add(claims: &mut Groups, computed: Computed) {
    for ((keys, currency), (sum, facts)) in computed {
        let value = Total(rounded(&sum, &currency));
        let same = claims
            .groups
            .iter_mut()
            .find(|group| group.keys == keys && group.currency == currency);
        match same {
            Some(group) => {
                group.value = group.value + value;
                group.facts += facts;
            }
            None => claims.groups.push(group(keys, currency, (value, facts))),
        }
    }
    claims
        .groups
        .sort_unstable_by(|a, b| (&a.keys, &a.currency).cmp(&(&b.keys, &b.currency)));
}

/// A group of what was computed.
pub(crate) fn group(keys: Vec<String>, currency: Currency, (value, facts): (Total, u64)) -> Group {
    Group {
        keys,
        currency,
        value,
        quantity: None,
        unit: String::new(),
        facts,
        without: 0,
        provisional: false,
    }
}

fn rounded(sum: &Decimal, currency: &Currency) -> i128 {
    let scaled = sum.with_scale_round(i64::from(currency.scale()), bigdecimal::RoundingMode::HalfEven);
    scaled.as_bigint_and_exponent().0.try_into().unwrap_or(i128::MAX)
}

/// Currency and price of one token, and what that is the price of where it is not that of its own terms.
type Priced = std::result::Result<(Currency, Exact, Option<String>), String>;

/// Usage cell by cell: which are claimed, and what the others cost.
struct Cells<'b> {
    query: &'b Query,
    prices: &'b PriceBook,
    claimed: HashSet<Vec<String>>,
    /// By seller, model and region.
    found: HashMap<[String; 3], Found>,
    /// By day, seller, model, kind of token and terms.
    known: HashMap<[String; 5], Priced>,
    reach: Reach,
    missing: BTreeMap<(String, String, String), Missing>,
}

impl<'b> Cells<'b> {
    fn new(book: &Book, query: &'b Query, prices: &'b PriceBook) -> Result<Self> {
        // A claim stands on one line of a row that became several, and covers its whole cell, whoever is asked about.
        let cell = || PRICED.iter().chain(&CLAIMED);
        let is_of_cell = |dimension: &Dimension| {
            matches!(dimension, Dimension::Time(_)) || cell().any(|of| of == dimension)
        };
        let claims = Query {
            by: cell().cloned().collect(),
            filters: query
                .filters
                .iter()
                .filter(|filter| is_of_cell(&filter.dimension))
                .cloned()
                .collect(),
            ..query.clone()
        };
        let claimed = book.groups(&claims)?.groups.into_iter().map(|group| group.keys);
        Ok(Self {
            query,
            prices,
            claimed: claimed.collect(),
            found: HashMap::new(),
            known: HashMap::new(),
            reach: Reach::default(),
            missing: BTreeMap::new(),
        })
    }

    /// Where among the keys of usage stands what was asked.
    fn asked_at(&self) -> usize {
        if self.claimed.is_empty() { UNCLAIMED } else { WHOLE }
    }

    /// Tokens by kind and cell, then by what was asked. Usage has no currency before it has a price.
    fn usage_query(&self) -> Query {
        let cell = KIND.iter().chain(&PRICED).chain(&CLAIMED);
        let by = cell.take(self.asked_at()).cloned();
        let filters = self.query.filters.iter();
        Query {
            measure: Measure::Tokens,
            by: by.chain(self.query.by.iter().cloned()).collect(),
            filters: filters
                .filter(|filter| filter.dimension != Dimension::Currency)
                .cloned()
                .collect(),
            period: self.query.period,
        }
    }

    /// The keys that were asked for.
    fn keys(&self, group: &Group, currency: &Currency) -> Vec<String> {
        let asked = group.keys[self.asked_at()..].iter().zip(&self.query.by);
        asked
            .map(|(key, dimension)| match dimension {
                Dimension::Currency => currency.code().to_owned(),
                _ => key.clone(),
            })
            .collect()
    }

    /// What the tokens of a cell cost, unless its tool claims it or there is no price.
    fn price(&mut self, group: &Group) -> Option<(Currency, Decimal)> {
        let tokens = group.value.0;
        let day: NaiveDate = group.keys[DAY].parse().ok()?;
        self.reach.tokens += tokens;
        if !self.claimed.is_empty() && self.claimed.contains(&group.keys[DAY..WHOLE]) {
            self.reach.claimed += tokens;
            return None;
        }
        match self.known(group, day) {
            Ok((currency, price, otherwise)) => {
                self.reach.priced += tokens;
                if let Some(what) = otherwise.filter(|_| tokens != 0) {
                    *self.reach.otherwise.entry(what).or_default() += tokens;
                }
                self.is_wanted(&currency)
                    .then(|| (currency, price.decimal() * Decimal::from(tokens)))
            }
            Err(why) => {
                if tokens != 0 {
                    self.miss(group, day, why);
                }
                None
            }
        }
    }

    fn is_wanted(&self, currency: &Currency) -> bool {
        let mut filters = self
            .query
            .filters
            .iter()
            .filter(|filter| filter.dimension == Dimension::Currency);
        filters.all(|filter| filter.values.iter().any(|value| value == currency.code()))
    }

    fn known(&mut self, group: &Group, day: NaiveDate) -> Priced {
        let key = [DAY, PROVIDER, MODEL, CLASS, TERMS].map(|at| group.keys[at].clone());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let priced = self.look_up(&key, day);
        self.known.insert(key, priced.clone());
        priced
    }

    fn look_up(&mut self, [_, provider, model, class, terms]: &[String; 5], day: NaiveDate) -> Priced {
        let class = TokenClass::parse(class).filter(|class| *class != TokenClass::None);
        let class = class.ok_or("the kind of token is not stated")?;
        let (terms, prices) = (Terms::parse(terms), self.prices);
        let found = self
            .found
            .entry([provider.clone(), model.clone(), terms.region.clone()])
            .or_insert_with(|| prices.find_in(&terms.region, provider, model));
        let places = match found {
            Found::Prices { entries, .. } => entries,
            Found::Ambiguous(which) => return Err(format!("several could be meant: {}", which.join(", "))),
            Found::Unknown => return Err("the price book does not know it".to_owned()),
        };
        let price = prices.of_token(places, class, (&terms, day));
        let price = price.ok_or_else(|| no_price(&terms))?;
        let currency = prices
            .currency(places)
            .ok_or("its prices are in several currencies")?;
        Ok((currency.clone(), price.price, otherwise(&terms, price)))
    }

    fn miss(&mut self, group: &Group, day: NaiveDate, why: String) {
        let (provider, model) = (group.keys[PROVIDER].clone(), group.keys[MODEL].clone());
        let entry = self.missing.entry((provider.clone(), model.clone(), why.clone()));
        let missing = entry.or_insert_with(|| Missing {
            provider,
            model,
            tokens: 0,
            from: day,
            to: day,
            why,
        });
        missing.tokens += group.value.0;
        missing.from = missing.from.min(day);
        missing.to = missing.to.max(day);
    }

    fn reach(self) -> Reach {
        let mut missing: Vec<Missing> = self.missing.into_values().collect();
        missing.sort_by_key(|missing| std::cmp::Reverse(missing.tokens));
        Reach {
            missing,
            ..self.reach
        }
    }
}

/// Why there is no price: that of another tier is none.
fn no_price(terms: &Terms) -> String {
    if terms.tier.is_empty() {
        return "it has no price for that day and kind of token".to_owned();
    }
    let tier = &terms.tier;
    format!("it has no price of the tier {tier} for that day and kind of token")
}

/// What a price is of, where it is not that of the terms.
fn otherwise(terms: &Terms, price: OfToken) -> Option<String> {
    let class = (price.class != price.priced_as && !terms.is_standard()).then(|| {
        let tier = if terms.tier.is_empty() {
            ""
        } else {
            " of the tier "
        };
        let (own, other) = (price.class.id(), price.priced_as.id());
        format!("{own}{tier}{} as {other}", terms.tier)
    });
    let region = (!price.is_of_region).then(|| format!("of the region {} as everywhere", terms.region));
    let above = terms.above;
    let length = (!price.is_of_length).then(|| format!("of requests above {above} tokens as of any length"));
    let parts: Vec<String> = class.into_iter().chain(region).chain(length).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
