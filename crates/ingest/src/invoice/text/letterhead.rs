//! Letterheads and addresses: who writes and to whom, where no label says so. Never certain but for a sender that is
//! repeated on the page.

use model::Certainty;

use super::fold::plain;
use super::found::Field;
use super::labels::Role;
use super::party::name_in;
use super::sheet::{Sheet, Spot};

/// Ends of company names.
const FORMS: &str = "gmbh|ag|kg|ohg|ug|ug (haftungsbeschränkt)|e.k.|e.v.|mbh|se|gbr|ltd|ltd.|limited|inc|inc.|\
incorporated|llc|l.l.c.|corp|corp.|corporation|co.|company|plc|llp|lp|pbc|b.v.|bv|n.v.|nv|sarl|s.à r.l.|s.a.r.l.|\
sàrl|sas|s.a.s.|s.a.|sa|sasu|eurl|s.l.|sl|s.l.u.|s.r.l.|srl|s.p.a.|spa|lda|lda.|ab|aps|a/s|as|asa|oy|oyj|\
sp. z o.o.|s.r.o.|pte. ltd.|pty ltd|pty. ltd.|unlimited company|kft.|a.s.|d.o.o.|a.g.|a.g|k.k.|g.k.";
/// Ends of streets, whose number may be as long as a postcode: `2300 Harrison St`.
const STREETS: &str = "st|street|ave|avenue|blvd|boulevard|rd|road|dr|drive|ln|lane|pkwy|parkway|way|ct|court|hwy|highway|\
plaza|ter|terrace|suite";
/// Between the parts of a sender in one line.
const BREAKS: &[&str] = &["●", "•", "·", "|", " - ", " – ", "∙", "*", ", "];

/// `Bei Spiel GmbH ● Ecke 12 ● 12345 Stadthausen`: the first part of a sender in one line.
pub(super) fn sender(sheet: &Sheet<'_>, buyer: Option<&str>) -> Option<Field<String>> {
    let (at, name) = sender_line(sheet)?;
    let repeated = sheet
        .spots
        .iter()
        .enumerate()
        .any(|(other, spot)| other != at && plain(spot.text()) == plain(&name));
    let confidence = if repeated {
        Certainty::Certain
    } else {
        Certainty::Likely
    };
    (buyer != Some(name.as_str())).then(|| Field::new(name, confidence, Some(sheet.place(at))))
}

fn sender_line(sheet: &Sheet<'_>) -> Option<(usize, String)> {
    sheet
        .spots
        .iter()
        .enumerate()
        .filter(|(_, spot)| spot.page == 0 && is_high(spot, sheet))
        .find_map(|(at, spot)| {
            // A line in pieces, because its dots stand far apart.
            let line: Vec<usize> = sheet.right_of(at).collect();
            let whole = std::iter::once(spot.text()).chain(line.iter().map(|next| sheet.spots[*next].text()));
            let whole = if line
                .iter()
                .any(|next| BREAKS.contains(&sheet.spots[*next].text().trim()))
            {
                whole.collect::<Vec<_>>().join(" ")
            } else {
                spot.text().to_owned()
            };
            let parts = BREAKS
                .iter()
                .map(|mark| {
                    whole
                        .split(mark)
                        .map(str::trim)
                        .filter(|part| !part.is_empty())
                        .collect::<Vec<_>>()
                })
                .find(|parts| parts.len() >= 3)?;
            let street = parts[1..].iter().any(|part| has_postcode(part));
            let name = name_in(parts[0])?;
            (street
                && spot
                    .hits
                    .iter()
                    .all(|hit| !hit.strong || hit.from > 0 || hit.role == Role::Other))
            .then_some((at, name))
        })
}

fn is_high(spot: &Spot<'_>, sheet: &Sheet<'_>) -> bool {
    let lowest = sheet
        .spots
        .iter()
        .filter(|other| other.page == spot.page)
        .map(|other| other.piece.base)
        .fold(0.0, f64::max);
    spot.piece.base < lowest * 0.6
}

