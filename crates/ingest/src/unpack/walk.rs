//! Paths to items: folders in sorted order, regular files only, archives opened one level deep. Reads each file
//! once for its hash; opens nothing that could block.

use std::fs;
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};
use walkdir::{DirEntry, WalkDir};

use super::archive::{self, Member, hex};
use super::content::{Packing, Stored};
use super::{Compound, Content, Item, Kind, Limits, Source, kind};

/// Enough of a file to tell what it is.
const HEAD: u64 = 1 << 16;

/// Every file under the paths, archives opened. Never fails as a whole: what cannot be read is an item with a reason.
pub fn open(paths: &[PathBuf], limits: &Limits) -> Vec<Item> {
    paths.iter().flat_map(|path| under(path, limits)).collect()
}

fn under(root: &Path, limits: &Limits) -> Vec<Item> {
    // A link that the user names is followed; one found inside a folder is not.
    match fs::metadata(root) {
        Ok(about) if about.is_file() => return file_items(root, limits),
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
            items.extend(entry_items(&entry, limits));
        }
    }
    items
}

fn entry_items(entry: &DirEntry, limits: &Limits) -> Vec<Item> {
    let kind = entry.file_type();
    if kind.is_dir() {
        Vec::new()
    } else if kind.is_file() {
        file_items(entry.path(), limits)
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
fn is_system(name: &str) -> bool {
    name.starts_with('.')
        || name.starts_with("~$")
        || matches!(name, "__MACOSX" | "Thumbs.db" | "desktop.ini")
}

fn file_items(path: &Path, limits: &Limits) -> Vec<Item> {
    let item = blank(path);
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
    let mut buffer = vec![0; 1 << 16];
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

/// One file by its content: itself, or what is inside it.
fn identify(item: Item, head: &[u8], limits: &Limits, depth: u8) -> Vec<Item> {
    match kind::by_head(head) {
        Ok(Kind::Zip) => zip_items(item, limits, depth),
        Ok(Kind::Gz) => vec![gz_item(item, limits)],
        Ok(Kind::Xls) if head.starts_with(&[0xd0, 0xcf]) => vec![compound_item(item, limits)],
        Ok(kind) => vec![Item { kind, ..item }],
        Err(reason) => vec![refuse(item, &reason)],
    }
}

fn compound_item(item: Item, limits: &Limits) -> Item {
    let mut bytes = Vec::new();
    let read = item
        .content
        .stream()
        .and_then(|stream| stream.take(limits.memory).read_to_end(&mut bytes));
    if let Err(error) = read {
        return refuse(item, &format!("it cannot be read: {error}"));
    }
    let extension = Path::new(&item.name)
        .extension()
        .map(std::ffi::OsStr::to_ascii_lowercase);
    let locked = match extension.as_deref().and_then(|text| text.to_str()) {
        Some("xlsb") => Kind::Xlsb,
        Some("xlsm") => Kind::Xlsm,
        _ => Kind::Xlsx,
    };
    match Compound::open(&bytes).and_then(|file| kind::by_streams(&file, locked)) {
        Ok(kind) => Item { kind, ..item },
        Err(reason) => refuse(
            Item {
                kind: Kind::Xls,
                ..item
            },
            &reason,
        ),
    }
}

fn gz_item(item: Item, limits: &Limits) -> Item {
    let cap = archive::cap(item.bytes).min(limits.inflated);
    let inner = Item {
        member: Some(item.name.strip_suffix(".gz").unwrap_or(&item.name).to_owned()),
        content: Content {
            packing: Packing::Gzip,
            cap,
            ..item.content.clone()
        },
        ..item
    };
    if item.content.packing != Packing::Plain {
        return refuse(
            Item {
                kind: Kind::Gz,
                ..inner
            },
            "it is compressed twice; unpack it once first",
        );
    }
    let mut head = Vec::new();
    match inner
        .content
        .stream()
        .and_then(|stream| stream.take(HEAD).read_to_end(&mut head))
    {
        Err(error) => refuse(
            Item {
                kind: Kind::Gz,
                ..inner
            },
            &format!("the compressed file is damaged: {error}"),
        ),
        Ok(_) => match kind::by_head(&head) {
            Ok(Kind::Zip | Kind::Gz) => refuse(
                Item {
                    kind: Kind::Gz,
                    ..inner
                },
                "it holds another archive; unpack it once first",
            ),
            Ok(kind) => Item { kind, ..inner },
            Err(reason) => refuse(
                Item {
                    kind: Kind::Gz,
                    ..inner
                },
                &reason,
            ),
        },
    }
}

fn zip_items(item: Item, limits: &Limits, depth: u8) -> Vec<Item> {
    let opened = item
        .content
        .source(limits.memory)
        .map_err(|error| error.to_string());
    let found = opened.and_then(|mut source| {
        let members = archive::list(&mut source, limits)?;
        let kind = kind::by_members(&mut source, &members)?;
        Ok((source, members, kind))
    });
    match found {
        Ok((source, members, Kind::Zip)) if depth < 2 => inside(&item, source, &members, limits, depth),
        Ok((_, _, Kind::Zip)) => vec![refuse(
            Item {
                kind: Kind::Zip,
                ..item
            },
            "archives are nested too deep",
        )],
        Ok((_, _, kind)) => vec![Item { kind, ..item }],
        Err(reason) => {
            let kind = named_kind(&item.name);
            vec![refuse(Item { kind, ..item }, &reason)]
        }
    }
}

/// The kind of an archive that cannot be opened, by its name alone.
fn named_kind(name: &str) -> Kind {
    let kinds = [Kind::Xlsx, Kind::Xlsm, Kind::Xlsb, Kind::Ods];
    let extension = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    kinds
        .into_iter()
        .find(|kind| kind.id() == extension)
        .unwrap_or(Kind::Zip)
}

fn inside(item: &Item, mut source: Source, members: &[Member], limits: &Limits, depth: u8) -> Vec<Item> {
    if members.is_empty() {
        return vec![refuse(
            Item {
                kind: Kind::Zip,
                ..item.clone()
            },
            "the archive is empty",
        )];
    }
    let stored = match &source {
        Source::File(_) => item.content.stored.clone(),
        Source::Memory(bytes) => Stored::Memory(Arc::clone(bytes.get_ref())),
    };
    let mut left = archive::budget(members, limits);
    let mut items = Vec::new();
    for member in members {
        let budget = Limits {
            inflated: left,
            ..*limits
        };
        let found = member_items(item, &stored, (&mut source, member), &budget, depth);
        left = left.saturating_sub(found.iter().map(|item| item.bytes).sum());
        items.extend(found);
    }
    items
}

fn member_items(
    outer: &Item,
    stored: &Stored,
    (source, member): (&mut Source, &Member),
    limits: &Limits,
    depth: u8,
) -> Vec<Item> {
    let name = member
        .name
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or(&member.name)
        .to_owned();
    let path = outer
        .member
        .as_ref()
        .map_or_else(|| member.name.clone(), |outer| format!("{outer}/{}", member.name));
    let item = Item {
        member: Some(path),
        name,
        content: Content {
            stored: stored.clone(),
            packing: member.packing,
            cap: member.cap,
        },
        ..blank(&outer.path)
    };
    if member.name.split(['/', '\\']).any(is_system) {
        return vec![ignore(item)];
    }
    let head = source.rewind().map_err(|error| error.to_string()).and_then(|()| {
        let seen = member.look(source, limits)?;
        let mut head = Vec::new();
        member
            .open(source)?
            .take(HEAD)
            .read_to_end(&mut head)
            .map_err(|error| error.to_string())?;
        Ok((seen, head))
    });
    match head {
        Ok((seen, head)) => identify(
            Item {
                bytes: seen.bytes,
                sha256: seen.sha256,
                ..item
            },
            &head,
            limits,
            depth + 1,
        ),
        Err(reason) => vec![refuse(item, &reason)],
    }
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
        content: path.to_owned().into(),
    }
}

fn refuse(item: Item, reason: &str) -> Item {
    Item {
        refused: Some(reason.to_owned()),
        ..item
    }
}

fn ignore(item: Item) -> Item {
    Item {
        ignored: Some("a hidden or system file".to_owned()),
        ..item
    }
}
