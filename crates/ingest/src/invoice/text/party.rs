//! Who bills and who is billed. A name is certain only where a label or a template says so and the page repeats it.

use model::Certainty;

use super::beside::{Style, begins, labels, rest};
use super::day::days;
use super::fold::plain;
use super::found::Field;
use super::labels::{Hit, Role};
use super::letterhead;
use super::rows::is_in_table;
use super::sheet::Sheet;
use super::template::Template;
use crate::value::DateOrder;

/// Before the name of a person, on a line of their own.
const GREETINGS: &[&str] = &[
    "herr", "herrn", "frau", "firma", "mr", "mrs", "ms", "m.", "mme", "monsieur", "madame", "sr.", "sra.",
];

/// Before a name that is not that of a firm.
const ATTENTION: &[&str] = &["ATTN:", "Attn:", "attn:", "c/o"];

/// Who bills.
pub(super) fn seller(
    sheet: &Sheet<'_>,
    style: Style,
    template: Option<&Template>,
    billed: Option<&Field<String>>,
    totals: Option<usize>,
) -> Option<Field<String>> {
    let is_line = |at| is_in_table(sheet, at, style);
    let buyer = billed.map(|buyer| buyer.value.as_str());
    let known = |alone| {
        let (at, mut name) = named_by(template?, sheet, buyer, alone, is_line)?;
        if is_doubted(
            sheet,
            &name.value,
            billed,
            totals.is_some_and(|totals| at > totals),
        ) {
            name.cap(Certainty::Guess);
        }
        Some(name)
    };
    known(true)
        .or_else(|| labelled(sheet, Role::Seller, true))
        .or_else(|| letterhead::sender(sheet, buyer))
        .or_else(|| letterhead::company(sheet, buyer, is_line))
        .or_else(|| labelled(sheet, Role::Seller, false))
        .or_else(|| known(false))
        .or_else(|| letterhead::topmost(sheet, buyer))
}

/// Who is billed.
pub(super) fn buyer(sheet: &Sheet<'_>) -> Option<Field<String>> {
    labelled(sheet, Role::Buyer, true)
        .or_else(|| honoured(sheet))
        .or_else(|| letterhead::below_sender(sheet))
        .or_else(|| letterhead::addressed(sheet))
        .or_else(|| labelled(sheet, Role::Buyer, false))
}

/// Behind the name of whoever is written to, in Japanese and Korean.
const HONOURS: &[&str] = &["御中", "様", "귀중", "귀하"];

/// The name that an honour stands behind, in its piece or the next on the line.
fn honoured(sheet: &Sheet<'_>) -> Option<Field<String>> {
    let honour = |text: &str| HONOURS.iter().find(|honour| text.trim_end().ends_with(*honour));
    let first = sheet.spots.iter().enumerate().filter(|(_, spot)| spot.page == 0);
    let named = first.filter_map(|(at, spot)| {
        let is_alone = spot.text().trim() == *honour(spot.text())?;
        let at = if is_alone { at.checked_sub(1)? } else { at };
        let before = &sheet.spots[at];
        let is_beside = (before.page, before.line) == (spot.page, spot.line);
        Some((at, name_in(before.text()).filter(|_| is_beside)?))
    });
    let (at, name) = named.into_iter().next()?;
    Some(Field::new(name, Certainty::Likely, Some(sheet.place(at))))
}

/// A name of the template that is on the pages, as a sender prints it or anywhere; certain if it is that of a company,
/// not of a product, and no other company writes.
fn named_by(
    template: &Template,
    sheet: &Sheet<'_>,
    buyer: Option<&str>,
    as_sender: bool,
    is_line: impl Fn(usize) -> bool,
) -> Option<(usize, Field<String>)> {
    let is_buyer = |name: &str| buyer.map(plain) == Some(plain(name));
    let own = |name: &str| template.sellers.iter().any(|own| plain(own) == plain(name));
    let rival = letterhead::first_company(sheet).is_some_and(|name| !is_buyer(&name) && !own(&name));
    template
        .sellers
        .iter()
        .filter(|name| !is_buyer(name))
        .find_map(|name| {
            let shows = |text: &str| {
                if as_sender {
                    is_sender(text, name)
                } else {
                    plain(text).contains(&plain(name))
                }
            };
            // Who is named in a line of the table sold to the seller.
            let at = sheet
                .texts()
                .enumerate()
                .find(|(at, text)| shows(text) && !is_line(*at))?
                .0;
            let certainty = match (as_sender, letterhead::is_company(name) && !rival) {
                (true, true) => Certainty::Certain,
                (true, false) => Certainty::Likely,
                (false, _) => Certainty::Guess,
            };
            Some((at, Field::new(name.clone(), certainty, Some(sheet.place(at)))))
        })
}

/// Whether a vendor may be who is billed, or only be mentioned: nothing but the place of an address tells the buyer, or
/// the vendor stands below the totals and another name in the letterhead.
fn is_doubted(sheet: &Sheet<'_>, vendor: &str, buyer: Option<&Field<String>>, is_below: bool) -> bool {
    let is_own = |name: &str| plain(vendor).contains(&plain(name)) || plain(name).contains(&plain(vendor));
    let writes = || letterhead::topmost(sheet, buyer.map(|buyer| buyer.value.as_str()));
    buyer.is_some_and(|buyer| buyer.confidence == Certainty::Guess)
        || is_below && writes().is_some_and(|name| !is_own(&name.value))
}

