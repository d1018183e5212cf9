//! Collects the letters that a page draws, with their places. Draws nothing.

use std::panic::resume_unwind;

use hayro::hayro_interpret::font::Glyph;
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Device, GlyphDrawMode, Image, Paint, PathDrawMode, SoftMask,
};
use hayro::vello_cpu::kurbo::{Affine, BezPath, Point};

/// Things one page may draw. A form that draws itself a thousand times a thousand times ends here.
const MOST_STEPS: u32 = 250_000;
/// Letters one page may hold.
const MOST_LETTERS: usize = 200_000;
/// A glyph is this many units high.
const EM: f64 = 1000.0;

/// One letter (or ligature) on a page. Origin at the top left.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Letter {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    /// Baseline.
    pub(super) base: f64,
    /// Font size as drawn.
    pub(super) size: f64,
    /// Whether it stands within the page.
    pub(super) inside: bool,
}

/// What was drawn on a page.
#[derive(Debug, Default)]
pub(super) struct Glyphs {
    /// As the page stands, and as it stands turned by a quarter once, twice and three times.
    letters: [Vec<Letter>; 4],
    pub(super) invisible: usize,
    pub(super) unmapped: usize,
    /// Pictures that were drawn.
    pub(super) pictures: usize,
    /// Drawing ended before the page did.
    pub(super) broken: bool,
    counted: usize,
    size: (f64, f64),
    pub(super) steps: u32,
}

impl Glyphs {
    pub(super) fn on(size: (f64, f64)) -> Self {
        Self {
            size,
            ..Self::default()
        }
    }

    /// Adds the counts of a page.
    pub(super) fn count(&mut self, page: &Self) {
        self.counted += page.shown().count();
        self.invisible += page.invisible;
        self.unmapped += page.unmapped;
        self.pictures += page.pictures;
    }

    /// What can be seen: the letters on the page, or all of them where the page is so cut that it shows none. Of a
    /// page that lies on its side or head those that stand upright once it is turned.
    pub(super) fn shown(&self) -> impl Iterator<Item = &Letter> {
        let most = self.letters.iter().rev().max_by_key(|letters| letters.len());
        let seen = move || most.into_iter().flatten().filter(|letter| letter.is_seen());
        let none = !seen().any(|letter| letter.inside);
        seen().filter(move |letter| none || letter.inside)
    }

    /// Letters whose meaning is known.
    pub(super) fn readable(&self) -> usize {
        self.counted
    }

    /// Leaves the library's loop when the budget is used up; nothing else ends it.
    fn step(&mut self) {
        self.steps += 1;
        if self.steps > MOST_STEPS || self.letters.iter().any(|letters| letters.len() > MOST_LETTERS) {
            resume_unwind(Box::new("the budget of the page"));
        }
    }

    fn add(&mut self, text: String, matrix: Affine, advance: Option<f32>) {
        let at = matrix * Point::ORIGIN;
        let inside = (-1.0..=self.size.0 + 1.0).contains(&at.x) && (-1.0..=self.size.1 + 1.0).contains(&at.y);
        for (turn, letters) in turns(self.size).into_iter().zip(&mut self.letters) {
            let matrix = turn * matrix;
            if !is_upright(matrix) {
                continue;
            }
            let [a, _, _, d, left, base] = matrix.as_coeffs();
            let size = -d * EM;
            let width = advance.map_or(size / 2.0, |advance| f64::from(advance) * a);
            letters.push(Letter {
                text,
                left,
                right: left + width,
                base,
                size,
                inside,
            });
            return;
        }
    }
}

/// A page as it stands, and turned by a quarter to the left once, twice and three times.
fn turns((width, height): (f64, f64)) -> [Affine; 4] {
    [
        Affine::IDENTITY,
        Affine::new([0.0, -1.0, 1.0, 0.0, 0.0, width]),
        Affine::new([-1.0, 0.0, 0.0, -1.0, width, height]),
        Affine::new([0.0, 1.0, -1.0, 0.0, height, 0.0]),
    ]
}

fn is_upright(matrix: Affine) -> bool {
    let [a, b, c, d, ..] = matrix.as_coeffs();
    a > 0.0 && d < 0.0 && b.abs() < a * 0.05 && c.abs() < -d * 0.3
}

impl Letter {
    /// Whether it leaves ink.
    pub(super) fn is_seen(&self) -> bool {
        !self.text.trim().is_empty()
    }
}

/// The letters a glyph means: ligatures taken apart, control signs dropped.
fn meaning(glyph: &Glyph<'_>) -> Option<String> {
    let text = match glyph.as_unicode()? {
        BfString::Char(letter) => letter.to_string(),
        BfString::String(text) => text,
    };
    let plain = text.chars().filter_map(|letter| match letter {
        '\u{fb01}' => Some("fi".to_owned()),
        '\u{fb02}' => Some("fl".to_owned()),
        '\u{fb00}' => Some("ff".to_owned()),
        '\u{fb03}' => Some("ffi".to_owned()),
        '\u{fb04}' => Some("ffl".to_owned()),
        '\u{fb05}' | '\u{fb06}' => Some("st".to_owned()),
        '\u{ffe5}' => Some("¥".to_owned()),
        wide @ '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(wide) - 0xfee0).map(String::from),
        '\u{ad}' => Some("-".to_owned()),
        '\0' | '\u{fffd}' => None,
        other if other.is_control() || other == '\u{200b}' => None,
        other if other.is_whitespace() => Some(" ".to_owned()),
        other => Some(other.to_string()),
    });
    let plain: String = plain.collect();
    (!plain.is_empty()).then_some(plain)
}

impl Device<'_> for Glyphs {
    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'_>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'_>,
        mode: &GlyphDrawMode,
    ) {
        self.step();
        let Some(text) = meaning(glyph) else {
            self.unmapped += 1;
            return;
        };
        self.invisible += usize::from(matches!(mode, GlyphDrawMode::Invisible) && text != " ");
        let advance = match glyph {
            Glyph::Outline(outline) => outline.advance_width(),
            Glyph::Type3(_) => None,
        };
        self.add(text, transform * glyph_transform, advance);
    }

    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'_>, _: &PathDrawMode) {
        self.step();
    }

    fn draw_image(&mut self, _: Image<'_, '_>, _: Affine) {
        self.pictures += 1;
        self.step();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {
        self.step();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.step();
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'_>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
