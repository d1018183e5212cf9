//! A PDF invoice for people to look at: its pages as pictures beside the fields that were read. Decides nothing.

use std::io::Read;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ingest::invoice::{FIELDS, InvoiceFacts};
use ingest::{Item, Kind, Planned};
use model::{Certainty, Invoice};

use super::event::{PageField, PageLook};

/// Pages that are drawn: totals stand on the first ones.
const MOST_PAGES: usize = 3;
/// Pixels across: readable beside the fields.
const WIDTH: u16 = 900;

/// What a person compares; nothing if the file is no PDF whose pages were read.
pub(super) fn look(item: &Item, plan: &Planned) -> Option<PageLook> {
    let invoice = plan.page.as_ref().filter(|_| item.kind == Kind::Pdf)?;
    Some(PageLook {
        pictures: pictures(item, plan.password()),
        fields: fields(invoice),
    })
}

fn pictures(item: &Item, password: &str) -> Vec<String> {
    let mut bytes = Vec::new();
    let read = item
        .content
        .stream()
        .and_then(|mut stream| stream.read_to_end(&mut bytes));
    let drawn = (0..MOST_PAGES).map_while(|page| match read {
        Ok(_) => ingest::pdf::picture(bytes.clone(), password, page, WIDTH).ok(),
        Err(_) => None,
    });
    drawn
        .map(|png| format!("data:image/png;base64,{}", BASE64_STANDARD.encode(png)))
        .collect()
}

fn fields(invoice: &Invoice) -> Vec<PageField> {
    let facts = InvoiceFacts::from(invoice);
    let field = |(key, name, label): &(&str, &str, &str)| {
        let text = facts.texts.get(name).cloned();
        let value = text.or_else(|| facts.totals.get(name).map(ToString::to_string));
        let certainty = match invoice.confidence.get(*name).filter(|_| value.is_some()) {
            Some(Certainty::Certain) => "certain",
            Some(Certainty::Likely) => "likely",
            Some(Certainty::Guess) => "guess",
            None => "none",
        };
        PageField {
            key: (*key).to_owned(),
            label: (*label).to_owned(),
            value: value.unwrap_or_default(),
            certainty: certainty.to_owned(),
        }
    };
    FIELDS.iter().map(field).collect()
}
