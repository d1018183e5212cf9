use std::fmt::Write as _;

use super::*;
use crate::formats::Decimals;

fn looked_at(text: &str, reading: Reading) -> Inspected {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bill.csv");
    std::fs::write(&path, text).expect("a file");
    let choice = Choice {
        reading,
        ..Choice::default()
    };
    let options = InspectOptions {
        choice,
        ..InspectOptions::default()
    };
    inspect(&path, &options).remove(0)
}

fn table(found: &Inspected) -> &TableFacts {
    &found.tables.as_ref().expect("tables")[0]
}

#[test]
fn a_row_with_cells_beyond_the_header_is_refused_and_in_no_sum() {
    let text = "Date,Item,Cost\n2026-09-01,Seats,500\n2026-09-02,Seats,1,500\n2026-09-03,Seats,700\n";
    let found = looked_at(text, Reading::default());
    assert_eq!((table(&found).rows, table(&found).refused_rows), (2, 1));
    assert_eq!(table(&found).sums["Cost"][""], "1200");
    assert_eq!(found.problems[0].place.row, Some(3));
}

#[test]
fn a_record_that_is_longer_than_any_may_be_is_counted_as_refused() {
    let long = format!(
        "Date,Item,Cost\n2026-09-01,a,1\n2026-09-02,\"{},2\n2026-09-03,b,3\n",
        "x".repeat(2 << 20)
    );
    let found = looked_at(&long, Reading::default());
    assert_eq!((table(&found).rows, table(&found).refused_rows), (2, 1));
    assert!(
        found.problems.iter().any(|problem| problem.place.row == Some(3)),
        "{:?}",
        found.problems
    );
}

#[test]
fn what_is_told_is_shown_beside_what_was_detected_and_holds() {
    let reading = Reading {
        header_row: Some(2),
        decimal: Some(Decimals::Comma),
        ..Reading::default()
    };
    let found = looked_at("a;b\nDate;Cost\n2026-09-01;1.500\n2026-09-02;2.500\n", reading);
    let used = found.used.as_ref().expect("something is told");
    assert_eq!(
        (used.header_row, used.decimal, used.encoding.as_deref()),
        (Some(1), Some(","), None)
    );
    assert_eq!(table(&found).sums["Cost"][""], "4000");
    assert!(looked_at("a;b\n1;2\n", Reading::default()).used.is_none());
}

#[test]
fn each_currency_written_in_the_cells_has_a_sum_of_its_own() {
    let text = "Date,Vendor,Amount\n2026-01-01,A,$10.00\n2026-01-02,B,€20.00\n2026-01-03,C,£5.00\n";
    let sums = &table(&looked_at(text, Reading::default())).sums["Amount"].clone();
    let want = [("EUR", "20"), ("GBP", "5"), ("USD", "10")];
    assert!(
        sums.iter().map(|(currency, sum)| (&**currency, &**sum)).eq(want),
        "{sums:?}"
    );
}

#[test]
fn a_sign_that_contradicts_the_currency_of_the_row_is_told_and_counts_for_itself_where_only_the_file_says_it()
{
    let by_row = "Date,Vendor,Amount,Valuta\n2026-01-01,A,$10.00,USD\n2026-01-02,B,€20.00,USD\n2026-01-03,C,$5.00,CAD\n";
    let by_heading = "Date,Vendor,Amount (USD)\n2026-01-01,A,$10.00\n2026-01-02,B,€20.00\n";
    for (text, column, sums) in [
        (by_row, "Amount", vec![("CAD", "5"), ("USD", "30")]),
        (by_heading, "Amount (USD)", vec![("EUR", "20"), ("USD", "10")]),
    ] {
        let found = looked_at(text, Reading::default());
        let have = table(&found).sums[column].iter();
        assert!(have.map(|(currency, sum)| (&**currency, &**sum)).eq(sums));
        assert_eq!(found.problems[0].what, "this cell says EUR, the row is USD");
        assert_eq!(found.problems[0].place.row, Some(3));
    }
}

#[test]
fn a_column_of_currencies_is_known_by_its_cells() {
    let text = "Date,Vendor,Amount,X\n2026-01-01,A,1.00,SEK\n2026-01-02,B,2.00,EUR\n";
    let found = looked_at(text, Reading::default());
    assert_eq!(table(&found).sums["Amount"]["SEK"], "1");
}

