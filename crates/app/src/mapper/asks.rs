//! Questions of a proposed document that columns raise and do not answer: periods that are not read, fees beside an amount,
//! the same money in two currencies. Proposes nothing.

use ingest::formats::is_fiscal_period;
use ingest::profile::ColumnProfile;

use super::amounts::Amounts;
use super::document::{Writing, names, quoted};
use super::grid::Grid;
use super::heading::{heading, is_amount, is_fee, is_group, is_local};

/// Any of these says when a row was.
const DATED: &[&str] = &["day", "from", "last", "to", "range", "billing-month"];
/// Headings of periods.
const PERIODS: &str = "period|fiscal period|accounting period|posting period|quarter|fiscal quarter|month|fiscal month|half|half year|\
     week|buchungsperiode|periode|quartal|monat|halbjahr|woche|période|trimestre|mois|kvartal|månad|vecka|\
     período|mes|periodo|mese|maand|kwartaal";
/// Values that are shown where they are to be mapped.
const SHOWN: usize = 3;

impl Writing<'_> {
    /// A column of periods in words that are not read, where nothing else says when.
    pub(super) fn unread_period(&self) -> Option<(String, &'static str)> {
        let kind = self.draft.row_kind().id;
        if !matches!(kind, "charge" | "usage") || DATED.iter().any(|target| self.draft.has(target)) {
            return None;
        }
        let is_period = |column: &&ColumnProfile| {
            let values = &column.values;
            let is_fiscal = values.iter().all(|text| is_fiscal_period(text));
            !values.is_empty() && (is_fiscal || heading(PERIODS, &column.name).0 == 3)
        };
        let column = self.unused().find(is_period)?;
        let name = quoted(&column.name);
        let why = if column.values.iter().any(|text| is_fiscal_period(text)) {
            " as a fiscal year counts it, which may begin in any month"
        } else {
            " in words that are not read"
        };
        let shown = column.values.iter().take(SHOWN);
        let months: Vec<String> = shown
            .map(|text| format!("{} = \"YYYY-MM\"", quoted(text)))
            .collect();
        let remark = format!(
            "the column {name} says when{why}. Write it there as 2026-03, 2026-Q1 or 2026-H1; or write into [[{kind}]]\n# month = {{ column = {name}, map = {{ {}, … }} }}\n\
             # with the months that they are; or bring each period as a file of its own and say which it is. Then take\n\
             # [[refuse]] out.",
            months.join(", ")
        );
        Some((remark, "The mapping does not say which days its periods are."))
    }

    /// A fee beside the amount, which may be part of it or not.
    pub(super) fn fee_beside(&self) -> Option<(String, &'static str)> {
        let amount = &self.profile.columns[self.draft.place("billed")?];
        let is_open = |column: &&ColumnProfile| {
            let is_some = |text: &String| text.chars().any(|letter| ('1'..='9').contains(&letter));
            is_fee(&column.name) && column.numbers.is_mostly_numbers() && column.values.iter().any(is_some)
        };
        // Where the amounts come to the one that is charged, the fee is part of it.
        let is_told = is_fee(&amount.name) || Amounts::of(self.profile, &Grid::of(self.profile)).shows_sum();
        let fee = self.unused().find(is_open).filter(|_| !is_told)?;
        let (amount, fee) = (quoted(&amount.name), quoted(&fee.name));
        let remark = format!(
            "nothing says whether {fee} is part of {amount}. If it is not, write into [[charge]]\n# billed = {{ column = \
             {amount}, plus = {fee} }}\n# and take [[refuse]] out either way."
        );
        Some((
            remark,
            "The mapping does not say whether the amount holds the fee.",
        ))
    }

    /// An amount in the currency of the company beside the same in that of its group.
    pub(super) fn group_beside_local(&self) -> Option<(String, &'static str)> {
        let amounts: Vec<&ColumnProfile> = self
            .profile
            .columns
            .iter()
            .filter(|column| is_amount(&column.name) && column.numbers.is_mostly_numbers())
            .collect();
        let billed = &self.profile.columns[self.draft.place("billed")?];
        let local = amounts.iter().find(|column| is_local(&column.name))?;
        let group = amounts.iter().find(|column| is_group(&column.name))?;
        let is_one = [local, group].iter().any(|column| column.name == billed.name);
        let both = names([*local, *group].into_iter()).join(" and ");
        let remark = format!(
            "{both} are the same money in two currencies. Write into [[charge]] billed = the one that\n# counts, with its \
             currency, and take [[refuse]] out."
        );
        is_one.then_some((
            remark,
            "The mapping does not say whether the local or the group's amount counts.",
        ))
    }

    /// Columns that nothing is read from.
    fn unused(&self) -> impl Iterator<Item = &ColumnProfile> {
        let both = self.profile.columns.iter().zip(&self.draft.targets);
        both.filter(|(_, target)| target.is_empty())
            .map(|(column, _)| column)
    }
}

