//! Groups, drill-downs and values.

use model::{Currency, Dimension, Fact, Grain, Measure, Overlap, Period, Query};

use super::{Desk, charge, day, usage};

fn desk() -> Desk {
    let mut desk = Desk::new();
    let eur = {
        let mut one = charge(3, "2026-10-05", 11);
        one.quantity = Some(2_000_000);
        one.what_mut().currency = Currency::new("EUR");
        one.what_mut().provider = "Mistral".into();
        one.what_mut().sku = "tokens".into();
        one.what_mut().unit = "1k tokens".into();
        one
    };
    let facts = [
        Fact::Charge(Box::new(charge(1, "2026-09-01", 5))),
        Fact::Charge(Box::new(charge(2, "2026-09-30", 7))),
        Fact::Charge(Box::new(eur)),
        Fact::Usage(Box::new(usage(4, "2026-09-01", "ada", 100))),
        Fact::Usage(Box::new(usage(5, "2026-09-02", "ada", 50))),
        Fact::Usage(Box::new(usage(6, "2026-09-02", "key claims-bot", 9))),
    ];
    desk.import(Overlap::Id, "one", &facts);
    desk
}

fn values(desk: &Desk, query: &Query) -> Vec<(String, String, i128)> {
    let groups = desk.book.groups(query).unwrap().groups;
    groups
        .into_iter()
        .map(|group| {
            (
                group.keys.join("|"),
                group.currency.code().to_owned(),
                group.value.0,
            )
        })
        .collect()
}

#[test]
fn two_currencies_are_never_added() {
    let found = values(&desk(), &Query::of(Measure::Billed));
    assert_eq!(
        found,
        [
            (String::new(), "EUR".into(), 11),
            (String::new(), "USD".into(), 12)
        ]
    );
}

#[test]
fn days_add_up_to_months_quarters_and_years() {
    let desk = desk();
    let by = |grain| values(&desk, &Query::of(Measure::Billed).by(Dimension::Time(grain)));
    assert_eq!(
        by(Grain::Month),
        [
            ("2026-09-01".into(), "USD".into(), 12),
            ("2026-10-01".into(), "EUR".into(), 11)
        ]
    );
    assert_eq!(by(Grain::Day).len(), 3);
    assert_eq!(by(Grain::Week)[0].0, "2026-08-31");
    assert_eq!(by(Grain::Quarter)[0], ("2026-07-01".into(), "USD".into(), 12));
    assert_eq!(by(Grain::Year).len(), 2);
}

#[test]
fn a_roll_up_and_the_facts_answer_alike() {
    let desk = desk();
    let rolled = Query::of(Measure::Billed).by(Dimension::Provider);
    // No roll-up has the account's line items, so this one reads the facts.
    let read = Query::of(Measure::Billed)
        .by(Dimension::Provider)
        .by(Dimension::Sku);
    let total = |query| values(&desk, query).iter().map(|(.., value)| value).sum::<i128>();
    assert_eq!(total(&rolled), total(&read));
    let read = desk.book.groups(&read).unwrap().groups;
    assert_eq!(
        (read[0].quantity, read[0].unit.as_str()),
        (Some(2_000_000), "1k tokens")
    );
    assert_eq!(read[1].quantity, None, "not every fact states one");
}

