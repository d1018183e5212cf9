//! Keys and scopes of facts: what makes a row of a later file the same row. Keeps the count of identical rows, and what
//! a session log has counted so far.

use std::collections::HashMap;
use std::mem;

use model::{Currency, Fact, Key, KeyBuilder, Overlap};

use super::cells::{canonical, is_blank, key_part, text_at};
use super::layout::{Layout, Telling};
use crate::row::Row;

/// Gives rows their keys, file by file.
#[derive(Default)]
pub(crate) struct Identifier {
    /// How often a row with the same cells came before.
    seen: HashMap<u64, u32>,
    session: Session,
}

/// How far a session log is.
#[derive(Default)]
struct Session {
    /// Everything counted so far.
    told: Option<KeyBuilder>,
    /// What the line before counted.
    before: Vec<String>,
}

impl Session {
    /// The key of a line that counts: all that was counted up to it, within its family of sessions. A line that says
    /// the same as the one before, running totals included, has its key.
    fn row(&mut self, layout: &Layout, telling: &Telling, row: &Row<'_>) -> Option<KeyBuilder> {
        let style = &layout.style;
        let text = |place: &usize| text_at(row, &[*place], style).into_owned();
        let counts: Vec<String> = telling.counted.iter().flatten().map(text).collect();
        if counts.iter().all(String::is_empty) {
            return None;
        }
        if self.told.is_none() {
            let mut told = KeyBuilder::new();
            told.part(&family(layout, row));
            self.told = Some(told);
        }
        let told = self.told.as_mut()?;
        if counts != self.before {
            for count in &counts {
                told.part(if count.is_empty() { "0" } else { count });
            }
            self.before = counts;
        }
        Some(told.clone())
    }
}

/// The session the family began with; without any, the first line that counts stands for it.
fn family(layout: &Layout, row: &Row<'_>) -> String {
    if !layout.file.family.is_empty() {
        return layout.file.family.clone();
    }
    let key = layout.key.iter().flat_map(|column| &column.places);
    key.map(|place| text_at(row, &[*place], &layout.style)).collect()
}

impl Identifier {
    /// The key of a row: its key columns, or all its cells where it has none of those. Facts add their block to it. Rows
    /// that their content tells apart are counted where they are alike. What a later file replaces as a whole needs no key:
    /// the book knows its rows again by their values.
    pub(crate) fn row(&mut self, layout: &Layout, row: &Row<'_>) -> Option<Box<KeyBuilder>> {
        let replaces_all = matches!(layout.document.overlap, Overlap::Snapshot | Overlap::Period);
        if replaces_all && layout.key.is_empty() && layout.history.is_none() {
            return None;
        }
        Some(Box::new(self.key(layout, row)))
    }

    fn key(&mut self, layout: &Layout, row: &Row<'_>) -> KeyBuilder {
        if let Some(telling) = &layout.history
            && let Some(key) = self.session.row(layout, telling, row)
        {
            return key;
        }
        let document = &layout.document;
        let mut key = KeyBuilder::new();
        let mut is_named = false;
        for column in &layout.key {
            let cells = column.places.iter().filter_map(|place| row.cells.get(*place));
            if let Some(cell) = cells.into_iter().find(|cell| !is_blank(cell, &layout.style)) {
                key.part(&column.name);
                match document.overlap {
                    Overlap::Content => key.part(&canonical(cell, &layout.style)),
                    _ => key.part(&key_part(column.is_day, cell, &layout.style)),
                };
                is_named = true;
            }
        }
        if layout.file.whole_months {
            // The first of a month is another row than the month.
            key.part("month");
        }
        if is_named && document.overlap != Overlap::Content {
            if document.many_per_key {
                let place = self.ordinal(&key);
                if place > 1 {
                    key.part(&place.to_string());
                }
            }
            return key;
        }
        if !is_named {
            all_cells(&mut key, layout, row);
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

/// Every cell that says something, in the order of the columns' names: the same rows in another order of columns, or with a
/// column more that is blank, are the same rows. A running balance is no part of a row: another first day changes it.
fn all_cells(key: &mut KeyBuilder, layout: &Layout, row: &Row<'_>) {
    for (name, place) in &layout.by_name {
        let cell = row.cells.get(*place);
        if let Some(cell) = cell.filter(|cell| !is_blank(cell, &layout.style)) {
            key.part(name).part(&canonical(cell, &layout.style));
        }
    }
    for cell in row.cells.iter().skip(layout.header.names.len()) {
        key.part(&cell.text());
    }
}

/// Sets key and scope of a fact, within the account that the user named where its row names none.
pub(crate) fn identify(
    fact: &mut Fact,
    block: usize,
    key: Option<&KeyBuilder>,
    (layout, row): (&Layout, &Row<'_>),
) {
    let account = take_account(fact, layout);
    let key = key.map(|row| {
        let mut key = row.clone();
        key.part(&block.to_string());
        if let Some(account) = account {
            key.part("account").part(account);
        }
        // Rows of a bucket are added up, but never those of two currencies.
        if let (Overlap::Bucket, Some(currency)) = (layout.document.overlap, currency(fact)) {
            key.part(currency.code());
        }
        key.key()
    });
    // The room of the text that was there is used again.
    let mut filled = mem::take(place(fact).1);
    filled.clear();
    layout.scope.fill(&mut filled, fact, (row, &layout.style));
    if let Some(account) = account.filter(|_| !filled.is_empty()) {
        filled.extend([" of ", account]);
    }
    let (own_key, own_scope) = place(fact);
    (*own_key, *own_scope) = (key.unwrap_or_default(), filled);
}

/// Gives a fact of which nothing says whose it is the account that the user named: a row of another account is another row.
/// What is known by an id is the same wherever it stands.
fn take_account<'l>(fact: &mut Fact, layout: &'l Layout) -> Option<&'l str> {
    let said = layout.file.account.as_deref()?;
    match fact {
        Fact::Charge(charge) if charge.whose.account.is_empty() => {
            said.clone_into(&mut charge.whose_mut().account);
        }
        Fact::Seat(seat) if seat.account.is_empty() => said.clone_into(&mut seat.account),
        Fact::Usage(_) if !layout.names_accounts() => {}
        _ => return None,
    }
    let is_by_id = matches!(layout.document.overlap, Overlap::Id | Overlap::Largest);
    (!is_by_id).then_some(said)
}

/// The currency that the amounts of a fact are in, where it has any.
fn currency(fact: &Fact) -> Option<&Currency> {
    match fact {
        Fact::Charge(fact) => Some(&fact.what.currency),
        Fact::Usage(fact) => fact.estimated.and(Some(&fact.currency)),
        Fact::Payroll(fact) => Some(&fact.currency),
        Fact::Budget(fact) => Some(&fact.currency),
        _ => None,
    }
}

/// Where key and scope of a fact stand.
fn place(fact: &mut Fact) -> (&mut Key, &mut String) {
    match fact {
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
    }
}
