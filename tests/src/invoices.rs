//! Invoices as documents: the same one in several syntaxes is one record, a changed one takes its place, and none of it is
//! spend unless that is asked for.

use serde_json::Value;

use crate::desk::{Desk, entry, fixture, rows};

fn desk() -> Desk {
    let desk = Desk::new();
    for name in [
        "cloud.ubl.xml",
        "cloud.cii.xml",
        "cloud.zugferd1.xml",
        "credit.ubl.xml",
    ] {
        desk.fixture(&format!("invoice/{name}"), name);
    }
    desk
}

fn invoices(desk: &Desk) -> Vec<Value> {
    let answer = desk.json("invoices");
    answer["invoices"].as_array().expect("a list").clone()
}

/// Spend by category as `category amount`.
fn spend(desk: &Desk) -> Vec<String> {
    let answer = desk.json("spend --by category");
    let line = |row: &Value| {
        format!(
            "{} {}",
            row["category"].as_str().unwrap_or(""),
            row["billed"].as_str().unwrap_or("")
        )
    };
    answer["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(line)
        .collect()
}

#[test]
fn the_same_invoice_in_three_syntaxes_is_one_record_and_no_spend() {
    let desk = desk();
    assert_eq!(
        rows(entry(&desk.json("import cloud.ubl.xml"), "cloud.ubl.xml")),
        [1, 1, 0, 0, 0, 0]
    );
    for again in ["cloud.cii.xml", "cloud.zugferd1.xml"] {
        let answer = desk.json(&format!("import {again}"));
        assert_eq!(rows(entry(&answer, again)), [1, 0, 1, 0, 0, 0]);
        let overlap = entry(&answer, again)["overlaps"][0]
            .as_str()
            .expect("a sentence")
            .to_owned();
        assert!(overlap.contains("in the book already"), "{overlap}");
    }
    let all = invoices(&desk);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0]["number"], "NW-2026-0917");
    assert_eq!(all[0]["payable"], "1387.65");
    assert_eq!(all[0]["checks"]["failed"], serde_json::json!([]));
    assert!(spend(&desk).is_empty(), "a document is not spend");
    for import in 1..=3 {
        assert_eq!(invoices(&desk).len(), 1);
        desk.json(&format!("undo {import}"));
    }
    assert!(invoices(&desk).is_empty());
    desk.assert_whole("book.counterfoil");
}

#[test]
fn other_amounts_under_the_same_number_take_the_place_with_a_warning_and_undo_brings_them_back() {
    let desk = desk();
    let changed = fixture("invoice/cloud.cii.xml").replace("1387.65", "1387.64");
    desk.write("changed.xml", changed);
    desk.json("import cloud.ubl.xml");
    let answer = desk.json("import changed.xml");
    assert_eq!(rows(entry(&answer, "changed.xml")), [1, 0, 0, 1, 0, 0]);
    desk.run("problems 2")
        .assert_says(0, &["1387.65 EUR", "1387.64 EUR", "BR-CO-16"]);
    assert_eq!(invoices(&desk)[0]["payable"], "1387.64");
    assert_eq!(invoices(&desk)[0]["checks"]["failed"][0], "BR-CO-16");
    desk.json("undo 2");
    assert_eq!(invoices(&desk)[0]["payable"], "1387.65");
    desk.assert_whole("book.counterfoil");
}

#[test]
fn an_invoice_that_is_counted_adds_up_to_its_total_once() {
    let desk = desk();
    let answer = desk.json("import --count-invoices cloud.ubl.xml credit.ubl.xml");
    let invoice = entry(&answer, "cloud.ubl.xml");
    assert_eq!(rows(invoice), [1, 1, 0, 0, 0, 0]);
    assert_eq!(invoice["totals"][0]["amount"], "1487.65");
    let counted = ["adjustment 0.005", "credit -70", "tax 228.02", "usage 1270.125"];
    assert_eq!(
        spend(&desk),
        counted,
        "lines, allowance, tax, less the credit note"
    );
    // The same invoice again, without saying so: what was counted once stays counted once.
    desk.json("import cloud.cii.xml");
    assert_eq!(spend(&desk), counted);
    assert_eq!(
        invoices(&desk)
            .iter()
            .filter(|invoice| invoice["counted"] == true)
            .count(),
        2
    );
    desk.assert_whole("book.counterfoil");
    for import in [2, 1, 3] {
        desk.json(&format!("undo {import}"));
    }
    assert!(spend(&desk).is_empty());
    desk.assert_whole("book.counterfoil");
}

