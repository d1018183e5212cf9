//! Budgets as bullets: the budget in outline (a plan), what is spent solid, what is still expected hatched, with the P10
//! to P90 of the end. Amounts of one currency, so that bars compare.

use crate::canvas::{Anchor, Pen, Tag};
use crate::drawing::{DataTable, Drawing, Options, Titles};
use crate::format::{Figure, Unit, percent};
use crate::page::{Page, Rows, Sheet};
use crate::scale::Axis;

/// Budgets and how they stand.
#[derive(Clone, Debug)]
pub struct Budgets {
    /// The words around it.
    pub titles: Titles,
    /// What the figures are.
    pub unit: Unit,
    /// In the order to draw.
    pub budgets: Vec<BudgetBar>,
    /// What is said where there is none.
    pub nothing: String,
}

/// One budget.
#[derive(Clone, Debug)]
pub struct BudgetBar {
    /// For drill-down.
    pub key: String,
    /// Full name.
    pub name: String,
    /// How much may be spent.
    pub plan: Figure,
    /// Spent so far.
    pub spent: Figure,
    /// Fixed by contracts for the rest.
    pub committed: Figure,
    /// P10, P50 and P90 at the end.
    pub expected: [Figure; 3],
    /// When it is used up, as people read it; empty where it is not.
    pub breach: String,
}

impl Budgets {
    /// Draws it.
    pub fn draw(&self, options: &Options) -> Drawing {
        let reach = || {
            self.budgets
                .iter()
                .flat_map(|one| [one.plan, one.spent, one.expected[0], one.expected[2]])
        };
        let steps = (options.width / 130).clamp(2, 5) as usize;
        let axis = Axis::from_zero(reach(), &self.unit, steps).tight(reach());
        let sheet = Sheet {
            options,
            titles: &self.titles,
            unit: axis.magnitude.phrase(),
            remark: "Outlined: budget; solid: spent; hatched: expected in all (P50), line: P10 to P90."
                .to_owned(),
            alt: self.sentence(options),
            table: self.table(options),
        };
        if self.budgets.is_empty() {
            return sheet.empty(&self.nothing);
        }
        sheet.draw_rows(self.budgets.len(), (27.0, 22.0), |page| self.plot(page, &axis))
    }

    fn sentence(&self, options: &Options) -> String {
        let parts = self.budgets.iter().take(4).map(|one| {
            let full = |figure| self.unit.short(figure, &options.locale);
            format!("{} {} of {}", one.name, full(one.spent), full(one.plan))
        });
        format!("spent of budget: {}.", parts.collect::<Vec<_>>().join(", "))
    }

    fn table(&self, options: &Options) -> DataTable {
        let mut table = DataTable::ending_in_words([
            "Budget",
            "Plan",
            "Spent",
            "Committed",
            "P10",
            "P50",
            "P90",
            "Used up",
        ]);
        let full = |figure| self.unit.full(figure, &options.locale);
        for one in &self.budgets {
            let [low, middle, high] = one.expected.map(full);
            table.push([
                one.name.clone(),
                full(one.plan),
                full(one.spent),
                full(one.committed),
                low,
                middle,
                high,
                one.breach.clone(),
            ]);
        }
        table
    }

    fn plot(&self, page: &mut Page<'_, '_>, axis: &Axis) {
        let names: Vec<&str> = self.budgets.iter().map(|one| one.name.as_str()).collect();
        let words = if page.area.w >= 420.0 { 132.0 } else { 46.0 };
        let rows = Rows::new(page, &names, 27.0, (2.0, words, 20.0));
        page.bottom_axis(axis, rows.plot);
        for (row, one) in self.budgets.iter().enumerate().take(rows.shown) {
            rows.name(page, row, (&one.name, ""));
            self.bullet(page, &rows, (row, one), axis);
            let used = percent(one.spent.share_of(one.plan), 0, page.locale);
            let (x, y) = (rows.plot.right() + 10.0, rows.centre(row));
            if words < 100.0 || one.breach.is_empty() {
                page.value((x, y + 4.0), &used, Anchor::Start);
            } else {
                page.value((x, y - 2.0), &format!("{used} spent"), Anchor::Start);
                let breach = crate::font::fit(
                    &format!("used up {}", one.breach),
                    crate::page::TICK,
                    crate::font::Weight::Text,
                    words - 10.0,
                );
                page.tick((x, y + 11.0), &breach, Anchor::Start);
            }
        }
        rows.zero(page, axis.place(Figure::ZERO, rows.ends()));
        rows.rest(page, self.budgets.len());
    }

    fn bullet(&self, page: &mut Page<'_, '_>, rows: &Rows, (row, one): (usize, &BudgetBar), axis: &Axis) {
        let place = |figure| axis.place(figure, rows.ends());
        let zero = place(Figure::ZERO);
        let said = |figure| self.unit.full(figure, page.locale);
        let tag = |part: &str, words: &str, figure| {
            Tag::new(
                &format!("{}|{part}", one.key),
                format!("{}, {words}", one.name),
                said(figure),
            )
        };
        let tags = [
            tag("plan", "budget", one.plan),
            tag("expected", "expected in all", one.expected[1]),
            tag("spent", "spent", one.spent),
        ];
        let [plan, expected, spent] = tags;
        let (solid, ink, paper) = (page.theme.series(0), page.theme.ink, page.theme.paper);
        if one.plan != Figure::ZERO {
            page.canvas.outlined_bar(
                rows.bar(row, (zero, place(one.plan)), 0.76),
                (Pen::solid(ink, 1.0), paper),
                plan,
            );
        }
        if one.expected[1] != one.spent {
            let bar = rows
                .bar(row, (place(one.spent), place(one.expected[1])), 0.4)
                .inside(0.0, 4.0, 0.0, 4.0);
            page.canvas
                .hatched_bar(bar, (page.theme.pale(solid), solid), expected);
        }
        if one.spent != Figure::ZERO {
            page.canvas.bar(
                rows.bar(row, (zero, place(one.spent)), 0.4)
                    .inside(0.0, 4.0, 0.0, 4.0),
                solid,
                spent,
            );
        }
        let (low, high, y) = (place(one.expected[0]), place(one.expected[2]), rows.centre(row));
        if high > low {
            page.canvas.rule((low, y), (high, y), Pen::solid(ink, 1.5));
            for x in [low, high] {
                page.canvas.rule((x, y - 4.0), (x, y + 4.0), Pen::solid(ink, 1.5));
            }
        }
    }
}
