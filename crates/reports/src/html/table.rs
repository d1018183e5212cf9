//! One HTML table: named, with heads that say what they head.

use std::fmt::Write as _;

use charts::Column;

use super::escape::Text;
use crate::report::Table;

/// The table in a frame that scrolls where it is wider than the page. The caption repeats the heading for those who
/// walk from table to table.
pub(super) fn write(out: &mut String, table: &Table, caption: &str) {
    let name = Text(caption);
    _ = write!(
        out,
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{name}\">\n\
         <table>\n<caption>{name}</caption>\n<thead>\n<tr>"
    );
    for column in &table.columns {
        _ = write!(
            out,
            "<th scope=\"col\"{}>{}</th>",
            align(column),
            Text(&column.name)
        );
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for cells in &table.rows {
        row(out, &table.columns, cells);
    }
    out.push_str("</tbody>\n");
    if !table.totals.is_empty() {
        out.push_str("<tfoot>\n");
        row(out, &table.columns, &table.totals);
        out.push_str("</tfoot>\n");
    }
    out.push_str("</table>\n</div>\n");
    if !table.note.is_empty() {
        _ = writeln!(out, "<p class=\"note\">{}</p>", Text(&table.note));
    }
}

/// One row; its first cell heads it where it is a name. Missing cells stay empty, surplus ones are left out.
fn row(out: &mut String, columns: &[Column], cells: &[String]) {
    out.push_str("<tr>");
    for (at, column) in columns.iter().enumerate() {
        let text = Text(cells.get(at).map_or("", String::as_str));
        _ = if at == 0 && !column.is_numeric {
            write!(out, "<th scope=\"row\">{text}</th>")
        } else {
            write!(out, "<td{}>{text}</td>", align(column))
        };
    }
    out.push_str("</tr>\n");
}

fn align(column: &Column) -> &'static str {
    if column.is_numeric { " class=\"n\"" } else { "" }
}
