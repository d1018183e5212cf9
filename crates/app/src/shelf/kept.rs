//! What a user keeps in the book from a terminal: mappings, documents, initiatives, scenarios, settings, pilots.

use std::path::Path;

use serde_json::{Value, json};

use super::{Shelf, read_initiative, worth};
use crate::documents::{self, Kind};
use crate::initiative::{self, Initiative};
use crate::own::{self, Own};
use crate::scenario::{self, Saved as SavedScenario};
use crate::scope::Scope;
use crate::target::Target;
use crate::view::{Route, Saved};
use crate::{Result, models, owned, settings, side_file};

impl Shelf {
    /// Keeps a mapping file in the book, under the name it states. Gives the name.
    pub fn save_mapping(&self, path: &Path) -> Result<String> {
        let text = side_file::text(path)?;
        own::save(&self.book, &text, None)
    }

    /// The mappings of the book, as JSON.
    pub fn mappings(&self) -> Result<Value> {
        let own = Own::read(Some(&self.book), &[])?;
        let entries = own.formats.iter().map(|own| {
            let document = &own.mapping.document;
            json!({"name": document.name, "id": document.id, "overlap": document.overlap, "export": document.export})
        });
        Ok(json!({"mappings": entries.collect::<Vec<_>>(), "faults": own.faults}))
    }

    /// The text of a mapping of the book.
    pub fn mapping(&self, name: &str) -> Result<String> {
        own::saved(&self.book, name)
    }

    /// Writes it as a file.
    pub fn mapping_file(&self, name: &str, path: &Path) -> Result<Saved> {
        Target::new(path).write(self.mapping(name)?.as_bytes())
    }

    /// Forgets a mapping of the book; what was imported by it stays.
    pub fn remove_mapping(&self, name: &str) -> Result<()> {
        own::remove(&self.book, name)
    }

    /// Documents of a kind: names and versions.
    pub fn documents(&self, kind: &Kind) -> Result<Value> {
        documents::list(&self.book, kind)
    }

    /// One document as it is kept.
    pub fn document(&self, kind: &Kind, name: &str) -> Result<Value> {
        documents::show(&self.book, kind, name)
    }

    /// Keeps a document from its file; says what the book has then.
    pub fn set_document(&self, kind: &Kind, file: &Path) -> Result<Value> {
        documents::set(&self.book, kind, file)?;
        documents::list(&self.book, kind)
    }

    /// Removes a document; its versions stay.
    pub fn remove_document(&self, kind: &Kind, name: &str) -> Result<Value> {
        documents::remove(&self.book, kind, name)?;
        documents::list(&self.book, kind)
    }

    /// Every initiative; monthly costs that name a filter are taken from the bills.
    pub fn initiatives(&self) -> Result<Vec<Initiative>> {
        let mut all = initiative::initiatives(&self.book)?;
        for one in &mut all {
            owned::from_bills(&self.book, one)?;
        }
        Ok(all)
    }

    /// Keeps an initiative, replacing the one of the same name.
    pub fn set_initiative(&self, initiative: &Initiative) -> Result<()> {
        let json = serde_json::to_value(initiative).expect("an initiative is plain data");
        self.book
            .put_json("initiative", &initiative.scenario.name, &json)?;
        Ok(())
    }

    /// Every setting with its value and default.
    pub fn settings(&self) -> Result<Value> {
        settings::list(&self.book)
    }

    /// Gives a setting a value, or its default; says what moves.
    pub fn set_setting(&self, key: &str, value: Option<&str>) -> Result<Vec<String>> {
        let said = value.unwrap_or("null");
        let moved = Scope::of(&self.book, &Route::default())?
            .filter(|_| value.is_some())
            .map(|scope| settings::effect(&scope, key, said))
            .transpose()?;
        settings::set(&self.book, key, value)?;
        Ok(moved.map_or_else(Vec::new, |moved| settings::effect_text(&moved)))
    }

    /// Saved scenarios.
    pub fn scenarios(&self) -> Result<Vec<SavedScenario>> {
        scenario::list(&self.book)
    }

    /// Keeps a scenario file as a saved scenario.
    pub fn save_scenario_file(&self, path: &Path) -> Result<SavedScenario> {
        let scenario = read_initiative(path)?.scenario;
        let text = side_file::text(path)?;
        let of = toml::from_str::<SavedScenario>(&text)
            .map(|saved| saved.of)
            .unwrap_or_default();
        let saved = SavedScenario { of, scenario };
        scenario::keep(&self.book, &saved)?;
        Ok(saved)
    }

    /// Keeps a variant of an initiative or scenario, with assumptions set as `key=value`.
    pub fn save_variant(&self, of: &str, name: &str, set: &[String]) -> Result<SavedScenario> {
        let saved = scenario::variant(&self.book, of, name, set)?;
        scenario::keep(&self.book, &saved)?;
        Ok(saved)
    }

    /// Forgets a saved scenario.
    pub fn remove_scenario(&self, name: &str) -> Result<()> {
        scenario::remove(&self.book, name)
    }

    /// A saved scenario or an initiative as TOML.
    pub fn scenario_text(&self, name: &str) -> Result<String> {
        scenario::text(&self.book, name)
    }

    /// Writes it as a file.
    pub fn scenario_file(&self, name: &str, path: &Path) -> Result<Saved> {
        Target::new(path).write(self.scenario_text(name)?.as_bytes())
    }

    /// Two to four scenarios side by side.
    pub fn compare(&self, names: &[String]) -> Result<Value> {
        scenario::compare(&self.book, names)
    }

    /// The return of a scenario by its file or name.
    pub fn roi(&self, name: &str) -> Result<Value> {
        Ok(worth(&scenario::named(&self.book, name)?))
    }

    /// Every pilot.
    pub fn pilots(&self) -> Result<Vec<models::Pilot>> {
        models::pilots(&self.book)
    }

    /// Keeps a pilot, replacing the one of the same name.
    pub fn set_pilot(&self, pilot: &models::Pilot) -> Result<()> {
        models::set_pilot(&self.book, pilot)
    }

    /// Removes a pilot.
    pub fn remove_pilot(&self, name: &str) -> Result<()> {
        models::remove_pilot(&self.book, name)
    }
}
