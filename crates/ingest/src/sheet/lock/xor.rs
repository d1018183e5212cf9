//! XOR obfuscation (MS-OFFCRYPTO 2.3.7): what Excel 95 and older called a password.

/// Key material by the length of the password.
const INITIAL: [u16; 15] = [
    0xe1f0, 0x1d0f, 0xcc9c, 0x84c0, 0x110c, 0x0e10, 0xf1ce, 0x313e, 0x1872, 0xe139, 0xd40f, 0x84f9, 0x280c,
    0xa96a, 0x4ec3,
];
/// Key material by bit, seven for each character counted from the last possible one.
const MATRIX: [[u16; 7]; 15] = [
    [0xaefc, 0x4dd9, 0x9bb2, 0x2745, 0x4e8a, 0x9d14, 0x2a09],
    [0x7b61, 0xf6c2, 0xfda5, 0xeb6b, 0xc6f7, 0x9dcf, 0x2bbf],
    [0x4563, 0x8ac6, 0x05ad, 0x0b5a, 0x16b4, 0x2d68, 0x5ad0],
    [0x0375, 0x06ea, 0x0dd4, 0x1ba8, 0x3750, 0x6ea0, 0xdd40],
    [0xd849, 0xa0b3, 0x5147, 0xa28e, 0x553d, 0xaa7a, 0x44d5],
    [0x6f45, 0xde8a, 0xad35, 0x4a4b, 0x9496, 0x390d, 0x721a],
    [0xeb23, 0xc667, 0x9cef, 0x29ff, 0x53fe, 0xa7fc, 0x5fd9],
    [0x47d3, 0x8fa6, 0x0f6d, 0x1eda, 0x3db4, 0x7b68, 0xf6d0],
    [0xb861, 0x60e3, 0xc1c6, 0x93ad, 0x377b, 0x6ef6, 0xddec],
    [0x45a0, 0x8b40, 0x06a1, 0x0d42, 0x1a84, 0x3508, 0x6a10],
    [0xaa51, 0x4483, 0x8906, 0x022d, 0x045a, 0x08b4, 0x1168],
    [0x76b4, 0xed68, 0xcaf1, 0x85c3, 0x1ba7, 0x374e, 0x6e9c],
    [0x3730, 0x6e60, 0xdcc0, 0xa9a1, 0x4363, 0x86c6, 0x1dad],
    [0x3331, 0x6662, 0xccc4, 0x89a9, 0x0373, 0x06e6, 0x0dcc],
    [0x1021, 0x2042, 0x4084, 0x8108, 0x1231, 0x2462, 0x48c4],
];
/// What fills up a password to sixteen characters.
const PAD: [u8; 15] = [
    0xbb, 0xff, 0xff, 0xba, 0xff, 0xff, 0xb9, 0x80, 0, 0xbe, 0x0f, 0, 0xbf, 0x0f, 0,
];

/// The sixteen bytes that a password turns into.
pub(super) struct Xor([u8; 16]);

impl Xor {
    /// The bytes of a password, if it is the right one.
    pub(super) fn new(key: u16, check: u16, password: &str) -> Option<Self> {
        let secret: Vec<u8> = password.chars().take(15).map(|letter| letter as u8).collect();
        let fits = !secret.is_empty() && key_of(&secret) == key && check_of(&secret) == check;
        fits.then(|| {
            let mut bytes = [0; 16];
            for (place, byte) in secret.iter().chain(&PAD).take(16).enumerate() {
                bytes[place] = (byte ^ key.to_le_bytes()[place % 2]).rotate_left(2);
            }
            Self(bytes)
        })
    }

    /// Decrypts a record's content that lies at `at` in the stream, but for its first `clear` bytes.
    pub(super) fn decrypt(&self, clear: usize, at: usize, content: &mut [u8]) {
        let first = at + content.len();
        for (place, byte) in content.iter_mut().enumerate().skip(clear) {
            *byte = byte.rotate_left(3) ^ self.0[(first + place) % 16];
        }
    }
}

fn key_of(secret: &[u8]) -> u16 {
    let mut key = INITIAL[secret.len() - 1];
    for (letter, row) in secret.iter().rev().zip(MATRIX.iter().rev()) {
        for (bit, value) in row.iter().rev().enumerate() {
            if letter & (0x40 >> bit) != 0 {
                key ^= value;
            }
        }
    }
    key
}

fn check_of(secret: &[u8]) -> u16 {
    let length = secret.len() as u8;
    let mixed = secret.iter().rev().chain([&length]).fold(0_u16, |sum, &byte| {
        let carried = u16::from(sum & 0x4000 != 0);
        (carried | (sum << 1 & 0x7fff)) ^ u16::from(byte)
    });
    mixed ^ 0xce4b
}
