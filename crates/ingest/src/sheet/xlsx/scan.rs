//! Bytes of XML, read a piece at a time, and what a piece lacks. Knows no vocabulary.

use std::borrow::Cow;
use std::io::{self, Read};

use memchr::{memchr, memchr_iter, memmem};

/// How much is read at once.
const BLOCK: usize = 256 << 10;
/// An element longer than this is left to the general reader.
const LONGEST: usize = 4 << 20;

/// Why a piece cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lack {
    /// It goes on behind what was read so far.
    More,
    /// It is written in a way that is not read here.
    Plainness,
}

/// A window on the bytes of a part.
pub(super) struct Scan<R> {
    input: R,
    buffer: Vec<u8>,
    start: usize,
    filled: usize,
}

impl<R: Read> Scan<R> {
    pub(super) fn new(input: R) -> Self {
        Self {
            input,
            buffer: vec![0; BLOCK],
            start: 0,
            filled: 0,
        }
    }

    /// Finds out what stands next, reading on as needed. `None` where that is not plain, or the part ends within it.
    pub(super) fn next<T>(
        &mut self,
        mut look: impl FnMut(&[u8]) -> Result<(T, usize), Lack>,
    ) -> io::Result<Option<T>> {
        loop {
            match look(&self.buffer[self.start..self.filled]) {
                Ok((found, length)) => {
                    self.start += length;
                    return Ok(Some(found));
                }
                Err(Lack::More) if self.fill()? => {}
                Err(_) => return Ok(None),
            }
        }
    }

    /// Whether an element called `f` begins anywhere.
    pub(super) fn has_formulas(mut self) -> io::Result<bool> {
        const LONGEST_TAG: usize = 3;
        loop {
            let bytes = &self.buffer[self.start..self.filled];
            let is_tag = |bytes: &[u8]| matches!(bytes, [b'<' | b':', b'f', b'>' | b' ' | b'/']);
            let mut all = memchr_iter(b'f', bytes);
            if all.any(|at| at > 0 && bytes.get(at - 1..at + 2).is_some_and(is_tag)) {
                return Ok(true);
            }
            self.start = self.filled.saturating_sub(LONGEST_TAG).max(self.start);
            if !self.fill()? {
                return Ok(false);
            }
        }
    }

    /// Reads more behind what is there.
    fn fill(&mut self) -> io::Result<bool> {
        self.buffer.copy_within(self.start..self.filled, 0);
        self.filled -= self.start;
        self.start = 0;
        if self.filled == self.buffer.len() {
            if self.filled >= LONGEST {
                return Ok(false);
            }
            self.buffer.resize(self.filled * 2, 0);
        }
        let read = self.input.read(&mut self.buffer[self.filled..])?;
        self.filled += read;
        Ok(read > 0)
    }
}

/// Where a byte stands.
pub(super) fn find(byte: u8, bytes: &[u8]) -> Result<usize, Lack> {
    memchr(byte, bytes).ok_or(Lack::More)
}

/// Whether the bytes begin with some others.
pub(super) fn starts(bytes: &[u8], with: &[u8]) -> Result<bool, Lack> {
    if bytes.len() < with.len() && with.starts_with(bytes) {
        return Err(Lack::More);
    }
    Ok(bytes.starts_with(with))
}

/// Length of what the bytes must begin with.
pub(super) fn expect(bytes: &[u8], with: &[u8]) -> Result<usize, Lack> {
    if starts(bytes, with)? {
        Ok(with.len())
    } else {
        Err(Lack::Plainness)
    }
}

/// Passes a part up to its first element of a name, which begins with `<`, and the tag of that; whether it is empty.
pub(super) fn opening(bytes: &[u8], name: &[u8]) -> Result<(bool, usize), Lack> {
    let start = memmem::find(bytes, name).ok_or(Lack::More)?;
    if !is_utf8(&bytes[..start]) {
        return Err(Lack::Plainness);
    }
    let tag = tag(&bytes[start..])?;
    Ok((tag.is_closed, start + tag.length))
}

/// A tag at the beginning of some bytes.
pub(super) struct Tag<'b> {
    /// Its name and attributes.
    pub(super) inside: &'b [u8],
    /// The element has nothing in it: `<c/>`.
    pub(super) is_closed: bool,
    pub(super) length: usize,
}

/// The tag that begins here.
pub(super) fn tag(bytes: &[u8]) -> Result<Tag<'_>, Lack> {
    let end = find(b'>', bytes)?;
    let inside = &bytes[1..end];
    let closed = inside.strip_suffix(b"/");
    Ok(Tag {
        inside: closed.unwrap_or(inside),
        is_closed: closed.is_some(),
        length: end + 1,
    })
}

/// Whether the beginning of a part says that it is UTF-8, or nothing.
fn is_utf8(head: &[u8]) -> bool {
    let Ok(head) = str::from_utf8(head) else {
        return false;
    };
    let told = head
        .split_once("encoding=")
        .map(|(_, told)| told.trim_start_matches(['"', '\'']));
    told.is_none_or(|told| {
        told.get(..5)
            .is_some_and(|name| name.eq_ignore_ascii_case("utf-8"))
    }) && !head.contains("<!--")
}

/// Visits the attributes of a tag: `name="value"`, blanks between.
pub(super) fn attributes<'b>(
    mut rest: &'b [u8],
    mut take: impl FnMut(&'b [u8], &'b [u8]) -> Result<(), Lack>,
) -> Result<(), Lack> {
    loop {
        rest = rest.trim_ascii_start();
        if rest.is_empty() {
            return Ok(());
        }
        let equals = rest
            .iter()
            .position(|byte| *byte == b'=')
            .ok_or(Lack::Plainness)?;
        let value = rest[equals + 1..].strip_prefix(b"\"").ok_or(Lack::Plainness)?;
        let end = value
            .iter()
            .position(|byte| *byte == b'"')
            .ok_or(Lack::Plainness)?;
        take(&rest[..equals], &value[..end])?;
        rest = &value[end + 1..];
    }
}

/// The text between two tags, without entities; what Excel escapes in ways of its own is not plain.
pub(super) fn text(bytes: &[u8]) -> Result<Cow<'_, str>, Lack> {
    let text = str::from_utf8(bytes).map_err(|_| Lack::Plainness)?;
    if memchr(b'\r', bytes).is_some() || text.contains("_x") {
        return Err(Lack::Plainness);
    }
    if memchr(b'&', bytes).is_none() {
        return Ok(text.into());
    }
    quick_xml::escape::unescape(text).map_err(|_| Lack::Plainness)
}

/// The text of an element `<t>…</t>` or `<t/>`, without the blanks around it unless they are to be kept, and the length of
/// the element.
pub(super) fn text_element(bytes: &[u8]) -> Result<(Cow<'_, str>, usize), Lack> {
    if starts(bytes, b"<t/>")? {
        return Ok(("".into(), 4));
    }
    let (open, is_kept): (&[u8], bool) = if starts(bytes, b"<t>")? {
        (b"<t>", false)
    } else {
        (b"<t xml:space=\"preserve\">", true)
    };
    let from = expect(bytes, open)?;
    let end = from + find(b'<', &bytes[from..])?;
    let length = end + expect(&bytes[end..], b"</t>")?;
    let text = text(&bytes[from..end])?;
    Ok((if is_kept { text } else { trimmed(text) }, length))
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    let blanks = [' ', '\t', '\n'];
    match text {
        Cow::Borrowed(text) => text.trim_matches(blanks).into(),
        Cow::Owned(text) => text.trim_matches(blanks).to_owned().into(),
    }
}
