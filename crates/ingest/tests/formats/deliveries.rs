//! The parts of one delivery are one file, whatever they are called and however many they are.

use std::fs;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::Path;

use ingest::{Choice, Item, Limits, ReadReport};
use model::Outcome;

use super::crate_folder;

fn rows() -> (String, Vec<String>) {
    let text = fs::read_to_string(crate_folder("fixtures/focus/focus-1.2.csv")).expect("the fixture");
    let mut lines = text.lines().map(|line| format!("{line}\n"));
    let header = lines.next().expect("a header");
    (header, lines.collect())
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    if Path::new(name).extension().is_some_and(|end| end == "gz") {
        let mut file =
            flate2::write::GzEncoder::new(fs::File::create(path).expect("made"), flate2::Compression::fast());
        file.write_all(text.as_bytes()).expect("written");
    } else {
        fs::write(path, text).expect("written");
    }
}

/// Each row in a file of its own.
fn split(folder: &Path, names: &[&str]) {
    let (header, rows) = rows();
    for (name, row) in names.iter().zip(rows) {
        write(folder, name, &format!("{header}{row}"));
    }
}

fn items(folder: &Path) -> Vec<Item> {
    let items = ingest::open(&[folder.to_owned()], &Limits::default());
    items.into_iter().filter(|item| item.ignored.is_none()).collect()
}

fn read(item: &Item) -> Result<ReadReport, String> {
    let plan = ingest::plan(item, &Choice::default());
    if let Some(reason) = plan.refused {
        return Err(reason);
    }
    ingest::read(item, &plan, &mut |_| Ok(Outcome::Kept), &mut |_| {
        ControlFlow::Continue(())
    })
    .map_err(|error| error.to_string())
}

#[test]
fn one_file_and_its_three_numbered_parts_give_the_same() {
    let whole = read(&super::item(&crate_folder("fixtures/focus/focus-1.2.csv"))).expect("read");
    for names in [
        ["focus-00001.csv.gz", "focus-00002.csv.gz", "focus-00003.csv.gz"],
        [
            "part-00000-ab.c000.csv",
            "part-00001-ab.c000.csv",
            "part-00002-ab.c000.csv",
        ],
        ["part_0_0001.csv", "part_1_0001.csv", "part_2_0001.csv"],
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        split(folder.path(), &names);
        let items = items(folder.path());
        assert_eq!((items.len(), items[0].parts.len()), (1, 3), "{names:?}");
        let parts = read(&items[0]).expect("read");
        assert_eq!(
            (parts.rows, &parts.totals, parts.facts),
            (whole.rows, &whole.totals, whole.facts)
        );
        assert_eq!(parts.period, whole.period);
    }
}

#[test]
fn a_manifest_says_which_files_are_a_delivery_and_which_is_missing() {
    let folder = tempfile::tempdir().expect("a folder");
    let names = [
        "data/BILLING_PERIOD=2026-09/a.csv",
        "data/BILLING_PERIOD=2026-09/b.csv",
        "data/BILLING_PERIOD=2026-09/c.csv",
    ];
    split(folder.path(), &names);
    write(folder.path(), "data/BILLING_PERIOD=2026-08/a.csv", &rows().0);
    let list: Vec<String> = names
        .iter()
        .map(|name| format!("\"s3://bucket/exports/{name}\""))
        .collect();
    let manifest = format!("{{\"executionId\":\"1\",\"dataFiles\":[{}]}}", list.join(","));
    write(
        folder.path(),
        "metadata/BILLING_PERIOD=2026-09/focus-Manifest.json",
        &manifest,
    );
    let found = items(folder.path());
    let parts: Vec<usize> = found.iter().map(|item| item.parts.len()).collect();
    assert_eq!(parts, [0, 3], "August by itself, September in three parts");
    assert_eq!(read(&found[1]).expect("read").rows.kept, 3);

    fs::remove_file(folder.path().join(names[1])).expect("removed");
    let reason = read(&items(folder.path())[1]).expect_err("a part is missing");
    assert!(
        reason.contains("the manifest names b.csv, which is not here"),
        "{reason}"
    );
}

#[test]
fn a_later_part_alone_is_not_taken_for_the_month() {
    let folder = tempfile::tempdir().expect("a folder");
    split(folder.path(), &["focus-00002.csv"]);
    let reason = read(&items(folder.path())[0]).expect_err("part 1 is missing");
    assert!(reason.contains("part 1 is not here"), "{reason}");
}

#[test]
fn a_part_of_another_kind_stops_the_whole_delivery_and_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    split(folder.path(), &["focus-00001.csv", "focus-00002.csv"]);
    write(folder.path(), "focus-00003.csv", "city,people\nLeeds,5\nYork,6\n");
    let reason = read(&items(folder.path())[0]).expect_err("another table");
    assert!(reason.contains("focus-00003.csv"), "{reason}");
}

