//! Rows that do not count, by a word that stands in one of their columns: declined or drafted, a budget beside what was
//! spent, the payment of a bill beside the bill. What is found is proposed to be left out, and said to be a guess.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;

use ingest::profile::{ColumnProfile, Profile, ShownRow, TO_CARD};

use super::document::{Writing, quoted};
use super::grid::Grid;
use super::heading::{Role, heading, is_amount, role};
use super::headings::{
    ACCOUNT, BILLED, COST_CENTRE, MODEL, NAME, PRODUCT, PROJECT, PROVIDER, SERVICE, SKU, TEAM, TOKEN_CLASS,
    TOOL,
};
use super::row_words::{
    ACTUAL, BALANCE_IMPACT, BESIDE, BESIDE_ACTUAL, BOUGHT, COUNTS, DONE, EXCLUDED, FUNDING, INCLUDED, NO,
    PENDING, PLANS, SETTLED, SHARES, STATES, TITLE, TOP_UPS, WITHIN, YES,
};
use super::sides::{has_both, is_one_of, is_settled};
use super::target::KINDS;
use super::wide;

/// Rows that do not count.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Uncounted {
    place: usize,
    /// How the words are compared: `is` or `contains`; `blank`: there is none.
    how: &'static str,
    words: Vec<String>,
}

impl Uncounted {
    fn holds(&self, row: &ShownRow) -> bool {
        let cell = row
            .cells
            .get(self.place)
            .map(|cell| cell.to_lowercase())
            .unwrap_or_default();
        if self.how == "blank" {
            return cell.trim().is_empty();
        }
        let fits = |word: &String| match self.how {
            "is" => cell == word.to_lowercase(),
            _ => cell.contains(word.as_str()),
        };
        self.words.iter().any(fits)
    }
}

/// The table as its rows that count show it; its columns are those of all rows.
pub(super) fn counted(profile: &Profile, is_usage: bool) -> Cow<'_, Profile> {
    let out = found(profile, is_usage);
    if out.is_empty() {
        return Cow::Borrowed(profile);
    }
    let mut counted = profile.clone();
    counted.sample.retain(|row| !out.iter().any(|out| out.holds(row)));
    Cow::Owned(counted)
}

fn found(profile: &Profile, is_usage: bool) -> Vec<Uncounted> {
    let is_wide = !wide::months(&KINDS[0], profile).is_empty();
    let all = (0..profile.columns.len()).filter_map(|place| {
        let (how, words) = words((profile, place), (is_wide, is_usage));
        let out = Uncounted { place, how, words };
        (!out.words.is_empty() && !is_made_good(profile, &out)).then_some(out)
    });
    all.chain(sums_of_groups(profile)).collect()
}

/// Rows that are blank in one column and, all of them, the sum of the rows that share their other cells.
fn sums_of_groups(profile: &Profile) -> Option<Uncounted> {
    let data: Vec<&ShownRow> = profile.data().collect();
    let grid = Grid::of(profile);
    let amounts = grid.numeric();
    let texts: Vec<usize> = (0..profile.columns.len())
        .filter(|place| !amounts.contains(place))
        .collect();
    let cell = |row: usize, place: usize| data[row].cells.get(place).map_or("", String::as_str);
    let are_sums = |place: &&usize| {
        let place = **place;
        let (sums, parts): (Vec<usize>, Vec<usize>) =
            (0..data.len()).partition(|row| cell(*row, place).is_empty());
        let key = |row: usize| -> Vec<&str> {
            let others = texts.iter().filter(|other| **other != place);
            others.map(|other| cell(row, *other)).collect()
        };
        let mut groups: BTreeMap<Vec<&str>, Vec<usize>> = BTreeMap::new();
        for row in &parts {
            groups.entry(key(*row)).or_default().push(*row);
        }
        let group = |sum: usize| groups.get(&key(sum)).map_or(&[][..], Vec::as_slice);
        let is_sum = |sum: &usize| {
            let number = |at: usize, row: &usize| grid.at(at, *row).unwrap_or_default();
            let total = |at: usize| group(*sum).iter().map(|row| number(at, row)).sum::<f64>();
            amounts.iter().all(|at| {
                grid.at(*at, *sum)
                    .is_some_and(|stated| (total(*at) - stated).abs() < 0.0151)
            })
        };
        let grouped: usize = sums.iter().map(|sum| group(*sum).len()).sum();
        sums.len() > 1 && grouped == parts.len() && grouped > sums.len() && sums.iter().all(is_sum)
    };
    let is_all = data.len() as u64 == profile.rows && !amounts.is_empty() && texts.len() > 1;
    let place = *texts.iter().filter(|_| is_all).find(are_sums)?;
    Some(Uncounted {
        place,
        how: "blank",
        words: Vec::new(),
    })
}

