//! Who may read what this program makes. Books, copies and exports name people, so that only their owner may; a file
//! that names nobody has the rights that the user's other files have.

#[cfg(unix)]
mod rights {
    use std::fs::{File, Permissions};
    use std::os::unix::fs::PermissionsExt;
    use std::sync::OnceLock;

    use rustix::fs::Mode;

    /// Rights that the user's shell takes from new files.
    static TAKEN: OnceLock<u32> = OnceLock::new();

    pub(super) fn keep_private() {
        let before = rustix::process::umask(Mode::RWXG | Mode::RWXO);
        TAKEN.get_or_init(|| before.bits());
    }

    pub(super) fn share(file: &File) {
        if let Some(taken) = TAKEN.get() {
            // Where a disk knows no such rights, everybody has them anyway.
            let _as_before = file.set_permissions(Permissions::from_mode(0o666 & !taken));
        }
    }
}

#[cfg(not(unix))]
mod rights {
    pub(super) fn keep_private() {}

    pub(super) fn share(_: &std::fs::File) {}
}

/// From here on, whatever this program and its workers make is the owner's alone. The first thing a program does.
pub fn keep_private() {
    rights::keep_private();
}

/// Gives a file the rights that files of this user usually have.
pub(crate) fn share(file: &std::fs::File) {
    rights::share(file);
}
