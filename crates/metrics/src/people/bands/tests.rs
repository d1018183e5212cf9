//! The ladder by hand: scores, the rule of two windows, Viva's rule, cuts of volume, hidden cells.

use chrono::{Days, NaiveDate};
use model::{Period, PersonActivity, PersonDay, PersonState};

use super::ladder::{score, settled};
use super::{BandRules, Bands, Look, Preset, bands};
use crate::Settings;
use crate::fixture::{day, on, people, person};
use crate::people::doing::Doing;
use crate::people::suppression::{Privacy, Shown};

fn window() -> Period {
    Period::new(day("2026-10-19"), day("2026-11-16"))
}

fn open() -> Settings {
    Settings {
        privacy: Privacy {
            minimum: 1,
            dominance_percent: 100,
            is_part: false,
            is_closed: false,
        },
        ..Settings::default()
    }
}

/// Working days before the window's end, the newest first.
fn working(count: usize) -> Vec<NaiveDate> {
    let mut days: Vec<NaiveDate> = Period::new(day("2026-05-25"), window().to)
        .working_days()
        .collect();
    days.reverse();
    days.truncate(count);
    days
}

fn look(preset: Preset) -> Look {
    Look {
        window: window(),
        preset,
    }
}

/// Where one person stands among the bands and unknown.
fn place(of: &PersonActivity, days: &[PersonDay], preset: Preset, settings: &Settings) -> String {
    let made: Bands = bands(std::slice::from_ref(of), days, look(preset), settings);
    let names = made.names.iter().chain(&["unknown"]);
    let at = made
        .table
        .columns
        .iter()
        .position(|people| *people == Shown::Value(1))
        .expect("one person");
    names.copied().nth(at).expect("a band").to_owned()
}

fn someone() -> PersonActivity {
    PersonActivity {
        active_days: 0,
        ..person(1, Some(1))
    }
}

#[test]
fn the_score_is_that_of_the_formula() {
    let lines: Vec<PersonDay> = working(6)
        .into_iter()
        .map(|day| on(1, day, "Cursor", 4))
        .collect();
    let lines: Vec<&PersonDay> = lines.iter().collect();
    let doing = Doing::of(&lines, window());
    // F = 6 ÷ (0.6 × 20) = 0.5; D = ln 5 ÷ ln 6; B = 1 ÷ 4.
    let found = score(&doing, (6, 20), &BandRules::default()).expect("a score");
    let expected = 100.0 * (0.5 * 0.5 + 0.2 * 5f64.ln() / 6f64.ln() + 0.3 * 0.25);
    assert!(
        (found - expected).abs() < 1e-9 && (found - 50.465).abs() < 0.001,
        "{found}"
    );
    // Without requests: (25 + 7.5) ÷ 0.8.
    let silent = Doing {
        requests: None,
        ..doing
    };
    let found = score(&silent, (6, 20), &BandRules::default()).expect("a score");
    assert!((found - 40.625).abs() < 1e-9, "{found}");
}

#[test]
fn the_five_bands_begin_where_the_cuts_say_and_unknown_is_apart() {
    let settings = open();
    let doing = |days: usize, tools: &[&str], requests| -> Vec<PersonDay> {
        let lines = working(days)
            .into_iter()
            .flat_map(|day| tools.iter().map(move |tool| on(1, day, tool, requests)));
        lines.collect()
    };
    let at = |lines: &[PersonDay]| place(&someone(), lines, Preset::Behaviour, &settings);
    assert_eq!(at(&doing(1, &["a"], 1)), "Trialling");
    assert_eq!(at(&doing(4, &["a"], 2)), "Developing");
    assert_eq!(at(&doing(6, &["a"], 4)), "Established");
    assert_eq!(at(&doing(12, &["a", "b"], 4)), "Champion");
    assert_eq!(
        place(&person(1, Some(0)), &[], Preset::Behaviour, &settings),
        "Non-user"
    );
    assert_eq!(
        place(&person(1, None), &[], Preset::Behaviour, &settings),
        "unknown"
    );
    let automated: Vec<PersonDay> = doing(12, &["a"], 9)
        .into_iter()
        .map(|line| PersonDay {
            is_automated: true,
            ..line
        })
        .collect();
    assert_eq!(
        place(&person(1, Some(0)), &automated, Preset::Behaviour, &settings),
        "Non-user"
    );
}

