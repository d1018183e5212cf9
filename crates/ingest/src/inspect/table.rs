//! One pass over a table: rows, exact sums of its money, negatives, stated totals, shares. Holds no rows.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use model::{Exact, ExactSum, Problem};

use super::amount::{self, Money};
use super::{Share, StatedFacts, TableFacts};
use crate::feed::{at_sheet, is_overlong, overlong};
use crate::formats::{Document, Header, HeaderStyle, Names, Style};
use crate::row::{Cell, Row, RowKind};
use crate::source::{OpenError, Opened};
use crate::value::{NumberStyle, NumberSurvey, NumberValue};

/// Problems told of one table at most.
const MOST_PROBLEMS: usize = 100;

/// How tables are looked at.
pub(super) struct Asked<'a> {
    /// The format that the file is of.
    pub document: Option<&'a Document>,
    /// Columns by whose values the amounts are split.
    pub by: &'a [String],
    /// How numbers are written, where that is said.
    pub numbers: Option<NumberStyle>,
}

/// Looks at one table of an opened file; also what is odd about its rows, which of a text is known already.
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
        amount::guessed(table, &numbers)
    } else {
        money
    };
    let style = |money: &Money| {
        let seen = || {
            numbers
                .get(money.place)
                .map_or(NumberStyle::POINT, NumberSurvey::style)
        };
        asked.numbers.unwrap_or_else(seen)
    };
    let mut pass = Pass {
        styles: money.iter().map(style).collect(),
        sums: money.iter().map(|_| BTreeMap::new()).collect(),
        cell_currencies: money.iter().map(|_| Vec::new()).collect(),
        by: splits(&table.columns, asked.by),
        width: table.columns.len(),
        style: Style {
            null: document.map_or_else(Vec::new, |document| document.null.clone()),
            ..Style::default()
        },
        money,
        ..Pass::default()
    };
    opened.rows(place, &mut |row, kind| {
        pass.row(row, kind);
        ControlFlow::Continue(())
    })?;
    let odd = std::mem::take(&mut pass.odd);
    let odd = if opened.is_text() { Vec::new() } else { odd };
    Ok((
        pass.finish(opened, place),
        odd.into_iter().map(|odd| at_sheet(odd, &table.name)).collect(),
    ))
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
    if let Some(file) = opened.text() {
        return Ok(file.tables[place].numbers.clone());
    }
    let mut surveys = vec![NumberSurvey::default(); opened.tables[place].columns.len()];
    opened.rows(place, &mut |row, kind| {
        if kind == RowKind::Data {
            for (survey, cell) in surveys.iter_mut().zip(&row.cells) {
                match cell {
                    Cell::Date(_) | Cell::Time(_) | Cell::Bool(_) | Cell::Error(_) => survey.others += 1,
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
    shares: BTreeMap<(String, String), ExactSum>,
}

#[derive(Default)]
struct Pass {
    money: Vec<Money>,
    styles: Vec<NumberStyle>,
    /// Words that mean nothing.
    style: Style,
    /// Columns that the table has.
    width: usize,
    rows: u64,
    refused: u64,
    odd: Vec<Problem>,
    negatives: u64,
    sums: Vec<BTreeMap<String, ExactSum>>,
    /// Currencies written in the cells of each column.
    cell_currencies: Vec<Vec<&'static str>>,
    by: Vec<Split>,
    stated: Vec<(u64, Exact, ExactSum)>,
    running: ExactSum,
}

impl Pass {
    fn row(&mut self, row: &Row<'_>, kind: RowKind) {
        match kind {
            RowKind::Data if is_overlong(row, self.width) => self.refuse(row),
            RowKind::Data => self.data(row),
            RowKind::Total => self.total(row),
            _ => {}
        }
    }

    /// An import refuses such a row, so that it is no part of any sum here either.
    fn refuse(&mut self, row: &Row<'_>) {
        self.refused += 1;
        if self.odd.len() < MOST_PROBLEMS {
            self.odd.push(overlong(row, self.width));
        }
    }

    fn data(&mut self, row: &Row<'_>) {
        self.rows += 1;
        for column in 0..self.money.len() {
            let Some((value, written)) = self.amount(column, row) else {
                continue;
            };
            let currency = self.currency(column, row);
            if let Some(sign) = written
                && !self.cell_currencies[column].contains(&sign)
            {
                self.cell_currencies[column].push(sign);
            }
            if column == 0 {
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
                    split
                        .shares
                        .entry((text, currency.clone()))
                        .or_default()
                        .add(value);
                }
            }
            self.sums[column].entry(currency).or_default().add(value);
        }
    }

    fn total(&mut self, row: &Row<'_>) {
        if !self.money.is_empty()
            && let Some((value, _)) = self.amount(0, row)
        {
            self.stated.push((row.number, value, self.running.clone()));
        }
    }

    fn amount(&self, column: usize, row: &Row<'_>) -> Option<(Exact, Option<&'static str>)> {
        let cell = row.cells.get(self.money[column].place)?;
        match cell {
            Cell::Number(text) => Some((Exact::parse(text)?, None)),
            Cell::Text(text) => match self.styles[column].read(text) {
                NumberValue::Exact(value, currency) => Some((value, currency)),
                _ => None,
            },
            _ => None,
        }
    }

    fn currency(&self, column: usize, row: &Row<'_>) -> String {
        let getter = self.money[column].currency.as_ref();
        getter.map_or_else(String::new, |getter| getter.text(row, &self.style).to_uppercase())
    }

    fn finish(self, opened: &Opened, place: usize) -> TableFacts {
        let table = &opened.tables[place];
        let name = |money: &Money| table.columns[money.place].clone();
        let sign = |column: usize| match self.cell_currencies[column][..] {
            [one] => one,
            _ => "",
        };
        let sums = self.money.iter().enumerate().map(|(column, money)| {
            let known = self.sums[column].iter().map(|(currency, sum)| {
                let currency = if currency.is_empty() {
                    sign(column)
                } else {
                    currency
                };
                (currency.to_owned(), sum.to_string())
            });
            (name(money), known.collect())
        });
        let all = self.running.decimal();
        let stated = self.stated.iter().map(|(row, amount, before)| StatedFacts {
            row: *row,
            amount: amount.to_string(),
            agrees: amount.decimal() == before.decimal() || amount.decimal() == all,
        });
        let share = |((value, currency), sum): (&(String, String), &ExactSum)| Share {
            value: value.clone(),
            currency: if currency.is_empty() {
                sign(0).to_owned()
            } else {
                currency.clone()
            },
            amount: sum.to_string(),
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
            sums: sums.collect(),
            negatives: self.negatives,
            stated_totals: stated.collect(),
            by: self
                .by
                .iter()
                .map(|split| (split.name.clone(), split.shares.iter().map(share).collect()))
                .collect(),
        }
    }
}
