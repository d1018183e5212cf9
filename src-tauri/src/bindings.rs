//! The one list of commands and events, and their TypeScript.

use tauri::Wry;
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands, collect_events};

use crate::commands::{book, import, mapper, save, screen};
use crate::drops::FileDrag;

/// Everything the window can ask for.
pub(crate) fn builder() -> Builder<Wry> {
    Builder::new()
        .commands(collect_commands![
            book::start,
            book::open_recent,
            book::choose_book,
            book::new_book,
            book::open_sample,
            book::restore,
            book::save_copy,
            book::close_book,
            screen::screen,
            screen::palette,
            screen::dimension_values,
            import::choose_files,
            import::correct,
            import::pending,
            import::choose,
            mapper::mapper,
            mapper::keep_mapping,
            mapper::save_mapping,
            import::commit,
            import::cancel_import,
            import::discard,
            import::undo,
            import::confirm,
            import::problems,
            save::save_chart,
            save::save_report,
            save::save_scenario,
            save::save_problems,
            save::chart_text,
        ])
        .events(collect_events![FileDrag])
        .error_handling(ErrorHandlingMode::Throw)
        .disable_serde_phases()
}

#[cfg(test)]
mod tests {
    use super::builder;
    use specta_typescript::Typescript;

    const BINDINGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/src/generated/bindings.ts");

    #[test]
    fn the_interface_has_the_commands_and_types_of_today() {
        let exported = tempfile::NamedTempFile::new().expect("a file can be made");
        builder()
            .export(Typescript::default(), exported.path())
            .expect("every type can be exported");
        let today = std::fs::read_to_string(exported.path()).expect("it was just written");
        if std::env::var_os("UPDATE_BINDINGS").is_some() {
            std::fs::write(BINDINGS, &today).expect("the interface's folder can be written");
        }
        let stored = std::fs::read_to_string(BINDINGS).unwrap_or_default();
        assert!(
            stored == today,
            "stale: UPDATE_BINDINGS=1 cargo test -p counterfoil-desktop"
        );
    }
}
