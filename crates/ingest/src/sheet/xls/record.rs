//! BIFF records and the strings in them. Every read is checked; a damaged record reads as nothing.
//!
//! Layout: MS-XLS 2.1.4, 2.5.240, 2.5.293.

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

/// A record goes on in the next ones of this number.
pub(super) const CONTINUE: u16 = 0x3c;

/// One record.
#[derive(Clone, Copy, Debug)]
pub(in crate::sheet) struct Record<'a> {
    /// What it is.
    pub(in crate::sheet) id: u16,
    /// Where its header begins in the stream.
    pub(in crate::sheet) at: usize,
    /// Its content.
    pub(in crate::sheet) data: &'a [u8],
}

/// The records of a stream from a place on; a cut-off last one is given as far as it goes.
pub(in crate::sheet) fn records(stream: &[u8], from: usize) -> impl Iterator<Item = Record<'_>> {
    let mut at = from;
    std::iter::from_fn(move || {
        let id = u16_at(stream, at)?;
        let length = usize::from(u16_at(stream, at + 2)?);
        let start = at + 4;
        let data = stream.get(start..(start + length).min(stream.len()))?;
        let record = Record { id, at, data };
        at = start + length;
        Some(record)
    })
}

pub(in crate::sheet) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

pub(in crate::sheet) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

pub(in crate::sheet) fn f64_at(bytes: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}

/// The encoding of 8-bit text by Windows' code page number.
pub(super) fn code_page(number: u16) -> &'static Encoding {
    match number {
        10000 | 32768 => MACINTOSH,
        932 => encoding_rs::SHIFT_JIS,
        936 => encoding_rs::GBK,
        949 => encoding_rs::EUC_KR,
        950 => encoding_rs::BIG5,
        _ => Encoding::for_label(format!("windows-{number}").as_bytes()).unwrap_or(WINDOWS_1252),
    }
}

/// How strings are written in a file.
#[derive(Clone, Copy)]
pub(super) struct Strings {
    /// BIFF8: UTF-16 or its low halves; before: 8-bit text.
    pub(super) wide: bool,
    /// The encoding of 8-bit text.
    pub(super) code_page: &'static Encoding,
}

impl Strings {
    /// A string whose length is told by two bytes.
    pub(super) fn long(&self, data: &[u8]) -> Option<String> {
        self.text(usize::from(u16_at(data, 0)?), data.get(2..)?)
    }

    /// A string whose length is told by one byte.
    pub(super) fn short(&self, data: &[u8]) -> Option<String> {
        self.text(usize::from(*data.first()?), data.get(1..)?)
    }

    fn text(&self, length: usize, data: &[u8]) -> Option<String> {
        if !self.wide {
            let bytes = &data[..length.min(data.len())];
            return Some(self.code_page.decode_without_bom_handling(bytes).0.into_owned());
        }
        let (&flags, mut rest) = data.split_first()?;
        if flags & 8 != 0 {
            rest = rest.get(2..)?;
        }
        if flags & 4 != 0 {
            rest = rest.get(4..)?;
        }
        let mut text = Vec::new();
        units(rest, length, flags & 1 != 0, &mut text);
        Some(String::from_utf16_lossy(&text))
    }
}

/// Appends up to `length` UTF-16 units and tells how many bytes they took.
fn units(data: &[u8], length: usize, wide: bool, text: &mut Vec<u16>) -> usize {
    let before = text.len();
    if wide {
        text.extend(
            data.chunks_exact(2)
                .take(length)
                .map(|pair| u16::from_le_bytes([pair[0], pair[1]])),
        );
        (text.len() - before) * 2
    } else {
        text.extend(data.iter().take(length).map(|&byte| u16::from(byte)));
        text.len() - before
    }
}

/// The shared strings: a record that may go on in others, in the middle of a string and with another width.
pub(super) fn shared_strings(parts: &[&[u8]]) -> Vec<String> {
    let mut cursor = Parts { parts, at: 8 };
    let mut strings = Vec::new();
    while let Some(text) = cursor.string() {
        strings.push(text);
    }
    strings
}

struct Parts<'p, 'a> {
    parts: &'p [&'a [u8]],
    at: usize,
}

impl<'a> Parts<'_, 'a> {
    fn string(&mut self) -> Option<String> {
        let length = usize::from(self.number()?);
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 {
            usize::from(self.number()?)
        } else {
            0
        };
        let extra = if flags & 4 != 0 {
            usize::from(self.number()?) | usize::from(self.number()?) << 16
        } else {
            0
        };
        let mut text = Vec::with_capacity(length.min(1 << 15));
        let mut wide = flags & 1 != 0;
        while text.len() < length {
            if self.rest().is_empty() {
                self.next_part()?;
                wide = self.byte()? & 1 != 0;
            }
            let took = units(self.rest(), length - text.len(), wide, &mut text);
            if took == 0 && !self.rest().is_empty() {
                return None;
            }
            self.at += took;
        }
        self.skip(runs * 4 + extra);
        Some(String::from_utf16_lossy(&text))
    }

    fn rest(&self) -> &'a [u8] {
        self.parts
            .first()
            .and_then(|part| part.get(self.at..))
            .unwrap_or_default()
    }

    fn next_part(&mut self) -> Option<()> {
        self.parts = self.parts.get(1..).filter(|rest| !rest.is_empty())?;
        self.at = 0;
        Some(())
    }

    fn byte(&mut self) -> Option<u8> {
        while self.rest().is_empty() {
            self.next_part()?;
        }
        let byte = *self.rest().first()?;
        self.at += 1;
        Some(byte)
    }

    fn number(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn skip(&mut self, mut bytes: usize) {
        while bytes > 0 {
            let here = self.rest().len().min(bytes);
            self.at += here;
            bytes -= here;
            if bytes > 0 && self.next_part().is_none() {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_string_may_go_on_in_the_next_record_with_another_width() {
        let first = [1, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, b'a', b'b'];
        let second = [1, 0xac, 0x20, b'd', 0];
        assert_eq!(shared_strings(&[&first, &second]), ["ab€d"]);
    }

    #[test]
    fn a_cut_off_record_is_read_as_far_as_it_goes() {
        let stream = [3, 2, 14, 0, 1, 0];
        let found: Vec<_> = records(&stream, 0)
            .map(|record| (record.id, record.data.len()))
            .collect();
        assert_eq!(found, [(0x203, 2)]);
    }

    #[test]
    fn text_before_excel_97_follows_its_code_page() {
        let strings = Strings {
            wide: false,
            code_page: code_page(1251),
        };
        assert_eq!(strings.short(&[2, 0xc4, 0xe0]).as_deref(), Some("Да"));
    }
}
