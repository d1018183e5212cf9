//! Proposals for single columns that are settled with each other: sides of an account, and words, signs, years that
//! mean something only beside another column.

use ingest::Confidence;
use ingest::inspect::beside::Source;
use ingest::profile::{ColumnProfile, Profile};
use ingest::value::{DateStyle, DateValue, bare_month};

use super::currency::{MONEY, is_of_codes, source};
use super::ends::{self, End};
use super::grid::Grid;
use super::guess::Guess;
use super::heading::{self, Role, heading, role};
use super::headings::{DAY, GROSS, MONTH};
use super::sides::{self, Signs};
use super::target::{RowKind, target};
use super::text;

/// Proposals as they are together.
pub(super) fn settled(
    list: Vec<Option<Guess>>,
    kind: &'static RowKind,
    (profile, grid): (&Profile, &Grid),
) -> Vec<Option<Guess>> {
    let mut guesses = Guesses { kind, list };
    if target(kind, "debit").is_some() {
        guesses.settle_sides(profile, grid);
        guesses.settle_words(profile, grid);
        guesses.settle_payments(profile, grid);
        guesses.settle_gross(profile);
        guesses.settle_left(profile, grid);
        guesses.settle_shares(profile, grid);
    }
    // A total of tokens repeats them.
    if guesses.place("tokens-input").is_some() && guesses.place("tokens-output").is_some() {
        guesses.drop("tokens");
    }
    guesses.settle_months(profile);
    guesses.settle_spans(profile);
    guesses.settle_vendor(profile);
    guesses.settle_currency(profile);
    guesses.list
}

/// Proposals that are settled with each other.
struct Guesses {
    kind: &'static RowKind,
    list: Vec<Option<Guess>>,
}

impl Guesses {
    fn place(&self, id: &str) -> Option<usize> {
        let is_it = |guess: &Option<Guess>| guess.as_ref().is_some_and(|guess| guess.target.id == id);
        self.list.iter().position(is_it)
    }

    fn drop(&mut self, id: &str) {
        if let Some(place) = self.place(id) {
            self.list[place] = None;
        }
    }

    /// Proposes a target that the kind of row has.
    fn put(&mut self, place: usize, id: &str, confidence: Confidence) {
        if let Some(target) = target(self.kind, id) {
            self.list[place] = Some(Guess { target, confidence });
        }
    }

    fn is_unsure(&self, place: usize) -> bool {
        let is_certain = |guess: &Guess| guess.confidence == Confidence::Certain;
        !self.list[place].as_ref().is_some_and(is_certain)
    }

    /// Columns that take turns are debit and credit. An amount beside those is a balance, unless its heading says
    /// otherwise; and neither is one alone, likewise.
    fn settle_sides(&mut self, profile: &Profile, grid: &Grid) {
        let is_known = self.place("debit").is_some() && self.place("credit").is_some();
        if !is_known && let Some((debit, credit)) = sides::pair(profile, grid) {
            self.drop("debit");
            self.drop("credit");
            self.put(debit, "debit", Confidence::Likely);
            self.put(credit, "credit", Confidence::Likely);
        }
        let sides = [self.place("debit"), self.place("credit")];
        self.drop_open_side(grid);
        let others = match sides {
            [Some(_), Some(_)] => [self.place("billed"), None],
            alone => alone,
        };
        for place in others.into_iter().flatten() {
            if self.is_unsure(place) {
                self.list[place] = None;
            }
        }
    }

    /// An amount that no heading names, and that takes turns with another column, is a side; nothing says which.
    fn drop_open_side(&mut self, grid: &Grid) {
        let is_guess = |guess: &Guess| guess.confidence == Confidence::Guess;
        let billed = self.place("billed");
        let amount = billed.filter(|place| self.list[*place].as_ref().is_some_and(is_guess));
        let takes_turns = |amount: &usize| {
            let mut others = grid.numeric().into_iter().filter(|other| other != amount);
            others.any(|other| grid.take_turns(*amount, other))
        };
        if let Some(amount) = amount.filter(takes_turns) {
            self.list[amount] = None;
        }
    }

    /// A word says the side of an amount that does not say it itself.
    fn settle_words(&mut self, profile: &Profile, grid: &Grid) {
        let Some(side) = self.place("side") else {
            return;
        };
        let signs = self
            .place("billed")
            .filter(|_| self.place("debit").is_none() && self.place("credit").is_none())
            .map(|amount| (amount, sides::signs(profile, grid, (side, amount))));
        match signs {
            Some((_, Signs::Open)) => return,
            Some((amount, Signs::Paid)) => self.pay(amount),
            _ => {}
        }
        self.list[side] = None;
    }

