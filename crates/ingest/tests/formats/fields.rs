//! What single rows become, beyond their sums: who, which model, which month, under which heading.

use model::{Charge, Fact, Seat, Usage};

use super::fixtures::told;
use super::{Read, crate_folder, read, read_as};

fn fixture(path: &str) -> Read {
    read_as(&crate_folder("fixtures").join(path), &told(path))
}

fn charges(path: &str) -> Vec<Charge> {
    let facts = fixture(path).facts.into_iter();
    facts
        .filter_map(|fact| match fact {
            Fact::Charge(charge) => Some(*charge),
            _ => None,
        })
        .collect()
}

fn usage(path: &str) -> Vec<Usage> {
    let facts = fixture(path).facts.into_iter();
    facts
        .filter_map(|fact| match fact {
            Fact::Usage(usage) => Some(*usage),
            _ => None,
        })
        .collect()
}

fn month(charge: &Charge) -> String {
    charge
        .billing_month
        .map_or(String::new(), |month| month.to_string())
}

fn days(charge: &Charge) -> i64 {
    charge.period.map_or(0, |period| period.days())
}

#[test]
fn a_wide_table_becomes_a_charge_for_each_column_and_day() {
    let daily = charges("aws-cost-explorer/daily.csv");
    let services: Vec<&str> = daily
        .iter()
        .take(3)
        .map(|charge| charge.what.service.as_str())
        .collect();
    assert_eq!(
        services,
        [
            "Bedrock",
            "EC2-Instances",
            "Claude Opus 4.6 (Amazon Bedrock Edition)"
        ]
    );
    assert_eq!(
        (daily[2].what.model.as_str(), days(&daily[2])),
        ("claude-opus-4-6", 1)
    );
    let monthly = charges("aws-cost-explorer/monthly_accounts.csv");
    assert_eq!(monthly[0].whose.project, "claims-prod (444455556666)");
    assert_eq!((days(&monthly[0]), monthly[0].what.service.as_str()), (31, ""));
}

#[test]
fn two_exports_of_one_day_by_account_and_by_service_have_keys_of_their_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let key = |first: &str| {
        let path = folder.path().join(format!("{first}.csv"));
        let text = format!(
            "\"{first}\",\"Same($)\",\"Total costs($)\"\n\"2026-09-02\",\"1.5\",\"1.5\"\n\"2026-09-03\",\"1.5\",\"1.5\"\n"
        );
        std::fs::write(&path, text).expect("written");
        read(&path).facts[0].key()
    };
    assert_ne!(key("Service"), key("Linked account"));
    assert_eq!(key("Service"), key("Service"));
}

#[test]
fn a_bad_cell_of_a_wide_table_is_named_by_its_own_heading() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("wide.csv");
    let text = "\"Service\",\"Bedrock($)\",\"S3($)\",\"Total costs($)\"\n\"2026-09-02\",\"1.5\",\"oops\",\"1.5\"\n\"2026-09-03\",\"1.5\",\"1\",\"2.5\"\n";
    std::fs::write(&path, text).expect("written");
    let read = read(&path);
    assert_eq!((read.report.rows.kept, read.report.rows.refused), (1, 1));
    let problem = &read.report.problems[0];
    assert_eq!(problem.place.column.as_deref(), Some("S3($)"));
    assert_eq!(
        (problem.place.row, problem.value.as_deref()),
        (Some(2), Some("oops"))
    );
}

#[test]
fn ledger_lines_know_their_account_and_vendor() {
    let lines = charges("quickbooks-ledger/general_ledger.csv");
    let vendors: Vec<&str> = lines.iter().map(|line| line.what.provider.as_str()).collect();
    assert_eq!(vendors, ["OpenAI", "Cursor", "Anthropic"]);
    assert!(
        lines
            .iter()
            .all(|line| line.what.service == "6240 Software subscriptions")
    );
    assert_eq!(lines[0].whose.invoice, "INV-88123");
    let xero = charges("xero-transactions/transactions.csv");
    assert_eq!(xero[0].what.service, "Software subscriptions");
    assert_eq!(
        xero[0].period.map(|period| period.from.to_string()).as_deref(),
        Some("2026-09-02")
    );
    assert_eq!(xero[1].what.category.id(), "credit");
}

