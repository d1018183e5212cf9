//! Loops over the registry: ids, files, the written reference, and that every metric survives odd input.

mod outcomes;
mod signals;

use std::collections::BTreeSet;
use std::path::Path;

use chrono::{Days, NaiveDate};
use model::{Dimension, Group, Groups, Measure, Period, PersonActivity, PersonDay, Total};

use super::{METRICS, Need, reference};
use crate::Explanation;
use crate::fixture::{answer, day, group, on, people, person, priced, units};
use crate::licences;
use crate::models;
use crate::money::comparison::{comparison, windows};
use crate::money::spend_over_time::{Options, spend_over_time};
use crate::money::{
    pareto::pareto, run_rate::run_rate, spend::spend, unit_cost::unit_cost, variance::variance,
};
use crate::people::adoption_grid::adoption_grid;
use crate::people::bands::{Look, Preset, bands};
use crate::people::cohorts::cohorts;
use crate::people::non_adopters::non_adopters;
use crate::people::regularity::regularity;
use crate::people::streaks::streaks;
use crate::people::utilisation::{Seats, utilisation};
use crate::people::{
    Intensity, concentration::concentration, distribution::distribution, suppression::Privacy,
};
use crate::roi::counterfactual::{Method, counterfactual};
use crate::roi::evidence::Grade;
use crate::roi::overlap_ledger::{Claim, overlap_ledger};
use crate::roi::scenario::{Range, Scenario};
use crate::roi::{
    benefit::realised, estimate, monte_carlo::monte_carlo, tco::tco, tornado::tornado, value_fan::value_fan,
    worth::worth,
};

/// One odd input in the form each metric takes.
struct Odd {
    groups: Vec<Group>,
    people: Vec<PersonActivity>,
    days: Vec<PersonDay>,
    kpi: Vec<(NaiveDate, i64)>,
    scale: f64,
}

impl Odd {
    /// As many contracts as KPI values, with odd days and amounts.
    fn contracts(&self) -> Vec<model::Contract> {
        let term = |(day, value): &(NaiveDate, i64)| model::Contract {
            product: "a".into(),
            seats: Some(*value),
            minimum: Some(*value),
            unit_price: Some(model::Amount(*value)),
            commitment: Some(model::Amount(*value)),
            per: model::Per::Term,
            start: Some(*day),
            end: Some(*day),
            ..model::Contract::default()
        };
        self.kpi.iter().map(term).collect()
    }

    fn seats(&self) -> model::SeatsSeen {
        let seat = |person: &PersonActivity| model::SeatUse {
            provider: "a".into(),
            product: "a".into(),
            snapshot: day("2026-09-01"),
            since: None,
            holder: model::SeatHolder::Present,
            state: person.state,
            last_active: None,
        };
        model::SeatsSeen {
            seats: self.people.iter().map(seat).collect(),
            without: vec![],
        }
    }
}

fn odd_inputs() -> [Odd; 4] {
    let kpi = |values: &[i64]| {
        (0..)
            .map(|n| day("2026-07-01") + Days::new(n))
            .zip(values.iter().copied())
            .collect()
    };
    let odd = |groups, people: Vec<PersonActivity>, kpi, scale| Odd {
        days: odd_days(&people),
        groups,
        people,
        kpi,
        scale,
    };
    let month = "2026-09-01";
    let other = Group {
        currency: model::Currency::new("JPY"),
        ..priced(&[month, "a", ""], 9, 3)
    };
    [
        odd(vec![], vec![], vec![], 0.0),
        odd(
            vec![group(&[month, "a", "usage"], "EUR", units(1))],
            people(&[1]),
            kpi(&[1]),
            1.0,
        ),
        odd(
            vec![
                priced(&[month, "a", "credit"], -5, -1),
                priced(&["", "", ""], -9, 0),
            ],
            vec![person(1, Some(-7)), person(2, None)],
            kpi(&[-3, -2, -1, 0]),
            -1.0,
        ),
        odd(
            vec![priced(&[month, "a", ""], 1, 2), other],
            people(&[0, 1, i64::MAX]),
            kpi(&[1, i64::MAX, i64::MIN, 4]),
            1e300,
        ),
    ]
}

