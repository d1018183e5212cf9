//! One pass over a table: rows, exact sums of its money, negatives, stated totals, shares. Holds no rows.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use model::{Exact, Problem, Severity};

use super::amount::{self, Money};
use super::sums::Sums;
use super::{Share, StatedFacts, TableFacts};
use crate::feed::{at_sheet, called_alike, is_overlong, overlong};
use crate::formats::{Document, Header, HeaderStyle, Names, Rule, Style, is_blank};
use crate::row::{Cell, Row, RowKind, TableInfo};
use crate::running::Running;
use crate::source::{OpenError, Opened};
use crate::total_words::is_label;
use crate::unvalued::{Unvalued, lack};
use crate::value::{NumberStyle, NumberSurvey, NumberValue, OTHER_CURRENCY, Sign, currencies, two_ways};

/// Problems told of one table at most.
const MOST_PROBLEMS: usize = 100;

/// How tables are looked at.
pub(super) struct Asked<'a> {
    /// The format that the file is of.
    pub document: Option<&'a Document>,
    /// Whether that is a mapping of the user's own.
    pub is_own: bool,
    /// Columns by whose values the amounts are split.
    pub by: &'a [String],
    /// How numbers are written, where that is said.
    pub numbers: Option<NumberStyle>,
}

/// Rows in which a column of currencies is looked for.
const MOST_LOOKED_AT: u64 = 200;

/// Looks at one table of an opened file; also what is odd about its rows, unless it is known of a text already.
pub(super) fn look(
    opened: &Opened,
    place: usize,
    asked: &Asked<'_>,
) -> Result<(TableFacts, Vec<Problem>), OpenError> {
    let table = &opened.tables[place];
    let numbers = numbers_of(opened, place)?;
    let document = asked
        .document
        .filter(|document| crate::recognise::fits_table(document, &table.columns, ""));
    let money = document.map_or_else(Vec::new, |document| amount::known(document, table));
    let money = if money.is_empty() && document.is_none() {
        let currencies = currency_columns(opened, place)?;
        amount::guessed(table, &numbers, (currencies, &opened.shown_currencies(place)))
    } else {
        money
    };
    let mut all = NumberSurvey::default();
    let surveys = money.iter().filter_map(|money| numbers.get(money.place));
    surveys.for_each(|survey| all.merge(survey));
    let told = document
        .and_then(|document| document.decimal)
        .map(NumberStyle::from);
    let style = |money: &Money| {
        let seen = || {
            numbers
                .get(money.place)
                .map_or(NumberStyle::POINT, NumberSurvey::style)
        };
        let told = || told.map(|told| all.style_told(told, asked.is_own, false));
        asked.numbers.or_else(told).unwrap_or_else(seen)
    };
    let mut pass = Pass {
        styles: money.iter().map(style).collect(),
        sums: money.iter().map(|_| Sums::default()).collect(),
        tells_bad: document.is_none(),
        is_text: opened.is_text(),
        by: splits(&table.columns, asked.by),
        width: table.columns.len(),
        names: money
            .iter()
            .map(|money| table.columns[money.place].clone())
            .collect(),
        style: Style {
            null: document.map_or_else(Vec::new, |document| document.null.clone()),
            ..Style::default()
        },
        skips: document.map_or_else(Vec::new, |document| document.skips(&table.columns)),
        unvalued: Unvalued::of(
            (0..table.columns.len()).filter(|place| money.iter().all(|money| money.place != *place)),
        ),
        money,
        ..Pass::default()
    };
    opened.rows(place, &mut |row, kind| {
        pass.row(row, kind);
        ControlFlow::Continue(())
    })?;
    let odd = pass.oddities(table, &numbers);
    Ok((pass.finish(opened, place), odd))
}

