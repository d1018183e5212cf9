//! Overview: what was spent, who uses it, whether it paid: five figures and three charts; below them whether the KPI moved
//! and the budgets last, where the book knows.

use metrics::Explanation;
use metrics::money::comparison::{Change, ComparisonRow};
use metrics::money::run_rate::run_rate;
use metrics::people::non_adopters::non_adopters;
use metrics::people::suppression::Shown;
use model::{Measure, Total};

use super::{Desk, placed};
use crate::Result;
use crate::checks;
use crate::compared::compared;
use crate::initiative;
use crate::licences;
use crate::scope::{Scope, month_word};
use crate::show;
use crate::signals;
use crate::taken;
use crate::view::{Block, ExplainView, Figure, Placed, Route, Tone};

/// The screen.
pub(super) fn blocks(desk: &Desk<'_>) -> Result<Vec<Placed>> {
    // Two rows of charts fill the window, within what reads well.
    let height = (desk.canvas.height.saturating_sub(400) / 2).clamp(220, 420);
    let figures = key_figures(desk.scope)?;
    let mut blocks = vec![placed(12, Block::Figures { figures })];
    blocks.extend(failing(desk.scope)?.map(|note| placed(12, note)));
    blocks.extend([
        desk.chart("spend-over-time", 12, height)?,
        desk.chart("usage-distribution", 6, height)?,
        desk.chart("roi", 6, height)?,
    ]);
    // What an executive asks next: did the KPI move, does the budget last. Only what the book can answer.
    if !initiative::worths(desk.scope)?.is_empty() {
        blocks.push(desk.chart("kpi", 6, height)?);
    }
    let budgets = signals::budget_states(desk.scope)?;
    let mut ours = budgets.states.iter().map(|state| &state.currency);
    if ours.any(|currency| *currency == desk.scope.currency) {
        blocks.push(desk.chart("budgets", 6, height)?);
    }
    Ok(blocks)
}

/// Checks that do not hold; nothing where all do.
fn failing(scope: &Scope<'_>) -> Result<Option<Block>> {
    let failing: Vec<String> = checks::failing(scope.book)?
        .iter()
        .map(|line| line.trim_start_matches("Check ").to_owned())
        .collect();
    let count = match failing.len() {
        0 => return Ok(None),
        1 => "One check does not hold".to_owned(),
        many => format!("{many} checks do not hold"),
    };
    Ok(Some(Block::Note {
        tone: Tone::Warn,
        text: format!(
            "{count}: {}. The screen Book has what was found and expected.",
            failing.join("; ")
        ),
    }))
}

/// The five figures that say it all: spent, also spent, used, expected, worth.
pub(crate) fn key_figures(scope: &Scope<'_>) -> Result<Vec<Figure>> {
    const MOST: usize = 5;
    let [of_people, of_seats, of_plans] =
        [taken::PEOPLE, taken::SEATS, taken::PLANS].map(|takes| scope.taking(takes));
    let (of_people, of_seats, of_plans) = (of_people?, of_seats?, of_plans?);
    let mut figures = vec![billed(scope)?];
    figures.extend(other_currencies(scope)?);
    figures.push(said(&of_people, people(&of_people)?));
    figures.extend(idle(&of_seats)?.map(|figure| said(&of_seats, figure)));
    figures.extend(expected(scope)?);
    figures.extend(
        initiatives(&of_plans)?
            .into_iter()
            .map(|figure| said(&of_plans, figure)),
    );
    figures.truncate(MOST);
    Ok(figures)
}

/// Says beside a figure which filters did not change it.
fn said(scope: &Scope<'_>, mut figure: Figure) -> Figure {
    if let Some(aside) = scope.not_filtered() {
        let parts = [figure.detail, aside];
        figure.detail = parts
            .iter()
            .filter(|part| !part.is_empty())
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" · ");
    }
    figure
}

/// A figure without a detail line.
pub(super) fn figure(key: &str, label: String, value: String, explain: ExplainView) -> Figure {
    Figure {
        key: key.to_owned(),
        label,
        value,
        unit: String::new(),
        detail: String::new(),
        tone: Tone::Neutral,
        estimated: false,
        explain,
    }
}

