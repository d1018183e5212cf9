//! One invoice: its lines, tax, checks in words, what it bills, and what usage explains of it.

use charts::Locale;
use charts::format::{self, Currencies};
use model::{Exact, Invoice, Period, RuleResult, Total};
use store::StoredInvoice;

use super::invoices::{amount, day, kind, money};
use super::{Desk, placed};
use crate::Result;
use crate::invoices::Invoices;
use crate::linked::Link;
use crate::reconcile;
use crate::show;
use crate::view::{Block, Fact, Placed, RowView, TableView, Tone};

/// The waterfall and the models, where the charges of the chosen invoice are in the book.
pub(super) fn against_usage(desk: &Desk<'_>) -> Result<Vec<Placed>> {
    let made = reconcile::all(desk.scope, desk.scope.route.item.as_deref())?;
    let Some(one) = made.invoices.first() else {
        return Ok(Vec::new());
    };
    let money = |total: Total| amount(total, &one.stated.currency, desk.scope.writing());
    let rows = one.models.iter().map(|model| RowView {
        tone: if model.ok { Tone::Neutral } else { Tone::Warn },
        ..show::row(vec![
            if model.of.model.is_empty() {
                "no model".to_owned()
            } else {
                model.of.model.clone()
            },
            money(model.of.billed),
            model
                .of
                .tokens
                .map(|tokens| show::count(desk.scope, tokens))
                .unwrap_or_default(),
            model.of.priced.map_or_else(|| "no price".to_owned(), money),
            model.difference.map(money).unwrap_or_default(),
            if model.ok { "agrees" } else { "differs" }.to_owned(),
        ])
    });
    let columns = [
        "Model",
        "#Billed",
        "#Tokens",
        "#Tokens × price",
        "#Difference",
        "Verdict",
    ];
    let table = TableView {
        note: made.explanation.notes.join(" "),
        ..block("invoice-usage", "Against usage", &columns, rows.collect())
    };
    Ok(vec![
        desk.chart("reconciliation", 12, 200)?,
        placed(12, Block::Table(table)),
    ])
}

pub(super) fn one(invoices: &Invoices, (stored, link): (&StoredInvoice, Option<&Link>)) -> Vec<Placed> {
    let invoice = &stored.invoice;
    let mut blocks = vec![
        placed(12, verdict((stored, link), invoices.writing)),
        placed(
            6,
            Block::Facts {
                title: format!("{} {}", kind(invoice), invoice.number),
                facts: facts(stored),
            },
        ),
        placed(
            6,
            Block::Facts {
                title: "Totals as stated".to_owned(),
                facts: totals(invoice, invoices.writing),
            },
        ),
    ];
    if !invoice.lines.is_empty() {
        blocks.push(placed(12, Block::Table(lines(invoice, invoices.writing))));
    }
    if !invoice.taxes.is_empty() {
        blocks.push(placed(12, Block::Table(taxes(invoice, invoices.writing))));
    }
    blocks.push(placed(12, Block::Table(bills(invoices, (stored, link)))));
    blocks
}

/// What there is to say of an invoice, before all else.
fn verdict((stored, link): (&StoredInvoice, Option<&Link>), writing: Currencies) -> Block {
    let invoice = &stored.invoice;
    let money = |total| amount(total, &invoice.currency, writing);
    let (bills, is_odd) = match link {
        _ if stored.is_counted => ("Its lines count as charges.".to_owned(), false),
        _ if !invoice.no_bill.is_empty() => (invoice.no_bill.clone(), true),
        None => (
            "The book has no charges that it bills; the vendor's billing file for its months would bring them."
                .to_owned(),
            false,
        ),
        Some(link) if link.agrees() => (
            format!(
                "It bills what the book has of {}, {} without tax.",
                link.vendors(),
                money(link.billed)
            ),
            false,
        ),
        Some(link) => {
            let way = if link.difference().0 > 0 { "more" } else { "less" };
            let apart = money(Total(link.difference().0.abs()));
            let both = format!("{} against {}", money(link.stated), money(link.billed));
            (
                format!(
                    "It bills {apart} {way} than the charges of {}: {both}, without tax.",
                    link.vendors()
                ),
                true,
            )
        }
    };
    let failed = invoice.failed_rules().count();
    let checks = match (invoice.rules.len(), failed) {
        (0, _) => String::new(),
        (1, 0) => " Its one check holds.".to_owned(),
        (all, 0) => format!(" All {all} checks hold."),
        (all, failed) => format!(" {failed} of {} fail.", show::counted(all as u64, "check")),
    };
    Block::Note {
        tone: if is_odd || failed > 0 {
            Tone::Warn
        } else {
            Tone::Neutral
        },
        text: format!("{bills}{checks}"),
    }
}

