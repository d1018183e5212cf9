//! Charges and usage as plain tables: one row per fact, what is missing is null, amounts with their currency beside
//! them. Named for people, not for a specification. Opens no files.

use std::io::{self, Write};

use chrono::NaiveDate;
use model::{Charge, Exact, MICRO, Period, Usage};

use crate::data::Kind::{Day, Number, Text, Whole};
use crate::data::{Column, Form, Rows};
use crate::focus::cell::{amount, billed, category, quantity, tags, text};

type OfCharge = Column<Charge>;
type OfUsage = Column<Usage>;

const CHARGES: &[OfCharge] = &[
    OfCharge::new("from", Day, |charge, _| from(charge.period)),
    OfCharge::new("to", Day, |charge, _| to(charge.period)),
    OfCharge::new("billing_month", Day, |charge, _| charge.billing_month.map(day)),
    OfCharge::new("provider", Text, |charge, _| text(&charge.what.provider)),
    OfCharge::new("service", Text, |charge, _| text(&charge.what.service)),
    OfCharge::new("sku", Text, |charge, _| text(&charge.what.sku)),
    OfCharge::new("model", Text, |charge, _| text(&charge.what.model)),
    OfCharge::new("token_class", Text, |charge, _| {
        text(charge.what.token_class.id())
    }),
    OfCharge::new("account", Text, |charge, _| text(&charge.whose.account)),
    OfCharge::new("project", Text, |charge, _| text(&charge.whose.project)),
    OfCharge::new("tool", Text, |charge, _| text(&charge.whose.tool)),
    OfCharge::new("cost_centre", Text, |charge, _| text(&charge.whose.cost_centre)),
    OfCharge::new("category", Text, |charge, _| Some(category(charge).to_owned())).required(),
    OfCharge::new("correction", Text, |charge, _| yes(charge.what.correction)),
    OfCharge::new("currency", Text, |charge, _| text(charge.what.currency.code())),
    OfCharge::new("billed", Number, |charge, _| amount(charge, charge.billed)),
    OfCharge::new("list", Number, |charge, _| amount(charge, charge.list)),
    OfCharge::new("effective", Number, |charge, _| amount(charge, charge.effective)),
    OfCharge::new("estimated", Number, |charge, _| amount(charge, charge.estimated)),
    OfCharge::new("covered", Text, |charge, _| {
        billed(charge).filter(|said| said == "seat")
    }),
    OfCharge::new("quantity", Number, |charge, _| quantity(charge)),
    OfCharge::new("unit", Text, |charge, _| text(&charge.what.unit)),
    OfCharge::new("invoice", Text, |charge, _| text(&charge.whose.invoice)),
    OfCharge::new("provisional", Text, |charge, _| yes(charge.what.provisional)),
    OfCharge::new("tags", Text, |charge, _| tags(charge)),
    OfCharge::new("identity_source", Text, |charge, _| {
        text(&charge.whose.identity.source)
    })
    .personal(),
    OfCharge::new("identity_id", Text, |charge, _| text(&charge.whose.identity.id)).personal(),
    OfCharge::new("email", Text, |charge, _| text(&charge.whose.identity.email)).personal(),
    OfCharge::new("name", Text, |charge, _| text(&charge.whose.identity.name)).personal(),
    OfCharge::new("file", Text, |_, about| text(about.file)),
    OfCharge::new("row", Whole, |charge, _| Some(charge.origin.row.to_string())).required(),
];

const USAGE: &[OfUsage] = &[
    OfUsage::new("from", Day, |usage, _| from(usage.period)),
    OfUsage::new("to", Day, |usage, _| to(usage.period)),
    OfUsage::new("provider", Text, |usage, _| text(&usage.provider)),
    OfUsage::new("tool", Text, |usage, _| text(&usage.tool)),
    OfUsage::new("model", Text, |usage, _| text(&usage.model)),
    OfUsage::new("token_class", Text, |usage, _| text(usage.token_class.id())),
    OfUsage::new("tier", Text, |usage, _| text(&usage.terms.tier)),
    OfUsage::new("region", Text, |usage, _| text(&usage.terms.region)),
    OfUsage::new("requests_above", Whole, |usage, _| {
        Some(usage.terms.above.to_string()).filter(|_| usage.terms.above > 0)
    }),
    OfUsage::new("cache", Text, |usage, _| {
        usage.terms.hour.then(|| "1h".to_owned())
    }),
    OfUsage::new("project", Text, |usage, _| text(&usage.project)),
    OfUsage::new("tokens", Whole, |usage, _| {
        usage.tokens.map(|tokens| tokens.to_string())
    }),
    OfUsage::new("requests", Number, |usage, _| {
        let scale = MICRO.ilog10() as u8;
        usage
            .requests
            .map(|micros| Exact::new(micros.into(), scale).to_string())
    }),
    OfUsage::new("active_days", Whole, |usage, _| {
        usage.active_days.map(|days| days.to_string())
    }),
    OfUsage::new("automated", Text, |usage, _| yes(usage.automated)),
    OfUsage::new("currency", Text, |usage, _| text(usage.currency.code())),
    OfUsage::new("estimated", Number, |usage, _| {
        let scale = usage.currency.scale() as u8;
        usage
            .estimated
            .map(|amount| Exact::new(amount.0.into(), scale).to_string())
    }),
    OfUsage::new("identity_source", Text, |usage, _| text(&usage.identity.source)).personal(),
    OfUsage::new("identity_id", Text, |usage, _| text(&usage.identity.id)).personal(),
    OfUsage::new("email", Text, |usage, _| text(&usage.identity.email)).personal(),
    OfUsage::new("name", Text, |usage, _| text(&usage.identity.name)).personal(),
    OfUsage::new("file", Text, |_, about| text(about.file)),
    OfUsage::new("row", Whole, |usage, _| Some(usage.origin.row.to_string())).required(),
];

/// Begins a table of charges; `names` lets identities of people go out.
pub fn charges<W: Write + Send>(out: W, form: Form, names: bool) -> io::Result<Rows<Charge, W>> {
    Ok(Rows::new(out, form, chosen(CHARGES, names))?.naming(names))
}

/// Begins a table of usage.
pub fn usage<W: Write + Send>(out: W, form: Form, names: bool) -> io::Result<Rows<Usage, W>> {
    Ok(Rows::new(out, form, chosen(USAGE, names))?.naming(names))
}

fn chosen<F>(all: &'static [Column<F>], names: bool) -> Vec<&'static Column<F>> {
    all.iter().filter(|column| names || !column.is_personal).collect()
}

fn from(period: Option<Period>) -> Option<String> {
    period.map(|period| day(period.from))
}

/// The end, exclusive.
fn to(period: Option<Period>) -> Option<String> {
    period.map(|period| day(period.to))
}

fn day(day: NaiveDate) -> String {
    day.to_string()
}

fn yes(is: bool) -> Option<String> {
    is.then(|| "true".to_owned())
}
