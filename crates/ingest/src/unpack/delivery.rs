//! Files that are parts of one delivery, found by a manifest that names them or by their numbered names: read together,
//! they are one import. Looks at names and manifests; reads no tables.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use chrono::NaiveDateTime;
use serde_json::Value;

use super::digest::of_parts;
use super::pages::paged;
use super::{Item, Kind};
use crate::value::any_instant;

/// The largest manifest that is read.
const LARGEST: u64 = 16 << 20;
const DATA: &[&str] = &[".csv", ".parquet", ".json", ".jsonl", ".gz", ".tsv"];

/// Puts the parts of each delivery together, in the place of its first.
pub(super) fn gather(mut items: Vec<Item>) -> Vec<Item> {
    let mut groups = Vec::new();
    for item in items.iter_mut().filter(|item| is_mark(base(&item.name))) {
        item.ignored = Some("a mark that a delivery is complete".to_owned());
    }
    by_manifest(&mut items, &mut groups);
    by_number(&items, &mut groups);
    by_page(&items, &mut groups);
    let mut merged: BTreeMap<usize, Item> = BTreeMap::new();
    let mut inside = vec![false; items.len()];
    for group in &groups {
        for place in &group.places {
            inside[*place] = true;
        }
        let parts = group.places.iter().map(|place| items[*place].clone()).collect();
        let whole = Item {
            made: group.made,
            ..whole(parts, group.missing.clone())
        };
        merged.insert(group.places[0], whole);
    }
    let rest = items.into_iter().enumerate().filter(|(place, _)| !inside[*place]);
    merged.extend(rest);
    merged.into_values().collect()
}

/// The empty files that writers of many parts leave beside them.
fn is_mark(name: &str) -> bool {
    name == "_SUCCESS" || name.starts_with("_committed_") || name.starts_with("_started_")
}

/// Places of the parts in their order, and what is not there.
struct Group {
    places: Vec<usize>,
    missing: Option<String>,
    /// When the delivery was made.
    made: Option<NaiveDateTime>,
}

/// One item for several: what is true of the first, with all as its parts.
fn whole(mut parts: Vec<Item>, missing: Option<String>) -> Item {
    if parts.len() == 1 {
        return Item {
            missing,
            ..parts.remove(0)
        };
    }
    let known = parts.iter().all(|part| !part.sha256.is_empty());
    let sha256 = known.then(|| of_parts(parts.iter().map(|part| &part.sha256)));
    let bad = parts.iter().find(|part| part.refused.is_some());
    let reason = bad.map(|part| {
        format!(
            "its part {}: {}",
            part.name,
            part.refused.as_deref().unwrap_or_default()
        )
    });
    Item {
        bytes: parts.iter().map(|part| part.bytes).sum(),
        sha256: sha256.unwrap_or_default(),
        refused: reason,
        missing,
        parts: parts.clone(),
        ..parts.remove(0)
    }
}

fn by_manifest(items: &mut [Item], groups: &mut Vec<Group>) {
    let mut taken = vec![false; items.len()];
    for manifest in 0..items.len() {
        let about = &items[manifest];
        if about.kind != Kind::Json
            || about.bytes > LARGEST
            || !about.name.to_lowercase().contains("manifest")
        {
            continue;
        }
        let said = content(about);
        let named = named_files(&said);
        let found: Vec<Option<usize>> = named.iter().map(|name| named_item(items, about, name)).collect();
        let places: Vec<usize> = found.iter().flatten().copied().collect();
        if places.is_empty() {
            continue;
        }
        let missing = named.iter().zip(&found).find(|(_, found)| found.is_none());
        let missing =
            missing.map(|(name, _)| format!("the manifest names {}, which is not here", base(name)));
        if places.iter().all(|place| !taken[*place]) {
            for place in &places {
                taken[*place] = true;
            }
            let made = submitted(&said, 0);
            groups.push(Group {
                places,
                missing,
                made,
            });
        }
        items[manifest].ignored = Some("a manifest, which names the parts of a delivery".to_owned());
    }
}

