//! The order in which files come never changes what counts: an older delivery does not take the place of a newer one, a
//! month and days of it are asked about, and so is what a book has exported of itself.

use std::fmt::Write as _;

use serde_json::Value;

use crate::desk::{Desk, entries, fixture};

/// The ids of the questions about what a line imports; none if it was taken.
fn asked(desk: &Desk, line: &str) -> Vec<String> {
    let report = desk.run(&format!("--json {line}")).json();
    let questions = entries(&report)
        .iter()
        .filter_map(|entry| entry["questions"].as_array());
    let ids = questions.flatten().filter_map(|question| question["id"].as_str());
    ids.map(str::to_owned).collect()
}

/// A line of a `BigQuery` export: what a day of September cost, as it was known at a time.
fn exported(day: u32, cost: u32, at: &str) -> String {
    format!(
        r#"{{"billing_account_id":"A","service":{{"description":"Vertex AI"}},"sku":{{"description":"Gemini"}},"usage_start_time":"2026-09-{day:02}T00:00:00Z","usage_end_time":"2026-09-{day:02}T01:00:00Z","project":{{"id":"p"}},"export_time":"{at}","cost":{cost},"currency":"USD","usage":{{"amount":1,"unit":"count"}},"credits":[],"invoice":{{"month":"202609"}},"cost_type":"regular"}}"#
    ) + "\n"
}

#[test]
fn an_older_delivery_takes_the_place_of_a_newer_one_only_when_that_is_said() {
    let early = exported(1, 1, "2026-09-02 06:00:00.5 UTC") + &exported(2, 2, "2026-09-03T06:00:00Z");
    let late = exported(1, 1, "2026-09-02 06:00:00.5 UTC") + &exported(2, 5, "2026-10-01T06:00:00Z");
    let desk = Desk::new();
    desk.write("early.jsonl", &early);
    desk.write("late.jsonl", &late);
    desk.json("import early.jsonl");
    assert_eq!(asked(&desk, "import late.jsonl"), Vec::<String>::new());
    assert_eq!(desk.billed(), ["6"]);
    let turned = Desk::new();
    turned.write("early.jsonl", &early);
    turned.write("late.jsonl", &late);
    turned.json("import late.jsonl");
    assert_eq!(asked(&turned, "import early.jsonl"), ["older-1"]);
    assert_eq!(turned.billed(), ["6"]);
    turned.json("import early.jsonl --answer older=replace");
    assert_eq!(turned.billed(), ["3"]);
}

