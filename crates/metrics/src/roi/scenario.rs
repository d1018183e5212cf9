//! Scenario: what one initiative is thought to cost and bring, with ranges and evidence. Saved as JSON or TOML.
//!
//! Holds inputs only; [`super::worth`] computes. Fractions are 0 to 1 (`0.25`), rates per year, flows per month.

use model::{Currency, Problem, Severity};
use serde::{Deserialize, Serialize};

use super::cash::MOST_MONTHS;
use super::evidence::{Evidence, Source};

/// Low, middle and high of an input. In TOML: `5`, `[4, 5, 7]` or `{ low = 4, mid = 5, high = 7 }`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RangeText", into = "RangeText")]
pub struct Range {
    /// Pessimistic or smallest.
    pub low: f64,
    /// Most likely.
    pub mid: f64,
    /// Optimistic or largest.
    pub high: f64,
}

#[derive(Serialize, Deserialize)]
#[serde(
    untagged,
    expecting = "a range is a number, `[low, mid, high]` or `{ low = 4, mid = 5, high = 7 }`"
)]
enum RangeText {
    Point(f64),
    List([f64; 3]),
    Named { low: f64, mid: f64, high: f64 },
}

/// From low to high or from high to low, but never with another number in the middle than the one that was said to be there.
impl TryFrom<RangeText> for Range {
    type Error = String;

    fn try_from(text: RangeText) -> Result<Self, String> {
        let [low, mid, high] = match text {
            RangeText::Point(mid) => [mid; 3],
            RangeText::List(three) => three,
            RangeText::Named { low, mid, high } => [low, mid, high],
        };
        let is_between = |value: f64| low.min(high) <= value && value <= low.max(high);
        if [low, mid, high].iter().all(|value| value.is_finite()) && !is_between(mid) {
            return Err(format!(
                "a range goes from low over mid to high; {mid} does not lie between {low} and {high}"
            ));
        }
        Ok(Self::new(low, mid, high))
    }
}

/// As short as it can be written.
impl From<Range> for RangeText {
    fn from(range: Range) -> Self {
        if range.low < range.high {
            Self::List([range.low, range.mid, range.high])
        } else {
            Self::Point(range.mid)
        }
    }
}

impl Range {
    /// A range; the three are put in rising order.
    pub fn new(low: f64, mid: f64, high: f64) -> Self {
        let mut three = [low, mid, high];
        three.sort_by(f64::total_cmp);
        let [low, mid, high] = three;
        Self { low, mid, high }
    }

    /// One value without range.
    pub fn point(value: f64) -> Self {
        Self {
            low: value,
            mid: value,
            high: value,
        }
    }
}

/// What one initiative is thought to cost and bring.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Scenario {
    /// Name of the initiative.
    pub name: String,
    /// What moves.
    pub benefit: Benefit,
    /// Currency of every amount.
    pub currency: Currency,
    /// Discount rate per year, 0.1 is 10 %.
    #[serde(default = "ten_percent")]
    pub discount_rate: Range,
    /// Months after the start that count.
    #[serde(default = "three_years")]
    pub horizon_months: u32,
    /// Cost of ownership, kind by kind.
    #[serde(default)]
    pub costs: Vec<Cost>,
    /// How well it is known.
    #[serde(default)]
    pub evidence: Evidence,
    /// Seed of the simulation, stored so that it repeats.
    #[serde(default = "first_seed")]
    pub seed: u64,
    /// Benefits that are listed but not priced.
    #[serde(default)]
    pub flexibility: Vec<String>,
}

/// What moves, and what it is worth: `gain × unit value × attribution × (1 − risk)`, hours also `× recapture`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Benefit {
    /// Name of the KPI.
    pub kpi: String,
    /// Its unit: `tickets`, `hours`.
    #[serde(default)]
    pub unit: String,
    /// Team the KPI is of; empty is everybody.
    #[serde(default)]
    pub team: String,
    /// KPI units gained a month against the counterfactual, once fully in use.
    pub gain: Range,
    /// Where the gain comes from.
    #[serde(default)]
    pub gain_source: Source,
    /// Worth of one unit.
    pub unit_value: Range,
    /// Where that comes from.
    #[serde(default)]
    pub unit_value_source: Source,
    /// Part of the gain that this initiative caused.
    #[serde(default = "whole")]
    pub attribution: Range,
    /// Part taken off for risk.
    #[serde(default)]
    pub risk: Range,
    /// Part of saved hours that becomes work of value; only for hours.
    #[serde(default = "quarter")]
    pub recapture: Range,
    /// Whether the unit is hours of people, so that recapture applies.
    #[serde(default)]
    pub is_hours: bool,
    /// Where did the time go?
    #[serde(default)]
    pub time_went_to: TimeUse,
    /// Months until fully in use, growing evenly; 0 is at once.
    #[serde(default)]
    pub ramp_months: u32,
}

/// Where saved time went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeUse {
    /// More output.
    Throughput,
    /// Better output.
    Quality,
    /// People not hired.
    HeadcountAvoided,
    /// Nobody looked.
    #[default]
    Unknown,
}