/// The columns that hold currency codes, with those codes, by the first rows: all cells are, or most where the heading
/// says so.
fn currency_columns(opened: &Opened, place: usize) -> Result<Vec<(usize, Vec<String>)>, OpenError> {
    let names = &opened.tables[place].columns;
    let mut seen = vec![Codes::default(); names.len()];
    let mut rows = 0;
    opened.rows(place, &mut |row, kind| {
        if kind != RowKind::Data {
            return ControlFlow::Continue(());
        }
        for (codes, cell) in seen.iter_mut().zip(&row.cells) {
            if !cell.is_empty() {
                codes.see(cell.text().trim());
            }
        }
        rows += 1;
        if rows < MOST_LOOKED_AT {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    })?;
    let all = seen.into_iter().enumerate();
    let are_codes = all.filter(|(place, codes)| {
        let are_most = amount::is_named_currency(&names[*place]) && codes.others < codes.count;
        codes.count > 0 && (codes.others == 0 || are_most)
    });
    Ok(are_codes.map(|(place, codes)| (place, codes.different)).collect())
}

/// Currency codes among the cells of a column.
#[derive(Clone, Debug, Default)]
struct Codes {
    count: u64,
    others: u64,
    different: Vec<String>,
}

impl Codes {
    fn see(&mut self, text: &str) {
        if !currencies().contains(&text) {
            self.others += 1;
            return;
        }
        self.count += 1;
        if !self.different.iter().any(|known| known == text) {
            self.different.push(text.to_owned());
        }
    }
}

fn splits(columns: &[String], by: &[String]) -> Vec<Split> {
    let header = Header::new(columns, HeaderStyle::Plain);
    let split = |name: &String| {
        let place = header.places(&Names(vec![name.clone()])).first().copied()?;
        Some(Split {
            name: columns[place].clone(),
            place,
            shares: BTreeMap::new(),
        })
    };
    by.iter().filter_map(split).collect()
}

/// What numbers each column has: known of text files, looked up in sheets.
fn numbers_of(opened: &Opened, place: usize) -> Result<Vec<NumberSurvey>, OpenError> {
    if let Some(numbers) = opened.numbers(place) {
        return Ok(numbers.to_vec());
    }
    let mut surveys = vec![NumberSurvey::default(); opened.tables[place].columns.len()];
    opened.rows(place, &mut |row, kind| {
        if kind == RowKind::Data {
            for (survey, cell) in surveys.iter_mut().zip(&row.cells) {
                match cell {
                    Cell::Date(_) | Cell::Time(_) | Cell::Bool(_) | Cell::Error(_) => survey.others += 1,
                    Cell::Formula => survey.numbers += 1,
                    cell => survey.see(&cell.text()),
                }
            }
        }
        ControlFlow::Continue(())
    })?;
    Ok(surveys)
}

/// The amount column split by the values of one other.
struct Split {
    name: String,
    place: usize,
    shares: BTreeMap<String, Sums>,
}

/// What a cell of money holds.
enum Amount {
    /// An amount, and the currency that is written beside it.
    Is(Exact, Option<Sign>),
    Nothing,
    /// Something else, and why it is no amount.
    Bad(String, Option<&'static str>),
}

#[derive(Default)]
struct Pass {
    money: Vec<Money>,
    styles: Vec<NumberStyle>,
    /// Words that mean nothing.
    style: Style,
    /// Rows that the format leaves out.
    skips: Vec<Rule>,
    /// Columns that the table has, and the names of those of money.
    width: usize,
    names: Vec<String>,
    rows: u64,
    refused: u64,
    odd: Vec<Problem>,
    /// Whether a cell of money that is no number is odd: no format says what it means.
    tells_bad: bool,
    /// Whether rows that are too long are told by the reader.
    is_text: bool,
    negatives: u64,
    sums: Vec<Sums>,
    by: Vec<Split>,
    /// Row, amount, and whether it is the sum of the rows before.
    stated: Vec<(u64, Exact, bool)>,
    running: Running,
    /// Cells without a value in columns of anything but money.
    unvalued: Unvalued,
}

impl Pass {
    fn row(&mut self, row: &Row<'_>, kind: RowKind) {
        match kind {
            RowKind::Data if self.is_total_of_format(row) => self.total(row),
            RowKind::Data if is_overlong(row, self.width) => self.refuse(row),
            RowKind::Data => self.data(row),
            RowKind::Total => self.total(row),
            _ => {}
        }
    }

    /// Whether the format leaves a row out that is called a total, as an import does: `Region total`.
    fn is_total_of_format(&self, row: &Row<'_>) -> bool {
        let is_called = |cell: &Cell<'_>| matches!(cell, Cell::Text(text) if is_label(text));
        self.skips.iter().any(|rule| rule.holds(row, &self.style)) && row.cells.iter().any(is_called)
    }

    /// An import refuses such a row, so that it is no part of any sum here either.
    fn refuse(&mut self, row: &Row<'_>) {
        self.refused += 1;
        if !self.is_text {
            self.tell(|pass| overlong(row, pass.width));
        }
    }

    fn tell(&mut self, problem: impl FnOnce(&Self) -> Problem) {
        if self.odd.len() < MOST_PROBLEMS {
            let problem = problem(self);
            self.odd.push(problem);
        }
    }

    fn data(&mut self, row: &Row<'_>) {
        self.rows += 1;
        self.unvalued.see(row);
        for column in 0..self.money.len() {
            let (value, written) = match self.amount(column, row) {
                Amount::Is(value, written) => (value, written),
                Amount::Nothing => continue,
                Amount::Bad(why, hint) => {
                    self.tell_at(column, row, &why, hint);
                    continue;
                }
            };
            let currency = self.currency(column, row, written);
            if column == 0 {
                self.share(row, &currency, value);
            }
            self.sums[column].add(&currency, value);
        }
    }

    /// Tells of a cell of money.
    fn tell_at(&mut self, column: usize, row: &Row<'_>, what: &str, hint: Option<&str>) {
        let place = self.money[column].place;
        let value = row
            .cells
            .get(place)
            .map_or_else(String::new, |cell| cell.text().into_owned());
        self.tell(|pass| {
            let problem = Problem::new(Severity::Error, what).row(row.number).value(&value);
            let problem = problem.column(pass.names[column].clone());
            match hint {
                Some(hint) => problem.hint(hint),
                None => problem,
            }
        });
    }

    /// Adds to the amount column and what it is split by.
    fn share(&mut self, row: &Row<'_>, currency: &str, value: Exact) {
        self.negatives += u64::from(value.is_negative());
        self.running.add(value);
        for split in &mut self.by {
            let text = row
                .cells
                .get(split.place)
                .map(|cell| cell.text().trim().to_owned());
            let text = text
                .filter(|text| !self.style.null.contains(text))
                .unwrap_or_default();
            split.shares.entry(text).or_default().add(currency, value);
        }
    }

    fn total(&mut self, row: &Row<'_>) {
        if !self.money.is_empty()
            && let Amount::Is(value, _) = self.amount(0, row)
        {
            let agrees = self.running.agrees(value, 0);
            self.stated.push((row.number, value, agrees));
            self.running.mark();
        }
    }

    fn amount(&self, column: usize, row: &Row<'_>) -> Amount {
        let cell = row.cells.get(self.money[column].place);
        if let Some(lack) = cell.filter(|cell| !is_blank(cell, &self.style)).and_then(lack) {
            return Amount::Bad(lack.what.into(), Some(lack.hint));
        }
        match cell {
            Some(Cell::Number(text)) => {
                Exact::parse(text).map_or(Amount::Nothing, |value| Amount::Is(value, None))
            }
            Some(Cell::Money(text, sign)) => {
                Exact::parse(text).map_or(Amount::Nothing, |value| Amount::Is(value, Some(*sign)))
            }
            Some(Cell::Text(text)) => match self.styles[column].read(text) {
                NumberValue::Exact(value, currency) => Amount::Is(value, currency),
                NumberValue::Bad if self.tells_bad => Amount::Bad("this is no number".into(), None),
                NumberValue::Ambiguous(point, comma) if self.tells_bad => {
                    Amount::Bad(two_ways(point, comma), None)
                }
                _ => Amount::Nothing,
            },
            _ => Amount::Nothing,
        }
    }

    /// The currency of an amount: the one that the row says; the one written in the cell where only the file says
    /// another, or nothing does. An import puts a row aside that contradicts itself.
    fn currency(&mut self, column: usize, row: &Row<'_>, written: Option<Sign>) -> String {
        let money = &self.money[column];
        let (is_by_row, stated) = (
            money.is_by_row,
            money
                .currency
                .as_ref()
                .map_or_else(String::new, |getter| getter.text(row, &self.style).to_uppercase()),
        );
        let Some((sign, code)) = written.map(|sign| (sign, sign.code().unwrap_or_default())) else {
            return stated;
        };
        if stated.is_empty() {
            return code.to_owned();
        }
        if !sign.contradicts(&stated) {
            return stated;
        }
        self.tell_at(column, row, &sign.differs_from(&stated), Some(OTHER_CURRENCY));
        if is_by_row { stated } else { code.to_owned() }
    }

    /// What was odd about its rows and columns.
    fn oddities(&mut self, table: &TableInfo, numbers: &[NumberSurvey]) -> Vec<Problem> {
        let mut odd = std::mem::take(&mut self.odd);
        odd.extend(self.unvalued.problems(&table.columns));
        let money = self.money.iter().map(|money| money.place);
        odd.extend(called_alike(table, Some(numbers), money));
        odd.into_iter().map(|odd| at_sheet(odd, &table.name)).collect()
    }

    fn finish(self, opened: &Opened, place: usize) -> TableFacts {
        let table = &opened.tables[place];
        let name = |money: &Money| table.columns[money.place].clone();
        // Amounts without a sign are of the one currency that is written beside others.
        let sign = |column: usize| self.sums[column].only_currency();
        let mut sums: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for (column, money) in self.money.iter().enumerate() {
            // Of columns with one name the first counts.
            let under = || self.sums[column].under(sign(column)).collect();
            sums.entry(name(money)).or_insert_with(under);
        }
        let stated = self.stated.iter().map(|(row, amount, agrees)| StatedFacts {
            row: *row,
            amount: amount.to_string(),
            agrees: *agrees || self.running.is_all(*amount),
        });
        let share = |(value, sums): (&String, &Sums)| {
            let of = |(currency, amount)| Share {
                value: value.clone(),
                currency,
                amount,
            };
            sums.under(sign(0)).map(of).collect::<Vec<_>>()
        };
        TableFacts {
            sheet: table.name.clone(),
            hidden: table.hidden,
            preamble_rows: table.preamble_rows,
            header_row: table.header_row,
            footer_rows: table.footer_rows,
            columns: table.columns.clone(),
            rows: self.rows,
            refused_rows: self.refused,
            amount_column: self.money.first().map(name),
            sums,
            negatives: self.negatives,
            stated_totals: stated.collect(),
            by: self
                .by
                .iter()
                .map(|split| (split.name.clone(), split.shares.iter().flat_map(share).collect()))
                .collect(),
        }
    }
}
