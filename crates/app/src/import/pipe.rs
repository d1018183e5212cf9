//! Reads a file and writes it to the book at the same time: one thread reads, this one writes, with batches of rows
//! between them, few enough that memory stays bounded. Formats and book know nothing of it.

use std::ops::ControlFlow;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use ingest::{IngestError, Item, Planned, Progress, ReadReport, SinkError, Watch};
use model::{Fact, Outcome, RowCounts};
use store::ImportTx;

/// Facts that travel together.
const BATCH: usize = 128;
/// Batches that wait at most.
const WAITING: usize = 8;
/// As much as a program's first thread has.
const STACK: usize = 8 << 20;

/// What the reader says to the writer.
enum Told {
    Rows(Rows),
    Progress(Progress),
}

/// Facts, and where those of each row end.
#[derive(Default)]
struct Rows {
    facts: Vec<Fact>,
    ends: Vec<usize>,
}

/// Reads a file as planned into an import; counts what became of its rows.
pub(super) fn read_into(
    import: &mut ImportTx<'_>,
    item: &Item,
    plan: &Planned,
    watch: &mut Watch<'_>,
) -> Result<ReadReport, IngestError> {
    let (send, told) = sync_channel(WAITING);
    let (give_back, written) = channel();
    let stop = &AtomicBool::new(false);
    thread::scope(|scope| {
        let reader = thread::Builder::new()
            .stack_size(STACK)
            // The sender goes with the reader, which is how the writer knows the end.
            .spawn_scoped(scope, move || read(item, plan, (&send, &written), stop))
            .map_err(|error| IngestError::Open(error.into()))?;
        let mut became = RowCounts::default();
        let written = write(import, (&told, &give_back), watch, (stop, &mut became));
        // The reader notices at its next batch that nobody listens.
        drop(told);
        let read = reader.join().unwrap_or_else(|panic| resume_unwind(panic));
        written?;
        let mut report = read?;
        settle(&mut report.rows, became, import.replaced());
        Ok(report)
    })
}

/// The reader took every row for kept; the book knows better.
fn settle(rows: &mut RowCounts, became: RowCounts, late: u64) {
    let late = late.min(became.kept);
    rows.kept = became.kept - late;
    rows.replaced = became.replaced + late;
    rows.duplicate = became.duplicate;
}

fn read(
    item: &Item,
    plan: &Planned,
    (send, written): (&SyncSender<Told>, &Receiver<Vec<Fact>>),
    stop: &AtomicBool,
) -> Result<ReadReport, IngestError> {
    let gone = || SinkError::from("the writer stopped");
    let (mut rows, mut spent) = (Rows::default(), Vec::new());
    let mut sink = |row: &mut Vec<Fact>| {
        let taken = row.len();
        rows.facts.append(row);
        rows.ends.push(rows.facts.len());
        // For each fact that goes a written one comes back: no text needs new room, and none is freed over there.
        row.extend(spent.drain(spent.len().saturating_sub(taken)..));
        if rows.facts.len() >= BATCH {
            let next = written.try_recv().unwrap_or_default();
            let mut facts = std::mem::replace(&mut spent, next);
            facts.clear();
            let next = Rows {
                facts,
                ends: Vec::with_capacity(BATCH),
            };
            send.send(Told::Rows(std::mem::replace(&mut rows, next)))
                .map_err(|_| gone())?;
        }
        Ok(Outcome::Kept)
    };
    let report = ingest::read(item, plan, &mut sink, &mut |progress| {
        let heard = send.send(Told::Progress(progress)).is_ok();
        if heard && !stop.load(Ordering::Relaxed) {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    })?;
    send.send(Told::Rows(rows))
        .map_err(|_| IngestError::Sink(gone()))?;
    Ok(report)
}

fn write(
    import: &mut ImportTx<'_>,
    (told, give_back): (&Receiver<Told>, &Sender<Vec<Fact>>),
    watch: &mut Watch<'_>,
    (stop, became): (&AtomicBool, &mut RowCounts),
) -> Result<(), IngestError> {
    for told in told {
        match told {
            Told::Progress(progress) if watch(progress).is_break() => {
                stop.store(true, Ordering::Relaxed);
                return Err(IngestError::Cancelled);
            }
            Told::Progress(_) => {}
            Told::Rows(rows) => {
                put(import, &rows, became).map_err(IngestError::Sink)?;
                // Nobody may be waiting for them any more.
                let _gone = give_back.send(rows.facts);
            }
        }
    }
    Ok(())
}

fn put(import: &mut ImportTx<'_>, rows: &Rows, became: &mut RowCounts) -> Result<(), SinkError> {
    let mut from = 0;
    for end in &rows.ends {
        let mut outcome = Outcome::Duplicate;
        for fact in &rows.facts[from..*end] {
            outcome = outcome.max(import.put(fact)?);
        }
        from = *end;
        *match outcome {
            Outcome::Kept => &mut became.kept,
            Outcome::Duplicate => &mut became.duplicate,
            Outcome::Replaced => &mut became.replaced,
        } += 1;
    }
    Ok(())
}