#[test]
fn a_cell_of_money_that_is_no_number_is_told_and_the_column_stays_the_amounts() {
    let mut text = String::from("Date,Vendor,Amount\n");
    for day in 1..10 {
        writeln!(text, "2026-01-0{day},A,1.50").expect("text");
    }
    text.push_str("2026-01-10,A,[redacted]\n");
    let found = looked_at(&text, Reading::default());
    assert_eq!(table(&found).sums["Amount"][""], "13.5");
    assert_eq!(found.problems[0].place.row, Some(11));
    assert_eq!(found.problems[0].what, "this is no number");
}

#[test]
fn of_columns_with_one_name_the_first_counts() {
    let found = looked_at(
        "Date,Vendor,Amount,Amount\n2026-01-01,A,10,1\n2026-01-02,B,20,2\n",
        Reading::default(),
    );
    assert_eq!(table(&found).sums["Amount"][""], "30");
}

#[test]
fn totals_of_parts_agree() {
    let text = "Date,Vendor,Amount\n2026-01-01,X,1.00\n2026-01-02,Y,2.00\n,Subtotal,3.00\n2026-02-01,X,4.00\n\
                2026-02-02,Y,5.00\n,Subtotal,9.00\n,Grand total,12.00\n,Total,13.00\n";
    let found = looked_at(text, Reading::default());
    let agree: Vec<bool> = table(&found)
        .stated_totals
        .iter()
        .map(|total| total.agrees)
        .collect();
    assert_eq!(agree, [true, true, true, false]);
}

#[test]
fn the_total_above_the_rows_of_an_export_is_stated_and_in_no_sum_whatever_it_is_grouped_by() {
    for grouping in [
        "Service",
        "Linked account",
        "Region",
        "Usage type",
        "Instance type",
        "Tag: team",
        "Cost category: unit",
    ] {
        let text = format!(
            "\"{grouping}\",\"one($)\",\"two($)\",\"Total costs($)\"\n\"{grouping} total\",\"15\",\"3\",\"18\"\n\"2026-08-01\",\"10\",\"\",\"10\"\n\"2026-09-01\",\"5\",\"3\",\"8\"\n"
        );
        let found = looked_at(&text, Reading::default());
        assert_eq!(found.format.as_deref(), Some("aws-cost-explorer"), "{grouping}");
        let table = table(&found);
        assert_eq!(
            (table.rows, table.sums["Total costs($)"][""].as_str()),
            (2, "18"),
            "{grouping}"
        );
        let stated = &table.stated_totals[0];
        assert_eq!(
            (stated.row, stated.amount.as_str(), stated.agrees),
            (2, "18", true),
            "{grouping}"
        );
    }
}

#[test]
fn sums_are_of_the_currency_that_goes_with_the_amount_and_never_of_days_or_numbers() {
    for (text, column, sums) in [
        (
            "Buchung;Valutadatum;Betrag;Währung\n15.09.2026;16.09.2026;1.250,00;EUR\n18.09.2026;19.09.2026;99,50;EUR\n",
            "Betrag",
            vec![("EUR", "1349.5")],
        ),
        (
            "Date,Amount (Foreign Currency),Currency,Amount\n2026-09-03,100.00,EUR,110.00\n2026-09-15,200.00,USD,200.00\n",
            "Amount",
            vec![("", "310")],
        ),
        (
            "Date,Original amount,Original currency,Amount (EUR)\n2026-10-01,1000,JPY,6.50\n2026-10-02,2000,JPY,13.00\n",
            "Amount (EUR)",
            vec![("EUR", "19.5")],
        ),
        (
            "Kontowährung: CHF\n\nDatum;Text;Betrag\n03.09.2026;API;1,50\n04.09.2026;API;2,00\n",
            "Betrag",
            vec![("CHF", "3.5")],
        ),
    ] {
        let found = looked_at(text, Reading::default());
        let have = table(&found).sums[column].iter();
        let have: Vec<(&str, &str)> = have.map(|(currency, sum)| (&**currency, &**sum)).collect();
        assert_eq!(have, sums, "{text}");
    }
}
