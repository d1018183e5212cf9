//! Screens and search.

use app::view::{CanvasSize, Choice, PaletteItem, Route, ScreenView};
use tauri::State;

use crate::desk::Desk;
use crate::error::Answer;

/// The screen of a route, drawn for a canvas.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn screen(desk: State<'_, Desk>, route: Route, canvas: CanvasSize) -> Answer<ScreenView> {
    Ok(desk.session().screen(&route, canvas)?)
}

/// What the palette offers for a text.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn palette(desk: State<'_, Desk>, text: String, route: Route) -> Answer<Vec<PaletteItem>> {
    Ok(desk.session().palette(&text, &route)?)
}

/// Values of a dimension to filter by.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn dimension_values(
    desk: State<'_, Desk>,
    dimension: String,
    text: String,
) -> Answer<Vec<Choice>> {
    Ok(desk.session().dimension_values(&dimension, &text)?)
}
