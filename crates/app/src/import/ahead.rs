//! Reads files ahead of their turn, where there are many: while one is written, the next are recognised and read on
//! two threads. Only what waits in their streams is held, however large a file is.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::Scope;

use ingest::{Choice, Item, Planned};

use super::event::Event;
use super::pipe::{Stream, stream};
use super::worker::{Tell, shown_name};

/// Threads that read; more than these are faster than the one that writes.
const READERS: usize = 2;
/// Files that are asked for before their turn: so many, and more as long as they are small together, so that reading goes
/// on while what was read of many is made safe.
const AHEAD: usize = 3;
const AHEAD_BYTES: u64 = 16 << 20;
/// What a file counts at least.
const LEAST_BYTES: u64 = 64 << 10;

/// The files that are wanted, one after the other. Each is told of before anything reads it.
pub(super) struct Turns<'i> {
    items: &'i [Item],
    wanted: Vec<usize>,
    next: usize,
    told: usize,
    /// Bytes of the files that were told of, and whose turn it is not yet.
    waiting: u64,
    ahead: Option<Ahead>,
}

/// What a file counts of the bytes that may wait.
fn weight(item: &Item) -> u64 {
    item.bytes.max(LEAST_BYTES)
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
            waiting: 0,
            ahead,
        }
    }

    /// The next turn; none where all are over, or nobody listens any more.
    pub(super) fn next(&mut self, tell: &mut Tell<'_>) -> Option<Turn<'i>> {
        let at = *self.wanted.get(self.next)?;
        self.next += 1;
        while let Some(at) = self.wanted.get(self.told).copied().filter(|_| self.is_due()) {
            self.begin(at, tell)?;
        }
        let item = &self.items[at];
        let ahead = self.ahead.as_mut().filter(|_| !item.passed_over);
        let begun = ahead.and_then(Ahead::next);
        self.waiting -= weight(item);
        Some(Turn { at, item, begun })
    }

    /// Whether the next file that was not told of yet is to be read.
    fn is_due(&self) -> bool {
        self.told < self.next
            || (self.ahead.is_some() && (self.told < self.next + AHEAD || self.waiting < AHEAD_BYTES))
    }

    /// Tells of a file and asks for it; none where nobody listens any more.
    fn begin(&mut self, at: usize, tell: &mut Tell<'_>) -> Option<()> {
        let item = &self.items[at];
        let start = Event::Start {
            item: at,
            of: self.items.len(),
            file: shown_name(item),
            passed_over: item.passed_over,
        };
        if tell(&start).is_break() {
            return None;
        }
        if let Some(ahead) = self.ahead.as_mut().filter(|_| !item.passed_over) {
            ahead.ask(at);
        }
        self.told += 1;
        self.waiting += weight(item);
        Some(())
    }
}

/// A file that was recognised before its turn, and its rows, if it has any that can be read.
pub(super) struct Begun {
    pub(super) plan: Planned,
    pub(super) rows: Option<Stream>,
}

/// The threads that read ahead, in turns; they end when this is dropped.
pub(super) struct Ahead {
    readers: Vec<Reader>,
    asked: usize,
    taken: usize,
}

/// A thread that begins the files it is asked for, one after the other.
struct Reader {
    ask: Sender<usize>,
    begun: Receiver<Begun>,
}

impl Reader {
    fn start<'s>(scope: &'s Scope<'s, '_>, items: &'s [Item], choice: &'s Choice) -> Option<Self> {
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
}

impl Ahead {
    /// Without a thread nothing is read ahead.
    pub(super) fn start<'s>(scope: &'s Scope<'s, '_>, items: &'s [Item], choice: &'s Choice) -> Option<Self> {
        let started = (0..READERS).map_while(|_| Reader::start(scope, items, choice));
        let readers: Vec<Reader> = started.collect();
        (!readers.is_empty()).then_some(Self {
            readers,
            asked: 0,
            taken: 0,
        })
    }

    /// Asks for a file; those asked for come in that order.
    fn ask(&mut self, at: usize) {
        let reader = &self.readers[self.asked % self.readers.len()];
        self.asked += 1;
        // A reader that is gone gives nothing, which `next` tells.
        let _asked = reader.ask.send(at);
    }

    /// The next file that was asked for.
    fn next(&mut self) -> Option<Begun> {
        let reader = &self.readers[self.taken % self.readers.len()];
        self.taken += 1;
        reader.begun.recv().ok()
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
