//! Estimates, conversions and checks over a real book.

use app::ask::Ask;
use app::checks::{self, Check};
use app::screens::screen;
use app::shelf::Shelf;
use app::view::{Block, CanvasSize, Route, ThemeName};
use app::{currency, estimate};
use chrono::NaiveDate;
use metrics::registry::METRICS;
use model::{
    Amount, Budget, Charge, Contract, Currency, Dimension, Exact, Fact, Grain, Groups, Identity,
    ImportHeader, Key, Kpi, Measure, Overlap, Period, Price, PriceClass, Query, Rate, Seat, Terms,
    TokenClass, Usage, What, Whose,
};
use store::{Book, ImportSummary};

struct Desk {
    book: Book,
    next: u128,
    _folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("this test made it");
        let book = Book::create(&folder.path().join("acme.counterfoil"), "Acme").expect("this test made it");
        Self {
            book,
            next: 1,
            _folder: folder,
        }
    }

    fn import(&mut self, format: &str, at: &str, facts: Vec<Fact>) -> i64 {
        let header = ImportHeader {
            file: format!("{format}-{at}"),
            sha256: format!("{format}{at}{}", self.next),
            format: format.to_owned(),
            overlap: Overlap::Id,
            ..ImportHeader::default()
        };
        let mut import = self
            .book
            .import(&header, &format!("{at}T10:00:00Z"))
            .expect("this test made it");
        for mut fact in facts {
            self.next += 1;
            match &mut fact {
                Fact::Charge(fact) => fact.key = Key(self.next),
                Fact::Usage(fact) => fact.key = Key(self.next),
                Fact::Price(fact) => fact.key = Key(self.next),
                Fact::Rate(fact) => fact.key = Key(self.next),
                _ => {}
            }
            import.put(&fact).expect("this test made it");
        }
        import
            .finish(&ImportSummary::default())
            .expect("this test made it")
            .id
    }

    fn estimated(&self, query: &Query) -> (Vec<String>, estimate::Reach) {
        let (groups, reach) = estimate::groups(&self.book, query).expect("this test made it");
        (lines(&groups), reach.expect("this test made it"))
    }
}

fn lines(groups: &Groups) -> Vec<String> {
    let line = |group: &model::Group| {
        format!(
            "{} {} {}",
            group.keys.join(","),
            group.value.text(&group.currency),
            group.currency
        )
        .trim()
        .to_owned()
    };
    groups.groups.iter().map(line).collect()
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("this test made it")
}

fn usage(on: &str, model: &str, class: TokenClass, tokens: i64) -> Usage {
    Usage {
        period: Some(Period::day(day(on))),
        provider: "Anthropic".into(),
        tool: "API".into(),
        model: model.into(),
        token_class: class,
        tokens: Some(tokens),
        ..Usage::default()
    }
}

fn used(on: &str, model: &str, class: TokenClass, tokens: i64) -> Fact {
    Fact::Usage(Box::new(usage(on, model, class, tokens)))
}

fn price(class: PriceClass, amount: &str) -> Fact {
    Fact::Price(Box::new(Price {
        provider: "anthropic".into(),
        model: "claude-opus-5".into(),
        class,
        currency: Currency::new("USD"),
        amount: Exact::parse(amount).expect("this test made it"),
        source: "a list".into(),
        ..Price::default()
    }))
}

fn billed(on: &str, provider: &str, (amount, code): (i64, &str)) -> Fact {
    Fact::Charge(Box::new(Charge {
        period: Some(Period::day(day(on))),
        billed: Some(Amount(amount * 1_000_000_000)),
        what: What {
            provider: provider.into(),
            currency: Currency::new(code),
            ..What::default()
        }
        .into(),
        whose: Whose {
            invoice: "INV-1".into(),
            ..Whose::default()
        }
        .into(),
        ..Charge::default()
    }))
}

fn rate(on: &str, quote: &str, value: &str) -> Fact {
    Fact::Rate(Box::new(Rate {
        day: Some(day(on)),
        base: Currency::new("EUR"),
        quote: Currency::new(quote),
        rate: Exact::parse(value).expect("this test made it"),
        source: "a bank".into(),
        ..Rate::default()
    }))
}

