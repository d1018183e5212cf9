//! Identities to resolve: what fits nobody of the roster, whom it resembles, and rules about how keys are named. A
//! button confirms; nothing is matched by resemblance alone.

use store::{Book, IdentityKind, RuleUse, Unresolved};

use super::placed;
use crate::Result;
use crate::identity::{self, kind, number, sorted};
use crate::show;
use crate::view::{Block, Choice, Placed, RowView, TableView};

/// More are found by the terminal.
const MOST: usize = 200;

/// The table, where there is anything to resolve.
pub(super) fn blocks(book: &Book, names: bool) -> Result<Vec<Placed>> {
    let (unresolved, rules) = (book.unresolved()?, sorted(book.naming_rules()?));
    let has_roster = !book.roster_entries()?.is_empty();
    if !has_roster || (unresolved.is_empty() && rules.is_empty()) {
        return Ok(Vec::new());
    }
    let open = rules
        .iter()
        .enumerate()
        .filter(|(_, rule)| !rule.confirmed && rule.people > 0);
    let mut rows: Vec<RowView> = open.map(|(at, rule)| proposed(at, rule)).collect();
    let count = unresolved.len() + rows.len();
    // What can be confirmed at once comes first.
    let (suggested, others): (Vec<_>, Vec<_>) = unresolved.iter().partition(|one| one.suggestion.is_some());
    let listed = suggested.into_iter().chain(others).take(MOST);
    rows.extend(listed.map(|one| row(one, names)));
    let table = TableView {
        key: "identities".to_owned(),
        title: "Identities to resolve".to_owned(),
        columns: show::columns(&["Identity", "Source", "What it is", "Perhaps"]),
        count: count as u32,
        rows,
        totals: Vec::new(),
        note: note(book, &unresolved)?,
    };
    Ok(vec![placed(12, Block::Table(table))])
}

/// The match rate and the size of every bucket.
fn note(book: &Book, unresolved: &[Unresolved]) -> Result<String> {
    let count = |of: IdentityKind| unresolved.iter().filter(|one| one.kind == of).count();
    Ok(format!(
        "{}. Not on the roster: {}, former members: {}, keys: {}, services: {}. Keys and services are never counted as people.",
        identity::rate(&book.matching()?),
        count(IdentityKind::Person),
        count(IdentityKind::Former),
        count(IdentityKind::Key),
        count(IdentityKind::Service)
    ))
}

/// A rule that vendors follow and nobody confirmed yet.
fn proposed(at: usize, rule: &RuleUse) -> RowView {
    RowView {
        cells: vec![
            rule.rule.pattern.clone(),
            rule.rule.source.clone(),
            format!("{} keys are named so", rule.identities),
            format!("{} of them after people of the roster", rule.people),
        ],
        actions: vec![button(&format!("rule-{at}"), "Confirm this rule")],
        ..RowView::default()
    }
}

fn row(one: &Unresolved, names: bool) -> RowView {
    let suggestion = one.suggestion.as_ref();
    let (like, actions) = suggestion.map_or_else(Default::default, |suggestion| {
        let name = if names {
            suggestion.label.clone()
        } else {
            number(suggestion.person)
        };
        let press = format!("identity-{}-{}", one.number, suggestion.person);
        (
            format!("{name}: {}", suggestion.why),
            vec![button(&press, "Confirm")],
        )
    });
    let source = one.identity.source.clone();
    RowView {
        cells: vec![
            identity::shown(one, names),
            source,
            kind(one.kind).to_owned(),
            like,
        ],
        actions,
        ..RowView::default()
    }
}

fn button(press: &str, label: &str) -> Choice {
    Choice {
        id: format!("confirm:{press}"),
        label: label.to_owned(),
        ..Choice::default()
    }
}
