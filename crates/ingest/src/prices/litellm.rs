//! `LiteLLM`: one object per model, US dollars per token. A key names class, step, tier: `input_cost_per_token_above_200k_tokens_batches`.

use model::{Exact, Price, PriceClass};

use super::{Listed, Tree, count};

/// Beginnings of keys; a longer one stands before those it begins with.
const CLASSES: &[(&str, PriceClass)] = &[
    ("input_cost_per_token", PriceClass::Input),
    ("output_cost_per_token", PriceClass::Output),
    ("output_cost_per_reasoning_token", PriceClass::Reasoning),
    ("cache_read_input_token_cost", PriceClass::CacheRead),
    ("cache_creation_input_token_cost", PriceClass::CacheWrite),
    ("input_cost_per_audio_token", PriceClass::AudioInput),
    ("output_cost_per_audio_token", PriceClass::AudioOutput),
    ("cache_read_input_audio_token_cost", PriceClass::AudioCacheRead),
    ("input_cost_per_request", PriceClass::Request),
];
/// Endings of keys with the tier they mean.
const TIERS: &[(&str, &str)] = &[
    ("", ""),
    ("_batches", "batch"),
    ("_priority", "priority"),
    ("_flex", "flex"),
    ("_balanced", "balanced"),
    ("_ultrafast", "ultrafast"),
];

/// Names of factors on all prices of a model, with the tier or the region they are of.
const FACTORS: &[(&str, &str, &str)] = &[("fast", "fast", ""), ("us", "", "us")];

pub(super) fn read(list: &Tree) -> Vec<Listed> {
    let models = list.members().iter().filter(|(name, _)| name != "sample_spec");
    models.map(|(name, model)| one(name, model)).collect()
}

fn one(name: &str, model: &Tree) -> Listed {
    let mut listed = Listed::of(name);
    let like = Price {
        provider: model.text_of("litellm_provider").to_owned(),
        model: name.to_owned(),
        region: region(name),
        source: "LiteLLM".to_owned(),
        ..Price::default()
    };
    for (key, value) in model.members() {
        add(&mut listed, &like, (key, value));
    }
    for step in model.get("tiered_pricing").map_or(&[][..], Tree::elements) {
        let above = step
            .get("range")
            .and_then(|range| count(range.elements().first()?));
        let like = Price {
            above: above.unwrap_or(0),
            ..like.clone()
        };
        for (key, value) in step.members() {
            add(&mut listed, &like, (key, value));
        }
    }
    for (factor, tier, region) in FACTORS {
        let stated = model.at(&format!("provider_specific_entry.{factor}"));
        if let Some(stated) = stated.and_then(Tree::number) {
            times(&mut listed, stated, (tier, region));
        }
    }
    listed
}

/// Every price of the standard tier once more, of another tier; or every price, of a region.
fn times(listed: &mut Listed, factor: Exact, (tier, region): (&str, &str)) {
    let is_of = |price: &&Price| price.region.is_empty() && (tier.is_empty() || price.tier.is_empty());
    let more: Vec<Price> = listed
        .prices
        .iter()
        .filter(is_of)
        .filter_map(|price| {
            let product = price.amount.decimal() * factor.decimal();
            Some(Price {
                amount: Exact::parse(&product.normalized().to_plain_string())?,
                tier: if tier.is_empty() { &price.tier } else { tier }.to_owned(),
                region: region.to_owned(),
                ..price.clone()
            })
        })
        .collect();
    listed.prices.extend(more);
}

fn add(listed: &mut Listed, like: &Price, (key, value): (&str, &Tree)) {
    let Some((class, tier, above)) = meaning(key) else {
        return;
    };
    let like = Price {
        tier: tier.to_owned(),
        above: if above == 0 { like.above } else { above },
        ..like.clone()
    };
    listed.add(&like, class, (Some(value), 0));
}

/// Class, tier and step of a key; `None` for what is no price of a token or request.
fn meaning(key: &str) -> Option<(PriceClass, &'static str, i64)> {
    let (mut class, mut rest) = CLASSES
        .iter()
        .find_map(|(start, class)| Some((*class, key.strip_prefix(start)?)))?;
    if let Some(after) = rest.strip_prefix("_above_1hr") {
        class = (class == PriceClass::CacheWrite).then_some(PriceClass::CacheWriteHour)?;
        rest = after;
    }
    let mut above = 0;
    if let Some((thousands, after)) = rest
        .strip_prefix("_above_")
        .and_then(|rest| rest.split_once("k_tokens"))
    {
        above = thousands.parse::<i64>().ok()? * 1_000;
        rest = after;
    }
    let tier = TIERS.iter().find(|(ending, _)| *ending == rest)?.1;
    Some((class, tier, above))
}

/// The part of a name that is a region: `bedrock/us-east-1/…`, `azure/eu/…`.
fn region(name: &str) -> String {
    let parts = name.split('/').rev().skip(1);
    parts
        .into_iter()
        .find(|part| is_region(part))
        .unwrap_or_default()
        .to_owned()
}

fn is_region(part: &str) -> bool {
    let is_zone = part.split('-').count() >= 3 && part.ends_with(|last: char| last.is_ascii_digit());
    is_zone || ["eu", "us", "global", "global-standard"].contains(&part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_factor_is_a_tier_or_a_region_of_every_price() {
        let text = r#"{"m": {"input_cost_per_token": 4e-06, "input_cost_per_token_batches": 2e-06, "provider_specific_entry":
            {"us": 1.1, "fast": 2.0}}}"#;
        let listed = crate::prices::read(crate::prices::ListShape::Litellm, &Tree::parse(text).unwrap(), "");
        let line = |price: &Price| format!("{}|{} {}", price.tier, price.region, price.amount);
        let lines: Vec<String> = listed[0].prices.iter().map(line).collect();
        let expected = [
            "| 0.000004",
            "batch| 0.000002",
            "fast| 0.000008",
            "|us 0.0000044",
            "batch|us 0.0000022",
            "fast|us 0.0000088",
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_key_says_class_step_and_tier() {
        assert_eq!(meaning("input_cost_per_token"), Some((PriceClass::Input, "", 0)));
        assert_eq!(
            meaning("cache_read_input_token_cost_above_272k_tokens_priority"),
            Some((PriceClass::CacheRead, "priority", 272_000))
        );
        assert_eq!(
            meaning("cache_creation_input_token_cost_above_1hr_above_200k_tokens"),
            Some((PriceClass::CacheWriteHour, "", 200_000))
        );
        for other in [
            "input_cost_per_token_cache_hit",
            "output_cost_per_image",
            "cache_creation_input_token_cost_above_12hr",
        ] {
            assert_eq!(meaning(other), None, "{other}");
        }
    }
}
