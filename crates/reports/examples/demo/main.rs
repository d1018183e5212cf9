//! Writes the demo report to `target/reports/`: PDF on A4 and on Letter, and HTML.
#![allow(clippy::print_stdout)]

mod report;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Instant;

use reports::{PaperSize, html, pdf};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/reports");
    fs::create_dir_all(&folder)?;
    let report = report::demo();
    for (name, paper) in [
        ("demo-a4.pdf", PaperSize::A4),
        ("demo-letter.pdf", PaperSize::Letter),
    ] {
        let start = Instant::now();
        let bytes = pdf(&report, paper)?;
        println!(
            "{name}: {} bytes in {} ms",
            bytes.len(),
            start.elapsed().as_millis()
        );
        fs::write(folder.join(name), bytes)?;
    }
    let page = html(&report);
    println!("demo.html: {} bytes", page.len());
    fs::write(folder.join("demo.html"), page)?;
    println!("in {}", folder.display());
    Ok(())
}
