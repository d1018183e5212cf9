//! A roster that does not say its day and has people elsewhere than the one before: it counts from the day it came in, which
//! somebody who corrects a roster does not expect.

use charts::Locale;
use charts::format;
use ingest::ReadReport;
use model::Problem;
use store::ImportTx;

use super::notice;
use crate::Result;

pub(super) fn undated(import: &mut ImportTx<'_>, read: &ReadReport) -> Result<Option<Problem>> {
    if read.facts.person == 0 || read.made.whole.is_some() {
        return Ok(None);
    }
    let Some((day, people)) = import.moves()?.filter(|(_, people)| *people > 0) else {
        return Ok(None);
    };
    let count = format::count(people.into(), &Locale::default());
    let word = if people == 1 { "person" } else { "people" };
    let day = format::date(day, &Locale::default());
    Ok(Some(notice(
        format!(
            "This roster has {count} {word} in another team, unit, role or cost centre than the one before. It does not say its \
             day, so that counts from {day} on, the day it came in."
        ),
        "if it is of another day, or corrects the one before, undo this import and say from which day on it counts \
         (on the command line: --period 2026-01-01..2027-01-01)",
    )))
}