fn seats(total: u64, people: std::ops::Range<u64>, day: u64) -> String {
    let seat = |id: u64| {
        format!(
            r#"{{"created_at": "2026-08-{day:02}T09:00:00Z", "plan_type": "business", "assignee": {{"login": "p{id}", "id": {id}}}}}"#
        )
    };
    let seats: Vec<String> = people.map(seat).collect();
    format!(r#"{{"total_seats": {total}, "seats": [{}]}}"#, seats.join(", "))
}

fn warnings(report: &ReadReport) -> Vec<&str> {
    let warnings = report
        .problems
        .iter()
        .filter(|problem| problem.severity == model::Severity::Warning);
    warnings.map(|problem| problem.what.as_str()).collect()
}

#[test]
fn pages_of_one_answer_are_one_list_of_one_day() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "seats-page1.json", &seats(5, 0..3, 1));
    write(folder.path(), "seats-page2.json", &seats(5, 3..5, 9));
    let items = items(folder.path());
    assert_eq!((items.len(), items[0].parts.len()), (1, 2));
    let plan = ingest::plan(&items[0], &Choice::default());
    let mut days = Vec::new();
    let mut sink = |row: &mut Vec<model::Fact>| {
        days.extend(row.iter().filter_map(|fact| match fact {
            model::Fact::Seat(seat) => seat.snapshot.map(|day| day.to_string()),
            _ => None,
        }));
        Ok(Outcome::Kept)
    };
    let report = ingest::read(&items[0], &plan, &mut sink, &mut |_| ControlFlow::Continue(())).expect("read");
    assert_eq!(days, ["2026-08-09"; 5]);
    assert!(warnings(&report).is_empty(), "{:?}", report.problems);
}

#[test]
fn pages_with_a_gap_or_of_other_names_stay_apart_and_say_what_is_not_there() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in [
        "seats-page1.json",
        "seats-page3.json",
        "seats-1.json",
        "other page2.json",
    ] {
        write(folder.path(), name, &seats(5, 0..3, 1));
    }
    let items = items(folder.path());
    assert!(items.iter().all(|item| item.parts.is_empty()) && items.len() == 4);
    let report = read(&items[0]).expect("read");
    assert_eq!(
        warnings(&report),
        ["The answer counts 5 in all (`total_seats`), and 3 are here."]
    );
}

#[test]
fn an_answer_that_goes_on_says_so_unless_the_next_page_is_there() {
    let page = |user: &str, more: &str| {
        format!(
            r#"{{"value": [{{"reportRefreshDate": "2026-08-30", "userPrincipalName": "{user}@larkfield.example", "wordCopilotLastActivityDate": ""}}]{more}}}"#
        )
    };
    let folder = tempfile::tempdir().expect("a folder");
    write(
        folder.path(),
        "p1.json",
        &page("ana", r#", "@odata.nextLink": "https://graph.example/2""#),
    );
    let alone = read(&items(folder.path())[0]).expect("read");
    let said =
        "The answer says that another page follows (`@odata.nextLink`), and this file does not hold it.";
    assert_eq!(warnings(&alone), [said]);
    write(folder.path(), "p2.json", &page("ben", ""));
    let both = read(&items(folder.path())[0]).expect("read");
    assert_eq!((both.rows.read, warnings(&both)), (2, Vec::new()));
}

#[test]
fn a_bucket_in_a_later_answer_of_a_file_is_that_bucket_anew() {
    let bucket = |day: u64, amounts: &[u64]| {
        let (from, to) = (1_788_220_800 + day * 86_400, 1_788_307_200 + day * 86_400);
        let result = |amount: &u64| {
            format!(
                r#"{{"object":"organization.costs.result","amount":{{"value":{amount},"currency":"usd"}},"line_item":"gpt-5, input","organization_id":"org-1"}}"#
            )
        };
        let results: Vec<String> = amounts.iter().map(result).collect();
        format!(
            r#"{{"object":"bucket","start_time":{from},"end_time":{to},"results":[{}]}}"#,
            results.join(",")
        )
    };
    let page = |more: bool, buckets: &[String]| {
        format!(
            r#"{{"object":"page","data":[{}],"has_more":{more},"next_page":null}}"#,
            buckets.join(",")
        )
    };
    let first = page(false, &[bucket(0, &[10]), bucket(1, &[20, 1]), bucket(2, &[3])]);
    let later = page(false, &[bucket(1, &[20, 1]), bucket(2, &[30]), bucket(3, &[40])]);
    let folder = tempfile::tempdir().expect("a folder");
    let billed = |name: &str, text: &str| {
        write(folder.path(), name, text);
        let found = items(folder.path())
            .into_iter()
            .find(|item| item.name == name)
            .expect("it");
        let report = read(&found).expect("it is read");
        report.totals[0].amount.clone()
    };
    assert_eq!(billed("a.jsonl", &format!("{first}\n{later}\n")), "101");
    assert_eq!(billed("b.json", &format!("[{first},{later}]")), "101");
    // The pages of one answer are one: what they say of a bucket is added up.
    let begun = page(true, &[bucket(0, &[10]), bucket(1, &[20])]);
    let rest = page(false, &[bucket(1, &[1]), bucket(2, &[3])]);
    assert_eq!(billed("c.jsonl", &format!("{begun}\n{rest}\n")), "34");
}

#[test]
fn what_is_called_like_a_page_and_is_another_export_stops_the_import_and_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "page1.json", &seats(1, 0..1, 1));
    let usage = crate_folder("fixtures/openai-usage-json/completions.json");
    write(
        folder.path(),
        "page2.json",
        &fs::read_to_string(usage).expect("the fixture"),
    );
    let reason = read(&items(folder.path())[0]).expect_err("two exports");
    assert!(reason.contains("page2.json is OpenAI"), "{reason}");
}

#[test]
fn a_file_without_rows_is_warned_of() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [
        ("seats-2026-09-01.json", r#"{"total_seats": 0, "seats": []}"#),
        (
            "prices.json",
            r#"[[], {"input_mtok": 1, "prices": 2, "match": 3}]"#,
        ),
    ] {
        write(folder.path(), name, text);
    }
    let items = items(folder.path());
    assert_eq!(items.len(), 2);
    for item in items {
        let report = read(&item).expect("read");
        assert_eq!(
            warnings(&report),
            ["There are no rows in it, so nothing was read."],
            "{}",
            item.name
        );
    }
}
