//! Is it worth it: per initiative the range from P10 to P90 with a line at P50. Outlined where the evidence is weak.

use crate::canvas::{Anchor, Pen, Tag};
use crate::drawing::{DataTable, Drawing, Options, Titles};
use crate::format::{Figure, Unit, signed};
use crate::page::{Page, Rows, Sheet};
use crate::scale::Axis;

/// Initiatives and what they may be worth.
#[derive(Clone, Debug)]
pub struct RoiRange {
    /// The words around it.
    pub titles: Titles,
    /// What the figures are.
    pub unit: Unit,
    /// In the order to draw.
    pub initiatives: Vec<Worth>,
}

/// One initiative.
#[derive(Clone, Debug)]
pub struct Worth {
    /// For drill-down.
    pub key: String,
    /// Full name.
    pub name: String,
    /// The evidence grade as shown: "evidence B".
    pub evidence: String,
    /// Whether the evidence is below grade B: drawn in outline.
    pub is_weak: bool,
    /// One in ten outcomes is below this.
    pub p10: Figure,
    /// The middle outcome.
    pub p50: Figure,
    /// One in ten outcomes is above this.
    pub p90: Figure,
}

impl RoiRange {
    /// Draws it.
    pub fn draw(&self, options: &Options) -> Drawing {
        let initiatives = || self.initiatives.iter();
        let reach = || initiatives().flat_map(|one| [one.p10, one.p50, one.p90]);
        let steps = (options.width / 130).clamp(2, 5) as usize;
        let axis = Axis::from_zero(reach(), &self.unit, steps).tight(reach());
        let sheet = Sheet {
            options,
            titles: &self.titles,
            unit: axis.magnitude.phrase(),
            remark: "P10 to P90, line at P50. Outlined: evidence below B.".to_owned(),
            alt: self.sentence(options),
            table: self.table(options),
        };
        if self.initiatives.is_empty() {
            return sheet.empty(
                "No initiative has a scenario yet. A scenario file, set on the command line, brings it.",
            );
        }
        sheet.draw_rows(self.initiatives.len(), (30.0, 24.0), |page| {
            self.plot(page, &axis);
        })
    }

    fn sentence(&self, options: &Options) -> String {
        let parts = self.initiatives.iter().take(4);
        let parts = parts.map(|one| {
            format!(
                "{} {}",
                one.name,
                signed(self.unit.short(one.p50, &options.locale))
            )
        });
        format!(
            "middle outcome per initiative: {}.",
            parts.collect::<Vec<_>>().join(", ")
        )
    }

    fn table(&self, options: &Options) -> DataTable {
        let mut table = DataTable::with_columns(["Initiative", "Evidence", "P10", "P50", "P90"]);
        let full = |figure| signed(self.unit.full(figure, &options.locale));
        for one in &self.initiatives {
            table.push([
                one.name.clone(),
                one.evidence.clone(),
                full(one.p10),
                full(one.p50),
                full(one.p90),
            ]);
        }
        table
    }

    fn plot(&self, page: &mut Page<'_, '_>, axis: &Axis) {
        let names = self
            .initiatives
            .iter()
            .map(|one| (one.name.as_str(), one.evidence.as_str()));
        let rows = Rows::two_lined(page, names, 30.0, (2.0, 48.0, 22.0));
        page.bottom_axis(axis, rows.plot);
        rows.rest(page, self.initiatives.len());
        rows.zero(page, axis.place(Figure::ZERO, rows.ends()));
        for (row, one) in self.initiatives.iter().enumerate().take(rows.shown) {
            rows.name(page, row, (&one.name, &one.evidence));
            let place = |figure| axis.place(figure, rows.ends());
            let area = rows.bar(row, (place(one.p10), place(one.p90)), 0.42);
            let full = |figure| signed(self.unit.full(figure, page.locale));
            let value = format!(
                "P10 {} · P50 {} · P90 {}",
                full(one.p10),
                full(one.p50),
                full(one.p90)
            );
            let tag = Tag::new(&one.key, format!("{}, {}", one.name, one.evidence), value);
            let colour = page.theme.series(1);
            if one.is_weak {
                let pen = Pen::dashed(page.theme.series(0), 1.0, (3.0, 2.0));
                page.canvas.outlined_bar(area, (pen, page.theme.paper), tag);
            } else {
                page.canvas.bar(area, colour, tag);
            }
            let middle = place(one.p50);
            let pen = Pen::solid(page.theme.ink, 2.0);
            page.canvas
                .rule((middle, area.y - 3.0), (middle, area.bottom() + 3.0), pen);
            let text = signed(axis.magnitude.label(one.p50, page.locale));
            page.value((area.right() + 6.0, rows.centre(row) + 4.0), &text, Anchor::Start);
        }
    }
}
