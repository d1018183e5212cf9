//! Draws every chart with its typical data, light and dark, to `target/charts/`; further sizes and data sets by
//! `cargo run -p charts --example gallery -- all`.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::fs;
use std::path::Path;

use charts::{CHARTS, Options, Sample, Theme};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/charts");
    fs::create_dir_all(&folder)?;
    let is_all = std::env::args().any(|argument| argument == "all");
    for chart in CHARTS {
        for (mode, theme) in [("light", Theme::light()), ("dark", Theme::dark())] {
            let options = Options::new(760, 340, theme).titled();
            let drawing = (chart.sample)(Sample::Typical, &options);
            fs::write(folder.join(format!("{}-{mode}.png", chart.id)), drawing.png(1.5)?)?;
            fs::write(folder.join(format!("{}-{mode}.svg", chart.id)), &drawing.svg)?;
        }
        if is_all {
            every_data_set(chart, &folder)?;
        }
    }
    println!("{} charts in {}", CHARTS.len(), folder.display());
    Ok(())
}

fn every_data_set(chart: &charts::ChartInfo, folder: &Path) -> Result<(), Box<dyn Error>> {
    for sample in Sample::ALL {
        let drawing = (chart.sample)(sample, &Options::new(440, 260, Theme::light()).titled());
        fs::write(
            folder.join(format!("{}-{sample:?}.png", chart.id)),
            drawing.png(1.0)?,
        )?;
    }
    let small = (chart.sample)(Sample::Typical, &Options::new(320, 200, Theme::light()).titled());
    fs::write(folder.join(format!("{}-small.png", chart.id)), small.png(1.5)?)?;
    Ok(())
}
