mod totals;

use std::fmt::Write as _;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::PathBuf;

use proptest::prelude::*;

use super::*;
use crate::reading::{Delimiter, Reading};
use crate::row::RowKind::{self, Blank, Data, Footer, Total};
use crate::unpack::Content;

fn open(bytes: impl Into<Vec<u8>>) -> TextFile {
    TextFile::open(Content::from(bytes.into())).expect("bytes in memory can be read")
}

fn records(text: &str, dialect: Dialect) -> Vec<Vec<String>> {
    let mut records = Records::new(text.as_bytes(), dialect);
    let mut all = Vec::new();
    while let Some(record) = records.read().expect("bytes in memory can be read") {
        all.push(record.iter().map(str::to_owned).collect());
    }
    all
}

fn kinds(file: &TextFile, table: usize) -> Vec<RowKind> {
    let mut kinds = Vec::new();
    file.rows(table, &mut |_, kind| {
        kinds.push(kind);
        ControlFlow::Continue(())
    })
    .expect("bytes in memory can be read");
    kinds
}

#[test]
fn quotes_lines_and_blank_records_are_read_as_python_does() {
    let text = "a,\"b \"\"c\"\"\nd\",e\r\n\r\nx,y\"z\",\"q\"tail\rlast";
    let want: Vec<Vec<&str>> = vec![
        vec!["a", "b \"c\"\nd", "e"],
        vec![],
        vec!["x", "y\"z\"", "qtail"],
        vec!["last"],
    ];
    assert_eq!(records(text, Dialect::default()), want);
}

