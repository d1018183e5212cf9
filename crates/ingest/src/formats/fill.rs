//! One row becomes facts. Knows the layout of the file, not the file.

use std::rc::Rc;

use chrono::Days;
use model::{
    Amount, Covered, Currency, Exact, Fact, Grain, Measure, Origin, Overlap, Period, Problem, Severity,
    Terms, TokenClass, Usage,
};

use super::cells::composed;
use super::damage::undamaged;
use super::field::{FactKind, Field};
use super::fill_odd::{
    counted, known, lesser, no_currency, no_person, odd_terms, too_active, too_large, whole,
};
use super::getter::{Getter, Number};
use super::layout::{Layout, Placed};
use super::quantity::quantity;
use super::slot::{Slot, empty, slot};
use super::span::Span;
use super::undated::{no_date, passed_over};
use crate::row::Row;
use crate::value::{Sign, currency_named, is_no_currency};

/// Money of a fact in the file's own decimals, for the control totals.
pub(crate) type Moneys = Vec<(Currency, Measure, Exact)>;

/// What a row became; the room is used again for the next.
#[derive(Debug, Default)]
pub(crate) struct Filled {
    /// Facts with the place of their block, keys and scopes not yet set.
    pub facts: Vec<(usize, Fact)>,
    /// Their money.
    pub moneys: Moneys,
    /// What was odd; an error means that the row is refused.
    pub problems: Vec<Problem>,
    /// The sign that was taken for the currency although others share it.
    pub assumed: Option<Sign>,
    /// Columns that say when, of which it was said that they are not read.
    passed_over: Vec<String>,
    begun: Begun,
    /// Room for cells that are looked at together.
    pub(super) cells: Vec<u8>,
}

/// How every usage line of the row begins.
#[derive(Debug, Default)]
struct Begun {
    state: State,
    usage: Usage,
    span: Span,
}

#[derive(Debug, Default, PartialEq, Eq)]
enum State {
    /// Nothing was taken of the row yet.
    #[default]
    Open,
    Taken,
    /// What was taken cannot be used, so that the lines cannot either.
    Refused,
}

impl Filled {
    /// Whether the row cannot be used.
    pub(crate) fn is_refused(&self) -> bool {
        has_error(&self.problems)
    }

    /// Forgets the row.
    pub(crate) fn clear(&mut self) {
        self.facts.clear();
        self.moneys.clear();
        self.problems.clear();
    }
}

fn has_error(problems: &[Problem]) -> bool {
    problems.iter().any(|problem| problem.severity == Severity::Error)
}

/// A fact that is part of what a block says has the number of a block that no document has.
const PART: usize = 1_000;

/// Adds the facts of a row, in the room of spent ones.
pub(crate) fn fill(
    layout: &Layout,
    row: &Row<'_>,
    origin: Origin,
    (spent, filled): (&mut Vec<Fact>, &mut Filled),
) {
    filled.begun.state = State::Open;
    let mut holds = false;
    for placed in &layout.blocks {
        if !placed.like_before {
            holds = placed.when.holds(row, &layout.style);
        }
        if !holds {
            continue;
        }
        let before = (filled.moneys.len(), filled.problems.len());
        let mut one = One::new(layout, placed, (row, spent.pop()), filled);
        if !one.fields() {
            continue;
        }
        let says = if has_error(&one.filled.problems[before.1..]) {
            Ok(false)
        } else {
            one.finish(origin)
        };
        let part = one.kept_for_an_hour();
        let fact = one.fact;
        if matches!(says, Ok(true)) {
            filled.facts.push((placed.number, fact));
            let part = part.map(|part| (PART + placed.number, part));
            filled.facts.extend(part);
        } else {
            filled.moneys.truncate(before.0);
        }
        filled.problems.extend(says.err().map(|problem| *problem));
    }
    for (rule, note) in &layout.notes {
        if !rule.always() && rule.holds(row, &layout.style) {
            filled.problems.push(super::layout::say(note));
        }
    }
}

/// One fact being filled.
pub(super) struct One<'a, 'f> {
    pub(super) layout: &'a Layout,
    pub(super) placed: &'a Placed,
    pub(super) row: &'a Row<'a>,
    pub(super) fact: Fact,
    span: Span,
    pub(super) currency: Currency,
    /// Decimals that its amounts carry.
    pub(super) scale: u32,
    covered: bool,
    /// Of its tokens, those kept in the cache for an hour.
    hour: i64,
    /// Which of the columns of its unit counts, where that is not the first.
    unit_at: Option<usize>,
    pub(super) filled: &'f mut Filled,
}

