//! What a file is, by its content; the extension never decides alone.

use std::fmt;
use std::io::Read;

use serde::Serialize;

use super::archive::Member;
use super::{Compound, Source, text};

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
    /// `OpenDocument` spreadsheet.
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

/// Archives that are not opened: where their sign stands, the sign, and what people call them.
const ARCHIVES: &[(usize, &[u8], &str)] = &[
    (257, b"ustar", "a tar archive"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (4, b"1AY&SY", "packed by bzip2"),
    (0, b"\xfd7zXZ\0", "packed by xz"),
    (0, b"\x28\xb5\x2f\xfd", "packed by zstd"),
];

/// What the first bytes say: a kind, or why the file cannot be read. `Zip` and `Xls` are containers that need a
/// second look.
pub(super) fn by_head(head: &[u8]) -> Result<Kind, String> {
    let packed = ARCHIVES
        .iter()
        .find(|(at, sign, _)| head.get(*at..).is_some_and(|head| head.starts_with(sign)));
    if let Some((.., name)) = packed {
        return Err(format!(
            "it is {name}, which is not opened; unpack it and import what is in it"
        ));
    }
    Ok(match head {
        [] => return Err("the file is empty".into()),
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Kind::Zip,
        [0x1f, 0x8b, ..] => Kind::Gz,
        // A compound file, or a workbook of Excel 2 to 5 without a container: a BOF record.
        [0xd0, 0xcf, 0x11, 0xe0, ..] | [9, 0 | 2 | 4 | 8, 4..=16, 0, ..] => Kind::Xls,
        [b'P', b'A', b'R', b'1', ..] => Kind::Parquet,
        _ if head[..head.len().min(1024)]
            .windows(5)
            .any(|five| five == b"%PDF-") =>
        {
            Kind::Pdf
        }
        _ => text::kind(head)?,
    })
}

/// What an archive is by the names in it and its own statement: a workbook, or `Zip`.
pub(super) fn by_members(source: &mut Source, members: &[Member]) -> Result<Kind, String> {
    let mut text = |name: &str| {
        let member = members.iter().find(|member| member.name == name)?;
        let mut text = String::new();
        member
            .open(source)
            .ok()?
            .take(1 << 20)
            .read_to_string(&mut text)
            .ok()?;
        Some(text)
    };
    if let Some(types) = text("[Content_Types].xml") {
        return by_content_types(&types);
    }
    let has = |name: &str| members.iter().any(|member| member.name == name);
    match text("mimetype").as_deref().map(str::trim) {
        Some(mime) if mime.starts_with("application/vnd.oasis.opendocument.spreadsheet") => Ok(Kind::Ods),
        None if has("content.xml") && has("META-INF/manifest.xml") => Ok(Kind::Ods),
        Some(mime) if mime.contains("opendocument") => {
            Err("it is an OpenDocument file, but no spreadsheet".into())
        }
        _ if has("xl/workbook.bin") => Ok(Kind::Xlsb),
        _ if has("xl/workbook.xml") => Ok(Kind::Xlsx),
        _ => Ok(Kind::Zip),
    }
}

fn by_content_types(types: &str) -> Result<Kind, String> {
    let says = |part: &str| types.contains(part);
    if says("ms-excel.sheet.binary.macroEnabled.main") {
        Ok(Kind::Xlsb)
    } else if says("sheet.macroEnabled.main+xml") || says("ms-excel.template.macroEnabled.main+xml") {
        Ok(Kind::Xlsm)
    } else if says("wordprocessingml") || says("presentationml") {
        Err("it is a Word or PowerPoint document, no table".into())
    } else {
        Ok(Kind::Xlsx)
    }
}

/// What a compound file is by the streams in it; `locked` is the kind that an encrypted workbook has by its name.
pub(super) fn by_streams(file: &Compound<'_>, locked: Kind) -> Result<Kind, String> {
    let has = |name: &str| file.names().any(|stream| stream.eq_ignore_ascii_case(name));
    if has("EncryptedPackage") {
        Ok(locked)
    } else if has("Workbook") || has("Book") {
        Ok(Kind::Xls)
    } else if has("WordDocument") || has("PowerPoint Document") || has("__properties_version1.0") {
        Err("it is a Word, PowerPoint or Outlook file, no table".into())
    } else {
        Err("it is an old Office file without a workbook in it, or damaged".into())
    }
}
