//! The same files say the same, in whatever order they come in and however often one asks.

use std::path::PathBuf;

use crate::desk::{Desk, Ran};

/// Two initiatives of one KPI, so that they meet in the overlap ledger.
const INITIATIVES: [(&str, &str); 2] = [("Letters", "0.6"), ("Triage", "0.7")];

fn initiative(name: &str, attribution: &str) -> String {
    format!(
        "start = \"2026-02-01\"\n\n[scenario]\nname = \"{name}\"\ncurrency = \"USD\"\ndiscount-rate = [0.05, 0.1, 0.15]\nseed = 7\n\n\
         [scenario.benefit]\nkpi = \"Claims handled per adjuster\"\nunit = \"claims\"\nteam = \"Claims\"\ngain = [10, 20, 40]\n\
         unit-value = 30\nattribution = {attribution}\nramp-months = 3\n\n\
         [[scenario.costs]]\nkind = \"tokens\"\nonce = 1000\nmonthly = [100, 200, 400]\n\n[scenario.evidence]\ngrade = \"B\"\n"
    )
}

/// A desk whose book got the sample's files one by one.
fn desk(order: impl Fn(&mut Vec<PathBuf>)) -> Desk {
    let desk = Desk::new();
    let mut files = app::sample::write_files(&desk.path("files")).expect("the files can be written");
    order(&mut files);
    for file in &files {
        // After their usage is known, bills this far from what tokens cost ask whether they are in cents.
        let mut import = desk.command("--json import --answer unit=as-written");
        let ran = Ran::of("import", import.arg(file));
        assert_eq!(
            ran.status,
            Some(0),
            "{}: {}{}",
            file.display(),
            ran.stdout,
            ran.stderr
        );
    }
    for (name, attribution) in INITIATIVES {
        desk.write("initiative.toml", initiative(name, attribution));
        desk.json("initiatives set initiative.toml");
    }
    // Ranks are off until somebody asks for them.
    desk.json("settings set ranking.on true");
    desk
}

/// All that a book says: every metric, every chart, and the report, by name.
fn said(desk: &Desk) -> Vec<(String, String)> {
    let listed = desk.json("metrics");
    let ids = listed["metrics"].as_array().expect("a list");
    let ids: Vec<&str> = ids.iter().filter_map(|metric| metric["id"].as_str()).collect();
    assert!(ids.len() > 40, "{ids:?}");
    let mut said = Vec::new();
    for id in ids {
        let ran = desk.run(&format!("--json show {id}"));
        assert_eq!(ran.status, Some(0), "{id}: {}", ran.stderr);
        said.push((format!("show {id}"), without_imports(&ran.stdout)));
    }
    for chart in app::drawn::DRAWN {
        said.push((
            format!("chart {}", chart.id),
            written(desk, &format!("chart {}", chart.id), "svg"),
        ));
    }
    said.push((
        "report".to_owned(),
        without_sources(&written(desk, "report", "html")),
    ));
    said
}

/// Without the numbers of the imports behind a figure: they count the order in which files came in.
fn without_imports(text: &str) -> String {
    const BEGIN: &str = "\"imports\": [";
    let Some(start) = text.find(BEGIN) else {
        return text.to_owned();
    };
    let end = text[start..].find(']').map_or(text.len(), |end| start + end);
    format!("{}{}", &text[..start], &text[end..])
}

/// Without the rows of its table of sources, which stand in the order in which they came in.
fn without_sources(html: &str) -> String {
    let rows: Vec<&str> = html.lines().filter(|line| !line.contains("<br><code>")).collect();
    assert!(rows.len() < html.lines().count(), "the report names its sources");
    rows.join("\n")
}

fn written(desk: &Desk, command: &str, extension: &str) -> String {
    desk.json(&format!("{command} -o said.{extension}"));
    String::from_utf8(desk.bytes(&format!("said.{extension}"))).expect("text")
}

/// Where two texts part, with what stands around it.
fn parting(left: &str, right: &str) -> String {
    let at = left
        .bytes()
        .zip(right.bytes())
        .take_while(|(a, b)| a == b)
        .count();
    let around = |text: &str| {
        let bytes = &text.as_bytes()[at.saturating_sub(120).min(text.len())..(at + 120).min(text.len())];
        String::from_utf8_lossy(bytes).into_owned()
    };
    format!("byte {at}:\n  …{}…\n  …{}…", around(left), around(right))
}

fn assert_alike(left: &[(String, String)], right: &[(String, String)]) {
    let apart: Vec<String> = left
        .iter()
        .zip(right)
        .filter(|(a, b)| a != b)
        .map(|((what, a), (_, b))| format!("{what}, {}", parting(a, b)))
        .collect();
    assert!(
        left.len() == right.len() && apart.is_empty(),
        "{}",
        apart.join("\n")
    );
}

#[test]
fn the_order_in_which_files_come_in_and_asking_again_change_no_byte() {
    let listed = desk(|_| ());
    let first = said(&listed);
    assert_alike(&first, &said(&listed));
    // From the last to the first: people, prices and seats are known only after what they are about.
    let backwards = desk(|files| files.reverse());
    assert_alike(&first, &said(&backwards));
}
