//! Looking at files, importing them, taking imports back.

use app::view::{FileChange, ImportResult, PreviewView, ProgressView, TableView};
use tauri::ipc::Channel;
use tauri::{AppHandle, State};

use crate::desk::Desk;
use crate::dialogs;
use crate::error::Answer;

/// Asks for files; the answer is the previews of all files that wait.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn choose_files(app: AppHandle, desk: State<'_, Desk>) -> Answer<Vec<PreviewView>> {
    desk.drop_paths(dialogs::files_to_import(&app));
    Ok(desk.look()?)
}

/// Asks for the file of an import and previews it, to take that import's place.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn correct(app: AppHandle, desk: State<'_, Desk>, id: String) -> Answer<Vec<PreviewView>> {
    Ok(match dialogs::file_to_correct(&app) {
        Some(path) => desk.session().correct(&id, path)?,
        None => desk.session().pending(),
    })
}

/// Previews of files dropped on the window or given when it was started; a book among them is opened.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn pending(desk: State<'_, Desk>) -> Answer<Vec<PreviewView>> {
    Ok(desk.look()?)
}

/// Says something about one file that waits; it is read again. The answer is the previews of all files that wait.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn choose(desk: State<'_, Desk>, id: u32, change: FileChange) -> Answer<Vec<PreviewView>> {
    Ok(desk.session().choose(id, &change)?)
}

/// Imports previewed files.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn commit(
    desk: State<'_, Desk>,
    ids: Vec<u32>,
    on_progress: Channel<ProgressView>,
) -> Answer<ImportResult> {
    // A window that has gone hears nothing; the import goes on.
    let mut tell = |progress| drop(on_progress.send(progress));
    Ok(desk.session().commit(&ids, &mut tell)?)
}

/// Ends the import under way; what was imported before stays.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn cancel_import(desk: State<'_, Desk>) {
    desk.cancel();
}

/// Forgets previewed files.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn discard(desk: State<'_, Desk>, ids: Vec<u32>) {
    desk.session().discard(&ids);
}

/// Takes an import back.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn undo(desk: State<'_, Desk>, id: String) -> Answer<ImportResult> {
    Ok(desk.session().undo(&id)?)
}

/// Confirms who an identity is, or a rule about how keys are named.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn confirm(desk: State<'_, Desk>, press: String) -> Answer<ImportResult> {
    Ok(desk.session().confirm(&press)?)
}

/// The problems of an import.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn problems(desk: State<'_, Desk>, id: String) -> Answer<TableView> {
    Ok(desk.session().problems(&id)?)
}
