//! Bands of use per team: each row is a team, cut into its bands from the lowest (orange: no use) to the highest
//! (strongest), then the unknown in grey. What may not be shown is one hatched piece, named in its mark and the table.

use crate::canvas::{Anchor, Area, Tag};
use crate::drawing::{DataTable, Drawing, Options, Titles};
use crate::font::{Weight, width};
use crate::format::count;
use crate::page::{Page, Rows, Sheet, TICK};
use crate::theme::Rgb;
use crate::{Locale, MOST_MARKS, Theme};

/// People per band, team by team.
#[derive(Clone, Debug)]
pub struct Bands {
    /// The words around it.
    pub titles: Titles,
    /// Bands, the lowest (no use at all) first, without unknown.
    pub names: Vec<String>,
    /// Teams in the order to draw.
    pub teams: Vec<TeamBands>,
}

/// One team.
#[derive(Clone, Debug)]
pub struct TeamBands {
    /// For drill-down.
    pub key: String,
    /// Full name.
    pub name: String,
    /// One per band, then the unknown.
    pub parts: Vec<Counted>,
    /// All people of it.
    pub total: Counted,
}

/// A count of people, or the words in place of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counted {
    /// May be shown.
    People(u64),
    /// May not: `fewer than 5`.
    Hidden(String),
}

impl Counted {
    fn people(&self) -> Option<u64> {
        match self {
            Self::People(people) => Some(*people),
            Self::Hidden(_) => None,
        }
    }

    fn text(&self, locale: &Locale) -> String {
        match self {
            Self::People(people) => count((*people).into(), locale),
            Self::Hidden(words) => words.clone(),
        }
    }
}

impl TeamBands {
    /// People of the team who are in no shown part; `None` where the team itself is hidden.
    fn rest(&self) -> Option<u64> {
        let shown: u64 = self.parts.iter().filter_map(Counted::people).sum();
        self.total.people().map(|total| total.saturating_sub(shown))
    }
}

const LEGEND: f64 = 18.0;

impl Bands {
    /// Draws it.
    pub fn draw(&self, options: &Options) -> Drawing {
        let sheet = Sheet {
            options,
            titles: &self.titles,
            unit: "share of the team’s people".to_owned(),
            remark: "Hatched: too few to show.".to_owned(),
            alt: self.sentence(options),
            table: self.table(options),
        };
        if self.teams.is_empty() {
            return sheet
                .empty("Nobody is known yet. A roster or a usage export that names people brings them.");
        }
        sheet.draw_rows(self.teams.len(), (24.0, 22.0 + LEGEND * 3.0), |page| {
            self.plot(page);
        })
    }

    /// Bands and unknown.
    fn heads(&self) -> Vec<&str> {
        self.names.iter().map(String::as_str).chain(["unknown"]).collect()
    }

    fn sentence(&self, options: &Options) -> String {
        let first = self.teams.iter().take(3).map(|team| {
            let parts = self.heads().into_iter().zip(&team.parts);
            let parts: Vec<String> = parts
                .map(|(name, part)| format!("{name} {}", part.text(&options.locale)))
                .collect();
            format!("{}: {}", team.name, parts.join(", "))
        });
        let teams = if self.teams.len() == 1 {
            "one team".to_owned()
        } else {
            format!("{} teams", self.teams.len())
        };
        format!(
            "people of {teams} by band; {}.",
            first.collect::<Vec<_>>().join("; ")
        )
    }

    fn table(&self, options: &Options) -> DataTable {
        let heads = ["Team"].into_iter().chain(self.heads()).chain(["all"]);
        let mut table = DataTable::with_columns(heads);
        for team in &self.teams {
            let figures = team
                .parts
                .iter()
                .chain([&team.total])
                .map(|part| part.text(&options.locale));
            table.push([team.name.clone()].into_iter().chain(figures));
        }
        table
    }

