//! Which encoding a file is in, and its text as UTF-8, streamed. Decides over the whole file, so that one
//! late byte cannot make the head's answer wrong.

use std::io::{self, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    Decoder, EUC_JP, Encoding, GB18030, ISO_8859_15, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252,
};

use crate::unpack::Content;

const CHUNK: usize = 256 * 1024;
/// How much a guess by letter frequency looks at, from the first byte that is no UTF-8.
const GUESSED_OVER: usize = 128 * 1024;

/// The encoding of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextEncoding {
    encoding: &'static Encoding,
    /// Whether the file starts with a byte order mark.
    pub bom: bool,
}

impl TextEncoding {
    /// UTF-8 without a byte order mark.
    pub(super) const UTF_8: Self = Self {
        encoding: UTF_8,
        bom: false,
    };

    /// Byte order mark, else zero bytes of UTF-16, else strict UTF-8, else a guess by letter frequency.
    pub fn detect(content: &Content) -> io::Result<Self> {
        Self::detect_within(content, u64::MAX)
    }

    /// The same by the first bytes alone.
    pub(super) fn detect_within(content: &Content, most: u64) -> io::Result<Self> {
        let head = head(content)?;
        if let Some((encoding, _)) = Encoding::for_bom(&head) {
            return Ok(Self { encoding, bom: true });
        }
        let encoding = match utf16_without_bom(&head) {
            Some(encoding) => encoding,
            None => utf8_or_guess(&mut content.stream()?.take(most))?,
        };
        Ok(Self { encoding, bom: false })
    }

    /// The encoding called that by people or the web: `latin1`, `utf-16le`. `None` if unknown.
    pub fn named(label: &str) -> Option<Self> {
        Encoding::for_label(label.as_bytes()).map(|encoding| Self { encoding, bom: false })
    }

    /// The same for a file that starts with a byte order mark, or not.
    pub(super) fn with_mark(self, bom: bool) -> Self {
        Self { bom, ..self }
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
            text: String::new(),
            given: 0,
            ended: false,
            malformed: false,
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
    let read = input.take(GUESSED_OVER as u64).read_to_end(&mut sample)?;
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // A sample that is cut off may end inside a letter.
    detector.feed(&sample, read < GUESSED_OVER);
    Ok(sober(detector.guess(None, Utf8Detection::Deny), &sample))
}

/// Corrects guesses for which a few signs in a table of numbers are too little evidence.
fn sober(guess: &'static Encoding, sample: &[u8]) -> &'static Encoding {
    let is_kana = |letter: char| ('\u{3041}'..='\u{30ff}').contains(&letter);
    if guess == EUC_JP && !guess.decode(sample).0.contains(is_kana) {
        return GB18030;
    }
    // Western punctuation and signs only (dashes, quotes, pound, degree): nothing speaks for another alphabet.
    let only_signs = sample.iter().all(|byte| *byte < 0xc0);
    let guess = if guess.is_single_byte() && only_signs {
        WINDOWS_1252
    } else {
        guess
    };
    if guess.is_single_byte() && is_macintosh(sample) {
        MACINTOSH
    } else if guess == WINDOWS_1252 && has_latin_9_euro(sample) {
        ISO_8859_15
    } else {
        guess
    }
}

/// A euro sign where Windows has a sign that nobody uses, and nothing that only Windows has.
fn has_latin_9_euro(sample: &[u8]) -> bool {
    memchr::memchr(0xa4, sample).is_some() && !sample.iter().any(|byte| (0x80..0xa0).contains(byte))
}

/// Small letters of the old Mac inside words, where Windows has signs and capitals, and no letters of Windows.
fn is_macintosh(sample: &[u8]) -> bool {
    let inside = sample.windows(3).filter(|three| {
        three[0].is_ascii_alphabetic() && three[2].is_ascii_lowercase() && !three[1].is_ascii()
    });
    let (mut mac, mut windows) = (0, 0);
    for three in inside {
        mac += usize::from(matches!(
            three[1],
            0x87..=0x90 | 0x95 | 0x98 | 0x99 | 0x9b | 0x9d | 0x9f
        ));
        windows += usize::from(matches!(three[1], 0x80..=0x86 | 0xc0..));
    }
    mac > 2 * windows
}

/// A reader of UTF-8 over bytes in any encoding. Undecodable bytes become U+FFFD.
pub struct Decoding {
    input: Box<dyn Read + Send>,
    decoder: Decoder,
    raw: Vec<u8>,
    text: String,
    /// How much of the text was handed out.
    given: usize,
    ended: bool,
    malformed: bool,
}

impl Decoding {
    /// Whether bytes were met that the encoding does not know.
    pub(super) fn is_malformed(&self) -> bool {
        self.malformed
    }

    fn decode_more(&mut self) -> io::Result<()> {
        self.text.clear();
        self.given = 0;
        while self.text.is_empty() && !self.ended {
            let read = self.input.read(&mut self.raw)?;
            self.ended = read == 0;
            let worst = self.decoder.max_utf8_buffer_length(read).unwrap_or(3 * CHUNK);
            self.text.reserve(worst);
            let raw = &self.raw[..read];
            let (_, taken, odd) = self.decoder.decode_to_string(raw, &mut self.text, self.ended);
            self.malformed |= odd;
            debug_assert_eq!(taken, read, "the buffer holds the worst case");
        }
        Ok(())
    }
}

impl Read for Decoding {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.given == self.text.len() {
            self.decode_more()?;
        }
        let rest = &self.text.as_bytes()[self.given..];
        let length = rest.len().min(out.len());
        out[..length].copy_from_slice(&rest[..length]);
        self.given += length;
        Ok(length)
    }
}
