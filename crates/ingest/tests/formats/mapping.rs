//! What is not recognised is not read, until the user says what it is.

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use ingest::{Choice, Confidence, Mapping, Planned};
use model::{Currency, Fact, Measure, Outcome};

use super::item;

fn file(name: &str, text: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mapping");
    std::fs::create_dir_all(&folder).expect("made");
    let path = folder.join(name);
    std::fs::write(&path, text).expect("written");
    path
}

fn plan(name: &str, text: &str, choice: &Choice) -> Planned {
    ingest::plan(&item(&file(name, text)), choice)
}

const LEDGER: &str = "Posted;Supplier;Text;Betrag\n03.09.2026;OpenAI;API September;1.234,50 €\n13.09.2026;Anthropic;Console;-20,00 €\n";

const MAPPING: &str = r#"
id = "our-ledger"
name = "Our ledger"
vendor = "Larkfield"
reader = 1
kind = "table"
overlap = "content"
export = "the ledger"

[[detect]]
has = ["posted", "supplier", "betrag"]

[[charge]]
day = "posted"
provider = "supplier"
sku = "text"
currency = { value = "EUR" }
billed = "betrag"
"#;

#[test]
fn an_unknown_table_is_not_read() {
    let planned = plan("ledger.csv", LEDGER, &Choice::default());
    assert_eq!(planned.confidence, Confidence::None);
    assert!(planned.needs_mapping.is_some());
    assert_eq!(planned.columns, ["Posted", "Supplier", "Text", "Betrag"]);
}

fn charges(row: &[Fact]) -> impl Iterator<Item = &model::Charge> {
    row.iter().filter_map(|fact| match fact {
        Fact::Charge(charge) => Some(&**charge),
        _ => None,
    })
}

#[test]
fn a_mapping_of_the_user_is_a_format_like_any_other() {
    let mapping = Mapping::parse("ledger.toml", MAPPING).expect("a mapping");
    let choice = Choice {
        mapping: Some(mapping),
        ..Choice::default()
    };
    let item = item(&file("mapped.csv", LEDGER));
    let planned = ingest::plan(&item, &choice);
    assert_eq!(planned.header.mapping.as_deref(), Some(MAPPING));
    let mut days = Vec::new();
    let mut sink = |row: &mut Vec<Fact>| {
        for charge in charges(row) {
            days.extend(charge.period.map(|period| period.from.to_string()));
        }
        Ok(Outcome::Kept)
    };
    let report = ingest::read(&item, &planned, &mut sink, &mut |_| ControlFlow::Continue(())).expect("read");
    assert_eq!(days, ["2026-09-03", "2026-09-13"]);
    assert_eq!(
        (report.totals[0].measure, report.totals[0].amount.as_str()),
        (Measure::Billed, "1214.5")
    );
}

const USE: &str = r#"
id = "our-use"
name = "Our use"
vendor = "Larkfield"
reader = 1
kind = "table"
overlap = "content"
export = "the gateway"
dates = "iso"

[[detect]]
has = ["day", "tokens in", "tokens out"]

[every-usage]
day = "day"
model = "model"
provider = { value = "Larkfield" }

[[usage]]
token-class = { value = "input" }
tokens = "tokens in"

[[usage]]
token-class = { value = "output" }
tokens = "tokens out"
provider = "vendor"
"#;

fn told(mapping: &str) -> Choice {
    Choice {
        mapping: Some(Mapping::parse("ledger.toml", mapping).expect("a mapping")),
        ..Choice::default()
    }
}

#[test]
fn a_file_without_a_column_that_changes_figures_is_refused() {
    let billed = "billed = \"betrag\"";
    let changes = [
        "billed = \"amount\"",
        "billed = { column = \"betrag\", times = \"seats\" }",
        "billed = { column = \"betrag\", off = \"rabatt\" }",
        "billed = { column = \"betrag\", minus = [\"text\", \"credit\"] }",
        "billed = { column = \"betrag\", plus = \"tax\" }",
        "billed = \"betrag\"\nwhen = { column = \"status\", is = [\"paid\"] }",
        "billed = \"betrag\"\n[[skip]]\nwhen = { column = [\"state\", \"zustand\"], is = [\"void\"] }\nreason = \"void\"",
    ];
    for change in changes {
        let planned = plan("short.csv", LEDGER, &told(&MAPPING.replace(billed, change)));
        let why = planned.refused.expect("it is refused");
        assert!(why.contains("which is no column of the file"), "{change}: {why}");
    }
    let either = "billed = [\"amount\", \"betrag\"]";
    let planned = plan("short.csv", LEDGER, &told(&MAPPING.replace(billed, either)));
    assert_eq!(planned.refused, None);
}

fn remarks(name: &str, text: &str, choice: &Choice) -> Vec<String> {
    let item = item(&file(name, text));
    let planned = ingest::plan(&item, choice);
    let mut sink = |_: &mut Vec<Fact>| Ok(Outcome::Kept);
    let report = ingest::read(&item, &planned, &mut sink, &mut |_| ControlFlow::Continue(())).expect("read");
    report.problems.into_iter().map(|problem| problem.what).collect()
}

