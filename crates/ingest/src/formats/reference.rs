//! `docs/formats.md`: what can be read and where it comes from, generated from the registry.

use std::fmt::Write as _;

use super::document::Document;
use super::take::Names;

const HEAD: &str = "# Formats\n\nWhat Counterfoil can read, and where each export comes from. Generated from the documents in \
`crates/ingest/formats`; run the tests of `ingest` with `UPDATE_DOCS=1` to bring it up to date.\n\nA file is known by its content, \
never by its name alone. A file that no format fits, or two fit equally, is not read until you say what it is.\n\n\
How a later file meets an earlier one: `id` replaces rows with the same id · `bucket` replaces the same day and dimensions · \
`snapshot` and `period` replace the whole window or month · `content` keeps each different row once.\n";

/// The reference as Markdown.
pub fn reference() -> String {
    super::formats()
        .iter()
        .fold(HEAD.to_owned(), |mut text, document| {
            section(document, &mut text);
            text
        })
}

fn section(document: &Document, text: &mut String) {
    let overlap = format!("{:?}", document.overlap).to_lowercase();
    let facts: Vec<&str> = document.blocks().map(|(kind, _)| kind.id()).collect();
    let mut facts = facts;
    facts.dedup();
    let lines = [
        format!(
            "\n## {}\n\n`{}` · {} · overlap `{overlap}`\n\n",
            document.name, document.id, document.vendor
        ),
        format!("**Where from.** {}\n\n", document.export),
        if document.about.is_empty() {
            String::new()
        } else {
            format!("{}\n\n", document.about.trim())
        },
        format!(
            "**Becomes.** {}\n\n",
            if facts.is_empty() {
                "nothing; it is only looked at".into()
            } else {
                facts.join(", ")
            }
        ),
        format!("**Known by.** {}\n", signatures(document)),
    ];
    for line in lines {
        text.push_str(&line);
    }
    let versions: Vec<String> = document
        .version
        .iter()
        .map(|version| format!("`{}`", version.label))
        .collect();
    if !versions.is_empty() {
        writeln!(text, "\n**Versions.** {}", versions.join(", ")).expect("a string takes everything");
    }
}

fn signatures(document: &Document) -> String {
    let one = |names: &Names| {
        names
            .0
            .iter()
            .map(|name| format!("`{name}`"))
            .collect::<Vec<_>>()
            .join(" or ")
    };
    let all = |has: &[Names]| has.iter().map(one).collect::<Vec<_>>().join(", ");
    document
        .detect
        .iter()
        .filter(|detect| detect.empty.is_empty())
        .map(|detect| all(&detect.has))
        .collect::<Vec<_>>()
        .join("; or ")
}