/// The words of a column by which its rows do not count.
fn words(
    (profile, place): (&Profile, usize),
    (is_wide, is_usage): (bool, bool),
) -> (&'static str, Vec<String>) {
    let column = &profile.columns[place];
    let some = |is: &dyn Fn(&str) -> bool| -> Vec<String> {
        column.values.iter().filter(|value| is(value)).cloned().collect()
    };
    let said = |names: &str| heading(names, column.name.trim_end_matches(['?', ' '])).0 == 3;
    if is_text(column) && is_wide {
        return ("is", some(&is_about_others));
    }
    if is_text(column) {
        let cells = profile.data().filter_map(|row| row.cells.get(place));
        let cells: Vec<String> = cells.map(|cell| cell.to_lowercase()).collect();
        let parts = TO_CARD
            .iter()
            .filter(|part| cells.iter().any(|cell| cell.contains(*part)));
        return ("contains", parts.map(|part| (*part).to_owned()).collect());
    }
    let words = match () {
        () if column.has_more || column.emails > 0 => Vec::new(),
        () if heading(TOKEN_CLASS.words, &column.name).0 == 3 => {
            some(&|value| column.values.len() > 1 && is_one_of(&["total", "all"], value))
        }
        () if said(INCLUDED) => some(&|value| is_one_of(NO, value)),
        () if said(EXCLUDED) => some(&|value| is_one_of(YES, value)),
        () => some(&|value| {
            (is_one_of(STATES, value) && !is_usage)
                || is_pending(column, value)
                || is_paid_to_card((profile, place), value)
                || is_top_up(column, value)
                || is_one_of(FUNDING, value)
                || (is_one_of(WITHIN, value) && has_both(column))
                || is_plan(column, value)
                || is_settled(column, value)
                || is_count(column, value)
        }),
    };
    ("is", words)
}

/// Whether a column holds texts of any kind: names of what was bought, and of whom.
fn is_text(column: &ColumnProfile) -> bool {
    let all = [
        PROVIDER,
        SERVICE,
        SKU,
        MODEL,
        TOOL,
        PROJECT,
        PRODUCT,
        NAME,
        COST_CENTRE,
        ACCOUNT,
        TEAM,
    ];
    let is_known = all
        .iter()
        .any(|target| heading(target.words, &column.name).0 == 3);
    is_known || heading(TITLE, &column.name).0 >= 2
}

/// Whether a text says that nothing was spent.
pub(super) fn is_planned(text: &str) -> bool {
    begins_or_ends(PLANS, text)
}

fn begins_or_ends(words: &[&str], text: &str) -> bool {
    let text = text.to_lowercase();
    let parts: Vec<&str> = text.split(|letter: char| !letter.is_alphanumeric()).collect();
    words.iter().any(|word| {
        let word: Vec<&str> = word.split(' ').collect();
        parts.starts_with(&word) || parts.ends_with(&word)
    })
}

fn is_plan(column: &ColumnProfile, value: &str) -> bool {
    let has_actual = || column.values.iter().any(|value| is_one_of(ACTUAL, value));
    is_planned(value) || (begins_or_ends(BESIDE_ACTUAL, value) && has_actual())
}

/// Whether a row of a wide table is about the others: a budget below them, an average, a share, heads.
fn is_about_others(value: &str) -> bool {
    let lower = value.to_lowercase();
    let begins = |word: &str| lower == word || lower.starts_with(&format!("{word} "));
    PLANS.iter().any(|word| begins(word))
        || is_one_of(BESIDE, value)
        || lower.contains('%')
        || SHARES.contains(&lower.trim())
        || begins("share of")
        || begins("cost per")
        || role(value) == Role::Each
}

fn is_count(column: &ColumnProfile, value: &str) -> bool {
    let is_money = |value: &String| heading(BILLED.words, value).0 > 1;
    is_one_of(COUNTS, value) && column.values.iter().any(is_money)
}

/// Whether something is under way, in a column that says of other rows that it is done.
fn is_pending(column: &ColumnProfile, value: &str) -> bool {
    let is_done = |value: &String| is_one_of(DONE, value);
    let is_memo = || is_one_of(&["memo"], value) && heading(BALANCE_IMPACT, &column.name).0 == 3;
    (is_one_of(PENDING, value) && column.values.iter().any(is_done)) || is_memo()
}

