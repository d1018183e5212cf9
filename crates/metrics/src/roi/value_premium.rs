//! Value premium: whether value grew faster than use, over a panel that is the same at both ends.
//!
//! `VP = (V_t ÷ V_0) ÷ (U_t ÷ U_0) − 1` of the panel's sums; members with flat use (`|U_t ÷ U_0 − 1| ≤ 10 %`):
//! `VP_flat = median(V_t ÷ V_0) − 1`. n ≥ 20 with a seeded bootstrap of members, 5th to 95th percentile.
//! Inputs: members with value and use at both ends: people of a survey panel, or teams where answers are counted or a KPI is
//! kept. Unit: fraction. Guards: nothing below n; reported value raw and with a haircut; leavers counted; one objective KPI
//! must stand beside it before it enters an ROI. A panel of people is one whole: nothing of it is shown under a filter by
//! team or unit, nor where one person makes most of it, and no count of 1 to 4 of them is.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::people::suppression::Privacy;
use crate::registry::{MetricInfo, Need};
use crate::statistics::{Resample, median, quantile};
use crate::{Explanation, figure::percent};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "value-premium",
    area: "roi",
    name: "Value premium",
    unit: "fraction",
    formula: "(V_t ÷ V_0) ÷ (U_t ÷ U_0) − 1 over the same members; flat use: median(V_t ÷ V_0) − 1; bootstrap 5th to 95th percentile",
    practice: "Value grows faster than usage",
    guard: "Refused below 20 people or teams; reported value raw and with a haircut; leavers counted; nobody is shown",
    needs: &[Need::Groups(&["month", "team", "person"]), Need::Kpis],
};

/// How a panel is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct PremiumSettings {
    /// Fewest members.
    pub fewest: u32,
    /// Percentage points taken off the growth of reported value.
    pub haircut_points: u32,
    /// Use that changed by less than this percentage is flat.
    pub flat_percent: u32,
    /// Draws of the bootstrap.
    pub draws: u32,
    /// Its seed.
    pub seed: u64,
}

impl Default for PremiumSettings {
    fn default() -> Self {
        Self {
            fewest: 20,
            haircut_points: 40,
            flat_percent: 10,
            draws: 2_000,
            seed: 1,
        }
    }
}

/// What the members of a panel are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Members {
    /// People who answered for themselves.
    People,
    /// Teams, by shares of counted answers or by a KPI.
    Teams,
}

impl Members {
    /// `people`, `teams`.
    pub fn word(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Teams => "teams",
        }
    }

    /// `31 people`, `1 team`.
    pub fn counted(self, members: u32) -> String {
        match (members, self) {
            (1, Self::People) => "1 person".to_owned(),
            (1, Self::Teams) => "1 team".to_owned(),
            _ => format!("{members} {}", self.word()),
        }
    }
}

/// A panel: the same members at two times.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// What value is: a question or a KPI.
    pub value: String,
    /// Whether people said so themselves.
    pub is_reported: bool,
    /// What its members are.
    pub of: Members,
    /// First and last time.
    pub days: (NaiveDate, NaiveDate),
    /// Members with value and use above zero at the first time and known at the last.
    pub members: Vec<Member>,
    /// Members at the first time only.
    pub leavers: u32,
}

/// One member: value and use, first and last.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Member {
    /// Value.
    pub value: (f64, f64),
    /// Use.
    pub used: (f64, f64),
}

/// The premium of every panel.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ValuePremium {
    /// One for each panel.
    pub panels: Vec<PanelPremium>,
    /// How it came about.
    pub explanation: Explanation,
}

/// The premium of one panel.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PanelPremium {
    /// What value is.
    pub value: String,
    /// Whether people said so themselves.
    pub is_reported: bool,
    /// What its members are.
    pub of: Members,
    /// First and last time.
    pub days: (NaiveDate, NaiveDate),
    /// Members; `None` where they are too few people to be counted.
    pub members: Option<u32>,
    /// Members at the first time only; `None` likewise.
    pub leavers: Option<u32>,
    /// The premium, where there are members enough.
    pub premium: Option<Premium>,
    /// Why there is none.
    pub refused: Option<String>,
}

/// A premium with its interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Premium {
    /// Growth of value.
    pub value_growth: f64,
    /// Growth of use.
    pub use_growth: f64,
    /// As reported or measured.
    pub raw: f64,
    /// 5th percentile of it.
    pub low: f64,
    /// 95th percentile of it.
    pub high: f64,
    /// After the haircut; reported value only.
    pub after_haircut: Option<f64>,
    /// Median growth of value where use was flat; `None` where it was of nobody, or of too few people.
    pub flat: Option<f64>,
    /// Members whose use was flat; `None` where they, or the others, are too few people to be counted.
    pub flat_members: Option<u32>,
}

/// The premium of each panel; none where it has too few members.
pub fn value_premium(panels: &[Panel], settings: PremiumSettings, privacy: Privacy) -> ValuePremium {
    let panels: Vec<PanelPremium> = panels
        .iter()
        .map(|panel| of_panel(panel, settings, privacy))
        .collect();
    ValuePremium {
        explanation: explain(&panels, settings),
        panels,
    }
}

fn of_panel(panel: &Panel, settings: PremiumSettings, privacy: Privacy) -> PanelPremium {
    let refused = refusal(panel, settings, privacy);
    let premium = refused
        .is_none()
        .then(|| premium(panel, settings, privacy))
        .flatten();
    let nothing = || {
        premium
            .is_none()
            .then(|| "value or use was nothing at the first time".to_owned())
    };
    let count = |count| (!hides(panel, privacy, count)).then_some(count);
    PanelPremium {
        value: panel.value.clone(),
        is_reported: panel.is_reported,
        of: panel.of,
        days: panel.days,
        members: count(panel.members.len() as u32),
        leavers: count(panel.leavers),
        premium,
        refused: refused.or_else(nothing),
    }
}

