//! Paths to items: folders in sorted order, regular files only. Opens nothing that could block.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use walkdir::WalkDir;

use super::content::{Packing, Stored};
use super::{Content, Item, Kind, Limits, kind};

/// Every file under the paths, archives opened. Never fails as a whole: what cannot be read is an item with a reason.
pub fn open(paths: &[PathBuf], limits: &Limits) -> Vec<Item> {
    let _ = limits;
    paths
        .iter()
        .flat_map(|path| WalkDir::new(path).sort_by_file_name())
        .filter_map(entry_item)
        .collect()
}

fn entry_item(entry: walkdir::Result<walkdir::DirEntry>) -> Option<Item> {
    match entry {
        Ok(entry) if entry.file_type().is_dir() => None,
        Ok(entry) => Some(file_item(entry.path())),
        Err(error) => {
            let path = error.path().unwrap_or(Path::new("")).to_owned();
            Some(refuse(blank(&path), &error.to_string()))
        }
    }
}

fn file_item(path: &Path) -> Item {
    match look(path) {
        Ok((head, bytes, sha256)) => {
            let item = Item {
                bytes,
                sha256,
                ..blank(path)
            };
            match kind::by_head(&head) {
                Ok(kind) => Item { kind, ..item },
                Err(reason) => refuse(item, &reason),
            }
        }
        Err(error) => refuse(blank(path), &error.to_string()),
    }
}

fn look(path: &Path) -> io::Result<(Vec<u8>, u64, String)> {
    let mut file = File::open(path)?;
    let mut head = Vec::new();
    file.by_ref().take(1 << 16).read_to_end(&mut head)?;
    let mut hasher = Sha256::new();
    hasher.update(&head);
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = head.len() as u64;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        bytes += read as u64;
        hasher.update(&buffer[..read]);
    }
    let sha256 = hasher
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Ok((head, bytes, sha256))
}

fn blank(path: &Path) -> Item {
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
        content: Content {
            stored: Stored::File(path.to_owned()),
            packing: Packing::Plain,
        },
    }
}

fn refuse(item: Item, reason: &str) -> Item {
    Item {
        refused: Some(reason.to_owned()),
        ..item
    }
}
