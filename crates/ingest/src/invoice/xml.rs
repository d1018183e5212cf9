//! A small XML document as a tree, namespaces resolved by their address. Knows no invoice. Refuses document type
//! definitions, whose entities can grow without bound, and whatever is deeper or larger than an invoice can be.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

const MOST_DEPTH: usize = 64;
const MOST_ELEMENTS: usize = 500_000;

/// One element. Its name is local where its namespace is one of invoices; of any other it carries the namespace, so
/// that it is never taken for one of theirs.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) space: String,
    values: Vec<(String, String)>,
    text: String,
    pub(super) children: Vec<Element>,
}

/// Namespaces whose element names are read without them.
const SPACES: &[&str] = &[
    "urn:oasis:names:specification:ubl:schema:xsd:",
    "urn:un:unece:uncefact:",
    "urn:ferd:CrossIndustryDocument:",
];

impl Element {
    /// The first child of a name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Every child of a name.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first element down a path `A/B/C`, looking into every branch.
    pub(super) fn at(&self, path: &str) -> Option<&Self> {
        match path.split_once('/') {
            None => self.child(path),
            Some((name, rest)) => self.all(name).find_map(|child| child.at(rest)),
        }
    }

    /// Every element down a path.
    pub(super) fn every(&self, path: &str) -> Vec<&Self> {
        match path.split_once('/') {
            None => self.all(path).collect(),
            Some((name, rest)) => self.all(name).flat_map(|child| child.every(rest)).collect(),
        }
    }

    /// The text down a path, `""` if there is none.
    pub(super) fn text(&self, path: &str) -> String {
        self.at(path).map(Self::own_text).unwrap_or_default()
    }

    /// Its own text without blanks around it.
    pub(super) fn own_text(&self) -> String {
        self.text.trim().to_owned()
    }

    /// An attribute.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        let found = self.values.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Reads a document, or says why not.
pub(super) fn parse(bytes: &[u8]) -> Result<Element, String> {
    let text = decode(bytes);
    let mut reader = NsReader::from_str(text.trim_start_matches(['\u{feff}', '\0', ' ', '\t', '\r', '\n']));
    let mut open = vec![Element::default()];
    let mut count = 0;
    loop {
        let place = reader.buffer_position();
        let (space, event) = reader
            .read_resolved_event()
            .map_err(|error| format!("its XML is damaged at byte {place}: {error}"))?;
        match event {
            Event::Start(tag) => {
                let element = element(&space, &tag);
                open.push(element);
            }
            Event::Empty(tag) => {
                let element = element(&space, &tag);
                last(&mut open).children.push(element);
            }
            Event::End(_) => close(&mut open),
            Event::Text(text) => last(&mut open).text.push_str(text.as_ref()),
            Event::CData(text) => last(&mut open).text.push_str(text.as_ref()),
            Event::GeneralRef(name) => last(&mut open).text.push_str(&entity(name.as_ref())?),
            Event::DocType(_) => {
                return Err("its XML has a document type definition, which an invoice must not have".into());
            }
            Event::Eof => break,
            _ => continue,
        }
        count += 1;
        if open.len() > MOST_DEPTH || count > 3 * MOST_ELEMENTS {
            return Err("its XML is nested deeper or is larger than an invoice can be".into());
        }
    }
    match (open.len(), open.pop().and_then(|mut top| top.children.pop())) {
        (1, Some(root)) => Ok(root),
        (1, None) => Err("it holds no XML element".into()),
        _ => Err("its XML ends too early; the file is not complete".into()),
    }
}

fn element(space: &ResolveResult<'_>, tag: &BytesStart<'_>) -> Element {
    let space = match space {
        ResolveResult::Bound(space) => space.0.to_owned(),
        _ => String::new(),
    };
    let local = tag.local_name();
    let local: &str = local.as_ref();
    let known = SPACES.iter().any(|known| space.starts_with(known));
    let mut attributes = tag.attributes();
    let values = attributes.with_checks(false).filter_map(Result::ok);
    Element {
        name: if known {
            local.to_owned()
        } else {
            format!("{{{space}}}{local}")
        },
        values: values
            .map(|pair| (pair.key.as_ref().to_owned(), unescaped(&pair.value)))
            .collect(),
        space,
        ..Element::default()
    }
}

fn unescaped(value: &str) -> String {
    quick_xml::escape::unescape(value).map_or_else(|_| value.to_owned(), std::borrow::Cow::into_owned)
}

/// The letter of `&amp;` or `&#228;`; entities of a document's own are refused.
fn entity(name: &str) -> Result<String, String> {
    quick_xml::escape::unescape(&format!("&{name};"))
        .map(std::borrow::Cow::into_owned)
        .map_err(|_| format!("its XML uses the entity `{name}`, which it does not have"))
}

fn last(open: &mut [Element]) -> &mut Element {
    open.last_mut().expect("the document itself is never closed")
}

fn close(open: &mut Vec<Element>) {
    if open.len() > 1
        && let Some(done) = open.pop()
    {
        last(open).children.push(done);
    }
}

/// The text in the encoding that the byte order mark, the zero bytes or the declaration tell.
fn decode(bytes: &[u8]) -> String {
    let encoding = match bytes {
        _ if Encoding::for_bom(bytes).is_some() => UTF_8,
        [0, b'<', ..] => UTF_16BE,
        [b'<', 0, ..] => UTF_16LE,
        _ => declared(bytes).unwrap_or(UTF_8),
    };
    let (text, _, broken) = encoding.decode(bytes);
    if broken && encoding == UTF_8 {
        return WINDOWS_1252.decode(bytes).0.into_owned();
    }
    text.into_owned()
}

/// `<?xml version="1.0" encoding="ISO-8859-1"?>`; a declared UTF-16 without zero bytes is none.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let declaration = head.split_once("<?xml")?.1.split_once("?>")?.0;
    let after = declaration
        .split_once("encoding")?
        .1
        .trim_start()
        .strip_prefix('=')?;
    let quoted = after.trim_start();
    let quote = quoted.chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
    let label = quoted[1..].split(quote).next()?;
    Encoding::for_label(label.as_bytes()).filter(|found| ![UTF_16LE, UTF_16BE].contains(found))
}