#[test]
fn an_account_is_told_apart_by_a_roll_up_and_by_the_facts_alike() {
    let mut desk = desk();
    let of = |key, account: &str, billed| {
        let charge = {
            let mut one = charge(key, "2026-09-03", billed);
            one.whose_mut().account = account.into();
            one
        };
        Fact::Charge(Box::new(charge))
    };
    desk.import(
        Overlap::Id,
        "accounts",
        &[of(7, "Globex", 40), of(8, "Larkfield", 100)],
    );
    let rolled = Query::of(Measure::Billed).by(Dimension::Account);
    // No roll-up has line items beside accounts.
    let read = rolled.clone().by(Dimension::Sku);
    let usd = |query: &Query| {
        let found = values(&desk, query)
            .into_iter()
            .filter(|(_, currency, _)| currency == "USD");
        let found = found.map(|(keys, _, value)| (keys.replace('|', ""), value));
        found.collect::<Vec<_>>()
    };
    let expected = [("", 12), ("Globex", 40), ("Larkfield", 100)].map(|(name, sum)| (name.to_owned(), sum));
    assert_eq!(usd(&rolled), expected);
    assert_eq!(usd(&read), expected);
    let only = |account| Query::of(Measure::Billed).only(Dimension::Account, &[account]);
    assert_eq!(values(&desk, &only("Globex"))[0].2, 40);
    let stated: i128 = values(&desk, &only("")).iter().map(|(.., value)| value).sum();
    assert_eq!(stated, 23, "what names none, in both currencies");
    let by_model = only("Larkfield").by(Dimension::Model).by(Dimension::Service);
    assert_eq!(values(&desk, &by_model)[0].2, 100);
    let known = desk.book.values(&Dimension::Account, "", 9).unwrap();
    assert_eq!(known, ["Globex", "Larkfield"]);
    assert!(desk.book.doctor().unwrap().ok);
}

#[test]
fn filters_and_periods_keep_only_what_they_say() {
    let desk = desk();
    let within = |from, to| Query::of(Measure::Billed).within(Period::new(day(from), day(to)));
    assert_eq!(
        values(&desk, &within("2026-09-01", "2026-09-30"))[0].2,
        5,
        "the end is exclusive"
    );
    let mistral = Query::of(Measure::Billed).only(Dimension::Provider, &["Mistral"]);
    assert_eq!(values(&desk, &mistral), [(String::new(), "EUR".into(), 11)]);
    let nobody = Query::of(Measure::Billed).only(Dimension::Provider, &["Nobody"]);
    assert!(values(&desk, &nobody).is_empty());
    let september = Query::of(Measure::Tokens).only(Dimension::Time(Grain::Month), &["2026-09-01"]);
    assert_eq!(values(&desk, &september)[0].2, 159);
}

#[test]
fn sums_near_the_limit_of_64_bits_are_exact() {
    let mut desk = Desk::new();
    let facts: Vec<Fact> = (0..5)
        .flat_map(|key| [(key, i64::MAX), (key + 100, -7)])
        .map(|(key, billed)| Fact::Charge(Box::new(charge(key, "2026-09-01", billed))))
        .collect();
    desk.import(Overlap::Id, "big", &facts);
    let expected = 5 * i128::from(i64::MAX) - 35;
    assert_eq!(values(&desk, &Query::of(Measure::Billed))[0].2, expected);
    assert_eq!(
        values(&desk, &Query::of(Measure::Billed).by(Dimension::Invoice))[0].2,
        expected
    );
    assert!(desk.book.doctor().unwrap().ok);
}

#[test]
fn people_and_active_days_are_distinct_and_keys_are_no_people() {
    let desk = desk();
    assert_eq!(values(&desk, &Query::of(Measure::People))[0].2, 1);
    assert_eq!(values(&desk, &Query::of(Measure::ActiveDays))[0].2, 2);
    let by_person = values(&desk, &Query::of(Measure::Tokens).by(Dimension::Person));
    assert_eq!(
        by_person,
        [
            ("ada".into(), String::new(), 150),
            ("key claims-bot".into(), String::new(), 9)
        ]
    );
}

#[test]
fn a_figure_opens_to_the_rows_behind_it() {
    let desk = desk();
    let query = Query::of(Measure::Billed).only(Dimension::Time(Grain::Month), &["2026-09-01"]);
    let rows = desk.book.facts(&query, 10, 0).unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(
        (rows[0].file.as_str(), rows[0].row, rows[0].amount.map(|a| a.0)),
        ("one.csv", 2, Some(5))
    );
    assert_eq!(desk.book.facts(&query, 10, 1).unwrap(), rows[1..]);
    assert_eq!(desk.book.facts(&query, 1, 0).unwrap(), rows[..1]);
}

