//! In which order days and with which mark numbers are read: as the whole file proves, then as its format or mapping says.

use ingest::{Choice, Mapping};
use model::{Fact, Period};

use super::{Read, read, read_as};

fn mapping(head: &str, blocks: &str) -> Mapping {
    let text = format!(
        "id = \"our-list\"\nname = \"Our list\"\nvendor = \"Larkfield\"\nreader = 1\nkind = \"table\"\n\
         overlap = \"content\"\nexport = \"the list\"\n{head}\n[[detect]]\nhas = [\"vendor\"]\n{blocks}"
    );
    Mapping::parse("list.toml", &text).expect("a mapping")
}

const CHARGE: &str = "[[charge]]\nday = \"date\"\nprovider = \"vendor\"\ncurrency = { value = \"EUR\" }\nbilled = \"amount\"\n";
const USAGE: &str = "[[usage]]\nday = \"date\"\nprovider = \"vendor\"\ntokens = \"tokens\"\n";

fn list(head: &str, blocks: &str, text: &str) -> Read {
    let choice = Choice {
        mapping: Some(mapping(head, blocks)),
        ..Choice::default()
    };
    file(text, &choice)
}

fn file(text: &str, choice: &Choice) -> Read {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("list.csv");
    std::fs::write(&path, text).expect("a file");
    read_as(&path, choice)
}

fn days(read: &Read) -> Vec<String> {
    let periods = read.facts.iter().filter_map(|fact| match fact {
        Fact::Charge(charge) => charge.period,
        Fact::Usage(usage) => usage.period,
        _ => None,
    });
    let word = |period: Period| {
        if period.days() == 1 {
            period.from.to_string()
        } else {
            format!("{}+{}", period.from, period.days())
        }
    };
    periods.map(word).collect()
}

fn billed(read: &Read) -> Vec<String> {
    let totals = read.report.totals.iter();
    totals.map(|total| total.amount.clone()).collect()
}

fn says(read: &Read, words: &str) -> bool {
    let problems = &read.report.problems;
    problems.iter().any(|problem| {
        let hint = problem.hint.clone().unwrap_or_default();
        format!("{} {hint}", problem.what).contains(words)
    })
}

/// Azure writes the month first; a spreadsheet may have saved it otherwise.
fn azure(days: &[&str]) -> Read {
    let mut text = "billingAccountName,date,meterCategory,costInBillingCurrency,billingCurrency\n".to_owned();
    for day in days {
        text.extend(["Larkfield,", day, ",Virtual Network,1.00,USD\n"]);
    }
    file(&text, &Choice::default())
}

#[test]
fn what_the_days_of_a_file_prove_counts_before_what_its_format_writes() {
    let otherwise = azure(&["01/10/2026", "12/10/2026", "31/10/2026"]);
    assert_eq!(days(&otherwise), ["2026-10-01", "2026-10-12", "2026-10-31"]);
    assert!(says(&otherwise, "Its days are in another order"));
    let as_known = azure(&["10/01/2026", "10/02/2026"]);
    assert_eq!(days(&as_known), ["2026-10-01", "2026-10-02"]);
    assert!(!says(&as_known, "another order"));
    let torn = azure(&["10/01/2026", "10/31/2026", "31/10/2026"]);
    assert_eq!(torn.report.rows.refused, 1);
    assert!(says(&torn, "--dates dmy or mdy"));
}

