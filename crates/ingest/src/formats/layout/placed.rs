//! The blocks of a document on the columns of one file, and what they have in common.

use std::rc::Rc;

use super::FileFacts;
use crate::formats::alike::{Alike, Part, Parts};
use crate::formats::field::{FactKind, Field};
use crate::formats::getter::Getter;
use crate::formats::header::Header;
use crate::formats::parts::Block;
use crate::formats::rule::Rule;
use crate::formats::take::Take;

/// A block on its columns.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    /// What it makes.
    pub kind: FactKind,
    /// Its place among the document's blocks: part of the key.
    pub number: usize,
    /// For which rows.
    pub when: Rule,
    /// Whether these are the rows of the block before it.
    pub like_before: bool,
    /// Fields the file can fill; the currency first. Blocks that take a value in one way share who gets it, and so what it
    /// remembers of the row.
    pub fields: Vec<(Field, Rc<Getter>)>,
    /// How many of them say the currency, and whether any needs one.
    pub currencies: (usize, bool),
    /// How many are its own: the rest is the same in every block of usage, and taken once a row.
    pub own: usize,
    /// What its charges share with others.
    pub parts: Parts,
}

impl Placed {
    /// Where a field comes from.
    pub(crate) fn getter(&self, field: Field) -> Option<&Getter> {
        let found = self.fields.iter().find(|(own, _)| *own == field);
        found.map(|(_, getter)| &**getter)
    }
}

/// A block on columns; the getters that earlier blocks have already are shared.
pub(super) fn place(
    (kind, number): (FactKind, usize),
    block: &Block,
    (header, facts): (&Header, &FileFacts),
    known: &mut Vec<Rc<Getter>>,
) -> Placed {
    let file = &facts.name;
    let mut getter = |take: &Take| {
        if let Some(same) = known.iter().find(|known| known.is_of(take)) {
            return Some(Rc::clone(same));
        }
        known.push(Rc::new(Getter::place(take, header, file)?));
        known.last().map(Rc::clone)
    };
    let mut fields: Vec<(Field, Rc<Getter>)> = block
        .fields
        .iter()
        .filter_map(|(field, take)| {
            // A currency that is only assumed is not, where the user gave one.
            let is_said = *field == Field::Currency && facts.currency.is_some();
            let without = is_said.then(|| take.without_default());
            Some((*field, getter(without.as_ref().unwrap_or(take))?))
        })
        .collect();
    fields.sort_by_key(|(field, _)| *field != Field::Currency);
    let stated = fields.partition_point(|(field, _)| *field == Field::Currency);
    let has_amounts = fields.iter().any(|(field, _)| field.has_currency());
    Placed {
        currencies: (stated, has_amounts),
        kind,
        number,
        when: Rule::place(&block.when, header, file),
        like_before: false,
        own: fields.len(),
        fields,
        parts: Parts::default(),
    }
}

/// Finds out what blocks have in common, and charges with those of other rows.
pub(super) fn arrange(blocks: &mut [Placed], provisional: Option<&Rule>) {
    share(blocks);
    for block in blocks.iter_mut().filter(|block| block.kind == FactKind::Charge) {
        block.parts = parts(&mut block.fields, provisional);
    }
    for at in 1..blocks.len() {
        blocks[at].like_before = blocks[at].when == blocks[at - 1].when;
    }
}

/// Puts the fields of a charge in the order of its parts; the currency stays first.
fn parts(fields: &mut [(Field, Rc<Getter>)], provisional: Option<&Rule>) -> Parts {
    fields.sort_by_key(|(field, _)| Part::of(*field));
    let end = |last: Part| fields.partition_point(|(field, _)| Part::of(*field) <= last);
    let ends = [end(Part::What), end(Part::Whose)];
    let getters = |from: usize, to: usize| fields[from..to].iter().map(|(_, getter)| &**getter);
    Parts {
        ends,
        what: Alike::read_by(getters(0, ends[0]), provisional.into_iter()),
        whose: Alike::read_by(getters(ends[0], ends[1]), None.into_iter()),
    }
}

/// Puts the fields that all blocks of usage take in one way behind those that are a block's own.
fn share(blocks: &mut [Placed]) {
    let is_usage = |block: &&Placed| block.kind == FactKind::Usage;
    let all: Vec<&Placed> = blocks.iter().filter(is_usage).collect();
    let [first, others @ ..] = all.as_slice() else {
        return;
    };
    let has = |block: &Placed, field: &(Field, Rc<Getter>)| {
        let mut fields = block.fields.iter();
        fields.any(|own| own.0 == field.0 && Rc::ptr_eq(&own.1, &field.1))
    };
    let same = first.fields.iter().filter(|field| {
        let is_alone = field.0 == Field::Currency || field.0 == Field::HourTokens || field.0.has_currency();
        !is_alone && !others.is_empty() && others.iter().all(|other| has(other, field))
    });
    let same: Vec<Field> = same.map(|(field, _)| *field).collect();
    for block in blocks.iter_mut().filter(|block| block.kind == FactKind::Usage) {
        block.fields.sort_by_key(|(field, _)| same.contains(field));
        block.own -= same.len();
    }
}
