//! What the columns of a table probably mean: by their headings, in several languages, and by what they hold. A guess
//! is only ever proposed; a column is never guessed to be what its cells cannot be.

use ingest::Confidence;
use ingest::profile::{ColumnProfile, Profile, ShownKind};
use ingest::value::{DateOrder, DateStyle, FEWEST_MONTHS, are_bare_months, currency_in};

use super::target::{Holds, KINDS, RowKind, TURN, Target, can_turn};

/// A proposal for one column.
#[derive(Clone, Debug)]
pub(crate) struct Guess {
    pub target: &'static Target,
    pub confidence: Confidence,
}

/// The share of cells from which a column is what its heading says.
const MOSTLY: f64 = 0.8;
/// The share below which it is not, whatever its heading says.
const BARELY: f64 = 0.5;
/// Starts of the names of models.
const MODELS: &str = "gpt-|gpt |chatgpt|claude|gemini|llama|mistral|mixtral|codestral|o1-|o3-|o4-|deepseek|command-|grok|\
     titan|nova-|text-embedding|whisper|dall-e|sonnet|opus|haiku|qwen|gemma";
/// Names of vendors, as they begin in ledgers.
const VENDORS: &str = "openai|anthropic|microsoft|google|amazon|aws|github|cursor|anysphere|mistral|cohere|figma|slack|\
     atlassian|datadog|snowflake|databricks|perplexity|deepl|elevenlabs|adobe|salesforce|notion|zapier|hugging";
/// Words that state the currency of a file above its table.
const CURRENCY_WORDS: &str = "currency|währung|valuta|devise|moneda|divisa|monnaie|waluta";

/// What a row of the table most probably is.
pub(crate) fn likeliest_kind(profile: &Profile) -> &'static RowKind {
    let mut best = (0, &KINDS[0]);
    for kind in KINDS {
        let worth = worth(kind, &propose(kind, profile));
        if worth > best.0 {
            best = (worth, kind);
        }
    }
    best.1
}

fn worth(kind: &RowKind, guesses: &[Option<Guess>]) -> usize {
    let weight = |guess: &Guess| match guess.confidence {
        Confidence::Certain => 4,
        Confidence::Likely => 2,
        _ => 1,
    };
    let found = |id: &&str| guesses.iter().flatten().any(|guess| guess.target.id == *id);
    let met = kind.needs.iter().filter(|(any, _)| any.iter().any(found));
    guesses.iter().flatten().map(weight).sum::<usize>() + met.count() * 4
}

/// One bid of a column for a target.
struct Bid {
    place: usize,
    target: &'static Target,
    confidence: Confidence,
    /// How well the heading says it, and how far up in the target's list.
    heading: (u8, usize),
}

/// Columns of numbers under the names of months, where there are several: a wide table.
pub(crate) fn months(kind: &RowKind, profile: &Profile) -> Vec<usize> {
    let is_month_of_numbers = |column: &ColumnProfile| {
        is_month(&column.name) && (column.filled() == 0 || share(Holds::Number, column) >= MOSTLY)
    };
    let columns = profile.columns.iter().enumerate();
    let places = columns.filter(|(_, column)| is_month_of_numbers(column));
    let mut places: Vec<usize> = places.map(|(place, _)| place).collect();
    if places.is_empty() {
        places = bare_months(profile);
    }
    if places.len() >= 2 && can_turn(kind) {
        places
    } else {
        Vec::new()
    }
}

/// The longest run of columns of numbers under months without a year.
fn bare_months(profile: &Profile) -> Vec<usize> {
    let columns = &profile.columns;
    let is_run = |run: &[ColumnProfile]| {
        run.iter().all(|column| share(Holds::Number, column) >= MOSTLY)
            && are_bare_months(run.iter().map(|column| column.name.as_str()))
    };
    let lengths = (FEWEST_MONTHS..=columns.len().min(12)).rev();
    let starts = |length: usize| (0..=columns.len() - length).map(move |from| (from, length));
    let run = lengths
        .flat_map(starts)
        .find(|(from, length)| is_run(&columns[*from..from + length]));
    run.map_or_else(Vec::new, |(from, length)| (from..from + length).collect())
}

