//! Which field of which fact a document's field is. One table per kind of fact; decides nothing else.

use chrono::NaiveDate;
use model::{
    Amount, Budget, Category, Charge, Contract, Currency, Exact, Fact, Headcount, Identity, Kpi, Measure,
    Payroll, Per, Person, Price, PriceClass, Rate, Seat, Survey, Tags, Terms, TokenClass, Usage,
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
    Tags(&'a mut Tags),
    Login(&'a mut Vec<String>),
    FirstName(&'a mut String),
    /// A KPI's value in millionths.
    Value(&'a mut i64),
    /// Part of the period, which is put together at the end.
    Span,
    /// Part of the tokens, which is taken apart at the end.
    Hour,
    /// A part of the terms, in the words of price lists.
    Term(&'a mut String, fn(&str) -> String),
    /// How long requests were, at least; anything but a number is not stated.
    Length(&'a mut i64),
    /// The input of one request, of which the step is kept.
    Request(&'a mut i64),
    /// Money that is no measure: never part of a control total.
    Sum(&'a mut Option<Amount>),
    /// A number with all its digits.
    Exact(&'a mut Exact),
    /// A threshold; not stated is 0.
    Above(&'a mut i64),
    /// Yes, no, or not stated.
    Maybe(&'a mut Option<bool>),
    /// The first day of the month that holds a day.
    Month(&'a mut Option<NaiveDate>),
    /// The day after a last day.
    LastDay(&'a mut Option<NaiveDate>),
    /// A currency that is not the one of the amounts.
    Code(&'a mut Currency),
    Per(&'a mut Per),
    Price(&'a mut PriceClass),
}

/// An empty fact of a kind, in the room of a spent one where it is of that kind.
pub(super) fn empty(kind: FactKind, spent: Option<Fact>) -> Fact {
    match (kind, spent) {
        (FactKind::Charge, Some(Fact::Charge(mut fact))) => {
            fact.clear_own();
            Fact::Charge(fact)
        }
        (FactKind::Usage, Some(Fact::Usage(mut fact))) => {
            fact.clear();
            Fact::Usage(fact)
        }
        (kind, _) => new(kind),
    }
}

fn new(kind: FactKind) -> Fact {
    match kind {
        FactKind::Charge => Fact::Charge(Box::default()),
        FactKind::Usage => Fact::Usage(Box::default()),
        FactKind::Seat => Fact::Seat(Box::default()),
        FactKind::Person => Fact::Person(Box::default()),
        FactKind::Kpi => Fact::Kpi(Box::default()),
        FactKind::Contract => Fact::Contract(Box::default()),
        FactKind::Headcount => Fact::Headcount(Box::default()),
        FactKind::Payroll => Fact::Payroll(Box::default()),
        FactKind::Budget => Fact::Budget(Box::default()),
        FactKind::Survey => Fact::Survey(Box::default()),
        FactKind::Price => Fact::Price(Box::default()),
        FactKind::Rate => Fact::Rate(Box::default()),
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
        Fact::Contract(fact) => contract(fact, field),
        Fact::Headcount(fact) => headcount(fact, field),
        Fact::Payroll(fact) => payroll(fact, field),
        Fact::Budget(fact) => budget(fact, field),
        Fact::Survey(fact) => survey(fact, field),
        Fact::Price(fact) => price(fact, field),
        Fact::Rate(fact) => rate(fact, field),
        Fact::Invoice(_) => None,
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
        Field::From | Field::To | Field::Last | Field::Day | Field::Month => Slot::Span,
        Field::BillingMonth => Slot::Day(&mut fact.billing_month),
        Field::Provider => Slot::Text(&mut fact.what_mut().provider),
        Field::Service => Slot::Text(&mut fact.what_mut().service),
        Field::Sku => Slot::Text(&mut fact.what_mut().sku),
        Field::Model => Slot::Text(&mut fact.what_mut().model),
        Field::TokenClass => Slot::Class(&mut fact.what_mut().token_class),
        Field::Account => Slot::Text(&mut fact.whose_mut().account),
        Field::Project => Slot::Text(&mut fact.whose_mut().project),
        Field::Tool => Slot::Text(&mut fact.whose_mut().tool),
        Field::CostCentre => Slot::Text(&mut fact.whose_mut().cost_centre),
        Field::Category => Slot::Category(&mut fact.what_mut().category),
        Field::Correction => Slot::Flag(&mut fact.what_mut().correction),
        Field::Currency => Slot::Currency(&mut fact.what_mut().currency),
        Field::Billed => Slot::Money(&mut fact.billed, Measure::Billed),
        Field::List => Slot::Money(&mut fact.list, Measure::List),
        Field::Effective => Slot::Money(&mut fact.effective, Measure::Effective),
        Field::Estimated => Slot::Money(&mut fact.estimated, Measure::Estimated),
        Field::Quantity => Slot::Micros(&mut fact.quantity),
        Field::Unit => Slot::Text(&mut fact.what_mut().unit),
        Field::Invoice => Slot::Text(&mut fact.whose_mut().invoice),
        Field::Tags => Slot::Tags(&mut fact.whose_mut().tags),
        Field::Source => Slot::Text(&mut fact.whose_mut().identity.source),
        other => return identity(&mut fact.whose_mut().identity, other),
    })
}

fn usage(fact: &mut Usage, field: Field) -> Option<Slot<'_>> {
    Some(match field {
        Field::From | Field::To | Field::Last | Field::Day | Field::Month => Slot::Span,
        Field::Provider => Slot::Text(&mut fact.provider),
        Field::Tool => Slot::Text(&mut fact.tool),
        Field::Model => Slot::Text(&mut fact.model),
        Field::TokenClass => Slot::Class(&mut fact.token_class),
        Field::Project => Slot::Text(&mut fact.project),
        Field::Tokens => Slot::Count(&mut fact.tokens),
        Field::Requests => Slot::Micros(&mut fact.requests),
        Field::ActiveDays => Slot::Days(&mut fact.active_days),
        Field::HourTokens => Slot::Hour,
        Field::Automated => Slot::Flag(&mut fact.automated),
        Field::Tier => Slot::Term(&mut fact.terms.tier, Terms::tier_of),
        Field::Region => Slot::Term(&mut fact.terms.region, Terms::region_of),
        Field::Above => Slot::Length(&mut fact.terms.above),
        Field::Length => Slot::Request(&mut fact.terms.above),
        Field::Estimated => Slot::Money(&mut fact.estimated, Measure::Estimated),
        Field::Currency => Slot::Currency(&mut fact.currency),
        other => return identity(&mut fact.identity, other),
    })
}

fn seat(fact: &mut Seat, field: Field) -> Option<Slot<'_>> {
    Some(match field {
        Field::Product => Slot::Text(&mut fact.product),
        Field::Provider => Slot::Text(&mut fact.provider),
        Field::Account => Slot::Text(&mut fact.account),
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
        Field::Login | Field::Upn => Slot::Login(&mut fact.logins),
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

fn contract(fact: &mut Contract, field: Field) -> Option<Slot<'_>> {
    Some(match field {
        Field::Contract => Slot::Text(&mut fact.number),
        Field::Product => Slot::Text(&mut fact.product),
        Field::Provider => Slot::Text(&mut fact.provider),
        Field::Seats => Slot::Count(&mut fact.seats),
        Field::UnitPrice => Slot::Sum(&mut fact.unit_price),
        Field::Per => Slot::Per(&mut fact.per),
        Field::Currency => Slot::Currency(&mut fact.currency),
        Field::Start => Slot::Day(&mut fact.start),
        Field::Last => Slot::LastDay(&mut fact.end),
        Field::End => Slot::Day(&mut fact.end),
        Field::Notice => Slot::Day(&mut fact.notice),
        Field::Minimum => Slot::Count(&mut fact.minimum),
        Field::Commitment => Slot::Sum(&mut fact.commitment),
        Field::AutoRenew => Slot::Maybe(&mut fact.auto_renew),
        Field::Decision => Slot::Text(&mut fact.decision),
        Field::Owner => Slot::Text(&mut fact.owner),
        _ => return None,
    })
}

fn headcount(fact: &mut Headcount, field: Field) -> Option<Slot<'_>> {
    Some(match field {
        Field::Unit => Slot::Text(&mut fact.unit),
        Field::Month => Slot::Month(&mut fact.month),
        Field::People => Slot::Micros(&mut fact.people),
        _ => return None,
    })
}

fn payroll(fact: &mut Payroll, field: Field) -> Option<Slot<'_>> {
    Some(match field {
        Field::Unit => Slot::Text(&mut fact.unit),
        Field::Month => Slot::Month(&mut fact.month),
        Field::Amount => Slot::Sum(&mut fact.cost),
        Field::Currency => Slot::Currency(&mut fact.currency),
        _ => return None,
    })
}

fn budget(fact: &mut Budget, field: Field) -> Option<Slot<'_>> {
    Some(match field {
        Field::Name => Slot::Text(&mut fact.name),
        Field::Owner => Slot::Text(&mut fact.owner),
        Field::Dimension => Slot::Text(&mut fact.dimension),
        Field::Value => Slot::Text(&mut fact.value),
        Field::From | Field::To | Field::Last | Field::Month => Slot::Span,
        Field::Amount => Slot::Sum(&mut fact.amount),
        Field::Currency => Slot::Currency(&mut fact.currency),
        _ => return None,
    })
}

fn survey(fact: &mut Survey, field: Field) -> Option<Slot<'_>> {
    Some(match field {
        Field::Question => Slot::Text(&mut fact.question),
        Field::Team => Slot::Text(&mut fact.team),
        Field::Day => Slot::Day(&mut fact.day),
        Field::Answer => Slot::Text(&mut fact.answer),
        Field::Count => Slot::Count(&mut fact.count),
        Field::Value => Slot::Micros(&mut fact.value),
        other => return identity(&mut fact.identity, other),
    })
}

fn price(fact: &mut Price, field: Field) -> Option<Slot<'_>> {
    Some(match field {
        Field::Provider => Slot::Text(&mut fact.provider),
        Field::Model => Slot::Text(&mut fact.model),
        Field::TokenClass => Slot::Price(&mut fact.class),
        Field::Tier => Slot::Text(&mut fact.tier),
        Field::Region => Slot::Text(&mut fact.region),
        Field::Above => Slot::Above(&mut fact.above),
        Field::Currency => Slot::Currency(&mut fact.currency),
        Field::Amount => Slot::Exact(&mut fact.amount),
        Field::From => Slot::Day(&mut fact.from),
        Field::Source => Slot::Text(&mut fact.source),
        _ => return None,
    })
}

fn rate(fact: &mut Rate, field: Field) -> Option<Slot<'_>> {
    Some(match field {
        Field::Day => Slot::Day(&mut fact.day),
        Field::Base => Slot::Code(&mut fact.base),
        Field::Quote => Slot::Code(&mut fact.quote),
        Field::Rate => Slot::Exact(&mut fact.rate),
        Field::Source => Slot::Text(&mut fact.source),
        _ => return None,
    })
}
