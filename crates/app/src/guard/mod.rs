//! What stands between a file and the book: questions whose answer only the user knows, and notices about what an
//! import changes. Reads evidence from the import under way; writes nothing but what an answer says.

mod changes;
mod correction;
mod factor;
mod groups;
mod hidden;
mod implied;
mod meeting;
mod older;
mod part;
mod price;
mod roster;
mod sides;
mod twice;
mod unit;
mod vendor;
mod whose;

use charts::Locale;
use charts::format::{self, Currencies};
use ingest::{Planned, ReadReport};
use model::{Currency, Measure, Money, Problem, Question, Total};
use store::ImportTx;

use crate::Result;
use crate::import::ChoiceText;

pub(crate) use changes::{ChangeView, kind, restated, shown as shown_change};
pub(crate) use correction::corrected;
pub(crate) use sides::Files;
pub(crate) use vendor::Named;
pub(crate) use whose::{ID as WHOSE, answered as account_answered};

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
    /// What is settled once the file has been read again for an answer: what was, and that. `None` where nothing is left.
    pub(crate) fn settles(&self, settled: &[Question]) -> Option<Vec<Question>> {
        let is_corrected = !self.is_open() && !corrected(&self.questions).is_empty();
        let needed = [(unit::ID, self.unit != 0), (correction::KIND, is_corrected)];
        let is_left = |(kind, is_needed): &(&str, bool)| *is_needed && !has(settled, kind);
        let (kind, _) = needed.into_iter().find(is_left)?;
        let more = self.questions.iter().filter(|question| question.kind() == kind);
        Some(settled.iter().chain(more).cloned().collect())
    }

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

/// Asks all there is to ask about a file that has been read. `settled` is what was asked and answered before it was read
/// again for that.
pub(crate) fn ask(
    (import, files): (&mut ImportTx<'_>, &mut Files),
    (plan, read): (&Planned, &ReadReport),
    choice: &ChoiceText,
    settled: &[Question],
) -> Result<Asked> {
    let mut asked = Asked {
        questions: settled.to_vec(),
        ..Asked::default()
    };
    let sides = sides::Sides::of(import, (plan, read), files)?;
    if !has(settled, unit::ID) {
        asked.questions.extend(unit::question(import, read, &sides)?);
    }
    asked.notices = unit::doubts(import, read, &sides)?;
    asked.notices.extend(roster::undated(import, read)?);
    asked.questions.extend(changes::rereading(import, plan)?);
    asked.questions.extend(older::questions(import, &sides)?);
    asked.questions.extend(part::questions(import, plan, &sides)?);
    asked
        .questions
        .extend(whose::question(import, (plan, read), &sides)?);
    let twice = twice::questions(import, &sides, read.rows.duplicate > 0)?;
    if !has(settled, correction::KIND) {
        let is_met = |other| twice.iter().any(|(question, _)| question.about() == other);
        let corrections = correction::questions(import, (plan, read), &sides)?.into_iter();
        let asks = corrections.filter(|(question, repeats)| *repeats || !is_met(question.about()));
        asked.questions.extend(asks.map(|(question, _)| question));
    }
    for (question, meetings) in twice {
        let is_same =
            |other: &Question| other.kind() == correction::KIND && other.about() == question.about();
        if asked.questions.iter().any(is_same) {
            continue;
        }
        let id = question.id.clone();
        asked
            .meetings
            .extend(meetings.into_iter().map(|meeting| (id.clone(), meeting)));
        asked.questions.push(question);
    }
    for question in &mut asked.questions {
        question.take(|id| choice.answers.get(id));
    }
    whose::needs_a_name(&mut asked.questions, plan);
    asked.unit = unit(&asked.questions);
    Ok(asked)
}

/// The unit that amounts are written in by what was answered, as a power of ten.
pub(crate) fn unit(questions: &[Question]) -> i8 {
    let answered = questions.iter().find(|question| question.id == unit::ID);
    answered
        .and_then(|question| question.answer.as_deref())
        .map_or(0, unit::power)
}

/// Whether something of a kind was asked.
fn has(questions: &[Question], kind: &str) -> bool {
    questions.iter().any(|question| question.kind() == kind)
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
