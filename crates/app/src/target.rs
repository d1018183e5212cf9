//! Where a file for the user goes: written beside its place and renamed, never half; and never over a book, nor over a
//! file that this program did not write.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::copies::with_suffix;
use crate::interrupt::Careful;
use crate::view::Saved;
use crate::{Error, Result, private};

/// How databases and their side files begin.
const DATABASES: &[&[u8]] = &[
    b"SQLite format 3\0",
    b"\x37\x7f\x06\x82",
    b"\x37\x7f\x06\x83",
    b"\x18\xe2\x2d\0",
];
/// What files of a database end with beside it.
const SIDES: &[&str] = &["-wal", "-shm", "-journal"];
/// How pictures begin; no bill is one.
const PICTURES: &[&[u8]] = &[b"<svg", b"\x89PNG"];
/// What this program writes into files of its own.
const MARKS: &[&[u8]] = &[
    b"/Creator(Counterfoil)",
    b"name=\"generator\" content=\"Counterfoil\"",
    b"# A scenario of Counterfoil",
    b"x_Counterfoil",
    b"Counterfoil version ",
];
/// How much of either end is looked at.
const END: u64 = 64 * 1024;

/// The place of a file that is to be written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target<'p> {
    path: &'p Path,
    is_confirmed: bool,
    is_private: bool,
}

impl<'p> Target<'p> {
    /// A place where only an earlier file of this program may be replaced.
    pub(crate) fn new(path: &'p Path) -> Self {
        Self {
            path,
            is_confirmed: false,
            is_private: false,
        }
    }

    /// A place of which the user said in a dialog that what is there may be replaced.
    pub(crate) fn confirmed(path: &'p Path) -> Self {
        Self {
            is_confirmed: true,
            ..Self::new(path)
        }
    }

    /// The same for a file that only its owner may read, where it names people.
    pub(crate) fn private_if(self, is_private: bool) -> Self {
        Self { is_private, ..self }
    }

    /// As the user wrote it.
    pub(crate) fn path(self) -> &'p Path {
        self.path
    }

    /// Looks at the place before anything is made for it: what would be refused or could not be written is said at once.
    /// `start` is how the new file will begin, as far as its kind is known by that.
    pub(crate) fn check(self, start: &[u8]) -> Result<()> {
        let careful = Careful::begin();
        let checked = self.try_place(start);
        careful.not_stopped()?;
        checked
    }

    fn try_place(self, start: &[u8]) -> Result<()> {
        let place = self.place()?;
        self.check_replaced(&place, start)?;
        let (beside, _) = self.beside(&place)?;
        fs::remove_file(&beside).map_err(|error| Error::file(self.path, "written", &error))
    }

    /// Writes bytes.
    pub(crate) fn write(self, bytes: &[u8]) -> Result<Saved> {
        self.whole(|file| {
            file.write_all(bytes)
                .map_err(|error| Error::file(self.path, "written", &error))
        })
    }

    /// Writes beside the place and renames, so that the old file stays whole until the new one is.
    pub(crate) fn whole(self, fill: impl FnOnce(&mut File) -> Result<()>) -> Result<Saved> {
        let failed = |error: io::Error| Error::file(self.path, "written", &error);
        let place = self.place()?;
        let careful = Careful::begin();
        let (beside, mut new) = self.beside(&place)?;
        let done = fill(&mut new).and_then(|()| {
            if !self.is_private {
                private::share(&new);
            }
            new.sync_all().map_err(failed)?;
            let [start, _] = ends(&beside).map_err(failed)?;
            self.check_replaced(&place, &start)?;
            fs::rename(&beside, &place).map_err(failed)
        });
        if done.is_err() {
            // What is half is not left behind; if even that fails, the message names the folder.
            let _removed = fs::remove_file(&beside);
        }
        careful.ended(done)?;
        let shown = self.path.to_string_lossy().into_owned();
        Ok(Saved {
            message: format!("Saved {shown}"),
            path: shown,
        })
    }

    /// A new file beside the place.
    fn beside(self, place: &Path) -> Result<(PathBuf, File)> {
        let beside = with_suffix(place, &format!(".{}.part", std::process::id()));
        let made = File::options().write(true).create_new(true).open(&beside);
        let new = made.map_err(|error| Error::file(self.path, "written", &error))?;
        Ok((beside, new))
    }

    /// The file behind the path, unless nothing may ever be written there.
    fn place(self) -> Result<PathBuf> {
        let place = fs::canonicalize(self.path).unwrap_or_else(|_| self.path.to_owned());
        check_ordinary(&place).map_err(|what| refused(self.path, what))?;
        if is_of_database(&place) {
            return Err(refused(self.path, "is a book or another database"));
        }
        Ok(place)
    }

    fn check_replaced(self, place: &Path, start: &[u8]) -> Result<()> {
        let failed = |error: io::Error| Error::file(self.path, "read", &error);
        if self.is_confirmed || !place.exists() || is_ours(place, start).map_err(failed)? {
            return Ok(());
        }
        // Our own tables are known by their first line: another of them looks like a file of the user.
        Err(refused(
            self.path,
            if has_ending(place, "csv") {
                "is there already and was not written by Counterfoil with these columns"
            } else if has_ending(place, "toml") {
                "is there already and was not written by Counterfoil with this first line"
            } else {
                "is there already and was not written by Counterfoil"
            },
        ))
    }
}

/// A file that is not replaced.
pub(crate) fn refused(path: &Path, what: &str) -> Error {
    Error::asked(
        format!("{} {what}, so that it is left as it is", path.display()),
        "Choose another name, or move that file away first.",
    )
}