fn billed(scope: &Scope<'_>) -> Result<Figure> {
    let result = compared(scope, |period| {
        scope.ask_in_currency(Measure::Billed, &[], period)
    })?;
    let windows = result.windows;
    let this = scope.ask_in_currency(Measure::Billed, &[], windows.this)?;
    let label = match scope.period.whole_months() {
        Some(1) => format!("Billed in {}", month_word(scope.period.from)),
        _ => "Billed".to_owned(),
    };
    let explain = show::explain(result.explanation, Some(scope.on("rows")));
    let Some(row) = result.rows.first() else {
        return Ok(figure("billed", label, "nothing".to_owned(), explain));
    };
    let is_provisional = this.groups.iter().any(|group| group.provisional);
    let base = charts::format::period(&windows.previous, &scope.locale);
    let cut = if windows.is_cut { ", day for day" } else { "" };
    let against = |before: &Change| {
        let change = show::change(scope, before.difference, before.fraction, &row.currency);
        format!("{change} against {base}{cut}")
    };
    let rises = row
        .previous
        .as_ref()
        .is_some_and(|before| before.difference.0 > 0);
    Ok(Figure {
        unit: if is_provisional {
            "provisional".to_owned()
        } else {
            String::new()
        },
        detail: at_list(scope, row)?
            + &row
                .previous
                .as_ref()
                .map_or_else(|| format!("{base} is not in the book"), against),
        tone: if rises { Tone::Warn } else { Tone::Neutral },
        ..figure(
            "billed",
            label,
            show::whole_money(scope, row.this.value, &row.currency),
            explain,
        )
    })
}

/// What a plan or a pool paid for, at list prices, where nothing of it is billed; ends where the next words begin.
fn at_list(scope: &Scope<'_>, row: &ComparisonRow) -> Result<String> {
    if row.this.value.0 != 0 {
        return Ok(String::new());
    }
    let listed = scope.ask_in_currency(Measure::List, &[], scope.period)?;
    let total: Total = listed.groups.iter().map(|group| group.value).sum();
    Ok(match total.0 {
        0 => String::new(),
        _ => format!(
            "{} at list prices · ",
            show::whole_money(scope, total, &row.currency)
        ),
    })
}

/// The other currencies of the period, never added to the first.
fn other_currencies(scope: &Scope<'_>) -> Result<Option<Figure>> {
    let groups = scope.ask(Measure::Billed, &[], scope.period)?;
    let mut others = groups
        .groups
        .iter()
        .filter(|group| group.currency != scope.currency && group.value.0 != 0);
    let Some(first) = others.next() else {
        return Ok(None);
    };
    let more: Vec<String> = others
        .map(|group| show::whole_money(scope, group.value, &group.currency))
        .collect();
    let explanation = Explanation::new(
        "Billed in another currency. Currencies are never added without a dated rate.",
        format!("Σ of {} facts", first.facts),
    )
    .covered_by(&groups.coverage);
    let label = format!("Also billed, {}", first.currency.code());
    Ok(Some(Figure {
        detail: if more.is_empty() {
            "apart: not converted".to_owned()
        } else {
            format!("and {}; apart: not converted", more.join(", "))
        },
        ..figure(
            "billed-other",
            label,
            show::whole_money(scope, first.value, &first.currency),
            show::explain(
                explanation,
                Some(Route {
                    currency: Some(first.currency.code().to_owned()),
                    ..scope.on("rows")
                }),
            ),
        )
    }))
}

fn people(scope: &Scope<'_>) -> Result<Figure> {
    let states = &super::people::states(scope)?;
    let [active, zero, unknown, _] = states;
    let result = non_adopters(
        scope.people()?,
        scope.people_window(),
        scope.people_history(),
        &scope.settings,
    );
    let explain = ExplainView {
        rows: Some(scope.on("people")),
        ..super::people::active_why(scope, states, &result)
    };
    let label = format!("Using AI, {} days", scope.settings.windows.days);
    let count = |people: u32| show::count(scope, people);
    let why_unknown = if scope.people()?.is_empty() {
        Some("no file names people".to_owned())
    } else if super::people::is_nobody_covered(states) {
        let of = |unknown: &u32| format!("no source covers any of {}", count(*unknown));
        Some(unknown.value().map_or_else(String::new, of))
    } else {
        None
    };
    if let Some(detail) = why_unknown {
        return Ok(Figure {
            detail,
            ..figure("people", label, "unknown".to_owned(), explain)
        });
    }
    let (unit, detail) = match (active, zero, unknown) {
        (Shown::Value(active), Shown::Value(zero), Shown::Value(unknown)) => (
            format!("of {}", count(active + zero)),
            format!("{} zero · {} unknown", count(*zero), count(*unknown)),
        ),
        _ => (String::new(), String::new()),
    };
    let value = active.text(|active| count(*active));
    Ok(Figure {
        unit,
        detail,
        ..figure("people", label, value, explain)
    })
}

