//! Labels of rows that state a sum or a balance, in the languages of ledgers. Judges no rows.

/// How labels of sums start, in lower case.
const LABELS: &[&str] = &[
    "total",
    "grand total",
    "sub total",
    "sub-total",
    "subtotal",
    "overall total",
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

/// Labels of balances that may be anything else where a row is full.
const PERHAPS_BALANCES: &[&str] = &["balance", "saldo", "solde"];

const LONGEST: usize = 80;

/// Whether a label says nothing but that it is a total.
pub(crate) fn is_bare(text: &str) -> bool {
    let text = plain(text);
    LABELS.contains(&&*text) || BARE.contains(&&*text)
}

/// Whether a cell could be the label of a row that states a sum or a balance.
pub(crate) fn is_label(text: &str) -> bool {
    let is_digit = |letter: char| letter.is_ascii_digit();
    if text.len() > LONGEST || (text.starts_with(is_digit) && text.ends_with(is_digit)) {
        return false;
    }
    let text = plain(text);
    let starts = |label: &&str| {
        let rest = text.strip_prefix(*label);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    let ends = |label: &&str| {
        let rest = text.strip_suffix(*label);
        rest.is_some_and(|rest| rest.ends_with(' ') || (!label.is_ascii() && !rest.is_empty()))
    };
    LABELS.iter().any(starts)
        || BALANCES.iter().any(starts)
        || ENDS.iter().any(ends)
        || PERHAPS_BALANCES.contains(&&*text)
}

/// Whether a cell says nothing but that its row is an opening or closing balance.
pub(crate) fn is_balance(text: &str) -> bool {
    let text = text.trim().trim_end_matches([':', ' ']);
    let is_it = |label: &&str| label.len() == text.len() && text.to_lowercase() == **label;
    BALANCES.iter().any(is_it)
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
    fn only_a_whole_cell_is_a_balance() {
        assert!(is_balance("Opening balance") && is_balance("Utgående saldo:"));
        assert!(!is_balance("Opening balance correction") && !is_balance("Saldo") && !is_balance("Solde"));
    }
}
