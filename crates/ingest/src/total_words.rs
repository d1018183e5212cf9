//! Labels of rows that state a sum or a balance, in the languages of ledgers. Judges no rows.

use crate::value::bare_month;

/// How labels of sums start, in lower case.
const LABELS: &[&str] = &[
    "total",
    "grand total",
    "sub total",
    "sub-total",
    "subtotal",
    "overall total",
    "overall result",
    "grand tot",
    "ttl",
    "σ",
    "ergebnis",
    "celkový součet",
    "общий итог",
    "총합계",
    "hovedtotal",
    "sum",
    "sum of",
    "totals",
    "amount due",
    "amount payable",
    "total due",
    "balance due",
    "net payable",
    "summe",
    "gesamt",
    "gesamtsumme",
    "gesamtbetrag",
    "gesamtkosten",
    "gesamtergebnis",
    "zwischensumme",
    "teilergebnis",
    "endsumme",
    "nettosumme",
    "bruttosumme",
    "insgesamt",
    "zu zahlen",
    "zahlbetrag",
    "rechnungsbetrag",
    "somme",
    "totaux",
    "montant total",
    "montant dû",
    "net à payer",
    "à payer",
    "total général",
    "sous-total",
    "sous total",
    "summa",
    "totalsumma",
    "totalbelopp",
    "slutsumma",
    "delsumma",
    "att betala",
    "totalt",
    "totaal",
    "totaalbedrag",
    "eindtotaal",
    "subtotaal",
    "te betalen",
    "suma",
    "importe total",
    "totale",
    "totali",
    "subtotale",
    "da pagare",
    "totais",
    "i alt",
    "at betale",
    "å betale",
    "sum totalt",
    "delsum",
    "samlet",
    "yhteensä",
    "kokonaissumma",
    "loppusumma",
    "välisumma",
    "maksettava",
    "razem",
    "ogółem",
    "łącznie",
    "do zapłaty",
    "celkem",
    "mezisoučet",
    "összesen",
    "végösszeg",
    "toplam",
    "genel toplam",
    "итого",
    "всего",
    "合計",
    "総計",
    "小計",
    "总计",
    "合计",
    "小计",
    "總計",
    "합계",
    "총계",
    "소계",
];

/// How labels of sums end, behind other words: `Report total`.
const ENDS: &[&str] = &[
    "total",
    "totals",
    "subtotal",
    "summe",
    "gesamt",
    "insgesamt",
    "summa",
    "totalt",
    "totaal",
    "totale",
    "totaux",
    "yhteensä",
    "razem",
    "celkem",
    "合計",
    "合计",
    "小計",
    "小计",
];

/// Labels of [`LABELS`] that no supplier is called, whatever follows them.
const CERTAIN: &[&str] = &[
    "grand total",
    "sub total",
    "sub-total",
    "subtotal",
    "zwischensumme",
    "teilergebnis",
    "gesamtsumme",
    "sous-total",
    "sous total",
    "delsumma",
    "delsum",
    "subtotaal",
    "subtotale",
    "välisumma",
    "mezisoučet",
    "小計",
    "小计",
    "소계",
];

/// Labels that say that a row is about all others, where its amounts are their sum.
const ALL: &[&str] = &["all", "alle", "alla", "tous", "toutes", "tutti", "todos"];
/// What may follow them.
const OF_ALL: &[&str] = &[
    "vendors",
    "services",
    "products",
    "teams",
    "suppliers",
    "models",
    "accounts",
    "projects",
    "departments",
    "items",
    "users",
    "anbieter",
    "dienste",
    "tjänster",
    "leverantörer",
];

/// How a row below a total begins that says what part of it is tax or the like.
const PARTS: &[&str] = &[
    "davon",
    "darin",
    "thereof",
    "of which",
    "dont",
    "di cui",
    "waarvan",
    "varav",
    "hvorav",
    "heraf",
    "de los cuales",
    "w tym",
    "z toho",
    "josta",
];

/// Labels that say nothing but that they are a total, besides [`LABELS`].
const BARE: &[&str] = &[
    "grand totals",
    "total costs",
    "total cost",
    "service total",
    "report total",
];

/// Labels of rows that carry a balance, whatever else stands in them.
const BALANCES: &[&str] = &[
    "beginning balance",
    "opening balance",
    "closing balance",
    "ending balance",
    "starting balance",
    "previous balance",
    "balance brought forward",
    "balance carried forward",
    "brought forward",
    "carried forward",
    "anfangssaldo",
    "anfangsbestand",
    "eröffnungssaldo",
    "endsaldo",
    "schlusssaldo",
    "saldovortrag",
    "beginsaldo",
    "openingssaldo",
    "eindsaldo",
    "slotsaldo",
    "ingående saldo",
    "ingående balans",
    "utgående saldo",
    "utgående balans",
    "inngående saldo",
    "primosaldo",
    "ultimosaldo",
    "alkusaldo",
    "loppusaldo",
    "solde initial",
    "solde d'ouverture",
    "solde de départ",
    "solde reporté",
    "solde final",
    "solde de clôture",
    "nouveau solde",
    "ancien solde",
    "saldo inicial",
    "saldo final",
    "saldo iniziale",
    "saldo finale",
    "saldo początkowe",
    "saldo końcowe",
    "počáteční zůstatek",
    "konečný zůstatek",
];

/// What stands between the label of a balance and its day.
const ON: &[&str] = &[
    "as", "of", "at", "on", "per", "am", "vom", "zum", "den", "au", "le", "du", "del", "al", "el", "d.",
    "op", "pr",
];

/// Labels of balances that may be anything else where a row is full.
const PERHAPS_BALANCES: &[&str] = &["balance", "saldo", "solde"];