/// A day, a line of a month, and something of nobody known, all as large or as negative as the people are.
fn odd_days(people: &[PersonActivity]) -> Vec<PersonDay> {
    let line = |person: &PersonActivity| PersonDay {
        tokens: person.tokens,
        requests: person.tokens,
        ..on(person.person, day("2026-09-02"), "", 1)
    };
    let month = |person: &PersonActivity| PersonDay {
        days: 31,
        stated_days: Some(i64::MAX),
        ..line(person)
    };
    people
        .iter()
        .map(line)
        .chain(people.iter().map(month))
        .chain(people.first().map(|_| on(-7, day("2026-09-03"), "x", 1)))
        .collect()
}

fn scenario(scale: f64) -> Scenario {
    let text = "name = \"x\"\ncurrency = \"EUR\"\n[benefit]\nkpi = \"k\"\ngain = 1\nunit-value = 1\n[[costs]]\nkind = \"tokens\"\nmonthly = 1";
    let mut scenario: Scenario = toml::from_str(text).expect("a scenario");
    scenario.benefit.gain = Range::new(-scale, scale, 2.0 * scale);
    scenario.benefit.unit_value = Range::point(scale);
    scenario
}

/// Runs one metric; an unknown id fails, so that a new metric cannot be forgotten here.
fn run(id: &str, odd: &Odd) -> Explanation {
    let groups = answer(Measure::Billed, "month model category", odd.groups.clone());
    let quantity = Groups {
        query: model::Query::of(Measure::Tokens),
        ..groups.clone()
    };
    let period = Period::month(day("2026-09-01"));
    let (open, tokens) = (Privacy::default(), Intensity::Tokens);
    let seats = Seats {
        product: None,
        provider: None,
        is_part: false,
        bought: Some(0),
        price: Some(model::Money::new(units(30), model::Currency::new("USD"))),
        until: period.to,
    };
    match id {
        "spend" => spend(&groups).explanation,
        "spend-over-time" => spend_over_time(&groups, Options::default()).explanation,
        "comparison" => comparison(windows(period, None), &groups, Some(&groups), Some(&groups)).explanation,
        "pareto" => pareto(&groups).explanation,
        "variance" => {
            let none = answer(Measure::Billed, "month model category", vec![]);
            let both = variance(&groups, &groups);
            for set in [variance(&none, &groups), variance(&groups, &none), both.clone()]
                .iter()
                .flat_map(|v| &v.sets)
            {
                let effects: Total = set.effects.iter().map(|effect| effect.value).sum();
                assert_eq!(set.before + effects, set.after, "steps sum exactly");
            }
            both.explanation
        }
        "unit-cost" => unit_cost(&groups, &quantity).explanation,
        "spend-per-employee" => odd_workforce(odd).0,
        "spend-to-payroll" => odd_workforce(odd).1,
        "run-rate" => run_rate(&groups, &[], period, period.to).explanation,
        "distribution" => distribution(&odd.people, tokens, open).explanation,
        "concentration" => concentration(&odd.people, tokens, open).explanation,
        "utilisation" => utilisation(&odd.people, &odd.days, &seats, &crate::Settings::default()).explanation,
        "non-adopters" => non_adopters(&odd.people, period, period, &crate::Settings::default()).explanation,
        "idle-seats" => odd_seats(odd, &groups, period),
        "renewals" => licences::renewals::renewals(&odd.contracts(), period.to).explanation,
        _ => run_bought(id, odd, (&groups, &quantity)),
    }
}

