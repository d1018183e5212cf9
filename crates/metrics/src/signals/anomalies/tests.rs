//! Worked examples small enough to check by hand.

use model::Measure;

use super::*;
use crate::fixture::{answer, day, group, units};

fn series(change: impl Fn(usize, i128) -> i128) -> Daily {
    let usual = |at: usize| if at % 7 > 4 { 20 } else { 100 } + ((at * 2_654_435_761) >> 7) as i128 % 9;
    Daily {
        currency: Currency::new("EUR"),
        from: day("2026-06-01"),
        days: (0..120).map(|at| Some(units(change(at, usual(at))))).collect(),
        ..Daily::default()
    }
}

#[test]
fn a_quiet_series_gives_none_and_nine_wild_days_give_one_with_their_money() {
    let quiet = anomalies(&[series(|_, usual| usual)], Signals::default());
    assert_eq!(quiet.found, []);
    let wild = anomalies(
        &[series(
            |at, usual| if (70..79).contains(&at) { usual * 4 } else { usual },
        )],
        Signals::default(),
    );
    let [one] = wild.found.as_slice() else {
        panic!("one: {:?}", wild.found)
    };
    // A calm Sunday beside them may be taken along.
    assert!(
        one.period.from >= day("2026-08-09") && one.period.to == day("2026-08-19"),
        "{one:?}"
    );
    assert!(one.period.contains(day("2026-08-10")));
    // Seven working days of 300 more and two of 60, and some noise.
    assert!(
        (one.impact().0 - units(2_220).0).abs() < units(160).0,
        "{:?}",
        one.impact()
    );
}

#[test]
fn a_small_impact_and_a_missing_day_are_not_shown() {
    let one_day = |minimum| {
        let settings = Signals {
            anomaly_minimum: minimum,
            ..Signals::default()
        };
        anomalies(
            &[series(|at, usual| if at == 60 { usual + 90 } else { usual })],
            settings,
        )
        .found
        .len()
    };
    assert_eq!((one_day(50), one_day(200)), (1, 0));
    let mut gap = series(|_, usual| usual);
    gap.days[60] = None;
    assert_eq!(anomalies(&[gap], Signals::default()).found, []);
    let mut short = series(|_, usual| usual);
    short.days.truncate(30);
    let short = anomalies(&[short], Signals::default());
    assert!(short.explanation.notes[0].contains("Fewer than 42"));
}

#[test]
fn the_value_that_carries_half_of_it_is_named() {
    let anomaly = Anomaly {
        currency: Currency::new("EUR"),
        period: Period::day(day("2026-09-29")),
        billed: units(110),
        expected: units(20),
        z: 9.0,
    };
    let mut groups = Vec::new();
    for week in 0..4 {
        let before = (day("2026-09-22") - Days::new(7 * week)).to_string();
        groups.extend([
            group(&[&before, "a", "P", "usage"], "EUR", units(10)),
            group(&[&before, "b", "P", "usage"], "EUR", units(10)),
        ]);
    }
    groups.extend([
        group(&["2026-09-29", "a", "P", "usage"], "EUR", units(95)),
        group(&["2026-09-29", "b", "P", "usage"], "EUR", units(15)),
        // Seats of a month are billed on this day, and are no part of the daily series.
        group(&["2026-09-29", "seats", "P", "purchase"], "EUR", units(900)),
    ]);
    let daily = Daily {
        streams: [("P".to_owned(), "usage".to_owned())].into(),
        ..Daily::default()
    };
    let asked = answer(Measure::Billed, "day model provider category", groups);
    let found = carrier(&anomaly, (&asked, &daily), Signals::default()).expect("a carries it");
    assert_eq!(
        (found.dimension.as_str(), found.value.as_str(), found.excess),
        ("model", "a", units(85))
    );
    assert!((found.share - 85.0 / 90.0).abs() < 1e-12);
    let of_daily = asked.groups.iter().filter(|group| group.keys[3] == "usage");
    let by_two = of_daily.cloned().map(|mut group| {
        group.keys.truncate(2);
        group
    });
    let by_two = answer(Measure::Billed, "day model", by_two.collect());
    let again = carrier(&anomaly, (&by_two, &daily), Signals::default());
    assert_eq!(
        again,
        Some(found),
        "of daily streams only, they need not be told apart"
    );
    let strict = Signals {
        anomaly_share_percent: 95,
        ..Signals::default()
    };
    assert_eq!(carrier(&anomaly, (&asked, &daily), strict), None);
}

#[test]
fn what_is_billed_now_and_then_has_no_usual_day_and_a_working_week_has() {
    let billed = |is_billed: fn(usize) -> bool| {
        let days = series(|at, usual| if is_billed(at) { usual + 400 } else { 0 });
        anomalies(&[days], Signals::default())
    };
    for sparse in [billed(|at| at % 2 == 0), billed(|at| at % 3 == 0)] {
        assert_eq!((sparse.found, sparse.watched), (Vec::new(), Vec::new()));
        assert!(sparse.explanation.notes[0].contains("no usual day yet: EUR"));
    }
    let week = billed(|at| at % 7 < 5);
    assert!(
        week.watched.len() == 1 && week.explanation.notes.is_empty(),
        "{week:?}"
    );
}