#[test]
fn a_claim_covers_its_cell_whoever_is_asked_about() {
    let mut desk = Desk::new();
    let of = |who: &str, estimated| Usage {
        identity: model::Identity {
            email: who.into(),
            ..model::Identity::default()
        },
        estimated,
        currency: Currency::new("USD"),
        ..usage("2026-09-02", "claude-opus-5", TokenClass::Input, 1_000)
    };
    let uses = [
        of("ann@x.com", Some(Amount(2_000_000_000))),
        of("bob@x.com", None),
    ];
    let uses = uses.map(|one| Fact::Usage(Box::new(one)));
    desk.import("logs", "2026-10-01", uses.to_vec());
    desk.import(
        "litellm-prices",
        "2026-10-02",
        vec![price(PriceClass::Input, "0.000005")],
    );
    let all = Query::of(Measure::Estimated);
    let bob = all.clone().only(Dimension::Person, &["bob@x.com"]);
    assert_eq!(desk.estimated(&bob).0, Vec::<String>::new());
    assert_eq!(desk.estimated(&all.by(Dimension::Person)).0, ["ann@x.com 2 USD"]);
}

#[test]
fn usage_without_a_claim_is_priced_and_a_claim_stands_for_its_whole_row() {
    let mut desk = Desk::new();
    let claimed = Usage {
        estimated: Some(Amount(2_000_000_000)),
        currency: Currency::new("USD"),
        ..usage("2026-09-02", "claude-opus-5", TokenClass::Input, 1_000)
    };
    desk.import(
        "logs",
        "2026-10-01",
        vec![
            Fact::Usage(Box::new(claimed)),
            used("2026-09-02", "claude-opus-5", TokenClass::Output, 500),
        ],
    );
    desk.import(
        "api",
        "2026-10-01",
        vec![
            used(
                "2026-09-02",
                "claude-opus-5-20260701",
                TokenClass::Input,
                1_000_001,
            ),
            used("2026-09-03", "Claude Opus 5", TokenClass::CacheRead, 10),
            used("2026-09-03", "unheard-of", TokenClass::Input, 7),
        ],
    );
    let all = Query::of(Measure::Estimated);
    assert_eq!(
        desk.estimated(&all).0,
        ["2 USD"],
        "without prices only the claim is there"
    );
    desk.import(
        "litellm-prices",
        "2026-10-02",
        vec![
            price(PriceClass::Input, "0.000005"),
            price(PriceClass::CacheRead, "0.0000005"),
        ],
    );
    let (sums, reach) = desk.estimated(&all);
    assert_eq!(sums, ["7.00001 USD"]);
    assert_eq!(
        (reach.tokens, reach.claimed, reach.priced),
        (1_001_518, 1_500, 1_000_011)
    );
    assert_eq!(reach.missing.len(), 1);
    assert_eq!(reach.missing[0].model, "unheard-of");
    let (days, _) = desk.estimated(&all.clone().by(Dimension::Time(Grain::Day)));
    assert_eq!(days, ["2026-09-02 7.000005 USD", "2026-09-03 0.000005 USD"]);
    let (one, _) = desk.estimated(&all.only(Dimension::TokenClass, &["output"]));
    assert_eq!(
        one,
        Vec::<String>::new(),
        "the output of a claimed row is in its claim"
    );
}

#[test]
fn a_new_list_moves_nothing_before_it_is_restated_and_undo_takes_it_away() {
    let mut desk = Desk::new();
    desk.import(
        "api",
        "2026-10-01",
        vec![used("2026-09-02", "claude-opus-5", TokenClass::Input, 1_000_000)],
    );
    desk.import(
        "litellm-prices",
        "2026-10-02",
        vec![price(PriceClass::Input, "0.000005")],
    );
    let all = Query::of(Measure::Estimated);
    let newer = desk.import(
        "litellm-prices",
        "2026-11-01",
        vec![price(PriceClass::Input, "0.000004")],
    );
    assert_eq!(desk.estimated(&all).0, ["5 USD"]);
    let all_said = estimate::restating(&desk.book, day("2026-09-01"), "now").unwrap();
    estimate::restate(&desk.book, &all_said).unwrap();
    assert_eq!(desk.estimated(&all).0, ["4 USD"]);
    assert!(estimate::taking_back(&desk.book, day("2026-09-02")).is_err());
    let before = estimate::taking_back(&desk.book, day("2026-09-01")).unwrap();
    estimate::restate(&desk.book, &before).unwrap();
    assert_eq!(desk.estimated(&all).0, ["5 USD"]);
    estimate::restate(&desk.book, &all_said).unwrap();
    desk.book.undo(newer).unwrap();
    assert_eq!(desk.estimated(&all).0, ["5 USD"]);
    desk.import(
        "price-list",
        "2026-12-01",
        vec![price(PriceClass::Input, "0.000003")],
    );
    assert_eq!(
        desk.estimated(&all).0,
        ["3 USD"],
        "the user's own list stands above the published ones"
    );
}