#[test]
fn values_of_a_dimension_are_found_by_any_part() {
    let desk = desk();
    assert_eq!(
        desk.book.values(&Dimension::Provider, "MIST", 9).unwrap(),
        ["Mistral"]
    );
    assert_eq!(desk.book.values(&Dimension::Sku, "", 9).unwrap(), ["tokens"]);
    assert_eq!(
        desk.book.values(&Dimension::Time(Grain::Month), "", 9).unwrap(),
        ["2026-09-01", "2026-10-01"]
    );
    let unheard = Dimension::Tag("unheard-of".into());
    assert!(
        desk.book.values(&unheard, "", 9).unwrap().is_empty(),
        "no line has the tag"
    );
}

#[test]
fn one_model_in_two_spellings_is_one_group_and_either_of_them_finds_it() {
    let mut desk = Desk::new();
    let of_model = |key: u128, model: &str| {
        let mut one = charge(key, "2026-10-05", 10);
        one.what_mut().model = model.into();
        Fact::Charge(Box::new(one))
    };
    let facts = ["Claude Opus 5", "claude-opus-5", "claude-opus-5-20260901"];
    let facts: Vec<Fact> = (1..)
        .zip(facts)
        .map(|(key, model)| of_model(key, model))
        .collect();
    desk.import(Overlap::Id, "one", &facts);
    let query = || Query::of(Measure::Billed);
    let usd = |name: &str, amount| (name.to_owned(), "USD".to_owned(), amount);
    assert_eq!(
        values(&desk, &query().by(Dimension::Model)),
        [usd("claude-opus-5", 20), usd("claude-opus-5-20260901", 10)]
    );
    for spelling in ["Claude Opus 5", "claude-opus-5", "claude_opus_5"] {
        let found = values(&desk, &query().only(Dimension::Model, &[spelling]));
        assert_eq!(found, [usd("", 20)], "{spelling}");
    }
    assert_eq!(
        desk.book.values(&Dimension::Model, "Opus 5", 9).unwrap(),
        ["claude-opus-5", "claude-opus-5-20260901"]
    );
}

#[test]
fn the_answer_says_what_it_rests_on() {
    let desk = desk();
    let coverage = desk.book.groups(&Query::of(Measure::Billed)).unwrap().coverage;
    assert_eq!((coverage.sources, coverage.imports.as_slice()), (1, &[1][..]));
    assert_eq!(
        (coverage.from, coverage.to),
        (Some(day("2026-09-01")), Some(day("2026-10-06")))
    );
}

#[test]
fn every_measure_by_every_dimension_has_an_answer_even_in_an_empty_book() {
    for desk in [Desk::new(), desk()] {
        for measure in Measure::ALL {
            for dimension in Dimension::all().cloned().chain([Dimension::Tag("team".into())]) {
                let query = Query::of(*measure)
                    .by(dimension.clone())
                    .only(dimension, &["", "Mistral"]);
                desk.book.groups(&query).unwrap();
                desk.book.facts(&query, 1, 0).unwrap();
            }
        }
    }
}

#[test]
fn a_tag_that_no_line_has_is_blank_and_one_that_some_have_parts_them() {
    let mut desk = desk();
    let by_team = Query::of(Measure::Billed).by(Dimension::Tag("team".into()));
    let only = |values: &[(String, String, i128)], key: &str| -> i128 {
        let own = values
            .iter()
            .filter(|(keys, currency, _)| keys == key && currency == "USD");
        own.map(|(_, _, value)| value).sum()
    };
    assert_eq!(only(&values(&desk, &by_team), ""), 12);
    // The key is a word of the book already, but of no tag.
    let mut tagged = charge(8, "2026-09-03", 4);
    tagged.whose_mut().project = "team".into();
    desk.import(Overlap::Id, "a word", &[Fact::Charge(Box::new(tagged.clone()))]);
    assert_eq!(only(&values(&desk, &by_team), ""), 16);
    let tagged = {
        let mut one = charge(9, "2026-09-03", 5);
        one.whose_mut().tags = [("team".to_owned(), "claims".to_owned())].into_iter().collect();
        one
    };
    desk.import(Overlap::Id, "a tag", &[Fact::Charge(Box::new(tagged))]);
    let found = values(&desk, &by_team);
    assert_eq!((only(&found, ""), only(&found, "claims")), (16, 5));
}

