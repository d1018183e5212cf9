//! What one can choose and move: initiative, scenario, how the gain is judged, where saved time went, the assumptions.

use std::collections::BTreeMap;

use metrics::roi::counterfactual::Method;
use metrics::roi::scenario::{Range, Scenario, TimeUse};

use crate::Result;
use crate::initiative::{self, Initiative, SLIDERS};
use crate::measured::Measured;
use crate::scenario;
use crate::scope::Scope;
use crate::show;
use crate::view::{Block, Choice, Control, Route};

/// The row of selects on top.
pub(super) fn choose(scope: &Scope<'_>, initiative: &Initiative, measured: &Measured) -> Result<Block> {
    let mut controls = vec![initiatives(scope, initiative)?];
    controls.extend(scenarios(scope, initiative)?);
    controls.push(methods(measured));
    if initiative.scenario.benefit.is_hours {
        controls.push(time_use(initiative.scenario.benefit.time_went_to));
    }
    Ok(Block::Controls {
        title: String::new(),
        controls,
        actions: Vec::new(),
    })
}

fn initiatives(scope: &Scope<'_>, shown: &Initiative) -> Result<Control> {
    let choices = initiative::worths(scope)?.iter().map(|(one, _)| Choice {
        id: one.scenario.name.clone(),
        label: one.scenario.name.clone(),
        selected: one.scenario.name == shown.scenario.name,
        go: Some(Route {
            item: Some(one.scenario.name.clone()),
            inputs: BTreeMap::new(),
            ..scope.route.clone()
        }),
        ..Choice::default()
    });
    Ok(show::select("item", "Initiative", choices.collect()))
}

/// The saved scenarios of the initiative, where there are any.
fn scenarios(scope: &Scope<'_>, shown: &Initiative) -> Result<Option<Control>> {
    let open = scope.route.inputs.get("scenario");
    let choice = |name: &str, inputs: BTreeMap<String, String>, selected| Choice {
        id: name.to_owned(),
        label: name.to_owned(),
        selected,
        go: Some(Route {
            item: Some(shown.scenario.name.clone()),
            inputs,
            ..scope.route.clone()
        }),
        ..Choice::default()
    };
    let saved = scenario::list(scope.book)?
        .into_iter()
        .filter(|saved| saved.of == shown.scenario.name);
    let names: Vec<String> = saved.map(|saved| saved.scenario.name).collect();
    let is_open = |name: &String| open == Some(name);
    let mut choices = vec![choice(
        scenario::DESCRIBED,
        BTreeMap::new(),
        !names.iter().any(is_open),
    )];
    choices.extend(names.iter().map(|name| {
        let inputs = BTreeMap::from([("scenario".to_owned(), name.clone())]);
        choice(name, inputs, is_open(name))
    }));
    Ok((choices.len() > 1).then(|| show::select("scenario", "Scenario", choices)))
}

fn methods(measured: &Measured) -> Control {
    let choices = Method::ALL.iter().map(|method| Choice {
        id: method.id().to_owned(),
        label: method.label().to_owned(),
        selected: *method == measured.method,
        go: None,
        ..Choice::default()
    });
    show::select("method", "Gain judged by", choices.collect())
}

fn time_use(said: TimeUse) -> Control {
    let choices = TimeUse::ALL.iter().map(|answer| Choice {
        id: answer.id().to_owned(),
        label: answer.label().to_owned(),
        selected: *answer == said,
        go: None,
        ..Choice::default()
    });
    show::select("time-went-to", "Where did the time go?", choices.collect())
}

/// One slider per assumption. Its scale is that of what is described or saved: it stays where it is while its value moves.
pub(super) fn sliders(
    scope: &Scope<'_>,
    initiative: &Initiative,
    measured: &Measured,
) -> Result<Vec<Control>> {
    let base = initiative::unmoved(scope)?;
    let mut controls = scaled(initiative, base.unwrap_or_else(|| initiative.scenario.clone()));
    for control in &mut controls {
        if let (Control::Slider { key, source, .. }, Some(gain)) = (control, measured.gain())
            && key == "gain"
        {
            *source = format!("{source} · measured {}", shown(gain, false));
        }
    }
    Ok(controls)
}

fn scaled(initiative: &Initiative, mut base: Scenario) -> Vec<Control> {
    let mut scenario = initiative.scenario.clone();
    let is_shown = |key: &str, scenario: &Scenario| key != "recapture" || scenario.benefit.is_hours;
    SLIDERS
        .iter()
        .filter(|slider| is_shown(slider.key, &initiative.scenario))
        .map(|slider| {
            let range = *(slider.of)(&mut scenario);
            let high = (slider.of)(&mut base).high;
            let (min, max) = if slider.is_fraction {
                slider.span
            } else {
                (0.0, (high * slider.span.1).max(1.0))
            };
            Control::Slider {
                key: slider.key.to_owned(),
                label: slider.name(&initiative.scenario),
                min,
                max,
                step: if slider.is_fraction { 0.01 } else { nice_step(max) },
                value: range.mid,
                shown: shown(range.mid, slider.is_fraction),
                source: span(range, slider.is_fraction),
            }
        })
        .collect()
}

fn span(range: Range, is_fraction: bool) -> String {
    if range.high <= range.low {
        return "no range given".to_owned();
    }
    format!(
        "low {} · high {}",
        shown(range.low, is_fraction),
        shown(range.high, is_fraction)
    )
}

fn shown(value: f64, is_fraction: bool) -> String {
    if is_fraction {
        show::percent(value)
    } else {
        show::number(value)
    }
}

/// The way back, once an assumption is moved.
pub(super) fn back(scope: &Scope<'_>) -> Vec<Choice> {
    let is_slider = |key: &String| SLIDERS.iter().any(|slider| slider.key == key);
    let inputs = &scope.route.inputs;
    if !inputs.keys().any(is_slider) {
        return Vec::new();
    }
    let to = inputs.get("scenario").map_or("described", String::as_str);
    let kept = inputs.iter().filter(|(key, _)| !is_slider(key));
    let route = Route {
        inputs: kept.map(|(key, value)| (key.clone(), value.clone())).collect(),
        ..scope.route.clone()
    };
    vec![Choice {
        id: "back".to_owned(),
        label: format!("Back to {to}"),
        go: Some(route),
        ..Choice::default()
    }]
}

/// A hundredth of the range, as 1, 2 or 5 times a power of ten.
fn nice_step(max: f64) -> f64 {
    let raw = max / 100.0;
    let power = 10f64.powf(raw.log10().floor());
    let factor = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .find(|factor| factor * power >= raw)
        .unwrap_or(10.0);
    factor * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_of_a_slider_stays_while_its_value_moves() {
        let text =
            "name = \"x\"\ncurrency = \"USD\"\n[benefit]\nkpi = \"k\"\ngain = [1, 2, 4]\nunit-value = 1";
        let base: Scenario = toml::from_str(text).expect("a scenario");
        let gain = |mid: &str| {
            let inputs = BTreeMap::from([("gain".to_owned(), mid.to_owned())]);
            let moved = Initiative {
                scenario: initiative::slider_scenario(&base, &inputs),
                start: None,
                control: String::new(),
            };
            match scaled(&moved, base.clone()).remove(0) {
                Control::Slider {
                    min,
                    max,
                    step,
                    value,
                    ..
                } => format!("{min} {max} {step} {value}"),
                Control::Select { .. } => panic!("a slider"),
            }
        };
        assert_eq!(gain("2"), "0 12 0.2 2");
        assert_eq!(gain("10"), "0 12 0.2 10");
    }
}
