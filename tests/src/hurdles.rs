//! Folders, disks and limits that stand in the way of writing: said plainly, and the book stays as it was.
#![cfg(unix)]

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::desk::{BOOK, Desk, Ran};
use crate::kill::big_bill;

/// Rows that do not fit into the little space given here.
const ROWS: usize = 9_000;

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().expect("id runs");
    id.stdout == b"0\n"
}

fn permit(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("permissions can be set");
}

/// The program under a limit of the shell, in blocks of 1,024 bytes.
fn limited(desk: &Desk, blocks: u32, line: &str) -> Ran {
    let plain = desk.command(line);
    let mut command = Command::new("bash");
    command
        .arg("-c")
        .arg(format!("ulimit -f {blocks}; exec \"$@\""))
        .arg("bash")
        .arg(plain.get_program())
        .args(plain.get_args())
        .current_dir(desk.path(""));
    Ran::of(line, &mut command)
}

#[test]
fn a_file_size_limit_is_a_message_and_no_death() {
    let desk = Desk::with_bill();
    desk.write("big.csv", big_bill(ROWS));
    let before = desk.bytes(BOOK);
    let most = u32::try_from(before.len() / 1024).expect("small") + 64;
    limited(&desk, most, "import big.csv").assert_says(4, &[BOOK, "limit"]);
    assert!(desk.bytes(BOOK) == before, "the book is as it was");
    desk.assert_whole(BOOK);
    desk.json("import big.csv");
}

#[test]
fn a_book_that_cannot_even_be_made_leaves_nothing_behind() {
    let desk = Desk::new();
    desk.write("big.csv", big_bill(10));
    limited(&desk, 10, "import big.csv").assert_says(4, &[BOOK]);
    for name in [BOOK, "book.counterfoil-wal", "book.counterfoil-shm"] {
        assert!(!desk.path(name).exists(), "{name} is left behind");
    }
}

/// A small disk that is gone when the journey ends.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(at: PathBuf) -> Option<Self> {
        if !is_root() {
            eprintln!("skipped: only root can mount a small disk");
            return None;
        }
        fs::create_dir(&at).expect("a folder");
        let mut command = Command::new("mount");
        command.args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"]).arg(&at);
        if command.status().is_ok_and(|status| status.success()) {
            return Some(Self(at));
        }
        eprintln!("skipped: a small disk cannot be mounted here");
        None
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let gone = Command::new("umount").arg(&self.0).status();
        assert!(
            gone.is_ok_and(|status| status.success()),
            "the disk can be taken away"
        );
    }
}

#[test]
fn a_full_disk_is_a_message_and_the_import_can_be_repeated_elsewhere() {
    let desk = Desk::with_bill();
    let Some(_disk) = SmallDisk::mount(desk.path("disk")) else {
        return;
    };
    fs::copy(desk.path(BOOK), desk.path("disk/book.counterfoil")).expect("it fits");
    desk.write("big.csv", big_bill(ROWS));
    let before = desk.bytes("disk/book.counterfoil");
    let ran = desk.run("--book disk/book.counterfoil import big.csv");
    ran.assert_says(4, &["disk/book.counterfoil", "disk is full"]);
    assert!(
        desk.bytes("disk/book.counterfoil") == before,
        "the book is as it was"
    );
    desk.assert_whole("disk/book.counterfoil");
    desk.json("import big.csv");
}

/// The program as a user who owns nothing here; root may write everywhere.
fn as_nobody(desk: &Desk, line: &str) -> Option<Ran> {
    if !is_root() {
        return Some(desk.run(line));
    }
    let plain = desk.command(line);
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
        .arg(plain.get_program())
        .args(plain.get_args())
        .current_dir(desk.path(""));
    if Command::new("setpriv").arg("--version").output().is_err() {
        eprintln!("skipped: root may write everywhere, and there is no setpriv to become someone else");
        return None;
    }
    Some(Ran::of(line, &mut command))
}

#[test]
fn a_read_only_folder_can_be_read_from_and_is_not_written_to() {
    let desk = Desk::with_bill();
    desk.fixture("openai-cost-csv/cost_2026.csv", "again.csv");
    permit(&desk.path(BOOK), 0o444);
    permit(&desk.path(""), 0o555);
    let before = desk.bytes(BOOK);
    let bill = desk.run("spend").stdout;
    let runs = [
        "spend",
        "import again.csv",
        "undo 1",
        "--book new.counterfoil import again.csv",
    ]
    .map(|line| as_nobody(&desk, line));
    permit(&desk.path(""), 0o755);
    let [Some(spend), Some(import), Some(undo), Some(make)] = runs else {
        return;
    };
    assert_eq!((spend.status, spend.stdout), (Some(0), bill));
    import.assert_says(4, &[BOOK, "can only be read"]);
    undo.assert_says(4, &[BOOK, "can only be read"]);
    make.assert_says(4, &["new.counterfoil"]);
    assert!(desk.bytes(BOOK) == before, "the book is as it was");
    assert!(!desk.path("new.counterfoil").exists());
}
