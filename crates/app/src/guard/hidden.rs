//! Rows that are hidden behind others now and come back when those are undone: an answer about their file is about them,
//! too. Asks nothing.

use std::collections::BTreeMap;

use model::{ImportId, Period};
use store::{DayMoney, ImportTx};

use super::meeting::{Meeting, Part};
use super::sides::{Side, Sides};
use super::twice::{Lists, Pair, lists};
use crate::Result;

/// Files that are asked about.
type Met<'a> = [(&'a Side, Vec<Meeting>)];

/// Adds to the meetings of an import what of both files is hidden. `own` and `others` are what is shown.
pub(super) fn add(
    import: &mut ImportTx<'_>,
    (sides, usage): (&Sides<'_>, bool),
    met: &mut Met<'_>,
    own: &Lists<'_>,
    others: &BTreeMap<ImportId, Lists<'_>>,
) -> Result<()> {
    let is_met = |other: &Side| met.iter().any(|(side, _)| side.format == other.format);
    let is_own_hidden = import.has_hidden(sides.own.import, usage)?;
    let mut near: Vec<&Side> = Vec::new();
    for other in sides.others() {
        if sides.may_meet(other.import)
            && is_met(other)
            && (is_own_hidden || import.has_hidden(other.import, usage)?)
        {
            near.push(other);
        }
    }
    if near.is_empty() {
        return Ok(());
    }
    let days = import.days_ever(sides.own.import, usage)?;
    let ever = lists(&days).remove(&sides.own.import).unwrap_or_default();
    for other in near {
        let days = import.days_ever(other.import, usage)?;
        let theirs = lists(&days).remove(&other.import).unwrap_or_default();
        let pair = |is_same_currency| Pair {
            usage,
            has_repeats: false,
            own: &sides.own,
            other,
            is_same_currency,
        };
        for (place, mine) in &ever {
            for (their_place, theirs) in theirs.iter().filter(|(their, _)| their.0 == place.0) {
                let pair = pair(place.1 == their_place.1);
                let live = (
                    own.get(place).map_or(&[][..], Vec::as_slice),
                    others
                        .get(&other.import)
                        .and_then(|lists| lists.get(their_place))
                        .map_or(&[][..], Vec::as_slice),
                );
                widen(&pair, met, (mine, theirs), live);
            }
        }
    }
    Ok(())
}

/// Adds the days of a pair that are hidden; what is shown of them must be asked about.
fn widen(
    pair: &Pair<'_>,
    met: &mut Met<'_>,
    (mine, theirs): (&[&DayMoney], &[&DayMoney]),
    (own, other): (&[&DayMoney], &[&DayMoney]),
) {
    let asked = |of: &dyn Fn(&Meeting) -> Option<Period>| -> Vec<Period> {
        let meetings = met.iter().flat_map(|(_, meetings)| meetings);
        meetings.filter_map(of).collect()
    };
    let (mine_met, theirs_met) = (
        asked(&|meeting| Some(meeting.own.period)),
        asked(&|meeting| (meeting.other.import == pair.other.import).then_some(meeting.other.period)),
    );
    let part = |days: &[&DayMoney], live: &[&DayMoney], met: &[Period]| {
        let part = Part::of(days, 0)?;
        let shown = live.iter().filter(|day| part.period.contains(day.day));
        let mut asked = shown.map(|day| met.iter().any(|period| period.contains(day.day)));
        asked.all(|is_asked| is_asked).then_some(part)
    };
    let theirs_part = pair
        .near(own, theirs)
        .and_then(|(_, theirs)| part(&theirs, other, &theirs_met));
    let mine_part = pair
        .near(mine, theirs)
        .and_then(|(mine, _)| part(&mine, own, &mine_met));
    let of_file = met.iter().position(|(side, _)| side.import == pair.other.import);
    let of_format = || met.iter().position(|(side, _)| side.format == pair.other.format);
    let Some(meeting) = of_file.or_else(of_format).and_then(|at| met[at].1.first_mut()) else {
        return;
    };
    let (own, other) = (pair.own.import, pair.other.import);
    let asides = |part: Option<Part>, by| part.map_or_else(Vec::new, |part| part.asides(by, pair.usage));
    meeting.hidden[0].extend(asides(theirs_part, own));
    meeting.hidden[1].extend(asides(mine_part, other));
}