impl<'a, 'f> One<'a, 'f> {
    fn new(
        layout: &'a Layout,
        placed: &'a Placed,
        (row, spent): (&'a Row<'a>, Option<Fact>),
        filled: &'f mut Filled,
    ) -> Self {
        let currency = layout.file.currency.clone().unwrap_or_default();
        Self {
            layout,
            placed,
            row,
            fact: empty(placed.kind, spent),
            span: Span::new(layout.file.whole_months),
            scale: currency.scale(),
            currency,
            covered: false,
            hour: 0,
            unit_at: None,
            filled,
        }
    }

    /// Fills every field; `false` where what it shares with others cannot be used, which was said of the first.
    fn fields(&mut self) -> bool {
        let (stated, has_amounts) = self.placed.currencies;
        let (own, shared) = self.placed.fields.split_at(self.placed.own);
        if !shared.is_empty() && !self.begin(shared) {
            return false;
        }
        if self.placed.kind == FactKind::Charge {
            self.parts(own);
        } else {
            let (stated, others) = own.split_at(stated);
            self.put(stated);
            if has_amounts && self.take_written(others) {
                self.name_currency();
            }
            self.put(others);
        }
        if self.placed.kind == FactKind::Price && self.placed.getter(Field::Amount).is_none() {
            let problem = Problem::new(Severity::Error, "There is no price.");
            self.filled.problems.push(problem);
        }
        true
    }

    /// Begins as every usage line of the row does.
    fn begin(&mut self, shared: &[(Field, Rc<Getter>)]) -> bool {
        if self.filled.begun.state == State::Open {
            let before = self.filled.problems.len();
            self.put(shared);
            let begun = &mut self.filled.begun;
            begun.state = if has_error(&self.filled.problems[before..]) {
                State::Refused
            } else {
                State::Taken
            };
            begun.span.clone_from(&self.span);
            if let Fact::Usage(usage) = &self.fact {
                begun.usage.say_like(usage);
            }
            return true;
        }
        self.span.clone_from(&self.filled.begun.span);
        if let Fact::Usage(usage) = &mut self.fact {
            usage.say_like(&self.filled.begun.usage);
        }
        self.filled.begun.state == State::Taken
    }

    pub(super) fn put(&mut self, fields: &[(Field, Rc<Getter>)]) {
        for (field, getter) in fields {
            if let Err(problem) = self.field(*field, getter) {
                self.filled.problems.push(*problem);
            }
        }
    }

    /// Says the currency of the row's amounts in the fact.
    pub(super) fn name_currency(&mut self) {
        if let Slot::Currency(own) = slot(&mut self.fact, Field::Currency) {
            own.clone_from(&self.currency);
        }
    }

    /// Where nothing states a currency, what is written beside an amount does: the row's, else the table's. Whether it did.
    pub(super) fn take_written(&mut self, fields: &[(Field, Rc<Getter>)]) -> bool {
        if !self.currency.code().is_empty() {
            return false;
        }
        let mut amounts = fields.iter().filter(|(field, _)| field.has_currency());
        let of_row = || amounts.find_map(|(_, getter)| getter.sign(self.row, &self.layout.style));
        let sign = self.layout.file.sign.or_else(of_row);
        let Some((sign, code)) = sign.and_then(|sign| Some((sign, sign.code()?))) else {
            return false;
        };
        self.filled.assumed = self.filled.assumed.or(Some(sign).filter(|sign| sign.is_shared()));
        self.currency = Currency::new(code);
        self.scale = self.currency.scale();
        true
    }

    /// Takes the currency that a cell states, by code, sign or name. A sign that the currency of the file may have leaves that.
    fn state(&mut self, getter: &Getter, stated: &str) -> Result<(), Box<Problem>> {
        let known = self.currency.code();
        let sign = currency_named(stated);
        let is_kept = |sign: Sign| sign.is_shared() && !known.is_empty() && !sign.contradicts(known);
        if is_no_currency(stated) || sign.is_some_and(is_kept) {
            return Ok(());
        }
        let code = match sign {
            Some(sign) => sign.code(),
            None => Some(stated),
        };
        self.currency = code.map(Currency::new).unwrap_or_default();
        self.scale = self.currency.scale();
        self.filled.assumed = self.filled.assumed.or(sign.filter(|sign| sign.is_shared()));
        if code.is_none() || self.currency.is_slip() {
            return Err(no_currency(getter, stated));
        }
        Ok(())
    }

