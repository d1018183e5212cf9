//! Rows that are the same rows however a file is written, files that may be the same money, and deliveries that may be
//! another part of a month.

use std::ops::RangeInclusive;

use serde_json::Value;

use crate::desk::{Desk, entries};

const CURSOR: &str = "Date,User,Kind,Model,Max Mode,Input (w/ Cache Write),Input (w/o Cache Write),Cache Read,Output Tokens,Total Tokens,Cost
2026-09-01T08:14:03.120Z,a@larkfield.example,Usage-based,gpt-5,No,0,10,0,5,15,$0.25
";

fn billed(desk: &Desk) -> Vec<(String, String)> {
    let spend = desk.json("spend");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let rows = spend["rows"].as_array().expect("rows").iter();
    rows.map(|row| (text(&row["currency"]), text(&row["billed"])))
        .collect()
}

fn one(currency: &str, amount: &str) -> Vec<(String, String)> {
    vec![(currency.to_owned(), amount.to_owned())]
}

#[test]
fn rows_are_told_apart_by_what_they_say_not_by_the_order_of_columns() {
    let desk = Desk::new();
    desk.write("a.csv", CURSOR);
    let turned = CURSOR.lines().map(|line| {
        let cells: Vec<&str> = line.split(',').rev().collect();
        // A column that later exports have, and this one leaves blank.
        let more = if line.starts_with("Date") {
            "Cloud Agent ID"
        } else {
            ""
        };
        [more, &cells.join(",")].join(",")
    });
    let turned = turned.collect::<Vec<_>>().join("\n");
    desk.write("b.csv", turned.replace("$0.25", "0.25"));
    desk.json("import a.csv");
    let again = desk.json("import b.csv");
    assert_eq!(entries(&again)[0]["rows"]["duplicate"], 1, "{again:#}");
    assert_eq!(billed(&desk), one("USD", "0.25"));
}

#[test]
fn a_ledger_with_another_running_balance_is_the_same_ledger() {
    let desk = Desk::new();
    let ledger = |balance: u32, amount: &str| {
        format!(
            "Date,Transaction Type,Num,Name,Memo/Description,Split,Amount,Balance\n\
             09/03/2026,Bill,11,OpenAI,API,Software,{amount},{balance}\n\
             09/04/2026,Expense,,Anthropic,Console,Software,20.00,{}\n\
             09/04/2026,Expense,,Anthropic,Console,Software,20.00,{}\n\
             09/17/2026,Expense,,OpenAI,API,Software,5.00,{}\n",
            balance + 20,
            balance + 40,
            balance + 45
        )
    };
    desk.write("a.csv", ledger(1_000, "\"1,234.50\""));
    desk.write("b.csv", ledger(7_000, "1234.5"));
    desk.json("import a.csv --currency GBP");
    desk.json("import b.csv --currency GBP");
    assert_eq!(billed(&desk), one("GBP", "1279.5"));
}

#[test]
fn amounts_of_one_key_in_two_currencies_are_never_added_up() {
    let desk = Desk::new();
    desk.write(
        "costs.csv",
        "start_time,end_time,amount_value,amount_currency,line_item,organization_id\n\
         1756684800,1756771200,1.50,usd,gpt-5,org-1\n\
         1756684800,1756771200,2.00,eur,gpt-5,org-1\n",
    );
    desk.json("import costs.csv");
    assert_eq!(billed(&desk), [one("EUR", "2"), one("USD", "1.5")].concat());
}

#[test]
fn the_same_sums_in_other_rows_of_one_format_are_asked_about() {
    let desk = Desk::new();
    let costs = |item: &str| {
        format!(
            "start_time,end_time,amount_value,amount_currency,line_item,organization_id\n\
             1756684800,1756771200,1.50,usd,{item},org-1\n"
        )
    };
    desk.write("a.csv", costs("gpt-5"));
    desk.write("b.csv", costs("\"gpt-5, input\""));
    desk.json("import a.csv");
    let ran = desk.run("--json import b.csv");
    assert_eq!(entries(&ran.json())[0]["status"], "needs-answer");
    assert_eq!(billed(&desk), one("USD", "1.5"));
}

