//! Stacked columns over time: at most seven series and "other", named directly at the right. Provisional columns are
//! hatched, the budget is a dotted step. It sums what it is given; it does not query, convert or forecast.

use model::Period;

use crate::MOST_MARKS;
use crate::canvas::{Anchor, Area, Pen, Tag};
use crate::drawing::{DataTable, Drawing, Options, Titles};
use crate::font::{Weight, fit, width};
use crate::format::{self, Figure, Locale, Unit};
use crate::page::{LABEL, Page, Sheet, TICK, spread, widest};
use crate::scale::Axis;
use crate::theme::MOST_SERIES;

/// Least distance between two names at the right.
const NAME_GAP: f64 = 14.0;

/// What was spent, by period and series.
#[derive(Clone, Debug)]
pub struct SpendOverTime {
    /// The words around it.
    pub titles: Titles,
    /// What the figures are.
    pub unit: Unit,
    /// Columns, oldest first.
    pub columns: Vec<TimeColumn>,
    /// Series in any order; the largest stands at the base, those beyond seven are summed as "other".
    pub series: Vec<Series>,
}

/// One column.
#[derive(Clone, Debug)]
pub struct TimeColumn {
    /// Which days.
    pub period: Period,
    /// Whether more may come: drawn hatched.
    pub is_provisional: bool,
    /// What was planned.
    pub budget: Option<Figure>,
}

/// One series.
#[derive(Clone, Debug)]
pub struct Series {
    /// For drill-down.
    pub key: String,
    /// Full name.
    pub name: String,
    /// One figure per column; missing ones are zero.
    pub values: Vec<Figure>,
}

impl Series {
    fn at(&self, column: usize) -> Figure {
        self.values.get(column).copied().unwrap_or_default()
    }

    fn size(&self) -> Figure {
        self.values.iter().map(|value| value.magnitude()).sum()
    }
}

/// A column as drawn: one or more periods.
struct Drawn {
    period: Period,
    name: String,
    is_provisional: bool,
    budget: Option<Figure>,
    parts: Vec<Figure>,
}

impl Drawn {
    fn total(&self) -> Figure {
        self.parts.iter().copied().sum()
    }

    fn above(&self) -> Figure {
        self.parts
            .iter()
            .copied()
            .filter(|part| !part.is_negative())
            .sum()
    }

    fn below(&self) -> Figure {
        self.parts.iter().copied().filter(|part| part.is_negative()).sum()
    }
}

impl SpendOverTime {
    /// Draws it.
    pub fn draw(&self, options: &Options) -> Drawing {
        let series = largest_first(&self.series);
        let columns = self.drawn(&series, options);
        let axis = Axis::from_zero(
            extremes(&columns),
            &self.unit,
            (options.height / 50).clamp(2, 5) as usize,
        );
        let sheet = Sheet {
            options,
            titles: &self.titles,
            unit: axis.magnitude.phrase(),
            remark: String::new(),
            alt: self.sentence(&series, options),
            table: self.table(&series, options),
        };
        if columns.is_empty() || series.is_empty() {
            return sheet.empty("No spend in this period.");
        }
        sheet.draw(|page| {
            Stack {
                unit: &self.unit,
                columns: &columns,
                series: &series,
                axis: &axis,
            }
            .draw(page)
        })
    }

    /// The columns, joined in equal runs where there are more than the page has room for.
    fn drawn(&self, series: &[Series], options: &Options) -> Vec<Drawn> {
        let most = (options.width as usize / 6).max(20);
        let run = self.columns.len().div_ceil(most).max(1);
        let runs = self.columns.chunks(run).enumerate();
        runs.map(|(at, joined)| {
            let period = joined
                .iter()
                .skip(1)
                .fold(joined[0].period, |hull, column| hull.hull(&column.period));
            let inside = at * run..at * run + joined.len();
            Drawn {
                period,
                name: format::period(&period, &options.locale),
                is_provisional: joined.iter().any(|column| column.is_provisional),
                budget: joined.iter().map(|column| column.budget).sum(),
                parts: series
                    .iter()
                    .map(|one| inside.clone().map(|column| one.at(column)).sum())
                    .collect(),
            }
        })
        .collect()
    }

