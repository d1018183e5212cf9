//! Which data rows a mapper decides by: the first ones, and of those that follow the ones that are unlike them. So a rule
//! sees what is rare in a file of any length, in bounded memory.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::formats::payee;
use crate::row::{Cell, Row};

/// Texts of a card's statement for what was paid to the card, as parts of a text in lower case.
pub const TO_CARD: &[&str] = &[
    "autopay payment",
    "autopay auto-pmt",
    "autopay pymt",
    "auto pymt",
    "mobile pymt",
    "online pymt",
    "auto-pmt",
    "automatic payment",
    "payment - thank you",
    "payment thank you",
    "payment-thank you",
    "payment received",
    "online payment thank",
    "direct debit payment",
    "directpay full balance",
    "internet payment - thank you",
    "zahlung erhalten",
    "betalning mottagen",
    "inbetalning, tack",
    "paiement reçu",
    "betaling ontvangen",
    "bedankt voor uw betaling",
    "pago recibido",
    "pagamento recebido",
    "pagamento ricevuto",
    "betaling mottatt",
    "betaling modtaget",
];
/// Rows of the start that are kept in any case.
const FIRST_ROWS: usize = 500;
/// Rows in which a column holds what few rows hold: nothing, a word, zero, a number above or below it.
const FEW: u32 = 20;
/// Rows kept for a text that names a vendor or a payment to a card.
const TELLING: u32 = 300;
/// Different texts looked at for that.
const TEXTS: usize = 200_000;
/// Cells kept in all.
const CELLS: usize = 200_000;

/// What is kept of the rows of a table.
#[derive(Default)]
pub(super) struct Sample {
    rows: usize,
    /// Kept rows of each column by what they hold.
    classes: Vec<[u32; 5]>,
    telling: u32,
    texts: HashSet<u64>,
}

impl Sample {
    /// Whether a row is kept; `is_new` says that one of its cells is the first with its value.
    pub(super) fn keeps(&mut self, row: &Row<'_>, is_new: bool) -> bool {
        if (self.rows + 1) * row.cells.len().max(1) > CELLS {
            return false;
        }
        self.classes
            .resize(self.classes.len().max(row.cells.len()), [0; 5]);
        let classes: Vec<usize> = row.cells.iter().map(|cell| class(&cell.text())).collect();
        let mut counts = self.classes.iter().zip(&classes);
        let is_rare = counts.any(|(count, class)| count[*class] < FEW);
        let is_telling = self.telling < TELLING && self.rows >= FIRST_ROWS && self.tells(row);
        let is_kept = self.rows < FIRST_ROWS || is_new || is_rare || is_telling;
        if is_kept {
            self.rows += 1;
            self.telling += u32::from(is_telling);
            for (count, class) in self.classes.iter_mut().zip(classes) {
                count[class] += 1;
            }
        }
        is_kept
    }

    /// Whether a cell names a vendor or a payment to a card.
    fn tells(&mut self, row: &Row<'_>) -> bool {
        let texts = row.cells.iter().filter(|cell| matches!(cell, Cell::Text(_)));
        let mut is_telling = false;
        for cell in texts {
            let text = cell.text();
            let mut hasher = DefaultHasher::new();
            text.hash(&mut hasher);
            let is_open = self.texts.len() < TEXTS && text.contains(char::is_alphabetic);
            if is_telling || !is_open || self.texts.contains(&hasher.finish()) {
                continue;
            }
            let lower = text.to_lowercase();
            is_telling = !payee(&text).is_empty() || TO_CARD.iter().any(|part| lower.contains(part));
            // What tells something tells it in each row.
            if !is_telling {
                self.texts.insert(hasher.finish());
            }
        }
        is_telling
    }
}

/// What a cell holds as far as a glance tells: nothing, a word, zero, a number below zero, one above.
fn class(text: &str) -> usize {
    let text = text.trim();
    let is_digit = |letter: char| letter.is_ascii_digit();
    match () {
        () if text.is_empty() => 0,
        () if !text.contains(is_digit) => 1,
        () if !text.contains(|letter| is_digit(letter) && letter != '0') => 2,
        () if text.starts_with('(') || text.contains(['-', '−']) => 3,
        () => 4,
    }
}
