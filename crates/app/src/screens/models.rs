//! Models: what each costs by class of token, how much the cache served, and what another one would have cost.

use std::collections::BTreeSet;

use metrics::models::model_mix::{MixRow, ModelMix};
use metrics::models::repricing::Standing;
use metrics::pricing::canonical;
use model::{Money, Total};

use super::{Desk, placed};
use crate::Result;
use crate::models::{self, Compared, FROM, TO};
use crate::scope::Scope;
use crate::show;
use crate::view::{Block, Choice, Control, Figure, Placed, RowView, TableView, Tone};

/// The screen.
pub(super) fn blocks(desk: &Desk<'_>) -> Result<Vec<Placed>> {
    let scope = desk.scope;
    let mix = models::mix(scope)?;
    if mix.rows.is_empty() {
        return Ok(vec![placed(12, nothing())]);
    }
    let compared = models::compared(scope)?;
    let mut blocks = vec![
        placed(
            12,
            Block::Figures {
                figures: figures(scope, &mix, &compared),
            },
        ),
        desk.chart("model-mix", 12, 280)?,
        placed(12, Block::Table(table(scope, &mix))),
    ];
    if compared.models.is_empty() {
        blocks.push(placed(
            12,
            Block::Note {
                tone: Tone::Neutral,
                text:
                    "What another model would have cost needs usage by model and a price list: import both."
                        .to_owned(),
            },
        ));
        return Ok(blocks);
    }
    if compared.to.is_empty() {
        blocks.push(placed(12, no_prices()));
        return Ok(blocks);
    }
    blocks.push(placed(12, controls(&compared)));
    blocks.push(desk.chart("repricing", 12, 260)?);
    if compared.made.rows.is_empty() {
        return Ok(blocks);
    }
    blocks.push(placed(
        12,
        Block::Note {
            tone: Tone::Neutral,
            text: standing_words(&compared),
        },
    ));
    Ok(blocks)
}

fn nothing() -> Block {
    show::nothing(
        "No model is named yet",
        "Cost and usage exports of AI vendors name models: import one. A price list lets usage without a bill be priced.",
        "Choose files",
    )
}

/// In the place of a comparison that has nothing to compare with.
fn no_prices() -> Block {
    show::nothing(
        "No price list yet",
        "What another model would have cost needs a price list: no other model in use has a price.",
        "Choose files",
    )
}

fn figures(scope: &Scope<'_>, mix: &ModelMix, compared: &Compared) -> Vec<Figure> {
    let cache = mix
        .cache_share
        .fraction()
        .map_or_else(|| "not known".to_owned(), show::percent);
    let why = show::explain(mix.explanation.clone(), Some(scope.on("rows")));
    let tokens = |tokens: u64| charts::format::count_compact(tokens.into(), &scope.locale);
    let mut figures = vec![Figure {
        detail: format!(
            "{} of {} input tokens",
            tokens(mix.cache_share.numerator),
            tokens(mix.cache_share.denominator)
        ),
        ..super::overview::figure("cache-share", "Served by the cache".to_owned(), cache, why)
    }];
    let why = || show::explain(compared.made.explanation.clone(), None);
    let money = |money: &Money| show::whole_money(scope, money.total, &money.currency);
    if let Some(all) = compared.made.rows.first() {
        figures.push(Figure {
            detail: "at the prices in force each day".to_owned(),
            estimated: true,
            ..super::overview::figure(
                "reprice-now",
                canonical(&compared.from),
                money(&all.actual),
                why(),
            )
        });
        figures.push(Figure {
            unit: "middle".to_owned(),
            detail: format!(
                "low {} · high {}; prices only",
                money(&all.other[0]),
                money(&all.other[2])
            ),
            estimated: true,
            ..super::overview::figure(
                "reprice-other",
                format!("With {}", canonical(&compared.to)),
                money(&all.other[1]),
                why(),
            )
        });
    }
    // Where nothing is compared, nothing is saved.
    if compared.made.rows.is_empty() {
        return figures;
    }
    figures.push(saving(scope, compared));
    figures
}

/// How sure the saving is, and up to which cost of a failure it is one.
fn saving(scope: &Scope<'_>, compared: &Compared) -> Figure {
    let why = show::explain(compared.made.explanation.clone(), None);
    let standing = standing(compared.made.standing).to_owned();
    Figure {
        detail: match compared.made.decision.and_then(|decision| decision.break_even) {
            Some(most) => format!(
                "stay if a failure costs more than {most:.4} {}",
                scope.currency.code()
            ),
            None => "break-even failure cost: not known without a pilot".to_owned(),
        },
        ..super::overview::figure("standing", "The saving is".to_owned(), standing, why)
    }
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Potential => "potential",
        Standing::Validated => "validated",
        Standing::Realised => "realised",
    }
}

