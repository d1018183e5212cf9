//! Budgets & signals: what this may cost, whether budgets last, and what is out of line.

use metrics::signals::budget_waste::BudgetWaste;
use metrics::signals::budgets::BudgetState;
use model::Total;

use super::{Desk, placed};
use crate::Result;
use crate::scope::Scope;
use crate::show;
use crate::signals;
use crate::view::{Block, Placed, RowView, TableView, Tone};

/// The screen.
pub(super) fn blocks(desk: &Desk<'_>) -> Result<Vec<Placed>> {
    let mut blocks = vec![
        desk.chart("forecast", 12, 300)?,
        desk.chart("budgets", 6, 280)?,
        desk.chart("anomalies", 6, 280)?,
        placed(12, Block::Table(budgets(desk.scope)?)),
        placed(12, Block::Table(anomalies(desk.scope)?)),
        desk.chart("budget-waste", 12, 240)?,
        placed(12, Block::Table(waste(desk.scope)?)),
    ];
    blocks.extend(super::review::blocks(desk)?);
    Ok(blocks)
}

fn budgets(scope: &Scope<'_>) -> Result<TableView> {
    let made = signals::budget_states(scope)?;
    let columns = [
        "Budget",
        "Owner",
        "Last day",
        "Currency",
        "#Amount",
        "#Spent",
        "#Committed",
        "#Remaining",
        "#Forecast",
        "#P10 to P90",
        "Used up",
    ];
    let rows = made.states.iter().map(|state| budget(scope, state)).collect();
    Ok(show::table(
        "budgets",
        "Budgets",
        &columns,
        (rows, made.explanation.notes.join(" ")),
    ))
}

fn budget(scope: &Scope<'_>, state: &BudgetState) -> RowView {
    let currency = &state.currency;
    let written = |total: Total, decimals: u32| {
        let figure = charts::Figure::total(total, currency);
        charts::format::decimal(figure, decimals, &scope.locale)
    };
    let money = |total: Total| written(total, currency.minor_digits());
    let day = |day| show::day(scope, day);
    let [low, middle, high] = state.expected;
    let breach = match state.breach {
        [None, ..] => "not expected".to_owned(),
        [Some(early), None, _] => format!("not before {}", day(early)),
        [Some(early), Some(likely), late] if early != likely || late != Some(likely) => {
            let late = late.map_or_else(|| "not at all".to_owned(), day);
            format!("{} ({} to {late})", day(likely), day(early))
        }
        [_, Some(likely), _] => day(likely),
    };
    RowView {
        tone: match state.breach[1] {
            Some(_) => Tone::Warn,
            None => Tone::Neutral,
        },
        ..show::row(vec![
            state.name.clone(),
            state.owner.clone(),
            day(state.period.to.pred_opt().unwrap_or_default()),
            currency.code().to_owned(),
            money(state.amount),
            money(state.spent),
            money(state.committed),
            money(state.remaining()),
            written(middle, 0),
            format!("{} to {}", written(low, 0), written(high, 0)),
            breach,
        ])
    }
}

fn anomalies(scope: &Scope<'_>) -> Result<TableView> {
    let (made, carriers) = signals::explained(scope)?;
    let rows = made.found.iter().zip(carriers).map(|(anomaly, carriers)| {
        let money = |total: Total| show::money(scope, total, &anomaly.currency);
        let mut on = scope.on("spend");
        on.from = Some(anomaly.period.from.to_string());
        on.to = Some(anomaly.period.to.to_string());
        RowView {
            go: Some(on),
            ..show::row(vec![
                charts::format::span(&anomaly.period, &scope.locale),
                money(anomaly.billed),
                money(anomaly.expected),
                charts::format::signed(money(anomaly.impact())),
                format!("{:.1}", anomaly.z),
                signals::words(carriers),
            ])
        }
    });
    let columns = ["Days", "#Billed", "#Expected", "#Impact", "#z", "Explained by"];
    let note = show::remarks(&made.explanation);
    Ok(show::table(
        "anomalies",
        "Out of line",
        &columns,
        (rows.collect(), note),
    ))
}

/// Idle seats that are not certain, of each currency: in no sum.
fn unsure(scope: &Scope<'_>, made: &BudgetWaste) -> Result<Vec<RowView>> {
    let all = signals::unsure_seats(scope)?;
    let of_range = made.ranges.iter().flat_map(|range| {
        let currency = &range.parts.currency;
        all.iter().filter(move |one| one.currency == *currency)
    });
    Ok(of_range
        .map(|one| {
            let why = format!("{}: in no sum, see Licences", one.words);
            let nothing = String::new;
            show::row(vec![one.name(), nothing(), nothing(), nothing(), why])
        })
        .collect())
}

/// The range of each currency, and the end of each budget that is over. What nobody tells is unknown, not nothing.
fn waste(scope: &Scope<'_>) -> Result<TableView> {
    let made = signals::waste(scope)?;
    let ranges = made.ranges.iter().map(|range| {
        let money = |total: Option<Total>| {
            total.map_or_else(
                || "unknown".to_owned(),
                |total| show::money(scope, total, &range.parts.currency),
            )
        };
        let what = format!("Paid for nothing, {}", range.parts.currency.code());
        let unknown = crate::drawn::signals::not_told(&range.parts);
        show::row(vec![
            what,
            String::new(),
            money(range.low),
            money(range.high),
            unknown,
        ])
    });
    let unsure = unsure(scope, &made)?;
    let endings = made.endings.iter().map(|one| {
        let money = |total: Option<Total>| {
            total.map_or_else(
                || "unknown".to_owned(),
                |total| show::money(scope, total, &one.currency),
            )
        };
        let low = one.spike.map(|_| Total(0));
        let why = if one.spike.is_some() {
            ""
        } else {
            "its days are not known"
        };
        show::row(vec![
            format!("End of {}", one.name),
            one.owner.clone(),
            money(low),
            money(one.spike),
            why.to_owned(),
        ])
    });
    let twice = made.twice.iter().map(|one| {
        let amount = show::money(scope, one.again, &one.currency);
        let what = format!("Billed again: {}", one.numbers.join(", "));
        show::row(vec![
            what,
            one.issuer.clone(),
            amount.clone(),
            amount,
            String::new(),
        ])
    });
    let note = show::remarks(&made.explanation);
    let rows = ranges.chain(unsure).chain(twice).chain(endings).collect();
    Ok(show::table(
        "budget-waste",
        "Budget waste",
        &["What", "Owner or issuer", "#Low", "#High", "Remark"],
        (rows, note),
    ))
}
