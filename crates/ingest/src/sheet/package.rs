//! The parts of a workbook archive: looked through before any parser sees them, then read by name.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read};

use quick_xml::events::Event;

use super::SheetError;
use crate::unpack::archive::{self, Member};
use crate::unpack::{Limits, Source};

/// Parts that a workbook may have: sheets, drawings and pictures of a large one.
const PARTS: usize = 10_000;
/// Parts that readers keep in memory as a whole; sheets stream.
const KEPT: [&str; 4] = ["sharedstrings", "styles", "workbook", "comments"];

/// A workbook archive that has passed the checks.
pub(super) struct Package {
    source: Source,
    members: Vec<Member>,
}

impl Package {
    /// Inflates every part once through a counter and refuses what is built to do harm.
    pub(super) fn open(mut source: Source) -> Result<Self, SheetError> {
        let limits = Limits {
            members: PARTS,
            ..Limits::default()
        };
        let mut members = archive::list(&mut source, &limits).map_err(SheetError::Damaged)?;
        let mut left = archive::budget(&members, &limits);
        for member in &mut members {
            let is_kept = is_kept(&member.name);
            if is_kept {
                member.keep();
            }
            let most = if is_kept { limits.memory.min(left) } else { left };
            let limits = Limits {
                inflated: most,
                ..limits
            };
            left = left.saturating_sub(
                member
                    .measure(&mut source, &limits)
                    .map_err(SheetError::Damaged)?,
            );
        }
        Ok(Self { source, members })
    }

    /// A part by its name, whatever its case, in memory.
    pub(super) fn part(&mut self, name: &str) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        self.stream(name)?.read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// A part by its name, whatever its case, from first to last.
    pub(super) fn stream(&mut self, name: &str) -> Option<impl BufRead> {
        let member = self
            .members
            .iter()
            .find(|member| member.name.eq_ignore_ascii_case(name))?;
        member
            .open(&mut self.source)
            .ok()
            .map(|part| BufReader::with_capacity(1 << 16, part))
    }

    /// The checked bytes once more, for a reader that opens archives itself.
    pub(super) fn source(&self) -> std::io::Result<Source> {
        self.source.another()
    }
}

fn is_kept(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name).to_ascii_lowercase();
    KEPT.iter().any(|part| file.starts_with(part))
}

/// Relation id to part name.
pub(super) fn relations(xml: &[u8]) -> HashMap<String, String> {
    let mut paths = HashMap::new();
    let mut reader = quick_xml::Reader::from_reader(xml);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "Relationship" => {
                let value = |name| Some(tag.try_get_attribute(name).ok()??.value.into_owned());
                if let (Some(id), Some(target)) = (value("Id"), value("Target")) {
                    let path = target
                        .strip_prefix('/')
                        .map_or_else(|| format!("xl/{target}"), str::to_owned);
                    paths.insert(id, path);
                }
            }
            Event::Eof => break,
            _ => (),
        }
    }
    paths
}
