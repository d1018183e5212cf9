//! Electronic invoices: UBL, UN/CEFACT CII and `ZUGFeRD` 1.0 to [`Invoice`], as far as their XML states it. An incomplete
//! invoice is read as far as possible; what is no invoice is refused with the reason. Knows no book.

mod cell;
mod charges;
mod cii;
mod confirm;
mod deliver;
mod embedded;
mod facts;
mod rules;
#[cfg(test)]
mod tests;
pub mod text;
mod ubl;
mod xml;

use std::io::Read as _;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use model::{Certainty, Invoice, Problem, Severity, Syntax};

use crate::pdf::PdfError;
use crate::unpack::Content;
use cell::Cells;
use xml::Element;

pub use confirm::{Confirmed, FIELDS};
pub(crate) use deliver::deliver;
pub use facts::{InvoiceFacts, LineFacts, TaxFacts};
pub(crate) use text::doubt;

/// Format id of every invoice, whatever it is written in.
pub const FORMAT: &str = "invoice";
/// Version of the readers.
pub const READER: u32 = 1;
/// An invoice in XML is a few kilobytes; with pictures in it, or as PDF, some megabytes.
const MOST_BYTES: u64 = 64 << 20;
/// How deep in an envelope an invoice is packed.
const MOST_LEVELS: usize = 6;
/// Type code of a pro-forma invoice.
const PRO_FORMA: &str = "325";

/// An invoice with what was odd about it.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) invoice: Invoice,
    pub(crate) problems: Vec<Problem>,
}

/// Reads an XML invoice, or says why it is none.
pub(crate) fn read(content: &Content) -> Result<Found, String> {
    from_xml(&bytes(content)?)
}

fn bytes(content: &Content) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = content
        .stream()
        .and_then(|stream| stream.take(MOST_BYTES + 1).read_to_end(&mut bytes));
    read.map_err(|error| format!("it cannot be read: {error}"))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(format!(
            "it is larger than {} MB, no invoice is",
            MOST_BYTES >> 20
        ));
    }
    Ok(bytes)
}

/// Reads the invoice that a PDF carries as a file or, without one, that its pages show; or says why there is none.
pub(crate) fn read_pdf(content: &Content, password: Option<&str>) -> Result<Found, NoPdf> {
    let bytes = bytes(content).map_err(NoPdf::NoInvoice)?;
    if crate::pdf::is_nested(&bytes) {
        return Err(PdfError::Damaged.into());
    }
    let none = match embedded::read(&bytes, password) {
        Ok(found) => return Ok(found),
        Err(none) => none,
    };
    let read = text::read_pdf(bytes, password.unwrap_or_default(), &[])?;
    if let Some(what) = &read.not_invoice {
        return Err(NoPdf::NoInvoice(format!("it is {what}, and {none}")));
    }
    if read.number.is_none() && read.total.is_none() && read.payable.is_none() {
        let what = "its pages show neither an invoice number nor a total";
        return Err(NoPdf::NoInvoice(format!("it is no invoice: {what}, and {none}")));
    }
    let mut invoice = Invoice::from(read);
    invoice.identify();
    let mut problems: Vec<Problem> = confirm::sums_off(&invoice).into_iter().collect();
    problems.push(Problem::new(
        Severity::Info,
        format!("Read off its pages: {none}."),
    ));
    Ok(Found { invoice, problems })
}

/// Why a PDF gives no invoice.
pub(crate) enum NoPdf {
    /// It cannot be read.
    Unreadable(PdfError),
    /// It can, and there is none.
    NoInvoice(String),
}

impl From<PdfError> for NoPdf {
    fn from(error: PdfError) -> Self {
        Self::Unreadable(error)
    }
}

/// The invoice that an XML document is.
pub(crate) fn from_xml(bytes: &[u8]) -> Result<Found, String> {
    let root = taken_out(xml::parse(bytes)?)?;
    let root = &root;
    let mut cells = Cells::default();
    let mut invoice = match dialect(root)? {
        Dialect::Ubl => ubl::read(root, &mut cells),
        Dialect::Cii => cii::read(root, &mut cells),
    };
    cells.look_at_currency(&invoice);
    invoice.identify();
    invoice.rules = rules::check(&invoice, &cells.gaps);
    invoice.confidence = facts::stated(&invoice)
        .into_iter()
        .map(|name| (name.to_owned(), Certainty::Certain))
        .collect();
    let mut problems = cells.problems;
    if invoice.type_code == PRO_FORMA {
        invoice.no_bill = "This is a pro-forma invoice, which asks for no money.".into();
    }
    if !invoice.no_bill.is_empty() {
        let problem = Problem::new(Severity::Warning, &invoice.no_bill);
        problems.push(problem.hint("ask the issuer if in doubt; it is kept as a document"));
    }
    problems.extend(missing(&invoice));
    problems.extend(raising(&invoice));
    Ok(Found { invoice, problems })
}

/// The one invoice of an envelope: one level down, such as Peppol's has it, or packed into a text, as an attached document
/// has it.
fn taken_out(mut root: Element) -> Result<Element, String> {
    let Err(none) = dialect(&root) else {
        return Ok(root);
    };
    let packed = packed(&root, MOST_LEVELS);
    let inner = std::mem::take(&mut root.children).into_iter().chain(packed);
    let mut invoices: Vec<Element> = inner.filter(|one| dialect(one).is_ok()).collect();
    match invoices.len() {
        0 => Err(none),
        1 => Ok(invoices.remove(0)),
        all => Err(format!(
            "its envelope holds {all} invoices; save each of them as a file of its own"
        )),
    }
}

