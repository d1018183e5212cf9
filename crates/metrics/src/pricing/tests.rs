use chrono::NaiveDate;
use model::{Currency, Exact, Price, PriceClass, Terms, TokenClass};

use super::names::undated;
use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn entry(import: i64, stated: &str, (vendor, model): (&str, &str), amount: &str) -> Entry {
    Entry {
        price: Price {
            provider: vendor.into(),
            model: model.into(),
            currency: Currency::new("USD"),
            amount: Exact::parse(amount).unwrap(),
            ..Price::default()
        },
        import,
        place: import,
        stated: day(stated),
        own: false,
    }
}

fn from(mut entry: Entry, day_text: &str) -> Entry {
    entry.price.from = Some(day(day_text));
    entry
}

const GPT: (&str, &str) = ("openai", "gpt-5");

fn input(book: &PriceBook, provider: &str, model: &str, on: &str) -> String {
    match book.find(provider, model) {
        Found::Prices { entries, .. } => {
            let asked = Asked {
                class: PriceClass::Input,
                tier: "",
                region: "",
                input: 0,
                day: day(on),
            };
            book.price(&entries, &asked)
                .map_or("no price on that day".to_owned(), |price| price.to_string())
        }
        Found::Ambiguous(which) => format!("ambiguous: {}", which.join(", ")),
        Found::Unknown => "unknown".to_owned(),
    }
}

#[test]
fn of_spellings_with_several_prices_the_files_own_counts() {
    let book = PriceBook::new(
        vec![
            entry(1, "2026-09-01", ("bedrock", "anthropic.claude-opus-5-v1:0"), "5"),
            entry(
                1,
                "2026-09-01",
                ("bedrock", "us.anthropic.claude-opus-5-v1:0"),
                "5.5",
            ),
        ],
        Vec::new(),
    );
    let of = |model| input(&book, "bedrock", model, "2026-09-02");
    assert_eq!(of("us.anthropic.claude-opus-5-v1:0"), "5.5");
    assert_eq!(of("anthropic.claude-opus-5-v1:0"), "5");
    assert!(of("claude-opus-5").starts_with("ambiguous"));
}

#[test]
fn one_model_has_one_canonical_name_however_it_is_written() {
    let spellings = [
        ("Claude Opus 5", "claude-opus-5"),
        ("anthropic/claude-opus-5", "claude-opus-5"),
        ("us.anthropic.claude-opus-5-v1:0", "claude-opus-5"),
        ("claude-4.5-sonnet", "claude-sonnet-4-5"),
        ("claude-sonnet-4.5", "claude-sonnet-4-5"),
        ("claude-3-5-sonnet@20240620", "claude-sonnet-3-5-20240620"),
        ("models/gemini-2.5-pro", "gemini-2-5-pro"),
        ("GPT-5 mini", "gpt-5-mini"),
        ("gpt-4o-latest", "gpt-4o"),
        ("claude-v2", "claude-v2"),
    ];
    for (written, expected) in spellings {
        assert_eq!(canonical(written), expected, "{written}");
    }
    assert_eq!(undated("claude-sonnet-4-5-20250929"), Some("claude-sonnet-4-5"));
    assert_eq!(undated("gpt-4o-2024-08-06"), Some("gpt-4o"));
    assert_eq!(undated("gpt-4-0613"), None);
}

#[test]
fn a_dated_name_finds_the_plain_price_but_never_that_of_another_date() {
    let book = PriceBook::new(
        vec![
            entry(1, "2026-01-01", ("openai", "gpt-4o-2024-08-06"), "0.0000025"),
            entry(1, "2026-01-01", ("openai", "gpt-4o-2024-05-13"), "0.000005"),
            entry(1, "2026-01-01", ("anthropic", "claude-sonnet-4-5"), "0.000003"),
        ],
        Vec::new(),
    );
    let on = "2026-02-01";
    assert_eq!(input(&book, "OpenAI", "gpt-4o-2024-05-13", on), "0.000005");
    assert_eq!(input(&book, "OpenAI", "gpt-4o-2025-01-01", on), "unknown");
    assert!(input(&book, "OpenAI", "gpt-4o", on).starts_with("ambiguous: "));
    assert_eq!(
        input(&book, "Anthropic", "claude-sonnet-4-5-20250929", on),
        "0.000003"
    );
    assert_eq!(
        input(&book, "Cursor", "claude-4.5-sonnet-thinking", on),
        "0.000003"
    );
    assert_eq!(input(&book, "Cursor", "auto", on), "unknown");
}

#[test]
fn the_seller_s_price_holds_before_the_maker_s_and_strangers_are_not_guessed() {
    let book = PriceBook::new(
        vec![
            entry(1, "2026-01-01", ("anthropic", "claude-opus-5"), "0.000005"),
            entry(
                1,
                "2026-01-01",
                ("bedrock", "anthropic.claude-opus-5-v1:0"),
                "0.0000055",
            ),
            entry(1, "2026-01-01", ("hoster-a", "lama-9"), "0.000001"),
            entry(1, "2026-01-01", ("hoster-b", "lama-9"), "0.000002"),
        ],
        Vec::new(),
    );
    let on = "2026-02-01";
    assert_eq!(input(&book, "AWS", "claude-opus-5", on), "0.0000055");
    assert_eq!(input(&book, "GitHub", "Claude Opus 5", on), "0.000005");
    assert_eq!(input(&book, "", "lama-9", on), "ambiguous: hoster-a, hoster-b");
    assert_eq!(input(&book, "hoster-b", "lama-9", on), "0.000002");
}

