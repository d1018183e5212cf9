//! Pages of an invoice put together from rows and tables, and what is told of a field.

use super::super::Field;
use super::compose::Mark;

/// Rows of a label and an amount from a height on.
pub(super) fn rows<'t>(top: f64, rows: &[(&'t str, &'t str)]) -> Vec<Mark<'t>> {
    let marks = rows.iter().enumerate().flat_map(|(at, (label, amount))| {
        let top = top + 15.0 * f64::from(u32::try_from(at).expect("few"));
        [(330.0, top, 9.0, *label), (500.0, top, 9.0, *amount)]
    });
    marks.collect()
}

/// A table of lines.
pub(super) fn table<'t>(top: f64, head: &[&'t str], lines: &[&[&'t str]]) -> Vec<Mark<'t>> {
    let all = std::iter::once(&head).chain(lines);
    let marks = all.enumerate().flat_map(|(row, cells)| {
        let top = top + 14.0 * f64::from(u32::try_from(row).expect("few"));
        let lefts = [40.0, 150.0, 400.0, 500.0];
        let cells = lefts.into_iter().zip(cells.iter().copied());
        cells
            .filter(|(_, cell)| !cell.is_empty())
            .map(move |(left, cell)| (left, top, 9.0, cell))
    });
    marks.collect()
}

pub(super) const HEAD: [Mark<'static>; 2] = [
    (40.0, 40.0, 9.0, "Northwind Inference, Inc."),
    (40.0, 80.0, 9.0, "Invoice number: INV-77"),
];
pub(super) const TOTALS: [(&str, &str); 3] =
    [("Subtotal", "$100.00"), ("Tax", "$9.00"), ("Total", "$109.00")];

pub(super) fn page<'t>(more: &[Vec<Mark<'t>>]) -> Vec<Mark<'t>> {
    HEAD.into_iter().chain(more.iter().flatten().copied()).collect()
}

pub(super) fn told<T: std::fmt::Debug + Clone + ToString>(field: Option<&Field<T>>) -> String {
    field.map_or_else(String::new, |field| {
        format!("{} {:?}", field.value.to_string(), field.confidence)
    })
}
