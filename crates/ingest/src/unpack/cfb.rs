//! OLE compound files (the container of old Excel and of encrypted workbooks): streams by name, in bounded memory.
//! Every sector number is checked and every chain is bounded by the file, so a damaged file ends in an error.
//!
//! Layout: MS-CFB.

const SIGNATURE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const HEADER: usize = 512;
/// Entries that the header has room for.
const HEADER_FATS: usize = 109;
/// Sector numbers from here on mean "end", "free" and the like.
const LAST_SECTOR: u32 = 0xffff_fffa;
const ENTRY: usize = 128;

/// An open compound file.
pub(crate) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    mini_sector: usize,
    mini_below: u64,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    mini: Vec<u8>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    size: u64,
}

impl<'a> Compound<'a> {
    /// Reads the tables of contents.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, String> {
        if !bytes.starts_with(&SIGNATURE) || bytes.len() < HEADER {
            return Err("the file is cut off".into());
        }
        let shifts = (u16_at(bytes, 30), u16_at(bytes, 32));
        let (9 | 12, 6) = shifts else {
            return Err("its container is damaged (sector size)".into());
        };
        let mut file = Self {
            bytes,
            sector: 1 << shifts.0,
            mini_sector: 1 << shifts.1,
            mini_below: u64::from(u32_at(bytes, 56)),
            fat: Vec::new(),
            mini_fat: Vec::new(),
            mini: Vec::new(),
            entries: Vec::new(),
        };
        file.fat = file.read_fat();
        file.mini_fat = numbers(&file.chain(u32_at(bytes, 60), u64::MAX));
        let directory = file.chain(u32_at(bytes, 48), u64::MAX);
        file.entries = directory
            .chunks_exact(ENTRY)
            .filter_map(|raw| entry(raw, file.sector))
            .collect();
        if let Some(root) = file.entries.first() {
            file.mini = file.chain(root.start, root.size);
        }
        Ok(file)
    }

    /// The names of all streams and storages.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.name.as_str())
    }

    /// A stream's bytes, by name whatever its case; a damaged stream gives what is there.
    pub(crate) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self
            .entries
            .iter()
            .skip(1)
            .find(|entry| entry.name.eq_ignore_ascii_case(name))?;
        let found = if entry.size < self.mini_below {
            self.mini_chain(entry.start, entry.size)
        } else {
            self.chain(entry.start, entry.size)
        };
        Some(found)
    }

    fn read_fat(&self) -> Vec<u32> {
        let mut sectors = numbers(&self.bytes[76..76 + 4 * HEADER_FATS]);
        let mut next = u32_at(self.bytes, 68);
        // Each sector lists others; none can be listed twice in a sound file, so the file's length bounds the walk.
        for _ in 0..self.bytes.len() / self.sector {
            let Some(raw) = self.sector(next) else { break };
            let mut listed = numbers(raw);
            next = listed.pop().unwrap_or(LAST_SECTOR);
            sectors.extend(listed);
        }
        let most = self.bytes.len() / self.sector + 1;
        sectors
            .iter()
            .filter_map(|&at| self.sector(at))
            .take(most)
            .flat_map(numbers)
            .take(most)
            .collect()
    }

    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        if number >= LAST_SECTOR {
            return None;
        }
        let from = (number as usize + 1).checked_mul(self.sector)?;
        let to = (from + self.sector).min(self.bytes.len());
        self.bytes.get(from..to)
    }

    fn chain(&self, start: u32, size: u64) -> Vec<u8> {
        let mut out = Vec::new();
        let mut next = start;
        for _ in 0..=self.bytes.len() / self.sector {
            let Some(raw) = self.sector(next) else { break };
            if out.len() as u64 >= size {
                break;
            }
            out.extend_from_slice(raw);
            next = self.fat.get(next as usize).copied().unwrap_or(LAST_SECTOR);
        }
        out.truncate(usize::try_from(size).unwrap_or(usize::MAX));
        out
    }

    fn mini_chain(&self, start: u32, size: u64) -> Vec<u8> {
        let mut out = Vec::new();
        let mut next = start;
        while (out.len() as u64) < size && next < LAST_SECTOR {
            let from = next as usize * self.mini_sector;
            let Some(raw) = self
                .mini
                .get(from..(from + self.mini_sector).min(self.mini.len()))
            else {
                break;
            };
            if raw.is_empty() || out.len() > self.mini.len() {
                break;
            }
            out.extend_from_slice(raw);
            next = self.mini_fat.get(next as usize).copied().unwrap_or(LAST_SECTOR);
        }
        out.truncate(usize::try_from(size).unwrap_or(usize::MAX));
        out
    }
}

fn entry(raw: &[u8], sector: usize) -> Option<Entry> {
    let length = usize::from(u16_at(raw, 64)).saturating_sub(2).min(64);
    let units: Vec<u16> = raw[..length]
        .chunks_exact(2)
        .map(|pair| u16_at(pair, 0))
        .collect();
    let high = if sector == 512 {
        0
    } else {
        u64::from(u32_at(raw, 124)) << 32
    };
    let used = raw[66] != 0;
    used.then(|| Entry {
        name: String::from_utf16_lossy(&units),
        start: u32_at(raw, 116),
        size: u64::from(u32_at(raw, 120)) | high,
    })
}

fn numbers(raw: &[u8]) -> Vec<u32> {
    raw.chunks_exact(4).map(|four| u32_at(four, 0)).collect()
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}
