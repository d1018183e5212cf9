//! Values and completeness of what is kept beside the bills: contracts, units, budgets, surveys, prices, rates.

use chrono::{Days, NaiveDate};
use model::{Currency, Exact, Fact, Grain, Origin, Per, PriceClass, Problem, Severity};

use super::cells::Style;
use super::fill::{name_space, yes_or_no};
use super::fill_odd::{lesser, no_currency, stored, too_large, whole};
use super::getter::{Getter, Number};
use super::slot::Slot;
use super::span::Span;
use crate::row::Row;
use crate::value::{Sign, currency_named};

type Place<'a> = (&'a Row<'a>, &'a Style);

/// Fills a slot that only such facts have.
pub(super) fn put(
    slot: Slot<'_>,
    getter: &Getter,
    (row, style): Place<'_>,
    currency: &Currency,
) -> Result<(), Box<Problem>> {
    match slot {
        Slot::Sum(amount) => {
            if let Some(exact) = number(getter, (row, style), currency)? {
                *amount = Some(stored(exact, currency).ok_or_else(|| too_large(getter, exact))?);
            }
        }
        Slot::Exact(exact) => {
            let stated = number(getter, (row, style), currency)?;
            *exact = stated.ok_or_else(|| getter.problem("", "there is no value"))?;
            if exact.is_negative() {
                return Err(getter.problem(&exact.to_string(), "this cannot be below zero"));
            }
        }
        Slot::Above(above) => *above = whole(getter, getter.number(row, style)?, 0)?.unwrap_or(0),
        Slot::Maybe(answer) => {
            let text = getter.text(row, style);
            *answer = yes_or_no(&text);
            if !text.is_empty() && answer.is_none() {
                let problem = getter.problem(&text, "this is neither yes nor no; taken as not stated");
                return Err(lesser(problem));
            }
        }
        Slot::Month(month) => *month = day(getter, (row, style))?.map(|day| Grain::Month.start(day)),
        Slot::LastDay(end) => {
            if let Some(last) = day(getter, (row, style))? {
                *end = Some(last + Days::new(1));
            }
        }
        Slot::Code(code) => {
            let text = getter.text(row, style);
            let named = currency_named(&text).and_then(Sign::code);
            *code = Currency::new(named.unwrap_or(&text));
            if code.is_slip() {
                return Err(no_currency(getter, &text));
            }
        }
        Slot::Per(per) => {
            let text = getter.text(row, style);
            *per = Per::parse(&text).unwrap_or_default();
            if !text.is_empty() && Per::parse(&text).is_none() {
                let problem = getter.problem(&text, "this is neither month, year nor term; read as month");
                return Err(lesser(problem));
            }
        }
        Slot::Price(class) => {
            let text = getter.text(row, style);
            let known = || PriceClass::ALL.iter().map(|class| class.id()).collect::<Vec<_>>();
            *class = PriceClass::parse(&text).ok_or_else(|| {
                let problem = getter.problem(&text, "this is no class of price");
                Box::new(problem.hint(format!("one of {}", known().join(", "))))
            })?;
        }
        _ => {}
    }
    Ok(())
}

fn number(
    getter: &Getter,
    (row, style): Place<'_>,
    currency: &Currency,
) -> Result<Option<Exact>, Box<Problem>> {
    Ok(match getter.amount(row, style, currency.code())? {
        Number::Is(exact) => Some(exact),
        Number::Covered | Number::Missing => None,
    })
}

fn day(getter: &Getter, (row, style): Place<'_>) -> Result<Option<NaiveDate>, Box<Problem>> {
    Ok(getter.instant(row, style)?.map(|at| at.date()))
}

/// Sets origin and period, and says what such a fact cannot be without.
pub(super) fn finish(fact: &mut Fact, at: Origin, span: &Span) -> Result<(), Box<Problem>> {
    let origin = match fact {
        Fact::Contract(fact) => &mut fact.origin,
        Fact::Headcount(fact) => &mut fact.origin,
        Fact::Payroll(fact) => &mut fact.origin,
        Fact::Budget(_) if span.is_reversed() => {
            return Err(Problem::new(Severity::Error, "This budget ends before it begins.").into());
        }
        Fact::Budget(fact) => {
            fact.period = span.bounded();
            &mut fact.origin
        }
        Fact::Survey(fact) => {
            name_space(&mut fact.identity, "survey");
            &mut fact.origin
        }
        Fact::Price(fact) => &mut fact.origin,
        Fact::Rate(fact) => &mut fact.origin,
        _ => return Ok(()),
    };
    *origin = at;
    lacks(fact).map_or(Ok(()), |what| Err(Problem::new(Severity::Error, what).into()))
}

/// What is missing or contradicts itself.
fn lacks(fact: &Fact) -> Option<&'static str> {
    let says = |is_odd: bool, what| is_odd.then_some(what);
    let none = |currency: &Currency| currency.code().is_empty();
    match fact {
        Fact::Contract(fact) => {
            let nameless = fact.product.is_empty() && fact.provider.is_empty();
            says(
                nameless || fact.start.is_none(),
                "A contract needs a product or vendor, and a first day.",
            )
            .or(says(
                fact.end.is_some() && fact.end <= fact.start,
                "This contract ends before it begins.",
            ))
        }
        Fact::Headcount(fact) => says(
            fact.month.is_none() || fact.people.is_none(),
            "A head count needs a month and a number of people.",
        )
        .or(says(fact.people < Some(0), "A head count cannot be below zero.")),
        Fact::Payroll(fact) => says(
            fact.month.is_none() || fact.cost.is_none() || none(&fact.currency),
            "Payroll needs a month, a cost and a currency.",
        ),
        Fact::Budget(fact) => {
            let is_known = fact.dimension.is_empty() || fact.dimension.parse::<model::Dimension>().is_ok();
            let is_whole = !fact.name.is_empty() && fact.period.is_some() && fact.amount.is_some();
            says(
                !is_whole || none(&fact.currency),
                "A budget needs a name, a month or a first and a last day, an amount and a currency.",
            )
            .or(says(
                !is_known,
                "This budget is limited by a dimension that does not exist.",
            ))
        }
        Fact::Survey(fact) => {
            let is_asked = fact.day.is_some() && !fact.question.is_empty();
            let is_count = !fact.answer.is_empty() && fact.count.is_some_and(|count| count >= 0);
            let is_panel = !fact.identity.is_empty() && fact.value.is_some();
            says(
                !is_asked || is_panel == is_count,
                "A survey line needs a day, a question, and either an answer with how often it was given or a person with a number.",
            )
        }
        Fact::Price(fact) => says(
            fact.model.is_empty() || none(&fact.currency),
            "A price needs a model and a currency.",
        ),
        Fact::Rate(fact) => says(
            none(&fact.base) || none(&fact.quote) || fact.day.is_none() || fact.rate.is_zero(),
            "A rate needs a day, two currencies and a value above zero.",
        ),
        _ => None,
    }
}
