//! UN/CEFACT Cross Industry Invoice D16B (Factur-X, `ZUGFeRD` 2, `XRechnung`) and `ZUGFeRD` 1.0, which has the same
//! tree under older names, to an invoice. Only what stands in the XML: sums nothing, checks nothing.

use model::{
    Adjustment, Currency, Exact, Invoice, InvoiceLine, InvoiceTax, InvoiceTotals, Party, Syntax, TaxTotal,
};

use super::cell::Cells;
use super::xml::Element;

/// The parts of a document, under new or old names.
struct Parts<'x> {
    context: &'x Element,
    document: &'x Element,
    agreement: &'x Element,
    settlement: &'x Element,
    sums: &'x Element,
}

/// Reads the document whose root it is.
pub(super) fn read(root: &Element, cells: &mut Cells) -> Invoice {
    let nothing = Element::default();
    let part = |parent, names| first(parent, names).unwrap_or(&nothing);
    let trade = part(
        root,
        &[
            "SupplyChainTradeTransaction",
            "SpecifiedSupplyChainTradeTransaction",
        ],
    );
    let settlement = part(
        trade,
        &[
            "ApplicableHeaderTradeSettlement",
            "ApplicableSupplyChainTradeSettlement",
        ],
    );
    let parts = Parts {
        context: part(
            root,
            &["ExchangedDocumentContext", "SpecifiedExchangedDocumentContext"],
        ),
        document: part(root, &["ExchangedDocument", "HeaderExchangedDocument"]),
        agreement: part(
            trade,
            &[
                "ApplicableHeaderTradeAgreement",
                "ApplicableSupplyChainTradeAgreement",
            ],
        ),
        sums: part(
            settlement,
            &[
                "SpecifiedTradeSettlementHeaderMonetarySummation",
                "SpecifiedTradeSettlementMonetarySummation",
            ],
        ),
        settlement,
    };
    let mut invoice = header(&parts, cells);
    invoice.lines = trade
        .all("IncludedSupplyChainTradeLineItem")
        .map(|one| line(one, cells))
        .collect();
    invoice.adjustments = adjustments(settlement, cells);
    invoice.taxes = settlement
        .all("ApplicableTradeTax")
        .map(|one| tax(one, cells))
        .collect();
    totals(&parts, &mut invoice, cells);
    let terms = |name| settlement.at(&format!("SpecifiedTradePaymentTerms/{name}"));
    cells.gaps.terms = terms("DueDateDateTime").or(terms("Description")).is_some();
    cells.gaps.breakdown = settlement.child("ApplicableTradeTax").is_some();
    cells.gaps.period = has_empty_period(settlement);
    invoice
}

fn header(parts: &Parts<'_>, cells: &mut Cells) -> Invoice {
    let (document, agreement, settlement) = (parts.document, parts.agreement, parts.settlement);
    let period = settlement.child("BillingSpecifiedPeriod");
    let type_code = document.text("TypeCode");
    Invoice {
        syntax: Syntax::Cii,
        profile: parts
            .context
            .text("GuidelineSpecifiedDocumentContextParameter/ID"),
        number: document.text("ID"),
        issue_date: moment(document, "IssueDateTime", cells),
        due_date: moment(settlement, "SpecifiedTradePaymentTerms/DueDateDateTime", cells),
        is_credit_note: super::is_credit(&type_code),
        type_code,
        currency: Currency::new(&settlement.text("InvoiceCurrencyCode")),
        tax_currency: Currency::new(&settlement.text("TaxCurrencyCode")),
        buyer_reference: agreement.text("BuyerReference"),
        order_reference: reference(agreement.child("BuyerOrderReferencedDocument")),
        preceding: settlement
            .all("InvoiceReferencedDocument")
            .map(|found| reference(Some(found)))
            .filter(|text| !text.is_empty())
            .collect(),
        payment_terms: settlement.text("SpecifiedTradePaymentTerms/Description"),
        period_start: period.and_then(|period| moment(period, "StartDateTime", cells)),
        period_end: period.and_then(|period| moment(period, "EndDateTime", cells)),
        tax_point: moment(settlement, "ApplicableTradeTax/TaxPointDate", cells),
        tax_point_code: settlement.text("ApplicableTradeTax/DueDateTypeCode"),
        seller: party(agreement.child("SellerTradeParty")),
        tax_representative: party(agreement.child("SellerTaxRepresentativeTradeParty")),
        buyer: party(agreement.child("BuyerTradeParty")),
        no_bill: if super::is_true(&parts.context.text("TestIndicator/Indicator")) {
            "This invoice says of itself that it is a test.".into()
        } else {
            String::new()
        },
        ..Invoice::default()
    }
}

