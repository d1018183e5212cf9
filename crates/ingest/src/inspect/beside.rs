//! In which currency a column of money is: by its own heading, else by the column of currencies that goes with it, else by
//! a line above the table. Reads no rows.

use std::cmp::Reverse;

use model::Currency;

use super::money_words::parted;
use crate::value::{currency_in, may_mean};

/// Words that state the currency of a file above its table, and that name columns of currencies.
pub(super) const WORDS: &[&str] = &[
    "currency", "währung", "valuta", "devise", "moneda", "divisa", "moeda", "monnaie", "waluta", "valuutta",
    "通貨", "币种", "货币",
];
/// Other words of headings that say no more than that.
const SHORT: &[&str] = &["ccy", "cur", "curr", "code", "kod", "iso", "wkz"];
/// What a compound is cut off at: `Originalbetrag` and `Originalwährung` share their start.
const ENDS: &[&str] = &[
    "währung", "valuta", "betrag", "belopp", "bedrag", "beløb", "beløp",
];
/// Starts of words of what is not the money that was paid.
const FOREIGN: &[&str] = &[
    "foreign",
    "original",
    "origin",
    "origen",
    "ursprung",
    "ursprüng",
    "fremd",
    "utländsk",
    "udenlandsk",
    "vreemd",
    "étrang",
    "extranjer",
    "ester",
    "obc",
];
/// Words that say it of a column of currencies, and of an amount either.
const OTHERS: &[&str] = &["orig", "local", "lokal", "source", "native"];
/// Words of amounts, also as parts of longer ones.
const AMOUNTS: &[&str] = &[
    "amount", "total", "cost", "price", "value", "charge", "spend", "betrag", "kosten", "summ", "umsatz",
    "belopp", "bedrag", "beløb", "beløp", "montant", "import",
];
/// Signs that several currencies share.
const SHARED: &[&str] = &["$", "£", "¥", "元", "Rs"];

/// The columns of a table, as far as they tell a currency.
#[derive(Debug, Default)]
pub struct Beside<'a> {
    /// All headings.
    pub names: Vec<&'a str>,
    /// Columns of numbers.
    pub amounts: Vec<usize>,
    /// Columns of currencies, each with the codes that it holds.
    pub currencies: Vec<(usize, Vec<String>)>,
}

/// What says the currency of an amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Its heading.
    Heading(Currency),
    /// A column.
    Column(usize),
    /// None of the columns.
    Nothing,
}

impl Beside<'_> {
    /// What says the currency of the amounts of a column.
    pub fn of(&self, amount: usize) -> Source {
        let name = self.names[amount];
        match (currency_in(name), self.best(amount)) {
            (Some(named), Some((place, codes))) if is_open(name, &named, codes) => Source::Column(place),
            (Some(named), _) => Source::Heading(named),
            (None, Some((place, _))) => Source::Column(place),
            (None, None) => Source::Nothing,
        }
    }

    /// The column that shares the most words with the amount, then says the least else, then is the nearest.
    fn best(&self, amount: usize) -> Option<(usize, &[String])> {
        let own = words(self.names[amount]);
        let ranked = self.currencies.iter().filter_map(|(place, codes)| {
            let said = self.said(*place);
            let shared = said.iter().filter(|word| own.contains(word)).count();
            let is_other = said.iter().any(|word| is_foreign(word) && !own.contains(word));
            let is_barred = is_other || (said.is_empty() && self.is_of_another(amount));
            let rank = (
                Reverse(shared),
                said.len() - shared,
                place.abs_diff(amount),
                *place < amount,
            );
            (!is_barred).then_some((rank, *place, codes.as_slice()))
        });
        let (_, place, codes) = ranked.min()?;
        Some((place, codes))
    }

    /// What a column of currencies says besides that.
    fn said(&self, place: usize) -> Vec<String> {
        let mut said = words(self.names[place]);
        said.retain(|word| !WORDS.contains(&word.as_str()) && !SHORT.contains(&word.as_str()));
        said
    }

    /// Whether currencies that say nothing else go with an amount that is called foreign, and has no others.
    fn is_of_another(&self, amount: usize) -> bool {
        let is_told = |place: usize| words(self.names[place]).iter().any(|word| is_abroad(word));
        let is_bare = |place: &usize| {
            is_foreign_amount(self.names[*place]) && currency_in(self.names[*place]).is_none()
        };
        let mut own = self.currencies.iter().map(|(place, _)| *place);
        !is_told(amount) && self.amounts.iter().any(is_bare) && !own.any(is_told)
    }
}

/// Whether an amount is called foreign by its heading: in the currency of somebody else.
pub fn is_foreign_amount(name: &str) -> bool {
    let lower = name.to_lowercase();
    words(name).iter().any(|word| is_abroad(word)) && AMOUNTS.iter().any(|word| lower.contains(word))
}

fn is_abroad(word: &str) -> bool {
    word == "orig" || FOREIGN.iter().any(|start| word.starts_with(start))
}

fn is_foreign(word: &str) -> bool {
    is_abroad(word) || OTHERS.contains(&word)
}

