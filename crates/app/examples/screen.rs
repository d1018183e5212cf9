//! Prints a screen as the window gets it, and to the side how long it takes to build: at first, while a slider moves, and
//! under one filter after the other: `cargo run --release -p app --example screen -- BOOK roi attribution=0.4`.

use std::io::Write;
use std::time::{Duration, Instant};

use app::screens;
use app::view::{CanvasSize, FilterView, Route, ThemeName};
use model::Dimension;
use store::Book;

/// How often the slider moves.
const TURNS: u32 = 20;
/// Filters that are tried of each dimension.
const FILTERS: usize = 4;

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
    let took = |route: &Route| {
        let start = Instant::now();
        screens::screen(&book, route, canvas).map(|view| (view, start.elapsed()))
    };
    let (view, first) = took(&route)?;
    writeln!(std::io::stdout(), "{}", serde_json::to_string_pretty(&view)?)?;
    let mut slider = Vec::new();
    for turn in 0..TURNS {
        let moved = 0.3 + f64::from(turn) * 0.02;
        route.inputs.insert("attribution".to_owned(), moved.to_string());
        slider.push(took(&route)?.1);
    }
    let mut filtered = Vec::new();
    for dimension in [Dimension::Team, Dimension::Provider] {
        for value in book.values(&dimension, "", FILTERS)? {
            let filters = vec![FilterView {
                dimension: dimension.to_string(),
                values: vec![value],
            }];
            let route = Route {
                filters,
                ..route.clone()
            };
            filtered.push(took(&route)?.1);
        }
    }
    let (slider, filtered) = (summed(slider), summed(filtered));
    writeln!(
        std::io::stderr(),
        "first {first:?}; slider {slider}; filter {filtered}"
    )?;
    Ok(())
}

/// Median and longest.
fn summed(mut took: Vec<Duration>) -> String {
    took.sort();
    let longest = took.last().copied().unwrap_or_default();
    let middle = took.get(took.len() / 2).copied().unwrap_or_default();
    format!("{middle:?}, longest {longest:?} of {}", took.len())
}
