//! RC4 as Excel 97 to 2003 encrypt with it: 40 bits (MS-OFFCRYPTO 2.3.6) and by `CryptoAPI` (2.3.5).

use md5::Md5;
use sha1::{Digest, Sha1};

use crate::sheet::xls::record::u32_at;

/// Each block of the stream has a key of its own.
const BLOCK: usize = 1024;

/// What makes a block's key.
pub(super) enum Keys {
    /// MD5 of five bytes and the block's number.
    Md5([u8; 5]),
    /// SHA-1 of a hash and the block's number, cut to so many bytes.
    Sha1([u8; 20], usize),
}

impl Keys {
    /// 40-bit encryption: salt, check, hash of the check. None if the password is wrong.
    pub(super) fn plain(header: &[u8], password: &str) -> Option<Self> {
        let salt = header.get(..16)?;
        let start = Md5::digest(utf16(password));
        let mixed = [&start[..5], salt].concat().repeat(16);
        let keys = Self::Md5(Md5::digest(mixed)[..5].try_into().ok()?);
        let check = keys.start(header.get(16..48)?);
        (Md5::digest(&check[..16])[..] == check[16..32]).then_some(keys)
    }

    /// `CryptoAPI`: flags, header, then salt, check and the hash of the check. None if the password is wrong.
    pub(super) fn crypto_api(header: &[u8], password: &str) -> Option<Self> {
        let length = u32_at(header, 4)? as usize;
        let bits = match u32_at(header, 24)? {
            0 => 40,
            bits => bits as usize,
        };
        let verifier = header.get(8_usize.checked_add(length)?..)?;
        let salt = verifier.get(4..20)?;
        let base = Sha1::digest([salt, &utf16(password)].concat()).into();
        let keys = Self::Sha1(base, (bits / 8).clamp(5, 16));
        let check = keys.start(&[verifier.get(20..36)?, verifier.get(40..60)?].concat());
        (Sha1::digest(&check[..16])[..] == check[16..36]).then_some(keys)
    }

    /// Decrypts what lies at `at` in the stream.
    pub(super) fn decrypt(&self, at: usize, content: &mut [u8]) {
        let mut place = at;
        let mut rest = content;
        while !rest.is_empty() {
            let here = (BLOCK - place % BLOCK).min(rest.len());
            let (part, after) = rest.split_at_mut(here);
            let mut stream = self.cipher(place / BLOCK);
            for _ in 0..place % BLOCK {
                stream.next_byte();
            }
            for byte in part {
                *byte ^= stream.next_byte();
            }
            place += here;
            rest = after;
        }
    }

    fn start(&self, encrypted: &[u8]) -> Vec<u8> {
        let mut stream = self.cipher(0);
        encrypted.iter().map(|byte| byte ^ stream.next_byte()).collect()
    }

    fn cipher(&self, block: usize) -> Rc4 {
        let number = (block as u32).to_le_bytes();
        match self {
            Self::Md5(base) => Rc4::new(&Md5::digest([&base[..], &number].concat())),
            Self::Sha1(base, length) => {
                let mut key = Sha1::digest([&base[..], &number].concat())[..*length].to_vec();
                if *length == 5 {
                    key.resize(16, 0);
                }
                Rc4::new(&key)
            }
        }
    }
}

fn utf16(password: &str) -> Vec<u8> {
    password.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// The RC4 key stream.
struct Rc4 {
    state: [u8; 256],
    i: u8,
    j: u8,
}

impl Rc4 {
    fn new(key: &[u8]) -> Self {
        let mut state: [u8; 256] = std::array::from_fn(|place| place as u8);
        let mut j = 0_u8;
        for i in 0..256 {
            j = j.wrapping_add(state[i]).wrapping_add(key[i % key.len()]);
            state.swap(i, usize::from(j));
        }
        Self { state, i: 0, j: 0 }
    }

    fn next_byte(&mut self) -> u8 {
        self.i = self.i.wrapping_add(1);
        let a = self.state[usize::from(self.i)];
        self.j = self.j.wrapping_add(a);
        self.state.swap(usize::from(self.i), usize::from(self.j));
        let b = self.state[usize::from(self.i)];
        self.state[usize::from(a.wrapping_add(b))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_stream_is_that_of_rfc_6229() {
        let mut stream = Rc4::new(&[1, 2, 3, 4, 5]);
        let first: Vec<u8> = (0..4).map(|_| stream.next_byte()).collect();
        assert_eq!(first, [0xb2, 0x39, 0x63, 0x05]);
    }

    #[test]
    fn a_cut_off_header_is_no_right_password() {
        assert!(Keys::plain(&[0; 20], "x").is_none());
        assert!(Keys::crypto_api(&[0xff; 30], "x").is_none());
    }
}
