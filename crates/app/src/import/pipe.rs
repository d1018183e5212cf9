//! Reads a file and writes it to the book at the same time: one thread reads, this one writes, with batches of rows
//! between them, few enough that memory stays bounded. Formats and book know nothing of it.

use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use ingest::{IngestError, Item, Planned, Progress, ReadReport, SinkError, Watch};
use model::{Fact, Outcome, RowCounts};
use store::{ImportTx, Met, Pack, Packer};

/// Facts that travel together.
const BATCH: usize = 128;
/// Places for what waits: reading goes on while earlier rows are hidden.
const WAITING: usize = 1024;
/// Bytes for each of which a batch takes a place more.
const PLACE: usize = 32 * 1024;

/// What the reader says to the writer.
enum Told {
    Rows(Rows),
    /// Nothing: takes a place for rows that weigh more than most.
    Weight,
    Progress(Progress),
}

/// Facts, and where those of each row end.
#[derive(Default)]
struct Rows {
    pack: Pack,
    ends: Vec<usize>,
}

/// A file that is being read: its rows on their way, and the room of those that were written on its way back.
pub(super) struct Stream {
    told: Receiver<Told>,
    give_back: Sender<Rows>,
    report: Receiver<Result<ReadReport, IngestError>>,
}

/// Where the rows of a [`Stream`] come from; goes with the reader, which is how the writer knows the end.
pub(super) struct Mouth {
    send: SyncSender<Told>,
    written: Receiver<Rows>,
    report: Sender<Result<ReadReport, IngestError>>,
}

/// A stream and its mouth.
pub(super) fn stream() -> (Mouth, Stream) {
    let (send, told) = sync_channel(WAITING);
    let (give_back, written) = channel();
    let (done, report) = channel();
    let mouth = Mouth {
        send,
        written,
        report: done,
    };
    let stream = Stream {
        told,
        give_back,
        report,
    };
    (mouth, stream)
}

/// Reads a file as planned into an import; counts what became of its rows.
pub(super) fn read_into(
    import: &mut ImportTx<'_>,
    item: &Item,
    plan: &Planned,
    watch: &mut Watch<'_>,
) -> Result<ReadReport, IngestError> {
    thread::scope(|scope| {
        let (mouth, stream) = stream();
        ingest::reader()
            .spawn_scoped(scope, move || mouth.read(item, plan))
            .map_err(|error| IngestError::Open(error.into()))?;
        stream.write_into(import, watch)
    })
}

impl Stream {
    /// Writes what is read into an import; counts what became of its rows.
    pub(super) fn write_into(
        self,
        import: &mut ImportTx<'_>,
        watch: &mut Watch<'_>,
    ) -> Result<ReadReport, IngestError> {
        let mut became = RowCounts::default();
        let mut written = Ok(());
        for told in self.told {
            written = match told {
                Told::Progress(progress) if watch(progress).is_break() => Err(IngestError::Cancelled),
                Told::Progress(_) | Told::Weight => Ok(()),
                Told::Rows(rows) => put(import, &rows, &mut became)
                    .map_err(IngestError::Sink)
                    // Nobody may be waiting for them any more.
                    .map(|()| drop(self.give_back.send(rows))),
            };
            if written.is_err() {
                break;
            }
        }
        // The reader notices at its next word that nobody listens.
        written?;
        let report = self.report.recv();
        let mut report = report.expect("a reader without a last word panicked, and so do we")?;
        let met = import.met().map_err(|error| IngestError::Sink(error.into()))?;
        settle(&mut report.rows, became, met);
        Ok(report)
    }
}

/// The reader took every row for kept; the book knows better.
fn settle(rows: &mut RowCounts, became: RowCounts, met: Met) {
    let repeated = met.repeated.min(became.kept);
    let replaced = met.replaced.min(became.kept - repeated);
    rows.kept = became.kept - repeated - replaced;
    rows.replaced = became.replaced + replaced;
    rows.duplicate = became.duplicate + repeated;
}

impl Mouth {
    /// Reads a file as planned, into the stream.
    pub(super) fn read(self, item: &Item, plan: &Planned) {
        // Nobody may listen any more.
        let _told = self.report.send(self.rows(item, plan));
    }

    /// Sends rows, after taking as many places as they weigh: what waits is bounded by bytes.
    fn send_all(&self, rows: Rows) -> Result<(), SinkError> {
        let send = |told| {
            self.send
                .send(told)
                .map_err(|_| SinkError::from("the writer stopped"))
        };
        for _ in 0..rows.pack.weight() / PLACE {
            send(Told::Weight)?;
        }
        send(Told::Rows(rows))
    }

    fn rows(&self, item: &Item, plan: &Planned) -> Result<ReadReport, IngestError> {
        let (mut packer, mut ends) = (Packer::default(), Vec::new());
        let send = |packer: &mut Packer, ends: &mut Vec<usize>| {
            let mut rows = self.written.try_recv().unwrap_or_default();
            rows.pack = packer.take(rows.pack);
            rows.ends.clear();
            std::mem::swap(&mut rows.ends, ends);
            self.send_all(rows)
        };
        let mut sink = |row: &mut Vec<Fact>| {
            for fact in row.iter() {
                packer.add(fact)?;
            }
            ends.push(packer.facts());
            if packer.facts() >= BATCH {
                send(&mut packer, &mut ends)?;
            }
            Ok(Outcome::Kept)
        };
        let report = ingest::read(item, plan, &mut sink, &mut |progress| {
            if self.send.send(Told::Progress(progress)).is_ok() {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        })?;
        send(&mut packer, &mut ends).map_err(IngestError::Sink)?;
        Ok(report)
    }
}

fn put(import: &mut ImportTx<'_>, rows: &Rows, became: &mut RowCounts) -> Result<(), SinkError> {
    let (mut facts, mut ends) = (0, rows.ends.iter().peekable());
    let mut row = Outcome::Duplicate;
    import.put_pack(&rows.pack, &mut |outcome| {
        facts += 1;
        row = row.max(outcome);
        if ends.next_if_eq(&&facts).is_some() {
            became.met(std::mem::replace(&mut row, Outcome::Duplicate));
        }
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use model::Charge;

    use super::*;

    #[test]
    fn rows_take_as_many_places_as_they_weigh() {
        let (mouth, stream) = stream();
        for letters in [10, 100 * 1024] {
            let mut charge = Charge::default();
            charge.what_mut().service = "x".repeat(letters);
            let mut packer = Packer::default();
            packer.add(&Fact::Charge(Box::new(charge))).unwrap();
            let rows = Rows {
                pack: packer.take(Pack::default()),
                ends: vec![1],
            };
            mouth.send_all(rows).unwrap();
        }
        let told = stream.told.try_iter();
        let is_weight: Vec<bool> = told.map(|told| matches!(told, Told::Weight)).collect();
        assert_eq!(is_weight, [false, true, true, true, false]);
    }
}
