//! What Larkfield keeps of its own: phases, a register, a rubric with assessments, and evidence. As files, like anybody's.

use std::fmt::Write;

use super::Dice;

/// People of the roster that were assessed.
const ASSESSED: u32 = 60;

/// Kind and text of each document, in the order in which they need one another.
pub(crate) fn documents() -> [(&'static str, String); 5] {
    [
        ("phases", PHASES.to_owned()),
        ("opportunities", OPPORTUNITIES.to_owned()),
        ("rubrics", RUBRIC.to_owned()),
        ("assessments", assessments()),
        ("evidence", evidence()),
    ]
}

const PHASES: &str = r#"name = "Phases 2026"
[[phase]]
tool = "GitHub Copilot"
phase = "explore"
owner = "Technology"
from = "2026-07-01"
until = "2027-01-01"
[[phase]]
unit = "Technology"
phase = "explore"
owner = "Technology"
from = "2026-07-01"
until = "2027-01-01"
[[phase]]
unit = "Operations"
phase = "explore"
owner = "Operations"
from = "2025-10-01"
until = "2026-10-01"
"#;

const OPPORTUNITIES: &str = r#"name = "Register"
[[opportunity]]
name = "Triage of claims"
requester = "Claims"
scored-by = "Finance"
kpi = "Claims settled"
times-a-month = 900
minutes = 6
people = 12
sensitivity = "personal"
builder = "agent: triage"
currency = "USD"
forecast = { p10 = "38000", p50 = "96000", p90 = "150000" }
success = 0.8
effort-cost = "55000"
cost-to-date = "61000"
realised = "71000"
state = "measured"
idea = "2025-09-15"
live = "2026-01-05"
measured = "2026-09-30"
units = ["Claims", "Motor claims"]
[[opportunity]]
name = "Letters in plain words"
requester = "Customer Service"
scored-by = "Operations"
kpi = "Letters sent"
times-a-month = 2400
minutes = 4
people = 20
sensitivity = "personal"
builder = "person"
currency = "USD"
forecast = { p10 = "4000", p50 = "22000", p90 = "60000" }
success = 0.5
effort-cost = "24000"
state = "live"
idea = "2025-12-01"
live = "2026-03-02"
units = ["Customer Service"]
"#;

const RUBRIC: &str = r#"name = "Fluency"
version = 1
[[dimension]]
name = "strategy"
levels = ["does not choose", "chooses by habit", "chooses by task", "changes how the team works"]
[[dimension]]
name = "building"
levels = ["none", "uses what is there", "builds for own work", "builds for others"]
[[requirement]]
levels = { strategy = 1, building = 1 }
"#;

fn assessments() -> String {
    let mut text = "name = \"2026\"\nrubric = \"Fluency\"\nversion = 1\n".to_owned();
    let mut dice = Dice::of(91);
    for person in 1..=ASSESSED {
        let start = dice.between(0, 1);
        for (day, level) in [("2026-03-31", start), ("2026-09-30", start + dice.between(0, 1))] {
            let link = format!("https://wiki.larkfield.example/work/{person}");
            _ = write!(
                text,
                "[[assessment]]\nperson = \"Person {person}\"\nday = \"{day}\"\nrater = \"manager\"\n\
                 levels = {{ strategy = {level}, building = {level} }}\n\
                 evidence = [{{ dimension = \"strategy\", link = \"{link}\" }}, {{ dimension = \"building\", link = \"{link}\" }}]\n"
            );
        }
    }
    text
}

fn evidence() -> String {
    let mut text = "name = \"Autumn 2026\"\n".to_owned();
    let mut dice = Dice::of(92);
    for person in 1..=ASSESSED {
        for sign in ["permission", "use-case", "training", "survey", "trust"] {
            let score = dice.between(20, 100);
            _ = write!(
                text,
                "[[item]]\nperson = \"Person {person}\"\nsign = \"{sign}\"\nscore = {score}\nday = \"2026-09-{:02}\"\n",
                1 + person % 28
            );
        }
    }
    text
}
