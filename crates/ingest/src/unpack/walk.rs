//! Paths to items: folders in sorted order, regular files only. Reads each file once for its hash, unless it is a large text; opens
//! nothing that could block.

use std::io::{self, Read};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, iter, thread};

use sha2::{Digest, Sha256};
use walkdir::{DirEntry, WalkDir};

use super::archive::hex;
use super::content::Stamp;
use super::delivery::gather;
use super::digest::{LARGE, Late};
use super::inside::identify;
use super::{Content, Item, Kind, Limits, kind};

/// Enough of a file to tell what it is.
pub(super) const HEAD: u64 = 1 << 16;

/// Files whose first bytes are held at once, and how many are looked at at the same time.
const AT_ONCE: usize = 64;
const READERS: usize = 4;

/// Whether a file is passed over unopened.
pub type Pass<'p> = dyn FnMut(&Path) -> bool + 'p;

/// Every file under the paths, archives opened, the parts of a delivery as one item. Never fails as a whole: what cannot be read is an item with a reason.
pub fn open(paths: &[PathBuf], limits: &Limits) -> Vec<Item> {
    open_but(paths, limits, &mut |_| false)
}

/// The same without opening what is passed over.
pub fn open_but(paths: &[PathBuf], limits: &Limits, pass: &mut Pass<'_>) -> Vec<Item> {
    let mut found = paths.iter().flat_map(|path| under(path, pass));
    let mut items = Vec::new();
    loop {
        let some: Vec<Item> = found.by_ref().take(AT_ONCE).collect();
        if some.is_empty() {
            return gather(items);
        }
        let looked = look_at_all(&some);
        for (item, looked) in some.into_iter().zip(looked) {
            match looked {
                Some(looked) => items.extend(looked_at(item, looked, limits)),
                None => items.push(item),
            }
        }
    }
}

/// Every file under the paths, if all of them are passed over. Opens none.
pub fn passed_over(paths: &[PathBuf], pass: &mut Pass<'_>) -> Option<Vec<Item>> {
    let mut goes_on = true;
    let mut pass = |path: &Path| {
        goes_on = goes_on && pass(path);
        goes_on
    };
    let items: Vec<Item> = paths.iter().flat_map(|path| under(path, &mut pass)).collect();
    let all = items.iter().all(|item| item.passed_over);
    (all && !items.is_empty()).then(|| gather(items))
}

fn under(root: &Path, pass: &mut Pass<'_>) -> Vec<Item> {
    // A link that the user names is followed; one found inside a folder is not.
    match fs::metadata(root) {
        Ok(about) if about.is_file() => return vec![file(root, pass)],
        Ok(about) if !about.is_dir() => {
            return vec![refuse(blank(root), "it is a device or a pipe, no file")];
        }
        Ok(_) => (),
        Err(error) => return vec![refuse(blank(root), &format!("it cannot be opened: {error}"))],
    }
    let mut items = Vec::new();
    let mut walk = WalkDir::new(root).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let Ok(entry) = entry.map_err(|error| items.push(unlisted(&error))) else {
            continue;
        };
        if entry.depth() > 0 && is_system(&entry.file_name().to_string_lossy()) {
            items.push(ignore(blank(entry.path())));
            if entry.file_type().is_dir() {
                walk.skip_current_dir();
            }
        } else {
            items.extend(entry_item(&entry, pass));
        }
    }
    items
}

fn entry_item(entry: &DirEntry, pass: &mut Pass<'_>) -> Option<Item> {
    let kind = entry.file_type();
    if kind.is_dir() || (kind.is_file() && is_of_book(entry.path())) {
        None
    } else if kind.is_file() {
        Some(file(entry.path(), pass))
    } else if kind.is_symlink() {
        Some(refuse(
            blank(entry.path()),
            "it is a link to another place; name that file itself",
        ))
    } else {
        Some(refuse(blank(entry.path()), "it is a device or a pipe, no file"))
    }
}

fn unlisted(error: &walkdir::Error) -> Item {
    refuse(
        blank(error.path().unwrap_or(Path::new(""))),
        &format!("it cannot be opened: {error}"),
    )
}

fn file(path: &Path, pass: &mut Pass<'_>) -> Item {
    Item {
        passed_over: pass(path),
        ..blank(path)
    }
}

/// Whether an item is a file of which nothing is decided yet.
fn is_open(item: &Item) -> bool {
    item.refused.is_none() && item.ignored.is_none() && !item.passed_over
}

/// Hidden files and what operating systems and Excel leave behind.
pub(super) fn is_system(name: &str) -> bool {
    name.starts_with('.')
        || name.starts_with("~$")
        || matches!(name, "__MACOSX" | "Thumbs.db" | "desktop.ini")
}

