//! Worked examples of models, small enough to check by hand.

use model::{Currency, Exact, Money, Price, PriceClass, Terms, TokenClass, Total};

use super::model_mix::model_mix;
use super::pilot::Pilot;
use super::repricing::{Asking, Cell, Standing, decide, repricing};
use crate::Settings;
use crate::fixture::{answer, day, group, units};
use crate::pricing::{Entry, PriceBook};

#[test]
fn cache_share_is_reads_over_all_input_and_prices_are_ratios_of_sums() {
    let rows = |values: [i128; 3]| {
        let keys = [["opus", "input"], ["opus", "cache-read"], ["opus", "output"]];
        keys.iter()
            .zip(values)
            .map(|(keys, value)| group(keys, "", Total(value)))
            .collect::<Vec<_>>()
    };
    let tokens = answer(
        model::Measure::Tokens,
        "model token-class",
        rows([250_000, 750_000, 100_000]),
    );
    let billed = answer(
        model::Measure::Billed,
        "model token-class",
        vec![
            group(&["Opus", "output"], "USD", units(5)),
            group(&["opus", ""], "USD", units(1)),
        ],
    );
    let none = answer(model::Measure::Estimated, "model token-class", vec![]);
    let made = model_mix(&tokens, &billed, &none);
    assert_eq!(
        (made.cache_share.numerator, made.cache_share.denominator),
        (750_000, 1_000_000)
    );
    let paid: Vec<_> = made
        .rows
        .iter()
        .map(|row| (row.class, row.paid.as_ref().map(Money::text)))
        .collect();
    assert!(
        paid.contains(&(TokenClass::Output, Some("50".into()))),
        "5 USD ÷ 100,000 × 1,000,000: {paid:?}"
    );
    assert!(paid.contains(&(TokenClass::None, None)), "no class, no price");
}

#[test]
fn a_bill_that_counts_its_own_tokens_is_priced_by_them() {
    let keys = ["gpt-5", "output"];
    let by = "model token-class";
    let tokens = answer(model::Measure::Tokens, by, vec![group(&keys, "", Total(100))]);
    let bill = model::Group {
        quantity: Some(500_000_000_000),
        unit: "tokens".into(),
        ..group(&keys, "USD", units(4))
    };
    let none = answer(model::Measure::Estimated, by, vec![]);
    let paid = |bills| {
        let made = model_mix(&tokens, &answer(model::Measure::Billed, by, bills), &none);
        made.rows[0].paid.as_ref().map(Money::text)
    };
    // 4 USD for 500,000 tokens of the bill, of which the usage known names 100.
    assert_eq!(paid(vec![bill.clone()]).as_deref(), Some("8"));
    let whole = model_mix(
        &tokens,
        &answer(model::Measure::Billed, by, vec![bill.clone()]),
        &none,
    );
    assert_eq!(whole.rows[0].billed_tokens, Some(Total(500_000)));
    assert_eq!(whole.apart(), ["gpt-5"], "500,000 against 100");
    let near = model::Group {
        quantity: Some(180_000_000),
        ..bill.clone()
    };
    let near = model_mix(&tokens, &answer(model::Measure::Billed, by, vec![near]), &none);
    assert!(near.apart().is_empty(), "180 against 100");
    let part = model::Group {
        quantity: Some(1_600_000),
        ..bill.clone()
    };
    assert_eq!(
        paid(vec![part]).as_deref(),
        Some("2500000"),
        "4 USD for 1.6 tokens"
    );
    let of_unit = |unit: &str| {
        let bill = model::Group {
            unit: unit.into(),
            ..bill.clone()
        };
        paid(vec![bill])
    };
    for unit in ["1K tokens", "1,000 Tokens", "Thousand tokens", "1k output token"] {
        assert_eq!(
            of_unit(unit).as_deref(),
            Some("0.008"),
            "4 USD for 500,000 × 1,000: {unit}"
        );
    }
    assert_eq!(of_unit("1M tokens").as_deref(), Some("0.000008"));
    assert_eq!(
        of_unit("1/2 tokens").as_deref(),
        Some("40000"),
        "not read: by the 100 of the usage"
    );
    let silent = group(&keys, "USD", units(1));
    assert_eq!(paid(vec![bill, silent]).as_deref(), Some("50000"));
}

#[test]
fn a_cheaper_model_that_fails_more_often_pays_only_while_a_failure_is_cheap() {
    let decision = decide((3.0, 1.0), (0.95, 0.75));
    assert!((decision.per_success.0 - 3.157_894).abs() < 1e-5, "3.16 ¢");
    assert!((decision.per_success.1 - 1.333_333).abs() < 1e-5, "1.33 ¢");
    assert!((decision.break_even.unwrap() - 10.0).abs() < 1e-9, "L* = 10 ¢");
    assert_eq!(
        decide((3.0, 1.0), (0.9, 0.9)).break_even,
        None,
        "no more failures, no price of them"
    );
}

