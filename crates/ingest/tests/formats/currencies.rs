//! The sign or code beside an amount against the currency of its row.

use ingest::{Choice, Mapping};
use model::{Currency, Fact, Key};

use super::{Read, read_as};

const MAPPING: &str = r#"
id = "our-list"
name = "Our list"
vendor = "Larkfield"
reader = 1
kind = "table"
overlap = "content"
export = "the list"

[[detect]]
has = ["day", "vendor", "amount"]

[[charge]]
day = "day"
provider = "vendor"
currency = CURRENCY
billed = "amount"
list = "before discount"
"#;

/// A list of the user's own, whose mapping takes the currency so.
fn list(rows: &str, currency: &str, told: Option<&str>) -> Read {
    let mapping = MAPPING.replace("CURRENCY", currency);
    let choice = Choice {
        mapping: Some(Mapping::parse("list.toml", &mapping).expect("a mapping")),
        currency: told.map(Currency::new),
        ..Choice::default()
    };
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("list.csv");
    let text = format!("Day,Vendor,Before discount,Amount,Currency\n{rows}");
    std::fs::write(&path, text).expect("a file");
    read_as(&path, &choice)
}

fn billed(read: &Read) -> Vec<String> {
    let totals = read.report.totals.iter();
    let billed = totals.filter(|total| total.measure.id() == "billed");
    billed
        .map(|total| format!("{} {}", total.currency, total.amount))
        .collect()
}

#[test]
fn a_cell_that_says_another_currency_than_its_row_or_its_format_puts_the_row_aside() {
    let rows = "2026-09-01,A,,$10.00,USD\n2026-09-02,B,,\"€1,234.00\",USD\n2026-09-03,C,€3.00,2.00,USD\n";
    for currency in ["\"currency\"", "{ value = \"USD\" }"] {
        let read = list(rows, currency, None);
        assert_eq!(billed(&read), ["USD 10"], "{currency}");
        assert_eq!((read.report.rows.kept, read.report.rows.refused), (1, 2));
        let problem = &read.report.problems[0];
        assert_eq!(problem.what, "this cell says EUR, the row is USD");
        assert_eq!(
            (problem.place.row, problem.value.as_deref()),
            (Some(3), Some("€1,234.00"))
        );
        assert!(problem.hint.is_some());
    }
}

#[test]
fn a_sign_that_the_currency_of_the_row_is_written_with_too_is_no_contradiction() {
    let rows = "2026-09-01,A,,$1.00,CAD\n2026-09-02,B,,¥2.00,CNY\n2026-09-03,C,,3.00 kr,DKK\n2026-09-04,D,,C$4.00,CAD\n";
    let read = list(rows, "\"currency\"", None);
    assert_eq!(billed(&read), ["CAD 5", "CNY 2", "DKK 3"]);
    let other = list("2026-09-04,D,,C$4.00,AUD\n", "\"currency\"", None);
    assert_eq!(other.report.rows.refused, 1);
}

#[test]
fn what_is_written_beside_amounts_is_the_currency_where_none_is_stated() {
    let rows = "2026-09-01,A,12.00,€10.00,\n2026-09-02,B,,C$5.00,\n2026-09-03,C,,2.00,\n";
    let read = list(rows, "\"currency\"", None);
    assert_eq!(billed(&read), [" 2", "CAD 5", "EUR 10"]);
    // One for the whole table is the currency of all its amounts.
    let one = list(
        "2026-09-01,A,,€10.00,\n2026-09-03,C,,2.00,\n",
        "\"currency\"",
        None,
    );
    assert_eq!(billed(&one), ["EUR 12"]);
    assert_eq!(one.report.problem_counts, [0, 0, 0]);
}

#[test]
fn a_dollar_is_read_as_that_of_the_united_states_and_said_to_be_or_as_the_one_that_is_told() {
    let rows = "2026-09-01,A,,$10.00,\n2026-09-03,C,,2.00,\n";
    let open = list(rows, "\"currency\"", None);
    assert_eq!(billed(&open), ["USD 12"]);
    assert_eq!(
        open.report.problems[0].what,
        "The file does not say whose $ its amounts are in; they are read as USD."
    );
    let told = list(rows, "\"currency\"", Some("AUD"));
    assert_eq!(billed(&told), ["AUD 12"]);
    assert_eq!(list(rows, "\"currency\"", Some("EUR")).report.rows.refused, 1);
}

