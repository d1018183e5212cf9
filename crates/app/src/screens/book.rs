//! Book: what figures are held against. Checks, price book and rates in force, contracts, budgets, units. Arranges lists.

use charts::format::Currencies;
use chrono::NaiveDate;
use model::{Currency, Exact, Money};
use serde_json::Value;
use store::Book;

use super::placed;
use crate::beside::{self, Listing};
use crate::view::{Block, Column, Placed, RowView, TableView, Tone};
use crate::{Result, checks, prices, show};

/// Rows of a list that are shown; the terminal has them all.
const MOST: usize = 12;

/// A list: its key, heading, columns by key with their headings, and what brings it.
struct Shown {
    key: &'static str,
    title: &'static str,
    columns: &'static [(&'static str, &'static str)],
    teach: &'static str,
}

const PRICES: Shown = Shown {
    key: "prices",
    title: "Price book",
    columns: &[
        ("source", "Source"),
        ("models", "#Models"),
        ("prices", "#Prices"),
        ("stated", "Stated"),
        ("restated_from", "Restated from"),
    ],
    teach: "No prices yet. Import a price list (LiteLLM, models.dev, OpenRouter, genai-prices, Portkey, or your own sheet): \
            usage is then priced by what held that day.",
};
const MISSING: Shown = Shown {
    key: "missing",
    title: "Usage without a price",
    columns: &[
        ("provider", "Vendor"),
        ("model", "Model"),
        ("tokens", "#Tokens"),
        ("last_day", "Last day"),
        ("why", "Why"),
    ],
    teach: "",
};
/// Cells that are amounts in the currency of their row.
const MONEY: &[&str] = &["unit_price", "commitment", "amount"];
const SERIES: &[Shown] = &[
    Shown {
        key: "contracts",
        title: "Contracts",
        columns: &[
            ("product", "Product"),
            ("provider", "Vendor"),
            ("seats", "#Seats"),
            ("unit_price", "#Unit price"),
            ("per", "Per"),
            ("commitment", "#Commitment"),
            ("end", "Ends before"),
            ("notice", "Notice by"),
            ("decision", "Decision"),
        ],
        teach: "No contracts yet. Import a sheet with product, vendor, seats, unit price, start, last day and notice day.",
    },
    Shown {
        key: "budgets",
        title: "Budgets",
        columns: &[
            ("budget", "Budget"),
            ("owner", "Owner"),
            ("dimension", "Limited by"),
            ("value", "To"),
            ("from", "From"),
            ("to", "Before"),
            ("amount", "#Amount"),
        ],
        teach: "No budgets yet. Import a sheet with budget, owner, period, amount and currency.",
    },
];

/// The screen.
pub(super) fn blocks(book: &Book) -> Result<Vec<Placed>> {
    let mut blocks = vec![
        placed(12, checked(book)?),
        placed(6, list(&PRICES, &prices::lists(book)?)),
        placed(6, rates(book)?),
    ];
    let missing = prices::missing(book)?;
    if !missing.rows.is_empty() {
        blocks.push(placed(12, list(&MISSING, &missing)));
    }
    for shown in SERIES {
        blocks.push(placed(12, list(shown, &listing(book, shown.key)?)));
    }
    blocks.push(placed(12, units(book)?));
    Ok(blocks)
}

fn listing(book: &Book, name: &str) -> Result<Listing> {
    let known = beside::LISTS.iter().find(|(id, _)| *id == name);
    known.map_or(Ok(Listing::of("", Vec::new())), |(_, read)| read(book))
}

fn list(shown: &Shown, listing: &Listing) -> Block {
    if listing.rows.is_empty() {
        return teach(shown.teach);
    }
    let row = |row: &beside::Cells| show::row(shown.columns.iter().map(|(key, _)| cell(row, key)).collect());
    let count = listing.rows.len();
    let left = count.saturating_sub(MOST);
    Block::Table(TableView {
        key: shown.key.to_owned(),
        title: shown.title.to_owned(),
        columns: columns(shown),
        rows: listing.rows.iter().take(MOST).map(row).collect(),
        totals: Vec::new(),
        count: count as u32,
        note: if left > 0 {
            format!(
                "{} more, which the command line lists.",
                show::counted(left as u64, "row")
            )
        } else {
            String::new()
        },
    })
}

/// One cell; an amount with the currency of its row.
fn cell(row: &beside::Cells, key: &str) -> String {
    let of = |key: &str| row.iter().find(|(own, _)| *own == key).map(|(_, value)| value);
    let amount = MONEY.contains(&key).then(|| {
        let currency = Currency::new(of("currency")?.as_str()?);
        let (amount, _) = Exact::parse(of(key)?.as_str()?)?.amount(&currency)?;
        let money = Money::new(amount.into(), currency);
        Some(charts::format::money(
            &money,
            Currencies::Mixed,
            &charts::Locale::default(),
        ))
    });
    let plain = || of(key).map_or_else(String::new, text);
    amount.flatten().unwrap_or_else(plain)
}

