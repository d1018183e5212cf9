//! How unequal: the Lorenz curve beside the line of equality, with the Gini coefficient the caller computed.

use crate::canvas::{Anchor, Area, Pen, Point, Tag};
use crate::drawing::{DataTable, Drawing, Options, Titles};
use crate::font::{Weight, wrap};
use crate::format::{Figure, Unit, decimal, percent};
use crate::page::{Page, Sheet, TICK};
use crate::scale::Axis;

/// Without a point between its ends, the curve would look like equality.
const EMPTY: &str = "No usage to share out in this period, or too few people to show how.";

/// The cumulative curve of usage over people.
#[derive(Clone, Debug)]
pub struct Lorenz {
    /// The words around it.
    pub titles: Titles,
    /// What is shared out: "tokens".
    pub measured: String,
    /// Share of people (least first) and their share of the total, both 0 to 1 and rising; 0,0 and 1,1 are added.
    pub points: Vec<(Figure, Figure)>,
    /// 0 is equal, 1 is all in one hand.
    pub gini: Figure,
}

impl Lorenz {
    /// Draws it.
    pub fn draw(&self, options: &Options) -> Drawing {
        let picked = self.picked();
        let mut table = DataTable::with_columns([
            "Least active people".to_owned(),
            format!("Share of {}", self.measured),
        ]);
        for (people, share) in &picked {
            table.push([
                percent(*people, 0, &options.locale),
                percent(*share, 1, &options.locale),
            ]);
        }
        let inner = |(people, _): &(Figure, Figure)| *people > Figure::whole(0) && *people < Figure::whole(1);
        let is_shown = self.points.iter().any(inner);
        if is_shown {
            table.push(["Gini".to_owned(), decimal(self.gini, 2, &options.locale)]);
        }
        let gini = decimal(self.gini, 2, &options.locale);
        let sheet = Sheet {
            options,
            titles: &self.titles,
            unit: String::new(),
            remark: String::new(),
            alt: if is_shown {
                format!(
                    "Lorenz curve of {}; the Gini coefficient is {gini}.",
                    self.measured
                )
            } else {
                EMPTY.to_owned()
            },
            table,
        };
        if !is_shown {
            return sheet.empty(EMPTY);
        }
        sheet.draw(|page| self.plot(page, &picked, &gini))
    }

    /// At most twenty points to point at.
    fn picked(&self) -> Vec<(Figure, Figure)> {
        let every = self.points.len().div_ceil(20).max(1);
        self.points
            .iter()
            .copied()
            .skip(every - 1)
            .step_by(every)
            .collect()
    }

    fn plot(&self, page: &mut Page<'_, '_>, picked: &[(Figure, Figure)], gini: &str) {
        let axis = Axis::from_zero([Figure::whole(1)], &Unit::Share, 4);
        let side = (page.area.w - 40.0).min((page.area.h - 28.0) * 1.35);
        let plot = page.value_axis(&axis, (page.area.w - 34.0 - side).max(8.0));
        let place = |(people, share): (Figure, Figure)| {
            (
                axis.place(people, (plot.x, plot.right())),
                axis.place(share, (plot.bottom(), plot.y)),
            )
        };
        let inner = self.points.iter().copied().map(place);
        let ends = [(plot.x, plot.bottom()), (plot.right(), plot.y)];
        let curve: Vec<Point> = [ends[0]].into_iter().chain(inner).chain([ends[1]]).collect();
        page.canvas.band(&curve, page.theme.pale(page.theme.series(0)));
        page.canvas
            .stroke(&ends, Pen::dashed(page.theme.muted, 1.0, (4.0, 3.0)));
        page.canvas.stroke(&curve, Pen::solid(page.theme.series(0), 2.0));
        page.baseline((plot.x, plot.bottom()), (plot.right(), plot.bottom()));
        let every = if plot.w < 200.0 { 3 } else { 1 };
        for point in picked.iter().skip(every - 1).step_by(every) {
            let tag = Tag::new(
                &format!("share-{}", percent(point.0, 0, page.locale).replace('\u{a0}', "")),
                format!("the least active {} of people", percent(point.0, 0, page.locale)),
                format!("{} of {}", percent(point.1, 1, page.locale), self.measured),
            );
            page.canvas.point(place(*point), (2.5, page.theme.series(0)), tag);
        }
        self.words(page, plot, (picked, gini));
        let step = if plot.w < 160.0 { 50_u8 } else { 25 };
        for share in (0..=100).step_by(step.into()) {
            let x = plot.x + plot.w * f64::from(share) / 100.0;
            page.tick((x, plot.bottom() + 15.0), &share.to_string(), Anchor::Middle);
        }
    }

    /// The coefficient and how to read the curve, in the free room at its right.
    fn words(&self, page: &mut Page<'_, '_>, plot: Area, (picked, gini): (&[(Figure, Figure)], &str)) {
        let x = plot.right() + 20.0;
        let room = page.area.right() - x;
        if room < 60.0 {
            return;
        }
        page.value((x, plot.y + 8.0), &format!("Gini {gini}"), Anchor::Start);
        let half = picked.iter().rfind(|point| point.0 <= Figure::ratio(1, 2));
        let half = half.map(|(people, share)| {
            let (people, share) = (percent(*people, 0, page.locale), percent(*share, 0, page.locale));
            format!(
                "The least active {people} of people account for {share} of {}.",
                self.measured
            )
        });
        let reading = format!(
            "Across: share of people, least active first. Up: their share of {}.",
            self.measured
        );
        let lines = [
            half.unwrap_or_default(),
            reading,
            "Dashed: all use the same.".to_owned(),
        ];
        let mut y = plot.y + 14.0;
        for text in lines.iter().filter(|text| !text.is_empty()) {
            let wrapped = wrap(text, TICK, Weight::Text, room.min(230.0), 4);
            if y + 6.0 + 15.0 * wrapped.len() as f64 > plot.bottom() {
                return;
            }
            y += 6.0;
            for line in &wrapped {
                y += 15.0;
                page.tick((x, y), line, Anchor::Start);
            }
        }
    }
}
