//! The invoice that a PDF carries as an embedded file (Factur-X, `ZUGFeRD`, or any other attachment that is one by its
//! content). Looks at no page. Small crafted files cannot unpack to large ones: every stream has a limit.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};
use model::{Problem, Severity};

use super::Found;

/// Bytes that one stream may unpack to.
const MOST_UNPACKED: usize = 64 << 20;
/// Embedded files looked at.
const MOST_FILES: usize = 200;
const MOST_DEPTH: usize = 32;
/// Names that the standards give the invoice.
const NAMES: &[&str] = &[
    "factur-x.xml",
    "zugferd-invoice.xml",
    "xrechnung.xml",
    "zugferd_invoice.xml",
];

/// One embedded file.
struct Embedded {
    name: String,
    /// What it is to the document: `Data`, `Alternative`, `Source` …
    relationship: String,
    bytes: Vec<u8>,
}

/// Opens a PDF and reads the invoice in it, or says why there is none.
pub(super) fn read(bytes: &[u8], password: Option<&str>) -> Result<Found, String> {
    // A damaged PDF may lead a foreign reader astray; that is no reason to end with it.
    let files = std::panic::catch_unwind(|| open(bytes, password).map(|document| embedded(&document)));
    choose(&files.map_err(|_| "the PDF is damaged".to_owned())??)
}

fn open(bytes: &[u8], password: Option<&str>) -> Result<Document, String> {
    let options = LoadOptions {
        password: password.map(str::to_owned),
        max_decompressed_size: Some(MOST_UNPACKED),
        ..LoadOptions::default()
    };
    match Document::load_mem_with_options(bytes, options) {
        Ok(document) if document.is_encrypted() => Err("the PDF is locked".into()),
        Ok(document) => Ok(document),
        Err(lopdf::Error::InvalidPassword) => Err("the PDF is locked".into()),
        Err(error) => Err(format!("the PDF is damaged: {error}")),
    }
}

/// The one that is an invoice; of several the one that the standards name.
fn choose(files: &[Embedded]) -> Result<Found, String> {
    let mut read: Vec<(&Embedded, Found)> = Vec::new();
    let mut reasons = Vec::new();
    for file in files.iter().filter(|file| is_xml(file)) {
        match super::from_xml(&file.bytes) {
            Ok(found) => read.push((file, found)),
            Err(reason) => reasons.push(format!("`{}` in it: {reason}", file.name)),
        }
    }
    read.sort_by_key(|(file, _)| rank(file));
    let others = read.len().saturating_sub(1);
    let Some((file, mut found)) = read.into_iter().next() else {
        return Err(nothing(files, &reasons));
    };
    if others > 0 {
        let what = format!("The PDF holds {others} more invoices; `{}` was read.", file.name);
        found
            .problems
            .push(Problem::new(Severity::Warning, what).hint("take the others out and import them apart"));
    }
    Ok(found)
}

fn nothing(files: &[Embedded], reasons: &[String]) -> String {
    match (files.len(), reasons) {
        (0, _) => "the PDF holds no usable invoice data: no file is embedded in it".into(),
        (count, []) => {
            format!("the PDF holds no usable invoice data: none of its {count} embedded files is an invoice")
        }
        (_, reasons) => format!("the PDF holds no usable invoice data: {}", reasons.join("; ")),
    }
}

/// By content or by name; a name alone says nothing, but its file deserves a reason.
fn is_xml(file: &Embedded) -> bool {
    let start = file.bytes.iter().position(|byte| {
        !byte.is_ascii_whitespace() && !matches!(byte, 0 | 0xef | 0xbb | 0xbf | 0xfe | 0xff)
    });
    start.is_some_and(|at| file.bytes[at] == b'<') || file.name.to_lowercase().ends_with(".xml")
}

fn rank(file: &Embedded) -> (bool, bool) {
    let name = file.name.to_lowercase();
    let is_ours = matches!(file.relationship.as_str(), "Data" | "Alternative" | "Source");
    (!NAMES.contains(&name.as_str()), !is_ours)
}

