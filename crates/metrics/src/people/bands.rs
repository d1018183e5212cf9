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

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;
use model::{Period, PersonActivity, PersonDay, PersonState};
use serde::{Deserialize, Serialize};

use super::doing::{Doing, by_person, full_weeks};
use super::eligible::{Outside, expected};
use super::suppression::{Shown, check};
use super::table::{ShownTable, suppress_table};
use crate::registry::{MetricInfo, Need};
use crate::{Explanation, Settings};

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

/// Which ladder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Preset {
    /// Frequency, depth and breadth.
    #[default]
    Behaviour,
    /// Viva's rule.
    Viva,
    /// Tokens a day; gameable.
    Volume,
}

impl Preset {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Behaviour, Self::Viva, Self::Volume];

    /// Its id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Behaviour => "behaviour",
            Self::Viva => "viva",
            Self::Volume => "volume",
        }
    }
}

/// Weights, thresholds and cuts. Weights are parts of their sum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct BandRules {
    /// Which ladder unless asked otherwise.
    pub preset: Preset,
    /// Weight of how often.
    pub frequency: u32,
    /// Weight of how much at a time.
    pub depth: u32,
    /// Weight of for how many things.
    pub breadth: u32,
    /// Part of the working days that is full frequency, in percent.
    pub full_frequency_percent: u32,
    /// Sessions per active day that are full depth.
    pub full_sessions: u32,
    /// Requests that count as one session.
    pub requests_a_session: u32,
    /// Task categories that are full breadth.
    pub full_categories: u32,
    /// Where Developing, Established and Champion begin.
    pub cuts: [u32; 3],
    /// Tokens a working day where the top band of `volume` begins (above it).
    pub volume_top: u64,
    /// Tokens a working day where Intermediate, Expert, Architect and Catalyst begin; empty until somebody sets them.
    pub volume_cuts: Vec<u64>,
}

impl Default for BandRules {
    fn default() -> Self {
        Self {
            preset: Preset::Behaviour,
            frequency: 50,
            depth: 20,
            breadth: 30,
            full_frequency_percent: 60,
            full_sessions: 5,
            requests_a_session: 1,
            full_categories: 4,
            cuts: [25, 50, 75],
            volume_top: 100_000_000,
            volume_cuts: Vec::new(),
        }
    }
}

impl BandRules {
    /// What makes them unusable, in words.
    pub fn check(&self) -> Result<(), String> {
        let rising = |cuts: &[u64]| cuts.windows(2).all(|two| two[0] < two[1]);
        let cuts = self.cuts.map(u64::from);
        let refused = [
            (
                self.frequency + self.breadth == 0,
                "bands.frequency and bands.breadth are not both 0",
            ),
            (
                !(1..=100).contains(&self.full_frequency_percent),
                "bands.full-frequency-percent lies between 1 and 100",
            ),
            (
                self.full_sessions == 0 || self.requests_a_session == 0 || self.full_categories == 0,
                "bands.full-sessions, bands.requests-a-session and bands.full-categories are at least 1",
            ),
            (
                cuts[0] == 0 || cuts[2] > 100 || !rising(&cuts),
                "bands.cuts are three rising numbers from 1 to 100",
            ),
            (
                !(self.volume_cuts.is_empty() || self.volume_cuts.len() == 4)
                    || self.volume_cuts.first() == Some(&0)
                    || !rising(&self.volume_cuts)
                    || self.volume_cuts.last().is_some_and(|cut| *cut >= self.volume_top),
                "bands.volume-cuts are four rising numbers of tokens a day below bands.volume-top, or none",
            ),
        ];
        let fault = refused.iter().find(|(is_wrong, _)| *is_wrong);
        fault.map_or(Ok(()), |(_, what)| Err((*what).to_owned()))
    }

