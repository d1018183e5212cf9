//! Ctrl-C, and being asked to end: the program ends at once, but for what would leave something half behind. That is told,
//! clears up and ends by itself; being asked a second time ends it all the same. Elsewhere than on Unix it ends at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use crate::{Error, Result};

/// Whether a signal ends the program at once.
static ENDS: LazyLock<Arc<AtomicBool>> = LazyLock::new(|| Arc::new(AtomicBool::new(true)));
/// Whether a signal came that did not.
static ASKED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// Listens for signals from now on.
#[cfg(unix)]
pub fn watch() {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::flag;
    for signal in [SIGINT, SIGTERM] {
        // A system that does not take one ends the program at once, as before.
        let _ends = flag::register_conditional_default(signal, Arc::clone(&ENDS));
        let _second = flag::register(signal, Arc::clone(&ENDS));
        let _asked = flag::register(signal, Arc::clone(&ASKED));
    }
    store::stop_when(is_asked);
}

/// This system ends programs at once.
#[cfg(not(unix))]
pub fn watch() {}

/// Whether what is careful should stop.
pub fn is_asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}

/// Whether it should stop; whoever asks does so, and may clear up in peace.
pub fn take() -> bool {
    ASKED.swap(false, Ordering::SeqCst)
}

/// While it lives, a signal is told instead of ending the program.
#[derive(Debug)]
pub struct Careful {
    before: bool,
}

impl Careful {
    /// Begins to be careful.
    pub fn begin() -> Self {
        Self {
            before: ENDS.swap(false, Ordering::SeqCst),
        }
    }

    /// Ends it where more is to come: whoever was asked to stop does so here.
    pub(crate) fn not_stopped(self) -> Result<()> {
        drop(self);
        if take() { Err(Error::Stopped) } else { Ok(()) }
    }

    /// What was done, or that it was stopped.
    pub(crate) fn ended<T>(self, done: Result<T>) -> Result<T> {
        let asked = self.not_stopped();
        done.or_else(|error| asked.and(Err(error)))
    }
}

impl Drop for Careful {
    fn drop(&mut self) {
        // One that was asked meanwhile stays so.
        let _asked = ENDS.compare_exchange(false, self.before, Ordering::SeqCst, Ordering::SeqCst);
    }
}