#[test]
fn a_google_invoice_takes_number_month_and_currency_from_the_lines_above() {
    let lines = charges("gcp-cost-table/invoice.csv");
    assert!(
        lines
            .iter()
            .all(|line| line.whose.invoice == "5123456789" && line.what.currency.code() == "EUR")
    );
    assert!(
        lines.iter().all(|line| month(line) == "2026-09-01"),
        "the month is the invoice's"
    );
    let models: Vec<&str> = lines.iter().map(|line| line.what.model.as_str()).collect();
    assert_eq!(models, ["gemini-2.5-pro", "gemini-2.5-pro", "gemini-2.5-pro", ""]);
    let classes: Vec<&str> = lines.iter().map(|line| line.what.token_class.id()).collect();
    assert_eq!(classes, ["output", "input", "input", ""]);
    let categories: Vec<&str> = lines.iter().map(|line| line.what.category.id()).collect();
    assert_eq!(categories, ["usage", "usage", "credit", "adjustment"]);
}

#[test]
fn late_use_in_the_billing_export_belongs_to_the_invoice_month() {
    for file in ["lines.jsonl", "lines.parquet"] {
        let lines = charges(&format!("gcp-billing-export/{file}"));
        assert!(lines.iter().all(|line| month(line) == "2026-09-01"), "{file}");
        assert_eq!(
            lines[1].period.map(|period| period.from.to_string()).as_deref(),
            Some("2026-08-31")
        );
        assert_eq!(
            *lines[0].whose.tags,
            [("team".to_owned(), "claims".to_owned())],
            "{file}"
        );
        assert_eq!(
            (lines[0].what.service.as_str(), lines[0].what.model.as_str()),
            ("Gemini API", "gemini-2.5-flash")
        );
        assert_eq!(lines[0].quantity, Some(5_530_211_000_000), "{file}");
    }
}

#[test]
fn bedrock_calls_name_a_person_and_a_model_or_say_that_it_is_hidden() {
    let calls = usage("bedrock-log/calls.jsonl");
    assert_eq!(
        (calls[0].identity.id.as_str(), calls[0].model.as_str()),
        ("nils.berg", "claude-opus-4-6")
    );
    let hidden = calls.last().expect("a call");
    assert_eq!(
        (hidden.identity.id.as_str(), hidden.model.as_str()),
        ("batch", "unknown (inference profile)")
    );
}

#[test]
fn the_kind_of_token_and_the_model_are_read_from_the_words_of_an_aws_bill() {
    for (path, class) in [
        ("aws-cur/cur2.csv", "output"),
        ("aws-cur/cur2-00001.snappy.parquet", "output"),
    ] {
        let lines = charges(path);
        assert_eq!(
            (lines[0].what.model.as_str(), lines[0].what.token_class.id()),
            ("claude-opus-4-6", class),
            "{path}"
        );
        assert_eq!(
            (lines[1].what.token_class.id(), lines[1].what.unit.as_str()),
            ("input", "1M tokens"),
            "{path}"
        );
        assert_eq!(lines[1].quantity, Some(182_044), "{path}");
    }
    let parquet = charges("aws-cur/cur2-00001.snappy.parquet");
    assert_eq!(
        parquet[1].what.service,
        "Claude Opus 4.6 (Amazon Bedrock Edition)"
    );
    assert_eq!(parquet[1].what.model, "claude-opus-4-6");
    assert_eq!(
        *parquet[0].whose.tags,
        [("user_team".to_owned(), "claims".to_owned())]
    );
    assert!(parquet.iter().all(|line| line.what.provisional));
}

#[test]
fn seats_say_who_holds_them_since_when() {
    let seats: Vec<Seat> = fixture("okta-assignments/current.csv")
        .facts
        .into_iter()
        .filter_map(|fact| match fact {
            Fact::Seat(seat) => Some(*seat),
            _ => None,
        })
        .collect();
    assert_eq!(
        (seats[0].product.as_str(), seats[0].provider.as_str()),
        ("ChatGPT Enterprise", "OpenAI")
    );
    assert_eq!(
        seats[0].last_active.map(|day| day.to_string()).as_deref(),
        Some("2026-08-29")
    );
    assert_eq!(seats[1].last_active, None);
}

