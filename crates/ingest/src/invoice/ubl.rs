//! UBL 2.1 Invoice and `CreditNote` (Peppol BIS Billing, `XRechnung`) to an invoice. Only what stands in the XML: sums
//! nothing but what `OIOUBL` states no sum of, checks nothing. Sub-lines detail their line and are left out.

use model::{
    Adjustment, Currency, Exact, Invoice, InvoiceLine, InvoiceTax, InvoiceTotals, Party, Syntax, TaxTotal,
};

use super::cell::Cells;
use super::charges::sum;
use super::xml::Element;

/// Reads the document whose root it is.
pub(super) fn read(root: &Element, cells: &mut Cells) -> Invoice {
    let credit = root.name == "CreditNote";
    let type_code = root.text(if credit {
        "CreditNoteTypeCode"
    } else {
        "InvoiceTypeCode"
    });
    let period = root.child("InvoicePeriod");
    let mut invoice = Invoice {
        syntax: Syntax::Ubl,
        profile: root.text("CustomizationID"),
        number: root.text("ID"),
        issue_date: cells.day(root, "IssueDate"),
        due_date: cells
            .day(root, "DueDate")
            .or_else(|| cells.day(root, "PaymentMeans/PaymentDueDate")),
        is_credit_note: credit || super::is_credit(&type_code),
        type_code,
        currency: Currency::new(&root.text("DocumentCurrencyCode")),
        tax_currency: Currency::new(&root.text("TaxCurrencyCode")),
        buyer_reference: root.text("BuyerReference"),
        order_reference: root.text("OrderReference/ID"),
        preceding: texts(root, "BillingReference/InvoiceDocumentReference/ID"),
        payment_terms: texts(root, "PaymentTerms/Note").join("\n"),
        period_start: period.and_then(|period| cells.day(period, "StartDate")),
        period_end: period.and_then(|period| cells.day(period, "EndDate")),
        tax_point: cells.day(root, "TaxPointDate"),
        tax_point_code: period
            .map(|period| period.text("DescriptionCode"))
            .unwrap_or_default(),
        seller: party(root.at("AccountingSupplierParty/Party")),
        tax_representative: party(root.child("TaxRepresentativeParty")),
        buyer: party(root.at("AccountingCustomerParty/Party")),
        lines: lines(root, cells),
        adjustments: root
            .all("AllowanceCharge")
            .map(|one| adjustment(one, cells))
            .collect(),
        totals: totals(root, cells),
        ..Invoice::default()
    };
    if !credit && invoice.is_credit_note {
        let code = &invoice.type_code;
        invoice.no_bill =
            format!("By its root this is an invoice, and by its type code {code} a credit note.");
    }
    if invoice.profile.starts_with("OIOUBL") {
        invoice.totals.without_tax = without_tax(&invoice.totals);
    }
    taxes(root, &mut invoice, cells);
    // A day beside the means of payment is none of these to the official check.
    cells.gaps.terms = root.at("DueDate").or(root.at("PaymentTerms/Note")).is_some();
    cells.gaps.breakdown = root.at("TaxTotal/TaxSubtotal").is_some();
    cells.gaps.period =
        period.is_some_and(|period| is_empty_period(period) && period.child("DescriptionCode").is_none());
    invoice
}

/// Neither a first nor a last day.
fn is_empty_period(period: &Element) -> bool {
    period.child("StartDate").is_none() && period.child("EndDate").is_none()
}

fn texts(root: &Element, path: &str) -> Vec<String> {
    let found = root.every(path).into_iter().map(Element::own_text);
    found.filter(|text| !text.is_empty()).collect()
}

fn party(found: Option<&Element>) -> Party {
    let Some(party) = found else {
        return Party::default();
    };
    let (mut vat_id, mut tax_id) = (String::new(), String::new());
    for scheme in party.all("PartyTaxScheme") {
        let id = scheme.text("CompanyID");
        let is_vat = scheme.text("TaxScheme/ID").eq_ignore_ascii_case("VAT");
        let place = if is_vat { &mut vat_id } else { &mut tax_id };
        if place.is_empty() {
            *place = id;
        }
    }
    let registered = party.text("PartyLegalEntity/RegistrationName");
    Party {
        name: if registered.is_empty() {
            party.text("PartyName/Name")
        } else {
            registered
        },
        vat_id,
        tax_id,
        id: party.text("PartyIdentification/ID"),
        registration: party.text("PartyLegalEntity/CompanyID"),
    }
}

fn lines(root: &Element, cells: &mut Cells) -> Vec<InvoiceLine> {
    let named = |child: &&Element| matches!(child.name.as_str(), "InvoiceLine" | "CreditNoteLine");
    root.children
        .iter()
        .filter(named)
        .map(|one| line(one, cells))
        .collect()
}

