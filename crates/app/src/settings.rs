//! Settings with a version; every result prints the version it was made with.

/// Version of the built-in defaults.
pub const VERSION: u32 = 1;
