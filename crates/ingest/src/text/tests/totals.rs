//! Rows that are the sums of others, at any place of a table.

use super::*;

#[test]
fn titles_before_totals_after_and_blank_rows_are_no_data() {
    let text = "Spend report,,,\n,,,\nDate,Supplier,Item,Cost\n2026-09-01,Acme,Tokens,5.50\n,,,\n\
                2026-09-02,TOTAL TRANSPORT LTD,Bus,4.50\n2026-09-03,Beta,Seats,1.00\n,Grand Total,,11.00\n\n\
                All amounts in pounds,,,\n";
    let file = open(text);
    let table = &file.tables[0];
    assert_eq!((table.header_row, table.rows, table.footer_rows), (Some(2), 3, 1));
    assert_eq!(table.stated_totals[0].label, "Grand Total");
    assert_eq!(table.stated_totals[0].cells[3], "11.00");
    assert_eq!(kinds(&file, 0), [Data, Blank, Data, Data, Total, Blank, Footer]);
}

#[test]
fn a_bare_total_of_a_two_column_table_is_a_total_and_a_supplier_is_not() {
    let file = open("Supplier,Cost\nAcme,5\nTotal Transport Ltd,4\nTotal,9\n");
    assert_eq!((file.tables[0].rows, file.tables[0].stated_totals.len()), (2, 1));
}

#[test]
fn a_row_that_hardly_tells_what_it_is_and_sums_up_the_others_is_a_total() {
    for (total, label) in [
        ("Alles,,,30.00", "Alles"),
        (",,,30.00", ""),
        (",,Rest,30.00", "Rest"),
    ] {
        let file = open(format!(
            "Date,Vendor,Item,Amount\n2026-01-01,OpenAI,a,10.00\n2026-01-02,OpenAI,b,20.00\n{total}\n"
        ));
        assert_eq!(kinds(&file, 0), [Data, Data, Total], "{total}");
        assert_eq!(file.tables[0].stated_totals[0].label, label);
    }
    let other =
        open("Date,Vendor,Item,Amount\n2026-01-01,OpenAI,a,10.00\n2026-01-02,OpenAI,b,20.00\n,,,31.00\n");
    assert_eq!(kinds(&other, 0), [Data, Data, Data]);
}

#[test]
fn totals_by_arithmetic_are_of_the_rows_since_an_earlier_one_in_either_decimal_mark() {
    let text = "Datum;Firma;Betrag\n2026-01-01;A;1.000,50\n2026-01-02;B;2.000\n;;3.000,50\n2026-01-03;A;1,25\n\
                2026-01-04;B;2,25\n;;3,50\n;;3.004\n";
    assert_eq!(
        kinds(&open(text), 0),
        [Data, Data, Total, Data, Data, Total, Total]
    );
}

#[test]
fn a_wide_table_ends_with_the_sums_of_its_months() {
    let text = "Vendor,Jan 2026,Feb 2026,Total\nOpenAI,1.50,2.00,3.50\nTotal Energies,1.00,1.00,2.00\n\
                Total vendors,2.50,3.00,5.50\n";
    assert_eq!(kinds(&open(text), 0), [Data, Data, Total]);
}

#[test]
fn a_supplier_named_like_a_total_is_data_in_a_full_row() {
    let text = "Date,Vendor,Item,Amount\n2026-01-01,Total,a,10.00\n2026-01-02,Sum,b,20.00\n\
                2026-01-02,Total Energies,b,30.00\n";
    assert_eq!(kinds(&open(text), 0), [Data, Data, Data]);
}

#[test]
fn a_sum_that_is_called_a_total_is_one_in_a_full_row_too() {
    let dated =
        "Date,Item,Amount (USD)\n2026-10-01,LLM,10.00\n2026-10-02,VM,2.50\n2026-10-31,October total,12.50\n";
    assert_eq!(kinds(&open(dated), 0), [Data, Data, Total]);
    let groups = "Vendor,Amount,Date\nOpenAI,100.00,2026-09-03\nOpenAI,20.00,2026-09-13\nTotal,120.00,2026-09-30\n\
                  Anthropic,50.00,2026-10-04\nAnthropic,5.00,2026-10-14\nTotal,55.00,2026-10-31\n";
    assert_eq!(kinds(&open(groups), 0), [Data, Data, Total, Data, Data, Total]);
    let other =
        "Date,Item,Amount\n2026-10-01,LLM,10.00\n2026-10-02,VM,2.50\n2026-10-31,Total Fitness,12.40\n";
    assert_eq!(kinds(&open(other), 0), [Data, Data, Data]);
}

