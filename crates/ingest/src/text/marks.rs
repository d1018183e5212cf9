//! Where delimiters, quotes and line ends stand in bytes: many bytes are looked at at once. Does not know what they mean.

const BLOCK: usize = 64;

/// The marks in some bytes, in their order, as far as whole blocks go.
pub(super) struct Marks<'b> {
    bytes: &'b [u8],
    delimiter: u8,
    quote: u8,
    block: usize,
    /// Marks of the block that are still to come, a bit for each.
    left: u64,
}

impl<'b> Marks<'b> {
    /// Without a quote the delimiter stands for it.
    pub(super) fn of(bytes: &'b [u8], delimiter: u8, quote: Option<u8>) -> Self {
        let mut marks = Self {
            bytes,
            delimiter,
            quote: quote.unwrap_or(delimiter),
            block: 0,
            left: 0,
        };
        marks.left = marks.look().unwrap_or(0);
        marks
    }

    /// The marks of the block at hand; none where it is not whole.
    fn look(&self) -> Option<u64> {
        let block = self.bytes.get(self.block..)?.first_chunk::<BLOCK>()?;
        let marks = [self.delimiter, self.quote, b'\n', b'\r'];
        let mut flags = [0; BLOCK];
        for (flag, byte) in flags.iter_mut().zip(block) {
            *flag = marks.iter().fold(0, |flag, mark| flag | u8::from(byte == mark));
        }
        let (eights, _) = flags.as_chunks::<8>();
        let bits = eights
            .iter()
            .enumerate()
            .map(|(at, eight)| bits(*eight) << (8 * at));
        Some(bits.fold(0, |all, some| all | some))
    }
}

/// Eight flags as eight bits: the product has each of them in its highest byte once.
fn bits(flags: [u8; 8]) -> u64 {
    u64::from_le_bytes(flags).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

impl Iterator for Marks<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.left == 0 {
            self.block += BLOCK;
            self.left = self.look()?;
        }
        let at = self.block + self.left.trailing_zeros() as usize;
        self.left &= self.left - 1;
        Some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_of_whole_blocks_is_found_in_order() {
        let text: Vec<u8> = (0..300_u32)
            .map(|at| b"a,b\"c\nd\re;"[(at * at % 11 % 10) as usize])
            .collect();
        let is_mark = |at: &usize| b",\"\n\r".contains(&text[*at]);
        let want: Vec<usize> = (0..256).filter(is_mark).collect();
        assert_eq!(Marks::of(&text, b',', Some(b'"')).collect::<Vec<_>>(), want);
        let breaks = |at: &usize| b",\n\r".contains(&text[*at]);
        let want: Vec<usize> = (0..256).filter(breaks).collect();
        assert_eq!(Marks::of(&text, b',', None).collect::<Vec<_>>(), want);
        assert_eq!(Marks::of(b"a,b", b',', None).next(), None);
    }
}
