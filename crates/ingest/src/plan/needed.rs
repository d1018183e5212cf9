//! Columns without which a file's figures would be others than its mapping means: a file that has them not is refused.

use crate::formats::{Block, Condition, Derived, Document, FactKind, Header, Names, Shape, Take};
use crate::row::TableInfo;
use crate::source::Opened;

/// Why a file cannot be read by a document: it lacks what an amount is multiplied by, or, of a user's own mapping, where
/// any amount stands, what is added to one or taken off, or what tells which rows count.
pub(super) fn lacking(document: &Document, opened: &Opened, is_own: bool) -> Option<String> {
    if document.kind != Shape::Table || opened.tables.is_empty() {
        return None;
    }
    let needed = needed(document, is_own);
    let lacks = |table: &TableInfo| lacks(document, table, &needed);
    let mut tables = opened.tables.iter().filter(|table| !table.columns.is_empty());
    let first = tables.next().and_then(&lacks)?;
    if tables.any(|table| lacks(table).is_none()) {
        return None;
    }
    let who = if is_own { "the mapping" } else { "this export" };
    Some(format!(
        "{who} {first}, which is no column of the file; it has {}",
        opened.widest_header().join(", ")
    ))
}

/// What is done with columns, and their names: one of them is enough.
type Needed<'d> = (&'static str, Vec<&'d String>);

fn needed(document: &Document, is_own: bool) -> Vec<Needed<'_>> {
    let takes = document.blocks().flat_map(|(kind, block)| takes(kind, block));
    let mut needed: Vec<Needed<'_>> = Vec::new();
    for take in takes {
        needed.push(("multiplies by", all(&take.times)));
        if is_own {
            needed.push(("takes percents off from", all(&take.off)));
            needed.extend(each("adds", &take.plus));
            needed.extend(each("takes off", &take.minus));
        }
    }
    if is_own {
        needed.extend(amounts(document));
        let rules = document.blocks().map(|(_, block)| &block.when);
        let rules = rules.chain(document.skip.iter().map(|skip| &skip.when));
        needed.extend(rules.flat_map(|when| &when.0).flat_map(conditions));
    }
    needed.retain(|(_, names)| !names.is_empty() && !names.iter().any(|name| name.starts_with('@')));
    needed
}

fn takes(kind: FactKind, block: &Block) -> impl Iterator<Item = &Take> {
    // A list of seats or people may lack what it does not count.
    let counts = matches!(kind, FactKind::Charge | FactKind::Usage);
    block.fields.values().filter(move |_| counts)
}

/// Where amounts stand, unless one is stated for every row: one of the columns.
fn amounts(document: &Document) -> Option<Needed<'_>> {
    let fields = document.blocks().flat_map(|(_, block)| &block.fields);
    let amounts = fields.filter(|(field, _)| field.is_amount());
    let takes: Vec<&Take> = amounts.map(|(_, take)| take).collect();
    let is_stated = takes.iter().any(|take| take.columns().next().is_none());
    let columns = takes.iter().flat_map(|take| take.columns()).collect();
    (document.unpivot.is_none() && !is_stated).then_some(("takes its amounts from", columns))
}

fn conditions(condition: &Condition) -> impl Iterator<Item = Needed<'_>> {
    let one = [&condition.column, &condition.equals].map(|names| (RULES, all(names)));
    one.into_iter().chain(each(RULES, &condition.sum))
}

const RULES: &str = "tells by";

fn all(names: &Names) -> Vec<&String> {
    names.0.iter().collect()
}

fn each<'d>(what: &'static str, names: &'d Names) -> impl Iterator<Item = Needed<'d>> {
    names.0.iter().map(move |name| (what, vec![name]))
}

/// The first of these that a table has not: what is done with it, and its names.
fn lacks(document: &Document, table: &TableInfo, needed: &[Needed<'_>]) -> Option<String> {
    let derived = Derived::new(document, &table.columns);
    let headers = [&derived.columns, &table.columns].map(|columns| Header::new(columns, document.header));
    let has = |name: &&String| headers.iter().any(|header| header.place(name).is_some());
    let (what, names) = needed.iter().find(|(_, names)| !names.iter().any(has))?;
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    Some(format!("{what} {}", quoted.join(" or ")))
}