    fn field(&mut self, field: Field, getter: &Getter) -> Result<(), Box<Problem>> {
        let (row, style) = (self.row, &self.layout.style);
        match slot(&mut self.fact, field) {
            Slot::Text(text) => undamaged(field, &composed(getter.text(row, style))).clone_into(text),
            Slot::Login(logins) => logins.extend(some(&composed(getter.text(row, style)))),
            Slot::FirstName(name) => *name = full_name(&composed(getter.text(row, style)), name),
            Slot::Money(amount, measure) => match getter.amount(row, style, self.currency.code())? {
                Number::Is(written) => {
                    let exact = self.layout.file.in_units(written);
                    let exact = exact.ok_or_else(|| too_large(getter, written))?;
                    let stored = exact.at_scale(self.scale);
                    *amount = Some(Amount(stored.ok_or_else(|| too_large(getter, exact))?.0));
                    let money = (self.currency.clone(), measure, exact);
                    self.filled.moneys.push(money);
                }
                Number::Covered => self.covered = true,
                Number::Missing => {}
            },
            Slot::Micros(micros) if self.placed.kind == FactKind::Charge => {
                let unit = self.placed.getter(Field::Unit);
                (*micros, self.unit_at) = quantity((getter, unit), (row, style))?;
            }
            Slot::Micros(micros) => *micros = whole(getter, getter.number(row, style)?, 6)?,
            Slot::Count(count) => {
                let is_whole = self.layout.file.is_own
                    || matches!(self.placed.kind, FactKind::Contract | FactKind::Survey);
                *count = counted(getter, getter.count(row, style)?, is_whole)?;
            }
            Slot::Days(days) => *days = whole(getter, getter.number(row, style)?, 0)?.map(|days| days as i32),
            Slot::Value(value) => {
                let number = whole(getter, getter.number(row, style)?, 6)?;
                *value = number.ok_or_else(|| getter.problem("", "there is no value"))?;
            }
            Slot::Day(day) => *day = getter.instant(row, style).map_err(lesser)?.map(|at| at.date()),
            Slot::Flag(flag) => *flag = is_yes(&getter.text(row, style)),
            Slot::Category(category) => return known(category, getter, &getter.text(row, style)),
            Slot::Class(class) => *class = TokenClass::parse(&getter.text(row, style)).unwrap_or_default(),
            Slot::Tags(tags) => *tags = getter.tags(row, style),
            Slot::Currency(_) => {
                let stated = getter.text(row, style);
                if !stated.is_empty() && *stated != *self.currency.code() {
                    self.state(getter, &stated)?;
                }
                self.name_currency();
            }
            Slot::Span => self.span.set(field, getter.moment(row, style)?),
            Slot::Hour => self.hour = whole(getter, getter.count(row, style)?, 0)?.unwrap_or(0),
            Slot::Term(term, named) => {
                if let Some(text) = some(&getter.text(row, style)) {
                    *term = named(&text);
                }
            }
            Slot::Request(above) => {
                let length = whole(getter, getter.count(row, style)?, 0)?;
                *above = Terms::step_below(length.unwrap_or(0));
            }
            Slot::Length(above) => *above = getter.text(row, style).parse().unwrap_or(0),
            slot => return super::fill_beside::put(slot, getter, (row, style), &self.currency),
        }
        Ok(())
    }

    /// Of cache writes the part that is kept for an hour, which has a price of its own: a fact beside the rest, also where
    /// nothing is left of that, so that it takes the place of what an older reader kept. Where the largest reading
    /// counts, the rest would not: there a fact stays whole if it can.
    fn kept_for_an_hour(&mut self) -> Option<Fact> {
        let Fact::Usage(usage) = &mut self.fact else {
            return None;
        };
        let all = usage.tokens.filter(|all| *all > 0 && self.hour > 0)?;
        let hour = self.hour.min(all);
        if hour == all && self.layout.document.overlap == Overlap::Largest {
            usage.terms.hour = true;
            return None;
        }
        let mut part = usage.clone();
        part.terms.hour = true;
        (part.tokens, usage.tokens) = (Some(hour), Some(all - hour));
        (part.requests, part.active_days, part.estimated) = (None, None, None);
        Some(Fact::Usage(part))
    }