/// Whether a word stands beside purchases and for payments alone that have the other sign: those to the card.
fn is_paid_to_card((profile, place): (&Profile, usize), value: &str) -> bool {
    if !is_one_of(SETTLED, value) {
        return false;
    }
    let grid = Grid::of(profile);
    let signs_of = |is: &dyn Fn(&str) -> bool, amount: usize| {
        let rows = profile.data().enumerate();
        let rows = rows.filter(|(_, row)| row.cells.get(place).is_some_and(|cell| is(cell)));
        let signs = rows.filter_map(|(row, _)| Some(grid.at(amount, row)? < 0.0));
        let signs: Vec<bool> = signs.collect();
        signs
            .first()
            .copied()
            .filter(|first| signs.iter().all(|sign| sign == first))
    };
    let is_other = |amount: &usize| {
        let bought = signs_of(&|cell| is_one_of(BOUGHT, cell), *amount);
        let paid = signs_of(&|cell| cell.eq_ignore_ascii_case(value), *amount);
        bought.is_some() && paid.is_some() && bought != paid
    };
    let amounts = grid.numeric().into_iter();
    amounts
        .filter(|amount| is_amount(&profile.columns[*amount].name))
        .any(|amount| is_other(&amount))
}

/// Whether money went to an account, in a column that says of other rows that a card paid.
fn is_top_up(column: &ColumnProfile, value: &str) -> bool {
    let is_of_card = |value: &String| value.to_lowercase().contains("card");
    is_one_of(TOP_UPS, value) && column.values.iter().any(is_of_card)
}

/// Whether what was cancelled stands in the rows a second time, with the other sign: then both count.
fn is_made_good(profile: &Profile, out: &Uncounted) -> bool {
    let grid = Grid::of(profile);
    let data: Vec<&ShownRow> = profile.data().collect();
    let numeric = grid.numeric();
    let is_gone: Vec<bool> = data.iter().map(|row| out.holds(row)).collect();
    let is_back = |gone: usize, kept: usize| {
        let pair = |place: &usize| Some((grid.at(*place, gone)?, grid.at(*place, kept)?));
        let is_opposite = |(gone, kept): (f64, f64)| gone != 0.0 && (gone + kept).abs() < 0.005;
        numeric.iter().filter_map(pair).any(is_opposite)
    };
    let is_state = out.words.iter().all(|word| is_one_of(STATES, word));
    if !is_state {
        return false;
    }
    let rows = || 0..data.len();
    rows().any(|gone| is_gone[gone] && rows().any(|kept| !is_gone[kept] && is_back(gone, kept)))
}

