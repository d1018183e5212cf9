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

/// An amount with at least the decimals of its currency: `13949.20`.
fn padded(amount: &str, digits: u32) -> String {
    let (whole, part) = amount.split_once('.').unwrap_or((amount, ""));
    if digits == 0 || whole.contains(['e', 'E']) {
        return amount.to_owned();
    }
    format!("{whole}.{part:0<width$}", width = digits as usize)
}

fn fields(invoice: &Invoice) -> Vec<PageField> {
    let facts = InvoiceFacts::from(invoice);
    let field = |(key, name, label): &(&str, &str, &str)| {
        let text = facts.texts.get(name).cloned();
        let digits = invoice.currency.minor_digits();
        let value = text.or_else(|| Some(padded(&facts.totals.get(name)?.to_string(), digits)));
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

#[cfg(test)]
mod tests {
    use super::padded;

    #[test]
    fn an_amount_has_the_decimals_of_its_currency() {
        let said = [("13949.2", 2), ("-12", 2), ("0.0042", 2), ("1300", 0), ("1.5", 3)];
        let shown: Vec<String> = said.iter().map(|(text, digits)| padded(text, *digits)).collect();
        assert_eq!(shown, ["13949.20", "-12.00", "0.0042", "1300", "1.500"]);
    }
}
