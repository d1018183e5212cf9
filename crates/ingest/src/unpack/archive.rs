//! Zip archives: looked through before any parser sees them, never extracted to disk. Names are only names:
//! nothing is ever written under them.

use std::io::{self, Read, Seek, SeekFrom};

use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use sha2::{Digest, Sha256};
use zip::{CompressionMethod, ZipArchive};

use super::content::Packing;
use super::{Limits, Source};

/// Below this no ratio is judged: what streams through costs a fraction of a second and no memory.
const GRACE: u64 = 64 << 20;
/// The same for what a reader keeps in memory.
const GRACE_KEPT: u64 = 100 << 10;
/// Inflated bytes per compressed byte. Excel's own most repetitive sheets reach about 50; deflate's limit is 1032.
const RATIO: u64 = 100;

/// A file inside an archive.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    /// Name with folders, as the archive has it.
    pub(crate) name: String,
    /// Where its bytes are.
    pub(super) packing: Packing,
    /// Bytes it may inflate to before it is refused.
    pub(super) cap: u64,
    /// Bytes of its content and their checksum, as the archive states them.
    size: u64,
    crc: u32,
    encrypted: bool,
    readable: bool,
}

/// What a member turned out to be once inflated.
pub(crate) struct Seen {
    /// Real size, whatever the archive claims.
    pub(crate) bytes: u64,
    /// SHA-256 of the content.
    pub(crate) sha256: String,
}

/// Bytes that `compressed` bytes may honestly inflate to.
pub(super) fn cap(compressed: u64) -> u64 {
    compressed.min(1 << 50) * RATIO + GRACE
}

/// Bytes that all members together may inflate to: honest data, and a few parts that repeat themselves.
pub(crate) fn budget(members: &[Member], limits: &Limits) -> u64 {
    let honest = members
        .iter()
        .fold(0_u64, |sum, member| sum.saturating_add(member.cap - GRACE));
    limits.inflated.min(honest.saturating_add(4 * GRACE))
}

/// Lists the members, or says why the archive is refused. Inflates nothing.
pub(crate) fn list(source: &mut Source, limits: &Limits) -> Result<Vec<Member>, String> {
    let mut archive = ZipArchive::new(source).map_err(|error| format!("the archive is damaged: {error}"))?;
    if archive.has_duplicate_names() {
        return Err("the archive holds two files of the same name, which no program writes".into());
    }
    if archive.len() > limits.members {
        return Err(format!(
            "the archive holds {} files, more than {}",
            archive.len(),
            limits.members
        ));
    }
    if archive
        .has_overlapping_entries()
        .map_err(|error| format!("the archive is damaged: {error}"))?
    {
        return Err("files in the archive overlap: it is built to harm".into());
    }
    (0..archive.len())
        .filter_map(|place| member(&mut archive, place).transpose())
        .collect()
}

fn member(archive: &mut ZipArchive<&mut Source>, place: usize) -> Result<Option<Member>, String> {
    let file = archive
        .by_index_raw(place)
        .map_err(|error| format!("the archive is damaged: {error}"))?;
    if file.is_dir() {
        return Ok(None);
    }
    let name = file
        .name()
        .map_err(|error| format!("the archive is damaged: {error}"))?
        .into_owned();
    let from = file
        .data_start()
        .ok_or("the archive is damaged: a file has no data")?;
    let length = file.compressed_size();
    let (packing, readable) = match file.compression() {
        CompressionMethod::Stored => (Packing::Part { from, length }, true),
        method => (
            Packing::Deflated { from, length },
            method == CompressionMethod::Deflated,
        ),
    };
    Ok(Some(Member {
        name,
        packing,
        cap: cap(length),
        size: file.size(),
        crc: file.crc32(),
        encrypted: file.encrypted(),
        readable,
    }))
}

