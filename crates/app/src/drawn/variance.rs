//! Why a period differs from the one before, as steps from one total to the other.

use std::collections::BTreeMap;

use charts::charts as chart;
use charts::format;
use charts::{Figure, Options, Unit};
use metrics::Explanation;
use metrics::money::variance as variance_of;
use model::{Measure, Period, Total};

use super::money::titles;
use crate::Result;
use crate::scope::Scope;
use crate::show::{self, Charted};

/// Why the period differs from the one before.
pub(super) fn variance(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let earlier = scope.period.previous();
    if earlier.from < scope.data.from {
        return Ok(nothing_before(scope, options, earlier));
    }
    let before = scope.ask_in_currency(Measure::Billed, &variance_of::BY, earlier)?;
    let after = scope.ask_in_currency(Measure::Billed, &variance_of::BY, scope.period)?;
    let result = variance_of::variance(&before, &after);
    let [from, to] = [earlier, scope.period].map(|period| format::period(&period, &scope.locale));
    let set = result.sets.into_iter().next();
    let money = |total: Total| Figure::total(total, &scope.currency);
    let end = |key: &str, name: &str, total: Option<Total>| chart::Item {
        key: key.to_owned(),
        name: name.to_owned(),
        value: money(total.unwrap_or_default()),
    };
    let steps = set
        .iter()
        .flat_map(|set| &set.effects)
        .filter(|effect| effect.value.0 != 0)
        .map(|effect| chart::Item {
            key: effect.kind.label().to_lowercase(),
            name: match effect.kind {
                // The chart draws what has this name in grey: it is no cause.
                variance_of::EffectKind::Unexplained => "unexplained".to_owned(),
                kind => kind.label().to_owned(),
            },
            value: money(effect.value),
        });
    let title = set
        .as_ref()
        .map_or_else(String::new, |set| variance_finding(scope, set));
    let input = chart::VarianceWaterfall {
        titles: titles(scope, title, format!("Billed, {from} to {to}"), scope.period),
        unit: Unit::Money(scope.currency.clone()),
        from: end("before", &from, set.as_ref().map(|set| set.before)),
        steps: steps.collect(),
        to: end("after", &to, set.as_ref().map(|set| set.after)),
        is_rise_good: false,
        empty: "Nothing changed between the two.".to_owned(),
    };
    Ok(Charted::still(input.draw(options), result.explanation))
}

/// A period that the book does not know is not one without money: nothing is drawn from it.
fn nothing_before(scope: &Scope<'_>, options: &Options, earlier: Period) -> Charted {
    let [from, to] = [earlier, scope.period].map(|period| format::period(&period, &scope.locale));
    let nothing = |key: &str, name: &str| chart::Item {
        key: key.to_owned(),
        name: name.to_owned(),
        value: Figure::ZERO,
    };
    let title = format!("{from} is not in the book, or not from its first day on");
    let text = format!("{from} is not in the book as a whole, so nothing tells why {to} differs from it.");
    let input = chart::VarianceWaterfall {
        titles: titles(scope, title, format!("Billed, {from} to {to}"), scope.period),
        unit: Unit::Money(scope.currency.clone()),
        from: nothing("before", &from),
        steps: Vec::new(),
        to: nothing("after", &to),
        is_rise_good: false,
        empty: text.clone(),
    };
    Charted::still(
        input.draw(options),
        Explanation::new(text, String::new()).guard("What is missing is never counted as zero."),
    )
}

/// What explains the change; where most of it has no quantity, that it has none, and which vendor moved most.
fn variance_finding(scope: &Scope<'_>, set: &variance_of::Waterfall) -> String {
    let largest = set.effects.iter().max_by_key(|effect| effect.value.0.abs());
    match (largest, moved_most(set)) {
        (Some(effect), Some((name, moved))) if effect.kind == variance_of::EffectKind::Unexplained => {
            let name = if name.is_empty() {
                "What is not stated"
            } else {
                name
            };
            let moved = show::change(scope, moved, None, &set.currency);
            match open_words(effect.value, Total(set.after.0 - set.before.0)) {
                Some(open) => format!("{open}; {name} moved most: {moved}"),
                None => format!("{name} moved most: {moved}"),
            }
        }
        _ if set.finding.is_empty() => "Both months cost the same".to_owned(),
        _ => set.finding.clone(),
    }
}

/// `67 % of the rise has no quantity that explains it`, where that is more than half.
fn open_words(open: Total, change: Total) -> Option<String> {
    let word = if change.0 < 0 { "fall" } else { "rise" };
    let share = metrics::figure::share(open, change)?;
    match share {
        all if all > 1.0 => Some(format!(
            "All of the {word}, and more, has no quantity that explains it"
        )),
        most if most > 0.5 => Some(format!(
            "{} of the {word} has no quantity that explains it",
            show::percent(most)
        )),
        _ => None,
    }
}

/// The vendor whose money changed most, all of it together.
fn moved_most(set: &variance_of::Waterfall) -> Option<(&str, Total)> {
    let mut vendors: BTreeMap<&str, i128> = BTreeMap::new();
    for item in &set.items {
        let vendor = item.keys.first().map_or("", String::as_str);
        *vendors.entry(vendor).or_default() += item.after.0 - item.before.0;
    }
    let most = vendors.into_iter().max_by_key(|(_, moved)| moved.abs())?;
    Some((most.0, Total(most.1))).filter(|(_, moved)| moved.0 != 0)
}

#[cfg(test)]
mod tests {
    use metrics::money::variance::{EffectKind, VarianceItem, Waterfall};
    use model::Currency;

    use super::*;

    #[test]
    fn a_change_without_quantities_is_called_so() {
        assert_eq!(
            open_words(Total(658), Total(987)).as_deref(),
            Some("67\u{a0}% of the rise has no quantity that explains it")
        );
        assert_eq!(
            open_words(Total(-60), Total(-100)).as_deref(),
            Some("60\u{a0}% of the fall has no quantity that explains it")
        );
        assert_eq!(open_words(Total(-60), Total(100)), None);
        assert_eq!(open_words(Total(50), Total(100)), None);
        assert!(open_words(Total(150), Total(100)).is_some_and(|said| said.starts_with("All of the rise")));
    }

    #[test]
    fn the_vendor_that_moved_most_is_named_with_all_of_its_items() {
        let item = |keys: [&str; 2], before: i128, after: i128| VarianceItem {
            keys: keys.map(str::to_owned).to_vec(),
            kind: EffectKind::Unexplained,
            before: Total(before),
            after: Total(after),
        };
        let set = Waterfall {
            currency: Currency::new("USD"),
            before: Total(180),
            after: Total(190),
            effects: Vec::new(),
            items: vec![
                item(["Anthropic", "API"], 100, 20),
                item(["OpenAI", "API"], 40, 60),
                item(["Anthropic", "Seats"], 40, 110),
            ],
            finding: String::new(),
        };
        assert_eq!(moved_most(&set), Some(("OpenAI", Total(20))));
    }
}
