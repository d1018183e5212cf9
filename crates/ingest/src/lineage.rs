//! Session logs that were forked from one another: which items of one import are a family. Looks at the heads of JSON
//! lines only, and only for formats whose documents say how sessions are introduced.

use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::path::PathBuf;

use crate::formats::formats;
use crate::json::Part;
use crate::unpack::{self, Item, Kind, Limits, Pass};

/// Introductions stand at the start.
const HEAD: u64 = 1 << 18;

/// Every file under the paths, archives opened, and families of session logs known.
pub fn open(paths: &[PathBuf], limits: &Limits) -> Vec<Item> {
    open_but(paths, limits, &mut |_| false)
}

/// The same without opening the files that `pass` knows to be as they were. It must not know those that say to which
/// family other files belong.
pub fn open_but(paths: &[PathBuf], limits: &Limits, pass: &mut Pass<'_>) -> Vec<Item> {
    let mut items = unpack::open_but(paths, limits, pass);
    relate(&mut items);
    items
}

fn relate(items: &mut [Item]) {
    let told: Vec<Vec<[String; 2]>> = items.iter().map(sessions).collect();
    let forks = forks(&told);
    let here: HashSet<&String> = told.iter().filter_map(|own| Some(&own.first()?[0])).collect();
    for (item, own) in items.iter_mut().zip(&told) {
        if let Some([first, _]) = own.first() {
            root(first, &forks).clone_into(&mut item.family);
            let repeats = own.iter().any(|[other, _]| other != first);
            let parent = forks
                .get(first)
                .filter(|parent| repeats && !here.contains(parent));
            item.lost_parent = parent.cloned().unwrap_or_default();
        }
    }
}

/// Which session was forked from which: as it says itself; else from the one that its file introduces behind it, whose
/// history it then repeats.
fn forks(told: &[Vec<[String; 2]>]) -> HashMap<String, String> {
    let stated = told.iter().flatten().filter(|[_, from]| !from.is_empty());
    let mut forks: HashMap<String, String> = stated.map(|[id, from]| (id.clone(), from.clone())).collect();
    let pairs = told.iter().flat_map(|own| own.iter().zip(own.iter().skip(1)));
    for ([id, _], [next, _]) in pairs {
        if !forks.contains_key(id) && root(next, &forks) != id {
            forks.insert(id.clone(), next.clone());
        }
    }
    forks
}

/// The session that a session goes back to, as far as is known which was forked from which.
fn root<'s>(session: &'s str, forks: &'s HashMap<String, String>) -> &'s str {
    let mut root = session;
    // As many steps as there are forks: those that name each other in a circle end somewhere.
    for _ in forks {
        match forks.get(root) {
            Some(from) => root = from,
            None => break,
        }
    }
    root
}

/// The sessions that an item introduces, each with the one it was forked from.
fn sessions(item: &Item) -> Vec<[String; 2]> {
    if item.kind != Kind::Jsonl || item.refused.is_some() {
        return Vec::new();
    }
    let Ok(stream) = item.content.stream() else {
        return Vec::new();
    };
    let mut head = Vec::new();
    if stream.take(HEAD).read_to_end(&mut head).is_err() {
        return Vec::new();
    }
    let lines = head.split(|byte| *byte == b'\n');
    let lines: Vec<&str> = lines.filter_map(|line| str::from_utf8(line).ok()).collect();
    let histories = formats().iter().filter_map(|document| document.history.as_ref());
    let introduced = histories.flat_map(|history| {
        let condition = history.when.0.first();
        let marks = condition.map_or(&[][..], |condition| &condition.is);
        let kind = condition.and_then(|condition| condition.column.0.first());
        let part = |path: Option<&String>| Part::new(path.map_or("", String::as_str));
        let (kind, id) = (part(kind), part(Some(&history.session)));
        let from: Vec<Part> = history
            .forked_from
            .0
            .iter()
            .map(|path| part(Some(path)))
            .collect();
        let session = move |line: &str| {
            let text = |part: &Part| part.of(line).text().into_owned();
            let from = || from.iter().map(text).find(|from| !from.is_empty());
            marks
                .contains(&text(&kind))
                .then(|| [text(&id), from().unwrap_or_default()])
        };
        // Only escapes by number could hide such a word; a line that has neither need not be parsed.
        let may_tell =
            move |line: &&str| marks.iter().any(|mark| line.contains(mark.as_str())) || line.contains("\\u");
        lines
            .iter()
            .copied()
            .filter(may_tell)
            .filter_map(session)
            .collect::<Vec<_>>()
    });
    introduced.collect()
}