    /// Amounts of an account whose money goes down when something is paid.
    fn settle_payments(&mut self, profile: &Profile, grid: &Grid) {
        let amount = self.place("billed").filter(|_| self.place("side").is_none());
        let is_payment = |amount: &usize| sides::is_payment(profile, grid, *amount);
        if let Some(amount) = amount.filter(is_payment) {
            self.pay(amount);
        }
    }

    /// A gross amount that nothing else is the charge beside has the tax in it, and is no price before a discount.
    fn settle_gross(&mut self, profile: &Profile) {
        if let Some(gross) = self
            .only_list()
            .filter(|place| heading(GROSS, &profile.columns[*place].name).0 > 1)
        {
            self.put(gross, "billed", Confidence::Likely);
        }
    }

    /// What is left of a list price that nothing is charged beside, once what another column says is taken off.
    fn settle_left(&mut self, profile: &Profile, grid: &Grid) {
        let Some(list) = self.only_list() else { return };
        let numeric = grid.numeric();
        let others = || numeric.iter().copied().filter(|at| *at != list);
        let is_left = |left: &usize| {
            let is_part = role(&profile.columns[*left].name) == Role::Discount;
            let mut parts = others().filter(|part| part != left);
            !is_part && parts.any(|part| grid.take_off(list, &[part], *left))
        };
        if let Some(left) = others().find(is_left) {
            self.put(left, "billed", Confidence::Likely);
        }
    }

    /// Of a bill that is repeated on the rows that part it, the parts are what is charged.
    fn settle_shares(&mut self, profile: &Profile, grid: &Grid) {
        let Some(whole) = self.place("billed") else { return };
        let is_share = |part: &usize| {
            let is_tax = role(&profile.columns[*part].name) == Role::Tax;
            *part != whole && !is_tax && grid.shares(whole, *part)
        };
        if let Some(part) = grid.numeric().into_iter().find(is_share) {
            self.list[whole] = None;
            self.put(part, "billed", Confidence::Likely);
        }
    }

    /// The list price, where nothing else is money.
    fn only_list(&self) -> Option<usize> {
        const OTHERS: &[&str] = &["billed", "payment", "debit", "credit", "effective", "estimated"];
        self.place("list")
            .filter(|_| OTHERS.iter().all(|id| self.place(id).is_none()))
    }

    /// Days that are never before the first day are the last one, or the day after it; a day beside both says less.
    fn settle_spans(&mut self, profile: &Profile) {
        let Some(from) = self.place("from") else {
            if self.place("range").is_some() {
                self.drop("day");
            }
            return;
        };
        let last = self.place("last").or_else(|| self.ends_of(from, profile));
        if let Some(day) = self.place("day")
            && self.list[day]
                .as_ref()
                .is_some_and(|guess| guess.confidence == Confidence::Guess)
        {
            self.list[day] = None;
        }
        let Some(last) = last else {
            return;
        };
        let sure = self.list[last]
            .as_ref()
            .map_or(Confidence::Guess, |guess| guess.confidence);
        match ends::end(profile, from, last) {
            Some(End::After) => self.put(last, "to", sure),
            Some(End::Last) => self.put(last, "last", sure),
            None => {}
        }
        if self.place("to").or(self.place("last")).is_some() {
            self.drop("day");
        }
    }

    /// A column of days that nothing else is known of, and that ends what another begins.
    fn ends_of(&self, from: usize, profile: &Profile) -> Option<usize> {
        let is_open = |place: &usize| {
            let guess = self.list[*place].as_ref();
            let name = &profile.columns[*place].name;
            let is_unknown = heading(DAY.words, name).0 == 0 || heading::begins_or_ends(name).1;
            is_unknown
                && !heading::is_of_deed(name)
                && guess.is_none_or(|guess| guess.target.id == "day" && guess.confidence == Confidence::Guess)
        };
        let mut places = (0..profile.columns.len())
            .filter(|place| *place != from)
            .filter(is_open);
        places.find(|place| ends::end(profile, from, *place).is_some())
    }

