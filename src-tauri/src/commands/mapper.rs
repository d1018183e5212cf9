//! Mapping a file by hand.

use app::mapper::Draft;
use app::view::{MapperView, PreviewView, Saved};
use tauri::{AppHandle, State};

use crate::desk::Desk;
use crate::dialogs;
use crate::error::Answer;

/// A file that waits, as a draft maps it; without one, as it was left or as proposed.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn mapper(desk: State<'_, Desk>, id: u32, draft: Option<Draft>) -> Answer<MapperView> {
    Ok(desk.session().mapper(id, draft)?)
}

/// Reads a file by a draft; one with a name is kept. The answer is the previews of all files that wait.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn keep_mapping(desk: State<'_, Desk>, id: u32, draft: Draft) -> Answer<Vec<PreviewView>> {
    Ok(desk.session().keep_mapping(id, draft)?)
}

/// Asks where and saves the document of a draft; nothing if the dialog was cancelled.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn save_mapping(
    app: AppHandle,
    desk: State<'_, Desk>,
    id: u32,
    draft: Draft,
) -> Answer<Option<Saved>> {
    let path = dialogs::place_to_save(&app, "mapping", "toml");
    Ok(path
        .map(|path| desk.session().mapping_file(id, draft, &path))
        .transpose()?)
}