#[test]
fn a_currency_that_is_told_counts_before_one_that_is_only_assumed_and_not_before_what_the_file_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("focus.csv");
    let read = |head: &str, cell: &str| {
        let text = format!(
            "BilledCost,BillingAccountId,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ProviderName{head}\n\
             5,A,2026-09-01T00:00:00Z,2026-09-02T00:00:00Z,Usage,AWS{cell}\n"
        );
        std::fs::write(&path, text).expect("a file");
        let choice = Choice {
            currency: Some(Currency::new("EUR")),
            ..Choice::default()
        };
        billed(&read_as(&path, &choice))
    };
    assert_eq!(read("", ""), ["EUR 5"]);
    assert_eq!(read(",BillingCurrency", ",USD"), ["USD 5"]);
}

#[test]
fn a_column_of_currencies_may_hold_names_signs_and_words_for_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("focus.csv");
    let read = |cell: &str, told: Option<&str>| {
        let text = format!(
            "BilledCost,BillingAccountId,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ProviderName,BillingCurrency\n\
             5,A,2026-09-01T00:00:00Z,2026-09-02T00:00:00Z,Usage,AWS,{cell}\n"
        );
        std::fs::write(&path, text).expect("a file");
        let choice = Choice {
            currency: told.map(Currency::new),
            ..Choice::default()
        };
        let read = read_as(&path, &choice);
        let problems = read.report.problems.iter().map(|problem| problem.what.clone());
        let warned = problems.filter(|what| !what.starts_with("The file has no column"));
        (billed(&read), warned.collect::<Vec<_>>())
    };
    for (cell, wanted) in [
        ("US Dollar", "USD 5"),
        ("British Pound", "GBP 5"),
        ("€", "EUR 5"),
        ("RMB", "CNY 5"),
        ("CREDITS", "CREDITS 5"),
    ] {
        assert_eq!(read(cell, None), (vec![wanted.to_owned()], Vec::new()), "{cell}");
    }
    let (money, warned) = read("$", None);
    assert_eq!(money, ["USD 5"]);
    assert!(
        warned[0].starts_with("The file does not say whose $"),
        "{warned:?}"
    );
    assert_eq!(read("$", Some("CAD")).0, ["CAD 5"]);
    assert_eq!(read("N/A", Some("CAD")), (vec!["CAD 5".to_owned()], Vec::new()));
    let (money, warned) = read("Gold bars", None);
    assert_eq!(money, ["GOLD BARS 5"]);
    assert!(warned[0].starts_with("`GOLD BARS` is no currency"), "{warned:?}");
    assert_eq!(read("kr", None).0, Vec::<String>::new());
    assert_eq!(read("kr", Some("SEK")).0, ["SEK 5"]);
}

#[test]
fn rows_of_one_key_all_count_where_they_may_and_meet_a_later_file_one_by_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("contracts.csv");
    let head = "Product,Provider,Seats,Unit price,Per,Currency,Start,Last day";
    let keys = |seats: &[u8]| -> Vec<Key> {
        let rows = seats
            .iter()
            .map(|seats| format!("\nClaude,Anthropic,{seats},30,month,USD,2026-01-01,2026-12-31"));
        std::fs::write(&path, format!("{head}{}", rows.collect::<String>())).expect("a file");
        let read = read_as(&path, &Choice::default());
        let facts = read.facts.iter().map(|fact| match fact {
            Fact::Contract(contract) => contract.key,
            other => panic!("{other:?}"),
        });
        facts.collect()
    };
    let (first, later) = (keys(&[50, 10]), keys(&[55]));
    assert_ne!(first[0], first[1]);
    assert_eq!(first[0], later[0]);
}

#[test]
fn what_is_billed_is_held_against_what_the_lines_above_say_is_to_be_paid() {
    let rows = "Service description,SKU description,Cost type,Usage start date,Usage end date,Unrounded Cost ($)\n\
                Compute Engine,Core,Usage,2026-06-01,2026-06-30,5.724\n,Rounding error,Rounding error,,,-0.004\n";
    let said = |due: &str| {
        let text = format!("Invoice date,2026-06-30\nCurrency,USD\nTotal amount due,{due}\n{rows}");
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("costs.csv");
        std::fs::write(&path, text).expect("a file");
        let read = read_as(&path, &Choice::default());
        assert_eq!(billed(&read), ["USD 5.72"]);
        let problems = read.report.problems.into_iter();
        problems
            .filter(|problem| problem.what.contains("to be paid"))
            .count()
    };
    assert_eq!((said("$5.72"), said("$1.20"), said("\"$1,009.49\"")), (0, 1, 1));
}
