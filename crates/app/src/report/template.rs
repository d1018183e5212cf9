//! What a report shall hold: a title, sections, whether names may stand in it. Built in by name, or a TOML file.
//! Chooses; makes no section.

use std::path::Path;

use metrics::Settings;
use serde::Deserialize;

use super::sections;
use crate::view::Route;
use crate::{Error, Result, side_file};

/// What a report shall hold. Without a word, everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct Template {
    /// Its title; empty is the usual one.
    pub title: String,
    /// Ids of sections; none is all. They stand in the report's order.
    pub sections: Vec<String>,
    /// Whether names of people are left out even where they are asked for.
    pub pseudonymise: bool,
    /// The paper of a PDF.
    pub paper: Paper,
    /// Whether the tables below charts are left out.
    pub without_tables: bool,
    /// Fewest people of a shown group, where the book itself would show fewer.
    pub minimum_group: u32,
    /// Who made it, as its cover says.
    pub prepared_by: String,
}

/// The paper of a PDF.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8.5 × 11 in.
    Letter,
}

/// Inputs of a route that choose what a report holds.
pub(crate) mod input {
    /// A built-in template.
    pub(crate) const TEMPLATE: &str = "template";
    /// Ids of sections: `figures,roi`.
    pub(crate) const SECTIONS: &str = "sections";
    /// `a4` or `letter`.
    pub(crate) const PAPER: &str = "paper";
    /// `numbered`, or as shown.
    pub(crate) const PEOPLE: &str = "people";
}

/// The built-in ones: id, title, sections.
pub const TEMPLATES: &[(&str, &str, &[&str])] = &[
    ("full", TITLE, &[]),
    (
        "executive",
        "What AI costs, who uses it, whether it pays",
        &["figures", "spend-over-time", "usage-distribution", "roi", "kpi"],
    ),
    (
        "finance",
        "AI and cloud spend",
        &[
            "figures",
            "spend-over-time",
            "variance-waterfall",
            "pareto",
            "model-mix",
            "reconciliation",
            "invoices",
            "forecast",
            "budgets",
            "utilisation",
            "renewals",
        ],
    ),
    (
        "adoption",
        "AI adoption",
        &[
            "figures",
            "usage-distribution",
            "lorenz",
            "bands",
            "adoption-grid",
            "cohorts",
            "regularity",
            "utilisation",
            "kpi",
        ],
    ),
    (
        "roi",
        "Whether AI pays",
        &["figures", "roi", "tornado", "value-fan", "kpi"],
    ),
];

/// A page for those who want no tables.
const EXECUTIVE: &str = "executive";
/// A report for a client, in which groups are larger than in the book (our default).
const ADOPTION: (&str, u32) = ("adoption", 10);
const TITLE: &str = "AI spend, use and return";

impl Template {
    /// A built-in template by its id, or a TOML file by its path.
    pub fn named(name: &str) -> Result<Self> {
        if let Some(template) = Self::built_in(name) {
            return Ok(template);
        }
        let path = Path::new(name);
        if path
            .extension()
            .is_none_or(|extension| !extension.eq_ignore_ascii_case("toml"))
        {
            let known: Vec<&str> = TEMPLATES.iter().map(|(id, _, _)| *id).collect();
            let help = format!("Known: {}; or the path of a TOML file.", known.join(", "));
            return Err(Error::asked(format!("`{name}` is no template"), help));
        }
        let text = side_file::text(path)?;
        let template: Self = side_file::parsed(&text).map_err(|what| {
            Error::asked(
                format!("{name} is no template: {what}"),
                "Its keys are title, prepared-by, sections, pseudonymise, minimum-group, without-tables and paper.",
            )
        })?;
        template.checked()
    }

    fn built_in(name: &str) -> Option<Self> {
        let (_, title, sections) = TEMPLATES.iter().find(|(id, _, _)| *id == name)?;
        Some(Self {
            title: (*title).to_owned(),
            sections: sections.iter().map(|id| (*id).to_owned()).collect(),
            without_tables: name == EXECUTIVE,
            minimum_group: if name == ADOPTION.0 { ADOPTION.1 } else { 0 },
            ..Self::default()
        })
    }

