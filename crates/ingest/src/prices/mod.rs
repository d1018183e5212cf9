//! Public lists, one file each: prices of models, each list in its own unit → prices of one token; rates of the ECB.
//!
//! Undated lists state what holds on the day they are read. What a list has no unit for here (images, seconds, pages)
//! is left out; what it marks as unknown is no price.

mod ecb;
mod genai;
mod litellm;
mod models_dev;
mod openrouter;
mod portkey;
mod tree;

use model::{Currency, Exact, Price, PriceClass};
use serde::Deserialize;

pub(crate) use ecb::read as read_rates;
pub(crate) use tree::Tree;

/// Whose list it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListShape {
    /// USD per token, as numbers.
    Litellm,
    /// USD per million tokens.
    ModelsDev,
    /// USD per token, as texts.
    Openrouter,
    /// USD per million tokens, dated, with steps.
    GenaiPrices,
    /// US cents per token.
    Portkey,
    /// Reference rates of the European Central Bank: units of each currency for one euro.
    EcbRates,
}

/// What a list says of one model.
#[derive(Debug, Default)]
pub(crate) struct Listed {
    /// The model, as the list names it.
    pub model: String,
    /// Its prices.
    pub prices: Vec<Price>,
    /// Why it has none.
    pub skipped: &'static str,
}

impl Listed {
    fn of(model: &str) -> Self {
        Self {
            model: model.to_owned(),
            skipped: "The list states no price per token for this model.",
            ..Self::default()
        }
    }

    fn skip(model: &str, reason: &'static str) -> Self {
        Self {
            skipped: reason,
            ..Self::of(model)
        }
    }

    /// Adds a price in US dollars if the list states one, `places` decimal places too large.
    fn add(&mut self, like: &Price, class: PriceClass, (stated, places): (Option<&Tree>, u8)) {
        let Some(amount) = stated
            .and_then(Tree::number)
            .filter(|amount| !amount.is_negative())
        else {
            return;
        };
        self.prices.push(Price {
            class,
            amount: amount.shifted(places),
            currency: Currency::new("USD"),
            ..like.clone()
        });
    }
}

/// The id of the format whose price list a text begins, told by the words that only such lists have. A log of calls
/// repeats the prices it used, and says what the call cost.
pub(crate) fn sniff(head: &str) -> Option<&'static str> {
    let has = |words: &[&str]| words.iter().all(|word| head.contains(word));
    if ecb::is(head) {
        return Some("ecb-rates");
    }
    let is_json = head
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with(['{', '[']);
    if !is_json {
        return has(&["\n[cost]", "\ninput = "]).then_some("models-dev-prices");
    }
    [
        (
            "litellm-prices",
            &["\"litellm_provider\"", "\"input_cost_per_token\""][..],
        ),
        (
            "portkey-prices",
            &["\"pricing_config\"", "\"pay_as_you_go\"", "\"request_token\""][..],
        ),
        ("genai-prices", &["\"prices\"", "\"input_mtok\"", "\"match\""][..]),
        (
            "openrouter-models",
            &[
                "\"pricing\"",
                "\"prompt\"",
                "\"completion\"",
                "\"context_length\"",
            ][..],
        ),
        (
            "models-dev-prices",
            &["\"cost\"", "\"input\"", "\"output\"", "\"limit\"", "\"context\""][..],
        ),
    ]
    .into_iter()
    .filter(|_| !has(&["\"response_cost\""]))
    .find_map(|(id, words)| has(words).then_some(id))
}

/// Every model of a list, whether it is one document, a list of them or lines. `file` is its path: some lists say only there
/// who sells.
pub(crate) fn read(shape: ListShape, list: &Tree, file: &str) -> Vec<Listed> {
    let documents = list.leaves().into_iter();
    documents
        .flat_map(|document| one(shape, document, file))
        .collect()
}

fn one(shape: ListShape, list: &Tree, file: &str) -> Vec<Listed> {
    match shape {
        ListShape::Litellm => litellm::read(list),
        ListShape::ModelsDev => models_dev::read(list, file),
        ListShape::Openrouter => openrouter::read(list),
        ListShape::GenaiPrices => genai::read(list),
        ListShape::Portkey => portkey::read(list, &stem(file)),
        ListShape::EcbRates => Vec::new(),
    }
}

/// A file's name without folders and ending.
fn stem(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}

/// A whole number.
fn count(tree: &Tree) -> Option<i64> {
    tree.number()
        .and_then(|number: Exact| number.at_scale(0))
        .map(|(count, _)| count)
}

#[cfg(test)]
mod tests;