/// Whether a path is free or holds an ordinary file; if not, what it is.
pub(crate) fn check_ordinary(path: &Path) -> std::result::Result<(), &'static str> {
    match fs::metadata(path) {
        Ok(facts) if facts.is_dir() => Err("is a folder"),
        Ok(facts) if !facts.is_file() => Err("is a device or a pipe"),
        _ => Ok(()),
    }
}

/// Whether a file is a database, or has the name of a file beside one.
pub(crate) fn is_of_database(path: &Path) -> bool {
    let name = path.to_string_lossy();
    let beside = SIDES.iter().find_map(|side| name.strip_suffix(side));
    is_database(path) || beside.is_some_and(|base| is_database(Path::new(base)))
}

fn is_database(path: &Path) -> bool {
    let mut head = [0; 16];
    let read = File::open(path).and_then(|mut file| file.read(&mut head));
    let head = &head[..read.unwrap_or_default()];
    DATABASES.iter().any(|start| head.starts_with(start))
}

/// Whether an old file is an earlier one of ours: by its mark, or because it begins as the new one does.
fn is_ours(old: &Path, start: &[u8]) -> io::Result<bool> {
    let [head, tail] = ends(old)?;
    let is_picture = |head: &[u8]| PICTURES.iter().any(|sign| head.starts_with(sign));
    let is_marked = MARKS.iter().any(|mark| holds(&head, mark) || holds(&tail, mark));
    Ok(head.is_empty()
        || is_marked
        || is_picture(&head) && is_picture(start)
        || is_table(old) && first_line(&head) == first_line(start)
        || reports::is_workbook_of_ours(File::open(old)?))
}

/// The beginning and the end of a file.
fn ends(path: &Path) -> io::Result<[Vec<u8>; 2]> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut end = |from: u64| {
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(from))?;
        (&mut file).take(END).read_to_end(&mut bytes).map(|_| bytes)
    };
    Ok([end(0)?, end(length.saturating_sub(END))?])
}

fn holds(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|window| window == mark)
}

/// Whether the first line of such a file says what it is.
fn is_table(path: &Path) -> bool {
    has_ending(path, "csv") || has_ending(path, "toml")
}

fn has_ending(path: &Path, wanted: &str) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case(wanted))
}

fn first_line(bytes: &[u8]) -> Option<&[u8]> {
    bytes.split(|byte| *byte == b'\n').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(path: &Path, text: &str) -> Result<Saved> {
        Target::new(path).write(text.as_bytes())
    }

    #[test]
    fn an_earlier_file_of_the_same_kind_is_replaced_and_a_bill_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for (name, old, new, is_replaced) in [
            ("a.csv", "from,to,billed\n1,2,3\n", "from,to,billed\n", true),
            ("b.csv", "date,cost\n1,2\n", "from,to,billed\n", false),
            ("c.csv", "", "from,to,billed\n", true),
            ("d.svg", "<svg width=\"1\">", "<svg width=\"2\">", true),
            ("e.svg", "my notes", "<svg width=\"2\">", false),
            ("f.pdf", "%PDF-1.7\nan invoice", "%PDF-1.7\na report", false),
            (
                "g.pdf",
                "%PDF-1.7\n</Creator(Counterfoil)>",
                "%PDF-1.7\na report",
                true,
            ),
        ] {
            fs::write(at(name), old).unwrap();
            assert_eq!(write(&at(name), new).is_ok(), is_replaced, "{name}");
            let is_left = fs::read_to_string(at(name)).unwrap() == old;
            assert_eq!(is_left, !is_replaced, "{name}");
        }
        let parts = fs::read_dir(folder.path()).unwrap().flatten();
        assert_eq!(parts.count(), 7, "nothing half is left behind");
    }

    #[test]
    fn a_place_is_refused_before_anything_is_made_for_it() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("own.csv"), "date,cost\n").unwrap();
        fs::write(at("ours.csv"), "from,to\n1,2\n").unwrap();
        fs::write(at("own.png"), "my notes").unwrap();
        let check = |name: &str, start: &str| Target::new(&at(name)).check(start.as_bytes());
        for (name, start) in [
            ("own.csv", "from,to\n"),
            ("own.png", "\u{89}PNG"),
            ("none/new.csv", "from,to\n"),
        ] {
            let said = check(name, start).unwrap_err().message();
            assert_eq!(said, write(&at(name), start).unwrap_err().message());
        }
        check("ours.csv", "from,to\n").unwrap();
        check("new.csv", "from,to\n").unwrap();
        assert!(!at("new.csv").exists());
    }

    #[test]
    fn another_table_of_ours_is_not_called_foreign() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.CSV");
        write(&path, "from,to,billed\n").unwrap();
        let said = write(&path, "day,person,tokens\n").unwrap_err();
        assert!(
            said.message().contains("by Counterfoil with these columns"),
            "{}",
            said.message()
        );
    }

    #[test]
    fn a_confirmed_file_is_replaced_and_a_database_never() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("notes.svg"), "my notes").unwrap();
        let confirmed = at("notes.svg");
        Target::confirmed(&confirmed).write(b"<svg>").unwrap();
        fs::write(at("a.db"), b"SQLite format 3\0 and more").unwrap();
        for name in ["a.db", "a.db-wal", "a.db-journal"] {
            let path = at(name);
            let said = Target::confirmed(&path).write(b"<svg>").unwrap_err();
            assert!(said.message().contains("is a book or another database"), "{name}");
        }
        assert!(fs::read(at("a.db")).unwrap().starts_with(b"SQLite format 3\0"));
        assert!(!at("a.db-wal").exists());
        assert!(Target::confirmed(folder.path()).write(b"x").is_err());
    }
}
