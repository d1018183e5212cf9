//! Rows of numbers by a hash that stands for them: a table of such hashes is a fraction as large as one of the rows, so that
//! looking one up mostly stays within the processor's own memory.

/// A hash of some numbers. Two rows that share it do not occur.
pub(crate) fn digest<const N: usize>(values: &[i64; N]) -> u128 {
    let bytes = values.map(i64::to_le_bytes);
    xxhash_rust::xxh3::xxh3_128(bytes.as_flattened())
}
