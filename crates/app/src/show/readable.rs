//! Explanations as people read them: metrics write plain decimals and ISO days, which are grouped and named here. Ids,
//! names of models and whatever else holds digits stay as they are.

use charts::Locale;
use charts::format::{self, Figure};
use chrono::NaiveDate;
use metrics::Explanation;
use model::Period;

use super::unbroken;

const END_EXCLUSIVE: &str = " (end exclusive)";
/// An integer of fewer digits may be a year.
const DIGITS: usize = 5;

/// A sentence or formula with its figures and days as everywhere else.
pub(super) fn readable(text: &str) -> String {
    let words: Vec<String> = spans(text).split(' ').map(word).collect();
    let text = words.join(" ");
    unbroken(&text.replace("...", "…").replace("..", "."))
}

/// An explanation with its figures and days as everywhere else.
pub(crate) fn explained(explanation: &Explanation) -> Explanation {
    let all = |texts: &[String]| texts.iter().map(|text| readable(text)).collect();
    Explanation {
        what: readable(&explanation.what),
        formula: readable(&explanation.formula),
        coverage: readable(&explanation.coverage),
        numerator: explanation.numerator.as_deref().map(readable),
        denominator: explanation.denominator.as_deref().map(readable),
        guards: all(&explanation.guards),
        notes: all(&explanation.notes),
        ..explanation.clone()
    }
}

/// `2026-07-01 to 2026-10-01 (end exclusive)` as days from the first to the last.
pub(crate) fn spans(text: &str) -> String {
    let mut parts = text.split(END_EXCLUSIVE);
    let mut said = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        if let Some((start, span)) = span_at_the_end(&said) {
            said.truncate(start);
            said.push_str(&span);
        }
        said.push_str(part);
    }
    said
}

fn span_at_the_end(text: &str) -> Option<(usize, String)> {
    let start = text.len().checked_sub("2026-07-01 to 2026-10-01".len())?;
    let (from, to) = text.get(start..)?.split_once(" to ")?;
    let period = Period::new(from.parse().ok()?, to.parse().ok()?);
    Some((start, format::span(&period, &Locale::default())))
}

/// A word with the signs and brackets around it kept.
fn word(word: &str) -> String {
    let is_around = |sign: char| "()[],;:+-\u{2212}".contains(sign);
    let core = word.trim_matches(is_around).trim_end_matches('.');
    let Some(at) = word.find(core).filter(|_| !core.is_empty()) else {
        return word.to_owned();
    };
    let shown = day(core).or_else(|| number(core));
    let before = &word[..at];
    let is_figure = core.starts_with(|first: char| first.is_ascii_digit());
    // A minus is no hyphen.
    let before = if is_figure && before.ends_with('-') {
        format!("{}{}", &before[..before.len() - 1], format::MINUS)
    } else {
        before.to_owned()
    };
    format!(
        "{before}{}{}",
        shown.as_deref().unwrap_or(core),
        &word[at + core.len()..]
    )
}

fn day(text: &str) -> Option<String> {
    let day: NaiveDate = (text.len() == 10).then(|| text.parse().ok()).flatten()?;
    Some(format::date(day, &Locale::default()))
}

/// A plain decimal with grouped digits, and no more decimals than one reads.
fn number(text: &str) -> Option<String> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let is_plain = |digits: &str| digits.bytes().all(|digit| digit.is_ascii_digit());
    let has_much = whole.len() >= DIGITS || (whole.len() == DIGITS - 1 && !decimals.is_empty());
    let digits = whole.trim_start_matches('0').len();
    // Of a price of one all decimals count, but not those of a sum that was divided.
    let is_long = decimals.len() > 2 && digits > 1 || decimals.len() > 4 && digits > 0;
    if whole.is_empty() || !is_plain(whole) || !is_plain(decimals) || !(has_much || is_long) {
        return None;
    }
    let kept = decimals.len().min(2) as u32;
    let nanos = format!("{whole}{:0<9}", decimals.get(..9).unwrap_or(decimals));
    let figure = Figure::nanos(nanos.parse().ok()?);
    Some(format::decimal(figure, kept, &Locale::default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_grouped_and_lose_what_nobody_reads() {
        assert_eq!(
            readable("31793.79339325 (20000 to 41000.5)"),
            "31,793.79 (20,000 to 41,000.5)"
        );
        assert_eq!(
            readable("NPV = 52310.25 benefits − 1000.00 costs"),
            "NPV = 52,310.25 benefits −\u{2060} 1,000.00 costs"
        );
        assert_eq!(readable("12.34567 hours"), "12.35 hours");
        assert_eq!(readable("Price × quantity 2.250337792"), "Price × quantity 2.25");
        assert_eq!(readable("1.2345 a token"), "1.2345 a token");
        assert_eq!(readable("by -150 (-3 %)"), "by −\u{2060}150 (−\u{2060}3 %)");
    }

    #[test]
    fn what_only_looks_like_a_figure_stays() {
        for text in [
            "gpt-4o-2024-08-06",
            "since 2026",
            "0.000003 a token",
            "v1.2.3",
            "order 66-12345x",
        ] {
            assert_eq!(readable(text), text);
        }
    }

    #[test]
    fn days_are_named_and_a_span_ends_with_its_last_day() {
        assert_eq!(
            readable("1 source, 2026-07-01 to 2026-10-01 (end exclusive), 4 people unknown"),
            "1 source, 1 Jul – 30 Sep 2026, 4 people unknown"
        );
        assert_eq!(readable("up to 2026-11-30."), "up to 30 Nov 2026.");
    }

    #[test]
    fn a_sentence_ends_once() {
        assert_eq!(
            readable("Listed, not priced: faster claims.."),
            "Listed, not priced: faster claims."
        );
    }
}
