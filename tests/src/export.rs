//! What goes out as FOCUS comes back the same.

use serde_json::Value;

use crate::desk::Desk;

const FILES: [&str; 6] = [
    "openai-cost-csv/cost_2026.csv",
    "anthropic-cost-csv/cost_2026_08.csv",
    "github-ai-usage/mixed.csv",
    "cursor-usage/team-2026.csv",
    "azure-cost/ea_2024.csv",
    "aws-cur/legacy.csv",
];

fn name(file: &str) -> &str {
    file.rsplit('/').next().expect("a name")
}

/// All money of a book in all the detail that has a meaning outside it.
fn figures(desk: &Desk, book: &str) -> Vec<Value> {
    let by = "month,day,provider,service,sku,model,token-class,project,tool,category,cost-centre,invoice";
    let ask =
        |measure| desk.json(&format!("--book {book} spend --measure {measure} --by {by}"))["rows"].clone();
    ["billed", "list", "effective", "estimated"].map(ask).to_vec()
}

#[test]
fn a_book_exported_as_focus_and_read_into_another_gives_the_same_figures() {
    for (version, form) in [
        ("1.2", "csv"),
        ("1.2", "parquet"),
        ("1.4", "csv"),
        ("1.4", "parquet"),
    ] {
        let desk = Desk::new();
        for file in FILES {
            desk.fixture(file, name(file));
        }
        for file in FILES {
            desk.json(&format!("import {}", name(file)));
        }
        let before = figures(&desk, "book.counterfoil");
        let lines = desk.json(&format!(
            "export focus --names --version {version} -o charges.{form}"
        ));
        assert!(lines["lines"].as_u64() > Some(10));
        desk.json(&format!("--book again.counterfoil import charges.{form}"));
        assert_eq!(figures(&desk, "again.counterfoil"), before);
        desk.assert_whole("again.counterfoil");
    }
}

#[test]
fn an_export_that_cannot_be_written_says_so_and_leaves_nothing() {
    let desk = Desk::with_bill();
    desk.run("export focus -o missing/charges.csv")
        .assert_says(4, &["charges.csv", "could not be written"]);
    desk.run("export focus -o charges.xlsx")
        .assert_says(2, &[".csv or .parquet"]);
    desk.run("export parquet -o charges.csv")
        .assert_says(2, &[".parquet"]);
}

#[test]
fn plain_tables_hold_every_charge_and_every_line_of_usage_and_name_nobody_unasked() {
    let desk = Desk::new();
    desk.fixture("cursor-usage/team-2026.csv", "cursor.csv");
    let kept = desk.json("import cursor.csv")["imports"][0]["facts"].clone();
    for table in ["charge", "usage"] {
        let facts = if table == "charge" { "charges" } else { "usage" };
        for form in ["csv", "parquet"] {
            let made = desk.json(&format!("export {form} --table {facts} -o {facts}.{form}"));
            assert_eq!(made["lines"], kept[table], "{facts} {form}");
        }
        let text = std::fs::read_to_string(desk.path(&format!("{facts}.csv"))).expect("it was written");
        assert!(text.starts_with("from,to,"), "{text}");
        assert!(!text.contains('@'), "nobody is named: {text}");
        let sums = |form: &str| desk.json(&format!("inspect {facts}.{form}"))[0]["tables"][0]["rows"].clone();
        assert_eq!(sums("csv"), sums("parquet"));
    }
    desk.json("export csv --table usage --names -o named.csv");
    let named = std::fs::read_to_string(desk.path("named.csv")).expect("it was written");
    assert!(named.contains('@'));
}

/// One person of each vendor, both called `user-7` there.
fn people(desk: &Desk) {
    let openai = "start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,line_item,project_id,user_id,organization_id\n\
        1788220800,1788307200,2026-09-01T00:00:00,2026-09-02T00:00:00,10.5,usd,\"gpt-5, input\",proj_a,user-7,org-A\n";
    let anthropic = "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,cost_type\n\
        2026-09-01,Claude Opus 5,Underwriting,user-7,message,≤ 200k,output,5.25,token\n";
    for (name, text) in [("openai.csv", openai), ("anthropic.csv", anthropic)] {
        desk.write(name, text);
        desk.json(&format!("import {name}"));
    }
}

#[test]
fn two_people_whom_their_vendors_call_the_same_stay_two() {
    let desk = Desk::new();
    people(&desk);
    desk.write(
        "roster.csv",
        "Employee ID,Email,Name,Team,Job Title\n1,odile@example.com,Odile Tanaka,Claims,Analyst\n",
    );
    let billed = |book: &str| {
        desk.json(&format!("--book {book} import roster.csv"));
        desk.json(&format!(
            "--book {book} people match openai:user-7 odile@example.com"
        ));
        let rows = desk.json(&format!("--book {book} spend --by person --names"))["rows"].clone();
        let each = rows.as_array().into_iter().flatten();
        let mut billed: Vec<String> = each.map(|row| row["billed"].to_string()).collect();
        billed.sort();
        billed
    };
    let before = billed("book.counterfoil");
    assert_eq!(before.len(), 2, "{before:?}");
    desk.json("export focus --names -o charges.csv");
    desk.json("--book again.counterfoil import charges.csv");
    assert_eq!(billed("again.counterfoil"), before);
}

#[test]
fn texts_stay_as_they_are_and_name_nobody_unasked() {
    let focus = "BilledCost,BillingCurrency,BillingPeriodStart,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ProviderName,ServiceName,SubAccountName,Tags\n\
        1.5,USD,2026-09-01T00:00:00Z,2026-09-05T00:00:00Z,2026-09-06T00:00:00Z,Usage,Acme,=SUM(A1),'quoted,\"{\"\"owner\"\":\"\"ana@example.com\"\"}\"\n\
        2.5,USD,2026-09-01T00:00:00Z,2026-09-05T00:00:00Z,2026-09-06T00:00:00Z,Usage,Acme,''two,of bo@example.com,\n";
    for form in ["csv", "parquet"] {
        let desk = Desk::new();
        desk.write("focus.csv", focus);
        desk.json("import focus.csv");
        let figures = |book: &str| {
            desk.json(&format!("--book {book} spend --by service,project,tag:owner"))["rows"].clone()
        };
        desk.json(&format!("export focus --names -o named.{form}"));
        desk.json(&format!("--book again.counterfoil import named.{form}"));
        assert_eq!(
            figures("again.counterfoil"),
            figures("book.counterfoil"),
            "{form}"
        );
        desk.json(&format!("export focus -o nameless.{form}"));
        desk.json(&format!("--book nameless.counterfoil import nameless.{form}"));
        let nameless = figures("nameless.counterfoil").to_string();
        assert!(
            !nameless.contains('@') && nameless.contains("of person-2"),
            "{nameless}"
        );
    }
}