#[test]
fn money_is_converted_day_by_day_and_what_has_no_rate_stays() {
    let mut desk = Desk::new();
    desk.import(
        "bill",
        "2026-10-01",
        vec![
            billed("2026-09-04", "OpenAI", (11, "USD")),
            billed("2026-09-06", "OpenAI", (11, "USD")),
            billed("2026-09-07", "Kiosk", (100, "SEK")),
            billed("2026-09-07", "Hetzner", (5, "EUR")),
        ],
    );
    desk.import(
        "ecb-rates",
        "2026-10-01",
        vec![rate("2026-09-03", "USD", "1.0"), rate("2026-09-04", "USD", "1.1")],
    );
    let eur = Currency::new("EUR");
    let (groups, conversion, _) = currency::converted(&desk.book, &Query::of(Measure::Billed), &eur).unwrap();
    assert_eq!(lines(&groups), ["25 EUR", "100 SEK"]);
    let notes = conversion.notes().join(" ");
    assert!(
        notes.contains("On 1 days without a rate of their own (the first is 2026-09-06)"),
        "{notes}"
    );
    assert!(notes.contains("no rate from SEK to EUR"), "{notes}");
    assert_eq!(
        conversion.inputs(),
        [("1 EUR in USD".to_owned(), "1.1 on 2026-09-04, a bank".to_owned())]
    );
    let by = Query::of(Measure::Billed).by(Dimension::Provider);
    let (groups, ..) = currency::converted(&desk.book, &by, &eur).unwrap();
    assert_eq!(
        lines(&groups),
        ["Hetzner 5 EUR", "Kiosk 100 SEK", "OpenAI 20 EUR"]
    );
    assert!(currency::converted(&desk.book, &Query::of(Measure::Tokens), &eur).is_err());
}

#[test]
fn checks_hold_or_say_what_was_found_instead() {
    let mut desk = Desk::new();
    let check = |name: &str, total: &str| Check {
        name: name.into(),
        total: Some(total.into()),
        currency: Some("USD".into()),
        r#where: vec!["provider=OpenAI".into()],
        from: Some("2026-09-01".into()),
        to: Some("2026-10-01".into()),
        ..Check::default()
    };
    checks::set(&desk.book, &check("september", "22.005")).unwrap();
    checks::set(&desk.book, &check("too much", "23")).unwrap();
    checks::set(
        &desk.book,
        &Check {
            invoice: Some("INV-1".into()),
            r#where: Vec::new(),
            ..check("invoice", "22")
        },
    )
    .unwrap();
    assert_eq!(
        checks::failing(&desk.book).unwrap().len(),
        3,
        "nothing found is not a sum"
    );
    desk.import(
        "bill",
        "2026-10-01",
        vec![
            billed("2026-09-04", "OpenAI", (11, "USD")),
            billed("2026-09-30", "OpenAI", (11, "USD")),
            billed("2026-10-01", "OpenAI", (9, "USD")),
        ],
    );
    let verdicts = checks::run(&desk.book).unwrap();
    let ok: Vec<bool> = verdicts.iter().map(|verdict| verdict.ok).collect();
    assert_eq!(ok, [true, true, false], "{verdicts:?}");
    assert_eq!(
        checks::failing(&desk.book).unwrap(),
        ["Check too much: 22 USD instead of 23 ± 0.01 USD"]
    );
    checks::remove(&desk.book, "too much").unwrap();
    assert!(checks::remove(&desk.book, "too much").is_err());
    assert!(checks::failing(&desk.book).unwrap().is_empty());
}

/// What is kept beside the bills, each alone in a book, with the screen that shows it; a KPI needs an initiative first.
fn beside() -> Vec<(&'static str, &'static str, Fact)> {
    let contract = Contract {
        product: "GitHub Copilot".into(),
        provider: "GitHub".into(),
        seats: Some(120),
        start: Some(day("2026-01-01")),
        end: Some(day("2027-01-01")),
        ..Contract::default()
    };
    let seat = Seat {
        identity: Identity {
            source: "github".into(),
            id: "octocat".into(),
            ..Identity::default()
        },
        provider: "GitHub".into(),
        product: "GitHub Copilot".into(),
        snapshot: Some(day("2026-10-15")),
        last_active: Some(day("2026-10-12")),
        ..Seat::default()
    };
    let budget = Budget {
        name: "All AI".into(),
        currency: Currency::new("USD"),
        period: Some(Period::new(day("2026-01-01"), day("2027-01-01"))),
        amount: Some(Amount(400_000_000_000_000)),
        ..Budget::default()
    };
    let kpi = Kpi {
        name: "Claims settled".into(),
        day: Some(day("2026-09-01")),
        value: 5_000_000,
        ..Kpi::default()
    };
    vec![
        ("contracts", "licences", Fact::Contract(Box::new(contract))),
        ("seats", "licences", Fact::Seat(Box::new(seat.clone()))),
        ("seats", "people", Fact::Seat(Box::new(seat))),
        ("budgets", "book", Fact::Budget(Box::new(budget))),
        ("kpis", "", Fact::Kpi(Box::new(kpi))),
    ]
}