/// What a manifest says.
fn content(manifest: &Item) -> Value {
    let mut text = String::new();
    let read = manifest
        .content
        .stream()
        .and_then(|stream| stream.take(LARGEST).read_to_string(&mut text));
    read.ok()
        .and_then(|_| serde_json::from_str(&text).ok())
        .unwrap_or_default()
}

/// The files of data that a manifest names anywhere, in its order.
fn named_files(said: &Value) -> Vec<String> {
    let mut names = Vec::new();
    collect(said, &mut names, 0);
    names
}

/// When the run that a manifest is of was submitted.
fn submitted(said: &Value, depth: usize) -> Option<NaiveDateTime> {
    let map = said.as_object().filter(|_| depth < 3)?;
    let own = map.get("submittedTime").and_then(Value::as_str);
    own.and_then(any_instant)
        .or_else(|| map.values().find_map(|value| submitted(value, depth + 1)))
}

fn collect(value: &Value, names: &mut Vec<String>, depth: usize) {
    match value {
        Value::String(text) => {
            let name = base(text).to_lowercase();
            let is_data = DATA
                .iter()
                .any(|end| name.len() > end.len() && name.ends_with(end));
            if is_data && !name.contains("manifest") && !names.contains(text) {
                names.push(text.clone());
            }
        }
        Value::Array(list) if depth < 8 => list.iter().for_each(|value| collect(value, names, depth + 1)),
        Value::Object(map) if depth < 8 => map.values().for_each(|value| collect(value, names, depth + 1)),
        _ => {}
    }
}