#[test]
fn escaped_quotes_are_read_where_the_dialect_says_so() {
    let dialect = Dialect {
        escape: Some(b'\\'),
        ..Dialect::default()
    };
    assert_eq!(records(r#""say \"hi\"",2"#, dialect), [["say \"hi\"", "2"]]);
}

#[test]
fn a_quote_that_never_closes_costs_one_line_and_names_it() {
    let file = open("name,amount\n\"Acme,5\nBeta,6\nGamma,7\n");
    assert_eq!(file.tables[0].rows, 3);
    assert_eq!(file.problems[0].place.row, Some(2));
}

#[test]
fn a_line_without_end_is_refused_in_bounded_memory() {
    let long = format!("a,b\n1,2\n{}\n3,4\n", "x".repeat(3 << 20));
    let file = open(long);
    assert_eq!(file.tables[0].rows, 2);
    assert_eq!(file.lost().count, 1);
    assert_eq!(file.lost().problems[0].place.row, Some(3));
}

#[test]
fn line_numbers_count_lines_inside_quotes() {
    let mut records = Records::new("a,\"b\nc\"\nd,e\n".as_bytes(), Dialect::default());
    records.read().expect("reads");
    let second = records.read().expect("reads").expect("a record");
    assert_eq!((second.number, second.line), (2, 3));
}

#[test]
fn encodings_are_told_by_mark_by_zeros_and_by_letters() {
    let utf16: Vec<u8> = "name;cost\nÄpfel;1\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let marked = [&[0xff, 0xfe], &utf16[..]].concat();
    for (bytes, name, bom) in [
        (b"\xef\xbb\xbfa,b\n1,2\n".to_vec(), "utf-8", true),
        (b"a,b\n1,\xc3\xa4\n".to_vec(), "utf-8", false),
        (b"name,cost\nBT PLC,\xa3512\n".to_vec(), "windows-1252", false),
        (utf16, "utf-16le", false),
        (marked, "utf-16le", true),
    ] {
        let file = open(bytes);
        assert_eq!((file.encoding.name(), file.encoding.bom), (name.to_owned(), bom));
        assert_eq!(file.tables[0].columns.len(), 2, "{name}");
    }
}

#[test]
fn a_late_byte_that_is_no_utf8_changes_the_encoding_of_the_whole_file() {
    let mut bytes = "name,cost\n".repeat(20_000).into_bytes();
    bytes.extend(b"caf\xe9,5\n");
    assert_eq!(open(bytes).encoding.name(), "windows-1252");
}

#[test]
fn delimiters_are_told_apart() {
    for (text, delimiter) in [
        ("a;b\n1,5;2,25\n3,5;4,75\n", b';'),
        ("a\tb, c\td\n1\tx, y\t3\n2\tz\t4\n", b'\t'),
        ("sep=|\na|b;c;d\n1|2;3;4\n", b'|'),
        ("time,value\n12:30:15,1\n12:30:16,2\n", b','),
        ("one column\nof words: and more\nand more\n", b','),
    ] {
        assert_eq!(open(text).dialect.delimiter, delimiter, "{text}");
    }
}

#[test]
fn a_row_above_repeated_names_is_part_of_the_header() {
    let text = ",,Sep 2026,,Oct 2026,\nTeam,Vendor,Cost,Tokens,Cost,Tokens\nT0,OpenAI,10,100,20,200\n\
                T1,OpenAI,11,100,21,200\n";
    let file = open(text);
    let names = [
        "Team",
        "Vendor",
        "Sep 2026 Cost",
        "Sep 2026 Tokens",
        "Oct 2026 Cost",
        "Oct 2026 Tokens",
    ];
    assert_eq!(file.tables[0].columns, names);
    assert_eq!(kinds(&file, 0), [Data, Data]);
    let title = open(text.replace(",,Sep 2026,,Oct 2026,", "Spend,,of 2026,,,"));
    assert_eq!(title.tables[0].columns[2..4], ["Cost", "Tokens"]);
}

#[test]
fn lines_in_quotes_are_rows() {
    let file = open("\"Day,Item,Cost\"\n\"2026-10-01,A,1.25\"\n\"2026-10-02,B,2.50\"\n");
    assert_eq!(file.tables[0].columns, ["Day", "Item", "Cost"]);
    assert_eq!(kinds(&file, 0), [Data, Data]);
    assert!(file.rewritten.is_some());
}

#[test]
fn a_header_again_is_a_heading() {
    let text = "Date,Supplier,Amount\n2026-01-01,X,1.00\nDate,Supplier,Amount\n2026-02-01,X,2.00\n";
    let file = open(text);
    assert_eq!(kinds(&file, 0), [Data, RowKind::Heading, Data]);
    assert_eq!(file.tables[0].numbers[2].others, 0);
}

#[test]
fn a_footnote_with_a_delimiter_or_a_date_in_it_is_no_data() {
    let rows = "Date,Supplier,Desc,Amount\n2026-01-01,X,y,1.50\n2026-01-02,X,y,2.50\n2026-01-03,X,y,3.50\n";
    for note in ["Source: ERP, module AP", "Printed 2026-07-01"] {
        let file = open(format!("{rows}{note}\n"));
        assert_eq!(kinds(&file, 0), [Data, Data, Data, Footer], "{note}");
    }
}

#[test]
fn a_person_of_whom_only_the_address_is_known_is_data() {
    let text = "Email,Name,Team,Seats\na@x.example,A,T,1\nb@x.example,B,T,2\nc@x.example,,,\n";
    assert_eq!(kinds(&open(text), 0), [Data, Data, Data]);
}

#[test]
fn years_and_names_with_gaps_are_a_header() {
    let years = open("Country,2000,2010,2020\nA,300,70,9\nB,600,140,18\nC,900,210,27\n");
    assert_eq!(years.tables[0].columns, ["Country", "2000", "2010", "2020"]);
    let gaps = open("Date,,,Amount,\n2026-01-01,x,OpenAI,1.50,n\n2026-01-02,x,OpenAI,2.50,n\n");
    assert_eq!(gaps.tables[0].columns, ["Date", "", "", "Amount", ""]);
    let split = open("Date,Supplier,Amount\n2026-01-01,A,1,50\n2026-01-02,B,2,50\n");
    assert_eq!(split.tables[0].header_row, None, "every amount is split in two");
    assert_eq!(open("A,2001,2003\nB,2002,2004\n").tables[0].header_row, None);
}

#[test]
fn names_and_values_before_a_blank_row_are_no_table() {
    let text =
        "Report;Spend;\nPeriod;2026-01-01;\n;;\nDate;Supplier;Amount\n2026-01-01;X;1,50\n2026-01-02;X;2,50\n";
    let file = open(text);
    assert_eq!((file.tables.len(), file.tables[0].header_row), (1, Some(3)));
    let blank = open("Date;Supplier;Amount\n;;\n2026-01-01;X;1,50\n2026-01-02;X;2,50\n");
    assert_eq!(blank.tables[0].header_row, Some(0));
}

#[test]
fn two_header_lines_over_two_rows_are_a_header_and_a_group_is_none() {
    let two = open("Posting,Vendor,Amount,Amount\ndate,name,EUR,USD\n2026-01-01,A,5,6\n2026-01-02,B,6,7\n");
    assert_eq!(
        two.tables[0].columns,
        ["Posting date", "Vendor name", "Amount EUR", "Amount USD"]
    );
    let group = open("Date,Vendor,Amount\nGroup 0,,\n2026-01-01,A,5\n2026-01-02,B,6\n2026-01-03,B,6\n");
    assert_eq!(group.tables[0].columns, ["Date", "Vendor", "Amount"]);
    assert_eq!(kinds(&group, 0), [RowKind::Heading, Data, Data, Data]);
}

#[test]
fn numbers_are_seen_however_late_they_begin() {
    for early in ["", "Included"] {
        let mut text = String::from("Date;Vendor;Amount\n");
        for _ in 0..400 {
            writeln!(text, "2026-01-01;Cursor;{early}").expect("text");
        }
        text.push_str("2026-01-02;Cursor;1.234\n2026-01-02;Cursor;1,5\n");
        assert_eq!(open(text).tables[0].numbers[2].numbers, 2, "{early:?}");
    }
}

#[test]
fn quotes_behind_blanks_and_single_quotes_around_double_ones_are_quotes() {
    let blanks = open(
        "Date, Supplier, Amount\n2026-01-01, \"Larkfield, Ltd\", \"1,001.50\"\n2026-01-02, \"B, Ltd\", \"2.50\"\n",
    );
    assert_eq!((blanks.tables[0].rows, blanks.tables[0].columns.len()), (2, 3));
    let rows = "2026-01-01;'Café \"Noir\"; Ltd';1.50\n".repeat(4);
    let single = open(format!("Date;Supplier;Amount\n{rows}"));
    assert_eq!((single.tables[0].rows, single.tables[0].columns.len()), (4, 3));
}

#[test]
fn a_euro_of_latin_9_and_letters_of_the_old_mac_are_read() {
    let euro = b"Date;Supplier;Amount\n2026-01-01;Soci\xe9t\xe9;\xa4 1,50\n";
    assert_eq!(open(*euro).encoding.name(), "iso-8859-15");
    let mac = b"Datum;Leverant\x9ar;Belopp\n2026-01-01;\x81kerstr\x9ams f\x9ardigst\x8allt;1,50\n";
    assert_eq!(open(*mac).encoding.name(), "macintosh");
    let windows = b"Date;Supplier;Amount\n2026-01-01;don\x92t \x96 S\x9aren Caf\xe9;1,50\n";
    assert_eq!(open(*windows).encoding.name(), "windows-1252");
}

#[test]
fn account_headings_inside_a_ledger_are_no_data() {
    let text = "Larkfield Mutual Ltd\nGeneral Ledger\n\n,Date,Type,Num,Name,Amount,Balance\n\
                6240 Software,,,,,,\n,Beginning Balance,,,,,\"12,400.00\"\n\
                ,09/03/2026,Bill,INV-1,OpenAI LLC,\"1,902.44\",\"14,302.44\"\n\
                ,09/19/2026,Expense,INV-2,Cursor,(420.00),\"13,882.44\"\n\
                Total for 6240 Software,,,,,\"1,482.44\",\nTOTAL,,,,,\"1,482.44\",\n";
    let file = open(text);
    assert_eq!(file.tables[0].header_row, Some(3));
    assert_eq!(file.tables[0].rows, 2);
    let labels: Vec<&str> = file.tables[0]
        .stated_totals
        .iter()
        .map(|total| &*total.label)
        .collect();
    assert_eq!(labels, ["Beginning Balance", "Total for 6240 Software", "TOTAL"]);
}

#[test]
fn a_preamble_of_names_and_values_is_passed_over() {
    let text = "Invoice number,5123456789\nInvoice date,2026-09-30\nCurrency,USD\nTotal amount due,$62.83\n\n\
                Account,Project,Service,SKU,Cost type,Usage start,Unrounded Cost ($),Cost ($)\n\
                Larkfield,Claims,Vertex AI,Gemini,Usage,2026-09-01,62.827080,62.83\n\
                Larkfield,,,,Rounding error,,0.002920,0.00\nLarkfield,,,,Total,,62.83,62.83\n";
    let file = open(text);
    let table = &file.tables[0];
    assert_eq!((table.header_row, table.rows), (Some(5), 2));
    assert_eq!(table.preamble[3], ["Total amount due", "$62.83"]);
    assert_eq!(table.stated_totals.len(), 1);
}

#[test]
fn names_and_values_above_a_table_of_one_row_are_no_table() {
    let pairs = "Company,Larkfield AB,\nCost centre,4711,\nCurrency,SEK,\n,,\n";
    let file = open(format!("{pairs}Date,Vendor,Amount\n2026-09-03,OpenAI,100\n"));
    let table = &file.tables[0];
    assert_eq!((table.header_row, table.rows), (Some(4), 1));
    let file = open("Vendor,Amount,\nOpenAI,10,\nCursor,20,\n,,\nDate,Team,Seats\n2026-09-03,Data,100\n");
    assert_eq!(file.tables[0].columns[..2], ["Vendor", "Amount"]);
    // A blank row may be all that is above.
    assert_eq!(open("0,\n ,\n0\na\n").tables.len(), 1);
    assert_eq!(open("0,\n \n0\na\n").tables.len(), 1);
}

#[test]
fn two_header_lines_are_joined() {
    let text = "Dates,Purpose,Travel,,Total\n,,Air,Rail,\n04/04/2014,Visit,1.00,2.00,3.00\n05/04/2014,Visit,,2.00,2.00\n";
    let table = &open(text).tables[0];
    assert_eq!(table.header_rows, 2);
    assert_eq!(table.columns, ["Dates", "Purpose", "Travel Air", "Rail", "Total"]);
    assert_eq!(table.rows, 2);
}

#[test]
fn stacked_tables_are_apart_with_their_own_totals() {
    let text = "Expenses,,\nDate,Item,Cost\n01/02/2014,Rail,5.00\n02/02/2014,Bus,1.00\nTotal,,6.00\n,,\n\
                Hospitality,,\nDay,Guest,Value\n03/02/2014,Lunch,7.00\nTotal,,7.00\n";
    let file = open(text);
    let found: Vec<_> = file
        .tables
        .iter()
        .map(|table| (table.header_row, table.rows))
        .collect();
    assert_eq!(found, [(Some(1), 2), (Some(7), 1)]);
    assert_eq!(file.tables[1].stated_totals[0].cells[2], "7.00");
}

#[test]
fn a_table_without_header_gets_invented_names() {
    let table = &open("2026-09-01,5.5\n2026-09-02,6.5\n2026-09-03,7\n").tables[0];
    assert_eq!(table.header_row, None);
    assert_eq!(table.columns, ["Column 1", "Column 2"]);
    assert_eq!(table.rows, 3);
}

#[test]
fn amounts_split_by_their_own_comma_are_reported_with_their_line() {
    let file = open("Date,Item,Cost\n2026-09-01,Seats,500\n2026-09-02,Seats,1,500\n2026-09-03,Seats,700\n");
    assert_eq!(file.tables[0].overlong_rows, 1);
    assert_eq!(file.problems[0].place.row, Some(3));
}

fn told(bytes: impl Into<Vec<u8>>, said: &Reading) -> TextFile {
    TextFile::open_as(Content::from(bytes.into()), said).expect("bytes in memory can be read")
}

#[test]
fn what_is_said_of_a_file_holds_and_what_was_detected_is_kept() {
    let text = "Betrag|Text;Ort\n1|a;M\u{fc}nchen\n2|b;K\u{f6}ln\n";
    let bytes: Vec<u8> = text.chars().map(|letter| u32::from(letter) as u8).collect();
    let said = Reading {
        encoding: Some("iso-8859-2".into()),
        delimiter: Delimiter::parse("semicolon"),
        ..Reading::default()
    };
    let file = told(bytes, &said);
    assert_eq!(
        (file.encoding.name().as_str(), file.dialect.delimiter),
        ("iso-8859-2", b';')
    );
    assert_eq!(file.tables[0].columns, ["Betrag|Text", "Ort"]);
    assert_ne!(file.detected.encoding.name(), "iso-8859-2");
    assert_eq!(file.detected.dialect.delimiter, b'|');
}

#[test]
fn the_header_is_the_row_that_is_said_or_none_and_a_row_that_is_not_there_is_remarked() {
    let text = "x;y\nReport;September\nDate;Amount\n2026-09-01;1.50\n2026-09-02;2.50\n";
    let with = |header_row: u64| {
        let header_row = Some(header_row);
        told(
            text,
            &Reading {
                header_row,
                ..Reading::default()
            },
        )
    };
    assert_eq!(open(text).tables[0].header_row, Some(0));
    let second = with(2);
    assert_eq!(second.tables[0].columns, ["Report", "September"]);
    assert_eq!((second.tables[0].rows, second.detected.header_row), (3, Some(0)));
    assert_eq!(
        with(1).tables,
        open(text).tables,
        "what was detected may be said, too"
    );
    let none = with(0);
    assert_eq!(
        (none.tables[0].header_row, none.tables[0].columns[0].as_str()),
        (None, "Column 1")
    );
    let far = with(99);
    assert_eq!(far.tables[0].header_row, Some(0));
    assert!(far.problems[0].what.contains("no row 99"), "{:?}", far.problems);
}

#[test]
fn months_over_numbers_are_a_header() {
    let file = open("Team,2026-01,2026-02\nClaims,1.50,2.50\nSales,1,2\n");
    assert_eq!(file.tables[0].columns, ["Team", "2026-01", "2026-02"]);
}

#[test]
fn nothing_is_a_file_without_tables() {
    for text in ["", "\n\n\n", "\u{feff}", ",,,\n,,,\n"] {
        assert!(open(text).tables.is_empty(), "{text:?}");
    }
}

/// The delimiters of the public collections, where they are present.
#[test]
fn published_dialects_are_found() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/corpora/csv-dialect");
    let Ok(expected) = std::fs::read(folder.join("expected.json")) else {
        println!("skipped: {} is absent", folder.display());
        return;
    };
    let expected: Vec<serde_json::Value> = serde_json::from_slice(&expected).expect("JSON");
    let (mut wrong, mut misread) = (String::new(), 0);
    for entry in &expected {
        let path = folder.join(entry["file"].as_str().expect("a name"));
        let file = TextFile::open(Content::from(std::fs::read(&path).expect("a file"))).expect("bytes");
        if entry["delimiter"].as_str() != Some(&char::from(file.dialect.delimiter).to_string()) {
            misread += 1;
            writeln!(
                wrong,
                "{}: {}",
                path.display(),
                char::from(file.dialect.delimiter)
            )
            .expect("text");
        }
    }
    assert!(misread * 100 <= expected.len(), "{wrong}");
}

/// Gives a byte a call.
struct ByteByByte<'b>(&'b [u8]);

