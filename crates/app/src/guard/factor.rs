//! Amounts beside other files of the same vendor: the same days a hundred or a thousand times as much, a payment of a
//! thousandth, single lines that jumped by such a factor from one window to the next.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use model::{Grain, Period};
use store::DayMoney;

use super::meeting;
use super::sides::Sides;
use super::unit::Suspicion;
use super::vendor::vendor;

/// Money beside other files of the same vendor: the same days a hundred or a thousand times as much, a payment of a
/// thousandth, or single lines that jumped by such a factor from one window to the next.
pub(super) fn beside_others(sides: &Sides<'_>, days: &[Arc<DayMoney>]) -> Option<Suspicion> {
    let of = |import| {
        days.iter()
            .map(AsRef::as_ref)
            .filter(move |day: &&DayMoney| day.import == import)
    };
    let own: Vec<&DayMoney> = of(sides.own.import).collect();
    if own.is_empty() {
        return None;
    }
    // Few vendors have many days.
    let mut vendors: HashMap<&str, String> = HashMap::new();
    for day in days {
        vendors
            .entry(&day.provider)
            .or_insert_with(|| vendor(&day.provider));
    }
    let whose = |day: &&DayMoney| (day.currency.clone(), vendors[&*day.provider].as_str());
    let whose_own: HashSet<_> = own.iter().map(whose).collect();
    sides.others().find_map(|other| {
        let theirs: Vec<&DayMoney> = of(other.import)
            .filter(|day| whose_own.contains(&whose(day)))
            .collect();
        let whose_theirs: HashSet<_> = theirs.iter().map(whose).collect();
        let mine: Vec<&DayMoney> = own
            .iter()
            .copied()
            .filter(|day| whose_theirs.contains(&whose(day)))
            .collect();
        let at = meeting::shared_measure(&mine, &theirs)?;
        let is_ledger = sides.own.is_ledger || other.is_ledger;
        let grain = if is_ledger { Grain::Month } else { Grain::Day };
        let is_same_format = sides.own.format == other.format;
        let least = match (is_ledger, is_same_format) {
            (true, false) => 1,
            (false, false) => 2,
            (_, true) => 3,
        };
        let power = factor(
            &sums(&mine, at, grain),
            &sums(&theirs, at, grain),
            (is_ledger, least),
        )
        .or_else(|| is_same_format.then(|| jump(&mine, &theirs, at)).flatten())?;
        let part = |days: &[&DayMoney]| {
            let part = meeting::Part::of(days, at)?;
            Some(part.said(store::MEASURES[0][at]))
        };
        Some(Suspicion {
            why: vec![
                format!("This file: {}.", part(&mine)?),
                format!("Import {} ({}): {}.", other.import, other.file, part(&theirs)?),
                "If it is the other file that is in the wrong unit, undo it and import it again.".to_owned(),
            ],
            powers: vec![power],
        })
    })
}

type Sums = BTreeMap<NaiveDate, i128>;

fn sums(days: &[&DayMoney], at: usize, grain: Grain) -> Sums {
    let mut sums = Sums::new();
    for day in days {
        *sums.entry(grain.start(day.day)).or_default() += day.sums[at].map_or(0, |sum| sum.0);
    }
    sums.retain(|_, sum| *sum > 0);
    sums
}

/// The power of ten that nearly every pair of sums differs by: to 2 % for days, to 10 % for months, of which a payment
/// may be for the one before. Few pairs may be chance.
fn factor(own: &Sums, other: &Sums, (is_ledger, least): (bool, usize)) -> Option<i8> {
    let near = |day: &NaiveDate| -> Vec<i128> {
        let before = *day - chrono::Months::new(1);
        let after = *day + chrono::Months::new(1);
        let places = if is_ledger {
            vec![*day, before, after]
        } else {
            vec![*day]
        };
        places
            .iter()
            .filter_map(|place| other.get(place).copied())
            .collect()
    };
    let met: Vec<(i128, Vec<i128>)> = own
        .iter()
        .map(|(day, sum)| (*sum, near(day)))
        .filter(|(_, others)| !others.is_empty())
        .collect();
    let tolerance = if is_ledger { 10 } else { 50 };
    let differs = |power: i8, sum: i128, with: i128| {
        let factor = 10i128.pow(power.unsigned_abs().into());
        let (sum, with) = if power < 0 {
            (sum, with.saturating_mul(factor))
        } else {
            (sum.saturating_mul(factor), with)
        };
        (sum - with).abs().saturating_mul(tolerance) <= with
    };
    [-2, -3, 2, 3].into_iter().find(|power| {
        let fitting = met
            .iter()
            .filter(|(sum, others)| others.iter().any(|with| differs(*power, *sum, *with)));
        let count = fitting.count();
        count >= least && count * 5 >= met.len() * 4
    })
}

/// A jump of single amounts between two windows of one format that do not share a day, with about as many lines a day.
fn jump(own: &[&DayMoney], other: &[&DayMoney], at: usize) -> Option<i8> {
    let measure = |days: &[&DayMoney]| {
        let part = meeting::Part::of(days, at)?;
        let lines = i128::from(part.facts);
        let days = i128::from(Period::days(&part.period));
        (lines >= 5 && part.sum.0 > 0).then_some((part.sum.0 / lines, lines * 100 / days.max(1)))
    };
    let shares_a_day = own
        .iter()
        .any(|mine| other.iter().any(|their| their.day == mine.day));
    let ((mine, my_pace), (theirs, their_pace)) =
        measure(own).zip(measure(other)).filter(|_| !shares_a_day)?;
    let is_alike = my_pace <= their_pace * 3 && their_pace <= my_pace * 3;
    let is_about = |much: i128, little: i128, factor: i128| {
        much * 10 >= little * factor * 6 && much * 10 <= little * factor * 16
    };
    let powers = [(2u8, 100), (3, 1_000)];
    let found = powers.into_iter().find_map(|(power, by)| {
        let power = power as i8;
        if is_about(mine, theirs, by) {
            Some(-power)
        } else {
            is_about(theirs, mine, by).then_some(power)
        }
    });
    found.filter(|_| is_alike)
}