/// Every embedded file: of the names tree, of the document, of its pages and of notes pinned to them.
fn embedded(document: &Document) -> Vec<Embedded> {
    let mut found = Finder {
        document,
        seen: BTreeSet::new(),
        files: Vec::new(),
    };
    if let Ok(catalog) = document.catalog() {
        found.names(catalog);
        found.associated(catalog);
    }
    for page in document.get_pages().values().take(MOST_FILES) {
        if let Ok(page) = document.get_dictionary(*page) {
            found.associated(page);
            found.notes(page);
        }
    }
    found.files
}

struct Finder<'d> {
    document: &'d Document,
    /// Streams taken already: the names tree and `/AF` name the same file.
    seen: BTreeSet<ObjectId>,
    files: Vec<Embedded>,
}

impl Finder<'_> {
    fn names(&mut self, catalog: &Dictionary) {
        let names = catalog
            .get_deref(b"Names", self.document)
            .and_then(Object::as_dict);
        let tree = names
            .and_then(|names| names.get_deref(b"EmbeddedFiles", self.document))
            .and_then(Object::as_dict);
        if let Ok(tree) = tree {
            self.branch(tree, 0);
        }
    }

    fn branch(&mut self, tree: &Dictionary, depth: usize) {
        if depth > MOST_DEPTH || self.files.len() >= MOST_FILES {
            return;
        }
        for pair in self.array(tree, b"Names").chunks(2) {
            if let [_, file] = pair {
                self.file(file);
            }
        }
        for kid in self.array(tree, b"Kids") {
            if let Some(kid) = self.dictionary(&kid) {
                self.branch(&kid, depth + 1);
            }
        }
    }

    fn associated(&mut self, holder: &Dictionary) {
        for file in self.array(holder, b"AF") {
            self.file(&file);
        }
    }

    fn notes(&mut self, page: &Dictionary) {
        for note in self.array(page, b"Annots") {
            let file = self
                .dictionary(&note)
                .and_then(|note| note.get(b"FS").ok().cloned());
            if let Some(file) = file {
                self.file(&file);
            }
        }
    }

    fn file(&mut self, object: &Object) {
        let Some(about) = self.dictionary(object) else {
            return;
        };
        let Some(streams) = about.get(b"EF").ok().and_then(|streams| self.dictionary(streams)) else {
            return;
        };
        let Some(stream) = [&b"UF"[..], b"F"].iter().find_map(|key| streams.get(key).ok()) else {
            return;
        };
        let is_new = stream.as_reference().map_or(true, |id| self.seen.insert(id));
        let Ok((_, Object::Stream(stream))) = self.document.dereference(stream) else {
            return;
        };
        if !is_new || self.files.len() >= MOST_FILES {
            return;
        }
        if let Ok(bytes) = stream.get_plain_content_with_limit(MOST_UNPACKED) {
            self.files.push(Embedded {
                name: name(&about),
                relationship: about
                    .get(b"AFRelationship")
                    .and_then(Object::as_name)
                    .map(|name| String::from_utf8_lossy(name).into_owned())
                    .unwrap_or_default(),
                bytes,
            });
        }
    }

    fn array(&self, holder: &Dictionary, key: &[u8]) -> Vec<Object> {
        let found = holder.get_deref(key, self.document).and_then(Object::as_array);
        found.cloned().unwrap_or_default()
    }

    fn dictionary(&self, object: &Object) -> Option<Dictionary> {
        let (_, found) = self.document.dereference(object).ok()?;
        found.as_dict().ok().cloned()
    }
}

fn name(about: &Dictionary) -> String {
    let texts = [&b"UF"[..], b"F"]
        .into_iter()
        .filter_map(|key| about.get(key).ok());
    let mut read = texts.filter_map(|text| lopdf::decode_text_string(text).ok());
    read.find(|text| !text.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
