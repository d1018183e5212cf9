//! Which text a file is: delimited, JSON, JSON lines or an XML invoice. Looks at the first bytes only.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde::de::IgnoredAny;

use super::Kind;
use crate::invoice;

/// The kind of a text file, or why it is none that can be read.
pub(super) fn kind(head: &[u8]) -> Result<Kind, String> {
    let encoding = encoding(head);
    if encoding.is_none() && is_binary(head) {
        return Err("it holds binary data of an unknown kind, no text".into());
    }
    let text = match encoding {
        Some(encoding) => encoding.decode(head).0,
        None => String::from_utf8_lossy(head),
    };
    let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    match text.as_bytes().first() {
        Some(b'<') => xml(text),
        Some(b'{' | b'[') => Ok(json(text)),
        Some(_) => Ok(Kind::Csv),
        None => Err("the file holds nothing but blanks".into()),
    }
}

/// An encoding that the byte order mark or the pattern of zero bytes gives away.
fn encoding(head: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return Some(encoding);
    }
    let sample = &head[..head.len().min(1024) & !1];
    let zeros = |first: usize| {
        sample
            .iter()
            .skip(first)
            .step_by(2)
            .filter(|&&byte| byte == 0)
            .count()
            * 4
    };
    match sample.len() / 2 {
        0 => None,
        pairs if zeros(1) > pairs * 3 && zeros(0) < pairs => Some(UTF_16LE),
        pairs if zeros(0) > pairs * 3 && zeros(1) < pairs => Some(UTF_16BE),
        _ => None,
    }
}

/// More than one byte in ten that no text has, or a picture's signature.
fn is_binary(head: &[u8]) -> bool {
    // Zeros behind the text: a file that was made larger than it is.
    let end = head
        .iter()
        .rposition(|byte| *byte != 0)
        .map_or(0, |last| last + 1);
    let head = &head[..end];
    let odd = head
        .iter()
        .filter(|&&byte| byte < 9 || (14..27).contains(&byte) || byte == 127)
        .count();
    head.starts_with(b"\x89PNG") || head.starts_with(b"\xff\xd8\xff") || odd * 10 > head.len()
}

fn json(text: &str) -> Kind {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    match values.next() {
        Some(Err(error)) if error.is_eof() => Kind::Json,
        Some(Ok(_)) if text[values.byte_offset()..].trim_start().starts_with(['{', '[']) => {
            let (first, rest) = text.split_at(values.byte_offset());
            let is_line = rest.trim_start_matches([' ', '\t', '\r']).starts_with('\n');
            // Otherwise whole documents stand behind one another.
            if is_line && !first.trim().contains('\n') {
                Kind::Jsonl
            } else {
                Kind::Json
            }
        }
        Some(Ok(_)) if text[values.byte_offset()..].trim().is_empty() => Kind::Json,
        // A mistake in a document: no heading of a table begins so.
        Some(Err(_)) if is_document(text) => Kind::Json,
        _ => Kind::Csv,
    }
}

/// Whether a text begins as a JSON document with something in it.
fn is_document(text: &str) -> bool {
    let mut letters = text.chars().filter(|letter| !letter.is_whitespace());
    matches!(
        (letters.next(), letters.next()),
        (Some('{'), Some('"')) | (Some('['), Some('{'))
    )
}

fn xml(text: &str) -> Result<Kind, String> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(root) | Event::Empty(root)) => {
                let name = root.name();
                return root_kind(name.as_ref(), text);
            }
            Ok(Event::Eof) | Err(_) => return Ok(Kind::Csv),
            Ok(_) => (),
        }
    }
}

/// Whether it is the XML in which the European Central Bank publishes its rates.
pub(super) fn holds_rates(head: &[u8]) -> bool {
    memchr::memmem::find(head, b"eurofxref").is_some()
}

fn root_kind(name: &str, text: &str) -> Result<Kind, String> {
    let local = name.rsplit(':').next().unwrap_or(name);
    match local {
        // Peppol's envelope has the invoice one level down.
        "Invoice" | "CreditNote" | "StandardBusinessDocument" | "AttachedDocument" => Ok(Kind::Ubl),
        "CrossIndustryInvoice" | "CrossIndustryDocument" => Ok(Kind::Cii),
        _ if local.eq_ignore_ascii_case("html") => {
            Err("it is a web page, whatever its name says; export the table again as CSV or XLSX".into())
        }
        // Rates of the ECB: a text that a reader of ours knows.
        "Envelope" if holds_rates(text.as_bytes()) => Ok(Kind::Csv),
        "Workbook" if text.contains("office:spreadsheet") => {
            Err("it is an Excel 2003 XML spreadsheet; open it in Excel and save it as XLSX".into())
        }
        _ => Err(invoice::other(local)
            .unwrap_or_else(|| format!("it is XML, but no invoice: its root is <{local}>"))),
    }
}
