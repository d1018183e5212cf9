//! Tables of the screen: what an initiative costs, its scenarios side by side, and what all come to together.

use metrics::figure::percent;
use metrics::roi::overlap_ledger::{Entry, Ledger};
use metrics::roi::tco::CostLine;
use model::Money;

use super::source_words;
use crate::Result;
use crate::initiative::{self, SLIDERS};
use crate::scenario::{self, Beside};
use crate::scope::Scope;
use crate::view::{Block, Choice, RowView, TableView};
use crate::{owned, show};

/// Every cost, kind by kind; what was billed stands beside the estimate.
pub(super) fn costs(scope: &Scope<'_>) -> Result<Block> {
    let tco = owned::costs(scope)?;
    let (initiative, _) = initiative::chosen(scope)?;
    let row = |line: &CostLine| {
        let [low, middle, high] = [0, 1, 2].map(|at| money(scope, &line.present[at]));
        let billed = line
            .billed
            .as_ref()
            .map(|(billed, months)| format!("{} in {months} months", money(scope, billed)));
        show::row(vec![
            line.kind.label().to_owned(),
            money(scope, &line.once),
            money(scope, &line.monthly),
            middle,
            if low == high {
                String::new()
            } else {
                format!("{low} to {high}")
            },
            show::percent(line.share),
            billed.unwrap_or_default(),
            source_words(line.source).to_owned(),
        ])
    };
    let mut totals = vec![String::new(); 8];
    "All".clone_into(&mut totals[0]);
    totals[3] = money(scope, &tco.total);
    let missing: Vec<&str> = tco.missing.iter().map(|kind| kind.label()).collect();
    let note = if missing.is_empty() {
        String::new()
    } else {
        format!("Not stated, so not counted: {}.", missing.join(", "))
    };
    let months = initiative.scenario.horizon_months;
    let over = format!("#Estimated over {months} months");
    Ok(Block::Table(TableView {
        key: "tco".to_owned(),
        title: "What it costs in all, at present value".to_owned(),
        columns: show::columns(&[
            "Cost",
            "#At the start",
            "#A month",
            &over,
            "#Range",
            "#Share",
            "#Billed so far",
            "Comes from",
        ]),
        count: tco.lines.len() as u32,
        rows: tco.lines.iter().map(row).collect(),
        totals,
        note,
    }))
}

/// Scenarios side by side; what the sliders show can be kept.
pub(super) fn scenarios(scope: &Scope<'_>) -> Result<Block> {
    let all = scenario::beside(scope)?;
    let keep = keep(scope, &all)?;
    let is_hours = all.iter().any(|one| one.scenario.benefit.is_hours);
    let sliders: Vec<_> = SLIDERS
        .iter()
        .filter(|slider| slider.key != "recapture" || is_hours)
        .collect();
    let heads = sliders.iter().map(|slider| format!("#{}", slider.label));
    let heads: Vec<String> = std::iter::once("Scenario".to_owned())
        .chain(heads)
        .chain(["#P10", "#P50", "#P90", "#Chance that it pays", "#Payback, months"].map(str::to_owned))
        .collect();
    let row = |one: &Beside| {
        let mut shown = one.scenario.clone();
        let assumptions = sliders.iter().map(|slider| {
            let mid = (slider.of)(&mut shown).mid;
            if slider.is_fraction {
                show::percent(mid)
            } else {
                show::number(mid)
            }
        });
        let (simulation, payback) = (&one.worth.simulation, one.worth.payback_months);
        let range = [&simulation.p10, &simulation.p50, &simulation.p90].map(|value| money(scope, value));
        let rest = [
            show::chance(simulation.chance_positive),
            payback.map_or_else(|| "never".to_owned(), |months| format!("{months:.1}")),
        ];
        let is_shown = one.go == scope.route;
        let keep = keep.iter().filter(|_| one.name == scenario::SHOWN).cloned();
        RowView {
            go: (!is_shown).then(|| one.go.clone()),
            actions: if is_shown {
                keep.chain([as_file()]).collect()
            } else {
                Vec::new()
            },
            ..show::row(
                std::iter::once(one.name.clone())
                    .chain(assumptions)
                    .chain(range)
                    .chain(rest)
                    .collect(),
            )
        }
    };
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    Ok(Block::Table(TableView {
        key: "scenarios".to_owned(),
        title: "Scenarios side by side".to_owned(),
        columns: show::columns(&heads),
        count: all.len() as u32,
        rows: all.iter().map(row).collect(),
        totals: Vec::new(),
        note: "Move a slider and keep what it shows; a saved scenario is a file one can read.".to_owned(),
    }))
}

/// The button that keeps what the sliders show; none where they show what is known.
fn keep(scope: &Scope<'_>, all: &[Beside]) -> Result<Vec<Choice>> {
    let (Some(described), Some(shown)) = (all.first(), all.iter().find(|one| one.name == scenario::SHOWN))
    else {
        return Ok(Vec::new());
    };
    let (initiative, _) = initiative::chosen(scope)?;
    let worths = initiative::worths(scope)?;
    let at = worths
        .iter()
        .position(|(one, _)| one.scenario.name == initiative.scenario.name);
    let moved = scenario::moved(&described.scenario, &shown.scenario);
    let pairs: Vec<String> = moved
        .iter()
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    let button = at.filter(|_| !pairs.is_empty()).map(|at| Choice {
        id: format!("confirm:scenario-{at}-{}", pairs.join("&")),
        label: "Keep as scenario".to_owned(),
        ..Choice::default()
    });
    Ok(button.into_iter().collect())
}

/// The button that writes what is shown.
fn as_file() -> Choice {
    Choice {
        id: "scenario-file".to_owned(),
        label: "Save as file".to_owned(),
        ..Choice::default()
    }
}

/// Every initiative once, and their sum with nothing counted twice.
pub(super) fn ledger(scope: &Scope<'_>, ledger: &Ledger) -> Block {
    let row = |entry: &Entry| {
        let team = if entry.team.is_empty() {
            "everybody"
        } else {
            &entry.team
        };
        let held = if entry.held_by.is_empty() {
            String::new()
        } else {
            format!("held by {}", entry.held_by.join(", "))
        };
        let net = Money::new(
            model::Total(entry.counted.total.0 - entry.costs.total.0),
            entry.counted.currency.clone(),
        );
        show::row(vec![
            entry.initiative.clone(),
            format!("{}, {team}", entry.kpi),
            format!("{} %", percent(entry.claimed)),
            money(scope, &entry.counted),
            money(scope, &entry.left_out),
            money(scope, &entry.costs),
            money(scope, &net),
            held,
        ])
    };
    let sums: Vec<String> = ledger.sums.iter().map(|sum| money(scope, sum)).collect();
    let mut totals = vec![String::new(); 8];
    "All initiatives".clone_into(&mut totals[0]);
    totals[6] = sums.join(" and ");
    Block::Table(TableView {
        key: "ledger".to_owned(),
        title: "All initiatives together: each hour and each unit of a KPI counted once".to_owned(),
        columns: show::columns(&["Initiative", "KPI", "#Claims of the gain", "#Benefit counted", "#Left out", "#Costs", "#Net", "Because"]),
        count: ledger.entries.len() as u32,
        rows: ledger.entries.iter().map(row).collect(),
        totals,
        note: "Estimated, at present value and at the middle of each range. The stronger evidence is counted first.".to_owned(),
    })
}

fn money(scope: &Scope<'_>, money: &Money) -> String {
    show::whole_money(scope, money.total, &money.currency)
}