#[test]
fn claims_of_cost_on_billed_lines_count_as_soon_as_there_are_any() {
    let mut desk = desk();
    let claims = Query::of(Measure::Estimated)
        .by(Dimension::Project)
        .by(Dimension::Sku);
    assert!(values(&desk, &claims).is_empty());
    let claimed = {
        let mut one = charge(9, "2026-09-03", 5);
        one.estimated = Some(model::Amount(3));
        one.whose_mut().project = "core".into();
        one
    };
    desk.import(Overlap::Id, "claims", &[Fact::Charge(Box::new(claimed))]);
    let found = values(&desk, &claims);
    assert_eq!(found, [("core|".to_owned(), "USD".to_owned(), 3)]);
}

#[test]
fn seats_of_bills_keep_the_days_they_are_for() {
    let seats = |key, days: (&str, &str), unit: &str, quantity| {
        Fact::Charge(Box::new({
            let mut one = charge(key, days.0, 90);
            one.period = Some(Period::new(day(days.0), day(days.1)));
            one.quantity = Some(quantity);
            one.what_mut().service = "Codex".into();
            one.what_mut().category = model::Category::Purchase;
            one.what_mut().unit = unit.into();
            one
        }))
    };
    let year = ("2025-11-01", "2026-11-01");
    let month = ("2026-09-01", "2026-10-01");
    let mut desk = desk();
    let facts = [
        seats(11, year, "Seats", 20_000_000),
        seats(12, month, "Seats", 3_000_000),
        seats(13, month, "Seats", 2_000_000),
        seats(14, month, "hours", 9_000_000),
        seats(15, ("2025-09-01", "2025-10-01"), "Seats", 9_000_000),
    ];
    desk.import(Overlap::Id, "seats", &facts);
    let within = Period::new(day("2026-01-01"), day("2026-11-01"));
    let found = desk.book.seat_lines(&[], within).unwrap();
    let found: Vec<_> = found
        .iter()
        .map(|line| (line.period.days(), line.seats, line.amount.total.0))
        .collect();
    assert_eq!(found, [(365, 20_000_000, 90), (30, 5_000_000, 180)]);
    let other = model::Filter {
        dimension: Dimension::Provider,
        values: vec!["GitHub".into()],
    };
    assert!(desk.book.seat_lines(&[other], within).unwrap().is_empty());
}

/// A charge of some days, the last exclusive.
fn long(key: u128, days: (&str, &str)) -> Fact {
    Fact::Charge(Box::new(model::Charge {
        period: Some(Period::new(day(days.0), day(days.1))),
        ..charge(key, days.0, 90)
    }))
}

/// The days of a book of such facts, as texts; all are imported on 22 November.
fn days_of(facts: &[Fact]) -> (String, String) {
    let mut desk = Desk::new();
    desk.import(Overlap::Id, "bills", facts);
    let days = desk.book.days().unwrap().unwrap();
    (days.from.to_string(), days.to.to_string())
}

#[test]
fn a_book_of_monthly_bills_ends_where_the_last_of_them_does() {
    let bills = [
        long(1, ("2026-08-01", "2026-09-01")),
        long(2, ("2026-09-01", "2026-10-01")),
    ];
    assert_eq!(days_of(&bills), ("2026-08-01".into(), "2026-10-01".into()));
    let year = [long(1, ("2026-08-05", "2027-08-05"))];
    assert_eq!(
        days_of(&year).1,
        "2026-09-01",
        "what years are billed for is within the month"
    );
    let ahead = [long(1, ("2026-11-01", "2026-12-01"))];
    assert_eq!(
        days_of(&ahead).1,
        "2026-11-23",
        "a bill in advance knows nothing of days to come"
    );
    let beside = |fact: Fact| days_of(&[long(1, ("2026-09-01", "2026-10-01")), fact]).1;
    assert_eq!(
        beside(Fact::Charge(Box::new(charge(2, "2026-09-10", 1)))),
        "2026-09-11"
    );
    assert_eq!(
        beside(Fact::Usage(Box::new(usage(2, "2026-09-10", "ann", 1)))),
        "2026-09-11"
    );
    assert_eq!(
        beside(Fact::Charge(Box::new(charge(2, "2026-08-10", 1)))),
        "2026-10-01"
    );
}
