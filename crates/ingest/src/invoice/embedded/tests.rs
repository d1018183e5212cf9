//! PDFs composed here: a page, and files embedded in the ways that issuers use.

use lopdf::encryption::crypt_filters::{Aes128CryptFilter, CryptFilter};
use lopdf::{Document, EncryptionState, EncryptionVersion, Object, Permissions, Stream, dictionary};

use super::*;

const CII: &str = include_str!("../../../fixtures/invoice/cloud.cii.xml");
const UBL: &str = include_str!("../../../fixtures/invoice/cloud.ubl.xml");

/// A PDF with one empty page and files in its names tree.
fn pdf(files: &[(&str, &str)]) -> Document {
    let mut document = Document::with_version("1.7");
    let pages = document.new_object_id();
    let page = document.add_object(dictionary! { "Type" => "Page", "Parent" => pages, "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()] });
    let kids = dictionary! { "Type" => "Pages", "Count" => 1, "Kids" => vec![page.into()] };
    document.objects.insert(pages, Object::Dictionary(kids));
    let mut names = Vec::new();
    for (name, text) in files {
        let mut stream = Stream::new(dictionary! { "Type" => "EmbeddedFile" }, text.as_bytes().to_vec());
        stream.compress().expect("deflate");
        let stream = document.add_object(stream);
        let file = document.add_object(dictionary! {
            "Type" => "Filespec", "F" => Object::string_literal(*name), "UF" => Object::string_literal(*name),
            "AFRelationship" => "Alternative", "EF" => dictionary! { "F" => stream },
        });
        names.extend([Object::string_literal(*name), file.into()]);
    }
    let leaf = document.add_object(dictionary! { "Names" => names });
    let tree = dictionary! { "EmbeddedFiles" => dictionary! { "Kids" => vec![leaf.into()] } };
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages, "Names" => tree });
    document.trailer.set("Root", catalog);
    document.trailer.set(
        "ID",
        vec![Object::string_literal("a"), Object::string_literal("b")],
    );
    document
}

fn bytes(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("a PDF");
    bytes
}

fn number(bytes: &[u8]) -> String {
    read(bytes, None).expect("an invoice").invoice.number
}

fn refusal(bytes: &[u8]) -> String {
    read(bytes, None).expect_err("no invoice")
}

#[test]
fn the_embedded_invoice_is_found_by_content_whatever_its_name() {
    for name in ["factur-x.xml", "invoice.bin", ""] {
        assert_eq!(
            number(&bytes(pdf(&[("terms.txt", "no invoice"), (name, CII)]))),
            "NW-2026-0917"
        );
    }
}

#[test]
fn of_two_invoices_the_one_that_the_standard_names_is_read_and_the_other_is_told_of() {
    let other = UBL.replace("NW-2026-0917", "OTHER");
    let found = read(&bytes(pdf(&[("a.xml", &other), ("factur-x.xml", CII)])), None).expect("an invoice");
    assert_eq!(found.invoice.number, "NW-2026-0917");
    assert!(
        found
            .problems
            .iter()
            .any(|problem| problem.what.contains("1 more")),
        "{:?}",
        found.problems
    );
}

#[test]
fn a_file_that_only_the_document_itself_names_is_found() {
    let mut document = pdf(&[("factur-x.xml", CII)]);
    let file = document.objects.iter().find_map(|(id, object)| {
        let is_file = object.as_dict().is_ok_and(|about| about.has(b"EF"));
        is_file.then_some(*id)
    });
    let catalog = document.catalog_mut().expect("a catalog");
    catalog.remove(b"Names");
    catalog.set("AF", vec![Object::Reference(file.expect("a file"))]);
    assert_eq!(number(&bytes(document)), "NW-2026-0917");
}

#[test]
fn a_pdf_without_an_invoice_says_so_and_why() {
    assert!(refusal(&bytes(pdf(&[]))).contains("no usable invoice data: no file is embedded"));
    assert!(refusal(&bytes(pdf(&[("a.txt", "hello")]))).contains("none of its 1 embedded files"));
    let order = "<x:SCRDMCCBDACIOMessageStructure xmlns:x='urn:un:unece:uncefact:data:SCRDMCCBDACIOMessageStructure:100'/>";
    assert!(refusal(&bytes(pdf(&[("order-x.xml", order)]))).contains("order"));
    assert!(refusal(b"%PDF-1.7 nothing").contains("damaged"));
}

#[test]
fn a_broken_reference_table_is_rebuilt() {
    let mut broken = bytes(pdf(&[("factur-x.xml", CII)]));
    let at = broken
        .windows(9)
        .rposition(|nine| nine == b"startxref")
        .expect("a table");
    broken.truncate(at);
    assert_eq!(number(&broken), "NW-2026-0917");
}

#[test]
fn a_locked_pdf_wants_its_password_and_opens_with_it() {
    let mut document = pdf(&[("factur-x.xml", CII)]);
    let filter: std::sync::Arc<dyn CryptFilter> = std::sync::Arc::new(Aes128CryptFilter);
    let version = EncryptionVersion::V4 {
        document: &document,
        encrypt_metadata: true,
        crypt_filters: std::collections::BTreeMap::from([(b"StdCF".to_vec(), filter)]),
        stream_filter: b"StdCF".to_vec(),
        string_filter: b"StdCF".to_vec(),
        owner_password: "owner",
        user_password: "user",
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).expect("a lock");
    document.encrypt(&state).expect("locked");
    let locked = bytes(document);
    assert!(refusal(&locked).contains("locked"));
    assert!(read(&locked, Some("wrong")).is_err_and(|reason| reason.contains("locked")));
    assert_eq!(
        read(&locked, Some("user")).expect("an invoice").invoice.number,
        "NW-2026-0917"
    );
}
