//! On which side of an account an amount is: two columns of which each row fills one, or a word beside the amount.
//! Decides by what the cells hold; headings only say which side is which.

use ingest::formats::payee;
use ingest::profile::{ColumnProfile, Profile};

use super::grid::Grid;
use super::heading::{heading, is_account, is_balance, is_contra};
use super::headings::{CREDIT, DEBIT};
use super::row_words::{BACK, BILL_CODES, BILLS, KEYS, PAID, SETTLED, WITHIN, WORDS};

/// Headings of what was paid that could mean anything where no column takes turns with theirs.
const OUT: &str = "outflow|out|ut|uit|ud|sortie|sorties|ausgabe|ausgaben|auszahlung|auszahlungen|belastung|\
     belastungen|abgang|payments|payment|spent|charges|charge|withdrawals|debits|utgift|utgifter|\
     utbetalning|utbetalt|uitgaven|uitgave|gastos|salida|salidas|cargo|cargos|uscita|uscite|addebiti|dépense|\
     dépenses|expense|expenses|outgoing|ausgehend|utgående|uitgaand|sortant|saliente|ut fra konto|ut av konto|ud af konto";
/// Likewise of what came back.
const IN: &str = "inflow|in|ind|inn|entrée|entrées|einnahme|einnahmen|einzahlung|einzahlungen|gutschrift|\
     gutschriften|zugang|deposits|received|receipts|refund|refunds|credits|inkomst|inkomster|inbetalning|\
     innbetaling|inkomsten|ingresos|entrada|entradas|abono|abonos|entrata|entrate|accrediti|recette|recettes|\
     income|incoming|eingehend|inkommande|inkomend|entrant|entrante|inn på konto|ind på konto|in på konto";
/// Of so many amounts in ten below zero, that is how the file writes what was paid.
const MOSTLY_BELOW: u64 = 8;

/// The two columns that take turns: what was paid, and what came back.
pub(crate) fn pair(profile: &Profile, grid: &Grid) -> Option<(usize, usize)> {
    let numeric = grid.numeric();
    let pairs = numeric
        .iter()
        .flat_map(|first| numeric.iter().map(move |second| (*first, *second)));
    let is_pair = |(debit, credit): &(usize, usize)| {
        let (debit, credit) = (&profile.columns[*debit].name, &profile.columns[*credit].name);
        is_out(debit) && is_in(credit)
    };
    pairs
        .filter(|(debit, credit)| debit != credit && grid.take_turns(*debit, *credit))
        .find(is_pair)
}

fn is_out(name: &str) -> bool {
    says(DEBIT.words, OUT, name) && !says(CREDIT.words, IN, name)
}

fn is_in(name: &str) -> bool {
    says(CREDIT.words, IN, name) && !says(DEBIT.words, OUT, name)
}

fn says(words: &str, more: &str, name: &str) -> bool {
    heading(words, name).0.max(heading(more, name).0) > 1
}

/// The words of a column that says the side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Words {
    pub paid: Vec<String>,
    pub back: Vec<String>,
}

/// The words of a column that says the side: a pair and no others, or bills and credit notes beside whatever else.
pub(crate) fn words(column: &ColumnProfile) -> Option<Words> {
    pair_of(column, WORDS)
        .or_else(|| pair_of(column, KEYS))
        .or_else(|| kinds(column))
}

fn pair_of(column: &ColumnProfile, pairs: &[(&str, &str)]) -> Option<Words> {
    let is = |value: &str, word: &str| value.to_lowercase() == word.to_lowercase();
    let fits = |(debit, credit): &&(&str, &str)| {
        let one = |value: &String| {
            is(value, debit) || is(value, credit) || is_settled(column, value) || is_one_of(WITHIN, value)
        };
        column.values.iter().all(one)
            && column
                .values
                .iter()
                .any(|value| is(value, debit) || is(value, credit))
    };
    let holds = !column.has_more && !column.values.is_empty();
    let (debit, credit) = pairs.iter().filter(|_| holds).find(fits)?;
    Some(Words {
        paid: vec![(*debit).to_owned()],
        back: vec![(*credit).to_owned()],
    })
}

/// Values that are one of several kinds of what was paid, and of what came back; both are there.
fn kinds(column: &ColumnProfile) -> Option<Words> {
    let is_paid =
        |value: &&String| is_one_of(BILLS, value) || (is_one_of(PAID, value) && !is_settled(column, value));
    let paid: Vec<String> = column.values.iter().filter(is_paid).cloned().collect();
    let of_back = column.values.iter().filter(|value| is_one_of(BACK, value));
    let back: Vec<String> = of_back.cloned().collect();
    (!column.has_more && !paid.is_empty() && !back.is_empty()).then_some(Words { paid, back })
}

