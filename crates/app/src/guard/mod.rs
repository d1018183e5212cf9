//! What stands between a file and the book: questions whose answer only the user knows, and notices about what an
//! import changes. Reads evidence from the import under way; writes nothing but what an answer says.

mod changes;
mod factor;
mod hidden;
mod implied;
mod meeting;
mod older;
mod part;
mod price;
mod sides;
mod twice;
mod unit;
mod vendor;

use charts::Locale;
use charts::format::{self, Currencies};
use ingest::{Planned, ReadReport};
use model::{Currency, Measure, Money, Problem, Question, Total};
use store::ImportTx;

use crate::Result;
use crate::import::ChoiceText;

pub(crate) use changes::{ChangeView, kind, restated, shown as shown_change};
pub(crate) use sides::Files;
pub(crate) use vendor::Named;

/// What was asked about a file, and what its answers do.
#[derive(Default)]
pub(crate) struct Asked {
    /// Every question, answered or not.
    pub(crate) questions: Vec<Question>,
    /// The unit that an answer says the amounts are written in, as a power of ten.
    pub(crate) unit: i8,
    /// What the file says of others.
    pub(crate) notices: Vec<Problem>,
    meetings: Vec<(String, meeting::Meeting)>,
}

impl Asked {
    /// Whether a question is open.
    pub(crate) fn is_open(&self) -> bool {
        self.questions.iter().any(|question| question.answer.is_none())
    }

    /// Does what the answers say about money that is in the book twice.
    pub(crate) fn apply(&self, import: &mut ImportTx<'_>) -> Result<()> {
        let met = |question: &&Question| self.meetings.iter().any(|(id, _)| *id == question.id);
        let mut answers = self.questions.iter().filter(met).map(|question| &question.answer);
        let first = answers.next();
        let is_alike = answers.all(|answer| Some(answer) == first);
        for question in &self.questions {
            let own = self.meetings.iter().filter(|(id, _)| *id == question.id);
            let asides: Vec<store::Aside> = own
                .flat_map(|(_, meeting)| meeting.asides(question.answer.as_deref(), is_alike))
                .collect();
            if !asides.is_empty() {
                import.set_aside(&asides)?;
            }
        }
        Ok(())
    }
}

/// Asks all there is to ask about a file that has been read. `unit` is what was asked and answered about its unit
/// before it was read again.
pub(crate) fn ask(
    (import, files): (&mut ImportTx<'_>, &mut Files),
    (plan, read): (&Planned, &ReadReport),
    choice: &ChoiceText,
    unit: Option<Question>,
) -> Result<Asked> {
    let mut asked = Asked::default();
    let sides = sides::Sides::of(import, (plan, read), files)?;
    asked.questions.extend(match unit {
        Some(answered) => Some(answered),
        None => unit::question(import, read, &sides)?,
    });
    asked.notices = unit::doubts(import, read, &sides)?;
    asked.questions.extend(changes::rereading(import, plan)?);
    asked.questions.extend(older::questions(import, &sides)?);
    asked.questions.extend(part::questions(import, plan, &sides)?);
    asked.questions.extend(part::whose(import, (plan, read))?);
    for (question, meetings) in twice::questions(import, &sides, read.rows.duplicate > 0)? {
        let id = question.id.clone();
        asked
            .meetings
            .extend(meetings.into_iter().map(|meeting| (id.clone(), meeting)));
        asked.questions.push(question);
    }
    for question in &mut asked.questions {
        question.take(|id| choice.answers.get(id));
    }
    let unit_answer = asked.questions.iter().find(|question| question.id == unit::ID);
    asked.unit = unit_answer
        .and_then(|question| question.answer.as_deref())
        .map_or(0, unit::power);
    Ok(asked)
}

/// `USD 1,902.44`.
pub(super) fn money(total: Total, currency: &Currency) -> String {
    let money = Money::new(total, currency.clone());
    format::money(&money, Currencies::Mixed, &Locale::default())
}

/// A sum of any measure in words: `USD 12.50 billed`, `1,200 tokens`.
pub(super) fn amount(total: Total, currency: &Currency, measure: Measure) -> String {
    let word = crate::answer::label(measure).to_lowercase();
    if measure.is_money() {
        return format!("{} {word}", money(total, currency));
    }
    let whole = total.0 / 10i128.pow(measure.scale());
    format!("{} {word}", format::count(whole, &Locale::default()))
}

/// A warning that does not belong to a row.
pub(super) fn notice(what: String, hint: &str) -> Problem {
    Problem::new(model::Severity::Warning, what).hint(hint)
}
