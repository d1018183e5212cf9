//! The two clouds: Azure OpenAI billed in euro, Amazon Bedrock billed in dollars with its tax line.

use chrono::Months;

use super::{Dice, MONTHS, SampleDay, days, line, month_start, nanos};

/// Azure's actual-cost export, one line per day and meter.
pub(crate) fn azure() -> String {
    let mut text = line(&[
        "SubscriptionName",
        "ResourceGroup",
        "Date",
        "ProductName",
        "MeterCategory",
        "MeterSubCategory",
        "MeterName",
        "UnitOfMeasure",
        "Quantity",
        "EffectivePrice",
        "CostInBillingCurrency",
        "CostCenter",
        "ConsumedService",
        "ResourceId",
        "Tags",
        "ChargeType",
        "PricingModel",
        "BillingAccountId",
        "BillingCurrencyCode",
        "BillingPeriodStartDate",
        "BillingPeriodEndDate",
    ]);
    let mut dice = Dice::of(50);
    for day in days() {
        text += &meter(
            day,
            "gpt 4.1 Inp glbl Tokens",
            "Input",
            1_840_000,
            52_000,
            &mut dice,
        );
        text += &meter(
            day,
            "gpt 4.1 Outp glbl Tokens",
            "Output",
            7_360_000,
            9_000,
            &mut dice,
        );
    }
    text
}

/// `price` in billionths of a euro per thousand tokens, `thousands` a working day.
fn meter(day: SampleDay, name: &str, direction: &str, price: u64, thousands: u64, dice: &mut Dice) -> String {
    let calm =
        if day.is_weekend { thousands / 10 } else { thousands } * (100 + 3 * u64::from(day.month)) / 100;
    let quantity = dice.between(calm * 85 / 100, calm * 115 / 100);
    let start = month_start(day.month);
    let last = start + Months::new(1) - chrono::Days::new(1);
    let us = |date: chrono::NaiveDate| date.format("%m/%d/%Y").to_string();
    line(&[
        "policy-prod",
        "rg-ai",
        &us(day.date),
        &format!("Azure OpenAI - gpt 4.1 - {direction} - Global"),
        "Azure OpenAI",
        "Azure OpenAI GPT4.1",
        name,
        "1K",
        &quantity.to_string(),
        &nanos(price),
        &nanos(quantity * price),
        "CC-420",
        "Microsoft.CognitiveServices",
        "/subscriptions/0000/resourceGroups/rg-ai/providers/Microsoft.CognitiveServices/accounts/policy-oai",
        "\"team\": \"underwriting\"",
        "Usage",
        "OnDemand",
        "88112233",
        "EUR",
        &us(start),
        &us(last),
    ])
}

/// The Cost and Usage Report: Bedrock lines by day, and the month's tax.
pub(crate) fn aws() -> String {
    let mut text = line(&[
        "identity/LineItemId",
        "identity/TimeInterval",
        "bill/InvoiceId",
        "bill/BillType",
        "bill/PayerAccountId",
        "bill/BillingPeriodStartDate",
        "bill/BillingPeriodEndDate",
        "lineItem/UsageAccountId",
        "lineItem/LineItemType",
        "lineItem/UsageStartDate",
        "lineItem/UsageEndDate",
        "lineItem/ProductCode",
        "lineItem/UsageType",
        "lineItem/Operation",
        "lineItem/UsageAmount",
        "lineItem/CurrencyCode",
        "lineItem/UnblendedCost",
        "lineItem/LineItemDescription",
        "pricing/unit",
        "resourceTags/user:Team",
    ]);
    let mut dice = Dice::of(51);
    let mut month = Month::default();
    for day in days() {
        if day.month != month.number {
            text += &month.tax();
            month = Month {
                number: day.month,
                cost: 0,
            };
        }
        for (kind, price, thousands) in [("input", 5_000_000, 2_600), ("output", 25_000_000, 420)] {
            let calm = if day.is_weekend { thousands / 9 } else { thousands }
                * (100 + 5 * u64::from(day.month))
                / 100;
            let quantity = dice.between(calm * 8 / 10, calm * 12 / 10);
            month.cost += quantity * price;
            text += &bedrock(day, kind, quantity, price);
        }
    }
    text + &month.tax()
}

/// The newest month has no invoice number yet: it is provisional.
fn invoice(month: u32) -> String {
    if month + 1 == MONTHS {
        String::new()
    } else {
        format!("20{:06}", 774_100 + month * 13)
    }
}

fn bedrock(day: SampleDay, kind: &str, quantity: u64, price: u64) -> String {
    let (from, to) = (day.date, day.date.succ_opt().unwrap_or(day.date));
    let start = month_start(day.month);
    line(&[
        &format!("li{}{kind}", from.format("%Y%m%d")),
        &format!("{from}T00:00:00Z/{to}T00:00:00Z"),
        &invoice(day.month),
        "Anniversary",
        "111122223333",
        &format!("{start}T00:00:00.000Z"),
        &format!("{}T00:00:00.000Z", start + Months::new(1)),
        "444455556666",
        "Usage",
        &format!("{from}T00:00:00Z"),
        &format!("{to}T00:00:00Z"),
        "AmazonBedrock",
        &format!("USE1-Claude4.6Opus-{kind}-tokens-cross-region-global"),
        "InvokeModelInference",
        &quantity.to_string(),
        "USD",
        &nanos(quantity * price),
        &format!("Claude Opus 4.6 {kind} tokens"),
        "1K tokens",
        "claims",
    ])
}

#[derive(Default)]
struct Month {
    number: u32,
    cost: u64,
}

impl Month {
    fn tax(&self) -> String {
        let start = month_start(self.number);
        let end = start + Months::new(1);
        line(&[
            &format!("tax{}", start.format("%Y%m")),
            &format!("{start}T00:00:00Z/{end}T00:00:00Z"),
            &invoice(self.number),
            "Anniversary",
            "111122223333",
            &format!("{start}T00:00:00.000Z"),
            &format!("{end}T00:00:00.000Z"),
            "444455556666",
            "Tax",
            &format!("{start}T00:00:00Z"),
            &format!("{end}T00:00:00Z"),
            "AmazonBedrock",
            "",
            "",
            "1.0",
            "USD",
            &nanos(self.cost / 5),
            "VAT for AmazonBedrock",
            "",
            "",
        ])
    }
}
