//! The window of Counterfoil: commands that forward to `app`, the system's dialogs, dropped files. It computes nothing.

mod bindings;
mod commands;
mod desk;
mod dialogs;
mod drops;
mod error;
mod window;

use std::path::PathBuf;
use std::process::ExitCode;

use app::import::{WORKER_ARGUMENT, worker};
use desk::Desk;
use tauri::Manager;
use tauri_plugin_window_state::StateFlags;

/// Runs the window, or the worker if this process was started as one.
pub fn main() -> ExitCode {
    if std::env::args_os()
        .nth(1)
        .is_some_and(|argument| argument == WORKER_ARGUMENT)
    {
        worker::serve(&mut std::io::stdin(), &mut std::io::stdout());
        return ExitCode::SUCCESS;
    }
    with_a_renderer_that_works();
    // After the line above: what starts anew would take these rights for the user's own.
    app::private::keep_private();
    open_window();
    ExitCode::SUCCESS
}

/// WebKitGTK's DMA-BUF renderer shows blank windows on some graphics drivers. The variable must be there when the
/// process starts, so it is started anew, once.
#[cfg(target_os = "linux")]
fn with_a_renderer_that_works() {
    use std::os::unix::process::CommandExt;
    const CHOICE: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if let (None, Ok(program)) = (std::env::var_os(CHOICE), std::env::current_exe()) {
        // `exec` returns only if it failed; then the window opens with the renderer there is.
        let _failed = std::process::Command::new(program)
            .args(std::env::args_os().skip(1))
            .env(CHOICE, "1")
            .exec();
    }
}

#[cfg(not(target_os = "linux"))]
fn with_a_renderer_that_works() {}

fn open_window() {
    let bindings = bindings::builder();
    tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, arguments, folder| {
            let folder = std::path::Path::new(&folder);
            drops::take(
                app,
                arguments.iter().skip(1).map(|path| folder.join(path)).collect(),
            );
            if let Some(window) = app.get_webview_window("main") {
                // If it cannot be raised it is there all the same.
                drop(window.set_focus());
            }
        }))
        .plugin(tauri_plugin_dialog::init())
        .plugin(
            tauri_plugin_window_state::Builder::new()
                .with_state_flags(StateFlags::all() - StateFlags::VISIBLE)
                .build(),
        )
        .invoke_handler(bindings.invoke_handler())
        .on_window_event(drops::hear)
        .setup(move |app| {
            bindings.mount_events(app);
            let given = std::env::args_os().skip(1).map(PathBuf::from).collect();
            app.manage(Desk::new(app.path().app_data_dir()?, given)?);
            window::open(app)?;
            Ok(())
        })
        .run(tauri::generate_context!())
        .expect("the window system must be there for a window");
}
