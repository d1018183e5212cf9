//! What screens say beside figures: every word and amount stands for what is there, and says what it leaves out.

mod numbered;

use app::screens::screen;
use app::view::{Block, CanvasSize, Figure, Route, ScreenView, ThemeName};
use chrono::NaiveDate;
use model::{
    Amount, Budget, Charge, Contract, Currency, Fact, Headcount, Identity, Per, Period, Person, Seat,
    TokenClass, Usage, What,
};
use numbered::import_at;
use store::Book;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// A book of these facts, each kind an import of its own.
fn book(kinds: Vec<(&str, Vec<Fact>)>) -> (Book, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut book = Book::create(&folder.path().join("said.counterfoil"), "Said").expect("a book");
    for (kind, facts) in kinds {
        import_at(&mut book, "2026-11-01T10:00:00Z", kind, facts);
    }
    (book, folder)
}

fn shown(book: &Book, id: &str, currency: Option<&str>) -> ScreenView {
    let route = Route {
        screen: id.to_owned(),
        currency: currency.map(str::to_owned),
        ..Route::default()
    };
    let canvas = CanvasSize {
        width: 1_000,
        height: 700,
        theme: ThemeName::Light,
    };
    screen(book, &route, canvas).expect("a screen")
}

/// All its words, with plain spaces.
fn words(view: &ScreenView) -> String {
    plain(&serde_json::to_string(view).expect("plain data"))
}

fn figure<'v>(view: &'v ScreenView, key: &str) -> Option<&'v Figure> {
    let figures = view.blocks.iter().filter_map(|placed| match &placed.block {
        Block::Figures { figures } => Some(figures),
        _ => None,
    });
    figures.flatten().find(|figure| figure.key == key)
}

fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ").replace('\u{2060}', "")
}

fn money(units: i64) -> Amount {
    Amount(units * 1_000_000_000)
}

fn charge(on: &str, units: i64, code: &str) -> Charge {
    Charge {
        period: Some(Period::day(day(on))),
        billed: Some(money(units)),
        what: What {
            provider: "GitHub".into(),
            currency: Currency::new(code),
            ..What::default()
        }
        .into(),
        ..Charge::default()
    }
}

fn billed(on: &str, units: i64, code: &str) -> Fact {
    Fact::Charge(Box::new(charge(on, units, code)))
}

fn identity(number: u32) -> Identity {
    let email = format!("p{number}@example.com");
    Identity {
        source: "github".into(),
        id: email.clone(),
        email,
        name: String::new(),
    }
}

fn seat(number: u32, last_active: &str) -> Fact {
    Fact::Seat(Box::new(Seat {
        product: "Copilot".into(),
        provider: "GitHub".into(),
        identity: identity(number),
        snapshot: Some(day("2026-10-31")),
        last_active: Some(day(last_active)),
        ..Seat::default()
    }))
}

/// Fifteen seats of USD 19, of which six are used, six never were, and three nobody holds; bills in three currencies.
fn seats() -> (Book, tempfile::TempDir) {
    let held = (0..12).map(|number| seat(number, if number < 6 { "2026-10-20" } else { "2024-01-01" }));
    let contract = Contract {
        number: "C-17".into(),
        product: "Copilot".into(),
        provider: "GitHub".into(),
        seats: Some(15),
        unit_price: Some(money(19)),
        per: Per::Month,
        currency: Currency::new("USD"),
        start: Some(day("2026-01-01")),
        end: Some(day("2027-01-01")),
        ..Contract::default()
    };
    let budget = Budget {
        name: "All".into(),
        period: Some(Period::new(day("2026-10-01"), day("2026-11-01"))),
        amount: Some(money(2_000)),
        currency: Currency::new("USD"),
        ..Budget::default()
    };
    let bills = [("USD", 1_000), ("EUR", 500), ("GBP", 70), ("JPY", 90)];
    let bills = bills.map(|(code, units)| billed("2026-10-31", units, code));
    book(vec![
        ("bills", bills.into()),
        ("seats", held.collect()),
        ("contracts", vec![Fact::Contract(Box::new(contract))]),
        ("budgets", vec![Fact::Budget(Box::new(budget))]),
    ])
}