fn standing_words(compared: &Compared) -> String {
    let pilot = compared.made.pilot.as_ref().map_or_else(
        || "potential: no pilot of paired tasks is attached".to_owned(),
        |pilot| {
            format!(
                "{}: pilot {}, {} pairs",
                standing(compared.made.standing),
                pilot.name,
                pilot.pairs
            )
        },
    );
    let realised = compared.made.realised.as_ref().map_or_else(String::new, |money| {
        format!(
            "; saved since the switch by bills: {} {}",
            money.text(),
            money.currency
        )
    });
    format!(
        "Price-only counterfactual: it says nothing about quality. The saving is {pilot}{realised}. Usage names no task: {}s stand for tasks. Seats are left out.",
        compared.by
    )
}

fn controls(compared: &Compared) -> Block {
    let select = |key: &str, label: &str, chosen: &str| Control::Select {
        key: key.to_owned(),
        label: label.to_owned(),
        choices: compared
            .models
            .iter()
            .map(|model| Choice {
                id: model.clone(),
                label: canonical(model),
                selected: model == chosen,
                go: None,
                ..Choice::default()
            })
            .collect(),
    };
    Block::Controls {
        title: "What if another model did it?".to_owned(),
        controls: vec![
            select(FROM, "Model in use", &compared.from),
            select(TO, "Other model", &compared.to),
        ],
        actions: Vec::new(),
    }
}

/// Tokens of usage: once for a model and class, however many currencies bill it.
fn used(scope: &Scope<'_>, tokens: Option<Total>, is_first: bool) -> String {
    match (tokens, is_first) {
        (_, false) => "as above".to_owned(),
        (None, _) => "unknown".to_owned(),
        (Some(tokens), _) => show::count(scope, tokens.0),
    }
}

/// Which models' bills and usage are not of the same tokens.
fn apart(mix: &ModelMix) -> String {
    let apart = mix.apart();
    if apart.is_empty() {
        return String::new();
    }
    format!(
        " Bills and usage differ more than twofold in the tokens of {}: one of the two files is not of everything.",
        apart.join(", ")
    )
}

/// Pads a column of prices to the decimals of the one that has most.
fn align(rows: &mut [RowView], column: usize, mark: char) {
    let digit = |letter: char| letter.is_ascii_digit();
    let decimals = |cell: &str| {
        let end = cell.rfind(digit)? + 1;
        let part = cell[..end].rsplit_once(mark).map_or("", |(_, part)| part);
        Some((end, part.len()))
    };
    let cells = rows.iter().filter_map(|row| decimals(&row.cells[column]));
    let most = cells.map(|(_, decimals)| decimals).max().unwrap_or(0);
    for row in rows {
        let cell = &mut row.cells[column];
        match decimals(cell) {
            Some((end, own)) if own < most => {
                let mark = if own == 0 { mark.to_string() } else { String::new() };
                cell.insert_str(end, &(mark + &"0".repeat(most - own)));
            }
            _ => {}
        }
    }
}

fn table(scope: &Scope<'_>, mix: &ModelMix) -> TableView {
    let money = |money: &Option<Money>| {
        money.as_ref().map_or_else(String::new, |money| {
            show::money(scope, money.total, &money.currency)
        })
    };
    let price = |money: &Option<Money>| {
        money
            .as_ref()
            .map_or_else(String::new, |money| show::unit_price(scope, money))
    };
    let mut told = BTreeSet::new();
    let row = |row: &MixRow| {
        let class = if row.class.id().is_empty() {
            "not stated".to_owned()
        } else {
            row.class.id().replace('-', " ")
        };
        show::row(vec![
            row.model.clone(),
            class,
            used(scope, row.tokens, told.insert((row.model.clone(), row.class))),
            row.billed_tokens
                .map_or_else(String::new, |tokens| show::count(scope, tokens.0)),
            money(&row.billed),
            price(&row.paid),
            money(&row.estimated),
            price(&row.estimated_price),
        ])
    };
    let mut rows: Vec<RowView> = mix.rows.iter().map(row).collect();
    for column in [5, 7] {
        align(&mut rows, column, scope.locale.decimal);
    }
    TableView {
        key: "model-mix".to_owned(),
        title: "Money and tokens by model and class".to_owned(),
        columns: show::columns(&[
            "Model",
            "Tokens of",
            "#Tokens used",
            "#Tokens billed",
            "#Billed",
            "#Billed per million",
            "#Estimated",
            "#Estimated per million",
        ]),
        count: rows.len() as u32,
        rows,
        totals: Vec::new(),
        note: format!(
            "Prices are ratios of sums: money of the bills over the tokens they count, or, where they count none, over those of the usage. Billed and estimated are two measures and never added.{}",
            apart(mix)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_of_a_column_have_the_same_decimals() {
        let aligned = |cells: &[&str], mark| {
            let mut rows: Vec<RowView> = cells
                .iter()
                .map(|cell| show::row(vec![(*cell).to_owned()]))
                .collect();
            align(&mut rows, 0, mark);
            rows.into_iter()
                .map(|mut row| row.cells.remove(0))
                .collect::<Vec<_>>()
        };
        let english = aligned(&["USD 1,200", "USD 0.09198", "", "unknown", "USD 4.60"], '.');
        assert_eq!(
            english,
            ["USD 1,200.00000", "USD 0.09198", "", "unknown", "USD 4.60000"]
        );
        assert_eq!(aligned(&["1,5 €", "0,125 €"], ','), ["1,500 €", "0,125 €"]);
    }
}