    /// A vendor that is a number, or stands in few rows, is none where a name stands beside it: one that is called so, or
    /// those of known vendors.
    fn settle_vendor(&mut self, profile: &Profile) {
        let Some(given) = self.place("provider") else {
            return;
        };
        let column = &profile.columns[given];
        let is_number = text::is_of_numbers(column);
        let is_rare = column.filled() < column.empty && text::vendors(profile, given) == 0;
        if !is_number && !is_rare {
            return;
        }
        let is_name = |place: &usize| {
            let column = &profile.columns[*place];
            let is_called = text::is_bare_name(column) || text::is_of_partners(column);
            *place != given && !text::is_of_numbers(column) && is_called && column.filled() > column.empty
        };
        let called = (0..profile.columns.len()).filter(is_name);
        let best = called.max_by_key(|place| (text::vendors(profile, *place), std::cmp::Reverse(*place)));
        let is_elsewhere = (0..profile.columns.len()).any(|place| text::vendors(profile, place) > 0);
        if let Some(name) = best {
            self.list[given] = None;
            self.put(name, "provider", Confidence::Likely);
        } else if is_elsewhere {
            self.list[given] = None;
        }
    }

    /// The currency is that of the amount, not that of another amount beside it.
    fn settle_currency(&mut self, profile: &Profile) {
        let Some(amount) = MONEY.iter().find_map(|id| self.place(id)) else {
            return;
        };
        let given = self.place("currency");
        match source(profile, amount) {
            Source::Column(place) if given == Some(place) => {}
            Source::Column(place) => {
                self.drop("currency");
                self.put(place, "currency", Confidence::Likely);
            }
            Source::Nothing if given.is_some_and(|place| !is_of_codes(&profile.columns[place])) => {}
            Source::Heading(_) | Source::Nothing => self.drop("currency"),
        }
    }

    fn pay(&mut self, amount: usize) {
        self.put(amount, "payment", Confidence::Guess);
    }

    /// A year goes with a month beside it that has none; without it says nothing.
    fn settle_months(&mut self, profile: &Profile) {
        let Some(year) = self.place("year") else {
            return;
        };
        let is_bare = |column| is_bare_month(column) || is_bare_quarter(column);
        let is_open = |place: &usize| self.list[*place].is_none() && is_bare(&profile.columns[*place]);
        let month = (0..profile.columns.len()).find(is_open);
        let is_dated = ["day", "from", "range", "billing-month"]
            .iter()
            .any(|id| self.place(id).is_some());
        match month.filter(|_| !is_dated) {
            Some(month) => self.put(month, "billing-month", Confidence::Likely),
            None => self.list[year] = None,
        }
    }
}

/// Whether a column holds quarters or halves without a year: `Q1`, `H2`.
fn is_bare_quarter(column: &ColumnProfile) -> bool {
    let value = |text: &String| DateStyle::default().read(&format!("2026-{text}"));
    let is_one = |text: &String| matches!(value(text), DateValue::Quarter(_) | DateValue::Half(_));
    !column.values.is_empty() && column.values.iter().all(is_one)
}

/// Whether a column holds months without a year and is named so.
fn is_bare_month(column: &ColumnProfile) -> bool {
    let is_number = |text: &String| matches!(text.parse::<u32>(), Ok(1..=12));
    let is_month = |text: &String| is_number(text) || bare_month(text).is_some();
    heading(MONTH.words, &column.name).0 > 1
        && !column.values.is_empty()
        && column.values.iter().all(is_month)
}

#[cfg(test)]
mod tests {
    use super::super::guess::propose;
    use super::super::target::row_kind;
    use crate::mapper::fixture::profile;

    /// What columns are proposed to be, and how surely.
    fn proposed(table: &str) -> Vec<String> {
        let guesses = propose(row_kind("charge"), &profile(table));
        let word = |guess: super::Guess| format!("{} {:?}", guess.target.id, guess.confidence).to_lowercase();
        guesses
            .into_iter()
            .map(|guess| guess.map_or_else(String::new, word))
            .collect()
    }

    #[test]
    fn sides_of_any_name_take_the_place_of_an_amount_and_a_balance() {
        let bank =
            "Datum;Text;Ut;In;Saldo\n2026-01-15;OpenAI;20,00;;80,00\n2026-01-18;Anthropic;;5,00;85,00\n";
        assert_eq!(proposed(bank)[2..], ["debit likely", "credit likely", ""]);
    }

    #[test]
    fn of_sides_that_no_heading_tells_apart_neither_is_proposed() {
        let open = "Date,Left,Right\n2026-01-01,10.00,\n2026-01-02,,4.00\n";
        assert_eq!(proposed(open), ["day certain", "", ""]);
        let said = "Date,Amount,Right\n2026-01-01,10.00,\n2026-01-02,,4.00\n";
        assert_eq!(proposed(said)[1], "billed certain");
    }

