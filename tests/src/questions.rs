//! What only the user knows is asked, never guessed: a wrong unit, the same money twice. Without an answer nothing is
//! kept; with one, the book is the same whichever file came first.

use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::Value;

use crate::desk::{Desk, entry, fixture};

const OPENAI: &str = "start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,quantity,quantity_unit,line_item,user_id,api_key_id,project_id,organization_id,project_name,organization_name,user_email,api_source\n";
/// 1 September 2026.
const FIRST: i64 = 1_788_220_800;
const DAY: i64 = 86_400;

/// One line of an OpenAI cost export: so many cents on a day, by project or by line item.
fn line(day: i64, cents: u32, project: &str, item: &str) -> String {
    let (from, to) = (FIRST + day * DAY, FIRST + (day + 1) * DAY);
    format!(
        "{from},{to},,,{}.{:02},usd,,,{item},,,{project},org-A,{project},,,\n",
        cents / 100,
        cents % 100
    )
}

/// The same money by project and by model.
fn grouped_twice(days: &[u32]) -> [String; 2] {
    let (mut by_project, mut by_model) = (OPENAI.to_owned(), OPENAI.to_owned());
    for (day, cents) in (0..).zip(days) {
        by_project += &(line(day, cents / 3, "Claims", "") + &line(day, cents - cents / 3, "Search", ""));
        by_model +=
            &(line(day, cents / 4, "", "gpt-5 input") + &line(day, cents - cents / 4, "", "gpt-5 output"));
    }
    [by_project, by_model]
}

/// The one question of a file that waits for an answer.
fn asked(desk: &Desk, line: &str) -> Value {
    let ran = desk.run(&format!("--json {line}"));
    assert_eq!(ran.status, Some(3), "{}{}", ran.stdout, ran.stderr);
    let answer = ran.json();
    let entry = &answer["imports"][0];
    assert_eq!(entry["status"], "needs-answer", "{answer:#}");
    entry["questions"][0].clone()
}

#[test]
fn cents_read_as_dollars_are_stopped_and_put_right_by_an_answer() {
    let desk = Desk::new();
    let cents = fixture("openai-cost-csv/cost_2026.csv")
        .replace("0.418250000000000000000000000001", "41.825")
        .replace(",3.1,usd", ",310,usd");
    desk.write("cents.csv", cents);
    let question = asked(&desk, "import cents.csv");
    assert_eq!(question["id"], "unit");
    assert!(
        question["why"][0]
            .as_str()
            .is_some_and(|why| why.contains("per million tokens")),
        "{question:#}"
    );
    assert!(!desk.path("book.counterfoil").exists(), "nothing was kept");
    let wrong = desk.run("import cents.csv --answer unit=whatever");
    assert_eq!(wrong.status, Some(3), "an answer that is not offered is none");
    desk.json("import cents.csv --answer unit=cents");
    assert_eq!(desk.billed(), ["3.51825"]);
    let kept = &desk.json("imports")["imports"][0]["answers"][0];
    assert_eq!((&kept["id"], &kept["answer"]), (&"unit".into(), &"cents".into()));
    desk.assert_whole("book.counterfoil");
}

#[test]
fn amounts_that_are_right_as_they_are_stay() {
    let desk = Desk::new();
    let dear = fixture("openai-cost-csv/cost_2026.csv").replace("0.418250000000000000000000000001", "41.825");
    desk.write("dear.csv", dear);
    asked(&desk, "import dear.csv");
    desk.json("import dear.csv --answer unit=as-written");
    assert_eq!(desk.billed(), ["44.925"]);
}

