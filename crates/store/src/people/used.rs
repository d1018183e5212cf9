//! Columns of `usage_by_person` as SQL: sums as one number, and whether a line is the activity of a person.

/// Tokens; `NULL` where no line states any.
pub(super) const TOKENS: &str = "CASE WHEN tokens_n > 0 THEN (tokens_hi << 32) + tokens_lo END";
/// Requests likewise, in millionths.
pub(super) const REQUESTS: &str = "CASE WHEN requests_n > 0 THEN (requests_hi << 32) + requests_lo END";
/// Tokens of input that was not read from the cache.
pub(super) const INPUT: &str = "CASE WHEN input_n > 0 THEN (input_hi << 32) + input_lo END";
/// Tokens read from the cache.
pub(super) const CACHED: &str = "CASE WHEN cached_n > 0 THEN (cached_hi << 32) + cached_lo END";
/// Tokens of output.
pub(super) const OUTPUT: &str = "CASE WHEN output_n > 0 THEN (output_hi << 32) + output_lo END";
/// Tokens of no class.
pub(super) const UNTOLD: &str = "CASE WHEN tokens_n > input_n + cached_n + output_n
     THEN ((tokens_hi - input_hi - cached_hi - output_hi) << 32) + tokens_lo - input_lo - cached_lo - output_lo END";
/// Whether a cost is claimed.
pub(super) const HAS_COST: &str = "(estimated_hi << 32) + estimated_lo > 0";

/// A person, not a schedule, did something: [`crate::groups::HUMAN`] of the roll-up.
pub(crate) const HUMAN_BY_DAY: &str = "automated = 0 AND who <> 0 AND ((tokens_hi << 32) + tokens_lo > 0
     OR (requests_hi << 32) + requests_lo > 0 OR active_days > 0 OR (estimated_hi << 32) + estimated_lo > 0)";
