//! One person on the ladder: a band in each window, and which one holds. Counts nobody and shows nobody.

use chrono::Days;
use model::{Period, PersonActivity, PersonDay, PersonState};

use super::super::doing::{Doing, full_weeks};
use super::{BandRules, Look, Preset};
use crate::Settings;

/// One person on the ladder.
pub(super) struct Climb {
    /// The band by this window alone; `None` is unknown.
    pub(super) now: Option<usize>,
    /// The band with the rule of two windows.
    pub(super) shown: Option<usize>,
    pub(super) moved: [bool; 2],
    pub(super) is_without_depth: bool,
}

/// Where one person stands, window by window.
pub(super) fn climb(
    person: &PersonActivity,
    lines: &[&PersonDay],
    ladder: Ladder<'_>,
    settings: &Settings,
) -> Climb {
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
pub(super) fn settled(raw: &[Option<usize>]) -> Option<usize> {
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
pub(super) struct Ladder<'r> {
    pub(super) rules: &'r BandRules,
    pub(super) look: Look,
    pub(super) factor: f64,
    /// Whether it is the window that the states of people are about.
    pub(super) is_current: bool,
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
pub(super) fn score(doing: &Doing<'_>, (seen, working): (u32, u32), rules: &BandRules) -> Option<f64> {
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