#[test]
fn what_is_kept_beside_the_bills_is_shown_before_there_is_a_bill() {
    let canvas = CanvasSize {
        width: 1_000,
        height: 700,
        theme: ThemeName::Light,
    };
    for (name, shows, fact) in beside() {
        let mut desk = Desk::new();
        desk.import(name, "2026-10-20", vec![fact]);
        for id in app::screens::SCREENS.iter().map(|screen| screen.id) {
            let route = Route {
                screen: id.to_owned(),
                ..Route::default()
            };
            let view =
                screen(&desk.book, &route, canvas).unwrap_or_else(|error| panic!("{name} on {id}: {error}"));
            let is_empty = matches!(view.blocks[0].block, Block::Empty { .. });
            assert!(id != shows || !is_empty, "{name} are not on {id}");
            assert!(id != "overview" || is_empty, "{name}: nothing is spent");
        }
        let path = desk.book.path().to_owned();
        drop(desk.book);
        let shelf = Shelf::open(&path).expect("this test made it");
        for metric in METRICS {
            let told = shelf.show(metric.id, &Ask::default());
            told.unwrap_or_else(|error| panic!("{name}, {}: {error}", metric.id));
        }
    }
}

#[test]
fn use_without_any_bill_says_nothing_of_what_was_spent() {
    let mut desk = Desk::new();
    let of_beside = |name: &str| {
        let found = beside().into_iter().find(|(known, ..)| *known == name);
        found.expect("it is listed above").2
    };
    let Fact::Contract(contract) = of_beside("contracts") else {
        panic!("a contract")
    };
    let committed = Contract {
        commitment: Some(Amount(1_000_000_000_000)),
        currency: Currency::new("USD"),
        ..*contract
    };
    desk.import("budgets", "2026-10-20", vec![of_beside("budgets")]);
    desk.import(
        "contracts",
        "2026-10-20",
        vec![Fact::Contract(Box::new(committed))],
    );
    let used = usage("2026-09-01", "gpt-5", TokenClass::Input, 5_000);
    desk.import("used", "2026-10-20", vec![Fact::Usage(Box::new(used))]);
    let rows = |desk: &Desk, metric: &str| {
        let shelf = Shelf::open(desk.book.path()).expect("this test made it");
        let told = shelf.show(metric, &Ask::default()).expect("it is told");
        told["rows"].as_array().expect("rows").clone()
    };
    assert!(rows(&desk, "budgets").is_empty() && rows(&desk, "capacity").is_empty());
    let waste = rows(&desk, "budget-waste");
    assert_eq!((waste.len(), waste[0]["low"].is_null()), (1, true), "{waste:?}");
    desk.import(
        "bill",
        "2026-10-20",
        vec![billed("2026-09-01", "GitHub", (5, "USD"))],
    );
    assert_eq!(rows(&desk, "budgets")[0]["spent"], "5");
    assert_eq!(rows(&desk, "capacity").len(), 1);
}

#[test]
fn a_budget_is_held_against_what_it_means_or_says_why_not() {
    let mut desk = Desk::new();
    let budget = |name: &str, (dimension, value): (&str, &str), currency: &str| {
        Fact::Budget(Box::new(Budget {
            key: Key(name.len() as u128),
            name: name.into(),
            dimension: dimension.into(),
            value: value.into(),
            period: Some(Period::new(day("2026-09-01"), day("2027-01-01"))),
            amount: Some(Amount(100_000_000_000)),
            currency: Currency::new(currency),
            ..Budget::default()
        }))
    };
    let budgets = vec![
        budget("a", ("provider", "github"), "USD"),
        budget("bb", ("provider", "Nobody"), "USD"),
        budget("ccc", ("", ""), "EUR"),
    ];
    desk.import("budgets", "2026-10-20", budgets);
    desk.import(
        "bill",
        "2026-10-20",
        vec![billed("2026-09-01", "GitHub", (5, "USD"))],
    );
    let shelf = Shelf::open(desk.book.path()).expect("this test made it");
    let told = shelf.show("budgets", &Ask::default()).expect("it is told");
    let rows = told["rows"].as_array().expect("rows");
    assert_eq!(
        (rows.len(), &rows[0]["spent"]),
        (1, &serde_json::json!("5")),
        "{told}"
    );
    let notes = told["notes"].to_string();
    for said in [
        "bb is left out: the book has no provider `Nobody`",
        "ccc is left out: it is in EUR",
        "is in USD",
    ] {
        assert!(notes.contains(said), "{said}: {notes}");
    }
}

