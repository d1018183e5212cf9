//! Paths to items: folders in sorted order, regular files only. Reads each file once for its hash; opens
//! nothing that could block.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use walkdir::{DirEntry, WalkDir};

use super::archive::hex;
use super::delivery::gather;
use super::inside::identify;
use super::{Content, Item, Kind, Limits};

/// Enough of a file to tell what it is.
pub(super) const HEAD: u64 = 1 << 16;

/// Whether a file is passed over unopened.
pub type Pass<'p> = dyn FnMut(&Path) -> bool + 'p;

/// Every file under the paths, archives opened, the parts of a delivery as one item. Never fails as a whole: what cannot be read is an item with a reason.
pub fn open(paths: &[PathBuf], limits: &Limits) -> Vec<Item> {
    open_but(paths, limits, &mut |_| false)
}

/// The same without opening what is passed over.
pub fn open_but(paths: &[PathBuf], limits: &Limits, pass: &mut Pass<'_>) -> Vec<Item> {
    let items = paths.iter().flat_map(|path| under(path, limits, pass));
    gather(items.collect())
}

fn under(root: &Path, limits: &Limits, pass: &mut Pass<'_>) -> Vec<Item> {
    // A link that the user names is followed; one found inside a folder is not.
    match fs::metadata(root) {
        Ok(about) if about.is_file() => return file_items(root, limits, pass),
        Ok(about) if !about.is_dir() => {
            return vec![refuse(blank(root), "it is a device or a pipe, no file")];
        }
        Ok(_) => (),
        Err(error) => return vec![refuse(blank(root), &format!("it cannot be opened: {error}"))],
    }
    let mut items = Vec::new();
    let mut walk = WalkDir::new(root).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let Ok(entry) = entry.map_err(|error| items.push(unreadable(&error))) else {
            continue;
        };
        if entry.depth() > 0 && is_system(&entry.file_name().to_string_lossy()) {
            items.push(ignore(blank(entry.path())));
            if entry.file_type().is_dir() {
                walk.skip_current_dir();
            }
        } else {
            items.extend(entry_items(&entry, limits, pass));
        }
    }
    items
}

fn entry_items(entry: &DirEntry, limits: &Limits, pass: &mut Pass<'_>) -> Vec<Item> {
    let kind = entry.file_type();
    if kind.is_dir() {
        Vec::new()
    } else if kind.is_file() {
        file_items(entry.path(), limits, pass)
    } else if kind.is_symlink() {
        vec![refuse(
            blank(entry.path()),
            "it is a link to another place; name that file itself",
        )]
    } else {
        vec![refuse(blank(entry.path()), "it is a device or a pipe, no file")]
    }
}

fn unreadable(error: &walkdir::Error) -> Item {
    refuse(
        blank(error.path().unwrap_or(Path::new(""))),
        &format!("it cannot be opened: {error}"),
    )
}

/// Hidden files and what operating systems and Excel leave behind.
pub(super) fn is_system(name: &str) -> bool {
    name.starts_with('.')
        || name.starts_with("~$")
        || matches!(name, "__MACOSX" | "Thumbs.db" | "desktop.ini")
}

fn file_items(path: &Path, limits: &Limits, pass: &mut Pass<'_>) -> Vec<Item> {
    let item = blank(path);
    if pass(path) {
        return vec![Item {
            passed_over: true,
            ..item
        }];
    }
    match look(&item.content) {
        Ok((head, bytes, sha256)) => identify(
            Item {
                bytes,
                sha256,
                ..item
            },
            &head,
            limits,
            0,
        ),
        Err(error) => vec![refuse(item, &format!("it cannot be read: {error}"))],
    }
}

/// The first bytes, the size and the hash of stored bytes, packed as they are.
fn look(content: &Content) -> io::Result<(Vec<u8>, u64, String)> {
    let mut stream = content.stream()?;
    let (mut head, mut bytes, mut hasher) = (Vec::new(), 0, Sha256::new());
    stream.by_ref().take(HEAD).read_to_end(&mut head)?;
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
    Ok((head, bytes, hex(&hasher.finalize())))
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
        content: path.to_owned().into(),
        family: String::new(),
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
