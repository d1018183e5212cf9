//! Days of an invoice: issued, due. Reads no amounts and no names.

use std::cmp::Reverse;

use chrono::NaiveDate;
use model::Certainty;

use super::aside::{Aside, is};
use super::beside::{Beside, Side, Style, begins, dates, labels, rest};
use super::code::code_in;
use super::day::{Day, days};
use super::found::Field;
use super::labels::Role;
use super::rows::heads;
use super::sheet::{Sheet, Spot};
use crate::value::DateOrder;

/// Where nothing firm says which of day and month goes first: the order in which nothing is due before it was issued, if
/// only one is so.
pub(super) fn ordered(sheet: &Sheet<'_>, style: Style) -> Style {
    if style.order.is_firm() {
        return style;
    }
    let read = |style| issue_date(sheet, style).zip(due_date(sheet, style, true));
    let fits = |style: &Style| read(*style).is_some_and(|(issued, due)| issued.value <= due.value);
    let [own, other] = [DateOrder::Dmy, DateOrder::Mdy].map(|order| Style {
        order: style.order.or(order),
        ..style
    });
    match (fits(&own), fits(&other)) {
        (true, false) => own,
        (false, true) => other,
        _ => style,
    }
}

/// The day of issue.
pub(super) fn issue_date(sheet: &Sheet<'_>, style: Style) -> Option<Field<NaiveDate>> {
    let mut found = dates(sheet, Role::IssueDate, style);
    // The column of days in a table of lines.
    let heads = heads(sheet);
    found.retain(|beside| {
        beside.side != Side::Below || heads.iter().all(|head| !head.has(sheet, beside.label))
    });
    found.extend(headed(sheet, style));
    best_day(sheet, &found)
        .or_else(|| paid_date(sheet, style))
        .or_else(|| lone_date(sheet, style))
}

/// The day of the payment, where a receipt has no other.
fn paid_date(sheet: &Sheet<'_>, style: Style) -> Option<Field<NaiveDate>> {
    let roles = [Role::PaidDate, Role::PaymentDate];
    let roles = roles.iter().filter(|_| is_receipt(sheet));
    let mut day = roles
        .map(|role| dates(sheet, *role, style))
        .find_map(|found| best_day(sheet, &found))?;
    day.cap(Certainty::Likely);
    Some(day)
}

/// `Rechnung # RE-20170509/505 von 09.05.2017`: the day in the heading that has the number.
fn headed(sheet: &Sheet<'_>, style: Style) -> Vec<Beside<Vec<Day>>> {
    let headings = labels(sheet, Role::Number).filter(|(at, hit)| begins(sheet, *at, hit));
    let dated = headings.filter_map(|(at, hit)| {
        let behind = rest(sheet, at, hit);
        let (code, explicit) = code_in(behind, false)?;
        let tail = &behind[behind.find(&code)? + code.len()..];
        let mut value = days(tail, style.order);
        let mut spot = at;
        let words = tail.split_whitespace().count();
        if value.is_empty() && words <= 1 && tail.trim().chars().all(char::is_alphabetic) && words == 1 {
            // The day on the next line.
            spot = sheet.below(at)?;
            value = days(sheet.spots[spot].text(), style.order);
            value.retain(|day| day.from == 0);
        }
        let first = value.first()?;
        let close = spot != at || tail[..first.from].split_whitespace().count() <= 3;
        let mut hit = hit.clone();
        hit.strong |= explicit;
        close.then_some(Beside {
            value,
            spot,
            hit,
            label: at,
            first: true,
            side: Side::Same,
        })
    });
    dated.collect()
}

/// A date that stands alone near the top, where no word announces one.
fn lone_date(sheet: &Sheet<'_>, style: Style) -> Option<Field<NaiveDate>> {
    let alone = sheet
        .spots
        .iter()
        .enumerate()
        .filter(|(_, spot)| spot.page == 0)
        .find_map(|(at, spot)| {
            let found = days(spot.text(), style.order);
            let day = found.first()?;
            let rest = spot.text().len() - (day.to - day.from);
            (rest <= 2).then_some((at, *day))
        });
    alone.map(|(at, day)| Field::new(day.date, Certainty::Guess, Some(sheet.place(at))))
}

/// The day it is due. The day of a payment is one only where nothing was paid.
pub(super) fn due_date(sheet: &Sheet<'_>, style: Style, is_paid: bool) -> Option<Field<NaiveDate>> {
    let mut found = dates(sheet, Role::DueDate, style);
    // A day until which less may be paid is not the last one.
    for beside in &mut found {
        let text = sheet.spots[beside.spot].text();
        let mut all = days(text, style.order);
        if has_early(text) && all.len() > 1 {
            all.sort_by_key(|day| Reverse(day.date));
            beside.value = all;
        }
    }
    let is_early = |beside: &Beside<Vec<Day>>| {
        let mut clauses = sheet.spots[beside.spot].text().split([',', ';']);
        beside.value.len() == 1
            && clauses.any(|clause| has_early(clause) && !days(clause, style.order).is_empty())
    };
    let early = found.iter().all(is_early);
    if !early {
        found.retain(|beside| !is_early(beside));
    }
    let paid = || dates(sheet, Role::PaymentDate, style);
    let mut day =
        best_day(sheet, &found).or_else(|| best_day(sheet, &if is_paid { Vec::new() } else { paid() }))?;
    if early {
        day.cap(Certainty::Likely);
    }
    Some(day)
}

/// Whether a text is about paying less for paying early.
fn has_early(text: &str) -> bool {
    text.split_whitespace().any(|word| is(Aside::Early, word))
}

/// Whether the title of the page says that it is about a payment that was made.
pub(super) fn is_receipt(sheet: &Sheet<'_>) -> bool {
    let first = sheet.spots.iter().filter(|spot| spot.page == 0);
    first.map(Spot::text).any(|text| {
        let mut words = text.split_whitespace();
        words.next().is_some_and(|word| is(Aside::Receipt, word)) && words.count() <= 2
    })
}

/// The first of the strongest; certain if nothing disagrees and it can be read in one way only.
fn best_day(sheet: &Sheet<'_>, found: &[Beside<Vec<Day>>]) -> Option<Field<NaiveDate>> {
    let kind = |beside: &Beside<Vec<Day>>| (beside.first, beside.hit.strong);
    let rank = |beside: &Beside<Vec<Day>>| (kind(beside), beside.side, Reverse(beside.label));
    let best = found.iter().max_by_key(|beside| rank(beside))?;
    let day = best.value[0];
    let same = |beside: &&Beside<Vec<Day>>| kind(beside) == kind(best);
    let agreed = found
        .iter()
        .filter(same)
        .all(|other| other.value[0].date == day.date);
    let confidence = match (day.sure, best.hit.strong, agreed) {
        (Certainty::Guess, ..) | (_, false, false) => Certainty::Guess,
        (sure, true, true) if best.first && best.side > Side::Below => sure,
        _ => Certainty::Likely,
    };
    Some(Field::new(day.date, confidence, Some(sheet.place(best.spot))))
}
