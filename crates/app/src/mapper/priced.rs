//! Prices beside quantities where no column holds what they come to: whether they can be multiplied. Knows no currency.

use ingest::profile::{ColumnProfile, Profile};

use super::guess::{MOSTLY, share};
use super::heading::{Role, heading, role};
use super::headings::QUANTITY;
use super::target::Holds;

/// How long something is paid for: how often the product counts, nothing says.
const TERMS: &str = "months|month count|no of months|number of months|term|term months|duration|periods|years|monate|laufzeit|\
     månader|antal månader|mois|durée|maanden|meses|mesi|måneder";
/// Signs and words of percents.
const PERCENT: &[&str] = &[
    "%",
    "pct",
    "percent",
    "prozent",
    "procent",
    "pour cent",
    "por ciento",
];

/// Whether a price of one can be multiplied: by a quantity, and nothing else is to be known.
pub(super) fn is_multiplied(profile: &Profile) -> bool {
    has_quantity(profile) && !is_doubtful(profile)
}

/// Whether a quantity stands beside something that is part of the product in a way that the table does not say.
pub(super) fn is_doubtful(profile: &Profile) -> bool {
    let is_one = |text: &String| text.trim().parse::<f64>() == Ok(1.0);
    let is_term =
        |column: &&ColumnProfile| heading(TERMS, &column.name).0 == 3 && !column.values.iter().all(is_one);
    let is_open = |column: &&ColumnProfile| is_discount(column) && !is_percent(column);
    let doubts = numeric(profile).any(|column| is_term(&column) || is_open(&column));
    has_quantity(profile) && doubts
}

/// The column of percents that are taken off.
pub(super) fn percent_off(profile: &Profile) -> Option<usize> {
    let is_it = |column: &ColumnProfile| is_number(column) && is_discount(column) && is_percent(column);
    profile.columns.iter().position(is_it)
}

fn has_quantity(profile: &Profile) -> bool {
    numeric(profile).any(|column| heading(QUANTITY.words, &column.name).0 >= 2)
}

fn numeric(profile: &Profile) -> impl Iterator<Item = &ColumnProfile> {
    profile.columns.iter().filter(|column| is_number(column))
}

fn is_number(column: &ColumnProfile) -> bool {
    share(Holds::Number, column) >= MOSTLY
}

/// Whether something is taken off in some row.
fn is_discount(column: &ColumnProfile) -> bool {
    let is_some = |text: &String| text.chars().any(|letter| ('1'..='9').contains(&letter));
    role(&column.name) == Role::Discount && column.values.iter().any(is_some)
}

/// Whether a discount is in percents, as they are spoken: a share like 0.1 is none.
fn is_percent(column: &ColumnProfile) -> bool {
    let name = column.name.to_lowercase();
    let number = |text: &String| {
        text.trim()
            .trim_end_matches('%')
            .trim()
            .replace(',', ".")
            .parse::<f64>()
    };
    let are_whole = column
        .values
        .iter()
        .all(|text| number(text).is_ok_and(|percent| percent == 0.0 || (1.0..=100.0).contains(&percent)));
    let is_said =
        PERCENT.iter().any(|word| name.contains(word)) || column.values.iter().all(|text| text.contains('%'));
    is_said && are_whole
}
