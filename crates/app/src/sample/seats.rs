//! Seats as finance books them: monthly purchases with invoice numbers, in FOCUS 1.2, in dollars and euro.

use chrono::Months;

use super::{MONTHS, line, month_start};

/// Issuer, service, currency, seats bought from month to month, price of a seat in cents.
struct Product {
    issuer: &'static str,
    service: &'static str,
    currency: &'static str,
    first_month: u32,
    seats: u64,
    cents: u64,
}

/// Bought above use: 120 Copilot seats for some 80 holders and half as many users.
const PRODUCTS: &[Product] = &[
    Product {
        issuer: "GitHub",
        service: "GitHub Copilot Business",
        currency: "USD",
        first_month: 0,
        seats: 120,
        cents: 1_900,
    },
    Product {
        issuer: "OpenAI",
        service: "ChatGPT Enterprise",
        currency: "USD",
        first_month: 2,
        seats: 240,
        cents: 3_000,
    },
    Product {
        issuer: "Cursor",
        service: "Cursor Teams",
        currency: "USD",
        first_month: 6,
        seats: 60,
        cents: 4_000,
    },
    Product {
        issuer: "Microsoft",
        service: "Microsoft 365 Copilot",
        currency: "EUR",
        first_month: 4,
        seats: 90,
        cents: 2_810,
    },
];

/// The invoices.
pub(crate) fn invoices() -> String {
    let mut text = line(&[
        "BilledCost",
        "EffectiveCost",
        "ListCost",
        "ContractedCost",
        "BillingCurrency",
        "BillingAccountId",
        "BillingPeriodStart",
        "BillingPeriodEnd",
        "ChargePeriodStart",
        "ChargePeriodEnd",
        "ChargeCategory",
        "ChargeClass",
        "ChargeDescription",
        "ChargeFrequency",
        "InvoiceId",
        "InvoiceIssuerName",
        "ProviderName",
        "PublisherName",
        "ServiceCategory",
        "ServiceName",
        "PricingQuantity",
        "PricingUnit",
        "Tags",
    ]);
    for month in 0..MONTHS {
        for (at, product) in PRODUCTS
            .iter()
            .enumerate()
            .filter(|(_, product)| product.first_month <= month)
        {
            text += &invoice(month, at, product);
        }
    }
    text
}

fn invoice(month: u32, at: usize, product: &Product) -> String {
    let start = month_start(month);
    let (from, to) = (
        format!("{start}T00:00:00Z"),
        format!("{}T00:00:00Z", start + Months::new(1)),
    );
    let total = product.seats * product.cents;
    let amount = format!("{}.{:02}", total / 100, total % 100);
    line(&[
        &amount,
        &amount,
        &amount,
        &amount,
        product.currency,
        "larkfield",
        &from,
        &to,
        &from,
        &to,
        "Purchase",
        "",
        &format!("{} seats", product.seats),
        "Recurring",
        &format!(
            "{}-{}{:02}",
            &product.issuer[..3].to_uppercase(),
            start.format("%Y%m"),
            at + 1
        ),
        product.issuer,
        product.issuer,
        product.issuer,
        "AI and Machine Learning",
        product.service,
        &product.seats.to_string(),
        "Seats",
        "{}",
    ])
}
