//! A draft as a mapping document: what the reader takes and a person can edit. Reads no file.

use std::fmt::Write;

use ingest::profile::{ColumnProfile, JsonRows, Profile};
use ingest::{Confidence, Delimiter};

use super::currency::is_of_codes;
use super::draft::Draft;
use super::guess::{self, Guess};
use super::period::Said;
use super::style::styles;
use super::target::{BY_HEADING, Holds, SPLIT, TURN, target};
use super::wide;

/// Headings above this many cells are not repeated as examples.
const EXAMPLES: usize = 2;
/// Of these a charge needs one.
const AMOUNTS: &[&str] = &["billed", "payment", "debit", "credit", "list"];
/// Usage needs one of these.
const MEASURES: &[&str] = &[
    "tokens",
    "tokens-input",
    "tokens-output",
    "tokens-cache-read",
    "tokens-cache-write",
    "requests",
    "active-days",
];
const NO_AMOUNT: &str = "no column was found that holds the amount. Write billed = \"its name\" into [[charge]], and \
                         take\n# [[refuse]] out. If the rows state usage and no money, name the block [[usage]].";
const NO_MEASURE: &str = "no column was found that counts the usage. Write requests = \"its name\" or tokens = \"its \
                          name\" into\n# [[usage]], and take [[refuse]] out. If the rows state money, name the block \
                          [[charge]].";
/// Fewer headings than these could be any table's.
const FEW: usize = 3;

/// The document.
pub(crate) fn toml(draft: &Draft, profile: &Profile) -> String {
    let writing = Writing {
        draft,
        profile,
        guesses: guess::propose(draft.row_kind(), profile),
    };
    let mut text = writing.head();
    text.push_str(&writing.detect());
    text.push_str(&writing.incomplete());
    text.push_str(&writing.uncounted());
    text.push_str(&writing.incoming());
    text.push_str(&writing.unpivot());
    text.push_str(&writing.sum());
    match draft.row_kind().id {
        "charge" => writing.charges(&mut text),
        "usage" => writing.usages(&mut text, ""),
        kind => text.push_str(&writing.block(kind, &[], &[])),
    }
    text.push_str(&writing.left_out());
    text
}

/// A document in the making.
pub(super) struct Writing<'a> {
    pub draft: &'a Draft,
    pub profile: &'a Profile,
    guesses: Vec<Option<Guess>>,
}

