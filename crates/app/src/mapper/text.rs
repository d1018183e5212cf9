//! Whether a column is what a target of text says: no days, no e-mails, no amounts; and whether it names vendors or people.

use ingest::formats::payee;
use ingest::profile::{ColumnProfile, Profile};

use super::guess::MOSTLY;
use super::heading::{heading, is_of_person, is_only_name};
use super::headings::NAME;
use super::target::Target;

/// Targets whose texts may be e-mail addresses.
const ADDRESSES: &[&str] = &["person-id", "login"];
/// Targets whose texts may be numbers, also where the heading says it among other words.
const NUMBERED: &[&str] = &[
    "account",
    "invoice",
    "person-id",
    "employee",
    "cost-centre",
    "project",
    "provider",
];
/// Headings of those who got the money, that could name others as well.
const PARTNERS: &str = "name|naam|nom|namn|nombre|nome|navn|partner|counterparty|contact|payee|recipient|empfänger|\
     zahlungsempfänger|begünstigter|gegenpartei|tegenpartij|motpart|modtager|contrepartie|bénéficiaire|controparte";
/// Of so many different values one must be a vendor's name, that the column may hold vendors.
const FEW_VENDORS: usize = 5;

/// Whether a column can be a target of text, by what it holds; numbers are ids, and only where the heading says so.
pub(super) fn can_be(column: &ColumnProfile, target: &Target, said: u8) -> bool {
    let filled = column.filled();
    let mostly = |count: u64| filled > 0 && count as f64 >= filled as f64 * MOSTLY;
    if mostly(column.dates.dates) {
        return false;
    }
    if mostly(column.emails) {
        return ADDRESSES.contains(&target.id);
    }
    if mostly(column.numbers.numbers) {
        return are_whole(column) && (said == 3 || NUMBERED.contains(&target.id));
    }
    true
}

fn are_whole(column: &ColumnProfile) -> bool {
    let is_whole = |text: &String| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b' ');
    column.values.iter().all(is_whole)
}

/// Whether a column holds numbers and nothing else: also those of accounts.
pub(super) fn is_of_numbers(column: &ColumnProfile) -> bool {
    !column.values.is_empty() && column.values.iter().all(|text| is_number(text))
}

/// Whether a text is a number as registers have them: digits with marks between them, or an IBAN.
fn is_number(text: &str) -> bool {
    let kept: String = text.chars().filter(|letter| !" -/.*".contains(*letter)).collect();
    let digits = kept.bytes().filter(u8::is_ascii_digit).count();
    let is_iban = kept.len() >= 12
        && kept.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && kept.bytes().take(2).all(|byte| byte.is_ascii_alphabetic())
        && kept.bytes().skip(2).take(2).all(|byte| byte.is_ascii_digit());
    digits > 0 && (digits == kept.len() || (is_iban && digits * 2 > kept.len()))
}

/// Whether a heading says `name` of something else than what the target is about, or the column names vendors.
pub(super) fn is_name_of_another(column: &ColumnProfile, target: &Target, (said, at): (u8, usize)) -> bool {
    if target.id != "name" {
        return false;
    }
    let is_person = target.label == NAME.label;
    let word = target.words.split('|').nth(at).unwrap_or_default();
    let is_led = said == 2 && is_only_name(word) && !(is_person && is_of_person(&column.name));
    is_led || (is_person && has_vendors(column))
}

/// Whether a heading says that there is a name, and not of whom: `Name`, `Name 1`.
pub(super) fn is_bare_name(column: &ColumnProfile) -> bool {
    let name = column.name.to_lowercase();
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    name.split_whitespace()
        .all(|word| is_only_name(word) || is_number(word))
}

/// Whether a column that names somebody names vendors.
pub(super) fn is_of_partners(column: &ColumnProfile) -> bool {
    heading(PARTNERS, &column.name).0 > 1 && has_vendors(column)
}

/// How many of the rows that rules look at name an AI or cloud vendor in a column.
pub(super) fn vendors(profile: &Profile, place: usize) -> usize {
    let cells = profile.data().filter_map(|row| row.cells.get(place));
    cells.filter(|cell| !payee(cell).is_empty()).count()
}