    /// What the inputs of a route choose; a route that chooses nothing means everything. Opens no file.
    pub(crate) fn of_route(route: &Route) -> Result<Self> {
        let [template, sections, paper, people] =
            [input::TEMPLATE, input::SECTIONS, input::PAPER, input::PEOPLE].map(|key| route.inputs.get(key));
        let unknown = |name: &String| {
            Error::asked(
                format!("`{name}` is no template of the window"),
                "Choose one on the Reports screen.",
            )
        };
        let chosen = template.map(|name| Self::built_in(name).ok_or_else(|| unknown(name)));
        let chosen = Self {
            paper: match paper.map(String::as_str) {
                Some("letter") => Paper::Letter,
                _ => Paper::A4,
            },
            pseudonymise: people.is_some_and(|people| people == "numbered"),
            ..chosen.transpose()?.unwrap_or_default()
        };
        sections.map_or(Ok(chosen.clone()), |names| chosen.with_sections(names))
    }

    /// The same with these sections, named as `figures,roi`.
    pub fn with_sections(mut self, names: &str) -> Result<Self> {
        let names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
        self.sections = names.map(str::to_owned).collect();
        self.checked()
    }

    fn checked(self) -> Result<Self> {
        let unknown = self
            .sections
            .iter()
            .find(|id| !sections().any(|known| known == **id));
        let known = || sections().collect::<Vec<_>>().join(", ");
        unknown.map_or(Ok(self.clone()), |id| {
            Err(Error::asked(
                format!("`{id}` is no section of the report"),
                format!("Known: {}.", known()),
            ))
        })
    }

    /// Whether it holds a section.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.sections.is_empty() || self.sections.iter().any(|other| other == id)
    }

    /// The settings of the book, with groups at least as large as the template wants them.
    pub(crate) fn settings(&self, of_book: &Settings) -> Settings {
        let mut settings = of_book.clone();
        settings.privacy.minimum = settings.privacy.minimum.max(self.minimum_group);
        settings
    }

    pub(crate) fn title(&self) -> &str {
        if self.title.is_empty() { TITLE } else { &self.title }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_template_names_sections_there_are() {
        for (id, _, _) in TEMPLATES {
            let template = Template::named(id).expect(id);
            assert_eq!(template.clone().checked().expect(id), template);
        }
        assert!(Template::named("glossy").is_err());
        assert!(Template::default().with_sections("figures, pie").is_err());
    }

    #[test]
    fn chosen_sections_are_held_and_no_others() {
        let chosen = Template::default()
            .with_sections("roi,figures")
            .expect("sections");
        assert!(chosen.has("roi") && chosen.has("figures") && !chosen.has("pareto"));
        assert!(Template::default().has("pareto"));
    }

    #[test]
    fn a_route_chooses_template_sections_paper_and_numbers_for_people_and_opens_no_file() {
        let route = |inputs: &[(&str, &str)]| Route {
            inputs: inputs
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect(),
            ..Route::default()
        };
        assert_eq!(
            Template::of_route(&route(&[])).expect("everything"),
            Template::default()
        );
        let chosen = Template::of_route(&route(&[
            ("template", "roi"),
            ("sections", "roi"),
            ("paper", "letter"),
            ("people", "numbered"),
        ]));
        let chosen = chosen.expect("a template");
        assert_eq!((chosen.title(), chosen.paper), ("Whether AI pays", Paper::Letter));
        assert!(chosen.pseudonymise && chosen.has("roi") && !chosen.has("figures"));
        assert!(Template::of_route(&route(&[("template", "/etc/client.toml")])).is_err());
    }

    #[test]
    fn a_template_file_says_what_it_cannot_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("client.toml");
        std::fs::write(&path, "title = \"For the board\"\nsections = [\"roi\"]\n").expect("written");
        let template = Template::named(&path.to_string_lossy()).expect("a template");
        assert_eq!(
            (template.title(), template.has("pareto")),
            ("For the board", false)
        );
        std::fs::write(&path, "colour = 3").expect("written");
        assert!(Template::named(&path.to_string_lossy()).is_err());
    }
}