/// Whether a heading is a month or a day.
pub(crate) fn is_month(heading: &str) -> bool {
    let style = DateStyle {
        order: DateOrder::Dmy,
    };
    !heading.trim().bytes().all(|byte| byte.is_ascii_digit()) && style.read(heading).day().is_some()
}

/// What the headings of turned columns become unless that is said.
pub(crate) fn heading_of(kind: &RowKind, are_days: bool) -> &'static str {
    match (kind.id, are_days) {
        ("kpi", true) => "day",
        (_, true) => "billing-month",
        ("kpi", false) => "name",
        ("usage", false) => "model",
        (_, false) => "service",
    }
}

/// What their cells become.
pub(crate) fn value_of(kind: &RowKind) -> &'static str {
    match kind.id {
        "kpi" => "value",
        "usage" => "tokens",
        _ => "billed",
    }
}

/// A proposal for each column, by place; every target at most once.
pub(crate) fn propose(kind: &RowKind, profile: &Profile) -> Vec<Option<Guess>> {
    let mut bids: Vec<Bid> = Vec::new();
    for (place, column) in profile.columns.iter().enumerate() {
        bids.extend(
            kind.targets
                .iter()
                .filter_map(|target| bid(place, column, target)),
        );
    }
    bids.sort_by_key(|bid| {
        let (said, at) = bid.heading;
        (std::cmp::Reverse((bid.confidence, said)), at, bid.place)
    });
    let mut guesses: Vec<Option<Guess>> = vec![None; profile.columns.len()];
    for Bid {
        place,
        target,
        confidence,
        ..
    } in bids
    {
        let is_taken = guesses
            .iter()
            .flatten()
            .any(|guess| std::ptr::eq(guess.target, target));
        if guesses[place].is_none() && !is_taken {
            guesses[place] = Some(Guess { target, confidence });
        }
    }
    settle_sides(&mut guesses);
    guesses
}

/// An amount beside debit and credit is a balance, unless its heading says otherwise.
fn settle_sides(guesses: &mut [Option<Guess>]) {
    let has = |id: &str| guesses.iter().flatten().any(|guess| guess.target.id == id);
    let (debit, credit) = (has("debit"), has("credit"));
    for guess in guesses.iter_mut() {
        let id = guess.as_ref().map_or("", |guess| guess.target.id);
        let unsure = guess
            .as_ref()
            .is_some_and(|guess| guess.confidence < Confidence::Certain);
        let is_side = ["debit", "credit"].contains(&id);
        if (debit && credit && id == "billed" && unsure) || (is_side && !(debit && credit) && unsure) {
            *guess = None;
        }
    }
}

fn bid(place: usize, column: &ColumnProfile, target: &'static Target) -> Option<Bid> {
    let heading = heading(target.words, &column.name);
    let share = share(target.holds, column);
    let confidence = match heading.0 {
        0 => by_content(column, target)?,
        _ if share < BARELY => return None,
        3 if share >= MOSTLY => Confidence::Certain,
        2 | 3 if share >= MOSTLY || heading.0 == 3 => Confidence::Likely,
        _ => Confidence::Guess,
    };
    Some(Bid {
        place,
        target,
        confidence,
        heading,
    })
}

/// The share of the filled cells that can be what a target holds.
fn share(holds: Holds, column: &ColumnProfile) -> f64 {
    let filled = column.filled();
    if filled == 0 {
        return BARELY;
    }
    let good = match holds {
        Holds::Day => column.dates.dates + column.dates.numbers,
        Holds::Money | Holds::Number => column.numbers.numbers + column.numbers.words,
        Holds::Currency => column.currencies,
        Holds::Email => column.emails,
        Holds::Text => filled,
    };
    good as f64 / filled as f64
}