const LONGEST: usize = 80;

/// Whether a label says nothing but that it is a total.
pub(crate) fn is_bare(text: &str) -> bool {
    let text = plain(text);
    LABELS.contains(&&*text) || BARE.contains(&&*text) || is_stars(&text)
}

/// Whether a label is hardly anything else: it says nothing more, or is a word for a sum of sums.
pub(crate) fn is_certain(text: &str) -> bool {
    is_bare(text) || begins(&plain(text), CERTAIN)
}

/// Whether a label says that its row is about all others; only arithmetic tells whether it is their sum.
pub(crate) fn is_all(text: &str) -> bool {
    let text = plain(text);
    match text.split_once(' ') {
        Some((all, rest)) => ALL.contains(&all) && OF_ALL.contains(&rest),
        None => ALL.contains(&text.as_str()),
    }
}

/// Whether a row below a total says with this text that it is a part of it: `davon MwSt 19%`.
pub(crate) fn is_part(text: &str) -> bool {
    text.len() <= LONGEST && begins(&plain(text), PARTS)
}

/// The mark of sums and sums of sums in lists of SAP: `*`, `**`.
fn is_stars(text: &str) -> bool {
    !text.is_empty() && text.len() <= 5 && text.bytes().all(|byte| byte == b'*')
}

/// Whether a text in lower case begins with one of some labels, as a word.
fn begins(text: &str, labels: &[&str]) -> bool {
    let first = text.as_bytes().first();
    // Hardly any text begins like any label.
    let mut alike = labels.iter().filter(|label| label.as_bytes().first() == first);
    alike.any(|label| {
        let rest = text.strip_prefix(*label);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

/// Whether a cell could be the label of a row that states a sum or a balance.
pub(crate) fn is_label(text: &str) -> bool {
    let is_digit = |letter: char| letter.is_ascii_digit();
    if text.len() > LONGEST || (text.starts_with(is_digit) && text.ends_with(is_digit)) {
        return false;
    }
    let text = plain(text);
    let last = text.as_bytes().last();
    let ends = |label: &&str| {
        let is_alike = label.as_bytes().last() == last;
        let rest = is_alike.then(|| text.strip_suffix(*label)).flatten();
        rest.is_some_and(|rest| rest.ends_with(' ') || (!label.is_ascii() && !rest.is_empty()))
    };
    begins(&text, LABELS)
        || begins(&text, BALANCES)
        || is_stars(&text)
        || ENDS.iter().any(ends)
        || PERHAPS_BALANCES.contains(&&*text)
}

/// Whether a cell says nothing but that its row is an opening or closing balance, and of which day.
pub(crate) fn is_balance(text: &str) -> bool {
    let text = text.trim().trim_end_matches([':', ' ']);
    // Hardly any text begins like any label.
    let is_alike = |label: &&&str| {
        let starts = text.as_bytes().get(..2).zip(label.as_bytes().get(..2));
        label.len() <= text.len() && starts.is_some_and(|(text, label)| text.eq_ignore_ascii_case(label))
    };
    let mut alike = BALANCES.iter().filter(is_alike).peekable();
    if alike.peek().is_none() || text.len() > LONGEST {
        return false;
    }
    let text = text.to_lowercase();
    let is_day = |word: &str| {
        let word = word.trim_matches(['(', ')', ',', ':', '.']);
        let is_number =
            word.contains(|letter: char| letter.is_ascii_digit()) && !word.contains(char::is_alphabetic);
        word.is_empty() || is_number || ON.contains(&word) || bare_month(word).is_some()
    };
    let mut rests = alike.filter_map(|label| text.strip_prefix(*label));
    rests.any(|rest| !rest.starts_with(char::is_alphanumeric) && rest.split_whitespace().all(is_day))
}

/// A label in lower case, without a colon.
fn plain(text: &str) -> String {
    text.trim().trim_end_matches([':', ' ']).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_start_or_end_like_a_total_in_any_language() {
        for text in [
            "Total",
            "TOTAL vendors",
            "Report total",
            "Zu zahlen:",
            "Att betala",
            "Totaalbedrag",
            "Σ total",
            "合計",
            "Gesamt netto",
            "Amount due",
            "Kokonaissumma",
            "Solde",
        ] {
            assert!(is_label(text), "{text}");
        }
        for text in [
            "Totally",
            "Summary",
            "Consumption",
            "Balance sheet tool",
            "Petrototal",
            "",
        ] {
            assert!(!is_label(text), "{text}");
        }
    }

    #[test]
    fn a_sum_of_sums_and_a_part_of_a_total_are_told_from_names() {
        assert!(is_certain("Subtotal Cloud") && is_certain("**") && is_certain("Total"));
        assert!(!is_certain("Total Energies") && !is_certain("October total") && !is_label("*new"));
        assert!(is_part("davon MwSt 19%") && is_part("of which VAT") && !is_part("Davonport"));
    }

    #[test]
    fn all_is_a_label_only_of_all() {
        assert!(is_all("All") && is_all("all services") && is_all("Alle:") && !is_label("All"));
        assert!(!is_all("All Hands GmbH") && !is_all("Allianz") && !is_all("Services"));
    }

    #[test]
    fn only_a_whole_cell_is_a_balance() {
        assert!(is_balance("Opening balance") && is_balance("Utgående saldo:"));
        assert!(is_balance("Ending balance as of 12/31/2025") && is_balance("Endsaldo am 31. Dez 2025:"));
        assert!(!is_balance("Ending balance as of OpenAI") && !is_balance("Endsaldobestätigung"));
        assert!(!is_balance("Opening balance correction") && !is_balance("Saldo") && !is_balance("Solde"));
    }
}