#[test]
fn the_seller_s_plain_name_stands_before_another_s_dated_one() {
    let book = PriceBook::new(
        vec![
            entry(
                1,
                "2026-01-01",
                ("anthropic", "claude-opus-5-20260701"),
                "0.000005",
            ),
            entry(
                1,
                "2026-01-01",
                ("bedrock", "anthropic.claude-opus-5-v1:0"),
                "0.0000055",
            ),
            entry(1, "2026-01-01", ("hoster", "claude-opus-4-20250514"), "0.000009"),
            entry(1, "2026-01-01", ("anthropic", "claude-opus-4"), "0.000015"),
        ],
        Vec::new(),
    );
    let on = "2026-02-01";
    assert_eq!(input(&book, "AWS", "claude-opus-5-20260701", on), "0.0000055");
    assert_eq!(
        input(&book, "Anthropic", "claude-opus-4-20250514", on),
        "0.000015"
    );
}

#[test]
fn a_new_list_does_not_move_the_past_until_it_is_restated() {
    let lists = || {
        vec![
            entry(1, "2026-03-10", GPT, "0.00000125"),
            entry(2, "2026-06-01", GPT, "0.000001"),
            from(entry(3, "2026-09-01", GPT, "0.000002"), "2026-01-01"),
        ]
    };
    let book = PriceBook::new(lists(), Vec::new());
    let price = |book: &PriceBook, on| input(book, "OpenAI", "gpt-5", on);
    // Undated and the first there is: it also holds before its day.
    assert_eq!(price(&book, "2025-12-31"), "0.00000125");
    assert_eq!(price(&book, "2026-05-31"), "0.00000125");
    assert_eq!(price(&book, "2026-06-01"), "0.000001");
    assert_eq!(price(&book, "2026-08-31"), "0.000001");
    assert_eq!(price(&book, "2026-09-01"), "0.000002");
    let restated = Restated {
        from: day("2026-05-01"),
        import: 3,
    };
    let book = PriceBook::new(lists(), vec![restated]);
    assert_eq!(price(&book, "2026-04-30"), "0.00000125");
    assert_eq!(price(&book, "2026-05-01"), "0.000002");
    // A list that came after the restatement is not part of it.
    let mut later = lists();
    later.push(entry(4, "2026-10-01", GPT, "0.000009"));
    let book = PriceBook::new(later, vec![restated]);
    assert_eq!(price(&book, "2026-05-01"), "0.000002");
    assert_eq!(price(&book, "2026-10-01"), "0.000009");
}

#[test]
fn a_list_with_days_prices_each_day_by_what_had_begun() {
    let mut step = from(entry(1, "2026-11-01", GPT, "0.00001"), "2025-01-01");
    step.price.above = 200_000;
    let book = PriceBook::new(
        vec![
            from(entry(1, "2026-11-01", GPT, "0.000005"), "2025-01-01"),
            step,
            from(entry(1, "2026-11-01", GPT, "0.000004"), "2026-03-13"),
        ],
        Vec::new(),
    );
    assert_eq!(
        input(&book, "OpenAI", "gpt-5", "2024-12-31"),
        "no price on that day"
    );
    assert_eq!(input(&book, "OpenAI", "gpt-5", "2026-03-12"), "0.000005");
    assert_eq!(input(&book, "OpenAI", "gpt-5", "2026-03-13"), "0.000004");
    let Found::Prices { entries, .. } = book.find("OpenAI", "gpt-5") else {
        panic!("the book has it")
    };
    let long = |on, input| {
        let asked = Asked {
            class: PriceClass::Input,
            tier: "",
            region: "",
            input,
            day: day(on),
        };
        book.price(&entries, &asked).unwrap().to_string()
    };
    assert_eq!(long("2026-03-12", 200_000), "0.000005");
    assert_eq!(long("2026-03-12", 200_001), "0.00001");
    assert_eq!(long("2026-03-13", 200_001), "0.000004");
}

#[test]
fn what_was_agreed_stands_above_what_is_published_later() {
    let mut own = entry(1, "2026-01-01", GPT, "0.0000009");
    own.own = true;
    let book = PriceBook::new(vec![own, entry(2, "2026-02-01", GPT, "0.00000125")], Vec::new());
    assert_eq!(input(&book, "OpenAI", "gpt-5", "2026-03-01"), "0.0000009");
}

