//! Bands: how many people are where on a ladder of use. Groups only; nobody's own band is given out.
//!
//! Preset **behaviour** (default): `S = 100·(0.5·F + 0.2·D + 0.3·B)`, `F = min(1, active days ÷ (0.6·working days))`,
//! `D = min(1, ln(1 + sessions per active day) ÷ ln 6)`, `B = min(1, distinct task categories ÷ 4)`; Non-user 0, Trialling
//! below 25, Developing below 50, Established below 75, Champion from 75. Sources tell requests, not sessions, and tools,
//! not tasks: a request counts as a session and a tool as a category. Where nobody tells requests, D is left out and the
//! weights of F and B are scaled up. Preset **viva**: the last 12 full weeks by Viva's own rule. Preset **volume**: tokens
//! per working day against cuts of the user's; only the top cut (100 M a day) is public; marked gameable.
//! Inputs: `PersonActivity`, `PersonDay`. Unit: people. Guards: only two windows in a row below take somebody down
//! (behaviour, volume); automated runs excluded; unknown is a column of its own; what ±10 % on thresholds would move.

mod ladder;
mod rules;

use std::collections::{BTreeMap, BTreeSet};

use model::{Period, PersonActivity, PersonDay};

use super::doing::by_person;
use super::eligible::{Outside, expected};
use super::suppression::{Shown, whole_count};
use super::table::{ShownTable, Totals, suppress_table};
use crate::registry::{MetricInfo, Need};
use crate::{Explanation, Settings};

use ladder::{Climb, Ladder, climb};
pub use rules::{BandRules, Preset};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "bands",
    area: "people",
    name: "Bands of use",
    unit: "people",
    formula: "S = 100·(0.5·F + 0.2·D + 0.3·B); or Viva's rule of 12 weeks; or tokens a day",
    practice: "Tier bands",
    guard: "Two windows to fall; automated runs excluded; cells of few people hidden along rows and columns; ±10 % printed",
    needs: &[Need::People],
};

/// People per band and team.
#[derive(Clone, Debug, PartialEq)]
pub struct Bands {
    /// Which ladder.
    pub preset: Preset,
    /// Bands, the lowest first.
    pub names: Vec<&'static str>,
    /// Teams in alphabetical order.
    pub teams: Vec<String>,
    /// Teams × (bands, then unknown), with sums.
    pub table: ShownTable,
    /// Of whom use is not expected; in no cell.
    pub outside: Shown<Outside>,
    /// People the rule of two windows keeps in a higher band.
    pub kept_up: Shown<u32>,
    /// People whose band would change with thresholds 10 % lower, and 10 % higher.
    pub moved: [Shown<u32>; 2],
    /// Active people of whom no source tells requests: their depth is left out.
    pub without_depth: u32,
    /// How it came about.
    pub explanation: Explanation,
}

/// When one looks, and by which ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The window.
    pub window: Period,
    /// The ladder.
    pub preset: Preset,
}

/// How many people of each team are in each band. `days` reach back over the history of the settings.
pub fn bands(people: &[PersonActivity], days: &[PersonDay], look: Look, settings: &Settings) -> Bands {
    let expected = expected(people, look.window, &settings.windows);
    let lines = by_person(days);
    let ladder = Ladder {
        rules: &settings.bands,
        look,
        factor: 1.0,
        is_current: true,
    };
    let none = Vec::new();
    let looks: Vec<Climb> = expected
        .eligible
        .iter()
        .map(|person| {
            climb(
                person,
                lines.get(&person.person).unwrap_or(&none),
                ladder,
                settings,
            )
        })
        .collect();
    let names = settings.bands.names(look.preset);
    let teams: BTreeSet<&str> = expected
        .eligible
        .iter()
        .map(|person| person.team.as_str())
        .collect();
    let mut cells: BTreeMap<&str, Vec<u32>> = teams
        .iter()
        .map(|team| (*team, vec![0; names.len() + 1]))
        .collect();
    for (person, climb) in expected.eligible.iter().zip(&looks) {
        if let Some(row) = cells.get_mut(person.team.as_str()) {
            row[climb.shown.unwrap_or(names.len())] += 1;
        }
    }
    let cells: Vec<Vec<u32>> = cells.into_values().collect();
    let counted = |is: fn(&Climb) -> bool| {
        let people = looks.iter().filter(|climb| is(climb)).count() as u32;
        whole_count(people, looks.len() as u64, settings.privacy)
    };
    let result = Bands {
        preset: look.preset,
        names,
        teams: teams.into_iter().map(str::to_owned).collect(),
        table: suppress_table(&cells, Totals::Groups, settings.privacy),
        outside: expected.shown_outside(settings.privacy),
        kept_up: counted(|climb| climb.shown > climb.now),
        moved: [counted(|climb| climb.moved[0]), counted(|climb| climb.moved[1])],
        without_depth: looks.iter().filter(|climb| climb.is_without_depth).count() as u32,
        explanation: Explanation::default(),
    };
    Bands {
        explanation: explain(&result, look, &settings.bands),
        ..result
    }
}

fn explain(result: &Bands, look: Look, rules: &BandRules) -> Explanation {
    let text = |shown: &Shown<u32>| shown.text(u32::to_string);
    let counts: Vec<String> = result
        .names
        .iter()
        .chain(&["unknown"])
        .zip(&result.table.columns)
        .map(|(name, people)| format!("{name} {}", text(people)))
        .collect();
    let [first, second, third] = rules.cuts;
    let cuts = match look.preset {
        Preset::Behaviour => format!(
            "Trialling below {first}, Developing from {first}, Established from {second}, Champion from {third}"
        ),
        Preset::Viva => {
            "Power: 9 of 12 weeks and 15 actions a week; Habitual: 9 of 12; Novice: 1 action a week; Low: any"
                .to_owned()
        }
        Preset::Volume => format!(
            "tokens a working day: {:?}, top above {}",
            rules.volume_cuts, rules.volume_top
        ),
    };
    Explanation::new("How many people stand where on a ladder of use; groups, never one person's band.", counts.join(", "))
        .input("preset", &look.preset.id())
        .input("thresholds", &cuts)
        .input("weights F, D, B", &format!("{}, {}, {}", rules.frequency, rules.depth, rules.breadth))
        .input("window", &format!("{} to {} (end exclusive)", look.window.from, look.window.to))
        .input("working days", &look.window.working_days().count())
        .input("thresholds 10 % lower move", &format!("{} people", text(&result.moved[0])))
        .input("thresholds 10 % higher move", &format!("{} people", text(&result.moved[1])))
        .input("kept up by the rule of two windows", &text(&result.kept_up))
        .covering(format!("{} eligible people; outside: {}", text(&result.table.total), result.outside.text(Outside::text)))
        .guard("One falls only after two windows in a row below; Viva's rule has its own 12 weeks. Automated runs are excluded.")
        .guard("Cells of few people are hidden, with as many neighbours as keep them from following from the sums.")
        .note("Sources tell requests and tools, not sessions and tasks: a request counts as a session, a tool as a task category.")
        .note_if(result.without_depth > 0, "Of some people no source tells requests: their depth is left out and the other weights are scaled up.")
        .note_if(look.preset == Preset::Volume, "Gameable: tokens are easily burnt. Only the top cut is public; the others are yours to set.")
}

#[cfg(test)]
mod tests;