/// A period with neither a first nor a last day.
fn has_empty_period(settlement: &Element) -> bool {
    let period = settlement.child("BillingSpecifiedPeriod");
    period.is_some_and(|period| first(period, &["StartDateTime", "EndDateTime"]).is_none())
}

fn first<'x>(parent: &'x Element, names: &[&str]) -> Option<&'x Element> {
    names.iter().find_map(|name| parent.child(name))
}

/// The day in whatever element a moment is wrapped.
fn moment(parent: &Element, path: &str, cells: &mut Cells) -> Option<chrono::NaiveDate> {
    let wrapper = parent.at(path)?;
    let inner = wrapper.children.first().map(|inner| inner.name.clone())?;
    cells.day(wrapper, &inner)
}

fn reference(found: Option<&Element>) -> String {
    let id = found.and_then(|found| first(found, &["IssuerAssignedID", "ID"]));
    id.map(Element::own_text).unwrap_or_default()
}

fn party(found: Option<&Element>) -> Party {
    let Some(party) = found else {
        return Party::default();
    };
    let registered = |scheme: &str| {
        let mut ids = party.every("SpecifiedTaxRegistration/ID").into_iter();
        let id = ids.find(|id| id.value("schemeID") == Some(scheme));
        id.map(Element::own_text).unwrap_or_default()
    };
    Party {
        name: party.text("Name"),
        vat_id: registered("VA"),
        tax_id: registered("FC"),
        id: first(party, &["ID", "GlobalID"])
            .map(Element::own_text)
            .unwrap_or_default(),
        registration: party.text("SpecifiedLegalOrganization/ID"),
    }
}

fn line(line: &Element, cells: &mut Cells) -> InvoiceLine {
    let nothing = Element::default();
    let part = |names| first(line, names).unwrap_or(&nothing);
    let agreement = part(&[
        "SpecifiedLineTradeAgreement",
        "SpecifiedSupplyChainTradeAgreement",
    ]);
    let delivery = part(&["SpecifiedLineTradeDelivery", "SpecifiedSupplyChainTradeDelivery"]);
    let settlement = part(&[
        "SpecifiedLineTradeSettlement",
        "SpecifiedSupplyChainTradeSettlement",
    ]);
    let about = part(&["AssociatedDocumentLineDocument"]);
    let sums = first(
        settlement,
        &[
            "SpecifiedTradeSettlementLineMonetarySummation",
            "SpecifiedTradeSettlementMonetarySummation",
        ],
    );
    let quantity = delivery.child("BilledQuantity");
    let product = line.text("SpecifiedTradeProduct/Name");
    if has_empty_period(settlement) {
        cells.gaps.line_periods.push(about.text("LineID"));
    }
    InvoiceLine {
        id: about.text("LineID"),
        parent: about.text("ParentLineID"),
        is_informative: matches!(
            about.text("LineStatusReasonCode").as_str(),
            "GROUP" | "INFORMATION"
        ),
        description: if product.is_empty() {
            about.text("IncludedNote/Content")
        } else {
            product
        },
        quantity: quantity.and_then(|found| cells.own_amount(found)),
        unit: quantity
            .and_then(|found| found.value("unitCode"))
            .unwrap_or_default()
            .to_owned(),
        unit_price: cells.amount(agreement, "NetPriceProductTradePrice/ChargeAmount"),
        base_quantity: cells.amount(agreement, "NetPriceProductTradePrice/BasisQuantity"),
        net: sums.and_then(|sums| cells.amount(sums, "LineTotalAmount")),
        adjustments: adjustments(settlement, cells),
        category: settlement.text("ApplicableTradeTax/CategoryCode"),
        rate: settlement
            .child("ApplicableTradeTax")
            .and_then(|tax| rate(tax, cells)),
        start: moment(settlement, "BillingSpecifiedPeriod/StartDateTime", cells),
        end: moment(settlement, "BillingSpecifiedPeriod/EndDateTime", cells),
    }
}

