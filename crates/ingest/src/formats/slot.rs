//! Which field of which fact a document's field is. One table per kind of fact; decides nothing else.

use chrono::NaiveDate;
use model::{
    Amount, Category, Charge, Currency, Fact, Identity, Kpi, Measure, Person, Seat, TokenClass, Usage,
};

use super::field::{FactKind, Field};

/// A place to put a value.
pub(super) enum Slot<'a> {
    Text(&'a mut String),
    Money(&'a mut Option<Amount>, Measure),
    /// Millionths.
    Micros(&'a mut Option<i64>),
    /// Whole numbers.
    Count(&'a mut Option<i64>),
    Days(&'a mut Option<i32>),
    Day(&'a mut Option<NaiveDate>),
    Flag(&'a mut bool),
    Category(&'a mut Category),
    Class(&'a mut TokenClass),
    Currency(&'a mut Currency),
    Tags(&'a mut Vec<(String, String)>),
    Login(&'a mut Vec<String>),
    FirstName(&'a mut String),
    /// A KPI's value in millionths.
    Value(&'a mut i64),
    /// Part of the period, which is put together at the end.
    Span,
}

/// An empty fact of a kind.
pub(super) fn empty(kind: FactKind) -> Fact {
    match kind {
        FactKind::Charge => Fact::Charge(Charge::default()),
        FactKind::Usage => Fact::Usage(Usage::default()),
        FactKind::Seat => Fact::Seat(Seat::default()),
        FactKind::Person => Fact::Person(Person::default()),
        FactKind::Kpi => Fact::Kpi(Kpi::default()),
    }
}

/// The place of a field in a fact.
pub(super) fn slot(fact: &mut Fact, field: Field) -> Slot<'_> {
    let found = match fact {
        Fact::Charge(fact) => charge(fact, field),
        Fact::Usage(fact) => usage(fact, field),
        Fact::Seat(fact) => seat(fact, field),
        Fact::Person(fact) => person(fact, field),
        Fact::Kpi(fact) => kpi(fact, field),
    };
    found.expect("a document's fields are checked against the kind of fact when it is read")
}

fn identity(identity: &mut Identity, field: Field) -> Option<Slot<'_>> {
    Some(Slot::Text(match field {
        Field::PersonId => &mut identity.id,
        Field::Email => &mut identity.email,
        Field::Name => &mut identity.name,
        _ => return None,
    }))
}

fn charge(fact: &mut Charge, field: Field) -> Option<Slot<'_>> {
    Some(match field {
        Field::From | Field::To | Field::Last | Field::Day => Slot::Span,
        Field::BillingMonth => Slot::Day(&mut fact.billing_month),
        Field::Provider => Slot::Text(&mut fact.provider),
        Field::Service => Slot::Text(&mut fact.service),
        Field::Sku => Slot::Text(&mut fact.sku),
        Field::Model => Slot::Text(&mut fact.model),
        Field::TokenClass => Slot::Class(&mut fact.token_class),
        Field::Account => Slot::Text(&mut fact.account),
        Field::Project => Slot::Text(&mut fact.project),
        Field::Tool => Slot::Text(&mut fact.tool),
        Field::CostCentre => Slot::Text(&mut fact.cost_centre),
        Field::Category => Slot::Category(&mut fact.category),
        Field::Correction => Slot::Flag(&mut fact.correction),
        Field::Currency => Slot::Currency(&mut fact.currency),
        Field::Billed => Slot::Money(&mut fact.billed, Measure::Billed),
        Field::List => Slot::Money(&mut fact.list, Measure::List),
        Field::Effective => Slot::Money(&mut fact.effective, Measure::Effective),
        Field::Estimated => Slot::Money(&mut fact.estimated, Measure::Estimated),
        Field::Quantity => Slot::Micros(&mut fact.quantity),
        Field::Unit => Slot::Text(&mut fact.unit),
        Field::Invoice => Slot::Text(&mut fact.invoice),
        Field::Tags => Slot::Tags(&mut fact.tags),
        other => return identity(&mut fact.identity, other),
    })
}

fn usage(fact: &mut Usage, field: Field) -> Option<Slot<'_>> {
    Some(match field {
        Field::From | Field::To | Field::Last | Field::Day => Slot::Span,
        Field::Provider => Slot::Text(&mut fact.provider),
        Field::Tool => Slot::Text(&mut fact.tool),
        Field::Model => Slot::Text(&mut fact.model),
        Field::TokenClass => Slot::Class(&mut fact.token_class),
        Field::Project => Slot::Text(&mut fact.project),
        Field::Tokens => Slot::Count(&mut fact.tokens),
        Field::Requests => Slot::Micros(&mut fact.requests),
        Field::ActiveDays => Slot::Days(&mut fact.active_days),
        Field::Automated => Slot::Flag(&mut fact.automated),
        Field::Estimated => Slot::Money(&mut fact.estimated, Measure::Estimated),
        Field::Currency => Slot::Currency(&mut fact.currency),
        other => return identity(&mut fact.identity, other),
    })
}

fn seat(fact: &mut Seat, field: Field) -> Option<Slot<'_>> {
    Some(match field {
        Field::Product => Slot::Text(&mut fact.product),
        Field::Provider => Slot::Text(&mut fact.provider),
        Field::Snapshot => Slot::Day(&mut fact.snapshot),
        Field::Assigned => Slot::Day(&mut fact.assigned),
        Field::LastActive => Slot::Day(&mut fact.last_active),
        Field::Tier => Slot::Text(&mut fact.tier),
        Field::State => Slot::Text(&mut fact.state),
        other => return identity(&mut fact.identity, other),
    })
}

fn person(fact: &mut Person, field: Field) -> Option<Slot<'_>> {
    Some(match field {
        Field::Employee => Slot::Text(&mut fact.employee),
        Field::Email => Slot::Text(&mut fact.email),
        Field::Login => Slot::Login(&mut fact.logins),
        Field::Name => Slot::Text(&mut fact.name),
        Field::FirstName => Slot::FirstName(&mut fact.name),
        Field::Team => Slot::Text(&mut fact.team),
        Field::Unit => Slot::Text(&mut fact.unit),
        Field::Role => Slot::Text(&mut fact.role),
        Field::Seniority => Slot::Text(&mut fact.seniority),
        Field::Location => Slot::Text(&mut fact.location),
        Field::CostCentre => Slot::Text(&mut fact.cost_centre),
        Field::State => Slot::Text(&mut fact.state),
        Field::Start => Slot::Day(&mut fact.start),
        Field::End => Slot::Day(&mut fact.end),
        Field::Snapshot => Slot::Span,
        _ => return None,
    })
}

fn kpi(fact: &mut Kpi, field: Field) -> Option<Slot<'_>> {
    Some(match field {
        Field::Name => Slot::Text(&mut fact.name),
        Field::Team => Slot::Text(&mut fact.team),
        Field::Day => Slot::Day(&mut fact.day),
        Field::Value => Slot::Value(&mut fact.value),
        Field::Unit => Slot::Text(&mut fact.unit),
        _ => return None,
    })
}