/// What the surest idle seats cost, and when the next contract renews. Tiers are not summed: the others stand beside, and what is
/// bought and assigned to nobody.
fn idle(scope: &Scope<'_>) -> Result<Option<Figure>> {
    let made = licences::idle(scope)?;
    let in_currency = made
        .exposures
        .iter()
        .filter(|(_, money)| money.currency == scope.currency);
    // Beside the tiers, which are never summed: what nobody holds.
    let unassigned = made
        .unassigned()
        .into_iter()
        .map(|(_, money)| (money, "assigned to nobody"));
    let unassigned = unassigned.filter(|(money, _)| money.currency == scope.currency);
    let mut priced = in_currency
        .map(|(tier, money)| (money.clone(), tier.text()))
        .chain(unassigned)
        .filter(|(money, _)| money.total.0 > 0);
    let Some((money, why)) = priced.next() else {
        return Ok(None);
    };
    let text = |money: &model::Money| show::whole_money(scope, money.total, &money.currency);
    let mut details: Vec<String> = priced
        .map(|(money, why)| format!("{} {why}", text(&money)))
        .collect();
    if let Some((_, next)) = made.next_renewal() {
        details.push(format!(
            "next renewal {}",
            charts::format::date(next.on, &scope.locale)
        ));
    }
    Ok(Some(Figure {
        unit: format!("a month, {why}"),
        detail: details.join(" · "),
        tone: Tone::Warn,
        ..figure(
            "idle-seats",
            "Idle seats".to_owned(),
            text(&money),
            show::explain(made.explanation.clone(), Some(scope.on("licences"))),
        )
    }))
}

/// What the running month will come to, where the period is not complete and anything of it comes by the day.
fn expected(scope: &Scope<'_>) -> Result<Option<Figure>> {
    if scope.period.to <= scope.data.to {
        return Ok(None);
    }
    let groups = scope.ask_in_currency(Measure::Billed, &[], scope.period)?;
    let result = run_rate(&groups, scope.series()?, scope.period, scope.data.to);
    let explain = show::explain(result.explanation, Some(scope.on("rows")));
    let stretched = result.rows.first().filter(|row| row.spent != row.bills);
    Ok(stretched.map(|row| Figure {
        detail: match row.bills.0 {
            0 => "run rate: spent so far, stretched to the whole period".to_owned(),
            _ => "run rate: bills as they are, days so far stretched to the whole period".to_owned(),
        },
        estimated: true,
        ..figure(
            "run-rate",
            "Expected in all".to_owned(),
            show::whole_money(scope, row.expected, &row.currency),
            explain,
        )
    }))
}

/// One figure an initiative; never their sum, since one hour may not pay twice.
fn initiatives(scope: &Scope<'_>) -> Result<Vec<Figure>> {
    let all = initiative::worths(scope)?;
    let on = |name: &str| Route {
        item: Some(name.to_owned()),
        ..scope.on("roi")
    };
    let figures = all.iter().take(2).map(|(_, worth)| {
        let simulation = &worth.simulation;
        let [p10, p50, p90] = [&simulation.p10, &simulation.p50, &simulation.p90]
            .map(|money| charts::format::money_compact(money, scope.writing(), &scope.locale));
        Figure {
            unit: "middle outcome".to_owned(),
            detail: format!("8 of 10 outcomes: {p10} to {p90} · evidence {:?}", worth.grade),
            estimated: true,
            tone: if simulation.p50.total.0 < 0 {
                Tone::Bad
            } else {
                Tone::Neutral
            },
            ..figure(
                &format!("worth-{}", worth.name),
                worth.name.clone(),
                charts::format::signed(p50),
                show::explain(super::roi::why::of(scope, worth, "p50"), Some(on(&worth.name))),
            )
        }
    });
    Ok(figures.collect())
}