/// Whether a heading has only a sign that other currencies have, too, and a column tells which.
fn is_open(name: &str, named: &Currency, codes: &[String]) -> bool {
    let is_code = parted(name)
        .split(|letter: char| !letter.is_alphanumeric())
        .any(|word| word.eq_ignore_ascii_case(named.code()));
    let fits = |sign: &&str| may_mean(sign, named.code()) && codes.iter().all(|code| may_mean(sign, code));
    !is_code && SHARED.iter().any(fits)
}

/// The words of a heading in lower case, compounds without what they end with.
fn words(name: &str) -> Vec<String> {
    let parted = parted(name);
    let all = parted.split(|letter: char| !letter.is_alphanumeric());
    let cut = |word: &str| {
        let mut ends = ENDS.iter().filter_map(|end| word.strip_suffix(end));
        let start = ends.find(|start| !start.is_empty());
        start.map_or(word, |start| start.trim_end_matches('s')).to_owned()
    };
    all.filter(|word| !word.is_empty()).map(cut).collect()
}

/// The currency that the lines above a table state: `Currency,USD`, `Valuta: NOK`.
pub fn above<'r>(lines: impl Iterator<Item = &'r [String]>) -> Option<Currency> {
    let said = |cells: &[String]| {
        let text = cells.join(" ");
        let lower = text.to_lowercase();
        let says = WORDS.iter().any(|word| lower.contains(word));
        let mut parts = text.split([' ', ':', '=', ',']).filter(|_| says);
        parts.find_map(currency_in)
    };
    lines.into_iter().find_map(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What says the currency of the column with a star.
    fn said(headings: &str) -> String {
        let names: Vec<&str> = headings.split('|').collect();
        let amount = names.iter().position(|name| name.ends_with('*')).expect("a star");
        let names: Vec<&str> = names.iter().map(|name| name.trim_end_matches('*')).collect();
        let is_currency = |name: &str| {
            let last = name.to_lowercase();
            last.ends_with("currency")
                || last.ends_with("währung")
                || last.ends_with("valuta")
                || last.starts_with("wkz")
        };
        let places = || 0..names.len();
        let codes = || vec!["CAD".to_owned(), "USD".to_owned()];
        let beside = Beside {
            amounts: places().filter(|place| !is_currency(names[*place])).collect(),
            currencies: places()
                .filter(|place| is_currency(names[*place]))
                .map(|place| (place, codes()))
                .collect(),
            names: names.clone(),
        };
        match beside.of(amount) {
            Source::Heading(currency) => currency.code().to_owned(),
            Source::Column(place) => names[place].to_owned(),
            Source::Nothing => String::new(),
        }
    }

    #[test]
    fn the_heading_of_an_amount_says_its_currency_and_a_sign_of_several_leaves_it_to_a_column() {
        assert_eq!(said("Amount (EUR)*|Original currency"), "EUR");
        assert_eq!(said("Amount (EUR)*|Currency"), "EUR");
        assert_eq!(said("Cost (USD)*|Local currency"), "USD");
        assert_eq!(said("Amount ($)*|Currency"), "Currency");
        assert_eq!(said("Amount (€)*|Currency"), "EUR");
    }

    #[test]
    fn a_column_goes_with_the_amount_whose_words_it_shares_else_with_its_neighbour() {
        let cards = "Transaction amount|Transaction currency|Billing amount*|Billing currency";
        assert_eq!(said(cards), "Billing currency");
        let cards = "Billing currency|Transaction amount*|Transaction currency|Billing amount";
        assert_eq!(said(cards), "Transaction currency");
        assert_eq!(
            said("Orig currency|Orig amount|Payment currency|Amount*|Fee|Fee currency"),
            "Payment currency"
        );
        assert_eq!(
            said("Orig currency|Orig amount*|Payment currency|Amount"),
            "Orig currency"
        );
        assert_eq!(
            said("Originalbetrag*|Betrag|Währung|Originalwährung"),
            "Originalwährung"
        );
        assert_eq!(said("Originalbetrag|Betrag*|Währung|Originalwährung"), "Währung");
        assert_eq!(
            said("Umsatz*|WKZ Umsatz|Basis-Umsatz|WKZ Basis-Umsatz"),
            "WKZ Umsatz"
        );
        assert_eq!(said("Fee|Fee currency|Amount*|Currency"), "Currency");
    }

    #[test]
    fn what_is_foreign_goes_with_no_other_amount() {
        assert_eq!(said("Amount*|Original currency"), "");
        assert_eq!(said("Original amount*|Currency"), "Currency");
        assert_eq!(said("Amount (foreign)*|Currency|Amount"), "Currency");
        assert_eq!(said("Amount (foreign)|Currency|Amount*"), "");
        assert_eq!(said("Belopp*|Utländsk valuta|Valuta"), "Valuta");
    }

    #[test]
    fn a_line_above_says_it_in_several_languages() {
        let above = |text: &str| {
            let cells = [text.to_owned()];
            above(std::iter::once(&cells[..])).map(|currency| currency.code().to_owned())
        };
        assert_eq!(above("Währung: CHF").as_deref(), Some("CHF"));
        assert_eq!(above("All costs, currency=USD").as_deref(), Some("USD"));
        assert_eq!(above("Valutadatum: 2026-09-30"), None);
    }
}
