//! The charges of a mapping document: one for each side of an account, with the sign that the file writes it with.

use std::fmt::Write;

use super::document::{Writing, quoted};
use super::grid::Grid;
use super::sides;

/// One block of charges.
#[derive(Default)]
struct Charge {
    when: Vec<String>,
    billed: String,
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
            (None, None, Some(payment)) => {
                text.push_str(
                    "\n# Of an account: what was paid is below zero there. A guess; if it is not so, write billed = \
                     the column.\n",
                );
                vec![only(format!(
                    "{}{}",
                    negated(&payment.name),
                    self.remark("payment")
                ))]
            }
            (None, None, None) => self.by_word(text).unwrap_or_else(|| vec![Charge::default()]),
        };
        for charge in charges {
            let when = format!("when = [{}]", charge.when.join(", "));
            let billed = format!("billed = {}", charge.billed);
            let given = |line: String, is: bool| if is { vec![line] } else { Vec::new() };
            text.push_str(&self.block(
                "charge",
                &given(when, !charge.when.is_empty()),
                &given(billed, !charge.billed.is_empty()),
            ));
        }
        self.usages(text, "The same rows state usage.");
    }

    /// Two charges where a word beside the amount says the side; rows with another word are refused.
    fn by_word(&self, text: &mut String) -> Option<Vec<Charge>> {
        let side = self.draft.place("side")?;
        let amount = self.column_of("billed")?;
        let (debit, credit) = sides::words(&self.profile.columns[side])?;
        let column = quoted(&self.profile.columns[side].name);
        let (debit, credit) = (quoted(debit), quoted(credit));
        let what = quoted("This row does not say whether the amount was paid or came back.");
        write!(
            text,
            "\n[[note]]\nwhen = {{ column = {column}, not = [{debit}, {credit}] }}\nseverity = \"error\"\nwhat = {what}\n\
             \n# What was paid, and what came back.\n"
        )
        .expect("a text grows");
        let charge = |word: &str, billed: String| Charge {
            when: vec![format!("{{ column = {column}, is = [{word}] }}")],
            billed,
        };
        let billed = format!("{amount}{}", self.remark("billed"));
        Some(vec![charge(&debit, billed), charge(&credit, negated(&amount))])
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
        when: Vec::new(),
        billed,
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
