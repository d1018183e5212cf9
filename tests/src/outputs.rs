//! The sample book: every chart, report and metric comes out, twice the same.

use std::sync::LazyLock;

use serde_json::Value;

use crate::desk::Desk;

const CHARTS: [&str; 16] = [
    "spend-over-time",
    "pareto",
    "variance-waterfall",
    "usage-distribution",
    "lorenz",
    "utilisation",
    "roi",
    "tornado",
    "cash-flow",
    "kpi",
    "decoupling",
    "team-ranking",
    "forecast",
    "budgets",
    "anomalies",
    "reconciliation",
];
/// Keys whose values are money wherever they appear.
const MONEY: [&str; 12] = [
    "amount",
    "billed",
    "list",
    "effective",
    "estimated",
    "npv",
    "benefits",
    "costs",
    "spent",
    "before",
    "after",
    "at_low",
];

/// Made once for all journeys here; none of them writes to it.
static SAMPLE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let desk = Desk::new();
    desk.run("sample").assert_says(0, &["sample.counterfoil"]);
    desk.assert_whole("sample.counterfoil");
    desk.bytes("sample.counterfoil")
});

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("book.counterfoil", &*SAMPLE);
    desk
}

/// Runs the command twice with two names and asserts identical files that start like this.
fn assert_same_twice(desk: &Desk, command: &str, extension: &str, starts: &[u8], least: usize) {
    let files = ["first", "second"].map(|name| format!("{name}.{extension}"));
    for file in &files {
        desk.json(&format!("{command} -o {file}"));
    }
    let [first, second] = files.map(|file| desk.bytes(&file));
    assert!(first.starts_with(starts), "{command} writes {extension}");
    assert!(
        first.len() > least,
        "{command}: {} bytes of {extension}",
        first.len()
    );
    assert!(first == second, "{command} writes the same {extension} twice");
}

#[test]
fn every_chart_is_written_twice_the_same_as_svg_and_png() {
    let desk = desk();
    // Ranks are off until somebody asks for them.
    desk.json("settings set ranking.on true");
    for chart in CHARTS {
        // A chart without data is a sentence of some 900 bytes.
        assert_same_twice(&desk, &format!("chart {chart}"), "svg", b"<svg", 1_500);
        assert_same_twice(&desk, &format!("chart {chart}"), "png", b"\x89PNG", 4_000);
    }
    let light = desk.bytes("first.svg");
    desk.json("chart kpi --theme dark --size 700x400 -o first.svg");
    assert!(desk.bytes("first.svg") != light, "theme and size show");
}

#[test]
fn every_chart_of_the_sample_says_that_its_data_is_invented() {
    let desk = desk();
    for chart in CHARTS {
        desk.json(&format!("chart {chart} -o mark.svg"));
        let svg = String::from_utf8(desk.bytes("mark.svg")).expect("text");
        assert!(svg.contains("Sample book"), "{chart}");
    }
}

#[test]
fn the_report_is_written_twice_the_same_as_pdf_and_html() {
    let desk = desk();
    assert_same_twice(&desk, "report", "pdf", b"%PDF-", 50_000);
    assert_same_twice(&desk, "report", "html", b"<!", 100_000);
    let html = String::from_utf8(desk.bytes("first.html")).expect("text");
    assert!(!html.contains("<script"), "a report holds no program");
    assert!(!html.contains("src=\"http"), "a report loads nothing");
    assert!(html.contains("<em>estimated</em>"), "an estimate is called so");
}

#[test]
fn the_workbook_holds_the_figures_of_the_chart_and_only_what_was_chosen() {
    let desk = desk();
    assert_same_twice(&desk, "report", "xlsx", b"PK", 10_000);
    desk.json("report --sections figures,roi --names --pseudonymise -o chosen.xlsx");
    let listed = desk.json("inspect chosen.xlsx");
    let sheets = listed[0]["tables"].as_array().expect("sheets");
    let names: Vec<&str> = sheets
        .iter()
        .filter_map(|sheet| sheet["sheet"].as_str())
        .collect();
    assert_eq!(names, ["Summary", "Return range", "Method", "Sources"]);
    let cells = desk.run("inspect --cells Summary chosen.xlsx");
    cells.assert_says(
        0,
        &["People are not named", "of fewer than 5 people", "(estimated)"],
    );
    desk.run("report --sections pie -o pie.xlsx")
        .assert_says(2, &["pie", "figures"]);
    desk.run("report --template glossy -o pie.xlsx")
        .assert_says(2, &["glossy", "executive"]);
    assert!(!desk.path("pie.xlsx").exists());
}

#[test]
fn what_cannot_be_written_is_named_and_nothing_half_is_left() {
    let desk = desk();
    desk.run("chart pareto -o pareto.gif")
        .assert_says(2, &["gif", "svg"]);
    desk.run("chart nothing -o nothing.svg")
        .assert_says(2, &["nothing"]);
    desk.run("chart pareto -o nowhere/pareto.svg")
        .assert_says(4, &["nowhere/pareto.svg"]);
    assert!(!desk.path("pareto.gif").exists() && !desk.path("nothing.svg").exists());
}

#[test]
fn every_metric_of_the_list_has_an_answer_with_money_as_text() {
    let desk = desk();
    let list = desk.json("metrics");
    let ids = list["metrics"].as_array().expect("a list");
    assert!(ids.len() >= 10);
    for metric in ids {
        let id = metric["id"].as_str().expect("an id");
        let answer = desk.json(&format!("show {id}"));
        assert_eq!(answer["metric"], id);
        let body = answer.get("rows");
        assert!(
            body.and_then(Value::as_array)
                .is_some_and(|rows| !rows.is_empty()),
            "{id} has rows"
        );
        assert_money_is_text(id, &answer);
    }
}