#[test]
fn people_are_called_as_spoken_and_known_to_have_left() {
    let people = |file: &str| -> Vec<String> {
        let facts = fixture(&format!("people-roster/{file}.csv")).facts;
        let people = facts.iter().filter_map(|fact| match fact {
            Fact::Person(person) => {
                let start = person.start.map_or(String::new(), |day| day.to_string());
                Some(format!("{} {} {start}", person.name, person.state))
            }
            _ => None,
        });
        people.collect()
    };
    let adp = [
        "Odile Tanaka Active 2021-03-15",
        "Nils Berg left 2019-01-01",
        "Ines Moreau A 2017-07-01",
    ];
    assert_eq!(people("adp"), adp);
    assert_eq!(
        people("deutsch"),
        ["Erik Brandt Aktiv 2020-02-03", "Zoe Vogel left 2021-02-15"]
    );
    assert_eq!(
        people("espanol"),
        ["Ana Ruiz Activo 2020-02-03", "Leo Mas left 2020-02-15"]
    );
}

const FOCUS: &str = "BilledCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,BillingPeriodStart,ChargeCategory,\
    ProviderName,ConsumedQuantity,ConsumedUnit,PricingQuantity,PricingUnit\n";

fn written(name: &str, text: &str) -> Read {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, text).expect("written");
    read(&path)
}