/// Whether a value is a word for the payment of bills that the same column names.
pub(crate) fn is_settled(column: &ColumnProfile, value: &str) -> bool {
    let is_bill =
        |value: &String| is_one_of(BILLS, value) || BILL_CODES.contains(&value.to_lowercase().as_str());
    is_one_of(SETTLED, value) && column.values.iter().any(is_bill)
}

/// Whether a value is one of some words, however it is spelt.
pub(crate) fn is_one_of(words: &[&str], value: &str) -> bool {
    let plain = value.to_lowercase().replace(['-', '_', '.'], " ");
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    words.contains(&plain.as_str())
}

/// Whether a column holds both words: then it says the side, whatever its heading.
pub(crate) fn has_both(column: &ColumnProfile) -> bool {
    let is_pair = pair_of(column, WORDS).is_some() && column.values.len() > 1;
    is_pair || kinds(column).is_some()
}

/// What the amounts say of the side beside a column that says it in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signs {
    /// Nothing: only the word does.
    Open,
    /// What came back is below zero.
    Back,
    /// What was paid is below zero.
    Paid,
}

/// What signs the amounts have beside words of a side.
pub(crate) fn signs(profile: &Profile, grid: &Grid, (side, amount): (usize, usize)) -> Signs {
    let Some(words) = words(&profile.columns[side]) else {
        return Signs::Open;
    };
    let holds = |words: &[String], cell: &str| {
        words
            .iter()
            .any(|word| word.to_lowercase() == cell.to_lowercase())
    };
    let data = profile.data();
    let numbers = data.enumerate().filter_map(|(row, shown)| {
        let cell = shown.cells.get(side)?;
        let is_paid = holds(&words.paid, cell);
        (is_paid || holds(&words.back, cell)).then_some((is_paid, grid.at(amount, row)?))
    });
    let numbers: Vec<(bool, f64)> = numbers.collect();
    let are_below = |paid: bool| {
        let of_side = || numbers.iter().filter(|(is_paid, _)| *is_paid == paid);
        of_side().next().is_some() && of_side().all(|(_, number)| *number <= 0.0)
    };
    match (are_below(true), are_below(false)) {
        (false, true) => Signs::Back,
        (true, false) => Signs::Paid,
        _ => Signs::Open,
    }
}

/// Whether an account is told of whose money goes down when something is paid: what went to known vendors is below zero
/// in nearly all rows, or beside a balance nearly all amounts are, or they are those by which the balance goes down.
pub(crate) fn is_payment(profile: &Profile, grid: &Grid, amount: usize) -> bool {
    let vendors = of_vendors(profile, grid, amount);
    let (below, named) = (
        vendors.iter().filter(|number| **number < 0.0).count() as u64,
        vendors.len() as u64,
    );
    if below > 0 && (below * 10 >= named * MOSTLY_BELOW || outweighs(&vendors)) {
        return true;
    }
    let numbers = &profile.columns[amount].numbers;
    let columns = profile.columns.iter().enumerate();
    let balances = columns.filter(|(place, column)| *place != amount && holds_balance(column));
    let balances: Vec<usize> = balances.map(|(place, _)| place).collect();
    if is_booked(&profile.columns[amount])
        || numbers.negatives == 0
        || balances.is_empty()
        || is_balance(&profile.columns[amount].name)
    {
        return false;
    }
    // What is owed to a card grows by what is bought.
    let is_paid = || {
        if named > 0 {
            below * 2 > named
        } else {
            numbers.negatives * 2 >= numbers.numbers
        }
    };
    let runs = |balance: &usize| grid.runs(amount, *balance);
    numbers.negatives * 10 >= numbers.numbers * MOSTLY_BELOW || (is_paid() && balances.iter().any(runs))
}

/// Whether the amounts of a column say their side themselves: `25,000.00 Dr`.
pub(crate) fn is_booked(column: &ColumnProfile) -> bool {
    let is_word = |text: &String| {
        let text = text.to_uppercase();
        let text = text.trim_end_matches(['.', ')', ' ']);
        text.ends_with("DR") || text.ends_with("CR")
    };
    column.values.iter().any(is_word)
}

