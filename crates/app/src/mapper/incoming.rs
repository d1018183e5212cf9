//! Money that came into an account and was no refund: salaries, deposits, transfers, interest. It is no spend that was
//! taken back, so that it is proposed to be left out; what names a vendor or a refund counts.

use std::fmt::Write;

use ingest::formats::payee;
use ingest::profile::{ColumnProfile, Profile, ShownRow};

use super::document::{Writing, quoted};
use super::grid::Grid;
use super::heading::heading;
use super::row_words::REFUNDS;
use super::sides::{self, holds_balance};
use super::{text, uncounted};

/// Headings of what came into an account of a bank; an account of costs has credits.
const INTO: &str = "in|ind|inn|bij|inflow|deposit|deposits|paid in|money in|incoming|income|einzahlung|einzahlungen|einnahme|\
     einnahmen|eingang|eingehend|zugang|insättning|insättningar|inbetalning|innbetaling|inkomst|inkommande|entrée|entrées|\
     entrant|recette|recettes|ingresos|entrada|entradas|entrate|entrata|inn på konto|ind på konto|in på konto";
/// Signs of an amount below zero.
const BELOW: &str = "[\"-\", \"−\", \"–\", \"(\", \"▲\", \"△\"]";

/// Money that came in.
struct Inflow {
    /// When a row of the file is such.
    when: Vec<String>,
    /// Which rows of the sample are.
    rows: Vec<bool>,
}