    fn sentence(&self, series: &[Series], options: &Options) -> String {
        let (Some(first), Some(last)) = (self.columns.first(), self.columns.last()) else {
            return String::new();
        };
        let total = series.iter().map(|one| one.at(self.columns.len() - 1)).sum();
        let names: Vec<&str> = series.iter().map(|one| one.name.as_str()).collect();
        format!(
            "stacked columns from {} to {}, the last {}{}; from the base: {}.",
            format::period(&first.period, &options.locale),
            format::period(&last.period, &options.locale),
            self.unit.full(total, &options.locale),
            if last.is_provisional { ", provisional" } else { "" },
            names.join(", "),
        )
    }

    fn table(&self, series: &[Series], options: &Options) -> DataTable {
        let has_budget = self.columns.iter().any(|column| column.budget.is_some());
        let names = series.iter().map(|one| one.name.as_str());
        let extra = has_budget.then_some("Budget");
        let heads = ["Period"].into_iter().chain(names).chain(["Total"]).chain(extra);
        let mut table = DataTable::with_columns(heads);
        for (at, column) in self.columns.iter().enumerate() {
            let full = |figure| self.unit.full(figure, &options.locale);
            let mark = if column.is_provisional {
                " (provisional)"
            } else {
                ""
            };
            let name = format::period(&column.period, &options.locale) + mark;
            let total = full(series.iter().map(|one| one.at(at)).sum());
            let parts = series.iter().map(|one| full(one.at(at)));
            let budget = has_budget.then(|| column.budget.map(full).unwrap_or_default());
            table.push([name].into_iter().chain(parts).chain([total]).chain(budget));
        }
        table
    }
}

/// The seven largest series, largest first, and the sum of the rest.
fn largest_first(series: &[Series]) -> Vec<Series> {
    let mut sorted: Vec<Series> = series.to_vec();
    sorted.sort_by_key(|one| std::cmp::Reverse(one.size()));
    if sorted.len() > MOST_SERIES + 1 {
        let rest = sorted.split_off(MOST_SERIES);
        let columns = rest.iter().map(|one| one.values.len()).max().unwrap_or(0);
        sorted.push(Series {
            key: "other".to_owned(),
            name: format!("{} other", rest.len()),
            values: (0..columns)
                .map(|at| rest.iter().map(|one| one.at(at)).sum())
                .collect(),
        });
    }
    sorted
}

fn extremes(columns: &[Drawn]) -> impl Iterator<Item = Figure> + '_ {
    columns
        .iter()
        .flat_map(|column| [column.above(), column.below(), column.budget.unwrap_or_default()])
}

/// The plot.
struct Stack<'s> {
    unit: &'s Unit,
    columns: &'s [Drawn],
    series: &'s [Series],
    axis: &'s Axis,
}

