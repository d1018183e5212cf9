//! Model mix: money and tokens per model and class of token, the price paid, and how much input the cache served.
//!
//! `price paid = Σ money ÷ Σ tokens × 1,000,000` per class, a ratio of sums; `cache share = cache reads ÷ all input`, where all
//! input = plain input + cache reads + cache writes. Inputs: tokens and money by model and class. Unit: currency per million.
//! Guards: no price over zero tokens; money whose class is not stated has none; currencies apart.

use std::collections::{BTreeMap, BTreeSet};

use model::{Currency, Groups, MICRO, Money, TokenClass, Total};
use serde::Serialize;

use crate::figure::{percent, share};
use crate::pricing::canonical;
use crate::registry::{MetricInfo, Need};
use crate::rounding::scale_half_even;
use crate::{Explanation, Rate};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "model-mix",
    area: "models",
    name: "Model mix and cache share",
    unit: "currency per million tokens",
    formula: "price paid = Σ money ÷ Σ tokens × 1,000,000 by class; cache share = cache reads ÷ all input",
    practice: "Sticker shock",
    guard: "A ratio of sums; none over zero tokens; currencies apart",
    needs: &[Need::Money(&["model", "token-class"]), Need::Quantity],
};

/// One model and class, in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MixRow {
    /// Model in its one spelling; empty is not stated.
    pub model: String,
    /// Class.
    pub class: TokenClass,
    /// Tokens; `None` where no usage tells.
    pub tokens: Option<Total>,
    /// Tokens that the bills count; `None` where a part of the money states none.
    pub billed_tokens: Option<Total>,
    /// Money billed.
    pub billed: Option<Money>,
    /// Claims of tools and tokens × price book.
    pub estimated: Option<Money>,
    /// Billed per million tokens, rounded half-even.
    pub paid: Option<Money>,
    /// Estimated per million tokens.
    pub estimated_price: Option<Money>,
}

/// Input of one model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CacheShare {
    /// Model.
    pub model: String,
    /// Cache reads over all input.
    pub rate: Rate,
}

/// The mix.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelMix {
    /// By model, class, currency.
    pub rows: Vec<MixRow>,
    /// Per model, those with any input.
    pub cache: Vec<CacheShare>,
    /// Over all models.
    pub cache_share: Rate,
    /// How it came about.
    pub explanation: Explanation,
}

/// The mix of models. All answers are grouped by model and token class.
pub fn model_mix(tokens: &Groups, billed: &Groups, estimated: &Groups) -> ModelMix {
    let counts: BTreeMap<Place, Total> = sums(tokens)
        .into_iter()
        .map(|((place, _), total)| (place, total))
        .collect();
    let (billed_by, estimated_by) = (sums(billed), sums(estimated));
    let stated = stated_tokens(billed);
    let keys: BTreeSet<(Place, Currency)> = billed_by.keys().chain(estimated_by.keys()).cloned().collect();
    let with_money: BTreeSet<&Place> = keys.iter().map(|(place, _)| place).collect();
    let free = counts
        .keys()
        .filter(|place| !with_money.contains(place))
        .map(|place| (place.clone(), Currency::default()));
    let all: BTreeSet<(Place, Currency)> = keys.iter().cloned().chain(free).collect();
    let rows: Vec<MixRow> = all
        .into_iter()
        .map(|key| {
            let of = |by: &BTreeMap<(Place, Currency), Total>| {
                by.get(&key).map(|total| Money::new(*total, key.1.clone()))
            };
            let tokens = counts.get(&key.0).copied();
            let (billed, estimated) = (of(&billed_by), of(&estimated_by));
            let price =
                |money: &Option<Money>, micro| money.as_ref().and_then(|money| per_million(money, micro));
            let micro = tokens.map(|tokens| Total(tokens.0 * i128::from(MICRO)));
            // A bill that counts its own tokens is priced by them: the usage known may be part of what it bills.
            let own = stated.get(&key).copied().flatten();
            MixRow {
                paid: price(&billed, own.or(micro)).filter(|_| key.0.1 != TokenClass::None),
                estimated_price: price(&estimated, micro).filter(|_| key.0.1 != TokenClass::None),
                model: key.0.0.clone(),
                class: key.0.1,
                tokens,
                billed_tokens: own.map(|micro| Total(micro.0 / i128::from(MICRO))),
                billed,
                estimated,
            }
        })
        .collect();
    let cache = cache(&counts);
    let sum = |pick: fn(&Rate) -> u64| cache.iter().map(|one| pick(&one.rate)).sum();
    let cache_share = Rate::new(
        sum(|rate| rate.numerator),
        sum(|rate| rate.denominator),
        untold(&counts),
    );
    let explanation = explain(&rows, cache_share, tokens);
    ModelMix {
        rows,
        cache,
        cache_share,
        explanation,
    }
}

impl ModelMix {
    /// Models whose bills count more than twice the tokens that usage tells of the same classes, or less than half.
    pub fn apart(&self) -> Vec<&str> {
        let mut sums: BTreeMap<&str, (i128, BTreeMap<TokenClass, i128>)> = BTreeMap::new();
        for row in &self.rows {
            let (Some(tokens), Some(billed)) = (row.tokens, row.billed_tokens) else {
                continue;
            };
            let (sum, used) = sums.entry(&row.model).or_default();
            *sum += billed.0;
            // Every currency says the same of what is used.
            used.insert(row.class, tokens.0);
        }
        let is_apart =
            |billed: i128, used: i128| billed > used.saturating_mul(2) || used > billed.saturating_mul(2);
        let apart = sums
            .iter()
            .filter(|(_, (billed, used))| is_apart(*billed, used.values().sum()));
        apart.map(|(model, _)| *model).collect()
    }
}

