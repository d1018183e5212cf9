//! Seats and their price by bills: what a line runs for, and what its date alone tells.

use model::{Currency, Money, Period, SeatLine};

use super::{copilot, day, days, ten};
use crate::fixture::units;
use crate::licences::billed::billed_seats;
use crate::licences::licence::licences;

/// A line of some days, seats and money.
fn line(days: (&str, &str), seats: i128, amount: i128) -> SeatLine {
    SeatLine {
        provider: "GitHub".into(),
        service: "GitHub Copilot Business".into(),
        period: Period::new(day(days.0), day(days.1)),
        seats: seats * 1_000_000,
        unit: "Seats".into(),
        amount: Money::new(units(amount), Currency::new("USD")),
    }
}

/// A line that states one day.
fn dated(on: &str, seats: i128, amount: i128) -> SeatLine {
    SeatLine {
        period: Period::day(day(on)),
        ..line((on, on), seats, amount)
    }
}

/// Seats and the price of one for a month.
fn told(lines: &[SeatLine]) -> (Option<i128>, Option<String>) {
    let made = billed_seats(lines).remove(0);
    let seats = made.seats.map(|seats| seats / 1_000_000);
    (seats, made.price.map(|price| price.text()))
}

#[test]
fn a_line_is_scaled_from_its_days_to_a_month() {
    let year = [line(("2026-01-01", "2027-01-01"), 20, 2_400)];
    assert_eq!(told(&year), (Some(20), Some("10".into())));
    let september = ("2026-09-01", "2026-10-01");
    let added = [
        line(september, 20, 240),
        line(("2026-09-16", "2026-10-01"), 5, 30),
    ];
    assert_eq!(
        told(&added),
        (Some(25), Some("12".into())),
        "half a month at half the price"
    );
    let rest = ("2026-09-10", "2026-10-01");
    let changed = [
        line(september, 20, 240),
        line(rest, -20, -168),
        line(rest, 25, 210),
    ];
    assert_eq!(told(&changed), (Some(25), Some("12".into())));
    let followed = [
        line(september, 20, 240),
        line(("2026-10-01", "2026-11-01"), 22, 264),
    ];
    assert_eq!(told(&followed), (Some(22), Some("12".into())));
    let two_teams = [line(september, 12, 300), line(september, 8, 100)];
    assert_eq!(told(&two_teams), (Some(20), Some("20".into())), "a ratio of sums");
}

#[test]
fn a_line_of_one_day_is_a_day_among_days_and_a_month_where_it_is_alone() {
    let daily: Vec<SeatLine> = (1..=30)
        .map(|at| dated(&format!("2026-09-{at:02}"), 20, 8))
        .collect();
    assert_eq!(told(&daily), (Some(20), Some("12".into())));
    assert_eq!(
        told(&[dated("2026-08-03", 10, 90), dated("2026-09-03", 20, 240)]),
        (Some(20), Some("12".into()))
    );
    let two_bills = [dated("2026-09-01", 20, 240), dated("2026-09-30", 22, 264)];
    assert_eq!(told(&two_bills), (Some(22), Some("12".into())));
    let prorated = [dated("2026-09-01", 20, 240), dated("2026-09-15", 5, 30)];
    assert_eq!(
        told(&prorated),
        (Some(25), Some("12".into())),
        "half a month at half the price"
    );
    let changed = [
        dated("2026-09-01", 20, 240),
        dated("2026-09-10", -20, -168),
        dated("2026-09-10", 25, 210),
    ];
    assert_eq!(told(&changed), (Some(25), Some("12".into())));
    let unclear = [dated("2026-09-01", 20, 240), dated("2026-09-15", 5, 50)];
    assert_eq!(
        told(&unclear),
        (None, None),
        "neither the price nor the rest of the month"
    );
    let fewer = [dated("2026-09-01", 20, 240), dated("2026-09-15", 5, 60)];
    assert_eq!(
        told(&fewer),
        (None, Some("12".into())),
        "five more, or five in all"
    );
}

#[test]
fn seat_months_are_counted_over_their_month() {
    let mut lines: Vec<SeatLine> = (1..=30)
        .map(|at| dated(&format!("2026-09-{at:02}"), 1, 19))
        .collect();
    for line in &mut lines {
        line.unit = "user-months".into();
    }
    assert_eq!(told(&lines), (Some(30), Some("19".into())));
}

#[test]
fn money_of_two_currencies_makes_no_price() {
    let mut lines = [
        line(("2026-09-01", "2026-10-01"), 20, 240),
        line(("2026-09-01", "2026-10-01"), 5, 50),
    ];
    lines[1].amount.currency = Currency::new("EUR");
    assert_eq!(told(&lines), (Some(25), None));
}

#[test]
fn a_contract_is_believed_before_a_bill() {
    let seen = || model::SeatsSeen {
        seats: ten(),
        without: vec![],
    };
    let bills = billed_seats(&[line(("2026-10-01", "2026-11-01"), 12, 300)]);
    let by_bill = licences(seen(), &[], &bills, days().today);
    assert_eq!(
        (by_bill.len(), by_bill[0].bought),
        (1, Some(12)),
        "list and bill are one product"
    );
    let price = by_bill[0].price.as_ref().unwrap();
    assert_eq!(
        (price.monthly.text().as_str(), price.source.as_str()),
        ("25", "bill of 2026-10")
    );
    let both = licences(seen(), &[copilot(None, None)], &bills, days().today);
    assert_eq!(both[0].price.as_ref().unwrap().source, "contract C-17");
    assert_eq!((both.len(), both[0].bought), (1, Some(12)));
}
