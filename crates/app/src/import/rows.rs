//! A fact as a preview shows it: headings and values that say something, nothing else.

use chrono::NaiveDate;
use model::{Amount, Charge, Currency, Exact, Fact, Identity, Invoice, Period, Total, Usage};

/// The fact as heading and value; empty values are left out.
pub(crate) fn shown(fact: &Fact) -> Vec<(String, String)> {
    let cells = match fact {
        Fact::Charge(charge) => charge_cells(charge),
        Fact::Usage(usage) => usage_cells(usage),
        Fact::Seat(seat) => vec![
            ("Product", seat.product.clone()),
            ("Account", seat.account.clone()),
            ("Person", identity(&seat.identity)),
            ("Snapshot", day(seat.snapshot)),
            ("Assigned", day(seat.assigned)),
            ("Last active", day(seat.last_active)),
            ("Tier", seat.tier.clone()),
            ("State", seat.state.clone()),
        ],
        Fact::Person(person) => vec![
            ("Name", person.name.clone()),
            ("E-mail", person.email.clone()),
            ("Team", person.team.clone()),
            ("Unit", person.unit.clone()),
            ("Role", person.role.clone()),
            ("Location", person.location.clone()),
            ("Cost centre", person.cost_centre.clone()),
            ("State", person.state.clone()),
        ],
        Fact::Invoice(invoice) => invoice_cells(invoice),
        Fact::Kpi(kpi) => vec![
            ("Day", day(kpi.day)),
            ("KPI", kpi.name.clone()),
            ("Team", kpi.team.clone()),
            ("Value", micros(kpi.value)),
            ("Unit", kpi.unit.clone()),
        ],
        beside => super::rows_beside::cells(beside),
    };
    let stated = cells.into_iter().filter(|(_, value)| !value.is_empty());
    stated.map(|(label, value)| (label.to_owned(), value)).collect()
}

pub(super) type Cells = Vec<(&'static str, String)>;

fn charge_cells(charge: &Charge) -> Cells {
    vec![
        ("Days", period(charge.period)),
        ("Vendor", charge.what.provider.clone()),
        ("Service", charge.what.service.clone()),
        ("Billed", amount(charge.billed, &charge.what.currency)),
        ("List", amount(charge.list, &charge.what.currency)),
        ("Effective", amount(charge.effective, &charge.what.currency)),
        ("Estimated", amount(charge.estimated, &charge.what.currency)),
        ("Currency", charge.what.currency.code().to_owned()),
        ("Category", charge.what.category.id().to_owned()),
        ("Line item", charge.what.sku.clone()),
        ("Tool", charge.whose.tool.clone()),
        ("Model", charge.what.model.clone()),
        ("Class", charge.what.token_class.id().to_owned()),
        ("Account", charge.whose.account.clone()),
        ("Project", charge.whose.project.clone()),
        ("Person", identity(&charge.whose.identity)),
        ("Cost centre", charge.whose.cost_centre.clone()),
        ("Quantity", charge.quantity.map(micros).unwrap_or_default()),
        ("Unit", charge.what.unit.clone()),
        ("Invoice", charge.whose.invoice.clone()),
    ]
}

fn invoice_cells(invoice: &Invoice) -> Cells {
    let exact = |amount: Option<Exact>| amount.map(|amount| amount.to_string()).unwrap_or_default();
    let kind = if invoice.is_credit_note {
        "Credit note"
    } else {
        "Invoice"
    };
    vec![
        ("Kind", kind.to_owned()),
        ("Issuer", invoice.seller.name.clone()),
        ("Number", invoice.number.clone()),
        ("Issued", day(invoice.issue_date)),
        ("Due", day(invoice.due_date)),
        ("Buyer", invoice.buyer.name.clone()),
        ("Lines", invoice.lines.len().to_string()),
        ("Net", exact(invoice.totals.without_tax)),
        ("Tax", exact(invoice.totals.tax)),
        ("Payable", exact(invoice.totals.payable)),
        ("Currency", invoice.currency.code().to_owned()),
    ]
}

fn usage_cells(usage: &Usage) -> Cells {
    vec![
        ("Days", period(usage.period)),
        ("Vendor", usage.provider.clone()),
        ("Tool", usage.tool.clone()),
        ("Person", identity(&usage.identity)),
        ("Model", usage.model.clone()),
        ("Class", usage.token_class.id().to_owned()),
        ("Terms", terms(usage)),
        (
            "Tokens",
            usage.tokens.map(|count| count.to_string()).unwrap_or_default(),
        ),
        ("Requests", usage.requests.map(micros).unwrap_or_default()),
        (
            "Active days",
            usage.active_days.map(|days| days.to_string()).unwrap_or_default(),
        ),
        ("Estimated", amount(usage.estimated, &usage.currency)),
    ]
}

fn terms(usage: &Usage) -> String {
    let mut text = String::new();
    usage.terms.write(&mut text);
    text
}

pub(super) fn period(period: Option<Period>) -> String {
    period.map_or_else(String::new, |period| {
        if period.days() <= 1 {
            period.from.to_string()
        } else {
            format!("{} – {}", period.from, period.to.pred_opt().unwrap_or(period.to))
        }
    })
}

pub(super) fn day(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

pub(super) fn amount(amount: Option<Amount>, currency: &Currency) -> String {
    amount
        .map(|amount| Total::from(amount).text(currency))
        .unwrap_or_default()
}

pub(super) fn micros(value: i64) -> String {
    Exact::new(value.into(), 6).to_string()
}

pub(super) fn identity(identity: &Identity) -> String {
    let named = [&identity.email, &identity.id, &identity.name];
    named
        .into_iter()
        .find(|text| !text.is_empty())
        .cloned()
        .unwrap_or_default()
}
