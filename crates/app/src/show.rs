//! From results to view types: drawings, tables, explanations, money. Formats with the shared locale, computes nothing.

mod numbers;
mod readable;

use charts::format;
use charts::{DataTable, Drawing, Shape};
use chrono::NaiveDate;
use metrics::Explanation;
use model::{Currency, Measure, Money, Total};

use crate::scope::Scope;
use crate::view::{
    Align, Block, ChartView, Choice, Column, Control, ExplainView, Fact, MarkShape, MarkView, Route, RowView,
    TableView,
};

pub(crate) use numbers::unbroken;
pub use numbers::{chance, counted, number, signed_number};
use readable::readable;
pub(crate) use readable::{explained, spans};

const SEED: &str = "seed";

/// Where the mark of a key leads.
pub type Go = Box<dyn Fn(&str) -> Option<Route>>;

/// A chart with what it says and where its marks lead.
pub struct Charted {
    /// The picture and its marks.
    pub drawing: Drawing,
    /// Why.
    pub explanation: Explanation,
    /// Where a mark leads.
    pub go: Go,
}

impl Charted {
    /// A chart whose marks lead nowhere.
    pub fn still(drawing: Drawing, explanation: Explanation) -> Self {
        Self {
            drawing,
            explanation,
            go: Box::new(|_| None),
        }
    }
}

/// A chart as the window shows it. `rows` leads to the facts behind it.
pub fn chart(key: &str, charted: Charted, rows: Option<Route>) -> ChartView {
    let Charted {
        drawing,
        explanation,
        go,
    } = charted;
    let marks = drawing.marks.into_iter().map(|mark| MarkView {
        go: go(&mark.key),
        key: mark.key,
        label: mark.label,
        value: mark.value,
        shape: shape(&mark.shape),
    });
    ChartView {
        key: key.to_owned(),
        title: drawing.title,
        subtitle: drawing.subtitle,
        svg: drawing.svg,
        // The picture is drawn at twice the page's pixels.
        width: drawing.width * 2,
        height: drawing.height * 2,
        marks: marks.collect(),
        alt: drawing.alt,
        table: data_table(key, drawing.table),
        explain: explain(explanation, rows),
    }
}

fn shape(shape: &Shape) -> MarkShape {
    match shape {
        Shape::Rect { x, y, w, h } => MarkShape::Rect {
            x: f64::from(*x),
            y: f64::from(*y),
            w: f64::from(*w),
            h: f64::from(*h),
        },
        Shape::Circle { cx, cy, r } => MarkShape::Circle {
            x: f64::from(*cx),
            y: f64::from(*cy),
            r: f64::from(*r),
        },
        Shape::Path { d } => MarkShape::Path { d: d.clone() },
    }
}

/// A chart's own table.
pub fn data_table(key: &str, table: DataTable) -> TableView {
    let columns = table.columns.into_iter().enumerate().map(|(at, column)| Column {
        key: at.to_string(),
        label: column.name,
        align: if column.is_numeric {
            Align::Right
        } else {
            Align::Left
        },
        sorts: false,
    });
    let rows: Vec<RowView> = table.rows.into_iter().map(row).collect();
    TableView {
        key: key.to_owned(),
        columns: columns.collect(),
        count: rows.len() as u32,
        rows,
        ..TableView::default()
    }
}

/// A row of texts that leads nowhere.
pub fn row(cells: Vec<String>) -> RowView {
    RowView {
        cells,
        ..RowView::default()
    }
}

/// A table with its heading and what is said below it.
pub fn table(
    key: &str,
    title: &str,
    labels: &[&str],
    (rows, note): (Vec<RowView>, impl Into<String>),
) -> TableView {
    TableView {
        key: key.to_owned(),
        title: title.to_owned(),
        columns: columns(labels),
        count: rows.len() as u32,
        rows,
        note: note.into(),
        ..TableView::default()
    }
}

