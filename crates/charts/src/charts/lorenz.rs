//! How unequal: the Lorenz curve beside the line of equality, with the Gini coefficient the caller computed.

use crate::canvas::{Anchor, Area, Pen, Point, Tag};
use crate::drawing::{DataTable, Drawing, Options, Titles};
use crate::format::{Figure, Unit, decimal, percent};
use crate::page::{Page, Sheet};
use crate::scale::Axis;

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
        table.push(["Gini".to_owned(), decimal(self.gini, 2, &options.locale)]);
        let gini = decimal(self.gini, 2, &options.locale);
        let sheet = Sheet {
            options,
            titles: &self.titles,
            unit: String::new(),
            remark: String::new(),
            alt: format!(
                "Lorenz curve of {}; the Gini coefficient is {gini}.",
                self.measured
            ),
            table,
        };
        if self.points.is_empty() {
            return sheet.empty("No usage to share out in this period.");
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
        let left = page.value_axis(&axis, 8.0);
        // People and usage are both shares: a square says so.
        let side = left.w.min(left.h * 1.35);
        let plot = Area { w: side, ..left };
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
        for point in picked {
            let tag = Tag::new(
                &format!("share-{}", percent(point.0, 0, page.locale).replace('\u{a0}', "")),
                format!("the least active {} of people", percent(point.0, 0, page.locale)),
                format!("{} of {}", percent(point.1, 1, page.locale), self.measured),
            );
            page.canvas.point(place(*point), (2.5, page.theme.series(0)), tag);
        }
        words(page, plot, (gini, &self.measured));
        for share in [0, 25, 50, 75, 100] {
            let x = plot.x + plot.w * f64::from(share) / 100.0;
            page.tick((x, plot.bottom() + 15.0), &share.to_string(), Anchor::Middle);
        }
    }
}

fn words(page: &mut Page<'_, '_>, plot: Area, (gini, measured): (&str, &str)) {
    page.value(
        (plot.x + 10.0, plot.y + 16.0),
        &format!("Gini {gini}"),
        Anchor::Start,
    );
    if plot.h > 120.0 {
        page.tick(
            (plot.x + 10.0, plot.y + 31.0),
            &format!("% of {measured}, by % of people"),
            Anchor::Start,
        );
        let beside = page.area.right() - plot.right();
        if beside > 150.0 {
            let x = plot.right() + 12.0;
            page.tick((x, plot.y + 12.0), "dashed: all use the same", Anchor::Start);
        }
    }
}
