//! Sends damaged files through the functions of `fuzz/targets.rs`: `cargo xtask fuzz`. The same numbers give the same
//! files, so a find is repeated with `--from`. Ends at the first panic; a hang or a memory blow-up ends it too.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a testing program talks to its terminal"
)]

#[path = "../../../fuzz/targets.rs"]
mod targets;

use std::io::{Cursor, Read, Write};
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::process::exit;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use std::{fs, thread};

use targets::{TARGETS, Target};
use walkdir::WalkDir;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Larger seeds make slow runs.
const LARGEST_SEED: u64 = 150_000;
const MOST_SEEDS: usize = 60;
const SLOWEST: Duration = Duration::from_secs(20);
/// Pages of memory: 1 GB.
const MOST_PAGES: u64 = 1 << 18;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (mut runs, mut from, mut chosen) = (2_000, 0, Vec::new());
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let mut number = || words.next().and_then(|text| text.parse().ok()).unwrap_or(0);
        match word.as_str() {
            "--runs" => runs = number(),
            "--from" => from = number(),
            name => chosen.push(name),
        }
    }
    let known = |name: &&&str| !TARGETS.iter().any(|target| target.name == **name);
    if let Some(unknown) = chosen.iter().find(known) {
        let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
        eprintln!("no target {unknown}; there are {}", names.join(", "));
        exit(2);
    }
    for target in TARGETS
        .iter()
        .filter(|target| chosen.is_empty() || chosen.contains(&target.name))
    {
        fuzz(target, from..from + runs);
    }
}

fn fuzz(target: &'static Target, numbers: std::ops::Range<u64>) {
    let seeds = seeds(target);
    if seeds.is_empty() {
        println!("{:8} no seeds at hand", target.name);
        return;
    }
    let at = watch(target.name);
    let start = Instant::now();
    let runs = numbers.end - numbers.start;
    for number in numbers {
        let bytes = damaged(&seeds, number);
        at.store(number, Ordering::Relaxed);
        if catch_unwind(|| (target.run)(&bytes)).is_err() {
            keep(target.name, number, &bytes);
            exit(1);
        }
    }
    at.store(u64::MAX, Ordering::Relaxed);
    println!(
        "{:8} {runs} files from {} seeds in {:.0?}: no panic, no hang",
        target.name,
        seeds.len(),
        start.elapsed()
    );
}

fn keep(target: &str, number: u64, bytes: &[u8]) {
    let file = std::env::temp_dir().join(format!("counterfoil-{target}-{number}"));
    let _kept = fs::write(&file, bytes);
    eprintln!("{target} panicked on number {number}, kept as {}", file.display());
}

/// Ends the program when one file takes too long or too much.
fn watch(target: &'static str) -> &'static AtomicU64 {
    let at: &'static AtomicU64 = Box::leak(Box::new(AtomicU64::new(0)));
    thread::spawn(move || {
        let (mut last, mut since) = (0, Instant::now());
        loop {
            thread::sleep(Duration::from_millis(50));
            let now = at.load(Ordering::Relaxed);
            if now == u64::MAX {
                return;
            }
            if now != last {
                (last, since) = (now, Instant::now());
            }
            if since.elapsed() > SLOWEST || pages() > MOST_PAGES {
                eprintln!(
                    "{target} number {now}: {:.0?}, {} MB",
                    since.elapsed(),
                    pages() >> 8
                );
                exit(1);
            }
        }
    });
    at
}

/// Resident pages, where the system tells.
fn pages() -> u64 {
    let text = fs::read_to_string("/proc/self/statm").unwrap_or_default();
    text.split(' ')
        .nth(1)
        .and_then(|pages| pages.parse().ok())
        .unwrap_or(0)
}

/// Our fixtures and format documents, workbooks made here, and the samples beside the project where they are.
fn seeds(target: &Target) -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = ["fixtures", "formats", "../../../shared/data"];
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in own {
        let walk = WalkDir::new(root.join(folder))
            .sort_by_file_name()
            .into_iter()
            .flatten();
        let fits = walk.filter(|entry| {
            let ending = entry
                .path()
                .extension()
                .and_then(|ending| ending.to_str())
                .unwrap_or_default();
            target.seeds.contains(&ending) && entry.metadata().is_ok_and(|about| about.len() <= LARGEST_SEED)
        });
        files.extend(fits.map(walkdir::DirEntry::into_path));
    }
    let step = files.len().div_ceil(MOST_SEEDS).max(1);
    let mut seeds: Vec<Vec<u8>> = files
        .iter()
        .step_by(step)
        .filter_map(|file| fs::read(file).ok())
        .collect();
    if target.seeds.contains(&"xlsx") {
        seeds.push(workbook());
    }
    seeds
}

fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in (0..).zip(["Date", "Model", "Cost", "Note"]) {
        sheet.write(0, column, name).expect("a cell");
    }
    for row in 1..40 {
        sheet
            .write(row, 0, format!("2026-09-{:02}", row % 28 + 1))
            .expect("a cell");
        sheet.write(row, 1, "gpt-5").expect("a cell");
        sheet.write(row, 2, f64::from(row) * 1.25).expect("a cell");
    }
    book.save_to_buffer().expect("a workbook")
}

/// The file of a number: a seed with a few damages; of an archive often in one of its members.
fn damaged(seeds: &[Vec<u8>], number: u64) -> Vec<u8> {
    let mut random = Random(number);
    let seed = &seeds[random.below(seeds.len())];
    if random.below(3) > 0
        && let Some(archive) = in_a_member(seed, &mut random)
    {
        return archive;
    }
    let mut bytes = seed.clone();
    damage(&mut bytes, seeds, &mut random);
    bytes
}

fn in_a_member(seed: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(seed)).ok()?;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let victim = random.below(archive.len().max(1));
    for at in 0..archive.len() {
        let mut member = archive.by_index(at).ok()?;
        let name = member.name().ok()?.to_string();
        let mut bytes = Vec::new();
        (&mut member).take(4 << 20).read_to_end(&mut bytes).ok()?;
        if at == victim {
            damage(&mut bytes, &[], random);
        }
        out.start_file(name, SimpleFileOptions::default()).ok()?;
        out.write_all(&bytes).ok()?;
    }
    Some(out.finish().ok()?.into_inner())
}

const ODD: &[&[u8]] = &[
    b"99999999999999999999999999999999999999999",
    b"-1",
    b"1e308",
    b"1e-60",
    b"0",
    b"\xff\xfe",
    b"\0",
    b"\"",
    b"\n",
    b",,,,,,",
    b"[[[[[[[[",
    b"{{{{",
    b"<a>",
    b"&#x10FFFF;",
    b"2026-02-30",
    b"29/02/2027",
    b"\xf0\x9f\xa7\xbe",
    b"Total",
    b"NaN",
    b"'",
    b"\r",
];

fn damage(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], random: &mut Random) {
    for _ in 0..=random.below(8) {
        let at = random.below(bytes.len() + 1);
        let length = random.below(bytes.len() - at + 1).min(1 << random.below(12));
        match random.below(8) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            1 if at < bytes.len() => bytes[at] = random.below(256) as u8,
            2 => drop(bytes.drain(at..at + length)),
            3 => {
                let again = bytes[at..at + length].to_vec();
                bytes.splice(at..at, again);
            }
            4 => {
                let odd = ODD[random.below(ODD.len())];
                bytes.splice(at..(at + odd.len()).min(bytes.len()), odd.iter().copied());
            }
            5 => {
                let odd = ODD[random.below(ODD.len())];
                bytes.splice(at..at, odd.iter().copied());
            }
            6 if random.below(6) == 0 => bytes.truncate(at),
            7 if !seeds.is_empty() => {
                let other = &seeds[random.below(seeds.len())];
                let from = random.below(other.len() + 1);
                let piece = &other[from..(from + length).min(other.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
            _ => {}
        }
    }
}

/// `SplitMix64` (Steele, Lea and Flood, 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit.max(1) as u64) as usize
    }
}
