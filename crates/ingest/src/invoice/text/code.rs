//! Numbers of invoices and orders: codes beside labels. Reads no dates and no amounts.

use model::Certainty;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::iter::once;

use super::amount::amounts;
use super::beside::{Side, Style, begins, dates, labels, money, rest};
use super::day::days;
use super::found::Field;
use super::labels::Role;
use super::sheet::Sheet;
use super::signs::sign_at_start;
use crate::value::{DateOrder, DecimalMark};

/// Longest invoice number.
const LONGEST: usize = 40;
/// Words that a code follows.
const BEFORE: &[&str] = &[
    "#", "no", "nr", "n", "n°", "nº", "№", "num", "number", "nummer", "id", "número", "numero", "numéro",
];

/// A code beside a label.
struct Code {
    text: String,
    /// Whether its label stands out in its piece.
    first: bool,
    /// Whether the label or a sign leaves no doubt.
    strong: bool,
    /// Whether it is plain where it begins: a `#` before it may belong to it.
    plain: bool,
    side: Side,
    spot: usize,
}

/// The invoice number.
pub(super) fn number(sheet: &Sheet<'_>) -> Option<Field<String>> {
    reference(sheet, Role::Number)
}

/// The order of the buyer.
pub(super) fn order(sheet: &Sheet<'_>) -> Option<Field<String>> {
    reference(sheet, Role::Order)
}

/// What a file is that has pages with a number and a total of their own: several invoices, of which one would be lost.
pub(super) fn several(sheet: &Sheet<'_>, style: Style) -> Option<String> {
    let totals = [Role::Total, Role::Payable].map(|role| money(sheet, role, style));
    let has_total = |page: usize| {
        let mut offers = totals.iter().flatten();
        offers.any(|offer| {
            sheet.spots[offer.spot].page == page && offer.first && offer.hit.strong && offer.value.clear
        })
    };
    let found = codes(sheet, Role::Number);
    let sure = |code: &&Code| code.first && code.strong && code.plain && code.side > Side::Below;
    let mut pages: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for code in found.iter().filter(sure) {
        let page = sheet.spots[code.spot].page;
        pages.entry(page).or_default().push(&code.text);
    }
    pages.retain(|page, _| has_total(*page));
    let (_, first) = pages.pop_first()?;
    let (_, other) = pages
        .into_iter()
        .find(|(_, other)| other.iter().all(|number| !first.contains(number)))?;
    let (one, two) = (first[0], other[0]);
    Some(format!(
        "several invoices in one file ({one} and {two}): save each as a file of its own"
    ))
}

/// The nearest of the strongest codes; certain if nothing disagrees.
fn reference(sheet: &Sheet<'_>, role: Role) -> Option<Field<String>> {
    let found = codes(sheet, role);
    let best = found.iter().max_by_key(|code| {
        (
            code.first,
            code.strong,
            code.side != Side::Below,
            Reverse(code.spot),
        )
    })?;
    let mut rivals = found
        .iter()
        .filter(|other| (other.first, other.strong) == (best.first, best.strong));
    let agreed = rivals.all(|other| other.text == best.text);
    let confidence = match (
        best.strong,
        agreed && best.plain && best.first && best.side > Side::Below,
    ) {
        (true, true) => Certainty::Certain,
        (true, false) | (false, true) => Certainty::Likely,
        (false, false) => Certainty::Guess,
    };
    Some(Field::new(
        best.text.clone(),
        confidence,
        Some(sheet.place(best.spot)),
    ))
}

fn codes(sheet: &Sheet<'_>, role: Role) -> Vec<Code> {
    let mut found = Vec::new();
    let dated = is_dated(sheet);
    for (at, hit) in labels(sheet, role).filter(|(at, hit)| !sheet.spots[*at].is_elsewhere(hit)) {
        let first = begins(sheet, at, hit);
        let behind = rest(sheet, at, hit);
        if let Some((text, explicit)) = code_in(behind, dated && hit.strong).filter(|_| first || hit.strong) {
            let strong = hit.strong || explicit;
            found.push(Code {
                first: sheet.spots[at].stands_out(hit),
                strong,
                plain: is_plain(&text) && (!hit.strong || !behind.contains('#')),
                text,
                side: Side::Same,
                spot: at,
            });
        } else if first && !behind.chars().any(char::is_alphanumeric) {
            found.extend(sheet.beside(at).find_map(|(spot, right)| {
                let other = &sheet.spots[spot];
                let text = lone_code(other.text(), dated && hit.strong)
                    .filter(|_| !other.begins(|role| !role.is_column()))?;
                let strong = hit.strong || other.text().trim().starts_with('#');
                let side = if right { Side::Right } else { Side::Below };
                Some(Code {
                    plain: is_plain(&text),
                    text,
                    first,
                    strong,
                    side,
                    spot,
                })
            }));
        }
    }
    found
}