/// Allowances and charges; freight is a charge under a name of its own.
fn adjustments(settlement: &Element, cells: &mut Cells) -> Vec<Adjustment> {
    let usual = settlement
        .all("SpecifiedTradeAllowanceCharge")
        .map(|one| (one, "ActualAmount"));
    let freight = settlement
        .all("SpecifiedLogisticsServiceCharge")
        .map(|one| (one, "AppliedAmount"));
    let both = usual.chain(freight);
    both.map(|(one, amount)| adjustment(one, amount, cells)).collect()
}

fn adjustment(one: &Element, amount: &str, cells: &mut Cells) -> Adjustment {
    let tax = first(one, &["CategoryTradeTax", "AppliedTradeTax"]);
    let reason = first(one, &["Reason", "Description"]);
    Adjustment {
        is_charge: amount == "AppliedAmount" || super::is_true(&one.text("ChargeIndicator/Indicator")),
        is_freight: amount == "AppliedAmount",
        amount: cells.amount(one, amount),
        reason: reason.map(Element::own_text).unwrap_or_default(),
        reason_code: one.text("ReasonCode"),
        category: tax.map(|tax| tax.text("CategoryCode")).unwrap_or_default(),
        rate: tax.and_then(|tax| rate(tax, cells)),
    }
}

fn tax(one: &Element, cells: &mut Cells) -> InvoiceTax {
    InvoiceTax {
        category: one.text("CategoryCode"),
        rate: rate(one, cells),
        basis: cells.amount(one, "BasisAmount"),
        amount: cells.amount(one, "CalculatedAmount"),
    }
}

fn rate(tax: &Element, cells: &mut Cells) -> Option<Exact> {
    let stated = first(tax, &["RateApplicablePercent", "ApplicablePercent"]);
    stated.and_then(|found| cells.own_amount(found))
}

/// The totals; of those of tax the one in the currency of the invoice.
fn totals(parts: &Parts<'_>, invoice: &mut Invoice, cells: &mut Cells) {
    let sums = parts.sums;
    for total in sums.all("TaxTotalAmount") {
        let currency = Currency::new(total.value("currencyID").unwrap_or_default());
        let amount = cells.own_amount(total);
        let same = currency == invoice.currency || currency.code().is_empty();
        if invoice.totals.tax.is_none() && (same || invoice.currency.code().is_empty()) {
            invoice.totals.tax = amount;
        }
        invoice
            .tax_totals
            .extend(amount.map(|amount| TaxTotal { currency, amount }));
    }
    invoice.totals = InvoiceTotals {
        lines: cells.amount(sums, "LineTotalAmount"),
        allowances: cells.amount(sums, "AllowanceTotalAmount"),
        charges: cells.amount(sums, "ChargeTotalAmount"),
        without_tax: cells.amount(sums, "TaxBasisTotalAmount"),
        tax: invoice.totals.tax,
        with_tax: cells.amount(sums, "GrandTotalAmount"),
        prepaid: cells.amount(sums, "TotalPrepaidAmount"),
        rounding: cells.amount(sums, "RoundingAmount"),
        payable: cells.amount(sums, "DuePayableAmount"),
        previous_balance: None,
    };
}
