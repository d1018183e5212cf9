//! The rules on totals, BR-CO-10 to 16, and Peppol's R120 on each line.

use model::{Adjustment, Decimal, Exact, Invoice, InvoiceLine, InvoiceTotals, Syntax};

use super::{Gaps, Verdict, cents, decimal, say, say_stated, sum, together};

/// Only a document that states some total can state a wrong one.
fn stated(invoice: &Invoice) -> Option<&InvoiceTotals> {
    (invoice.totals != InvoiceTotals::default()).then_some(&invoice.totals)
}

fn compare(what: &str, expected: &Decimal, found: Option<Exact>, name: &str) -> Option<Verdict> {
    let ok = found.is_some_and(|found| found.decimal() == *expected);
    let verb = if ok { "as stated" } else { "not as stated" };
    Verdict::new(
        ok,
        format!(
            "{what} {}, {verb}: {name} is {}.",
            say(expected),
            say_stated(found)
        ),
    )
}

pub(super) fn lines(invoice: &Invoice, _: &Gaps) -> Option<Verdict> {
    let totals = stated(invoice)?;
    // Also the lines of a bundle: the rule knows none.
    let expected = cents(&sum(invoice.lines.iter().map(|line| line.net)));
    compare("The lines add up to", &expected, totals.lines, "the sum of lines")
}

fn adjusted(invoice: &Invoice, is_charge: bool, total: Option<Exact>, what: &str) -> Option<Verdict> {
    // EN 16931 knows no freight apart from charges; the official check leaves it out.
    let ours = |one: &&Adjustment| one.is_charge == is_charge && !one.is_freight;
    let mut own = invoice.adjustments.iter().filter(ours).peekable();
    if own.peek().is_none() && total.is_none() {
        return None;
    }
    let expected = cents(&sum(own.map(|one| one.amount)));
    compare(&format!("The {what} add up to"), &expected, total, "their total")
}

pub(super) fn allowances(invoice: &Invoice, _: &Gaps) -> Option<Verdict> {
    adjusted(invoice, false, stated(invoice)?.allowances, "allowances")
}

pub(super) fn charges(invoice: &Invoice, _: &Gaps) -> Option<Verdict> {
    adjusted(invoice, true, stated(invoice)?.charges, "charges")
}

pub(super) fn without_tax(invoice: &Invoice, _: &Gaps) -> Option<Verdict> {
    let totals = stated(invoice)?;
    let what = "Lines less allowances plus charges make";
    let Some(lines) = totals.lines else {
        return Verdict::new(
            false,
            "The total without tax cannot be checked: the sum of lines is not stated.",
        );
    };
    let plain = totals.allowances.is_none() && totals.charges.is_none();
    let exact = lines.decimal() - decimal(totals.allowances) + decimal(totals.charges);
    let expected = if plain && invoice.syntax == Syntax::Ubl {
        exact
    } else {
        cents(&exact)
    };
    compare(what, &expected, totals.without_tax, "the total without tax")
}

pub(super) fn tax(invoice: &Invoice, _: &Gaps) -> Option<Verdict> {
    let total = invoice.totals.tax;
    // The official check of CII asks it of a total only, that of UBL of tax by rates also where no total is stated.
    let asked = match invoice.syntax {
        Syntax::Cii => total.is_some(),
        Syntax::Ubl => !invoice.taxes.is_empty(),
        Syntax::Text => total.is_some() && !invoice.taxes.is_empty(),
    };
    if !asked {
        return None;
    }
    let expected = cents(&sum(invoice.taxes.iter().map(|tax| tax.amount)));
    compare(
        "The tax of all rates adds up to",
        &expected,
        total,
        "the total of tax",
    )
}

pub(super) fn with_tax(invoice: &Invoice, _: &Gaps) -> Option<Verdict> {
    let totals = stated(invoice)?;
    if invoice.currency.code().is_empty() && invoice.syntax != Syntax::Text {
        return None;
    }
    if invoice.syntax == Syntax::Cii && totals.with_tax.is_some() && totals.with_tax == totals.without_tax {
        return Verdict::new(true, "The totals with and without tax are the same.");
    }
    let ours = invoice
        .tax_totals
        .iter()
        .filter(|total| total.currency == invoice.currency)
        .count();
    if ours != 1 && invoice.syntax != Syntax::Text {
        let what = format!(
            "{ours} totals of tax are stated in {}; there must be one.",
            invoice.currency
        );
        return Verdict::new(false, what);
    }
    let Some(without_tax) = totals.without_tax else {
        return Verdict::new(
            false,
            "The total with tax cannot be checked: the total without tax is not stated.",
        );
    };
    let expected = cents(&(without_tax.decimal() + decimal(totals.tax)));
    compare(
        "Without tax, plus tax, makes",
        &expected,
        totals.with_tax,
        "the total with tax",
    )
}

pub(super) fn payable(invoice: &Invoice, _: &Gaps) -> Option<Verdict> {
    let totals = stated(invoice)?;
    let Some((payable, with_tax)) = totals.payable.zip(totals.with_tax) else {
        return Verdict::new(false, "The amount due or the total with tax is not stated.");
    };
    let (rounding, prepaid) = (decimal(totals.rounding), decimal(totals.prepaid));
    let before = decimal(totals.previous_balance);
    let expected = with_tax.decimal() - &prepaid + &rounding + before;
    let ok = if invoice.syntax == Syntax::Ubl {
        // What is stated is rounded only on the side where something is taken off.
        let [due, left] = [payable.decimal() - &rounding, with_tax.decimal() - &prepaid];
        let round = |value, other: Option<Exact>| match other {
            Some(other) if !other.is_zero() => cents(&value),
            _ => value,
        };
        round(due, totals.rounding) == round(left, totals.prepaid)
    } else {
        payable.decimal() == expected
    };
    let verb = if ok { "as stated" } else { "not as stated" };
    let what = format!(
        "With tax, less what is paid, plus rounding, makes {}, {verb}: the amount due is {payable}.",
        say(&expected)
    );
    Verdict::new(ok, what)
}

/// Quantity × price ÷ base quantity + charges − allowances, within two cents.
pub(super) fn every_line(invoice: &Invoice, _: &Gaps) -> Option<Verdict> {
    let checked = invoice
        .lines
        .iter()
        .filter_map(|line| Some((line, line_amount(line)?)));
    let mut wrong = Vec::new();
    let mut count = 0;
    for (line, expected) in checked {
        count += 1;
        let net = decimal(line.net);
        if (&net - &expected).abs() > Exact::new(2, 2).decimal() {
            wrong.push(format!(
                "Line {} is {}, but quantity and price make {}.",
                line.id,
                say(&net),
                say(&cents(&expected))
            ));
        }
    }
    if count == 0 {
        return None;
    }
    together(&wrong, "Quantity and price make the amount of every line.")
}

fn line_amount(line: &InvoiceLine) -> Option<Decimal> {
    let (quantity, price) = (line.quantity?.decimal(), line.unit_price?.decimal());
    line.net?;
    let base = line
        .base_quantity
        .map_or_else(|| Decimal::from(1), Exact::decimal);
    if base == Decimal::default() || line.is_informative {
        return None;
    }
    let signed = line.adjustments.iter().map(|one| {
        let amount = one.amount?;
        Some(if one.is_charge { amount } else { amount.negated() })
    });
    Some(quantity * price / base + sum(signed))
}