impl Writing<'_> {
    fn head(&self) -> String {
        let draft = self.draft;
        let name = if draft.name.is_empty() {
            &self.profile.file
        } else {
            &draft.name
        };
        let vendor = draft.fixed.get("provider").filter(|vendor| *vendor != BY_HEADING);
        let vendor = vendor.map_or("own", String::as_str);
        let mut text = format!(
            "# A mapping for files such as {}. docs/mapping.md says what may be written here.\n",
            one_line(&self.profile.file)
        );
        let mut line = |key: &str, value: &str| {
            writeln!(text, "{key} = {}", quoted(value)).expect("a text grows");
        };
        line("id", &id(name));
        line("name", name);
        line("vendor", vendor);
        let (kind, rows) = self.kind();
        line("kind", kind);
        if !rows.is_empty() {
            line("rows", rows);
        }
        let (overlap, scope) = self.overlap();
        line("overlap", overlap);
        if !scope.is_empty() {
            line("scope", scope);
        }
        line("export", &format!("Mapped from {}.", self.profile.file));
        let reading = draft.reading();
        let stated = [
            ("encoding", reading.encoding),
            ("delimiter", reading.delimiter.map(Delimiter::name)),
            ("sheet", reading.sheet),
        ];
        for (key, value) in stated {
            if let Some(value) = value {
                line(key, &value);
            }
        }
        let styles = styles(draft, self.profile);
        // The year first needs no saying, unless the user said it.
        let dates = styles.dates_word();
        if let Some(dates) = dates.filter(|word| *word != "iso" || draft.dates == "iso") {
            line("dates", dates);
        }
        if let Some(decimal) = styles.decimal_word() {
            line("decimal", decimal);
        }
        if let Some(row) = reading.header_row {
            writeln!(text, "header-row = {row}").expect("a text grows");
        }
        text.push_str("reader = 1\n");
        text.push_str(&self.carried());
        if overlap == "id" {
            text.push_str(&self.key());
        }
        text
    }

    /// What a value is known by, of which there is one.
    fn key(&self) -> String {
        let columns = ["day", "name", "team", "unit"]
            .iter()
            .filter_map(|target| self.column_of(target));
        let columns = columns.collect::<Vec<_>>().join(", ");
        format!("one-per-key = \"only\"\nkey = [{columns}]\n")
    }

    /// What kind of file it is, and of JSON where its rows are.
    fn kind(&self) -> (&'static str, &str) {
        match &self.profile.json {
            Some(json) if json.is_lines => ("jsonl", &json.path),
            Some(json) => ("json", &json.path),
            None => ("table", ""),
        }
    }

    /// How a later file meets an earlier one, and what it replaces.
    fn overlap(&self) -> (&'static str, &'static str) {
        match (self.draft.row_kind().id, self.draft.overlap.as_str()) {
            ("seat", _) => ("snapshot", "{product} {snapshot}"),
            ("person", _) => ("snapshot", "roster"),
            ("kpi", _) => ("id", ""),
            ("charge", "period") => ("period", "{provider} {billing-month}"),
            _ => ("content", ""),
        }
    }

    /// The whole header is the signature. Names of a table without header could be any table's.
    fn detect(&self) -> String {
        if let Some(json) = &self.profile.json {
            return self.detect_json(json);
        }
        let names = self.known_by();
        let is_whole = names.len() == self.profile.columns.len();
        let only = if is_whole { "only = true\n" } else { "" };
        let is_weak = self.profile.header_row.is_none() || (!is_whole && names.len() < FEW);
        let weak = if is_weak { "weak = true\n" } else { "" };
        format!("\n[[detect]]\nhas = [{}]\n{only}{weak}", names.join(", "))
    }

    /// Members that every record has: others may be lacking in the next file.
    fn detect_json(&self, json: &JsonRows) -> String {
        let all = json.from_root.iter().zip(&self.profile.columns);
        let has_any = all.clone().any(|(_, column)| column.empty == 0);
        let known = all.filter(|(_, column)| !has_any || column.empty == 0);
        let paths: Vec<String> = known.map(|(path, _)| quoted(path)).collect();
        let weak = if paths.len() < FEW { "weak = true\n" } else { "" };
        format!("\n[[detect]]\nhas = [{}]\n{weak}", paths.join(", "))
    }

    /// Names of the columns by which the next file is known.
    fn known_by(&self) -> Vec<String> {
        let all = self.profile.columns.iter().zip(&self.draft.targets);
        let is_new = |name: &str, target: &str| target == TURN || Said::of(name).is_some();
        let steady = all
            .clone()
            .filter(|(column, target)| !self.has_new_columns() || !is_new(&column.name, target));
        let names = names(steady.map(|(column, _)| column));
        if names.is_empty() {
            self::names(all.map(|(column, _)| column))
        } else {
            names
        }
    }

    /// What the document cannot know: files are refused until it says so.
    fn incomplete(&self) -> String {
        let questions = [
            self.no_measure(),
            self.months_behind(),
            self.planned_months(),
            self.unread_period(),
            self.fee_beside(),
            self.group_beside_local(),
            self.party_beside(),
            self.open_side(),
        ];
        let question = |(remark, reason): (String, &str)| {
            format!(
                "\n# INCOMPLETE: {remark}\n[[refuse]]\nwhen = {{ has = [{}] }}\nreason = {}\n",
                self.known_by().join(", "),
                quoted(reason)
            )
        };
        questions.into_iter().flatten().map(question).collect()
    }

    /// A charge without an amount is none, nor is usage without a measure.
    fn no_measure(&self) -> Option<(String, &'static str)> {
        let draft = self.draft;
        let (needed, remark, reason) = match draft.row_kind().id {
            "charge" => (
                AMOUNTS,
                NO_AMOUNT,
                "The mapping does not say which column holds the amount.",
            ),
            "usage" => (
                MEASURES,
                NO_MEASURE,
                "The mapping does not say which column counts the usage.",
            ),
            _ => return None,
        };
        let is_met = needed.iter().any(|target| draft.has(target));
        let numbers = self
            .profile
            .columns
            .iter()
            .filter(|column| column.numbers.is_mostly_numbers());
        let nameless = || match self.profile.header_row {
            None => format!(
                "the file does not name its columns, so that nothing says what their numbers are ({}).\n# Of these: ",
                names(numbers).join(", ")
            ),
            Some(_) => String::new(),
        };
        (!is_met).then(|| (format!("{}{remark}", nameless()), reason))
    }

    /// Columns of another year, or of another block, under the months of this one.
    fn months_behind(&self) -> Option<(String, &'static str)> {
        if !self.has_new_columns() {
            return None;
        }
        let left = wide::left_behind(self.profile, &self.draft.targets);
        let names = names(left.iter().map(|place| &self.profile.columns[*place]));
        let remark = format!(
            "some columns are called months and are not read as such: {}. Name them apart in the file\n# (with their year), \
             or take [[refuse]] out if they do not count.",
            names.join(", ")
        );
        (!names.is_empty()).then_some((remark, "The mapping does not say what all columns of months are."))
    }

    /// Months over which a line says that nothing was spent yet.
    fn planned_months(&self) -> Option<(String, &'static str)> {
        let turned: Vec<usize> = self.draft.turned().collect();
        let planned = wide::planned(self.profile, &turned);
        let names = names(planned.iter().map(|place| &self.profile.columns[*place]));
        let remark = format!(
            "above the months stands that some are planned. To leave them out, write into [unpivot]\n# drop = [{}]\n# and \
             take [[refuse]] out. The next file has other ones.",
            names.join(", ")
        );
        (!names.is_empty()).then_some((remark, "The mapping does not say which months were spent."))
    }

    /// Whether the next file has other columns to be turned, or left out: those of its months.
    fn has_new_columns(&self) -> bool {
        target(self.draft.row_kind(), &self.draft.heading).is_some_and(|heading| heading.holds == Holds::Day)
    }

    /// Which columns every row keeps and which are left out, where the others become rows.
    fn unpivot(&self) -> String {
        if self.draft.turned().next().is_none() {
            return String::new();
        }
        let looked_at = self.looked_at();
        let of = |is_kept: bool| {
            let both = self.draft.targets.iter().zip(&self.profile.columns).enumerate();
            let is_meant =
                |place: &usize, target: &str| (!target.is_empty() || looked_at.contains(place)) == is_kept;
            let some = both.filter(|(place, (target, _))| *target != TURN && is_meant(place, target));
            names(some.map(|(_, (_, column))| column)).join(", ")
        };
        let mut text = format!("\n[unpivot]\nkeep = [{}]\n", of(true));
        let dropped = of(false);
        if !dropped.is_empty() {
            writeln!(text, "drop = [{dropped}]").expect("a text grows");
        }
        text
    }

    /// Columns of money with their currency.
    fn sum(&self) -> String {
        const MONEY: &[&str] = &["billed", "payment", "debit", "list"];
        let block = |columns: &str, currency: &str| {
            format!("\n[[sum]]\ncolumns = {columns}\ncurrency = {currency}\n")
        };
        if self.priced().is_some() {
            return String::new();
        }
        let is_turned = MONEY.contains(&self.draft.value.as_str());
        if is_turned && self.draft.is_by_sign() {
            let signs = self.signs_of_turned().into_iter();
            return signs.map(|(column, sign)| block(&column, &sign)).collect();
        }
        let turned = is_turned.then(|| {
            let columns = self.draft.turned().map(|place| &self.profile.columns[place]);
            format!("[{}]", names(columns).join(", "))
        });
        let money = turned.or_else(|| MONEY.iter().find_map(|target| self.column_of(target)));
        match (money, self.take("currency")) {
            (Some(money), Some(currency)) => block(&money, &currency),
            _ => String::new(),
        }
    }

    /// One block for each class of tokens; requests go with the first.
    pub(super) fn usages(&self, text: &mut String, remark: &str) {
        let (tokens, said) = self.tokens();
        let mut blocks: Vec<Vec<String>> = Vec::new();
        for (class, take) in tokens {
            let mut lines = vec![format!("tokens = {take}")];
            if !class.is_empty() {
                lines.push(format!("token-class = {{ value = {} }}", quoted(class)));
            }
            blocks.push(lines);
        }
        if let Some(requests) = self.column_of("requests") {
            let line = format!("requests = {requests}");
            match blocks.first_mut() {
                Some(first) => first.push(line),
                None => blocks.push(vec![line]),
            }
        }
        if blocks.is_empty() && self.draft.row_kind().id == "usage" {
            blocks.push(Vec::new());
        }
        for remark in [remark, said] {
            if !blocks.is_empty() && !remark.is_empty() {
                writeln!(text, "\n# {remark}").expect("a text grows");
            }
        }
        for lines in &blocks {
            text.push_str(&self.block("usage", &[], lines));
        }
    }

    /// A block with every plain field that facts of that kind have.
    pub(super) fn block(&self, kind: &str, first: &[String], last: &[String]) -> String {
        let known = ingest::formats::fields_of(kind);
        let mut text = format!("\n[[{kind}]]\n");
        let mut line = |line: &str| writeln!(text, "{line}").expect("a text grows");
        for given in first {
            line(given);
        }
        let targets = self.draft.row_kind().targets.iter();
        for target in targets.filter(|target| SPLIT.iter().all(|(split, _)| *split != target.id)) {
            let stated = last
                .iter()
                .any(|line| line.starts_with(&format!("{} =", target.id)));
            if known.iter().any(|field| field == target.id)
                && !stated
                && let Some(take) = self.take(target.id)
            {
                line(&format!("{} = {take}{}", target.id, self.remark(target.id)));
            }
        }
        for (field, take) in self.spans() {
            if known.iter().any(|known| known == field) {
                line(&format!("{field} = {take}"));
            }
        }
        for given in last {
            line(given);
        }
        text
    }

    /// How sure the proposal was, and what the column holds.
    pub(super) fn remark(&self, target: &str) -> String {
        if self.draft.is_of_turned(target) {
            return String::new();
        }
        let Some(place) = self.draft.place(target) else {
            return String::new();
        };
        let column = &self.profile.columns[place];
        let sure = self.guesses[place]
            .as_ref()
            .filter(|guess| guess.target.id == target);
        let sure = sure.map_or("as you said", |guess| word(guess.confidence));
        format!("        # {sure}; {}", examples(column))
    }

    /// What to say of currencies that are not those of the amounts.
    fn other_currency(&self, column: &ColumnProfile) -> String {
        let stated = self.draft.fixed.get("currency").filter(|_| is_of_codes(column));
        let is_other = |stated: &&String| {
            column
                .values
                .iter()
                .any(|code| !code.eq_ignore_ascii_case(stated))
        };
        match stated.filter(is_other) {
            Some(stated) => format!(" (the amounts are taken to be {stated}, as their heading says)"),
            None => String::new(),
        }
    }

    fn left_out(&self) -> String {
        let left = self
            .draft
            .targets
            .iter()
            .zip(&self.profile.columns)
            .filter(|(target, _)| target.is_empty());
        let mut text = String::new();
        for (_, column) in left {
            if text.is_empty() {
                text.push_str("\n# Not imported:\n");
            }
            let (name, other) = (one_line(&column.name), self.other_currency(column));
            writeln!(text, "#   {name}: {}{other}", examples(column)).expect("a text grows");
        }
        text
    }
}

