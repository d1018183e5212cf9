//! One file to the items in it: itself, or the members of an archive, opened one level deep.

use std::io::{self, Read, Seek};
use std::path::Path;
use std::sync::Arc;

use super::archive::{self, Member};
use super::content::{Packing, Stored};
use super::walk::{HEAD, blank, ignore, is_system, refuse};
use super::{Compound, Content, Item, Kind, Limits, Source, kind};

/// One file by its content: itself, or what is inside it.
pub(super) fn identify(item: Item, head: &[u8], limits: &Limits, depth: u8) -> Vec<Item> {
    match kind::by_head(head) {
        Ok(Kind::Zip) => zip_items(item, limits, depth),
        Ok(Kind::Gz) => vec![gz_item(item, limits)],
        Ok(Kind::Xls) if head.starts_with(&[0xd0, 0xcf]) => vec![compound_item(item, limits)],
        Ok(Kind::Csv) if is_named_xml(&item.name) && !super::text::holds_rates(head) => {
            vec![refuse(item, "its name says XML, but it holds none")]
        }
        Ok(kind) => vec![Item { kind, ..item }],
        Err(reason) => vec![refuse(item, &reason)],
    }
}

fn is_named_xml(name: &str) -> bool {
    let extension = Path::new(name).extension();
    extension.is_some_and(|extension| extension.eq_ignore_ascii_case("xml"))
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
    let whole = item.name.strip_suffix(".gz").unwrap_or(&item.name).to_owned();
    let packing = match item.content.packing {
        Packing::Part { from, length } => Packing::Within {
            from,
            length,
            deflated: false,
        },
        Packing::Deflated { from, length } => Packing::Within {
            from,
            length,
            deflated: true,
        },
        _ => Packing::Gzip,
    };
    let is_member = packing != Packing::Gzip;
    let mut inner = Item {
        member: item.member.clone().or(Some(whole)),
        content: Content {
            packing,
            // The member itself may be larger than what is left for what it holds.
            cap: if is_member { cap.max(item.bytes) } else { cap },
            ..item.content.clone()
        },
        ..item
    };
    let mut head = Vec::new();
    let looked = inner.content.stream().and_then(|mut stream| {
        stream.by_ref().take(HEAD).read_to_end(&mut head)?;
        if is_member {
            // Many members together stay within the bounds of their archive.
            let bytes = io::copy(&mut stream, &mut io::sink())? + head.len() as u64;
            inner.content.cap = bytes.max(inner.bytes);
        }
        Ok(())
    });
    match looked {
        Err(error) => refuse(
            Item {
                kind: Kind::Gz,
                ..inner
            },
            &format!("the compressed file is damaged: {error}"),
        ),
        Ok(()) => match kind::by_head(&head) {
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
        Source::File(..) => item.content.stored.clone(),
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
        let unpacked = |item: &Item| match item.content.packing {
            Packing::Within { .. } => item.bytes + item.content.cap,
            _ => item.bytes,
        };
        left = left.saturating_sub(found.iter().map(unpacked).sum());
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
            found: outer.content.found,
            cap: member.cap,
            late: None,
        },
        ..blank(&outer.path)
    };
    let mut parts = member.name.split(['/', '\\']);
    // Names are only names: wherever a member says it lies, it is read.
    if parts.any(|part| is_system(part) && !matches!(part, "." | "..")) {
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