    #[test]
    fn a_word_of_a_side_is_taken_where_the_amounts_have_no_sign() {
        let ledger =
            |credit: &str| format!("Belegdatum;Betrag;S/H\n03.01.2026;1.234,50;S\n15.01.2026;{credit};H\n");
        assert_eq!(
            proposed(&ledger("20,00"))[1..],
            ["billed certain", "side certain"]
        );
        assert_eq!(proposed(&ledger("-20,00"))[1..], ["billed certain", ""]);
        let bank = "Date,Amount,Type\n2026-01-03,-20.00,Debit\n2026-01-04,5.00,Credit\n";
        assert_eq!(proposed(bank)[1..], ["payment guess", ""]);
    }

    #[test]
    fn money_out_of_an_account_is_a_payment_and_only_ever_a_guess() {
        let bank = "Datum;Belopp;Saldo\n2026-01-03;-234,50;10 000,00\n2026-01-05;-20,00;9 980,00\n";
        assert_eq!(proposed(bank)[1..], ["payment guess", ""]);
    }

    #[test]
    fn rows_of_known_vendors_below_zero_are_payments_also_without_a_balance() {
        let bank = "Date,Payee,Amount\n2026-09-03,OpenAI,-100.00\n2026-09-13,Anthropic,-20.00\n2026-09-14,Larkfield,30.00\n";
        assert_eq!(proposed(bank)[2], "payment guess");
        let bill = "Date,Payee,Amount\n2026-09-03,OpenAI,100.00\n2026-09-13,Anthropic,-20.00\n";
        assert_eq!(proposed(bill)[2], "billed certain");
        let unknown = "Date,Payee,Amount\n2026-09-03,Larkfield,-100.00\n2026-09-13,Brightwater,-20.00\n";
        assert_eq!(proposed(unknown)[2], "billed certain");
    }

    #[test]
    fn a_gross_amount_alone_is_the_charge() {
        for name in ["Gross Amount (EUR)", "Brutto", "Bruttobetrag", "Kwota brutto"] {
            let table = format!("Date,Supplier,{name}\n2026-09-01,OpenAI,1234.50\n2026-09-15,Cursor,34.50\n");
            assert_eq!(proposed(&table)[2], "billed likely", "{name}");
        }
        let list = "Date,Supplier,List price\n2026-09-01,OpenAI,1234.50\n2026-09-15,Cursor,34.50\n";
        assert_eq!(proposed(list)[2], "list certain");
    }

    #[test]
    fn what_a_discount_leaves_of_a_list_price_is_the_charge() {
        let table = "Date,Vendor,Subtotal,Discount,Total\n2026-09-01,OpenAI,50.00,10.00,40.00\n\
                     2026-09-02,AWS,100.00,0.00,100.00\n";
        assert_eq!(proposed(table)[2..], ["list likely", "", "billed likely"]);
    }

    #[test]
    fn the_parts_of_a_bill_that_is_repeated_on_each_row_are_charged() {
        let rows = "2026-09,OpenAI,1000.00,Claims,600.00\n2026-09,OpenAI,1000.00,IT,400.00\n2026-09,AWS,500.00,IT,500.00\n";
        for (whole, part) in [
            ("Total cost USD", "Allocated USD"),
            ("Cost USD", "Chargeback USD"),
            ("Gesamtkosten EUR", "Umlage EUR"),
            ("Invoice amount", "Split amount"),
        ] {
            let guesses = proposed(&format!("Month,Vendor,{whole},Team,{part}\n{rows}"));
            assert!(!guesses[2].starts_with("billed"), "{whole}");
            assert!(guesses[4].starts_with("billed"), "{part}: {guesses:?}");
        }
        let apart = "Month,Vendor,Amount,Seats\n2026-09,OpenAI,100.00,60\n2026-09,AWS,100.00,30\n";
        assert!(proposed(apart)[2].starts_with("billed"));
    }

    #[test]
    fn amounts_of_a_month_so_far_are_no_charges() {
        for name in ["MTD cost (USD)", "Month to date (USD)", "Cost YTD (USD)"] {
            let table = format!("Date,Vendor,{name}\n2026-09-01,OpenAI,100.00\n2026-09-02,OpenAI,250.00\n");
            assert!(!proposed(&table)[2].starts_with("billed"), "{name}");
        }
    }

    #[test]
    fn codes_and_words_of_credits_tell_the_side_in_many_tongues() {
        for (bill, back) in [
            ("TD01", "TD04"),
            ("FV", "FK"),
            ("RE", "GS"),
            ("ACCPAY", "ACCPAYCREDIT"),
            ("Factura", "Factura rectificativa"),
            ("Fattura", "Nota di accredito"),
            ("Tax Invoice", "Adjustment Note"),
            ("Facture", "Facture d'avoir"),
        ] {
            let table = format!(
                "Type,Date,Vendor,Amount\n{bill},2026-09-01,OpenAI,100.00\n{bill},2026-09-02,AWS,50.00\n{back},2026-09-03,AWS,30.00\n"
            );
            assert!(
                proposed(&table)[0].starts_with("side"),
                "{bill} {back}: {:?}",
                proposed(&table)
            );
        }
    }

