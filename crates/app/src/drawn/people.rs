//! Charts of people: distribution, Lorenz, and what both share with other charts. Nobody is named or ranked.

use charts::charts as chart;
use charts::format;
use charts::{Figure, Options, Titles};
use metrics::people::Intensity;
use metrics::people::concentration::{Concentration, concentration};
use metrics::people::distribution::{Distribution, distribution as distribution_of, not_stated};
use metrics::people::suppression::whole;

use crate::Result;
use crate::scope::Scope;
use crate::show::Charted;
use crate::view::Route;

pub(super) fn window_words(scope: &Scope<'_>) -> String {
    format!(
        "{} days to {}",
        scope.settings.windows.days,
        format::date(
            scope.people_window().to.pred_opt().unwrap_or_default(),
            &scope.locale
        )
    )
}

pub(super) fn titles(scope: &Scope<'_>, title: String, description: String) -> Titles {
    let days = format::span(&scope.people_window(), &scope.locale);
    Titles::new(
        title,
        description,
        [days].into_iter().chain(scope.filter_notes()).collect(),
    )
}

/// How tokens are spread over people; the zero bar apart.
pub(super) fn distribution(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let result = distribution_of(scope.people()?, Intensity::Tokens, scope.settings.privacy);
    let beside = result.beside.value();
    let description = format!(
        "People with stated tokens by tokens, {}, log scale",
        window_words(scope)
    );
    let input = chart::UsageDistribution {
        titles: Titles {
            remark: unmeasured_words(&result),
            ..titles(scope, zero_finding(scope, &result), description)
        },
        measured: format!("tokens per person, last {} days", scope.settings.windows.days),
        zero: beside.map(|beside| beside.zero.into()),
        unknown: beside.map(|beside| beside.unknown.into()),
        bins: result.bins.iter().map(bin).collect(),
        median: result
            .statistics
            .map(|statistics| statistics.median.round() as i128),
    };
    let team = Route {
        screen: "people".to_owned(),
        ..scope.route.clone()
    };
    let go = move |key: &str| {
        (key == "zero").then(|| Route {
            item: Some("non-adopters".to_owned()),
            ..team.clone()
        })
    };
    Ok(Charted {
        drawing: input.draw(options),
        explanation: result.explanation,
        go: Box::new(go),
    })
}

/// Who is active and in no bar; nothing where that may not be said.
fn unmeasured_words(result: &Distribution) -> String {
    let unmeasured = result.beside.value().map_or(0, |beside| beside.unmeasured);
    if unmeasured == 0 {
        return String::new();
    }
    not_stated(unmeasured, Intensity::Tokens)
}

fn bin(bin: &metrics::people::distribution::Bin) -> chart::Bin {
    chart::Bin {
        from: bin.from.into(),
        to: bin.to.into(),
        people: Some(bin.people.into()),
    }
}

/// The finding of a distribution: how many have not used it at all, of whom one can know.
fn zero_finding(scope: &Scope<'_>, result: &Distribution) -> String {
    let privacy = scope.settings.privacy;
    let few = || format!("Fewer than {} people: not shown", privacy.minimum);
    let Some(beside) = result.beside.value() else {
        return few();
    };
    let known = beside.active + beside.unmeasured + beside.zero;
    if known == 0 {
        return "Nobody's activity is known yet".to_owned();
    }
    whole(beside.zero, known, privacy)
        .value()
        .map_or_else(few, |zero| {
            format!(
                "{zero} of {known} people have not used AI in {} days",
                scope.settings.windows.days
            )
        })
}

/// How unequal use is.
pub(super) fn lorenz(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let result = concentration(scope.people()?, Intensity::Tokens, scope.settings.privacy);
    let curve = result.active.as_ref();
    let beside = distribution_of(scope.people()?, Intensity::Tokens, scope.settings.privacy);
    let description = format!(
        "Share of tokens by share of people with stated tokens, {}",
        window_words(scope)
    );
    let input = chart::Lorenz {
        titles: Titles {
            remark: unmeasured_words(&beside),
            ..titles(scope, lorenz_finding(&result), description)
        },
        measured: "tokens".to_owned(),
        points: curve
            .map(|curve| {
                curve
                    .lorenz
                    .iter()
                    .map(|(people, use_)| (share(*people), share(*use_)))
                    .collect()
            })
            .unwrap_or_default(),
        gini: share(curve.map_or(0.0, |curve| curve.gini)),
    };
    Ok(Charted::still(input.draw(options), result.explanation))
}

fn lorenz_finding(result: &Concentration) -> String {
    if result.finding.is_empty() {
        result.hidden.map_or_else(
            || "Nobody active is known yet".to_owned(),
            |why| format!("Concentration is not shown: {}", why.text()),
        )
    } else {
        result.finding.clone()
    }
}

/// A fraction for geometry.
fn share(fraction: f64) -> Figure {
    Figure::nanos((fraction * 1e9).round() as i128)
}
