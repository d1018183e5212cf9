//! Invoices: the list, and above it the one that was chosen.

use charts::format;
use charts::{Locale, format::Currencies};
use chrono::NaiveDate;
use model::{Currency, Exact, Invoice, Money, Total};
use store::{Book, StoredInvoice};

use super::{Desk, one_invoice, placed};
use crate::Result;
use crate::invoices::Invoices;
use crate::linked::{Link, total};
use crate::reconcile::id;
use crate::scope::Scope;
use crate::show;
use crate::view::{Block, Placed, Route, RowView, TableView, Tone};

/// The screen.
pub(super) fn blocks(desk: &Desk<'_>) -> Result<Vec<Placed>> {
    let route = &desk.scope.route;
    let usage = match route.item {
        Some(_) => one_invoice::against_usage(desk)?,
        None => Vec::new(),
    };
    let blocks = sheet(desk.scope.book, route, usage)?;
    if blocks.is_empty() {
        return Ok(vec![placed(12, nothing())]);
    }
    Ok(blocks)
}

fn nothing() -> Block {
    show::nothing(
        "No invoice yet",
        "Drop invoices here: UBL, CII, Factur-X and ZUGFeRD, or a PDF. You see their lines, tax and checks, and what \
               they bill. An invoice is a document; it is not counted as spend.",
        "Choose files",
    )
}

/// The chosen invoice and the list; nothing if the book has no invoice.
pub(super) fn list(book: &Book, route: &Route) -> Result<Vec<Placed>> {
    sheet(book, route, Vec::new())
}

/// The chosen invoice with what usage says of it, then what was checked, then the list.
fn sheet(book: &Book, route: &Route, usage: Vec<Placed>) -> Result<Vec<Placed>> {
    let invoices = Invoices::of(book)?;
    if invoices.all.is_empty() {
        return Ok(Vec::new());
    }
    let chosen = route
        .item
        .as_deref()
        .and_then(|item| invoices.each().find(|(stored, _)| id(stored) == item));
    let mut blocks = Vec::new();
    if let Some(one) = chosen {
        blocks.extend(one_invoice::one(&invoices, one));
        blocks.extend(usage);
        blocks.extend(one_invoice::checked(&one.0.invoice));
    }
    blocks.push(placed(12, Block::Table(table(&invoices, route))));
    Ok(blocks)
}

/// Every invoice with its checks.
pub(crate) fn invoice_table(scope: &Scope<'_>) -> Result<TableView> {
    Ok(table(&Invoices::of(scope.book)?, &scope.route))
}

fn table(invoices: &Invoices, route: &Route) -> TableView {
    let mut rows: Vec<RowView> = invoices
        .each()
        .map(|one| line(one, route, invoices.writing))
        .collect();
    let mut columns = vec![
        "Issuer",
        "Number",
        "Kind",
        "Issued",
        "Due",
        "#Net",
        "#Tax",
        "#Payable",
        "Arithmetic",
        "Against billing",
        "#Difference",
    ];
    // A column that says nothing takes the room of the others.
    if rows
        .iter()
        .all(|row| row.cells.last().is_none_or(String::is_empty))
    {
        columns.pop();
        for row in &mut rows {
            row.cells.pop();
        }
    }
    TableView {
        key: "invoices".to_owned(),
        title: "Invoices".to_owned(),
        columns: show::columns(&columns),
        count: rows.len() as u32,
        rows,
        note: "Documents, not spend: their money is usually in the vendor's usage file. Amounts as stated, those of \
               credit notes below zero."
            .to_owned(),
        ..TableView::default()
    }
}

fn line((stored, link): (&StoredInvoice, Option<&Link>), route: &Route, writing: Currencies) -> RowView {
    let invoice = &stored.invoice;
    let money = |stated: Option<Exact>| {
        let signed = stated.map(|stated| invoice.signed(stated));
        money(signed, &invoice.currency, writing)
    };
    let differs = link.filter(|link| !stored.is_counted && invoice.no_bill.is_empty() && !link.agrees());
    let bills = match (stored.is_counted, link.map(Link::agrees)) {
        (true, _) => "counted as charges",
        _ if !invoice.no_bill.is_empty() => "no bill",
        (_, None) => "not found",
        (_, Some(true)) => "agrees",
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
            money(invoice.totals.without_tax),
            money(invoice.totals.tax),
            money(invoice.totals.payable),
            verdict(invoice, failed),
            bills.to_owned(),
            differs.map_or_else(String::new, |link| {
                amount(link.difference(), &invoice.currency, writing)
            }),
        ],
        go: Some(Route {
            screen: "invoices".to_owned(),
            item: Some(id(stored)),
            ..route.clone()
        }),
        tone: if failed > 0 || differs.is_some() {
            Tone::Warn
        } else {
            Tone::Neutral
        },
        ..RowView::default()
    }
}

pub(super) fn kind(invoice: &Invoice) -> &'static str {
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

pub(super) fn day(day: Option<NaiveDate>) -> String {
    day.map(|day| format::date(day, &Locale::default()))
        .unwrap_or_default()
}

pub(super) fn money(stated: Option<Exact>, currency: &Currency, writing: Currencies) -> String {
    let Some(exact) = stated else {
        return String::new();
    };
    let money = |total| amount(total, currency, writing);
    total(exact, currency).map_or_else(|| exact.to_string(), money)
}

pub(super) fn amount(total: Total, currency: &Currency, writing: Currencies) -> String {
    format::money(&Money::new(total, currency.clone()), writing, &Locale::default())
}
