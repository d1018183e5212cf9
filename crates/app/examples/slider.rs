//! Prints how long the KPIs & ROI screen takes to build while a slider moves: `cargo run --release -p app --example slider -- BOOK`.

use std::time::Instant;

use app::screens;
use app::view::{CanvasSize, Route, ThemeName};
use store::Book;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("which book?")?;
    let book = Book::open_read_only(path.as_ref())?;
    let canvas = CanvasSize {
        width: 1_040,
        height: 800,
        theme: ThemeName::Light,
    };
    let mut took = Vec::new();
    for step in 0..20 {
        let mut route = Route {
            screen: "roi".to_owned(),
            ..Route::default()
        };
        let attribution = 0.3 + f64::from(step) * 0.02;
        route
            .inputs
            .insert("attribution".to_owned(), attribution.to_string());
        let start = Instant::now();
        let view = screens::screen(&book, &route, canvas)?;
        took.push(start.elapsed());
        assert!(view.blocks.len() > 8, "the book holds an initiative");
    }
    took.sort();
    #[expect(clippy::print_stdout, reason = "printing is what it is for")]
    {
        println!(
            "median {:?}, longest {:?} of {}",
            took[took.len() / 2],
            took[took.len() - 1],
            took.len()
        );
    }
    Ok(())
}
