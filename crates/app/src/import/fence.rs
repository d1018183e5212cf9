//! On Linux the worker gives up the network and every file but its inputs, the book's folder and the folder for
//! temporary files (Landlock). Where the kernel cannot fence, limits and the separate process remain.

use std::path::{Path, PathBuf};

use landlock::{
    ABI, Access, AccessFs, AccessNet, RestrictionStatus, Ruleset, RulesetAttr, RulesetCreatedAttr,
    RulesetError, path_beneath_rules,
};

/// The newest rules we know; older kernels keep the part they know.
const RULES: ABI = ABI::V5;

/// Closes the fence around this thread and all it starts from now on.
pub(super) fn close(inputs: &[PathBuf], book: Option<&Path>) -> Result<RestrictionStatus, RulesetError> {
    let everything = AccessFs::from_all(RULES);
    let writable: Vec<PathBuf> = book
        .map(folder)
        .into_iter()
        .chain([std::env::temp_dir()])
        .collect();
    Ruleset::default()
        .handle_access(everything)?
        .handle_access(AccessNet::from_all(RULES))?
        .create()?
        .add_rules(path_beneath_rules(inputs, AccessFs::from_read(RULES)))?
        .add_rules(path_beneath_rules(writable, everything))?
        .restrict_self()
}

/// Side files of a book stand beside it.
fn folder(book: &Path) -> PathBuf {
    let parent = book.parent().filter(|parent| !parent.as_os_str().is_empty());
    parent.map_or_else(|| PathBuf::from("."), Path::to_owned)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::net::TcpListener;

    use landlock::RulesetStatus;

    use super::*;

    #[test]
    fn behind_the_fence_only_inputs_and_the_book_are_there() {
        // The fence holds a thread and its children, so the other tests stay free.
        let fenced = std::thread::spawn(|| {
            let here = Path::new(env!("CARGO_MANIFEST_DIR"));
            let input = here.join("Cargo.toml");
            let status = close(std::slice::from_ref(&input), None).expect("rules that the kernel knows");
            if status.ruleset == RulesetStatus::NotEnforced {
                println!("skipped: this kernel has no Landlock");
                return;
            }
            assert!(fs::read(&input).is_ok());
            // Outside of the folder for temporary files, wherever this is built.
            assert!(fs::read("/etc/passwd").is_err());
            assert!(fs::write("/var/not-there", "x").is_err());
            assert!(
                status.ruleset != RulesetStatus::FullyEnforced || TcpListener::bind("127.0.0.1:0").is_err()
            );
        });
        fenced.join().expect("the fence holds");
    }
}
