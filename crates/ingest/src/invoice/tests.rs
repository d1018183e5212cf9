//! One invoice and one credit note, written by us in each syntax, and what must be read of them.

use model::{Exact, Invoice};

use super::{Found, from_xml};

const UBL: &str = include_str!("../../fixtures/invoice/cloud.ubl.xml");
const CII: &str = include_str!("../../fixtures/invoice/cloud.cii.xml");
const OLD: &str = include_str!("../../fixtures/invoice/cloud.zugferd1.xml");
const CREDIT: &str = include_str!("../../fixtures/invoice/credit.ubl.xml");

fn read(xml: &str) -> Invoice {
    found(xml).invoice
}

fn found(xml: &str) -> Found {
    from_xml(xml.as_bytes()).expect("an invoice")
}

/// The document with another text in the first element of a name.
fn with(xml: &str, name: &str, text: &str) -> String {
    let at = xml.find(&format!(":{name}")).expect("the element");
    let from = at + xml[at..].find('>').expect("its end") + 1;
    let to = from + xml[from..].find('<').expect("its closing");
    format!("{}{text}{}", &xml[..from], &xml[to..])
}

fn exact(text: &str) -> Option<Exact> {
    Exact::parse(text)
}

#[test]
fn an_invoice_reads_the_same_in_every_syntax() {
    for xml in [UBL, CII, OLD] {
        let invoice = read(xml);
        assert_eq!(invoice.number, "NW-2026-0917");
        assert_eq!(invoice.issue_date, "2026-10-02".parse().ok());
        assert_eq!(invoice.due_date, "2026-11-01".parse().ok());
        assert_eq!(invoice.currency.code(), "EUR");
        assert_eq!(invoice.seller.name, "Nordwolke Cloud GmbH");
        assert_eq!(invoice.seller.vat_id, "DE811234567");
        assert_eq!(invoice.buyer.name, "Birch & Partner AS");
        assert_eq!(invoice.period_end, "2026-09-30".parse().ok());
        let totals = &invoice.totals;
        assert_eq!(totals.lines, exact("1270.13"));
        assert_eq!(
            (totals.allowances, totals.without_tax),
            (exact("20"), exact("1250.13"))
        );
        assert_eq!((totals.tax, totals.payable), (exact("237.52"), exact("1387.65")));
        assert_eq!(totals.prepaid, exact("100"));
        assert_eq!(invoice.lines.len(), 2, "the detail of a line is not a line");
        let line = &invoice.lines[0];
        assert_eq!(
            (line.quantity, line.unit_price),
            (exact("1016100"), exact("1.25"))
        );
        assert_eq!((line.base_quantity, line.net), (exact("1000"), exact("1270.125")));
        assert_eq!(invoice.taxes.len(), 1, "tax in another currency is no tax to pay");
    }
    let keys = [UBL, CII, OLD].map(|xml| (read(xml).key, read(xml).scope));
    assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
}

#[test]
fn an_invoice_in_an_envelope_is_that_invoice() {
    let (_, bare) = UBL.split_once("?>").expect("a declaration");
    let envelope =
        format!("<StandardBusinessDocument xmlns=\"urn:x\"><Header/>{bare}</StandardBusinessDocument>");
    assert_eq!(read(&envelope), read(UBL));
}

#[test]
fn an_invoice_that_is_packed_into_a_text_of_its_envelope_is_that_invoice() {
    use base64::prelude::{BASE64_STANDARD, Engine as _};
    let space = "urn:oasis:names:specification:ubl:schema:xsd:AttachedDocument-2";
    let attached = |inner: &str| {
        format!(
            "<AttachedDocument xmlns=\"{space}\"><ID>1</ID><Attachment><ExternalReference><Description>{inner}</Description>\
             </ExternalReference></Attachment></AttachedDocument>"
        )
    };
    let plain = format!("<![CDATA[{UBL}]]>");
    let coded = BASE64_STANDARD.encode(UBL);
    let (start, end) = coded.split_at(76);
    assert_eq!(read(&attached(&plain)), read(UBL));
    assert_eq!(read(&attached(&format!("{start}\n{end}"))), read(UBL));
    let reason = |inner: &str| from_xml(attached(inner).as_bytes()).expect_err("which of them?");
    let two = format!("{plain}</Description><Description>{coded}");
    assert!(reason(&two).contains("2 invoices"), "{}", reason(&two));
    let none = "<![CDATA[<ApplicationResponse/>]]>";
    assert!(reason(none).contains("no invoice was found"), "{}", reason(none));
}

#[test]
fn two_invoices_in_an_envelope_are_not_one() {
    let (_, bare) = UBL.split_once("?>").expect("a declaration");
    let envelope = format!("<Envelope xmlns=\"urn:x\">{bare}{bare}</Envelope>");
    let reason = from_xml(envelope.as_bytes()).expect_err("which of them?");
    assert!(reason.contains("2 invoices"), "{reason}");
}

