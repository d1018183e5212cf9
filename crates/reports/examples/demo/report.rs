//! A whole report about an invented company: every kind of section, the charts' own typical data.

use charts::{CHARTS, Column, Drawing, Locale, Sample};
use chrono::NaiveDate;
use reports::{KeyFigure, MethodNote, Report, Section, Source, Table, chart_options};

/// The demo report.
pub(crate) fn demo() -> Report {
    Report {
        title: "AI spend and adoption".to_owned(),
        book: "Larkfield Mutual".to_owned(),
        period: "Q3 2026".to_owned(),
        prepared_by: String::new(),
        generated_on: NaiveDate::from_ymd_opt(2026, 10, 5).expect("a day of the calendar"),
        locale: Locale::default(),
        currency_note: "Billed, in USD. EUR was converted at 1.0832 (European Central Bank, 30 Sep 2026).".to_owned(),
        filters: vec!["Period: Jul to Sep 2026".to_owned(), "Teams: all but Board".to_owned()],
        is_sample: true,
        sections: sections(),
        method: method(),
        sources: sources(),
        hidden_note: Some(
            "Two teams of fewer than 5 people are not shown by themselves; their spend is part of every total.".to_owned(),
        ),
    }
}

fn sections() -> Vec<Section> {
    vec![
        Section::Figures {
            title: "The quarter at a glance".to_owned(),
            figures: figures(),
        },
        Section::Text {
            title: String::new(),
            paragraphs: vec![
                "Spend rose by a fifth against the second quarter. Most of the rise is Claude output in Engineering, where the \
                 code review agents went live in August; the other teams moved little."
                    .to_owned(),
                "Usage is not value. Of the four initiatives, one has paid for itself with evidence of grade A; two more may \
                 do so within a year, and the range says how sure that is."
                    .to_owned(),
            ],
        },
        chart("spend-over-time", true),
        chart("variance-waterfall", false),
        chart("pareto", false),
        chart("usage-distribution", true),
        chart("utilisation", true),
        chart("forecast", false),
        chart("roi-range", true),
        chart("cash-flow", false),
        Section::Table(charges(84)),
        Section::Table(by_month()),
    ]
}

fn figures() -> Vec<KeyFigure> {
    let figure = |label: &str, value: &str, unit: &str, detail: &str| KeyFigure {
        estimated: false,
        label: label.to_owned(),
        value: value.to_owned(),
        unit: unit.to_owned(),
        detail: detail.to_owned(),
    };
    vec![
        figure("Billed", "$398,204", "", "+$66,930 (+20 %) against Q2 2026"),
        figure(
            "Against budget",
            "+$18,204",
            "over",
            "4.8 % above the plan of $380,000",
        ),
        figure("People", "244", "of 285 active", "41 zero · 12 unknown"),
        figure(
            "Idle seats",
            "$8,640",
            "a month",
            "$5,400 reducible on 3 Nov 2026",
        ),
        figure("Forecast, December", "$168k", "P50", "P10 $141k · P90 $203k"),
        figure(
            "Value, 4 initiatives",
            "+$262k",
            "P50",
            "P10 −$405k · P90 +$1,110k",
        ),
    ]
}

/// One of the charts' typical drawings.
pub(crate) fn drawing(id: &str, sample: Sample) -> Drawing {
    let chart = CHARTS
        .iter()
        .find(|chart| chart.id == id)
        .expect("the chart is listed");
    (chart.sample)(sample, &chart_options(&Locale::default()))
}

fn chart(id: &str, with_table: bool) -> Section {
    Section::Chart {
        name: name(id).to_owned(),
        drawing: Box::new(drawing(id, Sample::Typical)),
        with_table,
    }
}

fn name(id: &str) -> &'static str {
    let chart = CHARTS.iter().find(|chart| chart.id == id);
    chart.expect("the chart is listed").name
}

fn column(name: &str, is_numeric: bool) -> Column {
    Column {
        name: name.to_owned(),
        is_numeric,
    }
}

