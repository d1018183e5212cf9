//! genai-prices: US dollars per million tokens, in steps of input length, with the days from which they hold.

use model::{Price, PriceClass};

use super::{Listed, Tree, count};

const MILLION: u8 = 6;
const THOUSAND: u8 = 3;
const CLASSES: &[(&str, PriceClass, u8)] = &[
    ("input_mtok", PriceClass::Input, MILLION),
    ("output_mtok", PriceClass::Output, MILLION),
    ("cache_read_mtok", PriceClass::CacheRead, MILLION),
    ("cache_write_mtok", PriceClass::CacheWrite, MILLION),
    ("input_audio_mtok", PriceClass::AudioInput, MILLION),
    ("output_audio_mtok", PriceClass::AudioOutput, MILLION),
    ("cache_audio_read_mtok", PriceClass::AudioCacheRead, MILLION),
    ("requests_kcount", PriceClass::Request, THOUSAND),
];

pub(super) fn read(vendor: &Tree) -> Vec<Listed> {
    let models = vendor.get("models").map_or(&[][..], Tree::elements);
    models
        .iter()
        .map(|model| one(vendor.text_of("id"), model))
        .collect()
}

fn one(vendor: &str, model: &Tree) -> Listed {
    let id = model.text_of("id");
    let mut listed = Listed::of(id);
    let like = Price {
        provider: vendor.to_owned(),
        model: id.to_owned(),
        source: "genai-prices".to_owned(),
        ..Price::default()
    };
    let Some(prices) = model.get("prices") else {
        return listed;
    };
    let terms = prices.elements();
    if terms
        .iter()
        .any(|term| term.at("constraint.start_time").is_some())
    {
        return Listed::skip(
            id,
            "The price of this model depends on the time of day; it cannot be told from days.",
        );
    }
    if terms.is_empty() {
        add(&mut listed, &like, prices);
    }
    for term in terms {
        let like = Price {
            from: term
                .at("constraint.start_date")
                .and_then(|day| day.text().parse().ok()),
            ..like.clone()
        };
        add(&mut listed, &like, term.get("prices").unwrap_or(term));
    }
    listed
}

fn add(listed: &mut Listed, like: &Price, costs: &Tree) {
    for (name, class, places) in CLASSES {
        let stated = costs.get(name);
        listed.add(
            like,
            *class,
            (stated.map(|stated| stated.get("base").unwrap_or(stated)), *places),
        );
        for step in stated
            .and_then(|stated| stated.get("tiers"))
            .map_or(&[][..], Tree::elements)
        {
            let like = Price {
                above: step.get("start").and_then(count).unwrap_or(0),
                ..like.clone()
            };
            listed.add(&like, *class, (step.get("price"), *places));
        }
    }
}