#[test]
fn what_asks_for_no_money_is_a_document_and_never_counts() {
    let test = |context: &str| {
        let told = "<ram:TestIndicator><udt:Indicator>true</udt:Indicator></ram:TestIndicator>";
        CII.replacen(context, &format!("{context}{told}"), 1)
    };
    let type_of = |code: &str| UBL.replace(">380<", &format!(">{code}<"));
    let cases = [
        (type_of("325"), "pro-forma"),
        (type_of("381"), "a credit note"),
        (test("<rsm:ExchangedDocumentContext>"), "a test"),
    ];
    for (xml, word) in cases {
        let found = found(&xml);
        assert!(
            found.invoice.no_bill.contains(word),
            "{word}: {}",
            found.invoice.no_bill
        );
        assert!(
            found
                .problems
                .iter()
                .any(|problem| problem.what == found.invoice.no_bill)
        );
        let reason = super::charges::charges(&found.invoice).expect_err("no charges");
        assert!(reason.contains("not counted"), "{reason}");
    }
    for xml in [UBL, CII, OLD, CREDIT] {
        assert_eq!(read(xml).no_bill, "");
    }
}

#[test]
fn a_danish_invoice_states_its_tax_where_others_state_the_sum_without_it() {
    let customized = with(UBL, "CustomizationID", "OIOUBL-2.1");
    let danish = with(&customized, "TaxExclusiveAmount", "237.52");
    let totals = read(&danish).totals;
    assert_eq!(
        (totals.without_tax, totals.tax),
        (exact("1250.13"), exact("237.52"))
    );
}

#[test]
fn the_parts_of_a_french_bundle_are_told_from_their_sum() {
    let line = |id: &str, status: &str, net: &str, of: &str| {
        format!(
            "<a:InvoiceLine><c:ID>{id}</c:ID><c:LineExtensionAmount currencyID='EUR'>{net}</c:LineExtensionAmount>
             <a:BillingReference><a:InvoiceDocumentReference><c:DocumentStatusCode>{status}</c:DocumentStatusCode>
             </a:InvoiceDocumentReference><a:BillingReferenceLine><c:ID>{of}</c:ID></a:BillingReferenceLine>
             </a:BillingReference></a:InvoiceLine>"
        )
    };
    let lines = [
        line("1", "GROUP", "88", ""),
        line("1.1", "DETAIL", "30", "1"),
        line("1.2", "DETAIL", "58", "1"),
    ];
    let bundle = format!(
        "<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'
         xmlns:a='urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2'
         xmlns:c='urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2'><c:ID>7</c:ID>
         <c:IssueDate>2026-09-01</c:IssueDate><c:DocumentCurrencyCode>EUR</c:DocumentCurrencyCode>
         <a:LegalMonetaryTotal><c:LineExtensionAmount>88</c:LineExtensionAmount>
         <c:TaxInclusiveAmount>88</c:TaxInclusiveAmount></a:LegalMonetaryTotal>{}</Invoice>",
        lines.concat()
    );
    let invoice = read(&bundle);
    let told: Vec<_> = invoice
        .lines
        .iter()
        .map(|line| (line.is_informative, &*line.parent))
        .collect();
    assert_eq!(told, [(true, ""), (false, "1"), (false, "1")]);
    let charges = super::charges::charges(&invoice).expect("they add up");
    let amounts: Vec<String> = charges.iter().map(|(_, exact)| exact.to_string()).collect();
    assert_eq!(amounts, ["30", "58"]);
}

#[test]
fn a_credit_note_lowers_what_is_owed() {
    let note = read(CREDIT);
    assert!(note.is_credit_note);
    assert_eq!((note.sign(), note.totals.payable), (-1, exact("59.50")));
    assert_eq!(note.preceding, ["NW-2026-0917"]);
}

#[test]
fn an_incomplete_invoice_is_read_as_far_as_it_goes() {
    let bare = "<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'
        xmlns:c='urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2'>
        <c:ID>7</c:ID><c:IssueDate>2026-02-31</c:IssueDate></Invoice>";
    let found = found(bare);
    assert_eq!(
        (found.invoice.number.as_str(), found.invoice.issue_date),
        ("7", None)
    );
    let words: Vec<&str> = found
        .problems
        .iter()
        .map(|problem| problem.what.as_str())
        .collect();
    assert!(words[0].contains("no day of the calendar"), "{words:?}");
    assert!(
        words[1].contains("day of issue, currency, seller, amount due"),
        "{words:?}"
    );
}

#[test]
fn what_is_no_invoice_is_refused_with_its_root() {
    let order = "<o:SCRDMCCBDACIOMessageStructure xmlns:o='urn:un:unece:uncefact:data:SCRDMCCBDACIOMessageStructure:100'/>";
    for (xml, word) in [
        (order, "order"),
        ("<Invoice/>", "without a namespace"),
        (
            "<Invoice xmlns='urn:un:unece:uncefact:data:standard:CBFBUY:5'/>",
            "CBFBUY",
        ),
        ("<dummy></dummy>", "<dummy>"),
        ("<p:FatturaElettronica xmlns:p='urn:x'/>", "FatturaPA"),
    ] {
        let reason = from_xml(xml.as_bytes()).expect_err("no invoice");
        assert!(reason.contains(word), "{reason}");
    }
}
