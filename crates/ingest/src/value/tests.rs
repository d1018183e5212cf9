use chrono::{Days, NaiveDate};
use model::Exact;
use proptest::prelude::*;

use super::*;

fn exact(text: &str) -> Exact {
    Exact::parse(text).expect(text)
}

fn style(cells: &[&str]) -> NumberStyle {
    let mut survey = NumberSurvey::default();
    for cell in cells {
        survey.see(cell);
    }
    survey.style()
}

fn dates(cells: &[&str]) -> DateStyle {
    let mut survey = DateSurvey::default();
    for cell in cells {
        survey.see(cell);
    }
    survey.style()
}

/// A number, and the currency that the sign beside it means.
fn amount(value: NumberValue) -> Option<(Exact, Option<&'static str>)> {
    match value {
        NumberValue::Exact(value, sign) => Some((value, sign.and_then(Sign::code))),
        _ => None,
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

#[test]
fn money_is_read_as_people_write_it() {
    for (text, value, currency) in [
        ("1234.5", "1234.5", None),
        ("1,234.50", "1234.5", None),
        ("12,34,567.50", "1234567.5", None),
        ("$1.50", "1.5", Some("USD")),
        ("-$1.50", "-1.5", Some("USD")),
        ("$-1.50", "-1.5", Some("USD")),
        ("$10,000.00 ", "10000", Some("USD")),
        ("(420.00)", "-420", None),
        ("$(250.00)", "-250", Some("USD")),
        ("($250.00)", "-250", Some("USD")),
        ("12.00-", "-12", None),
        ("\u{2212}3.25", "-3.25", None),
        ("£68,486.66", "68486.66", Some("GBP")),
        ("1'234.50", "1234.5", None),
        ("1\u{a0}234.50", "1234.5", None),
        ("1\u{202f}234 567", "1234567", None),
        ("EUR 12.5", "12.5", Some("EUR")),
        ("12.5 eur", "12.5", Some("EUR")),
        ("+7", "7", None),
        ("3E-05", "0.00003", None),
        ("9.09495E-13", "0.000000000000909495", None),
        ("0.418250000000000000000000000000", "0.41825", None),
        ("-93,705.32", "-93705.32", None),
    ] {
        assert_eq!(
            amount(NumberStyle::POINT.read(text)),
            Some((exact(value), currency)),
            "{text}"
        );
    }
}

#[test]
fn a_decimal_comma_is_read_in_its_style_only() {
    for (text, value) in [
        ("1.234,50", "1234.5"),
        ("1 234,5", "1234.5"),
        ("0,5", "0.5"),
        ("-7", "-7"),
        ("1.234", "1234"),
    ] {
        assert_eq!(
            NumberStyle::COMMA.read(text).exact(),
            Some(exact(value)),
            "{text}"
        );
    }
    assert_eq!(NumberStyle::POINT.read("1.234,50"), NumberValue::Bad);
    assert_eq!(NumberStyle::COMMA.read("1,234.50"), NumberValue::Bad);
    assert_eq!(NumberStyle::POINT.read("12,50"), NumberValue::Bad);
}

#[test]
fn dashes_behind_a_mark_stand_for_no_fraction_and_a_dash_behind_digits_for_less_than_zero() {
    let open = NumberStyle {
        mark: DecimalMark::Ambiguous,
    };
    for (text, value, currency) in [
        ("20,-", "20", None),
        ("20.-", "20", None),
        ("20:-", "20", None),
        ("20,--", "20", None),
        ("20,–", "20", None),
        ("20,—", "20", None),
        ("1.500,-", "1500", None),
        ("1,500.-", "1500", None),
        ("1.500:-", "1500", None),
        ("1'500.--", "1500", None),
        ("1 500,-", "1500", None),
        ("-20,-", "-20", None),
        ("€ 20,-", "20", Some("EUR")),
        ("CHF 20.-", "20", Some("CHF")),
        ("20,- €", "20", Some("EUR")),
        ("20,- kr", "20", None),
        ("kr 20,50", "20.5", None),
        ("20,00-", "-20", None),
        ("20-", "-20", None),
    ] {
        assert_eq!(amount(open.read(text)), Some((exact(value), currency)), "{text}");
    }
    for text in ["20,---", "1.500,50.-", ",-", "20,-5"] {
        assert_eq!(open.read(text), NumberValue::Bad, "{text}");
    }
    assert_eq!(style(&["1.500,-", "20,-"]).mark, DecimalMark::Comma);
}

#[test]
fn a_column_of_blanks_and_words_stays_open_and_one_of_texts_does_not() {
    let mut survey = NumberSurvey::default();
    for cell in ["", "Included", ""] {
        survey.see(cell);
    }
    assert!(survey.is_open() && !survey.is_mostly_numbers());
    survey.see("abc");
    assert!(!survey.is_open());
    survey.see("1");
    survey.see("2");
    assert!(survey.is_open() && survey.is_mostly_numbers());
}

#[test]
fn words_are_no_numbers_and_no_zeros() {
    for (text, word) in [
        ("Included", Word::Included),
        ("free", Word::Free),
        ("Nil", Word::Nil),
        ("-", Word::Dash),
        ("NaN", Word::Missing),
        ("NULL", Word::Missing),
    ] {
        assert_eq!(NumberStyle::POINT.read(text), NumberValue::Word(word), "{text}");
    }
    assert_eq!(NumberStyle::POINT.read("  "), NumberValue::Empty);
    assert_eq!(
        NumberStyle::POINT.read("12.5 %"),
        NumberValue::Percent(exact("12.5"))
    );
    for text in [
        "abc",
        "12 apples",
        "1.2.3",
        "2026-09-01",
        "800-279-6620",
        "1,23,4",
        "--5x",
        "--5",
        "(5)-",
        "-5 CR",
        "(",
        "$",
        "1 2",
    ] {
        assert_eq!(NumberStyle::POINT.read(text), NumberValue::Bad, "{text}");
    }
}

#[test]
fn wide_digits_triangles_and_credits_are_numbers() {
    for (text, number) in [
        ("１，２３４．５", "1234.5"),
        ("￥１，０００", "1000"),
        ("▲1,234", "-1234"),
        ("△５", "-5"),
        ("－5", "-5"),
        ("20.00 CR", "-20"),
        ("20.00DR", "20"),
        ("25,000.00 Cr", "-25000"),
        ("25,000.00 Dr.", "25000"),
        ("25,000.00(Dr)", "25000"),
        ("(5)", "-5"),
    ] {
        let read = NumberStyle::POINT.read(text).exact();
        assert_eq!(read, Some(exact(number)), "{text}");
    }
}

#[test]
fn the_mark_is_decided_by_the_column_or_left_open() {
    assert_eq!(style(&["1.234", "0.5"]).mark, DecimalMark::Point);
    assert_eq!(style(&["1.234", "0,5"]).mark, DecimalMark::Comma);
    assert_eq!(style(&["1.234", "2.500"]).mark, DecimalMark::Ambiguous);
    assert_eq!(style(&["1,500", "2,000"]).mark, DecimalMark::Ambiguous);
    assert_eq!(style(&["£1,500", "£200"]).mark, DecimalMark::Point);
    assert_eq!(style(&["1,500", "1,250,000"]).mark, DecimalMark::Point);
    assert_eq!(style(&["1", "20", "", "Nil"]).mark, DecimalMark::Point);
    let open = style(&["1.234", "2.500"]);
    assert_eq!(
        open.read("1.234"),
        NumberValue::Ambiguous(exact("1.234"), exact("1234"))
    );
    assert_eq!(open.read("17").exact(), Some(exact("17")));
}

#[test]
fn currencies_are_found_in_headings() {
    assert_eq!(currency_in("Cost ($)").expect("one").code(), "USD");
    assert_eq!(currency_in("cost_usd").expect("one").code(), "USD");
    assert_eq!(currency_in("Amount in EUR").expect("one").code(), "EUR");
    assert_eq!(currency_in("USD to EUR"), None);
    for (heading, code) in [
        ("Belopp (MSEK)", "SEK"),
        ("Amount kSEK", "SEK"),
        ("Betrag TEUR", "EUR"),
        ("Betrag (T€)", "EUR"),
        ("Betrag in Mio. EUR", "EUR"),
        ("Amount (USDm)", "USD"),
    ] {
        assert_eq!(currency_in(heading).expect(heading).code(), code, "{heading}");
    }
    for heading in ["Mars", "Tisk", "Amount USDT", "TEUR and MSEK", "Sekt", "Market"] {
        assert_eq!(currency_in(heading), None, "{heading}");
    }
    assert_eq!(currency_in("Cost"), None);
}

#[test]
fn numbers_of_a_sheet_have_no_decimal_mark_to_vote_with() {
    let mut survey = NumberSurvey::default();
    for number in ["20.5", "21.5"] {
        survey.count(number);
    }
    for text in ["2.000", "1.500"] {
        survey.see(text);
    }
    assert_eq!(survey.style().mark, DecimalMark::Ambiguous);
    survey.see("1.234,50");
    assert_eq!(survey.style().mark, DecimalMark::Comma);
    assert_eq!(survey.numbers, 5);
}

#[test]
fn the_order_of_day_and_month_is_decided_by_the_column_or_left_open() {
    assert_eq!(dates(&["01/02/2026", "13/02/2026"]).order, DateOrder::Dmy);
    assert_eq!(dates(&["01/02/2026", "02/13/2026"]).order, DateOrder::Mdy);
    assert_eq!(dates(&["2026-02-01", "3 Feb 2026"]).order, DateOrder::Iso);
    let torn = dates(&["13/01/2026", "13/02/2026", "01/14/2026", "03/04/2026"]);
    assert_eq!(torn.order, DateOrder::Ambiguous, "they contradict each other");
    assert_eq!(torn.read("01/14/2026"), DateValue::Day(day("2026-01-14")));
    let open = dates(&["01/02/2026", "5/1/25"]);
    assert_eq!(open.order, DateOrder::Ambiguous);
    assert_eq!(
        open.read("5/1/25"),
        DateValue::Ambiguous(day("2025-01-05"), day("2025-05-01"))
    );
    assert_eq!(open.read("3/3/26"), DateValue::Day(day("2026-03-03")));
    let dots = dates(&["01.10.2026", "02.10.2026"]);
    assert_eq!(dots.order, DateOrder::Dmy, "dots are day first");
    assert_eq!(
        dates(&["10.01.2026", "10.31.2026"]).order,
        DateOrder::Mdy,
        "unless they say otherwise"
    );
    assert_eq!(dates(&["01.10.2026", "10/31/2026"]).order, DateOrder::Ambiguous);
}

#[test]
fn dates_of_real_files_are_read() {
    let dmy = DateStyle {
        order: DateOrder::Dmy,
    };
    for (text, want) in [
        ("2026-09-01", "2026-09-01"),
        ("2026/9/1", "2026-09-01"),
        ("20260901", "2026-09-01"),
        ("1/9/2026", "2026-09-01"),
        ("01.09.26", "2026-09-01"),
        ("08//01/2019", "2019-01-08"),
        ("09-Mar-11", "2011-03-09"),
        ("02 Sep 2026", "2026-09-02"),
        ("September 3rd, 2026", "2026-09-03"),
        ("3. März 2026", "2026-03-03"),
        ("Mon, 3 Aug 2026", "2026-08-03"),
        ("43501", "2019-02-05"),
        ("1788220800", "2026-09-01"),
        ("1788220800000", "2026-09-01"),
        ("2026-09-01T23:30:00-05:00", "2026-09-02"),
        ("2026-09-01T08:14:03.120Z", "2026-09-01"),
        ("2026-09-01 08:14:03 UTC", "2026-09-01"),
        ("2026-09-01 08:14:03.5+00", "2026-09-01"),
        ("2026-09-01 08:14Z", "2026-09-01"),
        ("2026-09-01 23:30-05:00", "2026-09-02"),
        ("1/9/2026 2:05 PM", "2026-09-01"),
        ("202609", "2026-09-01"),
        ("2026-09", "2026-09-01"),
        ("Sep-26", "2026-09-01"),
        ("09.2026", "2026-09-01"),
        ("2026年9月3日", "2026-09-03"),
        ("2026년 9월 3일", "2026-09-03"),
        ("1er octobre 2026", "2026-10-01"),
        ("3 de septiembre de 2026", "2026-09-03"),
        ("2026-W36", "2026-08-31"),
    ] {
        assert_eq!(
            dmy.read(text).day(),
            Some(day(want)),
            "{text}: {:?}",
            dmy.read(text)
        );
    }
    for text in [
        "31/02/2026",
        "Printed 2026-07-01",
        "as of 1 Aug 2026",
        "13/13/2026",
        "soon",
        "12345678901234567890",
        "0",
        "1.79E+09",
        "99/99/99",
        "Seat 12 2026",
        "45.2026",
        "2026-W54",
    ] {
        assert_eq!(dmy.read(text), DateValue::Bad, "{text}");
    }
    assert_eq!(dmy.read(" "), DateValue::Empty);
    assert!(matches!(dmy.read("202609"), DateValue::Month(_)));
}

/// Digits grouped by threes.
fn grouped(whole: u64, mark: &str) -> String {
    let digits = whole.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push_str(mark);
        }
        text.push(digit);
    }
    text
}

