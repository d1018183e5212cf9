//! Opening and closing books.

use app::view::{BookBadge, Saved, StartView};
use tauri::{AppHandle, State};

use crate::desk::Desk;
use crate::dialogs;
use crate::error::Answer;

/// The start screen, and the open book if there is one.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn start(desk: State<'_, Desk>) -> StartView {
    desk.session().start()
}

/// Opens a book of the start screen's list.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn open_recent(desk: State<'_, Desk>, id: u32) -> Answer<BookBadge> {
    Ok(desk.session().open_recent(id)?)
}

/// Goes back to a copy of a book of the start screen's list, and opens it.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn restore(desk: State<'_, Desk>, id: u32, copy: String) -> Answer<BookBadge> {
    Ok(desk.session().restore(id, &copy)?)
}

/// Asks where and writes a checked copy of the open book; nothing if the dialog was cancelled.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn save_copy(app: AppHandle, desk: State<'_, Desk>) -> Answer<Option<Saved>> {
    let path = dialogs::place_to_save(&app, "copy", "counterfoil");
    Ok(path.map(|path| desk.session().save_copy(&path)).transpose()?)
}

/// Asks for a book and opens it; nothing if the dialog was cancelled.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn choose_book(app: AppHandle, desk: State<'_, Desk>) -> Answer<Option<BookBadge>> {
    let path = dialogs::book_to_open(&app);
    Ok(path.map(|path| desk.session().open_path(&path)).transpose()?)
}

/// Asks where a new book shall be and makes it; nothing if the dialog was cancelled.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn new_book(app: AppHandle, desk: State<'_, Desk>) -> Answer<Option<BookBadge>> {
    let path = dialogs::new_book(&app);
    Ok(path.map(|path| desk.session().new_at(&path)).transpose()?)
}

/// Opens the sample book.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn open_sample(desk: State<'_, Desk>) -> Answer<BookBadge> {
    Ok(desk.session().open_sample()?)
}

/// Closes the book and shows the start screen.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn close_book(desk: State<'_, Desk>) -> Answer<StartView> {
    Ok(desk.session().close()?)
}
