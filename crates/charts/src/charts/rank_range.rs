//! Where teams stand, as far as one can tell: per team a bar over the ranks it may have, a point at the rank as it is.
//! Groups that cannot be told apart are set off by a line; within one there is no order.

use crate::canvas::{Anchor, Pen, Tag};
use crate::drawing::{DataTable, Drawing, Options, Titles};
use crate::format::{Figure, Unit};
use crate::page::{Page, Rows, Sheet};
use crate::scale::Axis;

/// Teams and the ranks they may have.
#[derive(Clone, Debug)]
pub struct RankRange {
    /// The words around it.
    pub titles: Titles,
    /// In the order to draw.
    pub teams: Vec<RankedTeam>,
    /// What is said where nobody is ranked.
    pub nothing: String,
}

/// One team.
#[derive(Clone, Debug)]
pub struct RankedTeam {
    /// Its name, also for drill-down.
    pub name: String,
    /// What it is ranked by, as text: `31 of 40`.
    pub value: String,
    /// Lowest, present and highest rank.
    pub ranks: [u32; 3],
    /// Teams of one group cannot be told apart.
    pub group: u32,
}

impl RankedTeam {
    fn range(&self) -> String {
        let [low, _, high] = self.ranks;
        if low == high {
            low.to_string()
        } else {
            format!("{low}–{high}")
        }
    }
}

impl RankRange {
    /// Draws it.
    pub fn draw(&self, options: &Options) -> Drawing {
        let sheet = Sheet {
            options,
            titles: &self.titles,
            unit: String::new(),
            remark: "Bars: 5th to 95th percentile. Between two lines each runs into the next.".to_owned(),
            alt: self.sentence(),
            table: self.table(),
        };
        if self.teams.is_empty() {
            return sheet.empty(&self.nothing);
        }
        sheet.draw_rows(self.teams.len(), (30.0, 24.0), |page| self.plot(page, options))
    }

    fn sentence(&self) -> String {
        let teams = self
            .teams
            .iter()
            .take(4)
            .map(|team| format!("{} {}", team.name, team.range()));
        format!("ranks a team may have: {}.", teams.collect::<Vec<_>>().join(", "))
    }

    fn table(&self) -> DataTable {
        let mut table = DataTable::with_columns(["Group", "Team", "Value", "Ranks"]);
        for team in &self.teams {
            table.push([
                team.group.to_string(),
                team.name.clone(),
                team.value.clone(),
                team.range(),
            ]);
        }
        table
    }

    fn plot(&self, page: &mut Page<'_, '_>, options: &Options) {
        let names = self
            .teams
            .iter()
            .map(|team| (team.name.as_str(), team.value.as_str()));
        let rows = Rows::two_lined(page, names, 30.0, (2.0, 48.0, 22.0));
        let unit = Unit::Count(String::new());
        let last = self.teams.iter().map(|team| team.ranks[2]).max().unwrap_or(1);
        let ends = [Figure::ZERO, Figure::whole(i128::from(last) + 1)];
        let axis = Axis::from_zero(ends, &unit, (options.width / 100).clamp(2, 8) as usize).tight(ends);
        page.bottom_axis(&axis, rows.plot);
        rows.rest(page, self.teams.len());
        for (row, team) in self.teams.iter().enumerate().take(rows.shown) {
            self.line(page, &rows, row);
            rows.name(page, row, (&team.name, &team.value));
            let place = |rank: f64| {
                let (from, to) = rows.ends();
                from + (to - from) * axis.share(rank)
            };
            let [low, now, high] = team.ranks.map(f64::from);
            let area = rows.bar(row, (place(low - 0.25), place(high + 0.25)), 0.36);
            let tag = Tag::new(
                &team.name,
                team.name.clone(),
                format!("ranks {} · {}", team.range(), team.value),
            );
            let colour = page.theme.pale(page.theme.series(0));
            page.canvas.bar(area, colour, tag);
            let middle = place(now);
            let pen = Pen::solid(page.theme.ink, 2.0);
            page.canvas
                .rule((middle, area.y - 2.0), (middle, area.bottom() + 2.0), pen);
            page.value(
                (area.right() + 6.0, rows.centre(row) + 4.0),
                &team.range(),
                Anchor::Start,
            );
        }
    }

    /// A line above the first team of a group.
    fn line(&self, page: &mut Page<'_, '_>, rows: &Rows, row: usize) {
        let is_new = row > 0 && self.teams[row].group != self.teams[row - 1].group;
        if is_new {
            let y = rows.plot.y + rows.height * row as f64;
            let pen = Pen::solid(page.theme.control, 1.0);
            page.canvas.rule((page.area.x, y), (page.area.right(), y), pen);
        }
    }
}
