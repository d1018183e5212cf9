//! The presets of the ladder and their thresholds. Looks at nobody.

use serde::{Deserialize, Serialize};

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