    /// The bands of a preset, the lowest first.
    pub fn names(&self, preset: Preset) -> Vec<&'static str> {
        match preset {
            Preset::Behaviour => vec!["Non-user", "Trialling", "Developing", "Established", "Champion"],
            Preset::Viva => vec!["Non-user", "Low", "Novice", "Habitual", "Power"],
            Preset::Volume if self.volume_cuts.is_empty() => vec!["Non-user", "Below the top cut", "AI God"],
            Preset::Volume => vec![
                "Non-user",
                "Beginner",
                "Intermediate",
                "Expert",
                "Architect",
                "Catalyst",
                "AI God",
            ],
        }
    }
}

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
    pub outside: Outside,
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
        check(people, None, settings.privacy).map_or(Shown::Value(people), Shown::Hidden)
    };
    let result = Bands {
        preset: look.preset,
        names,
        teams: teams.into_iter().map(str::to_owned).collect(),
        table: suppress_table(&cells, settings.privacy),
        outside: expected.outside,
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

/// One person on the ladder.
struct Climb {
    /// The band by this window alone; `None` is unknown.
    now: Option<usize>,
    /// The band with the rule of two windows.
    shown: Option<usize>,
    moved: [bool; 2],
    is_without_depth: bool,
}

fn climb(person: &PersonActivity, lines: &[&PersonDay], ladder: Ladder<'_>, settings: &Settings) -> Climb {
    let length = Days::new(settings.windows.days.into());
    let step = |window: &Period| Some(Period::new(window.from - length, window.from));
    let back = (settings.windows.history / settings.windows.days).max(1) as usize;
    let mut windows: Vec<Period> = std::iter::successors(Some(ladder.look.window), step)
        .take(back)
        .collect();
    windows.reverse();
    let raw: Vec<Option<usize>> = windows
        .iter()
        .map(|window| ladder.over(*window).band(person, lines))
        .collect();
    let now = raw.last().copied().flatten();
    let with = |factor| Ladder { factor, ..ladder }.band(person, lines);
    let doing = Doing::of(lines, ladder.look.window);
    Climb {
        now,
        shown: if ladder.look.preset == Preset::Viva {
            now
        } else {
            settled(&raw)
        },
        moved: [with(0.9) != now, with(1.1) != now],
        is_without_depth: ladder.look.preset == Preset::Behaviour
            && person.state == PersonState::Active
            && doing.requests.is_none(),
    }
}

/// Up at once, down only after two windows in a row below, and then to the higher of the two. A window of which
/// nothing is known begins anew.
fn settled(raw: &[Option<usize>]) -> Option<usize> {
    let mut held: Option<usize> = None;
    for (at, band) in raw.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| raw[at]);
        held = match (*band, held, before) {
            (Some(band), Some(held), Some(before)) if band < held && before < held => Some(band.max(before)),
            (Some(band), Some(held), Some(_)) => Some(band.max(held)),
            (band, _, _) => band,
        };
    }
    held
}

/// A preset at a window, with thresholds moved by a factor.
#[derive(Clone, Copy)]
struct Ladder<'r> {
    rules: &'r BandRules,
    look: Look,
    factor: f64,
    /// Whether it is the window that the states of people are about.
    is_current: bool,
}

/// Scores on a threshold are on its upper side, whatever a float made of them.
const HAIR: f64 = 1e-9;

