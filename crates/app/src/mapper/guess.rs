//! What the columns of a table probably mean: by their headings, in several languages, and by what they hold. A guess
//! is only ever proposed; a column is never guessed to be what its cells cannot be.

use ingest::Confidence;
use ingest::profile::{ColumnProfile, Profile};
use ingest::value::currency_in;

use super::amounts::Amounts;
use super::grid::Grid;
use super::heading::{self, heading};
use super::headings::{INPUT, OUTPUT, WORTH};
use super::target::{Holds, KINDS, RowKind, Target};
use super::{period, settle, sides, text, uncounted, wide};

/// A proposal for one column.
#[derive(Clone, Debug)]
pub(crate) struct Guess {
    pub target: &'static Target,
    pub confidence: Confidence,
}

/// The share of cells from which a column is what its heading says.
pub(super) const MOSTLY: f64 = 0.8;
/// The share below which it is not, whatever its heading says.
const BARELY: f64 = 0.5;
/// Starts of the names of models.
const MODELS: &str = "gpt-|gpt |chatgpt|claude|gemini|llama|mistral|mixtral|codestral|o1-|o3-|o4-|deepseek|command-|grok|\
     titan|nova-|text-embedding|whisper|dall-e|sonnet|opus|haiku|qwen|gemma";
/// Names of vendors, as they begin in ledgers.
const VENDORS: &str = "openai|anthropic|microsoft|google|amazon|aws|github|cursor|anysphere|mistral|cohere|figma|slack|\
     atlassian|datadog|snowflake|databricks|perplexity|deepl|elevenlabs|adobe|salesforce|notion|zapier|hugging";
/// What a row of the table most probably is.
pub(crate) fn likeliest_kind(profile: &Profile) -> &'static RowKind {
    let mut best = (0, &KINDS[0]);
    for kind in KINDS {
        if !can_be(kind, profile) {
            continue;
        }
        let worth = worth(kind, &propose(kind, profile));
        if worth > best.0 {
            best = (worth, kind);
        }
    }
    best.1
}

/// Columns of months are amounts or figures: whether something was used at all nothing says, and no person is a month.
fn can_be(kind: &RowKind, profile: &Profile) -> bool {
    let is_wide = !wide::months(&KINDS[0], profile).is_empty();
    !is_wide || ["charge", "kpi"].contains(&kind.id)
}

