//! The charges of a mapping document: one for each side of an account, with the sign that the file writes it with.

use std::fmt::Write;

use super::amounts::Amounts;
use super::document::{Writing, quoted};
use super::grid::Grid;
use super::heading::{Role, is_left, is_refund, role};
use super::{priced, sides};

/// One block of charges.
#[derive(Default)]
struct Charge {
    when: Vec<String>,
    billed: String,
    /// Whether the list price has the other sign as well.
    is_negated: bool,
}

/// A column of one side, and whether the file writes it below zero.
struct Side {
    name: String,
    is_below: bool,
}

impl Writing<'_> {
    /// Blocks for the charges of a row, and for the usage that it states.
    pub(super) fn charges(&self, text: &mut String) {
        let grid = Grid::of(self.profile);
        let side = |target: &str| {
            let place = self.draft.place(target)?;
            Some(Side {
                name: quoted(&self.profile.columns[place].name),
                is_below: grid.is_below_zero(place),
            })
        };
        let charges = match (side("debit"), side("credit"), side("payment")) {
            (Some(debit), Some(credit), _) => both_sides(text, &debit, &credit),
            (Some(debit), None, _) => vec![only(paid(&debit))],
            (None, Some(credit), _) => vec![only(back(&credit))],
            (None, None, Some(payment)) => vec![self.payment(text, &payment.name)],
            (None, None, None) if self.draft.value == "payment" => {
                vec![self.payment(text, &quoted("@value"))]
            }
            (None, None, None) => self
                .by_word(text)
                .or_else(|| self.by_quantity(text))
                .or_else(|| self.less_discount(text, &grid))
                .or_else(|| self.less_refunds(text, &grid))
                .unwrap_or_else(|| vec![Charge::default()]),
        };
        for charge in charges {
            let when = format!("when = [{}]", charge.when.join(", "));
            let billed = format!("billed = {}", charge.billed);
            let given = |line: String, is: bool| if is { vec![line] } else { Vec::new() };
            let mut last = given(billed, !charge.billed.is_empty());
            let before = self.column_of("list").filter(|_| charge.is_negated);
            last.extend(before.map(|before| format!("list = {}", negated(&before))));
            text.push_str(&self.block("charge", &given(when, !charge.when.is_empty()), &last));
        }
        self.usages(text, "The same rows state usage.");
    }

    /// What an account paid.
    fn payment(&self, text: &mut String, column: &str) -> Charge {
        text.push_str(
            "\n# Of an account: what was paid is below zero there. A guess; if it is not so, write billed = the column.\n",
        );
        Charge {
            is_negated: true,
            ..only(format!("{}{}", negated(column), self.remark("payment")))
        }
    }

    /// The price that is multiplied, and by what.
    pub(super) fn priced(&self) -> Option<(usize, String)> {
        let price = self.draft.place("billed")?;
        let is_price = matches!(role(&self.profile.columns[price].name), Role::Price | Role::Each);
        let quantity = self.column_of("quantity").filter(|_| is_price)?;
        Some((price, quantity))
    }

    /// A price beside a quantity and no amount is the price of one, so that the charge is the product; a guess.
    fn by_quantity(&self, text: &mut String) -> Option<Vec<Charge>> {
        let (price, quantity) = self.priced()?;
        let column = quoted(&self.profile.columns[price].name);
        let off = priced::percent_off(self.profile).map_or_else(String::new, |off| {
            format!(", off = {}", quoted(&self.profile.columns[off].name))
        });
        text.push_str(
            "\n# A price beside a quantity is taken to be the price of one. A guess; if it is that of all, write billed = \
             the column.\n",
        );
        let remark = self.remark("billed");
        Some(vec![only(format!(
            "{{ column = {column}, times = {quantity}{off} }}{remark}"
        ))])
    }

    /// A discount is taken off an amount where that, with the tax, is the total of each row.
    fn less_discount(&self, text: &mut String, grid: &Grid) -> Option<Vec<Charge>> {
        let billed = self.draft.place("billed")?;
        let columns = &self.profile.columns;
        let numeric = grid.numeric();
        let of = |wanted: Role| {
            numeric
                .iter()
                .copied()
                .filter(move |at| role(&columns[*at].name) == wanted)
        };
        let fits = |off: usize| {
            let mut rest = of(Role::Tax).flat_map(|tax| numeric.iter().map(move |all| (tax, *all)));
            rest.any(|(tax, all)| {
                ![billed, off, tax].contains(&all) && grid.take_off_and_tax([billed, off, tax, all])
            })
        };
        let off = of(Role::Discount).find(|off| *off != billed && fits(*off))?;
        text.push_str("\n# The discount is taken off: what is left makes the total with the tax.\n");
        Some(vec![only(self.less(billed, off))])
    }

    /// An amount without what stands in another column, which may be below zero there.
    fn less(&self, billed: usize, off: usize) -> String {
        let [amount, part] = [billed, off].map(|place| quoted(&self.profile.columns[place].name));
        let way = if self.profile.columns[off].numbers.negatives > 0 {
            "plus"
        } else {
            "minus"
        };
        format!("{{ column = {amount}, {way} = {part} }}{}", self.remark("billed"))
    }

    /// What was refunded of an amount is taken off it, where no column says what is left; a guess.
    fn less_refunds(&self, text: &mut String, grid: &Grid) -> Option<Vec<Charge>> {
        let billed = self.draft.place("billed")?;
        let amounts = Amounts::of(self.profile, grid);
        let is_refund = |place: &usize| {
            let column = &self.profile.columns[*place];
            self.draft.targets[*place].is_empty()
                && is_refund(&column.name)
                && column.numbers.is_mostly_numbers()
        };
        let refund = (0..self.profile.columns.len()).find(is_refund)?;
        if amounts.list.is_some() || is_left(&self.profile.columns[billed].name) {
            return None;
        }
        text.push_str(
            "\n# What was refunded is taken off. A guess; if it is off already, write billed = the column.\n",
        );
        Some(vec![only(self.less(billed, refund))])
    }

    /// Two charges where a word beside the amount says the side; rows with another word are refused.
    fn by_word(&self, text: &mut String) -> Option<Vec<Charge>> {
        let side = self.draft.place("side")?;
        let amount = self.column_of("billed")?;
        let mut words = sides::words(&self.profile.columns[side])?;
        let said = if sides::are_creditors(self.profile) == Some(true) {
            std::mem::swap(&mut words.paid, &mut words.back);
            " The sides are those of creditors: what a vendor's account gets was bought."
        } else {
            ""
        };
        let column = quoted(&self.profile.columns[side].name);
        let list = |words: &[String]| {
            let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
            words.join(", ")
        };
        let (debit, credit) = (list(&words.paid), list(&words.back));
        let what = quoted("This row does not say whether the amount was paid or came back.");
        write!(
            text,
            "\n[[note]]\nwhen = {{ column = {column}, not = [{debit}, {credit}] }}\nseverity = \"error\"\nwhat = {what}\n\
             \n# What was paid, and what came back.{said}\n"
        )
        .expect("a text grows");
        let charge = |word: &str, billed: String, is_negated: bool| Charge {
            when: vec![format!("{{ column = {column}, is = [{word}] }}")],
            billed,
            is_negated,
        };
        let billed = format!("{amount}{}", self.remark("billed"));
        Some(vec![
            charge(&debit, billed, false),
            charge(&credit, negated(&amount), true),
        ])
    }
}