fn line(line: &Element, cells: &mut Cells) -> InvoiceLine {
    let quantity = line
        .child("InvoicedQuantity")
        .or_else(|| line.child("CreditedQuantity"));
    let name = line.text("Item/Name");
    // France's extension says so of the lines of a bundle.
    let status = line.text("BillingReference/InvoiceDocumentReference/DocumentStatusCode");
    let is_part = matches!(&*status, "GROUP" | "DETAIL" | "INFORMATION");
    if line.child("InvoicePeriod").is_some_and(is_empty_period) {
        cells.gaps.line_periods.push(line.text("ID"));
    }
    InvoiceLine {
        id: line.text("ID"),
        parent: if is_part {
            line.text("BillingReference/BillingReferenceLine/ID")
        } else {
            String::new()
        },
        is_informative: is_part && status != "DETAIL",
        description: if name.is_empty() {
            line.text("Item/Description")
        } else {
            name
        },
        quantity: quantity.and_then(|found| cells.own_amount(found)),
        unit: quantity
            .and_then(|found| found.value("unitCode"))
            .unwrap_or_default()
            .to_owned(),
        unit_price: cells.amount(line, "Price/PriceAmount"),
        base_quantity: cells.amount(line, "Price/BaseQuantity"),
        net: cells.amount(line, "LineExtensionAmount"),
        adjustments: line
            .all("AllowanceCharge")
            .map(|one| adjustment(one, cells))
            .collect(),
        category: line.text("Item/ClassifiedTaxCategory/ID"),
        rate: cells.amount(line, "Item/ClassifiedTaxCategory/Percent"),
        start: cells.day(line, "InvoicePeriod/StartDate"),
        end: cells.day(line, "InvoicePeriod/EndDate"),
    }
}

fn adjustment(one: &Element, cells: &mut Cells) -> Adjustment {
    Adjustment {
        is_charge: super::is_true(&one.text("ChargeIndicator")),
        amount: cells.amount(one, "Amount"),
        reason: one.text("AllowanceChargeReason"),
        reason_code: one.text("AllowanceChargeReasonCode"),
        category: one.text("TaxCategory/ID"),
        rate: cells.amount(one, "TaxCategory/Percent"),
        ..Adjustment::default()
    }
}

fn totals(root: &Element, cells: &mut Cells) -> InvoiceTotals {
    let Some(sums) = root.child("LegalMonetaryTotal") else {
        return InvoiceTotals::default();
    };
    InvoiceTotals {
        lines: cells.amount(sums, "LineExtensionAmount"),
        allowances: cells.amount(sums, "AllowanceTotalAmount"),
        charges: cells.amount(sums, "ChargeTotalAmount"),
        without_tax: cells.amount(sums, "TaxExclusiveAmount"),
        with_tax: cells.amount(sums, "TaxInclusiveAmount"),
        prepaid: cells.amount(sums, "PrepaidAmount"),
        rounding: cells.amount(sums, "PayableRoundingAmount"),
        payable: cells.amount(sums, "PayableAmount"),
        ..InvoiceTotals::default()
    }
}

/// The total without tax of a Danish `OIOUBL` invoice, which states the tax in its place.
fn without_tax(totals: &InvoiceTotals) -> Option<Exact> {
    let off = totals.allowances.into_iter().map(Exact::negated);
    sum([totals.lines?].into_iter().chain(off).chain(totals.charges))
}

/// Tax in the currency of the invoice; a total in another is kept, but is no tax to pay.
fn taxes(root: &Element, invoice: &mut Invoice, cells: &mut Cells) {
    let mut ours = None;
    for total in root.all("TaxTotal") {
        let stated = total.child("TaxAmount");
        let currency = stated
            .and_then(|found| found.value("currencyID"))
            .unwrap_or_default();
        let currency = Currency::new(currency);
        let amount = stated.and_then(|found| cells.own_amount(found));
        let same = currency == invoice.currency || currency.code().is_empty();
        if ours.is_none() && (same || invoice.currency.code().is_empty()) {
            ours = Some(total);
            invoice.totals.tax = amount;
        }
        invoice
            .tax_totals
            .extend(amount.map(|amount| TaxTotal { currency, amount }));
    }
    let groups = ours.into_iter().flat_map(|total| total.all("TaxSubtotal"));
    invoice.taxes = groups.map(|group| tax(group, cells)).collect();
}

fn tax(group: &Element, cells: &mut Cells) -> InvoiceTax {
    InvoiceTax {
        category: group.text("TaxCategory/ID"),
        rate: cells.amount(group, "TaxCategory/Percent"),
        basis: cells.amount(group, "TaxableAmount"),
        amount: cells.amount(group, "TaxAmount"),
    }
}
