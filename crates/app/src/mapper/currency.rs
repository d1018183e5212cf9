//! The currency of a draft's amounts: what headings and cells name, what stands above the table.

use ingest::profile::{Profile, ShownKind};
use ingest::value::currency_in;

use super::target::TURN;

/// Words that state the currency of a file above its table.
const CURRENCY_WORDS: &str = "currency|währung|valuta|devise|moneda|divisa|monnaie|waluta";
/// Columns of money by their targets.
const MONEY: &[&str] = &["billed", "payment", "debit", "credit", "list", "estimated", TURN];

/// The currency that the columns of money share, or that stands above the table.
pub(crate) fn currency(profile: &Profile, targets: &[String]) -> Option<String> {
    let both = targets.iter().zip(&profile.columns);
    let mut money = both.filter(|(id, _)| MONEY.contains(&id.as_str()));
    let stated = money.find_map(|(_, column)| column.currency.clone());
    stated.or_else(|| {
        let mut before = profile.shown.iter().filter(|row| row.kind == ShownKind::Preamble);
        before.find_map(above)
    })
}

fn above(row: &ingest::profile::ShownRow) -> Option<String> {
    let text = row.cells.join(" ");
    let lower = text.to_lowercase();
    let said = CURRENCY_WORDS.split('|').any(|word| lower.contains(word));
    let code = |part: &str| currency_in(part).map(|currency| currency.code().to_owned());
    said.then(|| text.split([' ', ':', '=', ',']).find_map(code))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapper::fixture::profile;

    fn found(table: &str, targets: &[&str]) -> Option<String> {
        let targets: Vec<String> = targets.iter().map(|target| (*target).to_owned()).collect();
        currency(&profile(table), &targets)
    }

    #[test]
    fn the_currency_is_taken_from_the_heading_or_from_above_the_table() {
        let heading = "Datum;Belopp SEK\n2026-09-03;1 234,50\n2026-09-04;10,00\n";
        assert_eq!(found(heading, &["day", "billed"]).as_deref(), Some("SEK"));
        let above = "Valuta: NOK\n\nDato;Tekst;Beløp\n2026-09-03;API;1 234,50\n2026-09-04;API;10,00\n";
        assert_eq!(found(above, &["day", "sku", "billed"]).as_deref(), Some("NOK"));
    }
}
