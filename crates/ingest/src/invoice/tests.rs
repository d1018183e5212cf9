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
    ] {
        let reason = from_xml(xml.as_bytes()).expect_err("no invoice");
        assert!(reason.contains(word), "{reason}");
    }
}
