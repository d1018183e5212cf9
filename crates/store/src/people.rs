//! People: the roster and which identity is whom.

use crate::book::Book;

/// The roster as it stands, with what identities resolve to.
#[derive(Debug, Default)]
pub(crate) struct Roster;

impl Book {
    /// Forgets what was read of people; the next question reads it anew.
    pub(crate) fn forget_roster(&self) {
        self.roster.replace(None);
    }
}
