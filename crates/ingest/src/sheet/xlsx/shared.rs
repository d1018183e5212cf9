//! The texts that cells share, one behind the other.

use std::io::{self, Read};

use super::scan::{Lack, Scan, expect, opening, starts, text_element};

/// Texts by their number.
#[derive(Default)]
pub(super) struct Shared {
    text: String,
    ends: Vec<usize>,
}

impl Shared {
    /// The texts of a part that is written plainly; `None` of any other, such as one with letters of several looks.
    pub(super) fn read(part: impl Read) -> io::Result<Option<Self>> {
        let (mut scan, mut shared) = (Scan::new(part), Self::default());
        match scan.next(|bytes| opening(bytes, b"<sst"))? {
            Some(true) => return Ok(Some(shared)),
            Some(false) => {}
            None => return Ok(None),
        }
        loop {
            let Shared { text, ends } = &mut shared;
            let is_more = scan.next(|bytes| {
                if starts(bytes, b"</sst>")? {
                    return Ok((false, 0));
                }
                item(bytes, text).map(|length| (true, length))
            })?;
            match is_more {
                Some(true) => ends.push(text.len()),
                Some(false) => return Ok(Some(shared)),
                None => return Ok(None),
            }
        }
    }

    pub(super) fn get(&self, at: usize) -> Option<&str> {
        let from = at
            .checked_sub(1)
            .map_or(Some(0), |before| self.ends.get(before).copied())?;
        Some(&self.text[from..*self.ends.get(at)?])
    }
}

/// Adds the text of one item; its length.
fn item(bytes: &[u8], texts: &mut String) -> Result<usize, Lack> {
    if starts(bytes, b"<si/>")? {
        return Ok(5);
    }
    let from = expect(bytes, b"<si>")?;
    let (text, length) = text_element(&bytes[from..])?;
    let end = from + length;
    let length = end + expect(&bytes[end..], b"</si>")?;
    texts.push_str(&text);
    Ok(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(items: &str) -> Option<Vec<String>> {
        let part = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<sst count=\"9\">{items}</sst>");
        let shared = Shared::read(part.as_bytes()).expect("bytes in memory")?;
        (0..=shared.ends.len())
            .map_while(|at| shared.get(at).map(str::to_owned))
            .map(Some)
            .collect()
    }

    #[test]
    fn texts_are_known_by_their_number() {
        let items = "<si><t>a &amp; b</t></si><si/><si><t xml:space=\"preserve\"> c </t></si><si><t/></si><si><t> é </t></si>";
        assert_eq!(read(items).expect("plain"), ["a & b", "", " c ", "", "é"]);
        assert_eq!(read("").expect("plain"), [""; 0]);
    }

    #[test]
    fn letters_of_several_looks_and_escapes_are_left_to_others() {
        for items in [
            "<si><r><t>a</t></r></si>",
            "<si><t>_x000D_</t></si>",
            "<si><t>a</t><rPh sb=\"0\" eb=\"1\"><t>b</t></rPh></si>",
            "<si><t>&unknown;</t></si>",
            "<si><t>a</t>",
        ] {
            assert!(read(items).is_none(), "{items}");
        }
    }
}
