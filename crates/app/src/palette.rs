//! The command palette: commands, screens, periods and dimension values, ranked by how well they fit.

use charts::format::{self, Locale};
use chrono::Days;
use model::{Dimension, Grain, Period};
use store::Book;

use crate::scope::month_word;
use crate::screens::SCREENS;
use crate::view::{FilterView, PaletteItem, Route};
use crate::{Result, ask};

const MOST: usize = 12;
/// Months stand below what has the text in its first words.
const MONTHS_SCORE: u32 = 40;
/// What is of the kind that was typed stands below what has the text itself.
const KIND_SCORE: u32 = 60;
const VALUES: &[Dimension] = &[
    Dimension::Provider,
    Dimension::Model,
    Dimension::Team,
    Dimension::Account,
    Dimension::Project,
    Dimension::Service,
];

/// Commands by id, words and keys.
const COMMANDS: &[(&str, &str, &str)] = &[
    ("import", "Import files", "Ctrl O"),
    ("report-pdf", "Save a report as PDF", ""),
    ("report-xlsx", "Save a report as a workbook", ""),
    ("report-html", "Save a report as a web page", ""),
    ("copy", "Save a copy of the book", ""),
    ("theme", "Switch between light and dark", ""),
    ("sample", "Open the sample book", ""),
    ("new", "New book", ""),
    ("open", "Open a book", ""),
    ("close", "Close this book", ""),
    ("help", "Keyboard shortcuts", "?"),
];

/// What fits a text, best first; without a text the screens and commands.
pub(crate) fn items(book: Option<&Book>, text: &str, route: &Route) -> Result<Vec<PaletteItem>> {
    let mut found: Vec<(u32, PaletteItem)> = Vec::new();
    let mut add = |item: PaletteItem| {
        if let Some(score) = fit(&item.label, text).or_else(|| of_kind(&item, text)) {
            found.push((score, item));
        }
    };
    if book.is_some() {
        for screen in SCREENS.iter().filter(|screen| screen.id != "rows") {
            add(item(
                screen.title,
                "Screen",
                &format!("g {}", screen.letter),
                Some(Route {
                    screen: screen.id.to_owned(),
                    ..route.clone()
                }),
            ));
        }
    }
    if book.is_some() {
        add(names(route));
    }
    for (id, words, keys) in COMMANDS {
        add(PaletteItem {
            command: Some((*id).to_owned()),
            ..item(words, "Command", keys, None)
        });
    }
    if let Some(book) = book.filter(|_| text.chars().count() >= 2) {
        for dimension in VALUES {
            let needle = if begins_kind(&dimension.label(), text) {
                ""
            } else {
                text
            };
            for value in book.values(dimension, needle, MOST)? {
                add(item(
                    &value,
                    &dimension.label(),
                    "",
                    Some(filtered(route, dimension, &value)),
                ));
            }
        }
    }
    if let Some(data) = book.map(Book::days).transpose()?.flatten() {
        found.extend(spoken(data, text, route).map(|item| (0, item)));
        found.extend(months(data, text, route).map(|item| (MONTHS_SCORE, item)));
    }
    found.sort_by_key(|(score, _)| *score);
    Ok(found.into_iter().map(|(_, item)| item).take(MOST).collect())
}

fn item(label: &str, hint: &str, shortcut: &str, go: Option<Route>) -> PaletteItem {
    PaletteItem {
        label: label.to_owned(),
        hint: hint.to_owned(),
        shortcut: shortcut.to_owned(),
        go,
        command: None,
    }
}

fn names(route: &Route) -> PaletteItem {
    let label = if route.names {
        "Hide names of people"
    } else {
        "Show names of people"
    };
    let go = Route {
        names: !route.names,
        ..route.clone()
    };
    item(label, "Command", "", Some(go))
}

/// Months with data whose words begin as what is typed, the newest first: `sep`, `2026 sep`, `2026-09`.
fn months(data: Period, text: &str, route: &Route) -> impl Iterator<Item = PaletteItem> {
    let text = text.trim().to_lowercase();
    let first = Grain::Month.start(data.from);
    let newest = Period::month(data.to - Days::new(1));
    let fits = move |month: &Period| {
        let words = format!("{} {}", month_word(month.from), month.from.format("%Y %Y-%m")).to_lowercase();
        let begins = |part: &str| words.split(' ').any(|word| word.starts_with(part));
        text.chars().count() >= 3 && text.split_whitespace().all(begins)
    };
    let route = on_screen(route);
    std::iter::successors(Some(newest), |month| Some(month.previous()))
        .take_while(move |month| month.from >= first)
        .filter(fits)
        .take(MOST)
        .map(move |month| {
            let label = format!("{} {}", month_word(month.from), month.from.format("%Y"));
            period(month, &label, &route)
        })
}