/// What was checked: what fails in full, what holds behind its number.
pub(super) fn checked(invoice: &Invoice) -> Vec<Placed> {
    let (hold, fail): (Vec<&RuleResult>, Vec<&RuleResult>) = invoice.rules.iter().partition(|rule| rule.ok);
    let words = |count: usize, one: &str, many: &str| {
        let verb = if count == 1 { one } else { many };
        format!("{} {verb}", show::counted(count as u64, "check"))
    };
    let failing = (!fail.is_empty()).then(|| {
        let title = words(fail.len(), "fails", "fail");
        Block::Table(checks(&title, &fail))
    });
    let holding = (!hold.is_empty()).then(|| {
        let title = words(hold.len(), "holds", "hold");
        Block::Folded(checks(&title, &hold))
    });
    failing
        .into_iter()
        .chain(holding)
        .map(|block| placed(12, block))
        .collect()
}

fn facts(stored: &StoredInvoice) -> Vec<Fact> {
    let invoice = &stored.invoice;
    let period = invoice.period_start.or(invoice.period_end).and(invoice.period());
    let period = period
        .map(|period| format::span(&period, &Locale::default()))
        .unwrap_or_default();
    said(vec![
        ("Issuer", invoice.seller.name.clone()),
        ("VAT id", invoice.seller.vat_id.clone()),
        ("Buyer", invoice.buyer.name.clone()),
        ("Issued", day(invoice.issue_date)),
        ("Due", day(invoice.due_date)),
        ("Period", period),
        ("Order", invoice.order_reference.clone()),
        ("Corrects", invoice.preceding.join(", ")),
        ("Profile", invoice.profile.clone()),
        ("File", format!("{} (import {})", stored.file, stored.import)),
    ])
}

fn totals(invoice: &Invoice, writing: Currencies) -> Vec<Fact> {
    let totals = &invoice.totals;
    let money = |amount| money(amount, &invoice.currency, writing);
    // What is taken off is stated without a sign.
    let off = |amount: Option<Exact>| money(amount.map(Exact::negated));
    said(vec![
        ("Lines", money(totals.lines)),
        ("Allowances", off(totals.allowances)),
        ("Charges", money(totals.charges)),
        ("Without tax", money(totals.without_tax)),
        ("Tax", money(totals.tax)),
        ("With tax", money(totals.with_tax)),
        ("Paid already", off(totals.prepaid)),
        ("Rounding", money(totals.rounding)),
        ("Previous balance", money(totals.previous_balance)),
        (
            if invoice.is_credit_note {
                "To be credited"
            } else {
                "Payable"
            },
            money(totals.payable),
        ),
    ])
}

fn said(pairs: Vec<(&str, String)>) -> Vec<Fact> {
    let stated = pairs.into_iter().filter(|(_, value)| !value.is_empty());
    stated
        .map(|(label, value)| Fact {
            label: label.to_owned(),
            value,
        })
        .collect()
}

fn lines(invoice: &Invoice, writing: Currencies) -> TableView {
    let grouped = |value: Exact| {
        let figure = charts::Figure::exact(value);
        figure.map_or_else(
            || value.to_string(),
            |figure| format::plain(figure, &Locale::default()),
        )
    };
    let number = |value: Option<Exact>| value.map(grouped).unwrap_or_default();
    let rows: Vec<RowView> = invoice
        .lines
        .iter()
        .map(|line| {
            let price = match line.base_quantity {
                Some(base) if base != Exact::new(1, 0) => {
                    format!("{} per {}", number(line.unit_price), grouped(base))
                }
                _ => number(line.unit_price),
            };
            show::row(vec![
                line.id.clone(),
                line.description.clone(),
                number(line.quantity),
                price,
                percent(line.rate),
                money(line.net, &invoice.currency, writing),
            ])
        })
        .collect();
    block(
        "invoice-lines",
        "Lines",
        &["Line", "What", "#Quantity", "#Price", "#Tax", "#Net"],
        rows,
    )
}

