//! How a person looks at adoption here: which ladder of use is in force. Asks and computes nothing.

use metrics::people::bands::{Look, Preset};

use crate::scope::Scope;

/// The input of a route that chooses the ladder.
pub(crate) const PRESET: &str = "preset";

/// The window of people and the ladder: the route's, else the settings'.
pub(crate) fn look(scope: &Scope<'_>) -> Look {
    let asked = scope.route.inputs.get(PRESET);
    let preset = Preset::ALL
        .into_iter()
        .find(|preset| asked.is_some_and(|id| id == preset.id()));
    Look {
        window: scope.people_window(),
        preset: preset.unwrap_or(scope.settings.bands.preset),
    }
}
