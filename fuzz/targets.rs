//! What is done with damaged bytes, one function per reader: the way a file takes in the product, from opening to the
//! last fact. Shared by cargo-fuzz (`fuzz_targets`) and by `cargo xtask fuzz`, which needs no nightly compiler.

use std::ops::ControlFlow;
use std::path::PathBuf;

use ingest::sheet::Workbook;
use ingest::text::TextFile;
use ingest::unpack::Source;
use ingest::value::{DateStyle, DateSurvey, DecimalMark, NumberStyle, NumberSurvey};
use ingest::{Choice, IngestError, Item, Kind, Limits, Mapping};
use model::{Fact, Outcome};

/// One reader: its name, the endings of files that are seeds for it, and what to do with bytes.
pub(crate) struct Target {
    pub(crate) name: &'static str,
    pub(crate) seeds: &'static [&'static str],
    pub(crate) run: fn(&[u8]),
}

pub(crate) const TARGETS: &[Target] = &[
    Target {
        name: "text",
        seeds: &["csv", "tsv", "txt"],
        run: text,
    },
    Target {
        name: "xlsx",
        seeds: &["xlsx", "xlsm"],
        run: |bytes| workbook(bytes, Kind::Xlsx),
    },
    Target {
        name: "xlsb",
        seeds: &["xlsb"],
        run: |bytes| workbook(bytes, Kind::Xlsb),
    },
    Target {
        name: "xls",
        seeds: &["xls"],
        run: |bytes| workbook(bytes, Kind::Xls),
    },
    Target {
        name: "ods",
        seeds: &["ods"],
        run: |bytes| workbook(bytes, Kind::Ods),
    },
    Target {
        name: "json",
        seeds: &["json"],
        run: |bytes| file(bytes, Kind::Json),
    },
    Target {
        name: "jsonl",
        seeds: &["jsonl"],
        run: |bytes| file(bytes, Kind::Jsonl),
    },
    Target {
        name: "parquet",
        seeds: &["parquet"],
        run: |bytes| file(bytes, Kind::Parquet),
    },
    Target {
        name: "invoice",
        seeds: &["xml"],
        run: invoice,
    },
    Target {
        name: "pdf",
        seeds: &["pdf"],
        run: |bytes| file(bytes, Kind::Pdf),
    },
    Target {
        name: "zip",
        seeds: &["zip", "gz", "xlsx", "ods"],
        run: archive,
    },
    Target {
        name: "mapping",
        seeds: &["toml"],
        run: mapping,
    },
    Target {
        name: "value",
        seeds: &["csv"],
        run: value,
    },
];

/// Runs one target by name.
#[allow(dead_code, reason = "the driver on stable walks the list instead")]
pub(crate) fn run(name: &str, bytes: &[u8]) {
    if let Some(target) = TARGETS.iter().find(|target| target.name == name) {
        (target.run)(bytes);
    }
}

fn item(bytes: &[u8], kind: Kind) -> Item {
    Item {
        path: PathBuf::from("seed"),
        member: None,
        name: format!("seed.{kind}"),
        kind,
        bytes: bytes.len() as u64,
        sha256: "0".repeat(64),
        refused: None,
        ignored: None,
        passed_over: false,
        parts: Vec::new(),
        missing: None,
        made: None,
        content: bytes.to_vec().into(),
        family: String::new(),
        lost_parent: String::new(),
    }
}

/// Recognised and read to its last fact.
fn file(bytes: &[u8], kind: Kind) {
    through(&item(bytes, kind));
}

fn through(item: &Item) {
    let plan = ingest::plan(item, &Choice::default());
    for _ in 0..2 {
        let mut sink = |facts: &mut Vec<Fact>| {
            facts.clear();
            Ok(Outcome::Kept)
        };
        match ingest::read(item, &plan, &mut sink, &mut |_| ControlFlow::Continue(())) {
            Err(IngestError::Again) => {}
            Err(_) => return,
            Ok(report) => {
                let rows = report.rows;
                let counted = rows.kept + rows.duplicate + rows.replaced + rows.skipped + rows.refused;
                assert_eq!(rows.read, counted, "every row is counted once");
                return;
            }
        }
    }
}

fn text(bytes: &[u8]) {
    file(bytes, Kind::Csv);
    let Ok(file) = TextFile::open(bytes.to_vec().into()) else {
        return;
    };
    for table in 0..file.tables.len() {
        let _read = file.rows(table, &mut |_, _| ControlFlow::Continue(()));
    }
}

fn workbook(bytes: &[u8], kind: Kind) {
    file(bytes, kind);
    let Ok(mut book) = Workbook::open(Source::from(bytes.to_vec()), kind, None) else {
        return;
    };
    for sheet in 0..book.sheets().len().min(20) {
        let mut rows = 0;
        let _read = book.filled_rows(sheet, &mut |_| {
            rows += 1;
            if rows < 20_000 {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
        book.looks(sheet, 1);
    }
}

fn invoice(bytes: &[u8]) {
    file(bytes, Kind::Ubl);
    file(bytes, Kind::Cii);
}

/// From a file on disk, as archives are.
fn archive(bytes: &[u8]) {
    let path = std::env::temp_dir().join(format!("counterfoil-fuzz-{}.zip", std::process::id()));
    if std::fs::write(&path, bytes).is_ok() {
        for item in ingest::open(&[path], &Limits::default()).iter().take(50) {
            through(item);
        }
    }
}

fn mapping(bytes: &[u8]) {
    let Ok(mapping) = Mapping::parse("seed.toml", &String::from_utf8_lossy(bytes)) else {
        return;
    };
    let choice = Choice {
        mapping: Some(mapping),
        ..Choice::default()
    };
    let item = item(b"Posted,Supplier,Amount\n2026-09-01,Acme,1.5\n", Kind::Csv);
    let plan = ingest::plan(&item, &choice);
    let _read = ingest::read(&item, &plan, &mut |_| Ok(Outcome::Kept), &mut |_| {
        ControlFlow::Continue(())
    });
}

/// Every cell as a number and as a date, in every style.
fn value(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (mut numbers, mut dates) = (NumberSurvey::default(), DateSurvey::default());
    for cell in text.split([',', ';', '\n']) {
        numbers.see(cell);
        dates.see(cell);
        for mark in [DecimalMark::Point, DecimalMark::Comma, DecimalMark::Ambiguous] {
            NumberStyle { mark }.read(cell);
        }
        DateStyle::default().read(cell);
        dates.style().read(cell);
    }
    numbers.style();
}
