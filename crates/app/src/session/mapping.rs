//! Mapping a file by hand: the draft goes in, the view of what it gives comes out; kept under a name, it is found again.

use std::ops::ControlFlow;
use std::path::Path;

use ingest::profile::Profile;

use super::Session;
use super::waiting::Mode;
use crate::import::{ChoiceText, Look};
use crate::mapper::{self, Draft, Shown};
use crate::view::{MapperView, PreviewStatus, PreviewView, Saved};
use crate::{Error, Result, own, preview};

/// Rows that the live preview reads: enough to see, few enough to follow each change at once.
const BRIEF: u64 = 20_000;

impl Session {
    /// A file that waits, as a draft maps it. Without a draft: as it was left, as the mapping it was read by has it,
    /// or as proposed.
    pub fn mapper(&mut self, id: u32, draft: Option<Draft>) -> Result<MapperView> {
        let place = self.place(id)?;
        let table = draft.as_ref().map(|draft| draft.table as usize);
        let (profile, earlier) = match self.waiting[place].mapped.take() {
            Some((profile, draft)) if table.is_none_or(|table| table == profile.table) => {
                (profile, Some(draft))
            }
            _ => (self.profile(place, table)?, None),
        };
        let draft = match (draft, earlier) {
            (Some(draft), _) | (None, Some(draft)) => draft,
            (None, None) => self.draft_of(place, &profile)?,
        };
        let draft = draft.completed(&profile);
        let view = self.mapped(place, &draft, &profile);
        self.waiting[place].mapped = Some((profile, draft));
        view
    }

    /// Reads a file that waits by a draft. One with a name is kept in the book, and files of the same layout that
    /// wait are then read by it too.
    pub fn keep_mapping(&mut self, id: u32, draft: Draft) -> Result<Vec<PreviewView>> {
        let view = self.mapper(id, Some(draft))?;
        let place = self.place(id)?;
        let draft = view.draft;
        let said = &self.waiting[place].choice;
        if draft.name.trim().is_empty() {
            let said = by(said, view.toml);
            self.read_again(place, said)?;
            return Ok(self.pending());
        }
        own::save(self.book()?, &view.toml, Some(&draft))?;
        let said = ChoiceText {
            mapping: None,
            ..by(said, String::new())
        };
        self.read_again(place, said)?;
        for other in 0..self.waiting.len() {
            let is_open = preview::status(&self.waiting[other].report) == PreviewStatus::NeedsMapping;
            if other != place && is_open {
                let said = self.waiting[other].choice.clone();
                self.read_again(other, said)?;
            }
        }
        Ok(self.pending())
    }

    /// Writes the document of a draft to a file, for a colleague or the command line.
    pub fn mapping_file(&mut self, id: u32, draft: Draft, path: &Path) -> Result<Saved> {
        let view = self.mapper(id, Some(draft))?;
        std::fs::write(path, view.toml).map_err(|error| Error::file(path, "written", &error))?;
        Ok(Saved {
            path: path.to_string_lossy().into_owned(),
            message: format!("The mapping is saved as {}.", path.display()),
        })
    }

    fn profile(&self, place: usize, table: Option<usize>) -> Result<Profile> {
        let mode = Mode {
            apart: true,
            dry_run: true,
            look: Some(Look { table }),
            ..Mode::default()
        };
        let followed = self.run(&self.batch(place), mode, &mut |_| ControlFlow::Continue(()))?;
        let refused = followed.reports.first().map(|report| report.message.clone());
        followed.profile.ok_or_else(|| {
            Error::asked(
                refused.unwrap_or_else(|| "The file cannot be mapped".to_owned()),
                "Map a table: CSV, or a sheet.",
            )
        })
    }

    /// The draft of the saved mapping by which the file was read, if the mapper made it and it still fits.
    fn draft_of(&self, place: usize, profile: &Profile) -> Result<Draft> {
        let name = &self.waiting[place].report.format_name;
        let saved = own::draft_of(self.book()?, name)?;
        let fits = |draft: &Draft| draft.targets.len() == profile.columns.len();
        Ok(saved.filter(fits).unwrap_or_default())
    }

    fn mapped(&self, place: usize, draft: &Draft, profile: &Profile) -> Result<MapperView> {
        let mut batch = self.batch(place);
        batch.choice = by(&batch.choice, mapper::toml(draft, profile));
        let mode = Mode {
            apart: true,
            dry_run: true,
            brief: Some(BRIEF),
            ..Mode::default()
        };
        let followed = self.run(&batch, mode, &mut |_| ControlFlow::Continue(()))?;
        let report = followed.reports.into_iter().next();
        let report = report.ok_or_else(|| Error::asked("The file could not be read", "Drop it again."))?;
        let id = self.waiting[place].id;
        Ok(mapper::view(Shown {
            id,
            draft,
            profile,
            preview: preview::view(id, &report, &batch.choice),
            brief: BRIEF,
        }))
    }
}

/// What is said of a file, with a mapping in place of a format and of what the mapping states itself.
fn by(said: &ChoiceText, toml: String) -> ChoiceText {
    ChoiceText {
        mapping: Some(toml),
        format: None,
        dates: None,
        decimal: None,
        ..said.clone()
    }
}
