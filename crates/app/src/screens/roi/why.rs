//! Why the figures of an initiative are what they are: each by what it is itself, with the base case beside it.

use metrics::Explanation;
use metrics::roi::worth::Worth;
use model::Money;

use crate::initiative::{SLIDERS, input_label};
use crate::scope::Scope;
use crate::show;

/// How a figure came about: first what it is, then the base case, with every input at its middle, that it stands beside.
pub(in crate::screens) fn of(scope: &Scope<'_>, worth: &Worth, key: &str) -> Explanation {
    let money = |money: &Money| show::money(scope, money.total, &money.currency);
    let simulation = &worth.simulation;
    let draws = show::count(scope, simulation.draws);
    let base = told(&worth.explanation);
    let (what, formula) = match key {
        "p50" => (
            format!(
                "The median of {draws} draws, each with every input somewhere in its range: half of them come to less."
            ),
            format!(
                "median {}; one in ten below {}, one in ten above {}",
                money(&simulation.p50),
                money(&simulation.p10),
                money(&simulation.p90)
            ),
        ),
        "chance" => (
            format!(
                "The part of {draws} draws, each with every input somewhere in its range, that comes to more than nothing."
            ),
            format!(
                "draws above zero ÷ {draws} = {}",
                show::chance(simulation.chance_positive)
            ),
        ),
        "payback" => (
            "When the benefits, undiscounted, have paid back the costs, with every input at its middle."
                .to_owned(),
            String::new(),
        ),
        "evidence" => (
            "The weaker of the grade that is stated and the best that the source of the gain allows."
                .to_owned(),
            worth.grade.text().to_owned(),
        ),
        _ => return base,
    };
    let note = format!("Base case, every input at its middle: {}.", base.formula);
    Explanation {
        what,
        formula,
        numerator: None,
        denominator: None,
        ..base
    }
    .note(note)
}

/// The base case with its inputs by the names of the sliders; what costs nothing is left out.
fn told(base: &Explanation) -> Explanation {
    const NOTHING: [&str; 2] = ["0 (0 to 0)", "1 (1 to 1)"];
    let says = |(_, value): &&(String, String)| !NOTHING.contains(&value.as_str());
    let input = |(name, value): &(String, String)| (input_label(name).to_owned(), ranged(name, value));
    Explanation {
        inputs: base.inputs.iter().filter(says).map(input).collect(),
        ..base.clone()
    }
}

/// `0.7 (0.5 to 0.85)` as `70 % (50 % to 85 %)`; a range without width as its one value. Other texts stay.
fn ranged(name: &str, value: &str) -> String {
    let is_fraction = SLIDERS
        .iter()
        .any(|slider| slider.input == name && slider.is_fraction);
    let shown = |text: &str| {
        let number = text.parse().ok()?;
        Some(if is_fraction {
            show::percent(number)
        } else {
            show::number(number)
        })
    };
    let parts = || {
        let (mid, rest) = value.split_once(" (")?;
        let (low, high) = rest.strip_suffix(')')?.split_once(" to ")?;
        Some([shown(mid)?, shown(low)?, shown(high)?])
    };
    match parts() {
        Some([mid, low, high]) if low == high => mid,
        Some([mid, low, high]) => format!("{mid} ({low} to {high})"),
        None => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_read_as_the_sliders_say_them() {
        let base = Explanation::new("What it is worth.", "NPV")
            .input("Attribution", &"0.7 (0.5 to 0.85)")
            .input("Gain", &"9000 (8860 to 9090)")
            .input("Discount rate", &"0.1 (0.1 to 0.1)")
            .input("Tokens, once", &"0 (0 to 0)")
            .input("IRR", &"12 % a year");
        let told = told(&base).inputs;
        let told: Vec<(&str, &str)> = told
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                ("Caused by the initiative", "70\u{a0}% (50\u{a0}% to 85\u{a0}%)"),
                ("Gain a month", "9,000 (8,860 to 9,090)"),
                ("Discount rate a year", "10\u{a0}%"),
                ("IRR", "12 % a year"),
            ]
        );
    }
}