/// What cells alone say, whatever the heading is.
fn by_content(column: &ColumnProfile, target: &Target) -> Option<Confidence> {
    let filled = column.filled();
    let mostly = |count: u64| filled > 0 && count as f64 >= filled as f64 * 0.9;
    let starts = |words: &str| {
        let is = |value: &&String| {
            let value = value.to_lowercase();
            words.split('|').any(|word| value.starts_with(word.trim()))
        };
        let known = column.values.iter().filter(is).count();
        known > 0 && known * 5 >= column.values.len() * 3
    };
    let is_money =
        || mostly(column.numbers.numbers) && (column.currency.is_some() || column.numbers.is_telling());
    match (target.id, target.holds) {
        (_, Holds::Email) if mostly(column.emails) => Some(Confidence::Likely),
        (_, Holds::Currency) if mostly(column.currencies) => Some(Confidence::Likely),
        ("model", _) if starts(MODELS) => Some(Confidence::Likely),
        ("provider", _) if starts(VENDORS) => Some(Confidence::Guess),
        ("day", _) if mostly(column.dates.dates) => Some(Confidence::Guess),
        ("billed", _) if is_money() => Some(Confidence::Guess),
        _ => None,
    }
}

/// How well a heading says one of some words: 3 exactly, 2 among others, 1 as a part of a compound; and which.
fn heading(words: &str, heading: &str) -> (u8, usize) {
    let name = plain(heading);
    let parts: Vec<&str> = name.split(' ').collect();
    let mut best = (0, usize::MAX);
    for (at, word) in words.split('|').enumerate() {
        let word = plain(word);
        let word_parts: Vec<&str> = word.split(' ').collect();
        let said = if name == word {
            3
        } else if word.chars().count() > 3 && parts.windows(word_parts.len()).any(|some| some == word_parts) {
            2
        } else {
            u8::from(word.chars().count() > 4 && parts.len() == 1 && name.ends_with(&word))
        };
        if said > best.0 {
            best = (said, at);
        }
    }
    best
}

/// A heading in lower case with single blanks, without what stands in parentheses, currencies and punctuation.
fn plain(heading: &str) -> String {
    let outside = heading
        .split(['(', '['])
        .next()
        .filter(|text| !text.trim().is_empty())
        .unwrap_or(heading);
    let mut spaced = String::new();
    let mut before = ' ';
    for letter in outside.chars() {
        if before.is_lowercase() && letter.is_uppercase() {
            spaced.push(' ');
        }
        spaced.push(if "_-./:,;#*".contains(letter) { ' ' } else { letter });
        before = letter;
    }
    let lower = spaced.to_lowercase();
    let parts: Vec<&str> = lower.split_whitespace().collect();
    let is_currency = |part: &&str| currency_in(part).is_some();
    let kept: Vec<&str> = parts.iter().copied().filter(|part| !is_currency(part)).collect();
    if kept.is_empty() {
        parts.join(" ")
    } else {
        kept.join(" ")
    }
}

/// The currency that the columns of money share, or that stands above the table.
pub(crate) fn currency(profile: &Profile, targets: &[String]) -> Option<String> {
    let is_money =
        |id: &String| ["billed", "debit", "credit", "list", "estimated", TURN].contains(&id.as_str());
    let mut money = targets
        .iter()
        .zip(&profile.columns)
        .filter(|(id, _)| is_money(id));
    let stated = money.find_map(|(_, column)| column.currency.clone());
    stated.or_else(|| {
        profile
            .shown
            .iter()
            .filter(|row| row.kind == ShownKind::Preamble)
            .find_map(above)
    })
}

