//! A mapping document back as the draft that the mapper would have made it from, so that one written by hand, or by a
//! colleague, can be changed in the window. Only where nothing of it is lost: the draft must give the same document.

use std::collections::BTreeMap;

use ingest::Mapping;
use ingest::formats::{Block, Document, Take};
use ingest::profile::Profile;
use model::Overlap;

use super::document::toml;
use super::draft::Draft;
use super::target::{BY_HEADING, BY_SIGN, SPLIT, TURN, target};

/// The draft, if it says all that the document says about such a table.
pub(crate) fn draft_of(document: &Document, profile: &Profile) -> Option<Draft> {
    let draft = sketch(document, profile)?.completed(profile);
    let again = Mapping::parse("the mapping", &toml(&draft, profile)).ok()?;
    (essence(&again.document) == essence(document)).then_some(draft)
}

/// What a document does, without what it says for people and what it is known by.
fn essence(document: &Document) -> String {
    let plain = Document {
        export: String::new(),
        about: String::new(),
        vendor: String::new(),
        id: String::new(),
        detect: Vec::new(),
        sum: Vec::new(),
        ..document.clone()
    };
    format!("{plain:?}")
}

fn sketch(document: &Document, profile: &Profile) -> Option<Draft> {
    let (kind, blocks) = kind(document)?;
    let mut draft = Draft {
        name: document.name.clone(),
        table: u32::try_from(profile.table).ok()?,
        kind: kind.to_owned(),
        targets: vec![String::new(); profile.columns.len()],
        dates: document
            .dates
            .map_or_else(String::new, |dates| dates.id().to_owned()),
        decimal: document
            .decimal
            .map_or_else(String::new, |mark| mark.id().to_owned()),
        overlap: match document.overlap {
            Overlap::Period => "period".to_owned(),
            _ => "content".to_owned(),
        },
        ..Draft::as_read(&document.reading())
    };
    for block in &blocks {
        for (id, take) in fields(block)? {
            place(&mut draft, profile, &id, take);
        }
    }
    if document.unpivot.is_some() {
        turn(&mut draft, document, profile);
    }
    Some(draft)
}

/// What its rows are, with every block that says something of them.
fn kind(document: &Document) -> Option<(&'static str, Vec<&Block>)> {
    let all: Vec<&Block> = document.blocks().map(|(_, block)| block).collect();
    let kind = match () {
        () if !document.charge.is_empty() => "charge",
        () if !document.usage.is_empty() => "usage",
        () if !document.seat.is_empty() => "seat",
        () if !document.person.is_empty() => "person",
        () if !document.kpi.is_empty() => "kpi",
        () => return None,
    };
    Some((kind, all))
}

/// The fields of a block as targets of the mapper.
fn fields(block: &Block) -> Option<Vec<(String, &Take)>> {
    let by_name: BTreeMap<String, &Take> = block
        .fields
        .iter()
        .map(|(field, take)| (field.name(), take))
        .collect();
    let class = by_name.get("token-class").and_then(|take| take.value.clone());
    let mut found = Vec::new();
    for (name, take) in by_name {
        let id = match (name.as_str(), &class) {
            ("token-class", Some(_)) | ("month", _) => continue,
            ("tokens", Some(class)) => SPLIT.iter().find(|(_, of)| of == class)?.0.to_owned(),
            _ => name,
        };
        found.push((id, take));
    }
    Some(found)
}

/// Notes what a field is taken from; what the mapper cannot say is found missing when the documents are compared.
fn place(draft: &mut Draft, profile: &Profile, id: &str, take: &Take) {
    if target(draft.row_kind(), id).is_none() {
        return;
    }
    if let Some(value) = &take.value {
        draft.fixed.insert(id.to_owned(), value.clone());
        return;
    }
    if take.sign {
        draft.fixed.insert(id.to_owned(), BY_SIGN.to_owned());
        return;
    }
    let is_part = take.before_last.is_some() || take.after_last.is_some();
    match take.column.0.first().map(String::as_str) {
        // The end of a quarter goes with its start.
        Some("@column") if id == "last" => {}
        Some("@column") => id.clone_into(&mut draft.heading),
        Some("@value") => id.clone_into(&mut draft.value),
        Some(BY_HEADING) => {
            draft.fixed.insert(id.to_owned(), BY_HEADING.to_owned());
        }
        Some(name) => match take.join.0.first() {
            Some(month) => {
                aim(draft, profile, name, "year");
                aim(draft, profile, month, id);
            }
            None => aim(draft, profile, name, if is_part { "range" } else { id }),
        },
        None => {}
    }
}

/// Notes what a column becomes.
fn aim(draft: &mut Draft, profile: &Profile, name: &str, id: &str) {
    if let Some(at) = column(profile, name) {
        id.clone_into(&mut draft.targets[at]);
    }
}