#[test]
fn a_cost_is_exact_and_says_what_stood_in_and_what_has_no_price() {
    let quantities = Quantities::default()
        .with(PriceClass::Input, 1_000_001)
        .with(PriceClass::CacheRead, 10)
        .with(PriceClass::Output, 3);
    let price = |class, _| (class == PriceClass::Input).then(|| Exact::parse("0.00000125").unwrap());
    let bill = cost(&quantities, price);
    assert_eq!(bill.total().normalized().to_string(), "1.25001375");
    assert_eq!(bill.lines[1].priced_as, PriceClass::Input);
    assert_eq!(bill.unpriced, [(PriceClass::Output, 3)]);
}

/// The price of a token under terms, what it was priced as, and whether it is that of the region.
fn token(book: &PriceBook, model: &str, class: TokenClass, terms: &str) -> String {
    let terms = Terms::parse(terms);
    let Found::Prices { entries, .. } = book.find_in(&terms.region, "bedrock", model) else {
        return "none or several".to_owned();
    };
    book.of_token(&entries, class, (&terms, day("2026-09-02")))
        .map_or("no price".to_owned(), |of| {
            let place = if of.is_of_region { "" } else { " everywhere" };
            format!("{} {}{place}", of.price, of.priced_as.id())
        })
}

fn priced(class: PriceClass, (tier, region, above): (&str, &str, i64), amount: &str) -> Entry {
    let mut one = entry(1, "2026-09-01", ("bedrock", "opus"), amount);
    one.price.class = class;
    (one.price.tier, one.price.region, one.price.above) = (tier.into(), region.into(), above);
    one
}

#[test]
fn a_token_costs_what_its_terms_say_and_never_the_price_of_another_tier() {
    let book = PriceBook::new(
        vec![
            priced(PriceClass::Input, ("", "", 0), "4"),
            priced(PriceClass::Input, ("", "", 200_000), "8"),
            priced(PriceClass::Input, ("", "us", 0), "4.4"),
            priced(PriceClass::Input, ("batch", "", 0), "2"),
            priced(PriceClass::CacheWrite, ("", "", 0), "5"),
            priced(PriceClass::CacheWriteHour, ("", "", 0), "6"),
        ],
        Vec::new(),
    );
    let input = |terms| token(&book, "opus", TokenClass::Input, terms);
    assert_eq!(input(""), "4 input");
    assert_eq!(input("above:200000"), "8 input");
    assert_eq!(input("batch"), "2 input");
    assert_eq!(input("region:us"), "4.4 input");
    assert_eq!(input("region:eu"), "4 input everywhere");
    assert_eq!(input("batch region:us"), "2 input everywhere");
    assert_eq!(input("flex"), "no price");
    let written = |terms| token(&book, "opus", TokenClass::CacheWrite, terms);
    assert_eq!(written(""), "5 cache-write");
    assert_eq!(written("cache:1h"), "6 cache-write-1h");
    assert_eq!(
        written("batch cache:1h"),
        "2 input",
        "as without terms: a cached token is a token"
    );
}

#[test]
fn a_request_below_the_steps_of_a_list_is_of_its_length() {
    let of_length = |steps: &[i64], above: i64| {
        let steps = [0].iter().chain(steps);
        let entries = steps.map(|step| priced(PriceClass::Input, ("", "", *step), "4"));
        let book = PriceBook::new(entries.collect(), Vec::new());
        let Found::Prices { entries, .. } = book.find("", "opus") else {
            panic!("one model");
        };
        let terms = Terms::parse(&format!("above:{above}"));
        let token = book.of_token(&entries, TokenClass::Input, (&terms, day("2026-09-02")));
        token.expect("a price").is_of_length
    };
    assert!(of_length(&[], 128_000), "no list has to say so");
    assert!(of_length(&[272_000], 200_000));
    assert!(of_length(&[200_000], 256_000), "the price of the step");
    assert!(!of_length(&[], 200_000));
}

#[test]
fn of_models_named_by_regions_the_one_of_where_it_ran_counts() {
    let book = PriceBook::new(
        vec![
            entry(1, "2026-09-01", ("bedrock", "anthropic.claude-opus-5"), "4"),
            entry(1, "2026-09-01", ("bedrock", "us.anthropic.claude-opus-5"), "4.4"),
            entry(
                1,
                "2026-09-01",
                ("bedrock", "us-gov.anthropic.claude-opus-5"),
                "4.8",
            ),
        ],
        Vec::new(),
    );
    let input = |terms| token(&book, "claude-opus-5", TokenClass::Input, terms);
    assert_eq!(input("region:us"), "4.4 input");
    assert_eq!(input("region:us-gov"), "4.8 input");
    assert_eq!(input("region:us-east-1"), "4 input everywhere");
    assert_eq!(input(""), "none or several");
}

#[test]
fn a_list_that_is_read_anew_stays_where_it_was_delivered() {
    let mut anew = entry(3, "2026-03-10", GPT, "0.000001");
    anew.place = 1;
    let book = PriceBook::new(vec![entry(2, "2026-06-01", GPT, "0.000002"), anew], Vec::new());
    let price = |on| input(&book, "OpenAI", "gpt-5", on);
    assert_eq!(price("2026-04-01"), "0.000001");
    assert_eq!(price("2026-06-01"), "0.000002");
}