fn above(row: &ingest::profile::ShownRow) -> Option<String> {
    let text = row.cells.join(" ");
    let lower = text.to_lowercase();
    let said = CURRENCY_WORDS.split('|').any(|word| lower.contains(word));
    let code = |part: &str| currency_in(part).map(|currency| currency.code().to_owned());
    said.then(|| text.split([' ', ':', '=', ',']).find_map(code))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapper::fixture::profile;

    fn proposed(text: &str) -> Vec<String> {
        let profile = profile(text);
        let kind = likeliest_kind(&profile);
        let guesses = propose(kind, &profile);
        guesses
            .iter()
            .map(|guess| {
                let word =
                    |guess: &Guess| format!("{} {:?}", guess.target.id, guess.confidence).to_lowercase();
                guess.as_ref().map_or_else(String::new, word)
            })
            .collect()
    }

    #[test]
    fn headings_of_several_languages_are_understood() {
        let tables = [
            "Bokföringsdatum;Leverantör;Beskrivning;Belopp SEK\n2026-09-03;OpenAI;API;1 234,50\n",
            "Buchungsdatum;Lieferant;Verwendungszweck;Betrag (EUR)\n03.09.2026;OpenAI;API;1.234,50\n",
            "Date comptable;Fournisseur;Libellé;Montant HT €\n03/09/2026;OpenAI;API;1234,50\n",
            "Boekdatum;Leverancier;Omschrijving;Bedrag\n03-09-2026;OpenAI;API;1234,50\n",
            "Fecha;Proveedor;Concepto;Importe\n03/09/2026;OpenAI;API;1234,50\n",
            "PostingDate,VendorName,Memo,Amount\n2026-09-03,OpenAI,API,1234.50\n",
        ];
        for table in tables {
            assert_eq!(
                proposed(table)[..2],
                ["day certain", "provider certain"],
                "{table}"
            );
            assert!(
                proposed(table)[3].starts_with("billed"),
                "{table}: {:?}",
                proposed(table)
            );
        }
    }

    #[test]
    fn cells_speak_where_headings_do_not_and_contradict_where_they_lie() {
        let table =
            "A,B,C,D\nm.koch@example.com,EUR,claude-opus-5,12.50\na.diaz@example.com,EUR,gpt-5,13.75\n";
        assert_eq!(
            proposed(table),
            ["email likely", "currency likely", "model likely", "billed guess"]
        );
        // A column named Date that holds no date is none.
        let table = "Date,Vendor,Amount\nyes,OpenAI,1.50\nno,OpenAI,2.50\n";
        assert_eq!(proposed(table)[0], "");
    }

    #[test]
    fn months_over_numbers_are_turned_into_rows_and_a_total_beside_them_is_not() {
        let wide =
            profile("Team,Jan 2026,Feb 2026,2026-03,Total\nClaims,1.50,2.50,3.00,7.00\nSales,1,2,,3\n");
        assert_eq!(months(likeliest_kind(&wide), &wide), [1, 2, 3]);
        let bare = profile("Team,Marketing,Jan,Feb.,März,Total\nClaims,4,1.50,2.50,3.00,7.00\n");
        assert_eq!(months(likeliest_kind(&bare), &bare), [2, 3, 4]);
        let words = profile("Team,Marketing,Mail,Junior\nClaims,4,1,2\n");
        assert_eq!(months(likeliest_kind(&words), &words), [0_usize; 0]);
        let years = profile("Country,2012,2013\nSE,1,2\nDE,3,4\n");
        assert_eq!(months(likeliest_kind(&years), &years), [0_usize; 0]);
    }

    #[test]
    fn a_balance_beside_debit_and_credit_is_no_amount() {
        let table =
            "Datum;Text;Soll;Haben;Saldo\n03.09.2026;OpenAI;12,50;;12,50\n04.09.2026;OpenAI;;2,50;10,00\n";
        assert_eq!(
            proposed(table),
            [
                "day certain",
                "sku certain",
                "debit certain",
                "credit certain",
                ""
            ]
        );
    }

    #[test]
    fn a_list_of_seats_and_a_list_of_people_are_no_charges() {
        let seats =
            profile("Email,License,Last activity\na@example.com,Pro,2026-09-01\nb@example.com,Pro,\n");
        assert_eq!(likeliest_kind(&seats).id, "seat");
        let people = profile("E-Mail,Name,Abteilung,Funktion\na@example.com,Ada,Claims,Analyst\n");
        assert_eq!(likeliest_kind(&people).id, "person");
        let usage = profile("Date,User email,Requests,Input tokens\n2026-09-01,a@example.com,4,1200\n");
        assert_eq!(likeliest_kind(&usage).id, "usage");
    }

    #[test]
    fn the_currency_is_taken_from_the_heading_or_from_above_the_table() {
        let heading = profile("Datum;Belopp SEK\n2026-09-03;1 234,50\n2026-09-04;10,00\n");
        let targets = ["day".to_owned(), "billed".to_owned()];
        assert_eq!(currency(&heading, &targets).as_deref(), Some("SEK"));
        let above =
            profile("Valuta: NOK\n\nDato;Tekst;Beløp\n2026-09-03;API;1 234,50\n2026-09-04;API;10,00\n");
        assert_eq!(currency(&above, &targets).as_deref(), Some("NOK"));
    }
}