fn taxes(invoice: &Invoice, writing: Currencies) -> TableView {
    let row = |tax: &model::InvoiceTax| {
        show::row(vec![
            category(&tax.category),
            percent(tax.rate),
            money(tax.basis, &invoice.currency, writing),
            money(tax.amount, &invoice.currency, writing),
        ])
    };
    let rows = invoice.taxes.iter().map(row).collect();
    block(
        "invoice-tax",
        "Tax",
        &["Category", "#Rate", "#Taxed amount", "#Tax"],
        rows,
    )
}

/// Categories of tax by UNCL 5305.
const CATEGORIES: &[(&str, &str)] = &[
    ("S", "standard or reduced rate"),
    ("Z", "zero rate"),
    ("E", "exempt"),
    ("AE", "reverse charge"),
    ("K", "supply within the EU"),
    ("G", "export"),
    ("O", "not subject to tax"),
    ("L", "Canary Islands"),
    ("M", "Ceuta and Melilla"),
];

fn category(code: &str) -> String {
    let named = CATEGORIES.iter().find(|(known, _)| *known == code);
    named.map_or_else(|| code.to_owned(), |(_, words)| format!("{code}, {words}"))
}

fn checks(title: &str, rules: &[&RuleResult]) -> TableView {
    let key = if rules.iter().any(|rule| rule.ok) {
        "invoice-checks"
    } else {
        "invoice-failures"
    };
    let rows = rules
        .iter()
        .map(|rule| RowView {
            tone: if rule.ok { Tone::Neutral } else { Tone::Warn },
            ..show::row(vec![
                if rule.ok { "holds" } else { "fails" }.to_owned(),
                rule.what.clone(),
                rule.rule.clone(),
            ])
        })
        .collect();
    block(key, title, &["Verdict", "What was compared", "Rule"], rows)
}

fn bills(invoices: &Invoices, (stored, link): (&StoredInvoice, Option<&Link>)) -> TableView {
    let money = |total| amount(total, &stored.invoice.currency, invoices.writing);
    let row = |link: &Link| {
        let verdict = if link.agrees() { "agrees" } else { "differs" };
        show::row(vec![
            charges(link, &invoices.others(stored, link)),
            format::count(link.rows.into(), &Locale::default()),
            money(link.billed),
            money(link.stated),
            money(link.difference()),
            money(link.tolerance),
            verdict.to_owned(),
        ])
    };
    let rows: Vec<RowView> = link.map(row).into_iter().collect();
    let note = match (stored.is_counted, rows.is_empty()) {
        (true, _) => "The lines of this invoice count as charges themselves.",
        (_, true) => "No charge of the book states this number, and none of this vendor is in its months.",
        _ => "Both without tax; they may differ by the tolerance of FOCUS 1.4.",
    };
    TableView {
        note: note.to_owned(),
        ..block(
            "invoice-bills",
            "What it bills",
            &[
                "Charges",
                "#Rows",
                "#Billed",
                "#Invoice",
                "#Difference",
                "#Tolerance",
                "Verdict",
            ],
            rows,
        )
    }
}

/// `OpenAI by vendor, September 2026, together with invoice A-2`.
fn charges(link: &Link, others: &[&str]) -> String {
    let months = link.months.iter().map(|month| Period::month(*month));
    let by = months.reduce(|all, next| all.hull(&next)).map_or_else(
        || "by its number".to_owned(),
        |months| format!("by vendor, {}", format::period(&months, &Locale::default())),
    );
    let with = match others {
        [] => String::new(),
        others => format!(", together with invoice {}", others.join(", ")),
    };
    format!("{} {by}{with}", link.vendors())
}

fn block(key: &str, title: &str, columns: &[&str], rows: Vec<RowView>) -> TableView {
    TableView {
        key: key.to_owned(),
        title: title.to_owned(),
        columns: show::columns(columns),
        count: rows.len() as u32,
        rows,
        ..TableView::default()
    }
}

fn percent(rate: Option<Exact>) -> String {
    rate.map(|rate| format!("{rate}{}%", format::THIN))
        .unwrap_or_default()
}
