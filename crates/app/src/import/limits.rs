//! What a worker may take of the machine.

use std::path::PathBuf;

/// Address space of a worker beyond the files it maps.
#[cfg(unix)]
const ADDRESS_SPACE: u64 = 1_536 << 20;

/// Takes no more memory than a file may cost, and steps back behind whatever the person does meanwhile.
#[cfg(unix)]
pub(super) fn keep_to_limits(paths: &[PathBuf]) {
    let mapped: u64 = paths
        .iter()
        .filter_map(|path| path.metadata().ok())
        .map(|about| about.len())
        .sum();
    let most = ADDRESS_SPACE + mapped;
    // A system that knows no such limit only loses the guard.
    let _limited = rlimit::Resource::AS.set(most, most);
    let _patient = rustix::process::nice(10);
}

/// This system has no such limits.
#[cfg(not(unix))]
pub(super) fn keep_to_limits(_paths: &[PathBuf]) {}

/// A file that grows past a quota is an error from now on, not the death of the program.
#[cfg(unix)]
pub fn take_quotas_as_errors() {
    // A system without this signal has nothing to survive.
    let _ignored = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default());
}

/// A file that grows past a quota is an error from now on, not the death of the program.
#[cfg(not(unix))]
pub fn take_quotas_as_errors() {}
