//! The system's own dialogs. They are asked from here only; the window has no right to them.

use std::path::PathBuf;

use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};

const BOOK: &str = "counterfoil";

/// A dialog that belongs to the window.
fn dialog(app: &AppHandle, title: &str) -> FileDialogBuilder<tauri::Wry> {
    let dialog = app.dialog().file().set_title(title);
    match app.get_webview_window("main") {
        Some(window) => dialog.set_parent(&window),
        None => dialog,
    }
}

fn path(chosen: FilePath) -> Option<PathBuf> {
    chosen.into_path().ok()
}

/// Which book to open.
pub(crate) fn book_to_open(app: &AppHandle) -> Option<PathBuf> {
    let dialog = dialog(app, "Open a book").add_filter("Counterfoil book", &[BOOK]);
    dialog.blocking_pick_file().and_then(path)
}

/// Where a new book shall be.
pub(crate) fn new_book(app: &AppHandle) -> Option<PathBuf> {
    let dialog = dialog(app, "New book")
        .add_filter("Counterfoil book", &[BOOK])
        .set_file_name(format!("book.{BOOK}"));
    dialog.blocking_save_file().and_then(path)
}

/// Which files to import.
pub(crate) fn files_to_import(app: &AppHandle) -> Vec<PathBuf> {
    let chosen = dialog(app, "Import bills and usage exports").blocking_pick_files();
    chosen.unwrap_or_default().into_iter().filter_map(path).collect()
}

/// The file of an import, to read it once more.
pub(crate) fn file_to_correct(app: &AppHandle) -> Option<PathBuf> {
    let dialog = dialog(app, "Correct an import: choose its file");
    dialog.blocking_pick_file().and_then(path)
}

/// Where to save a file.
pub(crate) fn place_to_save(app: &AppHandle, name: &str, extension: &str) -> Option<PathBuf> {
    let dialog = dialog(app, "Save")
        .add_filter(extension.to_uppercase(), &[extension])
        .set_file_name(format!("{name}.{extension}"));
    dialog.blocking_save_file().and_then(path)
}
