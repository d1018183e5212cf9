//! Worked examples of spend per employee, small enough to check by hand.

use model::{Groups, Headcount, Measure};

use crate::fixture::{answer, day, group, units};
use crate::money::spend_per_employee::{Asked, PerEmployee, PerEmployeeRow, spend_per_employee};
use crate::people::suppression::{Hidden, Privacy};

fn heads(of: &[(&str, &str, i64)]) -> Vec<Headcount> {
    let head = |(unit, month, tenths): &(&str, &str, i64)| Headcount {
        unit: (*unit).into(),
        month: Some(day(month)),
        people: Some(tenths * 100_000),
        ..Headcount::default()
    };
    of.iter().map(head).collect()
}

fn made(billed: &Groups, heads: &[Headcount], settings: &PerEmployee) -> Vec<PerEmployeeRow> {
    let asked = Asked {
        billed,
        heads,
        until: day("2026-10-01"),
        privacy: Privacy::default(),
        settings,
    };
    spend_per_employee(asked).rows
}

/// People of a unit with so many euros each, in September.
fn spend(unit: &str, first: usize, amounts: &[i128]) -> Vec<model::Group> {
    let one = |(at, amount): (usize, &i128)| {
        group(
            &["2026-09-01", unit, &format!("p{}", first + at)],
            "EUR",
            units(*amount),
        )
    };
    amounts.iter().enumerate().map(one).collect()
}

#[test]
fn spend_is_divided_by_the_head_count_and_the_share_of_people_is_told() {
    let mut groups = spend("Sales", 0, &[10, 20, 30, 40, 100]);
    groups.extend(spend("Legal", 9, &[50, 50, 50, 50, 50, 50]));
    groups.push(group(&["2026-09-01", "", ""], "EUR", units(600)));
    let billed = answer(Measure::Billed, "month unit person", groups);
    let heads = heads(&[("Sales", "2026-09-01", 125), ("Legal", "2026-09-01", 75)]);
    let rows = made(&billed, &heads, &PerEmployee::default());
    let whole = rows[0].spent.as_ref().expect("a company is no secret");
    // (200 + 300 + 600) ÷ 20 people; 500 of 1,100 belong to somebody.
    assert_eq!(whole.per_employee.as_ref().expect("heads").text(), "55");
    assert!((whole.attributed().expect("spend") - 500.0 / 1_100.0).abs() < 1e-12);
    assert_eq!(whole.median.as_ref().expect("eleven").text(), "50");
    // Ten steps lie between eleven people: P90 is the tenth, which is 50.
    assert_eq!(whole.p90.as_ref().expect("eleven").text(), "50");
    let legal = rows[1].spent.as_ref().expect("six people");
    assert_eq!(legal.per_employee.as_ref().expect("heads").text(), "40");
    assert_eq!((legal.p90.as_ref(), legal.holders), (None, Some(6)));
}

#[test]
fn a_small_unit_is_hidden_and_takes_a_neighbour_along() {
    let mut groups = spend("Legal", 0, &[10, 10, 10, 10]);
    groups.extend(spend("Ops", 10, &[1; 9]));
    groups.extend(spend("Sales", 20, &[2; 20]));
    let billed = answer(Measure::Billed, "month unit person", groups);
    let rows = made(&billed, &[], &PerEmployee::default());
    let hidden: Vec<Option<Hidden>> = rows.iter().map(|row| row.hidden).collect();
    assert_eq!(
        hidden,
        [None, Some(Hidden::Protects(5)), Some(Hidden::Protects(5)), None]
    );
    assert!(
        rows[3]
            .spent
            .as_ref()
            .is_some_and(|spent| spent.per_employee.is_none())
    );
}

#[test]
fn a_month_that_lacks_the_head_count_of_a_unit_has_none() {
    let billed = answer(Measure::Billed, "month unit person", spend("Sales", 0, &[5; 6]));
    let heads = heads(&[("Sales", "2026-09-01", 60), ("Legal", "2026-08-01", 70)]);
    let rows = made(&billed, &heads, &PerEmployee::default());
    assert_eq!((rows[0].people, rows[1].people), (None, Some(6_000_000)));
}

#[test]
fn what_a_tag_marks_as_customer_facing_is_left_out() {
    let keys = |tag| ["2026-09-01", "", "", tag];
    let groups = vec![
        group(&keys("customer-facing"), "EUR", units(900)),
        group(&keys(""), "EUR", units(100)),
    ];
    let billed = answer(Measure::Billed, "month unit person tag:purpose", groups);
    let settings = PerEmployee {
        customer_tag: "purpose".into(),
        ..PerEmployee::default()
    };
    let rows = made(&billed, &heads(&[("", "2026-09-01", 100)]), &settings);
    let whole = rows[0].spent.as_ref().expect("shown");
    assert_eq!((whole.total, whole.customer), (units(100), units(900)));
    assert_eq!(whole.per_employee.as_ref().expect("heads").text(), "10");
}
