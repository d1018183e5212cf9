//! Invoices: the list, and one of them with its lines, tax, checks in words, and what it bills.

use charts::format;
use charts::{Locale, format::Currencies};
use chrono::NaiveDate;
use model::{Currency, Exact, Invoice, Money, Total};
use store::{Book, StoredInvoice};

use super::{Desk, placed};
use crate::Result;
use crate::invoices::{Invoices, Link, total};
use crate::show;
use crate::view::{Block, Choice, Fact, Placed, Route, RowView, TableView, Tone};

/// The screen.
pub(super) fn blocks(desk: &Desk<'_>) -> Result<Vec<Placed>> {
    let blocks = list(desk.scope.book, &desk.scope.route)?;
    if blocks.is_empty() {
        return Ok(vec![placed(12, nothing())]);
    }
    Ok(blocks)
}

fn nothing() -> Block {
    Block::Empty {
        title: "No invoice yet".to_owned(),
        text: "Drop invoices here: UBL, CII, Factur-X and ZUGFeRD, or a PDF. You see their lines, tax and checks, and what \
               they bill. An invoice is a document; it is not counted as spend."
            .to_owned(),
        actions: vec![Choice {
            id: "import".to_owned(),
            label: "Choose files".to_owned(),
            ..Choice::default()
        }],
    }
}

/// The chosen invoice and the list; nothing if the book has no invoice.
pub(super) fn list(book: &Book, route: &Route) -> Result<Vec<Placed>> {
    let invoices = Invoices::of(book)?;
    if invoices.all.is_empty() {
        return Ok(Vec::new());
    }
    let chosen = route
        .item
        .as_deref()
        .and_then(|item| invoices.all.iter().find(|stored| id(stored) == item));
    let mut blocks = chosen.map(|stored| one(&invoices, stored)).unwrap_or_default();
    blocks.push(placed(12, Block::Table(table(&invoices, route))));
    Ok(blocks)
}

/// Import and number tell an invoice in a route.
fn id(stored: &StoredInvoice) -> String {
    format!("{}:{}", stored.import, stored.invoice.number)
}

fn table(invoices: &Invoices, route: &Route) -> TableView {
    let rows: Vec<RowView> = invoices
        .all
        .iter()
        .map(|stored| line(invoices, stored, route))
        .collect();
    TableView {
        key: "invoices".to_owned(),
        title: "Invoices".to_owned(),
        columns: show::columns(&[
            "Issuer", "Number", "Kind", "Issued", "Due", "#Net", "#Tax", "#Payable", "Checks", "Bills",
        ]),
        count: rows.len() as u32,
        rows,
        note: "Documents, not spend: their money is usually in the vendor's usage file. Amounts as stated."
            .to_owned(),
        ..TableView::default()
    }
}

fn line(invoices: &Invoices, stored: &StoredInvoice, route: &Route) -> RowView {
    let invoice = &stored.invoice;
    let links = invoices.links(invoice);
    let agrees = links.iter().any(Link::agrees);
    let bills = match (stored.is_counted, links.is_empty(), agrees) {
        (true, ..) => "counted as charges",
        (_, true, _) => "not found",
        (_, _, true) => "agrees",
        _ => "differs",
    };
    let failed = invoice.failed_rules().count();
    RowView {
        cells: vec![
            invoice.seller.name.clone(),
            invoice.number.clone(),
            kind(invoice).to_owned(),
            day(invoice.issue_date),
            day(invoice.due_date),
            money(invoice.totals.without_tax, &invoice.currency),
            money(invoice.totals.tax, &invoice.currency),
            money(invoice.totals.payable, &invoice.currency),
            verdict(invoice, failed),
            bills.to_owned(),
        ],
        go: Some(Route {
            screen: "invoices".to_owned(),
            item: Some(id(stored)),
            ..route.clone()
        }),
        tone: if failed > 0 { Tone::Warn } else { Tone::Neutral },
        ..RowView::default()
    }
}

fn kind(invoice: &Invoice) -> &'static str {
    if invoice.is_credit_note {
        "Credit note"
    } else {
        "Invoice"
    }
}

fn verdict(invoice: &Invoice, failed: usize) -> String {
    match (invoice.rules.len(), failed) {
        (0, _) => "not checked".to_owned(),
        (checked, 0) => format!("{checked} hold"),
        (checked, failed) => format!("{failed} of {checked} fail"),
    }
}