/// Whether sides are those of creditors, beside the accounts of what was bought: numbers of one digit more that begin with
/// 7, 8 or 9, as DATEV has them. `false` where some are; `None` where none is.
pub(crate) fn are_creditors(profile: &Profile) -> Option<bool> {
    let digits = |column: &&ColumnProfile| {
        let is_number = |text: &String| text.bytes().all(|byte| byte.is_ascii_digit());
        !column.values.is_empty() && column.values.iter().all(is_number)
    };
    let mut numbered = profile.columns.iter().filter(digits);
    let contra = numbered.clone().find(|column| is_contra(&column.name))?;
    let account = numbered.find(|column| is_account(&column.name) && !is_contra(&column.name))?;
    let length = contra.values.iter().map(String::len).min()?;
    let is_creditor = |text: &&String| text.len() == length + 1 && text.starts_with(['7', '8', '9']);
    let creditors = account.values.iter().filter(is_creditor).count();
    (creditors > 0).then_some(creditors == account.values.len() && !account.has_more)
}

/// Whether one of some columns tells of such an account.
pub(crate) fn are_payments(profile: &Profile, amounts: &[usize]) -> bool {
    if amounts.is_empty() {
        return false;
    }
    let grid = Grid::of(profile);
    amounts.iter().any(|amount| is_payment(profile, &grid, *amount))
}

/// Whether what is below zero is at least half of the amounts and far more money than the rest: a few refunds beside what was
/// paid, for nobody takes back more than was charged.
fn outweighs(amounts: &[f64]) -> bool {
    let (below, above): (Vec<f64>, Vec<f64>) = amounts.iter().partition(|amount| **amount < 0.0);
    below.len() >= above.len() && -below.iter().sum::<f64>() > 2.0 * above.iter().sum::<f64>()
}

/// Amounts of rows that name a known vendor.
fn of_vendors(profile: &Profile, grid: &Grid, amount: usize) -> Vec<f64> {
    let data = profile.data();
    let names_vendor = |cells: &[String]| cells.iter().any(|cell| !payee(cell).is_empty());
    let paid = data.enumerate().filter(|(_, shown)| names_vendor(&shown.cells));
    paid.filter_map(|(row, _)| grid.at(amount, row)).collect()
}