#[test]
fn scenarios_are_saved_compared_and_written_as_files() {
    let desk = desk();
    let of = desk.json("initiatives")["initiatives"][0]["name"]
        .as_str()
        .expect("a name")
        .to_owned();
    let ran = |arguments: &[&str]| crate::desk::Ran::of("roi", desk.command("--json roi").args(arguments));
    ran(&["save", "Cautious", "--of", &of, "--set", "attribution=0.4"]).json();
    ran(&[
        "show",
        "Cautious",
        "-o",
        &desk.path("cautious.toml").to_string_lossy(),
    ])
    .json();
    for (set, range) in [("risk=7", "from 0 to 1"), ("gain=-1", "0 or more")] {
        let said = ran(&["save", "Odd", "--of", &of, "--set", set]);
        said.assert_says(2, &[set, range]);
    }
    let both = ran(&["compare", &of, &desk.path("cautious.toml").to_string_lossy()]).json();
    let p50 = |at: usize| {
        both["scenarios"][at]["simulation"]["p50"]
            .as_str()
            .and_then(|text| text.parse::<f64>().ok())
    };
    assert!(p50(0).is_some() && p50(0) > p50(1), "{both}");
    assert_eq!(both["scenarios"][1]["assumptions"]["attribution"][1], 0.4);
    ran(&["remove", "Cautious"]).json();
    assert_eq!(ran(&["compare", &of, "Cautious"]).status, Some(2));
}

#[test]
fn a_day_before_the_first_price_is_no_book_without_prices() {
    let desk = desk();
    let prices = desk.json("prices show gpt-5");
    assert!(prices["prices"][0]["price"].is_string(), "{prices}");
    desk.run("prices show gpt-5 --on 2001-01-01").assert_says(
        2,
        &[
            "No price of `gpt-5` was in force on 2001-01-01",
            "The first is of 20",
        ],
    );
}

#[test]
fn the_worth_of_an_initiative_has_its_range_and_its_return() {
    let desk = desk();
    let all = desk.json("initiatives");
    let first = &all["initiatives"][0];
    let name = first["name"].as_str().expect("a name");
    let ran = crate::desk::Ran::of("roi", desk.command("--json roi").arg(name));
    let worth = ran.json();
    assert_money_is_text("roi", &worth);
    let amount = |value: &Value| crate::exact::decimal(value.as_str().expect("money is text"));
    assert_eq!(
        amount(&worth["benefits"]) - amount(&worth["costs"]),
        amount(&worth["npv"])
    );
    let simulation = &worth["simulation"];
    let [low, middle, high] = ["p10", "p50", "p90"].map(|key| amount(&simulation[key]));
    assert!(low < middle && middle < high, "{simulation}");
    assert!(worth["irr"]["one"].is_number(), "{}", worth["irr"]);
    assert_eq!(
        desk.run("--json initiatives").stdout,
        desk.run("--json initiatives").stdout,
        "the simulation is seeded"
    );
    desk.run("roi nothing-of-the-kind")
        .assert_says(2, &["nothing-of-the-kind"]);
}

fn assert_money_is_text(place: &str, value: &Value) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                assert!(
                    !(MONEY.contains(&key.as_str()) && value.is_number()),
                    "{place}: {key} is the number {value}"
                );
                assert_money_is_text(place, value);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| assert_money_is_text(place, value)),
        _ => {}
    }
}

/// One bill of 3,000 a month, as FOCUS, for the months that begin and end so.
fn monthly_bills(months: &[(&str, &str)]) -> String {
    let head = "BilledCost,EffectiveCost,ListCost,ContractedCost,BillingCurrency,BillingAccountId,BillingPeriodStart,BillingPeriodEnd,\
                ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ChargeClass,ChargeDescription,ChargeFrequency,InvoiceId,InvoiceIssuerName,\
                ProviderName,PublisherName,ServiceCategory,ServiceName,PricingQuantity,PricingUnit,Tags,SubAccountId,SubAccountName,SkuId";
    let row = |(from, to): &(&str, &str)| {
        let days = format!("{from}T00:00:00Z,{to}T00:00:00Z");
        format!(
            "\n3000,3000,3000,3000,USD,acme,{days},{days},Purchase,,Seats,Recurring,INV-{from},OpenAI,OpenAI,OpenAI,\
             AI and Machine Learning,ChatGPT Enterprise,10,Seats,{{}},,,"
        )
    };
    head.to_owned() + &months.iter().map(row).collect::<String>()
}

#[test]
fn a_bill_of_a_month_is_that_month_whole_and_foretells_nothing_alone() {
    let months = [
        ("2026-07-01", "2026-08-01"),
        ("2026-08-01", "2026-09-01"),
        ("2026-09-01", "2026-10-01"),
    ];
    for (bills, ahead) in [(&months[2..], 0), (&months[..], 13)] {
        let desk = Desk::new();
        desk.write("focus.csv", monthly_bills(bills));
        desk.json("import focus.csv");
        let rate = desk.json("show run-rate");
        assert_eq!(
            rate["period"]["from"], "2026-09-01",
            "the last one is what is shown"
        );
        assert_eq!(rate["rows"][0]["expected"], "3000", "{rate}");
        let month = desk.json("show spend-over-time");
        assert_eq!(month["rows"][0]["complete"], true, "{month}");
        let forecast = desk.json("show forecast");
        let rows = forecast["rows"].as_array().expect("rows");
        let estimates = rows.iter().filter(|row| row["estimate"] == true).count();
        assert_eq!(estimates, ahead, "{forecast}");
    }
}
