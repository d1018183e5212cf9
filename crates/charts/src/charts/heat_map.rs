//! When: weeks across, days of the week down, stronger where there was more. Good for the pattern; amounts are in the
//! table. A day that no source covers is outlined, not pale: it is unknown, not zero.

use chrono::{Datelike, Days, NaiveDate};
use model::{Grain, Period};

use crate::canvas::{Anchor, Area, Pen, Tag};
use crate::drawing::{DataTable, Drawing, Options, Titles};
use crate::format::{self, Figure, Unit};
use crate::page::{Page, Sheet};
use crate::theme::Rgb;

/// A figure per day.
#[derive(Clone, Debug)]
pub struct HeatMap {
    /// The words around it.
    pub titles: Titles,
    /// What the figures are.
    pub unit: Unit,
    /// Days, oldest first. The last 53 weeks are drawn.
    pub days: Vec<(NaiveDate, DaySeen)>,
}

/// What is known of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DaySeen {
    /// A figure.
    Figure(Figure),
    /// May not be shown: `fewer than 5`.
    Hidden(String),
    /// No source covers it.
    NotCovered,
}

impl DaySeen {
    fn figure(&self) -> Option<Figure> {
        match self {
            Self::Figure(figure) => Some(*figure),
            Self::Hidden(_) | Self::NotCovered => None,
        }
    }

    fn text(&self, unit: &Unit, options: &crate::Locale) -> String {
        match self {
            Self::Figure(figure) => unit.full(*figure, options),
            Self::Hidden(words) => words.clone(),
            Self::NotCovered => "not covered".to_owned(),
        }
    }
}

/// More weeks than a year are not drawn.
const MOST_WEEKS: u64 = 53;
const NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const STEPS: usize = 5;

impl HeatMap {
    /// Draws it.
    pub fn draw(&self, options: &Options) -> Drawing {
        let most = self
            .days
            .iter()
            .filter_map(|day| day.1.figure())
            .max()
            .unwrap_or_default();
        let mut table = DataTable::with_columns(["Day", "Value"]);
        for (day, value) in &self.days {
            let value = value.text(&self.unit, &options.locale);
            table.push([format::date(*day, &options.locale), value]);
        }
        let busiest = self.days.iter().rev().find(|day| day.1.figure() == Some(most));
        let alt = busiest.map(|(day, _)| {
            let most = self.unit.full(most, &options.locale);
            format!(
                "calendar of {} days; the busiest is {} with {most}.",
                self.days.len(),
                format::date(*day, &options.locale)
            )
        });
        let sheet = Sheet {
            options,
            titles: &self.titles,
            unit: String::new(),
            remark:
                "Stronger is more; outlined days are not covered by a source, hatched ones too few to show."
                    .to_owned(),
            alt: alt.unwrap_or_default(),
            table,
        };
        match self.days.last() {
            Some((last, _)) => sheet.draw(|page| self.plot(page, *last, most)),
            None => sheet.empty("No day is covered by a source in this period."),
        }
    }

    fn plot(&self, page: &mut Page<'_, '_>, last: NaiveDate, most: Figure) {
        let first = self.first_week(last);
        let weeks = (Grain::Week.start(last) - first).num_days() / 7 + 1;
        let plot = page.area.inside(36.0, 18.0, 2.0, 26.0);
        let side = (plot.w / weeks as f64).min(plot.h / 7.0).min(30.0);
        let gap = if side > 6.0 { 2.0 } else { 0.5 };
        for (row, name) in NAMES.iter().enumerate() {
            if side >= 13.0 || row % 2 == 0 {
                page.tick(
                    (plot.x - 8.0, plot.y + side * (row as f64 + 0.5) + 4.0),
                    name,
                    Anchor::End,
                );
            }
        }
        let mut month = None;
        let mut free = plot.x;
        for (day, value) in self.days.iter().filter(|(day, _)| *day >= first && *day <= last) {
            let week = (Grain::Week.start(*day) - first).num_days() / 7;
            let (x, row) = (plot.x + side * week as f64, day.weekday().num_days_from_monday());
            let area = Area::new(x, plot.y + side * f64::from(row), side - gap, side - gap);
            self.cell(page, area, (*day, value, most));
            if month != Some(day.month()) && (month.is_none() || day.day() <= 7) && x >= free {
                let label = format::axis_label(Period::month(*day), None, page.locale);
                let shown = if month.is_none() || day.month() == 1 {
                    label
                } else {
                    day.format("%b").to_string()
                };
                page.tick((x, plot.y - 6.0), &shown, Anchor::Start);
                free = x + 44.0;
                month = Some(day.month());
            }
        }
        legend(
            page,
            plot.y + side * 7.0 + 14.0,
            &self.unit.short(most, page.locale),
        );
    }

    fn first_week(&self, last: NaiveDate) -> NaiveDate {
        let a_year_ago = Grain::Week.start(last) - Days::new(7 * (MOST_WEEKS - 1));
        let first = self.days.iter().map(|day| day.0).min().unwrap_or(last);
        Grain::Week.start(first).max(a_year_ago)
    }

    fn cell(&self, page: &mut Page<'_, '_>, area: Area, (day, value, most): (NaiveDate, &DaySeen, Figure)) {
        let name = format!("{} {}", day.format("%a"), format::date(day, page.locale));
        let key = day.to_string();
        let tag = Tag::new(&key, name, value.text(&self.unit, page.locale));
        match value {
            DaySeen::Figure(figure) => page.canvas.cell(area, shade(page, figure.share_of(most)), tag),
            DaySeen::Hidden(_) => page
                .canvas
                .hatched_bar(area, (page.theme.paper, page.theme.control), tag),
            DaySeen::NotCovered => {
                let pen = Pen::solid(page.theme.control, 1.0);
                page.canvas.outlined_bar(area, (pen, page.theme.paper), tag);
            }
        }
    }
}

/// Zero is the hairline tone; the rest are steps towards the first series.
fn shade(page: &Page<'_, '_>, share: Figure) -> Rgb {
    let share = share.position().clamp(0.0, 1.0);
    step(page, (share * STEPS as f64).ceil() as usize)
}

fn step(page: &Page<'_, '_>, at: usize) -> Rgb {
    if at == 0 {
        return page.theme.hair;
    }
    page.theme
        .series(0)
        .over(page.theme.paper, 0.2 + 0.8 * at as f64 / STEPS as f64)
}

/// From none to most.
fn legend(page: &mut Page<'_, '_>, y: f64, most: &str) {
    let left = page.area.x + 36.0;
    page.tick((left, y + 9.0), "0", Anchor::Start);
    for at in 0..=STEPS {
        let colour = step(page, at);
        page.canvas
            .wash(Area::new(left + 12.0 + 14.0 * at as f64, y, 12.0, 10.0), colour);
    }
    page.tick(
        (left + 16.0 + 14.0 * (STEPS + 1) as f64, y + 9.0),
        most,
        Anchor::Start,
    );
}
