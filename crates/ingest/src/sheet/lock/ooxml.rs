//! Encrypted OOXML packages: standard and agile encryption (MS-OFFCRYPTO 2.3.4).

use aes::cipher::{Block, BlockCipherDecrypt, KeyInit};
use aes::{Aes128, Aes192, Aes256};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use sha1::{Digest, Sha1};
use sha2::{Sha256, Sha384, Sha512};

use super::{Lock, SheetError, unlock};
use crate::sheet::xls::record::{u16_at, u32_at};
use crate::unpack::Compound;

const BLOCK: usize = 16;
/// Agile encryption starts anew for each of these.
const SEGMENT: usize = 4096;
/// More rounds than this no program asks for; each costs a hash.
const MOST_ROUNDS: u32 = 1_000_000;

/// Decrypts the package in a compound file: a workbook archive.
pub(in crate::sheet) fn open(
    file: &Compound<'_>,
    password: Option<&str>,
) -> Result<(Vec<u8>, Lock), SheetError> {
    let broken = || SheetError::Damaged("the workbook is password-protected and damaged".into());
    let info = file.stream("EncryptionInfo").ok_or_else(broken)?;
    let package = file.stream("EncryptedPackage").ok_or_else(broken)?;
    let size = u32_at(&package, 0).ok_or_else(broken)? as usize;
    let data = package.get(8..).ok_or_else(broken)?;
    let (mut plain, lock) = match (u16_at(&info, 0), u16_at(&info, 2)) {
        (Some(4), Some(4)) => {
            let agile = Agile::read(info.get(8..).ok_or_else(broken)?).ok_or_else(broken)?;
            let (key, lock) = unlock(password, |secret| Ok(agile.key(secret)))?;
            (agile.decrypt(&key, data).ok_or_else(broken)?, lock)
        }
        (Some(2..=4), Some(2)) => {
            let (key, lock) = unlock(password, |secret| Ok(standard_key(&info, secret)))?;
            (ecb(&key, data).ok_or_else(broken)?, lock)
        }
        _ => {
            return Err(SheetError::Unsupported(
                "it is password-protected by a method that is not read".into(),
            ));
        }
    };
    plain.truncate(size);
    Ok((plain, lock))
}

fn standard_key(info: &[u8], password: &str) -> Option<Vec<u8>> {
    let header = u32_at(info, 8)? as usize;
    let length = (u32_at(info, 28)? / 8) as usize;
    let verifier = info.get(12_usize.checked_add(header)?..)?;
    let base = spin(Hash::Sha1, verifier.get(4..20)?, password, 50_000);
    let last = Hash::Sha1.of(&[&base, &0_u32.to_le_bytes()]);
    let half = |fill: u8| {
        let mut pad = [fill; 64];
        pad.iter_mut().zip(&last).for_each(|(byte, hash)| *byte ^= hash);
        Hash::Sha1.of(&[&pad])
    };
    let key = [half(0x36), half(0x5c)].concat().get(..length)?.to_vec();
    let check = ecb(&key, verifier.get(20..36)?)?;
    let expected = ecb(&key, verifier.get(40..72)?)?;
    (Hash::Sha1.of(&[&check]) == expected[..20]).then_some(key)
}

/// What an agile header says.
#[derive(Default)]
struct Agile {
    data: Cipher,
    key: Cipher,
    rounds: u32,
    check: Vec<u8>,
    check_hash: Vec<u8>,
    wrapped: Vec<u8>,
}

#[derive(Clone, Default)]
struct Cipher {
    salt: Vec<u8>,
    key_length: usize,
    hash: Hash,
}

impl Agile {
    fn read(xml: &[u8]) -> Option<Self> {
        let mut reader = Reader::from_reader(xml);
        let mut agile = Self::default();
        loop {
            match reader.read_event().ok()? {
                Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                    "keyData" => agile.data = Cipher::read(&tag)?,
                    "encryptedKey" => {
                        agile.key = Cipher::read(&tag)?;
                        agile.rounds = attribute(&tag, "spinCount")?
                            .parse()
                            .ok()
                            .filter(|&n| n <= MOST_ROUNDS)?;
                        agile.check = base64(&attribute(&tag, "encryptedVerifierHashInput")?)?;
                        agile.check_hash = base64(&attribute(&tag, "encryptedVerifierHashValue")?)?;
                        agile.wrapped = base64(&attribute(&tag, "encryptedKeyValue")?)?;
                        return Some(agile);
                    }
                    _ => (),
                },
                Event::Eof => return None,
                _ => (),
            }
        }
    }

    fn key(&self, password: &str) -> Option<Vec<u8>> {
        let base = spin(self.key.hash, &self.key.salt, password, self.rounds);
        let open = |purpose: [u8; 8], data: &[u8]| {
            let mut key = self.key.hash.of(&[&base, &purpose]);
            key.resize(self.key.key_length, 0x36);
            cbc(&key, &self.key.salt, data)
        };
        let check = open([0xfe, 0xa7, 0xd2, 0x76, 0x3b, 0x4b, 0x9e, 0x79], &self.check)?;
        let expected = open([0xd7, 0xaa, 0x0f, 0x6d, 0x30, 0x61, 0x34, 0x4e], &self.check_hash)?;
        let hash = self.key.hash.of(&[&check]);
        if expected.get(..hash.len()) != Some(&hash) {
            return None;
        }
        let mut key = open([0x14, 0x6e, 0x0b, 0xe7, 0xab, 0xac, 0xd0, 0xd6], &self.wrapped)?;
        key.truncate(self.data.key_length);
        Some(key)
    }

    fn decrypt(&self, key: &[u8], data: &[u8]) -> Option<Vec<u8>> {
        let mut plain = Vec::with_capacity(data.len());
        for (number, segment) in data.chunks(SEGMENT).enumerate() {
            let start = self
                .data
                .hash
                .of(&[&self.data.salt, &(number as u32).to_le_bytes()]);
            plain.extend(cbc(key, &start, segment)?);
        }
        Some(plain)
    }
}

