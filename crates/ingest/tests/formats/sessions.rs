//! Session logs repeat one another across files; what a folder holds counts once, in whatever order it is read.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use ingest::{Choice, Item, Limits};
use model::{Fact, Key, Outcome};

use super::{crate_folder, real::sample};

/// Tokens of a folder by class, as a book would hold them.
fn held(folder: &Path, backwards: bool) -> BTreeMap<&'static str, i64> {
    let mut items = ingest::open(&[folder.to_owned()], &Limits::default());
    items.retain(|item| item.kind == ingest::Kind::Jsonl);
    if backwards {
        items.reverse();
    }
    held_of(&items)
}

/// Of every key the line that states most.
fn held_of(items: &[Item]) -> BTreeMap<&'static str, i64> {
    let mut book: BTreeMap<Key, (i64, &'static str)> = BTreeMap::new();
    for item in items {
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
    // 160 + 140 + 30; one that says what it wrote 250 + 900 + 350 + 30.
    let expected = [
        ("", 512),
        ("cache-read", 1640 + 900),
        ("cache-write", 350),
        ("input", 3230 + 250),
        ("output", 637 + 30),
    ];
    holds(&crate_folder("fixtures/codex-cli-log"), &expected);
}

#[test]
fn a_message_counts_once_whichever_of_its_files_comes_first() {
    // session.jsonl with msg_1 whole, agents.jsonl with half of it: 12 + 5 + 1 + 1 and 90 + 5 + 1 input, 200 of the
    // older log; iterations.jsonl with what its messages do not count.
    let expected = [
        ("cache-read", 40211 + 8 + 4 + 50 + 9 + 30),
        ("cache-write", 8123 + 7 + 3 + 100 + 112 + 8),
        ("input", 19 + 96 + 200 + 3 + 831),
        ("output", 427 + 58 + 100 + 6 + 162),
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

/// A session log of Codex: who it is and whose history it repeats, and what its steps used.
fn log(introduced: &[&str], steps: &[i64]) -> String {
    let meta = introduced.iter().map(|payload| {
        format!(r#"{{"timestamp":"2026-09-01T08:00:00Z","type":"session_meta","payload":{{{payload}}}}}"#)
    });
    let mut total = 0;
    let counts = steps.iter().map(|step| {
        total += step;
        let usage = |all| format!(r#"{{"input_tokens":{all},"output_tokens":0,"total_tokens":{all}}}"#);
        let (last, total) = (usage(*step), usage(total));
        format!(
            r#"{{"timestamp":"2026-09-01T08:00:00Z","type":"event_msg","payload":{{"type":"token_count","info":{{"last_token_usage":{last},"total_token_usage":{total}}}}}}}"#
        )
    });
    meta.chain(counts).collect::<Vec<_>>().join("\n")
}

/// What a book would hold of logs that were imported one by one, in any order.
fn alone(logs: &[String]) -> i64 {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let open = |(at, log): (usize, &String)| {
        let path = folder.path().join(format!("{at}.jsonl"));
        std::fs::write(&path, log).expect("it can be written");
        ingest::open(&[path], &Limits::default())
    };
    let items: Vec<Item> = logs.iter().enumerate().flat_map(open).collect();
    held_of(&items).values().sum()
}

#[test]
fn a_log_that_repeats_another_counts_what_it_adds_though_it_is_imported_alone() {
    let parent = log(&[r#""id":"p""#], &[100, 50]);
    let stranger = log(&[r#""id":"x""#], &[100, 50]);
    let spawned = r#""id":"c","source":{"subagent":{"thread_spawn":{"parent_thread_id":"p"}}}"#;
    for child in [
        // A sub-agent names who started it; a fork of an older version only has the other's introduction.
        &[spawned][..],
        &[r#""id":"c","parent_thread_id":"p""#],
        &[r#""id":"c","forked_from_id":"p""#],
        &[r#""id":"c""#, r#""id":"p""#],
        &[r#""id":"c""#, r#""id":"p""#, r#""id":"c""#],
    ] {
        let grandchild: Vec<&str> = [r#""id":"g","forked_from_id":"c""#]
            .into_iter()
            .chain(child.iter().copied())
            .collect();
        let logs = [
            log(child, &[100, 50, 7]),
            log(&grandchild, &[100, 50, 7, 3]),
            parent.clone(),
            stranger.clone(),
        ];
        assert_eq!(alone(&logs), 150 + 7 + 3 + 150, "{child:?}");
    }
}

#[test]
fn a_fork_without_its_parent_is_said_and_one_beside_it_is_not() {
    let fork = log(
        &[r#""id":"c","forked_from_id":"p""#, r#""id":"p""#],
        &[100, 50, 7],
    );
    let parent = log(&[r#""id":"p""#], &[100, 50]);
    let said = |logs: &[&String]| -> Vec<String> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (at, log) in logs.iter().enumerate() {
            std::fs::write(folder.path().join(format!("{at}.jsonl")), log).expect("it can be written");
        }
        let read = |item: &Item| {
            let plan = ingest::plan(item, &Choice::default());
            let mut sink = |_: &mut Vec<Fact>| Ok(Outcome::Kept);
            let report = ingest::read(item, &plan, &mut sink, &mut |_| ControlFlow::Continue(()));
            report.expect("it is read").problems
        };
        let items = ingest::open(&[folder.path().to_owned()], &Limits::default());
        let problems = items.iter().flat_map(read).map(|problem| problem.what);
        problems
            .filter(|what| what.contains("repeats the history"))
            .collect()
    };
    assert_eq!(said(&[&fork]).len(), 1);
    assert!(said(&[&fork, &parent]).is_empty());
    assert!(said(&[&parent]).is_empty());
}

/// A line of Claude Code: message, request, whether a side chain repeats it, input and output.
fn message((id, request, is_side): (&str, &str, bool), [input, output]: [i64; 2]) -> String {
    let request = if request.is_empty() {
        String::new()
    } else {
        format!(r#""requestId":"{request}","#)
    };
    format!(
        r#"{{"timestamp":"2026-09-01T08:00:00Z","isSidechain":{is_side},{request}"type":"assistant","message":{{"id":"{id}","model":"kimi-k3","usage":{{"input_tokens":{input},"output_tokens":{output}}}}}}}"#
    )
}

#[test]
fn a_message_counts_once_with_or_without_its_request_though_its_logs_are_imported_alone() {
    let streamed = [
        message(("m1", "", false), [10, 1]),
        message(("m1", "", false), [10, 20]),
    ];
    let second = message(("m2", "", false), [5, 5]);
    let resumed = [
        message(("m1", "r1", false), [10, 20]),
        second.clone(),
        message(("m3", "", false), [1, 1]),
    ];
    let agent = [
        message(("m1", "r9", true), [10, 15]),
        message(("m4", "r2", true), [2, 2]),
    ];
    let mut logs = [
        [streamed.join("\n"), second].join("\n"),
        resumed.join("\n"),
        agent.join("\n"),
    ];
    for _ in 0..logs.len() {
        logs.rotate_left(1);
        assert_eq!(alone(&logs), 30 + 10 + 2 + 4);
    }
    logs.reverse();
    assert_eq!(alone(&logs), 30 + 10 + 2 + 4);
}