#[test]
fn a_mapping_says_how_a_file_is_written_that_does_not_tell_itself() {
    let rows = "Date,Vendor,Amount\n9/3/2026,OpenAI,1.00\n9/5/2026,OpenAI,1.00\n";
    let open = list("dates = \"dmy\"", CHARGE, rows);
    assert_eq!(days(&open), ["2026-03-09", "2026-05-09"]);
    let proven = list(
        "dates = \"dmy\"",
        CHARGE,
        &format!("{rows}9/13/2026,OpenAI,1.00\n"),
    );
    assert_eq!(days(&proven), ["2026-09-03", "2026-09-05", "2026-09-13"]);
    assert!(says(&proven, "than the mapping says"));
    let iso = list(
        "dates = \"iso\"",
        CHARGE,
        &format!("{rows}9/13/2026,OpenAI,1.00\n"),
    );
    assert_eq!(days(&iso), days(&proven));

    let comma = "decimal = \"comma\"";
    let open = list(comma, CHARGE, "Date;Vendor;Amount\n2026-09-03;OpenAI;1.500\n");
    assert_eq!(billed(&open), ["1500"]);
    let rows = "Date;Vendor;Amount\n2026-09-03;OpenAI;1,234.50\n2026-09-04;OpenAI;1,500\n";
    assert_eq!(billed(&list(comma, CHARGE, rows)), ["2734.5"]);
}

#[test]
fn other_columns_and_lines_above_tell_where_those_that_are_read_do_not() {
    let due = "Date,Vendor,Due date,Amount\n03/09/2026,OpenAI,30/09/2026,1.00\n";
    assert_eq!(days(&list("", CHARGE, due)), ["2026-09-03"]);
    let above = "From,09/01/2026\nTo,09/30/2026\n\nDate,Vendor,Amount\n09/03/2026,OpenAI,1.00\n";
    assert_eq!(days(&list("", CHARGE, above)), ["2026-09-03"]);
    let open = list("", CHARGE, "Date,Vendor,Amount\n03/09/2026,OpenAI,1.00\n");
    assert_eq!(open.report.rows.refused, 1);
    assert!(says(&open, "--dates dmy or mdy"));
    let cents = "Date,Vendor,Amount,Cost (USD)\n2026-09-03,OpenAI,\"1,210\",8.30\n";
    assert_eq!(billed(&list("", CHARGE, cents)), ["1210"]);
    let version = "Date,Vendor,Amount,Version\n2026-09-03,OpenAI,\"1,210\",4.1\n";
    assert_eq!(list("", CHARGE, version).report.rows.refused, 1);
}

fn tokens(heading: &str, cell: &str) -> (Vec<i64>, Read) {
    let blocks = USAGE.replace(
        "tokens = \"tokens\"",
        &format!("tokens = \"{}\"", heading.to_lowercase()),
    );
    let read = list(
        "",
        &blocks,
        &format!("Date;Vendor;{heading}\n2026-09-03;OpenAI;{cell}\n"),
    );
    let counted = read.facts.iter().filter_map(|fact| match fact {
        Fact::Usage(usage) => usage.tokens,
        _ => None,
    });
    (counted.collect(), read)
}

#[test]
fn counts_are_whole_and_in_the_unit_that_their_heading_says() {
    assert_eq!(tokens("Tokens", "1,210").0, [1210]);
    assert_eq!(tokens("Tokens", "1.210").0, [1210]);
    let (millions, read) = tokens("Tokens (M)", "2.5");
    assert_eq!(millions, [2_500_000]);
    assert!(says(&read, "read in units of 1000000"));
    assert_eq!(tokens("Tokens (thousands)", "400").0, [400_000]);
    let (none, read) = tokens("Tokens", "1200.75");
    assert_eq!((none.len(), read.report.rows.refused), (0, 1));
    assert!(says(&read, "this count has a fraction"));
}

#[test]
fn a_month_or_a_week_in_place_of_a_day_is_all_of_it() {
    let rows = "Date;Vendor;Amount\n07.2026;A;1.00\n202608;A;1.00\nSep 2026;A;1.00\n2026-W41;A;1.00\n2026-11-02;A;1.00\n";
    assert_eq!(
        days(&list("", CHARGE, rows)),
        [
            "2026-07-01+31",
            "2026-08-01+31",
            "2026-09-01+30",
            "2026-10-05+7",
            "2026-11-02"
        ]
    );
}

