//! Where one is: screen, period, currency, filters, inputs. Back, forward and drill are routes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use specta::Type;

use super::Choice;

/// The whole state of the global bar and of a screen; equal routes show equal screens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default, deny_unknown_fields)]
pub struct Route {
    /// Screen id: `overview`, `spend`, `people`, `roi`, `imports`, `rows` (the rows behind a figure).
    pub screen: String,
    /// First day, `YYYY-MM-DD`; none lets Rust choose the newest complete period.
    pub from: Option<String>,
    /// End, exclusive.
    pub to: Option<String>,
    /// Currency of money figures; none lets Rust choose the largest.
    pub currency: Option<String>,
    /// Measure id.
    pub measure: Option<String>,
    /// Dimension to split by.
    pub by: Option<String>,
    /// Filters in force.
    pub filters: Vec<FilterView>,
    /// The item a screen is about (an initiative, an import).
    pub item: Option<String>,
    /// Sliders, sort orders and other inputs of the screen, by key.
    pub inputs: BTreeMap<String, String>,
    /// Whether names of people are shown; off by default.
    pub names: bool,
}

/// One filter of the route.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct FilterView {
    /// Dimension id.
    pub dimension: String,
    /// Accepted values.
    pub values: Vec<String>,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "lowercase")]
pub enum ThemeName {
    /// Paper.
    #[default]
    Light,
    /// Ink.
    Dark,
}

/// How large charts may be: the content width in CSS pixels and the theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct CanvasSize {
    /// Width of the content area.
    pub width: u32,
    /// Height of the content area.
    pub height: u32,
    /// Colours.
    pub theme: ThemeName,
}

/// The global bar above every screen.
#[derive(Clone, Debug, Serialize, Type)]
pub struct BarView {
    /// Periods to choose from; each leads to a route.
    pub periods: Vec<Choice>,
    /// Label of the period in force: `Sep 2026`.
    pub period: String,
    /// What it is compared with: `against Aug`.
    pub comparison: String,
    /// Currencies with money in the book.
    pub currencies: Vec<Choice>,
    /// Measures.
    pub measures: Vec<Choice>,
    /// Filters in force, each with the route without it.
    pub filters: Vec<FilterChip>,
    /// Dimensions one can filter by.
    pub dimensions: Vec<Choice>,
    /// Names of people: the route with the switch the other way.
    pub names: Choice,
}

/// A filter in force.
#[derive(Clone, Debug, Serialize, Type)]
pub struct FilterChip {
    /// `Team: Claims`.
    pub label: String,
    /// The route without this filter.
    pub without: Route,
}

/// One line of the command palette.
#[derive(Clone, Debug, Serialize, Type)]
pub struct PaletteItem {
    /// What it does or shows.
    pub label: String,
    /// Kind or place: `Screen`, `Model`.
    pub hint: String,
    /// Keys, if any: `g s`.
    pub shortcut: String,
    /// Where it leads, if it is a place.
    pub go: Option<Route>,
    /// Command id, if it is an action: `import`, `report-pdf`, `theme`.
    pub command: Option<String>,
}
