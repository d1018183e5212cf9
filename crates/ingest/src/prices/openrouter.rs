//! `OpenRouter`: US dollars per token as text; −1 means that the price is not known beforehand.

use model::{Price, PriceClass};

use super::{Listed, Tree};

const CLASSES: &[(&str, PriceClass)] = &[
    ("prompt", PriceClass::Input),
    ("completion", PriceClass::Output),
    ("internal_reasoning", PriceClass::Reasoning),
    ("input_cache_read", PriceClass::CacheRead),
    ("input_cache_write", PriceClass::CacheWrite),
    ("input_cache_write_1h", PriceClass::CacheWriteHour),
    ("audio", PriceClass::AudioInput),
    ("request", PriceClass::Request),
];

pub(super) fn read(list: &Tree) -> Vec<Listed> {
    let models = list.get("data").unwrap_or(list).leaves().into_iter();
    models
        .filter(|model| model.get("id").is_some())
        .map(one)
        .collect()
}

fn one(model: &Tree) -> Listed {
    let id = model.text_of("id");
    let pricing = model.get("pricing");
    let stated = |name: &str| pricing.and_then(|pricing| pricing.get(name));
    let is_unknown = |name: &str| {
        stated(name)
            .and_then(Tree::number)
            .is_some_and(model::Exact::is_negative)
    };
    if is_unknown("prompt") || is_unknown("completion") {
        return Listed::skip(id, "The list marks the price of this model as unknown (-1).");
    }
    let like = Price {
        provider: "openrouter".to_owned(),
        model: id.to_owned(),
        source: "OpenRouter".to_owned(),
        ..Price::default()
    };
    let mut listed = Listed::of(id);
    for (name, class) in CLASSES {
        listed.add(&like, *class, (stated(name), 0));
    }
    listed
}