/// The documents that texts of an envelope are, as they are or in Base64.
fn packed(element: &Element, levels: usize) -> Vec<Element> {
    let text = element.own_text();
    let document = if text.starts_with('<') {
        xml::parse(text.as_bytes()).ok()
    } else {
        let letters: String = text.split_whitespace().collect();
        // What begins so begins with `<`.
        let is_xml = letters.starts_with("PD") || letters.starts_with("77u/PD");
        let bytes = is_xml.then(|| BASE64_STANDARD.decode(letters).ok()).flatten();
        bytes.and_then(|bytes| xml::parse(&bytes).ok())
    };
    let inner = element.children.iter().filter(|_| levels > 0);
    inner
        .flat_map(|child| packed(child, levels - 1))
        .chain(document)
        .collect()
}

enum Dialect {
    Ubl,
    Cii,
}

/// What the root is by its namespace, or why it is no invoice.
fn dialect(root: &Element) -> Result<Dialect, String> {
    let local = root.name.rsplit('}').next().unwrap_or_default();
    let space = root.space.as_str();
    match local {
        "Invoice" | "CreditNote" if space.starts_with("urn:oasis:names:specification:ubl:schema:xsd:") => {
            Ok(Dialect::Ubl)
        }
        "CrossIndustryInvoice"
            if space.starts_with("urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:") =>
        {
            Ok(Dialect::Cii)
        }
        "CrossIndustryDocument" if space.starts_with("urn:ferd:CrossIndustryDocument:") => Ok(Dialect::Cii),
        _ => Err(other(local).unwrap_or_else(|| {
            let whose = match space {
                "" => "without a namespace".to_owned(),
                space => format!("of {space}"),
            };
            format!("it is XML, but no invoice: its root is <{local}> {whose}")
        })),
    }
}

/// Roots of documents that are no invoice, or one of another standard.
const OTHERS: &[(&str, &str)] = &[
    (
        "SCRDMCCBDACIOMessageStructure",
        "it is an order (Order-X), no invoice",
    ),
    (
        "AttachedDocument",
        "it is an envelope in which no invoice was found; save the invoice as a file of its own",
    ),
    (
        "FatturaElettronica",
        "it is an invoice in Italy's FatturaPA; ask the issuer for UBL, CII or a PDF",
    ),
    (
        "Facturae",
        "it is an invoice in Spain's Facturae; ask the issuer for UBL, CII or a PDF",
    ),
    (
        "Comprobante",
        "it is an invoice in Mexico's CFDI; ask the issuer for UBL, CII or a PDF",
    ),
    (
        "Faktura",
        "it is an invoice of Poland's KSeF; ask the issuer for UBL, CII or a PDF",
    ),
];

/// What a root is that no reader knows.
pub(crate) fn other(local: &str) -> Option<String> {
    let found = OTHERS.iter().find(|(root, _)| *root == local);
    found.map(|(_, what)| (*what).to_owned())
}

/// Why it is an invoice, in words.
pub(crate) fn why(invoice: &Invoice) -> String {
    let syntax = match invoice.syntax {
        Syntax::Ubl => "UBL",
        Syntax::Cii => "UN/CEFACT CII",
        Syntax::Text => "the text of a page",
    };
    let what = if invoice.is_credit_note {
        "a credit note"
    } else {
        "an invoice"
    };
    match invoice.profile.as_str() {
        "" => format!("{what} in {syntax}"),
        profile => format!("{what} in {syntax}, profile {profile}"),
    }
}

/// What an invoice must state to be booked.
fn missing(invoice: &Invoice) -> Vec<Problem> {
    let totals = &invoice.totals;
    let needed = [
        (invoice.number.is_empty(), "number"),
        (invoice.issue_date.is_none(), "day of issue"),
        (invoice.currency.code().is_empty(), "currency"),
        (invoice.seller.name.is_empty(), "seller"),
        (
            totals.payable.is_none() && totals.with_tax.is_none(),
            "amount due",
        ),
    ];
    let lacking: Vec<&str> = needed
        .into_iter()
        .filter(|(lacks, _)| *lacks)
        .map(|(_, what)| what)
        .collect();
    if lacking.is_empty() {
        return Vec::new();
    }
    let what = format!("The invoice does not state its {}.", lacking.join(", "));
    vec![Problem::new(Severity::Warning, what).hint("ask the issuer for a complete invoice")]
}

/// A credit note below zero raises what is owed; some that write so mean the opposite.
fn raising(invoice: &Invoice) -> Option<Problem> {
    let total = invoice.totals.with_tax.or(invoice.totals.payable)?;
    let is_raising = invoice.is_credit_note && total.is_negative();
    is_raising.then(|| {
        let what = format!("This credit note states {total}: below zero, it raises what is owed.");
        Problem::new(Severity::Warning, what)
            .hint("ask the issuer; a credit note usually states what it takes off")
    })
}

/// Type codes of documents that lower what is owed.
fn is_credit(type_code: &str) -> bool {
    const CREDITS: &[&str] = &[
        "81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532",
    ];
    CREDITS.contains(&type_code)
}

fn is_true(text: &str) -> bool {
    matches!(text, "true" | "1")
}