impl Ladder<'_> {
    fn over(self, window: Period) -> Self {
        let is_current = window == self.look.window;
        Self {
            look: Look { window, ..self.look },
            is_current,
            ..self
        }
    }

    /// The band in this window; `None` where nothing is known.
    fn band(&self, person: &PersonActivity, lines: &[&PersonDay]) -> Option<usize> {
        if self.look.preset == Preset::Viva {
            return self.viva(person, lines);
        }
        let doing = Doing::of(lines, self.look.window);
        let seen = self.seen(person, &doing);
        if seen == 0 {
            return self.is_silent(person).then_some(0);
        }
        let working = person.working_days(self.look.window);
        match self.look.preset {
            Preset::Volume => Some(self.volume(doing.tokens?, working)),
            _ => self.behaviour(&doing, (seen, working)),
        }
    }

    /// Days seen by hand. What a seat says of its holder is known for the window of the states.
    fn seen(&self, person: &PersonActivity, doing: &Doing<'_>) -> u32 {
        let by_seat = if self.is_current { person.active_days } else { 0 };
        doing.active_days().max(by_seat)
    }

    fn is_silent(&self, person: &PersonActivity) -> bool {
        if self.is_current {
            person.state == PersonState::Zero
        } else {
            person.is_watched(self.look.window, None)
        }
    }

    fn behaviour(&self, doing: &Doing<'_>, (seen, working): (u32, u32)) -> Option<usize> {
        let score = score(doing, (seen, working), self.rules)?;
        let passed = self
            .rules
            .cuts
            .iter()
            .filter(|cut| score + HAIR >= f64::from(**cut) * self.factor);
        Some(1 + passed.count())
    }

    fn volume(&self, tokens: i128, working: u32) -> usize {
        let daily = tokens as f64 / f64::from(working.max(1));
        let passed = self
            .rules
            .volume_cuts
            .iter()
            .filter(|cut| daily + HAIR >= **cut as f64 * self.factor)
            .count();
        let is_top = daily > self.rules.volume_top as f64 * self.factor;
        let top = self.rules.names(Preset::Volume).len() - 1;
        if is_top { top } else { (1 + passed).min(top) }
    }

    /// Viva: weeks used of 12, and actions a week on average. Where no source tells requests, an active day is an action.
    fn viva(&self, person: &PersonActivity, lines: &[&PersonDay]) -> Option<usize> {
        let weeks = full_weeks(self.look.window.to, WEEKS);
        let doing: Vec<Doing<'_>> = weeks.iter().map(|week| Doing::of(lines, *week)).collect();
        let is_used = |(week, doing): &(&Period, &Doing<'_>)| {
            doing.active_days() > 0 || person.active_weeks.contains(&week.from)
        };
        let used = weeks.iter().zip(&doing).filter(is_used).count();
        let actions = |doing: &Doing<'_>| doing.requests().unwrap_or(0.0).max(doing.active_days().into());
        let weekly = doing.iter().map(actions).sum::<f64>() / WEEKS as f64;
        let all = Period::new(weeks[0].from, weeks[weeks.len() - 1].to);
        let habit = used as f64 + HAIR >= 9.0 * self.factor;
        Some(match used {
            0 if person.is_watched(all, None) => 0,
            0 => return None,
            _ if habit && weekly + HAIR >= 15.0 * self.factor => 4,
            _ if habit => 3,
            _ if weekly + HAIR >= self.factor => 2,
            _ => 1,
        })
    }
}

const WEEKS: u64 = 12;

/// The behaviour score, 0 to 100; `None` for somebody who was not employed in the window.
fn score(doing: &Doing<'_>, (seen, working): (u32, u32), rules: &BandRules) -> Option<f64> {
    if working == 0 {
        return None;
    }
    let part = |value: f64, full: f64| (value / full).min(1.0);
    let full_days = f64::from(working) * f64::from(rules.full_frequency_percent) / 100.0;
    let frequency = part(seen.into(), full_days) * f64::from(rules.frequency);
    let breadth = part(doing.tools.len() as f64, rules.full_categories.into()) * f64::from(rules.breadth);
    let depth = doing.requests().map(|requests| {
        let sessions = requests / f64::from(rules.requests_a_session) / f64::from(seen);
        part(sessions.ln_1p(), f64::from(rules.full_sessions).ln_1p()) * f64::from(rules.depth)
    });
    let told = rules.frequency + rules.breadth + depth.map_or(0, |_| rules.depth);
    Some((frequency + breadth + depth.unwrap_or(0.0)) * 100.0 / f64::from(told))
}

fn explain(result: &Bands, look: Look, rules: &BandRules) -> Explanation {
    let text = |shown: &Shown<u32>| match shown {
        Shown::Value(people) => people.to_string(),
        Shown::Hidden(why) => why.text(),
    };
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
        .covering(format!("{} eligible people; outside: {}", text(&result.table.total), result.outside.text()))
        .guard("One falls only after two windows in a row below; Viva's rule has its own 12 weeks. Automated runs are excluded.")
        .guard("Cells of few people are hidden, with as many neighbours as keep them from following from the sums.")
        .note("Sources tell requests and tools, not sessions and tasks: a request counts as a session, a tool as a task category.")
        .note_if(result.without_depth > 0, "Of some people no source tells requests: their depth is left out and the other weights are scaled up.")
        .note_if(look.preset == Preset::Volume, "Gameable: tokens are easily burnt. Only the top cut is public; the others are yours to set.")
}

#[cfg(test)]
mod tests;