#[test]
fn a_state_says_that_somebody_left_only_where_it_begins_with_it() {
    let states = [
        ("Terminated - Voluntary", "left"),
        ("Former employee", "left"),
        ("Retired", "left"),
        ("Active - former intern", "Active - former intern"),
        ("Not Terminated", "Not Terminated"),
        ("Pre-retired advisor", "Pre-retired advisor"),
        ("On Leave", "On Leave"),
    ];
    let lines = states
        .iter()
        .enumerate()
        .map(|(at, (state, _))| format!("{at},p{at}@acme.test,P{at},Claims,{state}\n"));
    let head = "Employee ID,Email,Name,Team,Employment Status\n";
    let made = written("roster.csv", &format!("{head}{}", lines.collect::<String>()));
    let found: Vec<&str> = made
        .facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::Person(person) => Some(person.state.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(found, states.map(|(_, state)| state));
    let doubtful = made
        .report
        .problems
        .iter()
        .filter(|problem| problem.what.contains("speaks of leaving"));
    assert!(doubtful.count() > 0, "{:?}", made.report.problems);
}

/// Costs of OpenAI as a spreadsheet of a country with a decimal comma saves them: what was kept, and the total.
fn resaved(amounts: &[&str]) -> (u64, String, Vec<String>) {
    let line = |amount: &&str| format!("1788220800;1788307200;{amount};usd;gpt-5;org-a\n");
    let lines: String = amounts.iter().map(line).collect();
    let head = "start_time;end_time;amount_value;amount_currency;line_item;organization_id\n";
    let report = written("cost_2026.csv", &format!("{head}{lines}")).report;
    let total = report
        .totals
        .first()
        .map_or(String::new(), |total| total.amount.clone());
    let said = report
        .problems
        .iter()
        .map(|problem| format!("{} {:?}", problem.what, problem.hint));
    (report.rows.kept, total, said.collect())
}

#[test]
fn a_decimal_comma_is_never_read_as_thousands_where_the_format_has_a_point() {
    let (kept, total, said) = resaved(&["1,902", "0,418", "12,5"]);
    assert_eq!((kept, total.as_str()), (3, "14.82"));
    assert!(
        said.iter().any(|said| said.contains("another decimal mark")),
        "{said:?}"
    );
    // Nothing tells: neither 1902 nor 1.902 is taken.
    let (kept, _, said) = resaved(&["1,902", "12,345"]);
    assert_eq!(kept, 0);
    assert!(
        said[0].contains("this could be 1902 or 1.902") && said[0].contains("--decimal"),
        "{said:?}"
    );
    // As the vendor writes it, three decimals are three decimals, and thousands are thousands.
    for (amounts, total) in [
        (["1.902", "12.345"], "14.247"),
        (["1,902.50", "12,345"], "14247.5"),
    ] {
        let (kept, sum, said) = resaved(&amounts);
        assert_eq!((kept, sum.as_str()), (2, total), "{said:?}");
    }
    // One odd cell is refused, and says what to do.
    let (kept, total, said) = resaved(&["1.5", "2.5", "3,1"]);
    assert_eq!((kept, total.as_str()), (2, "4"));
    assert!(said[0].contains("--decimal"), "{said:?}");
}

#[test]
fn a_list_of_seats_is_that_of_its_organisation_where_it_names_one() {
    let scope = |head: &str, line: &str| {
        let text = format!(
            "Report Time,{head}Login,Last Authenticated At,Last Activity At,Last Surface Used\n{line}"
        );
        let facts = written("seat-activity.csv", &text).facts;
        let Some(Fact::Seat(seat)) = facts.first() else {
            panic!("a seat: {facts:?}");
        };
        seat.scope.clone()
    };
    let named = scope("Organization,", "2026-09-28T08:00:00Z,org-a,ada,None,None,None\n");
    assert_eq!(named, "GitHub Copilot 2026-09-28 org-a");
    let unnamed = scope("", "2026-09-28T08:00:00Z,ada,None,None,None\n");
    assert_eq!(unnamed, "GitHub Copilot 2026-09-28");
}

fn focus(rows: &[&str]) -> Read {
    let row = |row: &&str| {
        let (billed, rest) = row.split_once(',').expect("an amount first");
        format!(
            "{billed},USD,2026-09-05T00:00:00Z,2026-09-06T00:00:00Z,2026-09-01T00:00:00Z,Usage,Acme,{rest}\n"
        )
    };
    written(
        "focus.csv",
        &format!("{FOCUS}{}", rows.iter().map(row).collect::<String>()),
    )
}

fn quantities(read: &Read) -> Vec<(Option<i64>, &str)> {
    let facts = read.facts.iter();
    facts
        .filter_map(|fact| match fact {
            Fact::Charge(charge) => Some((charge.quantity, charge.what.unit.as_str())),
            _ => None,
        })
        .collect()
}

#[test]
fn a_quantity_that_cannot_be_kept_never_costs_the_money() {
    let read = focus(&[
        "3,123456789012345,Bytes,123.456,TB",
        "1,9277129359360000,byte-seconds,,",
        "1,0.0000004,GB,0.0000004,GB",
        "1,0,GB,,",
    ]);
    assert_eq!(
        (read.report.rows.kept, read.report.totals[0].amount.as_str()),
        (4, "6")
    );
    assert_eq!(
        quantities(&read),
        [
            (Some(123_456_000), "TB"),
            (None, "byte-seconds"),
            (None, "GB"),
            (Some(0), "GB")
        ]
    );
    let said: Vec<&str> = read
        .report
        .problems
        .iter()
        .map(|problem| problem.what.as_str())
        .filter(|what| what.contains("quantity"))
        .collect();
    assert!(
        said.len() == 2 && said[0].contains("too large") && said[1].contains("millionth"),
        "{said:?}"
    );
    let path = crate_folder("fixtures/gcp-billing-export/lines.jsonl");
    let lines = std::fs::read_to_string(path).expect("a fixture");
    let google = written(
        "lines.jsonl",
        &lines.replace(
            "{\"amount\":6282.0,\"unit\":\"count\"",
            "{\"amount\":9277129359360000.0,\"unit\":\"byte-seconds\"",
        ),
    );
    assert_eq!(google.report.rows.refused, 0);
    assert_eq!(quantities(&google)[1], (Some(6_282_000_000), "count"));
}

#[test]
fn three_decimals_are_no_thousands_where_the_standard_has_a_point() {
    let read = focus(&["10.125,1.250,GB,,", "1.250,,,,"]);
    assert_eq!(
        (read.report.rows.kept, read.report.totals[0].amount.as_str()),
        (2, "11.375")
    );
    assert_eq!(quantities(&read)[0], (Some(1_250_000), "GB"));
}

/// Class, terms and tokens of each line of usage.
fn terms(path: &str) -> Vec<String> {
    let lines = usage(path).into_iter().map(|usage| {
        let mut terms = String::new();
        usage.terms.write(&mut terms);
        let tokens = usage.tokens.unwrap_or_default();
        format!("{} {tokens} {terms}", usage.token_class.id())
            .trim_end()
            .to_owned()
    });
    lines.collect()
}

#[test]
fn a_log_says_tier_region_speed_and_how_long_a_cache_is_kept() {
    assert_eq!(
        terms("claude-code-log/terms.jsonl"),
        [
            "input 1",
            "cache-read 3",
            "cache-write 40 cache:1h",
            "output 2",
            "input 1 priority region:us",
            "cache-read 3 priority region:us",
            "cache-write 5 priority region:us",
            "cache-write 60 priority region:us cache:1h",
            "output 2 priority region:us",
            "input 1 fast",
            "cache-read 3 fast",
            "cache-write 7 fast",
            "output 2 fast",
        ]
    );
    let bedrock = terms("bedrock-log/calls.jsonl");
    assert_eq!(bedrock[0], "input 12 region:us above:32000", "of the profile");
    assert_eq!(bedrock[4], "input 1000 region:us-east-1", "of the account");
}

#[test]
fn a_report_of_usage_says_its_terms() {
    assert_eq!(
        terms("codex-enterprise-usage/usage.csv"),
        [
            "input 1000",
            "cache-read 400",
            "output 250",
            "input 2000 fast",
            "output 500 fast",
        ]
    );
    assert_eq!(
        terms("anthropic-usage-json/terms.json"),
        [
            "input 300000 priority region:us above:200000",
            "cache-write 0 priority region:us above:200000",
            "cache-write 70 priority region:us above:200000 cache:1h",
            "output 50 priority region:us above:200000",
        ]
    );
    let messages = terms("anthropic-usage-json/messages.json");
    assert_eq!(messages[2..4], ["cache-write 910220", "cache-write 11 cache:1h"]);
    assert_eq!(messages[5], "input 900 batch");
    assert_eq!(
        terms("anthropic-usage-csv/tokens.csv")[3],
        "cache-write 10 cache:1h"
    );
    assert_eq!(terms("anthropic-usage-csv/tokens.csv")[5], "input 5530211 batch");
}

#[test]
fn batches_and_tiers_of_openai_are_told_apart() {
    let of = |path| terms(path).into_iter().step_by(2).collect::<Vec<_>>();
    assert_eq!(
        of("openai-activity-csv/tiers_usage.csv"),
        ["input 100 batch", "input 200 priority", "input 300 flex"]
    );
    assert_eq!(
        of("openai-usage-json/tiers.json"),
        ["input 100 batch", "input 200 priority", "input 300"]
    );
}

#[test]
fn the_parts_of_one_block_have_keys_of_their_own_and_a_whole_keeps_that_of_its_block() {
    let keys = |path| {
        let writes = usage(path)
            .into_iter()
            .filter(|usage| usage.token_class == model::TokenClass::CacheWrite);
        writes.map(|usage| usage.key).collect::<Vec<_>>()
    };
    let mixed = keys("anthropic-usage-json/messages.json");
    assert_ne!(mixed[0], mixed[1]);
    // Of readings of one message the largest counts: a part of it would never stand against the whole.
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plain.jsonl");
    let text =
        std::fs::read_to_string(crate_folder("fixtures").join("claude-code-log/terms.jsonl")).expect("read");
    let older = text.replace("ephemeral_1h_input_tokens", "unheard_of");
    std::fs::write(&path, older).expect("written");
    let plain = read(&path).facts;
    assert_eq!(keys("claude-code-log/terms.jsonl")[0], plain[2].key());
}

#[test]
fn both_sides_of_a_ledger_whose_column_of_accounts_was_deleted_are_said() {
    let text = std::fs::read_to_string(crate_folder("fixtures/quickbooks-ledger/all_accounts.csv"));
    let text = text.expect("a fixture");
    let without = text
        .lines()
        .map(|line| line.split_once(',').map_or("", |(_, rest)| rest));
    let folder = tempfile::tempdir().expect("a folder");
    let said = |text: &str| {
        let path = folder.path().join("ledger.csv");
        std::fs::write(&path, text).expect("a file");
        let problems = read(&path).report.problems;
        problems
            .iter()
            .any(|problem| problem.what.contains("both sides of a booking"))
    };
    assert!(said(&without.collect::<Vec<_>>().join("\n")));
    assert!(!said(&text));
}
