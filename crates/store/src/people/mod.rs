//! People: who identities are, what seats they hold, and what is known of each person's activity.

mod activity;
mod coverage;
mod days;
mod history;
mod kind;
mod matching;
mod naming;
mod resolve;
mod roster;
mod seat_use;
mod seats;
mod seen;
mod used;
mod words;

pub(crate) use history::NEWEST;
pub use kind::IdentityKind;
pub use matching::{Matching, RosterEntry, TOLD_BY, Unmatched};
pub use naming::{NamingRule, RuleUse};
pub use resolve::{Suggestion, Unresolved};
pub(crate) use roster::{Roster, Somebody};
pub use seats::SeatCount;
pub use seen::{SeenDay, SourceSeen};
pub(crate) use used::human_by_day;
