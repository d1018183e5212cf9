//! People: who identities are, what seats they hold, and what is known of each person's activity.

mod activity;
mod coverage;
mod matching;
mod roster;
mod seats;

pub use matching::{Matching, RosterEntry, Unmatched};
pub(crate) use roster::{Roster, Somebody};
pub use seats::SeatCount;
