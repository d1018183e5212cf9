//! A desk: an empty folder of its own in which the real program runs, on `book.counterfoil` unless told otherwise.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// The book a command means when it names none.
pub(crate) const BOOK: &str = "book.counterfoil";

pub(crate) struct Desk {
    folder: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    /// A desk whose book holds one import of a composed bill.
    pub(crate) fn with_bill() -> Self {
        let desk = Self::new();
        desk.fixture("openai-cost-csv/cost_2026.csv", "bill.csv");
        desk.json("import bill.csv");
        desk
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        fs::write(path, bytes).expect("the desk can be written to");
    }

    /// Puts a composed file of the readers' own tests on the desk.
    pub(crate) fn fixture(&self, from: &str, name: &str) {
        self.write(name, fixture(from));
    }

    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The program with these arguments, not yet started.
    pub(crate) fn command(&self, line: &str) -> Command {
        let mut command = Command::new(program());
        command
            .args(line.split_whitespace())
            .current_dir(self.folder.path())
            .env_remove("COUNTERFOIL_BOOK")
            .env("XDG_DATA_HOME", self.folder.path().join("data"));
        command
    }

    /// Runs the program; arguments are separated by blanks.
    pub(crate) fn run(&self, line: &str) -> Ran {
        Ran::of(line, &mut self.command(line))
    }

    /// Runs it with `--json`; it must succeed.
    pub(crate) fn json(&self, line: &str) -> Value {
        let ran = self.run(&format!("--json {line}"));
        assert_eq!(ran.status, Some(0), "{line}: {}", ran.stderr);
        ran.json()
    }

    /// What is billed in all, one amount a currency.
    pub(crate) fn billed(&self) -> Vec<String> {
        let totals = self.json("spend")["totals"].clone();
        let totals = totals.as_array().into_iter().flatten();
        totals
            .map(|total| total["billed"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// Spend in all the detail that an import can change.
    pub(crate) fn spend(&self) -> Value {
        let mut spend = self.json("spend --by month,provider,model,person,project");
        // The imports behind a figure may differ while the figure stays.
        spend["explain"] = Value::Null;
        spend
    }

    /// Asserts that the integrity of a book is proven.
    pub(crate) fn assert_whole(&self, book: &str) {
        let doctor = self.json(&format!("--book {book} doctor"));
        assert_eq!(doctor["ok"], true, "{doctor:#}");
    }
}

/// What a run left behind.
pub(crate) struct Ran {
    /// `None` after a signal.
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    /// Runs a command; a panic of the program fails the journey whatever else it expects.
    pub(crate) fn of(line: &str, command: &mut Command) -> Self {
        let Output {
            status,
            stdout,
            stderr,
        } = command.output().unwrap_or_else(|error| panic!("{line}: {error}"));
        let ran = Self {
            status: status.code(),
            stdout: String::from_utf8(stdout).expect("the program writes UTF-8"),
            stderr: String::from_utf8(stderr).expect("the program writes UTF-8"),
        };
        assert!(!ran.stderr.contains("panicked at"), "{line}: {}", ran.stderr);
        assert!(!ran.stdout.contains("panicked at"), "{line}: {}", ran.stdout);
        ran
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}\n{}", self.stdout, self.stderr))
    }

    /// Asserts the exit status, and that the words are said about something the user can name.
    pub(crate) fn assert_says(&self, status: i32, words: &[&str]) {
        let said = format!("{}{}", self.stdout, self.stderr);
        assert_eq!(self.status, Some(status), "{said}");
        for word in words {
            assert!(said.contains(word), "`{word}` is not in: {said}");
        }
    }
}

/// The program, beside the folder of this test.
pub(crate) fn program() -> PathBuf {
    let own = std::env::current_exe().expect("a test knows where it is");
    let folder = own.ancestors().nth(2).expect("target/PROFILE/deps/test");
    let program = folder
        .join("counterfoil")
        .with_extension(std::env::consts::EXE_EXTENSION);
    assert!(
        program.exists(),
        "{} is missing: build it with `cargo build --package cli`",
        program.display()
    );
    program
}

/// A composed file of the readers' own tests.
pub(crate) fn fixture(name: &str) -> String {
    let path = repository().join("crates/ingest/fixtures").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A real file that may lie beside the repository; says so when it does not.
pub(crate) fn beside(name: &str) -> Option<PathBuf> {
    let path = repository().join("../shared").join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: {name} is not beside this repository");
    None
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the journeys are a folder of the repository")
}

/// The entries of an import's answer, by file name.
pub(crate) fn entry<'a>(answer: &'a Value, file: &str) -> &'a Value {
    entries(answer)
        .iter()
        .find(|entry| entry["file"] == file)
        .unwrap_or_else(|| panic!("{file} is not in {answer:#}"))
}

pub(crate) fn entries(answer: &Value) -> &[Value] {
    answer["imports"].as_array().expect("a list of imports")
}

/// `[read, kept, duplicate, replaced, skipped, refused]`, after asserting that they add up.
pub(crate) fn rows(entry: &Value) -> [u64; 6] {
    let rows = ["read", "kept", "duplicate", "replaced", "skipped", "refused"]
        .map(|key| entry["rows"][key].as_u64().expect("a count"));
    assert_eq!(rows[0], rows[1..].iter().sum::<u64>(), "rows add up: {entry:#}");
    rows
}