fn price(model: &str, class: PriceClass, per_million: &str) -> Entry {
    let amount = Exact::parse(per_million).unwrap();
    Entry {
        price: Price {
            provider: "anthropic".into(),
            model: model.into(),
            class,
            currency: Currency::new("USD"),
            amount: amount.shifted(6),
            ..Price::default()
        },
        import: 1,
        place: 1,
        stated: day("2026-01-01"),
        own: false,
    }
}

fn book() -> PriceBook {
    use PriceClass::{CacheRead, Input, Output};
    let entries = [
        price("claude-big", Input, "10"),
        price("claude-big", CacheRead, "1"),
        price("claude-big", Output, "50"),
        price("claude-small", Input, "1"),
        price("claude-small", Output, "5"),
    ];
    PriceBook::new(entries.to_vec(), vec![])
}

/// One million tokens of each class, in two tasks.
fn cells() -> Vec<Cell> {
    let cell = |task: &str, class| Cell {
        day: day("2026-09-01"),
        provider: "Anthropic".into(),
        task: task.into(),
        class,
        terms: Terms::default(),
        tokens: 1_000_000,
    };
    vec![
        cell("claims", TokenClass::Input),
        cell("claims", TokenClass::CacheRead),
        cell("letters", TokenClass::Output),
    ]
}

fn asking(pilots: &[Pilot]) -> Asking<'_> {
    Asking {
        from: "claude-big",
        to: ("Anthropic", "claude-small"),
        requests: Some(1_000_000_000),
        pilots,
        since: None,
    }
}

fn pilot(pairs: u32) -> Pilot {
    Pilot {
        name: "letters".into(),
        from_model: "claude-big".into(),
        to_model: "claude-small".into(),
        task: String::new(),
        pairs,
        success_from: pairs * 95 / 100,
        success_to: pairs * 75 / 100,
        day: Some(day("2026-09-20")),
        switched: None,
        source: "paired letters".into(),
    }
}

#[test]
fn another_model_is_a_range_by_tokeniser_and_verbosity_and_cached_input_needs_a_cache_price() {
    let made = repricing(&cells(), &book(), asking(&[]), &Settings::default());
    let all = &made.rows[0];
    let text = |money: &[Money]| money.iter().map(Money::text).collect::<Vec<_>>();
    // Now 10 + 1 + 50. Other: input 1 and cached input at 1, each × 0.9 / 1 / 1.1; output 5 × 0.63 / 1 / 1.65.
    assert_eq!(all.actual.text(), "61");
    assert_eq!(text(&all.other), ["4.95", "7", "10.45"]);
    assert_eq!(made.stand_ins, [(PriceClass::CacheRead, PriceClass::Input)]);
    let tasks: Vec<_> = made.rows[1..]
        .iter()
        .map(|row| (row.task.clone().unwrap(), row.other[1].text()))
        .collect();
    assert_eq!(
        tasks,
        [
            ("claims".to_owned(), "2".to_owned()),
            ("letters".into(), "5".into())
        ]
    );
    assert_eq!((made.standing, made.decision), (Standing::Potential, None));
    let mut retried = Settings::default();
    retried.repricing.retry_other_percent = 50;
    assert_eq!(
        repricing(&cells(), &book(), asking(&[]), &retried).rows[0].other[1].text(),
        "10.5"
    );
}

#[test]
fn a_saving_is_potential_then_validated_by_thirty_pairs_then_realised_by_bills() {
    let standing = |pilots: &[Pilot], since| {
        repricing(
            &cells(),
            &book(),
            Asking {
                since,
                ..asking(pilots)
            },
            &Settings::default(),
        )
    };
    assert_eq!(standing(&[pilot(29)], None).standing, Standing::Potential);
    let validated = standing(&[pilot(100)], None);
    assert_eq!(validated.standing, Standing::Validated);
    let decision = validated.decision.unwrap();
    // 1,000 requests: 61 and 7 dollars each thousand.
    assert!((decision.break_even.unwrap() - (0.061 - 0.007) / 0.20).abs() < 1e-9);
    let (billed, after) = (Money::new(units(4), Currency::new("USD")), cells());
    let realised = standing(&[pilot(100)], Some((&billed, after.as_slice())));
    assert_eq!(
        (realised.standing, realised.realised.unwrap().text().as_str()),
        (Standing::Realised, "57")
    );
}

#[test]
fn a_model_without_a_price_gives_no_figure_and_the_reason() {
    let unknown = Asking {
        to: ("", "nobody-knows"),
        ..asking(&[])
    };
    let made = repricing(&cells(), &book(), unknown, &Settings::default());
    assert!(made.rows.is_empty() && made.missing.unwrap().contains("nobody-knows"));
    let nothing = Asking {
        to: ("", ""),
        ..asking(&[])
    };
    let made = repricing(&cells(), &book(), nothing, &Settings::default());
    assert!(made.missing.unwrap().contains("import a price list"));
    assert!(
        repricing(&[], &book(), asking(&[]), &Settings::default())
            .missing
            .unwrap()
            .contains("no usage")
    );
}
