//! Odd inputs for the metrics of outcomes.

use model::{Groups, Measure, Period, PersonDay};

use super::Odd;
use crate::Explanation;
use crate::fixture::{answer, day};
use crate::people::diagnosis::diagnosis;
use crate::people::review_flags::{Ended, ReviewSettings, Reviewed, review_flags};
use crate::people::rubric::rubric;
use crate::people::suppression::Privacy;
use crate::people::team_ranking::{RankingSettings, by_habit, team_ranking};
use crate::roi::decoupling::{Asked, DecouplingSettings, LinkedKpi, decoupling};
use crate::roi::opportunities::{Opportunity, opportunities};
use crate::roi::phase::{PhaseSettings, phases};
use crate::roi::value_premium::{Member, Members, Panel, PremiumSettings, value_premium};

/// Runs one of them; `None` where the id is of another family.
pub(super) fn run(id: &str, odd: &Odd) -> Option<Explanation> {
    match id {
        "decoupling" => Some(decoupled(odd)),
        "review-flags" => Some(reviewed(odd)),
        "team-ranking" => Some(ranked(odd)),
        "rubric" => Some(rubric(&[], Privacy::default()).explanation),
        "diagnosis" => Some(diagnosis(&[], day("2026-10-01"), Privacy::default()).explanation),
        "value-premium" => Some(premium(odd)),
        "phase" => Some(phases(&[], &[], (day("2026-10-01"), PhaseSettings::default())).explanation),
        "opportunities" => Some(opportunities(&[Opportunity::default()], day("2026-10-01")).explanation),
        _ => None,
    }
}

fn decoupled(odd: &Odd) -> Explanation {
    let tokens = Groups {
        groups: odd.groups.clone(),
        ..answer(Measure::Tokens, "month team person", vec![])
    };
    let kpi = LinkedKpi {
        points: odd.kpi.clone(),
        ..LinkedKpi::default()
    };
    let asked = Asked {
        data: Period::month(day("2026-09-01")),
        privacy: Privacy::default(),
        settings: DecouplingSettings {
            ranking_live: Some(day("2026-07-03")),
            fewest_months: 0,
            ..DecouplingSettings::default()
        },
    };
    decoupling(&tokens, &[kpi], &asked).explanation
}

fn reviewed(odd: &Odd) -> Explanation {
    let window = Period::month(day("2026-09-01"));
    let did = |(at, value): (usize, &(chrono::NaiveDate, i64))| PersonDay {
        person: at as i64 % 3 + 1,
        day: value.0,
        tokens: Some(value.1),
        input: Some(value.1),
        output: Some(value.1),
        requests: Some(value.1),
        ..PersonDay::default()
    };
    let days: Vec<PersonDay> = odd.kpi.iter().enumerate().map(did).collect();
    let ended = [Ended {
        period: window,
        team: None,
        is_burnt: true,
    }];
    let reviewed = Reviewed {
        people: &odd.people,
        days: &days,
        kpis: &[],
        ended: &ended,
        window,
    };
    review_flags(&reviewed, ReviewSettings::default(), Privacy::default()).explanation
}

fn ranked(odd: &Odd) -> Explanation {
    let on = RankingSettings {
        on: true,
        draws: 3,
        ..RankingSettings::default()
    };
    let contenders = by_habit(&odd.people, &std::collections::BTreeSet::new(), day("2026-10-01"));
    team_ranking(contenders, on, Privacy::default()).explanation
}

fn premium(odd: &Odd) -> Explanation {
    let member = |(_, value): &(chrono::NaiveDate, i64)| Member {
        value: (0.0, *value as f64),
        used: (*value as f64, 0.0),
    };
    let panel = Panel {
        value: "odd".to_owned(),
        is_reported: true,
        of: Members::Teams,
        days: (day("2026-07-01"), day("2026-10-01")),
        members: odd.kpi.iter().map(member).collect(),
        leavers: 0,
    };
    let settings = PremiumSettings {
        fewest: 0,
        draws: 3,
        ..PremiumSettings::default()
    };
    value_premium(&[panel], settings, Privacy::default()).explanation
}