#[cfg(test)]
mod tests {
    use crate::mapper::fixture::document;

    #[track_caller]
    fn asks(table: &str, words: &str) {
        let text = document(table);
        assert!(text.contains("# INCOMPLETE") && text.contains(words), "{text}");
        ingest::Mapping::parse("it", &text).expect("it can be read");
    }

    #[track_caller]
    fn asks_nothing(table: &str) {
        let text = document(table);
        assert!(!text.contains("# INCOMPLETE"), "{text}");
    }

    #[test]
    fn periods_of_a_fiscal_year_and_other_words_are_asked_about() {
        for (periods, words) in [
            (["FY26 P03", "FY26 P04"], "\"FY26 P03\" = "),
            (["FY2026-P03", "FY2026-P04"], "may begin in any month"),
            (["P03", "P04"], "in words that are not read"),
            (["1", "2"], "in words that are not read"),
        ] {
            let [a, b] = periods;
            asks(
                &format!("Period,Vendor,Amount EUR\n{a},OpenAI,100.50\n{b},OpenAI,110.00\n"),
                words,
            );
        }
        asks(
            "Year,Quarter,Vendor,Amount\n2026,1,OpenAI,100.50\n2026,2,OpenAI,110.00\n",
            "the column \"Quarter\"",
        );
        for periods in [
            ["2026-03", "2026-04"],
            ["H1 2026", "H2 2026"],
            ["1H26", "2H26"],
            ["Q1 2026", "Q2 2026"],
        ] {
            let [a, b] = periods;
            let table = format!("Period,Vendor,Amount EUR\n{a},OpenAI,100.50\n{b},OpenAI,110.00\n");
            asks_nothing(&table);
            assert!(
                document(&table).contains("month = \"Period\""),
                "{}",
                document(&table)
            );
        }
        asks_nothing(
            "Date,Fiscal period,Vendor,Amount\n2026-09-01,P03,OpenAI,100.50\n2026-09-02,P03,X,110.00\n",
        );
    }

    #[test]
    fn a_fee_is_part_of_the_amount_that_it_adds_up_to_and_else_asked_about() {
        let rows = "2026-09-01,OpenAI,100.00,2.00,102.00\n2026-09-02,X,50.00,1.00,51.00\n";
        for names in [
            "Amount,Fee,Total",
            "Betrag,Gebühr,Gesamtbetrag",
            "Cost,Surcharge,Total cost",
        ] {
            let table = format!("Date,Vendor,{names}\n{rows}");
            let total = names.split(',').next_back().unwrap_or_default();
            assert!(
                document(&table).contains(&format!("billed = \"{total}\"")),
                "{}",
                document(&table)
            );
            asks_nothing(&table);
        }
        asks(
            "Date,Vendor,Amount,Fee\n2026-09-01,OpenAI,100.00,2.00\n2026-09-02,X,50.00,1.00\n",
            "plus = \"Fee\"",
        );
        asks_nothing("Date,Vendor,Amount,Fee\n2026-09-01,OpenAI,100.00,0.00\n2026-09-02,X,50.00,0.00\n");
    }

    #[test]
    fn the_amount_of_the_group_beside_the_local_one_is_asked_about() {
        for names in [
            "Amount (local),Amount (group)",
            "Local amount,Group amount",
            "Betrag Hauswährung,Betrag Konzernwährung",
        ] {
            asks(
                &format!("Date,Vendor,{names}\n2026-09-01,OpenAI,100.00,92.00\n2026-09-02,X,50.00,46.00\n"),
                "the same money in two currencies",
            );
        }
    }

    #[test]
    fn numbers_of_accounts_are_no_sides_of_one() {
        for names in [
            "Soll;Haben",
            "Sollkonto;Habenkonto",
            "Soll-Konto;Haben-Konto",
            "Debit account;Credit account",
        ] {
            let table = format!(
                "Belegdatum;Buchungstext;Betrag;{names}\n01.09.2026;OpenAI;100,50;4964;1200\n02.09.2026;X;50,00;4964;1200\n"
            );
            let text = document(&table);
            assert!(
                text.contains("billed = \"Betrag\"") && !text.contains("minus"),
                "{text}"
            );
        }
        let sides =
            "Date;Text;Amount;Debit;Credit\n2026-09-01;OpenAI;100.50;100.50;\n2026-09-02;X;-50.00;;50.00\n";
        assert!(document(sides).contains("Debit"));
    }
}
