//! The currency of a draft's amounts: what the headings name, what the signs in the cells say, what stands above the
//! table.

use ingest::inspect::beside::{self, Beside, Source};
use ingest::profile::{ColumnProfile, Profile, ShownKind};
use ingest::value::{NumberStyle, NumberValue, Sign, currency_in, currency_named};

use super::guess::{MOSTLY, share};
use super::target::{BY_SIGN, Holds, TURN};

/// Columns of money by their targets, what was charged first.
pub(crate) const MONEY: &[&str] = &["billed", "payment", "debit", "credit", "list", "estimated", TURN];

/// Where the sign stands that says the currency of each row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Signs {
    /// In the cells of these columns.
    Cells(Vec<usize>),
    /// In the cells of turned columns.
    Values,
    /// In the headings of turned columns.
    Headings,
}

/// Where the signs stand, if all amounts have one.
pub(crate) fn signs(profile: &Profile, targets: &[String]) -> Option<Signs> {
    let of = |target: &str| -> Vec<&ColumnProfile> {
        let both = targets.iter().zip(&profile.columns);
        both.filter(|(id, _)| *id == target)
            .map(|(_, column)| column)
            .collect()
    };
    let turned = of(TURN);
    if !turned.is_empty() {
        if turned.iter().all(|column| currency_in(&column.name).is_some()) {
            return Some(Signs::Headings);
        }
        let mut filled = turned.iter().filter(|column| column.filled() > 0).peekable();
        let are_signed = filled.peek().is_some() && filled.all(|column| is_signed(column));
        return are_signed.then_some(Signs::Values);
    }
    let place = |target: &&str| targets.iter().position(|id| id == *target);
    let sides: Vec<usize> = ["debit", "credit"].iter().filter_map(place).collect();
    let one = MONEY.iter().find_map(place).map(|place| vec![place]);
    let places = Some(sides).filter(|sides| sides.len() == 2).or(one)?;
    let all = places.iter().map(|place| &profile.columns[*place]);
    all.into_iter().all(is_signed).then_some(Signs::Cells(places))
}

/// Whether every number of a column has a sign that is understood when it stands in a text.
fn is_signed(column: &ColumnProfile) -> bool {
    let beside = |text: &String| match (NumberStyle::POINT.read(text), NumberStyle::COMMA.read(text)) {
        (NumberValue::Exact(_, sign), _) | (_, NumberValue::Exact(_, sign)) => {
            Some((text.clone(), sign.and_then(Sign::code)))
        }
        _ => None,
    };
    let is_said = |(text, sign): (String, Option<&str>)| {
        sign.is_some() && currency_in(&text).as_ref().map(model::Currency::code) == sign
    };
    let mut numbers = column.values.iter().filter_map(beside).peekable();
    currency_in(&column.name).is_none() && numbers.peek().is_some() && numbers.all(is_said)
}

/// The currency that the columns of money share, [`BY_SIGN`], or what stands above the table.
pub(crate) fn currency(profile: &Profile, targets: &[String]) -> Option<String> {
    let both = || targets.iter().zip(&profile.columns);
    let mut money = both().filter(|(id, _)| MONEY.contains(&id.as_str()));
    let stated = money.find_map(|(_, column)| column.currency.clone());
    // Where the headings of turned columns say it, those of the next file may say another.
    if signs(profile, targets).is_some() {
        return Some(BY_SIGN.to_owned());
    }
    stated.or_else(|| {
        let before = profile.shown.iter().filter(|row| row.kind == ShownKind::Preamble);
        let above = beside::above(before.map(|row| row.cells.as_slice()))?;
        Some(above.code().to_owned())
    })
}

/// What says the currency of a column of money: its heading, or the column of currencies that goes with it.
pub(crate) fn source(profile: &Profile, amount: usize) -> Source {
    let columns = || profile.columns.iter().enumerate();
    let amounts = columns().filter(|(_, column)| share(Holds::Number, column) >= MOSTLY);
    let currencies = columns().filter(|(_, column)| is_of_codes(column));
    let code = |text: &String| match currency_named(text).and_then(Sign::code) {
        Some(code) => code.to_owned(),
        None => text.to_uppercase(),
    };
    let codes = |column: &ColumnProfile| column.values.iter().map(code).collect();
    let beside = Beside {
        names: profile
            .columns
            .iter()
            .map(|column| column.name.as_str())
            .collect(),
        amounts: amounts.map(|(place, _)| place).collect(),
        currencies: currencies.map(|(place, column)| (place, codes(column))).collect(),
    };
    beside.of(amount)
}

/// Whether a column holds currencies.
pub(crate) fn is_of_codes(column: &ColumnProfile) -> bool {
    column.currencies > 0 && share(Holds::Currency, column) >= MOSTLY
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

    #[test]
    fn signs_in_the_cells_say_the_currency_of_each_cell() {
        for cells in [
            "$10.00|$20.00",
            "$10.00|€20.00",
            "10.00 EUR|20.00 SEK",
            "10.00 zł|20.00 zł",
        ] {
            let (first, second) = cells.split_once('|').expect("two");
            let table = format!("Date,Amount\n2026-01-01,{first}\n2026-01-02,{second}\n");
            assert_eq!(
                found(&table, &["day", "billed"]).as_deref(),
                Some(BY_SIGN),
                "{cells}"
            );
        }
        // Without a sign in one cell the rows leave it open; a sign that no text is known by is the column's.
        let open = "Date,Amount\n2026-01-01,$10.00\n2026-01-02,20.00\n";
        assert_eq!(found(open, &["day", "billed"]), None);
        let words = "Date;Amount\n2026-01-01;10,00 Ft\n2026-01-02;20,00 Ft\n";
        assert_eq!(found(words, &["day", "billed"]).as_deref(), Some("HUF"));
    }

    #[test]
    fn headings_of_turned_columns_each_say_their_own_currency() {
        let wide = |second: &str| {
            let table = format!("Vendor,Jan 2026 (EUR),Feb 2026 ({second})\nA,1.00,2.00\nB,1.00,3.00\n");
            found(&table, &["provider", "turn", "turn"])
        };
        assert_eq!(wide("EUR").as_deref(), Some(BY_SIGN));
        assert_eq!(wide("USD").as_deref(), Some(BY_SIGN));
    }
}