/// How sure, in a word.
pub(crate) fn word(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Certain => "certain",
        Confidence::Likely => "likely",
        Confidence::Guess => "guess",
        Confidence::None => "",
    }
}

fn examples(column: &ColumnProfile) -> String {
    let some: Vec<String> = column
        .values
        .iter()
        .take(EXAMPLES)
        .map(|value| one_line(value))
        .collect();
    if some.is_empty() {
        "blank".to_owned()
    } else {
        some.join(" · ")
    }
}

/// Different names of columns that have one, quoted.
pub(super) fn names<'c>(columns: impl Iterator<Item = &'c ColumnProfile>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for column in columns {
        let name = quoted(&column.name);
        if !column.name.trim().is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn one_line(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace(char::is_control, "")
}

pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(one_line(text)).to_string()
}

/// A stable id of a name: small letters, digits, hyphens; never that of a built-in format.
fn id(name: &str) -> String {
    let letter = |letter: char| match letter {
        'ä' | 'å' | 'á' | 'à' | 'â' => 'a',
        'ö' | 'ø' | 'ó' | 'ô' => 'o',
        'ü' | 'ú' => 'u',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'ñ' => 'n',
        other if other.is_ascii_alphanumeric() => other,
        _ => ' ',
    };
    let plain: String = name.to_lowercase().chars().map(letter).collect();
    let id = plain.split_whitespace().collect::<Vec<_>>().join("-");
    match id.as_str() {
        "" => "own-mapping".to_owned(),
        known if ingest::formats::by_id(known).is_some() => format!("own-{known}"),
        _ => id,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapper::fixture::profile;

    fn document(text: &str, change: impl Fn(&mut Draft)) -> String {
        let profile = profile(text);
        let mut draft = Draft::default().completed(&profile);
        change(&mut draft);
        toml(&draft, &profile)
    }

    #[test]
    fn japanese_and_korean_headings_are_known() {
        for table in [
            "利用日,利用店名,利用金額\n2026/09/03,OPENAI,\"12,345\"\n2026/09/24,ANTHROPIC,\"2,000.00\"\n",
            "日付,取引先,摘要,金額（円）\n2026年9月3日,OpenAI,API,\"¥12,345\"\n2026年9月24日,Anthropic,返金,\"△2,000\"\n",
            "날짜,거래처,금액(원)\n2026-09-01,OpenAI,\"1,234\"\n2026-09-22,AWS,20\n",
        ] {
            let text = crate::mapper::fixture::document(table);
            assert!(text.contains("\ndecimal = \"point\""), "{text}");
            for field in ["\nday = ", "\nprovider = ", "\nbilled = "] {
                assert!(text.contains(field), "{field} of {table}: {text}");
            }
        }
    }

    #[test]
    fn what_is_written_can_be_read_whatever_the_headings_are() {
        let tables = [
            "Datum;Leverantör;Belopp\n2026-09-03;OpenAI;1,50\n",
            "\"Da\"\"te\",\"Ven\ndor\",\"Am\\ount\"\n2026-09-03,OpenAI,1.50\n",
            "Datum;Text;Soll;Haben\n03.09.2026;OpenAI;12,50;\n04.09.2026;OpenAI;;2,50\n",
            "Date,User email,Requests,Input tokens,Output tokens\n2026-09-01,a@example.com,4,1200,10\n",
            "Email,License,Last activity\na@example.com,Pro,2026-09-01\n",
            "Email,Name,Department,Title\na@example.com,Ada,Claims,Analyst\n",
            "KPI,Date,Value\nTickets,2026-09-01,12\nTickets,2026-09-02,13\n",
            "2026-09-01,5.5\n2026-09-02,6.5\n2026-09-03,7\n",
        ];
        for table in tables {
            for kind in super::super::target::KINDS {
                let text = document(table, |draft| {
                    *draft = Draft {
                        kind: kind.id.to_owned(),
                        ..Draft::default()
                    }
                    .completed(&profile(table));
                    draft.name = "Our ledger".to_owned();
                });
                let parsed = ingest::Mapping::parse("it", &text);
                // A KPI without a day has no key yet.
                assert!(parsed.is_ok() || kind.id == "kpi", "{kind:?}\n{text}\n{parsed:?}");
            }
        }
    }

    #[test]
    fn the_id_is_kebab_case_and_never_that_of_a_built_in_format() {
        assert_eq!(
            id("Vår leverantörsreskontra (2026)"),
            "var-leverantorsreskontra-2026"
        );
        assert_eq!(id("FOCUS"), "own-focus");
        assert_eq!(id("帳"), "own-mapping");
    }

    #[test]
    fn months_as_headings_become_rows_and_the_next_file_may_have_more_of_them() {
        let wide = "Team,Region,Vendor,Jan 2026,Feb 2026,Total\nClaims,EU,OpenAI,1.50,2.50,4.00\n";
        let text = document(wide, |draft| {
            draft.fixed.insert("currency".to_owned(), "EUR".to_owned());
        });
        assert!(text.contains("[unpivot]\nkeep = ["), "{text}");
        assert!(text.contains("\"Total\"]"), "{text}");
        assert!(text.contains("billing-month = \"@column\""), "{text}");
        assert!(
            text.contains("month = \"@column\"") && text.contains("billed = \"@value\""),
            "{text}"
        );
        let detect = text
            .lines()
            .find(|line| line.starts_with("has = "))
            .expect("it is known by something");
        assert!(!detect.contains("2026"), "{detect}");
        assert!(
            text.contains("[[sum]]\ncolumns = [\"Jan 2026\", \"Feb 2026\"]"),
            "{text}"
        );
        ingest::Mapping::parse("it", &text).expect("it can be read");
    }

    #[test]
    fn categories_as_headings_become_what_is_said_of_them() {
        let wide = "Date,Copilot ($),Bedrock ($)\n2026-09-01,1.50,2.50\n";
        let text = document(wide, |draft| {
            draft.targets = ["day", "turn", "turn"].map(str::to_owned).to_vec();
            *draft = std::mem::take(draft).completed(&profile(wide));
        });
        assert!(
            text.contains("service = \"@column\"") && text.contains("billed = \"@value\""),
            "{text}"
        );
        assert!(text.contains("only = true"), "{text}");
    }

    #[test]
    fn columns_left_out_are_named_with_what_they_hold() {
        let text = document("Date,Vendor,Amount,Mood\n2026-09-03,OpenAI,1.50,fine\n", |_| {});
        assert!(text.contains("# Not imported:\n#   Mood: fine"), "{text}");
        assert!(
            text.contains("billed = \"Amount\"        # certain; 1.50"),
            "{text}"
        );
    }

    #[test]
    fn currencies_that_are_not_those_of_the_amounts_are_left_out_and_named() {
        let table = "Date,Vendor,Amount (EUR),Original currency\n2026-09-03,OpenAI,17.20,USD\n2026-09-04,Hetzner,9.00,EUR\n";
        let text = document(table, |_| {});
        assert!(text.contains("currency = { value = \"EUR\" }"), "{text}");
        assert!(
            text.contains(
                "#   Original currency: USD · EUR (the amounts are taken to be EUR, as their heading says)"
            ),
            "{text}"
        );
    }

    #[test]
    fn usage_without_a_measure_says_that_it_is_not_complete() {
        let table = "Month,Tool,Adoption\n2026-01,Copilot,0.75\n2026-02,Copilot,0.80\n";
        let text = document(table, |draft| {
            *draft = Draft {
                kind: "usage".to_owned(),
                ..Draft::default()
            }
            .completed(&profile(table));
        });
        assert!(
            text.contains("# INCOMPLETE") && text.contains("counts the usage."),
            "{text}"
        );
        ingest::Mapping::parse("it", &text).expect("it can be read");
    }

    #[test]
    fn a_charge_without_an_amount_says_that_it_is_not_complete_and_refuses_files() {
        let table = "Datum;Leverantör;Belopp\n2026-01-01;OpenAI;tio\n2026-01-02;OpenAI;tjugo\n";
        let text = document(table, |_| {});
        assert!(text.contains("# INCOMPLETE"), "{text}");
        let parsed = ingest::Mapping::parse("it", &text).expect("it can be read");
        let reasons: Vec<&str> = parsed
            .document
            .refuse
            .iter()
            .map(|skip| skip.reason.as_str())
            .collect();
        assert_eq!(
            reasons,
            ["The mapping does not say which column holds the amount."]
        );
        let whole = document(table, |draft| "billed".clone_into(&mut draft.targets[2]));
        assert!(!whole.contains("[[refuse]]"), "{whole}");
    }
}