    /// The period that was given with the file. A column that says another one in words that are not read is named once.
    fn given_period(&mut self) -> Option<Period> {
        let given = self.layout.file.period?;
        let is_of_bill = matches!(self.fact, Fact::Charge(_) | Fact::Usage(_));
        let odd = is_of_bill
            .then(|| passed_over(self.layout, self.row, given))
            .flatten();
        if let Some(odd) = odd
            && let Some(column) = &odd.place.column
            && !self.filled.passed_over.contains(column)
        {
            self.filled.passed_over.push(column.clone());
            self.filled.problems.push(odd);
        }
        Some(given)
    }

    /// Fills in what is the same for every field; whether the fact says anything.
    fn finish(&mut self, origin: Origin) -> Result<bool, Box<Problem>> {
        let period = self.span.period().or_else(|| self.given_period());
        let source = &self.layout.document.identity;
        match &mut self.fact {
            Fact::Charge(charge) => {
                charge.origin = origin;
                charge.period = Some(period.ok_or_else(|| no_date(self.layout, self.row))?);
                if self.covered {
                    charge.what_mut().covered = Covered::Seat;
                }
                if let Some((at, unit)) = self.unit_at.zip(self.placed.getter(Field::Unit)) {
                    charge.what_mut().unit = unit.text_at(at, self.row, &self.layout.style).into_owned();
                }
                let start = charge.billing_month.or(charge.period.map(|period| period.from));
                charge.billing_month = start.map(|day| Grain::Month.start(day));
            }
            Fact::Usage(usage) => {
                usage.origin = origin;
                usage.period = Some(period.ok_or_else(|| no_date(self.layout, self.row))?);
                name_space(&mut usage.identity, source);
                let odd = usage
                    .period
                    .and_then(|period| too_active(usage.active_days, period));
                self.filled.problems.extend(odd);
                let is_first = self.placed.number == self.layout.document.charge.len();
                if !is_first && usage.tokens.unwrap_or(0) == 0 && usage.requests.is_none() {
                    return Ok(false);
                }
            }
            Fact::Seat(seat) => {
                seat.origin = origin;
                seat.snapshot = seat.snapshot.or(self.layout.file.made);
                name_space(&mut seat.identity, source);
                seat.snapshot = seat.snapshot.or(period.map(|period| period.to - Days::new(1)));
                if seat.identity.is_empty() {
                    return Err(Problem::new(Severity::Error, "This seat names nobody.").into());
                }
            }
            Fact::Person(person) => {
                person.origin = origin;
                person.email = person.email.to_lowercase();
                if person.email.is_empty() && person.employee.is_empty() && person.logins.is_empty() {
                    return Err(no_person());
                }
            }
            // Invoices are documents, not rows.
            Fact::Invoice(_) => return Ok(false),
            Fact::Kpi(kpi) => {
                kpi.origin = origin;
                if kpi.day.is_none() || kpi.name.is_empty() {
                    let what = "A KPI value needs a date and a name.";
                    return Err(Problem::new(Severity::Error, what).into());
                }
            }
            beside => {
                super::fill_beside::finish(beside, origin, &self.span)?;
                self.filled.problems.extend(odd_terms(beside));
            }
        }
        Ok(true)
    }
}

pub(super) fn name_space(identity: &mut model::Identity, source: &str) {
    if identity.email.is_empty() && identity.id.contains('@') {
        identity.email.clone_from(&identity.id);
    }
    identity.email = identity.email.to_lowercase();
    if identity.is_empty() {
        identity.source.clear();
    } else if identity.source.is_empty() {
        source.clone_into(&mut identity.source);
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn full_name(first: &str, last: &str) -> String {
    format!("{first} {last}").trim().to_owned()
}

fn is_yes(text: &str) -> bool {
    text.eq_ignore_ascii_case("correction") || yes_or_no(text) == Some(true)
}

/// Yes or no in the words of the languages that spreadsheets come in; `None` is neither.
pub(super) fn yes_or_no(text: &str) -> Option<bool> {
    const YES: &str = "true yes 1 y x ✓ ✔ ja oui sí si sim tak kyllä wahr vrai verdadero verdadeiro vero waar sant prawda auto automatic automatically はい 是 예";
    const NO: &str = "false no 0 n nein non não nao nej nee nie ei falsch faux falso onwaar falskt fałsz never none manual いいえ 否 아니요";
    let text = text.to_lowercase();
    let says = |words: &str| words.split(' ').any(|word| word == text);
    match (says(YES), says(NO)) {
        (true, _) => Some(true),
        (_, says_no) => says_no.then_some(false),
    }
}