#[test]
fn waste_that_is_not_certain_is_named_and_nothing_is_drawn_of_zeros() {
    let (book, _folder) = seats();
    let view = shown(&book, "signals", Some("USD"));
    let said = words(&view);
    let title =
        "No certain waste is known in USD; USD 114.00 a month of seats never used stands under Licences";
    assert!(said.contains(title), "{said}");
    assert!(said.contains("\"Idle seats, never used\""), "a row names them");
    let charts = view.blocks.iter().filter_map(|placed| match &placed.block {
        Block::Chart(chart) => Some(chart),
        _ => None,
    });
    let waste = charts.into_iter().find(|chart| chart.key == "budget-waste");
    let waste = waste.expect("the chart of waste");
    assert!(waste.marks.is_empty(), "{:?}", waste.marks);
    assert!(waste.height < 300, "a sentence, not a plot: {}", waste.height);
    let certain = waste
        .table
        .rows
        .iter()
        .any(|row| row.cells[0] == "Idle seats, certain");
    assert!(certain, "the table has every figure: {:?}", waste.table.rows);
}

#[test]
fn seats_that_nobody_holds_stand_beside_idle_ones() {
    let (book, _folder) = seats();
    let licences = shown(&book, "licences", Some("USD"));
    let nobody = figure(&licences, "idle-unassigned").expect("a figure of its own");
    assert_eq!(nobody.label, "Bought, assigned to nobody");
    assert_eq!(
        (plain(&nobody.value).as_str(), nobody.detail.as_str()),
        ("USD 57", "3 seats")
    );
    assert!(
        words(&licences)
            .contains("\"bought, assigned to nobody\",\"3\",\"12\",\"15\",\"USD 19.00\",\"USD 57.00\"")
    );
    let idle = shown(&book, "overview", Some("USD"));
    let idle = figure(&idle, "idle-seats").expect("idle seats");
    assert_eq!(plain(&idle.value), "USD 114");
    assert!(
        plain(&idle.detail).contains("USD 57 assigned to nobody"),
        "{}",
        idle.detail
    );
}

#[test]
fn each_product_says_how_many_of_its_seats_are_used_each_week() {
    let (book, _folder) = seats();
    let licences = words(&shown(&book, "licences", Some("USD")));
    let row = licences
        .split("\"weekly-seats\"")
        .nth(1)
        .and_then(|rest| rest.split("\"cells\":[").nth(1));
    let row = row.and_then(|rest| rest.split(']').next()).expect("a row");
    // Twelve seats for four weeks: of 18 seat weeks before the last day of use nobody can say.
    let expected = r#""Copilot","20 %","6","30","18","10 %","low","23 %""#;
    assert_eq!(plain(row), expected);
}

#[test]
fn what_is_in_other_currencies_is_said_with_its_amount() {
    let (book, _folder) = seats();
    let licences = shown(&book, "licences", Some("EUR"));
    let idle = figure(&licences, "idle-probable").expect("the tier");
    assert_eq!(idle.value, "none in EUR");
    assert_eq!(
        plain(&idle.detail),
        "6 seats in all, never used · USD 114.00 a month"
    );
    let said = words(&shown(&book, "signals", Some("EUR")));
    assert!(
        said.contains("No budget is in EUR; there are some in USD"),
        "{said}"
    );
    assert!(!said.contains("A file with budgets brings them"));
    let overview = shown(&book, "overview", Some("USD"));
    let others = figure(&overview, "billed-other").expect("other currencies");
    let all = format!("{} {}", plain(&others.value), plain(&others.detail));
    for amount in ["EUR 500", "GBP 70", "JPY 90"] {
        assert!(all.contains(amount), "{amount}: {all}");
    }
}

