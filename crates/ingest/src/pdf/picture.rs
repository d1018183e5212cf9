//! A page as a picture, for people to compare with what was read.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};

use super::{PdfError, caught, open};

/// The longest side of a picture in pixels.
const LONGEST: f32 = 1600.0;

/// A page (from 0) as PNG, `width` pixels wide.
pub fn picture(bytes: Vec<u8>, password: &str, page: usize, width: u16) -> Result<Vec<u8>, PdfError> {
    let pdf = open(bytes, password)?;
    let page = pdf.pages().get(page).ok_or(PdfError::Damaged)?;
    let (across, down) = page.render_dimensions();
    if !(across > 0.0 && down > 0.0) {
        return Err(PdfError::Damaged);
    }
    let scale = (f32::from(width) / across).min(LONGEST / down.max(across));
    let settings = RenderSettings {
        x_scale: scale,
        y_scale: scale,
        bg_color: WHITE,
        ..RenderSettings::default()
    };
    let drawn = caught(|| {
        let cache = RenderCache::new();
        render(page, &cache, &InterpreterSettings::default(), &settings).into_png()
    });
    drawn.and_then(Result::ok).ok_or(PdfError::Damaged)
}
