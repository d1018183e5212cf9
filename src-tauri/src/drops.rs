//! Files dragged over and dropped on the window. The paths stay here; the window hears only that it happened.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::{AppHandle, DragDropEvent, Manager, Window, WindowEvent};
use tauri_specta::Event;

use crate::desk::Desk;

/// What happens to files over the window.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, Type, Event)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FileDrag {
    /// They are over it.
    Over,
    /// They are gone again.
    Left,
    /// They were dropped; `pending` has their previews.
    Dropped,
}

/// Hears the window's own drag events.
pub(crate) fn hear(window: &Window, event: &WindowEvent) {
    let WindowEvent::DragDrop(drag) = event else {
        return;
    };
    match drag {
        DragDropEvent::Enter { .. } => tell(window.app_handle(), FileDrag::Over),
        DragDropEvent::Drop { paths, .. } => take(window.app_handle(), paths.clone()),
        DragDropEvent::Leave => tell(window.app_handle(), FileDrag::Left),
        _ => {}
    }
}

/// Puts files where `pending` finds them and tells the window.
pub(crate) fn take(app: &AppHandle, paths: Vec<PathBuf>) {
    app.state::<Desk>().drop_paths(paths);
    tell(app, FileDrag::Dropped);
}

fn tell(app: &AppHandle, drag: FileDrag) {
    // The window may be closing; then nobody needs to hear.
    drop(drag.emit(app));
}
