//! The row of figures about everybody, or about the part that a filter leaves: what may be shown of them together.

use metrics::people::non_adopters::NonAdopters;
use metrics::people::streaks::Streaks;
use metrics::people::suppression::{Hidden, Privacy, Shown, whole_count};
use metrics::people::utilisation::Utilisation;
use metrics::{Explanation, Rate};
use model::PersonState;

use crate::scope::Scope;
use crate::view::{ExplainView, Figure, Tone};
use crate::{Result, show};

/// How many people are active, zero, unknown and not entitled. Of a part that a filter leaves, one that is hidden takes all
/// but the active along: whoever knows how many there are could subtract.
pub(in crate::screens) fn states(scope: &Scope<'_>) -> Result<[Shown<u32>; 4]> {
    let people = scope.people()?;
    let states = [
        PersonState::Active,
        PersonState::Zero,
        PersonState::Unknown,
        PersonState::NotEntitled,
    ];
    let count = |state| people.iter().filter(|person| person.state == state).count() as u32;
    let privacy = scope.settings.privacy;
    Ok(together(
        states.map(|state| whole_count(count(state), people.len() as u64, privacy)),
        privacy,
    ))
}

fn together([active, others @ ..]: [Shown<u32>; 4], privacy: Privacy) -> [Shown<u32>; 4] {
    let is_hidden = others.iter().any(|number| number.value().is_none());
    let [zero, unknown, not_entitled] = if privacy.is_part && is_hidden {
        others.map(|_| Shown::Hidden(Hidden::Protects(privacy.minimum)))
    } else {
        others
    };
    [active, zero, unknown, not_entitled]
}

/// An explanation; where counts are hidden, without any that would give them away.
fn why(explanation: &Explanation, is_hidden: bool) -> ExplainView {
    if is_hidden {
        let Explanation { what, guards, .. } = explanation.clone();
        let bare = Explanation {
            what,
            guards,
            ..Explanation::default()
        };
        return show::explain(bare, None);
    }
    show::explain(explanation.clone(), None)
}

/// Of those whom a source covers, how many are active; without counts where one is hidden.
pub(in crate::screens) fn active_why(
    scope: &Scope<'_>,
    [active, zero, unknown, _]: &[Shown<u32>; 4],
    help: &NonAdopters,
) -> ExplainView {
    let counts = active.value().zip(zero.value()).zip(unknown.value());
    let explanation = active_of(counts.map(|((active, zero), unknown)| [*active, *zero, *unknown]))
        .input("days", &scope.settings.windows.days)
        .covering(help.explanation.coverage.clone());
    why(&explanation, counts.is_none())
}

fn active_of(counts: Option<[u32; 3]>) -> Explanation {
    let what = "People with anything seen in the window, of those whom a source covers.";
    let Some([active, zero, unknown]) = counts else {
        return Explanation::new(what, "");
    };
    let share = Rate::new(active.into(), (active + zero).into(), unknown.into()).fraction();
    let share = share.map_or_else(String::new, |share| format!(" = {}", show::percent(share)));
    Explanation::new(what, format!("{active} ÷ ({active} + {zero}){share}"))
        .input("active", &active)
        .input("zero: covered, nothing seen", &zero)
        .input("unknown, in neither", &unknown)
}

pub(super) fn figures(
    scope: &Scope<'_>,
    states: &[Shown<u32>; 4],
    (help, weekly, streak): (&NonAdopters, &Utilisation, &Streaks),
) -> Vec<Figure> {
    let is_hidden = states[1].value().is_none();
    let weeks = format!("people, {} weeks or more", scope.settings.streaks.weeks);
    let last = format!(
        "person weeks, last {} weeks",
        scope.settings.utilisation.headline_weeks
    );
    let mut figures = of_states(scope, states, help);
    figures.extend([
        Figure {
            detail: parts(scope, &weekly.headline, (is_hidden, &last)),
            ..plain(
                "weekly",
                "Weekly active people",
                share_text(&weekly.headline),
                why(&weekly.explanation, is_hidden),
            )
        },
        Figure {
            detail: parts(scope, &streak.share, (is_hidden, &weeks)),
            ..plain(
                "streak",
                "Keep a weekly streak",
                share_text(&streak.share),
                why(&streak.explanation, is_hidden),
            )
        },
    ]);
    figures
}

