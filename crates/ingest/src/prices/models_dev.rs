//! models.dev: US dollars per million tokens, as one TOML file per model or one JSON document of all.

use model::{Price, PriceClass};

use super::{Listed, Tree, count, stem};

const MILLION: u8 = 6;
const CLASSES: &[(&str, PriceClass)] = &[
    ("input", PriceClass::Input),
    ("output", PriceClass::Output),
    ("reasoning", PriceClass::Reasoning),
    ("cache_read", PriceClass::CacheRead),
    ("cache_write", PriceClass::CacheWrite),
    ("input_audio", PriceClass::AudioInput),
    ("output_audio", PriceClass::AudioOutput),
];
/// The one step that older documents name; newer ones repeat one of their steps there, whatever its length is.
const LONG_CONTEXT: (&str, i64) = ("context_over_200k", 200_000);

pub(super) fn read(list: &Tree, file: &str) -> Vec<Listed> {
    if list.get("cost").is_some_and(|cost| cost.get("input").is_some()) {
        let (vendor, model) = named(list, file);
        return vec![one(&vendor, &model, list)];
    }
    let each = |(name, entry): &(String, Tree)| match entry.get("models") {
        Some(models) => models
            .members()
            .iter()
            .map(|(model, entry)| one(name, model, entry))
            .collect(),
        None => vec![one("", name, entry)],
    };
    list.members().iter().flat_map(each).collect()
}

/// Vendor and model of a TOML file: it says so itself, or its path does (`anthropic/models/claude-opus-5.toml`).
fn named(model: &Tree, file: &str) -> (String, String) {
    let path = file.replace("_models_", "/models/");
    if let Some((vendor, name)) = model.text_of("base_model").split_once('/') {
        return (vendor.to_owned(), name.to_owned());
    }
    let folders: Vec<&str> = path.split(['/', '\\']).collect();
    let vendor = folders
        .iter()
        .position(|folder| *folder == "models")
        .and_then(|at| at.checked_sub(1));
    (
        vendor.map_or(String::new(), |at| folders[at].to_owned()),
        stem(&path),
    )
}

fn one(vendor: &str, name: &str, model: &Tree) -> Listed {
    let mut listed = Listed::of(name);
    let like = Price {
        provider: vendor.to_owned(),
        model: name.to_owned(),
        source: "models.dev".to_owned(),
        ..Price::default()
    };
    let Some(cost) = model.get("cost") else {
        return listed;
    };
    add(&mut listed, &like, cost);
    let older = cost.get(LONG_CONTEXT.0).map(|step| (LONG_CONTEXT.1, step));
    let steps = cost.get("tiers").map_or(&[][..], Tree::elements).iter();
    let older = older.filter(|_| steps.len() == 0);
    let steps = steps.filter_map(|step| Some((step.at("tier.size").and_then(count)?, step)));
    for (above, step) in steps.chain(older) {
        let like = Price {
            above,
            ..like.clone()
        };
        add(&mut listed, &like, step);
    }
    listed
}

fn add(listed: &mut Listed, like: &Price, costs: &Tree) {
    for (name, class) in CLASSES {
        listed.add(like, *class, (costs.get(name), MILLION));
    }
}
