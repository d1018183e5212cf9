//! What is known of the files whose money meets: the one under way and those in the book. Compares nothing.

use std::collections::BTreeMap;

use chrono::{Datelike, Months};
use ingest::formats::Document;
use ingest::{Fixes, Mapping, Planned, ReadReport};
use model::{FactCounts, ImportHeader, ImportId, ImportRecord, ImportStatus, Made, Overlap, Period};
use store::{DayMoney, ImportTx};

use crate::Result;

/// One file.
#[derive(Clone, Debug, Default)]
pub(super) struct Side {
    /// Its number in the book.
    pub(super) import: ImportId,
    /// File name.
    pub(super) file: String,
    /// Format id.
    pub(super) format: String,
    /// Maker of the format.
    pub(super) vendor: String,
    /// Which money, by the format's mark.
    pub(super) money: String,
    /// Which activity, by the format's mark.
    pub(super) usage: String,
    /// Whether it is an invoice, whose lines count as charges.
    pub(super) is_invoice: bool,
    /// Whether the user said in which unit its amounts are.
    pub(super) has_told_unit: bool,
    /// The account that the user named for it.
    pub(super) told_account: Option<String>,
    /// Whether it lists payments or bookings, not what a vendor measured.
    pub(super) is_ledger: bool,
    /// The days it covers.
    pub(super) period: Option<Period>,
    /// When it says that it was made.
    pub(super) made: Made,
    /// Columns of its header that tell buckets apart; none where that is not known.
    pub(super) keys: Vec<String>,
    /// How files of the format overlap, if a document describes it.
    overlap: Option<Overlap>,
}

/// The files of a book, each looked at once while one request imports many.
#[derive(Default)]
pub(crate) struct Files(BTreeMap<ImportId, Side>);

impl Files {
    /// Looks at those that came since the last look. One that was undone meanwhile has no facts that could meet.
    fn look(&mut self, import: &ImportTx<'_>) -> Result<()> {
        let last = self.0.last_key_value().map_or(0, |(id, _)| *id);
        for record in import.book().imports_since(last)? {
            if record.id != import.id() && record.status == ImportStatus::Committed {
                self.0.insert(record.id, Side::recorded(&record));
            }
        }
        Ok(())
    }
}

/// Every file of a book whose facts may count, and the one under way.
pub(super) struct Sides<'f> {
    pub(super) own: Side,
    files: &'f Files,
    /// The same file as an older reader read it.
    before: Option<ImportId>,
}

/// When a delivery says that it was made, where it takes the place of others: an older roster counts for older days.
fn made(read: &ReadReport) -> Made {
    let of_people = FactCounts {
        person: read.facts.person,
        ..FactCounts::default()
    };
    if read.facts == of_people {
        Made::default()
    } else {
        read.made.clone()
    }
}

impl<'f> Sides<'f> {
    pub(super) fn of(
        import: &ImportTx<'_>,
        (plan, read): (&Planned, &ReadReport),
        files: &'f mut Files,
    ) -> Result<Self> {
        let own = plan.document().map_or_else(
            || Side::invoice(&plan.header.format),
            |document| Side::of(document, plan.header.mapping.is_some()),
        );
        files.look(import)?;
        Ok(Self {
            own: Side {
                import: import.id(),
                file: plan.header.file.clone(),
                keys: plan.header.keys.clone(),
                period: read.period,
                made: made(read),
                told_account: plan.choice.reading.account.clone(),
                ..own
            },
            files,
            before: import.read_before().map(|(earlier, _)| earlier),
        })
    }

    /// The files in the book.
    pub(super) fn others(&self) -> impl Iterator<Item = &Side> {
        let all = self.files.0.values();
        all.filter(|side| Some(side.import) != self.before)
    }

    /// Whether a file may hold what this one does.
    pub(super) fn may_meet(&self, import: ImportId) -> bool {
        // What a session log lists is known by its id wherever it stands.
        let is_by_id = self.own.overlap == Some(Overlap::Largest);
        let is_apart = |other: &Side| is_by_id && self.own.format == other.format;
        self.other(import).is_some_and(|other| !is_apart(other))
    }

    /// One of them, or the one under way.
    pub(super) fn any(&self, import: ImportId) -> Option<&Side> {
        if import == self.own.import {
            Some(&self.own)
        } else {
            self.other(import)
        }
    }

    /// One of them.
    pub(super) fn other(&self, import: ImportId) -> Option<&Side> {
        self.files.0.get(&import).filter(|_| Some(import) != self.before)
    }
}

impl Side {
    /// Whether it is the export of a book: what other files hold already.
    pub(super) fn is_copy(&self) -> bool {
        self.format == ingest::formats::OWN_EXPORT
    }

    /// Whether a vendor wrote all of its own activity, not one machine's log.
    pub(super) fn is_complete(&self) -> bool {
        self.overlap
            .is_some_and(|overlap| !matches!(overlap, Overlap::Id | Overlap::Largest))
    }

    /// Whether its days are whole months, not their first days.
    pub(super) fn is_by_month(&self, days: &[&DayMoney]) -> bool {
        let end = days.iter().map(|day| day.day + Months::new(1)).max();
        let is_long = self.period.zip(end).is_some_and(|(period, end)| period.to >= end);
        is_long && days.iter().all(|day| day.day.day() == 1)
    }

    fn of(document: &Document, is_mapped: bool) -> Self {
        Self {
            import: 0,
            file: String::new(),
            format: document.id.clone(),
            vendor: document.vendor.clone(),
            money: document.same_money.clone(),
            usage: document.same_usage.clone(),
            period: None,
            made: Made::default(),
            has_told_unit: false,
            told_account: None,
            keys: Vec::new(),
            is_invoice: false,
            is_ledger: is_ledger(document, is_mapped),
            overlap: Some(document.overlap),
        }
    }

    /// A file that no document describes: an invoice, or nothing that could meet.
    fn invoice(format: &str) -> Self {
        Self {
            format: format.to_owned(),
            is_invoice: format == ingest::invoice::FORMAT,
            ..Self::default()
        }
    }

    fn recorded(record: &ImportRecord) -> Self {
        let header = &record.header;
        let mapping = header.mapping.as_deref();
        let mapping = mapping.and_then(|text| Mapping::parse("the mapping", text).ok());
        let document = mapping
            .map(|mapping| mapping.document)
            .or_else(|| ingest::formats::by_id(&header.format));
        let side = document.map_or_else(
            || Self::invoice(&header.format),
            |document| Self::of(&document, header.mapping.is_some()),
        );
        Self {
            import: record.id,
            file: header.file.clone(),
            format: header.format.clone(),
            keys: header.keys.clone(),
            period: record.period,
            made: record.made.clone(),
            told_account: told_account(header),
            has_told_unit: record
                .answers
                .iter()
                .any(|question| question.id == super::unit::ID),
            ..side
        }
    }
}

/// The account that the user named when a file was read.
fn told_account(header: &ImportHeader) -> Option<String> {
    let said = Fixes::parse(header.fixes.as_deref()?).ok()?;
    said.reading.account
}

/// A format says so by its mark; a mapping of one's own is taken for bookings unless it names models or a money mark.
fn is_ledger(document: &Document, is_mapped: bool) -> bool {
    if !document.same_money.is_empty() || !is_mapped {
        return ["ledger", "card"].contains(&document.same_money.as_str());
    }
    let mut fields = document.charge.iter().flat_map(|block| block.fields.keys());
    !fields.any(|field| field.is_of_models())
}
