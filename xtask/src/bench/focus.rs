//! Large FOCUS-like files, the same bytes for the same number of rows. Invented data throughout.

use anyhow::Result;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::Range;
use std::path::Path;

use rust_xlsxwriter::Workbook;

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

/// Writes rows of 20 columns, `per_year` of them spread evenly over each year from 2026 on. A row is the same in every
/// file that has it.
pub(super) fn write(file: &Path, rows: Range<u64>, per_year: u64) -> Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(file)?);
    writeln!(out, "{HEADER}")?;
    for row in rows {
        write_row(&mut out, &mut Random(row), row * 12 * DAYS / per_year)?;
    }
    Ok(out.flush()?)
}

/// The same rows as a workbook: texts as texts, quantities and costs as numbers.
pub(super) fn write_workbook(file: &Path, rows: u32) -> Result<()> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in (0..).zip(HEADER.split(',')) {
        sheet.write_string(0, column, name.trim())?;
    }
    let mut line = Vec::new();
    for row in 0..rows {
        line.clear();
        let day = u64::from(row) * 12 * DAYS / u64::from(rows);
        write_row(&mut line, &mut Random(row.into()), day)?;
        for (column, cell) in (0..).zip(fields(std::str::from_utf8(&line)?.trim_end())) {
            match cell.parse::<f64>() {
                Ok(number) if [14, 16, 17, 18].contains(&column) => {
                    sheet.write_number(row + 1, column, number)?;
                }
                _ => {
                    sheet.write_string(row + 1, column, &cell)?;
                }
            }
        }
    }
    Ok(book.save(file)?)
}

/// The fields of a line that is quoted where it must be.
fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut field, mut is_quoted) = (Vec::new(), String::new(), false);
    for letter in line.chars() {
        match letter {
            '"' => {
                is_quoted = !is_quoted;
                if is_quoted && !field.is_empty() {
                    field.push('"');
                }
            }
            ',' if !is_quoted => fields.push(std::mem::take(&mut field)),
            other => field.push(other),
        }
    }
    fields.push(field);
    fields
}

fn write_row(out: &mut impl Write, random: &mut Random, day_of_year: u64) -> Result<()> {
    let (year, month) = (2026 + day_of_year / (12 * DAYS), day_of_year / DAYS % 12 + 1);
    let day = day_of_year % DAYS + 1;
    let (next_year, next_month) = if month == 12 {
        (year + 1, 1)
    } else {
        (year, month + 1)
    };
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
        "acct-{provider}-0001,sub-{account:04},USD,{year}-{month:02}-01T00:00:00Z,{next_year}-{next_month:02}-01T00:00:00Z,\
         {year}-{month:02}-{day:02}T00:00:00Z,{year}-{month:02}-{:02}T00:00:00Z,Usage,\"{service}, {direction} tokens\",{provider},\
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
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::{DAYS, HEADER, Random, fields, write_row};

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
    fn a_row_of_a_workbook_has_the_cells_of_the_text() {
        let mut row = Vec::new();
        write_row(&mut row, &mut Random(1), 0).unwrap();
        let fields = fields(String::from_utf8(row).unwrap().trim_end());
        assert_eq!(fields.len(), HEADER.split(',').count());
        assert!(
            fields[8].ends_with("put tokens") && fields[19].starts_with("{\"team\":\""),
            "{fields:?}"
        );
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