/// Whether some of the values are names of AI or cloud vendors.
fn has_vendors(column: &ColumnProfile) -> bool {
    let known = column.values.iter().filter(|text| !payee(text).is_empty());
    let known = known.count();
    known > 0 && known * FEW_VENDORS >= column.values.len()
}

#[cfg(test)]
mod tests {
    use crate::mapper::fixture::profile;
    use crate::mapper::guess::propose;
    use crate::mapper::target::row_kind;

    /// What the columns of a table are proposed to be.
    fn proposed(kind: &'static str, table: &str) -> Vec<&'static str> {
        let guesses = propose(row_kind(kind), &profile(table));
        let ids = guesses
            .into_iter()
            .map(|guess| guess.map_or("", |guess| guess.target.id));
        ids.collect()
    }

    #[test]
    fn numbers_and_columns_that_are_nearly_blank_name_no_vendor() {
        let bank = "Datum;Belopp;Mottagare;Namn;Saldo\n2026-01-03;-10,50;5343-2795;Loopia AB;80,00\n\
                    2026-01-04;-20,00;;OPENAI;60,00\n2026-01-05;-30,00;;Anthropic;30,00\n";
        assert_eq!(proposed("charge", bank)[2..4], ["", "provider"]);
        let wise = "Date,Amount,Payee Name,Payee Account Number,Merchant\n2026-01-03,10.50,OpenAI,LT21 1111 2222 3333 4444,\n\
                    2026-01-04,20.00,Anthropic,,\n2026-01-05,30.00,Larkfield,,\n";
        assert_eq!(proposed("charge", wise)[2..], ["provider", "account", ""]);
    }

    #[test]
    fn what_holds_known_vendors_is_the_vendor_and_no_person() {
        for (heading, is) in [
            ("Name", "OpenAI LLC"),
            ("Partner Name", "OPENAI *CHATGPT"),
            ("Naam / Omschrijving", "OpenAI Ireland"),
            ("Name 1", "Anthropic PBC"),
        ] {
            let table = format!("Date,{heading},Amount\n2026-09-03,{is},1.50\n2026-09-04,Larkfield,2.50\n");
            assert_eq!(proposed("charge", &table)[1], "provider", "{heading}");
        }
        let numbered = "Date,Supplier,Name,Amount\n2026-09-03,100123,Larkfield,1.50\n2026-09-04,100124,Brightwater,2.50\n";
        assert_eq!(proposed("charge", numbered), ["day", "", "provider", "billed"]);
        let person = "Date,Supplier,User name,Amount\n2026-09-03,OpenAI,Ada Moreau,1.50\n2026-09-04,OpenAI,Max Koch,2.50\n";
        assert_eq!(proposed("charge", person), ["day", "provider", "name", "billed"]);
    }

    #[test]
    fn the_name_of_something_is_no_persons() {
        let table =
            "Cost centre,Cost centre name,Vendor,Month,Actual\n4711,Engineering,OpenAI,2026-08,1.50\n";
        assert!(
            !proposed("charge", table).contains(&"name"),
            "{:?}",
            proposed("charge", table)
        );
        let bank = "Date,Account Name,Value\n2026-09-03,LARKFIELD LTD,-20.00\n";
        assert!(!proposed("kpi", bank).contains(&"name"));
    }

    #[test]
    fn days_e_mails_and_amounts_are_no_texts_and_numbers_are_ids() {
        let people = "Email,First Name,Last Name,Last Login(UTC)\na@example.com,A,B,2026-10-01 10:00:00\n";
        assert!(!proposed("person", people).contains(&"login"));
        let charges = "Date,Invoice date,Unit price,Skonto,Workspace Member,cached_text_tokens,Invoice no,Konto,Amount\n\
                       2026-09-03,2026-09-04,1.25,0.10,a@example.com,400,4711,1930,2.50\n\
                       2026-09-03,2026-09-04,1.75,0.20,b@example.com,500,4712,1930,3.50\n";
        assert_eq!(
            proposed("charge", charges),
            [
                "day",
                "",
                "",
                "",
                "email",
                "tokens-cache-read",
                "invoice",
                "account",
                "billed"
            ]
        );
        let user = "Date,User,Requests\n2026-09-03,a@example.com,4\n";
        assert_eq!(proposed("usage", user), ["day", "email", "requests"]);
    }
}