#[test]
fn money_grouped_in_two_ways_is_asked_about_whichever_came_first() {
    let files = grouped_twice(&[1_000, 2_050, 399]);
    for order in [[0, 1], [1, 0]] {
        let desk = Desk::new();
        desk.write("one.csv", &files[order[0]]);
        desk.write("two.csv", &files[order[1]]);
        desk.json("import one.csv");
        let question = asked(&desk, "import two.csv");
        assert_eq!(question["id"], "same-money-1");
        let why = question["why"].to_string();
        assert!(why.matches("34.49").count() >= 2, "both sums: {why}");
        assert_eq!(desk.billed(), ["34.49"]);
        desk.json("import two.csv --answer same-money-1=replace-earlier");
        assert_eq!(desk.billed(), ["34.49"]);
        let held = &desk.json("imports")["imports"][0]["not_counted"][0];
        assert_eq!(
            (&held["measure"], &held["amount"]),
            (&"billed".into(), &"34.49".into())
        );
        desk.assert_whole("book.counterfoil");
        desk.json("undo 2");
        assert_eq!(desk.billed(), ["34.49"]);
        assert_eq!(
            desk.json("imports")["imports"][0]["not_counted"],
            Value::Array(Vec::new())
        );
        desk.json("import two.csv --answer same-money=keep-both");
        assert_eq!(desk.billed(), ["68.98"]);
    }
}

#[test]
fn a_third_grouping_that_replaces_the_second_stands_for_the_first_as_well() {
    let [by_project, by_model] = grouped_twice(&[1_000, 2_050, 399]);
    let whole: String = (0..)
        .zip([1_000, 2_050, 399])
        .map(|(day, cents)| line(day, cents, "", ""))
        .collect();
    let desk = Desk::new();
    desk.write("one.csv", format!("{OPENAI}{whole}"));
    desk.write("two.csv", by_project);
    desk.write("three.csv", by_model);
    desk.json("import one.csv");
    desk.json("import two.csv --answer same-money-1=replace-earlier");
    desk.json("import three.csv --answer same-money-2=replace-earlier");
    assert_eq!(desk.billed(), ["34.49"]);
    desk.assert_whole("book.counterfoil");
    desk.json("undo 3");
    assert_eq!(desk.billed(), ["34.49"]);
    desk.json("undo 2");
    assert_eq!(desk.billed(), ["34.49"]);
}

const CARD_MAP: &str = r#"id = "my-card"
name = "Card"
vendor = "Bank"
reader = 1
kind = "table"
overlap = "content"
export = "The bank."
dates = "iso"
decimal = "point"

[[detect]]
has = ["posted", "merchant", "amount"]

[[charge]]
day = "posted"
provider = "merchant"
currency = { value = "USD" }
billed = "amount"
"#;

#[test]
fn a_card_line_beside_the_vendors_own_file_is_asked_about() {
    let desk = Desk::new();
    desk.write("card.toml", CARD_MAP);
    desk.write(
        "card.csv",
        "Posted,Merchant,Amount\n2026-10-02,OPENAI *API USAGE,34.49\n2026-10-03,Corner Bakery,12.00\n",
    );
    desk.write("openai.csv", &grouped_twice(&[1_000, 2_050, 399])[1]);
    desk.json("import openai.csv");
    let question = asked(&desk, "import card.csv --mapping card.toml");
    assert!(
        question["sentence"]
            .as_str()
            .is_some_and(|text| text.contains("openai.csv")),
        "{question:#}"
    );
    desk.json("import card.csv --mapping card.toml --answer same-money-1=not-counted");
    assert_eq!(desk.billed(), ["46.49"], "the bakery counts");
    desk.assert_whole("book.counterfoil");

    let other = Desk::new();
    for name in ["card.toml", "card.csv", "openai.csv"] {
        other.write(name, desk.bytes(name));
    }
    other.json("import card.csv --mapping card.toml");
    asked(&other, "import openai.csv");
    other.json("import openai.csv --answer same-money=replace-earlier");
    assert_eq!(other.billed(), desk.billed());
}