/// What was paid, what came back, and lines that state both.
fn both_sides(text: &mut String, debit: &Side, credit: &Side) -> Vec<Charge> {
    text.push_str("\n# What was paid, what came back, and lines that state both sides.\n");
    let both = match (debit.is_below, credit.is_below) {
        (false, false) => format!("minus = {}", credit.name),
        (false, true) => format!("plus = {}", credit.name),
        (true, false) => format!("minus = [{0}, {0}, {1}]", debit.name, credit.name),
        (true, true) => format!("minus = [{0}, {0}], plus = {1}", debit.name, credit.name),
    };
    let blank = |side: &Side, is: bool| format!("{{ column = {}, blank = {is} }}", side.name);
    let charge = |blanks: [bool; 2], billed: String| Charge {
        when: vec![blank(debit, blanks[0]), blank(credit, blanks[1])],
        billed,
        is_negated: false,
    };
    vec![
        charge([false, true], paid(debit)),
        charge([true, false], back(credit)),
        charge(
            [false, false],
            format!("{{ column = {}, {both}, default = \"0\" }}", debit.name),
        ),
    ]
}

fn only(billed: String) -> Charge {
    Charge {
        billed,
        ..Charge::default()
    }
}

/// What was paid, above zero.
fn paid(debit: &Side) -> String {
    if debit.is_below {
        negated(&debit.name)
    } else {
        debit.name.clone()
    }
}

