//! People: who identities are, and what is known of each person's activity.

mod roster;

pub(crate) use roster::{Roster, Somebody};
