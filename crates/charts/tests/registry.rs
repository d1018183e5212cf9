//! Every chart in the registry, with every shared data set, in every theme and size: what must always hold.

use std::collections::HashSet;

use charts::font::{self, Weight};
use charts::{CHARTS, ChartInfo, Drawing, MOST_MARKS, Options, Sample, Shape, Theme};

const SIZES: [(u32, u32); 4] = [(240, 140), (320, 200), (760, 340), (1600, 900)];

/// Draws everything in every size, and in every theme at one size; the text says which one.
fn for_all(check: impl Fn(&ChartInfo, Sample, &Options, &str)) {
    let sizes = SIZES.map(|(width, height)| (width, height, Theme::light()));
    let themes = [(760, 340, Theme::dark()), (760, 340, Theme::high_contrast())];
    for chart in CHARTS {
        for sample in Sample::ALL {
            for (width, height, theme) in sizes.iter().chain(&themes) {
                let which = format!("{} {sample:?} {width}×{height} {:?}", chart.id, theme.mode);
                check(
                    chart,
                    sample,
                    &Options::new(*width, *height, theme.clone()),
                    &which,
                );
            }
        }
    }
}

#[test]
fn ids_are_unique_and_kebab_case() {
    let ids: HashSet<_> = CHARTS.iter().map(|chart| chart.id).collect();
    assert_eq!(ids.len(), CHARTS.len());
    for id in ids {
        assert!(id.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{id}");
    }
}

#[test]
fn every_mark_is_in_the_picture_and_inside_the_page() {
    for_all(|chart, sample, options, which| {
        let drawing = (chart.sample)(sample, options);
        assert!(
            drawing.marks.len() <= MOST_MARKS,
            "{which}: {} marks",
            drawing.marks.len()
        );
        for mark in &drawing.marks {
            assert!(
                !mark.key.is_empty() && !mark.label.is_empty() && !mark.value.is_empty(),
                "{which}: {mark:?}"
            );
            assert!(
                is_drawn(&drawing.svg, &mark.shape),
                "{which}: {mark:?} is not in the picture"
            );
            assert!(
                is_inside(options, &mark.shape),
                "{which}: {mark:?} leaves the page"
            );
        }
    });
}

fn is_drawn(svg: &str, shape: &Shape) -> bool {
    match shape {
        Shape::Rect { x, y, w, h } => {
            svg.contains(&format!("<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\""))
        }
        Shape::Circle { cx, cy, r } => svg.contains(&format!("<circle cx=\"{cx}\" cy=\"{cy}\" r=\"{r}\"")),
        Shape::Path { d } => d.starts_with('M') && d.ends_with('Z'),
    }
}

fn is_inside(options: &Options, shape: &Shape) -> bool {
    let (wide, high) = (options.width as i32 * 2, options.height as i32 * 2);
    match shape {
        Shape::Rect { x, y, w, h } => {
            *x >= 0 && *y >= 0 && *w > 0 && *h > 0 && x + w <= wide && y + h <= high
        }
        Shape::Circle { cx, cy, r } => cx - r >= 0 && cy - r >= 0 && cx + r <= wide && cy + r <= high,
        Shape::Path { d } => !d.contains('-'),
    }
}

#[test]
fn the_same_data_gives_the_same_bytes() {
    for_all(|chart, sample, options, which| {
        assert_eq!(
            (chart.sample)(sample, options),
            (chart.sample)(sample, options),
            "{which}"
        );
    });
}

#[test]
fn every_picture_has_a_sentence_and_a_full_table() {
    for_all(|chart, sample, options, which| {
        let drawing = (chart.sample)(sample, options);
        assert!(
            drawing.alt.ends_with('.') && drawing.alt.len() > 20,
            "{which}: {}",
            drawing.alt
        );
        let columns = drawing.table.columns.len();
        assert!(columns >= 2, "{which}");
        assert!(
            drawing.table.rows.iter().all(|row| row.len() == columns),
            "{which}"
        );
    });
}

#[test]
fn nothing_to_show_is_said_in_words_and_offers_nothing_to_point_at() {
    for chart in CHARTS {
        let drawing = (chart.sample)(Sample::Empty, &Options::new(440, 260, Theme::light()));
        assert!(drawing.marks.is_empty(), "{}", chart.id);
        assert!(
            texts(&drawing).iter().any(|text| text.content.ends_with('.')),
            "{}",
            chart.id
        );
    }
}

#[test]
fn a_shortened_name_is_whole_in_its_mark_and_in_the_table() {
    let named = [
        "spend-over-time",
        "pareto",
        "utilisation",
        "roi-range",
        "tornado",
        "variance-waterfall",
    ];
    for chart in CHARTS.iter().filter(|chart| named.contains(&chart.id)) {
        let drawing = (chart.sample)(Sample::Names, &Options::new(320, 200, Theme::light()));
        let whole = "Rückversicherung und Kundenbetreuung Nordwest";
        assert!(!drawing.svg.contains(whole), "{}", chart.id);
        assert!(
            drawing.marks.iter().any(|mark| mark.label.contains(whole)),
            "{}",
            chart.id
        );
        let cells = drawing
            .table
            .columns
            .iter()
            .map(|column| &column.name)
            .chain(drawing.table.rows.iter().flatten());
        assert!(cells.into_iter().any(|cell| cell.contains(whole)), "{}", chart.id);
    }
}

#[test]
fn text_from_a_file_cannot_become_markup() {
    for chart in CHARTS {
        let drawing = (chart.sample)(Sample::Names, &Options::new(1600, 900, Theme::light()).titled());
        for forbidden in ["<script", "\u{202e}", "\u{0}", "href", "style=", " id="] {
            assert!(!drawing.svg.contains(forbidden), "{} has {forbidden:?}", chart.id);
        }
        drawing.png(0.25).expect("a picture that can be read");
    }
}

#[test]
fn no_text_leaves_the_page() {
    for chart in CHARTS {
        for sample in Sample::ALL {
            for (width, height) in SIZES.into_iter().skip(1) {
                let drawing = (chart.sample)(sample, &Options::new(width, height, Theme::light()).titled());
                for text in texts(&drawing) {
                    let (left, right) = text.reach();
                    let is_inside =
                        left > -1.0 && right < f64::from(width * 2) + 1.0 && text.y <= f64::from(height * 2);
                    assert!(
                        is_inside,
                        "{} {sample:?} {width}×{height}: {text:?} {left}..{right}",
                        chart.id
                    );
                }
            }
        }
    }
}

#[test]
fn texts_do_not_lie_on_each_other() {
    for chart in CHARTS {
        for (width, height) in [(320, 200), (440, 260), (760, 340), (1600, 900)] {
            let drawing = (chart.sample)(Sample::Typical, &Options::new(width, height, Theme::light()));
            let texts = texts(&drawing);
            for (at, one) in texts.iter().enumerate() {
                for other in &texts[at + 1..] {
                    assert!(
                        !one.covers(other),
                        "{} {width}×{height}: {one:?} and {other:?}",
                        chart.id
                    );
                }
            }
        }
    }
}

#[test]
fn the_picture_has_the_size_it_was_asked_for() {
    let drawing = (CHARTS[0].sample)(Sample::Typical, &Options::new(760, 340, Theme::dark()).titled());
    let png = drawing.png(2.0).expect("a picture");
    assert_eq!(&png[1..4], b"PNG");
    assert_eq!(png[16..24], [0, 0, 5, 240, 0, 0, 2, 168]);
    assert!(
        drawing
            .svg
            .starts_with("<svg width=\"760\" height=\"340\" viewBox=\"0 0 1520 680\"")
    );
    assert!(drawing.png(1_000.0).is_err());
}

#[test]
fn the_pictures_are_as_last_looked_at() {
    for id in ["spend-over-time", "usage-distribution", "roi-range"] {
        let chart = CHARTS
            .iter()
            .find(|chart| chart.id == id)
            .expect("the chart is registered");
        let drawing = (chart.sample)(Sample::Typical, &Options::new(440, 260, Theme::light()).titled());
        insta::assert_snapshot!(format!("{id}-svg"), drawing.svg);
        insta::assert_json_snapshot!(format!("{id}-marks"), drawing.marks);
    }
}

/// A text of the picture, in viewBox coordinates.
#[derive(Debug)]
struct Text {
    x: f64,
    y: f64,
    size: f64,
    weight: Weight,
    anchor: String,
    content: String,
}

impl Text {
    fn reach(&self) -> (f64, f64) {
        let width = font::width(&self.content, self.size, self.weight);
        match self.anchor.as_str() {
            "start" => (self.x, self.x + width),
            "middle" => (self.x - width / 2.0, self.x + width / 2.0),
            _ => (self.x - width, self.x),
        }
    }

    fn covers(&self, other: &Self) -> bool {
        let ((a0, a1), (b0, b1)) = (self.reach(), other.reach());
        let is_beside = a1 <= b0 + 1.0 || b1 <= a0 + 1.0;
        !is_beside && (self.y - other.y).abs() < 0.75 * self.size.min(other.size)
    }
}

fn texts(drawing: &Drawing) -> Vec<Text> {
    let pieces = drawing.svg.split("<text ").skip(1);
    pieces
        .map(|piece| {
            let (head, rest) = piece.split_once('>').expect("a tag ends");
            let attribute = |name: &str| {
                let (_, after) = head
                    .split_once(&format!("{name}=\""))
                    .expect("plotters writes it");
                after.split('"').next().unwrap_or_default().to_owned()
            };
            let number = |name: &str| attribute(name).parse::<f64>().expect("a number");
            let content = rest.split("</text>").next().unwrap_or_default().trim();
            Text {
                x: number("x"),
                y: number(" y"),
                size: number("font-size"),
                weight: if head.contains("font-weight") {
                    Weight::Strong
                } else {
                    Weight::Text
                },
                anchor: attribute("text-anchor"),
                content: content
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&quot;", "\"")
                    .replace("&apos;", "'")
                    .replace("&amp;", "&"),
            }
        })
        .collect()
}
