//! Forms that draw forms, counted before anything is drawn: the library that draws sets no limit to it. Draws nothing.

use std::collections::HashMap;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};

/// Drawings of forms on one page; a page of many labels has hundreds.
const MOST: u64 = 50_000;
const MOST_UNPACKED: usize = 64 << 20;

/// Whether the forms of a page draw one another more often than any program writes, or without end.
pub(super) fn are_endless(bytes: &[u8], password: &str) -> bool {
    let options = LoadOptions {
        password: Some(password.to_owned()),
        max_decompressed_size: Some(MOST_UNPACKED),
        ..LoadOptions::default()
    };
    let Ok(document) = Document::load_mem_with_options(bytes, options) else {
        return false;
    };
    let mut forms = Forms {
        document: &document,
        drawings: HashMap::new(),
    };
    document.page_iter().any(|page| forms.on_page(page) > MOST)
}

/// What is known of the forms of a document.
struct Forms<'d> {
    document: &'d Document,
    /// Drawings that one form leads to; `None` while it is being counted, so that a circle is seen.
    drawings: HashMap<ObjectId, Option<u64>>,
}

impl Forms<'_> {
    fn on_page(&mut self, page: ObjectId) -> u64 {
        let Ok((own, inherited)) = self.document.get_page_resources(page) else {
            return 0;
        };
        let inherited = inherited
            .into_iter()
            .filter_map(|id| self.document.get_dictionary(id).ok());
        let forms: Vec<ObjectId> = own
            .into_iter()
            .chain(inherited)
            .flat_map(|resources| self.forms(resources))
            .collect();
        if forms.is_empty() {
            return 0;
        }
        let content = self.document.get_page_content(page);
        self.drawn(&content, &forms, &forms)
    }

    /// Drawings that a content stream leads to: each of its calls at the price of its dearest form.
    fn drawn(&mut self, content: &[u8], forms: &[ObjectId], page: &[ObjectId]) -> u64 {
        let calls = content.windows(3).filter(|three| is_call(three)).count() as u64;
        let dearest = forms.iter().map(|form| self.of_form(*form, page)).max();
        calls.saturating_mul(dearest.unwrap_or(0))
    }

    fn of_form(&mut self, form: ObjectId, page: &[ObjectId]) -> u64 {
        if let Some(known) = self.drawings.get(&form) {
            return known.unwrap_or(u64::MAX);
        }
        self.drawings.insert(form, None);
        let count = 1_u64.saturating_add(self.inside(form, page));
        self.drawings.insert(form, Some(count));
        count
    }

    fn inside(&mut self, form: ObjectId, page: &[ObjectId]) -> u64 {
        let Ok(stream) = self.document.get_object(form).and_then(Object::as_stream) else {
            return 0;
        };
        // A form without resources of its own uses the page's.
        let forms = match self.resources(&stream.dict) {
            Some(resources) => self.forms(resources),
            None => page.to_vec(),
        };
        if forms.is_empty() {
            return 0;
        }
        let content = stream
            .decompressed_content()
            .unwrap_or_else(|_| stream.content.clone());
        self.drawn(&content, &forms, page)
    }

    fn resources<'a>(&'a self, of: &'a Dictionary) -> Option<&'a Dictionary> {
        let found = of.get(b"Resources").ok()?;
        self.document.dereference(found).ok()?.1.as_dict().ok()
    }

    fn forms(&self, resources: &Dictionary) -> Vec<ObjectId> {
        let drawn = resources
            .get(b"XObject")
            .and_then(|found| self.document.dereference(found));
        let Ok(drawn) = drawn.and_then(|(_, found)| found.as_dict()) else {
            return Vec::new();
        };
        let ids = drawn.iter().filter_map(|(_, object)| object.as_reference().ok());
        ids.filter(|id| self.is_form(*id)).collect()
    }

    fn is_form(&self, id: ObjectId) -> bool {
        let stream = self.document.get_object(id).and_then(Object::as_stream);
        let kind = stream.and_then(|stream| stream.dict.get(b"Subtype").and_then(Object::as_name));
        kind.is_ok_and(|kind| kind == b"Form")
    }
}

/// `Do` as a word of its own begins here.
fn is_call(three: &[u8]) -> bool {
    three[0].is_ascii_whitespace() && &three[1..] == b"Do"
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::{Stream, dictionary};

    /// A page that draws the first of some forms; every form calls the next one so often, the last one itself if told.
    fn pdf(forms: usize, calls: usize, is_circle: bool) -> Vec<u8> {
        let mut document = Document::with_version("1.4");
        let ids: Vec<ObjectId> = (0..forms).map(|_| document.new_object_id()).collect();
        for (at, id) in ids.iter().enumerate() {
            let next = ids.get(at + 1).or(is_circle.then_some(id));
            let drawn = next.map_or_else(Dictionary::new, |next| dictionary! { "A" => *next });
            let form = dictionary! {
                "Type" => "XObject", "Subtype" => "Form", "BBox" => vec![0.into(), 0.into(), 9.into(), 9.into()],
                "Resources" => dictionary! { "XObject" => drawn },
            };
            document.set_object(*id, Stream::new(form, "/A Do ".repeat(calls).into_bytes()));
        }
        let pages = document.new_object_id();
        let content = document.add_object(Stream::new(Dictionary::new(), b"/A Do ".to_vec()));
        let page = document.add_object(dictionary! {
            "Type" => "Page", "Parent" => pages, "Contents" => content,
            "MediaBox" => vec![0.into(), 0.into(), 99.into(), 99.into()],
            "Resources" => dictionary! { "XObject" => dictionary! { "A" => ids[0] } },
        });
        document.set_object(
            pages,
            dictionary! { "Type" => "Pages", "Count" => 1, "Kids" => vec![page.into()] },
        );
        let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
        document.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn a_form_that_draws_itself_is_endless_and_so_are_forms_by_the_million() {
        assert!(are_endless(&pdf(1, 20, true), ""));
        assert!(are_endless(&pdf(7, 10, false), ""));
        assert!(
            super::super::read(pdf(1, 20, true), "")
                .is_err_and(|error| error == super::super::PdfError::Endless)
        );
    }

    #[test]
    fn a_few_forms_within_forms_are_nothing_special() {
        assert!(!are_endless(&pdf(3, 10, false), ""));
        assert!(!are_endless(b"%PDF-1.4 no pdf at all", ""));
    }
}
