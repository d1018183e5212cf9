//! How far an import is, in words.

use std::ops::ControlFlow;
use std::time::Instant;

use charts::{Locale, format};

use crate::import::Event;
use crate::show;
use crate::view::ProgressView;

/// Time left is said after this many seconds, when it means something.
const SOON: f64 = 3.0;

/// Turns worker events into progress texts.
pub(crate) struct Progressing<'p> {
    told: &'p mut dyn FnMut(ProgressView),
    file: String,
    position: String,
    since: Instant,
}

impl<'p> Progressing<'p> {
    pub(crate) fn new(told: &'p mut dyn FnMut(ProgressView)) -> Self {
        Self {
            told,
            file: String::new(),
            position: String::new(),
            since: Instant::now(),
        }
    }

    /// What to do with each event.
    pub(crate) fn follow(mut self) -> impl FnMut(&Event) -> ControlFlow<()> + 'p {
        move |event| {
            match event {
                Event::Start { item, of, file, .. } => {
                    self.file.clone_from(file);
                    self.position = format!("{} of {of}", item + 1);
                    self.since = Instant::now();
                    self.tell(0, 0.0);
                }
                Event::Progress { rows, fraction } => self.tell(*rows, *fraction),
                _ => {}
            }
            ControlFlow::Continue(())
        }
    }

    fn tell(&mut self, rows: u64, fraction: f64) {
        let locale = Locale::default();
        let mut text = show::counted(rows, "row");
        let spent = self.since.elapsed().as_secs_f64();
        if rows > 0 && spent > 1.0 {
            text = format!(
                "{text}, {} a second",
                format::count((rows as f64 / spent) as i128, &locale)
            );
        }
        if fraction > 0.02 && spent > SOON {
            let left = format::count((spent / fraction - spent).ceil() as i128, &locale);
            text = format!("{text}, {left} s left");
        }
        (self.told)(ProgressView {
            file: self.file.clone(),
            position: self.position.clone(),
            fraction,
            text,
        });
    }
}
