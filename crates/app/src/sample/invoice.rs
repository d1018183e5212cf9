//! One e-invoice as Anthropic might send it: September 2026 by model and kind of token, less a credit, UBL.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::NAME;
use super::anthropic::{TOKEN_TYPES, each};

/// A line: what it is, tokens, and the contract's price in thousandths of a dollar per million tokens.
struct Line {
    what: String,
    tokens: u64,
    price: u64,
}

impl Line {
    /// Dollars per million tokens, in ten-thousandths.
    fn unit_price(&self) -> String {
        decimal(self.price * 10, 4)
    }

    fn cents(&self) -> u64 {
        // tokens × price ÷ 10¹² dollars × 10 … = cents, rounded half up.
        let exact = u128::from(self.tokens) * u128::from(self.price);
        ((exact + 5_000_000) / 10_000_000) as u64
    }
}

const CREDIT: u64 = 15_000;

/// The invoice.
pub(crate) fn invoice() -> String {
    let lines = lines();
    let sum: u64 = lines.iter().map(Line::cents).sum();
    let payable = decimal(sum - CREDIT, 2);
    let mut text = head();
    let _ = write!(
        text,
        "<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>\
         <cbc:AllowanceChargeReason>Service credit</cbc:AllowanceChargeReason>\
         <cbc:Amount currencyID=\"USD\">{}</cbc:Amount>{TAX}</cac:AllowanceCharge>\n\
         <cac:TaxTotal><cbc:TaxAmount currencyID=\"USD\">0.00</cbc:TaxAmount><cac:TaxSubtotal>\
         <cbc:TaxableAmount currencyID=\"USD\">{payable}</cbc:TaxableAmount>\
         <cbc:TaxAmount currencyID=\"USD\">0.00</cbc:TaxAmount><cac:TaxCategory><cbc:ID>AE</cbc:ID>\
         <cbc:Percent>0</cbc:Percent><cbc:TaxExemptionReason>Reverse charge</cbc:TaxExemptionReason>\
         <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>\n\
         <cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID=\"USD\">{}</cbc:LineExtensionAmount>\
         <cbc:TaxExclusiveAmount currencyID=\"USD\">{payable}</cbc:TaxExclusiveAmount>\
         <cbc:TaxInclusiveAmount currencyID=\"USD\">{payable}</cbc:TaxInclusiveAmount>\
         <cbc:AllowanceTotalAmount currencyID=\"USD\">{}</cbc:AllowanceTotalAmount>\
         <cbc:PayableAmount currencyID=\"USD\">{payable}</cbc:PayableAmount></cac:LegalMonetaryTotal>\n",
        decimal(CREDIT, 2),
        decimal(sum, 2),
        decimal(CREDIT, 2),
    );
    for (at, line) in (1..).zip(&lines) {
        text += &line_text(at, line);
    }
    text + "</Invoice>\n"
}

/// Tokens of September by model and kind, at the price of the contract: eight percent off the list.
fn lines() -> Vec<Line> {
    let mut sums: BTreeMap<(&str, usize), (u64, u64)> = BTreeMap::new();
    each(|day, key, tokens| {
        if day.date.format("%Y-%m").to_string() != "2026-09" {
            return;
        }
        for (at, (tokens, price)) in tokens.into_iter().zip(key.prices).enumerate() {
            let sum = sums.entry((key.model, at)).or_default();
            *sum = (sum.0 + tokens, price * 92);
        }
    });
    let line = |((model, at), (tokens, price)): ((&str, usize), (u64, u64))| Line {
        what: format!("{model}, {}", TOKEN_TYPES[at]),
        tokens,
        price,
    };
    sums.into_iter().map(line).collect()
}

fn line_text(at: usize, line: &Line) -> String {
    format!(
        "<cac:InvoiceLine><cbc:ID>{at}</cbc:ID><cbc:InvoicedQuantity unitCode=\"C62\">{}</cbc:InvoicedQuantity>\
         <cbc:LineExtensionAmount currencyID=\"USD\">{}</cbc:LineExtensionAmount><cac:Item><cbc:Name>{}</cbc:Name>\
         <cac:ClassifiedTaxCategory><cbc:ID>AE</cbc:ID><cbc:Percent>0</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID>\
         </cac:TaxScheme></cac:ClassifiedTaxCategory></cac:Item><cac:Price><cbc:PriceAmount currencyID=\"USD\">{}\
         </cbc:PriceAmount><cbc:BaseQuantity unitCode=\"C62\">1000000</cbc:BaseQuantity></cac:Price></cac:InvoiceLine>\n",
        line.tokens,
        decimal(line.cents(), 2),
        line.what,
        line.unit_price(),
    )
}

fn decimal(value: u64, places: u32) -> String {
    let unit = 10u64.pow(places);
    format!(
        "{}.{:0width$}",
        value / unit,
        value % unit,
        width = places as usize
    )
}

const TAX: &str = "<cac:TaxCategory><cbc:ID>AE</cbc:ID><cbc:Percent>0</cbc:Percent>\
                   <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory>";

fn head() -> String {
    let party = |role: &str, name: &str, vat: &str, country: &str| {
        format!(
            "<cac:{role}><cac:Party><cbc:EndpointID schemeID=\"EM\">billing@{}.example</cbc:EndpointID>\
             <cac:PostalAddress><cac:Country><cbc:IdentificationCode>{country}</cbc:IdentificationCode></cac:Country>\
             </cac:PostalAddress><cac:PartyTaxScheme><cbc:CompanyID>{vat}</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID>\
             </cac:TaxScheme></cac:PartyTaxScheme><cac:PartyLegalEntity><cbc:RegistrationName>{name}</cbc:RegistrationName>\
             </cac:PartyLegalEntity></cac:Party></cac:{role}>\n",
            name.split(' ').next().unwrap_or_default().to_lowercase(),
        )
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\" \
         xmlns:cac=\"urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2\" \
         xmlns:cbc=\"urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2\">\n\
         <cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID><cbc:ID>ANT-2026-09-118</cbc:ID>\
         <cbc:IssueDate>2026-10-03</cbc:IssueDate><cbc:DueDate>2026-11-02</cbc:DueDate>\
         <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>USD</cbc:DocumentCurrencyCode>\
         <cbc:BuyerReference>CC-510</cbc:BuyerReference><cac:InvoicePeriod><cbc:StartDate>2026-09-01</cbc:StartDate>\
         <cbc:EndDate>2026-09-30</cbc:EndDate></cac:InvoicePeriod>\n{}{}",
        party("AccountingSupplierParty", "Anthropic", "IE0000000AB", "IE"),
        party("AccountingCustomerParty", NAME, "GB000000000", "GB"),
    )
}
