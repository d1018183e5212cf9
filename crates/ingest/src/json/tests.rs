use std::ops::ControlFlow;

use super::*;
use crate::row::{Cell, Row};
use crate::unpack::Content;

const PAGE: &str = r#"{"object":"page","data":[{"object":"bucket","start_time":1788220800,"results":[
  {"amount":{"value":14.270000000000000000001,"currency":"usd"},"line_item":"a, input","project_id":null},
  {"amount":{"value":3E-05,"currency":"usd"},"line_item":"b"}]},{"start_time":5,"results":[]}],"has_more":false}"#;
const COLUMNS: &[&str] = &[
    "amount.value",
    "line_item",
    "project_id",
    "^start_time",
    "^^has_more",
];

fn texts(rows: &str, columns: &[&str], text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let plan = JsonPlan::new(&[rows], columns);
    read_document(
        &Content::from(text.as_bytes().to_vec()),
        1 << 20,
        &plan,
        &mut |row| {
            let cells: Vec<String> = row.cells.iter().map(|cell| cell.text().into_owned()).collect();
            found.push(format!("{}:{}", row.number, cells.join("|")));
            ControlFlow::Continue(())
        },
    )
    .expect("JSON");
    found
}

#[test]
fn numbers_keep_every_digit_and_parents_are_reached() {
    let rows = texts("data[].results[]", COLUMNS, PAGE);
    assert_eq!(
        rows,
        [
            "1:14.270000000000000000001|a, input||1788220800|FALSE",
            "2:3E-05|b||1788220800|FALSE"
        ]
    );
}

#[test]
fn pages_in_a_list_and_bare_buckets_are_read_alike() {
    let next = PAGE.replace("1788220800", "1788307200");
    let pages = format!("[{PAGE},{next}]");
    assert_eq!(texts("data[].results[]", COLUMNS, &pages).len(), 4);
    let buckets =
        r#"[{"start_time":7,"results":[{"line_item":"x"}]},{"start_time":8,"results":[{"line_item":"y"}]}]"#;
    assert_eq!(
        texts("data[].results[]", &["line_item", "^start_time"], buckets),
        ["1:x|7", "2:y|8"]
    );
}

#[test]
fn members_of_an_object_are_rows_with_their_key() {
    let prices = r#"{"gpt":{"in":1e-6},"claude":{"in":3e-6}}"#;
    assert_eq!(
        texts("{}", &["@key", "in"], prices),
        ["1:gpt|1e-6", "2:claude|3e-6"]
    );
}

#[test]
fn a_list_inside_a_row_is_summed_exactly() {
    let row = r#"[{"credits":[{"amount":-0.1},{"amount":-0.2}],"tags":["a","b"]}]"#;
    assert_eq!(texts("[]", &["credits[].amount", "tags[]"], row), ["1:-0.3|a, b"]);
}

#[test]
fn a_malformed_line_is_a_problem_with_its_line() {
    let text =
        "{\"a\":1,\"usage\":1}\n\nnot json usage\n{\"a\":2}\n{\"a\":3,\"usage\":1}\n{\"a\":4,\"usage\"";
    let mut rows = Vec::new();
    let plan = JsonPlan::new(&[""], &["a"]);
    let content = Content::from(text.as_bytes().to_vec());
    let problems = read_lines(&content, &plan, &["usage"], &mut |row| {
        rows.push((row.number, row.cells[0].text().into_owned()));
        ControlFlow::Continue(())
    })
    .expect("bytes");
    assert_eq!(rows, [(1, "1".to_owned()), (5, "3".to_owned())]);
    assert_eq!(
        problems
            .iter()
            .map(|problem| problem.place.row)
            .collect::<Vec<_>>(),
        [Some(3), Some(6)]
    );
}

#[test]
fn a_broken_document_says_where() {
    let content = Content::from(b"{\n \"a\": nope}".to_vec());
    let error = read_document(&content, 100, &JsonPlan::new(&[""], &["a"]), &mut |_| {
        ControlFlow::Continue(())
    });
    assert!(
        matches!(error, Err(JsonError::Broken { line: 2, .. })),
        "{error:?}"
    );
}

