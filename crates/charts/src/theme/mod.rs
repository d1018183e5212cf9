//! One palette for screen, charts and PDF: paper, ink, hairlines, one accent, seven series and a grey.
//! Three values of the same tokens: light, dark, high contrast. Contrast is a test, not a hope (`contrast`).

mod colours;
mod contrast;
mod css;

pub use colours::Colours;
pub use contrast::{contrast, greyscale_contrast_red_blind};
pub use css::css;

/// An opaque sRGB colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// From `0xRRGGBB`.
    pub const fn hex(value: u32) -> Self {
        Self((value >> 16) as u8, (value >> 8) as u8, value as u8)
    }

    /// `#rrggbb`.
    pub fn css(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    /// This colour laid over another at the given share (0 to 1).
    #[must_use]
    pub fn over(self, under: Self, share: f64) -> Self {
        let mix = |a: u8, b: u8| (f64::from(a) * share + f64::from(b) * (1.0 - share)).round() as u8;
        Self(mix(self.0, under.0), mix(self.1, under.1), mix(self.2, under.2))
    }
}

/// Which of the three values of the theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Ink on warm paper.
    Light,
    /// Paper on ink.
    Dark,
    /// Black on white, for low vision and bad projectors.
    HighContrast,
}

/// How many series get a colour of their own; the rest is "other".
pub const MOST_SERIES: usize = 7;

/// The tokens. Text colours reach 4.5:1 on paper and card, marks 3:1 on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Which value.
    pub mode: Mode,
    /// Page background.
    pub paper: Rgb,
    /// Raised surfaces: chips, menus, cards.
    pub card: Rgb,
    /// Text, axes, figures.
    pub ink: Rgb,
    /// Second text: ticks, captions.
    pub muted: Rgb,
    /// Hairline rules and grid lines: decoration, no information.
    pub hair: Rgb,
    /// Borders of controls: 3:1.
    pub control: Rgb,
    /// Links, selection, focus.
    pub accent: Rgb,
    /// Needs attention: zero users, overruns.
    pub warn: Rgb,
    /// A change for the better.
    pub good: Rgb,
    /// A change for the worse.
    pub bad: Rgb,
    /// Series in order; neighbours alternate in lightness so that greyscale and colour-blind readers tell them apart.
    pub series: [Rgb; MOST_SERIES],
    /// Everything else.
    pub other: Rgb,
}

impl Theme {
    /// Ink on warm paper.
    pub fn light() -> Self {
        Self {
            mode: Mode::Light,
            paper: Rgb::hex(0x00fb_faf7),
            card: Rgb::hex(0x00ff_ffff),
            ink: Rgb::hex(0x001d_1c1a),
            muted: Rgb::hex(0x006d_6a63),
            hair: Rgb::hex(0x00e4_e1d9),
            control: Rgb::hex(0x008a_867d),
            accent: Rgb::hex(0x000f_5c6e),
            warn: Rgb::hex(0x00b5_4d12),
            good: Rgb::hex(0x001f_6fb2),
            bad: Rgb::hex(0x00b5_4d12),
            series: [
                0x000f_5c6e,
                0x004f_93a3,
                0x0035_506b,
                0x00b8_862b,
                0x006b_5b45,
                0x007d_9471,
                0x006d_4763,
            ]
            .map(Rgb::hex),
            other: Rgb::hex(0x0091_8d84),
        }
    }

    /// Paper on ink.
    pub fn dark() -> Self {
        Self {
            mode: Mode::Dark,
            paper: Rgb::hex(0x0016_1615),
            card: Rgb::hex(0x001d_1d1b),
            ink: Rgb::hex(0x00ef_ece5),
            muted: Rgb::hex(0x009c_988e),
            hair: Rgb::hex(0x0033_322e),
            control: Rgb::hex(0x0074_7168),
            accent: Rgb::hex(0x006c_c0d2),
            warn: Rgb::hex(0x00f0_925a),
            good: Rgb::hex(0x0074_b4ee),
            bad: Rgb::hex(0x00f0_925a),
            series: [
                0x006c_c0d2,
                0x003f_8a9b,
                0x00b7_c4d6,
                0x00a8_7f2e,
                0x00d3_c3a3,
                0x006f_8a63,
                0x00d0_aac6,
            ]
            .map(Rgb::hex),
            other: Rgb::hex(0x007c_786f),
        }
    }

    /// Black on white with the strongest hues.
    pub fn high_contrast() -> Self {
        Self {
            mode: Mode::HighContrast,
            paper: Rgb::hex(0x00ff_ffff),
            card: Rgb::hex(0x00ff_ffff),
            ink: Rgb::hex(0x0000_0000),
            muted: Rgb::hex(0x003a_3a3a),
            hair: Rgb::hex(0x009a_9a9a),
            control: Rgb::hex(0x0000_0000),
            accent: Rgb::hex(0x0000_3f52),
            warn: Rgb::hex(0x008f_3300),
            good: Rgb::hex(0x0000_4a8f),
            bad: Rgb::hex(0x008f_3300),
            series: [
                0x0000_3f52,
                0x004a_8796,
                0x001f_2f6b,
                0x00a0_6c00,
                0x004a_3a22,
                0x005d_7a4f,
                0x005a_2350,
            ]
            .map(Rgb::hex),
            other: Rgb::hex(0x0076_7676),
        }
    }

    /// The theme of a mode.
    pub fn of(mode: Mode) -> Self {
        match mode {
            Mode::Light => Self::light(),
            Mode::Dark => Self::dark(),
            Mode::HighContrast => Self::high_contrast(),
        }
    }

    /// The colour of the n-th series; grey from the eighth on.
    pub fn series(&self, at: usize) -> Rgb {
        self.series.get(at).copied().unwrap_or(self.other)
    }

    /// A mark's colour made readable as text on paper: moved towards ink until it reaches 4.5:1.
    pub fn as_text(&self, colour: Rgb) -> Rgb {
        (0..=20)
            .map(|step| self.ink.over(colour, f64::from(step) / 20.0))
            .find(|text| contrast(*text, self.paper) >= 4.5)
            .unwrap_or(self.ink)
    }

    /// The colour of text on a coloured area: ink or paper, and black or white on the middle tones between them, of which
    /// one always reaches 4.5:1.
    pub fn text_on(&self, area: Rgb) -> Rgb {
        let best = |pair: [Rgb; 2]| {
            let [first, second] = pair.map(|text| contrast(text, area));
            if first > second { pair[0] } else { pair[1] }
        };
        let own = best([self.ink, self.paper]);
        if contrast(own, area) >= 4.5 {
            own
        } else {
            best([Rgb(0, 0, 0), Rgb(255, 255, 255)])
        }
    }

    /// A pale tone of a colour on this paper, for bands and the lighter "previous" bars.
    pub fn pale(&self, colour: Rgb) -> Rgb {
        colour.over(self.paper, 0.28)
    }
}