#[test]
fn each_period_explains_itself_and_leads_to_its_own_rows() {
    let bills = ["2026-08-01", "2026-09-10", "2026-10-31"].map(|on| billed(on, 100, "USD"));
    let (book, _folder) = book(vec![("bills", bills.into())]);
    let spend = shown(&book, "spend", None);
    let of = |key: &str| {
        let figure = figure(&spend, key).expect("a figure");
        let rows = figure.explain.rows.as_ref();
        (
            plain(&figure.explain.what),
            rows.and_then(|rows| rows.from.clone()),
            rows.and_then(|rows| rows.to.clone()),
        )
    };
    let (this, previous, year) = (of("this"), of("previous"), of("last-year"));
    assert_eq!(
        (this.1.as_deref(), this.2.as_deref()),
        (Some("2026-10-01"), Some("2026-11-01"))
    );
    assert_eq!(
        (previous.1.as_deref(), previous.2.as_deref()),
        (Some("2026-09-01"), Some("2026-10-01"))
    );
    assert_eq!(year.1, None, "what is not in the book has no rows");
    assert!(
        this.0.contains("Oct 2026") && previous.0.contains("Sep 2026"),
        "{this:?} {previous:?}"
    );
    assert!(year.0.contains("missing, not 0"), "{year:?}");
}

fn tokens(model: &str, tokens: i64, number: u32) -> Fact {
    Fact::Usage(Box::new(Usage {
        period: Some(Period::day(day("2026-10-20"))),
        identity: identity(number),
        provider: "Anthropic".into(),
        tool: "API".into(),
        model: model.into(),
        token_class: TokenClass::Input,
        tokens: Some(tokens),
        ..Usage::default()
    }))
}

#[test]
fn a_model_has_one_name_and_its_tokens_once_and_nothing_is_compared_without_prices() {
    let bill = |code: &str| {
        Fact::Charge(Box::new({
            let mut one = charge("2026-10-20", 1, code);
            one.quantity = Some(4_000 * 1_000_000);
            one.what_mut().model = "Claude Opus 5".into();
            one.what_mut().token_class = TokenClass::Input;
            one.what_mut().unit = "tokens".into();
            one
        }))
    };
    let used = vec![tokens("claude-opus-5", 1_000, 1), tokens("gpt-5", 500, 2)];
    let (book, _folder) = book(vec![("bills", vec![bill("USD"), bill("EUR")]), ("usage", used)]);
    let said = words(&shown(&book, "models", None));
    assert!(!said.contains("Claude Opus 5"), "one name: {said}");
    assert!(
        said.contains("\"1,000\",\"4,000\"") && said.contains("\"as above\",\"4,000\""),
        "{said}"
    );
    assert!(
        said.contains("more than twofold in the tokens of claude-opus-5"),
        "{said}"
    );
    assert!(said.contains("No price list yet") && !said.contains("The saving is") && !said.contains("``"));
}

#[test]
fn spend_per_employee_names_every_currency() {
    let heads = Headcount {
        month: Some(day("2026-10-01")),
        people: Some(10_000_000),
        ..Headcount::default()
    };
    let bills = [("USD", 1_000), ("EUR", 500)].map(|(code, units)| billed("2026-10-31", units, code));
    let (book, _folder) = book(vec![
        ("bills", bills.into()),
        ("heads", vec![Fact::Headcount(Box::new(heads))]),
    ]);
    let said = words(&shown(&book, "people", Some("USD")));
    assert!(
        said.contains("AI costs USD 100.00 per employee in Oct 2026, and EUR 50.00"),
        "{said}"
    );
}

#[test]
fn who_is_active_without_stated_tokens_is_counted_apart() {
    let people = (0..12).map(|number| {
        Fact::Person(Box::new(Person {
            employee: number.to_string(),
            email: identity(number).email,
            name: format!("Person {number}"),
            team: "Claims".into(),
            ..Person::default()
        }))
    });
    let used = (0..6).map(|number| tokens("claude-opus-5", 1_000 + i64::from(number), number));
    let held = (6..12).map(|number| seat(number, "2026-10-20"));
    let (book, _folder) = book(vec![
        ("roster", people.collect()),
        ("bills", vec![billed("2026-10-31", 100, "USD")]),
        ("usage", used.collect()),
        ("seats", held.collect()),
    ]);
    let said = words(&shown(&book, "people", None));
    let twice = said
        .matches("6 more are active; their tools state no tokens.")
        .count();
    assert!(twice >= 2, "at the histogram and at the curve: {said}");
    assert!(
        said.contains("6 people with stated tokens") && !said.contains("6 active people"),
        "{said}"
    );
}