/// `80333 München`, `DE 80333 München`, `1025 RX Amsterdam`, `111 43 Stockholm`, `London EC2V 8AU`, `CA 94104`.
fn has_postcode(text: &str) -> bool {
    let words: Vec<&str> = text
        .split_whitespace()
        .map(|word| word.trim_end_matches([',', '.']))
        .collect();
    // `4020 St. Pölten` is a town.
    let is_street = |at: usize| {
        let mut behind = words.iter().skip(at + 2);
        behind.any(|word| STREETS.split('|').any(|street| word.eq_ignore_ascii_case(street)))
    };
    (0..words.len()).any(|at| {
        let next = words.get(at + 1).copied().unwrap_or_default();
        let city = |word: Option<&&str>| word.is_some_and(|word| word.starts_with(char::is_uppercase));
        let own = words[at].trim_start_matches(|letter: char| letter.is_ascii_uppercase() || letter == '-');
        let one = matches!(shape(own).as_str(), "9999" | "99999" | "99-999" | "9999-999")
            && city(words.get(at + 1))
            && !is_street(at);
        let two =
            (shape(words[at]).as_str(), shape(next).as_str()) == ("999", "99") && city(words.get(at + 2));
        one || two || is_code_pair(&shape(words[at]), &shape(next))
    })
}

/// Letters as `A`, digits as `9`.
fn shape(word: &str) -> String {
    word.chars()
        .map(|letter| match letter {
            'A'..='Z' => 'A',
            '0'..='9' => '9',
            other => other,
        })
        .collect()
}

/// The two words of a code in Britain, Canada, Ireland, or of a state and its code.
fn is_code_pair(first: &str, second: &str) -> bool {
    match second {
        "9AA" => matches!(first, "A9" | "A99" | "AA9" | "AA99" | "A9A" | "AA9A"),
        "9A9" => first == "A9A",
        "99999" | "99999-9999" => first == "AA",
        second => {
            first == "A99" && second.len() == 4 && second.chars().all(|letter| matches!(letter, 'A' | '9'))
        }
    }
}

/// The first company by its legal form that is not the buyer.
pub(super) fn company(
    sheet: &Sheet<'_>,
    buyer: Option<&str>,
    is_line: impl Fn(usize) -> bool,
) -> Option<Field<String>> {
    let found = sheet
        .spots
        .iter()
        .enumerate()
        .filter(|(_, spot)| spot.page == 0)
        .filter_map(|(at, spot)| {
            let name = name_in(spot.text())
                .filter(|name| is_company(name) && name.split_whitespace().count() <= 7)?;
            (buyer.map(plain) != Some(plain(&name)) && !is_line(at)).then_some((at, name))
        });
    let found: Vec<(usize, String)> = found.collect();
    let (at, name) = found.first()?;
    if let Some(whole) = wrapped(sheet, *at, name) {
        return Some(Field::new(whole, Certainty::Guess, Some(sheet.place(*at))));
    }
    let alone = found.iter().all(|(_, other)| plain(other) == plain(name));
    let confidence = if alone {
        Certainty::Likely
    } else {
        Certainty::Guess
    };
    Some(Field::new(name.clone(), confidence, Some(sheet.place(*at))))
}

/// A name whose last word alone, perhaps with the legal form, went into another line: `Notional Cloud`, `Labs, Inc.`.
fn wrapped(sheet: &Sheet<'_>, at: usize, name: &str) -> Option<String> {
    let (spot, above) = (&sheet.spots[at], &sheet.spots[at.checked_sub(1)?]);
    let short = name.split_whitespace().count() <= 2;
    let near = above.page == spot.page
        && above.line + 1 == spot.line
        && (above.piece.left - spot.piece.left).abs() < 1.0
        && (above.piece.size - spot.piece.size).abs() < 0.1
        && spot.piece.base - above.piece.base < 1.6 * spot.piece.size;
    let first = name_in(above.text()).filter(|first| {
        above.hits.is_empty() && !is_company(first) && !first.contains(|letter: char| letter.is_ascii_digit())
    })?;
    let apart = !plain(name).starts_with(&plain(&first));
    (short && near && apart).then(|| format!("{first} {name}"))
}