#[test]
fn what_a_mapping_says_holds_for_days_that_no_column_tells_of() {
    let range = CHARGE.replace(
        "day = \"date\"",
        "from = { column = \"date\", before-last = \" - \" }\nlast = { column = \"date\", after-last = \" - \" }",
    );
    let rows = "Date,Vendor,Amount\n01.09.2026 - 10.09.2026,OpenAI,1.00\n";
    assert_eq!(days(&list("dates = \"dmy\"", &range, rows)), ["2026-09-01+10"]);
    assert!(says(&list("", &range, rows), "--dates dmy or mdy"));
    let turned = "[unpivot]\nkeep = [\"Vendor\"]\n[[charge]]\nday = \"@column\"\nprovider = \"vendor\"\n\
                  currency = { value = \"EUR\" }\nbilled = \"@value\"\n";
    let rows = "Vendor,11.09.2026,12.09.2026\nOpenAI,1.00,2.00\n";
    assert_eq!(
        days(&list("dates = \"dmy\"", turned, rows)),
        ["2026-09-11", "2026-09-12"]
    );
}

#[test]
fn days_that_a_spreadsheet_swapped_where_it_could_are_refused() {
    let read = |rows: &[&str]| {
        let lines = rows.iter().map(|day| format!("{day},OpenAI,1.00\n"));
        list(
            "",
            CHARGE,
            &format!("Date,Vendor,Amount\n{}", lines.collect::<String>()),
        )
    };
    let swapped = read(&["2026-03-09", "09/14/2026", "2026-04-09", "09/20/2026"]);
    assert_eq!(days(&swapped), ["2026-09-14", "2026-09-20"]);
    assert!(says(&swapped, "swapped day and month") && swapped.report.rows.refused == 2);
    // The months say that these are right; one above the twelfth, too, and one that could be swapped and is a text.
    for right in [
        ["2026-09-03", "09/14/2026", "2026-09-04", "09/20/2026"],
        ["2026-03-09", "09/14/2026", "2026-04-19", "09/20/2026"],
        ["2026-03-09", "09/14/2026", "2026-04-09", "09/10/2026"],
    ] {
        assert_eq!(read(&right).report.rows.refused, 0, "{right:?}");
    }
}

#[test]
fn headings_of_a_wide_table_say_what_its_money_is_in() {
    let turned = "[unpivot]\nkeep = [\"Vendor\"]\n[[charge]]\nmonth = { column = \"@column\", before-last = \" (\" }\n\
                  provider = \"vendor\"\ncurrency = { value = \"EUR\" }\nbilled = \"@value\"\n";
    let columns = |rows: &str| list("", turned, rows).report.money_columns;
    let rows = "Vendor,Jan 2026 (k€),Feb 2026 (k€)\nOpenAI,1.50,2.25\n";
    assert!(columns(rows).contains(&"Jan 2026 (k€)".to_owned()));
    assert_eq!(columns(&rows.replace("k€", "€")).len(), 1);
}

/// A vendor's file that another country's spreadsheet saved: a thousand looks like one.
#[test]
fn thousands_of_a_file_that_was_saved_abroad_are_asked_about() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("users.csv");
    let read_with = |delimiter: &str, messages: &str| {
        let head = "account_id,public_id,email,name,user_status,created_or_invited_date,is_active,messages,model_to_messages,period_start,period_end,cadence,last_day_active";
        let row = format!(
            "a,u1,p1@x.example,,enabled,2025-12-01,True,{messages},{{}},2026-06-01,2026-06-30,Monthly,2026-06-20"
        );
        let text = format!("{head}\n{row}\n").replace(',', delimiter);
        std::fs::write(&path, text).expect("written");
        read(&path)
    };
    let refused = |read: &Read| read.report.rows.refused;
    assert_eq!(refused(&read_with(";", "1.000")), 1);
    assert_eq!(refused(&read_with(";", "12.5")), 0);
    assert_eq!(refused(&read_with(",", "1.000")), 0);
}
