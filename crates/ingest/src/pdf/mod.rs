//! PDF pages as text with places, and as pictures. Knows no invoices and interprets no words.
//!
//! The library may panic or never end on a hostile file: every call is caught, and drawing is stopped by a budget.

mod bomb;
mod forms;
mod glyphs;
mod page;
mod picture;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro::hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};
use hayro::hayro_interpret::{TransformExt, hayro_syntax};
use hayro::vello_cpu::kurbo::Rect;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use thiserror::Error;

use glyphs::Glyphs;
pub(crate) use page::{Page, Piece};
pub use picture::picture;

/// Pages that are read; an invoice says what it is about before that.
const MOST_PAGES: usize = 40;
/// Things that all pages together may draw before reading stops.
const MOST_STEPS: u32 = 300_000;
/// Lists in lists in lists: no program writes more, and each costs the library a part of the stack.
const DEEPEST: usize = 200;
/// Letters of a page that says something.
const FEW_LETTERS: usize = 80;
/// Larger files are not opened.
const MOST_BYTES: usize = 64 << 20;

/// Why a PDF cannot be read.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum PdfError {
    /// Encrypted with a password.
    #[error(
        "this PDF is locked with a password: give it (on the command line: --password-file), or save the file without one"
    )]
    Locked,
    /// No page can be made out.
    #[error("this PDF is damaged or cut off: no page of it can be read; fetch it again")]
    Damaged,
    /// Forms that draw forms without end, or nearly so.
    #[error("this PDF draws parts of itself over and over: no program writes that, and it was not opened")]
    Endless,
    /// Too large.
    #[error("this PDF has more than {} MB: no invoice needs that", MOST_BYTES >> 20)]
    TooLarge,
    /// A part of it is far larger than its file.
    #[error("a part of this PDF unpacks to more than {} MB: no invoice needs that", bomb::MOST >> 20)]
    Bomb,
    /// Nothing but pictures.
    #[error(
        "this PDF is a picture: it holds no text to read; ask the vendor for the original file, or type the figures in"
    )]
    Picture,
    /// Text without the letters it means.
    #[error("the letters of this PDF cannot be told: it shows signs without saying which letters they are")]
    Unmapped,
}

/// The text of a document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pages {
    pub(crate) all: Vec<Page>,
    /// Most of the text is invisible: a scan with letters guessed by a machine.
    pub(crate) scanned: bool,
    /// There are pictures, and hardly any letters: the stamp on a scan, or the foot that a scanner prints.
    pub(crate) pictured: bool,
}

/// Reads the text of all pages.
pub(crate) fn read(bytes: Vec<u8>, password: &str) -> Result<Pages, PdfError> {
    let pdf = open(bytes, password)?;
    let mut seen = Glyphs::default();
    let mut pages = Vec::new();
    let count = pdf.pages().len().min(MOST_PAGES);
    for number in 0..count {
        let glyphs = glyphs_of(&pdf, number);
        pages.push(Page::of(&glyphs));
        seen.count(&glyphs);
        seen.steps += glyphs.steps;
        if seen.steps > MOST_STEPS {
            break;
        }
    }
    if seen.readable() == 0 && seen.unmapped == 0 {
        return Err(PdfError::Picture);
    }
    if seen.unmapped > seen.readable() {
        return Err(PdfError::Unmapped);
    }
    Ok(Pages {
        all: pages,
        scanned: seen.invisible * 2 > seen.readable(),
        pictured: seen.pictures > 0 && seen.readable() < FEW_LETTERS * count,
    })
}

/// Opens a document.
fn open(bytes: Vec<u8>, password: &str) -> Result<Pdf, PdfError> {
    if bytes.len() > MOST_BYTES {
        return Err(PdfError::TooLarge);
    }
    if bomb::is_in(&bytes) {
        return Err(PdfError::Bomb);
    }
    if is_nested(&bytes) {
        return Err(PdfError::Damaged);
    }
    if caught(|| forms::are_endless(&bytes, password)).unwrap_or(false) {
        return Err(PdfError::Endless);
    }
    let opened = caught(|| Pdf::new_with_password(bytes, password)).ok_or(PdfError::Damaged)?;
    match opened {
        Ok(pdf) if pdf.pages().is_empty() => Err(PdfError::Damaged),
        Ok(pdf) => Ok(pdf),
        Err(LoadPdfError::Decryption(
            DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm,
        )) => Err(PdfError::Locked),
        Err(_) => Err(PdfError::Damaged),
    }
}

/// Whether more lists or dictionaries open one after another than any program writes.
pub(crate) fn is_nested(bytes: &[u8]) -> bool {
    let mut open = 0;
    for byte in bytes {
        match byte {
            b'[' | b'<' => open += 1,
            byte if byte.is_ascii_whitespace() => {}
            _ => open = 0,
        }
        if open > DEEPEST {
            return true;
        }
    }
    false
}

/// The glyphs of one page as far as it can be drawn.
fn glyphs_of(pdf: &Pdf, number: usize) -> Glyphs {
    let page = &pdf.pages()[number];
    let (width, height) = page.render_dimensions();
    let size = (f64::from(width), f64::from(height));
    let mut glyphs = Glyphs::on(size);
    if caught(|| page.page_stream().is_some_and(is_nested)).unwrap_or(true) {
        return glyphs;
    }
    let drawn = caught(|| {
        let cache = InterpreterCache::new();
        let whole = Rect::new(0.0, 0.0, size.0, size.1);
        let start = page.initial_transform(true).to_kurbo();
        let settings = InterpreterSettings::default();
        let mut context = Context::new(start, whole, &cache, page.xref(), settings);
        interpret_page(page, &mut context, &mut glyphs);
    });
    glyphs.broken = drawn.is_none();
    glyphs
}

/// Runs what may panic.
fn caught<T>(run: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(run)).ok()
}

#[cfg(test)]
mod tests {
    use lopdf::{Dictionary, Document, Stream, dictionary};

    use super::read;

    /// A page with a picture and a line of text.
    fn scan(text: &str) -> Vec<u8> {
        let mut document = Document::with_version("1.4");
        let picture = dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => 1, "Height" => 1, "ColorSpace" => "DeviceGray",
            "BitsPerComponent" => 8,
        };
        let picture = document.add_object(Stream::new(picture, vec![99]));
        let font = dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" };
        let drawn = format!("q 500 0 0 800 9 9 cm /P Do Q BT /F 6 Tf 20 20 Td ({text}) Tj ET");
        let content = document.add_object(Stream::new(Dictionary::new(), drawn.into_bytes()));
        let pages = document.new_object_id();
        let page = document.add_object(dictionary! {
            "Type" => "Page", "Parent" => pages, "Contents" => content,
            "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
            "Resources" => dictionary! {
                "XObject" => dictionary! { "P" => picture }, "Font" => dictionary! { "F" => font },
            },
        });
        let all = dictionary! { "Type" => "Pages", "Count" => 1, "Kids" => vec![page.into()] };
        document.set_object(pages, all);
        let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
        document.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).expect("memory");
        bytes
    }

    #[test]
    fn a_picture_with_a_stamp_is_known_from_a_page_with_a_logo() {
        let pictured = |text: &str| read(scan(text), "").expect("text").pictured;
        assert!(pictured("Scanned by CamScanner"));
        assert!(!pictured(&"An invoice says more than this. ".repeat(5)));
        let read = crate::invoice::text::read_pdf(scan("Scanned by CamScanner"), "", &[]);
        assert_eq!(read, Err(super::PdfError::Picture));
    }
}