impl Writing<'_> {
    /// Rows that are left out, as a guess.
    pub(super) fn incoming(&self) -> String {
        let profile = &*uncounted::counted(self.profile, false);
        let grid = Grid::of(profile);
        let named = self.named(profile);
        let (Some(inflow), Some(first)) = (self.inflow(profile, &grid), named.first()) else {
            return String::new();
        };
        let data: Vec<(&ShownRow, bool)> = profile.data().zip(inflow.rows).collect();
        let cell =
            |row: &ShownRow, place: usize| row.cells.get(place).map_or("", String::as_str).to_lowercase();
        // Who was paid may pay back.
        let paid: Vec<String> = data
            .iter()
            .filter(|(_, is_in)| !is_in)
            .map(|(row, _)| cell(row, *first))
            .collect();
        let is_of_vendor =
            |text: &str| !payee(text).is_empty() || REFUNDS.iter().any(|word| text.contains(word));
        let is_refund = |row: &ShownRow| named.iter().any(|place| is_of_vendor(&cell(row, *place)));
        let (mut count, mut both) = (0, Vec::new());
        for (row, _) in data.iter().filter(|(row, is_in)| *is_in && !is_refund(row)) {
            let name = cell(row, *first);
            if !name.is_empty() && paid.contains(&name) {
                both.push(quoted(&name));
            } else {
                count += 1;
            }
        }
        if count == 0 {
            return String::new();
        }
        both.sort();
        both.dedup();
        let refunds: Vec<String> = REFUNDS.iter().map(|word| quoted(word)).collect();
        let mut when = inflow.when;
        for place in &named {
            let not = if place == first && !both.is_empty() {
                format!(", not = [{}]", both.join(", "))
            } else {
                String::new()
            };
            when.push(format!(
                "{{ column = {}, known-not = \"payees\", without = [{}]{not} }}",
                quoted(&profile.columns[*place].name),
                refunds.join(", ")
            ));
        }
        let rows = if self.profile.data().count() as u64 == self.profile.rows {
            format!(" ({count} of {} rows)", self.profile.rows)
        } else {
            String::new()
        };
        let mut text = String::new();
        write!(
            text,
            "\n# Money that came in and names no known vendor and no refund is taken not to count{rows}: salaries, deposits,\n\
             # transfers. A guess; take out what is a refund, or the block where all is.\n[[skip]]\nwhen = [\n    {},\n]\n\
             reason = \"Money that came in, and no refund of a vendor.\"\n",
            when.join(",\n    ")
        )
        .expect("a text grows");
        text
    }

    /// The rows of an account by which money came in; `None` where the columns are of no account.
    fn inflow(&self, profile: &Profile, grid: &Grid) -> Option<Inflow> {
        if self.draft.row_kind().id != "charge" || self.draft.turned().next().is_some() {
            return None;
        }
        let place = |target: &str| self.draft.place(target);
        let name = |place: usize| quoted(&profile.columns[place].name);
        let rows = |is_in: &dyn Fn(usize) -> bool| (0..grid.rows()).map(is_in).collect();
        let number = |place: usize, row: usize| grid.at(place, row).unwrap_or_default().abs();
        let runs = |signed: &dyn Fn(usize) -> Option<f64>| {
            let columns = profile.columns.iter().enumerate();
            let mut balances = columns.filter(|(_, column)| holds_balance(column));
            balances.any(|(balance, _)| grid.runs_by(balance, signed))
        };
        if let (Some(debit), Some(credit)) = (place("debit"), place("credit")) {
            let is_told = heading(INTO, &profile.columns[credit].name).0 > 1
                || runs(&|row| Some(number(credit, row) - number(debit, row)));
            let when = format!(
                "{{ column = {}, blank = false, not = [\"0\", \"-\"] }}",
                name(credit)
            );
            return (is_told && grid.take_turns(debit, credit)).then(|| Inflow {
                when: vec![when],
                rows: rows(&|row| number(credit, row) != 0.0),
            });
        }
        if let Some(amount) = place("payment") {
            let when = format!(
                "{{ column = {}, blank = false, without = {BELOW} }}",
                name(amount)
            );
            return Some(Inflow {
                when: vec![when],
                rows: rows(&|row| grid.at(amount, row).is_some_and(|number| number > 0.0)),
            });
        }
        let amount = place("billed")?;
        let Some(side) = place("side") else {
            return booked_in(profile, grid, amount);
        };
        let words = sides::words(&profile.columns[side])?;
        let data: Vec<&ShownRow> = profile.data().collect();
        let is_back = |row: usize| {
            let cell = data[row].cells.get(side);
            cell.is_some_and(|cell| words.back.iter().any(|word| word.eq_ignore_ascii_case(cell)))
        };
        let sign = |row: usize| if is_back(row) { 1.0 } else { -1.0 };
        let is_told = words.back.iter().any(|word| heading(INTO, word).0 > 1)
            || runs(&|row| Some(number(amount, row) * sign(row)));
        let back: Vec<String> = words.back.iter().map(|word| quoted(word)).collect();
        is_told.then(|| Inflow {
            when: vec![format!(
                "{{ column = {}, is = [{}] }}",
                name(side),
                back.join(", ")
            )],
            rows: rows(&is_back),
        })
    }

    /// Columns that say whose money it was; first the one that says it best.
    fn named(&self, profile: &Profile) -> Vec<usize> {
        let said = ["provider", "sku", "service"]
            .iter()
            .filter_map(|target| self.draft.place(target));
        let mut named: Vec<usize> = said.collect();
        let says = |place: &usize| {
            let column: &ColumnProfile = &profile.columns[*place];
            let has_refund = |value: &String| {
                let value = value.to_lowercase();
                REFUNDS.iter().any(|word| value.contains(word))
            };
            !column.numbers.is_mostly_numbers()
                && (text::vendors(profile, *place) > 0 || column.values.iter().any(has_refund))
        };
        for place in (0..profile.columns.len()).filter(says) {
            if !named.contains(&place) {
                named.push(place);
            }
        }
        named
    }
}

