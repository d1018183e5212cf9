//! From paths to items: folders walked, archives opened, kinds told by content. Reads no tables.

pub(crate) mod archive;
mod cfb;
mod content;
mod delivery;
mod digest;
mod inside;
mod kind;
mod pages;
mod text;
mod walk;

pub(crate) use cfb::Compound;
pub(crate) use content::Since;
pub use content::{Content, Source};
pub use kind::Kind;
pub use walk::{Pass, open, open_but, passed_over};

use std::io;
use std::path::PathBuf;

use chrono::NaiveDateTime;

/// What a foreign file may cost before it is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes that one archive member or workbook may put into memory.
    pub memory: u64,
    /// Members that an archive may have.
    pub members: usize,
    /// Bytes that all members of an archive may inflate to.
    pub inflated: u64,
}

impl Default for Limits {
    /// 256 MB in memory leaves a worker with 1.5 GB room to parse; exports do not come in more than 1,000 files;
    /// 16 GB inflated is a year of a large company's detailed bill.
    fn default() -> Self {
        Self {
            memory: 256 << 20,
            members: 1000,
            inflated: 16 << 30,
        }
    }
}

/// One file to read: a path, or a member of an archive.
#[derive(Clone, Debug)]
pub struct Item {
    /// The file on disk.
    pub path: PathBuf,
    /// The name inside the archive at `path`, or of what a `.gz` holds.
    pub member: Option<String>,
    /// What to show: the file's name, or the member's without folders.
    pub name: String,
    /// What it is, by content.
    pub kind: Kind,
    /// Size of the content; of the compressed file for gz.
    pub bytes: u64,
    /// SHA-256 in hexadecimal of those bytes; empty where it is taken while they are read.
    pub sha256: String,
    /// Why it cannot be read, in words.
    pub refused: Option<String>,
    /// Why it is not looked at (a hidden or system file), in words.
    pub ignored: Option<String>,
    /// Whether it was not opened, because who asked knows that it is as it was.
    pub passed_over: bool,
    /// The files of one delivery that are read together, itself the first; empty for a file by itself.
    pub parts: Vec<Item>,
    /// What of its delivery is not there, in words.
    pub missing: Option<String>,
    /// When its delivery was made, by the manifest.
    pub made: Option<NaiveDateTime>,
    /// Where its bytes are.
    pub content: Content,
    /// Of a session log: the session that its forks go back to, where another item tells. Else empty.
    pub family: String,
    /// Of a session log: the session whose history it repeats, where no item tells it. Else empty.
    pub lost_parent: String,
}

impl Item {
    /// SHA-256 of the bytes: what is known of it, else they are read for it now.
    pub fn digest(&self) -> io::Result<String> {
        if !self.sha256.is_empty() {
            return Ok(self.sha256.clone());
        }
        if !self.parts.is_empty() {
            let hashes: io::Result<Vec<String>> = self.parts.iter().map(Self::digest).collect();
            return Ok(digest::of_parts(hashes?.iter()));
        }
        let Some(late) = &self.content.late else {
            return Ok(String::new());
        };
        if late.known().is_none() {
            io::copy(&mut self.content.stream()?, &mut io::sink())?;
        }
        Ok(late.known().unwrap_or_default())
    }

    /// The item with its hash; one that cannot be read is refused.
    #[must_use]
    pub fn hashed(mut self) -> Self {
        match self.digest() {
            Ok(sha256) => {
                self.content.late = None;
                Self { sha256, ..self }
            }
            Err(error) => walk::unreadable(self, &error),
        }
    }
}

#[cfg(test)]
mod tests;
