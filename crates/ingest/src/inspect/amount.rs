//! Which columns of a table are money, in which currency, and which of them the table is about. Reads no rows.

use model::Currency;

use crate::formats::{Document, Getter, Header, Names, Take};
use crate::row::TableInfo;
use crate::value::{DecimalMark, NumberStyle, NumberSurvey, currency_in};

/// A column of money.
#[derive(Clone, Debug)]
pub(super) struct Money {
    /// Its place.
    pub place: usize,
    /// Where its currency comes from, if not from the cells themselves.
    pub currency: Option<Getter>,
}

/// Words of column names that mean money, the surest first.
const WORDS: &[&str] = &[
    "total cost",
    "net amount",
    "amount",
    "total amount",
    "total",
    "cost",
    "net",
    "spend",
    "value",
    "gross",
    "price",
    "charge",
    "fee",
    "betrag",
    "kosten",
    "summe",
    "montant",
    "importe",
    "debit",
    "credit",
    "payment",
    "paid",
];
/// Words that mean something else even beside those.
const NOT_MONEY: &[&str] = &[
    "id", "no", "number", "code", "date", "rate", "quantity", "count", "%", "unit", "vat", "tax", "currency",
    "type", "centre", "center", "category", "ref", "year", "month", "units",
];

/// The columns of money of a recognised table, in the order of its document.
pub(super) fn known(document: &Document, table: &TableInfo) -> Vec<Money> {
    let header = Header::new(&table.columns, document.header).below(&table.preamble);
    let mut found = Vec::new();
    for sum in &document.sum {
        let currency = Getter::place(&sum.currency, &header, "");
        let places = header.places(&sum.columns);
        found.extend(places.into_iter().map(|place| Money {
            place,
            currency: currency.clone(),
        }));
    }
    found
}

/// The columns of money of any table, what the table is about first.
pub(super) fn guessed(table: &TableInfo, numbers: &[NumberSurvey]) -> Vec<Money> {
    let mut ranked: Vec<(usize, usize)> = table
        .columns
        .iter()
        .enumerate()
        .filter(|(place, _)| numbers.get(*place).is_some_and(is_numeric))
        .filter_map(|(place, name)| Some((rank(name)?, place)))
        .collect();
    ranked.sort_unstable();
    let currency = currency_column(table);
    ranked
        .into_iter()
        .map(|(_, place)| Money {
            place,
            currency: currency_of(table, place, currency.as_deref()),
        })
        .collect()
}

/// Nearly every cell is a number, and there are some.
fn is_numeric(survey: &NumberSurvey) -> bool {
    survey.numbers > 0 && survey.others * 20 <= survey.numbers
}

/// How surely a name means money; `None` if it does not.
fn rank(name: &str) -> Option<usize> {
    let name = name.to_lowercase();
    let words: Vec<&str> = name
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    if words.iter().any(|word| NOT_MONEY.contains(word)) || name.contains('%') {
        return None;
    }
    let phrase = words.join(" ");
    let exact = WORDS.iter().position(|word| *word == phrase);
    let within = || {
        WORDS
            .iter()
            .position(|word| word.split(' ').all(|part| words.contains(&part)))
    };
    exact
        .or_else(|| within().map(|place| place + WORDS.len()))
        .or_else(|| {
            let signed = currency_in(&name).is_some();
            signed.then_some(3 * WORDS.len())
        })
}

fn currency_column(table: &TableInfo) -> Option<String> {
    let is_currency = |name: &&String| {
        let name = name.to_lowercase();
        name.contains("currency") || name == "ccy" || name.contains("währung") || name.contains("devise")
    };
    table.columns.iter().find(is_currency).cloned()
}

fn currency_of(table: &TableInfo, place: usize, column: Option<&str>) -> Option<Getter> {
    let named = currency_in(&table.columns[place]).or_else(|| currency_in_preamble(table));
    let take = match (column, named) {
        (Some(column), named) => Take {
            column: Names(vec![column.to_owned()]),
            default: named.map(|currency| currency.code().to_owned()),
            ..Take::default()
        },
        (None, Some(named)) => Take {
            value: Some(named.code().to_owned()),
            ..Take::default()
        },
        (None, None) => return None,
    };
    Getter::place(
        &take,
        &Header::new(&table.columns, crate::formats::HeaderStyle::Plain),
        "",
    )
}

/// A line such as `Currency,USD` before the table.
fn currency_in_preamble(table: &TableInfo) -> Option<Currency> {
    let line = |cells: &&Vec<String>| {
        cells
            .first()
            .is_some_and(|cell| cell.to_lowercase().starts_with("currency"))
    };
    let found = table.preamble.iter().find(line)?;
    currency_in(&found.join(" "))
}

/// `.` or `,`, or both where the file does not tell.
pub(super) fn mark(style: NumberStyle) -> &'static str {
    match style.mark {
        DecimalMark::Point => ".",
        DecimalMark::Comma => ",",
        DecimalMark::Ambiguous => "ambiguous",
    }
}