#[test]
fn a_mark_beside_a_currency_without_decimals_groups() {
    let open = style(&["1,234"]);
    for (text, value) in [
        ("¥1,234", "1234"),
        ("₩1,234", "1234"),
        ("1.234 JPY", "1234"),
        ("JPY -1,234", "-1234"),
    ] {
        assert_eq!(open.read(text).exact(), Some(exact(value)), "{text}");
        assert!(style(&[text]).read("1,500").exact().is_some(), "{text}");
    }
    for text in ["¥1.234", "$1,234", "€1.234"] {
        assert_eq!(open.read(text).exact(), None, "{text}");
    }
}

proptest! {
    #[test]
    fn every_written_style_gives_the_same_number_back(
        whole in 0u64..10_000_000_000,
        cents in 0u32..100,
        negative: bool,
        group in prop::sample::select(vec!["", ",", ".", "'", " ", "\u{a0}", "\u{202f}"]),
        sign in prop::sample::select(vec!["-", "\u{2212}", "()", "trailing"]),
        currency in prop::sample::select(vec!["", "$", "€", "£", "USD "]),
    ) {
        let (read, decimal) = if group == "." { (NumberStyle::COMMA, ',') } else { (NumberStyle::POINT, '.') };
        let body = format!("{currency}{}{decimal}{cents:02}", grouped(whole, group));
        let text = match (negative, sign) {
            (false, _) => body,
            (true, "()") => format!("({body})"),
            (true, "trailing") => format!("{body}-"),
            (true, sign) => format!("{sign}{body}"),
        };
        let want = exact(&format!("{}{whole}.{cents:02}", if negative { "-" } else { "" }));
        prop_assert_eq!(read.read(&text).exact(), Some(want), "{}", text);
    }

    #[test]
    fn an_ambiguous_column_never_gives_a_wrong_number(whole in 1u32..1000, thousandth in 0u32..1000) {
        for (mark, other) in [('.', ','), (',', '.')] {
            let text = format!("{whole}{mark}{thousandth:03}");
            let open = style(&[&text]);
            prop_assert_eq!(open.mark, DecimalMark::Ambiguous, "{}{}", text, other);
            prop_assert_eq!(open.read(&text).exact(), None);
        }
    }

    #[test]
    fn the_quick_survey_agrees_with_the_slow_one(text in "-?[0-9]{1,6}(\\.[0-9]{1,5})?") {
        let (mut quick, mut slow) = (NumberSurvey::default(), NumberSurvey::default());
        quick.see(&text);
        slow.see(&format!(" {text} "));
        prop_assert_eq!(quick, slow);
    }

    #[test]
    fn dates_survive_every_way_of_writing(offset in 0u64..36_500) {
        let date = day("1970-01-01") + Days::new(offset);
        for (format, order) in [
            ("%Y-%m-%d", DateOrder::Iso),
            ("%d/%m/%Y", DateOrder::Dmy),
            ("%m/%d/%Y", DateOrder::Mdy),
            ("%d.%m.%y", DateOrder::Dmy),
            ("%-d %b %Y", DateOrder::Ambiguous),
            ("%B %-d, %Y", DateOrder::Ambiguous),
            ("%Y-%m-%dT12:30:00Z", DateOrder::Iso),
            ("%m/%d/%y %I:%M %p", DateOrder::Mdy),
        ] {
            let at = date.and_hms_opt(14, 5, 0).expect("a time of day");
            let text = at.format(format).to_string();
            prop_assert_eq!(DateStyle { order }.read(&text).day(), Some(date), "{}", text);
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,30}") {
        for mark in [DecimalMark::Point, DecimalMark::Comma, DecimalMark::Ambiguous] {
            let _ = NumberStyle { mark }.read(&text);
        }
        let _ = DateStyle::default().read(&text);
        style(&[&text]);
        dates(&[&text]);
        drop(currency_in(&text));
    }
}

