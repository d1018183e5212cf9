//! Every threshold, window and default that a metric uses, as one value that the book keeps with a version.
//! A group of settings lives beside its metric; this file only lists the groups. Reads no book.

use serde::{Deserialize, Serialize};

use crate::licences::revealed_preference::Preference;
use crate::models::repricing::Repricing;
use crate::money::spend_per_employee::PerEmployee;
use crate::money::spend_to_payroll::PayrollRules;
use crate::people::bands::BandRules;
use crate::people::review_flags::ReviewSettings;
use crate::people::streaks::StreakRules;
use crate::people::suppression::Privacy;
use crate::people::team_ranking::RankingSettings;
use crate::people::utilisation::UseRules;
use crate::roi::decoupling::DecouplingSettings;
use crate::roi::phase::PhaseSettings;
use crate::roi::value_premium::PremiumSettings;
use crate::signals::Signals;

/// All settings; what a book does not state has the default.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct Settings {
    /// Who must not be shown.
    pub privacy: Privacy,
    /// How long people are looked at.
    pub windows: Windows,
    /// What is worth asking about.
    pub review: ReviewSettings,
    /// Whether and how teams are ranked.
    pub ranking: RankingSettings,
    /// When tokens and outcome run apart.
    pub decoupling: DecouplingSettings,
    /// How a panel of value and use is judged.
    pub value_premium: PremiumSettings,
    /// When a phase is suggested.
    pub phase: PhaseSettings,
    /// The ladder of use.
    pub bands: BandRules,
    /// Weekly use of seats, and what it is worth.
    pub utilisation: UseRules,
    /// What a streak is.
    pub streaks: StreakRules,
    /// Forecast, budgets and what is out of line.
    pub signals: Signals,
    /// When a vendor counts as adopted, and which answers are a yes.
    pub preference: Preference,
    /// How far another model may differ.
    pub repricing: Repricing,
    /// What counts as spend inside the company.
    pub per_employee: PerEmployee,
    /// When spend runs away from pay.
    pub payroll: PayrollRules,
}

impl Settings {
    /// What makes the settings unusable, in words.
    pub fn check(&self) -> Result<(), String> {
        let refused = [
            (
                self.privacy.minimum < Privacy::FLOOR,
                "privacy.minimum is at least 5: in a smaller group everybody can work out the others",
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
                !(1..=5).contains(&self.review.needed),
                "review.needed lies between 1 and 5: two of the seven flags are told by no source",
            ),
            (
                self.review.ratio_percentile > 100 || !self.review.robust_z.is_finite(),
                "review.ratio-percentile is at most 100 and review.robust-z a number",
            ),
            (
                !(100..=10_000).contains(&self.ranking.draws),
                "ranking.draws lies between 100 and 10000",
            ),
            (
                !(5..=1_000).contains(&self.value_premium.fewest)
                    || !(100..=10_000).contains(&self.value_premium.draws)
                    || self.value_premium.haircut_points > 100,
                "value-premium.fewest is at least 5, draws lie between 100 and 10000, haircut-points are at most 100",
            ),
            (
                !(1..=12).contains(&self.phase.weeks) || self.phase.low_percent > self.phase.high_percent,
                "phase.weeks lies between 1 and 12, and phase.low-percent is not above phase.high-percent",
            ),
            (
                !(0.0..=2.0).contains(&self.decoupling.fall),
                "decoupling.fall lies between 0 and 2",
            ),
        ];
        first(&refused)?;
        self.check_bought()?;
        self.utilisation.check()?;
        self.bands.check()?;
        self.streaks.check()?;
        self.signals.check()
    }

    /// The same for what is bought: contracts and models.
    fn check_bought(&self) -> Result<(), String> {
        first(&[
            (
                !(1..=24).contains(&self.preference.adopted_months),
                "preference.adopted-months lies between 1 and 24",
            ),
            (
                !is_rising(self.repricing.tokeniser_percent) || !is_rising(self.repricing.verbosity_percent),
                "repricing: low, middle and high factors rise and lie between 1 and 1000 per cent",
            ),
            (
                self.payroll.flat_percent > 100,
                "payroll.flat-percent is at most 100",
            ),
            (
                self.repricing.retry_percent > 1_000 || self.repricing.retry_other_percent > 1_000,
                "repricing: retries are at most 1000 per cent",
            ),
        ])
    }
}

/// The first fault that applies.
fn first(refused: &[(bool, &str)]) -> Result<(), String> {
    let fault = refused.iter().find(|(is_wrong, _)| *is_wrong);
    fault.map_or(Ok(()), |(_, what)| Err((*what).to_owned()))
}

fn is_rising([low, mid, high]: [u32; 3]) -> bool {
    1 <= low && low <= mid && mid <= high && high <= 1_000
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
    /// Working days of the window on which one must be present.
    pub present: u32,
}

impl Default for Windows {
    fn default() -> Self {
        Self {
            days: 28,
            history: 180,
            grace: 28,
            present: 10,
        }
    }
}