fn one(invoices: &Invoices, stored: &StoredInvoice) -> Vec<Placed> {
    let invoice = &stored.invoice;
    let mut blocks = vec![
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
                facts: totals(invoice),
            },
        ),
    ];
    if !invoice.lines.is_empty() {
        blocks.push(placed(12, Block::Table(lines(invoice))));
    }
    if !invoice.taxes.is_empty() {
        blocks.push(placed(12, Block::Table(taxes(invoice))));
    }
    blocks.push(placed(12, Block::Table(bills(invoices, stored))));
    if !invoice.rules.is_empty() {
        blocks.push(placed(12, Block::Table(checks(invoice))));
    }
    blocks
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

fn totals(invoice: &Invoice) -> Vec<Fact> {
    let totals = &invoice.totals;
    let money = |amount| money(amount, &invoice.currency);
    said(vec![
        ("Lines", money(totals.lines)),
        ("Allowances", money(totals.allowances)),
        ("Charges", money(totals.charges)),
        ("Without tax", money(totals.without_tax)),
        ("Tax", money(totals.tax)),
        ("With tax", money(totals.with_tax)),
        ("Paid already", money(totals.prepaid)),
        ("Rounding", money(totals.rounding)),
        ("Previous balance", money(totals.previous_balance)),
        ("Payable", money(totals.payable)),
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

fn lines(invoice: &Invoice) -> TableView {
    let number = |value: Option<Exact>| value.map(|value| value.to_string()).unwrap_or_default();
    let rows: Vec<RowView> = invoice
        .lines
        .iter()
        .map(|line| {
            let price = match line.base_quantity {
                Some(base) if base != Exact::new(1, 0) => format!("{} per {base}", number(line.unit_price)),
                _ => number(line.unit_price),
            };
            show::row(vec![
                line.id.clone(),
                line.description.clone(),
                number(line.quantity),
                price,
                percent(line.rate),
                money(line.net, &invoice.currency),
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

fn taxes(invoice: &Invoice) -> TableView {
    let row = |tax: &model::InvoiceTax| {
        show::row(vec![
            tax.category.clone(),
            percent(tax.rate),
            money(tax.basis, &invoice.currency),
            money(tax.amount, &invoice.currency),
        ])
    };
    let rows = invoice.taxes.iter().map(row).collect();
    block("invoice-tax", "Tax", &["Category", "#Rate", "#Of", "#Tax"], rows)
}

fn checks(invoice: &Invoice) -> TableView {
    let mut rules: Vec<&model::RuleResult> = invoice.rules.iter().collect();
    rules.sort_by_key(|rule| rule.ok);
    let rows = rules
        .into_iter()
        .map(|rule| RowView {
            tone: if rule.ok { Tone::Neutral } else { Tone::Warn },
            ..show::row(vec![
                if rule.ok { "holds" } else { "fails" }.to_owned(),
                rule.what.clone(),
                rule.rule.clone(),
            ])
        })
        .collect();
    block(
        "invoice-checks",
        "Checks",
        &["Verdict", "What was compared", "Rule"],
        rows,
    )
}

fn bills(invoices: &Invoices, stored: &StoredInvoice) -> TableView {
    let invoice = &stored.invoice;
    let money = |total| amount(total, &invoice.currency);
    let row = |link: Link| {
        let by = link.month.map_or_else(
            || "by its number".to_owned(),
            |month| {
                format!(
                    "by vendor, {}",
                    format::period(&model::Period::month(month), &Locale::default())
                )
            },
        );
        let verdict = if link.agrees() { "agrees" } else { "differs" };
        show::row(vec![
            format!("{} {by}", link.provider),
            format::count(link.rows.into(), &Locale::default()),
            money(link.billed),
            money(link.stated),
            money(link.difference),
            money(link.tolerance),
            verdict.to_owned(),
        ])
    };
    let rows: Vec<RowView> = invoices.links(invoice).into_iter().map(row).collect();
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

fn day(day: Option<NaiveDate>) -> String {
    day.map(|day| format::date(day, &Locale::default()))
        .unwrap_or_default()
}

fn percent(rate: Option<Exact>) -> String {
    rate.map(|rate| format!("{rate}{}%", format::THIN))
        .unwrap_or_default()
}

fn money(stated: Option<Exact>, currency: &Currency) -> String {
    let Some(exact) = stated else {
        return String::new();
    };
    total(exact, currency).map_or_else(|| exact.to_string(), |total| amount(total, currency))
}

fn amount(total: Total, currency: &Currency) -> String {
    format::money(
        &Money::new(total, currency.clone()),
        Currencies::Mixed,
        &Locale::default(),
    )
}
