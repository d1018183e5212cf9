//! Every threshold, window and default that a metric uses, as one value that the book keeps with a version.
//! A group of settings lives beside its metric; this file only lists the groups. Reads no book.

use serde::{Deserialize, Serialize};

use crate::people::suppression::Privacy;
use crate::roi::decoupling::DecouplingSettings;

/// All settings; what a book does not state has the default.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct Settings {
    /// Who must not be shown.
    pub privacy: Privacy,
    /// How long people are looked at.
    pub windows: Windows,
    /// When tokens and outcome run apart.
    pub decoupling: DecouplingSettings,
}

impl Settings {
    /// What makes the settings unusable, in words.
    pub fn check(&self) -> Result<(), String> {
        let refused = [
            (
                self.privacy.minimum < 2,
                "privacy.minimum is at least 2: a group of one is a person",
            ),
            (
                !(50..=100).contains(&self.privacy.dominance_percent),
                "privacy.dominance-percent lies between 50 and 100",
            ),
            (
                !(7..=366).contains(&self.windows.days),
                "windows.days lies between 7 and 366",
            ),
            (
                !(self.windows.days..=3_660).contains(&self.windows.history),
                "windows.history lies between windows.days and 3660",
            ),
            (
                !(0.0..=2.0).contains(&self.decoupling.fall),
                "decoupling.fall lies between 0 and 2",
            ),
        ];
        let fault = refused.iter().find(|(is_wrong, _)| *is_wrong);
        fault.map_or(Ok(()), |(_, what)| Err((*what).to_owned()))
    }
}

/// Windows that people are looked at in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct Windows {
    /// Days of the window itself.
    pub days: u32,
    /// Days of history behind it.
    pub history: u32,
    /// Days one must have been entitled before the window's end (our default).
    pub grace: u32,
}

impl Default for Windows {
    fn default() -> Self {
        Self {
            days: 28,
            history: 180,
            grace: 28,
        }
    }
}
