//! The pricing of 1,577 usage objects of providers against what their collectors computed, where they are at hand.
#![allow(clippy::print_stdout, reason = "the comparison is what this test reports")]

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use metrics::pricing::{Asked, Entry, Found, PriceBook, Quantities, cost};
use model::{Decimal, Fact, Outcome, PriceClass};
use serde_json::Value;

/// Models whose price in the list differs from the one the goldens were computed with: they are of another day than the
/// list, and price tokens of images apart.
const NEWER: &[&str] = &[
    "google gemini-3-pro-image-preview",
    "google gemini-2.5-flash-image",
    "google claude-sonnet-4-5-20250929",
    "aws openai.gpt-5.6-luna",
];

fn shared(file: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/formats")
        .join(file);
    if !path.exists() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 7, 31).expect("a day")
}

fn price_book(path: &Path) -> PriceBook {
    let item = ingest::open(&[path.to_owned()], &ingest::Limits::default()).remove(0);
    let plan = ingest::plan(&item, &ingest::Choice::default());
    let mut entries = Vec::new();
    let mut sink = |facts: &mut Vec<Fact>| {
        for fact in facts.drain(..) {
            if let Fact::Price(price) = fact {
                entries.push(Entry {
                    price: *price,
                    import: 1,
                    place: 1,
                    stated: day(),
                    own: false,
                });
            }
        }
        Ok(Outcome::Kept)
    };
    ingest::read(&item, &plan, &mut sink, &mut |_| ControlFlow::Continue(())).expect("a price list");
    PriceBook::new(entries, Vec::new())
}

fn quantities(usage: &Value) -> Quantities {
    let of = |name: &str| i128::from(usage[name].as_i64().unwrap_or(0));
    let (input, output) = (of("input_tokens"), of("output_tokens"));
    let (read, write, audio_read) = (
        of("cache_read_tokens"),
        of("cache_write_tokens"),
        of("cache_audio_read_tokens"),
    );
    let audio = of("input_audio_tokens") - audio_read;
    Quantities {
        request_input: i64::try_from(input).ok(),
        ..Quantities::default()
    }
    .with(PriceClass::Input, input - read - write - audio)
    .with(PriceClass::CacheRead, read - audio_read)
    .with(PriceClass::AudioCacheRead, audio_read)
    .with(PriceClass::CacheWrite, write)
    .with(PriceClass::AudioInput, audio)
    .with(PriceClass::Output, output - of("output_audio_tokens"))
    .with(PriceClass::AudioOutput, of("output_audio_tokens"))
}

/// Whether our price of input and output is the collector's; `None` where the book has no price.
fn agrees(
    book: &PriceBook,
    (vendor, model): (&str, &str),
    usage: &Value,
    golden: &Value,
) -> Option<Result<(), String>> {
    let Found::Prices { entries, .. } = book.find(vendor, model) else {
        return None;
    };
    let asked = |class, input| Asked {
        class,
        tier: "",
        region: "",
        input,
        day: day(),
    };
    let bill = cost(&quantities(usage), |class, input| {
        book.price(&entries, &asked(class, input))
    });
    let is_output = |class| matches!(class, PriceClass::Output | PriceClass::AudioOutput);
    let ours = [bill.sum(|class| !is_output(class)), bill.sum(is_output)];
    let theirs = ["input_price", "output_price"].map(|name| {
        golden[name]
            .as_str()
            .unwrap_or("0")
            .parse::<Decimal>()
            .expect("a decimal")
    });
    if ours == theirs {
        return Some(Ok(()));
    }
    Some(Err(format!(
        "{vendor} {model} {usage}: {} {} not {} {}",
        ours[0], ours[1], theirs[0], theirs[1]
    )))
}

#[test]
fn usage_objects_of_providers_cost_what_their_collectors_say() {
    let (Some(prices), Some(usages)) = (
        shared("prices/genai-prices/data.json"),
        shared("usage-objects/genai-prices-usages.json"),
    ) else {
        return;
    };
    let book = price_book(&prices);
    let objects: Vec<Value> =
        serde_json::from_slice(&std::fs::read(usages).expect("readable")).expect("JSON");
    assert_eq!(objects.len(), 1_577);
    let (mut equal, mut wrong, mut unmatched) = (0, Vec::new(), BTreeMap::<String, u32>::new());
    for object in &objects {
        let model = object["model"].as_str().unwrap_or_default();
        for extracted in object["extracted"].as_array().into_iter().flatten() {
            let goldens = extracted["extractors"].as_array().into_iter().flatten();
            for golden in goldens.filter(|golden| golden["input_price"].is_string()) {
                let vendor = golden["provider_id"].as_str().unwrap_or_default();
                match agrees(&book, (vendor, model), &extracted["usage"], golden) {
                    Some(Ok(())) => equal += 1,
                    Some(Err(what)) => wrong.push(what),
                    None => *unmatched.entry(format!("{vendor} {model}")).or_default() += 1,
                }
            }
        }
    }
    let missed: u32 = unmatched.values().sum();
    println!(
        "{equal} equal, {} different, {missed} without a price in the book",
        wrong.len()
    );
    println!("{wrong:#?}\n{unmatched:#?}");
    assert!(equal > 3_150, "{equal} equal");
    let unexplained: Vec<&String> = wrong
        .iter()
        .filter(|what| !NEWER.iter().any(|known| what.starts_with(known)))
        .collect();
    assert!(unexplained.is_empty(), "{unexplained:#?}");
}
