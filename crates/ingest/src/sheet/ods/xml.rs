//! XML as a stream of starts, ends and texts, owned. Knows no vocabulary.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};

use super::damaged;
use crate::sheet::SheetError;

/// An element's start.
pub(super) struct Tag {
    pub(super) name: String,
    values: Vec<(String, String)>,
    pub(super) empty: bool,
}

impl Tag {
    fn new(tag: &BytesStart<'_>, empty: bool) -> Self {
        let pair = |pair: Attribute<'_>| Some((pair.key.as_ref().to_owned(), unescape(&pair.value)?));
        let values = tag
            .attributes()
            .with_checks(false)
            .filter_map(Result::ok)
            .filter_map(pair)
            .collect();
        Self {
            name: tag.name().as_ref().to_owned(),
            values,
            empty,
        }
    }

    pub(super) fn is(&self, name: &str) -> bool {
        self.name == name
    }

    pub(super) fn value(&self, name: &str) -> Option<String> {
        self.values
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
    }

    /// How often something repeats; once unless said.
    pub(super) fn times(&self, name: &str) -> u32 {
        self.value(name)
            .and_then(|value| value.parse().ok())
            .unwrap_or(1)
            .max(1)
    }
}

fn unescape(value: &str) -> Option<String> {
    quick_xml::escape::unescape(value)
        .ok()
        .map(std::borrow::Cow::into_owned)
}

/// What comes next in the XML.
pub(super) enum Next {
    Open(Tag),
    Close(String),
    Text(String),
    Nothing,
    End,
}

pub(super) struct Xml<R> {
    reader: Reader<R>,
    buffer: Vec<u8>,
}

impl<R: BufRead> Xml<R> {
    pub(super) fn new(content: R) -> Self {
        Self {
            reader: Reader::from_reader(content),
            buffer: Vec::new(),
        }
    }

    pub(super) fn next(&mut self) -> Result<Next, SheetError> {
        self.buffer.clear();
        Ok(
            match self
                .reader
                .read_event_into(&mut self.buffer)
                .map_err(|error| damaged(&error.to_string()))?
            {
                Event::Start(tag) => Next::Open(Tag::new(&tag, false)),
                Event::Empty(tag) => Next::Open(Tag::new(&tag, true)),
                Event::End(tag) => Next::Close(tag.name().as_ref().to_owned()),
                Event::Text(text) => Next::Text(text.as_ref().to_owned()),
                Event::GeneralRef(name) => {
                    Next::Text(unescape(&format!("&{};", name.as_ref())).unwrap_or_default())
                }
                Event::CData(text) => Next::Text(text.as_ref().to_owned()),
                Event::Eof => Next::End,
                _ => Next::Nothing,
            },
        )
    }

    /// Goes past the end of the element that was just opened.
    pub(super) fn skip(&mut self, name: &str) -> Result<(), SheetError> {
        self.buffer.clear();
        let name = quick_xml::name::QName(name);
        self.reader
            .read_to_end_into(name, &mut self.buffer)
            .map(drop)
            .map_err(|error| damaged(&error.to_string()))
    }
}
