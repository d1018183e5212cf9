//! The unit sentinel: cents read as dollars, thousands read as units, credits read as currency. What amounts imply per
//! token, seat or request, or beside the vendor's other files, must be possible at all.

use std::sync::Arc;

use ingest::ReadReport;
use ingest::value::{MoneyUnit, money_unit};
use model::{Answer, Decimal, ImportId, MeasureTotal, Problem, Question};
use store::{DayMoney, ImportTx};

use super::factor;
use super::implied::{beside_usage, requests, seats, token_prices};
use super::sides::Sides;
use crate::{Result, preview};

/// The question's id.
pub(super) const ID: &str = "unit";

/// Units that amounts may turn out to be in: the answer's id, the power of ten, and its words.
const UNITS: &[(&str, i8, &str)] = &[
    (
        "cents",
        -2,
        "The amounts are cents, or credits of one cent: divide by 100",
    ),
    ("thousandths", -3, "The amounts are thousandths: divide by 1,000"),
    ("micros", -6, "The amounts are millionths: divide by 1,000,000"),
    ("nanos", -9, "The amounts are billionths: divide by 1,000,000,000"),
    (
        "ticks",
        -10,
        "The amounts are ticks, 10,000,000,000 a unit: divide by that",
    ),
    ("hundreds", 2, "The amounts are in hundreds: multiply by 100"),
    ("thousands", 3, "The amounts are in thousands: multiply by 1,000"),
    ("lakhs", 5, "The amounts are in lakhs: multiply by 100,000"),
    (
        "millions",
        6,
        "The amounts are in millions: multiply by 1,000,000",
    ),
    ("crores", 7, "The amounts are in crores: multiply by 10,000,000"),
];

/// Our own exports: their unit was settled when their book was filled.
const OWN: &str = "counterfoil-focus";
/// Other files of the vendor are looked at within so many days.
const REACH: u32 = 70;

/// Why the unit may be wrong, and which powers of ten would put it right.
pub(super) struct Suspicion {
    pub(super) why: Vec<String>,
    pub(super) powers: Vec<i8>,
}

/// The power of ten of an answer.
pub(super) fn power(answer: &str) -> i8 {
    let unit = UNITS.iter().find(|(id, ..)| *id == answer);
    unit.map_or(0, |(_, power, _)| *power)
}

/// The question, if the amounts cannot be in the unit they are read in.
pub(super) fn question(
    import: &mut ImportTx<'_>,
    read: &ReadReport,
    sides: &Sides<'_>,
) -> Result<Option<Question>> {
    if sides.own.format == OWN {
        return Ok(None);
    }
    let said = said_in_header(&read.money_columns).or_else(|| said_above(read));
    let found = match said {
        Some(found) => Some(found),
        None => implied(import, sides)?,
    };
    Ok(found.map(|suspicion| asked(&suspicion, &read.totals)))
}

fn implied(import: &mut ImportTx<'_>, sides: &Sides<'_>) -> Result<Option<Suspicion>> {
    let prices = import.prices(import.id())?;
    if let Some(found) = token_prices(&prices).or_else(|| requests(&prices)) {
        return Ok(Some(found));
    }
    if let Some(found) = seats(import)? {
        return Ok(Some(found));
    }
    let days = import.by_day((false, REACH), &|_| true)?;
    if let Some(found) = beside_usage(import, sides, (&sides.own, &own_days(&days, sides.own.import)))? {
        return Ok(Some(found));
    }
    Ok(factor::beside_others(sides, &days))
}

fn own_days(days: &[Arc<DayMoney>], import: ImportId) -> Vec<&DayMoney> {
    let all = days.iter().map(AsRef::as_ref);
    all.filter(|day: &&DayMoney| day.import == import).collect()
}

/// What the use that a file brings says of amounts that are in the book already: the same as if they came after it.
pub(super) fn doubts(
    import: &mut ImportTx<'_>,
    read: &ReadReport,
    sides: &Sides<'_>,
) -> Result<Vec<Problem>> {
    let Some(period) = read
        .period
        .filter(|_| read.facts.usage > 0 && sides.own.is_complete())
    else {
        return Ok(Vec::new());
    };
    let money = import.money_in(period)?;
    let mut doubts = Vec::new();
    for other in sides.others() {
        let days: Vec<&DayMoney> = money.iter().filter(|day| day.import == other.import).collect();
        if other.vendor != sides.own.vendor || other.has_told_unit || days.is_empty() {
            continue;
        }
        if let Some(found) = beside_usage(import, sides, (other, &days))? {
            let what = format!(
                "The amounts of import {} ({}) may be in another unit than they seem. {}",
                other.import,
                other.file,
                found.why.join(" ")
            );
            doubts.push(super::notice(
                what,
                "If they are, undo that import and import its file again: it will be asked about.",
            ));
        }
    }
    Ok(doubts)
}

fn asked(suspicion: &Suspicion, totals: &[MeasureTotal]) -> Question {
    let units = UNITS
        .iter()
        .filter(|(_, power, _)| suspicion.powers.contains(power));
    let mut choices: Vec<Answer> = units
        .map(|(id, power, label)| Answer::new(id, *label, becomes(totals, *power)))
        .collect();
    choices.push(Answer::new(
        "as-written",
        "The amounts are right as they are",
        becomes(totals, 0),
    ));
    Question {
        id: ID.to_owned(),
        sentence: "Are the amounts of this file in the unit they seem to be in?".to_owned(),
        why: suspicion.why.clone(),
        choices,
        answer: None,
    }
}

/// `Billed USD 190,244.00 becomes USD 1,902.44.`
fn becomes(totals: &[MeasureTotal], power: i8) -> String {
    let said = totals
        .iter()
        .filter(|total| total.measure.is_money())
        .map(|total| {
            let (word, now) = (crate::answer::label(total.measure), preview::amount(total));
            let exact: Decimal = total.amount.parse().unwrap_or_default();
            let (digits, scale) = exact.into_bigint_and_exponent();
            let amount = Decimal::new(digits, scale - i64::from(power))
                .normalized()
                .to_plain_string();
            let then = preview::amount(&MeasureTotal {
                amount,
                ..total.clone()
            });
            if power == 0 {
                format!("{word} {now} stays.")
            } else {
                format!("{word} {now} becomes {then}.")
            }
        });
    said.collect::<Vec<_>>().join(" ")
}

/// A line above the table that says so.
fn said_above(read: &ReadReport) -> Option<Suspicion> {
    let (line, MoneyUnit { word, power }) = read.unit_above.as_ref()?;
    Some(Suspicion {
        why: vec![format!(
            "Above the table stands “{line}”, which says “{word}”, but its amounts are read as whole units."
        )],
        powers: vec![*power],
    })
}

/// A column of amounts whose name says another unit.
fn said_in_header(columns: &[String]) -> Option<Suspicion> {
    columns.iter().find_map(|column| {
        let MoneyUnit { word, power } = money_unit(column)?;
        Some(Suspicion {
            why: vec![format!(
                "The column “{column}” says “{word}”, but is read as whole units."
            )],
            powers: vec![power],
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_that_a_heading_says_has_an_answer() {
        for heading in [
            "Amount (cents)",
            "cost_micros",
            "costNanos",
            "cost_in_usd_ticks",
            "Amount $000",
            "Amount MSEK",
            "Amount (lakhs)",
            "Amount (crores)",
        ] {
            let found = said_in_header(&[heading.to_owned()]).expect(heading);
            let question = asked(&found, &[]);
            assert_eq!(power(&question.choices[0].id), found.powers[0], "{heading}");
        }
    }
}
