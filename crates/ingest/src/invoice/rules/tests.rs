//! One wrong figure at a time: the rule about it fails, and no other rule on totals does.

use super::super::from_xml;

const UBL: &str = include_str!("../../../fixtures/invoice/cloud.ubl.xml");
const CII: &str = include_str!("../../../fixtures/invoice/cloud.cii.xml");
const CREDIT: &str = include_str!("../../../fixtures/invoice/credit.ubl.xml");

fn failed(xml: &str) -> Vec<String> {
    let found = from_xml(xml.as_bytes()).expect("an invoice");
    assert!(
        found.invoice.rules.len() >= 10,
        "every rule that was checked is listed"
    );
    found
        .invoice
        .failed_rules()
        .map(|rule| rule.rule.clone())
        .collect()
}

/// The invoice with one text in place of another, which it must have.
fn changed(xml: &str, from: &str, to: &str) -> String {
    assert!(xml.contains(from), "{from}");
    xml.replacen(from, to, 1)
}

#[test]
fn right_invoices_fail_nothing() {
    for xml in [UBL, CII, CREDIT] {
        assert_eq!(failed(xml), Vec::<String>::new());
    }
}

#[test]
fn each_wrong_figure_fails_its_own_rule() {
    let ubl = [
        (
            "\"EUR\">1250.13</cbc:TaxExclusiveAmount>",
            "\"EUR\">1250.12</cbc:TaxExclusiveAmount>",
            "BR-CO-13 BR-CO-15",
        ),
        ("\"EUR\">1487.65<", "\"EUR\">1487.66<", "BR-CO-15 BR-CO-16"),
        ("\"EUR\">1387.65<", "\"EUR\">1387.64<", "BR-CO-16"),
        ("\"EUR\">1387.65<", "\"EUR\">1387.651<", "BR-CO-16"),
        (
            "\"EUR\">20.00</cbc:Allow",
            "\"EUR\">20.01</cbc:Allow",
            "BR-CO-11 BR-CO-13",
        ),
        ("<cbc:DueDate>2026-11-01</cbc:DueDate>", "", "BR-CO-25"),
        ("DE811234567", "811234567", "BR-CO-09"),
        (">1.2500<", ">1.2600<", "PEPPOL-EN16931-R120"),
        (
            "<cbc:AllowanceChargeReason>Loyalty</cbc:AllowanceChargeReason>",
            "",
            "BR-CO-21",
        ),
        (
            "<cbc:StartDate>2026-09-01</cbc:StartDate><cbc:EndDate>2026-09-30</cbc:EndDate>",
            "",
            "BR-CO-19",
        ),
    ];
    for (from, to, rules) in ubl {
        assert_eq!(failed(&changed(UBL, from, to)).join(" "), rules, "{from}");
    }
    let cii = [
        (
            ">1250.13</ram:BasisAmount>",
            ">1250.14</ram:BasisAmount>",
            "BR-S-08",
        ),
        (
            "<ram:LineTotalAmount>1270.13</ram:LineTotalAmount><ram:Allow",
            "<ram:LineTotalAmount>1270.12</ram:LineTotalAmount><ram:Allow",
            "BR-CO-10 BR-CO-13",
        ),
        (
            ">237.52</ram:CalculatedAmount>",
            ">238.53</ram:CalculatedAmount>",
            "BR-CO-14 BR-CO-17 BR-S-09",
        ),
        (
            ">1250.13</ram:BasisAmount>",
            ">1260.13</ram:BasisAmount>",
            "BR-CO-17 BR-S-08 BR-S-09",
        ),
    ];
    for (from, to, rules) in cii {
        assert_eq!(failed(&changed(CII, from, to)).join(" "), rules, "{from}");
    }
}

#[test]
fn when_to_pay_is_asked_of_the_element_not_of_what_it_says() {
    let day = "<cbc:DueDate>2026-11-01</cbc:DueDate>";
    assert_eq!(
        failed(&changed(
            UBL,
            "2026-11-01</cbc:DueDate>",
            "2026-02-31</cbc:DueDate>"
        )),
        Vec::<String>::new()
    );
    let note = "<cac:PaymentTerms><cbc:Note/></cac:PaymentTerms>";
    assert_eq!(failed(&changed(UBL, day, note)), Vec::<String>::new());
    let elsewhere =
        "<cac:PaymentMeans><cbc:PaymentDueDate>2026-11-01</cbc:PaymentDueDate></cac:PaymentMeans>";
    assert_eq!(failed(&changed(UBL, day, elsewhere)), ["BR-CO-25"]);
}

#[test]
fn tax_by_rates_needs_a_total_of_tax_in_ubl() {
    let total = "<cbc:TaxAmount currencyID=\"EUR\">237.52</cbc:TaxAmount>\n";
    let failed = failed(&changed(UBL, total, "\n"));
    assert!(failed.contains(&"BR-CO-14".to_owned()), "{failed:?}");
}

#[test]
fn what_is_taxed_without_a_rate_must_be_exact_in_ubl() {
    // Within a unit is near enough where a rate is stated, and only there.
    let based = |xml: &str, basis: &str| {
        changed(
            xml,
            ">1250.13</cbc:TaxableAmount>",
            &format!(">{basis}</cbc:TaxableAmount>"),
        )
    };
    assert_eq!(failed(&based(UBL, "1250.53")), Vec::<String>::new());
    let exempt = UBL.replace(
        "<cbc:ID>S</cbc:ID><cbc:Percent>19</cbc:Percent>",
        "<cbc:ID>E</cbc:ID><cbc:Percent>0</cbc:Percent>",
    );
    let fails = |basis: &str| failed(&based(&exempt, basis)).contains(&"BR-E-08".to_owned());
    assert_eq!([fails("1250.125"), fails("1250.53")], [false, true]);
}

#[test]
fn a_rule_says_in_words_what_it_compared() {
    let wrong = changed(UBL, "\"EUR\">1387.65<", "\"EUR\">1387.64<");
    let found = from_xml(wrong.as_bytes()).expect("an invoice");
    let rule = found.invoice.failed_rules().next().expect("a failure");
    assert!(
        rule.what.contains("makes 1387.65") && rule.what.contains("amount due is 1387.64"),
        "{}",
        rule.what
    );
}