/// Whether a label of a day of issue has its day: then a number that looks like one is none.
fn is_dated(sheet: &Sheet<'_>) -> bool {
    let style = Style {
        mark: DecimalMark::Ambiguous,
        order: DateOrder::Dmy.into(),
    };
    let mut found = dates(sheet, Role::IssueDate, style).into_iter();
    found.any(|day| day.first && day.hit.strong && day.side > Side::Below)
}

/// `12/09/2026`, a number in Poland.
fn is_slashed(text: &str) -> bool {
    text.contains('/') && !text.contains(char::is_whitespace)
}

/// The code behind a label in the same piece, and whether a sign or word says that it is one:
/// `: INV-100`, ` (380) Nr. 471102 vom 05.03.2018`, ` # RE-20170509/505 von 09.05.2017`.
/// It may look like a day if `may_be_day`.
pub(super) fn code_in(text: &str, may_be_day: bool) -> Option<(String, bool)> {
    let (mut explicit, mut colon) = (false, false);
    let mut words = announced(text).split_whitespace().peekable();
    while let Some(word) = words.next() {
        let bare =
            word.trim_matches(|letter: char| matches!(letter, ':' | '：' | '(' | ')' | ',' | ';' | '|'));
        colon |= word.contains([':', '：']);
        if bare.is_empty() || matches!(bare, "-" | "–" | ".") {
            continue;
        }
        if announces(bare) {
            explicit = true;
            continue;
        }
        let all: Vec<&str> = once(bare).chain(words.clone()).collect();
        if let Some(whole) = spaced(&all, may_be_day) {
            return Some((whole, explicit || colon));
        }
        let hash = bare.starts_with('#') && !colon;
        let code = if hash { bare.trim_start_matches('#') } else { bare };
        let more = words.peek().copied().unwrap_or_default();
        let dated = days(&format!("{bare} {more}"), DateOrder::Dmy);
        let is_date = dated.first().is_some_and(|day| day.from == 0);
        let is_number = !is_date || may_be_day && is_slashed(bare);
        return (is_code(code) && is_number).then(|| (code.to_owned(), explicit || colon || hash));
    }
    None
}

pub(super) fn announces(word: &str) -> bool {
    BEFORE.contains(&word.to_lowercase().trim_end_matches(['.', ':']))
}

/// The text from the word on that a code follows, if it is one of the first few and no code stands before it:
/// ` des Versicherers (575) Nr. 01.234.567.8-2018-1 vom 06.12.2018`.
fn announced(text: &str) -> &str {
    let mut at = 0;
    for word in text.split_whitespace().take(7) {
        let from = at + text[at..].find(word).unwrap_or(0);
        if announces(word) {
            return &text[from..];
        }
        if is_code(word) {
            break;
        }
        at = from + word.len();
    }
    text
}

/// A piece that is a code and nothing else, perhaps with a sign before it.
fn lone_code(text: &str, may_be_day: bool) -> Option<String> {
    let text = text.trim().trim_start_matches([':', '：', ' ']);
    let text = text.strip_prefix("# ").unwrap_or(text);
    let whole = spaced(&text.split_whitespace().collect::<Vec<_>>(), may_be_day);
    if whole.is_some() {
        return whole;
    }
    // `EUR100234` in one word is a number that begins like a currency.
    let is_word = text.starts_with(char::is_alphabetic) && text.chars().all(char::is_alphanumeric);
    let is_amount = amounts(text, DecimalMark::Point)
        .first()
        .is_some_and(|money| money.clear && !is_word);
    let allowed = may_be_day && is_slashed(text);
    let is_date = !allowed && !days(text, DateOrder::Dmy).is_empty();
    (is_code(text) && !is_amount && !is_date).then(|| text.to_owned())
}

/// `INV 2025 001`, `FT A/47`: capitals or digits, then groups of digits or a code with a slash, and nothing else. No
/// amount and no day.
fn spaced(words: &[&str], may_be_day: bool) -> Option<String> {
    let (first, groups) = words.split_first()?;
    let digits = |word: &&str| word.len() >= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    let capitals = (2..=6).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_uppercase());
    let begins = digits(first) || capitals && sign_at_start(first).is_none();
    let whole = words.join(" ");
    let slashed =
        capitals && first.len() <= 3 && groups.len() == 1 && is_code(groups[0]) && is_slashed(groups[0]);
    let all = slashed || !groups.is_empty() && groups.iter().all(digits);
    let allowed = slashed && may_be_day;
    let is_day = !allowed && !days(&whole, DateOrder::Dmy).is_empty();
    (begins && all && whole.len() <= LONGEST && !is_day).then_some(whole)
}

/// Whether it is clear where a code ends: groups of digits may be several numbers.
fn is_plain(code: &str) -> bool {
    !code.contains(' ') || code.starts_with(char::is_alphabetic)
}

/// Digits, perhaps with letters and marks.
fn is_code(text: &str) -> bool {
    let fits = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '/' | '_' | '.' | '#' | '+');
    text.chars().any(|letter| letter.is_ascii_digit())
        && (2..=LONGEST).contains(&text.chars().count())
        && text.chars().all(fits)
        && !text.ends_with(['-', '/', '.'])
}