/// The days that were written out: `2026-03 – 2026-05`, `Q3 2026`, `2025`.
fn spoken(data: Period, text: &str, route: &Route) -> Option<PaletteItem> {
    let asked = ask::spoken_period(text.trim()).ok()?;
    let is_month = asked == Period::month(asked.from);
    let label = format::period(&asked, &Locale::default());
    (!is_month && asked.overlaps(&data)).then(|| period(asked, &label, &on_screen(route)))
}

/// The screen one is on, where it is one of the book's.
fn on_screen(route: &Route) -> Route {
    let screen = match route.screen.as_str() {
        known if SCREENS.iter().any(|screen| screen.id == known) => known,
        _ => "overview",
    };
    Route {
        screen: screen.to_owned(),
        ..route.clone()
    }
}

fn period(period: Period, label: &str, route: &Route) -> PaletteItem {
    let go = Route {
        from: Some(period.from.to_string()),
        to: Some(period.to.to_string()),
        ..route.clone()
    };
    item(label, "Period", "", Some(go))
}

fn filtered(route: &Route, dimension: &Dimension, value: &str) -> Route {
    let id = dimension.to_string();
    let mut route = Route {
        screen: "spend".to_owned(),
        ..route.clone()
    };
    route.filters.retain(|filter| filter.dimension != id);
    route.filters.push(FilterView {
        dimension: id,
        values: vec![value.to_owned()],
    });
    route
}

/// What is found by its kind: `team` finds every team, `screen` every screen.
fn of_kind(item: &PaletteItem, text: &str) -> Option<u32> {
    begins_kind(&item.hint, text).then_some(KIND_SCORE)
}

fn begins_kind(kind: &str, text: &str) -> bool {
    let text = text.trim().to_lowercase();
    text.chars().count() >= 3 && kind.to_lowercase().starts_with(&text)
}

/// How badly a text fits a label, 0 is best; `None` when its letters are not there in order.
fn fit(label: &str, text: &str) -> Option<u32> {
    let (label, text) = (label.to_lowercase(), text.trim().to_lowercase());
    if let Some(at) = label.find(&text) {
        return Some(at as u32);
    }
    let mut letters = label.char_indices();
    let mut last = 0;
    for wanted in text.chars().filter(|letter| !letter.is_whitespace()) {
        last = letters.find(|(_, letter)| *letter == wanted)?.0;
    }
    Some(100 + last as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_in_order_fit_and_a_whole_word_fits_better() {
        assert!(fit("Spend", "sp") < fit("Show people", "sp"));
        assert!(fit("People & adoption", "ppl").is_some());
        assert_eq!(fit("Spend", "x"), None);
    }

    #[test]
    fn a_month_is_found_by_its_word_or_number() {
        let data = Period::new("2025-07-03".parse().unwrap(), "2026-11-01".parse().unwrap());
        let route = Route::default();
        let found = |text: &str| -> Vec<String> {
            let items = months(data, text, &route);
            items.map(|item| item.label).collect()
        };
        assert_eq!(found("sep"), ["September 2026", "September 2025"]);
        assert_eq!(found("2025 jul"), ["July 2025"]);
        assert_eq!(found("2026-09"), ["September 2026"]);
        assert!(found("June 2025").is_empty(), "no data");
        assert!(found("ju").is_empty(), "too little to tell");
        let go = months(data, "2025-12", &Route::default())
            .next()
            .and_then(|item| item.go);
        let go = go.expect("a way there");
        assert_eq!(
            (go.screen.as_str(), go.to.as_deref()),
            ("overview", Some("2026-01-01"))
        );
    }

    #[test]
    fn days_that_are_written_out_are_one_period() {
        let data = Period::new("2025-07-03".parse().unwrap(), "2026-11-01".parse().unwrap());
        let found = |text: &str| spoken(data, text, &Route::default());
        let item = found("2026-03 – 2026-05").expect("days of the book");
        let go = item.go.expect("a way there");
        assert_eq!(go.from.as_deref(), Some("2026-03-01"));
        assert_eq!(go.to.as_deref(), Some("2026-06-01"));
        assert_eq!(
            found("q3 2025").map(|item| item.label),
            Some("Q3 2025".to_owned())
        );
        for text in ["2024", "2026-09", "march", ""] {
            assert!(found(text).is_none(), "{text}: no data, a month, no days");
        }
    }

    #[test]
    fn what_is_typed_may_be_a_kind() {
        let team = item("Claims", "Team", "", None);
        assert_eq!(of_kind(&team, "team"), Some(KIND_SCORE));
        assert_eq!(of_kind(&team, "te"), None, "too little to tell");
        assert_eq!(of_kind(&team, "claims"), None);
    }

    #[test]
    fn without_a_book_only_commands_are_offered() {
        let items = items(None, "", &Route::default()).unwrap();
        assert!(items.iter().all(|item| item.command.is_some()));
    }
}
