//! Words of column names that mean money, and those that mean something else, in the languages of ledgers.

use crate::value::currency_in;

/// Words that mean money, the surest first.
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
    "sum",
    "outflow",
    "debet",
    "débit",
    "soll",
    "invoice amount",
    "invoiced",
    "billed",
    "spent",
    "expenditure",
    "expense",
    "amt",
    "amount due",
    "costs",
    "charges",
    "fees",
    "nettobetrag",
    "rechnungsbetrag",
    "gesamtbetrag",
    "gesamtpreis",
    "netto",
    "bruttobetrag",
    "brutto",
    "umsatz",
    "ausgaben",
    "nettobelopp",
    "belopp",
    "totalbelopp",
    "kostnad",
    "summa",
    "pris",
    "utgift",
    "totalt",
    "att betala",
    "nettobedrag",
    "bedrag",
    "totaalbedrag",
    "totaal",
    "uitgaven",
    "beløb",
    "beløp",
    "omkostning",
    "coût",
    "cout",
    "dépense",
    "dépenses",
    "depense",
    "monto",
    "coste",
    "costo",
    "gasto",
    "importo",
    "spesa",
    "totale",
    "valor",
    "custo",
    "montante",
    "despesa",
    "kwota",
    "koszt",
    "suma",
    "částka",
    "kustannus",
    "金額",
    "金额",
];

/// Words that mean something else even beside those.
const NOT_MONEY: &[&str] = &[
    "id", "no", "number", "code", "date", "rate", "quantity", "count", "%", "unit", "currency", "type",
    "centre", "center", "category", "ref", "year", "month", "units", "währung", "valuta", "devise", "moneda",
    "divisa", "datum", "nr", "balance", "saldo", "solde",
];

/// Taxes, which are no money by themselves; an amount may be without or with them.
const TAXES: &[&str] = &[
    "vat", "tax", "moms", "mva", "mwst", "ust", "steuer", "tva", "iva", "btw", "alv", "dph",
];

/// Words before a tax that the amount is without or with: `Bedrag excl. btw`.
const WITHOUT_OR_WITH: &[&str] = &[
    "excl",
    "exkl",
    "ex",
    "excluding",
    "exclusive",
    "exklusive",
    "exclusief",
    "incl",
    "inkl",
    "including",
    "inclusive",
    "inklusive",
    "inclusief",
    "before",
    "after",
    "without",
    "with",
    "ohne",
    "mit",
    "hors",
    "sans",
    "avec",
    "sin",
    "con",
    "senza",
    "uden",
    "utan",
    "uten",
    "med",
    "bez",
];

/// How surely a name means money, the surest with the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank(usize);

impl Rank {
    /// Of a name; `None` if it does not mean money.
    pub(super) fn of(name: &str) -> Option<Self> {
        let parted = parted(name);
        let words: Vec<&str> = parted
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let any = |of: &[&str]| words.iter().any(|word| of.contains(word));
        let is_tax = any(TAXES) && !any(WITHOUT_OR_WITH);
        if any(NOT_MONEY) || is_tax || name.contains('%') {
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
            .or_else(|| currency_in(name).map(|_| 3 * WORDS.len()))
            .map(Self)
    }

    /// Whether the name is such a word and nothing else.
    pub(super) fn is_exact(self) -> bool {
        self.0 < WORDS.len()
    }
}

/// Words that are of money only beside others: `Total leave days`, `Net promoter score`.
const VAGUE: &[&str] = &[
    "total", "net", "value", "gross", "sum", "credit", "debit", "charge", "fee",
];

/// Whether a column named so holds money, whatever else is in its table.
pub(crate) fn names_money(name: &str) -> bool {
    let is_clear = |Rank(place): Rank| match place.checked_sub(WORDS.len()) {
        None => !VAGUE.contains(&WORDS[place]),
        Some(within) => WORDS.get(within).is_some_and(|word| !VAGUE.contains(word)),
    };
    Rank::of(name).is_some_and(|rank| is_clear(rank) || currency_in(name).is_some())
}

/// A name in lower case with its words apart: `TotalAmount` is `total amount`, `AmountGBP` is `amount gbp`.
pub(super) fn parted(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut parted = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let is_start = letter.is_uppercase() && at > 0 && {
            let next_is_lower = letters.get(at + 1).is_some_and(|next| next.is_lowercase());
            let before = letters[at - 1];
            before.is_lowercase() || (before.is_uppercase() && next_is_lower)
        };
        if is_start {
            parted.push(' ');
        }
        parted.extend(letter.to_lowercase());
    }
    parted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_named_in_many_languages_and_ways() {
        for name in [
            "Belopp",
            "Bedrag",
            "Coût",
            "Importo",
            "Nettobetrag",
            "Rechnungsbetrag",
            "Summa",
            "Totaal",
            "Beløb",
            "Umsatz",
            "Expenditure",
            "Amt",
            "Spent",
            "Invoiced",
            "TotalAmount",
            "AmountGBP",
            "Att betala",
            "Summe netto",
            "金額",
        ] {
            assert!(Rank::of(name).is_some(), "{name}");
        }
        for name in [
            "Moms",
            "Saldo",
            "Amount ID",
            "Price per unit",
            "Valuta",
            "UnitPrice",
            "Supplier",
        ] {
            assert!(Rank::of(name).is_none(), "{name}");
        }
    }

    #[test]
    fn a_vague_word_names_money_only_beside_a_currency() {
        for name in [
            "Total cost (EUR)",
            "Spend USD",
            "AI spend",
            "Amount",
            "Kosten",
            "Total (EUR)",
            "€",
        ] {
            assert!(names_money(name), "{name}");
        }
        for name in [
            "Total leave days",
            "Net promoter score",
            "Value",
            "Cost center",
            "Team",
            "Grade",
        ] {
            assert!(!names_money(name), "{name}");
        }
    }

    #[test]
    fn the_surest_name_ranks_first() {
        let mut names = ["Gross", "AmountGBP", "Amount", "Total cost"];
        names.sort_by_key(|name| Rank::of(name));
        assert_eq!(names, ["Total cost", "Amount", "Gross", "AmountGBP"]);
        assert!(Rank::of("TotalAmount").is_some_and(Rank::is_exact));
        assert!(!Rank::of("AmountGBP").is_some_and(Rank::is_exact));
    }
}
