//! Session logs repeat one another across files; what a folder holds counts once, in whatever order it is read.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use ingest::{Choice, Limits};
use model::{Fact, Key, Outcome};

use super::{crate_folder, real::sample};

/// Tokens of a folder by class, as a book would hold them: of every key the line that states most.
fn held(folder: &Path, backwards: bool) -> BTreeMap<&'static str, i64> {
    let mut items = ingest::open(&[folder.to_owned()], &Limits::default());
    items.retain(|item| item.kind == ingest::Kind::Jsonl);
    if backwards {
        items.reverse();
    }
    let mut book: BTreeMap<Key, (i64, &'static str)> = BTreeMap::new();
    for item in &items {
        let plan = ingest::plan(item, &Choice::default());
        let mut sink = |facts: &mut Vec<Fact>| {
            for fact in facts.drain(..) {
                if let Fact::Usage(usage) = &fact {
                    let line = (usage.tokens.unwrap_or(0), usage.token_class.id());
                    let known = book.entry(fact.key()).or_insert(line);
                    *known = line.max(*known);
                }
            }
            Ok(Outcome::Kept)
        };
        let report = ingest::read(item, &plan, &mut sink, &mut |_| ControlFlow::Continue(()));
        report.unwrap_or_else(|error| panic!("{}: {error}", item.name));
    }
    let mut classes = BTreeMap::new();
    for (tokens, class) in book.into_values() {
        *classes.entry(class).or_default() += tokens;
    }
    classes
}

fn holds(folder: &Path, expected: &[(&str, i64)]) {
    for backwards in [false, true] {
        let held = held(folder, backwards);
        let held: Vec<_> = held.into_iter().collect();
        assert_eq!(held, expected, "{}, backwards {backwards}", folder.display());
    }
}

#[test]
fn a_fork_counts_only_what_it_adds_and_a_stranger_that_begins_alike_counts_all() {
    // Parent 1,750 + 1,250 + 425 and 512 beyond; child 500 + 50; grandchild 70 + 7; stranger 750 + 250 + 125; old log
    // 160 + 140 + 30.
    let expected = [("", 512), ("cache-read", 1640), ("input", 3230), ("output", 637)];
    holds(&crate_folder("fixtures/codex-cli-log"), &expected);
}

#[test]
fn a_message_counts_once_whichever_of_its_files_comes_first() {
    // session.jsonl with msg_1 whole, agents.jsonl with half of it: 12 + 5 + 1 + 1 and 90 + 5 + 1 input, 200 of the
    // older log.
    let expected = [
        ("cache-read", 40211 + 8 + 4 + 50),
        ("cache-write", 8123 + 7 + 3 + 100),
        ("input", 19 + 96 + 200),
        ("output", 427 + 58 + 100),
    ];
    holds(&crate_folder("fixtures/claude-code-log"), &expected);
}

#[test]
fn the_published_forks_hold_what_their_manifests_say() {
    let families = [("archived-fork-33ce-3869", 15_352_834), ("harness-smoke", 17)];
    for (family, expected) in families {
        let Some(folder): Option<PathBuf> =
            sample(&format!("codex-cli/codexbar-issue2037/{family}/codex-home"))
        else {
            return;
        };
        for backwards in [false, true] {
            let total: i64 = held(&folder, backwards).values().sum();
            assert_eq!(total, expected, "{family}");
        }
    }
}