impl Cipher {
    fn read(tag: &BytesStart<'_>) -> Option<Self> {
        let hash = match attribute(tag, "hashAlgorithm")?.as_str() {
            "SHA1" | "SHA-1" => Hash::Sha1,
            "SHA256" => Hash::Sha256,
            "SHA384" => Hash::Sha384,
            "SHA512" => Hash::Sha512,
            _ => return None,
        };
        let is_read = attribute(tag, "cipherAlgorithm")? == "AES"
            && attribute(tag, "cipherChaining")? == "ChainingModeCBC";
        let key_length = attribute(tag, "keyBits")?.parse::<usize>().ok()? / 8;
        is_read.then_some(Self {
            salt: base64(&attribute(tag, "saltValue")?)?,
            key_length,
            hash,
        })
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.try_get_attribute(name).ok()??;
    Some(found.value.into_owned())
}

/// Base 64 without checks beyond its alphabet.
fn base64(text: &str) -> Option<Vec<u8>> {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0);
    for letter in text
        .bytes()
        .filter(|letter| !letter.is_ascii_whitespace() && *letter != b'=')
    {
        bits = bits << 6 | alphabet.iter().position(|&known| known == letter)? as u32;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    Some(bytes)
}

#[derive(Clone, Copy, Default)]
enum Hash {
    #[default]
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    fn of(self, parts: &[&[u8]]) -> Vec<u8> {
        let bytes = parts.concat();
        match self {
            Self::Sha1 => Sha1::digest(bytes).to_vec(),
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
            Self::Sha384 => Sha384::digest(bytes).to_vec(),
            Self::Sha512 => Sha512::digest(bytes).to_vec(),
        }
    }
}

fn spin(hash: Hash, salt: &[u8], password: &str, rounds: u32) -> Vec<u8> {
    let secret: Vec<u8> = password.encode_utf16().flat_map(u16::to_le_bytes).collect();
    (0..rounds).fold(hash.of(&[salt, &secret]), |value, round| {
        hash.of(&[&round.to_le_bytes(), &value])
    })
}

/// AES in electronic code book mode; whole blocks only.
fn ecb(key: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    match key.len() {
        16 => blocks(&Aes128::new_from_slice(key).ok()?, data),
        24 => blocks(&Aes192::new_from_slice(key).ok()?, data),
        32 => blocks(&Aes256::new_from_slice(key).ok()?, data),
        _ => return None,
    }
    .into()
}

fn blocks<C: BlockCipherDecrypt>(cipher: &C, data: &[u8]) -> Vec<u8> {
    let mut plain = data[..data.len() / BLOCK * BLOCK].to_vec();
    for block in plain.chunks_exact_mut(BLOCK) {
        let block: &mut Block<C> = block.try_into().expect("AES has blocks of 16 bytes");
        cipher.decrypt_block(block);
    }
    plain
}

/// AES in cipher block chaining mode.
fn cbc(key: &[u8], start: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    let mut plain = ecb(key, data)?;
    let before = start.get(..BLOCK)?.iter().chain(data);
    plain
        .iter_mut()
        .zip(before)
        .for_each(|(byte, mask)| *byte ^= mask);
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_64_is_decoded_with_and_without_padding() {
        assert_eq!(base64("aGk=").as_deref(), Some(&b"hi"[..]));
        assert_eq!(base64("aGk").as_deref(), Some(&b"hi"[..]));
        assert_eq!(base64("a*"), None);
    }

    #[test]
    fn chaining_undoes_what_nist_encrypted() {
        let key = [
            0x2b, 0x7e, 0x15, 0x16, 0x28, 0xae, 0xd2, 0xa6, 0xab, 0xf7, 0x15, 0x88, 0x09, 0xcf, 0x4f, 0x3c,
        ];
        let start: Vec<u8> = (0..16).collect();
        let data = [
            0x76, 0x49, 0xab, 0xac, 0x81, 0x19, 0xb2, 0x46, 0xce, 0xe9, 0x8e, 0x9b, 0x12, 0xe9, 0x19, 0x7d,
        ];
        let plain = cbc(&key, &start, &data).expect("a block");
        assert_eq!(plain[..4], [0x6b, 0xc1, 0xbe, 0xe2]);
    }
}