#[test]
fn months_weeks_and_quarters_are_read_however_they_are_written() {
    let read = |text: &str| DateStyle::default().read(text);
    for text in ["2026.09", "2026M09", "Sep '26", "Sept ’26", "09.2026"] {
        assert_eq!(read(text), DateValue::Month(day("2026-09-01")), "{text}");
    }
    for amount in ["7,0200", "9,2026", "12.0200", "9.9400"] {
        assert!(!matches!(read(amount), DateValue::Month(_)), "{amount}");
    }
    for text in [
        "Q3 2026",
        "2026-Q3",
        "2026Q3",
        "3. Quartal 2026",
        "3Q 2026",
        "Quarter 3, 2026",
        "2026 Q3",
    ] {
        assert_eq!(read(text), DateValue::Quarter(day("2026-07-01")), "{text}");
    }
    for text in ["Q3 '26", "3Q26", "Q3 26", "Q3/26"] {
        assert_eq!(read(text), DateValue::Quarter(day("2026-07-01")), "{text}");
    }
    for text in [
        "H2 2026",
        "2026-H2",
        "2026H2",
        "2H26",
        "H2 '26",
        "2. Halbjahr 2026",
        "2HY 2026",
    ] {
        assert_eq!(read(text), DateValue::Half(day("2026-07-01")), "{text}");
    }
    for text in [
        "W36 2026",
        "2026-W36",
        "2026W36",
        "KW 36/2026",
        "KW36 2026",
        "36. KW 2026",
        "Week 36, 2026",
    ] {
        assert_eq!(read(text), DateValue::Week(day("2026-08-31")), "{text}");
    }
    for text in [
        "2026.13", "2026.9", "1234.56", "FY26 P03", "FY26 Q1", "Q5 2026", "Q3", "W54 2026", "H3 2026", "H1",
        "1H", "W3 26", "3 26", "v4 2024", "009.2026", "M4 2024", "2026P09", "w36",
    ] {
        assert_eq!(read(text), DateValue::Bad, "{text}");
    }
}