#[test]
fn a_payment_that_is_what_a_month_came_to_is_for_that_month_and_the_one_before_it_is_not() {
    let desk = Desk::new();
    desk.write("openai.csv", &grouped_twice(&[60_000, 60_000, 60_000])[1]);
    let head = "Nordwind Ltd,,,,,,,,\nGeneral Ledger,,,,,,,,\n\n,Date,Transaction Type,Num,Name,Memo/Description,Split,Amount,Balance\n";
    let bill = |day: &str, number: &str, amount: &str| {
        format!(",{day},Bill,{number},OpenAI LLC,API usage,Accounts Payable (A/P),\"{amount}\",\n")
    };
    let bills = bill("09/13/2026", "INV-8", "1,200.00") + &bill("10/13/2026", "INV-9", "1,800.00");
    desk.write("ledger.csv", format!("{head}6240 Software,,,,,,,,\n{bills}"));
    desk.json("import openai.csv");
    asked(&desk, "import ledger.csv --currency USD");
    desk.json("import ledger.csv --currency USD --answer same-money-1=not-counted");
    assert_eq!(
        desk.billed(),
        ["3000"],
        "August by the ledger, September by the vendor"
    );
}

#[test]
fn an_import_says_what_it_would_change_and_a_closed_month_is_restated_aloud() {
    let desk = Desk::new();
    let month = fixture("focus/focus-1.2.csv");
    desk.write("early.csv", &month);
    desk.write("final.csv", month.replace("0.91022,0.91022", "2.5,2.5"));
    let dry = desk.json("import early.csv --dry-run");
    let new = entry(&dry, "early.csv")["changes"].as_array().expect("changes");
    assert!(
        new.iter()
            .all(|change| change["change"] == "new" && change["before"].is_null())
    );
    assert!(!new.is_empty() && !desk.path("book.counterfoil").exists());
    desk.json("import early.csv");
    let dry = desk.json("import final.csv --dry-run");
    let changes = entry(&dry, "final.csv")["changes"]
        .as_array()
        .expect("changes")
        .clone();
    let billed = changes
        .iter()
        .find(|change| change["measure"] == "billed")
        .expect("a billed sum changes");
    assert_eq!(billed["change"], "changed");
    assert_ne!(billed["before"], billed["after"]);
    desk.json("import final.csv");
    let problems = desk.json("problems 2")["problems"].to_string();
    assert!(
        problems.contains("Restated: ") && problems.contains("was closed at"),
        "{problems}"
    );
}

#[test]
fn several_imports_are_undone_together_or_not_at_all() {
    let desk = Desk::new();
    for (day, name) in (0..).zip(["a.csv", "b.csv", "c.csv"]) {
        desk.write(name, OPENAI.to_owned() + &line(day, 100, "Claims", "gpt-5"));
        desk.json(&format!("import {name}"));
    }
    assert_ne!(desk.run("undo 1 9").status, Some(0));
    assert_eq!(desk.billed(), ["3"]);
    desk.json("undo 3 1");
    assert_eq!(desk.billed(), ["1"]);
    desk.assert_whole("book.counterfoil");
}

#[test]
fn what_a_spreadsheet_damaged_is_refused_with_row_and_hint() {
    let desk = Desk::new();
    let good = fixture("openai-cost-csv/cost_2026.csv");
    desk.write("epoch.csv", good.replace("1788220800", "1.79E+09"));
    desk.run("import epoch.csv");
    let problems = desk.json("problems 1")["problems"].clone();
    let first = &problems[0];
    assert_eq!(
        (&first["row"], &first["severity"]),
        (&2.into(), &"error".into()),
        "{problems:#}"
    );
    assert!(
        first["hint"].as_str().is_some_and(|hint| hint.contains("Excel")),
        "{problems:#}"
    );
    desk.write("ids.csv", good.replace("proj_claims", "1.23E+17"));
    let ids = desk.json("import ids.csv");
    assert_eq!(entry(&ids, "ids.csv")["rows"]["refused"], 2);
}

/// Rows that are all different: day, project and cents.
fn rows() -> impl Strategy<Value = Vec<(u8, u8, u32)>> {
    prop::collection::btree_map((0..5u8, 0..4u8), 1..5_000u32, 2..12).prop_map(|rows| {
        rows.into_iter()
            .map(|((day, project), cents)| (day, project, cents))
            .collect()
    })
}

