//! Streams that unpack to more than any page needs, told before the library unpacks them whole. Keeps nothing of them.

use std::io::Read;

use flate2::bufread::ZlibDecoder;
use memchr::memmem;

/// Bytes that one stream may unpack to.
pub(super) const MOST: usize = 128 << 20;
/// A smaller stream cannot: a byte stands for about a thousand at most.
const FEWEST: usize = MOST / 1_100;

/// Whether a stream of the file unpacks to too much.
pub(super) fn is_in(bytes: &[u8]) -> bool {
    let mut at = 0;
    while let Some(found) = memmem::find(&bytes[at..], b"stream") {
        let from = at + found + b"stream".len();
        let length = memmem::find(&bytes[from..], b"endstream").unwrap_or(bytes.len() - from);
        let data = bytes[from..from + length].trim_ascii_start();
        if length >= FEWEST && unpacks_to_too_much(data) {
            return true;
        }
        at = (from + length + b"endstream".len()).min(bytes.len());
    }
    false
}

fn unpacks_to_too_much(data: &[u8]) -> bool {
    let mut stream = ZlibDecoder::new(data);
    let (mut room, mut all) = (vec![0; 1 << 16], 0);
    while all <= MOST {
        match stream.read(&mut room) {
            Ok(0) | Err(_) => return false,
            Ok(some) => all += some,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    fn file(unpacked: usize) -> Vec<u8> {
        let mut packed = ZlibEncoder::new(b"%PDF-1.4\n1 0 obj\n<<>>\nstream\n".to_vec(), Compression::best());
        let zeros = vec![0; 1 << 20];
        for _ in 0..unpacked >> 20 {
            packed.write_all(&zeros).expect("memory");
        }
        let mut file = packed.finish().expect("memory");
        file.extend(b"\nendstream\nendobj\n");
        file
    }

    #[test]
    fn a_stream_that_unpacks_to_too_much_is_told_and_a_large_one_is_not() {
        assert!(!is_in(&file(MOST)));
        assert!(is_in(&file(MOST + (1 << 20))));
        let two = [file(1 << 20), file(MOST + (1 << 20))].concat();
        assert!(is_in(&two));
        assert!(!is_in(b"stream") && !is_in(b""));
    }
}
