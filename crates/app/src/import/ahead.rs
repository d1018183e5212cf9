//! Reads files ahead of their turn, where there are many: while one is written, the next is recognised and read. Only what
//! waits in its stream is held, however large a file is.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::Scope;

use ingest::{Choice, Item, Planned};

use super::event::Event;
use super::pipe::{Stream, stream};
use super::worker::{Tell, shown_name};

/// Files that are asked for before their turn.
const AHEAD: usize = 2;

/// The files that are wanted, one after the other. Each is told of before anything reads it.
pub(super) struct Turns<'i> {
    items: &'i [Item],
    wanted: Vec<usize>,
    next: usize,
    told: usize,
    ahead: Option<Ahead>,
}

/// The turn of a file, which may have begun already.
pub(super) struct Turn<'i> {
    pub(super) at: usize,
    pub(super) item: &'i Item,
    pub(super) begun: Option<Begun>,
}

impl<'i> Turns<'i> {
    pub(super) fn of(items: &'i [Item], wanted: Vec<usize>, ahead: Option<Ahead>) -> Self {
        Self {
            items,
            wanted,
            next: 0,
            told: 0,
            ahead,
        }
    }

    /// The next turn; none where all are over, or nobody listens any more.
    pub(super) fn next(&mut self, tell: &mut Tell<'_>) -> Option<Turn<'i>> {
        let at = *self.wanted.get(self.next)?;
        self.next += 1;
        let until = self.next + self.ahead.as_ref().map_or(0, |_| AHEAD);
        for at in self.wanted.get(self.told..until.min(self.wanted.len()))? {
            let item = &self.items[*at];
            let start = Event::Start {
                item: *at,
                of: self.items.len(),
                file: shown_name(item),
                passed_over: item.passed_over,
            };
            if tell(&start).is_break() {
                return None;
            }
            if let Some(ahead) = self.ahead.as_ref().filter(|_| !item.passed_over) {
                ahead.ask(*at);
            }
            self.told += 1;
        }
        let item = &self.items[at];
        let ahead = self.ahead.as_ref().filter(|_| !item.passed_over);
        let begun = ahead.and_then(Ahead::next);
        Some(Turn { at, item, begun })
    }
}

/// A file that was recognised before its turn, and its rows, if it has any that can be read.
pub(super) struct Begun {
    pub(super) plan: Planned,
    pub(super) rows: Option<Stream>,
}

/// The thread that reads ahead; ends when this is dropped.
pub(super) struct Ahead {
    ask: Sender<usize>,
    begun: Receiver<Begun>,
}

impl Ahead {
    /// Without a thread nothing is read ahead.
    pub(super) fn start<'s>(scope: &'s Scope<'s, '_>, items: &'s [Item], choice: &'s Choice) -> Option<Self> {
        let (ask, asked) = channel();
        let (send, begun) = channel();
        let read = move || {
            for at in asked {
                if !begin(&items[at], choice, &send) {
                    return;
                }
            }
        };
        ingest::reader().spawn_scoped(scope, read).ok()?;
        Some(Self { ask, begun })
    }

    /// Asks for a file; those asked for come in that order.
    fn ask(&self, at: usize) {
        // A reader that is gone gives nothing, which `next` tells.
        let _asked = self.ask.send(at);
    }

    /// The next file that was asked for.
    fn next(&self) -> Option<Begun> {
        self.begun.recv().ok()
    }
}

/// Recognises a file, hands it over and reads it; whether anybody still listens.
fn begin(item: &Item, choice: &Choice, send: &Sender<Begun>) -> bool {
    let plan = ingest::plan(item, choice);
    // What an invoice becomes depends on what the book has of it.
    let is_read = plan.refused.is_none() && plan.needs_mapping.is_none() && plan.invoice.is_none();
    let (mouth, rows) = stream();
    let begun = Begun {
        plan: plan.clone(),
        rows: is_read.then_some(rows),
    };
    if send.send(begun).is_err() {
        return false;
    }
    if is_read {
        mouth.read(item, &plan);
    }
    true
}
