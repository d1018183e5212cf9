//! What a file is, by its content; the extension never decides alone.

use std::fmt;

use serde::Serialize;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Delimited text.
    Csv,
    /// One JSON document.
    Json,
    /// JSON lines.
    Jsonl,
    /// Excel workbook (Office Open XML).
    Xlsx,
    /// The same with macros.
    Xlsm,
    /// Excel 97 workbook and older.
    Xls,
    /// Excel binary workbook.
    Xlsb,
    /// OpenDocument spreadsheet.
    Ods,
    /// Apache Parquet.
    Parquet,
    /// UBL e-invoice.
    Ubl,
    /// UN/CEFACT cross-industry e-invoice.
    Cii,
    /// PDF.
    Pdf,
    /// Archive.
    Zip,
    /// Compressed file.
    Gz,
    /// None of these.
    Unknown,
}

impl Kind {
    /// The kind's id: `csv`, `xlsx`, …
    pub const fn id(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Xlsx => "xlsx",
            Self::Xlsm => "xlsm",
            Self::Xls => "xls",
            Self::Xlsb => "xlsb",
            Self::Ods => "ods",
            Self::Parquet => "parquet",
            Self::Ubl => "ubl",
            Self::Cii => "cii",
            Self::Pdf => "pdf",
            Self::Zip => "zip",
            Self::Gz => "gz",
            Self::Unknown => "unknown",
        }
    }

    /// Whether it is a workbook with sheets.
    pub const fn is_workbook(self) -> bool {
        matches!(self, Self::Xlsx | Self::Xlsm | Self::Xls | Self::Xlsb | Self::Ods)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.id())
    }
}

/// What the first bytes say: a kind, or why the file cannot be read. Containers (`Zip`, CFB as `Xls`) need a second look.
pub(super) fn by_head(head: &[u8]) -> Result<Kind, String> {
    Ok(match head {
        [] => return Err("the file is empty".into()),
        [b'P', b'K', 3 | 5, 4 | 6, ..] => Kind::Zip,
        [0x1f, 0x8b, ..] => Kind::Gz,
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Kind::Xls,
        [b'P', b'A', b'R', b'1', ..] => Kind::Parquet,
        [b'%', b'P', b'D', b'F', ..] => Kind::Pdf,
        _ => by_text(head)?,
    })
}

fn by_text(head: &[u8]) -> Result<Kind, String> {
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    Ok(match text.as_bytes().first() {
        Some(b'{' | b'[') => Kind::Json,
        _ => Kind::Csv,
    })
}
