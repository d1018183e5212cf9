use model::{Currency, Money, Period, Total};

use super::*;

fn usd(text: &str) -> Money {
    in_currency(text, "USD")
}

fn in_currency(text: &str, code: &str) -> Money {
    let currency = Currency::new(code);
    let (amount, _) = model::Exact::parse(text)
        .expect("a decimal")
        .amount(&currency)
        .expect("fits");
    Money::new(Total::from(amount), currency)
}

fn full(text: &str, code: &str, tag: &str) -> String {
    money(&in_currency(text, code), Currencies::One, &Locale::by_tag(tag))
}

#[test]
fn whole_figures_need_no_power_of_ten() {
    for (phrase, whole) in [
        ("thousand USD", "USD"),
        ("million tokens", "tokens"),
        ("USD", "USD"),
        ("", ""),
    ] {
        assert_eq!(without_magnitude(phrase), whole);
    }
}

#[test]
fn money_follows_the_locale() {
    assert_eq!(full("1902.44", "USD", "en-US"), "$1,902.44");
    assert_eq!(full("1234.5", "EUR", "de-DE"), "1.234,50\u{a0}€");
    assert_eq!(full("1234.5", "EUR", "nl-NL"), "€1.234,50");
    assert_eq!(full("1234567.5", "CHF", "de-CH"), "CHF\u{a0}1’234’567.50");
    assert_eq!(full("-0.5", "USD", "en"), "−$0.50");
    assert_eq!(full("1234", "JPY", "ja-JP"), "¥1,234");
    assert_eq!(full("12.3456", "KWD", "en"), "KWD\u{a0}12.346");
    assert_eq!(full("12", "CREDITS", "en"), "12.00\u{a0}CREDITS");
}

#[test]
fn mixed_currencies_are_named_by_code() {
    assert_eq!(
        money(&usd("-3"), Currencies::Mixed, &Locale::default()),
        "−USD\u{a0}3.00"
    );
}

#[test]
fn a_tiny_amount_never_reads_as_zero() {
    assert_eq!(full("0.00031", "USD", "en"), "$0.00031");
    assert_eq!(full("0.000000001", "USD", "en"), "$0.000000001");
    assert_eq!(full("0", "USD", "en"), "$0.00");
}

#[test]
fn short_money_keeps_three_digits() {
    let short = |text| money_compact(&usd(text), Currencies::One, &Locale::default());
    assert_eq!(short("143218.37"), "$143k");
    assert_eq!(short("8640"), "$8.6k");
    assert_eq!(short("999960"), "$1M");
    assert_eq!(short("-1902440"), "−$1.9M");
    assert_eq!(short("820"), "$820");
    assert_eq!(short("8.5"), "$8.50");
    assert_eq!(short("12.5"), "$12.50");
    assert_eq!(short("8"), "$8");
    assert_eq!(short("0"), "$0");
}

#[test]
fn counts_are_grouped_or_short() {
    let english = Locale::default();
    assert_eq!(count(15_400_123, &english), "15,400,123");
    assert_eq!(count(-999, &english), "−999");
    assert_eq!(count_compact(15_400_123, &english), "15.4M");
    assert_eq!(count_compact(999_999_999, &english), "1B");
    assert_eq!(
        Unit::Count("tokens".into()).full(Figure::whole(1000), &english),
        "1,000\u{a0}tokens"
    );
    assert_eq!(quantity(3_500_000, "hours", &english), "3.5\u{a0}hours");
}

#[test]
fn shares_are_percentages() {
    let english = Locale::default();
    assert_eq!(percent(Figure::ratio(62, 100), 0, &english), "62\u{a0}%");
    assert_eq!(
        percent(Figure::ratio(1, 3), 1, &Locale::by_tag("de")),
        "33,3\u{a0}%"
    );
    assert_eq!(percent(Figure::ratio(1, 0), 0, &english), "0\u{a0}%");
}

#[test]
fn rounding_is_away_from_zero_at_the_half() {
    let english = Locale::default();
    assert_eq!(decimal(Figure::nanos(500_000_000), 0, &english), "1");
    assert_eq!(decimal(Figure::nanos(-2_500_000_000), 0, &english), "−3");
    assert_eq!(decimal(Figure::nanos(-400_000_000), 0, &english), "0");
    assert_eq!(
        decimal(Figure::nanos(i128::MIN), 2, &english).chars().next(),
        Some(MINUS)
    );
}

#[test]
fn dates_are_never_ambiguous() {
    let day = "2026-03-03".parse().expect("a day");
    assert_eq!(date(day, &Locale::default()), "3 Mar 2026");
    assert_eq!(date(day, &Locale::by_tag("en-US")), "Mar 3, 2026");
    assert_eq!(date(day, &Locale::by_tag("sv-SE")), "2026-03-03");
    assert_eq!(month(day), "Mar 2026");
    assert_eq!(period(&Period::month(day), &Locale::default()), "Mar 2026");
    assert_eq!(period(&Period::day(day), &Locale::default()), "3 Mar 2026");
}

#[test]
fn changes_carry_their_sign() {
    assert_eq!(signed("$24,906".into()), "+$24,906");
    assert_eq!(signed("−$3".into()), "−$3");
    assert_eq!(signed("$0.00".into()), "$0.00");
}

#[test]
fn the_largest_and_smallest_figures_are_written() {
    for figure in [
        Figure::nanos(i128::MAX),
        Figure::nanos(i128::MIN),
        Figure::nanos(1),
    ] {
        for unit in [
            Unit::Money(Currency::new("USD")),
            Unit::Share,
            Unit::Count("tokens".into()),
        ] {
            assert!(!unit.full(figure, &Locale::default()).is_empty());
            assert!(!unit.short(figure, &Locale::default()).is_empty());
        }
    }
}

#[test]
fn a_span_says_each_part_once_where_the_day_comes_first() {
    let day = |text: &str| text.parse::<chrono::NaiveDate>().expect("a day");
    let said = |from: &str, to: &str, tag: &str| {
        super::span(&model::Period::new(day(from), day(to)), &Locale::by_tag(tag))
    };
    assert_eq!(said("2026-03-03", "2026-03-10", "en-GB"), "3 – 9 Mar 2026");
    assert_eq!(said("2026-03-03", "2026-04-10", "en-GB"), "3 Mar – 9 Apr 2026");
    assert_eq!(
        said("2025-12-30", "2026-01-03", "en-GB"),
        "30 Dec 2025 – 2 Jan 2026"
    );
    assert_eq!(said("2026-03-03", "2026-03-04", "en-GB"), "3 Mar 2026");
    assert_eq!(
        said("2026-03-03", "2026-03-10", "en-US"),
        "Mar 3, 2026 – Mar 9, 2026"
    );
}
