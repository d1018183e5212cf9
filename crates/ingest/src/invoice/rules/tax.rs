//! Rules on tax: basis × rate = tax of each group (BR-CO-17), and of each category the basis from its lines (08) and
//! the tax from its basis (09).

use model::{Adjustment, Decimal, Invoice, InvoiceTax, Syntax};

use super::{Gaps, Verdict, cents, decimal, say, say_stated, sum, together};

/// A category, the letters of its rules, and whether it has a rate.
const CATEGORIES: &[(&str, &str, bool)] = &[
    ("S", "S", true),
    ("L", "AF", true),
    ("M", "AG", true),
    ("Z", "Z", false),
    ("E", "E", false),
    ("AE", "AE", false),
    ("K", "IC", false),
    ("G", "G", false),
    ("O", "O", false),
];

/// Tax of a group within one unit of the currency, as the official check has it.
pub(super) fn of_every_group(invoice: &Invoice, _: &Gaps) -> Option<Verdict> {
    if invoice.taxes.is_empty() {
        return None;
    }
    let wrong: Vec<String> = invoice
        .taxes
        .iter()
        .filter(|tax| !holds(tax, invoice.syntax))
        .map(sentence)
        .collect();
    together(&wrong, "Basis times rate makes the tax of every rate.")
}

fn holds(tax: &InvoiceTax, syntax: Syntax) -> bool {
    let Some(amount) = tax.amount.map(model::Exact::decimal) else {
        return false;
    };
    let rate = decimal(tax.rate);
    if is_zero_rounded(&rate) {
        return is_zero_rounded(&amount);
    }
    let Some(basis) = tax.basis.map(model::Exact::decimal) else {
        return false;
    };
    let expected = cents(&(basis.abs() * rate / Decimal::from(100)));
    let apart = (amount.abs() - expected).abs();
    let unit = Decimal::from(1);
    if syntax == Syntax::Ubl {
        apart < unit
    } else {
        apart <= unit
    }
}

/// Rounds to 0: a half goes up, so from −½ to under ½.
fn is_zero_rounded(value: &Decimal) -> bool {
    let half = model::Exact::new(5, 1).decimal();
    *value >= -half.clone() && *value < half
}

fn sentence(tax: &InvoiceTax) -> String {
    let expected = cents(&(decimal(tax.basis) * decimal(tax.rate) / Decimal::from(100)));
    format!(
        "{} at {} % make {}, but the tax is {}.",
        say_stated(tax.basis),
        say_stated(tax.rate),
        say(&expected),
        say_stated(tax.amount)
    )
}

/// Rules 08 and 09 of every category that the invoice has.
pub(super) fn by_category(invoice: &Invoice) -> Vec<(String, Verdict)> {
    let mut results = Vec::new();
    for (category, letters, has_rate) in CATEGORIES {
        let groups: Vec<&InvoiceTax> = invoice
            .taxes
            .iter()
            .filter(|tax| tax.category == *category)
            .collect();
        if groups.is_empty() {
            continue;
        }
        let basis = basis(invoice, &groups, *has_rate);
        results.extend(basis.map(|verdict| (format!("BR-{letters}-08"), verdict)));
        let amount = amount(&groups, *has_rate, invoice.syntax);
        results.extend(amount.map(|verdict| (format!("BR-{letters}-09"), verdict)));
    }
    results
}

/// How far what is taxed may be from what makes it.
#[derive(Clone, Copy)]
enum Slack {
    None,
    /// Less than a unit of the currency.
    BelowUnit,
    Unit,
}

impl Slack {
    /// As the official checks have it: that of UBL is strict without a rate, that of CII with one and outside VAT.
    fn of(category: &str, has_rate: bool, syntax: Syntax) -> Self {
        match (syntax, has_rate) {
            (Syntax::Cii, true) => Self::None,
            (Syntax::Cii, false) if category == "O" => Self::None,
            (Syntax::Cii, false) => Self::Unit,
            (_, true) => Self::BelowUnit,
            (_, false) => Self::None,
        }
    }

    fn allows(self, apart: &Decimal) -> bool {
        let unit = Decimal::from(1);
        match self {
            Self::None => *apart == Decimal::default(),
            Self::BelowUnit => *apart < unit,
            Self::Unit => *apart <= unit,
        }
    }
}

/// What is taxed is what its lines, charges and allowances make.
fn basis(invoice: &Invoice, groups: &[&InvoiceTax], has_rate: bool) -> Option<Verdict> {
    if invoice.lines.is_empty() {
        return None;
    }
    let mut wrong = Vec::new();
    for group in groups {
        let same = |category: &str, rate| category == group.category && (!has_rate || rate == group.rate);
        let lines = invoice
            .lines
            .iter()
            .filter(|line| same(&line.category, line.rate));
        let adjusted = invoice
            .adjustments
            .iter()
            .filter(|one| same(&one.category, one.rate));
        let expected = made(
            invoice.syntax,
            [
                lines.map(|line| line.net).collect(),
                adjusted.map(signed).collect(),
            ],
        );
        let slack = Slack::of(&group.category, has_rate, invoice.syntax);
        if !slack.allows(&(decimal(group.basis) - &expected).abs()) {
            wrong.push(format!(
                "{} is taxed in category {}, but its lines, charges and allowances make {}.",
                say_stated(group.basis),
                group.category,
                say(&expected)
            ));
        }
    }
    together(&wrong, "Lines, charges and allowances make what is taxed.")
}

/// What amounts make; the official check of CII rounds the sum of lines and that of the others to cents.
fn made(syntax: Syntax, parts: [Vec<Option<model::Exact>>; 2]) -> Decimal {
    parts
        .into_iter()
        .map(|part| sum(part.into_iter()))
        .map(|part| if syntax == Syntax::Cii { cents(&part) } else { part })
        .sum()
}

fn signed(one: &Adjustment) -> Option<model::Exact> {
    one.amount
        .map(|amount| if one.is_charge { amount } else { amount.negated() })
}

fn amount(groups: &[&InvoiceTax], has_rate: bool, syntax: Syntax) -> Option<Verdict> {
    // The official check of CII accepts any tax of the Canaries, Ceuta and Melilla.
    if syntax == Syntax::Cii
        && groups
            .iter()
            .all(|tax| matches!(tax.category.as_str(), "L" | "M"))
    {
        return None;
    }
    let stated = groups.iter().filter(|tax| tax.amount.is_some());
    let wrong: Vec<String> = stated
        .filter(|tax| {
            if has_rate {
                !holds(tax, Syntax::Ubl)
            } else {
                decimal(tax.amount) != Decimal::default()
            }
        })
        .map(|tax| sentence(tax))
        .collect();
    together(&wrong, "The tax of the category is right.")
}
