//! The facts a file becomes. Words follow FOCUS where it has one.
//!
//! Texts are empty when the file says nothing; an amount that is `None` is *missing*, which is not zero.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    Amount, Budget, Category, Contract, Currency, Headcount, Invoice, Key, Payroll, Period, Price, Rate,
    Survey, Terms, TokenClass,
};

/// Where in its file a fact came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Origin {
    /// Index of the table (sheet) in the file.
    pub table: u16,
    /// Row as a person counts it, from 1.
    pub row: u64,
}

/// Who a source says it was: an e-mail, a login, a key name. Matching to a person happens in the book.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Identity {
    /// Name space of the id: `openai`, `github`, `cursor` …
    pub source: String,
    /// The id as the source writes it, trimmed. Empty means nobody is named.
    pub id: String,
    /// E-mail, lower case, if the source gives one (then matching is certain).
    pub email: String,
    /// Name to show, if given.
    pub name: String,
}

impl Identity {
    /// Whether nobody is named.
    pub fn is_empty(&self) -> bool {
        self.id.is_empty() && self.email.is_empty() && self.name.is_empty()
    }
}

/// Tags as key and value.
pub type Tags = Arc<[(String, String)]>;

/// Whether the amount is money or covered by something already paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Covered {
    /// Billed by itself.
    #[default]
    No,
    /// Covered by a seat or pool: no amount, and not zero cost to the company.
    Seat,
}

/// One billed line. What many lines share is held once, behind a pointer: to hold the next line with the same costs nothing,
/// and whoever has seen it knows it again by its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Charge {
    /// File position.
    pub origin: Origin,
    /// Overlap key within the format.
    pub key: Key,
    /// What the later file replaces as a whole (`snapshot` and `period` overlap), else empty.
    pub scope: String,
    /// Days the charge is for.
    pub period: Option<Period>,
    /// First day of the billing month; the charge period's month if the file does not say.
    pub billing_month: Option<NaiveDate>,
    /// What was billed.
    pub what: Arc<What>,
    /// Whose it is.
    pub whose: Arc<Whose>,
    /// As invoiced.
    pub billed: Option<Amount>,
    /// Before discounts, credits and pools.
    pub list: Option<Amount>,
    /// Amortised.
    pub effective: Option<Amount>,
    /// The tool's own claim or a calculation, not an invoice.
    pub estimated: Option<Amount>,
    /// Consumed quantity in millionths of the unit.
    pub quantity: Option<i64>,
}

/// What was billed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct What {
    /// `OpenAI`, `Anthropic`, `GitHub`, `AWS` …
    pub provider: String,
    /// Product of the provider.
    pub service: String,
    /// Line item or SKU.
    pub sku: String,
    /// AI model as the vendor names it.
    pub model: String,
    /// Kind of token.
    pub token_class: TokenClass,
    /// FOCUS category.
    pub category: Category,
    /// Corrects an earlier, already invoiced period.
    pub correction: bool,
    /// Currency of all amounts.
    pub currency: Currency,
    /// Whether a seat covers it.
    pub covered: Covered,
    /// Unit of the quantity.
    pub unit: String,
    /// The month is not closed yet.
    pub provisional: bool,
}

/// Whose a charge is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whose {
    /// Billing account.
    pub account: String,
    /// Project, workspace or sub-account.
    pub project: String,
    /// Tool, where the vendor has several.
    pub tool: String,
    /// Who, if the file says.
    pub identity: Identity,
    /// Cost centre, if the file says.
    pub cost_centre: String,
    /// Invoice number.
    pub invoice: String,
    /// Tags as key and value; many rows share them.
    pub tags: Tags,
}