#[test]
fn a_column_that_is_named_and_not_there_is_said() {
    let mapping = MAPPING.replace(
        "sku = \"text\"",
        "sku = \"text\"\ninvoice = \"beleg\"\nproject = [\"text\", \"projekt\"]",
    );
    let said = remarks("named.csv", LEDGER, &told(&mapping));
    assert_eq!(
        said,
        ["The mapping names a column beleg, which the file does not have."]
    );
    let xero = "ContactName,InvoiceNumber,InvoiceDate,Quantity,UnitAmount,Currency,Status\nOpenAI,17,2026-09-03,3,10,USD,Paid\n";
    let said = remarks("bills.csv", xero, &Choice::default());
    assert!(
        said.iter()
            .any(|what| what.starts_with("The file has no column type, which")),
        "{said:?}"
    );
    let planned = plan("bills.csv", &xero.replace("Quantity", "Qty"), &Choice::default());
    assert!(
        planned
            .refused
            .is_some_and(|why| why.contains("multiplies by `*quantity` or `quantity`"))
    );
}

#[test]
fn what_every_line_says_is_stated_and_refused_once() {
    let text = "Day,Model,Vendor,Tokens in,Tokens out\n2026-09-03,opus,Anthropic,7,9\nsoon,opus,Anthropic,7,9\n\
                2026-09-04,,OpenAI,1,0\n";
    let item = item(&file("use.csv", text));
    let choice = Choice {
        mapping: Some(Mapping::parse("use.toml", USE).expect("a mapping")),
        ..Choice::default()
    };
    let mut lines = Vec::new();
    let mut sink = |row: &mut Vec<Fact>| {
        lines.extend(row.iter().map(|fact| match fact {
            Fact::Usage(usage) => {
                let day = usage.period.expect("stated").from;
                let class = usage.token_class.id();
                format!(
                    "{day} {} {:?} {class} {:?}",
                    usage.provider, usage.model, usage.tokens
                )
            }
            other => format!("{other:?}"),
        }));
        Ok(Outcome::Kept)
    };
    let planned = ingest::plan(&item, &choice);
    let report = ingest::read(&item, &planned, &mut sink, &mut |_| ControlFlow::Continue(())).expect("read");
    assert_eq!(
        lines,
        [
            "2026-09-03 Larkfield \"opus\" input Some(7)",
            "2026-09-03 Anthropic \"opus\" output Some(9)",
            "2026-09-04 Larkfield \"\" input Some(1)",
        ]
    );
    assert_eq!(report.rows.refused, 1);
    let said: Vec<&str> = report
        .problems
        .iter()
        .map(|problem| problem.what.as_str())
        .collect();
    assert_eq!(said, ["this is no date"]);
    let wrong = USE.replace("[every-usage]\n", "[every-usage]\nbilled = \"tokens in\"\n");
    let error = Mapping::parse("use.toml", &wrong).expect_err("usage bills nothing");
    assert!(
        error.to_string().contains("Billed is no field of a usage"),
        "{error}"
    );
}

#[test]
fn a_percentage_is_no_amount_and_still_takes_off_percents() {
    let read = |text: &str, mapping: &str| {
        let item = item(&file("percent.csv", text));
        let choice = Choice {
            mapping: Some(Mapping::parse("ledger.toml", mapping).expect("a mapping")),
            ..Choice::default()
        };
        let planned = ingest::plan(&item, &choice);
        let mut sink = |_: &mut Vec<Fact>| Ok(Outcome::Kept);
        ingest::read(&item, &planned, &mut sink, &mut |_| ControlFlow::Continue(())).expect("read")
    };
    let shares = "Posted;Supplier;Text;Betrag\n2026-09-03;OpenAI;API;100,00\n2026-09-13;Share;IT;12%\n";
    let report = read(shares, MAPPING);
    assert_eq!(
        (report.totals[0].amount.as_str(), report.rows.refused),
        ("100", 1)
    );
    let problem = &report.problems[0];
    assert_eq!(problem.what, "this is a percentage and no amount");
    assert!(problem.hint.is_some(), "{problem:?}");
    let reduced = "Posted;Supplier;Text;Betrag\n2026-09-03;OpenAI;12%;100,00\n";
    let off = MAPPING.replace(
        "billed = \"betrag\"",
        "billed = { column = \"betrag\", off = \"text\" }",
    );
    assert_eq!(read(reduced, &off).totals[0].amount, "88");
}

