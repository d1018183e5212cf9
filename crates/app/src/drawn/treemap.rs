//! The treemap of spend: parts of a hierarchy, the dimension a money chart is split by and one step further in.

use std::collections::BTreeMap;

use charts::charts as chart;
use charts::format;
use charts::{Figure, Options};
use model::{Dimension, Total};

use super::money::{figure, named, split, titles, unit};
use crate::Result;
use crate::answer;
use crate::few;
use crate::scope::Scope;
use crate::show::{self, Charted};
use crate::view::{FilterView, Route};

/// The parts of each value: no step further in than vendors, so that no small group of people is a part.
fn within(dimension: &Dimension) -> Dimension {
    match dimension {
        Dimension::Provider => Dimension::Service,
        Dimension::Service => Dimension::Model,
        Dimension::Model => Dimension::TokenClass,
        Dimension::Account => Dimension::Project,
        _ => Dimension::Provider,
    }
}

/// Spend by two dimensions as areas.
pub(super) fn treemap(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let outer = split(scope);
    let inner = within(&outer);
    let asked = scope.ask_in_currency(scope.measure, &[outer.clone(), inner.clone()], scope.period)?;
    let result = metrics::money::spend::spend(&asked);
    let mut sums: BTreeMap<&str, BTreeMap<&str, Total>> = BTreeMap::new();
    for row in result.rows.iter().filter(|row| row.facts > 0) {
        let part = sums
            .entry(&row.keys[0])
            .or_default()
            .entry(&row.keys[1])
            .or_default();
        *part = *part + row.figure.value;
    }
    let part = |(name, total): (&&str, &Total)| chart::Item {
        key: (*name).to_owned(),
        name: named(name),
        value: figure(scope, *total),
    };
    let groups: Vec<chart::TreeGroup> = sums
        .iter()
        .map(|(name, parts)| chart::TreeGroup {
            key: (*name).to_owned(),
            name: named(name),
            parts: parts.iter().map(part).collect(),
        })
        .collect();
    let heads = (outer.label(), inner.label());
    let words = [&heads.0, &heads.1].map(|head| head.to_lowercase());
    let description = format!(
        "{} by {} and {}, {}",
        answer::label(scope.measure),
        words[0],
        words[1],
        format::period(&scope.period, &scope.locale)
    );
    let input = chart::Treemap {
        titles: titles(scope, finding(&groups), description, scope.period),
        unit: unit(scope),
        heads,
        groups,
        colours: scope.colours(&outer)?,
    };
    Ok(Charted {
        drawing: input.draw(options),
        explanation: result.explanation,
        go: Box::new(further(scope, outer, inner)),
    })
}

/// A part with less than this is as good as any other of many.
const FEW: f64 = 0.05;

/// The largest part and its share of what is above zero; the largest group where parts are many and small.
fn finding(groups: &[chart::TreeGroup]) -> String {
    let parts = || {
        groups
            .iter()
            .flat_map(|group| group.parts.iter().map(move |part| (group, part)))
    };
    let above: Figure = parts()
        .map(|(_, part)| part.value)
        .filter(|value| !value.is_negative())
        .sum();
    let Some((group, part)) = parts()
        .max_by_key(|(_, part)| part.value)
        .filter(|_| above > Figure::ZERO)
    else {
        return "Nothing is above zero in this period".to_owned();
    };
    let share = part.value.share_of(above).position();
    if share < FEW {
        return largest_group(groups, above);
    }
    let name = if part.name.contains(&group.name) || part.key.is_empty() {
        if part.key.is_empty() {
            group.name.clone()
        } else {
            part.name.clone()
        }
    } else {
        format!("{} · {}", group.name, part.name)
    };
    format!("{name} is the largest part: {}", show::percent(share))
}

fn largest_group(groups: &[chart::TreeGroup], above: Figure) -> String {
    let positive = |group: &chart::TreeGroup| -> Figure {
        let values = group.parts.iter().map(|part| part.value);
        values.filter(|value| !value.is_negative()).sum()
    };
    let largest = groups.iter().max_by_key(|group| positive(group));
    largest.map_or_else(String::new, |group| {
        let share = show::percent(positive(group).share_of(above).position());
        format!("{} is the largest group: {share}", group.name)
    })
}

/// A group leads to its parts, a part to itself.
fn further(
    scope: &Scope<'_>,
    outer: Dimension,
    inner: Dimension,
) -> impl Fn(&str) -> Option<Route> + 'static {
    let base = scope.on("spend");
    move |key: &str| {
        let (group, part) = key
            .split_once('|')
            .map_or((key, None), |(group, part)| (group, Some(part)));
        if group == "others" || group == "below-zero" || few::is_joined(group) {
            return None;
        }
        let mut route = Route {
            by: Some(inner.to_string()),
            ..base.clone()
        };
        let chosen = [
            (&outer, Some(group)),
            (&inner, part.filter(|part| *part != "others")),
        ];
        for (dimension, value) in chosen {
            let Some(value) = value else { continue };
            let id = dimension.to_string();
            route.filters.retain(|filter| filter.dimension != id);
            route.filters.push(FilterView {
                dimension: id,
                values: vec![value.to_owned()],
            });
        }
        Some(route)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(name: &str, parts: &[i128]) -> chart::TreeGroup {
        let part = |(at, value): (usize, &i128)| chart::Item {
            key: format!("{name}-{at}"),
            name: format!("Service {at}"),
            value: Figure::whole(*value),
        };
        chart::TreeGroup {
            key: name.to_owned(),
            name: name.to_owned(),
            parts: parts.iter().enumerate().map(part).collect(),
        }
    }

    #[test]
    fn where_no_part_stands_out_the_largest_group_is_named() {
        let many = [group("AWS", &[3; 30]), group("Azure", &[4; 10])];
        assert!(finding(&many).starts_with("AWS is the largest group: 69"));
        let few = [group("AWS", &[60, 5]), group("Azure", &[35])];
        assert_eq!(
            finding(&few),
            format!("AWS · Service 0 is the largest part: {}", show::percent(0.6))
        );
    }
}
