//! Measures how fast charges enter a book: `cargo run --release -p store --example load -- 500000`.
#![allow(clippy::print_stdout, reason = "a measuring program talks to its terminal")]

use std::error::Error;
use std::time::Instant;

use chrono::{Days, NaiveDate};
use model::{
    Amount, Charge, Currency, Dimension, Fact, Grain, ImportHeader, KeyBuilder, Measure, Overlap, Period,
    Query, What, Whose,
};
use store::{Book, ImportSummary};

fn main() -> Result<(), Box<dyn Error>> {
    let rows: u64 = std::env::args()
        .nth(1)
        .and_then(|text| text.parse().ok())
        .unwrap_or(500_000);
    let path = std::env::temp_dir().join(format!("load-{}.counterfoil", std::process::id()));
    let mut book = Book::create(&path, "load")?;
    load(&mut book, "first", 0..rows)?;
    load(&mut book, "half known", rows / 2..rows + rows / 2)?;
    for query in [
        Query::of(Measure::Billed)
            .by(Dimension::Time(Grain::Month))
            .by(Dimension::Provider),
        Query::of(Measure::Billed)
            .by(Dimension::Time(Grain::Day))
            .by(Dimension::Model),
        Query::of(Measure::Billed).by(Dimension::Project),
        Query::of(Measure::Billed).by(Dimension::Account),
        Query::of(Measure::Billed)
            .only(Dimension::Account, &["account 1"])
            .by(Dimension::Model),
        Query::of(Measure::Billed).by(Dimension::Sku),
    ] {
        let start = Instant::now();
        let groups = book.groups(&query)?.groups.len();
        println!("groups by {:?}: {groups} in {:.1?}", query.by, start.elapsed());
    }
    let start = Instant::now();
    let undone = book.undo(1)?;
    println!("undo: {undone:?} in {:.1?}", start.elapsed());
    println!("{} bytes", book.info()?.bytes);
    book.close()?;
    std::fs::remove_file(&path)?;
    Ok(())
}

fn load(book: &mut Book, name: &str, rows: std::ops::Range<u64>) -> Result<(), Box<dyn Error>> {
    let header = ImportHeader {
        sha256: name.to_owned(),
        format: "load".to_owned(),
        overlap: Overlap::Bucket,
        ..ImportHeader::default()
    };
    let count = rows.end - rows.start;
    let start = Instant::now();
    let mut import = book.import(&header, "2026-11-22T10:00:00Z")?;
    for row in rows {
        import.put(&Fact::Charge(Box::new(charge(row))))?;
    }
    let put = start.elapsed();
    import.finish(&ImportSummary::default())?;
    let all = start.elapsed();
    println!(
        "{name}: {count} rows, put {put:.2?}, with commit {all:.2?}, {:.0} rows/s",
        count as f64 / all.as_secs_f64()
    );
    Ok(())
}

fn charge(row: u64) -> Charge {
    let day = NaiveDate::from_ymd_opt(2026, 7, 1).expect("a day") + Days::new(row % 90);
    let pick = |salt: u64, of: u64| row.wrapping_mul(0x9e37_79b9_7f4a_7c15 ^ salt) >> 33 & (of - 1);
    let mut key = KeyBuilder::new();
    key.part(&row.to_string());
    Charge {
        key: key.key(),
        period: Some(Period::day(day)),
        billed: Some(Amount(pick(5, 1 << 30) as i64)),
        list: Some(Amount(pick(6, 1 << 30) as i64)),
        quantity: Some(pick(7, 1 << 20) as i64),
        what: What {
            provider: format!("provider {}", pick(1, 4)),
            service: format!("service {}", pick(1, 4)),
            sku: format!("sku {}", pick(2, 64)),
            model: format!("model {}", pick(3, 16)),
            currency: Currency::new("USD"),
            unit: "tokens".to_owned(),
            ..What::default()
        }
        .into(),
        whose: Whose {
            account: format!("account {}", pick(4, 4)),
            project: format!("project {}", pick(4, 64)),
            ..Whose::default()
        }
        .into(),
        ..Charge::default()
    }
}
