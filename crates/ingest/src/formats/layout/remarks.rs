//! What there is to say about a file before its rows: what is written otherwise than its format has it, what it lacks, what
//! was not read.

use model::Problem;

use super::Layout;
use crate::formats::getter::Getter;
use crate::formats::parts::Note;
use crate::formats::take::{Names, Take};
use crate::value::{DateOrder, DecimalMark, NumberStyle};

impl Layout {
    /// Whether the file shows another decimal mark than its format has.
    fn is_written_otherwise(&self) -> bool {
        let told = self.document.decimal.map(NumberStyle::from);
        let used = self.style.numbers;
        used.mark != DecimalMark::Ambiguous
            && self.file.said_decimal.is_none()
            && told.is_some_and(|told| told != used)
    }

    /// Columns of counts whose headings say that they are in thousands or millions.
    fn raised_columns(&self) -> Vec<Problem> {
        let fields = self.blocks.iter().flat_map(|block| &block.fields);
        let counts = fields.filter(|(field, _)| field.is_count());
        let mut columns: Vec<(&str, u8)> = counts.filter_map(|(_, getter)| getter.raised_column()).collect();
        columns.sort_unstable();
        columns.dedup();
        let remark = |(column, power): (&str, u8)| {
            let what = format!(
                "This column is read in units of 1{}, as its heading says.",
                "0".repeat(power.into())
            );
            Problem::new(model::Severity::Info, what).column(column)
        };
        columns.into_iter().map(remark).collect()
    }

    /// Columns that the user's own mapping names and the file has not, so that a field stays empty.
    fn idle_columns(&self) -> Vec<Problem> {
        let fields = self
            .document
            .blocks()
            .flat_map(|(_, block)| block.fields.values());
        let is_idle = |take: &&Take| Getter::place(take, &self.header, &self.file.name).is_none();
        let mut names: Vec<&String> = fields
            .filter(is_idle)
            .filter_map(|take| take.columns().next())
            .collect();
        names.sort_unstable();
        names.dedup();
        let told = |name: &String| {
            let what = format!("The mapping names a column {name}, which the file does not have.");
            Problem::new(model::Severity::Warning, what)
                .hint("if it has another name here, say so in the mapping")
        };
        names.into_iter().map(told).collect()
    }

    /// Whether its days are in another order than its format has.
    fn is_ordered_otherwise(&self) -> bool {
        let used = self.style.dates.order;
        matches!(used, DateOrder::Dmy | DateOrder::Mdy)
            && self.file.said_dates.is_none()
            && self.document.dates.is_some_and(|told| told.order() != used)
    }

    /// What there is to say about the file before its rows.
    pub(crate) fn remarks(&self) -> Vec<Problem> {
        let once = self.notes.iter().filter(|(rule, _)| rule.always());
        let mut remarks: Vec<Problem> = once.map(|(_, note)| say(note)).collect();
        if let Some(account) = self.file.account.as_ref().filter(|_| self.names_accounts()) {
            let what = format!("The file names its accounts; {account} stands only where a row names none.");
            remarks.push(Problem::new(model::Severity::Info, what));
        }
        remarks.extend(self.raised_columns());
        let lacking = self
            .document
            .expects
            .iter()
            .filter(|names| !self.header.has_any(names));
        remarks.extend(lacking.map(lacks));
        if self.file.is_own {
            remarks.extend(self.idle_columns());
        }
        let known = if self.file.is_own {
            "the mapping says"
        } else {
            "this export is known to write"
        };
        let otherwise = |what: &str| {
            let what = format!("{what} than {known}, and are read by theirs.");
            Problem::new(model::Severity::Info, what).hint("a spreadsheet may have saved it again")
        };
        let marks = self.is_written_otherwise();
        remarks.extend(marks.then(|| otherwise("Its numbers have another decimal mark")));
        let days = self.is_ordered_otherwise();
        remarks.extend(days.then(|| otherwise("Its days are in another order")));
        for (part, about) in &self.document.private {
            let names = self
                .header
                .written
                .iter()
                .filter(|name| name.to_lowercase().contains(part.as_str()));
            remarks.extend(names.map(|name| not_read(name, about)));
        }
        remarks
    }
}

/// A note as a problem.
pub(in crate::formats) fn say(note: &Note) -> Problem {
    let problem = Problem::new(note.severity, note.what.clone());
    if note.hint.is_empty() {
        problem
    } else {
        problem.hint(note.hint.clone())
    }
}

fn lacks(names: &Names) -> Problem {
    let what = format!(
        "The file has no column {}, which this export always has: what stands there is missing here.",
        names.0[0]
    );
    Problem::new(model::Severity::Warning, what).hint("export the file again with all its columns")
}

fn not_read(name: &str, about: &str) -> Problem {
    let what = format!("This column is about {about} and was not read.");
    Problem::new(model::Severity::Info, what).column(name)
}
