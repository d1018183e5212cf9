//! `invoice`: one invoice or credit note as a document. What it says stands in it as JSON; beside it only what it is
//! found by, and the amounts by which two readings of one invoice are held to be the same.

use model::{Exact, Invoice};

use super::{Kind, Row, Table};
use crate::days;
use crate::dictionary::Dictionary;
use crate::error::Result;
use crate::import::to_json;

pub(super) const TABLE: Table = Table {
    kind: Kind::Invoice,
    name: "invoice",
    columns: &["issuer", "number", "issued", "currency", "amounts", "document"],
    additive: &[],
    split: None,
};

/// The same invoice as UBL, CII or PDF differs in its wording, not in its money.
pub(super) const WORDING: &[&str] = &["issuer", "number", "issued", "document"];

pub(super) fn encode(fact: &Invoice, words: &mut Dictionary<'_>, row: &mut Row) -> Result<()> {
    row.extend(
        [
            words.word(&fact.seller.name)?,
            words.word(&fact.number)?,
            days::or_unstated(fact.issue_date),
            words.word(fact.currency.code())?,
            words.word(&amounts(fact))?,
            words.word(&to_json(fact))?,
        ]
        .map(Some),
    );
    Ok(())
}

/// The money of an invoice as one text: sign, totals, and what each line is.
fn amounts(invoice: &Invoice) -> String {
    let totals = &invoice.totals;
    let sums = [totals.without_tax, totals.tax, totals.with_tax, totals.payable];
    let lines = invoice.lines.iter().map(|line| line.net);
    let texts = sums.into_iter().chain(lines).map(text);
    let sign = if invoice.is_credit_note { "-" } else { "+" };
    std::iter::once(sign.to_owned())
        .chain(texts)
        .collect::<Vec<_>>()
        .join(" ")
}

fn text(amount: Option<Exact>) -> String {
    amount.map_or_else(|| "?".to_owned(), |amount| amount.to_string())
}
