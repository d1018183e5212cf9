//! What is kept beside the bills, as lists: one definition of the columns for JSON and for a terminal.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use metrics::money::spend_to_payroll::withheld_text;
use metrics::people::suppression::Privacy;
use model::{Amount, Budget, Contract, Currency, Exact, Headcount, Payroll, Rate, Survey, Total};
use serde_json::{Map, Value, json};
use store::{Book, Kept};

use crate::{Result, answer, settings};

/// One row: key and value, in the order of the columns.
pub type Cells = Vec<(&'static str, Value)>;

/// A list of the book.
#[derive(Clone, Debug)]
pub struct Listing {
    /// What it is a list of, which is also its key in JSON.
    pub id: &'static str,
    /// Its rows; all have the same keys.
    pub rows: Vec<Cells>,
    /// What is to be said about them.
    pub notes: Vec<String>,
}

impl Listing {
    /// A list of which nothing else is to be said.
    pub fn of(id: &'static str, rows: Vec<Cells>) -> Self {
        Self {
            id,
            rows,
            notes: Vec::new(),
        }
    }

    /// The JSON document.
    pub fn document(&self) -> Value {
        let row = |cells: &Cells| {
            let pairs = cells
                .iter()
                .map(|(key, value)| ((*key).to_owned(), value.clone()));
            Value::Object(pairs.collect::<Map<_, _>>())
        };
        let mut document = json!({self.id: self.rows.iter().map(row).collect::<Vec<_>>()});
        if !self.notes.is_empty() {
            document["notes"] = self.notes.clone().into();
        }
        document
    }

    /// The same for people: a heading and aligned lines, or that there is nothing.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = self.table();
        lines.extend(self.notes.iter().cloned());
        lines
    }

    fn table(&self) -> Vec<String> {
        let Some(first) = self.rows.first() else {
            return vec![match self.id {
                "missing" => "Every token has a price or a claim of its tool.".to_owned(),
                "checks" => "The book has no checks; docs/checks.md says how to set one.".to_owned(),
                "restated" => "Nothing changes.".to_owned(),
                other => format!("The book has no {other}; docs/series.md says how such a file looks."),
            }];
        };
        let heading = first.iter().map(|(key, _)| key.replace('_', " ")).collect();
        let rows = self
            .rows
            .iter()
            .map(|cells| cells.iter().map(|(_, value)| plain(value)).collect());
        answer::align(&std::iter::once(heading).chain(rows).collect::<Vec<Vec<String>>>())
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// How a list is read.
pub type Read = fn(&Book) -> Result<Listing>;

/// Every list: its name on the command line and what it holds.
pub const LISTS: &[(&str, Read)] = &[
    ("contracts", contracts),
    ("headcount", headcounts),
    ("payroll", payrolls),
    ("budgets", budgets),
    ("surveys", surveys),
    ("rates", rates),
];

fn listed<T>(id: &'static str, kept: &[Kept<T>], cells: fn(&T) -> Cells) -> Listing {
    let row = |kept: &Kept<T>| {
        let mut row = cells(&kept.fact);
        row.push(("import", kept.import.into()));
        row
    };
    Listing::of(id, kept.iter().map(row).collect())
}

fn contracts(book: &Book) -> Result<Listing> {
    Ok(listed("contracts", &book.contracts()?, contract))
}

fn headcounts(book: &Book) -> Result<Listing> {
    let cells = |fact: &Headcount| {
        vec![
            ("unit", text(&fact.unit)),
            ("month", day(fact.month)),
            ("people", fact.people.map_or(Value::Null, micros)),
        ]
    };
    Ok(listed("headcount", &book.headcounts()?, cells))
}

fn payrolls(book: &Book) -> Result<Listing> {
    let cells = |fact: &Payroll| {
        vec![
            ("unit", text(&fact.unit)),
            ("month", day(fact.month)),
            ("cost", money(fact.cost, &fact.currency)),
            ("currency", fact.currency.code().into()),
        ]
    };
    let pay = book.pay()?;
    let mut listing = listed("payroll", &pay.kept, cells);
    if !pay.withheld.is_empty() {
        listing.notes.push(withheld_text(&pay.withheld));
    }
    Ok(listing)
}

fn budgets(book: &Book) -> Result<Listing> {
    let cells = |fact: &Budget| {
        vec![
            ("budget", text(&fact.name)),
            ("owner", text(&fact.owner)),
            ("dimension", text(&fact.dimension)),
            ("value", text(&fact.value)),
            ("from", day(fact.period.map(|period| period.from))),
            ("to", day(fact.period.map(|period| period.to))),
            ("amount", money(fact.amount, &fact.currency)),
            ("currency", fact.currency.code().into()),
        ]
    };
    Ok(listed("budgets", &book.budgets()?, cells))
}

fn surveys(book: &Book) -> Result<Listing> {
    let cells = |fact: &Survey| {
        vec![
            ("day", day(fact.day)),
            ("question", text(&fact.question)),
            ("team", text(&fact.team)),
            ("answer", text(&fact.answer)),
            ("count", fact.count.into()),
        ]
    };
    let (mut kept, privacy) = (book.surveys()?, settings::of(book)?.0.privacy);
    let is_any_hidden = hide_few(&mut kept, privacy);
    let mut listing = listed("surveys", &kept, cells);
    if is_any_hidden {
        listing.notes.push(format!(
            "Counts of a team are not shown where they or all its answers are fewer than {}.",
            privacy.minimum
        ));
    }
    Ok(listing)
}

/// Takes away counts of few people of a team; whether there were any.
fn hide_few(kept: &mut [Kept<Survey>], privacy: Privacy) -> bool {
    let of = |fact: &Survey| (fact.question.to_lowercase(), fact.day, fact.team.to_lowercase());
    let count = |fact: &Survey| fact.count.unwrap_or(0).unsigned_abs();
    let mut all: BTreeMap<_, u64> = BTreeMap::new();
    for one in &*kept {
        *all.entry(of(&one.fact)).or_default() += count(&one.fact);
    }
    let mut is_any = false;
    for one in kept.iter_mut().filter(|one| !one.fact.team.is_empty()) {
        if privacy.is_few(all[&of(&one.fact)]) || privacy.is_few(count(&one.fact)) {
            (one.fact.count, is_any) = (None, true);
        }
    }
    is_any
}

fn rates(book: &Book) -> Result<Listing> {
    let cells = |fact: &Rate| {
        vec![
            ("day", day(fact.day)),
            ("base", fact.base.code().into()),
            ("quote", fact.quote.code().into()),
            ("rate", fact.rate.to_string().into()),
            ("source", text(&fact.source)),
        ]
    };
    Ok(listed("rates", &book.rates()?, cells))
}

fn contract(term: &Contract) -> Cells {
    vec![
        ("contract", text(&term.number)),
        ("product", text(&term.product)),
        ("provider", text(&term.provider)),
        ("seats", term.seats.into()),
        ("unit_price", money(term.unit_price, &term.currency)),
        ("per", term.unit_price.map(|_| term.per.id()).into()),
        ("currency", term.currency.code().into()),
        ("start", day(term.start)),
        ("end", day(term.end)),
        ("notice", day(term.notice)),
        ("minimum", term.minimum.into()),
        ("commitment", money(term.commitment, &term.currency)),
        ("auto_renew", term.auto_renew.into()),
        ("decision", text(&term.decision)),
        ("owner", text(&term.owner)),
    ]
}

/// An empty text is not stated.
fn text(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { text.into() }
}

fn day(day: Option<NaiveDate>) -> Value {
    day.map_or(Value::Null, |day| day.to_string().into())
}

fn money(amount: Option<Amount>, currency: &Currency) -> Value {
    amount.map_or(Value::Null, |amount| Total::from(amount).text(currency).into())
}

fn micros(value: i64) -> Value {
    Exact::new(value.into(), 6).to_string().into()
}