/// One line of activity: person or key × period × tool × model × token class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// File position.
    pub origin: Origin,
    /// Overlap key within the format.
    pub key: Key,
    /// What the later file replaces as a whole, else empty.
    pub scope: String,
    /// Days the activity is for; a window where the source counts windows.
    pub period: Option<Period>,
    /// Who.
    pub identity: Identity,
    /// Vendor.
    pub provider: String,
    /// Tool: `Claude Code`, `Cursor`, `OpenAI API`.
    pub tool: String,
    /// Model.
    pub model: String,
    /// Kind of token.
    pub token_class: TokenClass,
    /// Project or workspace.
    pub project: String,
    /// Tokens of this class. `None`: the source does not say.
    pub tokens: Option<i64>,
    /// Requests in millionths; only on the first line of a row that becomes several.
    pub requests: Option<i64>,
    /// Active days within the period, if the source states them.
    pub active_days: Option<i32>,
    /// Scheduled or agent-driven: never counts as a person's activity.
    pub automated: bool,
    /// The tool's own cost claim. Never money spent.
    pub estimated: Option<Amount>,
    /// Currency of the claim.
    pub currency: Currency,
    /// What it was served under.
    pub terms: Terms,
}

/// The right of one person to use one product, seen in one snapshot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seat {
    /// File position.
    pub origin: Origin,
    /// Overlap key within the format.
    pub key: Key,
    /// Snapshot scope.
    pub scope: String,
    /// Product: `GitHub Copilot`.
    pub product: String,
    /// Vendor.
    pub provider: String,
    /// Whose it is, such as a workspace: one person has a seat in each.
    pub account: String,
    /// Who holds it.
    pub identity: Identity,
    /// Day of the snapshot.
    pub snapshot: Option<NaiveDate>,
    /// Assigned since.
    pub assigned: Option<NaiveDate>,
    /// Last activity the vendor saw; `None` can mean "not in the vendor's memory".
    pub last_active: Option<NaiveDate>,
    /// Licence tier.
    pub tier: String,
    /// `active`, `pending`, `disabled` … as the source says.
    pub state: String,
}

/// One person of the roster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// File position.
    pub origin: Origin,
    /// Overlap key within the format.
    pub key: Key,
    /// Snapshot scope.
    pub scope: String,
    /// Employee number.
    pub employee: String,
    /// E-mail, lower case.
    pub email: String,
    /// Login names, if given.
    pub logins: Vec<String>,
    /// Name to show.
    pub name: String,
    /// Team.
    pub team: String,
    /// Organisational unit (department, business unit).
    pub unit: String,
    /// Role or job title.
    pub role: String,
    /// Seniority.
    pub seniority: String,
    /// Location.
    pub location: String,
    /// Cost centre.
    pub cost_centre: String,
    /// `active`, `left`, `leave` … as the source says; empty means active.
    pub state: String,
    /// First day of employment.
    pub start: Option<NaiveDate>,
    /// Last day of employment.
    pub end: Option<NaiveDate>,
}

/// One value of a KPI series.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kpi {
    /// File position.
    pub origin: Origin,
    /// Overlap key within the format.
    pub key: Key,
    /// Snapshot scope.
    pub scope: String,
    /// Name of the series.
    pub name: String,
    /// Team, empty for the whole company.
    pub team: String,
    /// Day the value is for (first day of its month or week).
    pub day: Option<NaiveDate>,
    /// Value in millionths.
    pub value: i64,
    /// Unit: `hours`, `claims`, `%`.
    pub unit: String,
}

/// Any fact; in a box, so that handing it on costs the same for all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// Money.
    Charge(Box<Charge>),
    /// Activity.
    Usage(Box<Usage>),
    /// A seat.
    Seat(Box<Seat>),
    /// A roster line.
    Person(Box<Person>),
    /// A KPI value.
    Kpi(Box<Kpi>),
    /// A contract term.
    Contract(Box<Contract>),
    /// People of a unit in a month.
    Headcount(Box<Headcount>),
    /// Loaded cost of a unit in a month.
    Payroll(Box<Payroll>),
    /// A budget.
    Budget(Box<Budget>),
    /// Answers to a question.
    Survey(Box<Survey>),
    /// A price.
    Price(Box<Price>),
    /// An exchange rate.
    Rate(Box<Rate>),
    /// An invoice, as a document.
    Invoice(Box<Invoice>),
}

