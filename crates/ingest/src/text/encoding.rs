//! Which encoding a file is in, and its text as UTF-8, streamed. Decides over the whole file, so that one
//! late byte cannot make the head's answer wrong.

use std::io::{self, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::unpack::Content;

const CHUNK: usize = 64 * 1024;
/// How much a guess by letter frequency looks at, from the first byte that is no UTF-8.
const GUESSED_OVER: usize = 1 << 20;

/// The encoding of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextEncoding {
    encoding: &'static Encoding,
    /// Whether the file starts with a byte order mark.
    pub bom: bool,
}

impl TextEncoding {
    /// Byte order mark, else zero bytes of UTF-16, else strict UTF-8, else a guess by letter frequency.
    pub fn detect(content: &Content) -> io::Result<Self> {
        let head = head(content)?;
        if let Some((encoding, _)) = Encoding::for_bom(&head) {
            return Ok(Self { encoding, bom: true });
        }
        let encoding = match utf16_without_bom(&head) {
            Some(encoding) => encoding,
            None => utf8_or_guess(&mut *content.stream()?)?,
        };
        Ok(Self { encoding, bom: false })
    }

    /// The encoding called that by people or the web: `latin1`, `utf-16le`. `None` if unknown.
    pub fn named(label: &str) -> Option<Self> {
        Encoding::for_label(label.as_bytes()).map(|encoding| Self { encoding, bom: false })
    }

    /// Its name in lower case: `utf-8`, `windows-1252`.
    pub fn name(self) -> String {
        self.encoding.name().to_lowercase()
    }

    /// The text as UTF-8, without a byte order mark.
    pub fn reader(self, content: &Content) -> io::Result<Decoding> {
        Ok(Decoding {
            input: content.stream()?,
            decoder: self.encoding.new_decoder_with_bom_removal(),
            raw: vec![0; CHUNK],
            from: 0,
            to: 0,
            ended: false,
            flushed: false,
        })
    }
}

fn head(content: &Content) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    content.stream()?.take(4096).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Zero bytes on nearly every even or odd place: plain text in UTF-16.
fn utf16_without_bom(head: &[u8]) -> Option<&'static Encoding> {
    let pairs = head.len() / 2;
    let zeros = |offset: usize| {
        head.iter()
            .skip(offset)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    match pairs {
        0 | 1 => None,
        _ if odd * 10 > pairs * 6 && even * 10 < pairs => Some(UTF_16LE),
        _ if even * 10 > pairs * 6 && odd * 10 < pairs => Some(UTF_16BE),
        _ => None,
    }
}

fn utf8_or_guess(input: &mut dyn Read) -> io::Result<&'static Encoding> {
    let mut chunk = vec![0; CHUNK];
    let mut kept = 0;
    loop {
        let read = input.read(&mut chunk[kept..])?;
        let filled = kept + read;
        match std::str::from_utf8(&chunk[..filled]) {
            Ok(_) => kept = 0,
            Err(error) if error.error_len().is_none() && read > 0 => {
                chunk.copy_within(error.valid_up_to()..filled, 0);
                kept = filled - error.valid_up_to();
            }
            Err(_) => return guess(chunk[..filled].to_vec(), input),
        }
        if read == 0 {
            return Ok(UTF_8);
        }
    }
}

fn guess(mut sample: Vec<u8>, input: &mut dyn Read) -> io::Result<&'static Encoding> {
    input.take(GUESSED_OVER as u64).read_to_end(&mut sample)?;
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&sample, true);
    Ok(detector.guess(None, Utf8Detection::Deny))
}

/// A reader of UTF-8 over bytes in any encoding. Undecodable bytes become U+FFFD.
pub struct Decoding {
    input: Box<dyn Read + Send>,
    decoder: Decoder,
    raw: Vec<u8>,
    from: usize,
    to: usize,
    ended: bool,
    flushed: bool,
}

impl Read for Decoding {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while !self.flushed {
            if self.from == self.to && !self.ended {
                self.from = 0;
                self.to = self.input.read(&mut self.raw)?;
                self.ended = self.to == 0;
            }
            let rest = &self.raw[self.from..self.to];
            let (result, read, written, _) = self.decoder.decode_to_utf8(rest, out, self.ended);
            self.from += read;
            self.flushed = self.ended && result == CoderResult::InputEmpty;
            if written > 0 {
                return Ok(written);
            }
        }
        Ok(0)
    }
}
