//! Spend to payroll: what AI costs over what people cost, month by month and quarter by quarter, in two variants.
//!
//! `STP tokens = money for tokens ÷ loaded payroll`, `STP all = everything billed (tokens, seats, AI tools) ÷ loaded payroll`, of the
//! same people and the same months; a quarter is a ratio of sums. Inputs: money by month, unit, person and class of token,
//! payroll of units, KPIs. Unit: fraction. Guards: two inputs divided, no value in it; both variants always together, so
//! that nobody compares unlike ratios; flagged where a ratio rises two quarters in a row while the linked KPI is flat; pay exists for
//! units only, never for a person; small and dominated units are hidden; currencies are never mixed.

mod parts;
mod quarters;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use model::{Currency, Grain, Groups, Payroll, Total};
use serde::{Deserialize, Serialize};

use super::spend_per_employee::PerEmployee;
use crate::figure::{percent, share};
use crate::people::suppression::{Hidden, Privacy, Shown};
use crate::registry::{MetricInfo, Need};
use crate::roi::decoupling::LinkedKpi;
use crate::{Explanation, figure, words};
use parts::{Month, Pay, months};
pub use quarters::{Quarter, Runaway};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "spend-to-payroll",
    area: "money",
    name: "Spend to payroll",
    unit: "fraction of loaded payroll",
    formula: "STP tokens = token spend ÷ loaded payroll; STP all = (tokens + seats + AI tools) ÷ loaded payroll",
    practice: "Spend to payroll of 5 to 10 %",
    guard: "No value in it: held against a KPI, flagged where it rises two quarters while the KPI is flat; both variants together; pay of units only",
    needs: &[
        Need::Money(&["month", "unit", "person", "token-class"]),
        Need::Payroll,
        Need::Kpis,
    ],
};

/// When a KPI counts as flat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct PayrollRules {
    /// A KPI that moved by no more than this percentage over two quarters is flat.
    pub flat_percent: u32,
}

impl Default for PayrollRules {
    fn default() -> Self {
        Self { flat_percent: 5 }
    }
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Billed by month, unit, person, class of token, and the tag if there is one.
    pub billed: &'a Groups,
    /// Pay of units.
    pub payrolls: &'a [Payroll],
    /// Units whose pay is one person's and in no row; with them the whole company has no pay of the same people.
    pub withheld: &'a BTreeSet<String>,
    /// KPIs with the team or unit they belong to.
    pub kpis: &'a [LinkedKpi],
    /// The first day that is not in the data.
    pub until: NaiveDate,
    /// Who must not be shown.
    pub privacy: Privacy,
    /// What is left out as customer-facing.
    pub left_out: &'a PerEmployee,
    /// When a KPI counts as flat.
    pub rules: PayrollRules,
}

/// The ratios.
#[derive(Clone, Debug, PartialEq)]
pub struct SpendToPayroll {
    /// Oldest month first; the whole company, then its units.
    pub rows: Vec<PayrollRow>,
    /// Complete quarters of which every month has both.
    pub quarters: Vec<Quarter>,
    /// Where spend runs away from pay while the KPI is flat.
    pub flags: Vec<Runaway>,
    /// `AI in USD is 1.2 % of payroll in September 2026, tokens 0.6 %; EUR is in no ratio`; empty without a ratio.
    pub finding: String,
    /// How it came about.
    pub explanation: Explanation,
}

/// The company or a unit in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayrollRow {
    /// First day of the month.
    pub month: NaiveDate,
    /// Unit; `None` is the whole company.
    pub unit: Option<String>,
    /// Currency of pay and spend.
    pub currency: Currency,
    /// Whether the data reach to the end of the month.
    pub is_complete: bool,
    /// Loaded pay; `None` where it is not stated for every part, or in another currency as well.
    pub payroll: Option<Total>,
    /// Spend; `None` where no amount is stated, or it is not shown.
    pub spend: Option<Ratios>,
    /// Why it is not shown.
    pub hidden: Option<Hidden>,
}

/// Both numerators.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Ratios {
    /// Money for tokens.
    pub tokens: Total,
    /// Everything billed.
    pub all: Total,
}

impl Ratios {
    /// STP tokens and STP all; `None` without pay.
    pub fn over(self, payroll: Option<Total>) -> [Option<f64>; 2] {
        let payroll = payroll.filter(|payroll| payroll.0 > 0);
        [self.tokens, self.all].map(|part| share(part, payroll?))
    }
}

impl PayrollRow {
    /// STP tokens and STP all.
    pub fn ratios(&self) -> [Option<f64>; 2] {
        self.spend.map_or([None; 2], |spend| spend.over(self.payroll))
    }
}

/// Spend over payroll.
pub fn spend_to_payroll(asked: Asked<'_>) -> SpendToPayroll {
    let pay = Pay::of(asked.payrolls);
    let found = months(asked.billed, asked.left_out);
    let rows: Vec<PayrollRow> = pay
        .months()
        .flat_map(|(month, currency)| rows((month, currency), &pay, (&found, asked)))
        .collect();
    let quarters = quarters::quarters(&rows, asked.kpis);
    let flags = quarters::runaways(&quarters, asked.rules);
    SpendToPayroll {
        finding: finding(&rows, &without_pay(&pay, &found)),
        explanation: explain((&rows, &flags), &pay, (asked, &found)),
        rows,
        quarters,
        flags,
    }
}