impl Writing<'_> {
    fn left(&self) -> Vec<Uncounted> {
        match self.draft.row_kind().id {
            // What was used was used, also where it failed.
            kind @ ("charge" | "usage") => found(self.profile, kind == "usage"),
            _ => Vec::new(),
        }
    }

    /// Columns whose words say that rows do not count.
    pub(super) fn looked_at(&self) -> Vec<usize> {
        self.left().iter().map(|out| out.place).collect()
    }

    /// Rows that are left out, with how many they are where all are known.
    pub(super) fn uncounted(&self) -> String {
        let mut text = String::new();
        for out in self.left() {
            let name = &self.profile.columns[out.place].name;
            let words: Vec<String> = out.words.iter().map(|word| quoted(word)).collect();
            let (words, why) = match out.how {
                "blank" => ("true".to_owned(), "is blank, and the row is the sum of others."),
                _ => (format!("[{}]", words.join(", ")), "says that it does not count."),
            };
            let count = self.profile.data().filter(|row| out.holds(row)).count();
            let rows = if self.profile.data().count() as u64 == self.profile.rows {
                format!(" ({count} of {} rows)", self.profile.rows)
            } else {
                String::new()
            };
            let reason = quoted(&format!("{name} {why}"));
            write!(
                text,
                "\n# Rows with these words are taken not to count{rows}. A guess; take out what does.\n[[skip]]\nwhen = {{ \
                 column = {}, {} = {words} }}\nreason = {reason}\n",
                quoted(name),
                out.how,
            )
            .expect("a text grows");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::document;

    /// The conditions by which rows are left out.
    fn skips(table: &str) -> Vec<String> {
        let text = document(table);
        ingest::Mapping::parse("it", &text).expect("it can be read");
        let skips = text.split("[[skip]]\nwhen = { column = ").skip(1);
        skips
            .map(|skip| skip.split(" }").next().unwrap_or_default().to_owned())
            .collect()
    }

    fn rows(name: &str, words: &[&str]) -> String {
        let row = |(at, word): (usize, &&str)| format!("2026-09-0{0},OpenAI,{word},{0}0.00\n", at + 1);
        let rows: String = words.iter().enumerate().map(row).collect();
        format!("Date,Vendor,{name},Amount EUR\n{rows}")
    }

    #[test]
    fn a_state_in_which_nothing_was_charged_is_left_out() {
        for state in [
            "Declined",
            "VOID",
            "Draft",
            "Forecast",
            "Storniert",
            "Makulerad",
            "Annulé",
            "Cancelled",
        ] {
            let found = skips(&rows("Status", &["OK", state]));
            assert_eq!(found, [format!("\"Status\", is = [\"{state}\"]")], "{state}");
        }
        assert!(skips(&rows("Status", &["Paid", "Pending", "Approved"])).is_empty());
        // What is called so may be bought, too.
        assert!(skips(&rows("Service", &["Forecast", "Draft"])).is_empty());
        let text = document(&rows("Status", &["OK", "Declined"]));
        assert!(
            text.contains("(1 of 2 rows). A guess") && text.contains("Status says that it does not count."),
            "{text}"
        );
    }

    #[test]
    fn what_was_reversed_counts_where_its_opposite_does() {
        let both = "Date,Vendor,Status,Amount EUR\n2026-09-01,OpenAI,Reversed,50.00\n2026-09-02,OpenAI,Posted,-50.00\n";
        assert!(skips(both).is_empty());
    }

    #[test]
    fn of_several_scenarios_what_was_spent_is_kept() {
        let found = skips(&rows("Scenario", &["Actual", "Budget", "Forecast Q2", "Plan"]));
        assert_eq!(
            found,
            ["\"Scenario\", is = [\"Budget\", \"Forecast Q2\", \"Plan\"]"]
        );
        assert!(skips(&rows("Kind", &["Plan", "Usage"])).is_empty());
        let found = skips("Vendor,Metric,Jan 2026,Feb 2026\nOpenAI,Cost (USD),1,2\nOpenAI,Users,3,4\n");
        assert_eq!(found, ["\"Metric\", is = [\"Users\"]"]);
        let text = document("Vendor,Type,Jan 2026,Feb 2026\nOpenAI,Actual,1,2\nOpenAI,Budget,3,4\n");
        assert!(text.contains("keep = [\"Vendor\", \"Type\"]"), "{text}");
    }

    #[test]
    fn what_is_called_like_a_plan_or_a_seat_may_be_bought() {
        let wide = "Service,Jan 2026,Feb 2026\nAmazon Forecast,100,110\nSeats,1,2\nGrowth plan,3,4\nOutlook,5,6\nMedia,7,8\n";
        assert!(skips(wide).is_empty(), "{:?}", skips(wide));
        assert_eq!(
            skips(&rows("Type", &["CARD_PAYMENT", "TOPUP"])),
            ["\"Type\", is = [\"TOPUP\"]"]
        );
    }

    #[test]
    fn rows_of_a_wide_table_that_are_about_the_others_are_left_out() {
        let wide = "Vendor,Jan 2026,Feb 2026\nOpenAI,100,110\nBudget,200,200\n% used,0.5,0.6\nHeadcount,3,4\nCost per head,1,2\nMoM growth,0,1\nAverage,5,6\n";
        assert_eq!(
            skips(wide),
            [
                "\"Vendor\", is = [\"Budget\", \"% used\", \"Headcount\", \"Cost per head\", \"MoM growth\", \"Average\"]"
            ]
        );
    }

    #[test]
    fn what_is_under_way_is_left_out_beside_what_is_done() {
        let found = skips(&rows("Status", &["Completed", "Pending"]));
        assert_eq!(found, ["\"Status\", is = [\"Pending\"]"]);
        assert!(skips(&rows("Status", &["Paid", "Pending"])).is_empty());
        let found = skips(&rows("Balance Impact", &["Debit", "Memo"]));
        assert_eq!(found, ["\"Balance Impact\", is = [\"Memo\"]"]);
    }

    #[test]
    fn money_that_moves_within_an_account_of_paypal_is_left_out() {
        let found = skips(&rows(
            "Type",
            &[
                "Express Checkout Payment",
                "Bank Deposit to PP Account ",
                "General Currency Conversion",
                "Account Hold for Open Authorization",
                "Payment Refund",
            ],
        ));
        assert_eq!(
            found,
            [
                "\"Type\", is = [\"Bank Deposit to PP Account\", \"General Currency Conversion\", \"Account Hold for Open Authorization\"]"
            ]
        );
    }

    #[test]
    fn payments_to_a_card_have_the_other_sign_than_purchases() {
        let card = |paid: &str| {
            format!(
                "Date,Merchant,Type,Amount\n2026-07-13,OpenAI,Purchase,20.00\n2026-07-15,Transfer,Payment,{paid}\n\
                 2026-07-16,Anthropic,Credit,-5.00\n"
            )
        };
        assert_eq!(skips(&card("-500.00")), ["\"Type\", is = [\"Payment\"]"]);
        assert!(skips(&card("500.00")).is_empty());
    }

    #[test]
    fn usage_that_failed_was_used() {
        let table = "date,model,input_tokens,output_tokens,status\n2026-06-01,gpt-4o,3000,600,success\n2026-06-02,gpt-4o,10,2,failed\n";
        assert!(skips(table).is_empty(), "{:?}", skips(table));
    }

    #[test]
    fn what_is_rare_is_found_in_a_long_file_and_behind_long_texts() {
        let row = |at: usize| {
            format!(
                "2026-09-{:02},{} Shop {at},10.{:02}\n",
                at % 28 + 1,
                "x".repeat(90),
                at % 100
            )
        };
        let shops: String = (0..900).map(row).collect();
        let paid = "2026-09-28,y AUTOPAY PAYMENT - THANK YOU,-500.00\n";
        let table = format!("Date,Description,Amount\n{shops}{paid}");
        assert!(
            skips(&table).iter().any(|skip| skip.contains("autopay payment")),
            "{:?}",
            skips(&table)
        );
    }

    #[test]
    fn payments_do_not_count_beside_the_bills_that_they_settle() {
        let found = skips(&rows("Document type", &["Invoice", "Payment", "Credit memo"]));
        assert_eq!(found, ["\"Document type\", is = [\"Payment\"]"]);
        assert!(skips(&rows("Type", &["Payment", "Refund"])).is_empty());
        let found = skips(&rows("Description", &["OPENAI", "AUTOPAY PAYMENT - THANK YOU"]));
        assert_eq!(
            found,
            ["\"Description\", contains = [\"autopay payment\", \"payment - thank you\"]"]
        );
    }

    #[test]
    fn a_row_about_all_others_is_a_total_where_it_is_their_sum() {
        let totals = |sum: &str| {
            let table = format!(
                "Month,Vendor,Amount EUR\nJan 2026,OpenAI,100\nJan 2026,Anthropic,50\nJan 2026,All,{sum}\n\
                 Feb 2026,OpenAI,10\nFeb 2026,Anthropic,5\nFeb 2026,All,15\n"
            );
            let shown = crate::mapper::fixture::profile(&table).shown;
            shown
                .iter()
                .filter(|row| row.kind == ingest::profile::ShownKind::Total)
                .count()
        };
        assert_eq!((totals("150"), totals("151")), (2, 0));
    }

    #[test]
    fn rows_that_are_blank_and_the_sum_of_the_others_of_their_group_are_left_out() {
        let table = |openai: &str| {
            format!(
                "Month,Vendor,Item,Amount EUR\nSep 2026,OpenAI,,{openai}\nSep 2026,OpenAI,API,100\nSep 2026,OpenAI,Seats,25\n\
                 Sep 2026,Anthropic,,50\nSep 2026,Anthropic,Console,50\n"
            )
        };
        assert_eq!(skips(&table("125")), ["\"Item\", blank = true"]);
        assert!(skips(&table("126")).is_empty());
        // Rows of no group, and things that cost the same.
        assert!(skips(&format!("{}Sep 2026,Figma,Seats,5\n", table("125"))).is_empty());
        let alike = "Month,Vendor,Item,Amount EUR\nSep 2026,OpenAI,,50\nSep 2026,OpenAI,API,50\nSep 2026,Figma,,5\nSep 2026,Figma,X,5\n";
        assert!(skips(alike).is_empty());
    }

    #[test]
    fn yes_and_no_are_read_by_their_heading() {
        assert_eq!(
            skips(&rows("Include?", &["Yes", "No"])),
            ["\"Include?\", is = [\"No\"]"]
        );
        assert_eq!(
            skips(&rows("Duplicate?", &["", "x"])),
            ["\"Duplicate?\", is = [\"x\"]"]
        );
        assert!(skips(&rows("Billable", &["Yes", "No"])).is_empty());
    }
}