/// Whether the parts of a day that is split come to the same by chance, which is rightly asked about.
fn is_halved(left: &[(u8, u8, u32)], right: &[(u8, u8, u32)]) -> bool {
    let of_day = |rows: &[(u8, u8, u32)], day: u8| -> u32 {
        let cents = rows.iter().filter(|row| row.0 == day).map(|row| row.2);
        cents.sum()
    };
    left.last().is_some_and(|last| {
        let (left, right) = (of_day(left, last.0), of_day(right, last.0));
        left.abs_diff(right) * 200 <= left.max(right)
    })
}

fn export(rows: &[(u8, u8, u32)]) -> String {
    rows.iter()
        .fold(OPENAI.to_owned(), |text, (day, project, cents)| {
            text + &line(i64::from(*day), *cents, &format!("p{project}"), "gpt-5 input")
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 20, ..ProptestConfig::default() })]

    #[test]
    fn splitting_an_export_or_turning_its_parts_round_changes_no_total_and_asks_nothing(
        rows in rows(),
        cut in 0..12usize,
    ) {
        let (left, right) = rows.split_at(cut.min(rows.len()));
        prop_assume!(!is_halved(left, right));
        let totals = |files: &[&[(u8, u8, u32)]]| {
            let desk = Desk::new();
            let mut names = String::new();
            for (at, rows) in files.iter().enumerate().filter(|(_, rows)| !rows.is_empty()) {
                desk.write(&format!("{at}.csv"), export(rows));
                write!(names, " {at}.csv").expect("a string");
            }
            desk.json(&format!("import{names}"));
            desk.spend()
        };
        let whole = totals(&[&rows]);
        prop_assert_eq!(&totals(&[left, right]), &whole);
        prop_assert_eq!(&totals(&[right, left, &rows]), &whole);
    }

    #[test]
    fn two_files_of_the_same_money_give_the_same_totals_in_either_order_once_answered(
        days in prop::collection::vec(100..5_000u32, 1..6),
    ) {
        let files = grouped_twice(&days);
        let totals = |first: usize, answer: &str| {
            let desk = Desk::new();
            desk.write("one.csv", &files[first]);
            desk.write("two.csv", &files[1 - first]);
            desk.json("import one.csv");
            asked(&desk, "import two.csv");
            desk.json(&format!("import two.csv --answer same-money={answer}"));
            desk.spend()
        };
        prop_assert_eq!(totals(0, "replace-earlier"), totals(1, "not-counted"));
        prop_assert_eq!(totals(0, "not-counted"), totals(1, "replace-earlier"));
        prop_assert_eq!(totals(0, "keep-both"), totals(1, "keep-both"));
    }
}

/// A vendor's own daily figures for the month that `cloud.ubl.xml` bills.
fn own_figures() -> String {
    let head = "BilledCost,EffectiveCost,ListCost,BillingAccountId,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,\
        ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ChargeClass,ProviderName,ServiceName,ServiceCategory\n";
    let day = |day: u32| {
        let next = day + 1;
        format!(
            "600,600,600,9,EUR,2026-09-01T00:00:00Z,2026-10-01T00:00:00Z,2026-09-{day:02}T00:00:00Z,2026-09-{next:02}T00:00:00Z,Usage,,Nordwolke Cloud,Tokens,AI and Machine Learning\n"
        )
    };
    format!("{head}{}{}", day(7), day(21))
}

#[test]
fn an_invoice_that_is_counted_beside_the_vendors_own_figures_is_asked_about_whichever_came_first() {
    let keep = ["import own.csv", "import --count-invoices cloud.ubl.xml"];
    for (order, keeps_own) in [([0, 1], "not-counted"), ([1, 0], "replace-earlier")] {
        let desk = Desk::new();
        desk.fixture("invoice/cloud.ubl.xml", "cloud.ubl.xml");
        desk.write("own.csv", own_figures());
        desk.json(keep[order[0]]);
        let question = asked(&desk, keep[order[1]]);
        assert_eq!(question["id"], "same-money-1");
        assert!(question["why"].to_string().contains("invoice"), "{question:#}");
        desk.json(&format!("{} --answer same-money={keeps_own}", keep[order[1]]));
        assert_eq!(desk.billed(), ["1200"], "{keeps_own}");
        desk.assert_whole("book.counterfoil");
    }
}