/// What came back, below zero.
fn back(credit: &Side) -> String {
    if credit.is_below {
        credit.name.clone()
    } else {
        negated(&credit.name)
    }
}

fn negated(column: &str) -> String {
    format!("{{ column = {column}, minus = [{column}, {column}] }}")
}

#[cfg(test)]
mod tests {
    use super::super::fixture::document;

    #[track_caller]
    fn billed(table: &str, expected: &[&str]) {
        let text = document(table);
        let lines = text.lines().filter_map(|line| line.strip_prefix("billed = "));
        let lines: Vec<&str> = lines
            .map(|line| line.split("   ").next().unwrap_or_default())
            .collect();
        assert_eq!(lines, expected, "{text}");
        ingest::Mapping::parse("it", &text).expect("it can be read");
    }

    #[test]
    fn each_side_counts_with_the_sign_that_the_file_writes_it_with() {
        let table = |debit: &str, credit: &str| {
            format!("Datum;Text;Ut;In\n2026-01-15;OpenAI;{debit};\n2026-01-18;Anthropic;;{credit}\n")
        };
        let minus =
            |column: &str| format!("{{ column = \"{column}\", minus = [\"{column}\", \"{column}\"] }}");
        let cases = [
            (
                "20,00",
                "5,00",
                "\"Ut\"".to_owned(),
                minus("In"),
                "minus = \"In\"",
            ),
            (
                "20,00",
                "-5,00",
                "\"Ut\"".to_owned(),
                "\"In\"".to_owned(),
                "plus = \"In\"",
            ),
            (
                "-20,00",
                "5,00",
                minus("Ut"),
                minus("In"),
                "minus = [\"Ut\", \"Ut\", \"In\"]",
            ),
            (
                "-20,00",
                "-5,00",
                minus("Ut"),
                "\"In\"".to_owned(),
                "minus = [\"Ut\", \"Ut\"], plus = \"In\"",
            ),
        ];
        for (debit, credit, paid, back, both) in cases {
            let both = format!("{{ column = \"Ut\", {both}, default = \"0\" }}");
            billed(&table(debit, credit), &[&paid, &back, &both]);
        }
    }

    #[test]
    fn a_word_of_a_side_makes_two_charges_and_other_words_are_refused() {
        let table =
            "Belegdatum;Kreditor;Betrag;S/H\n03.01.2026;OpenAI;1.234,50;S\n15.01.2026;Anthropic;20,00;H\n";
        billed(
            table,
            &[
                "\"Betrag\"",
                "{ column = \"Betrag\", minus = [\"Betrag\", \"Betrag\"] }",
            ],
        );
        let text = document(table);
        assert!(
            text.contains("when = [{ column = \"S/H\", is = [\"S\"] }]"),
            "{text}"
        );
        assert!(
            text.contains("when = { column = \"S/H\", not = [\"S\", \"H\"] }\nseverity = \"error\""),
            "{text}"
        );
    }

    #[test]
    fn a_discount_before_the_tax_is_taken_off() {
        for (discount, way) in [("10.00", "minus"), ("-10.00", "plus")] {
            let table = format!(
                "Date,Vendor,Subtotal,Discount,Tax,Total\n2026-09-01,OpenAI,50.00,{discount},8.00,48.00\n\
                 2026-09-02,AWS,100.00,0.00,20.00,120.00\n"
            );
            billed(
                &table,
                &[&format!("{{ column = \"Subtotal\", {way} = \"Discount\" }}")],
            );
        }
    }