#[test]
fn an_invoice_that_does_not_add_up_is_kept_but_not_counted() {
    let desk = desk();
    desk.write(
        "odd.xml",
        fixture("invoice/cloud.ubl.xml").replace(">1270.125<", ">1200<"),
    );
    let answer = desk.json("import --count-invoices odd.xml");
    assert_eq!(entry(&answer, "odd.xml")["facts"]["charge"], 0);
    desk.run("problems 1")
        .assert_says(0, &["do not add up", "BR-CO-10"]);
    assert_eq!(invoices(&desk).len(), 1);
}

#[test]
fn an_invoice_is_linked_to_the_charges_that_state_its_number() {
    let desk = desk();
    let focus = "BilledCost,EffectiveCost,ListCost,BillingAccountId,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,\
        ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ChargeClass,ProviderName,ServiceName,ServiceCategory,InvoiceId\n\
        1249.63,1249.63,1249.63,9,EUR,2026-09-01T00:00:00Z,2026-10-01T00:00:00Z,2026-09-01T00:00:00Z,2026-10-01T00:00:00Z,Usage,,Nordwolke,Tokens,AI and Machine Learning,NW-2026-0917\n\
        237.52,237.52,237.52,9,EUR,2026-09-01T00:00:00Z,2026-10-01T00:00:00Z,2026-09-01T00:00:00Z,2026-10-01T00:00:00Z,Tax,,Nordwolke,Tax,Other,NW-2026-0917\n";
    desk.write("focus.csv", focus);
    desk.json("import focus.csv cloud.ubl.xml");
    let bills = &invoices(&desk)[0]["bills"][0];
    assert_eq!(bills["by"], "number");
    assert_eq!(bills["billed"], "1249.63");
    assert_eq!(
        (bills["difference"].as_str(), bills["tolerance"].as_str()),
        (Some("0.5"), Some("1"))
    );
    assert_eq!(bills["agrees"], true, "tax is compared apart");
    let shown = desk.json("invoices show nw-2026-0917");
    assert_eq!(shown["invoices"][0]["invoice"]["line_count"], 2);
    desk.run("invoices show NW-2026-0917")
        .assert_says(0, &["Tokens, large model", "holds BR-CO-16", "agrees"]);
    desk.run("invoices show nothing")
        .assert_says(2, &["no invoice nothing"]);
}

#[test]
fn an_issuer_is_known_by_its_vat_id_however_its_name_is_written_and_another_is_another() {
    let desk = desk();
    let cloud = fixture("invoice/cloud.cii.xml");
    let name = cloud
        .split_once("<ram:SellerTradeParty>")
        .and_then(|(_, seller)| seller.split_once("<ram:Name>"))
        .and_then(|(_, name)| name.split_once("</ram:Name>"))
        .map(|(name, _)| name.to_owned())
        .expect("a seller");
    let vat = cloud
        .split_once(r#"schemeID="VA">"#)
        .and_then(|(_, vat)| vat.split_once('<'))
        .map(|(vat, _)| vat.to_owned())
        .expect("a VAT id");
    desk.write("renamed.xml", cloud.replace(&name, "A Name of Before"));
    desk.write("other.xml", cloud.replace(&vat, "ATU99999999"));
    desk.json("import cloud.ubl.xml");
    let answer = desk.json("import renamed.xml");
    assert_eq!(rows(entry(&answer, "renamed.xml")), [1, 0, 1, 0, 0, 0]);
    assert_eq!(invoices(&desk).len(), 1);
    for new in [1, 0] {
        let answer = desk.json("import other.xml");
        assert_eq!(rows(entry(&answer, "other.xml"))[1], new);
        assert_eq!(invoices(&desk).len(), 2, "one name, two companies");
    }
    desk.assert_whole("book.counterfoil");
}

#[test]
fn numbers_that_differ_by_where_they_are_parted_are_two_invoices() {
    let desk = desk();
    for (name, number) in [("january.xml", "2026-1-11"), ("november.xml", "2026-11-1")] {
        desk.write(
            name,
            fixture("invoice/cloud.ubl.xml").replace("NW-2026-0917", number),
        );
        desk.json(&format!("import {name}"));
    }
    assert_eq!(invoices(&desk).len(), 2);
}

#[test]
fn a_correction_of_an_invoice_that_is_there_is_said() {
    let desk = desk();
    let corrected = fixture("invoice/cloud.ubl.xml")
        .replace("<cbc:ID>NW-2026-0917</cbc:ID>", "<cbc:ID>NW-2026-0917-K</cbc:ID>")
        .replace(">380<", ">384<")
        .replacen(
            "<cac:AccountingSupplierParty>",
            "<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>NW-2026-0917</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference><cac:AccountingSupplierParty>",
            1,
        );
    desk.write("correction.xml", corrected);
    desk.json("import cloud.ubl.xml correction.xml");
    desk.run("problems 2")
        .assert_says(0, &["NW-2026-0917-K corrects NW-2026-0917"]);
}