/// Invoice details of September: one line of an issuer.
fn details(issuer: &str, amount: &str) -> String {
    format!(
        "BilledCost,BillingAccountId,BillingCurrency,BillingPeriodEnd,BillingPeriodStart,ChargeCategory,InvoiceDetailGrain,\
        InvoiceDetailId,InvoiceId,InvoiceIssuerName\n\
        {amount},9,EUR,2026-10-01T00:00:00Z,2026-09-01T00:00:00Z,Usage,{{}},L-1,INV-1,{issuer}\n"
    )
}

#[test]
fn invoice_details_meet_the_bill_that_has_nothing_on_the_first_of_the_month_whichever_came_first() {
    for order in [["own.csv", "details.csv"], ["details.csv", "own.csv"]] {
        let desk = Desk::new();
        desk.write("own.csv", own_figures());
        desk.write("details.csv", details("Nordwolke Cloud", "1200"));
        desk.json(&format!("import {}", order[0]));
        let question = asked(&desk, &format!("import {}", order[1]));
        assert_eq!(question["id"], "same-money-1");
    }
}

#[test]
fn invoice_details_of_one_issuer_never_replace_those_of_another() {
    let desk = Desk::new();
    for (issuer, amount) in [
        ("Nordwolke Cloud", "100.125"),
        ("Acme", "70.5"),
        ("Acme", "70.25"),
    ] {
        desk.write("details.csv", details(issuer, amount));
        desk.json("import details.csv");
    }
    assert_eq!(desk.billed(), ["170.375"]);
}

/// The newest days are revised, and the later export names the user as well: it is the same money, though it is more.
#[test]
fn an_export_that_is_revised_and_tells_more_is_asked_about_in_either_order() {
    let line = |day: i64, cents: u32, who: &str| {
        line(day, cents, "Claims", "gpt-5 input").replace(",,,Claims", &format!(",{who},,Claims"))
    };
    let export = |who: &str, more: u32| {
        let cents = |day: i64| 1000 + if day > 3 { more } else { 0 };
        OPENAI.to_owned() + &(0..6).map(|day| line(day, cents(day), who)).collect::<String>()
    };
    let (coarse, fine) = (export("", 0), export("user-1", 100));
    for (first, second) in [(&coarse, &fine), (&fine, &coarse)] {
        let desk = Desk::new();
        desk.write("first.csv", first);
        desk.write("second.csv", second);
        desk.json("import first.csv");
        assert_eq!(asked(&desk, "import second.csv")["id"], "same-money-1");
    }
}

/// A tax that spans the month is of no day of it: a file of it alone is not the month anew.
#[test]
fn the_tax_of_a_month_does_not_take_the_place_of_the_month_unasked() {
    const CUR: &str = "bill_payer_account_id,bill_billing_period_start_date,line_item_usage_account_id,line_item_line_item_type,line_item_usage_start_date,line_item_usage_end_date,line_item_product_code,line_item_usage_type,line_item_usage_amount,line_item_currency_code,line_item_unblended_cost,line_item_line_item_id\n";
    let row = |kind: &str, days: [&str; 2], cost: u32| {
        format!(
            "1111,2026-09-01T00:00:00Z,4444,{kind},{}T00:00:00Z,{}T00:00:00Z,AmazonBedrock,x,1,USD,{cost},{kind}-{}\\n",
            days[0], days[1], days[0]
        )
        .replace("\\n", "\n")
    };
    let days = (1..21).map(|day| {
        let (from, to) = (format!("2026-09-{day:02}"), format!("2026-09-{:02}", day + 1));
        row("Usage", [&from, &to], 10)
    });
    let desk = Desk::new();
    desk.write("usage.csv", CUR.to_owned() + &days.collect::<String>());
    desk.write(
        "tax.csv",
        CUR.to_owned() + &row("Tax", ["2026-09-01", "2026-10-01"], 5),
    );
    desk.json("import usage.csv");
    assert_eq!(asked(&desk, "import tax.csv")["id"], "part-1");
    assert_eq!(desk.billed(), ["200"]);
}