impl TimeUse {
    /// Every answer.
    pub const ALL: &[Self] = &[
        Self::Throughput,
        Self::Quality,
        Self::HeadcountAvoided,
        Self::Unknown,
    ];

    /// As files and routes write it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Throughput => "throughput",
            Self::Quality => "quality",
            Self::HeadcountAvoided => "headcount-avoided",
            Self::Unknown => "unknown",
        }
    }

    /// As people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Throughput => "more was done",
            Self::Quality => "it was done better",
            Self::HeadcountAvoided => "nobody had to be hired",
            Self::Unknown => "nobody has looked",
        }
    }
}

/// One kind of cost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Cost {
    /// Which kind.
    pub kind: CostKind,
    /// Paid at the start.
    #[serde(default)]
    pub once: Range,
    /// Paid every month.
    #[serde(default)]
    pub monthly: Range,
    /// Where the figure comes from.
    #[serde(default)]
    pub source: Source,
    /// `dimension=value`: the monthly cost is what the book's bills say under these; empty is what is stated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub billed: Vec<String>,
}

/// Total cost of ownership.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CostKind {
    /// Tokens.
    Tokens,
    /// Seats.
    Seats,
    /// Infrastructure around the model.
    Infrastructure,
    /// Integration.
    Integration,
    /// Training time.
    Training,
    /// Change management.
    Change,
    /// Review and oversight.
    Review,
    /// Dip of output while people learn: a placeholder input, not a measurement.
    Dip,
}

impl CostKind {
    /// Every kind.
    pub const ALL: &[Self] = &[
        Self::Tokens,
        Self::Seats,
        Self::Infrastructure,
        Self::Integration,
        Self::Training,
        Self::Change,
        Self::Review,
        Self::Dip,
    ];

    /// The word shown.
    pub fn label(self) -> &'static str {
        match self {
            Self::Tokens => "Tokens",
            Self::Seats => "Seats",
            Self::Infrastructure => "Infrastructure",
            Self::Integration => "Integration",
            Self::Training => "Training time",
            Self::Change => "Change",
            Self::Review => "Review and oversight",
            Self::Dip => "Dip while learning",
        }
    }
}

fn ten_percent() -> Range {
    Range::point(0.1)
}

fn three_years() -> u32 {
    36
}

fn first_seed() -> u64 {
    1
}

fn whole() -> Range {
    Range::point(1.0)
}

fn quarter() -> Range {
    Range::new(0.0, 0.25, 0.5)
}

impl Scenario {
    /// What is odd in the inputs, and what is wrong: ranges that are no fractions, values that are no numbers, a horizon out of bounds.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = self.wrong_numbers();
        let benefit = &self.benefit;
        let mut say = |is_so: bool, severity, name: &str, what: &str| {
            problems.extend(is_so.then(|| Problem::new(severity, what).column(name)));
        };
        say(
            self.discount_rate.low <= -1.0,
            Severity::Error,
            "discount-rate",
            "A discount rate of −100 % or less means nothing.",
        );
        say(
            !self.currency.is_listed(),
            Severity::Error,
            "currency",
            "This is no currency of ISO 4217, such as `EUR`.",
        );
        say(
            self.discount_rate.high > 1.0,
            Severity::Warning,
            "discount-rate",
            "A discount rate of more than 100 %; 8 % is written 0.08.",
        );
        say(
            !(1..=MOST_MONTHS).contains(&self.horizon_months),
            Severity::Warning,
            "horizon-months",
            "The horizon must be 1 to 600 months; it was cut.",
        );
        say(
            !benefit.is_hours && benefit.recapture != quarter(),
            Severity::Warning,
            "recapture",
            "`recapture` counts for hours of people only: say `is-hours = true`, or leave it out.",
        );
        say(
            benefit.is_hours && benefit.time_went_to == TimeUse::Unknown,
            Severity::Warning,
            "time-went-to",
            "Nobody has said where the saved time went.",
        );
        problems
    }

    fn wrong_numbers(&self) -> Vec<Problem> {
        let benefit = &self.benefit;
        let fractions = [
            ("attribution", benefit.attribution),
            ("risk", benefit.risk),
            ("recapture", benefit.recapture),
        ];
        let odd_fractions = fractions
            .into_iter()
            .filter(|(_, range)| !(range.low >= 0.0 && range.high <= 1.0));
        let amounts = [
            ("gain", benefit.gain),
            ("unit-value", benefit.unit_value),
            ("discount-rate", self.discount_rate),
        ];
        let costs = self
            .costs
            .iter()
            .flat_map(|cost| [("costs", cost.once), ("costs", cost.monthly)]);
        let is_odd = |range: &Range| !(range.low.is_finite() && range.high.is_finite());
        let no_numbers = amounts
            .into_iter()
            .chain(costs)
            .filter(|(_, range)| is_odd(range));
        let wrong = |name: &str, what: &str| Problem::new(Severity::Error, what).column(name);
        odd_fractions
            .map(|(name, _)| wrong(name, "A fraction lies outside 0 to 1; 70 % is written 0.7."))
            .chain(no_numbers.map(|(name, _)| wrong(name, "A value is not a finite number.")))
            .collect()
    }
}