/// Idle seats of odd lists, contracts and bills.
fn odd_seats(odd: &Odd, groups: &Groups, period: Period) -> Explanation {
    let line = |group: &model::Group| model::SeatLine {
        provider: group.keys.concat(),
        service: String::new(),
        period,
        seats: group.quantity.unwrap_or_default(),
        unit: group.unit.clone(),
        amount: model::Money::new(group.value, group.currency.clone()),
    };
    let lines: Vec<model::SeatLine> = groups.groups.iter().map(line).collect();
    let bills = licences::billed::billed_seats(&lines);
    let all = licences::licence::licences(odd.seats(), &odd.contracts(), &bills, period.to);
    let days = licences::idle_seats::Days3 {
        window: period,
        history: period,
        today: period.to,
    };
    licences::idle_seats::idle_seats(&all, days, &crate::Settings::default()).explanation
}

/// Spend per employee and spend to payroll of odd amounts, with as many head counts and payrolls as KPI values.
fn odd_workforce(odd: &Odd) -> (Explanation, Explanation) {
    use crate::money::{spend_per_employee as heads, spend_to_payroll as pay};
    let keyed = |width: usize| {
        odd.groups.iter().cloned().map(move |mut group| {
            group.keys.resize(width, String::new());
            group
        })
    };
    let (until, settings) = (day("2026-09-30"), crate::Settings::default());
    let head = |(day, value): &(NaiveDate, i64)| model::Headcount {
        month: Some(*day),
        people: Some(*value),
        ..model::Headcount::default()
    };
    let cost = |(day, value): &(NaiveDate, i64)| model::Payroll {
        month: Some(*day),
        cost: Some(model::Amount(*value)),
        currency: model::Currency::new("EUR"),
        ..model::Payroll::default()
    };
    let by_person = answer(Measure::Billed, "month unit person", keyed(3).collect());
    let by_class = answer(
        Measure::Billed,
        "month unit person token-class",
        keyed(4).collect(),
    );
    let heads = heads::spend_per_employee(heads::Asked {
        billed: &by_person,
        heads: &odd.kpi.iter().map(head).collect::<Vec<_>>(),
        until,
        privacy: Privacy::default(),
        settings: &settings.per_employee,
    });
    let pay = pay::spend_to_payroll(pay::Asked {
        billed: &by_class,
        payrolls: &odd.kpi.iter().map(cost).collect::<Vec<_>>(),
        withheld: &std::collections::BTreeSet::new(),
        kpis: &[],
        until,
        privacy: Privacy::default(),
        left_out: &settings.per_employee,
        rules: settings.payroll,
    });
    (heads.explanation, pay.explanation)
}

/// Runs one metric of what is bought ahead, or of models.
fn run_bought(id: &str, odd: &Odd, (groups, quantity): (&Groups, &Groups)) -> Explanation {
    let period = Period::month(day("2026-09-01"));
    match id {
        "revealed-preference" => {
            let given = licences::revealed_preference::Given {
                contracts: &odd.contracts(),
                due: period,
                today: period.to,
                spend: groups,
                surveys: &[],
            };
            licences::revealed_preference::revealed_preference(given, &crate::Settings::default()).explanation
        }
        "capacity" => {
            let used = licences::capacity::Use {
                since: period.from,
                services: groups,
                billed: groups,
                effective: groups,
                list: groups,
            };
            licences::capacity::capacity(&odd.contracts(), used, &[], period.to).explanation
        }
        "model-mix" => models::model_mix::model_mix(quantity, groups, groups).explanation,
        "repricing" => {
            let prices = crate::pricing::PriceBook::default();
            let asking = models::repricing::Asking {
                from: "a",
                to: ("", "b"),
                requests: Some(0),
                pilots: &[],
                since: None,
            };
            models::repricing::repricing(&[], &prices, asking, &crate::Settings::default()).explanation
        }
        _ => run_adoption(id, odd),
    }
}

/// Runs one metric of adoption over time, teams and tools.
fn run_adoption(id: &str, odd: &Odd) -> Explanation {
    let period = Period::month(day("2026-09-01"));
    let open = Privacy::default();
    match id {
        "bands" => {
            let look = |preset| Look {
                window: Period::month(day("2026-09-01")),
                preset,
            };
            let all = Preset::ALL
                .map(|preset| bands(&odd.people, &odd.days, look(preset), &crate::Settings::default()));
            all[2].explanation.clone()
        }
        "streaks" => streaks(&odd.people, &odd.days, period, &crate::Settings::default()).explanation,
        "cohorts" => cohorts(&odd.people, &odd.days, period.to, open).explanation,
        "adoption-grid" => {
            adoption_grid(&odd.people, &odd.days, period, &crate::Settings::default()).explanation
        }
        "regularity" => regularity(&odd.people, &odd.days, period, open).explanation,
        _ => run_roi(id, odd),
    }
}

