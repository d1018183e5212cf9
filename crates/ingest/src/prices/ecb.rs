//! Reference rates of the European Central Bank: the wide CSV of all days or of one, and the XML of either.

use chrono::NaiveDate;
use model::{Currency, Exact, Rate};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::value::{DateOrder, DateStyle};

const SOURCE: &str = "European Central Bank";
/// Rates that every such table has.
const ALWAYS: [&str; 3] = ["USD", "JPY", "GBP"];

/// Whether a text begins like one.
pub(super) fn is(head: &str) -> bool {
    let head = head.trim_start_matches('\u{feff}').trim_start();
    if head.starts_with('<') {
        return head.contains("eurofxref");
    }
    let mut names = head.lines().next().unwrap_or_default().split(',').map(str::trim);
    let is_dated = names.next().is_some_and(|name| name.eq_ignore_ascii_case("date"));
    let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    let are_codes = names
        .iter()
        .all(|name| name.len() == 3 && name.bytes().all(|byte| byte.is_ascii_uppercase()));
    is_dated && are_codes && ALWAYS.iter().all(|name| names.contains(name))
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
    let mut lines = text.lines().zip(1u64..);
    let header: Vec<&str> = lines
        .next()
        .map_or(Vec::new(), |(line, _)| line.split(',').map(str::trim).collect());
    let days = lines
        .filter(|(line, _)| !line.trim().is_empty())
        .map(|(line, number)| {
            let mut cells = line.split(',').map(str::trim);
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

fn day(text: &str) -> Option<NaiveDate> {
    let order = DateOrder::Iso;
    DateStyle { order }.read(text).day()
}

/// `N/A` is no rate.
fn rate(day: NaiveDate, code: &str, value: &str) -> Option<Rate> {
    let rate = Exact::parse(value).filter(|rate| !rate.is_zero() && !rate.is_negative())?;
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
        for text in [all, one, xml] {
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
        assert!(!is("Date,USD,Amount\n"));
    }
}
