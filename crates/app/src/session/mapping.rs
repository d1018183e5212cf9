//! Mapping a file by hand: the draft goes in, the view of what it gives comes out; kept under a name, it is found again.

use std::ops::ControlFlow;
use std::path::Path;

use ingest::Reading;
use ingest::profile::Profile;

use super::Session;
use super::waiting::{Mode, Waiting};
use crate::import::worker::MAPPABLE;
use crate::import::{ChoiceText, Look};
use crate::mapper::{self, Draft, Shown};
use crate::target::Target;
use crate::view::{MapperView, PreviewStatus, PreviewView, Saved};
use crate::{Error, Result, own, preview};

/// Rows that the live preview reads: enough to see, few enough to follow each change at once.
const BRIEF: u64 = 20_000;

impl Session {
    /// A file that waits, as a draft maps it. Without a draft: as it was left, as the mapping it was read by has it,
    /// or as proposed.
    pub fn mapper(&mut self, id: u32, draft: Option<Draft>) -> Result<MapperView> {
        let place = self.place(id)?;
        let before = self.waiting[place].mapped.take();
        let (profile, draft) = self.drafted(place, before, draft)?;
        let draft = draft.completed(&profile);
        let view = self.mapped(place, &draft, &profile);
        self.waiting[place].mapped = Some((profile, draft));
        view
    }

    /// Reads a file that waits by a draft. One with a name is kept in the book, and files of the same layout that
    /// wait are then read by it too. Refused while something must still be said.
    pub fn keep_mapping(&mut self, id: u32, draft: Draft) -> Result<Vec<PreviewView>> {
        let view = self.mapper(id, Some(draft))?;
        if view.is_open {
            let what = "This mapping does not say all that its figures need";
            return Err(Error::asked(what, view.missing.join(" ")));
        }
        let place = self.place(id)?;
        let draft = view.draft;
        let waiting = &self.waiting[place];
        if draft.name.trim().is_empty() {
            let said = by(waiting, view.toml);
            self.read_again(place, said)?;
            return Ok(self.pending());
        }
        own::save(self.book()?, &view.toml, Some(&draft))?;
        let said = ChoiceText {
            mapping: None,
            ..by(waiting, String::new())
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
        let saved = Target::confirmed(path).write(view.toml.as_bytes())?;
        Ok(Saved {
            message: format!("The mapping is saved as {}.", path.display()),
            ..saved
        })
    }

    /// The table looked through as the draft has it, with the draft; looked through again where that says another
    /// table or another way to read it than before.
    fn drafted(
        &self,
        place: usize,
        before: Option<(Profile, Draft)>,
        draft: Option<Draft>,
    ) -> Result<(Profile, Draft)> {
        let is_same = |(profile, earlier): &(Profile, Draft), draft: &Draft| {
            draft.table as usize == profile.table && draft.reading() == earlier.reading()
        };
        match (before, draft) {
            (Some((profile, earlier)), None) => Ok((profile, earlier)),
            (Some(before), Some(draft)) if is_same(&before, &draft) => Ok((before.0, draft)),
            (before, Some(draft)) => {
                let profile = self.profile(place, Some(draft.table as usize), draft.reading())?;
                let names = |profile: &Profile| -> Vec<String> {
                    profile.columns.iter().map(|column| column.name.clone()).collect()
                };
                let is_other = before.is_some_and(|(before, _)| names(&before) != names(&profile));
                Ok((profile, if is_other { draft.without_columns() } else { draft }))
            }
            (None, None) => {
                let reading = self.waiting[place].report.reading.clone();
                let profile = self.profile(place, None, reading)?;
                let draft = self.draft_of(place, &profile)?;
                Ok((profile, draft))
            }
        }
    }

    fn profile(&self, place: usize, table: Option<usize>, reading: Reading) -> Result<Profile> {
        let mode = Mode {
            apart: true,
            dry_run: true,
            look: Some(Look { table }),
            ..Mode::default()
        };
        let mut batch = self.batch(place);
        batch.choice.reading = reading;
        let followed = self.run(&batch, mode, &mut |_| ControlFlow::Continue(()))?;
        let refused = followed.reports.first().map(|report| report.message.clone());
        followed.profile.ok_or_else(|| {
            Error::asked(
                refused.unwrap_or_else(|| "The file cannot be mapped".to_owned()),
                MAPPABLE,
            )
        })
    }

    /// The draft of the saved mapping by which the file was read, if the mapper made it and it still fits, or if the
    /// mapper could have made it.
    fn draft_of(&self, place: usize, profile: &Profile) -> Result<Draft> {
        let name = &self.waiting[place].report.format_name;
        let saved = own::draft_of(self.book()?, name)?;
        let fits = |draft: &Draft| draft.targets.len() == profile.columns.len();
        if let Some(draft) = saved.filter(fits) {
            return Ok(draft);
        }
        let report = &self.waiting[place].report;
        let own = self.own()?.formats;
        let written = own.iter().find(|own| own.mapping.document.id == report.format);
        let written = written.and_then(|own| mapper::draft_of(&own.mapping.document, profile));
        Ok(written.unwrap_or_else(|| Draft::as_read(&report.reading)))
    }

    fn mapped(&self, place: usize, draft: &Draft, profile: &Profile) -> Result<MapperView> {
        let mut batch = self.batch(place);
        batch.choice = by(&self.waiting[place], mapper::toml(draft, profile));
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
fn by(waiting: &Waiting, toml: String) -> ChoiceText {
    ChoiceText {
        mapping: Some(toml),
        format: None,
        reading: Reading::default(),
        fixes: Some(waiting.report.fixes.clone()),
        ..waiting.choice.clone()
    }
}