fn columns(shown: &Shown) -> Vec<Column> {
    let labels: Vec<&str> = shown.columns.iter().map(|(_, label)| *label).collect();
    show::columns(&labels)
}

/// Days as people write them, numbers grouped, nothing where nothing is stated.
fn text(value: &Value) -> String {
    let locale = charts::Locale::default();
    match value {
        Value::String(text) => match (text.parse::<NaiveDate>(), text.parse::<i128>()) {
            (Ok(day), _) => charts::format::date(day, &locale),
            (_, Ok(count)) => charts::format::count(count, &locale),
            _ => text.clone(),
        },
        Value::Number(number) => number.as_i64().map_or_else(
            || number.to_string(),
            |count| charts::format::count(count.into(), &locale),
        ),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        _ => String::new(),
    }
}

fn teach(text: &str) -> Block {
    Block::Note {
        tone: Tone::Neutral,
        text: text.to_owned(),
    }
}

fn checked(book: &Book) -> Result<Block> {
    let verdicts = checks::run(book)?;
    if verdicts.is_empty() {
        return Ok(teach(
            "No checks yet. A check says what must hold, such as the total of a vendor in a month, and is looked at after every import. \
             Checks are set on the command line: counterfoil checks set NAME --total AMOUNT --currency USD.",
        ));
    }
    let row = |verdict: &checks::Verdict| -> RowView {
        let state = if verdict.ok { "holds" } else { "fails" };
        show::row(vec![
            state.to_owned(),
            verdict.name.clone(),
            verdict.found.clone(),
            verdict.expected.clone(),
        ])
    };
    let failing = verdicts.iter().filter(|verdict| !verdict.ok).count();
    Ok(Block::Table(TableView {
        key: "checks".to_owned(),
        title: match failing {
            0 => "Every check holds".to_owned(),
            1 => "One check fails".to_owned(),
            many => format!("{many} checks fail"),
        },
        columns: show::columns(&["State", "Check", "Found", "Expected"]),
        count: verdicts.len() as u32,
        rows: verdicts.iter().map(row).collect(),
        totals: Vec::new(),
        note: String::new(),
    }))
}

/// Rates by source and pair: how many, from when to when, and the last one.
fn rates(book: &Book) -> Result<Block> {
    let ranges = book.rate_ranges()?;
    if ranges.is_empty() {
        return Ok(teach(
            "No exchange rates yet. Import the reference rates of the European Central Bank (CSV, ZIP or XML) or a sheet of your own.",
        ));
    }
    let day = |day: Option<NaiveDate>| {
        day.map_or_else(String::new, |day| {
            charts::format::date(day, &charts::Locale::default())
        })
    };
    let row = |range: &store::RateRange| {
        show::row(vec![
            format!("1 {} in {}", range.base, range.quote),
            range.rate.clone(),
            day(range.to),
            charts::format::count(range.days.into(), &charts::Locale::default()),
            range.source.clone(),
        ])
    };
    let left = ranges.len().saturating_sub(MOST);
    Ok(Block::Table(TableView {
        key: "rates".to_owned(),
        title: "Exchange rates".to_owned(),
        columns: show::columns(&["Pair", "#Last rate", "Of", "#Days", "Source"]),
        count: ranges.len() as u32,
        rows: ranges.iter().take(MOST).map(row).collect(),
        totals: Vec::new(),
        note: if left > 0 {
            format!("{left} more pairs.")
        } else {
            String::new()
        },
    }))
}

/// Whether there is anything about units; single values belong beside a metric.
fn units(book: &Book) -> Result<Block> {
    let months = |count: usize, unit: &str| {
        if count == 0 {
            "none".to_owned()
        } else {
            format!("{count} {unit}")
        }
    };
    let facts = [
        (
            "Head count of units",
            months(book.headcounts()?.len(), "months of units"),
        ),
        (
            "Loaded pay of units",
            months(book.pay()?.kept.len(), "months of units, never of a person"),
        ),
        (
            "Survey answers",
            months(book.surveys()?.len(), "counts of answers"),
        ),
        (
            "Survey panel",
            months(book.panel_answers()?.len(), "answers of people, shown for nobody"),
        ),
    ];
    Ok(Block::Facts {
        title: "Units and surveys".to_owned(),
        facts: facts
            .into_iter()
            .map(|(label, value)| crate::view::Fact {
                label: label.to_owned(),
                value,
            })
            .collect(),
    })
}

/// What an empty book shows before these lists.
pub(super) fn nothing_yet() -> Block {
    show::nothing(
        "What bills are held against",
        "Prices, exchange rates, contracts, budgets, head count and pay of units: import a price list or a sheet of your own, and \
               say what must hold as a check.",
        "Choose files",
    )
}