#[test]
fn a_list_that_was_saved_again_is_the_same_list() {
    let lists = [
        (
            "headcount",
            "Unit,Month,Headcount\nClaims,{},38\n",
            &["2026-09", "2026-09-01", "2026-09-01 00:00:00"][..],
        ),
        (
            "payroll",
            "Unit,Month,Loaded cost,Currency\nClaims,{},900.50,EUR\n",
            &["2026-09", "2026-09-01"],
        ),
        (
            "budgets",
            "Budget,Dimension,Value,From,To,Amount,Currency\nAI 2026,provider,OpenAI,{},2026-12-31,1000,EUR\n",
            &["2026-01-01", "2026-01-01T00:00:00"],
        ),
        (
            "surveys",
            "Date,Email,Question,Value\n2026-03-31,{},Hours saved,1.5\n",
            &["Ann@Example.com", "ann@example.com"],
        ),
    ];
    for (name, list, spellings) in lists {
        let desk = Desk::new();
        for (at, spelling) in spellings.iter().enumerate() {
            desk.write(&format!("{name}-{at}.csv"), list.replace("{}", spelling));
            let answer = desk.json(&format!("import {name}-{at}.csv"));
            let rows = &entries(&answer)[0]["rows"];
            assert_eq!(
                (&rows["read"], &rows["kept"]),
                (&1.into(), &u64::from(at == 0).into()),
                "{answer:#}"
            );
        }
    }
}

#[test]
fn an_account_that_a_program_took_for_a_number_is_the_same_account() {
    let desk = Desk::new();
    desk.write("a.csv", focus(1..=3, "a", "1").replace(",A1,", ",88112233,"));
    desk.write(
        "b.csv",
        focus(1..=3, "a", "1").replace(",A1,", ",88112233.0,") + "\n",
    );
    desk.json("import a.csv");
    desk.json("import b.csv");
    assert_eq!(billed(&desk), one("USD", "3"));
}

/// FOCUS rows of some days of September.
fn focus(days: RangeInclusive<u32>, project: &str, amount: &str) -> String {
    let head = "BilledCost,EffectiveCost,BillingCurrency,BillingAccountId,BillingPeriodStart,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ProviderName,ServiceName,SubAccountId";
    let row = |day| {
        format!(
            "{amount},{amount},USD,A1,2026-09-01T00:00:00Z,2026-09-{day:02}T00:00:00Z,2026-09-{day:02}T01:00:00Z,Usage,AWS,EC2,{project}"
        )
    };
    let lines = [head.to_owned()].into_iter().chain(days.map(row));
    lines.collect::<Vec<_>>().join("\n")
}

/// The same with a fee of the first of the month.
fn but_the_first(rows: &str) -> String {
    let fee = rows
        .lines()
        .last()
        .unwrap_or_default()
        .replace("2026-09-30T", "2026-09-01T");
    format!("{rows}\n{fee}")
}

#[test]
fn another_part_of_a_month_does_not_take_the_place_of_the_first_without_a_question() {
    for (first, second) in [
        (focus(1..=15, "a", "1"), focus(16..=30, "a", "1")),
        (focus(1..=30, "a", "1"), focus(1..=30, "b", "1")),
        (focus(1..=20, "a", "1"), focus(1..=10, "a", "1")),
        (
            focus(1..=30, "a", "1"),
            focus(1..=30, "a", "1").replace("EC2", "S3"),
        ),
        (focus(1..=15, "a", "1"), but_the_first(&focus(16..=30, "a", "1"))),
    ] {
        let desk = Desk::new();
        desk.write("a.csv", first);
        desk.write("b.csv", second);
        desk.json("import a.csv");
        let before = billed(&desk);
        let asked = desk.run("--json import b.csv").json();
        assert_eq!(entries(&asked)[0]["questions"][0]["id"], "part-1", "{asked:#}");
        assert_eq!(billed(&desk), before);
        let answered = desk.json("import b.csv --answer part-1=replace");
        assert_eq!(entries(&answered)[0]["status"], "committed", "{answered:#}");
    }
}

#[test]
fn the_month_delivered_again_takes_its_place_without_a_question() {
    let desk = Desk::new();
    desk.write("a.csv", focus(1..=20, "a", "1"));
    desk.write("b.csv", focus(1..=30, "a", "2"));
    desk.json("import a.csv");
    desk.json("import b.csv");
    assert_eq!(billed(&desk), one("USD", "60"));
}

#[test]
fn the_same_list_of_another_day_is_another_list() {
    let desk = Desk::new();
    let members = "name,email,role,seat tier,status\nA,a@larkfield.example,member,standard,active\n";
    for day in ["2026-08-31", "2026-09-30"] {
        desk.write(&format!("members-{day}.csv"), members);
    }
    desk.run("--json import members-2026-08-31.csv");
    let ran = desk.run("--json import members-2026-09-30.csv members-2026-08-31.csv");
    let answer = ran.json();
    let status: Vec<&Value> = entries(&answer).iter().map(|entry| &entry["status"]).collect();
    assert_eq!(status, ["committed", "unchanged"], "{answer:#}");
}