/// A long table with totals.
pub(crate) fn charges(rows: usize) -> Table {
    let vendors = [
        "Anthropic",
        "OpenAI",
        "Microsoft",
        "GitHub",
        "Amazon Web Services",
    ];
    let row = |at: usize| {
        vec![
            format!("{} Sep 2026", at % 30 + 1),
            vendors[at % vendors.len()].to_owned(),
            format!("Output tokens, model {}", at % 7 + 1),
            format!("{},{:03},{:03}", at % 9 + 1, at * 37 % 1000, at * 91 % 1000),
            format!("{}.{:02}", at * 13 % 900 + 10, at * 7 % 100),
        ]
    };
    let columns = [
        ("Day", false),
        ("Vendor", false),
        ("What", false),
        ("Tokens", true),
        ("Billed, USD", true),
    ];
    Table {
        title: "Charges of September".to_owned(),
        columns: columns
            .map(|(name, is_numeric)| column(name, is_numeric))
            .to_vec(),
        rows: (0..rows).map(row).collect(),
        totals: ["Total", "", "", "418,204,112", "143,218.40"]
            .map(str::to_owned)
            .to_vec(),
        note: "The largest lines; the book holds all 12,034.".to_owned(),
    }
}

/// A table wider than an upright page.
fn by_month() -> Table {
    let months = [
        "Oct 25", "Nov 25", "Dec 25", "Jan 26", "Feb 26", "Mar 26", "Apr 26", "May 26", "Jun 26", "Jul 26",
        "Aug 26", "Sep 26",
    ];
    let teams = [
        "Engineering",
        "Claims",
        "Data science",
        "Customer care",
        "Underwriting",
        "Marketing",
        "Legal",
        "Finance",
    ];
    let row = |(at, team): (usize, &&str)| {
        let figures = (0..months.len())
            .map(|month| format!("{},{:03}", 3 + month + at * 2, (month * 371 + at * 97) % 1000));
        std::iter::once((*team).to_owned()).chain(figures).collect()
    };
    let heads = months.iter().map(|month| column(month, true));
    Table {
        title: "Billed by team and month, USD".to_owned(),
        columns: std::iter::once(column("Team", false)).chain(heads).collect(),
        rows: teams.iter().enumerate().map(row).collect(),
        ..Table::default()
    }
}

fn method() -> Vec<MethodNote> {
    let note = |name: &str, what: &str, formula: &str, coverage: &str, notes: &[&str]| MethodNote {
        name: name.to_owned(),
        what: what.to_owned(),
        formula: formula.to_owned(),
        coverage: coverage.to_owned(),
        notes: notes.iter().map(|text| (*text).to_owned()).collect(),
    };
    let days = "3 sources, 2026-07-01 to 2026-10-01 (end exclusive), 12 people unknown";
    vec![
        note(
            "Billed",
            "What the vendors' invoices say for the period, before tax.",
            "Σ billed amount of charges = 128,114.20 + 126,871.40 + 143,218.40 = 398,204.00 USD",
            days,
            &[
                "Billed, list, effective and estimated money are never added.",
                "September is provisional: two invoices are open.",
            ],
        ),
        note(
            "Active people",
            "People with at least one use in the last 28 days, of those entitled and covered by a source.",
            "active ÷ (entitled − unknown) = 244 ÷ (297 − 12) = 85.6 %",
            days,
            &[
                "Zero is not missing: 41 were covered and did nothing.",
                "No ranking of persons is made or exported.",
            ],
        ),
        note(
            "Net present value",
            "The value of an initiative's yearly benefit less its cost, discounted.",
            "Σ (benefit − cost) ÷ (1 + 0.08)^t, 10,000 draws, seed 2026",
            "benefit from the KPI series of Claims; evidence grade A to D by initiative",
            &[
                "A range, not a point: P10, P50 and P90.",
                "Below evidence grade B the bar is an outline.",
            ],
        ),
    ]
}

fn sources() -> Vec<Source> {
    let source = |file: &str, seed: u64, format: &str, rows: &str| Source {
        file: file.to_owned(),
        sha256: [13, 26, 39, 52]
            .map(|turn| {
                let part = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(turn);
                format!("{part:016x}")
            })
            .concat(),
        format: format.to_owned(),
        rows: rows.to_owned(),
        imported: "1 Oct 2026".to_owned(),
    };
    vec![
        source(
            "anthropic-usage-2026-q3.csv",
            11,
            "Anthropic usage export",
            "12,034",
        ),
        source("openai-costs-2026-q3.json", 12, "OpenAI costs", "4,410"),
        source(
            "focus-aws-2026-09-part-0001-of-0001-larkfield-mutual-consolidated.csv.gz",
            13,
            "FOCUS 1.2",
            "118,220",
        ),
        source("seats copilot.xlsx", 14, "GitHub Copilot seats", "297"),
    ]
}