impl Charge {
    /// Forgets everything but what it shares with others, which the next row sets anew.
    pub fn clear_own(&mut self) {
        self.scope.clear();
        (self.origin, self.key, self.period, self.billing_month) = Default::default();
        (self.billed, self.list, self.effective) = Default::default();
        (self.estimated, self.quantity) = Default::default();
    }

    /// What was billed, to be changed for this charge alone.
    pub fn what_mut(&mut self) -> &mut What {
        Arc::make_mut(&mut self.what)
    }

    /// Whose it is, to be changed for this charge alone.
    pub fn whose_mut(&mut self) -> &mut Whose {
        Arc::make_mut(&mut self.whose)
    }
}

impl Usage {
    /// Says nothing any more, but keeps the room of its texts for the next row.
    pub fn clear(&mut self) {
        self.say_like(&Self::default());
    }

    /// Says what another says, in the room of its own texts.
    pub fn say_like(&mut self, other: &Self) {
        let Self {
            origin,
            key,
            scope,
            period,
            identity,
            provider,
            tool,
            model,
            token_class,
            project,
            tokens,
            requests,
            active_days,
            automated,
            estimated,
            currency,
            terms,
        } = other;
        let texts = [
            (&mut self.scope, scope),
            (&mut self.provider, provider),
            (&mut self.tool, tool),
            (&mut self.model, model),
            (&mut self.project, project),
            (&mut self.identity.source, &identity.source),
            (&mut self.identity.id, &identity.id),
            (&mut self.identity.email, &identity.email),
            (&mut self.identity.name, &identity.name),
            (&mut self.terms.tier, &terms.tier),
            (&mut self.terms.region, &terms.region),
        ];
        for (own, text) in texts {
            own.clone_from(text);
        }
        (self.terms.above, self.terms.hour) = (terms.above, terms.hour);
        (self.origin, self.key, self.period, self.token_class) = (*origin, *key, *period, *token_class);
        (self.tokens, self.requests, self.active_days) = (*tokens, *requests, *active_days);
        (self.automated, self.estimated) = (*automated, *estimated);
        self.currency.clone_from(currency);
    }
}

impl Fact {
    /// The overlap key.
    pub fn key(&self) -> Key {
        match self {
            Self::Charge(fact) => fact.key,
            Self::Usage(fact) => fact.key,
            Self::Seat(fact) => fact.key,
            Self::Person(fact) => fact.key,
            Self::Kpi(fact) => fact.key,
            Self::Contract(fact) => fact.key,
            Self::Headcount(fact) => fact.key,
            Self::Payroll(fact) => fact.key,
            Self::Budget(fact) => fact.key,
            Self::Survey(fact) => fact.key,
            Self::Price(fact) => fact.key,
            Self::Rate(fact) => fact.key,
            Self::Invoice(fact) => fact.key,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_charge_is_changed_alone_and_a_cleared_one_keeps_what_is_shared() {
        let what = Arc::new(What {
            provider: "Anthropic".into(),
            ..What::default()
        });
        let mut charge = Charge {
            scope: "2026-08".into(),
            what: Arc::clone(&what),
            billed: Some(Amount(1)),
            ..Charge::default()
        };
        charge.what_mut().provider.push_str(" PBC");
        assert_eq!(what.provider, "Anthropic");
        charge.what = Arc::clone(&what);
        charge.clear_own();
        let expected = Charge {
            what,
            ..Charge::default()
        };
        assert_eq!(charge, expected);
    }

    #[test]
    fn a_cleared_usage_says_nothing_and_keeps_its_room() {
        let mut usage = Usage {
            tool: "Cursor".into(),
            tokens: Some(1),
            terms: Terms::parse("batch above:200000 cache:1h"),
            ..Usage::default()
        };
        usage.clear();
        assert_eq!(usage, Usage::default());
        assert!(usage.tool.capacity() >= 6);
    }
}
