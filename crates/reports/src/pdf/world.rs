//! The world Typst sees: one template, one data file, two fonts, no clock, no disk, no packages.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

const TEMPLATE: &str = include_str!("../../templates/report.typ");

static FONTS: LazyLock<(LazyHash<FontBook>, Vec<Font>)> = LazyLock::new(|| {
    let files = [charts::font::REGULAR, charts::font::SEMIBOLD];
    let fonts: Vec<Font> = files
        .into_iter()
        .flat_map(|file| Font::iter(Bytes::new(file)))
        .collect();
    (LazyHash::new(FontBook::from_fonts(&fonts)), fonts)
});

/// The template and the data it reads as `report.json`.
pub(super) struct Desk {
    library: LazyHash<Library>,
    template: Source,
    data_id: FileId,
    data: Bytes,
}

impl Desk {
    pub(super) fn new(data: Vec<u8>) -> Self {
        Self {
            library: LazyHash::new(Library::default()),
            template: Source::new(id("report.typ"), TEMPLATE.to_owned()),
            data_id: id("report.json"),
            data: Bytes::new(data),
        }
    }
}

fn id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a plain file name is a valid path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.0
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let is_template = id == self.template.id();
        is_template
            .then(|| self.template.clone())
            .ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let is_data = id == self.data_id;
        is_data.then(|| self.data.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.1.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
