//! The renewal calendar: which contract term ends when, until when notice can be given, and what was decided.
//!
//! Next event of a term = its notice day while that lies ahead and nothing is decided, else its end.
//! Inputs: contract terms and a day. Unit: days. Guards: an end or notice day that is not stated is not invented; a term
//! that renews by itself is not decided by that; a term that a later one follows is renewed and needs nothing.

use chrono::NaiveDate;
use model::{Contract, Money, Total};
use serde::Serialize;

use super::licence::{a_term, likeness, name, yearly_price};
use crate::Explanation;
use crate::registry::{MetricInfo, Need};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "renewals",
    area: "licences",
    name: "Renewal calendar",
    unit: "days",
    formula: "days to the notice day while it lies ahead and nothing is decided, else to the end of the term",
    practice: "Licence utilisation",
    guard: "A day that is not stated is not invented; renewing by itself is no decision",
    needs: &[Need::Contracts],
};

/// Where a term stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Undecided, and notice can be given.
    NoticeAhead,
    /// Undecided, and no notice day is stated.
    EndAhead,
    /// Undecided, and the notice day has passed.
    NoticePassed,
    /// Decided; the end lies ahead.
    Decided,
    /// No end is stated.
    Open,
    /// Begins later.
    Later,
    /// A later term of the same contract follows.
    Renewed,
    /// Over, and nothing follows it.
    Ended,
}

/// One term in the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renewal {
    /// The term.
    pub term: Contract,
    /// Where it stands.
    pub standing: Standing,
    /// What is due next and when.
    pub due: Option<NaiveDate>,
    /// Days until then.
    pub days: Option<i64>,
    /// What a year of it costs, where stated: seats × price, else the commitment.
    pub yearly: Option<Money>,
}

/// The calendar.
#[derive(Clone, Debug, PartialEq)]
pub struct Renewals {
    /// What is due first comes first; then what is not dated, then what is over.
    pub terms: Vec<Renewal>,
    /// How it came about.
    pub explanation: Explanation,
}

/// Where every term stands on a day.
pub fn renewals(contracts: &[Contract], today: NaiveDate) -> Renewals {
    let mut terms: Vec<Renewal> = contracts
        .iter()
        .map(|term| renewal(term, contracts, today))
        .collect();
    let is_over = |one: &Renewal| matches!(one.standing, Standing::Renewed | Standing::Ended);
    terms.sort_by(|a, b| {
        let key = |one: &Renewal| {
            (
                is_over(one),
                one.due.is_none(),
                one.due,
                one.term.end,
                name(&one.term).to_owned(),
            )
        };
        key(a).cmp(&key(b))
    });
    let explanation = explain(&terms, today);
    Renewals { terms, explanation }
}

fn renewal(term: &Contract, all: &[Contract], today: NaiveDate) -> Renewal {
    let standing = standing(term, all, today);
    let due = match standing {
        Standing::NoticeAhead => term.notice,
        Standing::EndAhead | Standing::NoticePassed | Standing::Decided => term.end,
        Standing::Later => term.start,
        Standing::Open | Standing::Renewed | Standing::Ended => None,
    };
    Renewal {
        days: due.map(|day| (day - today).num_days()),
        yearly: yearly(term).map(|total| Money::new(total, term.currency.clone())),
        term: term.clone(),
        standing,
        due,
    }
}

fn standing(term: &Contract, all: &[Contract], today: NaiveDate) -> Standing {
    if successor(term, all).is_some() {
        return Standing::Renewed;
    }
    match term.end {
        _ if term.start.is_some_and(|start| start > today) => Standing::Later,
        None => Standing::Open,
        Some(end) if end <= today => Standing::Ended,
        Some(_) if !term.decision.is_empty() => Standing::Decided,
        Some(_) => match term.notice {
            None => Standing::EndAhead,
            Some(notice) if notice >= today => Standing::NoticeAhead,
            Some(_) => Standing::NoticePassed,
        },
    }
}

/// The next term of the same contract: by number, else by vendor and product.
pub fn successor<'c>(term: &Contract, all: &'c [Contract]) -> Option<&'c Contract> {
    let is_like = |other: &Contract| likeness(&term.product, &other.product).is_some();
    // A contract of several products has several terms at a time: then the product tells them apart.
    let is_several = all
        .iter()
        .any(|other| other.number == term.number && other.start == term.start && !is_like(other));
    let is_same = |other: &&Contract| {
        let has_number = !term.number.is_empty() && !other.number.is_empty();
        if has_number && term.number == other.number {
            return !is_several || is_like(other);
        }
        term.provider == other.provider && likeness(&term.product, &other.product) == Some(0)
    };
    let begins = |other: &&Contract| term.start.is_some() && other.start > term.start;
    let follows = |other: &&Contract| {
        term.end
            .is_none_or(|end| other.start.is_some_and(|start| start >= end))
    };
    let later = all.iter().filter(is_same).filter(begins).filter(follows);
    later.min_by_key(|other| other.start)
}

/// What a year of a term costs.
pub fn yearly(term: &Contract) -> Option<Total> {
    let by_seats = || yearly_price(term)?.0.checked_mul(term.seats?.into()).map(Total);
    by_seats().or_else(|| a_term(term, term.commitment?.0.into(), 1).map(Total))
}

fn explain(terms: &[Renewal], today: NaiveDate) -> Explanation {
    let due = terms.iter().find(|one| one.due.is_some());
    let formula = due.map_or_else(
        || "nothing is due".to_owned(),
        |one| {
            let (day, days) = (one.due.unwrap_or_default(), one.days.unwrap_or_default());
            format!("{}: {day} − {today} = {days} days", name(&one.term))
        },
    );
    let undated = terms.iter().filter(|one| one.standing == Standing::Open).count();
    Explanation::new("When contracts end, and until when notice can be given.", formula)
        .input("as of", &today)
        .covering(format!(
            "{} contract terms, {undated} without an end",
            terms.len()
        ))
        .guard(
            "A day that is not stated is not invented. A term that renews by itself is not decided by that.",
        )
        .note_if(
            terms.is_empty(),
            "No contracts are known: a sheet of contract, product, seats, unit price, start and last day brings them.",
        )
}
