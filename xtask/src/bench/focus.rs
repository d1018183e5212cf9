//! A large FOCUS-like CSV file, the same bytes for the same number of rows. Invented data throughout.

use anyhow::Result;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

const HEADER: &str = "BillingAccountId,SubAccountId,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,\
    ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ChargeDescription,ProviderName,ServiceName,ServiceCategory,\
    SkuId,ResourceId,ConsumedQuantity,ConsumedUnit,BilledCost,EffectiveCost,ListCost,Tags";

const PROVIDERS: &[(&str, &str)] = &[
    ("Anthropic", "Claude API"),
    ("OpenAI", "OpenAI API"),
    ("Microsoft", "Azure OpenAI"),
    ("AWS", "Amazon Bedrock"),
    ("Google Cloud", "Vertex AI"),
];
const TEAMS: &[&str] = &[
    "claims",
    "underwriting",
    "platform",
    "data",
    "legal",
    "support",
    "research",
    "sales",
];

/// Days used of each month, so that the day after is never in the next one.
const DAYS: u64 = 27;

/// Writes `rows` rows of 20 columns, spread evenly over the year 2026.
pub(super) fn write(file: &Path, rows: u64) -> Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(file)?);
    writeln!(out, "{HEADER}")?;
    let mut random = Random(2026);
    for row in 0..rows {
        write_row(&mut out, &mut random, row * 12 * DAYS / rows)?;
    }
    Ok(out.flush()?)
}

fn write_row(out: &mut impl Write, random: &mut Random, day_of_year: u64) -> Result<()> {
    let (month, day) = (day_of_year / DAYS + 1, day_of_year % DAYS + 1);
    let (next_year, next_month) = if month == 12 { (2027, 1) } else { (2026, month + 1) };
    let (provider, service) = random.pick(PROVIDERS);
    let (team, sku, direction) = (
        random.pick(TEAMS),
        random.below(400),
        random.pick(&["Input", "Output"]),
    );
    let (account, tokens) = (random.below(60), random.below(4_000_000));
    // In millionths of a dollar: list price, less a tenth or a quarter, less a rounding to cents.
    let list = tokens * (1 + sku % 15);
    let effective = list - list / random.pick(&[10, 4]);
    let billed = effective / 10_000 * 10_000;
    write!(
        out,
        "acct-{provider}-0001,sub-{account:04},USD,2026-{month:02}-01T00:00:00Z,{next_year}-{next_month:02}-01T00:00:00Z,\
         2026-{month:02}-{day:02}T00:00:00Z,2026-{month:02}-{:02}T00:00:00Z,Usage,\"{service}, {direction} tokens\",{provider},\
         {service},AI and Machine Learning,sku-{sku:05},res-{:016x},{tokens},Tokens,",
        day + 1,
        random.next()
    )?;
    for cost in [billed, effective, list] {
        write!(out, "{}.{:06},", cost / 1_000_000, cost % 1_000_000)?;
    }
    writeln!(
        out,
        "\"{{\"\"team\"\":\"\"{team}\"\",\"\"env\"\":\"\"prod\"\"}}\""
    )?;
    Ok(())
}

/// `SplitMix64` (Steele, Lea and Flood, 2014): enough randomness for test data in three lines.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::{DAYS, HEADER, Random, write_row};

    #[test]
    fn a_row_has_as_many_columns_as_the_header() {
        let mut row = Vec::new();
        write_row(&mut row, &mut Random(1), 12 * DAYS - 1).unwrap();
        let row = String::from_utf8(row).unwrap();
        // Two fields hold one comma each inside quotes.
        assert_eq!(row.matches(',').count(), HEADER.matches(',').count() + 2, "{row}");
        assert!(row.contains("2026-12-27T00:00:00Z,2026-12-28T00:00:00Z"), "{row}");
    }

    #[test]
    fn the_same_seed_gives_the_same_row() {
        let row = || {
            let mut row = Vec::new();
            write_row(&mut row, &mut Random(7), 100).unwrap();
            row
        };
        assert_eq!(row(), row());
    }
}