#[test]
fn pages_saved_behind_one_another_and_in_utf_16_are_read() {
    let page = |day: u32, amount: &str| {
        format!(
            "{{\n \"object\": \"page\", \"data\": [{{\"object\": \"bucket\", \"start_time\": {day}, \"end_time\": {}, \"results\": [{{\"object\": \"organization.costs.result\", \"amount\": {{\"value\": {amount}, \"currency\": \"usd\"}}, \"line_item\": \"gpt-5\", \"project_id\": \"p\"}}]}}],\n \"has_more\": false}}",
            day + 86_400
        )
    };
    let desk = Desk::new();
    let both = format!("{}\n{}", page(1_788_220_800, "1.25"), page(1_788_307_200, "2.5"));
    desk.write("pages.json", &both);
    desk.write("joined.json", both.replace("}\n{", "}{"));
    let wide: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(both.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    desk.write("wide.json", wide);
    let answer = desk.json("import pages.json joined.json wide.json");
    for entry in entries(&answer) {
        assert_eq!(entry["rows"]["read"], 2, "{entry:#}");
        assert_eq!(entry["rows"]["refused"], 0, "{entry:#}");
    }
    assert_eq!(billed(&desk), one("USD", "3.75"));
}

/// Lines of a card by day of September and amount.
fn card(rows: &[(u32, &str)]) -> String {
    let head = "transaction_time,amount,user,merchant_name\n".to_owned();
    let line = |(day, amount): &(u32, &str)| {
        format!("2026-09-{day:02}T10:00:00Z,{amount},Ada Moreau,OPENAI *CHATGPT SUBSCR\n")
    };
    rows.iter().map(line).fold(head, |text, line| text + &line)
}

fn ids(answer: &Value) -> Vec<&str> {
    let questions = entries(answer)[0]["questions"].as_array().into_iter().flatten();
    questions.filter_map(|question| question["id"].as_str()).collect()
}

#[test]
fn an_export_with_a_changed_row_is_asked_whether_it_corrects_the_first() {
    let import = "import --format ramp-card --currency USD";
    let desk = Desk::new();
    desk.write("first.csv", card(&[(3, "20"), (4, "31.5"), (10, "12")]));
    desk.write("corrected.csv", card(&[(3, "20"), (4, "35.5"), (10, "12")]));
    desk.write(
        "again.csv",
        card(&[(3, "20"), (4, "35.5"), (10, "13"), (12, "5")]),
    );
    desk.json(&format!("{import} first.csv"));
    let open = desk.run(&format!("--json {import} corrected.csv")).json();
    assert_eq!(ids(&open), ["correction-1"]);
    desk.json(&format!("{import} corrected.csv --answer correction=keep-both"));
    assert_eq!(billed(&desk), one("USD", "99"));
    desk.json("undo 2");
    desk.json(&format!("{import} corrected.csv --answer correction=replace"));
    assert_eq!(billed(&desk), one("USD", "67.5"));
    // What took the place of another is corrected, too, and the first does not come back for it.
    let open = desk.run(&format!("--json {import} again.csv")).json();
    assert_eq!(ids(&open), ["correction-3"]);
    desk.json(&format!("{import} again.csv --answer correction-3=replace"));
    assert_eq!(billed(&desk), one("USD", "73.5"));
    desk.assert_whole("book.counterfoil");
    desk.json("undo 4");
    assert_eq!(billed(&desk), one("USD", "67.5"));
    desk.json("undo 3");
    assert_eq!(billed(&desk), one("USD", "63.5"));
    desk.assert_whole("book.counterfoil");
}

#[test]
fn an_export_that_goes_on_or_of_other_rows_corrects_nothing() {
    let import = "import --format ramp-card --currency USD";
    let desk = Desk::new();
    desk.write("first.csv", card(&[(3, "20"), (10, "12")]));
    desk.write("longer.csv", card(&[(3, "20"), (7, "9"), (10, "12"), (28, "8")]));
    desk.write("other.csv", card(&[(4, "1"), (8, "2")]));
    desk.json(&format!("{import} first.csv"));
    desk.json(&format!("{import} longer.csv"));
    desk.json(&format!("{import} other.csv"));
    assert_eq!(billed(&desk), one("USD", "52"));
    // The same days with as many rows, none of them the same: it may be the first one all over again.
    let desk = Desk::new();
    desk.write("first.csv", card(&[(3, "20"), (10, "12")]));
    desk.write("changed.csv", card(&[(3, "21"), (10, "19")]));
    desk.json(&format!("{import} first.csv"));
    let open = desk.run(&format!("--json {import} changed.csv")).json();
    assert_eq!(ids(&open), ["correction-1"]);
    desk.json(&format!("{import} changed.csv --answer correction-1=replace"));
    assert_eq!(billed(&desk), one("USD", "40"));
}
