//! Where an item's bytes are and how to read them: streamed, or with seeking. Decompresses, interprets nothing.

use std::fs::{self, File};
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::archive::Capped;
use super::digest::Late;

use flate2::bufread::{DeflateDecoder, MultiGzDecoder};

/// Bytes that can be read from anywhere.
#[derive(Debug)]
pub enum Source {
    /// A file on disk.
    File(BufReader<File>, PathBuf),
    /// Bytes in memory.
    Memory(Cursor<Arc<[u8]>>),
}

impl Source {
    /// The same bytes from their beginning, read independently.
    pub(crate) fn another(&self) -> io::Result<Self> {
        match self {
            Self::File(_, path) => Self::file(path),
            Self::Memory(bytes) => Ok(Self::Memory(Cursor::new(Arc::clone(bytes.get_ref())))),
        }
    }

    fn file(path: &Path) -> io::Result<Self> {
        let file = BufReader::with_capacity(1 << 16, File::open(path)?);
        Ok(Self::File(file, path.to_owned()))
    }
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file, _) => file.read(buffer),
            Self::Memory(bytes) => bytes.read(buffer),
        }
    }
}

impl Seek for Source {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::File(file, _) => file.seek(to),
            Self::Memory(bytes) => bytes.seek(to),
        }
    }
}

impl From<Vec<u8>> for Source {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Memory(Cursor::new(bytes.into()))
    }
}

/// Where bytes are stored.
#[derive(Clone, Debug)]
pub(super) enum Stored {
    /// In a file.
    File(PathBuf),
    /// In memory (a member of an archive inside an archive).
    Memory(Arc<[u8]>),
}

/// How stored bytes are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    /// The whole of them, as they are.
    Plain,
    /// The whole of them, gzip.
    Gzip,
    /// A part of them, as it is.
    Part { from: u64, length: u64 },
    /// A part of them, deflated.
    Deflated { from: u64, length: u64 },
    /// A part of them, perhaps deflated, that is gzip itself.
    Within { from: u64, length: u64, deflated: bool },
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Self {
            stored: Stored::Memory(bytes.into()),
            packing: Packing::Plain,
            found: None,
            cap: u64::MAX,
            late: None,
        }
    }
}

impl From<PathBuf> for Content {
    fn from(path: PathBuf) -> Self {
        Self {
            stored: Stored::File(path),
            packing: Packing::Plain,
            found: None,
            cap: u64::MAX,
            late: None,
        }
    }
}

/// Size of a file and when it was written last.
pub(super) type Stamp = (u64, SystemTime);

/// What became of a file since it was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Since {
    Same,
    /// It is longer, as a log is to which a program still writes.
    Longer,
    Other,
}

/// Where an item's bytes are.
#[derive(Clone, Debug)]
pub struct Content {
    pub(super) stored: Stored,
    pub(super) packing: Packing,
    /// The file as it was when it was looked at.
    pub(super) found: Option<Stamp>,
    /// Bytes it may unpack to.
    pub(super) cap: u64,
    /// Where its hash will be, if that is taken while it is read.
    pub(super) late: Option<Late>,
}

impl Content {
    /// Size and time of the file now; nothing where the system does not say.
    pub(super) fn stamp(&self) -> Option<Stamp> {
        let Stored::File(path) = &self.stored else {
            return None;
        };
        let about = fs::metadata(path).ok()?;
        Some((about.len(), about.modified().ok()?))
    }

    /// Whether the file is as it was when it was looked at.
    pub(crate) fn since(&self) -> Since {
        let is_file = matches!(self.stored, Stored::File(_));
        match (self.found.filter(|_| is_file), self.stamp()) {
            (None, _) => Since::Same,
            (found, now) if found == now => Since::Same,
            (Some(found), Some(now)) if found.0 < now.0 => Since::Longer,
            _ => Since::Other,
        }
    }

    /// The bytes from first to last, unpacked, in bounded memory.
    pub fn stream(&self) -> io::Result<Box<dyn Read + Send>> {
        let mut source = self.stored()?;
        let start = match self.packing {
            Packing::Plain | Packing::Gzip => 0,
            Packing::Part { from, .. } | Packing::Deflated { from, .. } | Packing::Within { from, .. } => {
                from
            }
        };
        source.seek(SeekFrom::Start(start))?;
        Ok(match self.packing {
            Packing::Plain => match &self.late {
                Some(late) => Box::new(late.hashing(source)),
                None => Box::new(source),
            },
            Packing::Gzip => Box::new(Capped::new(MultiGzDecoder::new(BufReader::new(source)), self.cap)),
            Packing::Part { length, .. } => Box::new(source.take(length)),
            Packing::Within { length, deflated, .. } => {
                let part = BufReader::new(source.take(length));
                let part: Box<dyn Read + Send> = if deflated {
                    Box::new(Capped::new(DeflateDecoder::new(part), self.cap))
                } else {
                    Box::new(part)
                };
                Box::new(Capped::new(MultiGzDecoder::new(BufReader::new(part)), self.cap))
            }
            Packing::Deflated { length, .. } => Box::new(Capped::new(
                DeflateDecoder::new(BufReader::new(source.take(length))),
                self.cap,
            )),
        })
    }

    /// The bytes with seeking: the file itself, or the unpacked bytes in memory if there are at most `limit` of them.
    pub fn source(&self, limit: u64) -> io::Result<Source> {
        if self.packing == Packing::Plain {
            return self.stored();
        }
        let mut bytes = Vec::new();
        self.stream()?.take(limit + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit {
            return Err(io::Error::other(format!(
                "it is larger than {} MB unpacked",
                limit >> 20
            )));
        }
        Ok(bytes.into())
    }

    fn stored(&self) -> io::Result<Source> {
        Ok(match &self.stored {
            Stored::File(path) => Source::file(path)?,
            Stored::Memory(bytes) => Source::Memory(Cursor::new(Arc::clone(bytes))),
        })
    }
}