/// The rows of an account whose amounts say their side, and whose balance is that of a bank: `75,000.00 Cr`.
fn booked_in(profile: &Profile, grid: &Grid, amount: usize) -> Option<Inflow> {
    let is_below = |place: usize| {
        let numbers = &profile.columns[place].numbers;
        numbers.negatives * 2 > numbers.numbers
    };
    let columns = profile.columns.iter().enumerate();
    let mut balances = columns.filter(|(_, column)| holds_balance(column));
    let is_bank = sides::is_booked(&profile.columns[amount]) && balances.any(|(place, _)| is_below(place));
    is_bank.then(|| Inflow {
        when: vec![format!(
            "{{ column = {}, contains = [\"cr\"] }}",
            quoted(&profile.columns[amount].name)
        )],
        rows: (0..grid.rows())
            .map(|row| grid.at(amount, row).is_some_and(|number| number < 0.0))
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::document;

    /// How many rows of a table are said to be left out, and the document.
    fn left(table: &str) -> (usize, String) {
        let text = document(table);
        ingest::Mapping::parse("it", &text).expect("it can be read");
        let said = text.split("and no refund is taken not to count (").nth(1);
        let count = said.and_then(|said| said.split(' ').next()?.parse().ok());
        (count.unwrap_or_default(), text)
    }

    #[test]
    fn salaries_and_deposits_are_left_out_and_refunds_are_not() {
        let rows = "2026-09-01,OPENAI *CHATGPT,-20.00,980.00\n2026-09-02,LARKFIELD HOSTING,-30.00,950.00\n\
                    2026-09-03,ANTHROPIC,-10.00,940.00\n2026-09-05,OPENAI,5.00,945.00\n2026-09-06,Larkfield Hosting,6.00,951.00\n\
                    2026-09-07,ACME REFUND,1.00,952.00\n2026-09-25,SALARY,3000.00,3952.00\n2026-09-26,ACH DEPOSIT,700.00,4652.00\n";
        let (count, text) = left(&format!("Date,Description,Amount,Balance\n{rows}"));
        assert_eq!(count, 2, "{text}");
        assert!(text.contains("not = [\"larkfield hosting\"]"), "{text}");
        assert_eq!(
            left("Date,Payee,Amount\n2026-09-03,OpenAI,-100.00\n2026-09-13,OpenAI,20.00\n").0,
            0
        );
    }

    #[test]
    fn sides_are_those_of_an_account_of_a_bank_where_their_names_or_a_balance_say_so() {
        let table = |names: &str, balances: [&str; 3]| {
            let [a, b, c] = balances;
            format!(
                "Date,Text,{names}\n2026-09-01,OpenAI,20.00,,{a}\n2026-09-02,Salary,,300.00,{b}\n2026-09-03,OpenAI,,5.00,{c}\n"
            )
        };
        let (bank, costs) = (["980.00", "1280.00", "1285.00"], ["20.00", "-280.00", "-285.00"]);
        assert_eq!(left(&table("Paid out,Paid in,X", costs)).0, 1);
        assert_eq!(left(&table("Debit,Credit,Balance", bank)).0, 1);
        assert_eq!(left(&table("Debit,Credit,Balance", costs)).0, 0);
        assert_eq!(left(&table("Payments,Refunds,X", bank)).0, 0);
    }

    #[test]
    fn a_word_says_that_money_came_in_or_moved_within() {
        let wise = "Date,Direction,Target name,Amount,Currency\n2026-09-01,OUT,OpenAI,20.00,EUR\n2026-09-02,OUT,Figma,30.00,EUR\n\
                    2026-09-03,IN,Larkfield,500.00,EUR\n2026-09-04,NEUTRAL,Larkfield,10.00,EUR\n";
        let (count, text) = left(wise);
        assert_eq!(count, 1, "{text}");
        assert!(text.contains("\"Direction\", is = [\"NEUTRAL\"]"), "{text}");
        let booked = "Date,Narration,Amount,Balance\n13/09/2026,OPENAI,\"25,000.00 Dr\",\"75,000.00 Cr\"\n\
                      14/09/2026,SALARY,\"100,000.00 Cr\",\"175,000.00 Cr\"\n";
        assert_eq!(left(booked).0, 1);
        let bills = "Date,Type,Vendor,Amount\n2026-09-01,Invoice,OpenAI,20.00\n2026-09-02,Credit note,Larkfield,5.00\n";
        assert_eq!(left(bills).0, 0);
    }
}