fn rows(
    (month, currency): (NaiveDate, &Currency),
    pay: &Pay<'_>,
    (found, asked): (&[Month<'_>], Asked<'_>),
) -> Vec<PayrollRow> {
    let of = found
        .iter()
        .find(|of| of.from == month && of.currency == *currency);
    let row = |unit: Option<&str>, payroll, spend: Option<Result<Ratios, Hidden>>| PayrollRow {
        month,
        unit: unit.map(str::to_owned),
        currency: currency.clone(),
        is_complete: Grain::Month.next(month) <= asked.until,
        payroll,
        hidden: spend.and_then(Result::err),
        spend: spend.and_then(Result::ok),
    };
    let whole = of.map(|of| Ok(of.whole));
    let all = pay.whole(month, currency).filter(|_| asked.withheld.is_empty());
    let mut rows = vec![row(None, all, whole)];
    let cells = of.map(|of| of.units(asked.privacy)).unwrap_or_default();
    for unit in pay.units(currency) {
        let cell = cells.iter().find(|cell| cell.keys[0] == unit);
        let spend = cell.map(|cell| match &cell.shown {
            Shown::Value(ratios) => Ok(*ratios),
            Shown::Hidden(why) => Err(*why),
        });
        rows.push(row(Some(unit), pay.unit(month, currency, unit), spend));
    }
    rows
}

fn newest(rows: &[PayrollRow]) -> Option<(&PayrollRow, f64, f64)> {
    let whole = rows
        .iter()
        .rev()
        .filter(|row| row.unit.is_none() && row.is_complete);
    let mut known = whole.filter_map(|row| match row.ratios() {
        [Some(tokens), Some(all)] => Some((row, tokens, all)),
        _ => None,
    });
    known.next()
}

/// `AI in USD is 1.8 % of payroll in October 2026, tokens 1.2 %; EUR is in no ratio`.
fn finding(rows: &[PayrollRow], other: &[String]) -> String {
    let apart = match other {
        [] => String::new(),
        [one] => format!("; {one} is in no ratio"),
        more => format!("; {} are in no ratio", more.join(", ")),
    };
    let text = |(row, tokens, all): (&PayrollRow, f64, f64)| {
        format!(
            "AI in {} is {} % of payroll in {}, tokens {} %{apart}",
            row.currency,
            percent(all),
            row.month.format("%B %Y"),
            percent(tokens)
        )
    };
    newest(rows).map(text).unwrap_or_default()
}

/// Currencies with spend in which no payroll is.
fn without_pay(pay: &Pay<'_>, found: &[Month<'_>]) -> Vec<String> {
    let spent: BTreeSet<&Currency> = found.iter().map(|month| &month.currency).collect();
    let has_none =
        |currency: &&Currency| pay.units(currency).next().is_none() && pay.whole_of(currency).is_none();
    spent
        .into_iter()
        .filter(has_none)
        .map(ToString::to_string)
        .collect()
}

fn explain(
    (rows, flags): (&[PayrollRow], &[Runaway]),
    pay: &Pay<'_>,
    (asked, found): (Asked<'_>, &[Month<'_>]),
) -> Explanation {
    let formula = newest(rows).map_or_else(
        || "no month has spend and payroll of the same people".to_owned(),
        |(row, tokens, all)| {
            let (text, spend) = (
                |total: Total| total.text(&row.currency),
                row.spend.unwrap_or_default(),
            );
            let payroll = row.payroll.map(text).unwrap_or_default();
            format!(
                "{} {}: tokens {} ÷ {payroll} = {} %; all {} ÷ {payroll} = {} %",
                row.month.format("%Y-%m"),
                row.currency,
                text(spend.tokens),
                figure::percent(tokens),
                text(spend.all),
                figure::percent(all)
            )
        },
    );
    let other = without_pay(pay, found);
    Explanation::new(
        "What AI costs over what people cost, of the same people and months; it says nothing about value.",
        formula,
    )
    .covered_by(&asked.billed.coverage)
    .input("A KPI is flat within", &format!("{} % over two quarters", asked.rules.flat_percent))
    .guard("Two inputs divided, with no value in it: hold it against a KPI before anything follows from it.")
    .guard("Tokens alone and everything are two ratios: compare each with its like only. Of a unit only what belongs to its people.")
    .note_if(!asked.withheld.is_empty(), withheld_text(asked.withheld))
    .note_if(asked.payrolls.is_empty() && asked.withheld.is_empty(), "No payroll is known: a sheet of unit, month, payroll, currency brings it.")
    .note_if(pay.is_mixed(), "Payroll is stated in several currencies, so there is no ratio of the whole company: currencies are never mixed.")
    .note_if(!other.is_empty() && !asked.payrolls.is_empty(), format!("Spend in {} is not in it: no payroll is in that currency.", other.join(", ")))
    .note_if(!flags.is_empty(), format!("{} the ratio rose two quarters in a row while the linked KPI was flat.", words::times(flags.len())))
}

/// That pay of units is left out, and what helps: `Pay of One is left out …`.
pub fn withheld_text(units: &BTreeSet<String>) -> String {
    let units: Vec<&str> = units.iter().map(String::as_str).collect();
    format!(
        "Pay of {} is left out, and with it that of the whole company: by its head count it is one person's. Join the unit with another one.",
        units.join(", ")
    )
}
