//! Splitting an export or importing its parts in another order never changes what the book holds.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use model::{Fact, Key};
use proptest::prelude::*;

use super::read;

/// A book in small: files one after the other; within a file equal keys are added, a later file replaces.
fn book(files: &[String], name: &str) -> i128 {
    let folder = tempdir(name);
    let mut held: BTreeMap<Key, i128> = BTreeMap::new();
    for (number, text) in files.iter().enumerate() {
        let path = folder.join(format!("{number}.csv"));
        std::fs::write(&path, text).expect("written");
        let mut own: BTreeMap<Key, i128> = BTreeMap::new();
        for fact in read(&path).facts {
            if let Fact::Charge(charge) = &fact {
                *own.entry(fact.key()).or_default() += charge.billed.map_or(0, |amount| i128::from(amount.0));
            }
        }
        held.extend(own);
    }
    std::fs::remove_dir_all(&folder).expect("removed");
    held.values().sum()
}

fn tempdir(name: &str) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("counterfoil-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("made");
    folder
}

const CURSOR: &str = "Date,Kind,Model,Max Mode,Input (w/ Cache Write),Input (w/o Cache Write),Cache Read,Output Tokens,Total Tokens,Cost\n";
const ANTHROPIC: &str = "usage_date_utc,model,workspace,api_key,usage_type,token_type,cost_usd\n";

fn cursor(rows: &[(u32, u32)]) -> String {
    rows.iter().fold(CURSOR.to_owned(), |mut text, (id, cents)| {
        writeln!(
            text,
            "2026-02-01T08:14:03.120Z,On-Demand,gpt-5,No,{id},1,2,3,4,${cents}.5"
        )
        .expect("a string");
        text
    })
}

fn anthropic(rows: &[(u32, u32)]) -> String {
    rows.iter().fold(ANTHROPIC.to_owned(), |mut text, (id, cents)| {
        writeln!(text, "2026-02-01,Claude,ws,key-{id},message,output,{cents}.25").expect("a string");
        text
    })
}

/// Rows that are all different.
fn rows() -> impl Strategy<Value = Vec<(u32, u32)>> {
    prop::collection::btree_map(0..500u32, 0..1000u32, 2..30).prop_map(|rows| rows.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_split_export_without_keys_holds_the_same(rows in rows(), cut in 0..30usize) {
        let (left, right) = rows.split_at(cut.min(rows.len()));
        let whole = book(&[cursor(&rows)], "content-whole");
        prop_assert_eq!(book(&[cursor(left), cursor(right)], "content-parts"), whole);
        prop_assert_eq!(book(&[cursor(right), cursor(left), cursor(&rows)], "content-again"), whole);
    }

    #[test]
    fn a_split_export_of_buckets_holds_the_same(rows in rows(), cut in 0..30usize) {
        let (left, right) = rows.split_at(cut.min(rows.len()));
        let whole = book(&[anthropic(&rows)], "bucket-whole");
        prop_assert_eq!(book(&[anthropic(left), anthropic(right)], "bucket-parts"), whole);
        prop_assert_eq!(book(&[anthropic(right), anthropic(left), anthropic(&rows)], "bucket-again"), whole);
    }
}
