//! The hash of a large text: taken while somebody reads it from its first to its last byte, not before. Decides nothing.

use std::io::{self, Read};
use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};

use super::archive::hex;

/// Texts from this size on are not read for their hash alone.
pub(super) const LARGE: u64 = 8 << 20;

/// The hash of a delivery, by those of its parts.
pub(super) fn of_parts(parts: impl Iterator<Item = impl AsRef<[u8]>>) -> String {
    let mut hasher = Sha256::new();
    parts.for_each(|hash| hasher.update(hash));
    hex(&hasher.finalize())
}

/// The hash of bytes, once a reader met their end.
#[derive(Clone, Debug, Default)]
pub(super) struct Late(Arc<OnceLock<String>>);

impl Late {
    /// The hash in hexadecimal, if all bytes were read.
    pub(super) fn known(&self) -> Option<String> {
        self.0.get().cloned()
    }

    /// The same bytes, hashed on their way.
    pub(super) fn hashing<R: Read>(&self, bytes: R) -> Hashing<R> {
        Hashing {
            bytes,
            hasher: Sha256::new(),
            late: self.clone(),
        }
    }
}

/// Bytes that are hashed on their way.
pub(super) struct Hashing<R> {
    bytes: R,
    hasher: Sha256,
    late: Late,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(buffer)?;
        self.hasher.update(&buffer[..read]);
        if read == 0 && !buffer.is_empty() {
            // Who reads the same bytes again finds the same.
            self.late
                .0
                .get_or_init(|| hex(&std::mem::take(&mut self.hasher).finalize()));
        }
        Ok(read)
    }
}
