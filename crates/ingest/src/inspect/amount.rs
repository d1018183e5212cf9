//! Which columns of a table are money, in which currency, and which of them the table is about. Reads no rows.

use super::beside::{self, Beside, Source};
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

/// Columns of currencies, with the codes that they hold.
pub(super) type Currencies = Vec<(usize, Vec<String>)>;

/// The columns of money of any table, what the table is about first. Columns of currencies are told with the codes that
/// they hold, and currencies that number formats show.
pub(super) fn guessed(
    table: &TableInfo,
    numbers: &[NumberSurvey],
    (currencies, shown): (Currencies, &[Option<Shown>]),
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
    let numeric = numbers
        .iter()
        .enumerate()
        .filter(|(_, survey)| survey.is_mostly_numbers());
    let beside = Beside {
        names: table.columns.iter().map(String::as_str).collect(),
        amounts: numeric.map(|(place, _)| place).collect(),
        currencies,
    };
    let money = |place: usize| {
        let source = beside.of(place);
        Money {
            place,
            is_by_row: matches!(source, Source::Column(_)),
            currency: currency_of(table, &source, place, shown),
        }
    };
    ranked.into_iter().map(|(_, place)| money(place)).collect()
}

/// Nearly every cell is a number, and there are some; most are enough where the heading is sure.
fn is_numeric(survey: &NumberSurvey, rank: Rank) -> bool {
    let nearly_all = survey.numbers > 0 && survey.others * 20 <= survey.numbers;
    nearly_all || (rank.is_exact() && survey.is_mostly_numbers())
}

/// Whether a column is called a currency.
pub(super) fn is_named_currency(name: &str) -> bool {
    let name = name.to_lowercase();
    beside::WORDS.iter().any(|part| name.contains(part)) || ["ccy", "cur", "curr"].contains(&&*name)
}

fn currency_of(table: &TableInfo, source: &Source, place: usize, shown: &[Option<Shown>]) -> Option<Getter> {
    let shown = || shown.get(place).cloned().flatten().map(|shown| shown.currency);
    let above = || beside::above(table.preamble.iter().map(Vec::as_slice));
    let named = currency_in(&table.columns[place]).or_else(above).or_else(shown);
    let code = named.map(|currency| currency.code().to_owned());
    let take = match source {
        Source::Column(column) => Take {
            column: Names(vec![table.columns[*column].clone()]),
            default: code,
            ..Take::default()
        },
        Source::Heading(_) | Source::Nothing => Take {
            value: Some(code?),
            ..Take::default()
        },
    };
    Getter::place(
        &take,
        &Header::new(&table.columns, crate::formats::HeaderStyle::Plain),
        "",
    )
}

/// `.` or `,`, or both where the file does not tell.
pub(super) fn mark(style: NumberStyle) -> &'static str {
    match style.mark {
        DecimalMark::Point => ".",
        DecimalMark::Comma => ",",
        DecimalMark::Ambiguous => "ambiguous",
    }
}
