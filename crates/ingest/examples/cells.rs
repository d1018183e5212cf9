//! Counts the cells of a workbook with the reader underneath and nothing else: what `cargo xtask bench w2` compares
//! with. `cargo run --release -p ingest --example cells -- FILE.xlsx`
#![allow(clippy::print_stdout, reason = "a measuring program talks to its terminal")]

use std::error::Error;

use calamine::{Reader, Xlsx, open_workbook};

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("which file?")?;
    let mut book: Xlsx<_> = open_workbook(file)?;
    let mut cells = 0_u64;
    for sheet in book.sheet_names() {
        let mut reader = book.worksheet_cells_reader(&sheet)?;
        while reader.next_cell()?.is_some() {
            cells += 1;
        }
    }
    println!("{cells} cells");
    Ok(())
}
