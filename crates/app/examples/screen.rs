//! Prints a screen as the window gets it, and to the side how long it takes to build while a slider moves:
//! `cargo run --release -p app --example screen -- BOOK roi attribution=0.4`.

use std::io::Write;
use std::time::Instant;

use app::screens;
use app::view::{CanvasSize, Route, ThemeName};
use store::Book;

const TURNS: u32 = 20;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let book = Book::open_read_only(arguments.next().ok_or("which book?")?.as_ref())?;
    let mut route = Route {
        screen: arguments.next().unwrap_or_default(),
        ..Route::default()
    };
    let inputs = arguments.filter_map(|pair| {
        pair.split_once('=')
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
    });
    route.inputs = inputs.collect();
    let canvas = CanvasSize {
        width: 1_040,
        height: 800,
        theme: ThemeName::Light,
    };
    let start = Instant::now();
    let view = screens::screen(&book, &route, canvas)?;
    let first = start.elapsed();
    writeln!(std::io::stdout(), "{}", serde_json::to_string_pretty(&view)?)?;
    let mut took = Vec::new();
    for turn in 0..TURNS {
        let moved = 0.3 + f64::from(turn) * 0.02;
        route.inputs.insert("attribution".to_owned(), moved.to_string());
        let start = Instant::now();
        screens::screen(&book, &route, canvas)?;
        took.push(start.elapsed());
    }
    took.sort();
    writeln!(
        std::io::stderr(),
        "first {first:?}, then median {:?}, longest {:?} of {TURNS}",
        took[took.len() / 2],
        took[took.len() - 1]
    )?;
    Ok(())
}
