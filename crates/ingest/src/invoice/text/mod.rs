//! Reads an invoice off the text of its pages, by rules: a label and the value beside it, with arithmetic as proof.
//! Every value says how sure it is. What is not on the pages stays unknown; nothing is invented.

mod amount;
mod aside;
mod beside;
mod code;
mod currency;
mod day;
mod fold;
mod found;
mod head;
mod kind;
mod labels;
mod letterhead;
mod orders;
mod party;
mod period;
mod proof;
mod rows;
mod settled;
mod sheet;
mod signs;
mod sums;
mod template;
#[cfg(test)]
pub(in crate::invoice) mod tests;
mod told;

pub use found::{Field, Place, TextInvoice, TextLine};
pub use template::Template;
pub(crate) use told::doubt;

use model::Certainty;

use labels::Labels;
use sheet::Sheet;

use crate::pdf::{self, Pages, PdfError};
use beside::Style;

/// Reads the pages of a PDF. `own` are templates of the user; they go before the built-in ones.
pub fn read_pdf(bytes: Vec<u8>, password: &str, own: &[Template]) -> Result<TextInvoice, PdfError> {
    let pages = pdf::read(bytes, password)?;
    let read = read(&pages, own);
    let is_nothing = read.number.is_none() && read.total.is_none() && read.payable.is_none();
    if pages.pictured && is_nothing && read.not_invoice.is_none() {
        return Err(PdfError::Picture);
    }
    Ok(read)
}

fn read(pages: &Pages, own: &[Template]) -> TextInvoice {
    let general = Labels::built_in();
    let sheet = Sheet::of(pages, general);
    let Some(template) = Template::fitting(own, &sheet) else {
        return finished(invoice(sheet, general, None), pages);
    };
    let mut labels = general.clone();
    template.teach(&mut labels);
    let sheet = Sheet::of(pages, &labels);
    finished(invoice(sheet, &labels, Some(&template)), pages)
}

fn invoice(mut sheet: Sheet<'_>, labels: &Labels, template: Option<&Template>) -> TextInvoice {
    let language = labels.language(sheet.texts());
    let mark = amount::mark_of(sheet.texts());
    let style = Style {
        mark,
        order: orders::Orders::of(&sheet, mark, labels, &language),
    };
    settled::settle(&mut sheet, style);
    let sheet = &sheet;
    let style = head::ordered(sheet, style);
    let sums = sums::sums(sheet, style);
    let buyer = party::buyer(sheet);
    let seller = party::seller(sheet, style, template, buyer.as_ref(), sums.first);
    let (period_start, period_end) = period::period(sheet, style).unzip();
    let is_paid = head::is_receipt(sheet) || sums.is_paid();
    let rule = template
        .map(|template| template.lines.clone())
        .unwrap_or_default();
    TextInvoice {
        template: template.map(|template| template.id.clone()),
        provider: template.map(|template| template.provider.clone()),
        not_invoice: kind::not_invoice(sheet, style).or_else(|| code::several(sheet, style)),
        credit_note: kind::is_credit_note(sheet, style),
        number: code::number(sheet),
        issue_date: head::issue_date(sheet, style),
        due_date: head::due_date(sheet, style, is_paid),
        currency: currency::currency(sheet, style, &language, sums.sign),
        seller,
        buyer,
        order: code::order(sheet),
        period_start,
        period_end,
        lines: rows::lines(sheet, style, &sums, &rule),
        previous_balance: sums.previous,
        line_total: sums.line_total,
        net: sums.net,
        tax: sums.tax,
        total: sums.total,
        prepaid: sums.prepaid,
        payable: sums.payable,
    }
}

/// What a machine guessed from a scan is never certain.
fn finished(mut invoice: TextInvoice, pages: &Pages) -> TextInvoice {
    if pages.scanned {
        let most = Certainty::Likely;
        let texts = [
            &mut invoice.number,
            &mut invoice.currency,
            &mut invoice.seller,
            &mut invoice.buyer,
            &mut invoice.order,
        ];
        texts.into_iter().flatten().for_each(|field| field.cap(most));
        let days = [
            &mut invoice.issue_date,
            &mut invoice.due_date,
            &mut invoice.period_start,
            &mut invoice.period_end,
        ];
        days.into_iter().flatten().for_each(|field| field.cap(most));
        let sums = [
            &mut invoice.previous_balance,
            &mut invoice.line_total,
            &mut invoice.net,
            &mut invoice.tax,
            &mut invoice.total,
            &mut invoice.prepaid,
            &mut invoice.payable,
        ];
        sums.into_iter().flatten().for_each(|field| field.cap(most));
        if let Some(lines) = &mut invoice.lines {
            lines.cap(most);
        }
    }
    invoice
}