/// Whether a column says what is left on an account.
pub(super) fn holds_balance(column: &ColumnProfile) -> bool {
    is_balance(&column.name) && column.numbers.numbers > 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapper::fixture::profile;

    fn sides(table: &str) -> Option<(usize, usize)> {
        let profile = profile(table);
        pair(&profile, &Grid::of(&profile))
    }

    #[test]
    fn columns_that_take_turns_are_sides_and_their_names_say_which() {
        for names in [
            "Outflow,Inflow",
            "Ut,In",
            "Sortie,Entrée",
            "Ausgaben,Einnahmen",
            "Paid out,Paid in",
            "Money Out,Money In",
            "Withdrawals,Deposits",
            "Af,Bij",
            "Soll,Haben",
            "Outgoing_EUR,Incoming_EUR",
            "Betrag ausgehend,Betrag eingehend",
            "Ut fra konto,Inn på konto",
        ] {
            let table = format!("Date,Payee,{names}\n2026-01-15,OpenAI,20.00,\n2026-01-18,Anthropic,,5.00\n");
            assert_eq!(sides(&table), Some((2, 3)), "{names}");
        }
        let turned = "Date,Inflow,Outflow\n2026-01-15,20.00,\n2026-01-18,,5.00\n";
        assert_eq!(sides(turned), Some((2, 1)));
    }

    #[test]
    fn columns_that_are_filled_together_or_named_otherwise_are_no_sides() {
        assert_eq!(sides("Model,In,Out\ngpt,20,3\nclaude,4,5\n"), None);
        assert_eq!(
            sides("Date,Left,Right\n2026-01-15,20.00,\n2026-01-18,,5.00\n"),
            None
        );
    }

    #[test]
    fn a_word_says_the_side_if_the_column_holds_no_other() {
        let column = |cells: &str| profile(&format!("A,B\n{cells}")).columns[1].clone();
        let words = |cells: &str| {
            super::words(&column(cells)).map(|words| (words.paid.join("|"), words.back.join("|")))
        };
        let both = |paid: &str, back: &str| Some((paid.to_owned(), back.to_owned()));
        assert_eq!(words("1,s\n2,h\n"), both("S", "H"));
        assert_eq!(words("1,DR\n2,CR\n"), both("DR", "CR"));
        assert_eq!(words("1,40\n2,50\n"), both("40", "50"));
        // Numbers are posting keys only where the heading says so.
        assert!(!has_both(&column("1,40\n2,50\n")) && has_both(&column("1,KR\n2,KG\n3,KZ\n")));
        assert!(!has_both(&column("1,Af\n2,Af\n")) && has_both(&column("1,Af\n2,Bij\n")));
        assert_eq!(words("1,Debit\n2,Transfer\n"), None);
    }

    #[test]
    fn bills_and_credit_notes_are_sides_whatever_else_stands_beside_them() {
        for (paid, back) in [
            ("Invoice", "Credit note"),
            ("INVOICE", "CREDIT_MEMO"),
            ("Bill", "Bill Credit"),
            ("Rechnung", "Gutschrift"),
            ("Facture", "Avoir"),
            ("Factuur", "Creditnota"),
            ("Faktura", "Kreditfaktura"),
            ("Charge", "Credit"),
            ("Payment", "Refund"),
            ("Purchase", "Return"),
            ("Expense", "Refund"),
        ] {
            let table = format!("A,B\n1,{paid}\n2,{back}\n3,Journal\n");
            let found = words(&profile(&table).columns[1]).expect(paid);
            assert_eq!(
                (found.paid, found.back),
                (vec![paid.to_owned()], vec![back.to_owned()])
            );
        }
        let column = |cells: &str| profile(&format!("A,B\n{cells}")).columns[1].clone();
        assert_eq!(words(&column("1,Invoice\n2,Journal\n")), None);
        // Payments of bills are no bills.
        let paid = words(&column("1,Invoice\n2,Payment\n3,Credit note\n")).expect("sides");
        assert_eq!(paid.paid, ["Invoice"]);
    }

    #[test]
    fn amounts_with_a_sign_need_no_word() {
        let signs = |table: &str| {
            let profile = profile(table);
            super::signs(&profile, &Grid::of(&profile), (1, 0))
        };
        assert_eq!(signs("A,B\n20.00,S\n5.00,H\n"), Signs::Open);
        assert_eq!(signs("A,B\n20.00,S\n-5.00,H\n"), Signs::Back);
        assert_eq!(signs("A,B\n-20.00,S\n5.00,H\n"), Signs::Paid);
        assert_eq!(signs("A,B\n20.00,x\n5.00,y\n"), Signs::Open);
    }

    #[test]
    fn amounts_below_zero_beside_a_balance_are_payments() {
        let is_payment = |table: &str| {
            let profile = profile(table);
            is_payment(&profile, &Grid::of(&profile), 1)
        };
        assert!(is_payment(
            "Fecha;Importe;Concepto;Saldo\n2026-03-01;-20,00;OPENAI;980,00\n2026-03-02;1500,00;X;2480,00\n\
             2026-03-13;5,00;ANTHROPIC;2485,00\n2026-03-14;-18,00;OPENAI;2467,00\n"
        ));
        // Few lines, one of them a refund.
        assert!(is_payment(
            "Date,Amount,Payee\n2026-03-01,-20.00,OPENAI\n2026-03-02,-118.40,ANTHROPIC\n2026-03-03,-40.00,CURSOR\n\
             2026-03-13,18.40,ANTHROPIC\n2026-03-14,500.00,PAYMENT - THANK YOU\n"
        ));
        // Credits beside charges.
        assert!(!is_payment(
            "Date,Amount,Payee\n2026-03-01,20.00,OPENAI\n2026-03-02,-18.40,ANTHROPIC\n2026-03-03,-4.00,CURSOR\n"
        ));
        // Each amount says its side.
        assert!(!is_payment(
            "Date;Amount;Text;Balance\n03/09/2026;25.00 Dr;X;75.00 Cr\n04/09/2026;100.00 Cr;Y;175.00 Cr\n05/09/2026;50.00 Cr;Y;225.00 Cr\n"
        ));
        // What is owed to a card.
        assert!(!is_payment(
            "Date;Amount;Text;Balance\n2026-03-01;20,00;OPENAI;20,00\n2026-03-02;-15,00;X;5,00\n2026-03-03;5,00;X;10,00\n"
        ));
        assert!(is_payment(
            "Datum;Belopp;Saldo\n2026-01-03;-234,50;10 000,00\n2026-01-05;-20,00;9 980,00\n"
        ));
        assert!(!is_payment(
            "Datum;Belopp;Moms\n2026-01-03;-234,50;1,00\n2026-01-05;-20,00;2,00\n"
        ));
        assert!(!is_payment(
            "Datum;Belopp;Saldo\n2026-01-03;234,50;1,00\n2026-01-05;-20,00;2,00\n"
        ));
    }
}