#[cfg(test)]
mod tests {
    use super::*;

    const UBL: &str = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2";

    fn utf16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn names_count_by_their_namespace_not_by_their_prefix() {
        let xml = format!(
            "<q:Invoice xmlns:q='{UBL}' xmlns:o='urn:other'><o:ID>no</o:ID><q:ID>R&amp;1</q:ID></q:Invoice>"
        );
        let root = parse(xml.as_bytes()).expect("XML");
        assert_eq!((root.name.as_str(), root.text("ID").as_str()), ("Invoice", "R&1"));
    }

    #[test]
    fn any_encoding_is_read() {
        let xml = format!("<Invoice xmlns='{UBL}'><ID>Ü1</ID></Invoice>");
        let latin = format!("<?xml version='1.0' encoding='ISO-8859-1'?>{xml}");
        let bytes = [
            xml.clone().into_bytes(),
            format!("\u{feff}{xml}").into_bytes(),
            WINDOWS_1252.encode(&latin).0.into_owned(),
            utf16(&xml),
            utf16(&format!("\u{feff}<?xml version='1.0' encoding='UTF-16'?>{xml}")),
        ];
        for one in bytes {
            assert_eq!(parse(&one).expect("XML").text("ID"), "Ü1");
        }
    }

    #[test]
    fn bombs_and_broken_documents_are_refused_with_the_reason() {
        let bomb = "<!DOCTYPE a [<!ENTITY b 'bb'><!ENTITY c '&b;&b;'>]><a>&c;</a>";
        assert!(
            parse(bomb.as_bytes())
                .expect_err("a bomb")
                .contains("document type")
        );
        assert!(parse(b"<a>&own;</a>").expect_err("an entity").contains("own"));
        assert!(parse(b"<a><b></a>").is_err());
        assert!(parse(b"<a><b>").expect_err("cut off").contains("too early"));
        assert!(
            parse("<a>".repeat(100).as_bytes())
                .expect_err("deep")
                .contains("deeper")
        );
        assert!(parse(b"Bad XML").is_err());
    }
}
