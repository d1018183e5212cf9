//! Portkey: one file per vendor, US cents per token.

use model::{Price, PriceClass};

use super::{Listed, Tree};

const CENTS: u8 = 2;
const CLASSES: &[(&str, PriceClass)] = &[
    ("request_token", PriceClass::Input),
    ("response_token", PriceClass::Output),
    ("cache_read_input_token", PriceClass::CacheRead),
    ("cache_write_input_token", PriceClass::CacheWrite),
    ("additional_units.cache_write_1h", PriceClass::CacheWriteHour),
    ("request_audio_token", PriceClass::AudioInput),
    ("response_audio_token", PriceClass::AudioOutput),
    ("cache_read_audio_input_token", PriceClass::AudioCacheRead),
];

/// `default` only carries the formula.
pub(super) fn read(list: &Tree, vendor: &str) -> Vec<Listed> {
    let models = list.members().iter().filter(|(name, _)| name != "default");
    models.map(|(name, model)| one(name, model, vendor)).collect()
}

fn one(name: &str, model: &Tree, vendor: &str) -> Listed {
    let mut listed = Listed::of(name);
    let like = Price {
        provider: vendor.to_owned(),
        model: name.to_owned(),
        source: "Portkey".to_owned(),
        ..Price::default()
    };
    add(&mut listed, &like, model.at("pricing_config.pay_as_you_go"));
    let batch = Price {
        tier: "batch".to_owned(),
        ..like.clone()
    };
    add(&mut listed, &batch, model.at("pricing_config.batch_config"));
    for (regions, terms) in model.at("custom_pricing.regions").map_or(&[][..], Tree::members) {
        for region in regions.split(',') {
            by_region(&mut listed, &like, (region.trim(), terms));
        }
    }
    listed
}

/// Prices of one region by mode; those of the default region in the standard mode were read already.
fn by_region(listed: &mut Listed, like: &Price, (region, terms): (&str, &Tree)) {
    let region = if region == "default" { "" } else { region };
    for (mode, terms) in terms.get("execution_modes").map_or(&[][..], Tree::members) {
        let tier = if mode == "standard" { "" } else { mode };
        let is_known = |price: &Price| price.region == region && price.tier == tier;
        if listed.prices.iter().any(is_known) {
            continue;
        }
        let like = Price {
            region: region.to_owned(),
            tier: tier.to_owned(),
            ..like.clone()
        };
        add(listed, &like, terms.at("pricing_config.pay_as_you_go"));
    }
}

fn add(listed: &mut Listed, like: &Price, units: Option<&Tree>) {
    for (name, class) in CLASSES {
        let stated = units.and_then(|units| units.at(name)?.get("price"));
        listed.add(like, *class, (stated, CENTS));
    }
}