impl Stack<'_> {
    fn draw(&self, page: &mut Page<'_, '_>) {
        let names = widest(self.series.iter().map(|one| one.name.as_str()), LABEL).ceil() + 10.0;
        let right = names.min(page.area.w * 0.26).max(24.0);
        let top = page.area.y;
        page.area = Area {
            y: top + 10.0,
            h: page.area.h - 10.0,
            ..page.area
        };
        let plot = page.value_axis(self.axis, right);
        let step = plot.w / self.columns.len() as f64;
        let centres: Vec<f64> = (0..self.columns.len())
            .map(|at| plot.x + step * (at as f64 + 0.5))
            .collect();
        for (column, centre) in self.columns.iter().zip(&centres) {
            self.column(page, column, (*centre, (step * 0.68).clamp(1.0, 72.0), plot));
        }
        page.zero_line(plot, self.axis);
        self.budget(page, plot, step);
        self.totals(page, &centres, plot);
        let locale = page.locale;
        page.column_names(&centres, plot.bottom(), |at, before| {
            let before = before.map(|before| &self.columns[before].period);
            format::axis_label(&self.columns[at].period, before, locale)
        });
        self.names(page, plot, right);
    }

    /// One column: positive parts upwards, negative ones downwards, a gap of paper between them.
    fn column(&self, page: &mut Page<'_, '_>, column: &Drawn, (centre, wide, plot): (f64, f64, Area)) {
        let has_marks = self.columns.len() * self.series.len() <= MOST_MARKS;
        let (mut above, mut below) = (Figure::ZERO, Figure::ZERO);
        let sides = (centre - wide / 2.0, centre + wide / 2.0);
        let place = |figure| self.axis.place(figure, (plot.bottom(), plot.y));
        for (at, part) in column
            .parts
            .iter()
            .enumerate()
            .filter(|(_, part)| **part != Figure::ZERO)
        {
            let from = if part.is_negative() {
                &mut below
            } else {
                &mut above
            };
            let (start, end) = (place(*from), place(*from + *part));
            *from = *from + *part;
            let gap = if (start - end).abs() > 3.0 { 0.5 } else { 0.0 };
            let area = Area::between(sides, (start.min(end) + gap, start.max(end)));
            let colour = page.theme.series(at);
            if has_marks {
                page.canvas.bar(area, colour, self.tag(column, at, page.locale));
            } else {
                page.canvas.wash(area, colour);
            }
        }
        let whole = Area::between(sides, (place(above), place(below)));
        if column.is_provisional && above != below {
            page.canvas.hatch(whole, page.theme.paper);
        }
        if !has_marks {
            let value = self.unit.full(column.total(), page.locale);
            page.canvas
                .region(whole, Tag::new(&key(&column.period), column.name.clone(), value));
        }
    }

    fn tag(&self, column: &Drawn, series: usize, locale: &Locale) -> Tag {
        let one = &self.series[series];
        let mark = if column.is_provisional {
            ", provisional"
        } else {
            ""
        };
        Tag::new(
            &format!("{}|{}", key(&column.period), one.key),
            format!("{}, {}{mark}", one.name, column.name),
            self.unit.full(column.parts[series], locale),
        )
    }

    /// The budget as a dotted step, named once above its second column.
    fn budget(&self, page: &mut Page<'_, '_>, plot: Area, step: f64) {
        let mut line = Vec::new();
        for (at, column) in self.columns.iter().enumerate() {
            let Some(budget) = column.budget else { continue };
            let y = self.axis.place(budget, (plot.bottom(), plot.y));
            let x = plot.x + step * at as f64;
            line.extend([(x, y), (x + step, y)]);
        }
        let Some(&(x, y)) = line.first() else { return };
        page.canvas
            .stroke(&line, Pen::dashed(page.theme.ink, 1.2, (2.0, 3.0)));
        let above = self
            .columns
            .iter()
            .take(3)
            .map(Drawn::above)
            .max()
            .unwrap_or_default();
        let clear = y.min(self.axis.place(above, (plot.bottom(), plot.y)));
        page.tick((x + step * 1.5, clear - 8.0), "budget", Anchor::Middle);
    }

    /// Totals: over every column where they fit, else over the first and the last two.
    fn totals(&self, page: &mut Page<'_, '_>, centres: &[f64], plot: Area) {
        let last = centres.len() - 1;
        let texts: Vec<String> = self
            .columns
            .iter()
            .map(|column| self.axis.magnitude.label(column.total(), page.locale))
            .collect();
        let step = plot.w / centres.len() as f64;
        let needed = |text: &String| width(text, TICK, Weight::Strong) + 6.0;
        let all = centres.len() <= 8 && texts.iter().all(|text| needed(text) <= step);
        for (at, text) in texts.iter().enumerate() {
            let is_end =
                centres.len() <= 40 && (at == last || (needed(text) <= step && (at == 0 || at + 1 == last)));
            if all || is_end {
                let y = self.axis.place(self.columns[at].above(), (plot.bottom(), plot.y));
                page.value((centres[at], y - 6.0), text, Anchor::Middle);
            }
        }
    }

    /// The names of the series beside their part of the last column.
    fn names(&self, page: &mut Page<'_, '_>, plot: Area, right: f64) {
        let last = &self.columns[self.columns.len() - 1];
        let mut sum = Figure::ZERO;
        let mut wanted = Vec::new();
        for part in &last.parts {
            let part = (*part).max(Figure::ZERO);
            let (start, end) = (sum.position(), (sum + part).position());
            sum = sum + part;
            let middle = self.axis.share(f64::midpoint(start, end));
            wanted.push(plot.bottom() - plot.h * middle);
        }
        let fitting = (plot.h / NAME_GAP).floor().max(1.0) as usize;
        let shown = wanted.len().min(fitting);
        // Labels run from the base upwards; `spread` wants them downwards.
        let downwards: Vec<f64> = wanted[..shown].iter().rev().copied().collect();
        let places = spread(&downwards, NAME_GAP, (plot.y + 4.0, plot.bottom() - 4.0));
        for (at, y) in places.iter().rev().enumerate() {
            let text = fit(&self.series[at].name, LABEL, Weight::Text, right - 8.0);
            let colour = page.theme.series(at);
            page.coloured((plot.right() + 8.0, y + 4.0), &text, (colour, Anchor::Start));
        }
    }
}

/// The days of a column as a key: `2026-09-01..2026-10-01`, the second day not included.
fn key(period: &Period) -> String {
    format!("{}..{}", period.from, period.to)
}