/// Whether a text is a name, or an address in one line that begins with it.
fn is_sender(text: &str, name: &str) -> bool {
    let behind = text
        .trim()
        .get(name.len()..)
        .filter(|_| plain(text).starts_with(&plain(name)));
    plain(text) == plain(name)
        || letterhead::is_company(name)
            && behind.is_some_and(|rest| {
                let rest = rest.trim_start();
                rest.starts_with([',', '·', '•', '|', '●', '-', '–', '∙', '(']) && rest.len() > 2
            })
}

/// The name beside or below a label.
fn labelled(sheet: &Sheet<'_>, role: Role, strong: bool) -> Option<Field<String>> {
    let found = labels(sheet, role).filter(|(at, hit)| hit.strong == strong && stands_out(sheet, *at, hit));
    found.into_iter().find_map(|(at, hit)| {
        let behind = rest(sheet, at, hit).trim_start_matches([':', ' ', '-', '.', ')']);
        let colon = sheet.spots[at].text()[hit.to..].trim_start().starts_with(':');
        let (spot, name) = match name_in(behind) {
            Some(name) if colon => (at, name),
            _ if !behind.trim().is_empty() => return None,
            _ => below(sheet, at, colon)?,
        };
        let times = sheet
            .spots
            .iter()
            .filter(|other| plain(other.text()).contains(&plain(&name)))
            .count();
        let confidence = match (strong, times) {
            (true, 2..) => Certainty::Certain,
            (true, _) => Certainty::Likely,
            _ => Certainty::Guess,
        };
        Some(Field::new(name, confidence, Some(sheet.place(spot))))
    })
}

/// Whether a label begins its piece, or is inside it with a colon.
fn stands_out(sheet: &Sheet<'_>, at: usize, hit: &Hit) -> bool {
    begins(sheet, at, hit) || sheet.spots[at].text()[hit.to..].trim_start().starts_with(':')
}

/// The first name to the right of a label or below it; of pairs such as `Name: …` that of the name.
fn below(sheet: &Sheet<'_>, at: usize, colon: bool) -> Option<(usize, String)> {
    let head = &sheet.spots[at];
    let right = sheet
        .right_of(at)
        .next()
        .filter(|next| colon && sheet.spots[*next].hits.is_empty());
    if let Some((next, name)) = right.and_then(|next| Some((next, name_in(sheet.spots[next].text())?))) {
        return Some((next, name));
    }
    let near = |other: &&usize| {
        let other = &sheet.spots[**other];
        let left = other.piece.left - head.piece.left;
        other.page == head.page
            && other.piece.base - head.piece.base < 9.0 * head.piece.size
            && (-8.0..30.0).contains(&left)
    };
    let lower: Vec<usize> = (at + 1..sheet.spots.len())
        .take_while(|other| !is_table_head(sheet, *other))
        .filter(|other| sheet.spots[*other].line > head.line && near(&other))
        .take(7)
        .collect();
    let name_label = lower
        .iter()
        .find(|next| sheet.spots[**next].begins(|role| role == Role::Name));
    if let Some(next) = name_label {
        let spot = &sheet.spots[*next];
        let hit = spot.first_hits().find(|hit| hit.role == Role::Name)?;
        return match name_in(spot.text()[hit.to..].trim_start_matches([':', ' '])) {
            Some(name) => Some((*next, name)),
            None => sheet
                .right_of(*next)
                .next()
                .and_then(|right| Some((right, name_in(sheet.spots[right].text())?))),
        };
    }
    let named = |next: &usize| Some((*next, name_in(sheet.spots[*next].text())?));
    let mut values = lower.iter().filter(|next| !is_label(sheet, **next));
    let person = |next: &&usize| is_attention(sheet.spots[**next].text());
    // The firm rather than whoever opens its letters.
    values
        .clone()
        .filter(|next| !person(next))
        .find_map(named)
        .or_else(|| values.find_map(named))
}

/// Whether a line names the person within a firm that it goes to.
fn is_attention(text: &str) -> bool {
    let text = text.trim();
    ATTENTION.iter().any(|start| text.starts_with(start)) && !letterhead::is_company(text)
}

/// Whether a piece stands on a line of headings of columns.
fn is_table_head(sheet: &Sheet<'_>, at: usize) -> bool {
    let heads = |other: &usize| {
        let spot = &sheet.spots[*other];
        spot.first_hits()
            .any(|hit| hit.role.is_column() && spot.text()[hit.to..].trim().is_empty())
    };
    sheet.line_of(at).filter(heads).count() >= 3
}

/// `Nummer   : 549910`: a word whose value stands to its right.
fn is_label(sheet: &Sheet<'_>, at: usize) -> bool {
    let next = sheet.right_of(at).next();
    next.is_some_and(|next| sheet.spots[next].text().starts_with(':'))
}

/// A text that can be a name: letters, no figures first, no address of the net, no date, no label with a colon.
pub(super) fn name_in(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches([',', ';', ':']);
    let honour = HONOURS.iter().find_map(|honour| text.strip_suffix(honour));
    let text = honour.unwrap_or(text).trim();
    let text = ATTENTION
        .iter()
        .find_map(|start| text.strip_prefix(start))
        .unwrap_or(text)
        .trim();
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    let fits = letters >= 2
        && text.chars().count() <= 80
        && !text.starts_with(|first: char| first.is_ascii_digit() || first == '+' || first == '(')
        && !text.contains(['@', ':', '€', '$', '%', '#'])
        && !text.contains("http")
        && !text.to_lowercase().starts_with("gln ")
        && !GREETINGS.contains(&text.to_lowercase().as_str())
        && days(text, DateOrder::Dmy).is_empty();
    fits.then(|| text.to_owned())
}
