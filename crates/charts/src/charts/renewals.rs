//! What runs until when: one bar a term of a contract, or a declared phase, from its start to its end, its notice day as a
//! point, a line for the day looked from. Outlined where nothing is decided, or what was declared holds no longer.

use chrono::{Datelike, Months, NaiveDate};
use model::{Grain, Period};

use crate::canvas::{Anchor, Pen, Tag};
use crate::drawing::{DataTable, Drawing, Options, Titles};
use crate::format::date;
use crate::page::{Page, Rows, Sheet};

/// Contract terms over time.
#[derive(Clone, Debug)]
pub struct Renewals {
    /// The words around it.
    pub titles: Titles,
    /// What the bars are.
    pub about: Terms,
    /// The day it is looked at from.
    pub today: NaiveDate,
    /// In the order to draw.
    pub terms: Vec<TermBar>,
}

/// What runs until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Terms {
    /// Terms of contracts.
    Contracts,
    /// Phases that somebody declared.
    Phases,
}

impl Terms {
    fn remark(self) -> &'static str {
        match self {
            Self::Contracts => "Bar: term, outlined while undecided; dot: last day for notice; line: today.",
            Self::Phases => "Bar: phase, outlined where it holds no longer or not yet; line: today.",
        }
    }

    fn nothing(self) -> &'static str {
        match self {
            Self::Contracts => "No contracts are known. A sheet of contracts brings them.",
            Self::Phases => "No phase is declared. An owner declares one with an end date.",
        }
    }

    fn heads(self) -> &'static [&'static str] {
        match self {
            Self::Contracts => &[
                "Contract",
                "Start",
                "Last day for notice",
                "Ends before",
                "Standing",
            ],
            Self::Phases => &["Unit or tool", "Start", "Ends before", "Phase"],
        }
    }
}

/// One term.
#[derive(Clone, Debug)]
pub struct TermBar {
    /// For drill-down.
    pub key: String,
    /// Product.
    pub name: String,
    /// Where it stands, in words: "notice by 30 Nov 2026".
    pub standing: String,
    /// First day, where stated.
    pub start: Option<NaiveDate>,
    /// The day after the last, where stated.
    pub end: Option<NaiveDate>,
    /// Last day for notice, where stated.
    pub notice: Option<NaiveDate>,
    /// Whether something was decided, or a later term follows.
    pub is_decided: bool,
}

/// Shown before and after the day looked from, at least.
const BEFORE: u32 = 6;
const AFTER: u32 = 15;

impl Renewals {
    /// Draws it.
    pub fn draw(&self, options: &Options) -> Drawing {
        let sheet = Sheet {
            options,
            titles: &self.titles,
            unit: String::new(),
            remark: self.about.remark().to_owned(),
            alt: self.sentence(),
            table: self.table(options),
        };
        if self.terms.is_empty() {
            return sheet.empty(self.about.nothing());
        }
        sheet.draw_rows(self.terms.len(), (30.0, 24.0), |page| self.plot(page))
    }

    fn sentence(&self) -> String {
        let parts = self
            .terms
            .iter()
            .take(4)
            .map(|term| format!("{} {}", term.name, term.standing));
        let what = if self.about == Terms::Contracts {
            "contract terms"
        } else {
            "declared phases"
        };
        format!("{what}: {}.", parts.collect::<Vec<_>>().join(", "))
    }

    fn table(&self, options: &Options) -> DataTable {
        let mut table = DataTable::ending_in_words(self.about.heads().iter().copied());
        let day = |day: Option<NaiveDate>| {
            day.map_or_else(|| "not stated".to_owned(), |day| date(day, &options.locale))
        };
        for term in &self.terms {
            let notice = (self.about == Terms::Contracts).then(|| day(term.notice));
            let cells = [Some(term.name.clone()), Some(day(term.start)), notice];
            let last = [day(term.end), term.standing.clone()];
            table.push(cells.into_iter().flatten().chain(last));
        }
        table
    }

