//! Charts and reports as files and for the clipboard. Nothing is answered if the dialog was cancelled.

use app::view::{Route, Saved};
use tauri::{AppHandle, State};

use crate::desk::Desk;
use crate::dialogs;
use crate::error::Answer;

/// Asks where and saves a chart as `svg` or `png`.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn save_chart(
    app: AppHandle,
    desk: State<'_, Desk>,
    route: Route,
    key: String,
    format: String,
) -> Answer<Option<Saved>> {
    let path = dialogs::place_to_save(&app, &key, &format);
    Ok(path
        .map(|path| desk.session().chart_file(&route, &key, &format, &path))
        .transpose()?)
}

/// Asks where and saves the report as `pdf`, `html` or `xlsx`.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn save_report(
    app: AppHandle,
    desk: State<'_, Desk>,
    route: Route,
    format: String,
) -> Answer<Option<Saved>> {
    let path = dialogs::place_to_save(&app, "report", &format);
    Ok(path
        .map(|path| desk.session().report_file(&route, &format, &path))
        .transpose()?)
}

/// Asks where and saves the assumptions that a route shows as a scenario file.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn save_scenario(app: AppHandle, desk: State<'_, Desk>, route: Route) -> Answer<Option<Saved>> {
    let path = dialogs::place_to_save(&app, "scenario", "toml");
    Ok(path
        .map(|path| desk.session().scenario_file(&route, &path))
        .transpose()?)
}

/// Asks where and saves the problems of an import as CSV.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn save_problems(app: AppHandle, desk: State<'_, Desk>, id: String) -> Answer<Option<Saved>> {
    let path = dialogs::place_to_save(&app, "problems", "csv");
    Ok(path
        .map(|path| desk.session().problems_file(&id, &path))
        .transpose()?)
}

/// The figures of a chart, tab separated, for the clipboard.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn chart_text(desk: State<'_, Desk>, route: Route, key: String) -> Answer<String> {
    Ok(desk.session().chart_text(&route, &key)?)
}