    fn plot(&self, page: &mut Page<'_, '_>) {
        let names: Vec<&str> = self.teams.iter().map(|team| team.name.as_str()).collect();
        let lines = self.legend(page);
        let rows = Rows::new(page, &names, 24.0, (4.0 + LEGEND * lines as f64, 44.0, 18.0));
        let most = MOST_MARKS / (self.names.len() + 2);
        for (row, team) in self.teams.iter().enumerate().take(rows.shown.min(most)) {
            rows.name(page, row, (&team.name, ""));
            self.team(page, &rows, (row, team));
            let total = team
                .total
                .people()
                .map_or_else(String::new, |people| count(people.into(), page.locale));
            page.tick(
                (rows.plot.right() + 8.0, rows.centre(row) + 4.0),
                &total,
                Anchor::Start,
            );
        }
        rows.rest(page, self.teams.len());
    }

    fn team(&self, page: &mut Page<'_, '_>, rows: &Rows, (row, team): (usize, &TeamBands)) {
        let (left, right) = rows.ends();
        let rest = team.rest();
        let all = team.total.people().unwrap_or(1).max(1) as f64;
        let mut at = left;
        let mut hidden: Vec<String> = Vec::new();
        for (band, (name, part)) in self.heads().into_iter().zip(&team.parts).enumerate() {
            let label = format!("{}, {name}", team.name);
            match part {
                Counted::Hidden(words) => hidden.push(format!("{name}: {words}")),
                Counted::People(people) if rest.is_some() => {
                    let end = at + (right - left) * *people as f64 / all;
                    let colour = colour(page.theme, band, self.names.len());
                    let tag = Tag::new(
                        &format!("{}|{band}", team.key),
                        label,
                        count((*people).into(), page.locale),
                    );
                    piece(
                        page,
                        rows.bar(row, (at, end), 0.72),
                        (colour, &count((*people).into(), page.locale)),
                        tag,
                    );
                    at = end;
                }
                Counted::People(_) => {}
            }
        }
        let end = rest.map_or(right, |rest| at + (right - left) * rest as f64 / all);
        if hidden.is_empty() || end - at < 1.0 {
            return;
        }
        let tag = Tag::new(
            &format!("{}|hidden", team.key),
            format!("{}, not shown", team.name),
            hidden.join("; "),
        );
        let area = rows.bar(row, (at, end.min(right)), 0.72);
        page.canvas
            .hatched_bar(area, (page.theme.paper, page.theme.control), tag);
    }

    /// Bands by colour, in as many lines as they need; returns how many.
    fn legend(&self, page: &mut Page<'_, '_>) -> usize {
        let (mut x, mut line) = (page.area.x, 0);
        for (band, name) in self.heads().into_iter().enumerate() {
            let wide = 16.0 + width(name, TICK, Weight::Text) + 14.0;
            if x + wide > page.area.right() && x > page.area.x {
                (x, line) = (page.area.x, line + 1);
            }
            let y = page.area.y + LEGEND * line as f64;
            let colour = colour(page.theme, band, self.names.len());
            page.canvas.wash(Area::new(x, y + 2.0, 11.0, 10.0), colour);
            page.tick((x + 16.0, y + 11.0), name, Anchor::Start);
            x += wide;
        }
        line + 1
    }
}

/// No use is orange, unknown grey, the bands between rise towards the first series.
fn colour(theme: &Theme, band: usize, bands: usize) -> Rgb {
    match band {
        0 => theme.warn,
        unknown if unknown >= bands => theme.other,
        band => {
            let share = band as f64 / (bands - 1).max(1) as f64;
            theme.series(0).over(theme.paper, 0.15 + 0.85 * share)
        }
    }
}

/// A piece with its count inside where there is room.
fn piece(page: &mut Page<'_, '_>, area: Area, (colour, text): (Rgb, &str), tag: Tag) {
    if area.w < 1.0 {
        return;
    }
    page.canvas.bar(area, colour, tag);
    // A pixel more of room at each side than a cell of a grid has.
    page.within(area.inside(1.0, 0.0, 1.0, 0.0), text, (colour, Weight::Strong));
}