fn base(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Folders and name of an item, archives included.
fn full(item: &Item) -> Vec<String> {
    let path = item.path.to_string_lossy();
    // The member of a `.gz` is the file itself without its ending.
    let member = item
        .member
        .as_deref()
        .filter(|member| !path.ends_with(&format!("{member}.gz")));
    let text = [Some(&*path), member]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("/");
    text.split(['/', '\\']).map(str::to_owned).collect()
}

/// The item that a manifest means: of those with the name the one whose folders agree most, then the nearest.
fn named_item(items: &[Item], manifest: &Item, name: &str) -> Option<usize> {
    let wanted: Vec<&str> = name.split(['/', '\\']).collect();
    let home = full(manifest);
    let score = |item: &Item| {
        let have = full(item);
        let tail = have
            .iter()
            .rev()
            .zip(wanted.iter().rev())
            .take_while(|(a, b)| a == b)
            .count();
        let near = have.iter().zip(&home).take_while(|(a, b)| a == b).count();
        (tail > 0).then_some((tail, near))
    };
    let scored = items
        .iter()
        .enumerate()
        .filter(|(_, item)| item.ignored.is_none());
    let scored = scored.filter_map(|(place, item)| Some((score(item)?, place)));
    scored
        .max_by_key(|(score, place)| (*score, usize::MAX - place))
        .map(|(_, place)| place)
}

/// Folder, and name without the number.
type Family = (Vec<String>, String);

/// Files of one folder whose names differ in a number alone, each family in the order of that. What is in a group is in none.
fn families(
    items: &[Item],
    groups: &[Group],
    numbered: impl Fn(&Item) -> Option<(String, u64)>,
) -> Vec<Vec<(u64, usize)>> {
    let mut families: BTreeMap<Family, BTreeSet<(u64, usize)>> = BTreeMap::new();
    let taken: Vec<usize> = groups.iter().flat_map(|group| group.places.clone()).collect();
    for (place, item) in items.iter().enumerate() {
        if item.ignored.is_some() || item.passed_over || taken.contains(&place) {
            continue;
        }
        if let Some((stem, number)) = numbered(item) {
            let mut folder = full(item);
            folder.pop();
            families
                .entry((folder, stem))
                .or_default()
                .insert((number, place));
        }
    }
    let families = families.into_values();
    families.map(|family| family.into_iter().collect()).collect()
}

fn by_number(items: &[Item], groups: &mut Vec<Group>) {
    for parts in families(items, groups, |item| numbered(&item.name)) {
        let (first, last) = (parts[0].0, parts[parts.len() - 1].0);
        let is_whole = first <= 1 && last - first + 1 == parts.len() as u64;
        let missing = (!is_whole).then(|| {
            let gap = (first.min(1)..=last).find(|number| parts.iter().all(|(have, _)| have != number));
            format!(
                "by its name it is one of several parts, and part {} is not here",
                gap.unwrap_or(first)
            )
        });
        let places = parts.into_iter().map(|(_, place)| place);
        match missing {
            None => groups.push(Group {
                places: places.collect(),
                missing,
                made: None,
            }),
            // Perhaps no parts at all: each by itself, and a format that needs them all says so.
            Some(_) => groups.extend(places.map(|place| Group {
                places: vec![place],
                missing: missing.clone(),
                made: None,
            })),
        }
    }
}

/// Pages of one answer. Nothing says how many there are, so that only a row of them without a gap is taken together.
fn by_page(items: &[Item], groups: &mut Vec<Group>) {
    for pages in families(items, groups, paged) {
        let first = pages[0].0;
        let is_row = pages
            .iter()
            .map(|(number, _)| *number)
            .eq((first..).take(pages.len()));
        if pages.len() > 1 && first <= 1 && is_row {
            groups.push(Group {
                places: pages.into_iter().map(|(_, place)| place).collect(),
                missing: None,
                made: None,
            });
        }
    }
}

/// A name without its part number, and the number: `cur-00001.csv.gz`, `part_0_0001.csv`, `usage part 2.csv`.
fn numbered(name: &str) -> Option<(String, u64)> {
    let lower = name.to_lowercase();
    let digits = |at: usize| lower[at..].bytes().take_while(u8::is_ascii_digit).count();
    let after_part = lower.match_indices("part").find_map(|(at, _)| {
        let begins = !lower[..at].ends_with(char::is_alphanumeric);
        let start = at + 4 + usize::from(lower[at + 4..].starts_with(['-', '_', ' ']));
        (begins && digits(start) > 0).then_some((start, digits(start)))
    });
    let padded = || {
        let starts = (0..lower.len()).filter(|at| lower.is_char_boundary(*at));
        let is_start = |at: &usize| *at == 0 || lower[..*at].ends_with(['-', '_', '.']);
        let found = starts.filter(is_start).map(|at| (at, digits(at)));
        let is_number = |(at, length): &(usize, usize)| {
            *length >= 5 && lower[*at..].starts_with('0') && lower[at + length..].starts_with(['.', '-', '_'])
        };
        found.into_iter().rfind(is_number)
    };
    // The parts of a cost and usage report: `report-1.csv.gz`.
    let packed = || {
        let at = lower.strip_suffix(".csv.gz")?.rfind('-')? + 1;
        let is_end = lower[at + digits(at)..].starts_with('.') && lower[at + digits(at)..].len() == 7;
        (is_end && (1..=3).contains(&digits(at)) && !lower[at..].starts_with('0')).then(|| (at, digits(at)))
    };
    let (at, length) = after_part.or_else(padded).or_else(packed)?;
    let number = lower[at..at + length].parse().ok()?;
    Some((format!("{}#{}", &lower[..at], &lower[at + length..]), number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn part_numbers_are_told_from_dates_and_ids() {
        for (name, found) in [
            ("cur-00001.csv.gz", Some(("cur-#.csv.gz", 1))),
            (
                "part-00000-1a2b.c000.snappy.parquet",
                Some(("part-#-1a2b.c000.snappy.parquet", 0)),
            ),
            ("part_1_0001.csv", Some(("part_#_0001.csv", 1))),
            ("Focus Part 2.csv", Some(("focus part #.csv", 2))),
            ("export-000000000012.json.gz", Some(("export-#.json.gz", 12))),
            ("report-2.csv.gz", Some(("report-#.csv.gz", 2))),
            ("report-2.csv", None),
            ("cost-2026-09.csv.gz", None),
            ("invoice-10023.csv", None),
            ("cost_2026-09-01_2026-09-30.csv", None),
            ("department1.csv", None),
            ("usage.csv", None),
        ] {
            let found = found.map(|(stem, number)| (stem.to_owned(), number));
            assert_eq!(numbered(name), found, "{name}");
        }
    }
}