/// Tokens of one model on one day under terms.
fn served(terms: &str, class: TokenClass, tokens: i64) -> Fact {
    Fact::Usage(Box::new(Usage {
        terms: Terms::parse(terms),
        ..usage("2026-09-02", "claude-opus-5", class, tokens)
    }))
}

fn at(tier: &str, class: PriceClass, amount: &str) -> Fact {
    let Fact::Price(mut one) = price(class, amount) else {
        panic!("a price")
    };
    one.tier = tier.into();
    Fact::Price(one)
}

fn above(step: i64, price: Fact) -> Fact {
    let Fact::Price(mut one) = price else {
        panic!("a price")
    };
    one.above = step;
    Fact::Price(one)
}

#[test]
fn usage_costs_what_its_terms_cost_and_never_what_standard_does() {
    let mut desk = Desk::new();
    let uses = vec![
        served("", TokenClass::Input, 1_000_000),
        served("batch", TokenClass::Input, 1_000_000),
        served("flex", TokenClass::Input, 9),
        served("region:us", TokenClass::Input, 3),
        served("above:200000", TokenClass::Input, 5),
        served("above:200000", TokenClass::Output, 7),
        served("", TokenClass::CacheWrite, 1_000_000),
        served("cache:1h", TokenClass::CacheWrite, 1_000_000),
    ];
    desk.import("api", "2026-10-01", uses);
    let prices = vec![
        at("", PriceClass::Input, "0.000004"),
        at("batch", PriceClass::Input, "0.000002"),
        at("", PriceClass::Output, "0.00001"),
        above(200_000, at("", PriceClass::Output, "0.00002")),
        at("", PriceClass::CacheWrite, "0.000005"),
        at("", PriceClass::CacheWriteHour, "0.000008"),
    ];
    desk.import("litellm-prices", "2026-10-02", prices);
    let all = Query::of(Measure::Estimated);
    let (sums, reach) = desk.estimated(&all);
    assert_eq!(sums, ["19.000172 USD"]);
    let (by, _) = desk.estimated(&all.by(Dimension::Terms));
    assert_eq!(
        by,
        [
            "9 USD",
            "above:200000 0.00016 USD",
            "batch 2 USD",
            "cache:1h 8 USD",
            "region:us 0.000012 USD"
        ]
    );
    assert_eq!((reach.missing.len(), reach.missing[0].tokens), (1, 9));
    let notes = reach.notes();
    assert!(notes[0].contains("it has no price of the tier flex"), "{notes:?}");
    assert!(notes[1].contains("3 of the region us as everywhere"), "{notes:?}");
    let long = "5 of requests above 200000 tokens as of any length";
    assert!(notes[1].contains(long), "the output has a step: {notes:?}");
    let tokens = Query::of(Measure::Tokens).by(Dimension::TokenClass);
    let by_class = desk.book.groups(&tokens).expect("groups").groups;
    assert_eq!(by_class[0].value.0, 2_000_000, "cache writes are cache writes");
}

#[test]
fn an_estimate_in_another_currency_is_rounded_once() {
    let mut desk = Desk::new();
    let days = ["2026-09-01", "2026-09-02", "2026-09-03"];
    let uses = days.map(|on| used(on, "claude-opus-5", TokenClass::Input, 1));
    desk.import("api", "2026-10-01", uses.to_vec());
    desk.import(
        "litellm-prices",
        "2026-10-02",
        vec![price(PriceClass::Input, "0.0000000004")],
    );
    desk.import("ecb-rates", "2026-10-03", vec![rate("2026-09-01", "USD", "1")]);
    let (groups, ..) = currency::converted(&desk.book, &Query::of(Measure::Estimated), &Currency::new("EUR"))
        .expect("rates");
    assert_eq!(lines(&groups), ["0.000000001 EUR"], "each day alone is nothing");
}