/// What has no key is the same row in both; all else is told anew.
#[test]
fn an_answer_that_is_grouped_by_more_is_asked_about_though_some_of_its_rows_are_there_already() {
    let line = |item: &str, key: &str, value: &str| {
        format!(
            r#"{{"amount":{{"value":{value},"currency":"usd"}},"line_item":"{item}","project_id":"p1","api_key_id":{key}}}"#
        )
    };
    let answer = |lines: &[String]| {
        let bucket = |day: i64| {
            let (from, to, lines) = (FIRST + day * DAY, FIRST + (day + 1) * DAY, lines.join(","));
            format!(r#"{{"object":"bucket","start_time":{from},"end_time":{to},"results":[{lines}]}}"#)
        };
        let days = (0..3).map(bucket).collect::<Vec<_>>().join(",");
        format!(r#"{{"object":"page","data":[{days}],"has_more":false,"next_page":null}}"#)
    };
    let shared = line("web search tool calls", "null", "0.33");
    let coarse = answer(&[line("gpt-5, input", "null", "0.31"), shared.clone()]);
    let fine = answer(&[
        line("gpt-5, input", "\"k1\"", "0.15"),
        line("gpt-5, input", "\"k2\"", "0.16"),
        shared,
    ]);
    for (first, second) in [(&coarse, &fine), (&fine, &coarse)] {
        let desk = Desk::new();
        desk.write("first.json", first);
        desk.write("second.json", second);
        desk.json("import first.json");
        assert_eq!(asked(&desk, "import second.json")["id"], "same-money-1");
        assert_eq!(desk.billed(), ["1.92"]);
    }
}

/// The Console's export tells keys apart by their ids since August 2026: no row of an earlier export is known again.
#[test]
fn an_export_with_a_newer_header_is_asked_about_in_either_order() {
    let export = |workspace: &str, is_new: bool, cents: &[u32]| {
        let (more, id) = if is_new {
            (",api_key_id", ",apikey_01Fq")
        } else {
            ("", "")
        };
        let mut text = format!("usage_date_utc,model,workspace,api_key,token_type,cost_usd{more}\n");
        for (day, cents) in (1..).zip(cents) {
            for token in ["input_no_cache", "output"] {
                let (whole, part) = (cents / 100, cents % 100);
                writeln!(
                    text,
                    "2026-09-{day:02},Claude Opus 5,{workspace},letters,{token},{whole}.{part:02}{id}"
                )
                .expect("a string takes all");
            }
        }
        text
    };
    let old = export("Claims", false, &[1000; 6]);
    let revised = export("Claims", true, &[1500, 1400, 1300, 900, 800, 700, 600]);
    let partial = export("Claims", true, &[250]);
    for newer in [&revised, &partial] {
        for (first, second) in [(&old, newer), (newer, &old)] {
            let desk = Desk::new();
            desk.write("first.csv", first);
            desk.write("second.csv", second);
            desk.json("import first.csv");
            let question = asked(&desk, "import second.csv");
            assert_eq!(question["id"], "same-money-1");
            assert!(
                question["why"].to_string().contains("by api_key_id"),
                "{question:#}"
            );
        }
    }
    let desk = Desk::new();
    desk.write("first.csv", &old);
    desk.write("second.csv", export("Search", false, &[400; 6]));
    desk.json("import first.csv");
    desk.json("import second.csv");
    assert_eq!(desk.billed(), ["168"]);
}