/// Model and class.
type Place = (String, TokenClass);

fn place(keys: &[String]) -> Option<Place> {
    Some((canonical(keys.first()?), TokenClass::parse(keys.get(1)?)?))
}

/// Sums by model in one spelling, so that bills and usage meet.
fn sums(groups: &Groups) -> BTreeMap<(Place, Currency), Total> {
    let mut sums: BTreeMap<(Place, Currency), Total> = BTreeMap::new();
    for group in groups.stated() {
        if let Some(place) = place(&group.keys) {
            let sum = sums.entry((place, group.currency.clone())).or_default();
            *sum = *sum + group.value;
        }
    }
    sums
}

/// Millionths of tokens that the bills themselves count; `None` where a part of the money states none.
fn stated_tokens(billed: &Groups) -> BTreeMap<(Place, Currency), Option<Total>> {
    let mut stated: BTreeMap<(Place, Currency), Option<Total>> = BTreeMap::new();
    for group in billed.stated() {
        let Some(place) = place(&group.keys) else { continue };
        let own = group.quantity.zip(tokens_in(&group.unit));
        let own = own.and_then(|(millionths, tokens)| millionths.checked_mul(tokens));
        let sum = stated
            .entry((place, group.currency.clone()))
            .or_insert(Some(Total(0)));
        *sum = sum.zip(own).map(|(sum, own)| Total(sum.0 + own));
    }
    stated
}

/// Tokens in one unit of a bill: one in `Tokens` and `input tokens`, a thousand in `1K tokens`; `None` of other units, and
/// of a number that cannot be read.
fn tokens_in(unit: &str) -> Option<i128> {
    let unit = unit.trim().to_lowercase();
    let before = unit.trim_end_matches('s').strip_suffix("token")?;
    let mut words = before.split_whitespace();
    words.try_fold(1, |tokens: i128, word| tokens.checked_mul(times(word)?))
}

/// `1k`, `1,000`, `thousand` and `k` are a thousand; a word without a number says what kind of token it is.
fn times(word: &str) -> Option<i128> {
    match word {
        "k" | "thousand" => return Some(1_000),
        "m" | "million" => return Some(1_000_000),
        _ if !word.contains(|letter: char| letter.is_ascii_digit()) => return Some(1),
        _ => {}
    }
    let plain = word.replace(',', "");
    let (digits, times) = match plain.strip_suffix('k') {
        Some(digits) => (digits, 1_000),
        None => plain
            .strip_suffix('m')
            .map_or((plain.as_str(), 1), |digits| (digits, 1_000_000)),
    };
    digits
        .parse::<i128>()
        .ok()
        .filter(|number| *number > 0)?
        .checked_mul(times)
}

/// Money per million tokens, of which there are so many millionths.
fn per_million(money: &Money, micro: Option<Total>) -> Option<Money> {
    let micro = micro.filter(|micro| micro.0 > 0)?;
    let price = scale_half_even(money.total.0, 1_000_000 * i128::from(MICRO), micro.0)?;
    Some(Money::new(Total(price), money.currency.clone()))
}

fn count(tokens: Option<&Total>) -> u64 {
    tokens.map_or(0, |tokens| u64::try_from(tokens.0.max(0)).unwrap_or(u64::MAX))
}

fn cache(counts: &BTreeMap<Place, Total>) -> Vec<CacheShare> {
    let models: BTreeSet<&String> = counts.keys().map(|(model, _)| model).collect();
    let of = |model: &String| {
        let class = |class| count(counts.get(&(model.clone(), class)));
        let reads = class(TokenClass::CacheRead);
        let input = reads
            .saturating_add(class(TokenClass::Input))
            .saturating_add(class(TokenClass::CacheWrite));
        (input > 0).then(|| CacheShare {
            model: model.clone(),
            rate: Rate::new(reads, input, 0),
        })
    };
    models.into_iter().filter_map(of).collect()
}

/// Tokens whose class is not stated.
fn untold(counts: &BTreeMap<Place, Total>) -> u64 {
    let untold = counts.iter().filter(|((_, class), _)| *class == TokenClass::None);
    untold
        .map(|(_, tokens)| count(Some(tokens)))
        .fold(0, u64::saturating_add)
}

fn explain(rows: &[MixRow], cache: Rate, tokens: &Groups) -> Explanation {
    let share_text = share(Total(cache.numerator.into()), Total(cache.denominator.into()))
        .map_or_else(|| "none".to_owned(), |share| format!("{} %", percent(share)));
    let unpriced = rows
        .iter()
        .filter(|row| row.billed.is_some() && row.paid.is_none())
        .count();
    Explanation::new(
        "What each model costs by class of token, and how much of the input the cache served.",
        format!("cache reads {} ÷ all input {} = {share_text}", cache.numerator, cache.denominator),
    )
    .rate(&cache.numerator, &cache.denominator)
    .covered_by(&tokens.coverage)
    .guard("Price paid is a ratio of sums: money of the bills over the tokens they count, else over those of the usage, of the same model and class.")
    .note("Bills and usage may come from different files: a price paid far from the list says that one of them is not whole.")
    .note_if(unpriced > 0, format!("{unpriced} sums of money name no class of token, or no usage names their tokens: they have no price."))
    .note_if(cache.unknown > 0, format!("{} tokens whose class is not stated are in no share.", cache.unknown))
    .note_if(rows.is_empty(), "No model is named yet: cost and usage exports of AI vendors bring them.")
}