/// What guards a result and what is remarked on it, below its table.
pub fn remarks(explanation: &Explanation) -> String {
    let all = explanation.guards.iter().chain(&explanation.notes);
    all.map(|text| readable(text)).collect::<Vec<_>>().join(" ")
}

/// What would be here, and a button to import what brings it.
pub fn nothing(title: &str, text: &str, import: &str) -> Block {
    Block::Empty {
        title: title.to_owned(),
        text: text.to_owned(),
        actions: vec![Choice {
            id: "import".to_owned(),
            label: import.to_owned(),
            ..Choice::default()
        }],
    }
}

/// One of several, by name.
pub fn select(key: &str, label: &str, choices: Vec<Choice>) -> Control {
    Control::Select {
        key: key.to_owned(),
        label: label.to_owned(),
        choices,
    }
}

/// Columns by label; those with a `#` in front hold figures.
pub fn columns(labels: &[&str]) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for label in labels {
        let (align, label) = label
            .strip_prefix('#')
            .map_or((Align::Left, *label), |label| (Align::Right, label));
        let mut key = label.to_lowercase().replace(' ', "-");
        // The window tells columns apart by their keys: it stops at two alike.
        if columns.iter().any(|column| column.key == key) {
            key = format!("{key}-{}", columns.len());
        }
        columns.push(Column {
            key,
            label: label.to_owned(),
            align,
            sorts: false,
        });
    }
    columns
}

/// An explanation as the window shows it.
pub fn explain(explanation: Explanation, rows: Option<Route>) -> ExplainView {
    let rate = [
        ("Numerator", explanation.numerator),
        ("Denominator", explanation.denominator),
    ];
    let rate = rate
        .into_iter()
        .filter_map(|(label, value)| value.map(|value| (label.to_owned(), value)));
    let input = |(label, value): (String, String)| Fact {
        // A seed is a name, not an amount.
        value: if label == SEED { value } else { readable(&value) },
        label,
    };
    let notes = explanation.guards.iter().chain(&explanation.notes);
    ExplainView {
        what: readable(&explanation.what),
        formula: readable(&explanation.formula),
        inputs: rate.chain(explanation.inputs).map(input).collect(),
        coverage: readable(&explanation.coverage),
        notes: notes.map(|note| readable(note)).collect(),
        sources: Vec::new(),
        rows,
    }
}

/// Money in full: `$1,902.44`, or with its code where a page mixes currencies.
pub fn money(scope: &Scope<'_>, total: Total, currency: &Currency) -> String {
    format::money(
        &Money::new(total, currency.clone()),
        scope.writing(),
        &scope.locale,
    )
}

/// A figure of the measure in force: money, whole counts, or requests with their decimals.
pub fn amount(scope: &Scope<'_>, total: Total, currency: &Currency) -> String {
    match scope.measure {
        measure if measure.is_money() => money(scope, total, currency),
        Measure::Requests => format::quantity(total.0, "", &scope.locale),
        _ => count(scope, total.0),
    }
}

/// Money rounded to whole units, for large figures: `$143,218`; under a hundred they keep their decimals, nothing is `$0`.
pub fn whole_money(scope: &Scope<'_>, total: Total, currency: &Currency) -> String {
    let unit = 10i128.pow(currency.scale());
    if total.0 != 0 && total.0.abs() < 100 * unit && total.0 % unit != 0 {
        return money(scope, total, currency);
    }
    // Half away from zero, for display only; the exact figure is in the table beside it.
    let rounded = (total.0 + total.0.signum() * unit / 2) / unit * unit;
    let text = money(scope, Total(rounded), currency);
    text.strip_suffix(&format!(
        "{}{}",
        scope.locale.decimal,
        "0".repeat(currency.minor_digits() as usize)
    ))
    .map_or(text.clone(), str::to_owned)
}