fn worth(kind: &RowKind, guesses: &[Option<Guess>]) -> usize {
    let weight = |guess: &Guess| match guess.confidence {
        Confidence::Certain => 4,
        Confidence::Likely => 2,
        _ => 1,
    };
    let found = |id: &&str| guesses.iter().flatten().any(|guess| guess.target.id == *id);
    let is_met = |any: &[&str]| any.iter().any(found);
    // Without a measure nothing says that anything was used.
    let is_open = |any: &[&str]| any.contains(&"requests") && !is_met(any);
    if kind.needs.iter().any(|(any, _)| is_open(any)) {
        return 0;
    }
    let met = kind.needs.iter().filter(|(any, _)| is_met(any));
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

/// A proposal for each column, by place; every target at most once.
pub(crate) fn propose(kind: &'static RowKind, profile: &Profile) -> Vec<Option<Guess>> {
    let profile = &uncounted::counted(profile, kind.id == "usage");
    let grid = Grid::of(profile);
    let amounts = Amounts::of(profile, &grid);
    let mut bids: Vec<Bid> = Vec::new();
    for (place, column) in profile.columns.iter().enumerate() {
        let open = kind
            .targets
            .iter()
            .filter(|target| !amounts.bars(place, target.id) && !repeats(profile, column, target));
        bids.extend(open.filter_map(|target| bid(place, column, target, &amounts)));
    }
    let guesses = best(bids, profile.columns.len());
    settle::settled(guesses, kind, (profile, &grid))
}

/// Whether a target would be stated again by every row: what holds a list of records says its amounts and counts once.
fn repeats(profile: &Profile, column: &ColumnProfile, target: &Target) -> bool {
    let is_around = profile.json.is_some() && column.name.starts_with('^');
    is_around && matches!(target.holds, Holds::Number | Holds::Money)
}

/// The best bids of which no two are of one column or for one target.
fn best(mut bids: Vec<Bid>, columns: usize) -> Vec<Option<Guess>> {
    bids.sort_by_key(|bid| {
        let (said, at) = bid.heading;
        (std::cmp::Reverse((bid.confidence, said)), at, bid.place)
    });
    let mut guesses: Vec<Option<Guess>> = vec![None; columns];
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
    guesses
}

fn bid(place: usize, column: &ColumnProfile, target: &'static Target, amounts: &Amounts) -> Option<Bid> {
    let mut heading = heading(target.words, &column.name);
    let share = share(target.holds, column);
    let is_text = target.holds == Holds::Text;
    if is_text
        && (!text::can_be(column, target, heading.0) || text::is_name_of_another(column, target, heading))
    {
        return None;
    }
    if is_something_else(column, target) || is_month_of_a_span(column, target) {
        return None;
    }
    let is_shown = amounts.shows(place, target.id);
    let is_partner = target.id == "provider" && heading.0 == 0 && text::is_of_partners(column);
    if is_partner {
        heading = (3, usize::MAX);
    }
    let confidence = match heading.0 {
        _ if is_partner => Confidence::Likely,
        0 if is_shown => Confidence::Likely,
        0 => by_content(column, target, amounts.has_currencies)?,
        _ if is_text && (share_of(column.emails, column) >= MOSTLY || is_vendor_number(column, target)) => {
            Confidence::Guess
        }
        _ if share < BARELY => return None,
        3 if share >= MOSTLY => Confidence::Certain,
        2 | 3 if share >= MOSTLY || heading.0 == 3 => Confidence::Likely,
        _ if is_shown => Confidence::Likely,
        _ => Confidence::Guess,
    };
    Some(Bid {
        place,
        target,
        confidence,
        heading,
    })
}

/// Whether a heading says of what a target holds that it is another: a part of the output, a count, a day to come, a year
/// that may begin in any month.
fn is_something_else(column: &ColumnProfile, target: &Target) -> bool {
    let name = &column.name;
    let is_of_charge = ["day", "from", "last", "to", "billing-month"].contains(&target.id);
    let says = |target: &Target| heading(target.words, name).0 > 1;
    let is_plain = ["tokens", "tokens-input", "tokens-output"].contains(&target.id);
    (target.id.starts_with("tokens") && heading::is_reasoning(name))
        || (is_plain && heading::is_cached(name))
        || (target.id == "tokens" && (says(&INPUT) || says(&OUTPUT)))
        || (target.holds == Holds::Money && heading::is_count(name))
        || (target.holds == Holds::Number && target.id != "value" && currency_in(name).is_some())
        || (is_of_charge && heading::is_later(name))
        || (target.holds == Holds::Year && heading::is_fiscal(name))
}

/// Whether a heading says the first or last day of a period, and no month that is billed.
fn is_month_of_a_span(column: &ColumnProfile, target: &Target) -> bool {
    let (begins, ends) = heading::begins_or_ends(&column.name);
    let is_month = target.id == "billing-month" || target.id == "range";
    is_month && (ends || (begins && !heading::is_of_bill(&column.name)))
}

fn is_vendor_number(column: &ColumnProfile, target: &Target) -> bool {
    target.id == "provider" && text::is_of_numbers(column)
}

fn share_of(count: u64, column: &ColumnProfile) -> f64 {
    count as f64 / column.filled().max(1) as f64
}

/// The share of the filled cells that can be what a target holds.
pub(super) fn share(holds: Holds, column: &ColumnProfile) -> f64 {
    let filled = column.filled();
    if filled == 0 {
        return if is_of_values(holds) { 0.0 } else { BARELY };
    }
    let whether = |holds: bool| if holds { filled } else { 0 };
    let good = match holds {
        Holds::Day => column.dates.dates + column.dates.numbers,
        Holds::Money | Holds::Number => column.numbers.numbers + column.numbers.words,
        Holds::Currency => column.currencies,
        Holds::Email => column.emails,
        Holds::Text => filled,
        Holds::Range => whether(period::between(&column.values).is_some()),
        Holds::Year => whether(column.values.iter().all(|text| is_year(text))),
        Holds::Side => whether(sides::words(column).is_some()),
    };
    good as f64 / filled as f64
}

/// Whether it is the different values of a column that say whether they can be it.
fn is_of_values(holds: Holds) -> bool {
    matches!(holds, Holds::Range | Holds::Year | Holds::Side)
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && matches!(text.parse::<u32>(), Ok(1990..2100))
}

/// What cells alone say, whatever the heading is.
fn by_content(column: &ColumnProfile, target: &Target, has_currencies: bool) -> Option<Confidence> {
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
    let is_money = || {
        mostly(column.numbers.numbers)
            && (column.currency.is_some() || (has_currencies && column.numbers.is_telling()))
    };
    let is_worth = || {
        mostly(column.numbers.numbers) && column.numbers.is_telling() && heading(WORTH, &column.name).0 == 3
    };
    match (target.id, target.holds) {
        (_, Holds::Email) if mostly(column.emails) => Some(Confidence::Likely),
        (_, Holds::Currency) if mostly(column.currencies) => Some(Confidence::Likely),
        (_, Holds::Range) if share(Holds::Range, column) >= MOSTLY => Some(Confidence::Likely),
        (_, Holds::Side) if sides::has_both(column) => Some(Confidence::Likely),
        ("model", _) if starts(MODELS) => Some(Confidence::Likely),
        ("provider", _) if starts(VENDORS) => Some(Confidence::Guess),
        ("day", _) if mostly(column.dates.dates) || are_months(column) => Some(Confidence::Guess),
        ("billed", _) if is_money() && heading::is_only_currency(&column.name) => Some(Confidence::Likely),
        ("billed", _) if is_worth() => Some(Confidence::Likely),
        ("billed", _) if is_money() => Some(Confidence::Guess),
        _ => None,
    }
}

/// Whether all cells are months, and not always the same number.
fn are_months(column: &ColumnProfile) -> bool {
    let values = &column.values;
    values.len() > 1 && values.iter().all(|value| period::is_whole_month(value))
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
            "FECHA;PROVEEDOR;CONCEPTO;MONTO\n03/09/2026;OpenAI;API;1234,50\n",
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
    fn an_amount_is_told_from_prices_taxes_and_budgets_beside_it() {
        for (table, place) in [
            (
                "Datum;Firma;Menge;Einzelpreis;Gesamtpreis\n03.01.2026;OpenAI;2;10,50;21,00\n15.01.2026;X;3;7,00;21,00\n",
                4,
            ),
            (
                "Datum;Text;Pris/st;Totalt\n2026-01-03;OpenAI;10,50;21,00\n2026-01-15;X;7,00;21,00\n",
                3,
            ),
            (
                "Datum;Text;Stuksprijs;Totaalprijs\n2026-01-03;OpenAI;10,50;21,00\n2026-01-15;X;7,00;21,00\n",
                3,
            ),
            (
                "Date;Texte;Prix;Montant total HT\n2026-01-03;OpenAI;10,50;21,00\n2026-01-15;X;7,00;21,00\n",
                3,
            ),
            (
                "Date,Text,Net price,Net value\n2026-01-03,OpenAI,10.50,21.00\n2026-01-15,X,7.00,21.00\n",
                3,
            ),
            (
                "Datum;Text;Moms;Att betala\n2026-01-03;OpenAI;25,00;125,00\n2026-01-15;X;5,00;25,00\n",
                3,
            ),
            (
                "Date,Text,VAT amount,Amount incl VAT\n2026-01-03,OpenAI,25.00,125.00\n2026-01-15,X,5.00,25.00\n",
                3,
            ),
            (
                "Date,Text,Budget,Actual\n2026-01-03,OpenAI,25.00,125.00\n2026-01-15,X,5.00,25.00\n",
                3,
            ),
            (
                "Date,Text,Forecast cost,Actual cost\n2026-01-03,OpenAI,25.00,125.00\n2026-01-15,X,5.00,25.00\n",
                3,
            ),
            (
                "Date,Text,Commitment,Consumed\n2026-01-03,OpenAI,25.00,125.00\n2026-01-15,X,5.00,25.00\n",
                3,
            ),
            (
                "Datum;Text;Netto;Moms;Brutto\n2026-01-03;OpenAI;100,00;25,00;125,00\n2026-01-04;X;50,00;12,50;62,50\n",
                2,
            ),
        ] {
            let proposed = proposed(table);
            assert!(proposed[place].starts_with("billed"), "{table}{proposed:?}");
            assert!(
                !proposed.iter().any(|guess| guess.starts_with("list")),
                "{table}{proposed:?}"
            );
        }
        let discount = "Date,Text,Gross,Net\n2026-01-03,OpenAI,30.00,25.00\n2026-01-15,X,5.00,4.00\n";
        assert_eq!(proposed(discount)[2..], ["list certain", "billed certain"]);
    }
}