/// Whether a file that a folder holds is a book of ours or lies beside one: no bill, and perhaps the one that is written.
fn is_of_book(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = ["-wal", "-shm", "-journal"];
    if let Some(book) = beside.iter().find_map(|end| name.strip_suffix(end)) {
        return is_book(&path.with_file_name(book));
    }
    let extension = path.extension().map(|end| end.to_string_lossy());
    let may_be = extension.is_none_or(|end| end == "counterfoil" || end.starts_with("backup-v"));
    may_be && is_book(path)
}

/// Whether a path leads to a database that says it is a book.
fn is_book(path: &Path) -> bool {
    let mut head = [0; 72];
    let is_file = fs::metadata(path).is_ok_and(|about| about.is_file());
    is_file
        && fs::File::open(path).is_ok_and(|mut file| file.read_exact(&mut head).is_ok())
        && head.starts_with(b"SQLite format 3\0")
        && head.ends_with(b"Cntf")
}

/// First bytes, size and hash of a file, and how it was before they were read. A large text has no hash yet.
type Looked = io::Result<(Vec<u8>, u64, String, Option<Stamp>)>;

/// Looks at files, several at a time: what that costs is mostly their hashes.
fn look_at_all(items: &[Item]) -> Vec<Option<Looked>> {
    let next = AtomicUsize::new(0);
    let some = || {
        let turns = iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
        let turns = turns.map_while(|at| Some((at, items.get(at)?)));
        let files = turns.filter(|(_, item)| is_open(item));
        files
            .map(|(at, item)| (at, look(&item.content)))
            .collect::<Vec<_>>()
    };
    let files = items.iter().filter(|item| is_open(item));
    let readers = thread::available_parallelism()
        .map_or(1, usize::from)
        .min(READERS);
    let others = readers.min(files.count()).saturating_sub(1);
    let mut all: Vec<Option<Looked>> = items.iter().map(|_| None).collect();
    thread::scope(|scope| {
        // Without another thread this one looks at all of them.
        let others = (0..others).map_while(|_| thread::Builder::new().spawn_scoped(scope, some).ok());
        let others: Vec<_> = others.collect();
        let mut looked = some();
        for other in others {
            looked.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        for (at, looked) in looked {
            all[at] = Some(looked);
        }
    });
    all
}

/// What a file turned out to be.
fn looked_at(item: Item, looked: Looked, limits: &Limits) -> Vec<Item> {
    match looked {
        Ok((head, bytes, sha256, found)) => {
            let item = Item {
                bytes,
                content: Content {
                    found,
                    late: sha256.is_empty().then(Late::default),
                    ..item.content
                },
                sha256,
                ..item
            };
            identify(item, &head, limits, 0)
        }
        Err(error) => vec![unreadable(item, &error)],
    }
}

/// The first bytes, the size and the hash of stored bytes, packed as they are.
fn look(content: &Content) -> Looked {
    let found = content.stamp();
    let mut stream = content.stream()?;
    let (mut head, mut bytes, mut hasher) = (Vec::new(), 0, Sha256::new());
    stream.by_ref().take(HEAD).read_to_end(&mut head)?;
    let size = found.map_or(0, |(bytes, _)| bytes);
    if size >= LARGE && matches!(kind::by_head(&head), Ok(Kind::Csv | Kind::Jsonl)) {
        return Ok((head, size, String::new(), found));
    }
    hasher.update(&head);
    let mut buffer = vec![0; 1 << 18];
    loop {
        let read = stream.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        bytes += read as u64;
        hasher.update(&buffer[..read]);
    }
    bytes += head.len() as u64;
    Ok((head, bytes, hex(&hasher.finalize()), found))
}

/// The item with what the system says of its bytes.
pub(super) fn unreadable(item: Item, error: &io::Error) -> Item {
    refuse(item, &format!("it cannot be read: {error}"))
}

/// An item of which nothing is known but its path.
pub(super) fn blank(path: &Path) -> Item {
    Item {
        path: path.to_owned(),
        member: None,
        name: path
            .file_name()
            .unwrap_or(path.as_os_str())
            .to_string_lossy()
            .into_owned(),
        kind: Kind::Unknown,
        bytes: 0,
        sha256: String::new(),
        refused: None,
        ignored: None,
        passed_over: false,
        parts: Vec::new(),
        missing: None,
        made: None,
        content: path.to_owned().into(),
        family: String::new(),
        lost_parent: String::new(),
    }
}

/// The item with the reason why it cannot be read.
pub(super) fn refuse(item: Item, reason: &str) -> Item {
    Item {
        refused: Some(reason.to_owned()),
        ..item
    }
}

/// The item as one that is not looked at.
pub(super) fn ignore(item: Item) -> Item {
    Item {
        ignored: Some("a hidden or system file".to_owned()),
        ..item
    }
}