fn column(profile: &Profile, name: &str) -> Option<usize> {
    let plain = |text: &str| text.trim().to_lowercase();
    profile
        .columns
        .iter()
        .position(|column| plain(&column.name) == plain(name))
}

/// Columns that become rows: those that are neither kept nor dropped.
fn turn(draft: &mut Draft, document: &Document, profile: &Profile) {
    let columns: Vec<String> = profile.columns.iter().map(|column| column.name.clone()).collect();
    for name in ingest::formats::turned_columns(document, &columns) {
        if let Some(at) = column(profile, &name) {
            TURN.clone_into(&mut draft.targets[at]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapper::fixture::profile;

    /// The document of a draft, and that of the draft read back from it.
    fn again(table: &str, change: impl Fn(&mut Draft)) -> (String, Option<String>) {
        let profile = profile(table);
        let mut draft = Draft::default().completed(&profile);
        draft.name = "Our ledger".to_owned();
        change(&mut draft);
        let draft = draft.completed(&profile);
        let text = toml(&draft, &profile);
        let mapping = Mapping::parse("it", &text).expect("it can be read");
        let again = draft_of(&mapping.document, &profile);
        (text, again.map(|again| toml(&again, &profile)))
    }

    #[test]
    fn what_the_mapper_wrote_comes_back_as_it_was() {
        for table in [
            "Datum;Leverantör;Belopp\n2026-09-03;OpenAI;1,50\n",
            "Date,User email,Requests,Input tokens,Output tokens\n2026-09-01,a@example.com,4,1200,10\n",
            "Email,License,Last activity\na@example.com,Pro,2026-09-01\n",
            "KPI,Date,Value\nTickets,2026-09-01,12\nTickets,2026-09-02,13\n",
            "Team,Vendor,Jan 2026,Feb 2026,Total\nClaims,OpenAI,1.50,2.50,4.00\n",
            "Vendor,Q1 2026,Q2 2026\nOpenAI,1.50,2.50\nFigma,1.00,2.00\n",
            "Vendor,Jan 2026 (EUR),Feb 2026 (USD)\nOpenAI,1.50,2.50\nFigma,1.00,2.00\n",
            "Month,OpenAI ($),Anthropic ($)\n2026-01,1.00,2.00\n2026-02,3.00,5.00\n",
            "Date,Vendor,USD,EUR\n2026-09-03,A,1.00,\n2026-09-04,B,,2.00\n",
            "Date,Vendor,Status,Price,Qty\n2026-09-03,A,Paid,1.00,2\n2026-09-04,B,Void,2.00,3\n",
            "Date,Model,Input tokens,Cached tokens,Output tokens,Total tokens\n2026-09-03,gpt-5,100,40,20,120\n2026-09-04,gpt-5,200,50,30,230\n",
            "Vendor,Month,Year,Amount\nOpenAI,1,2026,$1.50\nOpenAI,2,2026,€2.50\n",
            "Row Labels,2026-01,2026-02\nOpenAI,30,40\nAPI,10,20\nChatGPT,20,20\nAWS,5,5\nBedrock,5,5\nTotal,35,45\n",
            "Produkt;Zeitraum;Betrag\nChatGPT;01.01.2026 - 31.01.2026;1,50\nChatGPT;01.02.2026 - 28.02.2026;2,50\n",
        ] {
            let (text, again) = again(table, |_| {});
            assert_eq!(again.as_ref(), Some(&text), "{table}");
        }
    }

    #[test]
    fn a_wide_table_and_how_it_is_read_come_back_too() {
        let wide = "Date;Copilot ($);Bedrock ($);Sum\n2026-09-01;1.50;2.50;4.00\n";
        let (text, again) = again(wide, |draft| {
            draft.targets = ["day", "turn", "turn", ""].map(str::to_owned).to_vec();
            "semicolon".clone_into(&mut draft.delimiter);
            "1".clone_into(&mut draft.header);
            "windows-1252".clone_into(&mut draft.encoding);
        });
        assert!(
            text.contains("service = \"@column\"") && text.contains("delimiter = \"semicolon\""),
            "{text}"
        );
        assert_eq!(again, Some(text));
    }

    #[test]
    fn a_document_that_says_more_than_a_draft_can_is_left_to_whoever_wrote_it() {
        let table = "Date,Vendor,Amount\n2026-09-03,OpenAI,1.50\n";
        let profile = profile(table);
        let mut draft = Draft::default().completed(&profile);
        draft.name = "Our ledger".to_owned();
        let text = toml(&draft, &profile);
        let skip =
            "\n[[skip]]\nwhen = { column = \"Vendor\", is = [\"figma\"] }\nreason = \"Figma is not AI.\"\n";
        let mapping = Mapping::parse("it", &format!("{text}{skip}")).expect("it can be read");
        assert_eq!(draft_of(&mapping.document, &profile), None);
    }
}
