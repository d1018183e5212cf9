//! Which columns of a table are money, in which currency, and which of them the table is about. Reads no rows.

use model::Currency;

use super::money_words::Rank;
use crate::formats::{Document, Getter, Header, Names, Take};
use crate::row::TableInfo;
use crate::source::Shown;
use crate::value::{DecimalMark, NumberStyle, NumberSurvey, currency_in};

/// A column of money.
#[derive(Clone, Debug)]
pub(super) struct Money {
    /// Its place.
    pub place: usize,
    /// Where its currency comes from, if not from the cells themselves.
    pub currency: Option<Getter>,
    /// Whether each row says its currency in a column of its own.
    pub is_by_row: bool,
}

/// The columns of money of a recognised table, in the order of its document.
pub(super) fn known(document: &Document, table: &TableInfo) -> Vec<Money> {
    let header = Header::new(&table.columns, document.header).below(&table.preamble);
    let mut found = Vec::new();
    for sum in &document.sum {
        let currency = Getter::place(&sum.currency, &header, "");
        let ways = std::iter::once(&sum.currency).chain(&sum.currency.first);
        let is_by_row = ways.into_iter().any(|way| !header.places(&way.column).is_empty());
        let places = header.places(&sum.columns);
        found.extend(places.into_iter().map(|place| Money {
            place,
            currency: currency.clone(),
            is_by_row,
        }));
    }
    found
}

/// The columns of money of any table, what the table is about first. A column of currencies is told where its heading
/// does not tell it, and currencies that number formats show.
pub(super) fn guessed(
    table: &TableInfo,
    numbers: &[NumberSurvey],
    (currencies, shown): (Option<usize>, &[Option<Shown>]),
) -> Vec<Money> {
    let mut ranked: Vec<(Rank, usize)> = table
        .columns
        .iter()
        .enumerate()
        .filter_map(|(place, name)| {
            let rank = Rank::of(name)?;
            let is_numeric = numbers.get(place).is_some_and(|survey| is_numeric(survey, rank));
            is_numeric.then_some((rank, place))
        })
        .collect();
    ranked.sort_unstable();
    let currency = named_currency_column(table).or(currencies);
    let currency = currency.map(|place| table.columns[place].as_str());
    ranked
        .into_iter()
        .map(|(_, place)| Money {
            place,
            currency: currency_of(table, place, (currency, shown)),
            is_by_row: currency.is_some(),
        })
        .collect()
}

/// Nearly every cell is a number, and there are some; most are enough where the heading is sure.
fn is_numeric(survey: &NumberSurvey, rank: Rank) -> bool {
    let nearly_all = survey.numbers > 0 && survey.others * 20 <= survey.numbers;
    nearly_all || (rank.is_exact() && survey.is_mostly_numbers())
}

/// The column that is called a currency.
pub(super) fn named_currency_column(table: &TableInfo) -> Option<usize> {
    let is_currency = |name: &String| {
        let name = name.to_lowercase();
        let parts = [
            "currency", "währung", "devise", "valuta", "waluta", "valuutta", "divisa", "moneda", "moeda",
        ];
        parts.iter().any(|part| name.contains(part)) || ["ccy", "cur", "curr"].contains(&&*name)
    };
    table.columns.iter().position(is_currency)
}

fn currency_of(
    table: &TableInfo,
    place: usize,
    (column, shown): (Option<&str>, &[Option<Shown>]),
) -> Option<Getter> {
    let shown = || shown.get(place).cloned().flatten().map(|shown| shown.currency);
    let named = currency_in(&table.columns[place])
        .or_else(|| currency_in_preamble(table))
        .or_else(shown);
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
