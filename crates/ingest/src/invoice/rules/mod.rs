//! The arithmetic rules of EN 16931 (and Peppol's on lines) against an invoice: which were checked, which hold, and
//! why not in words. Exact decimals throughout. Where the official checks of UBL and CII differ, each is followed.

mod presence;
mod tax;
mod totals;

use bigdecimal::RoundingMode;
use model::{Decimal, Exact, Invoice, RuleResult};

/// What XML has that an invoice does not keep: elements that are there, whatever they say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gaps {
    /// Whether the period of the invoice is empty.
    pub(crate) period: bool,
    /// Lines whose period is empty.
    pub(crate) line_periods: Vec<String>,
    /// Whether it says when to pay.
    pub(crate) terms: bool,
    /// Whether it has a breakdown of tax, perhaps in another currency.
    pub(crate) breakdown: bool,
}

/// Whether a rule holds, and what was compared.
pub(super) struct Verdict {
    ok: bool,
    what: String,
}

impl Verdict {
    #[expect(
        clippy::unnecessary_wraps,
        reason = "a rule that has something to say ends with it"
    )]
    fn new(ok: bool, what: impl Into<String>) -> Option<Self> {
        Some(Self {
            ok,
            what: what.into(),
        })
    }
}

/// One rule; it gives nothing where the invoice has nothing that it is about.
type Check = fn(&Invoice, &Gaps) -> Option<Verdict>;

/// Every rule with its id.
const RULES: &[(&str, Check)] = &[
    ("BR-CO-03", presence::one_tax_point),
    ("BR-CO-04", presence::lines_have_category),
    ("BR-CO-09", presence::vat_ids_name_a_country),
    ("BR-CO-10", totals::lines),
    ("BR-CO-11", totals::allowances),
    ("BR-CO-12", totals::charges),
    ("BR-CO-13", totals::without_tax),
    ("BR-CO-14", totals::tax),
    ("BR-CO-15", totals::with_tax),
    ("BR-CO-16", totals::payable),
    ("BR-CO-17", tax::of_every_group),
    ("BR-CO-18", presence::has_tax_breakdown),
    ("BR-CO-19", presence::period_says_something),
    ("BR-CO-20", presence::line_periods_say_something),
    ("BR-CO-21", presence::allowances_have_reason),
    ("BR-CO-22", presence::charges_have_reason),
    ("BR-CO-23", presence::line_allowances_have_reason),
    ("BR-CO-24", presence::line_charges_have_reason),
    ("BR-CO-25", presence::payment_is_agreed),
    ("BR-CO-26", presence::seller_is_identified),
    ("PEPPOL-EN16931-R120", totals::every_line),
];

/// Checks every rule.
pub(super) fn check(invoice: &Invoice, gaps: &Gaps) -> Vec<RuleResult> {
    let named = RULES
        .iter()
        .filter_map(|(id, check)| Some(((*id).to_owned(), check(invoice, gaps)?)));
    let results = named.chain(tax::by_category(invoice));
    results
        .map(|(rule, verdict)| RuleResult {
            rule,
            ok: verdict.ok,
            what: verdict.what,
        })
        .collect()
}

fn decimal(value: Option<Exact>) -> Decimal {
    value.map(Exact::decimal).unwrap_or_default()
}

fn sum(values: impl Iterator<Item = Option<Exact>>) -> Decimal {
    values.map(decimal).sum()
}

/// Two decimals; a half goes up, also below zero, as `XPath` has it.
fn cents(value: &Decimal) -> Decimal {
    let mode = if *value < Decimal::default() {
        RoundingMode::HalfDown
    } else {
        RoundingMode::HalfUp
    };
    value.with_scale_round(2, mode)
}

fn say(value: &Decimal) -> String {
    let text = value.normalized().to_plain_string();
    if text == "-0" { "0".to_owned() } else { text }
}

fn say_stated(value: Option<Exact>) -> String {
    value.map_or_else(|| "nothing".to_owned(), |value| value.to_string())
}

/// Of the sentences about single lines or groups those that say what is wrong, or that all is well.
fn together(wrong: &[String], fine: &str) -> Option<Verdict> {
    const SHOWN: usize = 5;
    let more = wrong.len().saturating_sub(SHOWN);
    let mut what = wrong.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(" ");
    if more > 0 {
        what = format!("{what} And {more} more.");
    }
    Verdict::new(
        wrong.is_empty(),
        if wrong.is_empty() { fine } else { what.as_str() },
    )
}

#[cfg(test)]
mod tests;
