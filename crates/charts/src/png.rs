//! The same SVG as pixels, with the bundled fonts; another draws only letters that they lack, where one is lent.

use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use crate::font::Lent;
use crate::{Drawing, font};

/// Why a picture could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PngError {
    /// The SVG is not one resvg can read.
    #[error("the drawing could not be read: {0}")]
    Unreadable(#[from] resvg::usvg::Error),
    /// More pixels than memory should hold.
    #[error("a picture of {0} × {1} pixels is too large")]
    TooLarge(u32, u32),
    /// The pixels could not be encoded.
    #[error("the picture could not be encoded: {0}")]
    NotEncoded(String),
}

/// The longest side of a picture in pixels.
const LONGEST: u32 = 16_000;

fn fonts(lent: &[Lent]) -> Arc<fontdb::Database> {
    static FONTS: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let load = || {
        let mut fonts = fontdb::Database::new();
        fonts.load_font_data(font::REGULAR.to_vec());
        fonts.load_font_data(font::SEMIBOLD.to_vec());
        Arc::new(fonts)
    };
    let mut fonts = FONTS.get_or_init(load).clone();
    for one in lent {
        // Of a collection all fonts are loaded; any of them has the letters.
        Arc::make_mut(&mut fonts).load_font_data(one.data.clone());
    }
    fonts
}

impl Drawing {
    /// The picture as PNG, `scale` pixels to a CSS pixel (2 for screens, 3 or 4 for print).
    pub fn png(&self, scale: f32) -> Result<Vec<u8>, PngError> {
        self.png_with(scale, &[])
    }

    /// The same with fonts for the letters that the bundled ones lack.
    pub fn png_with(&self, scale: f32, lent: &[Lent]) -> Result<Vec<u8>, PngError> {
        let options = Options {
            font_family: font::FAMILY.to_owned(),
            fontdb: fonts(lent),
            ..Options::default()
        };
        let tree = Tree::from_str(&self.svg, &options)?;
        let pixels = |length: u32| ((length as f32 * scale).round() as u32).max(1);
        let (width, height) = (pixels(self.width), pixels(self.height));
        if width.max(height) > LONGEST {
            return Err(PngError::TooLarge(width, height));
        }
        let mut pixmap = Pixmap::new(width, height).ok_or(PngError::TooLarge(width, height))?;
        resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
        pixmap
            .encode_png()
            .map_err(|error| PngError::NotEncoded(error.to_string()))
    }
}
