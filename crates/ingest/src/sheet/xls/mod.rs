//! Excel 2 to 2003 workbooks (BIFF2 to BIFF8). Written here because no reader at hand survives damaged ones: every
//! length is checked, and memory stays within a few times the file's size however far apart its cells are.

mod cells;
pub(super) mod record;

pub(super) use cells::compact;

use encoding_rs::{Encoding, WINDOWS_1252};

use self::record::{CONTINUE, Record, Strings, code_page, records, shared_strings, u16_at, u32_at};
use super::look::{Meaning, apart, built_in, meaning};
use super::rows::Visit;
use super::{Lock, SheetError, SheetInfo, lock};
use crate::unpack::Compound;

/// An open workbook.
pub(super) struct Xls {
    stream: Vec<u8>,
    version: Version,
    code_page: &'static Encoding,
    is_1904: bool,
    shared: Vec<String>,
    formats: Vec<Meaning>,
    sheets: Vec<(SheetInfo, usize)>,
}

/// Which Excel wrote it, by its record layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Version {
    Biff2,
    Biff3,
    Biff4,
    Biff5,
    Biff8,
}

impl Xls {
    /// Opens the bytes of a file.
    pub(super) fn open(bytes: Vec<u8>, password: Option<&str>) -> Result<(Self, Lock), SheetError> {
        let mut stream = match bytes.first() {
            Some(9) => bytes,
            _ => workbook_stream(&bytes)?,
        };
        let version = version(&stream).ok_or_else(|| damaged("its first record is missing"))?;
        let lock = lock::unlock_biff(&mut stream, password)?;
        let mut book = Self {
            version,
            code_page: WINDOWS_1252,
            is_1904: false,
            shared: Vec::new(),
            formats: Vec::new(),
            sheets: Vec::new(),
            stream: Vec::new(),
        };
        book.read_globals(&stream)?;
        book.stream = stream;
        Ok((book, lock))
    }

    /// Its sheets in workbook order.
    pub(super) fn sheets(&self) -> Vec<SheetInfo> {
        self.sheets.iter().map(|(info, _)| info.clone()).collect()
    }

    /// Visits a sheet's rows.
    pub(super) fn rows<'v>(&self, sheet: usize, visit: &'v mut Visit<'v>) {
        cells::rows(self, self.sheets[sheet].1, visit);
    }

    /// Its merged regions.
    pub(super) fn merged(&self, sheet: usize) -> Vec<super::Region> {
        cells::merged(&self.stream, self.sheets[sheet].1)
    }

    /// The meaning of each column's number formats.
    pub(super) fn meaning(&self, format: usize) -> &Meaning {
        self.formats.get(format).unwrap_or(&Meaning::Number)
    }

    fn strings(&self) -> Strings {
        Strings {
            wide: self.version == Version::Biff8,
            code_page: self.code_page,
        }
    }

    fn read_globals(&mut self, stream: &[u8]) -> Result<(), SheetError> {
        let mut globals = Globals::default();
        let mut shared: Vec<&[u8]> = Vec::new();
        let mut last = 0;
        for record in records(stream, 0).take_while(|record| record.id != 0x0a || record.at == 0) {
            match record.id {
                0x42 => self.code_page = u16_at(record.data, 0).map_or(WINDOWS_1252, code_page),
                0x22 => self.is_1904 = u16_at(record.data, 0) == Some(1),
                0x85 => globals.sheets.push(record),
                0xfc => shared.push(record.data),
                CONTINUE if last == 0xfc => shared.push(record.data),
                _ => globals.format(record),
            }
            last = if record.id == CONTINUE { last } else { record.id };
        }
        self.shared = shared_strings(&shared);
        self.formats = globals.meanings(self.version, self.strings());
        apart(&mut self.formats);
        self.sheets = globals
            .sheets
            .iter()
            .filter_map(|record| self.sheet(record))
            .collect();
        if self.sheets.is_empty() {
            return self.single_sheet(stream);
        }
        Ok(())
    }

    fn sheet(&self, record: &Record<'_>) -> Option<(SheetInfo, usize)> {
        let [visible, kind] = *record.data.get(4..6)?.first_chunk()?;
        let name = self.strings().short(record.data.get(6..)?)?.replace('\0', "");
        let info = SheetInfo {
            name,
            hidden: visible & 3 != 0,
            has_cells: kind <= 1,
        };
        (kind != 6).then_some((info, u32_at(record.data, 0)? as usize))
    }

    /// Before Excel 5 a file is one sheet; it has no name.
    fn single_sheet(&mut self, stream: &[u8]) -> Result<(), SheetError> {
        match records(stream, 0).next().and_then(|bof| u16_at(bof.data, 2)) {
            Some(0x10 | 0x40) => {
                let info = SheetInfo {
                    name: "Sheet1".into(),
                    hidden: false,
                    has_cells: true,
                };
                self.sheets.push((info, 0));
                Ok(())
            }
            Some(0x100) => Err(SheetError::Unsupported(
                "it is an Excel 4 workbook, too old to be read; save it as XLSX".into(),
            )),
            _ => Err(damaged("it lists no sheets")),
        }
    }
}