impl Member {
    /// Allows it less: its content will be kept in memory as a whole.
    pub(crate) fn keep(&mut self) {
        self.cap = self.cap - GRACE + GRACE_KEPT;
    }

    /// Inflates it once through a counter: its true size and hash, or why it is refused.
    pub(crate) fn look(&self, source: &mut Source, limits: &Limits) -> Result<Seen, String> {
        let mut hasher = Sha256::new();
        let bytes = self.inflate(source, limits, |part| hasher.update(part))?;
        Ok(Seen {
            bytes,
            sha256: hex(&hasher.finalize()),
        })
    }

    /// Inflates it once through a counter, without a hash.
    pub(crate) fn measure(&self, source: &mut Source, limits: &Limits) -> Result<u64, String> {
        self.inflate(source, limits, |_| ())
    }

    fn inflate(
        &self,
        source: &mut Source,
        limits: &Limits,
        mut part: impl FnMut(&[u8]),
    ) -> Result<u64, String> {
        let mut content = self.open(source)?;
        let mut buffer = vec![0; 1 << 16];
        let mut bytes = 0;
        loop {
            let read = content
                .read(&mut buffer)
                .map_err(|error| format!("{}: {error}", self.name))?;
            if read == 0 {
                return Ok(bytes);
            }
            bytes += read as u64;
            if bytes > limits.inflated {
                return Err(format!(
                    "{} inflates to more than {} GB",
                    self.name,
                    limits.inflated >> 30
                ));
            }
            part(&buffer[..read]);
        }
    }

    /// Its bytes, from first to last; they end in an error where they are not those that were packed.
    pub(crate) fn open<'a>(&self, source: &'a mut Source) -> Result<Box<dyn Read + 'a>, String> {
        if self.encrypted {
            return Err(format!(
                "{} is encrypted in the archive; unpack it with its password first",
                self.name
            ));
        }
        if !self.readable {
            return Err(format!("{} is packed by a method other than deflate", self.name));
        }
        let inner = unpacked(source, self.packing, self.cap).map_err(|error| error.to_string())?;
        Ok(Box::new(Checked {
            inner,
            left: self.size,
            crc: self.crc,
            sum: Crc::new(),
        }))
    }
}

/// Holds what comes out against what the archive states of it.
struct Checked<R> {
    inner: R,
    left: u64,
    crc: u32,
    sum: Crc,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.sum.update(&buffer[..read]);
        let left = self.left.checked_sub(read as u64);
        let is_end = read == 0 && !buffer.is_empty();
        match left {
            Some(left) if !is_end || (left == 0 && self.sum.sum() == self.crc) => self.left = left,
            _ => {
                let what = "it is damaged: its bytes are not those that were packed; get the file again";
                return Err(io::Error::new(io::ErrorKind::InvalidData, what));
            }
        }
        Ok(read)
    }
}

fn unpacked<'a>(source: &'a mut Source, packing: Packing, cap: u64) -> io::Result<Box<dyn Read + 'a>> {
    let (Packing::Part { from, length } | Packing::Deflated { from, length }) = packing else {
        return Ok(Box::new(source));
    };
    source.seek(SeekFrom::Start(from))?;
    let raw = source.take(length);
    if matches!(packing, Packing::Part { .. }) {
        return Ok(Box::new(raw));
    }
    Ok(Box::new(Capped::new(
        DeflateDecoder::new(io::BufReader::new(raw)),
        cap,
    )))
}

/// Fails as soon as more comes out than honest data can.
pub(super) struct Capped<R> {
    inner: R,
    left: u64,
}

impl<R> Capped<R> {
    /// At most `cap` bytes.
    pub(super) fn new(inner: R, cap: u64) -> Self {
        Self { inner, left: cap }
    }
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| {
            io::Error::other(format!(
                "it inflates more than {RATIO} to 1, as only a zip bomb does"
            ))
        })?;
        Ok(read)
    }
}

/// Bytes as hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string does not fail");
        text
    })
}