#[test]
fn deep_nesting_does_not_overflow_the_stack() {
    let deep = format!("{}1{}", "[".repeat(200_000), "]".repeat(200_000));
    let content = Content::from(deep.into_bytes());
    let plan = JsonPlan::new(&["a[]"], &["b"]);
    // Refused or read as nothing; either is fine, as long as it comes back.
    drop(read_document(&content, 1 << 20, &plan, &mut |_| {
        ControlFlow::Continue(())
    }));
}

#[test]
fn the_shape_of_a_cut_head_is_known() {
    let cut = &PAGE.as_bytes()[..150];
    let shape = shape(cut).expect("JSON");
    assert!(shape.paths.contains("data[].results[].amount.value"), "{shape:?}");
    assert!(shape.kinds.contains("page") && shape.kinds.contains("bucket") && !shape.lines);
    let is_lines = |text: &str| super::shape(text.as_bytes()).expect("JSON").lines;
    assert!(is_lines("{\"a\":1}\n{\"b\":2}"));
    assert!(!is_lines("{\n\"a\":1}\n{\"b\":2}") && !is_lines("{\"a\":1}{\"b\":2}"));
    assert!(super::shape(b"a,b\n1,2").is_none());
    assert!(is_lines("{\"a\":1}\nhalf a_line, (cut)\n{\"b\":2}"));
    let quoted = super::shape(br#"{"a":"\\","b\"c":"\"}","d":"x\"#).expect("JSON");
    assert_eq!(Vec::from_iter(&quoted.paths), ["a", r#"b\"c"#, "d"]);
}

#[test]
fn the_records_of_a_file_are_the_list_with_the_most_members() {
    let records = |text: &str| shape(text.as_bytes()).expect("JSON").records().expect("records");
    let found = records(PAGE);
    assert_eq!(found.path, "data[].results[]");
    assert!(found.members.contains(&"amount.value".to_owned()), "{found:?}");
    assert!(found.members.contains(&"^start_time".to_owned()), "{found:?}");
    assert_eq!(found.from_root("amount.value"), "data[].results[].amount.value");
    assert_eq!(found.from_root("^start_time"), "data[].start_time");
    let listed = records(r#"[{"day":"2026-09-01","cost":{"usd":"1"}},{"day":"2026-09-02"}]"#);
    assert_eq!(
        (&*listed.path, listed.members),
        ("[]", vec!["cost.usd".into(), "day".into()])
    );
    let lines = records("{\"a\":1,\"b\":[1,2]}\n{\"c\":2}\n");
    assert_eq!((&*lines.path, lines.members), ("", vec!["a".into(), "c".into()]));
    let many: Vec<String> = (0..1_000).map(|key| format!(r#""k{key}":1"#)).collect();
    for none in ["[1,2,3]".to_owned(), format!("{{{}}}", many.join(","))] {
        assert_eq!(shape(none.as_bytes()).expect("JSON").records(), None);
    }
}

#[test]
fn an_answer_without_rows_has_nothing_to_map() {
    let nothing = |text: &str| shape(text.as_bytes()).expect("JSON").nothing();
    for empty in [
        "[]",
        r#"{"data":[]}"#,
        r#"{"object":"list","data":[],"has_more":false}"#,
    ] {
        assert!(
            nothing(empty).is_some_and(|why| why.contains("no rows")),
            "{empty}"
        );
    }
    let error = r#"{"type":"error","error":{"type":"authentication_error","message":"invalid key"}}"#;
    assert!(nothing(error).is_some_and(|why| why.contains("error answer")));
    for some in [
        r#"{"data":[{"cost":1}]}"#,
        r#"[{"a":1}]"#,
        r#"{"cost":1,"items":[]}"#,
    ] {
        assert_eq!(nothing(some), None, "{some}");
    }
}

#[test]
fn rows_are_found_in_the_json_that_a_text_holds() {
    let line = r#"{"logEvents":[{"message":"{\"id\":\"a\",\"n\":{\"t\":12}}"},{"message":"no json"}]}"#;
    let plan = JsonPlan::new(
        &["logEvents[].message$", "events[].message$"],
        &["id", "n.t", "^message"],
    );
    let read = |text: &str| {
        let mut rows = Vec::new();
        let content = Content::from(text.as_bytes().to_vec());
        let problems = read_lines(&content, &plan, &[], &mut |row| {
            rows.push(
                row.cells
                    .iter()
                    .map(|cell| cell.text().into_owned())
                    .collect::<Vec<_>>(),
            );
            ControlFlow::Continue(())
        });
        assert!(problems.expect("read").is_empty());
        rows
    };
    assert_eq!(read(line)[0][..2], ["a", "12"]);
    assert_eq!(read(line)[1], ["", "", ""]);
    assert_eq!(read(&line.replace("logEvents", "events"))[0][..2], ["a", "12"]);
    assert_eq!(read(r#"{"id":"bare","n":{"t":1}}"#)[0][..2], ["bare", "1"]);
    let paths = shape(line.as_bytes()).expect("json").paths;
    assert!(paths.contains("logEvents[].message$.n.t"), "{paths:?}");
}

/// A line that is itself the row is read in one go where that works; the cells must be those of a walk.
#[test]
fn a_line_read_in_one_go_says_what_a_document_says() {
    let paths = ["at", "message.id", "message.usage.in", "data[].n", "note"];
    let plan = JsonPlan::new(&[""], &paths);
    for line in [
        r#"{"at":"2026-01-02","message":{"id":"a","usage":{"in":3e-1,"x":[1,{"y":2}]}},"other":null}"#,
        r#"{"message":{"id":"a","usage":{"in":1}},"message":{"id":"b"},"note":{"kept":["as","text"]}}"#,
        r#"{"message":"a text in place of an object","at":1,"data":[{"n":1},{"n":2}]}"#,
        r#"{"message":null,"at":true,"data":[],"note":""}"#,
        r#"{"at":"\ud800","message":{"id":"\u00e9\n"},"at\u0020":"no"}"#,
        r#"{"\ud800":1,"at":"lost with its object"}"#,
        "{}",
        "[1]",
        "5",
    ] {
        let content = Content::from(line.as_bytes().to_vec());
        let mut rows = [Vec::new(), Vec::new()];
        let [lines, document] = &mut rows;
        let cells = |row: Row<'_>| row.cells.into_iter().map(Cell::into_owned).collect::<Vec<_>>();
        let problems = read_lines(&content, &plan, &[], &mut |row| {
            lines.push(cells(row));
            ControlFlow::Continue(())
        });
        assert!(problems.expect("read").is_empty(), "{line}");
        read_document(&content, 1 << 20, &plan, &mut |row| {
            document.push(cells(row));
            ControlFlow::Continue(())
        })
        .expect("JSON");
        assert_eq!(lines, document, "{line}");
    }
    let cut = Content::from(br#"{"at":"2026-01-02","message":{"id":"a""#.to_vec());
    let problems = read_lines(&cut, &plan, &[], &mut |_| ControlFlow::Continue(()));
    assert_eq!(problems.expect("read").len(), 1);
}

#[test]
fn a_page_that_was_saved_twice_is_read_once_and_rows_that_are_alike_are_all_read() {
    let read = |text: &str, rows: &str, lines: bool| {
        let plan = JsonPlan::new(&[rows], &["n"]);
        let content = Content::from(text.as_bytes().to_vec());
        let mut count = 0;
        let mut visit = |_: Row<'_>| {
            count += 1;
            ControlFlow::Continue(())
        };
        let odd = if lines {
            read_lines(&content, &plan, &[], &mut visit).expect("read")
        } else {
            read_document(&content, 1 << 20, &plan, &mut visit).expect("read")
        };
        (count, odd.len())
    };
    let (page, other) = (r#"{"data":[{"n":1},{"n":1}]}"#, r#"{"data":[{"n":1}]}"#);
    assert_eq!(read(&format!("{page}\n{page}{other}"), "data[]", false), (3, 1));
    assert_eq!(
        read(&format!("[{page},{other},{page},{page}]"), "data[]", false),
        (3, 1)
    );
    assert_eq!(
        read(&format!("{page}\n{other}\n{page}\n"), "data[]", true),
        (3, 1)
    );
    assert_eq!(read("{\"n\":1}\n{\"n\":1}\n", "", true), (2, 0));
    assert_eq!(read("[{\"n\":1},{\"n\":1}]", "[]", false), (2, 0));
}