/// What the globals say about formats and sheets.
#[derive(Default)]
struct Globals<'a> {
    sheets: Vec<Record<'a>>,
    codes: Vec<Record<'a>>,
    styles: Vec<Record<'a>>,
}

impl<'a> Globals<'a> {
    fn format(&mut self, record: Record<'a>) {
        match record.id {
            0x1e | 0x41e => self.codes.push(record),
            0x43 | 0x243 | 0x443 | 0xe0 => self.styles.push(record),
            _ => (),
        }
    }

    /// The meaning of each style (BIFF2: of each format).
    fn meanings(&self, version: Version, strings: Strings) -> Vec<Meaning> {
        let codes: Vec<(u16, String)> = (0..)
            .zip(&self.codes)
            .filter_map(|(n, code)| {
                let data = code.data;
                match version {
                    Version::Biff2 | Version::Biff3 => Some((n, strings.short(data)?)),
                    Version::Biff4 => Some((n, strings.short(data.get(2..)?)?)),
                    Version::Biff5 => Some((u16_at(data, 0)?, strings.short(data.get(2..)?)?)),
                    Version::Biff8 => Some((u16_at(data, 0)?, strings.long(data.get(2..)?)?)),
                }
            })
            .collect();
        let by_id = |id: u16| match codes.iter().rev().find(|(known, _)| *known == id) {
            Some((_, code)) => meaning(code),
            None => built_in(id),
        };
        match version {
            Version::Biff2 => (0..codes.len()).map(|id| by_id(id as u16)).collect(),
            Version::Biff3 | Version::Biff4 => self
                .styles
                .iter()
                .map(|style| style.data.get(1).map_or(Meaning::Number, |&id| by_id(id.into())))
                .collect(),
            _ => self
                .styles
                .iter()
                .map(|style| u16_at(style.data, 2).map_or(Meaning::Number, by_id))
                .collect(),
        }
    }
}

fn workbook_stream(bytes: &[u8]) -> Result<Vec<u8>, SheetError> {
    let file = Compound::open(bytes).map_err(SheetError::Damaged)?;
    let stream = file.stream("Workbook").or_else(|| file.stream("Book"));
    stream
        .filter(|stream| !stream.is_empty())
        .ok_or_else(|| damaged("it holds no workbook"))
}

fn version(stream: &[u8]) -> Option<Version> {
    let bof = records(stream, 0).next()?;
    match (bof.id, u16_at(bof.data, 0)) {
        (0x009, _) => Some(Version::Biff2),
        (0x209, _) => Some(Version::Biff3),
        (0x409, _) => Some(Version::Biff4),
        (0x809, Some(0x600)) => Some(Version::Biff8),
        (0x809, _) => Some(Version::Biff5),
        _ => None,
    }
}

fn damaged(what: &str) -> SheetError {
    SheetError::Damaged(format!(
        "the old Excel file is damaged ({what}); open it in Excel and save it as XLSX"
    ))
}
