//! The world Typst sees: one template, one data file, two fonts and those lent for letters they lack, no clock, no disk,
//! no packages.

use std::sync::LazyLock;

use charts::font::Lent;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

const TEMPLATE: &str = include_str!("../../templates/report.typ");

static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let files = [charts::font::REGULAR, charts::font::SEMIBOLD];
    let fonts = files.into_iter().flat_map(|file| Font::iter(Bytes::new(file)));
    fonts.collect()
});

/// The template and the data it reads as `report.json`.
pub(super) struct Desk {
    library: LazyHash<Library>,
    template: Source,
    data_id: FileId,
    data: Bytes,
    fonts: (LazyHash<FontBook>, Vec<Font>),
}

impl Desk {
    pub(super) fn new(data: Vec<u8>, lent: Vec<Lent>) -> Self {
        let mut fonts = FONTS.clone();
        let lent = lent
            .into_iter()
            .filter_map(|one| Font::new(Bytes::new(one.data), one.index));
        fonts.extend(lent);
        Self {
            fonts: (LazyHash::new(FontBook::from_fonts(&fonts)), fonts),
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
        &self.fonts.0
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
        self.fonts.1.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
