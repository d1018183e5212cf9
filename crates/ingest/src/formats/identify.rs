//! Keys and scopes of facts: what makes a row of a later file the same row. Keeps the count of identical rows.

use std::collections::HashMap;

use model::{Fact, Key, KeyBuilder, Overlap};

use super::cells::is_blank;
use super::layout::Layout;
use crate::row::Row;

/// Gives rows their keys, file by file.
#[derive(Debug, Default)]
pub(crate) struct Identifier {
    /// How often a row with the same cells came before.
    seen: HashMap<u64, u32>,
}

impl Identifier {
    /// The key of a row: its key columns, or all its cells where it has none of those. Facts add their block to it.
    pub(crate) fn row(&mut self, layout: &Layout, row: &Row<'_>) -> KeyBuilder {
        let document = &layout.document;
        let mut key = KeyBuilder::new();
        let mut is_named = false;
        for (name, places) in &layout.key {
            let cells = places.iter().filter_map(|place| row.cells.get(*place));
            if let Some(cell) = cells.into_iter().find(|cell| !is_blank(cell, &layout.style)) {
                key.part(name).part(cell.text().trim());
                is_named = true;
            }
        }
        if is_named {
            return key;
        }
        for cell in &row.cells {
            key.part(&cell.text());
        }
        let twin = match document.overlap {
            Overlap::Snapshot | Overlap::Period => row.number,
            _ => self.ordinal(&key),
        };
        key.part(&twin.to_string());
        key
    }

    fn ordinal(&mut self, key: &KeyBuilder) -> u64 {
        let count = self.seen.entry(key.key().0 as u64).or_default();
        *count += 1;
        u64::from(*count)
    }
}

/// Sets key and scope of a fact.
pub(crate) fn identify(fact: &mut Fact, row: &KeyBuilder, block: usize, template: &str) {
    let mut key = row.clone();
    key.part(&block.to_string());
    let (key, scope) = (key.key(), scope(fact, template));
    let (own_key, own_scope): (&mut Key, &mut String) = match fact {
        Fact::Charge(fact) => (&mut fact.key, &mut fact.scope),
        Fact::Usage(fact) => (&mut fact.key, &mut fact.scope),
        Fact::Seat(fact) => (&mut fact.key, &mut fact.scope),
        Fact::Person(fact) => (&mut fact.key, &mut fact.scope),
        Fact::Kpi(fact) => (&mut fact.key, &mut fact.scope),
        Fact::Contract(fact) => (&mut fact.key, &mut fact.scope),
        Fact::Headcount(fact) => (&mut fact.key, &mut fact.scope),
        Fact::Payroll(fact) => (&mut fact.key, &mut fact.scope),
        Fact::Budget(fact) => (&mut fact.key, &mut fact.scope),
        Fact::Survey(fact) => (&mut fact.key, &mut fact.scope),
        Fact::Price(fact) => (&mut fact.key, &mut fact.scope),
        Fact::Rate(fact) => (&mut fact.key, &mut fact.scope),
        Fact::Invoice(fact) => (&mut fact.key, &mut fact.scope),
    };
    (*own_key, *own_scope) = (key, scope);
}

/// Actual and amortised files of one month do not replace each other.
fn measure(charge: &model::Charge) -> &'static str {
    if charge.billed.is_none() && charge.effective.is_some() {
        "effective"
    } else {
        "billed"
    }
}

/// The template with the fact's own values: `{account} {billing-month}`.
fn scope(fact: &Fact, template: &str) -> String {
    if !template.contains('{') {
        return template.to_owned();
    }
    let day = |day: Option<chrono::NaiveDate>| day.map_or(String::new(), |day| day.to_string());
    let filled = match fact {
        Fact::Charge(charge) => template
            .replace("{provider}", &charge.provider)
            .replace("{account}", &charge.account)
            .replace("{invoice}", &charge.invoice)
            .replace("{billing-month}", &day(charge.billing_month))
            .replace("{measure}", measure(charge)),
        Fact::Seat(seat) => template
            .replace("{product}", &seat.product)
            .replace("{snapshot}", &day(seat.snapshot)),
        _ => template.to_owned(),
    };
    filled.trim().to_owned()
}