#[test]
fn the_currency_the_user_gives_decides_how_amounts_are_stored() {
    let text = MAPPING.replace("currency = { value = \"EUR\" }\n", "");
    let mapping = Mapping::parse("ledger.toml", &text).expect("a mapping");
    let yen = Some(Currency::new("JPY"));
    for (currency, stored) in [(None, 2_500_000_000), (yen, 2_500_000)] {
        let choice = Choice {
            mapping: Some(mapping.clone()),
            currency: currency.clone(),
            ..Choice::default()
        };
        let item = item(&file(
            "yen.csv",
            "Posted;Supplier;Text;Betrag\n2026-09-13;OpenAI;API;2,5\n",
        ));
        let planned = ingest::plan(&item, &choice);
        let mut seen = Vec::new();
        let mut sink = |row: &mut Vec<Fact>| {
            for charge in charges(row) {
                seen.push((charge.what.currency.clone(), charge.billed.map(|amount| amount.0)));
            }
            Ok(Outcome::Kept)
        };
        let report =
            ingest::read(&item, &planned, &mut sink, &mut |_| ControlFlow::Continue(())).expect("read");
        assert_eq!(seen, [(currency.clone().unwrap_or_default(), Some(stored))]);
        assert_eq!(
            report.problem_counts[1],
            u64::from(currency.is_none()),
            "an unknown currency is a warning"
        );
    }
}

#[test]
fn a_header_that_nearly_fits_is_a_guess_and_not_read() {
    let text = "start_time,end_time,amount_value\n1788220800,1788307200,1.5\n";
    let planned = plan("nearly.csv", text, &Choice::default());
    assert_eq!(planned.confidence, Confidence::Guess);
    assert_eq!(planned.format, "openai-cost-csv");
    assert!(
        planned
            .needs_mapping
            .is_some_and(|reason| reason.contains("amount_currency"))
    );
}

#[test]
fn a_renamed_file_is_known_by_its_content() {
    let text = "usage_date_utc,model,workspace,api_key,usage_type,token_type,cost_usd\n";
    let planned = plan("holiday photo.jpg", text, &Choice::default());
    assert_eq!(
        (planned.format.as_str(), planned.confidence),
        ("anthropic-cost-csv", Confidence::Certain)
    );
}

#[test]
fn a_mapping_with_a_wrong_field_says_file_and_field() {
    let wrong = MAPPING.replace("provider =", "provder =");
    let error = Mapping::parse("ledger.toml", &wrong)
        .expect_err("refused")
        .to_string();
    assert!(
        error.starts_with("ledger.toml") && error.contains("provder"),
        "{error}"
    );
    let wrong = MAPPING.replace("sku =", "tokens =");
    let error = Mapping::parse("ledger.toml", &wrong)
        .expect_err("refused")
        .to_string();
    assert!(error.contains("no field of a charge"), "{error}");
    let wrong = MAPPING.replace("overlap = \"content\"", "overlap = \"bucket\"");
    let error = Mapping::parse("ledger.toml", &wrong)
        .expect_err("refused")
        .to_string();
    assert!(error.contains("key is missing"), "{error}");
}

#[test]
fn reading_stops_when_told_and_a_failing_sink_is_an_error() {
    let mut text = String::from("usage_date_utc,model,workspace,api_key,usage_type,token_type,cost_usd\n");
    for row in 0..3000 {
        writeln!(text, "2026-09-01,Claude,ws,key-{row},message,output,1.00").expect("a string");
    }
    let item = item(&file("long.csv", &text));
    let planned = ingest::plan(&item, &Choice::default());
    let cancelled = ingest::read(&item, &planned, &mut |_| Ok(Outcome::Kept), &mut |_| {
        ControlFlow::Break(())
    });
    assert!(matches!(cancelled, Err(ingest::IngestError::Cancelled)));
    let failed = ingest::read(&item, &planned, &mut |_| Err("disk full".into()), &mut |_| {
        ControlFlow::Continue(())
    });
    assert_eq!(failed.expect_err("failed").to_string(), "disk full");
}

#[test]
fn a_file_that_is_written_anew_while_it_is_read_is_not_taken() {
    let path = file("changing.csv", LEDGER);
    let (short, long) = (&LEDGER[..LEDGER.len() / 2], LEDGER.repeat(2));
    for (overlap, later, is_taken) in [
        ("content", LEDGER, true),
        ("content", short, false),
        ("content", &long, false),
        ("largest", &long, true),
        ("largest", short, false),
    ] {
        std::fs::write(&path, LEDGER).expect("written");
        let mapping = MAPPING.replace(
            "overlap = \"content\"",
            &format!("overlap = \"{overlap}\"\nkey = [\"posted\"]"),
        );
        let item = item(&path);
        let planned = ingest::plan(&item, &told(&mapping));
        let mut sink = |_: &mut Vec<Fact>| {
            if later != LEDGER {
                std::fs::write(&path, later).expect("written");
            }
            Ok(Outcome::Kept)
        };
        let read = ingest::read(&item, &planned, &mut sink, &mut |_| ControlFlow::Continue(()));
        match read {
            Ok(_) => assert!(is_taken, "{overlap} {}", later.len()),
            Err(error) => {
                assert!(!is_taken, "{overlap} {}: {error}", later.len());
                assert!(matches!(error, ingest::IngestError::Changed));
            }
        }
    }
}
