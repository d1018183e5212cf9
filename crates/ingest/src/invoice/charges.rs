//! The lines of an invoice as charges, for vendors that have no other file. Only where they prove to be the invoice:
//! lines, allowances, charges and tax must make its total with tax. Otherwise nothing is counted, with the reason.

use model::{
    Category, Charge, Exact, ExactSum, Grain, Invoice, InvoiceLine, KeyBuilder, Origin, Period, What, Whose,
};

/// What one charge is made of.
struct Part {
    category: Category,
    what: String,
    amount: Exact,
    quantity: Option<Exact>,
    unit: String,
    period: Option<Period>,
}

/// The charges with their exact amounts, or why the invoice cannot be counted.
pub(super) fn charges(invoice: &Invoice) -> Result<Vec<(Charge, Exact)>, String> {
    if !invoice.no_bill.is_empty() {
        return Err(format!("{} Its lines were not counted.", invoice.no_bill));
    }
    if invoice.currency.code().is_empty() {
        return Err("The invoice states no currency, so its lines were not counted.".into());
    }
    let mut parts = parts(invoice)?;
    parts.retain(|part| !part.amount.is_zero());
    let charges = parts
        .iter()
        .enumerate()
        .map(|(place, part)| charge(invoice, part, place));
    charges.collect()
}

fn parts(invoice: &Invoice) -> Result<Vec<Part>, String> {
    let totals = &invoice.totals;
    let Some(with_tax) = totals.with_tax.or(totals.payable) else {
        return Err("The invoice states no total, so its lines were not counted.".into());
    };
    let net = totals.without_tax.unwrap_or(with_tax);
    let mut parts = billed_lines(invoice, net)?;
    parts.extend(invoice.adjustments.iter().filter_map(|one| {
        let amount = one.amount?;
        let reason = if one.reason.is_empty() {
            "Allowance or charge"
        } else {
            &one.reason
        };
        let (category, amount) = if one.is_charge {
            (Category::Adjustment, amount)
        } else {
            (Category::Credit, amount.negated())
        };
        Some(plain(category, reason, amount))
    }));
    if invoice.lines.is_empty() {
        // Profiles without lines state their totals after allowances.
        parts.truncate(1);
    }
    level(&mut parts, net, "without tax")?;
    let tax = totals.tax.unwrap_or_default();
    parts.push(plain(Category::Tax, "Tax", tax));
    level(&mut parts, with_tax, "with tax")?;
    parts.push(plain(
        Category::Adjustment,
        "Rounding",
        totals.rounding.unwrap_or_default(),
    ));
    Ok(parts)
}

fn plain(category: Category, what: &str, amount: Exact) -> Part {
    Part {
        category,
        what: what.to_owned(),
        amount,
        quantity: None,
        unit: String::new(),
        period: None,
    }
}

/// The lines whose money is the sum of lines: all of them, or without headings and details.
fn billed_lines(invoice: &Invoice, net: Exact) -> Result<Vec<Part>, String> {
    if invoice.lines.is_empty() {
        return Ok(vec![plain(
            Category::Usage,
            &format!("Invoice {}", invoice.number),
            net,
        )]);
    }
    let is_parent = |line: &&InvoiceLine| invoice.lines.iter().any(|other| other.parent == line.id);
    let ways: [&dyn Fn(&&InvoiceLine) -> bool; 4] = [
        &|_| true,
        &|line| !line.is_informative,
        &|line| line.parent.is_empty(),
        &|line| line.id.is_empty() || !is_parent(line),
    ];
    let chosen = ways.into_iter().find_map(|way| {
        let lines: Vec<&InvoiceLine> = invoice.lines.iter().filter(way).collect();
        let told = invoice.totals.lines.unwrap_or(net);
        apart(told, lines.iter().filter_map(|line| line.net), lines.len())?;
        Some(lines)
    });
    let lines = chosen.ok_or("The lines do not add up to the invoice, so they were not counted.")?;
    Ok(lines.into_iter().filter_map(line_part).collect())
}

fn line_part(line: &InvoiceLine) -> Option<Part> {
    let amount = line.net?;
    let category = if amount.is_negative() {
        Category::Credit
    } else {
        Category::Usage
    };
    let period = line
        .start
        .zip(line.end)
        .and_then(|(from, last)| Some(Period::new(from, last.succ_opt()?)));
    Some(Part {
        quantity: line.quantity,
        unit: line.unit.clone(),
        period,
        ..plain(category, &line.description, amount)
    })
}

/// Adds what rounding took, if it is no more than that.
fn level(parts: &mut Vec<Part>, told: Exact, which: &str) -> Result<(), String> {
    let amounts = parts.iter().map(|part| part.amount);
    let apart = apart(told, amounts.clone(), parts.len());
    let apart = apart.ok_or_else(|| {
        let sum = sum(amounts).map_or_else(String::new, |sum| sum.to_string());
        format!("Its parts make {sum} {which}, but the invoice says {told}; nothing of it was counted.")
    })?;
    parts.push(plain(Category::Adjustment, "Rounding", apart));
    Ok(())
}

/// What the parts lack to what is told, if it is at most half a cent for each.
fn apart(told: Exact, amounts: impl Iterator<Item = Exact>, parts: usize) -> Option<Exact> {
    let apart = sum(amounts.map(Exact::negated).chain([told]))?;
    let most = Exact::new(5 * (parts as i128 + 1), 3).decimal();
    (apart.decimal().abs() <= most).then_some(apart)
}

/// What amounts come to; nothing if that is too long.
pub(super) fn sum(amounts: impl Iterator<Item = Exact>) -> Option<Exact> {
    let mut sum = ExactSum::default();
    amounts.for_each(|amount| sum.add(amount));
    Exact::parse(&sum.to_string())
}

fn charge(invoice: &Invoice, part: &Part, place: usize) -> Result<(Charge, Exact), String> {
    let exact = invoice.signed(part.amount);
    let (billed, _) = exact
        .amount(&invoice.currency)
        .ok_or("An amount is too large to be kept.")?;
    let period = part.period.or_else(|| invoice.period());
    let category = match part.category {
        Category::Usage | Category::Credit if exact.is_negative() => Category::Credit,
        Category::Credit => Category::Usage,
        other => other,
    };
    let charge = Charge {
        origin: Origin {
            table: 0,
            row: place as u64 + 1,
        },
        key: KeyBuilder::new()
            .part(&invoice.scope)
            .part(&place.to_string())
            .key(),
        scope: Invoice::charges_scope(&invoice.scope),
        period,
        billing_month: period.map(|period| Grain::Month.start(period.from)),
        billed: Some(billed),
        effective: Some(billed),
        quantity: part.quantity.and_then(Exact::micros),
        what: What {
            provider: invoice.seller.name.clone(),
            service: part.what.clone(),
            category,
            currency: invoice.currency.clone(),
            unit: part.unit.clone(),
            ..What::default()
        }
        .into(),
        whose: Whose {
            invoice: invoice.number.clone(),
            ..Whose::default()
        }
        .into(),
        ..Charge::default()
    };
    Ok((charge, exact))
}
