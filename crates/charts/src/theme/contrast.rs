//! Contrast by WCAG 2.2 and a simulation of red-green blindness. It judges colours; it does not choose them.

use super::Rgb;

fn linear(channel: u8) -> f64 {
    let c = f64::from(channel) / 255.0;
    if c <= 0.04045 {
        c / 12.92
    } else {
        ((c + 0.055) / 1.055).powf(2.4)
    }
}

fn luminance(r: f64, g: f64, b: f64) -> f64 {
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn ratio(a: f64, b: f64) -> f64 {
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The WCAG contrast ratio, 1 to 21.
pub fn contrast(a: Rgb, b: Rgb) -> f64 {
    let of = |c: Rgb| luminance(linear(c.0), linear(c.1), linear(c.2));
    ratio(of(a), of(b))
}

/// The contrast that is left for a reader without red cones (Viénot, Brettel and Mollon 1999, protanopia).
pub fn greyscale_contrast_red_blind(a: Rgb, b: Rgb) -> f64 {
    let of = |c: Rgb| {
        let (r, g, b) = (linear(c.0), linear(c.1), linear(c.2));
        let red_green = 0.112_38 * r + 0.887_62 * g;
        luminance(red_green, red_green, 0.004_01 * r - 0.004_01 * g + b)
    };
    ratio(of(a), of(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::Theme;

    fn themes() -> [Theme; 3] {
        [Theme::light(), Theme::dark(), Theme::high_contrast()]
    }

    #[test]
    fn text_on_any_area_is_read() {
        let shades =
            (0..=255).flat_map(|step| [Rgb(step, step, step), Rgb(75, 126, step), Rgb(step, 119, 44)]);
        for area in shades {
            for theme in themes() {
                assert!(contrast(theme.text_on(area), area) >= 4.5, "{area:?}");
            }
        }
    }

    #[test]
    fn black_on_white_is_twenty_one_to_one() {
        assert!((contrast(Rgb(0, 0, 0), Rgb(255, 255, 255)) - 21.0).abs() < 0.01);
    }

    #[test]
    fn every_text_colour_is_readable_on_paper_and_card() {
        for theme in themes() {
            for text in [
                theme.ink,
                theme.muted,
                theme.accent,
                theme.warn,
                theme.good,
                theme.bad,
            ] {
                for under in [theme.paper, theme.card] {
                    assert!(
                        contrast(text, under) >= 4.5,
                        "{:?} {text:?} on {under:?}",
                        theme.mode
                    );
                }
            }
        }
    }

    #[test]
    fn every_mark_stands_out_from_the_paper() {
        for theme in themes() {
            for mark in theme.series.iter().chain([&theme.other, &theme.control]) {
                assert!(contrast(*mark, theme.paper) >= 3.0, "{:?} {mark:?}", theme.mode);
            }
        }
    }

    #[test]
    fn every_series_label_is_readable() {
        for theme in themes() {
            for mark in theme.series.iter().chain([&theme.other]) {
                assert!(contrast(theme.as_text(*mark), theme.paper) >= 4.5);
            }
        }
    }

    #[test]
    fn neighbouring_series_differ_in_greyscale_and_for_red_green_blind_readers() {
        for theme in themes() {
            for pair in theme.series.windows(2) {
                assert!(contrast(pair[0], pair[1]) >= 1.6, "{:?} {pair:?}", theme.mode);
                assert!(
                    greyscale_contrast_red_blind(pair[0], pair[1]) >= 1.6,
                    "{:?} {pair:?}",
                    theme.mode
                );
            }
        }
    }
}