    #[test]
    fn a_price_beside_a_quantity_is_multiplied_where_no_total_stands() {
        for (table, expected) in [
            (
                "Date,Vendor,Price EUR,Qty\n2026-09-03,OpenAI,100.00,2\n2026-09-04,X,50.00,1\n",
                "{ column = \"Price EUR\", times = \"Qty\" }",
            ),
            (
                "Date,Vendor,Seats,Price per seat\n2026-09-03,OpenAI,20,25.00\n2026-09-04,X,10,30.00\n",
                "{ column = \"Price per seat\", times = \"Seats\" }",
            ),
            (
                "Date,Vendor,Price EUR,Qty,Discount %\n2026-09-03,OpenAI,100,2,10\n2026-09-04,X,50,1,0\n",
                "{ column = \"Price EUR\", times = \"Qty\", off = \"Discount %\" }",
            ),
            (
                "Date,Vendor,Licenses,Cost EUR\n2026-09-03,OpenAI,20,500.00\n2026-09-04,X,10,300.00\n",
                "\"Cost EUR\"",
            ),
        ] {
            billed(table, &[expected]);
            // What prices come to together is no sum of charges.
            assert_eq!(document(table).contains("[[sum]]"), !expected.contains("times"));
        }
        // Of what is unknown nothing is multiplied: how many months, or what a discount comes to.
        for more in ["Months|12|1", "Discount|5.00|2.00", "Discount %|0.1|0"] {
            let more: Vec<&str> = more.split('|').collect();
            let table = format!(
                "Date,Vendor,Seats,Price per seat,{}\n2026-09-03,OpenAI,20,25.00,{}\n2026-09-04,X,10,30.00,{}\n",
                more[0], more[1], more[2]
            );
            assert!(document(&table).contains("# INCOMPLETE"), "{}", document(&table));
        }
    }

    #[test]
    fn what_was_refunded_is_taken_off_unless_a_column_says_what_is_left() {
        billed(
            "Date,Vendor,Amount,Refunded\n2026-09-03,OpenAI,100.00,20.00\n2026-09-04,X,50.00,0.00\n",
            &["{ column = \"Amount\", minus = \"Refunded\" }"],
        );
        billed(
            "Date,Vendor,Gross,Refunded,Payable\n2026-09-03,OpenAI,100.00,20.00,80.00\n2026-09-04,X,50.00,0.00,50.00\n",
            &["\"Payable\""],
        );
    }

    #[test]
    fn the_list_price_has_the_sign_of_what_is_billed() {
        let table = "Date,Name,Currency,Gross,Fee,Net,Balance\n2026-10-01,OpenAI,EUR,-20.00,0.00,-20.00,100.00\n\
                     2026-10-14,Anthropic,EUR,-30.00,0.00,-30.00,70.00\n2026-10-15,Figma,EUR,-10.00,-0.50,-10.50,59.50\n";
        let text = document(table);
        let is_plain = text.lines().any(|line| line.starts_with("list = \"Gross\""));
        assert!(!is_plain, "{text}");
        ingest::Mapping::parse("it", &text).expect("it can be read");
    }

    #[test]
    fn money_in_two_currencies_below_zero_was_paid() {
        let table = "Date,Description,CAD$,USD$\n2026-09-14,OPENAI,-200.00,\n2026-09-15,Deposit,1000.00,\n2026-09-16,ANTHROPIC,,-20.00\n";
        billed(
            table,
            &["{ column = \"@value\", minus = [\"@value\", \"@value\"] }"],
        );
    }

    #[test]
    fn what_an_account_paid_is_minus_its_amount_and_said_to_be_a_guess() {
        let table = "Datum;Transaktion;Belopp;Saldo\n2026-01-03;OPENAI;-234,50;10 000,00\n2026-01-05;ANTHROPIC;-20,00;9 980,00\n";
        billed(
            table,
            &["{ column = \"Belopp\", minus = [\"Belopp\", \"Belopp\"] }"],
        );
        let text = document(table);
        assert!(
            text.contains("A guess") && text.contains("# guess; -234,50"),
            "{text}"
        );
    }
}