/// Who is active, who is at zero and who is unknown.
fn of_states(scope: &Scope<'_>, states: &[Shown<u32>; 4], help: &NonAdopters) -> Vec<Figure> {
    let [active, zero, unknown, not_entitled] = states;
    let count = |number: &u32| show::count(scope, *number);
    let covered = active.value().zip(zero.value()).map_or_else(
        || "people covered".to_owned(),
        |(active, zero)| format!("of {} covered", count(&(active + zero))),
    );
    let not_entitled = not_entitled.value().map_or_else(String::new, |not_entitled| {
        format!("no source covers them · {} not entitled", count(not_entitled))
    });
    let is_hidden = zero.value().is_none();
    let zero_why = why(&help.explanation, is_hidden);
    vec![
        Figure {
            detail: format!("{covered}, {} days", scope.settings.windows.days),
            ..plain(
                "active",
                "Active",
                covered_text(scope, states, active),
                active_why(scope, states, help),
            )
        },
        Figure {
            detail: if is_hidden {
                String::new()
            } else {
                split(scope, help)
            },
            tone: if zero.value() == Some(&0) {
                Tone::Neutral
            } else {
                Tone::Warn
            },
            ..plain(
                "zero",
                "Zero: nothing seen",
                covered_text(scope, states, zero),
                zero_why.clone(),
            )
        },
        Figure {
            detail: not_entitled,
            ..plain("unknown", "Unknown", counted(scope, unknown), zero_why)
        },
    ]
}

/// How many are active, or at zero; unknown where nobody could have been seen.
fn covered_text(scope: &Scope<'_>, states: &[Shown<u32>; 4], people: &Shown<u32>) -> String {
    if is_nobody_covered(states) {
        return "unknown".to_owned();
    }
    counted(scope, people)
}

/// Whether no source covers anybody.
pub(in crate::screens) fn is_nobody_covered([active, zero, ..]: &[Shown<u32>; 4]) -> bool {
    [active, zero].iter().all(|people| people.value() == Some(&0))
}

/// How many of those at zero never began, and how many stopped.
fn split(scope: &Scope<'_>, help: &NonAdopters) -> String {
    match &help.zero_rate {
        Shown::Hidden(_) => String::new(),
        Shown::Value(_) => format!(
            "{} never used · {} stopped",
            counted(scope, &help.never_used),
            counted(scope, &help.dormant)
        ),
    }
}

fn counted(scope: &Scope<'_>, people: &Shown<u32>) -> String {
    people.text(|people| show::count(scope, *people))
}

fn plain(key: &str, label: &str, value: String, explain: crate::view::ExplainView) -> Figure {
    super::super::overview::figure(key, label.to_owned(), value, explain)
}

/// `762 of 1,060 person weeks, last 4 weeks · 144 unknown`; nothing where who is counted is hidden elsewhere.
fn parts(scope: &Scope<'_>, rate: &Shown<Rate>, (is_hidden, of): (bool, &str)) -> String {
    let Some(rate) = rate.value().filter(|_| !is_hidden) else {
        return String::new();
    };
    let count = |number: u64| show::count(scope, number);
    let unknown = match rate.unknown {
        0 => String::new(),
        unknown => format!(" · {} unknown", count(unknown)),
    };
    let (numerator, denominator) = (count(rate.numerator), count(rate.denominator));
    format!("{numerator} of {denominator} {of}{unknown}")
}

fn share_text(rate: &Shown<Rate>) -> String {
    rate.text(|rate| {
        rate.fraction()
            .map_or_else(|| "unknown".to_owned(), show::percent)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hidden_zero_takes_the_unknown_along_where_a_filter_leaves_a_part() {
        let hidden = || Shown::Hidden(Hidden::Protects(5));
        let counts = || [Shown::Value(9), hidden(), Shown::Value(0), Shown::Value(0)];
        let part = Privacy {
            is_part: true,
            ..Privacy::default()
        };
        assert_eq!(
            together(counts(), part),
            [Shown::Value(9), hidden(), hidden(), hidden()]
        );
        assert_eq!(together(counts(), Privacy::default()), counts());
    }

    #[test]
    fn nobody_is_covered_only_where_that_is_said() {
        let states = |zero| [Shown::Value(0), zero, Shown::Value(9), Shown::Value(0)];
        assert!(is_nobody_covered(&states(Shown::Value(0))));
        assert!(!is_nobody_covered(&states(Shown::Value(3))));
        assert!(!is_nobody_covered(&states(Shown::Hidden(Hidden::Protects(5)))));
    }

    #[test]
    fn who_is_active_is_explained_by_who_is_active() {
        let said = active_of(Some([233, 32, 36]));
        assert_eq!(said.formula, "233 ÷ (233 + 32) = 88\u{a0}%");
        assert_eq!(said.inputs[2].1, "36");
        assert_eq!(active_of(Some([0, 0, 0])).formula, "0 ÷ (0 + 0)");
        assert_eq!(active_of(None).formula, "");
    }

    #[test]
    fn what_explains_a_figure_beside_a_hidden_one_has_no_counts() {
        let explanation = Explanation::new("Kept.", "8 of 12").guard("Groups only.");
        let bare = why(&explanation, true);
        assert_eq!((bare.what.as_str(), bare.formula.as_str()), ("Kept.", ""));
        assert_eq!(bare.notes, ["Groups only."]);
        assert_eq!(why(&explanation, false).formula, "8 of 12");
    }
}
