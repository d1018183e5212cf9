//! `cargo xtask run`: the product as a user meets it, on the sample book. Without a display, what it can do
//! without a window.

use crate::build::{self, Product};
use crate::{root, setup};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use xshell::{Shell, cmd};

const CHARTS: &[&str] = &["spend-over-time", "usage-distribution", "roi"];

/// Builds the product and opens it on the sample book, or writes the book's report and charts.
pub(crate) fn run(sh: &Shell, options: &[&str]) -> Result<bool> {
    if let Some(unknown) = options
        .iter()
        .find(|option| !["--headless", "--release"].contains(option))
    {
        bail!("run does not know {unknown}; it knows --headless and --release");
    }
    setup::for_build(sh)?;
    let product = build::product(sh, options.contains(&"--release"))?;
    let folder = sh.create_dir(root().join("target/sample"))?;
    let book = sample_book(sh, &product, &folder)?;
    if options.contains(&"--headless") || !has_display() {
        write_outputs(sh, &product, &book)?;
    } else {
        let desktop = &product.desktop;
        cmd!(sh, "{desktop} {book}").run()?;
    }
    Ok(true)
}

fn sample_book(sh: &Shell, product: &Product, folder: &Path) -> Result<PathBuf> {
    let book = folder.join("sample.counterfoil");
    if !book.exists() {
        let cli = &product.cli;
        cmd!(sh, "{cli} --book {book} sample").run()?;
    }
    Ok(book)
}

/// Only Linux has machines with a user but no display worth asking about.
fn has_display() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(not(target_os = "linux")) || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

fn write_outputs(sh: &Shell, product: &Product, book: &Path) -> Result<()> {
    let cli = &product.cli;
    let mut written = vec![book.to_owned()];
    for extension in ["pdf", "html"] {
        let file = book.with_file_name("report").with_extension(extension);
        cmd!(sh, "{cli} --book {book} report -o {file}").run()?;
        written.push(file);
    }
    let charts = sh.create_dir(book.with_file_name("charts"))?;
    for chart in CHARTS {
        for extension in ["svg", "png"] {
            let file = charts.join(chart).with_extension(extension);
            cmd!(sh, "{cli} --book {book} chart {chart} -o {file}").run()?;
            written.push(file);
        }
    }
    println!("\nNo window was opened. Written instead:");
    for file in written {
        println!("  {}", file.display());
    }
    Ok(())
}
