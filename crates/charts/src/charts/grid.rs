//! A grid of shares: rows by columns, stronger where the share is larger, its figure inside. Adoption by tool and team,
//! retention by cohort and week. A cell that may not be shown is hatched and says so; one that is not known or not yet
//! there is empty and says that.

use crate::canvas::{Anchor, Area, Pen, Tag};
use crate::drawing::{DataTable, Drawing, Options, Titles};
use crate::font::{Weight, fit, width};
use crate::format::{Figure, percent};
use crate::page::{Page, Rows, Sheet, TICK};
use crate::theme::Rgb;
use crate::{MOST_MARKS, Theme};

/// Shares by row and column.
#[derive(Clone, Debug)]
pub struct Grid {
    /// The words around it.
    pub titles: Titles,
    /// What a row is: `Team`.
    pub row: String,
    /// Columns in the order to draw.
    pub columns: Vec<String>,
    /// Rows in the order to draw.
    pub rows: Vec<GridRow>,
    /// What is said where there is nothing.
    pub empty: String,
}

/// One row.
#[derive(Clone, Debug)]
pub struct GridRow {
    /// For drill-down.
    pub key: String,
    /// Full name.
    pub name: String,
    /// One per column.
    pub cells: Vec<GridCell>,
}

/// One cell.
#[derive(Clone, Debug)]
pub enum GridCell {
    /// A share, 0 to 1, and the counts behind it: `12 of 20, 3 unknown`.
    Share(Figure, String),
    /// Too few people: the words in place of it.
    Hidden(String),
    /// Nothing is known of it, or it is still to come: the words.
    None(String),
}

const HEAD: f64 = 20.0;
const NARROWEST: f64 = 34.0;

impl Grid {
    /// Draws it.
    pub fn draw(&self, options: &Options) -> Drawing {
        let sheet = Sheet {
            options,
            titles: &self.titles,
            unit: String::new(),
            remark: "Hatched: too few to show.".to_owned(),
            alt: self.sentence(options),
            table: self.table(options),
        };
        if self.rows.is_empty() || self.columns.is_empty() {
            return sheet.empty(&self.empty);
        }
        sheet.draw(|page| self.plot(page))
    }

    fn sentence(&self, options: &Options) -> String {
        let shares = self.rows.iter().flat_map(|row| {
            row.cells
                .iter()
                .zip(&self.columns)
                .filter_map(|(cell, column)| match cell {
                    GridCell::Share(share, counts) => Some((*share, &row.name, column, counts)),
                    _ => None,
                })
        });
        let most = shares
            .max_by_key(|cell| cell.0)
            .map(|(share, row, column, counts)| {
                let share = percent(share, 0, &options.locale);
                format!("; the largest is {share} ({counts}), {row}, {column}")
            });
        format!(
            "grid of {} rows by {} columns{}.",
            self.rows.len(),
            self.columns.len(),
            most.unwrap_or_default()
        )
    }

    fn table(&self, options: &Options) -> DataTable {
        let heads = [self.row.clone()].into_iter().chain(self.columns.iter().cloned());
        let mut table = DataTable::with_columns(heads);
        for row in &self.rows {
            let cells = row.cells.iter().map(|cell| match cell {
                GridCell::Share(share, counts) => {
                    format!("{} ({counts})", percent(*share, 0, &options.locale))
                }
                GridCell::Hidden(words) | GridCell::None(words) => words.clone(),
            });
            table.push([row.name.clone()].into_iter().chain(cells));
        }
        // A book without any column still has a table.
        if self.columns.is_empty() {
            table = DataTable::with_columns([self.row.as_str(), "Share"]);
        }
        table
    }

    fn plot(&self, page: &mut Page<'_, '_>) {
        let names: Vec<&str> = self.rows.iter().map(|row| row.name.as_str()).collect();
        let rows = Rows::new(page, &names, 22.0, (HEAD, 2.0, 18.0));
        let fits = ((rows.plot.w / NARROWEST) as usize).clamp(1, self.columns.len());
        let shown = rows.shown.min(MOST_MARKS / fits);
        let wide = (rows.plot.w / fits as f64).min(220.0);
        for (column, name) in self.columns.iter().enumerate().take(fits) {
            let text = fit(name, TICK, Weight::Text, wide - 6.0);
            page.tick(
                (rows.plot.x + wide * (column as f64 + 0.5), rows.plot.y - 7.0),
                &text,
                Anchor::Middle,
            );
        }
        for (at, row) in self.rows.iter().enumerate().take(shown) {
            rows.name(page, at, (&row.name, ""));
            for (column, (cell, name)) in row.cells.iter().zip(&self.columns).enumerate().take(fits) {
                let left = rows.plot.x + wide * column as f64;
                let area = Area::new(left, rows.plot.y + rows.height * at as f64, wide, rows.height);
                let key = format!("{}|{column}", row.key);
                draw(
                    page,
                    area.inside(0.0, 0.0, 2.0, 2.0),
                    cell,
                    (&key, format!("{}, {name}", row.name)),
                );
            }
        }
        rows.rest(page, self.rows.len());
        if fits < self.columns.len() {
            let text = format!("{} columns more in table", self.columns.len() - fits);
            page.tick((rows.plot.right(), rows.plot.bottom() + 13.0), &text, Anchor::End);
        }
    }
}

fn draw(page: &mut Page<'_, '_>, area: Area, cell: &GridCell, (key, label): (&str, String)) {
    match cell {
        GridCell::Share(share, counts) => {
            let colour = shade(page.theme, *share);
            let text = percent(*share, 0, page.locale);
            page.canvas
                .cell(area, colour, Tag::new(key, label, format!("{text}: {counts}")));
            page.within(area, &text, (colour, Weight::Text));
        }
        GridCell::Hidden(words) => {
            let tag = Tag::new(key, label, words);
            page.canvas
                .hatched_bar(area, (page.theme.paper, page.theme.hair), tag);
            words_in(page, area, words);
        }
        GridCell::None(words) => {
            let pen = Pen::solid(page.theme.hair, 1.0);
            page.canvas
                .outlined_bar(area, (pen, page.theme.paper), Tag::new(key, label, words));
            words_in(page, area, words);
        }
    }
}

/// Words in place of a share, on paper, where there is room.
fn words_in(page: &mut Page<'_, '_>, area: Area, words: &str) {
    let wide = width(words, TICK, Weight::Text) + 8.0;
    if area.w < wide || area.h < TICK + 4.0 {
        return;
    }
    let (x, y) = area.middle();
    page.canvas.wash(
        Area::new(x - wide / 2.0, y - 8.0, wide, 15.0).within(area),
        page.theme.paper,
    );
    page.tick((x, y + 4.0), words, Anchor::Middle);
}

/// From the hairline tone at nothing to the first series at all.
fn shade(theme: &Theme, share: Figure) -> Rgb {
    let share = share.position().clamp(0.0, 1.0);
    theme.series(0).over(theme.paper, 0.08 + 0.92 * share)
}
