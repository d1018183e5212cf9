//! Encrypted workbooks: opened with the password given, or with the one that Excel tries by itself.
//! Breaks nothing: without the password there is no way in.

pub(super) mod ooxml;
mod rc4;
mod xor;

use super::SheetError;
use super::xls::record::{records, u16_at};

/// What Excel encrypts with when it "protects" without asking; it opens such files silently.
pub(super) const DEFAULT_PASSWORD: &str = "VelvetSweatshop";

/// How a workbook was locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// Not at all.
    None,
    /// With the password that Excel tries by itself.
    Default,
    /// With the password given.
    Opened,
}

/// Tries the default password, then the one given.
pub(super) fn unlock<T>(
    password: Option<&str>,
    attempt: impl Fn(&str) -> Result<Option<T>, SheetError>,
) -> Result<(T, Lock), SheetError> {
    if let Some(open) = attempt(DEFAULT_PASSWORD)? {
        return Ok((open, Lock::Default));
    }
    let given = password.ok_or(SheetError::NeedsPassword)?;
    attempt(given)?
        .map(|open| (open, Lock::Opened))
        .ok_or(SheetError::WrongPassword)
}

/// Records whose content is never encrypted: BOF, FILEPASS, INTERFACEHDR and those of shared workbooks.
const PLAIN: [u16; 7] = [0x809, 0x2f, 0xe1, 0x138, 0x194, 0x195, 0x196];
const FILE_PASS: u16 = 0x2f;
const BOUND_SHEET: u16 = 0x85;

/// Decrypts a BIFF stream in place if it is encrypted.
pub(super) fn unlock_biff(stream: &mut [u8], password: Option<&str>) -> Result<Lock, SheetError> {
    let Some(pass) = records(stream, 0)
        .take_while(|record| record.id != 0x0a)
        .find(|record| record.id == FILE_PASS)
    else {
        return Ok(Lock::None);
    };
    let wide = records(stream, 0).next().and_then(|bof| u16_at(bof.data, 0)) == Some(0x600);
    let (cipher, lock) = unlock(password, |secret| cipher(pass.data, wide, secret))?;
    let places: Vec<_> = records(stream, 0)
        .map(|record| (record.id, record.at + 4, record.data.len()))
        .collect();
    for (id, at, length) in places {
        // The place of a sheet in the stream stays readable.
        let clear = if id == BOUND_SHEET { 4.min(length) } else { 0 };
        if !PLAIN.contains(&id) {
            cipher.decrypt_from(clear, at, &mut stream[at..at + length]);
        }
    }
    Ok(lock)
}

/// The ciphers that old Excel knew.
enum Biff {
    Xor(xor::Xor),
    Rc4(rc4::Keys),
}

impl Biff {
    fn decrypt_from(&self, clear: usize, at: usize, content: &mut [u8]) {
        match self {
            Self::Xor(xor) => xor.decrypt(clear, at, content),
            Self::Rc4(keys) => keys.decrypt(at + clear, &mut content[clear..]),
        }
    }
}

fn cipher(pass: &[u8], wide: bool, password: &str) -> Result<Option<Biff>, SheetError> {
    let kind = u16_at(pass, 0).filter(|_| wide);
    match (kind, u16_at(pass, 2), u16_at(pass, 4)) {
        (Some(1), Some(1), Some(1)) => Ok(rc4::Keys::plain(&pass[6..], password).map(Biff::Rc4)),
        (Some(1), Some(2..=4), Some(2)) => Ok(rc4::Keys::crypto_api(&pass[6..], password).map(Biff::Rc4)),
        (Some(0), Some(key), Some(check)) => Ok(xor::Xor::new(key, check, password).map(Biff::Xor)),
        // Before BIFF8 there is no kind: the key and the check come at once.
        (None, _, _) => match (u16_at(pass, 0), u16_at(pass, 2)) {
            (Some(key), Some(check)) => Ok(xor::Xor::new(key, check, password).map(Biff::Xor)),
            _ => Err(SheetError::Damaged(
                "the workbook's password record is damaged".into(),
            )),
        },
        _ => Err(SheetError::Unsupported(
            "it is password-protected by a method that is not read".into(),
        )),
    }
}
