//! Questions of a proposed document that columns raise and do not answer: periods that are not read, fees beside an amount,
//! the same money in two currencies. Proposes nothing.

use ingest::formats::is_fiscal_period;
use ingest::profile::{ColumnProfile, ShownKind};

use super::amounts::Amounts;
use super::document::{Writing, names, quoted};
use super::grid::Grid;
use super::heading::{Role, heading, is_amount, is_fee, is_group, is_local, party, role};
use super::headings::DAY;
use super::sides;

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
        let Some(column) = self.unused().find(is_period) else {
            return self.yearless_day();
        };
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

    /// A column of days without a year, `1507`, which a line above the table may say.
    fn yearless_day(&self) -> Option<(String, &'static str)> {
        let is_it = |column: &&ColumnProfile| {
            let values = &column.values;
            heading(DAY.words, &column.name).0 > 1
                && !values.is_empty()
                && values.iter().all(|text| day_and_month(text).is_some())
        };
        let column = self.unused().find(is_it)?;
        let name = quoted(&column.name);
        let year = self.year_above().unwrap_or_else(|| "YYYY".to_owned());
        let days: Vec<String> = column
            .values
            .iter()
            .filter_map(|text| {
                let (day, month) = day_and_month(text)?;
                Some(format!("{} = \"{year}-{month:02}-{day:02}\"", quoted(text)))
            })
            .collect();
        let more = if column.has_more { ", …" } else { "" };
        let remark = format!(
            "the column {name} says days without a year, the day before the month. Write into every [[charge]]\n# day = {{ \
             column = {name}, map = {{ {}{more} }} }}\n# with the year that they are of, and take [[refuse]] out. The next file has other days; a row whose day is not\n\
             # there is refused.",
            days.join(", ")
        );
        Some((remark, "The mapping does not say which year its days are of."))
    }

    /// The year that the first line of a file of DATEV says its bookings are of.
    fn year_above(&self) -> Option<String> {
        let mut above = self
            .profile
            .shown
            .iter()
            .filter(|row| row.kind == ShownKind::Preamble);
        let line = above.find(|row| {
            row.cells
                .first()
                .is_some_and(|cell| cell == "EXTF" || cell == "DTVF")
        })?;
        let year = |at: usize| line.cells.get(at)?.get(..4).map(str::to_owned);
        year(14).filter(|from| year(15).as_ref() == Some(from))
    }

    /// Amounts of the same rows for one firm and for another: what a reseller pays, and what its customer does.
    pub(super) fn party_beside(&self) -> Option<(String, &'static str)> {
        let place = self.draft.place("billed")?;
        let billed = &self.profile.columns[place];
        let grid = Grid::of(self.profile);
        let kind = |name: &str| (is_amount(name), role(name) == Role::Price);
        let places = 0..self.profile.columns.len();
        // What is a part of the amount is another's as well.
        let is_part = |at: usize| places.clone().any(|third| grid.add_up([at, third, place]));
        let is_other = |(at, column): &(usize, &ColumnProfile)| {
            self.draft.targets[*at].is_empty()
                && kind(&column.name) == kind(&billed.name)
                && kind(&column.name) != (false, false)
                && column.numbers.is_mostly_numbers()
                && party(&column.name) != party(&billed.name)
                && !grid.are_alike(&[place, *at])
                && !is_part(*at)
        };
        let (_, other) = self.profile.columns.iter().enumerate().find(is_other)?;
        let is_told = Amounts::of(self.profile, &grid).shows(place, "billed");
        let (billed, other) = (quoted(&billed.name), quoted(&other.name));
        let remark = format!(
            "{billed} and {other} are amounts of the same rows for different firms. Write into\n# [[charge]] billed = the one \
             that is billed to you, and take [[refuse]] out."
        );
        (!is_told).then_some((remark, "The mapping does not say which of two amounts is billed."))
    }

    /// Sides of accounts that are not those of expenses: nothing that is written was paid.
    pub(super) fn open_side(&self) -> Option<(String, &'static str)> {
        let side = self.draft.place("side")?;
        let amount = self.draft.place("billed")?;
        if sides::are_creditors(self.profile) == Some(true) {
            return None;
        }
        let words = sides::words(&self.profile.columns[side])?;
        let values = &self.profile.columns[side].values;
        let is_paid = values
            .iter()
            .any(|value| words.paid.iter().any(|paid| paid.eq_ignore_ascii_case(value)));
        if is_paid && sides::are_creditors(self.profile).is_none() {
            return None;
        }
        let (side, amount) = (
            quoted(&self.profile.columns[side].name),
            quoted(&self.profile.columns[amount].name),
        );
        let remark = format!(
            "{side} says the side of an account of which the table does not say whether it is that of the\n# costs. Where it is \
             that of a vendor or a bank, H and C are what was paid: write billed = {amount} there, and the\n# other way round \
             for what came back. Then take [[refuse]] out."
        );
        Some((remark, "The mapping does not say which side was paid."))
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

/// The day and the month of a text that is nothing else: `1507`, `0107`, `107`.
fn day_and_month(text: &str) -> Option<(u32, u32)> {
    let is_it = matches!(text.len(), 3 | 4) && text.bytes().all(|byte| byte.is_ascii_digit());
    let number: u32 = text.parse().ok().filter(|_| is_it)?;
    let (day, month) = (number / 100, number % 100);
    ((1..=31).contains(&day) && (1..=12).contains(&month)).then_some((day, month))
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
    fn amounts_of_one_row_for_two_firms_are_asked_about() {
        for names in [
            "Cost,Cost to you",
            "Customer cost,Partner cost",
            "Total,Reseller total",
        ] {
            asks(
                &format!("Date,Vendor,{names}\n2026-09-01,AWS,100.00,92.00\n2026-09-02,AWS,50.00,46.00\n"),
                "for different firms",
            );
        }
        asks_nothing(
            "Date,Vendor,Own cost,Partner cost,Total\n2026-09-01,AWS,100.00,92.00,192.00\n2026-09-02,AWS,50.00,46.00,96.00\n",
        );
        asks_nothing("Date,Vendor,Customer,Cost\n2026-09-01,AWS,A,100.00\n2026-09-02,AWS,B,50.00\n");
        asks_nothing(
            "Date,Vendor,Cost,Discount,Cost to you\n2026-09-01,AWS,100.00,8.00,92.00\n2026-09-02,AWS,50.00,4.00,46.00\n",
        );
    }

    #[test]
    fn days_without_a_year_are_asked_about_with_the_year_that_datev_says() {
        let rows = "Umsatz;Soll/Haben;Konto;Gegenkonto;Belegdatum;Buchungstext\n100,50;H;70001;4964;1507;OpenAI\n50,00;H;70002;4964;0107;Anthropic\n";
        asks(rows, "\"1507\" = \"YYYY-07-15\", \"0107\" = \"YYYY-07-01\"");
        let head = "\"EXTF\";700;21;\"Buchungsstapel\";13;20260930120000000;;\"RE\";\"x\";;1001;1;20260101;4;20260701;20260731;\"Juli\"\n";
        asks(&format!("{head}{rows}"), "\"1507\" = \"2026-07-15\"");
    }

    #[test]
    fn a_side_that_nothing_was_paid_on_is_that_of_another_account() {
        let table = |account: &str, sides: [&str; 2]| {
            format!(
                "Datum;Umsatz;Soll/Haben;Konto;Gegenkonto;Buchungstext\n15.07.2026;100,50;{};{account};4964;OpenAI\n\
                 16.07.2026;50,00;{};{account};4964;Anthropic\n",
                sides[0], sides[1]
            )
        };
        asks(
            &table("1200", ["H", "H"]),
            "does not say whether it is that of the",
        );
        asks_nothing(&table("4964", ["S", "H"]));
        let creditors = document(&table("70001", ["H", "S"]));
        assert!(!creditors.contains("# INCOMPLETE"), "{creditors}");
        let paid = creditors.split("is = [\"H\"]").nth(1).unwrap_or_default();
        assert!(paid.contains("billed = \"Umsatz\""), "{creditors}");
        let mixed = table("70001", ["H", "S"]) + "17.07.2026;50,00;S;4964;1200;Figma\n";
        asks(&mixed, "does not say whether it is that of the");
    }

    #[test]
    fn a_file_without_headings_says_that_these_are_missing() {
        asks(
            "2026-09-01,OpenAI,20.00,-20.00\n2026-09-02,Figma,30.00,-50.00\n",
            "does not name its columns",
        );
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
