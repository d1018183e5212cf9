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
const SHORT: &[&str] = &[
    "ccy", "cur", "curr", "crcy", "code", "kod", "iso", "wkz", "währ", "währg",
];
/// What a compound is cut off at: `Originalbetrag` and `Originalwährung` share their start.
const ENDS: &[&str] = &[
    "währung", "währg", "währ", "valuta", "betrag", "belopp", "bedrag", "beløb", "beløp",
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
/// Abbreviations and other words for one thing: `LCurr`, `Hauswährung`.
const SAME: &[(&str, &str)] = &[
    ("l", "local"),
    ("lc", "local"),
    ("lcy", "local"),
    ("loc", "local"),
    ("lcl", "local"),
    ("lokal", "local"),
    ("h", "local"),
    ("hau", "local"),
    ("doc", DOCUMENT),
    ("beleg", DOCUMENT),
];
/// What is foreign in the currency of it, and nothing else.
const DOCUMENT: &str = "document";
/// What a card or a tool of expenses calls the money of others, and beside it that of one's own.
const THEIRS: &[&str] = &["merchant", "transaction"];
const OURS: &[&str] = &[
    "billing",
    "billed",
    "accounting",
    "settlement",
    "settled",
    "posting",
    "posted",
    "reimbursement",
];
/// Words that say it of a column of currencies, and of an amount either.
const OTHERS: &[&str] = &["orig", "local", "source", "native"];
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

    /// The column that shares the most words with the amount, then follows it where each follows one, then says the least
    /// else, then is the nearest.
    fn best(&self, amount: usize) -> Option<(usize, &[String])> {
        let own = words(self.names[amount]);
        let are_paired = self.are_paired();
        let ranked = self.currencies.iter().filter_map(|(place, codes)| {
            let said = self.said(*place);
            let shared = said.iter().filter(|word| own.contains(word)).count();
            let is_other = said.iter().any(|word| is_foreign(word) && !own.contains(word));
            let is_barred = is_other || (said.is_empty() && self.is_of_another(amount));
            let rank = (
                Reverse(shared),
                !(are_paired && *place == amount + 1),
                said.len() - shared,
                place.abs_diff(amount),
                *place < amount,
            );
            (!is_barred).then_some((rank, *place, codes.as_slice()))
        });
        let (_, place, codes) = ranked.min()?;
        Some((place, codes))
    }

    /// Whether each of several columns of currencies follows an amount.
    fn are_paired(&self) -> bool {
        let follows = |place: usize| place > 0 && self.amounts.contains(&(place - 1));
        self.currencies.len() > 1 && self.currencies.iter().all(|(place, _)| follows(*place))
    }

    /// What a column of currencies says besides that.
    fn said(&self, place: usize) -> Vec<String> {
        let mut said = words(self.names[place]);
        said.retain(|word| !is_of_currency(word));
        said
    }

    /// Whether currencies that say nothing else go with an amount that is called foreign, and has no others.
    fn is_of_another(&self, amount: usize) -> bool {
        let is_told = |place: usize| is_told_abroad(self.names[place]);
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
    is_told_abroad(name) && AMOUNTS.iter().any(|word| lower.contains(word))
}

/// Whether an amount is that of somebody else beside another: the merchant's beside what was billed, a local one beside
/// one whose heading says its currency.
pub fn is_foreign_beside(name: &str, other: &str) -> bool {
    let has = |name: &str, some: &[&str]| words(name).iter().any(|word| some.contains(&word.as_str()));
    let is_theirs = has(name, THEIRS) && !has(name, OURS) && has(other, OURS);
    let is_said = currency_in(other).is_some() && currency_in(name).is_none();
    is_theirs || (is_said && has(name, &["local"]) && !has(other, &["local"]) && !is_foreign_amount(other))
}

/// Whether a heading says that it is foreign: by a word, or as the currency of a document.
fn is_told_abroad(name: &str) -> bool {
    let words = words(name);
    let is_of_document = words.iter().any(|word| word == DOCUMENT);
    words.iter().any(|word| is_abroad(word))
        || (is_of_document && words.iter().any(|word| is_of_currency(word)))
}

fn is_of_currency(word: &str) -> bool {
    WORDS.contains(&word) || SHORT.contains(&word)
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
        let cut = start.map_or(word, |start| start.trim_end_matches('s'));
        let same = SAME.iter().find(|(other, _)| *other == cut);
        same.map_or(cut, |(_, word)| word).to_owned()
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
    fn currencies_of_ledgers_are_known_by_their_abbreviations() {
        let sap = "Amount in local cur.*|LCurr currency|Amount in doc. curr.|Curr. currency";
        assert_eq!(said(sap), "LCurr currency");
        let sap = "Amount in local cur.|LCurr currency|Amount in doc. curr.*|Curr. currency";
        assert_eq!(said(sap), "Curr. currency");
        assert_eq!(
            said("Amount in local cur.*|Amount in doc. curr.|Curr. currency"),
            ""
        );
        assert_eq!(
            said("Amount in doc. curr.|Curr. currency|Amount in LC*|LCurr currency"),
            "LCurr currency"
        );
        let german = "Betrag in Hauswähr*|WKZ HWähr|Betrag in BelegWähr|WKZ";
        assert_eq!(said(german), "WKZ HWähr");
        assert_eq!(
            said("Betrag in Hauswähr|WKZ HWähr|Betrag in BelegWähr*|WKZ"),
            "WKZ"
        );
        let paired = "Amount A|First currency|Amount B*|Second currency";
        assert_eq!(said(paired), "Second currency");
        assert_eq!(said("Amount*|Document currency"), "Document currency");
    }

    #[test]
    fn an_amount_of_a_merchant_or_a_local_one_is_foreign_beside_ones_own() {
        assert!(is_foreign_beside("Merchant amount", "Billing amount"));
        assert!(is_foreign_beside("Transaction amount", "Accounting amount"));
        assert!(is_foreign_beside("Amount (local)", "Amount EUR"));
        assert!(!is_foreign_beside("Transaction amount", "Amount"));
        assert!(!is_foreign_beside("Amount EUR", "Amount (local)"));
        assert!(!is_foreign_beside("Local amount EUR", "Amount USD"));
        assert!(!is_foreign_beside("Billing amount", "Transaction amount"));
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
