//! What is written as Parquet is what was said: types, nulls, every digit, over several row groups.

use bytes::Bytes;
use parquet::basic::Repetition;
use parquet::file::reader::{FileReader, SerializedFileReader};

use super::Kind::{Day, Instant, Number, Text, Whole};
use super::{About, Column, Form, Rows};

const ABOUT: About<'_> = About {
    file: "",
    is_ai: false,
};

const COLUMNS: &[Column<Option<i64>>] = &[
    Column::new("name", Text, |_, _| Some("ä, \"b\"".into())).required(),
    Column::new("amount", Number, |fact, _| {
        fact.map(|fact| format!("-{fact}.000000001"))
    }),
    Column::new("count", Whole, |fact, _| fact.map(|fact| fact.to_string())),
    Column::new("at", Instant, |_, _| Some("2026-09-01T00:00:00Z".into())),
    Column::new("day", Day, |_, _| Some("1969-12-31".into())),
];

fn written(facts: impl Iterator<Item = Option<i64>>) -> SerializedFileReader<Bytes> {
    let mut bytes = Vec::new();
    let mut rows = Rows::new(&mut bytes, Form::Parquet, COLUMNS.iter().collect()).unwrap();
    for fact in facts {
        rows.put(&fact, &ABOUT).unwrap();
    }
    rows.finish().unwrap();
    SerializedFileReader::new(Bytes::from(bytes)).unwrap()
}

#[test]
fn types_nulls_and_every_digit_are_kept() {
    let reader = written([Some(123_456_789_012_345), None].into_iter());
    let lines = reader.get_row_iter(None).unwrap();
    let lines: Vec<String> = lines.map(|row| row.unwrap().to_string()).collect();
    assert_eq!(
        lines,
        [
            "{name: \"ä, \"b\"\", amount: -123456789012345.000000001, count: 123456789012345, \
             at: 2026-09-01 00:00:00.000000 +00:00, day: 1969-12-31}",
            "{name: \"ä, \"b\"\", amount: null, count: null, at: 2026-09-01 00:00:00.000000 +00:00, day: 1969-12-31}",
        ]
    );
}

#[test]
fn only_what_is_never_null_is_required_and_no_rows_are_a_whole_file() {
    let reader = written(std::iter::empty());
    let schema = reader.metadata().file_metadata().schema();
    let is_required =
        |at: usize| schema.get_fields()[at].get_basic_info().repetition() == Repetition::REQUIRED;
    assert!(is_required(0) && !is_required(1) && !is_required(3));
    assert_eq!(reader.get_row_iter(None).unwrap().count(), 0);
}

#[test]
fn more_rows_than_a_row_group_takes_are_all_there() {
    let reader = written((0..120_001).map(Some));
    assert_eq!(reader.num_row_groups(), 3);
    assert_eq!(reader.get_row_iter(None).unwrap().count(), 120_001);
}

#[test]
fn what_is_no_number_is_an_error_not_a_guess() {
    let columns: Vec<&Column<Option<i64>>> =
        vec![&const { Column::new("n", Number, |_, _| Some("1.0000000001".into())) }];
    let mut rows = Rows::new(Vec::new(), Form::Parquet, columns).unwrap();
    assert!(rows.put(&None, &ABOUT).is_err());
}
