//! A file that does not say whose it is: of the account that the book has for those days, or of another one.

use std::collections::BTreeMap;

use charts::Locale;
use charts::format;
use chrono::Days;
use ingest::{Planned, ReadReport};
use model::{Answer, ImportId, Period, Question};
use store::ImportTx;

use super::sides::Sides;
use crate::Result;
use crate::import::ChoiceText;

/// The question's id.
pub(crate) const ID: &str = "whose";
/// The answer that it is an account which the book has not.
const ANOTHER: &str = "another";
/// Begins the answer that it is an account which the user named before.
const ACCOUNT: &str = "account:";

/// The account that an answer gives to a file for which none is said otherwise.
pub(crate) fn answered<'c>(plan: &Planned, choice: &'c ChoiceText) -> Option<&'c str> {
    let is_open = is_nameless(plan) && plan.choice.reading.account.is_none();
    let answer = choice.answers.get(ID).filter(|_| is_open)?;
    answer.strip_prefix(ACCOUNT)
}

/// Asks whose a file is that does not say so: where it says something else for the days that the book has, and where the
/// book has files of several accounts.
pub(super) fn question(
    import: &mut ImportTx<'_>,
    (plan, read): (&Planned, &ReadReport),
    sides: &Sides<'_>,
) -> Result<Option<Question>> {
    if !is_nameless(plan) {
        return Ok(None);
    }
    let changed = if is_rest_of_a_day(import, sides)? {
        0
    } else {
        read.rows.replaced
    };
    Ok(ask(plan, (read.rows.duplicate, changed), sides))
}

/// Whether all that a file changes is of the day on which an earlier one ends, which was not over when that was made.
fn is_rest_of_a_day(import: &mut ImportTx<'_>, sides: &Sides<'_>) -> Result<bool> {
    let displaced = import.displaced()?;
    let last_day = |other| Some(sides.other(other)?.period?.to - Days::new(1));
    let is_last = |(other, days): &(ImportId, Period)| last_day(*other) == Some(days.from);
    Ok(!displaced.is_empty() && displaced.iter().all(is_last))
}

fn ask(plan: &Planned, rows: (u64, u64), sides: &Sides<'_>) -> Option<Question> {
    let mut named = accounts(plan, sides);
    let unnamed = named.remove("");
    let said = plan.choice.reading.account.as_deref();
    match said {
        Some(name) if named.contains_key(name) => by_answer(plan).map(|answer| known(name, answer)),
        Some(name) => unnamed.filter(|is_near| *is_near).map(|_| new(name)),
        None => {
            let named: Vec<&str> = named.into_keys().collect();
            unsaid(rows, (&named, unnamed.is_some()))
        }
    }
}

/// The accounts that the user named for other files of the format, nothing where none was said; and whether such a file is
/// of the days of this one.
fn accounts<'s>(plan: &Planned, sides: &'s Sides<'_>) -> BTreeMap<&'s str, bool> {
    let mut found = BTreeMap::new();
    let own = sides.own.period;
    let are_met = |other: Period| own.is_none_or(|own| own.from < other.to && other.from < own.to);
    for side in sides.others().filter(|side| side.format == sides.own.format) {
        if says_nothing(plan, &side.file) {
            let name = side.told_account.as_deref().unwrap_or_default();
            *found.entry(name).or_default() |= side.period.is_none_or(are_met);
        }
    }
    found
}

/// An account that has yet to be named is no answer.
pub(super) fn needs_a_name(questions: &mut [Question], plan: &Planned) {
    let is_named = plan.choice.reading.account.is_some();
    let asked = questions.iter_mut().find(|question| question.id == ID);
    if let Some(question) = asked.filter(|question| !is_named && question.answer.as_deref() == Some(ANOTHER))
    {
        question.answer = None;
        question.why.push(NAME_IT.to_owned());
    }
}

const NAME_IT: &str = "Say what you call the account (on the command line: --account NAME).";

fn is_nameless(plan: &Planned) -> bool {
    says_nothing(plan, &plan.header.file)
}

/// Whether nothing in a file of the format says whose it is, nor its name.
fn says_nothing(plan: &Planned, file: &str) -> bool {
    plan.document().is_some_and(|document| document.is_nameless(file))
}

/// Whether the account comes from an answer to this question, which is then asked for the journal.
fn by_answer(plan: &Planned) -> Option<&String> {
    let answer = plan.choice.answers.get(ID)?;
    answer.starts_with(ACCOUNT).then_some(answer)
}

fn known(name: &str, answer: &str) -> Question {
    Question {
        id: ID.to_owned(),
        sentence: "Whose costs and use are these?".to_owned(),
        why: vec!["The file does not say so, and the book has files of several accounts.".to_owned()],
        choices: vec![of(name, answer)],
        answer: None,
    }
}

fn of(name: &str, answer: &str) -> Answer {
    Answer::new(
        answer,
        format!("They are of {name}"),
        format!("They take the place of what {name} has for these days, and count beside the others."),
    )
}

/// A new name beside files of the same days that have none: one of them may be the same.
fn new(name: &str) -> Question {
    Question {
        id: ID.to_owned(),
        sentence: format!("Is {name} another account than what the book has for these days without a name?"),
        why: vec![
            "The book has such a file of these days for which no account was said.".to_owned(),
            format!(
                "If that is {name}, too, read it anew in its own place under this name first: it would count twice."
            ),
        ],
        choices: vec![another()],
        answer: None,
    }
}

fn another() -> Answer {
    Answer::new(
        ANOTHER,
        "It is another account",
        "Both count, each under its name. Later files of it are known by the name.",
    )
}

fn unsaid((same, changed): (u64, u64), (named, has_unnamed): (&[&str], bool)) -> Option<Question> {
    if changed <= same && named.is_empty() {
        return None;
    }
    let count = |rows: u64| format::count(rows.into(), &Locale::default());
    let mut why = vec![
        "Such files do not say whose they are: one of another account or filter would take the place of the first. \
         Each account counts under a name of its own."
            .to_owned(),
    ];
    if changed > same {
        let rows = format!(
            "{} of its rows say something else than the book has for the same days, {} the same.",
            count(changed),
            count(same)
        );
        why.insert(0, rows);
    }
    let mut choices = Vec::new();
    if has_unnamed {
        choices.push(Answer::new(
            "replace",
            "The account that the book has without a name, with the same filter and grouping",
            "It takes the place of what the book has for these days; undo brings that back.",
        ));
    }
    choices.extend(named.iter().map(|name| of(name, &format!("{ACCOUNT}{name}"))));
    choices.push(another());
    Some(Question {
        id: ID.to_owned(),
        sentence: "Whose costs and use are these?".to_owned(),
        why,
        choices,
        answer: None,
    })
}