/// The first company by its legal form that stands alone in the letterhead.
pub(super) fn first_company(sheet: &Sheet<'_>) -> Option<String> {
    let high = sheet
        .spots
        .iter()
        .filter(|spot| spot.page == 0 && is_high(spot, sheet));
    high.filter_map(|spot| name_in(spot.text()))
        .find(|name| is_company(name) && name.split_whitespace().count() <= 7)
}

pub(super) fn is_company(name: &str) -> bool {
    let lower = name.to_lowercase();
    let padded = format!(" {lower}");
    FORMS.split('|').any(|form| padded.ends_with(&format!(" {form}")))
}

/// The first name at the top of the first page.
pub(super) fn topmost(sheet: &Sheet<'_>, buyer: Option<&str>) -> Option<Field<String>> {
    let top = sheet
        .spots
        .iter()
        .enumerate()
        .filter(|(_, spot)| spot.page == 0 && spot.hits.is_empty())
        .take(6);
    let found = top
        .into_iter()
        .find_map(|(at, spot)| Some((at, name_in(spot.text())?)));
    let (at, name) = found.filter(|(_, name)| buyer != Some(name.as_str()))?;
    Some(Field::new(name, Certainty::Guess, Some(sheet.place(at))))
}

/// The window of an envelope: the name under a sender in one line.
pub(super) fn below_sender(sheet: &Sheet<'_>) -> Option<Field<String>> {
    let (at, sender) = sender_line(sheet)?;
    let from = &sheet.spots[at];
    let lower = (at + 1..sheet.spots.len()).filter(|other| {
        let other = &sheet.spots[*other];
        let (down, across) = (
            other.piece.base - from.piece.base,
            (other.piece.left - from.piece.left).abs(),
        );
        other.line > from.line && down < 60.0 && across < 60.0
    });
    let found = lower
        .into_iter()
        .find_map(|other| Some((other, name_in(sheet.spots[other].text())?)));
    let (spot, name) = found.filter(|(_, name)| plain(name) != plain(&sender))?;
    Some(Field::new(name, Certainty::Likely, Some(sheet.place(spot))))
}

/// The first line of an address in the upper part of the first page.
pub(super) fn addressed(sheet: &Sheet<'_>) -> Option<Field<String>> {
    let towns = sheet.spots.iter().enumerate().filter(|(_, spot)| {
        let text = spot.text();
        spot.page == 0 && is_high(spot, sheet) && has_postcode(text) && text.split_whitespace().count() <= 5
    });
    let blocks = towns.filter_map(|(at, _)| top_of_block(sheet, at));
    let mut found: Vec<(usize, String)> = blocks.collect();
    found.dedup_by(|one, other| plain(&one.1) == plain(&other.1));
    let people = found
        .iter()
        .find(|(at, name)| !is_company(name) || sheet.spots[*at].begins(|role| role == Role::Buyer));
    let (at, name) = people.or_else(|| found.get(1))?;
    Some(Field::new(name.clone(), Certainty::Guess, Some(sheet.place(*at))))
}

/// The name above a town: the highest line of its block.
fn top_of_block(sheet: &Sheet<'_>, at: usize) -> Option<(usize, String)> {
    let (mut top, mut name) = (at, None);
    loop {
        let spot = &sheet.spots[top];
        let above = (0..top).rev().find(|other| {
            let other = &sheet.spots[*other];
            let gap = spot.piece.base - other.piece.base;
            other.page == spot.page
                && other.line < spot.line
                && gap < 2.2 * spot.piece.size.max(other.piece.size)
                && (other.piece.left - spot.piece.left).abs() < 3.0
        });
        let Some(above) = above else { break };
        if sheet.spots[above].begins(|role| !role.is_column()) && name.is_some() {
            break;
        }
        top = above;
        name = name_in(sheet.spots[top].text()).map(|name| (top, name)).or(name);
    }
    name
}
