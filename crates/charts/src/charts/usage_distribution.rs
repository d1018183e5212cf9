//! How usage is spread over people: a histogram on a log scale, the zero bar apart in orange, the unknown in grey.
//! It counts people; it names none.

use crate::canvas::{Anchor, Area, Pen, Tag};
use crate::drawing::{DataTable, Drawing, Options, Titles};
use crate::format::{Figure, Unit, count, count_compact};
use crate::page::{Page, Sheet};
use crate::scale::Axis;

/// People by how much they used.
#[derive(Clone, Debug)]
pub struct UsageDistribution {
    /// The words around it.
    pub titles: Titles,
    /// What is measured per person, with its window: "tokens per person, last 28 days".
    pub measured: String,
    /// Covered by a source, nothing seen; `None` where it may not be shown.
    pub zero: Option<u64>,
    /// No source could see them: never counted as zero; `None` where it may not be shown.
    pub unknown: Option<u64>,
    /// Bins upwards, each ten times (or a half-step) the one before.
    pub bins: Vec<Bin>,
    /// The median of those above zero, to be said beside the picture.
    pub median: Option<i128>,
}

/// People whose usage lies in `from..to`.
#[derive(Clone, Debug)]
pub struct Bin {
    /// Least usage.
    pub from: i128,
    /// Usage from here on belongs to the next bin.
    pub to: i128,
    /// How many people; `None` where the group is smaller than may be shown.
    pub people: Option<u64>,
}

/// One bar as drawn.
struct Bar {
    key: String,
    tick: String,
    label: String,
    people: Option<u64>,
}

impl UsageDistribution {
    /// Draws it.
    pub fn draw(&self, options: &Options) -> Drawing {
        let counts = || {
            self.bins
                .iter()
                .map(|bin| bin.people)
                .chain([self.zero, self.unknown])
        };
        let unit = Unit::Count("people".to_owned());
        let axis = Axis::from_zero(
            counts().flatten().map(|people| Figure::whole(people.into())),
            &unit,
            4,
        );
        let sheet = Sheet {
            options,
            titles: &self.titles,
            unit: String::new(),
            remark: String::new(),
            alt: self.sentence(options),
            table: self.table(options),
        };
        if counts().all(|people| people == Some(0)) {
            return sheet
                .empty("Nobody is covered in this period. A usage export that names people brings it.");
        }
        sheet.draw(|page| self.plot(page, &axis))
    }

    fn sentence(&self, options: &Options) -> String {
        let shown = |people: Option<u64>| shown(people, options);
        let active: u64 = self.bins.iter().filter_map(|bin| bin.people).sum();
        let median = self
            .median
            .map(|median| format!("; median {}", count_compact(median, &options.locale)));
        format!(
            "histogram of {}: {} at zero, {} above zero, {} unknown{}.",
            self.measured,
            shown(self.zero),
            shown(Some(active)),
            shown(self.unknown),
            median.unwrap_or_default(),
        )
    }

    fn table(&self, options: &Options) -> DataTable {
        let mut table = DataTable::with_columns([self.measured.as_str(), "People"]);
        table.push(["0".to_owned(), shown(self.zero, options)]);
        for bin in &self.bins {
            table.push([bin.range(options), shown(bin.people, options)]);
        }
        table.push([
            "unknown (no source covers them)".to_owned(),
            shown(self.unknown, options),
        ]);
        table
    }

    /// Bins as bars, joined in equal runs where the page has no room for all.
    fn bars(&self, page: &Page<'_, '_>) -> Vec<Bar> {
        let most = (page.area.w / 12.0).max(8.0) as usize;
        let run = self.bins.len().div_ceil(most).max(1);
        let joined = self.bins.chunks(run).map(|bins| {
            let people = bins.iter().map(|bin| bin.people).sum();
            let whole = Bin {
                from: bins[0].from,
                to: bins[bins.len() - 1].to,
                people,
            };
            Bar {
                key: whole.from.to_string(),
                tick: count_compact(whole.from, page.locale),
                label: format!(
                    "{} to {} {}",
                    count_compact(whole.from, page.locale),
                    count_compact(whole.to, page.locale),
                    self.measured
                ),
                people,
            }
        });
        joined.collect()
    }