#[test]
fn nobody_falls_after_one_quiet_window_and_everybody_rises_at_once() {
    assert_eq!(settled(&[Some(3), Some(1)]), Some(3));
    assert_eq!(settled(&[Some(3), Some(1), Some(2)]), Some(2));
    assert_eq!(settled(&[Some(3), Some(1), Some(4), Some(1)]), Some(4));
    assert_eq!(settled(&[Some(1), Some(4)]), Some(4));
    assert_eq!(settled(&[Some(4), None, Some(1)]), Some(1));
    assert_eq!(settled(&[Some(4), Some(1), None]), None);
    // A quiet month after a full one.
    let full = working(40);
    let lines: Vec<PersonDay> = full[20..]
        .iter()
        .flat_map(|day| [on(1, *day, "a", 9), on(1, *day, "b", 9)])
        .collect();
    let quiet = PersonActivity {
        last_active: Some(full[20]),
        ..person(1, Some(0))
    };
    let made = bands(
        std::slice::from_ref(&quiet),
        &lines,
        look(Preset::Behaviour),
        &open(),
    );
    assert_eq!(made.table.columns[4], Shown::Value(1), "{:?}", made.table);
    assert_eq!(made.kept_up, Shown::Value(1));
}

#[test]
fn viva_counts_weeks_of_twelve_and_actions_a_week() {
    let settings = open();
    let monday = |back: u64| day("2026-11-09") - Days::new(7 * back);
    let weeks = |count: u64, requests| -> Vec<PersonDay> {
        (0..count)
            .map(|back| on(1, monday(back), "a", requests))
            .collect()
    };
    let at = |lines: &[PersonDay]| place(&someone(), lines, Preset::Viva, &settings);
    assert_eq!(at(&weeks(9, 20)), "Power", "9 × 20 ÷ 12 = 15");
    assert_eq!(at(&weeks(9, 19)), "Habitual");
    assert_eq!(at(&weeks(8, 99)), "Novice");
    assert_eq!(at(&weeks(8, 1)), "Low");
    assert_eq!(
        at(&[on(1, monday(12), "a", 99)]),
        "Non-user",
        "thirteen weeks ago is too long ago"
    );
    assert_eq!(place(&person(1, None), &[], Preset::Viva, &settings), "unknown");
}

#[test]
fn volume_has_one_public_cut_until_somebody_sets_the_others() {
    let mut settings = open();
    let with = |tokens: i64| PersonDay {
        tokens: Some(tokens),
        ..on(1, working(1)[0], "a", 1)
    };
    let top = 100_000_000 * 20;
    assert_eq!(
        place(&someone(), &[with(top)], Preset::Volume, &settings),
        "Below the top cut",
        "the cut is passed above it"
    );
    assert_eq!(
        place(&someone(), &[with(top + 20)], Preset::Volume, &settings),
        "AI God"
    );
    settings.bands.volume_cuts = vec![1_000, 10_000, 100_000, 1_000_000];
    assert_eq!(settings.bands.check(), Ok(()));
    assert_eq!(
        place(&someone(), &[with(19_999)], Preset::Volume, &settings),
        "Beginner"
    );
    assert_eq!(
        place(&someone(), &[with(20_000)], Preset::Volume, &settings),
        "Intermediate"
    );
    assert_eq!(
        place(&someone(), &[with(top)], Preset::Volume, &settings),
        "Catalyst"
    );
    settings.bands.volume_cuts = vec![3, 2, 1, 4];
    assert!(settings.bands.check().is_err());
}

#[test]
fn a_tenth_on_the_thresholds_moves_those_near_one() {
    // 50.5 points: 10 % more on the cut of 50 puts it out of reach, 10 % less on 75 does not let it up.
    let lines: Vec<PersonDay> = working(6).into_iter().map(|day| on(1, day, "a", 4)).collect();
    let made = bands(&[someone()], &lines, look(Preset::Behaviour), &open());
    assert_eq!(made.moved, [Shown::Value(0), Shown::Value(1)]);
}

#[test]
fn small_cells_are_hidden_along_teams_and_bands() {
    let mut all = people(&[0; 40]);
    for (at, person) in all.iter_mut().enumerate() {
        person.team = ["Claims", "Legal"][at % 2].into();
        person.active_days = 0;
    }
    let lines: Vec<PersonDay> = (1..=3)
        .flat_map(|who| working(12).into_iter().map(move |day| on(who, day, "a", 9)))
        .collect();
    all[..3]
        .iter_mut()
        .for_each(|person| person.state = PersonState::Active);
    let made = bands(&all, &lines, look(Preset::Behaviour), &Settings::default());
    assert_eq!(made.teams, ["Claims", "Legal"]);
    let shown = |row: usize, column: usize| made.table.cells[row][column].value().copied();
    assert_eq!([shown(0, 0), shown(0, 4), shown(1, 0), shown(1, 4)], [None; 4]);
    assert_eq!([shown(0, 2), shown(1, 5)], [Some(0), Some(0)]);
    assert_eq!(made.table.rows, [Shown::Value(20), Shown::Value(20)]);
    assert!(
        made.explanation.formula.contains("Champion hidden"),
        "{}",
        made.explanation.formula
    );
}