/// Runs one metric of return.
fn run_roi(id: &str, odd: &Odd) -> Explanation {
    let gains = |method| counterfactual(&odd.kpi, &odd.kpi, day("2026-07-04"), method);
    match id {
        "counterfactual" => gains(Method::DifferenceInDifferences).map_or_else(
            |missing| Explanation::new(missing.to_string(), ""),
            |gains| gains.explanation,
        ),
        "benefit" => gains(Method::PreTrend).map_or_else(
            |missing| Explanation::new(missing.to_string(), ""),
            |gains| realised(&gains, &scenario(odd.scale), "%").explanation,
        ),
        "worth" => worth(&scenario(odd.scale)).explanation,
        "tornado" => Explanation::new(format!("{} bars", tornado(&scenario(odd.scale)).len()), ""),
        "monte-carlo" => Explanation::new(monte_carlo(&scenario(odd.scale)).p50.text(), ""),
        "value-fan" => value_fan(&scenario(odd.scale)).explanation,
        "tco" => tco(&scenario(odd.scale), &[]).explanation,
        "overlap-ledger" => {
            let euro = model::Currency::new("EUR");
            let money = estimate(odd.scale, &euro);
            let claims = odd.kpi.iter().map(|(day, _)| Claim {
                initiative: day.to_string(),
                kpi: "k".to_owned(),
                team: String::new(),
                share: odd.scale,
                grade: Grade::D,
                months: vec![(*day, money.clone())],
                costs: money.clone(),
            });
            overlap_ledger(&claims.collect::<Vec<_>>()).explanation
        }
        _ => elsewhere(id, odd),
    }
}

/// Metrics whose odd inputs have files of their own.
fn elsewhere(id: &str, odd: &Odd) -> Explanation {
    outcomes::run(id, odd)
        .or_else(|| signals::run(id, odd))
        .unwrap_or_else(|| panic!("`{id}` is not run by this test"))
}

#[test]
fn every_metric_survives_no_rows_one_row_negatives_and_two_currencies() {
    for metric in METRICS {
        for odd in odd_inputs() {
            assert!(
                !run(metric.id, &odd).what.is_empty(),
                "{} explains itself",
                metric.id
            );
        }
    }
}

#[test]
fn ids_are_unique_and_kebab_case_and_name_their_file() {
    let ids: BTreeSet<&str> = METRICS.iter().map(|metric| metric.id).collect();
    assert_eq!(ids.len(), METRICS.len());
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for metric in METRICS {
        assert!(
            metric.id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'),
            "{}",
            metric.id
        );
        let file = source
            .join(metric.area)
            .join(format!("{}.rs", metric.id.replace('-', "_")));
        assert!(file.is_file(), "{} is not at {}", metric.id, file.display());
    }
}

#[test]
fn every_dimension_a_metric_needs_exists() {
    for metric in METRICS {
        for need in metric.needs {
            if let Need::Groups(by) | Need::Money(by) = need {
                by.iter()
                    .for_each(|id| assert!(id.parse::<Dimension>().is_ok(), "{id}"));
            }
        }
    }
}

#[test]
fn the_written_reference_is_what_the_registry_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/metrics.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::create_dir_all(path.parent().expect("docs")).expect("docs can be made");
        std::fs::write(&path, reference()).expect("docs can be written");
    }
    let written = std::fs::read_to_string(&path).expect("docs/metrics.md exists");
    assert_eq!(
        written.replace("\r\n", "\n"),
        reference(),
        "run UPDATE_DOCS=1 cargo test -p metrics"
    );
}
