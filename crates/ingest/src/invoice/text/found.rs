//! What was read off the pages: every value with its place and how sure it is. Decides nothing.

use chrono::NaiveDate;
use model::{Certainty, Exact};

/// Where a value stands on its page, in points from the top left.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Place {
    /// Page, from 0.
    pub page: usize,
    /// Left edge.
    pub left: f64,
    /// Baseline.
    pub base: f64,
    /// Right edge.
    pub right: f64,
}

/// A value as read.
#[derive(Clone, Debug, PartialEq)]
pub struct Field<T> {
    /// The value.
    pub value: T,
    /// How sure it is.
    pub confidence: Certainty,
    /// Where it stands; nowhere if it was worked out.
    pub place: Option<Place>,
}

impl<T> Field<T> {
    pub(super) fn new(value: T, confidence: Certainty, place: Option<Place>) -> Self {
        Self {
            value,
            confidence,
            place,
        }
    }

    /// Not surer than `most`.
    pub(super) fn cap(&mut self, most: Certainty) {
        self.confidence = self.confidence.min(most);
    }
}

/// One line of the invoice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextLine {
    /// What for.
    pub description: String,
    /// How many.
    pub quantity: Option<Exact>,
    /// Net amount as printed.
    pub net: Exact,
}

/// An invoice as read off its pages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextInvoice {
    /// Id of the template that helped.
    pub template: Option<String>,
    /// Provider that the template names.
    pub provider: Option<String>,
    /// What it is instead, if its heading says that it is no invoice.
    pub not_invoice: Option<String>,
    /// Whether it is a credit note.
    pub credit_note: bool,
    /// Invoice number.
    pub number: Option<Field<String>>,
    /// Day of issue.
    pub issue_date: Option<Field<NaiveDate>>,
    /// Day it is due.
    pub due_date: Option<Field<NaiveDate>>,
    /// Currency code.
    pub currency: Option<Field<String>>,
    /// Who bills.
    pub seller: Option<Field<String>>,
    /// Who is billed.
    pub buyer: Option<Field<String>>,
    /// Order of the buyer.
    pub order: Option<Field<String>>,
    /// First day billed.
    pub period_start: Option<Field<NaiveDate>>,
    /// Last day billed.
    pub period_end: Option<Field<NaiveDate>>,
    /// Owed from before.
    pub previous_balance: Option<Field<Exact>>,
    /// Sum of the lines, if stated.
    pub line_total: Option<Field<Exact>>,
    /// Total without tax.
    pub net: Option<Field<Exact>>,
    /// Tax.
    pub tax: Option<Field<Exact>>,
    /// Total with tax.
    pub total: Option<Field<Exact>>,
    /// Paid already.
    pub prepaid: Option<Field<Exact>>,
    /// To pay.
    pub payable: Option<Field<Exact>>,
    /// Lines.
    pub lines: Option<Field<Vec<TextLine>>>,
}