/// The price of one unit: at least four digits that count, as far as it has them: `$0.025`, `$1.25`, `$18.75`.
pub fn unit_price(scope: &Scope<'_>, price: &Money) -> String {
    let figure = charts::Figure::from(price).magnitude();
    let digits = numbers::four_digits(figure, price.currency.minor_digits(), &scope.locale);
    let text = money(scope, price.total, &price.currency);
    let digit = |letter: char| letter.is_ascii_digit();
    match (text.find(digit), text.rfind(digit)) {
        (Some(from), Some(to)) => format!("{}{digits}{}", &text[..from], &text[to + 1..]),
        _ => text,
    }
}

/// A change with its sign and, where there is a base, its percentage: `+$24,906 (+21 %)`.
pub fn change(scope: &Scope<'_>, difference: Total, fraction: Option<f64>, currency: &Currency) -> String {
    let text = format::signed(whole_money(scope, difference, currency));
    fraction.map_or(text.clone(), |fraction| {
        format!("{text} ({})", signed_percent(fraction))
    })
}

fn signed_percent(fraction: f64) -> String {
    let text = metrics::figure::percent(fraction.abs());
    if text.starts_with('<') {
        return format!("{text}{}%", format::THIN);
    }
    let sign = if fraction < 0.0 { format::MINUS } else { '+' };
    format!("{sign}{text}{}%", format::THIN)
}

/// A fraction in a column of such: one decimal each, `62.0 %`, and `< 0.1 %` of what is not quite nothing.
pub fn share(fraction: f64) -> String {
    if fraction != 0.0 && fraction.abs() < 0.000_5 {
        return percent(fraction);
    }
    let figure = charts::Figure::nanos((fraction * 1e9).round() as i128);
    format::percent(figure, 1, &charts::Locale::default())
}

/// A fraction as a percentage: `62 %`.
pub fn percent(fraction: f64) -> String {
    let number = metrics::figure::percent(fraction).replace('-', "\u{2212}");
    format!("{number}{}%", format::THIN)
}

/// A day that stays on one line in a narrow column.
pub(crate) fn day(scope: &Scope<'_>, day: NaiveDate) -> String {
    one_line(&format::date(day, &scope.locale))
}

/// A date that stays on one line in a narrow column; a span may break after its dash.
pub(crate) fn one_line(text: &str) -> String {
    text.replace(' ', "\u{a0}").replace("–\u{a0}", "– ")
}

/// A count with grouped digits.
pub fn count(scope: &Scope<'_>, number: impl Into<i128>) -> String {
    format::count(number.into(), &scope.locale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_of_shares_has_one_decimal_and_little_is_not_nothing() {
        assert_eq!(
            [0.43, 0.085, 1.0, 0.0, 0.00047, -0.3, -0.00047].map(share),
            [
                "43.0 %",
                "8.5 %",
                "100.0 %",
                "0.0 %",
                "< 0.1 %",
                "\u{2212}30.0 %",
                "> \u{2212}0.1 %"
            ]
            .map(|text| text.replace(" %", "\u{a0}%"))
        );
        assert_eq!(percent(0.00047), "< 0.1\u{a0}%");
        assert_eq!(signed_percent(0.00047), "< 0.1\u{a0}%");
    }

    #[test]
    fn remarks_have_the_minus_that_is_one() {
        let explanation = Explanation::new("", "")
            .guard("Grew by -7.8 points.")
            .note("(-12000)");
        assert_eq!(
            remarks(&explanation),
            "Grew by \u{2212}\u{2060}7.8 points. (\u{2212}\u{2060}12,000)"
        );
    }

    #[test]
    fn columns_of_one_heading_have_keys_of_their_own() {
        let keys: Vec<String> = columns(&["Budget", "#Budget", "#P10"])
            .into_iter()
            .map(|column| column.key)
            .collect();
        assert_eq!(keys, ["budget", "budget-1", "p10"]);
    }
}
