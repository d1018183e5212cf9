//! Commands that answer: spend, usage, metrics, ROI, and what there is to ask for.

use app::answer;
use app::shelf::{self, Shelf};
use serde_json::Value;

use crate::args::{Cli, Question};
use crate::output::{pretty, print, remark as remark_of};

/// What was spent.
pub(crate) fn spend(cli: &Cli, question: &Question) -> anyhow::Result<u8> {
    sums(cli, "spend", question)
}

/// What was used.
pub(crate) fn usage(cli: &Cli, question: &Question) -> anyhow::Result<u8> {
    sums(cli, "usage", question)
}

fn sums(cli: &Cli, id: &str, question: &Question) -> anyhow::Result<u8> {
    let default = if id == "usage" {
        answer::USED
    } else {
        answer::SPENT
    };
    let answer = Shelf::open(&cli.book())?.ask(&question.ask(), default)?;
    print(cli, &answer.document(id), || answer::lines(&answer.groups))?;
    for remark in answer.remarks() {
        remark_of(cli, &remark);
    }
    Ok(0)
}

/// One metric.
pub(crate) fn show(cli: &Cli, metric: &str, question: &Question) -> anyhow::Result<u8> {
    let document = Shelf::open(&cli.book())?.show(metric, &question.ask())?;
    pretty(cli, &document)?;
    Ok(0)
}

/// Every format.
pub(crate) fn formats(cli: &Cli) -> anyhow::Result<u8> {
    let document = shelf::formats(&cli.own());
    print(cli, &document, || {
        let mut lines = named(&document["formats"], "export");
        let own = document["formats"].as_array().into_iter().flatten();
        let own = own.filter(|format| format["from"] != "built in");
        lines.extend(own.map(|format| format!("{} is your own: {}", format["id"], format["from"])));
        lines
    })?;
    Ok(0)
}

/// Every metric.
pub(crate) fn metrics(cli: &Cli) -> anyhow::Result<u8> {
    let document = shelf::metrics();
    print(cli, &document, || named(&document["metrics"], "formula"))?;
    Ok(0)
}

fn named(list: &Value, detail: &str) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let rows = list
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| vec![text(&one["id"]), text(&one["name"]), text(&one[detail])]);
    rows.flat_map(|cells| {
        [
            format!("{:<28} {}", cells[0], cells[1]),
            format!("{:<28} {}", "", cells[2]),
        ]
    })
    .collect()
}