impl Read for ByteByByte<'_> {
    fn read(&mut self, room: &mut [u8]) -> std::io::Result<usize> {
        let most = room.len().min(1);
        self.0.read(&mut room[..most])
    }
}

proptest! {
    #[test]
    fn whatever_a_csv_writer_writes_is_read_back(
        rows in prop::collection::vec(prop::collection::vec("[a-z0-9 ,\"\n\r;ä]{0,8}", 2..5), 1..8),
    ) {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).expect("memory");
        }
        let text = String::from_utf8(writer.into_inner().expect("memory")).expect("UTF-8");
        prop_assert_eq!(records(&text, Dialect::default()), rows);
    }

    #[test]
    fn records_are_the_same_however_much_of_them_is_there_at_once(
        bytes in prop::collection::vec(prop::sample::select(b"ab ,,;\"\"\"\n\r\0\xc3".to_vec()), 0..400),
        quote in prop::sample::select(vec![None, Some(b'"')]),
        skips_blanks in any::<bool>(),
    ) {
        let dialect = Dialect { quote, skips_blanks, ..Dialect::default() };
        let all = |input: &mut dyn Read| {
            let (mut records, mut all) = (Records::new(input, dialect), Vec::new());
            while let Some(record) = records.read().expect("memory") {
                all.push((record.number, record.line, record.text().to_owned(), record.ends().to_vec()));
            }
            (all, records.take_problems())
        };
        prop_assert_eq!(all(&mut &bytes[..]), all(&mut ByteByByte(&bytes)));
    }

    #[test]
    fn no_bytes_make_it_panic_and_both_passes_agree(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let file = open(bytes);
        for (place, table) in file.tables.iter().enumerate() {
            let data = kinds(&file, place).iter().filter(|kind| **kind == RowKind::Data).count();
            prop_assert_eq!(data as u64, table.rows);
        }
    }

    #[test]
    fn any_small_table_keeps_its_rows(rows in prop::collection::vec("[a-z0-9,\"\n;. -]{0,12}", 0..12)) {
        let file = open(rows.join("\n"));
        for (place, table) in file.tables.iter().enumerate() {
            let data = kinds(&file, place).iter().filter(|kind| **kind == RowKind::Data).count();
            prop_assert_eq!(data as u64, table.rows);
        }
    }
}
