//! Public price lists, where they are at hand: four units that must agree on the same models.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use model::{Fact, Price, PriceClass};

use super::{crate_folder, read};

/// Model names that several lists have, and how each writes them.
const COMMON: &[(&str, &str, &str)] = &[
    // canonical, vendor, other spelling
    ("claude-opus-4-5", "anthropic", "claude-opus-4.5"),
    ("claude-sonnet-4-5", "anthropic", "claude-sonnet-4.5"),
    ("claude-haiku-4-5", "anthropic", "claude-haiku-4.5"),
    ("gpt-5", "openai", "gpt-5"),
    ("gpt-5-mini", "openai", "gpt-5-mini"),
    ("gpt-5-nano", "openai", "gpt-5-nano"),
    ("gpt-4.1", "openai", "gpt-4.1"),
    ("gpt-4.1-mini", "openai", "gpt-4.1-mini"),
    ("gpt-4o", "openai", "gpt-4o"),
    ("gpt-4o-mini", "openai", "gpt-4o-mini"),
    ("o3", "openai", "o3"),
    ("o4-mini", "openai", "o4-mini"),
];

fn shared() -> Option<PathBuf> {
    let folder = crate_folder("../../../shared/data/formats/prices");
    if folder.exists() {
        return Some(folder);
    }
    #[allow(clippy::print_stderr, reason = "a test says why it tests less")]
    {
        eprintln!("skipped: no shared price lists at {}", folder.display());
    }
    None
}

fn list(path: &Path) -> Vec<Price> {
    let facts = read(path).facts.into_iter();
    facts
        .filter_map(|fact| match fact {
            Fact::Price(price) => Some(*price),
            _ => None,
        })
        .collect()
}

/// The price of a model in a list on its last day, as text.
fn price(list: &[Price], vendors: &[&str], names: &[&str], class: PriceClass) -> Option<String> {
    let fits = |price: &&Price| {
        let name = price.model.rsplit('/').next().unwrap_or_default();
        vendors.contains(&price.provider.as_str())
            && (names.contains(&name) || names.contains(&price.model.as_str()))
            && price.class == class
            && (price.tier.as_str(), price.region.as_str(), price.above) == ("", "", 0)
    };
    let newest = list.iter().filter(fits).max_by_key(|price| price.from);
    newest.map(|price| price.amount.to_string())
}

#[test]
fn four_units_agree_on_the_models_that_all_lists_have() {
    let Some(folder) = shared() else { return };
    let lists = [
        (
            "LiteLLM",
            list(&folder.join("litellm/model_prices_and_context_window.json")),
        ),
        ("OpenRouter", list(&folder.join("openrouter-models.json"))),
        ("genai-prices", list(&folder.join("genai-prices/data.json"))),
        (
            "Portkey",
            [
                list(&folder.join("portkey/anthropic.json")),
                list(&folder.join("portkey/openai.json")),
            ]
            .concat(),
        ),
        (
            "models.dev",
            list(&folder.join("models.dev/anthropic_models_claude-sonnet-4-5.toml")),
        ),
    ];
    let (mut compared, mut disagree) = (0, Vec::new());
    for (name, vendor, other) in COMMON {
        for class in [PriceClass::Input, PriceClass::Output, PriceClass::CacheRead] {
            let said: BTreeMap<&str, String> = lists
                .iter()
                .filter_map(|(source, list)| {
                    let vendors: &[&str] = if *source == "OpenRouter" {
                        &["openrouter"]
                    } else {
                        &[vendor]
                    };
                    Some((*source, price(list, vendors, &[name, other], class)?))
                })
                .collect();
            compared += usize::from(said.len() > 1);
            let amounts: std::collections::BTreeSet<&String> = said.values().collect();
            if amounts.len() > 1 {
                disagree.push(format!("{name} {}: {said:?}", class.id()));
            }
        }
    }
    #[allow(clippy::print_stdout, reason = "the comparison is what this test reports")]
    {
        println!(
            "{compared} prices compared, {} disagree:\n{}",
            disagree.len(),
            disagree.join("\n")
        );
    }
    assert!(compared >= 30, "only {compared} prices are in two lists");
    // Different lists may be of different days; a wrong unit would make nearly all of them disagree.
    assert!(disagree.len() * 10 <= compared, "{disagree:#?}");
}

#[test]
fn every_shared_price_list_is_known_and_counted_to_the_last_model() {
    let Some(folder) = shared() else { return };
    let expected = [
        (
            "litellm/model_prices_and_context_window.json",
            "litellm-prices",
            4_552,
        ),
        ("openrouter-models.json", "openrouter-models", 364),
        ("genai-prices/data.json", "genai-prices", 1_442),
        ("portkey/openai.json", "portkey-prices", 0),
        (
            "models.dev/google_models_gemini-2.5-pro.toml",
            "models-dev-prices",
            1,
        ),
        ("models.dev/openai_models_gpt-5.toml", "models-dev-prices", 1),
        ("ccusage-models-dev-pricing.json", "models-dev-prices", 0),
    ];
    for (file, format, models) in expected {
        let read = read(&folder.join(file));
        assert_eq!(read.plan.format, format, "{file}");
        let rows = read.report.rows;
        assert_eq!(rows.refused, 0, "{file}");
        assert!(rows.kept > 0, "{file}");
        assert!(models == 0 || rows.read == models, "{file}: {} models", rows.read);
        for fact in &read.facts {
            let Fact::Price(price) = fact else {
                panic!("{file}: {fact:?}")
            };
            assert!(!price.amount.is_negative(), "{file}: {price:?}");
        }
    }
    let routers = read(&folder.join("openrouter-models.json")).report;
    let unknown = routers
        .problems
        .iter()
        .filter(|problem| problem.what.contains("-1"));
    assert_eq!(unknown.count(), 3, "the three routers have no price");
}
