//! The tokens as CSS custom properties for the interface. It prints; the interface keeps the copy.

use std::fmt::Write as _;

use super::{Mode, Theme};

/// Type sizes in CSS pixels, smallest first: caption, text, heading, large, figure.
pub(crate) const SIZES: [u32; 5] = [12, 13, 15, 18, 26];

fn tokens(theme: &Theme) -> Vec<(String, String)> {
    let named = [
        ("paper", theme.paper),
        ("card", theme.card),
        ("ink", theme.ink),
        ("muted", theme.muted),
        ("hair", theme.hair),
        ("control", theme.control),
        ("accent", theme.accent),
        ("warn", theme.warn),
        ("good", theme.good),
        ("bad", theme.bad),
        ("other", theme.other),
    ];
    let series = theme.series.iter().enumerate();
    named
        .into_iter()
        .map(|(name, colour)| (name.to_owned(), colour.css()))
        .chain(series.map(|(at, colour)| (format!("series-{at}"), colour.css())))
        .collect()
}

fn block(css: &mut String, selector: &str, theme: &Theme, indent: &str) {
    let scheme = if theme.mode == Mode::Dark { "dark" } else { "light" };
    _ = writeln!(css, "{indent}{selector} {{\n{indent}  color-scheme: {scheme};");
    for (name, value) in tokens(theme) {
        _ = writeln!(css, "{indent}  --{name}: {value};");
    }
    _ = writeln!(css, "{indent}}}");
}

/// `ui/src/styles/tokens.css`: follows the system, unless `data-theme` is `light`, `dark` or `contrast`.
pub fn css() -> String {
    let mut css = String::from("/* Generated from crates/charts/src/theme. Do not edit. */\n:root {\n");
    _ = writeln!(css, "  --font: Inter, system-ui, sans-serif;");
    for (at, size) in SIZES.iter().enumerate() {
        _ = writeln!(css, "  --size-{}: {size}px;", at + 1);
    }
    _ = writeln!(css, "  --weight-text: 400;\n  --weight-strong: 600;\n}}");
    block(&mut css, ":root,\n[data-theme=\"light\"]", &Theme::light(), "");
    block(&mut css, "[data-theme=\"dark\"]", &Theme::dark(), "");
    block(&mut css, "[data-theme=\"contrast\"]", &Theme::high_contrast(), "");
    css.push_str("@media (prefers-color-scheme: dark) {\n");
    block(&mut css, ":root:not([data-theme])", &Theme::dark(), "  ");
    css.push_str("}\n@media (prefers-contrast: more) {\n");
    block(&mut css, ":root:not([data-theme])", &Theme::high_contrast(), "  ");
    css.push_str("}\n");
    css
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::print_stderr)] // a skipped test says so
    fn the_interface_uses_these_tokens() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/styles/tokens.css");
        match std::fs::read_to_string(path) {
            Ok(text) => assert_eq!(
                text,
                css(),
                "regenerate ui/src/styles/tokens.css: `cargo run -p charts --example tokens > ui/src/styles/tokens.css`"
            ),
            Err(_) => eprintln!("skipped: ui/src/styles/tokens.css is not there yet"),
        }
    }

    #[test]
    fn every_mode_names_the_same_tokens() {
        let names = |theme: &Theme| {
            tokens(theme)
                .into_iter()
                .map(|(name, _)| name)
                .collect::<Vec<_>>()
        };
        assert_eq!(names(&Theme::light()), names(&Theme::dark()));
        assert!(css().contains("--series-6: #6d4763;"));
    }
}
