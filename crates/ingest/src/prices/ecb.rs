//! Reference rates of the European Central Bank: the wide CSV of all days or of one, and the XML of either.

use chrono::NaiveDate;
use model::{Currency, Exact, Rate};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::value::{DateOrder, DateStyle};

const SOURCE: &str = "European Central Bank";
/// Rates that every such table has.
const ALWAYS: [&str; 3] = ["USD", "JPY", "GBP"];

/// Lines in which the one that names the currencies is looked for.
const MOST_ABOVE: usize = 12;

/// Whether a text begins like one.
pub(super) fn is(head: &str) -> bool {
    let head = head.trim_start_matches('\u{feff}').trim_start();
    if head.starts_with('<') {
        return head.contains("eurofxref");
    }
    header(head).is_some()
}

/// The line that names the currencies, what stands between its fields, and its fields; a few lines may stand above it.
fn header(text: &str) -> Option<(usize, char, Vec<&str>)> {
    let told = |(at, line)| {
        let by = |mark| Some((at, mark, fields(line, mark))).filter(|(_, _, names)| are_codes(names));
        [',', ';', '\t'].into_iter().find_map(by)
    };
    text.lines().enumerate().take(MOST_ABOVE).find_map(told)
}

fn fields(line: &str, mark: char) -> Vec<&str> {
    line.split(mark)
        .map(|cell| cell.trim().trim_matches('"').trim())
        .collect()
}

fn are_codes(names: &[&str]) -> bool {
    let is_code = |name: &&str| {
        name.is_empty() || name.len() == 3 && name.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    names[0].eq_ignore_ascii_case("date")
        && names[1..].iter().all(is_code)
        && ALWAYS.iter().all(|name| names.contains(name))
}

/// Line and rates of every day; what cannot be read as a day has its text.
pub(crate) fn read(text: &str) -> Vec<(u64, Result<Vec<Rate>, String>)> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('<') {
        xml(text)
    } else {
        csv(text)
    }
}

fn csv(text: &str) -> Vec<(u64, Result<Vec<Rate>, String>)> {
    let Some((at, mark, header)) = header(text) else {
        return Vec::new();
    };
    let days = text
        .lines()
        .zip(1u64..)
        .skip(at + 1)
        .filter(|(line, _)| !line.trim().is_empty())
        .map(|(line, number)| {
            let mut cells = fields(line, mark).into_iter();
            let first = cells.next().unwrap_or_default();
            let Some(day) = day(first) else {
                return (number, Err(first.to_owned()));
            };
            let rates = header[1..]
                .iter()
                .zip(cells)
                .filter_map(|(code, cell)| rate(day, code, cell));
            (number, Ok(rates.collect()))
        });
    days.collect()
}

/// Days are elements with `time`, rates those within them with `currency` and `rate`.
fn xml(text: &str) -> Vec<(u64, Result<Vec<Rate>, String>)> {
    let mut reader = Reader::from_str(text);
    let mut days: Vec<(u64, Result<Vec<Rate>, String>)> = Vec::new();
    let mut today = None;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) | Event::Empty(tag) => {
                if let Some(time) = attribute(&tag, "time") {
                    today = day(&time);
                    days.push((days.len() as u64 + 1, today.map(|_| Vec::new()).ok_or(time)));
                }
                let pair = attribute(&tag, "currency").zip(attribute(&tag, "rate"));
                if let (Some(day), Some((code, value)), Some((_, Ok(rates)))) = (today, pair, days.last_mut())
                {
                    rates.extend(rate(day, &code, &value));
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    days
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    for pair in tag.attributes().with_checks(false).filter_map(Result::ok) {
        if pair.key.as_ref() == name {
            return Some(pair.value.to_string());
        }
    }
    None
}

/// `2026-09-02`; with points, as a spreadsheet saves it again, the day comes first.
fn day(text: &str) -> Option<NaiveDate> {
    let order = if text.contains('.') {
        DateOrder::Dmy
    } else {
        DateOrder::Iso
    };
    DateStyle { order }.read(text).day()
}

/// `N/A` is no rate.
fn rate(day: NaiveDate, code: &str, value: &str) -> Option<Rate> {
    // No rate is grouped: a comma is a decimal mark.
    let rate =
        Exact::parse(&value.replace(',', ".")).filter(|rate| !rate.is_zero() && !rate.is_negative())?;
    Some(Rate {
        day: Some(day),
        base: Currency::new("EUR"),
        quote: Currency::new(code),
        rate,
        source: SOURCE.to_owned(),
        ..Rate::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        let days = read(text).into_iter().flat_map(|(_, day)| day.unwrap());
        days.map(|rate| format!("{} {} {}", rate.day.unwrap(), rate.quote, rate.rate))
            .collect()
    }

    #[test]
    fn the_table_of_all_days_that_of_one_and_the_xml_say_the_same() {
        let all = "Date,USD,JPY,GBP,CYP,\n2026-09-02,1.0871,161.2,0.85,N/A,\n";
        let one = "Date, USD, JPY, GBP, \n02 September 2026, 1.0871, 161.2, 0.85, \n";
        let xml = "<gesmes:Envelope xmlns:gesmes='g' xmlns='http://www.ecb.int/vocabulary/2002-08-01/eurofxref'><Cube><Cube time='2026-09-02'>\
                   <Cube currency='USD' rate='1.0871'/><Cube currency='JPY' rate='161.2'/><Cube currency='GBP' rate='0.85'/></Cube></Cube></gesmes:Envelope>";
        let again = "Euro foreign exchange reference rates\n\n\"Date\";\"USD\";JPY;GBP;CYP\n02.09.2026;1,0871;161,2;0,85;N/A\n";
        for text in [all, one, xml, again] {
            assert!(is(text), "{text}");
            assert_eq!(
                lines(text),
                [
                    "2026-09-02 USD 1.0871",
                    "2026-09-02 JPY 161.2",
                    "2026-09-02 GBP 0.85"
                ],
                "{text}"
            );
        }
        assert_eq!(
            read("About\nDate;USD;JPY;GBP\nsoon;1;2;3\n"),
            [(3, Err("soon".to_owned()))]
        );
        assert!(!is("Date,USD,Amount\n"));
    }
}
