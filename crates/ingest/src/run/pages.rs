//! An answer of an interface that comes in pages: the day of a list over all of them, and what they say of pages that are
//! not here.

use chrono::NaiveDate;
use model::{Overlap, Problem, Severity};

use super::Run;
use crate::feed::{Feed, Source, dated_by};
use crate::formats::Layout;
use crate::json::{self, JsonPlan};
use crate::plan::Confidence;
use crate::read::IngestError;
use crate::recognise::{fits, recognise};
use crate::unpack::Limits;
use crate::winners::newest;

impl Run<'_, '_, '_> {
    /// Where the rows of a part come from.
    pub(super) fn json_feed(&self, columns: &[String]) -> Feed {
        let must = self.document.line_contains.clone();
        let plan = JsonPlan::new(&self.document.rows.0, columns);
        // What a page says of others is looked up only where answers are numbered.
        let is_numbered = columns.iter().any(|column| column == json::ANSWER);
        let plan = match self.document.pages.as_ref().filter(|_| is_numbered) {
            Some(pages) => plan.with_more(&pages.more),
            None => plan,
        };
        Feed::new(Source::Json(plan, must))
    }

    /// The columns of a part; which answer a row came in is one where there are several of buckets: the same bucket in a later
    /// one is that bucket anew, not more of it.
    pub(super) fn json_columns(&self) -> Vec<String> {
        let mut columns = self.document.every_column();
        if self.document.overlap == Overlap::Bucket && self.pages.answers > 1 {
            columns.push(json::ANSWER.to_owned());
        }
        columns
    }

    /// The newest day of a list that does not say when it was made; pages of one answer are one list.
    pub(super) fn list_day(
        &mut self,
        layout: &Layout,
        feed: &Feed,
    ) -> Result<Option<NaiveDate>, IngestError> {
        if self.list_day.is_some() {
            return Ok(self.list_day);
        }
        let mut day = newest(self.opened, layout, feed)?;
        if self.opened.json().is_some() {
            let columns = self.document.every_column();
            for part in &self.parts[1..] {
                day = day.max(newest(part, layout, &self.json_feed(&columns))?);
            }
            self.list_day = day;
        }
        if self.opened.json().is_none() || self.is_first() {
            self.problem(dated_by(day));
        }
        Ok(day)
    }

    fn is_first(&self) -> bool {
        std::ptr::eq(self.opened, &raw const self.parts[0])
    }

    /// A file that is called like a page and is something else must not be read as one.
    pub(super) fn is_of_answer(&self) -> Result<(), IngestError> {
        let choice = &self.plan.choice;
        let told = choice.mapping.is_some() || choice.format.is_some();
        let name = self.opened.name();
        if told || self.is_first() || fits(self.document, self.opened, name) {
            return Ok(());
        }
        let found = recognise(self.opened, name, &choice.own);
        let other = found.document.filter(|_| found.confidence >= Confidence::Likely);
        match other.filter(|other| other.id != self.document.id) {
            Some(other) => Err(IngestError::NotReadable(format!(
                "by their names {} and {name} are parts of one answer, but {name} is {}; name them differently",
                self.parts[0].name(),
                other.name
            ))),
            None => Ok(()),
        }
    }

    /// Takes note of what a part says of other pages.
    pub(super) fn look_at_pages(&mut self) {
        if let Some(pages) = &self.document.pages {
            let content = &self.opened.item().content;
            let said = json::said(content, Limits::default().memory, &pages.more, &pages.total);
            self.pages = json::Said {
                total: said.total.max(self.pages.total),
                more: said.more,
                answers: said.answers,
            };
        }
    }

    /// Says that pages are missing. A look at the first rows does not see all.
    pub(super) fn pages_left(&mut self) {
        let read = self.report.rows.read;
        if self.plan.choice.most_rows.is_some() {
            return;
        }
        let what = if let Some(member) = &self.pages.more {
            format!("The answer says that another page follows (`{member}`), and this file does not hold it.")
        } else if let Some((pages, total)) = self.document.pages.as_ref().zip(self.pages.total)
            && total > read
        {
            format!(
                "The answer counts {total} in all (`{}`), and {read} are here.",
                pages.total
            )
        } else {
            return;
        };
        let hint = if self.document.overlap == Overlap::Snapshot {
            "import all pages together, from one folder and named page1, page2, …: one by one each replaces the one before"
        } else {
            "save the other pages, too, and import them; those that are files of their own count by themselves"
        };
        self.problem(Problem::new(Severity::Warning, what).hint(hint));
    }
}