#[test]
fn a_subtotal_of_one_row_is_a_total_and_so_is_what_follows() {
    let text = "Vendor;Jul 2026;Aug 2026\nOpenAI;100,00;110,00\nAnthropic;50,00;55,00\nSubtotal AI;150,00;165,00\n\
                AWS;10,00;20,00\nSubtotal Cloud;10,00;20,00\nFigma;5,00;5,00\nMiro;5,00;5,00\n\
                Subtotal Design;10,00;10,00\nGrand total;170,00;195,00\n";
    let want = [Data, Data, Total, Data, Total, Data, Data, Total, Total];
    assert_eq!(kinds(&open(text), 0), want);
    // Where a subtotal could be a supplier, the grand total tells.
    let named = text.replace("Subtotal Cloud", "Total Cloud");
    let file = open(named);
    assert_eq!(kinds(&file, 0), want);
    let rows: Vec<u64> = file.tables[0]
        .stated_totals
        .iter()
        .map(|total| total.row)
        .collect();
    assert_eq!((file.tables[0].rows, rows), (5, vec![4, 6, 9, 10]));
    assert!(file.problems.is_empty(), "{:?}", file.problems);
}

#[test]
fn totals_by_a_key_or_above_their_rows_show_at_the_end() {
    let by_product = "month,org,product,charge_type,cost\n2026-10,Lark,llm,committed,100.00\n\
                      2026-10,Lark,llm,on_demand,20.00\n2026-10,Lark,llm,total,120.00\n\
                      2026-10,Lark,infra,total,50.00\n2026-10,Lark,infra,committed,50.00\n";
    assert_eq!(kinds(&open(by_product), 0), [Data, Data, Total, Total, Data]);
    let above = "Category,Description,Start,Usage,Price\nall,Total Price,2026-10-01,,12.50\n\
                 sms,SMS,2026-10-01,100,10.00\nai,AI,2026-10-01,10,2.50\n";
    assert_eq!(kinds(&open(above), 0), [Total, Data, Data]);
    let supplier = "Date,Vendor,Item,Amount\n2026-01-01,TOTAL,fuel,20.00\n2026-01-01,Figma,seat,20.00\n\
                    2026-01-02,TOTAL,fuel,20.00\n2026-01-02,Miro,seat,10.00\n";
    assert_eq!(kinds(&open(supplier), 0), [Data, Data, Data, Data]);
}

#[test]
fn a_number_that_all_rows_have_is_no_amount_of_a_total() {
    let text = "Invoice,Account,Type,Product,Item,Day,Cost\n123,1111,Line,EC2,hours,2026-10-01,20.00\n\
                123,1111,Line,S3,storage,2026-10-01,10.00\n123,1111,Sum,,Total for account 1111 (L),2026-10-31,30.00\n";
    assert_eq!(kinds(&open(text), 0), [Data, Data, Total]);
}

#[test]
fn stars_are_totals_and_parts_below_one_are_no_data() {
    let stars = "Konto;Datum;Kreditor;Betrag\n476100;03.09.2026;OpenAI;1.234,50\n476100;15.09.2026;Anthropic;500,00\n\
                 *;;;1.734,50\n476200;15.09.2026;AWS;10,00\n*;;;10,00\n**;;;1.744,50\n";
    assert_eq!(kinds(&open(stars), 0), [Data, Data, Total, Data, Total, Total]);
    let parts = "Vendor;Betrag\nOpenAI;100,00\nAnthropic;50,00\nGesamt;150,00\ndavon MwSt 19%;23,95\n";
    assert_eq!(kinds(&open(parts), 0), [Data, Data, Total, Footer]);
}

#[test]
fn a_last_row_that_is_the_sum_of_all_is_remarked() {
    let text =
        "Date,Vendor,Amount\n2026-10-01,A,10.10\n2026-10-02,B,2.20\n2026-10-03,C,3.30\n2026-10-31,Q4,15.60\n";
    let file = open(text);
    assert_eq!(kinds(&file, 0), [Data, Data, Data, Data]);
    assert_eq!(file.problems[0].place.row, Some(5));
}

#[test]
fn rows_of_groups_above_their_members_are_no_data_where_the_total_says_so() {
    let pivot = "Row Labels,2026-01,2026-02,Grand Total\nOpenAI,30,40,70\nAPI,10,20,30\nChatGPT,20,20,40\n\
                 AWS,5,5,10\nBedrock,5,5,10\nGrand Total,35,45,80\n";
    let file = open(pivot);
    assert_eq!(
        kinds(&file, 0),
        [RowKind::Group, Data, Data, RowKind::Group, Data, Total]
    );
    assert_eq!(
        (file.tables[0].rows, file.tables[0].stated_totals[0].rows_before),
        (3, 3)
    );
    let flat = pivot.replace("Grand Total,35,45,80", "Grand Total,70,90,160");
    assert_eq!(kinds(&open(flat), 0), [Data, Data, Data, Data, Data, Total]);
    let open_end = pivot.replace("Grand Total,35,45,80\n", "");
    assert_eq!(kinds(&open(open_end), 0), [Data, Data, Data, Data, Data]);
}

#[test]
fn opening_and_closing_balances_are_no_data_even_with_a_date() {
    let text = "Date,Vendor,Amount,Balance\n2026-01-01,Opening balance,100.00,100.00\n\
                2026-01-02,OpenAI,20.00,120.00\n2026-01-03,Figma,5.00,125.00\n\
                2026-01-31,Utgående saldo,125.00,125.00\n";
    assert_eq!(kinds(&open(text), 0), [Total, Data, Data, Total]);
}