#[test]
fn the_folder_or_the_manifest_of_a_run_says_when_a_delivery_was_made() {
    let text = fixture("azure-cost/ea_2024.csv");
    let newer = text.replace("3.7801144", "9.7801144");
    let manifest = |at: &str| {
        format!(r#"{{"runInfo":{{"submittedTime":"{at}"}},"blobs":[{{"blobName":"x/part_0_0001.csv"}}]}}"#)
    };
    let desk = Desk::new();
    desk.write("a/202610030400/part_0_0001.csv", &newer);
    desk.write("a/202610020400/part_0_0001.csv", &text);
    desk.write("b/x/part_0_0001.csv", &newer);
    desk.write("b/x/manifest.json", manifest("2026-10-03T04:00:00.1234567Z"));
    desk.write("c/x/part_0_0001.csv", &text);
    desk.write("c/x/manifest.json", manifest("2026-10-02T04:00:00.1234567Z"));
    desk.json("import a/202610030400");
    assert_eq!(asked(&desk, "import a/202610020400"), ["older-1"]);
    // Runs of one export, brought together, are deliveries and no parts of one.
    desk.json("--book both.counterfoil import a");
    assert_eq!(
        desk.json("--book both.counterfoil spend")["totals"],
        desk.json("spend")["totals"]
    );
    desk.json("--book other.counterfoil import b");
    assert_eq!(asked(&desk, "--book other.counterfoil import c"), ["older-1"]);
}

#[test]
fn a_file_that_ends_in_a_day_that_was_not_over_does_not_take_back_what_a_later_one_says() {
    let costs = |last: &[u32]| {
        let mut text =
            "start_time,end_time,amount_value,amount_currency,line_item,organization_id\n".to_owned();
        for (day, cost) in (0..).zip(last) {
            let from = 1_788_220_800 + day * 86_400;
            writeln!(text, "{from},{},{cost},usd,gpt-5,org-A", from + 86_400).expect("text");
        }
        text
    };
    let desk = Desk::new();
    desk.write("early.csv", costs(&[5, 5, 2]));
    desk.write("late.csv", costs(&[5, 5, 6, 7]));
    desk.json("import early.csv late.csv");
    assert_eq!(desk.billed(), ["23"]);
    desk.json("--book turned.counterfoil import late.csv");
    assert_eq!(
        asked(&desk, "--book turned.counterfoil import early.csv"),
        ["older-1"]
    );
}

fn explorer(costs: [u32; 3]) -> String {
    let mut text = "\"Service\",\"Bedrock($)\",\"Total costs($)\"\n".to_owned();
    for (day, cost) in (1..).zip(costs) {
        writeln!(text, "\"2026-09-0{day}\",\"{cost}\",\"{cost}\"").expect("text");
    }
    text
}

#[test]
fn a_file_that_does_not_say_whose_it_is_does_not_take_the_place_of_another_without_a_question() {
    let desk = Desk::new();
    desk.write("one.csv", explorer([10, 20, 30]));
    desk.write("other.csv", explorer([1, 2, 3]));
    desk.write("later.csv", explorer([10, 20, 31]));
    desk.json("import one.csv");
    assert_eq!(asked(&desk, "import other.csv"), ["whose"]);
    assert_eq!(asked(&desk, "import other.csv --answer whose=another"), ["whose"]);
    assert_eq!(desk.billed(), ["60"]);
    // The last days of a month are corrected without one.
    assert_eq!(asked(&desk, "import later.csv"), Vec::<String>::new());
    assert_eq!(desk.billed(), ["61"]);
}

#[test]
fn the_reports_of_two_accounts_for_one_window_are_asked_about() {
    let name = "Larkfield_Reports, 2026-09-01 — 2026-09-30.csv";
    let text = fixture(&format!("gcp-reports/{name}"));
    let desk = Desk::new();
    desk.write("one/r-2026-09-01-2026-09-30.csv", &text);
    desk.write(
        "two/r-2026-09-01-2026-09-30.csv",
        text.replace("1.49", "2.49").replace("0.06", "0.07"),
    );
    desk.json("import one");
    assert_eq!(asked(&desk, "import two"), ["whose"]);
}

#[test]
fn accounts_that_were_named_count_beside_one_another_and_are_asked_about_by_name() {
    let desk = Desk::new();
    desk.write("one.csv", explorer([10, 20, 30]));
    desk.write("other.csv", explorer([1, 2, 3]));
    desk.write("other-later.csv", explorer([1, 2, 4]));
    desk.write("one-later.csv", explorer([10, 20, 31]));
    desk.json("import one.csv");
    // A name that is new beside a file without one may be that file's.
    assert_eq!(asked(&desk, "import other.csv --account Globex"), ["whose"]);
    assert_eq!(desk.billed(), ["60"]);
    desk.json("import other.csv --account Globex --answer whose=another");
    assert_eq!(desk.billed(), ["66"]);
    // From here on every such file is asked about; the name or an answer says whose it is.
    let open = desk.run("--json import other-later.csv").json();
    let choices = open["imports"][0]["questions"][0]["choices"].as_array().cloned();
    let ids: Vec<String> = choices
        .iter()
        .flatten()
        .map(|choice| choice["id"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(ids, ["replace", "account:Globex", "another"]);
    desk.json("import other-later.csv --answer whose=account:Globex");
    assert_eq!(desk.billed(), ["67"]);
    desk.json("import one-later.csv --answer whose=replace");
    assert_eq!(desk.billed(), ["68"]);
    desk.json("undo 3");
    assert_eq!(desk.billed(), ["67"]);
    desk.json("import other-later.csv --account Globex");
    assert_eq!(desk.billed(), ["68"]);
    desk.json("undo 2 5");
    assert_eq!(desk.billed(), ["61"]);
    desk.assert_whole("book.counterfoil");
}

#[test]
fn a_file_without_a_name_gets_one_in_its_own_place() {
    let desk = Desk::new();
    desk.write("one.csv", explorer([10, 20, 30]));
    desk.write("other.csv", explorer([1, 2, 3]));
    desk.json("import one.csv");
    desk.json("import one.csv --instead 1 --account Larkfield");
    desk.json("import other.csv --account Globex");
    assert_eq!(desk.billed(), ["66"]);
    let again = desk.run("--json import one.csv --account Globex").json();
    assert_eq!(
        again["imports"][0]["status"], "unchanged",
        "one file is not of two accounts"
    );
    assert_eq!(desk.billed(), ["66"]);
}

#[test]
fn two_accounts_of_one_window_count_beside_one_another() {
    let name = "Larkfield_Reports, 2026-09-01 — 2026-09-30.csv";
    let text = fixture(&format!("gcp-reports/{name}"));
    let desk = Desk::new();
    desk.write("one/r-2026-09-01-2026-09-30.csv", &text);
    desk.write("two/r-2026-09-01-2026-09-30.csv", text.replace("1.49", "2.49"));
    desk.write("two/part-2026-09-10-2026-09-20.csv", text.replace("1.49", "0.49"));
    desk.json("import one --account Larkfield");
    let before = desk.billed();
    desk.json("import two/r-2026-09-01-2026-09-30.csv --account Globex");
    assert_ne!(desk.billed(), before);
    // Within one account, windows that overlap in part are refused as ever.
    let refused = desk.run("import two/part-2026-09-10-2026-09-20.csv --account Globex");
    refused.assert_says(3, &["2026-09-01"]);
}

#[test]
fn what_is_spent_is_told_apart_by_account() {
    let desk = Desk::new();
    desk.write("one.csv", explorer([10, 20, 30]));
    desk.write("other.csv", explorer([1, 2, 3]));
    desk.json("import one.csv");
    desk.json("import other.csv --account Globex --answer whose=another");
    let billed = |line: &str| -> Vec<(String, String)> {
        let answer = desk.json(line);
        let rows = answer["rows"].as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        rows.iter()
            .map(|row| (text(&row["account"]), text(&row["billed"])))
            .collect()
    };
    let pair = |name: &str, sum: &str| (name.to_owned(), sum.to_owned());
    assert_eq!(
        billed("spend --by account"),
        [pair("", "60"), pair("Globex", "6")]
    );
    assert_eq!(billed("spend --where account=Globex"), [pair("", "6")]);
    assert_eq!(billed("spend --where account="), [pair("", "60")]);
    let narrowed = "spend --by account,service --where account=Globex";
    assert_eq!(billed(narrowed), [pair("Globex", "6")]);
}

#[test]
fn the_lists_of_two_workspaces_are_asked_about_and_whoever_is_in_both_has_two_seats() {
    let list = |names: &[&str]| {
        let mut text = "Name,Email,Role,Status,Seat Tier\n".to_owned();
        for name in names {
            writeln!(text, "{name},{name}@larkfield.example,User,Active,Premium").expect("text");
        }
        text
    };
    let seats = |desk: &Desk| desk.json("usage --measure seats --by account")["rows"].clone();
    let desk = Desk::new();
    desk.write("one/members-2026-09-01.csv", list(&["ann", "bob", "cy"]));
    desk.write("two/members-2026-09-01.csv", list(&["ann", "eve", "max"]));
    desk.json("import one");
    assert_eq!(asked(&desk, "import two"), ["whose"]);
    desk.json("import two --account Globex --answer whose=another");
    let found = seats(&desk);
    assert_eq!(
        (&found[0]["seats"], &found[1]["seats"]),
        (&3.into(), &3.into()),
        "{found}"
    );
    assert_eq!(found[1]["account"], "Globex");
    // The id in a name says whose a list is.
    let named = |id: u32| format!("ids/members-7d1e0000-0000-4000-8000-00000000000{id}-2026-09-01.csv");
    desk.write(&named(1), list(&["ann", "bob", "cy"]));
    desk.write(&named(2), list(&["eve", "max", "joe"]));
    for id in [1, 2] {
        let line = format!("--book named.counterfoil import {}", named(id));
        assert_eq!(asked(&desk, &line), Vec::<String>::new());
    }
    desk.assert_whole("book.counterfoil");
}

#[test]
fn the_days_of_another_account_of_a_vendor_are_asked_about() {
    let header = "Date,Slug,Usage,BYOK Usage,Requests,Prompt Tokens,Completion Tokens,Reasoning Tokens";
    let days = |costs: &[(&str, &str)]| {
        let line = |(day, cost): &(&str, &str)| {
            let some = &cost[4..];
            format!("\n2026-09-{day},openai/gpt-5,{cost},0,{some},9{some},2{some},{some}")
        };
        header.to_owned() + &costs.iter().map(line).collect::<String>()
    };
    let desk = Desk::new();
    desk.write("one.csv", days(&[("01", "0.005"), ("02", "0.005")]));
    // A day that was not over when the first was made.
    desk.write("later.csv", days(&[("02", "0.006"), ("03", "0.001")]));
    desk.write(
        "two.csv",
        days(&[("01", "0.007"), ("02", "0.007"), ("03", "0.007")]),
    );
    desk.json("import one.csv");
    desk.json("import later.csv");
    assert_eq!(desk.billed(), ["0.012"]);
    assert_eq!(asked(&desk, "import two.csv"), ["whose"]);
    desk.json("import two.csv --account Globex --answer whose=another");
    assert_eq!(desk.billed(), ["0.033"]);
}

/// GitHub's answer for a month, or for a day of it.
fn github(day: &str, amount: &str) -> String {
    format!(
        r#"{{"timePeriod":{{"year":2026,"month":6{day}}},"organization":"o","usageItems":[{{"product":"Copilot","sku":"premium","model":"gpt-5","unitType":"requests","grossQuantity":5,"grossAmount":{amount},"netQuantity":5,"netAmount":{amount}}}]}}"#
    )
}

#[test]
fn a_month_and_days_of_it_are_asked_about_in_either_order() {
    for order in [["month", "day"], ["day", "month"]] {
        for day in [1, 17] {
            let desk = Desk::new();
            desk.write("month.json", github("", "20"));
            desk.write("day.json", github(&format!(",\"day\":{day}"), "3"));
            desk.json(&format!("import {}.json", order[0]));
            let before = desk.billed();
            let questions = asked(&desk, &format!("import {}.json", order[1]));
            assert!(
                questions.contains(&"same-money-1".to_owned()),
                "{order:?} {questions:?}"
            );
            assert!(
                questions.contains(&"same-usage-1".to_owned()),
                "{order:?} {questions:?}"
            );
            assert_eq!(desk.billed(), before);
        }
    }
}

#[test]
fn single_days_of_one_month_are_different_days() {
    let desk = Desk::new();
    desk.write("first.json", github(",\"day\":1", "3"));
    desk.write("other.json", github(",\"day\":17", "3"));
    desk.json("import first.json");
    desk.json("import other.json");
    assert_eq!(desk.billed(), ["6"]);
}

#[test]
fn what_a_book_exported_of_itself_is_never_counted_beside_it_in_silence() {
    let focus = |account: &str, cost: u32| {
        let head = "BilledCost,EffectiveCost,BillingCurrency,BillingAccountId,BillingPeriodStart,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ProviderName,ServiceName";
        let days = (1..=9).map(|day| {
            format!("{cost},{cost},USD,{account},2026-09-01T00:00:00Z,2026-09-0{day}T00:00:00Z,2026-09-0{day}T01:00:00Z,Usage,AWS,EC2")
        });
        [head.to_owned()]
            .into_iter()
            .chain(days)
            .collect::<Vec<_>>()
            .join("\n")
    };
    let desk = Desk::new();
    desk.write("a.csv", focus("A", 1));
    desk.write("b.csv", focus("B", 7));
    desk.json("import a.csv b.csv");
    desk.run("export focus -o own.csv");
    let before = desk.billed();
    assert_eq!(asked(&desk, "import own.csv"), ["same-money-1", "same-money-2"]);
    assert_eq!(desk.billed(), before);
    desk.json("import own.csv --answer same-money=not-counted");
    assert_eq!(desk.billed(), before);
    // A book of its own takes it as it is.
    desk.json("--book new.counterfoil import own.csv");
    assert_eq!(
        desk.json("--book new.counterfoil spend")["totals"],
        desk.json("spend")["totals"]
    );
    assert_eq!(
        asked(&desk, "--book new.counterfoil import a.csv"),
        ["same-money-1"]
    );
}

#[test]
fn amounts_that_cannot_be_are_told_whether_the_tokens_come_before_or_after_them() {
    let tokens = "usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens,web_search_count,inference_geo,speed\n2026-09-01,claude-opus-5,k,w,message,x,1000000,0,0,0,0,0,global,standard\n";
    let costs = |cost: &str| {
        format!(
            "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,list_price_usd,cost_type,inference_geo,speed\n2026-09-01,Claude Opus 5,w,k,message,x,input_no_cache,{cost},{cost},token,global,standard\n"
        )
    };
    let desk = Desk::new();
    desk.write("tokens.csv", tokens);
    desk.write("cents.csv", costs("500"));
    desk.write("dollars.csv", costs("5"));
    desk.json("import tokens.csv");
    assert_eq!(asked(&desk, "import cents.csv"), ["unit"]);
    let told = |book: &str, first: &str| {
        desk.json(&format!("--book {book} import {first}"));
        let report = desk.json(&format!("--book {book} import tokens.csv"));
        entries(&report)[0]["problems"]["warning"].clone()
    };
    assert_eq!(told("cents.counterfoil", "cents.csv"), Value::from(1));
    assert_eq!(told("dollars.counterfoil", "dollars.csv"), Value::from(0));
}

#[test]
fn an_empty_answer_of_an_api_is_known_and_is_warned_of() {
    for (page, format) in [
        (
            r#"{"object":"page","data":[],"has_more":false,"next_page":null}"#,
            "openai-costs-json",
        ),
        (
            r#"{"object":"page","data":[{"object":"bucket","start_time":1,"end_time":2,"results":[]}],"has_more":false,"next_page":null}"#,
            "openai-costs-json",
        ),
        (
            r#"{"data":[],"has_more":false,"next_page":null}"#,
            "anthropic-cost-json",
        ),
        (
            r#"{"timePeriod":{"year":2026},"user":"x","usageItems":[]}"#,
            "github-usage-json",
        ),
    ] {
        let desk = Desk::new();
        desk.write("page.json", page);
        let report = desk.json("import page.json");
        let entry = &entries(&report)[0];
        assert_eq!(
            (&entry["status"], &entry["format"]),
            (&"committed".into(), &format.into()),
            "{page}"
        );
        assert_eq!(entry["problems"]["warning"], 1, "{entry:#}");
    }
    let desk = Desk::new();
    desk.write("other.json", r#"{"data":[],"page":1}"#);
    let other = entries(&desk.run("--json import other.json").json())[0].clone();
    assert_eq!(other["status"], "refused", "there is nothing to map: {other:#}");
    assert!(other["message"].to_string().contains("no rows"), "{other:#}");
}