/// Whether a count of members is one of too few people.
fn hides(panel: &Panel, privacy: Privacy, count: u32) -> bool {
    panel.of == Members::People && (privacy.is_part || privacy.is_few(count))
}

fn refusal(panel: &Panel, settings: PremiumSettings, privacy: Privacy) -> Option<String> {
    let (members, word) = (panel.members.len() as u32, panel.of.word());
    let is_people = panel.of == Members::People;
    let fewest = settings
        .fewest
        .max(2)
        .max(if is_people { privacy.minimum } else { 0 });
    if is_people && privacy.is_part {
        return Some("a panel of people is shown of the whole book only, not of a team".to_owned());
    }
    if hides(panel, privacy, members) {
        return Some(format!("too few {word} in the panel, {fewest} are needed"));
    }
    if members < fewest {
        return Some(format!(
            "{} in the panel, {fewest} are needed",
            panel.of.counted(members)
        ));
    }
    let most = f64::from(privacy.dominance_percent) / 100.0;
    let is_one = is_people && privacy.minimum > 1 && largest_share(&panel.members) > most;
    is_one.then(|| "one person makes most of it".to_owned())
}

/// The largest share of one member in any sum of a panel.
fn largest_share(members: &[Member]) -> f64 {
    let sums: [fn(&Member) -> f64; 4] = [|m| m.value.0, |m| m.value.1, |m| m.used.0, |m| m.used.1];
    let share = |of: fn(&Member) -> f64| {
        let largest = members.iter().map(of).fold(0.0, f64::max);
        largest / members.iter().map(of).sum::<f64>()
    };
    // A sum of nothing has no shares.
    sums.map(share).into_iter().fold(0.0, f64::max)
}

fn premium(panel: &Panel, settings: PremiumSettings, privacy: Privacy) -> Option<Premium> {
    let all: Vec<&Member> = panel.members.iter().collect();
    let (value, used) = growth(&all)?;
    let mut random = Resample::seeded(settings.seed);
    let draw = |_| growth(&random.of(&panel.members)).map(|(value, used)| value / used - 1.0);
    let drawn: Vec<f64> = (0..settings.draws.max(1)).filter_map(draw).collect();
    let limit = f64::from(settings.flat_percent) / 100.0 + 1e-9;
    let flat = panel
        .members
        .iter()
        .filter(|member| (member.used.1 / member.used.0 - 1.0).abs() <= limit);
    let flat: Vec<f64> = flat.map(|member| member.value.1 / member.value.0 - 1.0).collect();
    let (few, others) = (flat.len() as u32, (all.len() - flat.len()) as u32);
    let is_shown = !hides(panel, privacy, few) && !hides(panel, privacy, others);
    let haircut = f64::from(settings.haircut_points) / 100.0;
    Some(Premium {
        value_growth: value - 1.0,
        use_growth: used - 1.0,
        raw: value / used - 1.0,
        low: quantile(&drawn, 0.05)?,
        high: quantile(&drawn, 0.95)?,
        after_haircut: panel.is_reported.then_some((value - haircut) / used - 1.0),
        flat: median(&flat).filter(|_| is_shown),
        flat_members: is_shown.then_some(few),
    })
}

/// `V_t ÷ V_0` and `U_t ÷ U_0` of the sums.
fn growth(members: &[&Member]) -> Option<(f64, f64)> {
    let sum = |of: fn(&Member) -> f64| members.iter().map(|member| of(member)).sum::<f64>();
    let value = sum(|member| member.value.1) / sum(|member| member.value.0);
    let used = sum(|member| member.used.1) / sum(|member| member.used.0);
    (value.is_finite() && used.is_finite() && used > 0.0).then_some((value, used))
}

fn explain(panels: &[PanelPremium], settings: PremiumSettings) -> Explanation {
    let told = panels
        .iter()
        .find_map(|panel| panel.premium.map(|premium| (panel, premium)));
    let formula = told.map_or_else(
        || "no panel has members enough".to_owned(),
        |(panel, made)| {
            let (value, used) = (1.0 + made.value_growth, 1.0 + made.use_growth);
            format!(
                "{}: {value:.3} ÷ {used:.3} − 1 = {} %, n = {} {}",
                panel.value,
                percent(made.raw),
                panel.members.unwrap_or_default(),
                panel.of.word()
            )
        },
    );
    let left = |of: Members| {
        let ours = panels.iter().filter(|panel| panel.of == of);
        let left: u32 = ours.filter_map(|panel| panel.leavers).sum();
        let who = of.counted(left);
        (left > 0).then(|| format!("{who} answered at first and not at last; they are in no panel."))
    };
    let mut explained = Explanation::new("Whether value grew faster than use, in people or teams that are there at both times.", formula)
        .input("Fewest members", &settings.fewest)
        .input("Haircut of reported value", &format!("{} percentage points of growth", settings.haircut_points))
        .input("Draws and seed", &format!("{} draws, seed {}", settings.draws, settings.seed))
        .guard("Value of a person is the number answered; value of a team is the share of positive answers, or a KPI. Use is tokens of the three months up to it.")
        .guard("A panel of people is shown as a whole and from its fewest members on; no answer of anybody is shown anywhere.")
        .guard("Reported value needs one objective KPI beside it before it enters an ROI.")
        .note_if(panels.is_empty(), "No question was asked twice, and no KPI is kept for several teams: a sheet of date, email, question and value brings it.");
    explained
        .notes
        .extend([Members::People, Members::Teams].into_iter().filter_map(left));
    explained
}

#[cfg(test)]
mod tests;
