//! The sliders that move the assumptions of a scenario.

use std::collections::BTreeMap;

use metrics::roi::evidence::Source;
use metrics::roi::scenario::{Range, Scenario, TimeUse};

/// One assumption that a slider moves: input key, name, range, how it is read.
pub struct Slider {
    /// Input key.
    pub key: &'static str,
    /// Name.
    pub label: &'static str,
    /// Its name among the inputs of the metric.
    pub input: &'static str,
    /// Lowest and highest as multiples of the middle value, or absolute for fractions.
    pub span: (f64, f64),
    /// The range it moves.
    pub of: fn(&mut Scenario) -> &mut Range,
    /// Whether it is a fraction, shown in per cent.
    pub is_fraction: bool,
}

impl Slider {
    /// What a value of it may be, where this one is none; a fraction is at most 1, and nothing is below 0.
    pub(crate) fn range_missed_by(&self, value: f64) -> Option<&'static str> {
        let range = if self.is_fraction {
            "from 0 to 1"
        } else {
            "0 or more"
        };
        (!(0.0..=self.most()).contains(&value)).then_some(range)
    }

    fn most(&self) -> f64 {
        if self.is_fraction { 1.0 } else { f64::MAX }
    }
}

/// The sliders of the scenario editor.
pub const SLIDERS: &[Slider] = &[
    Slider {
        key: "gain",
        label: "Gain a month",
        input: "Gain",
        span: (0.0, 3.0),
        of: |s| &mut s.benefit.gain,
        is_fraction: false,
    },
    Slider {
        key: "value",
        label: "Worth of one unit",
        input: "Unit value",
        span: (0.0, 3.0),
        of: |s| &mut s.benefit.unit_value,
        is_fraction: false,
    },
    Slider {
        key: "attribution",
        label: "Caused by the initiative",
        input: "Attribution",
        span: (0.0, 1.0),
        of: |s| &mut s.benefit.attribution,
        is_fraction: true,
    },
    Slider {
        key: "recapture",
        label: "Saved time put to use",
        input: "Recapture",
        span: (0.0, 1.0),
        of: |s| &mut s.benefit.recapture,
        is_fraction: true,
    },
    Slider {
        key: "risk",
        label: "Taken off for risk",
        input: "Risk",
        span: (0.0, 1.0),
        of: |s| &mut s.benefit.risk,
        is_fraction: true,
    },
    Slider {
        key: "discount",
        label: "Discount rate a year",
        input: "Discount rate",
        span: (0.0, 0.4),
        of: |s| &mut s.discount_rate,
        is_fraction: true,
    },
];

impl Slider {
    /// Its name with its unit: `Gain a month, hours`.
    pub fn name(&self, scenario: &Scenario) -> String {
        match self.key {
            "gain" if !scenario.benefit.unit.is_empty() => {
                format!("{}, {}", self.label, scenario.benefit.unit)
            }
            "value" => format!("{}, {}", self.label, scenario.currency.code()),
            _ => self.label.to_owned(),
        }
    }
}

/// The slider of an input of the metric.
fn slider_of(input: &str) -> Option<&'static Slider> {
    SLIDERS.iter().find(|slider| slider.input == input)
}

/// The name of an input of the metric, as its slider says it.
pub(crate) fn input_name(input: &str, scenario: &Scenario) -> String {
    slider_of(input).map_or_else(|| input.to_owned(), |slider| slider.name(scenario))
}

/// The same without its unit, for a sentence.
pub(crate) fn input_label(input: &str) -> &str {
    slider_of(input).map_or(input, |slider| slider.label)
}

/// A scenario with the sliders of a route applied: the middle moves, low and high move with it. What is moved by hand is an
/// assumption, whatever it was before.
pub fn slider_scenario(scenario: &Scenario, inputs: &BTreeMap<String, String>) -> Scenario {
    let mut moved = scenario.clone();
    for slider in SLIDERS {
        let Some(mid) = inputs
            .get(slider.key)
            .and_then(|text| text.parse::<f64>().ok())
            .filter(|mid| mid.is_finite())
        else {
            continue;
        };
        let range = (slider.of)(&mut moved);
        let before = range.mid;
        *range = moved_range(*range, mid.max(0.0), slider.most());
        if (range.mid - before).abs() > 1e-9 {
            assumed(&mut moved, slider.key);
        }
    }
    let went_to = inputs.get("time-went-to");
    let answer = TimeUse::ALL
        .iter()
        .find(|answer| went_to.is_some_and(|id| id == answer.id()));
    moved.benefit.time_went_to = answer.copied().unwrap_or(moved.benefit.time_went_to);
    moved
}

fn assumed(scenario: &mut Scenario, key: &str) {
    let benefit = &mut scenario.benefit;
    match key {
        "gain" if benefit.gain_source != Source::Assumption => {
            benefit.gain_source = Source::Assumption;
            let reason = &scenario.evidence.reason;
            scenario.evidence.reason =
                format!("The gain is moved by hand: an assumption. As described: {reason}");
        }
        "value" => benefit.unit_value_source = Source::Assumption,
        _ => {}
    }
}

fn moved_range(range: Range, mid: f64, most: f64) -> Range {
    let shift = mid - range.mid;
    // A billionth is below what anybody states; without it 0.5 − 0.3 would be written as 0.20000000000000007.
    let rounded = |value: f64| (value * 1e9).round() / 1e9;
    let limit = |value: f64| rounded(value + shift).clamp(0.0, most);
    Range::new(limit(range.low), mid.min(most), limit(range.high))
}

#[cfg(test)]
mod tests {
    use metrics::roi::evidence::{Grade, grade};

    use super::*;

    fn scenario() -> Scenario {
        let text = r#"
            name = "Triage"
            currency = "USD"
            [benefit]
            kpi = "Claims settled"
            unit = "claims"
            gain = [380.0, 520.0, 610.0]
            gain-source = "measured-with-control"
            unit-value = [38.0, 46.0, 55.0]
            unit-value-source = "measured"
            [evidence]
            grade = "A"
            reason = "Two teams, one with and one without."
        "#;
        toml::from_str(text).expect("a scenario")
    }

    fn with(key: &str, value: &str) -> Scenario {
        slider_scenario(&scenario(), &BTreeMap::from([(key.to_owned(), value.to_owned())]))
    }

    #[test]
    fn a_gain_moved_by_hand_is_no_evidence() {
        assert_eq!(grade(&scenario()), Grade::A);
        assert_eq!(grade(&with("gain", "520")), Grade::A, "where it was");
        let moved = with("gain", "900");
        assert_eq!(grade(&moved), Grade::D);
        assert!(moved.evidence.reason.contains("moved by hand"));
        let moved = with("value", "60");
        assert_eq!(
            (moved.benefit.unit_value_source, grade(&moved)),
            (Source::Assumption, Grade::A)
        );
        assert_eq!(grade(&with("risk", "0.3")), Grade::A);
    }

    #[test]
    fn inputs_are_named_as_their_sliders_with_their_units() {
        let scenario = scenario();
        assert_eq!(input_name("Gain", &scenario), "Gain a month, claims");
        assert_eq!(input_name("Unit value", &scenario), "Worth of one unit, USD");
        assert_eq!(input_name("Tokens, monthly", &scenario), "Tokens, monthly");
        assert_eq!(input_label("Risk"), "Taken off for risk");
    }
}