    /// Whole months that hold today and the ends that lie within three years of it.
    fn span(&self) -> Period {
        let ends = self
            .terms
            .iter()
            .flat_map(|term| [term.end, term.notice])
            .flatten();
        let far = self.today + Months::new(36);
        let last = ends.filter(|end| *end < far).max().unwrap_or(self.today);
        Period::new(
            Grain::Month.start(self.today - Months::new(BEFORE)),
            Grain::Month.next(last.max(self.today + Months::new(AFTER))),
        )
    }

    fn plot(&self, page: &mut Page<'_, '_>) {
        let names = self
            .terms
            .iter()
            .map(|term| (term.name.as_str(), term.standing.as_str()));
        let rows = Rows::two_lined(page, names, 30.0, (2.0, 12.0, 22.0));
        let scale = Scale {
            span: self.span(),
            ends: rows.ends(),
        };
        scale.axis(page, &rows);
        for (row, term) in self.terms.iter().enumerate().take(rows.shown) {
            rows.name(page, row, (&term.name, &term.standing));
            bar(page, (&rows, &scale), (row, term));
        }
        let today = scale.place(self.today);
        let pen = Pen::dashed(page.theme.ink, 1.0, (4.0, 3.0));
        page.canvas
            .rule((today, rows.plot.y), (today, rows.plot.bottom()), pen);
        rows.rest(page, self.terms.len());
    }
}

/// Days across the plot.
struct Scale {
    span: Period,
    ends: (f64, f64),
}

impl Scale {
    fn place(&self, day: NaiveDate) -> f64 {
        let share = (day - self.span.from).num_days() as f64 / self.span.days().max(1) as f64;
        self.ends.0 + (self.ends.1 - self.ends.0) * share.clamp(0.0, 1.0)
    }

    /// A line at each quarter, named where there is room: `Q1`, and the year at its first.
    fn axis(&self, page: &mut Page<'_, '_>, rows: &Rows) {
        let mut day = Grain::Quarter.start(self.span.from);
        let quarter = (self.ends.1 - self.ends.0) * 91.0 / self.span.days().max(1) as f64;
        while day < self.span.to {
            let x = self.place(day);
            if day >= self.span.from {
                page.hairline((x, rows.plot.y), (x, rows.plot.bottom()));
                let text = match (day.month0(), quarter >= 34.0) {
                    (0, _) => day.format("%Y").to_string(),
                    (month, true) => format!("Q{}", month / 3 + 1),
                    _ => String::new(),
                };
                page.tick((x, rows.plot.bottom() + 15.0), &text, Anchor::Middle);
            }
            day = Grain::Quarter.next(day);
        }
    }
}

fn bar(page: &mut Page<'_, '_>, (rows, scale): (&Rows, &Scale), (row, term): (usize, &TermBar)) {
    let day =
        |day: Option<NaiveDate>| day.map_or_else(|| "not stated".to_owned(), |day| date(day, page.locale));
    let value = format!(
        "{} to before {}, {}",
        day(term.start),
        day(term.end),
        term.standing
    );
    let notice = day(term.notice);
    let (from, to) = (
        term.start.unwrap_or(scale.span.from),
        term.end.unwrap_or(scale.span.to),
    );
    let left = scale.place(from).min(scale.ends.1 - 2.0);
    let area = rows.bar(row, (left, scale.place(to).max(left + 2.0)), 0.42);
    let tag = Tag::new(&term.key, term.name.clone(), value);
    let colour = page.theme.series(1);
    if term.is_decided {
        page.canvas.bar(area, colour, tag);
    } else {
        let pen = Pen::solid(page.theme.series(0), 1.0);
        page.canvas
            .outlined_bar(area, (pen, page.theme.pale(colour)), tag);
    }
    if let Some(at) = term.notice.filter(|day| scale.span.contains(*day)) {
        let tag = Tag::new(
            &format!("{}|notice", term.key),
            format!("{}, last day for notice", term.name),
            notice,
        );
        page.canvas
            .point((scale.place(at), rows.centre(row)), (4.0, page.theme.warn), tag);
    }
}
