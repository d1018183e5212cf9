//! Zip archives: looked through before any parser sees them, never extracted to disk.