    fn plot(&self, page: &mut Page<'_, '_>, axis: &Axis) {
        let bars = self.bars(page);
        let has_unknown = self.unknown != Some(0);
        let apart = 1.35 + if has_unknown { 1.0 } else { 0.0 };
        let plot = page.area.inside(2.0, 18.0, 2.0, 36.0);
        let step = plot.w / (bars.len().max(4) as f64 + apart);
        let wide = (step * 0.88).min(64.0);
        let zero = Bar {
            key: "zero".into(),
            tick: "0".into(),
            label: format!("zero {}", self.measured),
            people: self.zero,
        };
        let ground = Ground { plot, axis, wide };
        ground.bar(page, plot.x + step / 2.0, (&zero, page.theme.warn, false));
        page.tick(
            (plot.x + step / 2.0, plot.bottom() + 15.0),
            &zero.tick,
            Anchor::Middle,
        );
        if has_unknown {
            let unknown = Bar {
                key: "unknown".into(),
                tick: "unknown".into(),
                label: "unknown: no source covers them".into(),
                people: self.unknown,
            };
            ground.bar(page, plot.x + step * 1.5, (&unknown, page.theme.other, true));
            let tick = if step > 48.0 { "unknown" } else { "?" };
            page.tick((plot.x + step * 1.5, plot.bottom() + 15.0), tick, Anchor::Middle);
        }
        let mut centres = Vec::new();
        for (at, bar) in bars.iter().enumerate() {
            let centre = plot.x + step * (at as f64 + apart + 0.5);
            ground.bar(page, centre, (bar, page.theme.series(0), false));
            centres.push(centre);
        }
        page.baseline((plot.x, plot.bottom()), (plot.right(), plot.bottom()));
        page.column_names(&centres, plot.bottom(), |at, _| bars[at].tick.clone());
        let caption = self.caption(page);
        page.caption(&caption);
    }

    fn caption(&self, page: &Page<'_, '_>) -> String {
        let median = self
            .median
            .map(|median| format!(" · median {}", count_compact(median, page.locale)));
        let unknown = self.unknown.filter(|people| *people > 0);
        let unknown = unknown.map(|people| format!(" · {} unknown", count(people.into(), page.locale)));
        format!(
            "{}, log scale{}{}",
            self.measured,
            median.unwrap_or_default(),
            unknown.unwrap_or_default()
        )
    }
}

impl Bin {
    fn range(&self, options: &Options) -> String {
        format!(
            "{} to {}",
            count(self.from, &options.locale),
            count(self.to, &options.locale)
        )
    }
}

fn shown(people: Option<u64>, options: &Options) -> String {
    people.map_or_else(
        || "too few to show".to_owned(),
        |people| count(people.into(), &options.locale),
    )
}

/// Where bars stand.
struct Ground<'g> {
    plot: Area,
    axis: &'g Axis,
    wide: f64,
}

impl Ground<'_> {
    fn bar(
        &self,
        page: &mut Page<'_, '_>,
        centre: f64,
        (bar, colour, is_unknown): (&Bar, crate::theme::Rgb, bool),
    ) {
        let sides = (centre - self.wide / 2.0, centre + self.wide / 2.0);
        let Some(people) = bar.people else {
            let area = Area::between(sides, (self.plot.bottom() - 10.0, self.plot.bottom()));
            let pen = Pen::dashed(page.theme.control, 1.0, (2.0, 2.0));
            let tag = Tag::new(&bar.key, bar.label.clone(), "too few people to show");
            return page.canvas.outlined_bar(area, (pen, page.theme.paper), tag);
        };
        if people == 0 {
            return;
        }
        let top = self
            .axis
            .place(Figure::whole(people.into()), (self.plot.bottom(), self.plot.y));
        let area = Area::between(sides, (top, self.plot.bottom()));
        let number = count(people.into(), page.locale);
        let tag = Tag::new(&bar.key, bar.label.clone(), format!("{number} people"));
        if is_unknown {
            page.canvas.hatched_bar(area, (colour, page.theme.paper), tag);
        } else {
            page.canvas.bar(area, colour, tag);
        }
        if self.wide >= 12.0 {
            page.value((centre, top - 5.0), &number, Anchor::Middle);
        }
    }
}
