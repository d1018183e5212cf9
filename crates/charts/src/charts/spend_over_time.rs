//! Stacked columns over time: at most seven series and "other", named directly at the right. Provisional columns are
//! hatched, the budget is a dotted step. It sums what it is given; it does not query, convert or forecast.

mod plot;

use model::{Period, capitalised};

use self::plot::{Drawn, Stack};
use crate::drawing::{DataTable, Drawing, Options, Titles};
use crate::format::{self, Figure, Unit};
use crate::page::Sheet;
use crate::scale::Axis;
use crate::theme::{Colours, MOST_SERIES};

/// The key of what stands for several.
const OTHER: &str = "other";

/// What was spent, by period and series.
#[derive(Clone, Debug)]
pub struct SpendOverTime {
    /// The words around it.
    pub titles: Titles,
    /// What the figures are.
    pub unit: Unit,
    /// Columns, oldest first.
    pub columns: Vec<TimeColumn>,
    /// Series in any order; those beyond the seven largest are summed as "other".
    pub series: Vec<Series>,
    /// What the dotted step is: `budget`, `bought`.
    pub planned: &'static str,
    /// Which colours they have, and so in which order they stand from the base: of no book, the largest first.
    pub colours: Colours,
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

impl SpendOverTime {
    /// Draws it.
    pub fn draw(&self, options: &Options) -> Drawing {
        let (series, colours) = self.stacked();
        let columns = self.drawn(&series, options);
        let axis = Axis::from_zero(
            plot::extremes(&columns),
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
        let stack = Stack {
            unit: &self.unit,
            columns: &columns,
            series: &series,
            colours: &colours,
            axis: &axis,
            planned: self.planned,
        };
        let parts = || columns.iter().flat_map(|column| &column.parts);
        if parts().all(|part| *part == Figure::ZERO) {
            return sheet.empty(super::ALL_ZERO);
        }
        sheet.draw(|page| stack.draw(page))
    }

    /// What is drawn from the base upwards, with its colours: neighbours alternate in lightness, "other" is grey on top.
    fn stacked(&self) -> (Vec<Series>, Vec<usize>) {
        let largest = largest_first(&self.series);
        let keys: Vec<&str> = largest
            .iter()
            .map(|one| one.key.as_str())
            .filter(|key| *key != OTHER)
            .collect();
        let mut colours = self.colours.of(&keys).into_iter();
        let mut stacked: Vec<(usize, Series)> = largest
            .iter()
            .map(|one| {
                let own = if one.key == OTHER { None } else { colours.next() };
                (own.unwrap_or(MOST_SERIES), one.clone())
            })
            .collect();
        stacked.sort_by_key(|(colour, one)| (*colour, one.key == OTHER));
        let (colours, series) = stacked.into_iter().unzip();
        (series, colours)
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
        let planned = capitalised(self.planned);
        let extra = has_budget.then_some(planned.as_str());
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
            key: OTHER.to_owned(),
            name: format!("{} other", rest.len()),
            values: (0..columns)
                .map(|at| rest.iter().map(|one| one.at(at)).sum())
                .collect(),
        });
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::Theme;

    fn drawn(names: &[(&str, i128)]) -> String {
        let series = names.iter().map(|(name, amount)| Series {
            key: (*name).to_owned(),
            name: (*name).to_owned(),
            values: vec![Figure::whole(*amount)],
        });
        let chart = SpendOverTime {
            titles: Titles::new(String::new(), String::new(), Vec::new()),
            unit: Unit::Count("tokens".to_owned()),
            columns: vec![TimeColumn {
                period: Period::month("2026-09-01".parse().unwrap()),
                is_provisional: false,
                budget: None,
            }],
            series: series.collect(),
            planned: "budget",
            colours: Colours::new(["OpenAI", "Anthropic", "AWS"].map(str::to_owned)),
        };
        chart.draw(&Options::new(600, 300, Theme::light())).svg
    }

    #[test]
    fn a_series_has_its_colour_alone_and_beside_larger_ones() {
        let theme = Theme::light();
        let has = |svg: &str, at: usize| svg.to_lowercase().contains(&theme.series(at).css());
        let alone = drawn(&[("AWS", 10)]);
        assert!(has(&alone, 2) && !has(&alone, 0), "{alone}");
        let beside = drawn(&[("AWS", 90), ("Anthropic", 10)]);
        assert!(has(&beside, 2) && has(&beside, 1) && !has(&beside, 0), "{beside}");
    }

    #[test]
    fn amounts_that_are_all_zero_have_no_axis() {
        let svg = drawn(&[("AWS", 0)]);
        assert!(svg.contains("Every amount in these days is zero"), "{svg}");
    }
}