    #[test]
    fn a_currency_goes_with_its_amount() {
        let of = |table: &str| proposed(table);
        let card = "Date,Transaction amount,Transaction currency,Billing amount,Billing currency\n\
                    2026-09-03,110.00,USD,100.00,EUR\n2026-09-13,220.00,USD,200.00,EUR\n";
        assert_eq!(of(card)[1..], ["", "", "billed likely", "currency certain"]);
        let named = "Date,Amount (EUR),Original currency,Original amount\n2026-09-04,17.20,USD,20.00\n2026-09-12,119.00,EUR,119.00\n";
        assert_eq!(of(named)[1..], ["billed certain", "", ""]);
        let open = "Date,Amount,Original currency\n2026-09-04,17.20,USD\n2026-09-12,119.00,EUR\n";
        assert_eq!(of(open)[1..], ["billed certain", ""]);
        let plain = "Date,Amount,Currency\n2026-09-04,17.20,USD\n2026-09-12,119.00,EUR\n";
        assert_eq!(of(plain)[1..], ["billed certain", "currency certain"]);
    }

    #[test]
    fn a_full_period_needs_no_day() {
        let bill = "Invoice Date,Period Start,Period End,Amount\n2026-10-03,2026-09-01,2026-09-30,1.50\n2026-11-03,2026-10-01,2026-10-31,2.50\n";
        assert_eq!(proposed(bill)[..3], ["", "from certain", "last certain"]);
        let rows = "2026-09-01;2026-09-30;1,50\n2026-10-01;2026-10-31;2,50\n";
        for heading in [
            "Period from;Period to;Amount",
            "From date;To date;Amount",
            "Period från;Period till;Belopp",
            "Leistungszeitraum von;Leistungszeitraum bis;Betrag",
            "Période du;Période au;Montant",
        ] {
            let found = proposed(&format!("{heading}\n{rows}"));
            assert_eq!(found[..2], ["from certain", "last certain"], "{heading}");
        }
        let focus = "billed_cost,billing_period_start,billing_period_end,charge_period_start,charge_period_end,provider_name\n\
                     1.5,2026-10-01,2026-11-01,2026-10-31,2026-11-01,AWS\n2.5,2026-10-01,2026-11-01,2026-10-30,2026-10-31,AWS\n";
        assert_eq!(
            proposed(focus)[1..],
            [
                "billing-month likely",
                "",
                "from certain",
                "to certain",
                "provider certain"
            ]
        );
        let unnamed = "start_time,finished,Amount\n2026-09-01,2026-09-30,1.50\n2026-09-04,2026-09-30,2.50\n";
        assert_eq!(proposed(unnamed)[..2], ["from certain", "last guess"]);
        let service = "Service month,Amount\n2026-09,1.50\n2026-10,2.50\n";
        assert_eq!(proposed(service)[0], "billing-month likely");
    }

    #[test]
    fn days_to_come_are_no_days_of_a_charge_and_a_fiscal_year_has_no_month() {
        let renewed = "Vendor,Renewal date,Amount\nOpenAI,2027-03-31,10.00\nFigma,2027-01-31,20.00\n";
        assert_eq!(proposed(renewed)[1], "");
        let due = "Vendor,Due date,Approved on,Amount\nOpenAI,2026-10-03,2026-09-03,10.00\n";
        assert_eq!(proposed(due)[1..3], ["", "day guess"]);
        let posted = "Vendor,Doc. Date,Pstng Date,Amount\nOpenAI,2026-08-31,2026-09-03,10.00\n";
        assert_eq!(proposed(posted)[1..3], ["", "day certain"]);
        let fiscal = "Vendor,Fiscal Year,Period,Amount\nOpenAI,2026,3,10.00\nFigma,2026,3,20.00\n";
        assert_eq!(proposed(fiscal)[1..3], ["", ""]);
    }

    #[test]
    fn a_year_goes_with_a_month_and_says_nothing_alone() {
        let apart = "Vendor,Month,Year,Amount\nOpenAI,1,2026,10.00\nOpenAI,2,2026,20.00\n";
        assert_eq!(
            proposed(apart)[1..],
            ["billing-month likely", "year certain", "billed certain"]
        );
        let dated = "Date,Month,Year,Amount\n2026-01-03,1,2026,10.00\n2026-02-03,2,2026,20.00\n";
        assert_eq!(proposed(dated)[..3], ["day certain", "", ""]);
    }
}
